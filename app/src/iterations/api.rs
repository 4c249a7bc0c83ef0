//! Server functions of iterations.

use domain::attachments::Attachments;
use domain::conjectures::{Conjecture, ElementDraft, MapLinkDraft};
use domain::evidence::Chain;
use domain::ids::{ChangeId, ElementId, IterationId, MapLinkId, ProjectId};
use domain::iterations::{
    ChangeDraft, Iteration, IterationDetail, IterationDraft, IterationPair, IterationState,
    ToolChange,
};
use domain::needs::Need;
use domain::projects::Project;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// What the list of a project's iterations shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IterationsContent {
    /// The project.
    pub project: Project,
    /// Its iterations, the newest first.
    pub iterations: Vec<Iteration>,
}

/// The iterations of a project.
#[server(endpoint = "load_iterations", input = GetUrl)]
pub(crate) async fn load_iterations(
    project: Option<ProjectId>,
) -> Result<IterationsContent, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let project = project.ok_or(Failure::NotFound)?;
    let (project, iterations) = store.iterations(&actor, project).await?;
    Ok(IterationsContent {
        project,
        iterations,
    })
}

/// What the page of an iteration shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IterationPageContent {
    /// The project.
    pub project: Project,
    /// The iteration with everything around it.
    pub detail: IterationDetail,
    /// What leads to it and what it leads to.
    pub chain: Chain,
    /// The files attached to it.
    pub attachments: Attachments,
    /// The needs that the project answers: what may have caused a change.
    pub needs: Vec<Need>,
}

/// What the page of an iteration shows.
#[server(endpoint = "load_iteration", input = GetUrl)]
pub(crate) async fn load_iteration(
    id: Option<IterationId>,
) -> Result<IterationPageContent, Failure> {
    use domain::evidence::{ThingKind, ThingRef};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = id.ok_or(Failure::NotFound)?;
    let (project, detail) = store.iteration(&actor, id).await?;
    let needs = store.project(&actor, project.id).await?.needs;
    let thing = ThingRef::new(ThingKind::Iteration, id);
    Ok(IterationPageContent {
        attachments: store.attachments(&actor, thing).await?,
        chain: crate::evidence::api::chain(&store, &actor, thing).await?,
        project,
        detail,
        needs,
    })
}

/// What the comparison of two iterations shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ComparisonContent {
    /// The project.
    pub project: Project,
    /// Its iterations, the newest first.
    pub iterations: Vec<Iteration>,
    /// The two that are compared, where there are two.
    pub pair: Option<IterationPair>,
}

/// Two iterations of a project; the last two where none are named.
#[server(endpoint = "load_comparison", input = GetUrl)]
pub(crate) async fn load_comparison(
    project: Option<ProjectId>,
    a: Option<IterationId>,
    b: Option<IterationId>,
) -> Result<ComparisonContent, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = project.ok_or(Failure::NotFound)?;
    let (project, iterations) = store.iterations(&actor, id).await?;
    let a = a.or_else(|| iterations.get(1).map(|iteration| iteration.id));
    let b = b.or_else(|| iterations.first().map(|iteration| iteration.id));
    let pair = match (a, b) {
        (Some(a), Some(b)) => {
            let (_, pair) = store.two_iterations(&actor, id, a, b).await?;
            Some(pair)
        }
        _ => None,
    };
    Ok(ComparisonContent {
        project,
        iterations,
        pair,
    })
}

/// What the page of a change shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChangePageContent {
    /// The project.
    pub project: Project,
    /// The iteration in which it was made.
    pub iteration: Iteration,
    /// The change.
    pub change: ToolChange,
    /// What led to it and what it leads to.
    pub chain: Chain,
}

/// What the page of a change shows.
#[server(endpoint = "load_change", input = GetUrl)]
pub(crate) async fn load_change(id: Option<ChangeId>) -> Result<ChangePageContent, Failure> {
    use domain::evidence::{ThingKind, ThingRef};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = id.ok_or(Failure::NotFound)?;
    let (project, iteration, change) = store.change(&actor, id).await?;
    let thing = ThingRef::new(ThingKind::Change, id);
    Ok(ChangePageContent {
        chain: crate::evidence::api::chain(&store, &actor, thing).await?,
        project,
        iteration,
        change,
    })
}

/// What the page of an element or a link of conjecture maps shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ConjecturePageContent {
    /// The project.
    pub project: Project,
    /// The thing, as each iteration tells it.
    pub conjecture: Conjecture,
    /// What speaks for and against it, and what else it is linked with.
    pub chain: Chain,
}

/// What the page of an element or a link of conjecture maps shows.
#[server(endpoint = "load_conjecture", input = GetUrl)]
pub(crate) async fn load_conjecture(
    element: Option<ElementId>,
    link: Option<MapLinkId>,
) -> Result<ConjecturePageContent, Failure> {
    use domain::evidence::{ThingKind, ThingRef};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let thing = match (element, link) {
        (Some(element), _) => ThingRef::new(ThingKind::Element, element),
        (None, Some(link)) => ThingRef::new(ThingKind::MapLink, link),
        (None, None) => return Err(Failure::NotFound),
    };
    let (project, conjecture) = store.conjecture(&actor, thing).await?;
    Ok(ConjecturePageContent {
        chain: crate::evidence::api::chain(&store, &actor, thing).await?,
        project,
        conjecture,
    })
}

/// Plans an iteration and leads to its page.
#[server(endpoint = "plan_iteration")]
pub(crate) async fn plan_iteration(
    project: ProjectId,
    id: IterationId,
    draft: IterationDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.plan_iteration(&actor, project, id, &draft).await?;
    leptos_axum::redirect(&super::address(project, id));
    Ok(())
}

/// Changes what an iteration says about itself and leads to its page.
#[server(endpoint = "edit_iteration")]
pub(crate) async fn edit_iteration(
    project: ProjectId,
    id: IterationId,
    version: i64,
    draft: IterationDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.edit_iteration(&actor, id, version, &draft).await?;
    leptos_axum::redirect(&super::address(project, id));
    Ok(())
}

/// Moves an iteration on, or closes it for good.
#[server(endpoint = "steer_iteration")]
pub(crate) async fn steer_iteration(
    id: IterationId,
    version: i64,
    state: IterationState,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.steer_iteration(&actor, id, version, state).await?)
}

/// Adds an element to a map.
#[server(endpoint = "add_element")]
pub(crate) async fn add_element(
    iteration: IterationId,
    id: ElementId,
    draft: ElementDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.add_element(&actor, iteration, id, &draft).await?)
}

/// Changes an element and leads back to the map.
#[server(endpoint = "edit_element")]
pub(crate) async fn edit_element(
    project: ProjectId,
    iteration: IterationId,
    id: ElementId,
    version: i64,
    draft: ElementDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.edit_element(&actor, id, version, &draft).await?;
    leptos_axum::redirect(&super::address(project, iteration));
    Ok(())
}

/// Takes an element away, once that is confirmed if something goes with it, and leads
/// back to the map.
#[server(endpoint = "remove_element")]
pub(crate) async fn remove_element(
    project: ProjectId,
    iteration: IterationId,
    id: ElementId,
    #[server(default)] confirmed: bool,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.remove_element(&actor, id, confirmed).await?;
    leptos_axum::redirect(&super::address(project, iteration));
    Ok(())
}

/// Links two elements of a map.
#[server(endpoint = "add_map_link")]
pub(crate) async fn add_map_link(
    iteration: IterationId,
    id: MapLinkId,
    draft: MapLinkDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.add_map_link(&actor, iteration, id, &draft).await?)
}

/// Says how a link fares and leads back to the map.
#[server(endpoint = "edit_map_link")]
pub(crate) async fn edit_map_link(
    project: ProjectId,
    iteration: IterationId,
    id: MapLinkId,
    version: i64,
    draft: MapLinkDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.edit_map_link(&actor, id, version, &draft).await?;
    leptos_axum::redirect(&super::address(project, iteration));
    Ok(())
}

/// Takes a link away, once that is confirmed if something goes with it, and leads back
/// to the map.
#[server(endpoint = "remove_map_link")]
pub(crate) async fn remove_map_link(
    project: ProjectId,
    iteration: IterationId,
    id: MapLinkId,
    #[server(default)] confirmed: bool,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.remove_map_link(&actor, id, confirmed).await?;
    leptos_axum::redirect(&super::address(project, iteration));
    Ok(())
}

/// Carries the map of the iteration before over once more.
#[server(endpoint = "carry_over")]
pub(crate) async fn carry_over(id: IterationId) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.carry_over(&actor, id).await?)
}

/// Notes a change and what caused it.
#[server(endpoint = "add_change")]
pub(crate) async fn add_change(
    iteration: IterationId,
    id: ChangeId,
    draft: ChangeDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.add_change(&actor, iteration, id, &draft).await?)
}

/// Says a change in other words.
#[server(endpoint = "edit_change")]
pub(crate) async fn edit_change(
    id: ChangeId,
    version: i64,
    #[server(default)] text: String,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.edit_change(&actor, id, version, &text).await?)
}

/// Takes a change away and leads back to its iteration.
#[server(endpoint = "remove_change")]
pub(crate) async fn remove_change(
    project: ProjectId,
    iteration: IterationId,
    id: ChangeId,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.remove_change(&actor, id).await?;
    leptos_axum::redirect(&super::address(project, iteration));
    Ok(())
}
