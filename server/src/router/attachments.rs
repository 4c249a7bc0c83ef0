//! Files that are attached to things and read again. A form without scripts is
//! led back to the page of the thing; scripts ask for JSON and stay there.

mod boards;
mod reading;

pub(super) use reading::small as small_picture;

use app::Failure;
use app::request::RequestInfo;
use axum::extract::{DefaultBodyLimit, Extension, Multipart, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::attachments::{FILE_MAX, FileRefusal};
use domain::evidence::ThingRef;
use domain::ids::AttachmentId;
use domain::policy::Refusal;
use form_urlencoded::Serializer;
use http::header::ACCEPT;
use http::{HeaderMap, StatusCode};
use store::StoreError;

use super::uploads::{self, Unread};
use crate::attachments::take;
use crate::middleware::Site;
use crate::paths::{local_path, path_and_query, sign_in_for};

/// The most bytes that are read of a request: what is too large is read to its
/// end up to here, so that a browser sees the answer.
const REQUEST_MAX: usize = 4 * FILE_MAX;
/// The routes of attachments.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route(
            "/attachments",
            post(attach).layer(DefaultBodyLimit::max(REQUEST_MAX)),
        )
        .route("/attachments/{id}", get(reading::read))
        .route("/attachments/{id}/thumbnail", get(reading::thumbnail))
        .route(
            "/sessions/{session}/pictures",
            post(boards::add).layer(DefaultBodyLimit::max(REQUEST_MAX)),
        )
        .route("/sessions/{session}/pictures/{id}", get(boards::read))
}

/// What the form sends.
#[derive(Default)]
struct Sent {
    id: Option<AttachmentId>,
    thing: Option<ThingRef>,
    /// The page on which the form stands.
    page: String,
    description: String,
    file: Option<(String, Vec<u8>)>,
    too_large: bool,
}

/// Attaches a file to the thing on whose page the form stands.
async fn attach(
    State(site): State<Site>,
    Extension(info): Extension<RequestInfo>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let mut sent = Sent::default();
    let refusal = match receive(form, &mut sent).await {
        Ok(()) => keep(&site, &info, &mut sent).await.err(),
        Err(Unread::Cut) => Some(FileRefusal::TooLarge),
        Err(Unread::NoText) => return StatusCode::BAD_REQUEST.into_response(),
    };
    let wants_json = headers
        .get(ACCEPT)
        .is_some_and(|accept| accept.as_bytes().starts_with(b"application/json"));
    match refusal {
        refusal if wants_json => told(refusal),
        Some(FileRefusal::SignedOut) => {
            Redirect::to(&through_sign_in(&sent, info.session_ended)).into_response()
        }
        refusal => Redirect::to(&back(&sent, refusal)).into_response(),
    }
}

async fn receive(mut form: Multipart, sent: &mut Sent) -> Result<(), Unread> {
    while let Some(field) = form.next_field().await? {
        match field.name().unwrap_or_default() {
            "id" => sent.id = uploads::text(field).await?.parse().ok(),
            "thing" => sent.thing = ThingRef::from_code(&uploads::text(field).await?),
            "page" => sent.page = uploads::text(field).await?,
            "description" => sent.description = uploads::text(field).await?,
            "file" => {
                sent.file = uploads::file(field, FILE_MAX).await;
                sent.too_large = sent.file.is_none();
            }
            _ => {}
        }
    }
    Ok(())
}

async fn keep(site: &Site, info: &RequestInfo, sent: &mut Sent) -> Result<(), FileRefusal> {
    let signed_in = info.signed_in.as_ref().ok_or(FileRefusal::SignedOut)?;
    let (actor, store) = (&signed_in.actor, &site.services.store);
    let thing = sent.thing.ok_or(FileRefusal::NoSuchThing)?;
    // Asked first: looking into a file takes time.
    store.may_attach(actor, thing).await.map_err(refusal)?;
    if sent.too_large {
        return Err(FileRefusal::TooLarge);
    }
    let (name, bytes) = sent.file.take().ok_or(FileRefusal::Missing)?;
    // A field in which no file was chosen is sent empty.
    if name.is_empty() && bytes.is_empty() {
        return Err(FileRefusal::Missing);
    }
    let file = take(name, sent.description.clone(), bytes).await?;
    let id = sent.id.unwrap_or_else(AttachmentId::new);
    let attached = store.attach_file(actor, id, thing, file).await;
    attached.map_err(refusal)
}

/// Why the store did not keep a file.
fn refusal(error: StoreError) -> FileRefusal {
    match Failure::from(error) {
        Failure::NotFound => FileRefusal::NoSuchThing,
        Failure::Refused(Refusal::Role) => FileRefusal::Role,
        Failure::Refused(Refusal::Frozen) => FileRefusal::Frozen,
        Failure::Invalid(problems) => FileRefusal::from(&problems),
        Failure::Unauthenticated => FileRefusal::SignedOut,
        _ => FileRefusal::Failed,
    }
}

/// The answer to scripts: the code of the refusal, if there is one.
fn told(refusal: Option<FileRefusal>) -> Response {
    let status = match refusal {
        None => StatusCode::CREATED,
        Some(FileRefusal::SignedOut) => StatusCode::UNAUTHORIZED,
        Some(FileRefusal::Role | FileRefusal::Frozen) => StatusCode::FORBIDDEN,
        Some(FileRefusal::NoSuchThing) => StatusCode::NOT_FOUND,
        Some(FileRefusal::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        Some(FileRefusal::TooOften) => StatusCode::TOO_MANY_REQUESTS,
        Some(FileRefusal::Failed) => StatusCode::INTERNAL_SERVER_ERROR,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    (status, Json(refusal)).into_response()
}

/// The path of the page that the form came from.
fn page(sent: &Sent) -> &str {
    let path = sent.page.split(['?', '#']).next().unwrap_or_default();
    local_path(path).unwrap_or("/")
}

/// The way back, with the reason of the refusal and what was typed.
fn back(sent: &Sent, refusal: Option<FileRefusal>) -> String {
    let page = page(sent);
    let Some(refusal) = refusal else {
        return format!("{page}#attachments");
    };
    let query = Serializer::new(String::new())
        .append_pair("file", refusal.code())
        .append_pair("description", &sent.description)
        .finish();
    format!("{page}?{query}#attachments")
}

/// The way back through signing in, with what was typed; the file, which nobody keeps, is
/// asked for there.
fn through_sign_in(sent: &Sent, ended: bool) -> String {
    let back = back(sent, Some(FileRefusal::Missing));
    sign_in_for(path_and_query(&back), ended)
}
