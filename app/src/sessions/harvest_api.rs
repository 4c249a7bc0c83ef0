//! Server functions of the guided pass, in which notes become needs, feedback, decisions
//! and actions.

use domain::evidence::ThingRef;
use domain::ids::SessionId;
use domain::projects::{Project, TeamMember};
use domain::sessions::{NoteDraft, Session};
use domain::time::Date;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::failure::Failure;

/// A note of a board, as the guided pass shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardNote {
    /// Id of its record on the board.
    pub record: String,
    /// What it says.
    pub text: String,
    /// What its colour stands for; empty where that is not said.
    pub label: String,
    /// Where it lies: to the right and down, in board units.
    pub position: (i32, i32),
    /// The name of whoever wrote it; empty where it is not known, or hidden.
    pub author_name: String,
    /// The name of the frame that it lies in; empty for none.
    pub frame: String,
    /// The name of the cluster that it lies in; empty for none.
    pub cluster: String,
    /// What the picture shows that it is pinned on, as far as that is said; nothing where it
    /// is pinned on none.
    pub picture: Option<String>,
    /// Where each thing that came out of it is shown, and what that is.
    pub became: Vec<(String, ThingRef)>,
}

impl BoardNote {
    /// Whether another note lies in the same cluster of the same frame; or both in none.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.frame == other.frame && self.cluster == other.cluster
    }
}

/// What the guided pass shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HarvestContent {
    /// The session.
    pub session: Session,
    /// Its project.
    pub project: Project,
    /// The day of the session: today, where it is held before the day it was planned for.
    pub held_on: Date,
    /// The project's team, of whom somebody takes an action on.
    pub team: Vec<TeamMember>,
    /// The notes of its board that everybody may read, in reading order.
    pub notes: Vec<BoardNote>,
    /// How much that leaves out of the reader's own, which they have not shown.
    pub left_out: u32,
}

/// The notes on the board of a session that everybody may read, with what became of them: what
/// is taken up is quoted.
#[server(endpoint = "load_harvest", input = GetUrl)]
pub(crate) async fn load_harvest(session: Option<SessionId>) -> Result<HarvestContent, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = session.ok_or(Failure::NotFound)?;
    let detail = store.session(&actor, id).await?;
    let visitor = store::Visitor::Account(&actor);
    let board = super::notes::ReadBoard::read(&store, visitor, id).await?;
    let (board, left_out) = board.for_all();
    let planned = detail.session.facts.starts_at.date();
    Ok(HarvestContent {
        held_on: planned.min(crate::kit::today()),
        notes: super::notes::notes(&board, &detail, crate::request::locale()),
        left_out,
        team: store.project(&actor, detail.project.id).await?.team,
        session: detail.session,
        project: detail.project,
    })
}

/// What notes are to become, as the guided pass sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct HarvestDraft {
    /// Code of an [`OutcomeKind`](domain::sessions::OutcomeKind).
    pub becomes: String,
    /// What it is to say.
    pub text: String,
    /// Code of the kind of feedback, where it becomes feedback.
    pub kind: String,
    /// The day of the decision, where it becomes one.
    pub decided_on: String,
    /// Id of whoever takes the action on, where it becomes one.
    pub owner: String,
    /// Due date of the action, where it becomes one.
    pub due_on: String,
    /// The notes, in reading order.
    pub notes: Vec<NoteDraft>,
}

/// Makes a need, feedback, a decision or an action item of a note or of several, which are
/// quoted as everybody may read them.
#[server(endpoint = "harvest_note")]
pub(crate) async fn harvest_note(
    session: SessionId,
    id: Uuid,
    draft: HarvestDraft,
) -> Result<(), Failure> {
    use domain::decisions::{ActionItemDraft, DecisionDraft};
    use domain::feedback::FeedbackDraft;
    use domain::ids::{ActionItemId, DecisionId, FeedbackId, NeedId};
    use domain::needs::NeedDraft;
    use domain::problems::{Problem, Problems};
    use domain::sessions::{OutcomeDraft, OutcomeKind};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    // Whoever may not take notes up is told nothing of the board.
    store.steered_session(&actor, session).await?;
    let mut from = OutcomeDraft { notes: draft.notes };
    let board = super::notes::whole(&store, session).await?;
    super::notes::quote(&board, &mut from.notes).map_err(Failure::Invalid)?;
    let text = draft.text;
    let (made, field) = match OutcomeKind::from_code(&draft.becomes) {
        None => {
            let mut problems = Problems::default();
            problems.add("becomes", Problem::NotOffered);
            return Err(Failure::Invalid(problems));
        }
        Some(OutcomeKind::Need) => {
            let need = NeedDraft {
                statement: text,
                ..NeedDraft::default()
            };
            let made = store.harvest_need(&actor, session, NeedId(id), &need, &from);
            (made.await, "statement")
        }
        Some(OutcomeKind::Feedback) => {
            let entry = FeedbackDraft {
                kind: draft.kind,
                story: text,
                ..FeedbackDraft::default()
            };
            let made = store.harvest_feedback(&actor, session, FeedbackId(id), &entry, &from);
            (made.await, "story")
        }
        Some(OutcomeKind::Decision) => {
            let decision = DecisionDraft {
                statement: text,
                decided_on: draft.decided_on,
                ..DecisionDraft::default()
            };
            let made = store.harvest_decision(&actor, session, DecisionId(id), &decision, &from);
            (made.await, "statement")
        }
        Some(OutcomeKind::ActionItem) => {
            let item = ActionItemDraft {
                statement: text,
                owner: draft.owner,
                due_on: draft.due_on,
                ..ActionItemDraft::default()
            };
            let made = store.harvest_action(&actor, session, ActionItemId(id), &item, &from);
            (made.await, "statement")
        }
    };
    made.map_err(|error| renamed(error.into(), field))
}

/// The failure with a problem of a record's text told of the form's own field.
#[cfg(feature = "ssr")]
fn renamed(failure: Failure, field: &str) -> Failure {
    match failure {
        Failure::Invalid(problems) => Failure::Invalid(problems.renamed(field, "text")),
        other => other,
    }
}

/// Takes back what notes became, given by its code: they are to be taken up again.
#[server(endpoint = "take_back_outcome")]
pub(crate) async fn take_back_outcome(session: SessionId, thing: String) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let thing = ThingRef::from_code(&thing).ok_or(Failure::Malformed)?;
    Ok(store.take_back_outcome(&actor, session, thing).await?)
}
