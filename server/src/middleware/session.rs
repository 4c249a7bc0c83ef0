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
use domain::ids::SessionId;
use domain::wording::Locale;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, USER_AGENT};
use http::{HeaderMap, Method, StatusCode};
use store::{Store, StoreError};

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
    let read = session_read_at(request.uri().path());
    match request_info(&site, request.method(), request.headers(), peer, read).await {
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
    method: &Method,
    headers: &HeaderMap,
    peer: Option<Peer>,
    read: Option<SessionId>,
) -> Result<RequestInfo, StoreError> {
    let store = &site.services.store;
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let session = cookie(headers, SESSION_COOKIE).filter(|secret| !secret.is_empty());
    let signed_in = match session {
        Some(secret) => store.signed_in(secret).await?,
        None => None,
    };
    let session_ended = session.is_some() && signed_in.is_none();
    let mut guests = GuestSeats::read(cookies(headers));
    if signed_in.is_none() {
        forget_nobody(store, &mut guests, read).await?;
    }
    let reader = signed_in.as_ref().map(|signed_in| signed_in.actor.user);
    let draft_id = cookie(headers, DRAFT_COOKIE).and_then(|id| id.parse().ok());
    let wants_page = wants_page(headers);
    // It may be long: only a page that is opened has forms that show it.
    let draft = match draft_id.filter(|_| wants_page && method.is_safe()) {
        Some(id) => store.draft(id, reader).await?,
        None => None,
    };
    let own = signed_in.as_ref().map(|signed_in| &signed_in.account);
    let own = own.filter(|account| !domain::demo::is_shared(&account.email));
    let locale = locale(headers, own.and_then(|account| account.locale));
    Ok(RequestInfo {
        signed_in,
        session_ended,
        guests,
        locale,
        theme: theme(headers),
        address: peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.address),
        secure: peer.is_some_and(|peer| peer.secure),
        browser: text(USER_AGENT).unwrap_or_default().to_owned(),
        draft_id,
        draft,
        link: cookie(headers, LINK_COOKIE).map(str::to_owned),
        wants_page,
    })
}

/// Whoever comes to read of a session with a guest's cookie by which nobody is known is a
/// stranger, whom it leads to sign in.
async fn forget_nobody(
    store: &Store,
    guests: &mut GuestSeats,
    read: Option<SessionId>,
) -> Result<(), StoreError> {
    let Some(session) = read else {
        return Ok(());
    };
    if let Some(secret) = guests.secret(session)
        && store.guest_session(secret).await?.is_none()
    {
        guests.forget(session);
    }
    Ok(())
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
    let info = request.extensions().get::<RequestInfo>();
    let is_known = info.is_some_and(|info| {
        let as_guest = read.and_then(|session| info.guests.secret(session));
        info.signed_in.is_some() || as_guest.is_some()
    });
    let ended = info.is_some_and(|info| info.session_ended);
    if is_known || is_public(uri.path()) {
        return next.run(request).await;
    }
    let address = uri.path_and_query().map_or("/", |address| address.as_str());
    Redirect::to(&sign_in_for(address, ended)).into_response()
}
