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
use crate::paths::{is_public, sign_in_for};
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
            request.extensions_mut().insert(info);
            next.run(request).await
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
    // What was chosen in this browser, then what the person chose elsewhere, then
    // what the browser is set to.
    let own = signed_in.as_ref().map(|signed_in| &signed_in.account);
    let own = own.filter(|account| !domain::demo::is_shared(&account.email));
    let locale = cookie(headers, LOCALE_COOKIE)
        .and_then(Locale::from_code)
        .or_else(|| own.and_then(|account| account.locale))
        .unwrap_or_else(|| Locale::from_accept_language(text(ACCEPT_LANGUAGE).unwrap_or_default()));
    Ok(RequestInfo {
        signed_in,
        guests: GuestSeats::read(cookies(headers)),
        locale,
        theme: cookie(headers, THEME_COOKIE)
            .and_then(Theme::from_code)
            .unwrap_or_default(),
        address: peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.address),
        secure: peer.is_some_and(|peer| peer.secure),
        browser: text(USER_AGENT).unwrap_or_default().to_owned(),
        draft,
        link: cookie(headers, LINK_COOKIE).map(str::to_owned),
        wants_page: text(ACCEPT).is_some_and(|accept| accept.contains("text/html")),
    })
}

/// Sends those who are not signed in to the sign-in page, which leads back.
pub(crate) async fn want_session(request: Request, next: Next) -> Response {
    let uri = request.uri();
    let signed_in = request
        .extensions()
        .get::<RequestInfo>()
        .is_some_and(|info| info.signed_in.is_some());
    if signed_in || is_public(uri.path()) {
        return next.run(request).await;
    }
    let address = uri.path_and_query().map_or("/", |address| address.as_str());
    Redirect::to(&sign_in_for(address)).into_response()
}
