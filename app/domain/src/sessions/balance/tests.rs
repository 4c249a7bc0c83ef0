//! What the balance of roles tells of whom.

use proptest::prelude::*;

use super::*;
use crate::evidence::{ThingKind, ThingRef};
use crate::ids::NeedId;
use crate::parties::MIN_PARTY;
use crate::sessions::{GuestFacts, OutcomeNote, SessionRole, Who};
use crate::time::Timestamp;

fn people(parties: &[Party]) -> Vec<Participant> {
    let guest = |(number, party): (u32, &Party)| Participant {
        number,
        who: Who::Guest(GuestFacts {
            pseudonym: number.to_string(),
            party: *party,
        }),
        role: SessionRole::Participant,
        state: ParticipantState::Admitted,
        joined_at: Timestamp(0),
    };
    (1..).zip(parties).map(guest).collect()
}

fn note(author: u32, characters: u32, unsigned: bool) -> WrittenNote {
    WrittenNote {
        author,
        characters,
        unsigned,
    }
}

fn outcome(notes: &[(&str, u32)]) -> Outcome {
    let note = |(record, author): &(&str, u32)| OutcomeNote {
        record: (*record).into(),
        text: "Lire".into(),
        author: Some(*author),
    };
    Outcome {
        notes: notes.iter().map(note).collect(),
        thing: ThingRef::new(ThingKind::Need, NeedId::new()),
        told_by: Some(1),
        at: Timestamp(0),
    }
}

/// Five teachers, four researchers, two parents, and a school head: an ordinary session.
fn twelve() -> Vec<Participant> {
    use Party::{Parent, Researcher, SchoolHead, Teacher};
    let mut parties = vec![Teacher; 5];
    parties.extend([Researcher; 4]);
    parties.extend([Parent, Parent, SchoolHead]);
    people(&parties)
}

#[test]
fn what_is_signed_is_told_of_parties_of_any_size() {
    use Party::{Researcher, Teacher};
    let mut people = people(&[Researcher, Teacher, Teacher]);
    // Whoever was removed is not there any more; what they wrote is.
    people[2].state = ParticipantState::Removed;
    let notes = [(1, 10), (2, 5), (3, 20), (9, 7)].map(|(by, length)| note(by, length, false));
    // Two notes become something together; one of them had done so before.
    let outcomes = [outcome(&[("1-1", 2)]), outcome(&[("1-1", 2), ("1-2", 3)])];
    let told = balance(&people, &notes, &[(1, 3)], &outcomes);
    let teachers = PartyTally {
        people: 1,
        notes: 2,
        characters: 25,
        outcomes: 2,
    };
    let researchers = PartyTally {
        people: 1,
        notes: 1,
        characters: 10,
        outcomes: 0,
    };
    assert_eq!(
        told.parties,
        [(Teacher, teachers), (Researcher, researchers)]
    );
    assert_eq!(told.total().notes, 3);
    // Who spoke and who took notes up is not told of so few.
    let left_out = LeftOut {
        unsigned: 0,
        turns: 3,
        taken_up: 3,
    };
    assert_eq!((told.groups, told.left_out), (Vec::new(), left_out));
}

#[test]
fn small_parties_are_told_of_together() {
    let people = twelve();
    let notes = [
        note(2, 10, true),
        note(10, 7, true),
        note(12, 5, true),
        note(12, 9, false),
    ];
    let turns = [(1, 2), (6, 1), (12, 3)];
    let told = balance(&people, &notes, &turns, &[outcome(&[("1-1", 6)])]);
    let teachers = GroupTally {
        people: 5,
        unsigned: 1,
        characters: 10,
        turns: 2,
        taken_up: 1,
    };
    let others = GroupTally {
        people: 7,
        unsigned: 2,
        characters: 12,
        turns: 4,
        taken_up: 0,
    };
    let expected = [
        (PartyGroup::One(Party::Teacher), teachers),
        (PartyGroup::Others, others),
    ];
    assert_eq!(told.groups, expected);
    assert_eq!(told.left_out, LeftOut::default());
    assert_eq!(told.groups_total().turns, 6);
    // What is signed stands beside it, party by party.
    let signed = told.parties.iter();
    let signed: Vec<_> = signed
        .map(|(_, tally)| (tally.people, tally.notes))
        .collect();
    assert_eq!(signed, [(5, 0), (4, 0), (1, 1), (2, 0)]);
}

#[test]
fn a_few_others_are_told_of_with_the_smallest_party() {
    use Party::{Parent, Researcher, Teacher};
    let parties: Vec<Party> = [&[Teacher; 6][..], &[Researcher; 5], &[Parent]].concat();
    let mut people = people(&parties);
    let turns = [(1, 1), (7, 2), (12, 4)];
    let told = balance(&people, &[], &turns, &[]);
    let groups = |told: RoleBalance| -> Vec<_> {
        let groups = told.groups.into_iter();
        let told = groups.map(|(group, tally)| (group.code(), tally.people, tally.turns));
        told.collect()
    };
    assert_eq!(groups(told), [("teacher", 6, 1), ("others", 6, 6)]);
    // A party that was removed took part all the same, and so did one that waits again.
    for state in [ParticipantState::Removed, ParticipantState::Waiting] {
        people[11].state = state;
        let told = balance(&people, &[], &turns, &[]);
        assert_eq!(groups(told), [("teacher", 6, 1), ("others", 5, 6)]);
    }
    // Whoever has only asked to be let in did not.
    let told = balance(&people, &[], &turns[..2], &[]);
    assert_eq!(groups(told), [("teacher", 6, 1), ("researcher", 5, 2)]);
}

#[test]
fn unsigned_notes_of_few_are_told_of_nobody() {
    use Party::{Researcher, Teacher};
    let notes = [note(1, 10, true), note(2, 5, false)];
    let unsigned = |people: &[Participant]| {
        let told = balance(people, &notes, &[], &[]);
        assert_eq!((told.total().notes, told.total().characters), (1, 5));
        (told.groups_total().unsigned, told.left_out.unsigned)
    };
    assert_eq!(unsigned(&people(&[Teacher; 5])), (1, 0));
    let mut one_more = people(&[Teacher, Teacher, Teacher, Teacher, Teacher, Researcher]);
    assert_eq!(unsigned(&one_more), (0, 1));
    one_more[5].state = ParticipantState::Removed;
    assert_eq!(unsigned(&one_more), (0, 1));
    assert_eq!(unsigned(&people(&[Teacher; 4])), (0, 1));
}

#[test]
fn whoever_had_two_seats_is_one_of_the_people_and_did_what_was_done_from_both() {
    use Party::{Researcher, Teacher};
    let mut people = people(&[
        Teacher, Teacher, Teacher, Teacher, Teacher, Researcher, Teacher,
    ]);
    people[6].state = ParticipantState::Continued;
    let notes = [note(1, 10, false), note(7, 5, false)];
    let told = balance(&people, &notes, &[], &[]);
    let teachers = PartyTally {
        people: 5,
        notes: 2,
        characters: 15,
        outcomes: 0,
    };
    assert_eq!(told.parties[0], (Teacher, teachers));
    assert_eq!(told.total().people, 6);
    // Nor do two seats make a party large enough to be told of by itself.
    people[4].state = ParticipantState::Removed;
    let told = balance(&people, &[note(7, 5, true)], &[], &[]);
    assert_eq!((told.groups, told.left_out.unsigned), (Vec::new(), 1));
}

#[test]
fn observers_hide_nobody() {
    let mut people = people(&[Party::Researcher; 5]);
    let notes = [note(1, 10, true)];
    assert_eq!(
        balance(&people, &notes, &[], &[]).groups_total().unsigned,
        1
    );
    for one in &mut people[1..] {
        one.role = SessionRole::Observer;
    }
    let told = balance(&people, &notes, &[], &[]);
    assert_eq!((told.groups, told.left_out.unsigned), (Vec::new(), 1));
}

#[test]
fn what_is_done_by_whoever_takes_no_part_is_told_of_nobody_s_party() {
    let people = people(&[Party::Teacher; 5]);
    let by_nobody = Outcome {
        told_by: None,
        ..outcome(&[("1-1", 2), ("1-2", 3)])
    };
    let outcomes = [by_nobody, outcome(&[("1-3", 4)])];
    let told = balance(&people, &[], &[], &outcomes);
    assert_eq!(
        (told.groups_total().taken_up, told.left_out.taken_up),
        (1, 2)
    );
}

fn any_participant() -> impl Strategy<Value = (Party, ParticipantState, u32)> {
    let party = prop::sample::select(&Party::ALL[..4]);
    let state = prop::sample::select(ParticipantState::ALL);
    (party, state, 0..4_u32)
}

proptest! {
    /// Every turn is told once, and of enough people or of nobody's party.
    #[test]
    fn every_turn_is_told_once_and_of_enough_people(
        all in proptest::collection::vec(any_participant(), 0..30),
    ) {
        let parties: Vec<Party> = all.iter().map(|(party, ..)| *party).collect();
        let mut people = people(&parties);
        for (one, (_, state, _)) in people.iter_mut().zip(&all) {
            one.state = *state;
        }
        let turns = (1..).zip(all.iter().map(|(.., turns)| *turns));
        let turns: Vec<(u32, u32)> = turns.filter(|(_, turns)| *turns > 0).collect();
        // Of people whom nobody knows, too.
        let unknown = (u32::MAX, 7);
        let turns: Vec<(u32, u32)> = turns.into_iter().chain([unknown]).collect();
        let told = balance(&people, &[], &turns, &[]);
        let given: u32 = turns.iter().map(|(_, turns)| turns).sum();
        prop_assert_eq!(told.groups_total().turns + told.left_out.turns, given);
        prop_assert!(told.groups.is_empty() || told.left_out.turns == unknown.1);
        for (group, tally) in &told.groups {
            let enough = usize::try_from(tally.people).expect("few") >= MIN_PARTY;
            prop_assert!(enough, "{group:?}: {tally:?}");
        }
    }
}

#[test]
fn shares_are_rounded_and_nothing_has_none() {
    assert_eq!(per_cent(1, 3), Some(33));
    assert_eq!(per_cent(2, 3), Some(67));
    assert_eq!(per_cent(1, 8), Some(13));
    assert_eq!(per_cent(0, 0), None);
    assert_eq!(per_cent(u32::MAX, u32::MAX), Some(100));
}
