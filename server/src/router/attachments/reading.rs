//! Files that are read again, whole, in part, or small.

use std::ops::Range;

use app::Failure;
use app::request::RequestInfo;
use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::attachments::{Family, Media};
use domain::ids::AttachmentId;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use http::{HeaderMap, HeaderName, StatusCode, Uri};
use store::attachments::FileToRead;

use crate::attachments::is_shown;
use crate::middleware::Site;
use crate::paths::sign_in_for;

/// What a file that is opened by itself may do: nothing.
const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// A file may have been taken away, or its reader from the team: a browser that
/// keeps it asks again each time.
const KEPT: &str = "private, no-cache";

/// Sends a file to whoever sees its thing.
pub(super) async fn read(
    State(site): State<Site>,
    Extension(info): Extension<RequestInfo>,
    Path(id): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let file = match found(&site, info, &id, &uri).await {
        Ok(file) => file,
        Err(answer) => return answer,
    };
    sent(&site, &file, &headers).await
}

/// A file as it is asked for: whole, in part, or not again.
pub(super) async fn sent(site: &Site, file: &FileToRead, headers: &HeaderMap) -> Response {
    let store = &site.services.store;
    let etag = format!("\"{}\"", file.sha256);
    if is_known(headers, &etag) {
        return (StatusCode::NOT_MODIFIED, about(file, etag)).into_response();
    }
    let same = value(headers, IF_RANGE).is_none_or(|tag| tag == etag);
    let asked = value(headers, RANGE).filter(|_| same);
    let range = match asked.map(|text| part(text, file.bytes)) {
        Some(Part::Of(range)) => Some(range),
        Some(Part::Beyond) => {
            let whole = [(CONTENT_RANGE, format!("bytes */{}", file.bytes))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, whole).into_response();
        }
        Some(Part::Unread) | None => None,
    };
    let wanted = range.clone().unwrap_or(0..file.bytes);
    let bytes = match store.read_file(file, wanted).await {
        Ok(bytes) => bytes,
        Err(error) => return missing(&file.sha256, &error),
    };
    let about = about(file, etag);
    match range {
        Some(Range { start, end }) => {
            let told = format!("bytes {start}-{}/{}", end - 1, file.bytes);
            let part = [(CONTENT_RANGE, told)];
            (StatusCode::PARTIAL_CONTENT, about, part, bytes).into_response()
        }
        None => (about, bytes).into_response(),
    }
}

/// Sends the thumbnail of a picture to whoever sees its thing.
pub(super) async fn thumbnail(
    State(site): State<Site>,
    Extension(info): Extension<RequestInfo>,
    Path(id): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let file = match found(&site, info, &id, &uri).await {
        Ok(file) if file.media.family() == Family::Picture => file,
        Ok(_) => return StatusCode::NOT_FOUND.into_response(),
        Err(answer) => return answer,
    };
    let etag = format!("\"{}-thumbnail\"", file.sha256);
    let about = [
        (CONTENT_TYPE, Media::Jpeg.to_string()),
        (CONTENT_SECURITY_POLICY, SANDBOX.to_owned()),
        (CACHE_CONTROL, KEPT.to_owned()),
        (ETAG, etag.clone()),
    ];
    if is_known(&headers, &etag) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    match small(&site, &file).await {
        Ok(bytes) => (about, bytes).into_response(),
        Err(error) => missing(&id, &error),
    }
}

/// The thumbnail that is kept; made, and kept from now on, where there is none.
pub(in crate::router) async fn small(site: &Site, file: &FileToRead) -> crate::Result<Vec<u8>> {
    let store = &site.services.store;
    if let Some(kept) = store.thumbnail(file).await? {
        return Ok(kept);
    }
    let picture = store.read_file(file, 0..file.bytes).await?;
    let Ok(made) = crate::attachments::thumbnail(picture.clone(), file.media).await else {
        // What cannot be made small is shown as it is.
        return Ok(picture);
    };
    store.keep_thumbnail(file, made.clone()).await?;
    Ok(made)
}

/// The file, for whoever sees its thing; else the answer that fits.
async fn found(
    site: &Site,
    info: RequestInfo,
    id: &str,
    uri: &Uri,
) -> Result<FileToRead, Response> {
    let Some(signed_in) = info.signed_in else {
        return Err(Redirect::to(&sign_in_for(uri.path(), info.session_ended)).into_response());
    };
    let Ok(id) = id.parse::<AttachmentId>() else {
        return Err(StatusCode::NOT_FOUND.into_response());
    };
    let file = site.services.store.attachment(&signed_in.actor, id).await;
    file.map_err(|error| Failure::from(error).status().into_response())
}

/// The value of a header, where it is text.
fn value(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether the browser keeps what this tag stands for.
fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    value(headers, IF_NONE_MATCH).is_some_and(|tags| {
        tags.split(',')
            .any(|tag| tag.trim().trim_start_matches("W/") == etag)
    })
}

fn missing(file: &str, error: &impl std::fmt::Display) -> Response {
    tracing::error!(%error, file, "the bytes of a file are missing");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// What is said of a file.
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
        (CACHE_CONTROL, KEPT.to_owned()),
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
