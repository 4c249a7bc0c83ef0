//! Headers that keep browsers from doing what pages never ask for.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue};

use super::Peer;

const NEVER_KEPT: HeaderValue = HeaderValue::from_static("no-store");

/// Headers that are the same for every answer.
const ALWAYS: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // The answer to a form without JavaScript goes back to where it came from.
    (REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), midi=(), \
         hid=(), display-capture=(), browsing-topics=()",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// What a page may load and run: what comes from here, and the inline scripts
/// and styles that carry this answer's nonce. Under `cargo leptos watch` it also calls
/// the port from which it is told to load itself anew, at the host that it came from,
/// which has more than one name.
pub(crate) fn content_security_policy(nonce: Option<&str>, reload_port: Option<u32>) -> String {
    let nonce = nonce.map_or_else(String::new, |nonce| format!(" 'nonce-{nonce}'"));
    let reload = reload_port.map_or_else(String::new, |port| format!(" ws://*:{port}"));
    format!(
        "default-src 'self'; script-src 'self'{nonce} 'wasm-unsafe-eval'; \
         style-src 'self'{nonce}; img-src 'self' data: blob:; connect-src 'self'{reload}; \
         object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// Adds the headers that the answer does not have yet.
pub(crate) async fn secure_headers(request: Request, next: Next) -> Response {
    let secure = request
        .extensions()
        .get::<Peer>()
        .is_some_and(|peer| peer.secure);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if secure {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(STRICT_TRANSPORT_SECURITY, year);
    }
    if !headers.contains_key(CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&content_security_policy(None, None))
    {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.entry(CACHE_CONTROL).or_insert(NEVER_KEPT);
    response
}

/// Keeps an answer out of every cache, whatever its status.
pub(crate) async fn never_kept(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(CACHE_CONTROL, NEVER_KEPT);
    response
}
