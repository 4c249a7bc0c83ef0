//! The tools of the canvas, and the types of notes.

use board::record::{Kind, NoteType};
use board::rules::Right;
use board::{actions, labels};
use icondata_lu::{
    LuArrowUpRight, LuClipboardPaste, LuFrame, LuHand, LuListChecks, LuMaximize, LuMousePointer2,
    LuPencil, LuRedo2, LuSearch, LuStickyNote, LuType, LuUndo2, LuZoomIn, LuZoomOut,
};
use leptos::prelude::*;

use super::canvas::Stage;
use super::clipboard;
use super::controls::Act;
use super::deeds;
use super::focus::{self, Axis};
use super::keys::ZOOM;
use super::leave::{Leave, refused, titled};
use super::pictures::{PictureButton, Spot};
use super::shortcuts::Shortcuts;
use super::text::BoardText;
use super::theme::paper_of;
use super::tools::Tool;
use crate::kit::Icon;
use crate::preferences::locale;

/// The types of notes that are offered: a paper, and what it stands for.
pub(super) fn note_types() -> Vec<NoteType> {
    labels::offered(locale())
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
            let leave = tool.makes().map(|kind| Leave::to_make_one(board, kind));
            // It is put down when another phase does not allow it, or nothing more has room.
            Effect::new(move || {
                if stage.tool.get() == tool && leave.is_some_and(|leave| !leave.given()) {
                    stage.tool.set(Tool::Select);
                }
            });
            view! {
                <button
                    type="button"
                    title=move || titled(name, leave)
                    aria-label=name
                    aria-pressed=move || (stage.tool.get() == tool).to_string()
                    aria-disabled=move || refused(leave)
                    on:click=move |event| {
                        deeds::take(stage, tool);
                        // By keys it is used on the canvas.
                        if focus::is_by_key(&event) {
                            stage.focus();
                        }
                    }
                >
                    <Icon icon=icon />
                </button>
            }
        })
        .collect_view();
    view! {
        <div
            class="board-tools"
            role="toolbar"
            aria-label=t.tools()
            aria-orientation="vertical"
            on:keydown=focus::in_bar(stage, Axis::Down)
        >
            {tools}
            <PictureButton board=board spot=move || Spot::At(stage.middle()) />
            // Fingers have no keys for it.
            <Act
                icon=LuClipboardPaste
                name=t.paste()
                leave=Leave::to_make_one(board, Kind::Note)
                act=move || clipboard::paste_here(stage)
            />
            <hr />
            <Several stage=stage />
            <Act icon=LuUndo2 name=t.undo() act=move || board.undo() />
            <Act icon=LuRedo2 name=t.redo() act=move || board.redo() />
        </div>
        <div
            class="board-zoom"
            role="toolbar"
            aria-label=t.zoom()
            on:keydown=focus::in_bar(stage, Axis::Across)
        >
            <Act icon=LuZoomOut name=t.zoom_out() act=move || stage.zoom(1.0 / ZOOM) />
            <output>{move || t.scale(percent(stage.camera.get().scale))}</output>
            <Act icon=LuZoomIn name=t.zoom_in() act=move || stage.zoom(ZOOM) />
            <Act icon=LuMaximize name=t.fit() act=move || stage.fit() />
            <Act icon=LuSearch name=t.search_board() act=move || stage.finding.set(true) />
            <Shortcuts outline=false />
        </div>
        <NoteTypes stage=stage />
    }
}

/// A scale in whole per cent.
#[allow(clippy::cast_possible_truncation, reason = "a scale has few digits")]
pub(super) fn percent(scale: f64) -> i32 {
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

/// Whether presses add to the selection.
#[component]
pub(super) fn Several(stage: Stage) -> impl IntoView {
    let name = BoardText::here().choose_several();
    let several = stage.several;
    view! {
        <button
            type="button"
            title=name
            aria-label=name
            aria-pressed=move || several.get().to_string()
            on:click=move |_| several.update(|several| *several = !*several)
        >
            <Icon icon=LuListChecks />
        </button>
    }
}

/// What a type of notes is called.
pub(super) fn name_of_type(t: BoardText, note_type: &NoteType) -> String {
    match note_type.label.as_str() {
        "" => t.plain_note().to_owned(),
        label => label.to_owned(),
    }
}

/// Which paper the next notes are, and the selected ones become.
#[component]
fn NoteTypes(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let leave = Leave::of(stage.board, &[Right::Write]);
    let choose = move |chosen: NoteType| {
        if !leave.or_tell() {
            return;
        }
        deeds::with_selection(stage, |document, selection| {
            actions::set_type(document, selection, &chosen)
        });
        stage.note_type.set(chosen);
    };
    let papers = note_types()
        .into_iter()
        .map(|offered| {
            let name = name_of_type(t, &offered);
            let paper = format!("var({})", paper_of(offered.colour));
            let pressed = {
                let offered = offered.clone();
                move || (*stage.note_type.read() == offered).to_string()
            };
            view! {
                <button
                    type="button"
                    style=("--paper-of", paper)
                    title=move || leave.why_not()
                    aria-pressed=pressed
                    aria-disabled=move || refused(Some(leave))
                    on:click=move |_| choose(offered.clone())
                >
                    {name}
                </button>
            }
        })
        .collect_view();
    view! {
        <div
            class="board-papers"
            role="toolbar"
            aria-label=t.note_types()
            on:keydown=focus::in_bar(stage, Axis::Across)
        >
            {papers}
        </div>
    }
}
