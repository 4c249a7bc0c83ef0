//! Server functions of imports.

use domain::ids::{ImportId, ProjectId};
use domain::imports::{
    ImportDraft, ImportPreview, ImportState, ImportSummary, ImportTrial, Readings, Undone,
};
use domain::paging::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::failure::Failure;

/// A page of the imports.
#[server(endpoint = "load_imports", input = GetUrl)]
pub(crate) async fn load_imports(page: u64) -> Result<Page<ImportSummary>, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.imports(&actor, page).await?)
}

/// The projects into which feedback may be imported, with their titles.
#[server(endpoint = "load_import_projects", input = GetUrl)]
pub(crate) async fn load_import_projects() -> Result<Vec<(ProjectId, String)>, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.import_projects(&actor).await?)
}

/// Files that wait for their import.
#[server(endpoint = "load_upload", input = GetUrl)]
pub(crate) async fn load_upload(
    id: Option<ImportId>,
    #[server(default)] readings: Readings,
) -> Result<ImportPreview, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = id.ok_or(Failure::NotFound)?;
    Ok(store.upload_preview(&actor, id, readings).await?)
}

/// Decides how files are imported and leads to what that would do.
#[server(endpoint = "plan_import")]
pub(crate) async fn plan_import(id: ImportId, draft: ImportDraft) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.plan_import(&actor, id, &draft).await?;
    leptos_axum::redirect(&format!("/imports/{id}/check"));
    Ok(())
}

/// What an import would do, and the name of its source.
#[server(endpoint = "load_import_check", input = GetUrl)]
pub(crate) async fn load_import_check(
    id: Option<ImportId>,
) -> Result<(String, ImportTrial), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let id = id.ok_or(Failure::NotFound)?;
    let (plan, trial) = store.check_import(&actor, id).await?;
    Ok((plan.source, trial))
}

/// Runs an import and leads to its page.
#[server(endpoint = "run_import")]
pub(crate) async fn run_import(id: ImportId) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.start_import(&actor, id).await?;
    leptos_axum::redirect(&format!("/imports/{id}"));
    Ok(())
}

/// Forgets files that wait and leads to the list of imports.
#[server(endpoint = "drop_upload")]
pub(crate) async fn drop_upload(id: ImportId) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.drop_upload(&actor, id).await?;
    leptos_axum::redirect("/imports");
    Ok(())
}

/// Where an import stands.
#[server(endpoint = "load_import", input = GetUrl)]
pub(crate) async fn load_import(id: Option<ImportId>) -> Result<ImportState, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.import(&actor, id.ok_or(Failure::NotFound)?).await?)
}

/// Undoes an import but for what somebody has worked on, as it was shown.
#[server(endpoint = "undo_rest_of_import")]
pub(crate) async fn undo_rest_of_import(id: ImportId, mark: String) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.undo_rest_of_import(&actor, id, &mark).await?)
}

/// Undoes an import, unless what it made has been worked on.
#[server(endpoint = "undo_import")]
pub(crate) async fn undo_import(id: ImportId) -> Result<Undone, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.undo_import(&actor, id).await?)
}
