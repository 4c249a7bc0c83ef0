//! What leaves a session as a file, for whoever may read its board: the board as
//! Markdown, CSV, JSON and SVG, and the report as Markdown, CSV and JSON. What is hidden is
//! never in it, whoever wrote it: files are handed on.

mod exchange;

use std::collections::BTreeMap;

use app::Failure;
use app::exports::{
    ExportedBoard, REPORT_COLUMNS, ReportFile, SeenPictures, board_columns, cell_separator,
    report_file, report_markdown,
};
use app::request::RequestInfo;
use axum::extract::{Extension, FromRequestParts, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{RequestPartsExt, Router};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use board::document::Document;
use board::picture;
use board::record::Content;
use domain::attachments::Media;
use domain::ids::{AttachmentId, SessionId};
use domain::imports::protected;
use domain::wording::Locale;
use http::Uri;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::request::Parts;
use serde::Deserialize;

use super::attachments::small_picture;
use crate::middleware::Site;
use crate::paths::sign_in_for;

/// The routes of what leaves a session.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/sessions/{session}/board.md", get(markdown))
        .route("/sessions/{session}/board.csv", get(sheet))
        .route("/sessions/{session}/board.json", get(exchanged))
        .route("/sessions/{session}/board.svg", get(drawn))
        .route("/sessions/{session}/report.md", get(report))
        .route("/sessions/{session}/report.csv", get(report_sheet))
        .route("/sessions/{session}/report.json", get(report_data))
}

/// Which state of the board is asked for.
#[derive(Clone, Copy, Deserialize)]
struct Asked {
    /// A moment of its log; the present where it is missing.
    at: Option<u64>,
}

/// The board that is asked for, as whoever asks may read it.
struct AskedBoard {
    board: ExportedBoard,
    session: SessionId,
    info: RequestInfo,
    uri: Uri,
}

impl FromRequestParts<Site> for AskedBoard {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let (Path(session), Query(Asked { at }), Extension(info)) = parts
            .extract::<(Path<SessionId>, Query<Asked>, Extension<RequestInfo>)>()
            .await?;
        let uri = parts.uri.clone();
        let store = &site.services.store;
        let read = match info.visitor(session) {
            Some(visitor) => ExportedBoard::read(store, visitor, session, at, info.locale).await,
            None => Err(Failure::Unauthenticated),
        };
        match read {
            Ok(board) => Ok(Self {
                board,
                session,
                info,
                uri,
            }),
            Err(failure) => Err(failed(&failure, &uri, info.session_ended)),
        }
    }
}

async fn markdown(asked: AskedBoard) -> Response {
    let text = asked.board.markdown(asked.info.locale);
    file("board.md", "text/markdown", text)
}

async fn sheet(asked: AskedBoard) -> Response {
    let rows = rows(&asked.board, asked.info.locale);
    written("board.csv", rows, &asked.uri)
}

/// A row for everything on the board.
fn rows(board: &ExportedBoard, locale: Locale) -> csv::Result<String> {
    let mut sheet = sheet_in(locale);
    sheet.write_record(board_columns(locale))?;
    for row in board.rows(locale) {
        sheet.write_record(row)?;
    }
    text_of(sheet)
}

fn sheet_in(locale: Locale) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .delimiter(cell_separator(locale))
        .from_writer(Vec::new())
}

fn text_of(sheet: csv::Writer<Vec<u8>>) -> csv::Result<String> {
    let bytes = sheet.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

async fn exchanged(asked: AskedBoard) -> Response {
    let text = serde_json::to_string_pretty(&exchange::BoardFile::of(&asked.board));
    written("board.json", text, &asked.uri)
}

async fn drawn(State(site): State<Site>, asked: AskedBoard) -> Response {
    let board = &asked.board;
    let images = images(&site, &asked.info, asked.session, board.document()).await;
    let locale = asked.info.locale;
    let words = board.description(locale);
    let told = (board.title.as_str(), words.as_str());
    let picture = picture::svg(board.document(), locale, told, &images);
    file("board.svg", "image/svg+xml", picture)
}

/// The images that lie on a board, small, as they stand in its picture. One that does not
/// come is described there instead.
async fn images(
    site: &Site,
    info: &RequestInfo,
    session: SessionId,
    document: &Document,
) -> BTreeMap<AttachmentId, String> {
    let mut images = BTreeMap::new();
    let Some(visitor) = info.visitor(session) else {
        return images;
    };
    let on_board = document
        .records()
        .filter_map(|(_, record)| match record.shape.content {
            Content::Image(image) => Some(image),
            _ => None,
        });
    let store = &site.services.store;
    let Ok(seen) = SeenPictures::read(store, visitor, session).await else {
        return images;
    };
    for image in on_board {
        if let Ok((file, by)) = store.board_picture(visitor, session, image).await
            && seen.includes(image, by)
            && let Ok(bytes) = small_picture(site, &file).await
        {
            let data = STANDARD.encode(bytes);
            images.insert(image, format!("data:{};base64,{data}", Media::Jpeg));
        }
    }
    images
}

async fn report(
    State(site): State<Site>,
    Path(session): Path<SessionId>,
    Extension(info): Extension<RequestInfo>,
    uri: Uri,
) -> Response {
    let Some(visitor) = info.visitor(session) else {
        return failed(&Failure::Unauthenticated, &uri, info.session_ended);
    };
    let store = &site.services.store;
    match report_markdown(store, visitor, session, info.locale).await {
        Ok(text) => file("report.md", "text/markdown", text),
        Err(failure) => failed(&failure, &uri, info.session_ended),
    }
}

async fn report_sheet(
    State(site): State<Site>,
    Path(session): Path<SessionId>,
    Extension(info): Extension<RequestInfo>,
    uri: Uri,
) -> Response {
    match read_report(&site, &info, session).await {
        Ok(report) => written("report.csv", report_rows(&report, info.locale), &uri),
        Err(failure) => failed(&failure, &uri, info.session_ended),
    }
}

fn report_rows(report: &ReportFile, locale: Locale) -> csv::Result<String> {
    let mut sheet = sheet_in(locale);
    sheet.write_record(REPORT_COLUMNS)?;
    for row in report.rows() {
        sheet.write_record(row.each_ref().map(|cell| protected(cell).into_owned()))?;
    }
    text_of(sheet)
}

async fn report_data(
    State(site): State<Site>,
    Path(session): Path<SessionId>,
    Extension(info): Extension<RequestInfo>,
    uri: Uri,
) -> Response {
    match read_report(&site, &info, session).await {
        Ok(report) => written("report.json", serde_json::to_string_pretty(&report), &uri),
        Err(failure) => failed(&failure, &uri, info.session_ended),
    }
}

async fn read_report(
    site: &Site,
    info: &RequestInfo,
    session: SessionId,
) -> Result<ReportFile, Failure> {
    let visitor = info.visitor(session).ok_or(Failure::Unauthenticated)?;
    report_file(&site.services.store, visitor, session, info.locale).await
}

/// A table or data, as its name ends, if it could be written.
fn written<E: std::fmt::Display>(name: &str, text: Result<String, E>, uri: &Uri) -> Response {
    match text {
        // The mark at its start tells spreadsheets that it is UTF-8.
        Ok(text) if name.ends_with("csv") => file(name, "text/csv", format!("\u{feff}{text}")),
        Ok(text) => file(name, "application/json", text),
        Err(error) => {
            tracing::error!(%error, %uri, "what leaves a session cannot be written");
            failed(&Failure::Internal, uri, false)
        }
    }
}

/// A text file. A picture is also shown in pages; the links to all of them save.
fn file(name: &str, kind: &str, text: String) -> Response {
    let how = match kind {
        "image/svg+xml" => "inline",
        _ => "attachment",
    };
    let headers = [
        (CONTENT_TYPE, format!("{kind}; charset=utf-8")),
        (CONTENT_DISPOSITION, format!("{how}; filename=\"{name}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, text).into_response()
}

/// Whoever is not known signs in first.
fn failed(failure: &Failure, uri: &Uri, ended: bool) -> Response {
    match failure {
        Failure::Unauthenticated => {
            Redirect::to(&sign_in_for(&uri.to_string(), ended)).into_response()
        }
        failure => failure.status().into_response(),
    }
}
