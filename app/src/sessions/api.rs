//! Server functions of co-design sessions.

use domain::evidence::{Chain, ThingKind};
use domain::ids::{NeedId, ProjectId, ScriptTemplateId, SessionId};
use domain::iterations::Iteration;
use domain::projects::{Project, TeamMember};
use domain::sessions::{
    GuestDraft, Participant, ScriptTemplate, ScriptTemplateDraft, Session, SessionDetail,
    SessionDoor, SessionDraft, SessionRole,
};
use domain::time::Date;
use domain::votes::Vote;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::failure::Failure;

/// What the list of a project's sessions shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionsContent {
    /// The project.
    pub project: Project,
    /// Its sessions, the latest first.
    pub sessions: Vec<Session>,
}

/// What the list of a project's sessions shows.
#[server(endpoint = "load_sessions", input = GetUrl)]
pub(crate) async fn load_sessions(project: Option<ProjectId>) -> Result<SessionsContent, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = project.ok_or(Failure::NotFound)?;
    Ok(SessionsContent {
        project: store.project(&actor, id).await?.project,
        sessions: store.project_sessions(&actor, id).await?,
    })
}

/// What the form of a session offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionFormContent {
    /// The project.
    pub project: Project,
    /// Its iterations, the newest first.
    pub iterations: Vec<Iteration>,
    /// The needs that it answers: id and statement.
    pub needs: Vec<(NeedId, String)>,
    /// The scripts that a new session can begin with, for whoever prepares sessions here.
    pub saved: Vec<ScriptTemplate>,
}

#[cfg(feature = "ssr")]
async fn form_content(
    actor: &domain::policy::Actor,
    project: ProjectId,
) -> Result<SessionFormContent, Failure> {
    let store = crate::request::services().store;
    let detail = store.project(actor, project).await?;
    Ok(SessionFormContent {
        saved: Vec::new(),
        project: detail.project,
        iterations: store.iterations(actor, project).await?.1,
        needs: detail
            .needs
            .into_iter()
            .map(|need| (need.id, need.facts.statement))
            .collect(),
    })
}

/// What the form of a new session offers.
#[server(endpoint = "load_session_form", input = GetUrl)]
pub(crate) async fn load_session_form(
    project: Option<ProjectId>,
) -> Result<SessionFormContent, Failure> {
    use domain::policy::{Action, may};
    let actor = crate::request::actor()?;
    let id = project.ok_or(Failure::NotFound)?;
    let mut content = form_content(&actor, id).await?;
    let situation = crate::projects::situation(&content.project);
    if may(&actor, Action::EditSession, &situation) {
        let store = crate::request::services().store;
        content.saved = store.saved_scripts(&actor, id).await?;
    }
    Ok(content)
}

/// A session, and what its form offers.
#[server(endpoint = "load_session_edit_form", input = GetUrl)]
pub(crate) async fn load_session_edit_form(
    session: Option<SessionId>,
) -> Result<(Session, SessionFormContent), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let detail = store
        .session(&actor, session.ok_or(Failure::NotFound)?)
        .await?;
    let content = form_content(&actor, detail.project.id).await?;
    Ok((detail.session, content))
}

/// Prepares a session.
#[server(endpoint = "create_session")]
pub(crate) async fn create_session(
    project: ProjectId,
    id: SessionId,
    draft: SessionDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.create_session(&actor, project, id, &draft).await?;
    leptos_axum::redirect(&super::page_address(id));
    Ok(())
}

/// Changes what a session says.
#[server(endpoint = "edit_session")]
pub(crate) async fn edit_session(
    id: SessionId,
    version: i64,
    draft: SessionDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.edit_session(&actor, id, version, &draft).await?;
    leptos_axum::redirect(&super::page_address(id));
    Ok(())
}

/// Saves the script of a session as a template.
#[server(endpoint = "save_script")]
pub(crate) async fn save_script(
    session: SessionId,
    id: ScriptTemplateId,
    draft: ScriptTemplateDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.save_script(&actor, session, id, &draft).await?)
}

/// Removes a template.
#[server(endpoint = "remove_saved_script")]
pub(crate) async fn remove_saved_script(id: ScriptTemplateId) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.remove_saved_script(&actor, id).await?)
}

/// What the page of a session shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SessionPageContent {
    /// The session with everything around it.
    pub detail: SessionDetail,
    /// Its votes, the latest first.
    pub votes: Vec<Vote>,
    /// Its evidence, in both directions.
    pub chain: Chain,
    /// Where people join.
    pub way_in: WayIn,
}

/// The address of a session's door, as a link and as a QR code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WayIn {
    /// The address.
    pub url: String,
    /// The dark modules of the QR code (ISO/IEC 18004), as the path of an SVG in which
    /// each is a square of side one.
    pub modules: String,
    /// How many modules the code has on each side, its quiet zone included.
    pub side: u32,
}

#[cfg(feature = "ssr")]
impl WayIn {
    fn of(public_url: &str, code: domain::sessions::JoinCode) -> Self {
        /// What must stay empty around a code, in modules.
        const QUIET: usize = 4;
        let url = format!("{public_url}/s/{code}");
        let Ok(picture) = qrcode::QrCode::new(&url) else {
            // An address too long for a code: the link remains.
            return Self {
                url,
                ..Self::default()
            };
        };
        let width = picture.width();
        let mut modules = String::new();
        for (place, colour) in picture.to_colors().into_iter().enumerate() {
            if colour == qrcode::Color::Dark {
                let (x, y) = (place % width + QUIET, place / width + QUIET);
                modules.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
        Self {
            url,
            modules,
            side: u32::try_from(width + 2 * QUIET).unwrap_or_default(),
        }
    }
}

/// What the page of a session shows.
#[server(endpoint = "load_session", input = GetUrl)]
pub(crate) async fn load_session(
    session: Option<SessionId>,
) -> Result<SessionPageContent, Failure> {
    use domain::evidence::ThingRef;
    let actor = crate::request::actor()?;
    let services = crate::request::services();
    let id = session.ok_or(Failure::NotFound)?;
    let thing = ThingRef::new(ThingKind::Session, id);
    let detail = services.store.session(&actor, id).await?;
    let visitor = store::Visitor::Account(&actor);
    let code = detail.session.code;
    Ok(SessionPageContent {
        votes: services.store.votes(visitor, id).await?,
        chain: services.store.chain(&actor, thing).await?,
        way_in: code.map_or_else(WayIn::default, |code| WayIn::of(&services.public_url, code)),
        detail,
    })
}

/// Opens a session, or (`open` false) closes it.
#[server(endpoint = "steer_session")]
pub(crate) async fn steer_session(id: SessionId, open: bool) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    if open {
        store.open_session(&actor, id).await?;
    } else {
        store.close_session(&actor, id).await?;
    }
    Ok(())
}

/// Lets somebody in, or (`admit` false) removes them.
#[server(endpoint = "admit_participant")]
pub(crate) async fn admit_participant(
    id: SessionId,
    number: u32,
    admit: bool,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    if admit {
        store.admit_participant(&actor, id, number).await?;
    } else {
        store.remove_participant(&actor, id, number).await?;
    }
    Ok(())
}

/// Gives somebody another role on the board.
#[server(endpoint = "set_participant_role")]
pub(crate) async fn set_participant_role(
    id: SessionId,
    number: u32,
    role: SessionRole,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.set_participant_role(&actor, id, number, role).await?;
    Ok(())
}

/// Gives somebody the floor: one more turn is counted for them.
#[server(endpoint = "give_floor")]
pub(crate) async fn give_floor(session: SessionId, number: u32) -> Result<(), Failure> {
    let info = crate::request::request_info().ok_or(Failure::NotFound)?;
    let visitor = info.visitor().ok_or(Failure::Unauthenticated)?;
    let store = crate::request::services().store;
    Ok(store.give_floor(visitor, session, number).await?)
}

/// What stands at the door of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DoorContent {
    /// The session.
    pub door: SessionDoor,
    /// The visitor's own part in it, if they asked already.
    pub own: Option<Participant>,
    /// Whether the visitor is signed in.
    pub signed_in: bool,
}

/// The session that a code opens the door of; nothing where no session has it.
#[server(endpoint = "load_door", input = GetUrl)]
pub(crate) async fn load_door(code: String) -> Result<Option<DoorContent>, Failure> {
    let info = crate::request::request_info().ok_or(Failure::NotFound)?;
    let services = crate::request::services();
    if !services.sign_in_limit.allows_visit(info.address) {
        return Err(Failure::TooMany);
    }
    let Ok(code) = code.parse() else {
        return Ok(None);
    };
    let Some(door) = services.store.session_door(code).await? else {
        return Ok(None);
    };
    let own = match info.visitor() {
        Some(visitor) => services.store.seat(visitor, door.id).await?.1,
        None => None,
    };
    Ok(Some(DoorContent {
        door,
        own,
        signed_in: info.signed_in.is_some(),
    }))
}

/// Joins a session with an account. The code opens it to those who are not on the team.
#[server(endpoint = "join_session")]
pub(crate) async fn join_session(id: SessionId, code: String) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.join_session(&actor, id, code.parse().ok()).await?;
    leptos_axum::redirect(&super::board_address(id));
    Ok(())
}

/// Joins a session as a guest.
#[server(endpoint = "join_as_guest")]
pub(crate) async fn join_as_guest(code: String, draft: GuestDraft) -> Result<(), Failure> {
    /// A guest comes back within so many seconds: a month.
    const STAYS: i64 = 30 * 24 * 3_600;
    let info = crate::request::request_info().ok_or(Failure::NotFound)?;
    let services = crate::request::services();
    if !services.sign_in_limit.allows_visit(info.address) {
        return Err(Failure::TooMany);
    }
    let (id, _, secret) = services.store.join_as_guest(&code, &draft).await?;
    crate::request::set_cookie(crate::request::GUEST_COOKIE, &secret, STAYS);
    leptos_axum::redirect(&super::board_address(id));
    Ok(())
}

/// Makes what the reader did as a guest in this browser their own.
#[server(endpoint = "claim_participation")]
pub(crate) async fn claim_participation() -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let guest = crate::request::request_info().and_then(|info| info.guest);
    let guest = guest.ok_or(Failure::NotFound)?;
    let session = store.claim_participation(&actor, &guest).await?;
    crate::request::set_cookie(crate::request::GUEST_COOKIE, "", 0);
    leptos_axum::redirect(&super::page_address(session));
    Ok(())
}

/// What the board's page needs before its room answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BoardContent {
    /// The session.
    pub session: Session,
    /// The visitor's own part in it.
    pub own: Participant,
}

/// What the board's page needs before its room answers; nothing for somebody who is not
/// let in yet.
#[server(endpoint = "load_board", input = GetUrl)]
pub(crate) async fn load_board(
    session: Option<SessionId>,
) -> Result<Option<BoardContent>, Failure> {
    use domain::sessions::ParticipantState;
    let id = session.ok_or(Failure::NotFound)?;
    let info = crate::request::request_info().ok_or(Failure::NotFound)?;
    let store = crate::request::services().store;
    let visitor = info.visitor().ok_or(Failure::Unauthenticated)?;
    let (_, seat) = store.seat(visitor, id).await?;
    match seat.map(|seat| seat.state) {
        None | Some(ParticipantState::Removed) => Err(Failure::NotFound),
        Some(ParticipantState::Waiting) => Ok(None),
        Some(ParticipantState::Admitted) => {
            let (session, own) = store.attended_session(visitor, id).await?;
            Ok(Some(BoardContent { session, own }))
        }
    }
}

/// The server's clock: milliseconds since 1970.
#[server(endpoint = "server_time", input = GetUrl)]
pub(crate) async fn server_time() -> Result<i64, Failure> {
    Ok(jiff::Timestamp::now().as_millisecond())
}

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
    /// The number of the participant who wrote it.
    pub author: u32,
    /// Their name; empty where it is not known, or hidden.
    pub author_name: String,
    /// The name of the frame that it lies in; empty for none.
    pub frame: String,
    /// The name of the cluster that it lies in; empty for none.
    pub cluster: String,
    /// Where what it became is shown, and what that is.
    pub became: Option<(String, ThingKind)>,
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
    /// The notes of its board that the reader may read, in reading order.
    pub notes: Vec<BoardNote>,
}

/// The notes on the board of a session, with what became of them.
#[server(endpoint = "load_harvest", input = GetUrl)]
pub(crate) async fn load_harvest(session: Option<SessionId>) -> Result<HarvestContent, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = session.ok_or(Failure::NotFound)?;
    let detail = store.session(&actor, id).await?;
    let document = super::notes::document(&store, store::Visitor::Account(&actor), id).await?;
    let planned = detail.session.facts.starts_at.date();
    Ok(HarvestContent {
        held_on: planned.min(crate::kit::today()),
        notes: super::notes::notes(&document, &detail),
        team: store.project(&actor, detail.project.id).await?.team,
        session: detail.session,
        project: detail.project,
    })
}

/// What a note is to become, as the guided pass sends it.
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
    /// Id of the note's record on the board.
    pub record: String,
    /// The text that it has there.
    pub note: String,
    /// The number of the participant who wrote it.
    pub author: String,
}

/// Makes a need, feedback, a decision or an action item of a note.
#[server(endpoint = "harvest_note")]
pub(crate) async fn harvest_note(
    session: SessionId,
    id: Uuid,
    draft: HarvestDraft,
) -> Result<(), Failure> {
    use domain::decisions::{ActionItemDraft, DecisionDraft};
    use domain::feedback::FeedbackDraft;
    use domain::ids::{ActionItemId, DecisionId, FeedbackId};
    use domain::needs::NeedDraft;
    use domain::problems::{Problem, Problems};
    use domain::sessions::{OutcomeDraft, OutcomeKind};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let note = OutcomeDraft {
        record: draft.record,
        note: draft.note,
        author: draft.author,
    };
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
            let made = store.harvest_need(&actor, session, NeedId(id), &need, &note);
            (made.await, "statement")
        }
        Some(OutcomeKind::Feedback) => {
            let entry = FeedbackDraft {
                kind: draft.kind,
                story: text,
                ..FeedbackDraft::default()
            };
            let made = store.harvest_feedback(&actor, session, FeedbackId(id), &entry, &note);
            (made.await, "story")
        }
        Some(OutcomeKind::Decision) => {
            let decision = DecisionDraft {
                statement: text,
                decided_on: draft.decided_on,
                ..DecisionDraft::default()
            };
            let made = store.harvest_decision(&actor, session, DecisionId(id), &decision, &note);
            (made.await, "statement")
        }
        Some(OutcomeKind::ActionItem) => {
            let item = ActionItemDraft {
                statement: text,
                owner: draft.owner,
                due_on: draft.due_on,
            };
            let made = store.harvest_action(&actor, session, ActionItemId(id), &item, &note);
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
