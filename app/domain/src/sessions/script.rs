//! The script of a session: its phases, what each asks for, and what each
//! lets people do.

use serde::{Deserialize, Serialize};

use super::{tick, ticked};
use crate::problems::{Problem, Problems, clean_line, clean_text};
use crate::projects::TITLE_MAX;
use crate::votes::VoteKind;

/// The most phases of a script.
pub const PHASES_MAX: usize = 30;
/// The most characters of what a phase asks for, also of those who come late, and of the
/// notes to it.
pub const INSTRUCTIONS_MAX: u32 = 2_000;
/// The longest phase, in minutes: a working day.
pub const MINUTES_MAX: u16 = 480;
/// The most frames that a phase puts on the board.
pub const FRAMES_MAX: usize = 20;
/// The most characters of a frame's name.
const FRAME_MAX: u32 = 80;

/// One phase of a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptPhase {
    /// What it is called.
    pub title: String,
    /// What it asks for.
    pub instructions: String,
    /// What only those who facilitate read.
    #[serde(default)]
    pub notes: String,
    /// What it asks of those who come while it runs; empty where it asks the same.
    #[serde(default)]
    pub late: String,
    /// Whether they wait until it ends, and see nothing of the board before.
    #[serde(default)]
    pub late_waits: bool,
    /// How long it takes, in minutes.
    pub minutes: u16,
    /// Whether participants write notes.
    pub write: bool,
    /// Whether they move things.
    pub arrange: bool,
    /// Whether they form frames, clusters and connectors.
    pub group: bool,
    /// Whether they draw.
    pub draw: bool,
    /// Whether what is written stays hidden from all others until it is revealed.
    pub private: bool,
    /// Whether the names of authors are not shown.
    pub names_hidden: bool,
    /// The vote held in it; where it holds none, nobody votes while it runs.
    pub vote: Option<VoteKind>,
    /// The names of the frames that it puts on the board.
    pub frames: Vec<String>,
    /// After how many minutes, each time, everybody is told that so many are over; 0 where
    /// nobody is.
    #[serde(default)]
    pub cue: u16,
}

impl ScriptPhase {
    /// Whether votes are opened and ballots cast in it, of whatever kind: where it holds one.
    #[must_use]
    pub const fn allows_votes(&self) -> bool {
        self.vote.is_some()
    }

    /// What it asks of those who come while it runs.
    #[must_use]
    pub fn asked_of_late(&self) -> &str {
        match self.late.is_empty() {
            true => &self.instructions,
            false => &self.late,
        }
    }
}

/// A phase as the form sends it. Boxes are `true`, or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhaseDraft {
    /// What it is called.
    pub title: String,
    /// What it asks for.
    pub instructions: String,
    /// What only those who facilitate read.
    pub notes: String,
    /// What it asks of those who come while it runs.
    pub late: String,
    /// Box: they wait until it ends, and see nothing of the board before.
    pub late_waits: String,
    /// How long it takes, in minutes.
    pub minutes: String,
    /// Box: participants write notes.
    pub write: String,
    /// Box: they move things.
    pub arrange: String,
    /// Box: they form frames, clusters and connectors.
    pub group: String,
    /// Box: they draw.
    pub draw: String,
    /// Box: what is written stays hidden until it is revealed.
    pub private: String,
    /// Box: names of authors are not shown.
    pub names_hidden: String,
    /// Code of the vote held in it; empty for none.
    pub vote: String,
    /// The names of the frames that it puts on the board, one a line.
    pub frames: String,
    /// After how many minutes, each time, everybody is told; empty where nobody is.
    pub cue: String,
    /// Its place among the phases, as a number; where it says none, that of its row.
    pub place: String,
}

/// The name under which the problem of a phase's field stands: `phases[2][title]`,
/// counted from 0 as in the form, where the control is `draft[phases][2][title]`.
#[must_use]
pub fn phase_field(row: usize, field: &str) -> String {
    format!("phases[{row}][{field}]")
}

impl PhaseDraft {
    /// Whether nothing is filled in: such rows of a form are left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let texts = [
            &self.title,
            &self.instructions,
            &self.notes,
            &self.late,
            &self.vote,
            &self.frames,
        ];
        texts.iter().all(|text| text.trim().is_empty())
    }

    fn check(&self, row: usize, problems: &mut Problems) -> ScriptPhase {
        let field = |name| phase_field(row, name);
        let title = clean_line(&self.title);
        problems.check_length(&field("title"), &title, 1, TITLE_MAX);
        let instructions = clean_text(&self.instructions);
        problems.check_length(&field("instructions"), &instructions, 0, INSTRUCTIONS_MAX);
        let notes = clean_text(&self.notes);
        problems.check_length(&field("notes"), &notes, 0, INSTRUCTIONS_MAX);
        let late = clean_text(&self.late);
        problems.check_length(&field("late"), &late, 0, INSTRUCTIONS_MAX);
        let vote = VoteKind::from_code(&self.vote);
        if vote.is_none() && !self.vote.is_empty() {
            problems.add(&field("vote"), Problem::NotOffered);
        }
        ScriptPhase {
            title,
            instructions,
            notes,
            late,
            late_waits: ticked(&self.late_waits),
            minutes: self.check_minutes(&field("minutes"), problems),
            write: ticked(&self.write),
            arrange: ticked(&self.arrange),
            group: ticked(&self.group),
            draw: ticked(&self.draw),
            private: ticked(&self.private),
            names_hidden: ticked(&self.names_hidden),
            vote,
            frames: self.check_frames(&field("frames"), problems),
            cue: self.check_cue(&field("cue"), problems),
        }
    }

    fn check_cue(&self, field: &str, problems: &mut Problems) -> u16 {
        match self.cue.trim() {
            "" => 0,
            typed => within(typed, field, problems),
        }
    }

    fn check_minutes(&self, field: &str, problems: &mut Problems) -> u16 {
        let typed = self.minutes.trim();
        if typed.is_empty() {
            problems.add(field, Problem::Missing);
            return 0;
        }
        within(typed, field, problems)
    }

    fn check_frames(&self, field: &str, problems: &mut Problems) -> Vec<String> {
        let mut frames = Vec::new();
        for line in clean_text(&self.frames).lines() {
            let line = clean_line(line);
            if !line.is_empty() {
                frames.push(line);
            }
        }
        if frames.len() > FRAMES_MAX {
            let max = i64::try_from(FRAMES_MAX).unwrap_or(i64::MAX);
            problems.add(field, Problem::OutOfRange { min: 0, max });
        }
        let is_long = |name: &&String| name.chars().count() > FRAME_MAX as usize;
        if let Some(long) = frames.iter().find(is_long) {
            problems.check_length(field, long, 1, FRAME_MAX);
        }
        frames
    }
}

/// So many minutes as a phase may take.
fn within(typed: &str, field: &str, problems: &mut Problems) -> u16 {
    let minutes = typed.parse().ok();
    match minutes.filter(|minutes| (1..=MINUTES_MAX).contains(minutes)) {
        Some(minutes) => minutes,
        None => {
            let max = i64::from(MINUTES_MAX);
            problems.add(field, Problem::OutOfRange { min: 1, max });
            0
        }
    }
}

impl From<&ScriptPhase> for PhaseDraft {
    fn from(phase: &ScriptPhase) -> Self {
        Self {
            title: phase.title.clone(),
            instructions: phase.instructions.clone(),
            notes: phase.notes.clone(),
            late: phase.late.clone(),
            late_waits: tick(phase.late_waits),
            minutes: phase.minutes.to_string(),
            write: tick(phase.write),
            arrange: tick(phase.arrange),
            group: tick(phase.group),
            draw: tick(phase.draw),
            private: tick(phase.private),
            names_hidden: tick(phase.names_hidden),
            vote: phase.vote.map_or("", VoteKind::code).to_owned(),
            frames: phase.frames.join("\n"),
            cue: match phase.cue {
                0 => String::new(),
                cue => cue.to_string(),
            },
            place: String::new(),
        }
    }
}

/// The rows that hold a phase, in the order that they are put in: each with its number,
/// by which its fields are named whatever its place is.
fn filled(drafts: &[PhaseDraft]) -> Vec<(usize, &PhaseDraft)> {
    let rows = drafts.iter().enumerate();
    let mut rows: Vec<_> = rows.filter(|(_, draft)| !draft.is_empty()).collect();
    rows.sort_by_key(|(row, draft)| draft.place.trim().parse().unwrap_or(*row));
    rows
}

/// Whether so many phases of the script that a form was made of still stand first, in their
/// order: the first rows of a form are those of the script.
pub(super) fn keeps_first(drafts: &[PhaseDraft], count: usize) -> bool {
    let rows = filled(drafts).into_iter().map(|(row, _)| row);
    rows.take(count).eq(0..count)
}

/// Checks a whole script: from one phase to [`PHASES_MAX`]. Of more, these alone are
/// looked into.
pub(super) fn check(drafts: &[PhaseDraft], problems: &mut Problems) -> Vec<ScriptPhase> {
    let rows = filled(drafts);
    let count = rows.len();
    let script = rows
        .into_iter()
        .take(PHASES_MAX)
        .map(|(row, draft)| draft.check(row, problems))
        .collect();
    if count == 0 {
        problems.add("phases", Problem::Missing);
    } else if count > PHASES_MAX {
        let max = u32::try_from(PHASES_MAX).unwrap_or(u32::MAX);
        problems.add("phases", Problem::TooMany { max });
    }
    script
}
