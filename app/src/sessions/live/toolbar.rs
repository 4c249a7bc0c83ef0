//! The tools of the canvas, and what can be done with what is selected.

use std::collections::BTreeSet;

use board::actions::{self, Axis, Edge};
use board::document::Document;
use board::ids::RecordId;
use board::operation::Operation;
use board::record::{Colour, NoteType};
use domain::feedback::FeedbackKind;
use icondata_lu::{
    LuArrowUpRight, LuCopy, LuFrame, LuGroup, LuHand, LuLock, LuLockOpen, LuMaximize,
    LuMousePointer2, LuPencil, LuRedo2, LuStickyNote, LuTrash2, LuType, LuUndo2, LuUngroup,
    LuZoomIn, LuZoomOut,
};
use leptos::prelude::*;

use super::canvas::Stage;
use super::keys;
use super::pictures::PictureButton;
use super::text::BoardText;
use super::theme::paper_of;
use super::tools::Tool;
use crate::kit::Icon;
use crate::preferences::locale;

/// How much one press enlarges.
const ZOOM: f64 = 1.25;

/// The types of notes that are offered: a paper, and what it stands for.
pub(super) fn note_types() -> Vec<NoteType> {
    let kinds = [
        (Colour::Purple, FeedbackKind::Idea),
        (Colour::Red, FeedbackKind::Obstacle),
        (Colour::Green, FeedbackKind::Success),
        (Colour::Blue, FeedbackKind::Question),
    ];
    let typed = kinds.into_iter().map(|(colour, kind)| NoteType {
        colour,
        label: kind.wording().in_locale(locale()).to_owned(),
    });
    std::iter::once(NoteType::default()).chain(typed).collect()
}

/// The tools beside the canvas.
#[component]
pub(super) fn Toolbar(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let tools = Tool::ALL
        .into_iter()
        .map(|tool| {
            let (icon, name) = face(t, tool);
            view! {
                <button
                    type="button"
                    title=name
                    aria-label=name
                    aria-pressed=move || (stage.tool.get() == tool).to_string()
                    on:click=move |_| stage.tool.set(tool)
                >
                    <Icon icon=icon />
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="board-tools" role="toolbar" aria-label=t.tools() aria-orientation="vertical">
            {tools}
            <PictureButton board=board at=move || keys::middle(stage) />
            <hr />
            <Act icon=LuUndo2 name=t.undo() act=move || board.undo() />
            <Act icon=LuRedo2 name=t.redo() act=move || board.redo() />
        </div>
        <div class="board-zoom" role="toolbar" aria-label=t.zoom()>
            <Act icon=LuZoomOut name=t.zoom_out() act=move || stage.zoom(1.0 / ZOOM) />
            <output>{move || t.scale(percent(stage.camera.get().scale))}</output>
            <Act icon=LuZoomIn name=t.zoom_in() act=move || stage.zoom(ZOOM) />
            <Act icon=LuMaximize name=t.fit() act=move || stage.fit() />
        </div>
        <NoteTypes stage=stage />
    }
}

#[allow(clippy::cast_possible_truncation, reason = "a scale has few digits")]
fn percent(scale: f64) -> i32 {
    (scale * 100.0).round() as i32
}

fn face(t: BoardText, tool: Tool) -> (icondata_core::Icon, &'static str) {
    match tool {
        Tool::Select => (LuMousePointer2, t.tool_select()),
        Tool::Pan => (LuHand, t.tool_pan()),
        Tool::Note => (LuStickyNote, t.tool_note()),
        Tool::Text => (LuType, t.tool_text()),
        Tool::Frame => (LuFrame, t.tool_frame()),
        Tool::Connector => (LuArrowUpRight, t.tool_connector()),
        Tool::Pen => (LuPencil, t.tool_pen()),
    }
}

/// A button that does one thing.
#[component]
fn Act(icon: icondata_core::Icon, name: &'static str, act: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" title=name aria-label=name on:click=move |_| act()>
            <Icon icon=icon />
        </button>
    }
}

/// Which paper the next notes are, and the selected ones become.
#[component]
fn NoteTypes(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let choose = move |chosen: NoteType| {
        let selection = stage.board.selection.get_untracked();
        if !selection.is_empty() {
            let of = chosen.clone();
            stage
                .board
                .act(|client| actions::set_type(client.view(), &selection, &of));
        }
        stage.note_type.set(chosen);
    };
    let papers = note_types()
        .into_iter()
        .map(|offered| {
            let name = match offered.label.as_str() {
                "" => t.plain_note().to_owned(),
                label => label.to_owned(),
            };
            let paper = format!("var({})", paper_of(offered.colour));
            let pressed = {
                let offered = offered.clone();
                move || (*stage.note_type.read() == offered).to_string()
            };
            view! {
                <button
                    type="button"
                    style=("--paper-of", paper)
                    aria-pressed=pressed
                    on:click=move |_| choose(offered.clone())
                >
                    {name}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="board-papers" role="toolbar" aria-label=t.note_types()>
            {papers}
        </div>
    }
}

/// What can be done with what is selected.
#[component]
pub(super) fn SelectionBar(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let count = move || board.selection.read().len();
    let with = move |act: fn(&Document, &BTreeSet<RecordId>) -> Vec<Operation>| {
        let selection = board.selection.get_untracked();
        board.act(|client| act(client.view(), &selection));
    };
    let locked = move || {
        let selection = board.selection.read();
        board.with(|document| is_locked(document, &selection))
    };
    let said = move || t.selected(i128::try_from(count()).unwrap_or(i128::MAX));
    view! {
        <div
            class="board-selection"
            role="toolbar"
            aria-label=t.selection()
            hidden=move || count() == 0
        >
            <span id="board-said" role="status">{said}</span>
            <Act icon=LuCopy name=t.duplicate() act=move || keys::duplicate(stage) />
            <Act icon=LuGroup name=t.group() act=move || keys::group(stage) />
            <Act icon=LuUngroup name=t.ungroup() act=move || keys::ungroup(stage) />
            <details class="board-menu" hidden=move || { count() < 2 }>
                <summary>{t.arrange()}</summary>
                <div>
                    <Line name=t.align_left() act=move || with(|d, s| actions::align(d, s, Edge::Left)) />
                    <Line name=t.align_middle() act=move || with(|d, s| actions::align(d, s, Edge::Centre)) />
                    <Line name=t.align_top() act=move || with(|d, s| actions::align(d, s, Edge::Top)) />
                    <Line
                        name=t.distribute_across()
                        act=move || with(|d, s| actions::distribute(d, s, Axis::Horizontal))
                    />
                    <Line
                        name=t.distribute_down()
                        act=move || with(|d, s| actions::distribute(d, s, Axis::Vertical))
                    />
                    <Line name=t.grid() act=move || with(actions::arrange_in_grid) />
                </div>
            </details>
            <Line name=t.to_front() act=move || with(actions::bring_to_front) />
            <button
                type="button"
                hidden=move || !board.leads()
                aria-pressed=move || locked().to_string()
                on:click=move |_| {
                    let selection = board.selection.get_untracked();
                    board.act(|client| {
                        let locked = is_locked(client.view(), &selection);
                        actions::lock(client.view(), &selection, !locked)
                    });
                }
            >
                {move || view! { <Icon icon=if locked() { LuLock } else { LuLockOpen } /> }}
                {move || if locked() { t.unlock() } else { t.lock() }}
            </button>
            <Act icon=LuTrash2 name=t.delete() act=move || keys::delete(stage) />
        </div>
    }
}

/// Whether all that is selected is locked.
fn is_locked(document: &Document, selection: &BTreeSet<RecordId>) -> bool {
    let locked = |id: &RecordId| document.live(*id).is_some_and(|record| record.locked);
    !selection.is_empty() && selection.iter().all(locked)
}

#[component]
fn Line(name: &'static str, act: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" on:click=move |_| act()>
            {name}
        </button>
    }
}
