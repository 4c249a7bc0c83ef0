//! Files that are attached to things and read again. A form without scripts is
//! led back to the page of the thing; scripts ask for JSON and stay there.

use std::ops::Range;

use app::Failure;
use app::request::RequestInfo;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, Extension, Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::attachments::{FILE_MAX, FileRefusal, Media};
use domain::evidence::ThingRef;
use domain::ids::AttachmentId;
use domain::policy::Refusal;
use form_urlencoded::Serializer;
use http::header::{
    ACCEPT, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use http::{HeaderMap, HeaderName, StatusCode, Uri};
use store::StoreError;
use store::attachments::FileToRead;

use super::uploads;
use crate::attachments::{is_shown, take};
use crate::middleware::Site;
use crate::paths::{local_path, sign_in_for};

/// The most bytes that are read of a request: what is too large is read to its
/// end up to here, so that a browser sees the answer.
const REQUEST_MAX: usize = 4 * FILE_MAX;
/// What a file that is opened by itself may do: nothing.
const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// The routes of attachments.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route(
            "/attachments",
            post(attach).layer(DefaultBodyLimit::max(REQUEST_MAX)),
        )
        .route("/attachments/{id}", get(read))
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
    let whole = receive(form, &mut sent).await.is_ok();
    let refusal = if whole {
        keep(&site, &info, &mut sent).await.err()
    } else {
        Some(FileRefusal::TooLarge)
    };
    let wants_json = headers
        .get(ACCEPT)
        .is_some_and(|accept| accept.as_bytes().starts_with(b"application/json"));
    match refusal {
        refusal if wants_json => told(refusal),
        Some(FileRefusal::SignedOut) => Redirect::to(&sign_in_for(page(&sent))).into_response(),
        refusal => Redirect::to(&back(&sent, refusal)).into_response(),
    }
}

async fn receive(mut form: Multipart, sent: &mut Sent) -> Result<(), MultipartError> {
    while let Some(field) = form.next_field().await? {
        match field.name().unwrap_or_default() {
            "id" => sent.id = field.text().await?.parse().ok(),
            "thing" => sent.thing = ThingRef::from_code(&field.text().await?),
            "page" => sent.page = field.text().await?,
            "description" => sent.description = field.text().await?,
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

/// Sends a file to whoever sees its thing.
async fn read(
    State(site): State<Site>,
    Extension(info): Extension<RequestInfo>,
    Path(id): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let Some(signed_in) = info.signed_in else {
        return Redirect::to(&sign_in_for(uri.path())).into_response();
    };
    let store = &site.services.store;
    let Ok(id) = id.parse::<AttachmentId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let file = match store.attachment(&signed_in.actor, id).await {
        Ok(file) => file,
        Err(error) => return Failure::from(error).status().into_response(),
    };
    let etag = format!("\"{}\"", file.sha256);
    let value = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let known = value(IF_NONE_MATCH).is_some_and(|tags| {
        tags.split(',')
            .any(|tag| tag.trim().trim_start_matches("W/") == etag)
    });
    if known {
        return (StatusCode::NOT_MODIFIED, about(&file, etag)).into_response();
    }
    let same = value(IF_RANGE).is_none_or(|tag| tag == etag);
    let asked = value(RANGE).filter(|_| same);
    let range = match asked.map(|text| part(text, file.bytes)) {
        Some(Part::Of(range)) => Some(range),
        Some(Part::Beyond) => {
            let whole = [(CONTENT_RANGE, format!("bytes */{}", file.bytes))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, whole).into_response();
        }
        Some(Part::Unread) | None => None,
    };
    let wanted = range.clone().unwrap_or(0..file.bytes);
    let bytes = match store.read_file(&file, wanted).await {
        Ok(bytes) => bytes,
        Err(error) => {
            tracing::error!(%error, %id, "the bytes of a file are missing");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let about = about(&file, etag);
    match range {
        Some(Range { start, end }) => {
            let told = format!("bytes {start}-{}/{}", end - 1, file.bytes);
            let part = [(CONTENT_RANGE, told)];
            (StatusCode::PARTIAL_CONTENT, about, part, bytes).into_response()
        }
        None => (about, bytes).into_response(),
    }
}

/// What is said of a file. It may have been taken away, or its reader from the
/// team: a browser that keeps it asks again each time.
fn about(file: &FileToRead, etag: String) -> [(HeaderName, String); 6] {
    let content_type = match file.media {
        Media::Text | Media::Csv | Media::Markdown => {
            format!("{}; charset=utf-8", file.media)
        }
        media => media.to_string(),
    };
    [
        (CONTENT_TYPE, content_type),
        (CONTENT_DISPOSITION, disposition(&file.name, file.media)),
        (CONTENT_SECURITY_POLICY, SANDBOX.to_owned()),
        (CACHE_CONTROL, "private, no-cache".to_owned()),
        (ACCEPT_RANGES, "bytes".to_owned()),
        (ETAG, etag),
    ]
}

/// The name twice: for old readers in ASCII, and as it is (RFC 6266, RFC 8187).
fn disposition(name: &str, media: Media) -> String {
    let shown = if is_shown(media) {
        "inline"
    } else {
        "attachment"
    };
    let plain: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' => '_',
            ' '..='~' => c,
            _ => '_',
        })
        .collect();
    let exact: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect();
    format!("{shown}; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

/// The part of a file that is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Of(Range<u64>),
    /// It starts behind the end of the file.
    Beyond,
    /// Not one part in bytes: the whole is sent (RFC 9110, section 14.2).
    Unread,
}

fn part(text: &str, bytes: u64) -> Part {
    let Some((first, last)) = text
        .strip_prefix("bytes=")
        .filter(|ranges| !ranges.contains(','))
        .and_then(|range| range.split_once('-'))
    else {
        return Part::Unread;
    };
    let range = match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(bytes),
        (Ok(first), Err(_)) if last.trim().is_empty() => first..bytes,
        (Err(_), Ok(last)) if first.trim().is_empty() => bytes.saturating_sub(last)..bytes,
        _ => return Part::Unread,
    };
    if range.is_empty() {
        Part::Beyond
    } else {
        Part::Of(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_file() {
        for (text, expected) in [
            ("bytes=0-3", Part::Of(0..4)),
            ("bytes=4-", Part::Of(4..10)),
            ("bytes=-3", Part::Of(7..10)),
            ("bytes=-30", Part::Of(0..10)),
            ("bytes=8-99", Part::Of(8..10)),
            ("bytes=10-", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=3-2", Part::Unread),
            ("bytes=0-1,4-5", Part::Unread),
            ("lines=0-1", Part::Unread),
            ("bytes=a-b", Part::Unread),
        ] {
            assert_eq!(part(text, 10), expected, "{text}");
        }
    }

    #[test]
    fn a_name_stays_within_its_header() {
        assert_eq!(
            disposition("élève \"1\".pdf", Media::Pdf),
            "attachment; filename=\"_l_ve _1_.pdf\"; \
             filename*=UTF-8''%C3%A9l%C3%A8ve%20%221%22.pdf"
        );
        assert!(disposition("a.png", Media::Png).starts_with("inline; "));
    }
}
