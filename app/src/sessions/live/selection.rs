//! What is selected: what is said of it, and what can be done with it. Both views have it.

use std::collections::BTreeSet;

use board::actions::{self, Axis, Edge};
use board::document::Document;
use board::geometry::Point;
use board::ids::RecordId;
use board::operation::Operation;
use board::outline::reading_order;
use board::record::{Kind, NoteType};
use board::rules::Right;
use icondata_lu::{
    LuArrowUpRight, LuCopy, LuGroup, LuLock, LuLockOpen, LuSquarePen, LuTrash2, LuUngroup,
};
use leptos::prelude::*;

use super::canvas::Stage;
use super::clipboard;
use super::controls::{Act, Leave, Menu, MenuItem, refused};
use super::deeds;
use super::engine::Board;
use super::placing::PlaceMenu;
use super::text::BoardText;
use super::theme::paper_of;
use super::toolbar::{name_of_type, note_types};
use crate::kit::Icon;

/// How much one press makes larger or smaller, in board units.
const LARGER: i32 = 40;

/// What a record says, or what it is where it says nothing.
pub(super) fn said(t: BoardText, kind: Kind, text: &str) -> String {
    if !text.trim().is_empty() {
        return text.to_owned();
    }
    match kind {
        Kind::Note => t.empty_note(),
        Kind::Frame => t.frame(),
        Kind::Cluster => t.cluster(),
        Kind::Connector => t.connector(),
        Kind::Text => t.text(),
        Kind::Stroke => t.stroke(),
        Kind::Image => t.image(),
    }
    .to_owned()
}

/// How many are selected, and what the one says that was come to last.
fn said_of(
    t: BoardText,
    document: &Document,
    selection: &BTreeSet<RecordId>,
    last: Option<RecordId>,
) -> String {
    let mut live = selection.iter().filter_map(|id| document.live(*id));
    let count = live.clone().count();
    let last = last.filter(|id| selection.contains(id));
    let last = last.and_then(|last| document.live(last));
    let one = last.or_else(|| live.next().filter(|_| count == 1));
    let counted = t.selected(i128::try_from(count).unwrap_or(i128::MAX));
    match one {
        _ if count == 0 => String::new(),
        Some(one) => t.with_value(&counted, &said(t, one.shape.kind(), &one.shape.text)),
        None => counted,
    }
}

/// Tells those who hear the board what is selected. It stands there always: what a region
/// comes with is not told.
#[component]
pub(super) fn SelectionSaid(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let said = Memo::new(move |_| {
        let selection = board.selection.get();
        let last = stage.walked.get_value();
        // Not at each letter that somebody writes.
        board.with_index(|document, _| said_of(t, document, &selection, last))
    });
    view! { <p id="board-said" class="visually-hidden" role="status">{said}</p> }
}

/// What can be done with what is selected.
#[component]
pub(super) fn SelectionBar(
    stage: Stage,
    /// Whether types of notes can be chosen here.
    #[prop(optional)]
    types: bool,
) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    // What somebody else has taken off meanwhile is not counted.
    let count = Memo::new(move |_| {
        let selection = board.selection.read();
        board.with(|document| {
            let live = selection.iter().filter(|id| document.live(**id).is_some());
            live.count()
        })
    });
    let count = move || count.get();
    let locked = move || {
        let selection = board.selection.read();
        board.with(|document| is_locked(document, &selection))
    };
    let hidden = move || {
        let selection = board.selection.read();
        board.with(|document| {
            let hidden = |id: &RecordId| {
                document
                    .live(*id)
                    .is_some_and(|record| record.secrecy.hidden)
            };
            selection.iter().any(hidden)
        })
    };
    let said = move || t.selected(i128::try_from(count()).unwrap_or(i128::MAX));
    let ids = move || board.selection.get_untracked();
    // What it takes to write in what is selected, to copy it and to take it off.
    let rights = Memo::new(move |_| {
        let selection = board.selection.read();
        board.with_index(|document, _| {
            let mut rights = Vec::new();
            for record in selection.iter().filter_map(|id| document.live(*id)) {
                let right = Right::to_make(record.shape.kind());
                if !rights.contains(&right) {
                    rights.push(right);
                }
            }
            rights
        })
    });
    let makes = Leave::where_all(board, move || rights.get());
    let groups = Leave::of(board, &[Right::Group]);
    view! {
        <div
            class="board-selection"
            role="toolbar"
            aria-label=t.selection()
            hidden=move || count() == 0
        >
            <span class="board-count">{said}</span>
            <span hidden=move || count() != 1>
                <Act icon=LuSquarePen name=t.edit() leave=makes act=move || deeds::edit(stage) />
            </span>
            <Act icon=LuCopy name=t.duplicate() leave=makes act=move || deeds::duplicate(stage) />
            <Act icon=LuGroup name=t.group() leave=groups act=move || deeds::group(stage) />
            <Act icon=LuUngroup name=t.ungroup() leave=groups act=move || deeds::ungroup(stage) />
            <span hidden=move || count() != 2>
                <Act
                    icon=LuArrowUpRight
                    name=t.join()
                    leave=groups
                    act=move || {
                        deeds::join(stage);
                    }
                />
            </span>
            <Menu name=t.arrange() items=move || view! { <Arranging stage=stage /> } />
            <PlaceMenu stage=stage />
            <PlacesMenu board=board ids=ids />
            {types.then(|| view! { <TypesMenu board=board ids=ids /> })}
            <button type="button" hidden=move || !hidden() on:click=move |_| deeds::reveal(stage)>
                {t.reveal_this()}
            </button>
            <button
                type="button"
                hidden=move || !board.leads()
                aria-pressed=move || locked().to_string()
                on:click=move |_| {
                    deeds::with_selection(stage, |document, selection| {
                        actions::lock(document, selection, !is_locked(document, selection))
                    });
                }
            >
                {move || view! { <Icon icon=if locked() { LuLock } else { LuLockOpen } /> }}
                {move || if locked() { t.unlock() } else { t.lock() }}
            </button>
            <Act
                icon=LuTrash2
                name=t.delete()
                leave=makes
                act=move || {
                    deeds::delete(stage);
                    // The button goes with the selection.
                    stage.focus();
                }
            />
        </div>
    }
}

/// Whether all that is selected is locked.
fn is_locked(document: &Document, selection: &BTreeSet<RecordId>) -> bool {
    let locked = |id: &RecordId| document.live(*id).is_some_and(|record| record.locked);
    !selection.is_empty() && selection.iter().all(locked)
}

/// Where what is selected lies, and in which order and size.
#[component]
fn Arranging(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let leave = Leave::of(stage.board, &[Right::Arrange]);
    let count = stage.board.selection.with_untracked(BTreeSet::len);
    let with = move |act: fn(&Document, &BTreeSet<RecordId>) -> Vec<Operation>| {
        deeds::with_selection(stage, act);
    };
    let shift = move |down: bool| {
        deeds::with_selection(stage, |document, selection| {
            let first = selection.first();
            first.map_or_else(Vec::new, |id| actions::shift(document, *id, down))
        });
    };
    let resize = move |by: i32| {
        deeds::with_selection(stage, |document, selection| {
            actions::resize_by(document, selection, Point::new(by, by))
        });
    };
    let one = (count == 1).then(|| {
        view! {
            <MenuItem name=t.move_up() leave=leave act=move || shift(false) />
            <MenuItem name=t.move_down() leave=leave act=move || shift(true) />
        }
    });
    let several = (count > 1).then(|| {
        let edges = [
            (Edge::Left, t.align_left()),
            (Edge::Centre, t.align_centre()),
            (Edge::Right, t.align_right()),
            (Edge::Top, t.align_top()),
            (Edge::Middle, t.align_middle()),
            (Edge::Bottom, t.align_bottom()),
        ];
        let aligned = edges.into_iter().map(|(edge, name)| {
            let act = move || {
                deeds::with_selection(stage, |d, s| actions::align(d, s, edge));
            };
            view! { <MenuItem name=name leave=leave act=act /> }
        });
        view! {
            {aligned.collect_view()}
            <MenuItem
                name=t.distribute_across()
                leave=leave
                act=move || with(|d, s| actions::distribute(d, s, Axis::Horizontal))
            />
            <MenuItem
                name=t.distribute_down()
                leave=leave
                act=move || with(|d, s| actions::distribute(d, s, Axis::Vertical))
            />
            <MenuItem name=t.grid() leave=leave act=move || with(actions::arrange_in_grid) />
        }
    });
    view! {
        {several}
        <MenuItem name=t.to_front() leave=leave act=move || with(actions::bring_to_front) />
        <MenuItem name=t.to_back() leave=leave act=move || with(actions::send_to_back) />
        {one}
        <MenuItem name=t.larger() leave=leave act=move || resize(LARGER) />
        <MenuItem name=t.smaller() leave=leave act=move || resize(-LARGER) />
        <MenuItem name=t.copy() act=move || clipboard::copy(stage.board) />
    }
}

/// The frames, clusters and images in which one of these can lie, as they are read.
fn places(t: BoardText, document: &Document, ids: &BTreeSet<RecordId>) -> Vec<(RecordId, String)> {
    let kind = |id: &RecordId| document.live(*id).map(|record| record.shape.kind());
    let kinds: Vec<Kind> = ids.iter().filter_map(kind).collect();
    let mut order = reading_order(document);
    order.retain(|id| !ids.contains(id));
    let holders = order.into_iter().filter_map(|id| {
        let shape = &document.live(id)?.shape;
        let holds = kinds.iter().any(|kind| kind.fits_in(shape.kind()));
        holds.then(|| (id, said(t, shape.kind(), &shape.text)))
    });
    holders.collect()
}

/// Puts things into a frame, cluster or image, or out of all.
#[component]
pub(super) fn PlacesMenu(
    board: Board,
    /// What is put there.
    ids: impl Fn() -> BTreeSet<RecordId> + Copy + Send + 'static,
) -> impl IntoView {
    let t = BoardText::here();
    // What comes from elsewhere gets a place, too.
    let leave = Leave::of(board, &[Right::Group, Right::Arrange]);
    let put = move |parent: Option<RecordId>| {
        let ids = ids();
        board.act(|client| actions::place_in(client.view(), &ids, parent, None));
    };
    let items = move || {
        let places = board.with_index(|document, _| places(t, document, &ids()));
        let places = places.into_iter().map(|(id, name)| {
            view! {
                <button
                    type="button"
                    title=move || leave.why_not()
                    aria-disabled=move || refused(Some(leave))
                    on:click=move |_| {
                        if leave.or_tell() {
                            put(Some(id));
                        }
                    }
                >
                    {name}
                </button>
            }
        });
        let places = places.collect_view();
        view! {
            <MenuItem name=t.on_the_board() leave=leave act=move || put(None) />
            {places}
        }
    };
    view! { <Menu name=t.move_to() items=items /> }
}

/// Makes notes another type.
#[component]
pub(super) fn TypesMenu(
    board: Board,
    /// The notes.
    ids: impl Fn() -> BTreeSet<RecordId> + Copy + Send + 'static,
) -> impl IntoView {
    let t = BoardText::here();
    let leave = Leave::of(board, &[Right::Write]);
    let become_one = move |chosen: &NoteType| {
        let ids = ids();
        board.act(|client| actions::set_type(client.view(), &ids, chosen));
    };
    let items = move || {
        let types = note_types().into_iter().map(|offered| {
            let name = name_of_type(t, &offered);
            let paper = format!("var({})", paper_of(offered.colour));
            view! {
                <button
                    type="button"
                    class="board-paper"
                    style=("--paper-of", paper)
                    title=move || leave.why_not()
                    aria-disabled=move || refused(Some(leave))
                    on:click=move |_| {
                        if leave.or_tell() {
                            become_one(&offered);
                        }
                    }
                >
                    {name}
                </button>
            }
        });
        types.collect_view()
    };
    view! { <Menu name=t.note_type() items=items /> }
}

#[cfg(test)]
mod tests {
    use board::client::Client;
    use board::ids::{ClientId, ParticipantId};
    use domain::wording::Locale;

    use super::*;

    #[test]
    fn what_is_selected_is_told_by_its_own_words() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        for text in ["Le bouton", ""] {
            let at = actions::free_place(&document, None);
            let note = NoteType::default();
            for operation in actions::create_note_in(&mut client, None, at, note, text.into()) {
                document.apply(&operation, ParticipantId(1));
            }
        }
        let order = reading_order(&document);
        let t = BoardText(Locale::Fr);
        let of = |ids: &[RecordId], last: Option<RecordId>| {
            said_of(t, &document, &ids.iter().copied().collect(), last)
        };
        assert_eq!(of(&[], order.first().copied()), "");
        let button = document
            .records()
            .find(|(_, it)| it.shape.text == "Le bouton");
        let (button, _) = button.unwrap();
        let empty = order.into_iter().find(|id| *id != button).unwrap();
        assert_eq!(of(&[button], None), "1 élément choisi : Le bouton");
        assert_eq!(of(&[empty], None), "1 élément choisi : Note vide");
        assert_eq!(of(&[button, empty], None), "2 éléments choisis");
        let last = of(&[button, empty], Some(button));
        assert_eq!(last, "2 éléments choisis : Le bouton");
    }
}
