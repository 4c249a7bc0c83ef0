//! Server functions of co-design sessions: their list, preparing, opening and closing them,
//! those who take part. Coming in is `entry_api`, taking notes up `harvest_api`.

use domain::evidence::Chain;
use domain::ids::{NeedId, ProjectId, ScriptTemplateId, SessionId};
use domain::iterations::Iteration;
use domain::projects::Project;
use domain::sessions::{
    Participant, ScriptTemplate, ScriptTemplateDraft, Session, SessionDetail, SessionDraft,
    SessionRole,
};
use domain::votes::Vote;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// The store, and whoever asks it about a session: an account, or a guest known by a cookie.
#[cfg(feature = "ssr")]
macro_rules! as_visitor {
    ($store:ident, $visitor:ident, $session:expr) => {
        let info = crate::request::request_info().ok_or(Failure::NotFound)?;
        let $visitor = info.visitor($session).ok_or(Failure::Unauthenticated)?;
        let $store = crate::request::services().store;
    };
}
#[cfg(feature = "ssr")]
pub(super) use as_visitor;

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
    /// The needs that it answers, and the one that the session is about: id and statement.
    pub needs: Vec<(NeedId, String)>,
    /// The scripts that a new session can begin with, for whoever prepares sessions here.
    pub saved: Vec<ScriptTemplate>,
    /// How many phases of the script have begun: these stay where they are.
    pub begun: u16,
}

#[cfg(feature = "ssr")]
async fn form_content(
    actor: &domain::policy::Actor,
    project: ProjectId,
    about: Option<NeedId>,
) -> Result<SessionFormContent, Failure> {
    let store = crate::request::services().store;
    let mut detail = store.project(actor, project).await?;
    if let Some(about) = about
        && detail.needs.iter().all(|need| need.id != about)
    {
        detail.needs.push(store.need(actor, about).await?.need);
    }
    Ok(SessionFormContent {
        saved: Vec::new(),
        begun: 0,
        project: detail.project,
        iterations: store.iterations(actor, project).await?.1,
        needs: detail
            .needs
            .into_iter()
            .map(|need| (need.id, need.facts.statement))
            .collect(),
    })
}

/// What the form of a new session offers; a need that the session is to be about is offered
/// whether the project answers it or not.
#[server(endpoint = "load_session_form", input = GetUrl)]
pub(crate) async fn load_session_form(
    project: Option<ProjectId>,
    need: Option<NeedId>,
) -> Result<SessionFormContent, Failure> {
    use domain::policy::{Action, may};
    let actor = crate::request::actor()?;
    let id = project.ok_or(Failure::NotFound)?;
    let mut content = form_content(&actor, id, need).await?;
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
    let id = session.ok_or(Failure::NotFound)?;
    let detail = store.session(&actor, id).await?;
    let mut content = form_content(&actor, detail.project.id, detail.session.facts.need).await?;
    content.begun = store.begun_phases(id).await?;
    Ok((detail.session, content))
}

/// Prepares a session; or, asked by one of its buttons where there are no scripts, has the
/// page arrange the rows of the script, and prepares nothing yet.
#[server(endpoint = "create_session")]
pub(crate) async fn create_session(
    project: ProjectId,
    id: SessionId,
    draft: SessionDraft,
    #[server(default)] arrange: String,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    if !arrange.is_empty() {
        return Err(Failure::Rearranged);
    }
    let store = crate::request::services().store;
    store.create_session(&actor, project, id, &draft).await?;
    leptos_axum::redirect(&super::page_address(id));
    Ok(())
}

/// Changes what a session says; or has the page arrange the rows of the script, likewise.
#[server(endpoint = "edit_session")]
pub(crate) async fn edit_session(
    id: SessionId,
    version: i64,
    draft: SessionDraft,
    #[server(default)] arrange: String,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    if !arrange.is_empty() {
        return Err(Failure::Rearranged);
    }
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
    /// What is still hidden on its board, for whoever may close it.
    pub hidden: HiddenItems,
}

/// How much on a board is for its authors' eyes alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HiddenItems {
    /// So many things.
    pub items: u32,
    /// Of so many people.
    pub people: u32,
}

/// How much is left to show on a board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HiddenCounts {
    /// So many things.
    pub items: u32,
    /// Of each participant, by number, so many that are signed: what is shown where somebody
    /// else shows theirs. Of nobody while names are hidden.
    pub of: Vec<(u32, u32)>,
}

/// How much is left to show on the board of a session, for those who lead there.
#[server(endpoint = "load_hidden", input = GetUrl)]
pub(crate) async fn load_hidden(session: SessionId) -> Result<HiddenCounts, Failure> {
    use domain::policy::Refusal;
    as_visitor!(store, visitor, session);
    let (_, seat) = store.attended_session(visitor, session).await?;
    match seat.facilitates() {
        true => HiddenCounts::on(&store, session).await,
        false => Err(Failure::Refused(Refusal::Role)),
    }
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
    pub(super) fn of(public_url: &str, code: domain::sessions::JoinCode) -> Self {
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
    use domain::evidence::{ThingKind, ThingRef};
    use domain::policy::{Action, may};
    let actor = crate::request::actor()?;
    let services = crate::request::services();
    let id = session.ok_or(Failure::NotFound)?;
    let thing = ThingRef::new(ThingKind::Session, id);
    let mut detail = services.store.session(&actor, id).await?;
    super::notes::forget_authors(&mut detail.outcomes);
    let situation = crate::projects::situation(&detail.project);
    let hidden = match may(&actor, Action::RunSession, &situation) {
        true => HiddenItems::on(&services.store, id).await,
        false => HiddenItems::default(),
    };
    let visitor = store::Visitor::Account(&actor);
    let code = detail.session.code;
    Ok(SessionPageContent {
        votes: services.store.votes(visitor, id).await?,
        chain: crate::evidence::api::chain(&services.store, &actor, thing).await?,
        way_in: code.map_or_else(WayIn::default, |code| WayIn::of(&services.public_url, code)),
        hidden,
        detail,
    })
}

/// Opens a session, or (`open` false) closes it, after all that is hidden on its board was
/// shown to everyone where that is wanted (`reveal`).
#[server(endpoint = "steer_session")]
pub(crate) async fn steer_session(
    id: SessionId,
    open: bool,
    #[server(default)] reveal: bool,
) -> Result<(), Failure> {
    use domain::sessions::SessionState;
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let session = store.steered_session(&actor, id).await?;
    if open {
        // Nobody was there: the time that went by since is not the phase's.
        if let Some(closed_at) = session.closed_at {
            crate::request::boards().stop_clock(id, closed_at).await?;
        }
        store.open_session(&actor, id).await?;
    } else {
        if reveal && session.state == SessionState::Open {
            crate::request::boards().reveal_all(id).await?;
        }
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
    as_visitor!(store, visitor, id);
    if admit {
        store.admit_participant(visitor, id, number).await?;
    } else {
        store.remove_participant(visitor, id, number).await?;
    }
    Ok(())
}

/// Who waits to be let into a session, by number.
#[server(endpoint = "load_waiting", input = GetUrl)]
pub(crate) async fn load_waiting(session: Option<SessionId>) -> Result<Vec<Participant>, Failure> {
    let id = session.ok_or(Failure::NotFound)?;
    as_visitor!(store, visitor, id);
    Ok(store.waiting_participants(visitor, id).await?)
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
    as_visitor!(store, visitor, session);
    Ok(store.give_floor(visitor, session, number).await?)
}
