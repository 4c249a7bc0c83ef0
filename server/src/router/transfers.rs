//! Files that come in for an import, and CSV files that go out.

use app::exports::cell_separator;
use app::left_out;
use app::request::RequestInfo;
use axum::Router;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, Extension, Multipart, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::ids::{ImportId, ProjectId};
use domain::imports::{FILE_MAX, FileProblem, ImportFile, ImportReport, ImportTarget, protected};
use domain::policy::{Action, Situation, may};
use domain::wording::Locale;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{StatusCode, Uri};
use serde::Deserialize;
use store::StoreError;
use store::imports::{ImportFiles, NamedFile};

use super::uploads::{self, Unread};
use crate::middleware::Site;
use crate::paths::sign_in_for;

/// The most bytes that are read of a request: what is too large is read to its
/// end up to here, so that a browser sees the answer.
const REQUEST_MAX: usize = 5 * FILE_MAX;
/// The page on which files are chosen.
const CHOOSING: &str = "/imports/new";
/// The most bytes of what names the target of an import.
const TARGET_MAX: usize = 64;
/// The needs, to be saved.
const NEEDS: &str = "/exports/needs.csv";
/// The votes, to be saved.
const VOTES: &str = "/exports/votes.csv";
/// What a CSV file begins with, so that spreadsheets know that it is UTF-8.
const MARK: &str = "\u{feff}";

/// The routes of files.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route(
            "/imports/upload",
            post(upload).layer(DefaultBodyLimit::max(REQUEST_MAX)),
        )
        .route("/imports/{import}/left-out.csv", get(save_left_out))
        .route(NEEDS, get(export))
        .route(VOTES, get(export))
}

/// Keeps the files of an import to come, and leads to the page on which their
/// columns are mapped; back to where they were chosen when they cannot be kept.
async fn upload(
    State(site): State<Site>,
    Extension(info): Extension<RequestInfo>,
    form: Multipart,
) -> Response {
    let Some(signed_in) = info.signed_in else {
        let into = target(form).await.choice();
        let chosen = format!("{CHOOSING}?into={into}");
        return Redirect::to(&sign_in_for(&chosen, info.session_ended)).into_response();
    };
    let workspace = Situation::workspace();
    if !may(&signed_in.actor, Action::ImportRecords, &workspace) {
        return Redirect::to(CHOOSING).into_response();
    }
    let (id, target, files) = match read(form).await {
        Ok(read) => read,
        Err(Refused::File(target, file, problem)) => return back(target, file, problem),
        Err(Refused::NoText) => return StatusCode::BAD_REQUEST.into_response(),
    };
    let kept = site
        .services
        .store
        .keep_upload(&signed_in.actor, id, target, files)
        .await;
    match kept {
        Ok(Ok(())) => Redirect::to(&format!("/imports/{id}/columns")).into_response(),
        Ok(Err(unfit)) => back(target, unfit.file, unfit.problem),
        Err(error) => failed(error),
    }
}

fn back(target: ImportTarget, file: ImportFile, problem: FileProblem) -> Response {
    let into = target.choice();
    Redirect::to(&format!(
        "{CHOOSING}?into={into}&file={file}&problem={problem}"
    ))
    .into_response()
}

/// For what the files of a form are. They are read to their end, so that a browser sees
/// the answer, and not kept.
async fn target(mut form: Multipart) -> ImportTarget {
    let mut target = ImportTarget::default();
    while let Ok(Some(field)) = form.next_field().await {
        if field.name() == Some("into")
            && let Some((_, choice)) = uploads::file(field, TARGET_MAX).await
        {
            let choice = std::str::from_utf8(&choice).unwrap_or_default();
            target = ImportTarget::from_choice(choice).unwrap_or_default();
        }
    }
    target
}

/// Why an upload is not taken.
enum Refused {
    /// One of its files; for what it was.
    File(ImportTarget, ImportFile, FileProblem),
    /// What should be words in the form is none.
    NoText,
}

/// Reads the form; what the files hold stands before them.
async fn read(mut form: Multipart) -> Result<(ImportId, ImportTarget, ImportFiles), Refused> {
    let mut id = None;
    let mut target = ImportTarget::default();
    let mut files = ImportFiles::default();
    loop {
        let refused = |file| Refused::File(target, file, FileProblem::TooLarge);
        let unread = |why| match why {
            Unread::Cut => refused(ImportFile::Records),
            Unread::NoText => Refused::NoText,
        };
        let field = form.next_field().await.map_err(Unread::from);
        let Some(field) = field.map_err(unread)? else {
            break;
        };
        match field.name().unwrap_or_default() {
            "id" => id = uploads::text(field).await.map_err(unread)?.parse().ok(),
            "into" => {
                let choice = uploads::text(field).await.map_err(unread)?;
                // What the form does not offer is a project that there is not.
                target = ImportTarget::from_choice(&choice)
                    .unwrap_or_else(|| ImportTarget::Feedback(ProjectId::new()));
            }
            "records" => {
                files.records = file(field)
                    .await
                    .ok_or_else(|| refused(ImportFile::Records))?;
            }
            "votes" => {
                let votes = file(field)
                    .await
                    .ok_or_else(|| refused(ImportFile::Votes))?;
                // A field in which no file was chosen is sent empty.
                files.votes = (!votes.name.is_empty()).then_some(votes);
            }
            _ => {}
        }
    }
    Ok((id.unwrap_or_else(ImportId::new), target, files))
}

/// The file of a field, unless it is too large.
async fn file(field: Field<'_>) -> Option<NamedFile> {
    let (name, bytes) = uploads::file(field, FILE_MAX).await?;
    Some(NamedFile { name, bytes })
}

/// What an export is narrowed to.
#[derive(Deserialize)]
struct Narrowed {
    source: Option<String>,
}

/// A CSV file of the needs or of the votes, as the address says.
async fn export(
    State(site): State<Site>,
    Extension(info): Extension<RequestInfo>,
    Query(narrowed): Query<Narrowed>,
    uri: Uri,
) -> Response {
    let Some(signed_in) = info.signed_in else {
        return Redirect::to(&sign_in_for(&uri.to_string(), info.session_ended)).into_response();
    };
    let (store, actor) = (&site.services.store, &signed_in.actor);
    let source = narrowed.source.as_deref().filter(|name| !name.is_empty());
    let (name, text) = match uri.path() {
        VOTES => ("votes.csv", store.export_votes(actor, source).await),
        _ => ("besoins.csv", store.export_needs(actor, source).await),
    };
    match text {
        Ok(text) => sheet(name, format!("{MARK}{text}")),
        Err(error) => failed(error),
    }
}

/// What the import of files that wait would not take as it is, in the reader's language: as
/// much as a report tells in full. The file is made away from the threads that answer requests.
async fn save_left_out(
    State(site): State<Site>,
    Extension(info): Extension<RequestInfo>,
    Path(import): Path<ImportId>,
    uri: Uri,
) -> Response {
    let Some(signed_in) = info.signed_in else {
        return Redirect::to(&sign_in_for(&uri.to_string(), info.session_ended)).into_response();
    };
    let (store, locale) = (&site.services.store, info.locale);
    let report = match store.check_import_in_full(&signed_in.actor, import).await {
        Ok(report) => report,
        Err(error) => return failed(error),
    };
    match tokio::task::spawn_blocking(move || left_out_sheet(locale, &report)).await {
        Ok(Ok(text)) => sheet("left-out.csv", text),
        Ok(Err(error)) => failed(StoreError::Internal(error.to_string())),
        Err(error) => failed(StoreError::Internal(error.to_string())),
    }
}

/// The cells hold what a file holds: what a spreadsheet would take for a formula stands behind
/// an apostrophe.
fn left_out_sheet(locale: Locale, report: &ImportReport) -> csv::Result<Vec<u8>> {
    let mut sheet = csv::WriterBuilder::new()
        .delimiter(cell_separator(locale))
        .from_writer(MARK.as_bytes().to_vec());
    sheet.write_record(left_out::columns(locale))?;
    for row in left_out::rows(locale, report) {
        let cells = row.each_ref().map(|cell| protected(cell));
        sheet.write_record(cells.iter().map(|cell| cell.as_bytes()))?;
    }
    Ok(sheet.into_inner().map_err(|error| error.into_error())?)
}

/// A CSV file to be saved: its name, and what it holds, which begins with [`MARK`].
fn sheet(name: &str, marked: impl IntoResponse) -> Response {
    let headers = [
        (
            CONTENT_TYPE,
            "text/csv; charset=utf-8; header=present".to_owned(),
        ),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, marked).into_response()
}

fn failed(error: StoreError) -> Response {
    app::Failure::from(error).status().into_response()
}
