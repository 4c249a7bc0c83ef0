//! What comes out of a session: notes of its board that become records.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::evidence::ThingRef;
use crate::problems::{Problem, Problems, clean_text};
use crate::time::Timestamp;

/// The most characters of a note that becomes something, and of the id of its
/// record on the board.
const NOTE_MAX: u32 = 10_000;
const RECORD_MAX: u32 = 40;

codes! {
    /// What a note can become.
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

/// A note that is to become something, as the guided pass sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OutcomeDraft {
    /// Id of the note's record on the board, as text.
    pub record: String,
    /// The text that it has there.
    pub note: String,
    /// The number of the participant who wrote it; empty where nobody is told.
    pub author: String,
}

impl OutcomeDraft {
    /// Cleans and checks every field: the record's id, the note's text, and its
    /// author's number.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<(String, String, Option<u32>), Problems> {
        let mut problems = Problems::default();
        let record = self.record.trim().to_owned();
        problems.check_length("record", &record, 1, RECORD_MAX);
        let note = clean_text(&self.note);
        problems.check_length("note", &note, 1, NOTE_MAX);
        let author = self.author.trim();
        let number = author.parse().ok();
        if number.is_none() && !author.is_empty() {
            problems.add("author", Problem::NotOffered);
        }
        problems.into_result()?;
        Ok((record, note, number))
    }
}

/// A note that became something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Id of the note's record on the board, as text.
    pub record: String,
    /// The text that it had.
    pub note: String,
    /// The number of the participant who wrote it.
    pub author: Option<u32>,
    /// What it became.
    pub thing: ThingRef,
    /// The number of the participant who took it up; none where that is
    /// somebody who did not take part.
    pub told_by: Option<u32>,
    /// When.
    pub at: Timestamp,
}
