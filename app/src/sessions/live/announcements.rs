//! What happens on the board, said to those who hear it rather than see it: who comes and
//! goes, who asks to speak, how many notes are new. Politely, a few seconds apart, and only
//! as long as it is wanted.

use std::collections::BTreeMap;
use std::time::Duration;

use board::ids::ParticipantId;
use board::record::Kind;
use icondata_lu::{LuVolume2, LuVolumeX};
use leptos::prelude::*;

use super::engine::Board;
use super::text::BoardText;
use crate::kit::Icon;

/// The shortest time between two announcements.
const APART: Duration = Duration::from_secs(4);
/// More people than this that come or go at once are told as a number.
const BY_NAME: usize = 3;

/// What of the room is told when it changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Heard {
    people: BTreeMap<ParticipantId, Person>,
    /// Notes of others.
    notes: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Person {
    name: String,
    here: bool,
    hand: bool,
}

fn heard(board: Board) -> Heard {
    let me = board.me.get().map(|me| me.participant);
    let people = board.with_company(|client| {
        let others = client.people().iter().filter(|(id, _)| Some(**id) != me);
        let person = |(id, person): (&ParticipantId, &board::presence::Person)| {
            let mut shown = client.others().values();
            let hand = shown.any(|(who, shown)| who == id && shown.hand);
            let (name, here) = (person.introduction.name.clone(), person.here);
            (*id, Person { name, here, hand })
        };
        others.map(person).collect()
    });
    let notes = board.with(|document| {
        let notes = document
            .records()
            .filter(|(_, record)| record.shape.kind() == Kind::Note && Some(record.author) != me);
        notes.count()
    });
    Heard { people, notes }
}

/// What is to be said of what has changed.
fn words(t: BoardText, before: &Heard, now: &Heard) -> Vec<String> {
    let was = |id: &ParticipantId| before.people.get(id);
    let names = |wanted: &dyn Fn(Option<&Person>, &Person) -> bool| -> Vec<String> {
        let people = now.people.iter();
        let people = people.filter(|(id, person)| wanted(was(id), person));
        people.map(|(_, person)| person.name.clone()).collect()
    };
    let came = names(&|was, now| now.here && !was.is_some_and(|was| was.here));
    let left = names(&|was, now| !now.here && was.is_some_and(|was| was.here));
    let hands = names(&|was, now| now.hand && !was.is_some_and(|was| was.hand));
    let mut said = Vec::new();
    let mut say = |names: &[String], sentence: &dyn Fn(&str) -> String| {
        if names.len() <= BY_NAME {
            said.extend(names.iter().map(|name| sentence(name)));
        } else {
            let many = i128::try_from(names.len()).unwrap_or(i128::MAX);
            said.push(sentence(&t.people_together(many)));
        }
    };
    say(&came, &|who| t.came(who));
    say(&left, &|who| t.left(who));
    say(&hands, &|who| t.wants_to_speak(who));
    let new = now.notes.saturating_sub(before.notes);
    if new > 0 {
        said.push(t.new_notes(i128::try_from(new).unwrap_or(i128::MAX)));
    }
    said
}

/// The region that says it, unless it is muted.
#[component]
pub(super) fn Announcements(board: Board, muted: RwSignal<bool>) -> impl IntoView {
    let t = BoardText::here();
    let said = RwSignal::new(String::new());
    // Nothing is said of how it was when the page came.
    let told = StoredValue::new(None::<Heard>);
    let look = move || {
        let now = untrack(|| heard(board));
        let before = told.try_update_value(|told| told.replace(now.clone()));
        if let Some(Some(before)) = before
            && !muted.get_untracked()
        {
            let words = words(t, &before, &now);
            if !words.is_empty() {
                said.set(words.join(". "));
            }
        }
    };
    if let Ok(looking) = set_interval_with_handle(look, APART) {
        on_cleanup(move || looking.clear());
    }
    view! { <p class="visually-hidden" role="status">{move || said.get()}</p> }
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

    fn room(people: &[(u32, bool, bool)], notes: usize) -> Heard {
        let person = |(number, here, hand): &(u32, bool, bool)| {
            let name = format!("P{number}");
            let (here, hand) = (*here, *hand);
            (ParticipantId(*number), Person { name, here, hand })
        };
        Heard {
            people: people.iter().map(person).collect(),
            notes,
        }
    }

    #[test]
    fn comings_goings_hands_and_notes_are_said() {
        let t = BoardText(Locale::Fr);
        let before = room(&[(1, true, false), (2, false, false)], 3);
        let now = room(&[(1, false, false), (2, true, true)], 5);
        let said = words(t, &before, &now);
        assert_eq!(said.len(), 4, "{said:?}");
        assert!(said[0].contains("P2") && said[1].contains("P1"));
        assert!(said[3].contains('2'));
        assert!(words(t, &now, &now).is_empty());
    }

    #[test]
    fn a_crowd_is_told_as_a_number() {
        let now: Vec<_> = (1..=20).map(|number| (number, true, false)).collect();
        let said = words(BoardText(Locale::Fr), &Heard::default(), &room(&now, 0));
        assert_eq!(said.len(), 1);
        assert!(said[0].contains("20"));
    }
}
