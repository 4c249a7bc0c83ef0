//! Server functions of the activity feeds.

use domain::accounts::Person;
use domain::activity::ActivityPage;
use domain::ids::{AuditId, ProjectId, UserId};
use domain::projects::Project;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// A page of the feed of everything that the reader may see.
#[server(endpoint = "load_activity", input = GetUrl)]
pub(crate) async fn load_activity(before: Option<AuditId>) -> Result<ActivityPage, Failure> {
    use domain::activity::Feed;
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.activity(&actor, Feed::Everything, before).await?)
}

/// A project and a page of its feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProjectActivity {
    /// The project.
    pub project: Project,
    /// The page of its feed.
    pub page: ActivityPage,
}

/// A project and a page of its feed.
#[server(endpoint = "load_project_activity", input = GetUrl)]
pub(crate) async fn load_project_activity(
    project: Option<ProjectId>,
    before: Option<AuditId>,
) -> Result<ProjectActivity, Failure> {
    use domain::activity::Feed;
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = project.ok_or(Failure::NotFound)?;
    Ok(ProjectActivity {
        project: store.project(&actor, id).await?.project,
        page: store.activity(&actor, Feed::Project(id), before).await?,
    })
}

/// A person and a page of what they did under their name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PersonContent {
    /// The person.
    pub person: Person,
    /// The page of what they did.
    pub page: ActivityPage,
}

/// A person and a page of what they did under their name.
#[server(endpoint = "load_person", input = GetUrl)]
pub(crate) async fn load_person(
    person: Option<UserId>,
    before: Option<AuditId>,
) -> Result<PersonContent, Failure> {
    use domain::activity::Feed;
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = person.ok_or(Failure::NotFound)?;
    Ok(PersonContent {
        person: store.person(&actor, id).await?,
        page: store.activity(&actor, Feed::Person(id), before).await?,
    })
}
