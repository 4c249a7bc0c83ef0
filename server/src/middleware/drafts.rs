//! Forms without JavaScript. When one is not taken, its page is shown again:
//! what was typed is kept meanwhile, without passwords, and found again through
//! a cookie. When the session had ended, signing in comes between.

use app::Failure;
use app::request::{DRAFT_COOKIE, RequestInfo};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use form_urlencoded::{Serializer, parse};
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use leptos::server_fn::error::ServerFnUrlError;
use store::drafts::DRAFT_MAX;

use super::{Site, new_cookie};
use crate::paths::{path_and_query, sign_in_for, without_failure};

/// How long a form that came back finds what was typed, in seconds.
const KEPT_SECONDS: u32 = 600;

/// Keeps what was typed in a form that is not taken; forgets it once it is.
pub(crate) async fn keep_drafts(
    State(site): State<Site>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let info = request.extensions().get::<RequestInfo>();
    let secure = info.is_some_and(|info| info.secure);
    let came_back = info
        .and_then(|info| info.draft.as_ref())
        .is_some_and(|(draft, _)| *draft == path);
    let (request, body) = match read_form(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let mut response = next.run(request).await;
    match (failure(&response), body) {
        (Some(failure), Some(body)) => {
            lead_back(&mut response, &failure);
            match site
                .services
                .store
                .keep_draft(&path, &without_secrets(&body))
                .await
            {
                Ok(Some(id)) => {
                    let id = id.to_string();
                    set_cookie(
                        &mut response,
                        &new_cookie(DRAFT_COOKIE, &id, KEPT_SECONDS, secure),
                    );
                }
                Ok(None) => {}
                Err(error) => tracing::error!(%error, "draft not kept"),
            }
        }
        (None, _)
            if came_back
                && !response.status().is_client_error()
                && !response.status().is_server_error() =>
        {
            set_cookie(&mut response, &new_cookie(DRAFT_COOKIE, "", 0, secure));
        }
        _ => {}
    }
    response
}

/// The request again, and its body when it is a form sent without JavaScript.
async fn read_form(request: Request) -> Result<(Request, Option<Bytes>), Response> {
    if request.method() != Method::POST || !is_plain_form(request.headers()) {
        return Ok((request, None));
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, DRAFT_MAX).await else {
        return Err(StatusCode::BAD_REQUEST.into_response());
    };
    let request = Request::from_parts(parts, Body::from(body.clone()));
    Ok((request, Some(body)))
}

fn is_plain_form(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let length = text(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    text(ACCEPT).is_some_and(|accept| accept.contains("text/html"))
        && text(CONTENT_TYPE)
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
        && length.is_some_and(|length| length <= DRAFT_MAX)
}

/// Why the form was not taken, as the redirection back to its page says.
fn failure(response: &Response) -> Option<Failure> {
    if !response.status().is_redirection() {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let (_, query) = location.split_once('?')?;
    // The page's own address may hold the failure of an earlier try.
    parse(query.as_bytes())
        .filter(|(name, _)| name == "__err")
        .last()
        .map(|(_, code)| ServerFnUrlError::decode_err(&code))
}

/// Leads back to the form's page, on this server, with this failure alone; or
/// to the sign-in page when the session had ended.
fn lead_back(response: &mut Response, failure: &Failure) {
    let Some(location) = response
        .headers()
        .get(LOCATION)
        .and_then(|location| location.to_str().ok())
    else {
        return;
    };
    let address = path_and_query(location);
    let to = if *failure == Failure::Unauthenticated {
        sign_in_for(address)
    } else {
        with_last_failure(address)
    };
    if let Ok(to) = HeaderValue::from_str(&to) {
        response.headers_mut().insert(LOCATION, to);
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
}

fn with_last_failure(address: &str) -> String {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let mut last = Serializer::new(String::new());
    for name in ["__path", "__err"] {
        if let Some((_, value)) = parse(query.as_bytes())
            .filter(|(found, _)| found == name)
            .last()
        {
            last.append_pair(name, &value);
        }
    }
    let rest = without_failure(address);
    let sign = if rest.contains('?') { '&' } else { '?' };
    format!("{rest}{sign}{}", last.finish())
}

/// The body without any field that holds a password or secret.
fn without_secrets(body: &[u8]) -> String {
    let fields = parse(body).filter(|(name, _)| {
        let name = name.to_lowercase();
        !name.contains("password") && !name.contains("secret")
    });
    Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_kept() {
        let body = b"name=Ana+Ruiz&password=a&sign_up%5BPassword%5D=b&clientSecret=c&note=%C3%A9";
        assert_eq!(without_secrets(body), "name=Ana+Ruiz&note=%C3%A9");
    }

    #[test]
    fn the_failure_of_an_earlier_try_is_dropped() {
        let address = "/needs?page=2&__path=a&__err=b&__path=c&__err=d";
        assert_eq!(with_last_failure(address), "/needs?page=2&__path=c&__err=d");
        assert_eq!(with_last_failure("/needs?__err=b"), "/needs?__err=b");
    }
}
