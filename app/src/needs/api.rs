//! Server functions of needs.

use domain::attachments::Attachments;
use domain::evidence::Chain;
use domain::ids::{NeedId, ProjectId};
use domain::merging::Targets;
use domain::needs::{Need, NeedDetail, NeedDraft, NeedFilter, NeedState, PositionDraft};
use domain::paging::Page;
use domain::projects::Project;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// A page of needs.
#[server(endpoint = "load_needs", input = GetUrl)]
pub(crate) async fn load_needs(
    #[server(default)] filter: NeedFilter,
) -> Result<Page<Need>, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.needs(&actor, &filter).await?)
}

/// A need with everything around it.
#[server(endpoint = "load_need", input = GetUrl)]
pub(crate) async fn load_need(id: Option<NeedId>) -> Result<NeedDetail, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.need(&actor, id.ok_or(Failure::NotFound)?).await?)
}

/// What the page of a need shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NeedPageContent {
    /// The need with everything around it.
    pub detail: NeedDetail,
    /// Its evidence, in both directions.
    pub chain: Chain,
    /// The files attached to it.
    pub attachments: Attachments,
    /// The projects on whose team the reader is.
    pub own_projects: Vec<Project>,
}

/// What the page of a need shows, with this part of what people said: 1 is the latest.
#[server(endpoint = "load_need_page", input = GetUrl)]
pub(crate) async fn load_need_page(
    id: Option<NeedId>,
    #[server(default)] voices: u64,
) -> Result<NeedPageContent, Failure> {
    use domain::evidence::{ThingKind, ThingRef};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let mut detail = store.need(&actor, id.ok_or(Failure::NotFound)?).await?;
    if voices > 1 {
        let id = detail.need.id;
        detail.voices = store.need_voices(&actor, id, voices).await?;
    }
    let thing = ThingRef::new(ThingKind::Need, detail.need.id);
    Ok(NeedPageContent {
        chain: crate::evidence::api::chain(&store, &actor, thing).await?,
        attachments: store.attachments(&actor, thing).await?,
        own_projects: store.own_projects(&actor).await?,
        detail,
    })
}

/// What a need can be merged into: what comes close, what holds the words, and
/// what is chosen so far.
#[server(endpoint = "load_need_targets", input = GetUrl)]
pub(crate) async fn load_need_targets(
    id: Option<NeedId>,
    #[server(default)] words: String,
    into: Option<NeedId>,
) -> Result<Targets<Need>, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = id.ok_or(Failure::NotFound)?;
    Ok(store.need_targets(&actor, id, &words, into).await?)
}

/// Needs close to a text being typed.
#[server(endpoint = "load_similar_needs", input = GetUrl)]
pub(crate) async fn load_similar_needs(
    text: String,
    except: Option<NeedId>,
) -> Result<Vec<Need>, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.similar_needs(&actor, &text, except).await?)
}

/// Expresses a need and leads to its page.
#[server(endpoint = "express_need")]
pub(crate) async fn express_need(id: NeedId, draft: NeedDraft) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.express_need(&actor, id, &draft).await?;
    leptos_axum::redirect(&format!("/needs/{id}"));
    Ok(())
}

/// Changes what a need says and leads to its page.
#[server(endpoint = "edit_need")]
pub(crate) async fn edit_need(id: NeedId, version: i64, draft: NeedDraft) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.edit_need(&actor, id, version, &draft).await?;
    leptos_axum::redirect(&format!("/needs/{id}"));
    Ok(())
}

/// Withdraws a need, sets it aside, or opens it again.
#[server(endpoint = "settle_need")]
pub(crate) async fn settle_need(
    id: NeedId,
    version: i64,
    state: NeedState,
    #[server(default)] reason: String,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store
        .settle_need(&actor, id, version, state, &reason)
        .await?)
}

/// Takes a position on a need.
#[server(endpoint = "take_position")]
pub(crate) async fn take_position(id: NeedId, draft: PositionDraft) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.take_position(&actor, id, &draft).await?)
}

/// Takes the asker's position back.
#[server(endpoint = "withdraw_position")]
pub(crate) async fn withdraw_position(id: NeedId) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.withdraw_position(&actor, id).await?)
}

/// Merges a need into another and leads to the other's page.
#[server(endpoint = "merge_needs")]
pub(crate) async fn merge_needs(from: NeedId, into: NeedId) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.merge_needs(&actor, from, into).await?;
    leptos_axum::redirect(&format!("/needs/{into}"));
    Ok(())
}

/// Says that a project answers a need, or no longer does.
#[server(endpoint = "answer_need")]
pub(crate) async fn answer_need(
    project: ProjectId,
    need: NeedId,
    answers: bool,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.answer_need(&actor, project, need, answers).await?)
}
