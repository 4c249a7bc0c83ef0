//! What one entry of a log did to a record, and who did it, as its reader may know it.

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::ids::ParticipantId;
use crate::operation::Operation;
use crate::property::Property;
use crate::put_back::Again;
use crate::record::Kind;
use crate::server::Entry;

/// What was done to a record at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// What kind of record it is.
    pub kind: Kind,
    /// Its text afterwards; of one that was taken off, the text that it had.
    pub text: String,
    /// What was done.
    pub act: Act,
    /// Who did it, where that is told.
    pub by: Option<ParticipantId>,
    /// Whether its author alone could see the record afterwards.
    pub hidden: bool,
}

/// What can be told of having been done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// It was put on the board.
    Added,
    /// It was put back, having been taken off.
    PutBack,
    /// It was taken off.
    Removed,
    /// It was shown to everyone.
    Revealed,
    /// Its text was changed.
    Reworded,
    /// It was put elsewhere.
    Moved,
    /// The note was given another type.
    Retyped,
    /// It was changed in another way: its size, its ends, its ink, or whether it is locked.
    Changed,
}

impl Deed {
    /// What an entry did, of the board as it was afterwards: nothing where that was to no
    /// record alone, to one that the reader could not see, or to one that was not there.
    ///
    /// Who did it is told as whose a record is (see
    /// [`signer`](crate::record::Record::signer)): not of what nobody signs, and not where
    /// names were hidden then or are now (`names_hidden`). That a session is over
    /// changes nothing of the first: who did what in a nameless phase was told to nobody.
    pub(super) fn of(
        entry: &Entry,
        after: &Document,
        seats: &[ParticipantId],
        names_hidden: bool,
    ) -> Option<Self> {
        let operation = entry.outcome.as_ref().ok()?;
        let act = Act::of(operation)?;
        let record = after.record(operation.record()?)?;
        let was_there = !record.deleted || act == Act::Removed;
        if !was_there || !record.is_visible_to_any(seats) {
            return None;
        }
        let names_hidden = names_hidden || after.phase().hides_names(false);
        let is_told = record.signer(names_hidden).is_some();
        Some(Self {
            kind: record.shape.kind(),
            text: record.shape.text.clone(),
            act,
            by: Some(entry.participant).filter(|who| is_told && *who != ParticipantId::NOBODY),
            hidden: record.secrecy.hidden,
        })
    }
}

impl Act {
    const fn of(operation: &Operation) -> Option<Self> {
        Some(match operation {
            Operation::Create { .. } | Operation::PutBack(_, Again::Create { .. }) => Self::Added,
            Operation::Restore(_) => Self::PutBack,
            Operation::Delete(_) => Self::Removed,
            Operation::Reveal(_) => Self::Revealed,
            Operation::Edit(..) | Operation::PutBack(_, Again::Edit(..)) => Self::Reworded,
            Operation::Set(_, Property::Parent(_) | Property::Position(_) | Property::Order(_)) => {
                Self::Moved
            }
            Operation::Set(_, Property::Type(_)) => Self::Retyped,
            Operation::Set(_, Property::Size(_) | Property::Ends(_) | Property::Ink(_))
            | Operation::Lock(..) => Self::Changed,
            // What is kept beside a value is no part of the past that is shown.
            Operation::Contest(..)
            | Operation::Settle { .. }
            | Operation::SetPhase(_)
            | Operation::SetGroups(_)
            | Operation::Lead { .. }
            | Operation::SetParkingLot(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Timeline;
    use super::*;
    use crate::ids::Seq;
    use crate::operation::Reveal;
    use crate::put_back::Lost;
    use crate::rules::Phase;
    use crate::testing::{NAMELESS, PRIVATE, Session, at};
    use crate::text::TextEdit;

    /// What a reader is told of the last entry.
    fn told(session: &Session, reader: u32, names_hidden: bool) -> Option<Deed> {
        let mut timeline = Timeline::default();
        timeline.extend(session.log.clone());
        timeline.deed_at(timeline.end(), &[ParticipantId(reader)], names_hidden)
    }

    fn act_and_author(deed: Option<Deed>) -> Option<(Act, Option<u32>)> {
        deed.map(|deed| (deed.act, deed.by.map(|by| by.0)))
    }

    #[test]
    fn the_past_tells_who_did_what() {
        let mut session = Session::new();
        let note = session.note(1, "Un");
        let expected = Deed {
            kind: Kind::Note,
            text: "Un".into(),
            act: Act::Added,
            by: Some(ParticipantId(1)),
            hidden: false,
        };
        assert_eq!(told(&session, 2, false), Some(expected));
        session.type_at(1, note, 2, " minuteur");
        let deed = told(&session, 2, false).unwrap();
        assert_eq!(
            (deed.act, deed.text.as_str()),
            (Act::Reworded, "Un minuteur")
        );
        session.set(2, note, at(40, 0));
        let moved = act_and_author(told(&session, 0, false));
        assert_eq!(moved, Some((Act::Moved, Some(2))));
        session.act(1, Operation::Delete(note));
        let deed = told(&session, 2, false).unwrap();
        assert_eq!(
            (deed.act, deed.text.as_str()),
            (Act::Removed, "Un minuteur")
        );
        session.act(1, Operation::Restore(note));
        let back = act_and_author(told(&session, 2, false));
        assert_eq!(back, Some((Act::PutBack, Some(1))));
        let edit = Operation::Edit(note, TextEdit::splice(0, 2, "Le"));
        let lost = Lost::operation(session.clients[1].id(), 1);
        session.act(1, edit.put_back(lost));
        let again = act_and_author(told(&session, 2, false));
        assert_eq!(again, Some((Act::Reworded, Some(1))));
        session.act(0, Operation::SetPhase(Phase::OPEN));
        assert_eq!(told(&session, 2, false), None);
        let mut timeline = Timeline::default();
        timeline.extend(session.log.clone());
        assert_eq!(timeline.deed_at(Seq(0), &[ParticipantId(1)], false), None);
        let first = timeline.deed_at(Seq(1), &[ParticipantId(1)], false);
        assert_eq!(act_and_author(first), Some((Act::Added, Some(1))));
    }

    #[test]
    fn s57_the_past_does_not_tell_who_did_what_while_names_were_hidden_or_are() {
        let mut session = Session::new();
        let signed = session.note(1, "signée");
        let shown = Some((Act::Added, Some(1)));
        assert_eq!(act_and_author(told(&session, 2, false)), shown);
        let now_hidden = act_and_author(told(&session, 2, true));
        assert_eq!(now_hidden, Some((Act::Added, None)));

        session.act(0, Operation::SetPhase(NAMELESS));
        let unsigned = session.note(1, "sans nom");
        let nobodys = |act| Some((act, None));
        for reader in [0, 1, 2] {
            let added = act_and_author(told(&session, reader, false));
            assert_eq!(added, nobodys(Act::Added), "not to its author either");
        }
        // It is signed, but who moves it is not told while names are hidden: not either where
        // that is the last moment of a session that is over.
        session.set(2, signed, at(40, 0));
        assert_eq!(
            act_and_author(told(&session, 1, false)),
            nobodys(Act::Moved)
        );

        session.act(0, Operation::SetPhase(Phase::OPEN));
        session.type_at(1, unsigned, 0, "toujours ");
        let reworded = act_and_author(told(&session, 2, false));
        assert_eq!(reworded, nobodys(Act::Reworded), "it is unsigned for ever");
        session.set(2, signed, at(80, 0));
        let moved = act_and_author(told(&session, 1, false));
        assert_eq!(moved, Some((Act::Moved, Some(2))));
    }

    #[test]
    fn s54_the_past_tells_nothing_of_what_was_hidden_then() {
        let mut session = Session::new();
        session.act(0, Operation::SetPhase(PRIVATE));
        let note = session.note(1, "secret");
        for reader in [0, 2] {
            assert_eq!(told(&session, reader, false), None);
        }
        let own = act_and_author(told(&session, 1, false));
        assert_eq!(own, Some((Act::Added, Some(1))));
        session.act(0, Operation::Reveal(Reveal::Record(note)));
        let revealed = act_and_author(told(&session, 2, false));
        assert_eq!(revealed, Some((Act::Revealed, Some(0))));
    }

    #[test]
    fn s18_whoever_had_several_seats_reads_the_past_of_each() {
        let mut session = Session::new();
        session.act(0, Operation::SetPhase(PRIVATE));
        session.note(1, "d'ici");
        session.note(2, "de là");
        let mut timeline = Timeline::default();
        timeline.extend(session.log.clone());
        let end = timeline.end();
        let read = |seats: &[ParticipantId]| timeline.seen_at(end, seats).records().count();
        let told = |seats: &[ParticipantId]| timeline.deed_at(end, seats, false);
        let both = [ParticipantId(1), ParticipantId(2)];
        let one = [ParticipantId(1)];
        assert_eq!((read(&both), read(&one), read(&[])), (2, 1, 0));
        let text = told(&both).map(|deed| deed.text);
        assert_eq!(text.as_deref(), Some("de là"));
        assert!(told(&both).is_some_and(|deed| deed.hidden));
        assert_eq!((told(&one), told(&[])), (None, None));
        // What is hidden from nobody is told without a seat as well.
        let known = session.log.len();
        session.act(0, Operation::Reveal(Reveal::All));
        timeline.extend(session.log.iter().skip(known).cloned());
        let all = timeline.seen_at(timeline.end(), &[]);
        assert_eq!(all.records().count(), 2);
    }
}
