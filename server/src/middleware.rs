//! What happens to every request before and after its handler, one concern to a
//! module. `router` says in which order.

mod drafts;
mod headers;
mod log;
mod origin;
mod peer;
mod reading;
mod session;
mod unanswered;

use std::net::IpAddr;
use std::sync::Arc;

use app::request::Services;

pub(crate) use self::drafts::keep_drafts;
pub(crate) use self::headers::{content_security_policy, never_kept, secure_headers};
pub(crate) use self::log::log_requests;
pub(crate) use self::origin::{check_origin, is_ours};
pub(crate) use self::peer::{Peer, know_peer};
pub(crate) use self::reading::read_out;
pub(crate) use self::session::{know_session, want_session};
pub(crate) use self::unanswered::say_why;

/// What the middleware knows of the server itself.
#[derive(Clone)]
pub(crate) struct Site {
    /// The services.
    pub services: Services,
    /// Proxies that are believed.
    pub trusted_proxies: Arc<[IpAddr]>,
}

impl Site {
    /// Whether people reach the server by https.
    pub fn is_https(&self) -> bool {
        self.services.public_url.starts_with("https://")
    }
}

/// The cookies that the browser sent, by name and value, in their order.
pub(crate) fn cookies(headers: &http::HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(http::header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}

/// The value of a cookie that the browser sent.
pub(crate) fn cookie<'a>(headers: &'a http::HeaderMap, name: &str) -> Option<&'a str> {
    cookies(headers).find_map(|(found, value)| (found == name).then_some(value))
}

/// A cookie that scripts cannot read. `max_age` in seconds; 0 removes it.
pub(crate) fn new_cookie(name: &str, value: &str, max_age: u32, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}")
}
