//! Server functions of milestones.

use domain::attachments::Attachments;
use domain::evidence::Chain;
use domain::ids::{MilestoneId, ProjectId, UserId};
use domain::iterations::Iteration;
use domain::milestones::{
    MeasureDraft, Milestone, MilestoneDetail, MilestoneDraft, MoveDraft, SettleDraft,
};
use domain::phases::PhaseDate;
use domain::projects::{Project, TeamMember};
use domain::time::Date;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// What the page with all milestones of a project shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MilestonesContent {
    /// The project.
    pub project: Project,
    /// The dates of its phases.
    pub phases: Vec<PhaseDate>,
    /// Its iterations, the newest first.
    pub iterations: Vec<Iteration>,
    /// Its milestones, by their date.
    pub milestones: Vec<Milestone>,
    /// The day, by the server's clock.
    pub today: Date,
}

/// What the page with all milestones of a project shows.
#[server(endpoint = "load_milestones", input = GetUrl)]
pub(crate) async fn load_milestones(
    project: Option<ProjectId>,
) -> Result<MilestonesContent, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = project.ok_or(Failure::NotFound)?;
    let detail = store.project(&actor, id).await?;
    Ok(MilestonesContent {
        project: detail.project,
        phases: detail.phases,
        iterations: store.iterations(&actor, id).await?.1,
        milestones: store.milestones(&actor, id).await?,
        today: crate::kit::today(),
    })
}

/// What the form of a new milestone needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MilestoneFormContent {
    /// The project.
    pub project: Project,
    /// Its team.
    pub team: Vec<TeamMember>,
}

/// What the form of a new milestone needs to know.
#[server(endpoint = "load_milestone_form", input = GetUrl)]
pub(crate) async fn load_milestone_form(
    project: Option<ProjectId>,
) -> Result<MilestoneFormContent, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = project.ok_or(Failure::NotFound)?;
    let detail = store.project(&actor, id).await?;
    Ok(MilestoneFormContent {
        project: detail.project,
        team: detail.team,
    })
}

/// What the page of a milestone shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MilestonePageContent {
    /// The milestone with everything around it.
    pub detail: MilestoneDetail,
    /// Its evidence, in both directions.
    pub chain: Chain,
    /// The files attached to it.
    pub attachments: Attachments,
    /// The project's team.
    pub team: Vec<TeamMember>,
    /// The day, by the server's clock.
    pub today: Date,
}

/// What the page of a milestone shows.
#[server(endpoint = "load_milestone_page", input = GetUrl)]
pub(crate) async fn load_milestone_page(
    project: Option<ProjectId>,
    id: Option<MilestoneId>,
) -> Result<MilestonePageContent, Failure> {
    use domain::evidence::{ThingKind, ThingRef};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let (project, id) = project.zip(id).ok_or(Failure::NotFound)?;
    let detail = store.milestone(&actor, id).await?;
    if detail.project.id != project {
        return Err(Failure::NotFound);
    }
    let thing = ThingRef::new(ThingKind::Milestone, id);
    Ok(MilestonePageContent {
        chain: crate::evidence::api::chain(&store, &actor, thing).await?,
        attachments: store.attachments(&actor, thing).await?,
        team: store.project(&actor, project).await?.team,
        detail,
        today: crate::kit::today(),
    })
}

/// Sets a milestone and leads to its page.
#[server(endpoint = "create_milestone")]
pub(crate) async fn create_milestone(
    project: ProjectId,
    id: MilestoneId,
    draft: MilestoneDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.create_milestone(&actor, project, id, &draft).await?;
    leptos_axum::redirect(&format!("/projects/{project}/milestones/{id}"));
    Ok(())
}

/// Changes what a milestone says and leads to its page.
#[server(endpoint = "edit_milestone")]
pub(crate) async fn edit_milestone(
    project: ProjectId,
    id: MilestoneId,
    version: i64,
    draft: MilestoneDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.edit_milestone(&actor, id, version, &draft).await?;
    leptos_axum::redirect(&format!("/projects/{project}/milestones/{id}"));
    Ok(())
}

/// Says that a criterion is true, or no longer: `mark` is its id and `true` or
/// `false`, parted by a colon, as the button pressed has it.
#[server(endpoint = "check_criterion")]
pub(crate) async fn check_criterion(
    id: MilestoneId,
    #[server(default)] mark: String,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let (criterion, checked) = mark.split_once(':').ok_or(Failure::Malformed)?;
    let criterion = criterion.parse().map_err(|_| Failure::Malformed)?;
    let checked = checked.parse().map_err(|_| Failure::Malformed)?;
    Ok(store
        .check_criterion(&actor, id, criterion, checked)
        .await?)
}

/// Records what was measured.
#[server(endpoint = "record_measure")]
pub(crate) async fn record_measure(
    id: MilestoneId,
    version: i64,
    draft: MeasureDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.record_measure(&actor, id, version, &draft).await?)
}

/// Gives a milestone another date.
#[server(endpoint = "move_milestone")]
pub(crate) async fn move_milestone(
    id: MilestoneId,
    version: i64,
    draft: MoveDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.move_milestone(&actor, id, version, &draft).await?)
}

/// Decides that a milestone is met or missed, or opens it again.
#[server(endpoint = "settle_milestone")]
pub(crate) async fn settle_milestone(
    id: MilestoneId,
    version: i64,
    draft: SettleDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.settle_milestone(&actor, id, version, &draft).await?)
}

/// Asks a member of the team to sign, or no longer asks.
#[server(endpoint = "ask_signature")]
pub(crate) async fn ask_signature(
    id: MilestoneId,
    person: UserId,
    asked: bool,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.ask_signature(&actor, id, person, asked).await?)
}

/// Signs a milestone.
#[server(endpoint = "sign_milestone")]
pub(crate) async fn sign_milestone(id: MilestoneId) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.sign_milestone(&actor, id).await?)
}
