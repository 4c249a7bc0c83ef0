//! A field in which somebody writes: what is refused waits, and what others type meanwhile
//! mixes with nothing.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::*;
use super::{alone, reopen};
use crate::rules::{Phase, Role};
use crate::testing::{PRIVATE, Session};
use crate::text::{Side, TextEdit, length};

/// A phase in which participants write nothing.
const SORTING: Phase = Phase {
    write: false,
    ..Phase::OPEN
};

/// Somebody has a note with these words open in a field.
fn open(session: &mut Session, who: usize, words: &str) -> (RecordId, Field) {
    let id = session.note(who, words);
    let field = session.clients[who].open_field(id).unwrap();
    (id, field)
}

/// Somebody types at the end of a field.
fn type_on(session: &mut Session, who: usize, field: &mut Field, typed: &mut String, more: &str) {
    for letter in more.chars() {
        typed.push(letter);
        let update = session.clients[who].write(field, typed, length(typed));
        let told = update.notices.into_iter().map(|notice| (who, notice));
        session.notices.extend(told);
    }
    session.sync();
}

/// What waits in somebody's quarantine, in words, and why.
fn refused(session: &Session, who: usize) -> Vec<(String, Refusal)> {
    let waiting = session.clients[who].quarantine().iter();
    let waiting = waiting.map(|one| (one.operation.words(), one.refusal));
    waiting.collect()
}

#[test]
fn s34_what_is_typed_on_in_a_phase_without_writing_waits_as_one() {
    let mut session = Session::new();
    let (id, mut field) = open(&mut session, 1, "");
    let mut typed = String::new();
    type_on(&mut session, 1, &mut field, &mut typed, "before");
    session.act(0, Operation::SetPhase(SORTING));
    type_on(&mut session, 1, &mut field, &mut typed, ", after");
    assert_eq!(session.text(0, id), "before");
    let after = (", after".to_owned(), Refusal::NotInPhase);
    assert_eq!(refused(&session, 1), std::slice::from_ref(&after));
    assert_eq!(session.notices, [(1, Notice::Quarantined(after.1))]);

    // It outlives the tab, and is put back once.
    reopen(&mut session, 1, None);
    session.back(1);
    assert_eq!(refused(&session, 1), [after]);
    let waiting = session.clients[1].quarantine().to_vec();
    session.second_device(2, 1);
    session.clients[2].adopt(&waiting);
    session.act(0, Operation::SetPhase(Phase::OPEN));
    for who in [1, 2] {
        session.clients[who].propose_again(0).unwrap();
        session.sync();
        assert!(refused(&session, who).is_empty());
    }
    assert_eq!(session.text(0, id), "before, after");
    session.assert_in_step();
}

#[test]
fn s34_what_is_refused_moves_along_with_the_text_that_it_was_typed_in() {
    let mut session = Session::new();
    let (id, mut field) = open(&mut session, 1, "timer");
    let mut typed = "timer".to_owned();
    session.act(0, Operation::SetPhase(SORTING));
    type_on(&mut session, 1, &mut field, &mut typed, ", loud");
    session.type_at(0, id, 0, "a ");
    let shown = session.clients[1].follow_in(&mut field, &typed).unwrap();
    assert_eq!(shown.text, "a timer, loud");
    session.act(0, Operation::SetPhase(Phase::OPEN));
    session.clients[1].propose_again(0).unwrap();
    session.sync();
    assert_eq!(session.text(0, id), "a timer, loud");
    assert!(refused(&session, 1).is_empty());
    session.assert_in_step();
}

/// How somebody leaves a field in which something was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaves {
    /// They go on elsewhere.
    Field,
    /// They close the tab, and come back once others have typed.
    Tab,
}

#[test]
fn s34_what_was_refused_follows_the_text_though_its_field_or_its_tab_is_closed() {
    for leaves in [Leaves::Field, Leaves::Tab] {
        let mut session = Session::new();
        let (id, mut field) = open(&mut session, 1, "timer");
        let mut typed = "timer".to_owned();
        session.act(0, Operation::SetPhase(SORTING));
        type_on(&mut session, 1, &mut field, &mut typed, ", loud");
        if leaves == Leaves::Tab {
            reopen(&mut session, 1, None);
        }
        session.type_at(0, id, 0, "the old ");
        session.act(0, Operation::Edit(id, TextEdit::splice(4, 3, "new")));
        if leaves == Leaves::Tab {
            session.back(1);
        }
        let loud = (", loud".to_owned(), Refusal::NotInPhase);
        assert_eq!(refused(&session, 1), [loud], "{leaves:?}");
        // So it does while its author goes on in the same text, once that is allowed.
        session.act(0, Operation::SetPhase(Phase::OPEN));
        session.type_at(1, id, 0, "to ring: ");
        session.clients[1].propose_again(0).unwrap();
        session.sync();
        let text = session.text(0, id);
        assert_eq!(text, "to ring: the new timer, loud", "{leaves:?}");
        assert!(refused(&session, 1).is_empty());
        session.assert_in_step();
    }
}

#[test]
fn s34_what_a_closed_tab_was_refused_is_taken_over_where_it_was_meant() {
    let mut session = Session::new();
    let (id, mut field) = open(&mut session, 1, "timer");
    let mut typed = "timer".to_owned();
    session.act(0, Operation::SetPhase(SORTING));
    type_on(&mut session, 1, &mut field, &mut typed, ", loud");
    session.offline(1);
    session.type_at(0, id, 0, "the old ");
    // It goes over before the other has heard of that.
    session.second_device(2, 1);
    let refused = session.clients[1].quarantine().to_vec();
    let brought = session.clients[2].brought_along(&session.clients[1], refused);
    session.clients[2].adopt(&brought);
    session.act(0, Operation::SetPhase(Phase::OPEN));
    session.clients[2].propose_again(0).unwrap();
    session.sync();
    assert_eq!(session.text(0, id), "the old timer, loud");
}

#[test]
fn s34_what_would_delete_what_others_have_deleted_since_is_done() {
    let mut session = Session::new();
    let (id, mut field) = open(&mut session, 1, "a loud timer");
    session.act(0, Operation::SetPhase(SORTING));
    session.clients[1].write(&mut field, "a timer", 2);
    session.act(0, Operation::Edit(id, TextEdit::splice(2, 5, "")));
    session.act(0, Operation::SetPhase(Phase::OPEN));
    let update = session.clients[1].propose_again(0).unwrap();
    assert_eq!(update.notices, [Notice::PutBackAlready]);
    session.sync();
    assert_eq!(session.text(0, id), "a timer");
    assert!(refused(&session, 1).is_empty());
}

#[test]
fn s34_a_field_that_follows_says_whether_what_waits_of_it_is_to_be_kept_anew() {
    let mut session = Session::new();
    let (id, mut field) = open(&mut session, 1, "timer");
    let mut typed = "timer".to_owned();
    session.act(0, Operation::SetPhase(SORTING));
    type_on(&mut session, 1, &mut field, &mut typed, ", loud");
    let mut follows = |session: &mut Session, typed: &str| {
        let shown = session.clients[1].follow_in(&mut field, typed).unwrap();
        (shown.text, shown.refused_anew)
    };
    // Nothing has changed; then what waits was kept as the change came, before it shows.
    let still = ("timer, loud".to_owned(), false);
    assert_eq!(follows(&mut session, &typed), still);
    session.type_at(0, id, 0, "a ");
    let moved = ("a timer, loud".to_owned(), false);
    assert_eq!(follows(&mut session, &typed), moved);
    // What stands there has changed, and was not told.
    let more = ("a timer, louder".to_owned(), true);
    assert_eq!(follows(&mut session, "a timer, louder"), more);
}

/// What forbids to write in a note.
type Forbids = fn(RecordId) -> Operation;

#[test]
fn s34_whatever_refuses_what_is_typed_loses_none_of_it() {
    let cases: [(Forbids, Refusal); 3] = [
        (|id| Operation::Lock(id, true), Refusal::Locked),
        (|_| Operation::SetPhase(PRIVATE), Refusal::NotPrivate),
        (|_| Operation::SetPhase(SORTING), Refusal::NotInPhase),
    ];
    for (forbid, refusal) in cases {
        let mut session = Session::new();
        let (id, mut field) = open(&mut session, 1, "");
        session.act(0, forbid(id));
        let mut typed = String::new();
        type_on(&mut session, 1, &mut field, &mut typed, "words");
        assert_eq!(refused(&session, 1), [("words".to_owned(), refusal)]);
    }
    // Too long, or taken off the board for good.
    let mut session = Session::new();
    let long = "x".repeat(crate::limits::MAX_TEXT);
    let (id, mut field) = open(&mut session, 1, &long);
    let mut typed = long.clone();
    type_on(&mut session, 1, &mut field, &mut typed, "y");
    assert_eq!(refused(&session, 1), [("y".to_owned(), Refusal::Full)]);
    session.clients[1].view.put(id, None);
    type_on(&mut session, 1, &mut field, &mut typed, "z");
    let gone = ("yz".to_owned(), Refusal::UnknownRecord);
    assert_eq!(refused(&session, 1), [gone]);
}

#[test]
fn s34_what_is_taken_in_after_all_waits_no_longer() {
    let mut session = Session::new();
    let (id, mut field) = open(&mut session, 1, "");
    let mut typed = String::new();
    session.act(0, Operation::Lock(id, true));
    type_on(&mut session, 1, &mut field, &mut typed, "locked");
    assert_eq!(refused(&session, 1).len(), 1);
    session.act(0, Operation::Lock(id, false));
    type_on(&mut session, 1, &mut field, &mut typed, ", then not");
    assert!(refused(&session, 1).is_empty());
    assert_eq!(session.text(0, id), "locked, then not");
    // Nor does what its author has taken back in the field.
    session.act(0, Operation::Lock(id, true));
    type_on(&mut session, 1, &mut field, &mut typed, "!");
    assert_eq!(refused(&session, 1).len(), 1);
    typed.pop();
    session.clients[1].write(&mut field, &typed, length(&typed));
    assert!(refused(&session, 1).is_empty());
}

#[test]
fn s36_what_is_typed_in_a_field_is_undone_as_one() {
    let mut session = Session::new();
    let (id, mut field) = open(&mut session, 1, "a note");
    let mut typed = "a note".to_owned();
    type_on(&mut session, 1, &mut field, &mut typed, ", longer");
    session.clients[1].undo().unwrap();
    session.sync();
    assert_eq!(session.text(0, id), "a note");
    // The field follows that, too.
    let shown = session.clients[1].follow_in(&mut field, &typed).unwrap();
    assert_eq!(shown.text, "a note");
}

/// Letters of which each is written once.
#[derive(Default)]
struct Letters {
    written: Vec<char>,
    deleted: BTreeSet<char>,
}

/// Where somebody types in a text, how much of it they delete there, and how much they insert.
type Place = (usize, usize, usize);

impl Letters {
    fn edit(&mut self, text: &str, (at, deleted, inserted): Place) -> TextEdit {
        let at = at.min(length(text));
        self.deleted.extend(text.chars().skip(at).take(deleted));
        let first = self.written.len();
        let new = ('\u{4e00}'..).skip(first).take(inserted);
        self.written.extend(new);
        let inserted: String = self.written.iter().skip(first).collect();
        TextEdit::splice(at, deleted, &inserted).clamped(text)
    }

    /// How often each letter is in a text that nobody deleted, and each that somebody did.
    fn counted(&self, text: &str) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let count = |letter: &char| text.chars().filter(|there| there == letter).count();
        let (deleted, kept): (Vec<char>, Vec<char>) = self
            .written
            .iter()
            .copied()
            .partition(|letter| self.deleted.contains(letter));
        (
            kept.iter().map(count).collect(),
            deleted.iter().map(count).collect(),
        )
    }
}

#[derive(Clone, Debug)]
enum Deed {
    /// The field's writer types.
    Own(Place),
    /// Somebody else types, and sends it later.
    Other(usize, Place),
    /// All that was typed arrives.
    Deliver,
    /// The field shows what others typed: it does not while letters are composed.
    Show,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let place = (0..12_usize, 0..3_usize, 0..4_usize);
    let deed = prop_oneof![
        4 => place.clone().prop_map(Deed::Own),
        3 => (prop::sample::select(vec![0_usize, 2]), place).prop_map(|(who, place)| Deed::Other(who, place)),
        2 => Just(Deed::Deliver),
        1 => Just(Deed::Show),
    ];
    prop::collection::vec(deed, 1..40)
}

/// Plays this in a field of somebody's (1), and gives what stands there at last, once all has
/// arrived and is shown.
fn play(
    session: &mut Session,
    field: &mut Field,
    id: RecordId,
    letters: &mut Letters,
    deeds: Vec<Deed>,
) -> String {
    let mut typed = String::new();
    for deed in deeds {
        match deed {
            Deed::Own(place) => {
                let edit = letters.edit(&typed, place);
                let caret = edit.map_offset(place.0.min(length(&typed)), Side::After);
                typed = edit.apply(&typed);
                session.clients[1].write(field, &typed, caret);
            }
            Deed::Other(who, place) => {
                let text = session.text(who, id).to_owned();
                let edit = letters.edit(&text, place);
                alone(session, who, Operation::Edit(id, edit));
            }
            Deed::Deliver => session.sync(),
            Deed::Show => typed = session.clients[1].follow_in(field, &typed).unwrap().text,
        }
    }
    session.sync();
    let shown = session.clients[1].follow_in(field, &typed).unwrap();
    assert_eq!(shown.others.apply(&typed), shown.text);
    shown.text
}

proptest! {
    #[test]
    fn s12_what_is_composed_while_others_type_is_neither_lost_nor_doubled(deeds in deeds()) {
        let mut session = Session::new();
        let (id, mut field) = open(&mut session, 1, "");
        let mut letters = Letters::default();
        let shown = play(&mut session, &mut field, id, &mut letters, deeds);
        prop_assert_eq!(session.text(0, id), &shown);
        session.assert_in_step();
        let (kept, deleted) = letters.counted(&shown);
        prop_assert!(kept.iter().all(|count| *count == 1), "{kept:?}");
        prop_assert!(deleted.iter().all(|count| *count == 0), "{deleted:?}");
    }

    #[test]
    fn s12_what_is_refused_stays_in_its_field_while_others_type(deeds in deeds()) {
        let mut session = Session::of(&[Role::Facilitator, Role::Participant, Role::Facilitator]);
        let (id, mut field) = open(&mut session, 1, "");
        session.act(0, Operation::SetPhase(SORTING));
        let mut letters = Letters::default();
        let shown = play(&mut session, &mut field, id, &mut letters, deeds);
        let (kept, _) = letters.counted(&shown);
        prop_assert!(kept.iter().all(|count| *count == 1), "{kept:?}");

        session.act(0, Operation::SetPhase(Phase::OPEN));
        session.clients[1].write(&mut field, &shown, length(&shown));
        session.sync();
        prop_assert_eq!(session.text(0, id), &shown);
        prop_assert!(refused(&session, 1).is_empty());
        session.assert_in_step();
    }
}
