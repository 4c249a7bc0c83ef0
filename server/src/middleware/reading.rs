//! Forms that are larger than any that is taken. A browser that is still sending when it is
//! refused may show that the connection broke, and nothing of why.

use app::FORM_MAX;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use http::StatusCode;
use http::header::CONTENT_LENGTH;

/// The most bytes that are read only to be refused.
const READ_MAX: usize = 16 * FORM_MAX;

/// Reads what is too large to its end, and keeps nothing of it, before it is refused.
pub(crate) async fn read_out(request: Request, next: Next) -> Response {
    let length = request.headers().get(CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_none_or(|length| length <= FORM_MAX || length > READ_MAX) {
        return next.run(request).await;
    }
    let mut body = request.into_body().into_data_stream();
    while let Some(Ok(_)) = body.next().await {}
    (StatusCode::PAYLOAD_TOO_LARGE, "Too large").into_response()
}
