//! Who asks, in which language: found once, and put into the request for pages
//! and server functions. Pages send those who are not signed in to sign in.

use std::net::Ipv4Addr;

use app::preferences::Theme;
use app::request::{
    DRAFT_COOKIE, GuestSeats, LINK_COOKIE, LOCALE_COOKIE, RequestInfo, SESSION_COOKIE,
};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::wording::Locale;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, USER_AGENT};
use http::{HeaderMap, StatusCode};
use store::StoreError;

use super::{Peer, Site, cookie, cookies};
use crate::paths::{is_public, session_read_at, sign_in_for};
use crate::preferences::THEME_COOKIE;

/// Puts a [`RequestInfo`] into the request.
pub(crate) async fn know_session(
    State(site): State<Site>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<Peer>().copied();
    match request_info(&site, request.headers(), peer).await {
        Ok(info) => {
            let locale = info.locale;
            request.extensions_mut().insert(info);
            let mut response = next.run(request).await;
            // For what is said in the place of an answer that says nothing.
            response.extensions_mut().insert(locale);
            response
        }
        Err(error) => {
            tracing::error!(%error, "session not found out");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn request_info(
    site: &Site,
    headers: &HeaderMap,
    peer: Option<Peer>,
) -> Result<RequestInfo, StoreError> {
    let store = &site.services.store;
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let signed_in = match cookie(headers, SESSION_COOKIE) {
        Some(secret) => store.signed_in(secret).await?,
        None => None,
    };
    let reader = signed_in.as_ref().map(|signed_in| signed_in.actor.user);
    let draft = match cookie(headers, DRAFT_COOKIE).and_then(|id| id.parse().ok()) {
        Some(id) => store.draft(id, reader).await?,
        None => None,
    };
    let own = signed_in.as_ref().map(|signed_in| &signed_in.account);
    let own = own.filter(|account| !domain::demo::is_shared(&account.email));
    let locale = locale(headers, own.and_then(|account| account.locale));
    Ok(RequestInfo {
        signed_in,
        guests: GuestSeats::read(cookies(headers)),
        locale,
        theme: theme(headers),
        address: peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.address),
        secure: peer.is_some_and(|peer| peer.secure),
        browser: text(USER_AGENT).unwrap_or_default().to_owned(),
        draft,
        link: cookie(headers, LINK_COOKIE).map(str::to_owned),
        wants_page: wants_page(headers),
    })
}

/// The language of an answer: what was chosen in this browser, then what the person chose
/// elsewhere, then what the browser is set to.
pub(super) fn locale(headers: &HeaderMap, own: Option<Locale>) -> Locale {
    let set = headers.get(ACCEPT_LANGUAGE);
    let set = set.and_then(|set| set.to_str().ok()).unwrap_or_default();
    cookie(headers, LOCALE_COOKIE)
        .and_then(Locale::from_code)
        .or(own)
        .unwrap_or_else(|| Locale::from_accept_language(set))
}

/// Light, dark, or as the system has it.
pub(super) fn theme(headers: &HeaderMap) -> Theme {
    let chosen = cookie(headers, THEME_COOKIE).and_then(Theme::from_code);
    chosen.unwrap_or_default()
}

/// Whether what asks shows the answer to a person, as a page.
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT);
    let accepted = accepted.and_then(|accepted| accepted.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

/// Sends those who are not signed in to the sign-in page, which leads back. Whoever has a
/// guest's cookie of a session may be let in there: that is decided where it is read.
pub(crate) async fn want_session(request: Request, next: Next) -> Response {
    let uri = request.uri();
    let read = session_read_at(uri.path());
    let is_known = request
        .extensions()
        .get::<RequestInfo>()
        .is_some_and(|info| {
            let as_guest = read.and_then(|session| info.guests.secret(session));
            info.signed_in.is_some() || as_guest.is_some()
        });
    if is_known || is_public(uri.path()) {
        return next.run(request).await;
    }
    let address = uri.path_and_query().map_or("/", |address| address.as_str());
    Redirect::to(&sign_in_for(address)).into_response()
}
