//! Menus of what is done with what is selected: arranged, put elsewhere, made another type.
//! Each asks the rules of the board before it offers anything.

use std::collections::BTreeSet;

use board::actions::{self, Axis, Edge};
use board::document::Document;
use board::geometry::Point;
use board::ids::RecordId;
use board::operation::Operation;
use board::outline::reading_order;
use board::property::PropertyName;
use board::record::{Kind, NoteType};
use board::rules::Right;
use leptos::prelude::*;

use super::canvas::Stage;
use super::clipboard;
use super::controls::{Menu, MenuItem};
use super::deeds;
use super::engine::Board;
use super::leave::{Leave, as_they_are, refused};
use super::selection::said;
use super::text::BoardText;
use super::theme::paper_of;
use super::toolbar::{name_of_type, note_types};

/// How much one press makes larger or smaller, in board units.
const LARGER: i32 = 40;

/// Makes of a selection what is done with it.
type Act = fn(&Document, &BTreeSet<RecordId>) -> Vec<Operation>;

/// Where what is selected lies, and in which order and size.
#[component]
pub(super) fn Arranging(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let count = board.selection.with_untracked(BTreeSet::len);
    let arranges = Leave::of(board, &[Right::Arrange]);
    let to_do = move |would: Act| {
        arranges.and(Leave::to_do(board, move |document| {
            would(document, &board.selection.read_untracked())
        }))
    };
    let item = move |name: &'static str, act: Act| {
        let done = move || {
            deeds::with_selection(stage, act);
        };
        view! { <MenuItem name=name leave=to_do(act) act=done /> }
    };
    let one: [(&'static str, Act); 2] = [
        (t.move_up(), |document, ids| shifted(document, ids, false)),
        (t.move_down(), |document, ids| shifted(document, ids, true)),
    ];
    let several: [(&'static str, Act); 9] = [
        (t.align_left(), |d, s| actions::align(d, s, Edge::Left)),
        (t.align_centre(), |d, s| actions::align(d, s, Edge::Centre)),
        (t.align_right(), |d, s| actions::align(d, s, Edge::Right)),
        (t.align_top(), |d, s| actions::align(d, s, Edge::Top)),
        (t.align_middle(), |d, s| actions::align(d, s, Edge::Middle)),
        (t.align_bottom(), |d, s| actions::align(d, s, Edge::Bottom)),
        (t.distribute_across(), |d, s| {
            actions::distribute(d, s, Axis::Horizontal)
        }),
        (t.distribute_down(), |d, s| {
            actions::distribute(d, s, Axis::Vertical)
        }),
        (t.grid(), actions::arrange_in_grid),
    ];
    let all: [(&'static str, Act); 4] = [
        (t.to_front(), actions::bring_to_front),
        (t.to_back(), actions::send_to_back),
        (t.larger(), |d, s| {
            actions::resize_by(d, s, Point::new(LARGER, LARGER))
        }),
        (t.smaller(), |d, s| {
            actions::resize_by(d, s, Point::new(-LARGER, -LARGER))
        }),
    ];
    let [front, back, larger, smaller] = all.map(|(name, act)| item(name, act));
    let one = (count == 1).then(|| one.map(|(name, act)| item(name, act)).collect_view());
    let several = (count > 1).then(|| several.map(|(name, act)| item(name, act)).collect_view());
    view! {
        {several}
        {front}
        {back}
        {one}
        {larger}
        {smaller}
        <MenuItem
            name=t.copy()
            act=move || {
                clipboard::copy(board);
            }
        />
    }
}

/// Moves the one that is selected up or down in its order.
fn shifted(document: &Document, ids: &BTreeSet<RecordId>, down: bool) -> Vec<Operation> {
    let first = ids.first();
    first.map_or_else(Vec::new, |id| actions::shift(document, *id, down))
}

/// What it takes to make a cluster of these: of those that can lie in one, where they lie and
/// in which order is another then.
pub(super) fn to_group(
    board: Board,
    ids: impl Fn() -> BTreeSet<RecordId> + Send + Sync + 'static,
) -> Leave {
    let members = Leave::to_do(board, move |document| {
        let mut ids = ids();
        ids.retain(|id| {
            let record = document.live(*id);
            record.is_some_and(|record| record.shape.kind().fits_in(Kind::Cluster))
        });
        as_they_are(document, &ids, &[PropertyName::Parent, PropertyName::Order])
    });
    Leave::to_make_one(board, Kind::Cluster).and(members)
}

/// What it takes to put these elsewhere. What comes from elsewhere gets a place there, with
/// what lies in it.
fn to_place(board: Board, ids: impl Fn() -> BTreeSet<RecordId> + Send + Sync + 'static) -> Leave {
    let moved = Leave::to_do(board, move |document| {
        let ids = ids();
        let mut would = as_they_are(document, &ids, &[PropertyName::Parent, PropertyName::Order]);
        would.extend(actions::move_by(document, &ids, Point::new(1, 0)));
        would
    });
    Leave::of(board, &[Right::Arrange]).and(moved)
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
    ids: impl Fn() -> BTreeSet<RecordId> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let t = BoardText::here();
    let put = move |parent: Option<RecordId>| {
        let ids = ids();
        board.act(|client| actions::place_in(client.view(), &ids, parent, None));
    };
    let items = move || {
        let leave = to_place(board, ids);
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
    ids: impl Fn() -> BTreeSet<RecordId> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let t = BoardText::here();
    let become_one = move |chosen: &NoteType| {
        let ids = ids();
        board.act(|client| actions::set_type(client.view(), &ids, chosen));
    };
    let items = move || {
        let leave = Leave::to_do(board, move |document| {
            as_they_are(document, &ids(), &[PropertyName::Type])
        });
        let leave = Leave::of(board, &[Right::Write]).and(leave);
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
