//! A page for whoever would see none: what failed before a page of the application could say so
//! has no words, or a few for programs. Browsers are told in the language of their reader.

use app::unanswered;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::wording::Locale;
use http::HeaderValue;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use leptos::config::LeptosOptions;

use super::session::{locale, theme, wants_page};

/// Where operators and their programs ask how the server is.
const FOR_OPERATORS: [&str; 2] = ["/healthz", "/readyz"];
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// Says to people why they are not answered, where nothing else does.
pub(crate) async fn say_why(
    State(options): State<LeptosOptions>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    if !wants_page(headers) || FOR_OPERATORS.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let (in_general, theme) = (locale(headers, None), theme(headers));
    let sent = !request.method().is_safe();
    let response = next.run(request).await;
    if !is_silent(&response) {
        return response;
    }
    // Known of the person, where it was found out who they are.
    let own = response.extensions().get::<Locale>().copied();
    let locale = own.unwrap_or(in_general);
    let page = unanswered(options, locale, theme, response.status(), sent);
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.insert(CONTENT_TYPE, HTML);
    Response::from_parts(parts, Body::from(page))
}

/// Whether an answer is a failure without a page: it has no content, or words for programs.
fn is_silent(response: &Response) -> bool {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE);
    let kind = kind.map(|kind| kind.to_str().unwrap_or_default());
    (status.is_client_error() || status.is_server_error())
        && kind.is_none_or(|kind| kind.starts_with("text/plain"))
}
