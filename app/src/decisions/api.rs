//! Server functions of decisions and action items.

use domain::decisions::{
    ActionItem, ActionItemDetail, ActionItemDraft, ActionStateDraft, Decision, DecisionDetail,
    DecisionDraft,
};
use domain::evidence::Chain;
use domain::ids::{ActionItemId, DecisionId, ProjectId};
use domain::paging::Page;
use domain::projects::{Project, TeamMember};
use domain::time::Date;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// What the list of a project's decisions shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DecisionsContent {
    /// The project.
    pub project: Project,
    /// A page of its decisions.
    pub decisions: Page<Decision>,
    /// The day, by the server's clock.
    pub today: Date,
}

/// What the list of a project's decisions shows.
#[server(endpoint = "load_decisions", input = GetUrl)]
pub(crate) async fn load_decisions(
    project: Option<ProjectId>,
    page: u64,
) -> Result<DecisionsContent, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = project.ok_or(Failure::NotFound)?;
    Ok(DecisionsContent {
        project: store.project(&actor, id).await?.project,
        decisions: store.decisions(&actor, id, page).await?,
        today: crate::kit::today(),
    })
}

/// What the page of a decision shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DecisionContent {
    /// The decision with everything around it.
    pub detail: DecisionDetail,
    /// Its evidence, in both directions.
    pub chain: Chain,
}

/// What the page of a decision shows.
#[server(endpoint = "load_decision", input = GetUrl)]
pub(crate) async fn load_decision(
    project: Option<ProjectId>,
    id: Option<DecisionId>,
) -> Result<DecisionContent, Failure> {
    use domain::evidence::{ThingKind, ThingRef};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let (project, id) = project.zip(id).ok_or(Failure::NotFound)?;
    let detail = store.decision(&actor, id).await?;
    if detail.project.id != project {
        return Err(Failure::NotFound);
    }
    let thing = ThingRef::new(ThingKind::Decision, id);
    Ok(DecisionContent {
        chain: crate::evidence::api::chain(&store, &actor, thing).await?,
        detail,
    })
}

/// Records a decision and leads to its page.
#[server(endpoint = "create_decision")]
pub(crate) async fn create_decision(
    project: ProjectId,
    id: DecisionId,
    draft: DecisionDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.create_decision(&actor, project, id, &draft).await?;
    leptos_axum::redirect(&format!("{}/{id}", super::decisions_address(project)));
    Ok(())
}

/// Changes what a decision says.
#[server(endpoint = "edit_decision")]
pub(crate) async fn edit_decision(
    id: DecisionId,
    version: i64,
    draft: DecisionDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.edit_decision(&actor, id, version, &draft).await?)
}

/// What the list of a project's action items shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ActionItemsContent {
    /// The project.
    pub project: Project,
    /// Its team, of whom somebody takes an action on.
    pub team: Vec<TeamMember>,
    /// A page of its action items.
    pub items: Page<ActionItem>,
    /// The day, by the server's clock.
    pub today: Date,
}

/// What the list of a project's action items shows.
#[server(endpoint = "load_action_items", input = GetUrl)]
pub(crate) async fn load_action_items(
    project: Option<ProjectId>,
    page: u64,
) -> Result<ActionItemsContent, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = project.ok_or(Failure::NotFound)?;
    let detail = store.project(&actor, id).await?;
    Ok(ActionItemsContent {
        project: detail.project,
        team: detail.team,
        items: store.action_items(&actor, id, page).await?,
        today: crate::kit::today(),
    })
}

/// What the page of an action item shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ActionItemContent {
    /// The action item with everything around it.
    pub detail: ActionItemDetail,
    /// The project's team.
    pub team: Vec<TeamMember>,
    /// Its evidence, in both directions.
    pub chain: Chain,
    /// The day, by the server's clock.
    pub today: Date,
}

/// What the page of an action item shows.
#[server(endpoint = "load_action_item", input = GetUrl)]
pub(crate) async fn load_action_item(
    project: Option<ProjectId>,
    id: Option<ActionItemId>,
) -> Result<ActionItemContent, Failure> {
    use domain::evidence::{ThingKind, ThingRef};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let (project, id) = project.zip(id).ok_or(Failure::NotFound)?;
    let detail = store.action_item(&actor, id).await?;
    if detail.project.id != project {
        return Err(Failure::NotFound);
    }
    let thing = ThingRef::new(ThingKind::ActionItem, id);
    Ok(ActionItemContent {
        team: store.project(&actor, project).await?.team,
        chain: crate::evidence::api::chain(&store, &actor, thing).await?,
        detail,
        today: crate::kit::today(),
    })
}

/// Records what is to be done and leads to its page.
#[server(endpoint = "create_action_item")]
pub(crate) async fn create_action_item(
    project: ProjectId,
    id: ActionItemId,
    draft: ActionItemDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store
        .create_action_item(&actor, project, id, &draft)
        .await?;
    leptos_axum::redirect(&format!("{}/{id}", super::actions_address(project)));
    Ok(())
}

/// Changes what an action item says.
#[server(endpoint = "edit_action_item")]
pub(crate) async fn edit_action_item(
    id: ActionItemId,
    version: i64,
    draft: ActionItemDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.edit_action_item(&actor, id, version, &draft).await?)
}

/// Says that an action item is done or given up, or opens it again.
#[server(endpoint = "settle_action_item")]
pub(crate) async fn settle_action_item(
    id: ActionItemId,
    version: i64,
    draft: ActionStateDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store
        .settle_action_item(&actor, id, version, &draft)
        .await?)
}
