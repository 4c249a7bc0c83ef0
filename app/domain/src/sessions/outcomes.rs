//! What comes out of a session: notes of its board, one or several together, that
//! become records.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::evidence::ThingRef;
use crate::problems::{Problem, Problems, clean_text};
use crate::time::Timestamp;

/// The most notes that one thing comes out of.
pub const OUTCOME_NOTES_MAX: usize = 100;
/// The most characters of a note that becomes something, and of the id of its
/// record on the board.
const NOTE_MAX: u32 = 10_000;
const RECORD_MAX: u32 = 40;

codes! {
    /// What notes can become.
    pub enum OutcomeKind {
        /// An expression of need.
        Need = "need": "besoin" | "need",
        /// An entry of the project's feedback log.
        Feedback = "feedback": "retour" | "feedback",
        /// A decision of the project.
        Decision = "decision": "décision" | "decision",
        /// An action item of the project.
        ActionItem = "action": "action" | "action",
    }
}

/// A note that is to become something. The guided pass says which; what it says and whose it is,
/// the server takes from the board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoteDraft {
    /// Id of the note's record on the board, as text.
    pub record: String,
    /// The text that it has there.
    pub note: String,
    /// The number of the participant who wrote it; empty where nobody is told.
    pub author: String,
}

/// The notes that are to become one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OutcomeDraft {
    /// The notes, in reading order.
    pub notes: Vec<NoteDraft>,
}

impl OutcomeDraft {
    /// Cleans and checks every field of every note.
    ///
    /// # Errors
    /// All problems found: at `notes` where there is none, where there are too many or
    /// where one stands there twice; otherwise as [`note_field`] names the field.
    pub fn check(&self) -> Result<Vec<OutcomeNote>, Problems> {
        let mut problems = Problems::default();
        let count = self.notes.len();
        if count == 0 {
            problems.add("notes", Problem::Missing);
        } else if count > OUTCOME_NOTES_MAX {
            let max = u32::try_from(OUTCOME_NOTES_MAX).unwrap_or(u32::MAX);
            problems.add("notes", Problem::TooMany { max });
        }
        let notes = self.notes.iter().take(OUTCOME_NOTES_MAX).enumerate();
        let notes: Vec<_> = notes
            .map(|(place, note)| note.check(place, &mut problems))
            .collect();
        let distinct: BTreeSet<_> = notes.iter().map(|note| &note.record).collect();
        if distinct.len() < notes.len() {
            problems.add("notes", Problem::Itself);
        }
        problems.into_result()?;
        Ok(notes)
    }
}

/// The name under which the problem of a note's field stands: `notes[2][author]`,
/// counted from 0 as in the form, where the control is `draft[notes][2][author]`.
#[must_use]
pub fn note_field(place: usize, field: &str) -> String {
    format!("notes[{place}][{field}]")
}

impl NoteDraft {
    fn check(&self, place: usize, problems: &mut Problems) -> OutcomeNote {
        let field = |name| note_field(place, name);
        let record = self.record.trim().to_owned();
        problems.check_length(&field("record"), &record, 1, RECORD_MAX);
        let text = clean_text(&self.note);
        problems.check_length(&field("note"), &text, 1, NOTE_MAX);
        let author = self.author.trim();
        let number = author.parse().ok();
        if number.is_none() && !author.is_empty() {
            problems.add(&field("author"), Problem::NotOffered);
        }
        OutcomeNote {
            record,
            text,
            author: number,
        }
    }
}

/// A note that something came out of, alone or with others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeNote {
    /// Id of the note's record on the board, as text.
    pub record: String,
    /// The text that it had.
    pub text: String,
    /// The number of the participant who wrote it.
    pub author: Option<u32>,
}

/// What came out of one note or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The notes, in reading order: one at the least.
    pub notes: Vec<OutcomeNote>,
    /// What they became.
    pub thing: ThingRef,
    /// The number of the participant who took them up; none where that is
    /// somebody who did not take part.
    pub told_by: Option<u32>,
    /// When.
    pub at: Timestamp,
}

impl Outcome {
    /// The words of its notes in one line.
    #[must_use]
    pub fn words(&self) -> String {
        let texts: Vec<&str> = self.notes.iter().map(|note| note.text.as_str()).collect();
        texts.join(" · ")
    }

    /// Whether a record of the board is among its notes.
    #[must_use]
    pub fn is_from(&self, record: &str) -> bool {
        self.notes.iter().any(|note| note.record == record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(record: &str) -> NoteDraft {
        NoteDraft {
            record: record.into(),
            note: format!(" Note {record} "),
            author: "2".into(),
        }
    }

    #[test]
    fn one_note_or_several_become_something() {
        let draft = OutcomeDraft {
            notes: vec![note("1-1"), note("1-2")],
        };
        let notes = draft.check().expect("in order");
        let told = notes.iter().map(|note| (note.text.as_str(), note.author));
        let expected = [("Note 1-1", Some(2)), ("Note 1-2", Some(2))];
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn notes_are_there_once_and_not_without_end() {
        let problem = |notes: Vec<NoteDraft>| {
            let problems = OutcomeDraft { notes }.check().expect_err("a problem");
            problems.of("notes").cloned()
        };
        assert_eq!(problem(Vec::new()), Some(Problem::Missing));
        assert_eq!(problem(vec![note("1-1"); 2]), Some(Problem::Itself));
        let many = (0..=OUTCOME_NOTES_MAX).map(|number| note(&format!("1-{number}")));
        let max = u32::try_from(OUTCOME_NOTES_MAX).expect("small");
        let expected = Problem::TooMany { max };
        assert_eq!(problem(many.collect()), Some(expected));
    }
}
