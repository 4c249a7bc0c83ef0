//! One line in the log for each request, with an id that its answer carries
//! too. No query, no address of a person, no secret of a link.

use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use tracing::Instrument;
use uuid::Uuid;

use crate::paths::without_secret;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Logs the request and gives it an id.
pub(crate) async fn log_requests(request: Request, next: Next) -> Response {
    let id = Uuid::now_v7().simple().to_string();
    let path = without_secret(request.uri().path());
    let span = tracing::info_span!("request", %id, method = %request.method(), %path);
    let started = Instant::now();
    let quiet = matches!(path.as_str(), "/healthz" | "/readyz") || path.starts_with("/pkg/");
    let mut response = next.run(request).instrument(span.clone()).await;
    let _inside = span.enter();
    let status = response.status().as_u16();
    // As a number of 128 bits the log for machines would hold it as text.
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    if quiet && status < 500 {
        tracing::debug!(status, milliseconds, "answered");
    } else {
        tracing::info!(status, milliseconds, "answered");
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
