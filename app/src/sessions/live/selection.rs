//! What is selected: what is said of it, and what can be done with it. Both views have it.

use std::collections::BTreeSet;

use board::actions;
use board::document::Document;
use board::ids::{ParticipantId, RecordId};
use board::operation::Operation;
use board::record::{Content, Kind, Record};
use icondata_lu::{
    LuArrowUpRight, LuCopy, LuGroup, LuLock, LuLockOpen, LuSquarePen, LuTrash2, LuUngroup, LuX,
};
use leptos::prelude::*;

use super::canvas::Stage;
use super::controls::{Act, Menu, MenuItem};
use super::deeds;
use super::focus::{self, Axis};
use super::leave::Leave;
use super::marks::Marks;
use super::placing::PlaceMenu;
use super::selection_menus::{Arranging, PlacesMenu, TypesMenu, to_group};
use super::text::BoardText;
use crate::kit::Icon;

/// So many letters tell what a record says.
const BRIEF: usize = 40;

/// What a record says, or what it is where it says nothing.
pub(in crate::sessions) fn said(t: BoardText, kind: Kind, text: &str) -> String {
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

/// The beginning of what a record says, by which it is told from others.
pub(super) fn in_brief(t: BoardText, kind: Kind, text: &str) -> String {
    beginning(&said(t, kind, text), BRIEF)
}

/// The beginning of a text: so many letters at most, and a mark where it goes on.
pub(in crate::sessions) fn beginning(text: &str, letters: usize) -> String {
    let mut beginning: String = text.chars().take(letters).collect();
    if beginning.len() < text.len() {
        beginning.push('…');
    }
    beginning
}

/// What an arrow joins, in words: of both ends the kind, and what they say.
pub(in crate::sessions) fn joined(t: BoardText, from: (Kind, &str), to: (Kind, &str)) -> String {
    let [from, to] = [from, to].map(|(kind, text)| in_brief(t, kind, text));
    t.joins(&from, &to)
}

/// What a record joins, where it is an arrow.
fn joins(t: BoardText, document: &Document, record: &Record) -> Option<String> {
    let Content::Connector(ends) = &record.shape.content else {
        return None;
    };
    let end = |id: RecordId| {
        let shape = &document.live(id)?.shape;
        Some((shape.kind(), shape.text.as_str()))
    };
    Some(joined(t, end(ends.from)?, end(ends.to)?))
}

/// How many are selected, and of the one that was come to last what it says, what it joins,
/// and what of the votes stands there.
fn said_of(
    t: BoardText,
    (document, marks): (&Document, &Marks),
    selection: &BTreeSet<RecordId>,
    last: Option<RecordId>,
) -> String {
    let with_id = |id: RecordId| Some((id, document.live(id)?));
    let mut live = selection.iter().copied().filter_map(with_id);
    let count = live.clone().count();
    let last = last.filter(|id| selection.contains(id));
    let last = last.and_then(with_id);
    let one = last.or_else(|| live.next().filter(|_| count == 1));
    let counted = t.selected(i128::try_from(count).unwrap_or(i128::MAX));
    match one {
        _ if count == 0 => String::new(),
        Some((id, one)) => {
            let says = said(t, one.shape.kind(), &one.shape.text);
            let mark = marks.get(&id).map(|mark| mark.said.clone());
            let told = [Some(says), joins(t, document, one), mark];
            let told: Vec<String> = told.into_iter().flatten().collect();
            t.with_value(&counted, &told.join(", "))
        }
        None => counted,
    }
}

/// What of a selection is on the board.
fn live(document: &Document, selection: &BTreeSet<RecordId>) -> BTreeSet<RecordId> {
    let ids = selection.iter().copied();
    ids.filter(|id| document.live(*id).is_some()).collect()
}

/// Tells those who hear the board what is selected. It stands there always: what a region
/// comes with is not told.
#[component]
pub(super) fn SelectionSaid(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    // What is taken off, by whomever, is no longer selected.
    let there = Memo::new(move |_| {
        let selection = board.selection.read();
        board.with(|document| live(document, &selection))
    });
    let said = Memo::new(move |_| {
        // Also where the same is chosen once more, and was come to otherwise.
        board.selection.track();
        let selection = there.get();
        let last = stage.walked.get_value();
        let marks = stage.marks.get();
        // Not at each letter that somebody writes.
        board.with_index(|document, _| said_of(t, (document, &marks), &selection, last))
    });
    view! { <p id="board-said" class="visually-hidden" role="status">{said}</p> }
}

/// What of a selected record decides which acts are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Chosen {
    id: RecordId,
    kind: Kind,
    author: ParticipantId,
    /// It is hidden, and can be shown to everybody.
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
            hidden: record.secrecy.hidden && deeds::would_show(document, selection, record),
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
            <Act
                icon=LuX
                name=t.select_nothing()
                act=move || deeds::select(stage, BTreeSet::new())
            />
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
    use crate::sessions::votes::Mark;

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
        let with = |marks: &Marks, ids: &[RecordId], last: Option<RecordId>| {
            said_of(t, (&document, marks), &ids.iter().copied().collect(), last)
        };
        let of = |ids: &[RecordId], last| with(&Marks::default(), ids, last);
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
        let mark = Mark {
            drawn: "3 ●".into(),
            said: "résultat : 3 gommettes".into(),
            offer: None,
        };
        let marks = Marks::new([(button, mark)].into());
        let voted = "1 élément choisi : Le bouton, résultat : 3 gommettes";
        assert_eq!(with(&marks, &[button], None), voted);
        let both = with(&marks, &[button, empty], None);
        assert_eq!(both, "2 éléments choisis");
        // What was taken off meanwhile is not told of.
        let all = BTreeSet::from([button, empty]);
        assert_eq!(live(&document, &all), all);
        document.apply(&Operation::Delete(button), ParticipantId(1));
        assert_eq!(live(&document, &all), BTreeSet::from([empty]));
    }

    #[test]
    fn of_an_arrow_it_is_told_what_it_joins() {
        let t = BoardText(Locale::En);
        let long = "a".repeat(BRIEF + 1);
        let told = joined(t, (Kind::Note, "Timer"), (Kind::Frame, ""));
        assert_eq!(told, "from “Timer” to “Unnamed frame”");
        let told = joined(t, (Kind::Note, long.as_str()), (Kind::Text, "b"));
        assert_eq!(told, format!("from “{}…” to “b”", &long[..BRIEF]));
        let told = joined(t, (Kind::Note, &long[..BRIEF]), (Kind::Text, "b"));
        assert_eq!(told, format!("from “{}” to “b”", &long[..BRIEF]));
    }
}
