//! Co-design sessions: people think on one board, led through a script of
//! phases, and what comes out enters the evidence chain.

mod balance;
mod code;
mod late;
mod outcomes;
mod people;
mod saved;
mod script;
mod templates;
mod versions;

pub use crate::votes::VoteKind;
pub use balance::{GroupTally, LeftOut, PartyTally, RoleBalance, WrittenNote, balance, per_cent};
pub use code::JoinCode;
pub use late::{BegunPhase, HeldBack, PhaseTime};
pub use outcomes::{
    NoteDraft, OUTCOME_NOTES_MAX, Outcome, OutcomeDraft, OutcomeKind, OutcomeNote, note_field,
};
pub use people::{
    Entrance, GuestDraft, GuestFacts, PSEUDONYM_MAX, Participant, ParticipantState, SessionRole,
    Who,
};
pub use saved::{
    PURPOSE_MAX, ScriptTemplate, ScriptTemplateDraft, ScriptTemplateFacts, TEMPLATE_NAME_MAX,
    TEMPLATES_MAX,
};
pub use script::{
    FRAMES_MAX, INSTRUCTIONS_MAX, MINUTES_MAX, PHASES_MAX, PhaseDraft, ScriptPhase, phase_field,
};
pub use templates::{Method, PhaseTemplate, Source, Template, templates};
pub use versions::{BoardVersion, VERSION_NAME_MAX, VERSIONS_MAX, version_name};

use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::audit::History;
use crate::codes::codes;
use crate::ids::{IterationId, NeedId, ProjectId, SessionId};
use crate::iterations::IterationRef;
use crate::problems::{Problem, Problems, clean_line, clean_text};
use crate::projects::{Project, TITLE_MAX, optional};
use crate::time::{DateTime, Timestamp, parse_date_time};

/// The most characters of an aim.
pub const AIM_MAX: u32 = 2_000;
/// The most characters of a place.
pub const PLACE_MAX: u32 = 200;
/// The most characters of a link.
pub const LINK_MAX: u32 = 500;

codes! {
    /// Where a session stands.
    #[derive(Default)]
    pub enum SessionState {
        /// Prepared; nobody joins yet.
        #[default]
        Planned = "planned": "préparée" | "planned",
        /// People join and work.
        Open = "open": "ouverte" | "open",
        /// Over: the board is read, and changes no more.
        Closed = "closed": "close" | "closed",
    }
}

/// A session as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionDraft {
    /// What it is called.
    pub title: String,
    /// What is to be reached.
    pub aim: String,
    /// When it begins, as `2026-11-25T14:30`.
    pub starts_at: String,
    /// Where people meet.
    pub place: String,
    /// Where people meet at a distance: an address with `https://`.
    pub link: String,
    /// Id of the iteration that it belongs to; may be empty.
    pub iteration: String,
    /// Id of the need that it is about; may be empty.
    pub need: String,
    /// Whether those who join wait until they are admitted: a box, ticked or not.
    pub waiting_room: String,
    /// Whether people without an account may join: a box, ticked or not.
    pub guests: String,
    /// The script. Rows of which nothing is filled in are left out.
    pub phases: Vec<PhaseDraft>,
}

/// A session's own statements, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionFacts {
    /// What it is called.
    pub title: String,
    /// What is to be reached.
    pub aim: String,
    /// When it begins, by the clocks of the place.
    pub starts_at: DateTime,
    /// Where people meet.
    pub place: String,
    /// Where people meet at a distance; may be empty.
    pub link: String,
    /// The iteration that it belongs to.
    pub iteration: Option<IterationId>,
    /// The need that it is about.
    pub need: Option<NeedId>,
    /// Whether those who join wait until they are admitted.
    pub waiting_room: bool,
    /// Whether people without an account may join.
    pub guests: bool,
    /// The script, one phase at the least.
    pub script: Vec<ScriptPhase>,
}

/// Whether a box of a form is ticked: browsers send nothing for one that is not.
pub(crate) fn ticked(value: &str) -> bool {
    !matches!(value, "" | "false")
}

/// What a form sends for a box.
pub(crate) fn tick(ticked: bool) -> String {
    if ticked { "true" } else { "" }.to_owned()
}

impl SessionDraft {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field; those of the script
    /// as [`phase_field`] names them.
    pub fn check(&self) -> Result<SessionFacts, Problems> {
        let mut problems = Problems::default();
        let title = clean_line(&self.title);
        problems.check_length("title", &title, 1, TITLE_MAX);
        let aim = clean_text(&self.aim);
        problems.check_length("aim", &aim, 0, AIM_MAX);
        let starts_at = parse_date_time(&self.starts_at);
        match (starts_at, self.starts_at.trim().is_empty()) {
            (None, true) => problems.add("starts_at", Problem::Missing),
            (None, false) => problems.add("starts_at", Problem::NotADate),
            _ => {}
        }
        let place = clean_line(&self.place);
        problems.check_length("place", &place, 0, PLACE_MAX);
        let link = self.check_link(&mut problems);
        let iteration = optional(&mut problems, "iteration", &self.iteration);
        let need = optional(&mut problems, "need", &self.need);
        let script = script::check(&self.phases, &mut problems);
        match (starts_at, problems.0.is_empty()) {
            (Some(starts_at), true) => Ok(SessionFacts {
                title,
                aim,
                starts_at,
                place,
                link,
                iteration,
                need,
                waiting_room: ticked(&self.waiting_room),
                guests: ticked(&self.guests),
                script,
            }),
            _ => Err(problems),
        }
    }

    /// Whether the first phases of the script that the form was made of, so many, stand
    /// where they stood: what has begun means the same afterwards.
    #[must_use]
    pub fn keeps_first(&self, count: usize) -> bool {
        script::keeps_first(&self.phases, count)
    }

    fn check_link(&self, problems: &mut Problems) -> String {
        let link = clean_line(&self.link);
        problems.check_length("link", &link, 0, LINK_MAX);
        if !link.is_empty() && !link.starts_with("https://") {
            problems.add("link", Problem::NotAnAddress);
        } else if !link.is_empty() {
            problems.check_address("link", &link);
        }
        link
    }
}

impl From<&SessionFacts> for SessionDraft {
    fn from(facts: &SessionFacts) -> Self {
        let of = |text: Option<String>| text.unwrap_or_default();
        Self {
            title: facts.title.clone(),
            aim: facts.aim.clone(),
            starts_at: facts.starts_at.strftime("%Y-%m-%dT%H:%M").to_string(),
            place: facts.place.clone(),
            link: facts.link.clone(),
            iteration: of(facts.iteration.map(|id| id.to_string())),
            need: of(facts.need.map(|id| id.to_string())),
            waiting_room: tick(facts.waiting_room),
            guests: tick(facts.guests),
            phases: facts.script.iter().map(PhaseDraft::from).collect(),
        }
    }
}

/// A session as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The session's id.
    pub id: SessionId,
    /// The project that it belongs to.
    pub project: ProjectId,
    /// What it says about itself.
    pub facts: SessionFacts,
    /// Where it stands.
    pub state: SessionState,
    /// By what it is joined. Nobody who may not take part gets to know it.
    pub code: Option<JoinCode>,
    /// When it was opened.
    pub opened_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Grows by one at each change of what it says; a stale form is recognised by it.
    pub version: i64,
    /// Who prepared it.
    pub created_by: Option<Person>,
    /// When it was planned.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Session {
    /// The session as those see it who do not facilitate it: without the notes to its
    /// phases.
    #[must_use]
    pub fn without_notes(mut self) -> Self {
        for phase in &mut self.facts.script {
            phase.notes.clear();
        }
        self
    }
}

/// A session with everything around it, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionDetail {
    /// The session.
    pub session: Session,
    /// Its project.
    pub project: Project,
    /// The iteration that it belongs to.
    pub iteration: Option<IterationRef>,
    /// The statement of the need that it is about.
    pub need: Option<(NeedId, String)>,
    /// Who takes part, waits or was removed, by number.
    pub participants: Vec<Participant>,
    /// The reader's own part in it.
    pub own: Option<Participant>,
    /// What came out so far.
    pub outcomes: Vec<Outcome>,
    /// Every change, oldest first.
    pub history: History,
}

/// A session as those read it who may read its board: whoever sees it with its project, and
/// whoever was let in and sees nothing else of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionToRead {
    /// The session.
    pub session: Session,
    /// Its project, for those who may know of it.
    pub project: Option<Project>,
    /// Who takes part, waits or was removed, by number.
    pub participants: Vec<Participant>,
    /// What came out, as far as the reader may know of it.
    pub outcomes: Vec<Outcome>,
}

impl From<SessionDetail> for SessionToRead {
    fn from(detail: SessionDetail) -> Self {
        Self {
            session: detail.session,
            project: Some(detail.project),
            participants: detail.participants,
            outcomes: detail.outcomes,
        }
    }
}

/// What somebody sees who has the code and nothing else yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionDoor {
    /// The session.
    pub id: SessionId,
    /// The project that it belongs to.
    pub project: ProjectId,
    /// What it is called.
    pub title: String,
    /// What is to be reached.
    pub aim: String,
    /// When it begins.
    pub starts_at: DateTime,
    /// Where it stands.
    pub state: SessionState,
    /// Whether people without an account may join.
    pub guests: bool,
    /// Whether those who join wait until they are admitted.
    pub waiting_room: bool,
}

#[cfg(test)]
mod tests;
