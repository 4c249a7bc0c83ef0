//! Server functions of the feedback log.

use domain::accounts::Person;
use domain::attachments::Attachments;
use domain::evidence::Chain;
use domain::feedback::{
    BulkDraft, CommentDraft, Feedback, FeedbackDetail, FeedbackDraft, FeedbackFilter, FeedbackPage,
    FeedbackState, FeedbackValues, SavedView, Selected, SplitDraft, TriageDraft,
};
use domain::ids::{CommentId, FeedbackId, ProjectId, ViewId};
use domain::merging::Targets;
use domain::projects::Project;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::beside::beside;
use super::beside::{Beside, ListPlace};
use crate::failure::Failure;

/// What the list of a project's feedback shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ListContent {
    /// The project.
    pub project: Project,
    /// The people of its team.
    pub team: Vec<Person>,
    /// Those who look after entries without being on it any more.
    pub former: Vec<Person>,
    /// Those of the team who read the whole log, and look after entries.
    pub readers: Vec<Person>,
    /// The entries and what they can be narrowed to.
    pub list: FeedbackPage,
    /// The places and versions that it can be narrowed to, where they were asked for.
    pub values: Option<FeedbackValues>,
    /// The reader's saved views.
    pub views: Vec<SavedView>,
}

/// A page of a project's feedback.
#[server(endpoint = "load_feedback_list", input = GetUrl)]
pub(crate) async fn load_feedback_list(
    project: Option<ProjectId>,
    #[server(default)] filter: FeedbackFilter,
    #[server(default)] values: bool,
) -> Result<ListContent, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = project.ok_or(Failure::NotFound)?;
    let list = store.feedback_list(&actor, id, &filter).await?;
    let detail = store.project(&actor, id).await?;
    let values = match values {
        true => Some(store.feedback_values(&actor, id, &filter).await?),
        false => None,
    };
    let on_team = |person: &Person| {
        detail
            .team
            .iter()
            .any(|member| member.person.id == person.id)
    };
    let mut former = store.feedback_assignees(&actor, id).await?;
    former.retain(|person| !on_team(person));
    let readers = detail.team.iter().filter(|member| member.reads_feedback);
    Ok(ListContent {
        former,
        values,
        views: store.views(&actor, id).await?,
        project: detail.project,
        readers: readers.map(|member| member.person.clone()).collect(),
        team: detail
            .team
            .into_iter()
            .map(|member| member.person)
            .collect(),
        list,
    })
}

/// The places and versions that a project's feedback can be narrowed to.
#[server(endpoint = "load_feedback_values", input = GetUrl)]
pub(crate) async fn load_feedback_values(
    project: ProjectId,
    #[server(default)] filter: FeedbackFilter,
) -> Result<FeedbackValues, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.feedback_values(&actor, project, &filter).await?)
}

/// The project on which feedback is given.
#[server(endpoint = "load_feedback_project", input = GetUrl)]
pub(crate) async fn load_feedback_project(id: Option<ProjectId>) -> Result<Project, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let detail = store.project(&actor, id.ok_or(Failure::NotFound)?).await?;
    Ok(detail.project)
}

/// What the page of an entry shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EntryContent {
    /// The project.
    pub project: Project,
    /// The entry with everything around it.
    pub detail: FeedbackDetail,
    /// What leads to it and what it leads to.
    pub chain: Chain,
    /// The files attached to it.
    pub attachments: Attachments,
    /// What stands beside it in the list that its reader came from.
    pub beside: Option<Beside>,
}

/// What the page of an entry shows, with what stands beside it in the list that its
/// reader came from, and with this part of the comments: 1 is the latest.
#[server(endpoint = "load_feedback", input = GetUrl)]
pub(crate) async fn load_feedback(
    id: Option<FeedbackId>,
    #[server(default)] list: ListPlace,
    #[server(default)] comments: u64,
) -> Result<EntryContent, Failure> {
    use domain::evidence::{ThingKind, ThingRef};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = id.ok_or(Failure::NotFound)?;
    let thing = ThingRef::new(ThingKind::Feedback, id);
    let mut detail = store.feedback(&actor, id).await?;
    if comments > 1 {
        detail.comments = store.feedback_said(&actor, id, comments).await?;
    }
    let project = store.project(&actor, detail.feedback.project).await?;
    Ok(EntryContent {
        attachments: store.attachments(&actor, thing).await?,
        chain: crate::evidence::api::chain(&store, &actor, thing).await?,
        beside: beside(&store, &actor, project.project.id, id, list).await?,
        project: project.project,
        detail,
    })
}

/// What an entry can be merged into: what comes close, what holds the words, and
/// what is chosen so far.
#[server(endpoint = "load_feedback_targets", input = GetUrl)]
pub(crate) async fn load_feedback_targets(
    id: Option<FeedbackId>,
    #[server(default)] words: String,
    into: Option<FeedbackId>,
) -> Result<Targets<Feedback>, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = id.ok_or(Failure::NotFound)?;
    Ok(store.feedback_targets(&actor, id, &words, into).await?)
}

/// Gives feedback and leads to its page; to where a photo is added there when
/// the button says so by `then`.
#[server(endpoint = "give_feedback")]
pub(crate) async fn give_feedback(
    project: ProjectId,
    id: FeedbackId,
    draft: FeedbackDraft,
    #[server(default)] then: String,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.give_feedback(&actor, project, id, &draft).await?;
    let there = match then.as_str() {
        "photo" => "?photo=1#attachments",
        _ => "",
    };
    leptos_axum::redirect(&format!("/projects/{project}/feedback/{id}{there}"));
    Ok(())
}

/// Corrects one's own feedback and leads to its page.
#[server(endpoint = "edit_feedback")]
pub(crate) async fn edit_feedback(
    project: ProjectId,
    id: FeedbackId,
    version: i64,
    draft: FeedbackDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.edit_feedback(&actor, id, version, &draft).await?;
    leptos_axum::redirect(&format!("/projects/{project}/feedback/{id}"));
    Ok(())
}

/// The author says whether what was shipped settles the matter.
#[server(endpoint = "settle_feedback")]
pub(crate) async fn settle_feedback(
    id: FeedbackId,
    state: FeedbackState,
    #[server(default)] reason: String,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.settle_feedback(&actor, id, state, &reason).await?)
}

/// Treats one entry.
#[server(endpoint = "triage_feedback")]
pub(crate) async fn triage_feedback(
    id: FeedbackId,
    version: i64,
    draft: TriageDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.triage_feedback(&actor, id, version, &draft).await?)
}

/// Treats several entries at once, as they were shown; gives how many changed, and of how many.
#[server(endpoint = "treat_feedback")]
pub(crate) async fn treat_feedback(
    project: ProjectId,
    #[server(default)] entries: Vec<Selected>,
    draft: BulkDraft,
) -> Result<(u64, u64), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let treated = store.treat_feedback(&actor, project, &entries, &draft);
    let selected = u64::try_from(entries.len()).unwrap_or(u64::MAX);
    Ok((treated.await?, selected))
}

/// Merges an entry into another and leads to the other's page.
#[server(endpoint = "merge_feedback")]
pub(crate) async fn merge_feedback(
    project: ProjectId,
    from: FeedbackId,
    into: FeedbackId,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.merge_feedback(&actor, from, into).await?;
    leptos_axum::redirect(&format!("/projects/{project}/feedback/{into}"));
    Ok(())
}

/// Makes several entries of one.
#[server(endpoint = "split_feedback")]
pub(crate) async fn split_feedback(
    id: FeedbackId,
    version: i64,
    draft: SplitDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.split_feedback(&actor, id, version, &draft).await?;
    Ok(())
}

/// Comments on an entry.
#[server(endpoint = "comment_feedback")]
pub(crate) async fn comment_feedback(
    id: FeedbackId,
    comment: CommentId,
    draft: CommentDraft,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.comment_feedback(&actor, id, comment, &draft).await?)
}

/// Keeps a filter, given as the query of its address, under a name; in place of the view of
/// that name, where that is said.
#[server(endpoint = "save_view")]
pub(crate) async fn save_view(
    project: ProjectId,
    id: ViewId,
    #[server(default)] name: String,
    #[server(default)] query: String,
    #[server(default)] replace: bool,
) -> Result<(), Failure> {
    use leptos_router::params::ParamsMap;
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let pairs = form_urlencoded::parse(query.as_bytes());
    let query: ParamsMap = pairs.into_owned().collect();
    let filter = super::filters::read_filter(&query);
    Ok(store
        .save_view(&actor, project, id, (&name, replace), &filter)
        .await?)
}

/// Forgets a saved view.
#[server(endpoint = "delete_view")]
pub(crate) async fn delete_view(id: ViewId) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.delete_view(&actor, id).await?)
}
