//! What the server knows of a request, on the server alone: who asks, in which
//! language, and the services that answer. The server's middleware puts a
//! [`RequestInfo`] into each request; server functions and pages take it from
//! there.

mod guests;

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use board::document::Hidden;
use domain::ids::SessionId;
use domain::policy::Actor;
use domain::time::Timestamp;
use domain::wording::Locale;
use http::HeaderValue;
use http::header::{RETRY_AFTER, SET_COOKIE};
use http::request::Parts;
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use store::drafts::FormDraft;
use store::{SignedIn, Store};
use uuid::Uuid;

use crate::failure::Failure;
use crate::preferences::Theme;

pub use guests::{GUEST_SEATS_MAX, GuestSeats, guest_cookie};

/// Name of the cookie that holds the session's secret.
pub const SESSION_COOKIE: &str = "etabli_session";
/// Name of the cookie with the code of the language.
pub const LOCALE_COOKIE: &str = "etabli_locale";
/// Name of the cookie that leads to what was typed in a form not taken.
pub const DRAFT_COOKIE: &str = "etabli_draft";
/// Name of the cookie that carries a link just made to the page that shows it.
pub const LINK_COOKIE: &str = "etabli_link";

/// How long a browser keeps the choice of language and theme, in seconds: a year.
pub const CHOICE_SECONDS: u32 = 365 * 86_400;

/// What every request can use. One for the whole server, cheap to clone.
#[derive(Clone)]
pub struct Services {
    /// The records.
    pub store: Store,
    /// How messages leave the server.
    pub mail: Arc<dyn Mail>,
    /// How often somebody may try to sign in.
    pub sign_in_limit: Arc<dyn SignInLimit>,
    /// Address under which people reach the server, without a slash at its end.
    pub public_url: Arc<str>,
}

/// Sends messages. Without a mail server configured, it sends nothing and says so.
pub trait Mail: Send + Sync {
    /// Whether messages reach anybody.
    fn is_configured(&self) -> bool;
    /// Queues a message in plain text; failures are logged by the sender.
    fn send(&self, to: &str, subject: String, text: String);
    /// Queues a message of many that nobody waits for: it goes out after those that are sent
    /// otherwise, and whoever sends it waits until there is a place for it. Where no message
    /// waits for another, it is sent like any. What cannot be written as a message is logged
    /// and done with.
    fn send_in_turn<'a>(&'a self, to: &'a str, subject: String, text: String) -> Queued<'a> {
        self.send(to, subject, text);
        Box::pin(std::future::ready(true))
    }
}

/// Comes once a message has a place in the queue; `false` where it will have none, because
/// the server ends.
pub type Queued<'a> = Pin<Box<dyn Future<Output = bool> + Send + 'a>>;

/// Bounds how often somebody may try to sign in.
pub trait SignInLimit: Send + Sync {
    /// Whether one more try is allowed for this account from this address. Both
    /// are counted apart: many accounts from one address, one account from many.
    fn allows(&self, email: &str, address: IpAddr) -> Allowed;
    /// Whether one more try is allowed, from this address, to choose a password by a link
    /// that tells of no account. Counted with the tries to sign in from there.
    fn allows_link(&self, address: IpAddr) -> Allowed;
    /// Whether one more try is allowed, from this address, to find a co-design session
    /// by its code or to join one as a guest.
    fn allows_visit(&self, address: IpAddr) -> Allowed;
    /// Whether one more form that was not taken is kept of a stranger at this address.
    fn allows_draft(&self, address: IpAddr) -> Allowed;
    /// Whether one more ballot is allowed of this voter: an account's id, or a guest's
    /// secret.
    fn allows_ballot(&self, voter: &str) -> Allowed;
}

/// Whether one more try is allowed; if not, how long to wait until the next one is.
pub type Allowed = Result<(), Duration>;

/// A wait as the header `Retry-After` says it: in whole seconds, and at least one.
#[must_use]
pub fn retry_after(wait: Duration) -> HeaderValue {
    let begun = u64::from(wait.subsec_nanos() > 0);
    HeaderValue::from(wait.as_secs().saturating_add(begun).max(1))
}

/// Refuses one try too many: the answer says how long to wait until the next one.
///
/// # Errors
/// [`Failure::TooMany`] where the try is not allowed.
pub(crate) fn refuse_too_many(allowed: Allowed) -> Result<(), Failure> {
    allowed.map_err(|wait| {
        expect_context::<ResponseOptions>().insert_header(RETRY_AFTER, retry_after(wait));
        Failure::TooMany
    })
}

/// What a live board does on its own, because of what becomes of its session, and what it
/// says of itself. Whoever asks has asked the policy before.
pub trait Boards: Send + Sync {
    /// Shows everyone all that is hidden on a session's board; done once it is kept.
    fn reveal_all(&self, session: SessionId) -> Done<'_>;
    /// Stops the clock of a session's phase where it was at a moment; done once it is kept.
    fn stop_clock(&self, session: SessionId, at: Timestamp) -> Done<'_>;
    /// How much on a session's board is hidden; nothing where the board is not open.
    fn hidden(&self, session: SessionId) -> Counted<'_>;
}

/// How much is hidden, where that is known.
pub type Counted<'a> = Pin<Box<dyn Future<Output = Option<Hidden>> + Send + 'a>>;

/// Comes once something is done, or says that it could not be.
pub type Done<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

/// What the middleware found out about one request.
#[derive(Clone, Debug)]
pub struct RequestInfo {
    /// Who is signed in.
    pub signed_in: Option<SignedIn>,
    /// Whether nobody is signed in any more: the browser has the cookie of a session that is
    /// over.
    pub session_ended: bool,
    /// The seats that the browser has as a guest of co-design sessions.
    pub guests: GuestSeats,
    /// The language of the answer.
    pub locale: Locale,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// Where the request comes from.
    pub address: IpAddr,
    /// Whether the browser reached us by https.
    pub secure: bool,
    /// What the browser says it is.
    pub browser: String,
    /// Under which id the form that came back is kept, as the browser says.
    pub draft_id: Option<Uuid>,
    /// The form that came back, if one did and a page is asked for that may show it.
    pub draft: Option<FormDraft>,
    /// A link just made for whoever asks, to be shown once.
    pub link: Option<String>,
    /// Whether the answer goes to a page of the browser's own, as when a form is
    /// sent before or without wasm.
    pub wants_page: bool,
}

impl RequestInfo {
    /// Whoever comes to this session: an account, or a guest known by a cookie.
    #[must_use]
    pub fn visitor(&self, session: SessionId) -> Option<store::Visitor<'_>> {
        match &self.signed_in {
            Some(signed_in) => Some(store::Visitor::Account(&signed_in.actor)),
            None => self.guests.secret(session).map(store::Visitor::Guest),
        }
    }
}

/// The services, inside a server function or while a page renders.
#[must_use]
pub fn services() -> Services {
    expect_context()
}

/// The live boards, inside a server function or while a page renders.
#[must_use]
pub fn boards() -> Arc<dyn Boards> {
    expect_context()
}

/// What is known of the request, inside a server function or while a page
/// renders; nothing where no request is under way.
#[must_use]
pub fn request_info() -> Option<RequestInfo> {
    use_context::<Parts>()?.extensions.get().cloned()
}

/// The language of whoever asks; that of the workbench where no request is under way.
#[must_use]
pub fn locale() -> Locale {
    request_info().map(|info| info.locale).unwrap_or_default()
}

/// The path that is asked for; nothing where no request is under way.
#[must_use]
pub fn path() -> Option<String> {
    Some(use_context::<Parts>()?.uri.path().to_owned())
}

/// Who asks.
///
/// # Errors
/// [`Failure::Unauthenticated`] when nobody is signed in.
pub fn signed_in() -> Result<SignedIn, Failure> {
    request_info()
        .and_then(|info| info.signed_in)
        .ok_or(Failure::Unauthenticated)
}

/// Who asks, as the policy sees them.
///
/// # Errors
/// [`Failure::Unauthenticated`] when nobody is signed in.
pub fn actor() -> Result<Actor, Failure> {
    Ok(signed_in()?.actor)
}

/// Answers with a link that is shown once. Where a form was sent before or without
/// wasm, the answer is lost and a page follows: the link waits for it in a cookie.
pub fn hand_over(link: String) -> String {
    /// Seconds until the page that follows must have been asked for.
    const PATIENCE: i64 = 60;
    if request_info().is_some_and(|info| info.wants_page) {
        set_cookie(LINK_COOKIE, &link, PATIENCE);
    }
    link
}

/// The link that waits to be shown, once.
#[must_use]
pub fn handed_over() -> Option<String> {
    let link = request_info()?.link?;
    set_cookie(LINK_COOKIE, "", 0);
    Some(link)
}

/// Has this browser show pages in a language from now on.
pub fn keep_locale(locale: Locale) {
    set_cookie(LOCALE_COOKIE, locale.code(), CHOICE_SECONDS.into());
}

/// Drops the form that came back, if one did: whoever uses this browser next finds nothing
/// that was typed before.
pub(crate) async fn forget_draft() {
    let Some(info) = request_info() else {
        return;
    };
    let Some(id) = info.draft_id else {
        return;
    };
    set_cookie(DRAFT_COOKIE, "", 0);
    let reader = info.signed_in.map(|signed_in| signed_in.actor.user);
    if let Err(error) = services().store.forget_draft(id, reader).await {
        tracing::error!(%error, "a draft was not dropped");
    }
}

/// Sets a cookie that scripts cannot read. `max_age` in seconds; 0 removes it.
pub fn set_cookie(name: &str, value: &str, max_age: i64) {
    let secure = request_info().is_some_and(|info| info.secure);
    let secure = if secure { "; Secure" } else { "" };
    let cookie =
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}");
    match HeaderValue::from_str(&cookie) {
        Ok(cookie) => expect_context::<ResponseOptions>().append_header(SET_COOKIE, cookie),
        Err(error) => tracing::error!(%error, name, "cookie not set"),
    }
}
