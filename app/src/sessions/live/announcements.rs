//! What happens on the board, said to those who hear it rather than see it: who comes and
//! goes, who asks to speak, what others put on the board, take off, write, rename and move into
//! something else, what is revealed, which phase begins. Politely, a few seconds apart, and
//! only as long as it is wanted.

mod records;
mod room;
mod words;

use std::collections::BTreeSet;
use std::time::Duration;

use board::ids::RecordId;
use board::operation::Operation;
use domain::sessions::ScriptPhase;
use icondata_lu::{LuVolume2, LuVolumeX};
use leptos::prelude::*;

use super::engine::{Board, Retraced};
use super::text::BoardText;
use crate::kit::Icon;
use records::{Looked, Records, Seen};
use room::Room;

/// The shortest time between two announcements.
const APART: Duration = Duration::from_secs(4);
/// What a room tells whoever comes is told within this time, in a few frames.
const GREETING: Duration = Duration::from_millis(300);

/// What this person has been told, or need not be, when it was looked at last.
struct Told {
    room: Room,
    records: Records,
    looked: Looked,
}

/// The records that this person's operations concern which have had no answer yet.
fn waiting(board: Board) -> BTreeSet<RecordId> {
    board.with_client(|client| {
        let waiting = client.unacknowledged();
        waiting.filter_map(Operation::record).collect()
    })
}

/// The records that this person has done something to since this was taken last, or that were
/// still waiting for an answer then. Whatever they do waits for one, if only for a moment: that
/// tells it from what others do. Another of their tabs counts as somebody else's.
fn own_deeds(board: Board) -> StoredValue<BTreeSet<RecordId>> {
    let deeds = StoredValue::new(BTreeSet::new());
    Effect::new(move || {
        // How many wait is another with each deed, and no answer comes before this runs.
        board.standing.track();
        let waiting = waiting(board);
        deeds.update_value(|deeds| deeds.extend(waiting));
    });
    deeds
}

/// The same words once more, as other words: a region whose text stays as it is says nothing.
fn anew(words: String, before: &str) -> String {
    if words == before {
        words + "\u{a0}"
    } else {
        words
    }
}

/// The region that says it, unless it is muted.
#[component]
pub(super) fn Announcements(
    board: Board,
    script: RwSignal<Vec<ScriptPhase>>,
    /// Whether the phase is shown, and said, elsewhere on the page.
    phase_shown: Signal<bool>,
    muted: RwSignal<bool>,
) -> impl IntoView {
    let t = BoardText::here();
    let said = RwSignal::new(String::new());
    let deeds = own_deeds(board);
    let room = move || untrack(|| Room::of(board, script, phase_shown));
    let look = move || {
        let me = board.me.get_untracked().map(|me| me.participant);
        board.with_index(|document, _| Seen::all(document, me))
    };
    // Nothing is said of how it was when the page came. That is known once the room has told
    // this person who is there, themselves among them.
    let told = StoredValue::new(None::<Told>);
    let arrived = Memo::new(move |_| {
        let me = board.me.get().map(|me| me.participant);
        let knows = |me| board.with_company(|client| client.people().contains_key(&me));
        board.standing.read().live && me.is_some_and(knows)
    });
    let begin = move || {
        if told.try_with_value(Option::is_none) == Some(true) {
            let (room, records) = (room(), Records::of(look()));
            let looked = Looked::default();
            told.set_value(Some(Told {
                room,
                records,
                looked,
            }));
        }
    };
    Effect::new(move || {
        if arrived.get() {
            let _ = set_timeout_with_handle(begin, GREETING);
        }
    });
    let hear = move || {
        if told.try_with_value(Option::is_none) != Some(false) {
            return;
        }
        let (room, waiting) = (room(), waiting(board));
        let own = deeds.try_update_value(|deeds| std::mem::replace(deeds, waiting));
        let own = own.unwrap_or_default();
        let phases = script.with_untracked(Vec::len);
        let news = told.try_update_value(|told| {
            let told = told.as_mut()?;
            let before = std::mem::replace(&mut told.room, room);
            let mut news = words::of_room(t, &before, &told.room, phases);
            if told.looked.is_due(board.changes()) {
                let changes = told.records.hear(look(), &own);
                news.extend(words::of_changes(t, &changes));
            }
            Some(news)
        });
        let news = news.flatten().unwrap_or_default();
        if !news.is_empty() && !muted.get_untracked() {
            said.update(|said| *said = anew(news.join(". "), said));
        }
    };
    if let Ok(hearing) = set_interval_with_handle(hear, APART) {
        on_cleanup(move || hearing.clear());
    }
    view! { <p class="visually-hidden" role="status">{move || said.get()}</p> }
}

/// The region that says what going a step back or on did, at once: whoever asked for it waits
/// for it.
#[component]
pub(super) fn RetracedSaid(board: Board) -> impl IntoView {
    let t = BoardText::here();
    let said = RwSignal::new(String::new());
    Effect::new(move || {
        if let Some(retraced) = board.retraced.get() {
            said.update(|said| *said = anew(words_of(t, retraced), said));
        }
    });
    view! { <p id="board-retraced" class="visually-hidden" role="status">{move || said.get()}</p> }
}

/// What a step back or on did, in words.
fn words_of(t: BoardText, retraced: Retraced) -> String {
    let count = |touched: usize| i128::try_from(touched).unwrap_or(i128::MAX);
    match retraced {
        Retraced::Undone(touched) => t.undone(count(touched)),
        Retraced::Redone(touched) => t.redone(count(touched)),
    }
}

/// The button that silences it.
#[component]
pub(super) fn MuteAnnouncements(muted: RwSignal<bool>) -> impl IntoView {
    let t = BoardText::here();
    view! {
        <button
            type="button"
            class="button"
            data-kind="quiet"
            aria-pressed=move || muted.get().to_string()
            on:click=move |_| muted.update(|muted| *muted = !*muted)
        >
            {move || view! { <Icon icon=if muted.get() { LuVolumeX } else { LuVolume2 } /> }}
            {t.mute_announcements()}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use domain::wording::Locale;

    use super::*;

    #[test]
    fn a_step_back_or_on_says_what_it_touched() {
        let t = BoardText(Locale::Fr);
        let said = words_of(t, Retraced::Undone(1));
        assert_eq!(said, "Annulé\u{a0}: 1 élément");
        let said = words_of(t, Retraced::Redone(3));
        assert_eq!(said, "Rétabli\u{a0}: 3 éléments");
    }

    #[test]
    fn the_same_words_are_told_again() {
        let first = anew("Ajout".to_owned(), "");
        let second = anew("Ajout".to_owned(), &first);
        let third = anew("Ajout".to_owned(), &second);
        assert!(first != second && second != third);
        assert!(
            [first, second, third]
                .iter()
                .all(|said| said.trim() == "Ajout")
        );
    }
}
