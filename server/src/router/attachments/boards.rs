//! Pictures that lie on live boards: put there and looked at by those who take part,
//! with an account or without.

use std::time::Duration;

use app::Failure;
use app::exports::SeenPictures;
use app::request::{RequestInfo, retry_after};
use axum::Json;
use axum::extract::{Extension, Multipart, Path, State};
use axum::response::{IntoResponse, Response};
use domain::attachments::{Family, FileRefusal};
use domain::ids::{AttachmentId, SessionId};
use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::{Sent, reading, receive, refusal, told};
use crate::attachments::take;
use crate::middleware::Site;
use crate::router::uploads::Unread;

/// A picture that was kept.
#[derive(Serialize)]
struct Kept {
    id: AttachmentId,
    /// In pixels.
    width: u32,
    /// In pixels.
    height: u32,
}

/// Why a picture was not kept.
enum NotKept {
    Refused(FileRefusal),
    /// What should be words in the form is none.
    NoText,
    /// Too much was sent from this address: how long to wait.
    TooMany(Duration),
}

impl From<FileRefusal> for NotKept {
    fn from(refusal: FileRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Keeps a picture for a board; the answer says how large it is.
pub(super) async fn add(
    State(site): State<Site>,
    Extension(info): Extension<RequestInfo>,
    Path(session): Path<SessionId>,
    form: Multipart,
) -> Response {
    match keep(&site, &info, session, form).await {
        Ok(kept) => (StatusCode::CREATED, Json(kept)).into_response(),
        Err(NotKept::Refused(refusal)) => told(Some(refusal)),
        Err(NotKept::NoText) => StatusCode::BAD_REQUEST.into_response(),
        Err(NotKept::TooMany(wait)) => {
            let wait = [(RETRY_AFTER, retry_after(wait))];
            (wait, told(Some(FileRefusal::TooOften))).into_response()
        }
    }
}

async fn keep(
    site: &Site,
    info: &RequestInfo,
    session: SessionId,
    form: Multipart,
) -> Result<Kept, NotKept> {
    let visitor = info.visitor(session).ok_or(FileRefusal::SignedOut)?;
    let store = &site.services.store;
    // Asked before anything is read: taking a file in and looking into it costs.
    let allowed = store.may_add_board_picture(visitor, session).await;
    allowed.map_err(refusal)?;
    let counted = site.services.sign_in_limit.allows_visit(info.address);
    counted.map_err(NotKept::TooMany)?;
    let mut sent = Sent::default();
    match receive(form, &mut sent).await {
        Ok(()) if !sent.too_large => {}
        Ok(()) | Err(Unread::Cut) => return Err(FileRefusal::TooLarge.into()),
        Err(Unread::NoText) => return Err(NotKept::NoText),
    }
    let (name, bytes) = sent.file.ok_or(FileRefusal::Missing)?;
    let file = take(name, String::new(), bytes).await?;
    let size = file.size.filter(|_| file.media.family() == Family::Picture);
    let (width, height) = size.ok_or(FileRefusal::Unreadable)?;
    let id = sent.id.unwrap_or_else(AttachmentId::new);
    let added = store.add_board_picture(visitor, session, id, file).await;
    added.map_err(refusal)?;
    Ok(Kept { id, width, height })
}

/// Sends a picture to whoever put it on the board, and to those who see it there.
pub(super) async fn read(
    State(site): State<Site>,
    Extension(info): Extension<RequestInfo>,
    Path((session, id)): Path<(SessionId, AttachmentId)>,
    headers: HeaderMap,
) -> Response {
    let store = &site.services.store;
    let Some(visitor) = info.visitor(session) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let found = async {
        let (file, by) = store.board_picture(visitor, session, id).await?;
        let seen = SeenPictures::read(store, visitor, session).await?;
        match seen.includes(id, by) {
            true => Ok(file),
            false => Err(Failure::NotFound),
        }
    };
    match found.await {
        Ok(file) => reading::sent(&site, &file, &headers).await,
        Err(failure) => failure.status().into_response(),
    }
}
