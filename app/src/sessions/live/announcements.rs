//! What happens on the board, said to those who hear it rather than see it: who comes and
//! goes, who asks to speak, which notes are new, gone or revealed, which phase begins. Politely, a few seconds apart, and only
//! as long as it is wanted.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use board::ids::{ParticipantId, RecordId};
use board::record::Kind;
use board::rules::Phase;
use domain::sessions::ScriptPhase;
use icondata_lu::{LuVolume2, LuVolumeX};
use leptos::prelude::*;

use super::engine::Board;
use super::text::BoardText;
use crate::kit::Icon;

/// The shortest time between two announcements.
const APART: Duration = Duration::from_secs(4);
/// What a room tells whoever comes is told within this time, in a few frames.
const GREETING: Duration = Duration::from_millis(300);
/// More people than this that come or go at once are told as a number.
const BY_NAME: usize = 3;

/// What of the room is told when it changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Heard {
    people: BTreeMap<ParticipantId, Person>,
    /// Notes that are there.
    notes: BTreeSet<RecordId>,
    /// Notes of this person's own, and whether nobody else sees them yet.
    own: BTreeMap<RecordId, bool>,
    /// Where in the script the session is: the place, and what it is called. Nothing where
    /// that is said elsewhere on the page.
    phase: Option<(Phase, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Person {
    name: String,
    here: bool,
    hand: bool,
}

fn heard(board: Board, script: RwSignal<Vec<ScriptPhase>>, phase_shown: Signal<bool>) -> Heard {
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
    let (mut notes, mut own) = (BTreeSet::new(), BTreeMap::new());
    board.with(|document| {
        let written = document
            .records()
            .filter(|(_, record)| record.shape.kind() == Kind::Note);
        for (id, record) in written {
            notes.insert(id);
            if Some(record.author) == me {
                own.insert(id, record.secrecy.hidden);
            }
        }
    });
    let present = board.phase.get();
    let title = |script: &Vec<ScriptPhase>| {
        let phase = script.get(usize::from(present.step))?;
        Some((present, phase.title.clone()))
    };
    let phase = if phase_shown.get() {
        None
    } else {
        script.with(title)
    };
    Heard {
        people,
        notes,
        own,
        phase,
    }
}

/// What is to be said of what has changed, in a script of so many phases.
fn words(t: BoardText, before: &Heard, now: &Heard, phases: usize) -> Vec<String> {
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
    if let (Some((was, _)), Some((phase, title))) = (&before.phase, &now.phase)
        && phase.is_another(*was)
    {
        let place = i128::from(phase.step).saturating_add(1).to_string();
        said.push(t.phase_begins(&t.phase_of(&place, &phases.to_string()), title));
    }
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
    let foreign = |id: &&RecordId| !now.own.contains_key(*id);
    let new = now.notes.difference(&before.notes).filter(foreign).count();
    let gone = before.notes.difference(&now.notes).count();
    let was_hidden = |id: &RecordId| before.own.get(id) == Some(&true);
    let revealed = now.own.iter();
    let revealed = revealed.filter(|(id, hidden)| !**hidden && was_hidden(id));
    let mut count = |number: usize, sentence: &dyn Fn(i128) -> String| {
        if number > 0 {
            said.push(sentence(i128::try_from(number).unwrap_or(i128::MAX)));
        }
    };
    count(revealed.count(), &|notes| t.own_revealed(notes));
    count(new, &|notes| t.new_notes(notes));
    count(gone, &|notes| t.removed_notes(notes));
    said
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
    // Nothing is said of how it was when the page came. That is known once the room has told
    // this person who is there, themselves among them.
    let told = StoredValue::new(None::<Heard>);
    let arrived = Memo::new(move |_| {
        let me = board.me.get().map(|me| me.participant);
        let knows = |me| board.with_company(|client| client.people().contains_key(&me));
        board.standing.read().live && me.is_some_and(knows)
    });
    let begin = move || {
        if told.try_with_value(Option::is_none) == Some(true) {
            told.set_value(Some(untrack(|| heard(board, script, phase_shown))));
        }
    };
    Effect::new(move || {
        if arrived.get() {
            let _ = set_timeout_with_handle(begin, GREETING);
        }
    });
    let look = move || {
        if told.try_with_value(Option::is_none) != Some(false) {
            return;
        }
        let now = untrack(|| heard(board, script, phase_shown));
        let before = told.try_update_value(|told| told.replace(now.clone()));
        if let Some(Some(before)) = before
            && !muted.get_untracked()
        {
            let words = words(t, &before, &now, script.with_untracked(Vec::len));
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
    use board::ids::ClientId;
    use domain::wording::Locale;

    use super::*;

    fn note(number: u32) -> RecordId {
        RecordId {
            client: ClientId::from_random(7),
            number,
        }
    }

    /// A room with these people, and notes of others under these numbers.
    fn room(people: &[(u32, bool, bool)], notes: &[u32]) -> Heard {
        let person = |(number, here, hand): &(u32, bool, bool)| {
            let name = format!("P{number}");
            let (here, hand) = (*here, *hand);
            (ParticipantId(*number), Person { name, here, hand })
        };
        Heard {
            people: people.iter().map(person).collect(),
            notes: notes.iter().copied().map(note).collect(),
            ..Heard::default()
        }
    }

    fn french(before: &Heard, now: &Heard) -> Vec<String> {
        words(BoardText(Locale::Fr), before, now, 3)
    }

    #[test]
    fn comings_goings_hands_and_notes_are_said() {
        let before = room(&[(1, true, false), (2, false, false)], &[1, 2, 3]);
        let now = room(&[(1, false, false), (2, true, true)], &[1, 2, 3, 4, 5]);
        let said = french(&before, &now);
        assert_eq!(said.len(), 4, "{said:?}");
        assert!(said[0].contains("P2") && said[1].contains("P1"));
        assert!(said[3].contains('2'));
        assert!(french(&now, &now).is_empty());
    }

    #[test]
    fn what_comes_and_what_goes_at_once_are_both_said() {
        let said = french(&room(&[], &[1, 2]), &room(&[], &[2, 3, 4]));
        assert_eq!(said, ["2 nouvelles notes", "1 note retirée"]);
    }

    #[test]
    fn whoever_wrote_in_private_hears_that_it_is_revealed() {
        let with = |hidden: bool| Heard {
            own: BTreeMap::from([(note(1), hidden), (note(2), hidden)]),
            ..room(&[], &[1, 2])
        };
        assert_eq!(
            french(&with(true), &with(false)),
            ["2 de vos notes sont dévoilées"]
        );
        assert!(french(&room(&[], &[]), &with(true)).is_empty());
    }

    #[test]
    fn a_phase_is_said_where_the_page_does_not_say_it() {
        let phase = |phase: Option<(u16, &str)>| Heard {
            phase: phase.map(|(step, title)| {
                let begun = Phase {
                    step,
                    ..Phase::OPEN
                };
                (begun, title.to_owned())
            }),
            ..Heard::default()
        };
        let (first, second) = (phase(Some((0, "Écrire"))), phase(Some((1, "Regrouper"))));
        assert_eq!(french(&first, &second), ["Phase 2 sur 3\u{a0}: Regrouper"]);
        assert!(french(&first, &phase(None)).is_empty());
        assert!(french(&phase(None), &second).is_empty());
    }

    #[test]
    fn a_crowd_is_told_as_a_number() {
        let now: Vec<_> = (1..=20).map(|number| (number, true, false)).collect();
        let said = french(&Heard::default(), &room(&now, &[]));
        assert_eq!(said.len(), 1);
        assert!(said[0].contains("20"));
    }
}
