//! Writes come from our own pages only. A browser says where a request was
//! made; one that does not say, or names another site, is refused.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{HOST, ORIGIN};
use http::{HeaderMap, StatusCode};

use super::Site;

/// Refuses writes that another site's page had made.
pub(crate) async fn check_origin(
    State(site): State<Site>,
    request: Request,
    next: Next,
) -> Response {
    if request.method().is_safe() || is_ours(request.headers(), &site.services.public_url) {
        return next.run(request).await;
    }
    tracing::warn!("write from another site refused");
    (
        StatusCode::FORBIDDEN,
        "This request came from another site.",
    )
        .into_response()
}

/// Whether a page of ours made the request.
pub(crate) fn is_ours(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    // Browsers that send it compare the whole origin, which no page can feign.
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = text(ORIGIN.as_str()) else {
        return false;
    };
    let host = origin.split_once("://").map(|(_, host)| host);
    origin == public_url || (host.is_some() && host == text(HOST.as_str()))
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn ours(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        is_ours(&headers, "https://etabli.example")
    }

    #[test]
    fn only_our_own_pages_write() {
        for headers in [
            &[("sec-fetch-site", "same-origin")][..],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://etabli.example")],
            &[
                ("origin", "http://10.0.0.7:3000"),
                ("host", "10.0.0.7:3000"),
            ],
        ] {
            assert!(ours(headers), "{headers:?}");
        }
        for headers in [
            &[][..],
            &[("sec-fetch-site", "cross-site")],
            &[
                ("sec-fetch-site", "same-site"),
                ("origin", "https://etabli.example"),
            ],
            &[("origin", "null"), ("host", "null")],
            &[("origin", "https://etabli.example.evil")],
            &[
                ("origin", "https://evil.example"),
                ("host", "etabli.example"),
            ],
        ] {
            assert!(!ours(headers), "{headers:?}");
        }
    }
}
