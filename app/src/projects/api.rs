//! Server functions of projects.

use domain::accounts::Person;
use domain::attachments::Attachments;
use domain::evidence::Chain;
use domain::ids::{NeedId, ProjectId, ProjectLinkId, UserId};
use domain::needs::Need;
use domain::paging::Page;
use domain::phases::{PhasesDraft, ProjectPhase};
use domain::projects::{Project, ProjectDetail, ProjectDraft, ProjectFilter, ProjectLinkDraft};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// A page of projects.
#[server(endpoint = "load_projects", input = GetUrl)]
pub(crate) async fn load_projects(
    #[server(default)] filter: ProjectFilter,
) -> Result<Page<Project>, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.projects(&actor, &filter).await?)
}

/// What the page of a project shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProjectPageContent {
    /// The project with everything around it.
    pub detail: ProjectDetail,
    /// Its evidence, in both directions.
    pub chain: Chain,
    /// The files attached to it.
    pub attachments: Attachments,
    /// The people who can be added to the team, for those who manage it.
    pub people: Vec<Person>,
    /// Its iteration and its next milestone.
    pub glance: domain::home::Glance,
    /// What waits for the reader in it.
    pub waiting: Vec<domain::home::Waiting>,
    /// The day on which this is so.
    pub today: domain::time::Date,
}

/// What the page of a project shows.
#[server(endpoint = "load_project_page", input = GetUrl)]
pub(crate) async fn load_project_page(
    id: Option<ProjectId>,
) -> Result<ProjectPageContent, Failure> {
    use domain::evidence::{ThingKind, ThingRef};
    use domain::policy::{Action, may};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = id.ok_or(Failure::NotFound)?;
    let thing = ThingRef::new(ThingKind::Project, id);
    let detail = store.project(&actor, id).await?;
    // Only those who manage the team are told whom they could add to it.
    let manages = may(
        &actor,
        Action::ManageTeam,
        &super::situation(&detail.project),
    );
    let today = crate::kit::today();
    Ok(ProjectPageContent {
        glance: store
            .glances(&[id], today)
            .await?
            .remove(&id)
            .unwrap_or_default(),
        waiting: store.waiting(&actor, Some(id), today).await?,
        chain: crate::evidence::api::chain(&store, &actor, thing).await?,
        attachments: store.attachments(&actor, thing).await?,
        people: match manages {
            true => store.people(&actor).await?,
            false => Vec::new(),
        },
        detail,
        today,
    })
}

/// A need for which a project is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NeedToAnswer {
    /// The need.
    pub need: Need,
    /// The day on which this is so.
    pub today: domain::time::Date,
}

/// The need that a new project is to answer; none where it is closed, for what is closed is
/// answered no more.
#[server(endpoint = "load_need_to_answer", input = GetUrl)]
pub(crate) async fn load_need_to_answer(need: NeedId) -> Result<Option<NeedToAnswer>, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let need = store.need(&actor, need).await?.need;
    let today = crate::kit::today();
    Ok((!need.state.is_closed()).then_some(NeedToAnswer { need, today }))
}

/// Opens a project and leads to its page, which shows the need that it answers, if there is one;
/// one that is opened for a session about that need (`session`) straight to the session's form.
#[server(endpoint = "create_project")]
pub(crate) async fn create_project(
    id: ProjectId,
    draft: ProjectDraft,
    #[server(default)] need: String,
    #[server(default)] session: bool,
) -> Result<(), Failure> {
    use domain::problems::{Problem, Problems};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    if need.is_empty() {
        store.create_project(&actor, id, &draft).await?;
        leptos_axum::redirect(&format!("/projects/{id}"));
        return Ok(());
    }
    let none = |_| Failure::Invalid(Problems::one("need", Problem::NotOffered));
    let need: NeedId = need.parse().map_err(none)?;
    store.create_project_for(&actor, id, &draft, need).await?;
    let next = match session {
        true => crate::needs::session_address(id, need),
        false => format!("/projects/{id}"),
    };
    leptos_axum::redirect(&next);
    Ok(())
}

/// Changes what a project says about itself and leads to its page.
#[server(endpoint = "edit_project")]
pub(crate) async fn edit_project(
    id: ProjectId,
    version: i64,
    draft: ProjectDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.edit_project(&actor, id, version, &draft).await?;
    leptos_axum::redirect(&format!("/projects/{id}"));
    Ok(())
}

/// Moves a project to a phase from a day on.
#[server(endpoint = "change_phase")]
pub(crate) async fn change_phase(
    id: ProjectId,
    version: i64,
    phase: ProjectPhase,
    #[server(default)] starts_on: String,
) -> Result<(), Failure> {
    use domain::problems::{Problem, Problems};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let day = domain::time::parse_date(&starts_on)
        .ok_or_else(|| Failure::Invalid(Problems::one("starts_on", Problem::NotADate)))?;
    Ok(store.change_phase(&actor, id, version, phase, day).await?)
}

/// Plans the phases ahead and corrects the dates of the others.
#[server(endpoint = "plan_phases")]
pub(crate) async fn plan_phases(
    id: ProjectId,
    version: i64,
    draft: PhasesDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.plan_phases(&actor, id, version, &draft).await?)
}

/// Adds a link to a project.
#[server(endpoint = "add_project_link")]
pub(crate) async fn add_project_link(
    project: ProjectId,
    id: ProjectLinkId,
    draft: ProjectLinkDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.add_project_link(&actor, project, id, &draft).await?)
}

/// Changes a link and leads back to its project.
#[server(endpoint = "edit_project_link")]
pub(crate) async fn edit_project_link(
    project: ProjectId,
    id: ProjectLinkId,
    version: i64,
    draft: ProjectLinkDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.edit_project_link(&actor, id, version, &draft).await?;
    leptos_axum::redirect(&format!("/projects/{project}"));
    Ok(())
}

/// Removes a link and leads back to its project.
#[server(endpoint = "remove_project_link")]
pub(crate) async fn remove_project_link(
    project: ProjectId,
    id: ProjectLinkId,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.remove_project_link(&actor, id).await?;
    leptos_axum::redirect(&format!("/projects/{project}"));
    Ok(())
}

/// Adds a person to a team or gives another role; an empty role takes the
/// person out.
#[server(endpoint = "set_team_role")]
pub(crate) async fn set_team_role(
    id: ProjectId,
    version: i64,
    person: UserId,
    #[server(default)] role: String,
) -> Result<(), Failure> {
    use domain::problems::{Problem, Problems};
    use domain::projects::ProjectRole;
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let role = match role.as_str() {
        "" => None,
        code => Some(
            ProjectRole::from_code(code)
                .ok_or_else(|| Failure::Invalid(Problems::one("role", Problem::NotOffered)))?,
        ),
    };
    Ok(store
        .set_team_role(&actor, id, version, person, role)
        .await?)
}
