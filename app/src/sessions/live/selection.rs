//! What is selected: what is said of it, and what can be done with it. Both views have it.

use std::collections::BTreeSet;

use board::actions;
use board::document::Document;
use board::ids::{ParticipantId, RecordId};
use board::operation::Operation;
use board::record::Kind;
use icondata_lu::{
    LuArrowUpRight, LuCopy, LuGroup, LuLock, LuLockOpen, LuSquarePen, LuTrash2, LuUngroup,
};
use leptos::prelude::*;

use super::canvas::Stage;
use super::controls::{Act, Menu, MenuItem};
use super::deeds;
use super::focus::{self, Axis};
use super::leave::Leave;
use super::placing::PlaceMenu;
use super::selection_menus::{Arranging, PlacesMenu, TypesMenu, to_group};
use super::text::BoardText;
use crate::kit::Icon;

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

/// What of a selected record decides which acts are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Chosen {
    id: RecordId,
    kind: Kind,
    author: ParticipantId,
    hidden: bool,
    locked: bool,
}

/// What of a selection decides which acts are offered: not where it lies or what it says, so
/// that nothing is asked again while it is moved or written in. What somebody else has taken
/// off meanwhile is left out.
fn chosen(document: &Document, selection: &BTreeSet<RecordId>) -> Vec<Chosen> {
    let live = selection.iter().filter_map(|id| {
        let record = document.live(*id)?;
        Some(Chosen {
            id: *id,
            kind: record.shape.kind(),
            author: record.author,
            hidden: record.secrecy.hidden,
            locked: record.locked,
        })
    });
    live.collect()
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
    let chosen = Memo::new(move |_| {
        let selection = board.selection.read();
        board.with(|document| chosen(document, &selection))
    });
    let count = move || chosen.with(Vec::len);
    let locked = move || chosen.with(|chosen| chosen.iter().all(|one| one.locked));
    let hidden = move || chosen.with(|chosen| chosen.iter().any(|one| one.hidden));
    let said = move || t.selected(i128::try_from(count()).unwrap_or(i128::MAX));
    let ids = move || board.selection.get_untracked();
    let to_do = move |make: fn(&Document, &BTreeSet<RecordId>) -> Vec<Operation>| {
        Leave::to_do(board, move |document| {
            let ids = chosen.with(|chosen| chosen.iter().map(|one| one.id).collect());
            make(document, &ids)
        })
    };
    let copies = Leave::to_make(board, move |document| {
        let ids = chosen.with(|chosen| chosen.iter().map(|one| one.id).collect());
        actions::copies_of(document, &ids)
    });
    let groups = to_group(board, move || {
        chosen.with(|chosen| chosen.iter().map(|one| one.id).collect())
    });
    let joins = Leave::to_make_one(board, Kind::Connector);
    // The bar goes with the selection, whoever has taken that off.
    Effect::new(move |before: Option<bool>| {
        let any = count() > 0;
        if before == Some(true) && !any {
            focus::rescue(stage, None);
        }
        any
    });
    view! {
        <div
            class="board-selection"
            role="toolbar"
            aria-label=t.selection()
            hidden=move || count() == 0
            on:keydown=focus::in_bar(stage, Axis::Across)
        >
            <span class="board-count">{said}</span>
            <span hidden=move || count() != 1>
                <Act
                    icon=LuSquarePen
                    name=t.edit()
                    leave=to_do(deeds::writing)
                    act=move || deeds::edit(stage)
                />
            </span>
            <Act icon=LuCopy name=t.duplicate() leave=copies act=move || deeds::duplicate(stage) />
            <Act icon=LuGroup name=t.group() leave=groups act=move || deeds::group(stage) />
            <Act
                icon=LuUngroup
                name=t.ungroup()
                leave=to_do(actions::ungroup)
                act=move || deeds::ungroup(stage)
            />
            <span hidden=move || count() != 2>
                <Act
                    icon=LuArrowUpRight
                    name=t.join()
                    leave=joins
                    act=move || {
                        deeds::join(stage);
                    }
                />
            </span>
            <Menu name=t.arrange() items=move || view! { <Arranging stage=stage /> } />
            <PlaceMenu stage=stage />
            <PlacesMenu board=board ids=ids />
            {types.then(|| view! { <TypesMenu board=board ids=ids /> })}
            <span hidden=move || !hidden()>
                <MenuItem
                    name=t.reveal_this()
                    leave=to_do(deeds::revealing)
                    act=move || deeds::reveal(stage)
                />
            </span>
            <button
                type="button"
                hidden=move || !board.leads()
                aria-pressed=move || locked().to_string()
                on:click=move |_| {
                    let lock = !untrack(locked);
                    deeds::with_selection(stage, |document, selection| {
                        actions::lock(document, selection, lock)
                    });
                }
            >
                {move || view! { <Icon icon=if locked() { LuLock } else { LuLockOpen } /> }}
                {move || if locked() { t.unlock() } else { t.lock() }}
            </button>
            <Act
                icon=LuTrash2
                name=t.delete()
                leave=to_do(actions::delete)
                act=move || deeds::delete(stage)
            />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use board::client::Client;
    use board::ids::ClientId;
    use board::outline::reading_order;
    use board::record::NoteType;
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
        assert_eq!(of(&[button], None), "1 élément choisi : Le bouton");
        assert_eq!(of(&[empty], None), "1 élément choisi : Note vide");
        assert_eq!(of(&[button, empty], None), "2 éléments choisis");
        let last = of(&[button, empty], Some(button));
        assert_eq!(last, "2 éléments choisis : Le bouton");
    }
}
