//! Server functions for whoever comes in: the door of a session, joining with an account or
//! without, claiming what was done as a guest, and the board's page.

use domain::ids::SessionId;
use domain::sessions::{GuestDraft, HeldBack, Participant, Session, SessionDoor};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::api::WayIn;
use crate::failure::Failure;

/// What stands at the door of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DoorContent {
    /// The session.
    pub door: SessionDoor,
    /// The visitor's own part in it, if they asked already.
    pub own: Option<Participant>,
    /// What they are told whom the present phase holds back.
    pub held: Option<HeldBack>,
    /// Whether the visitor is signed in.
    pub signed_in: bool,
    /// The secret of the form by which a guest joins: sent twice, it gives one seat.
    pub secret: String,
}

/// The session that a code opens the door of; nothing where no session has it.
#[server(endpoint = "load_door", input = GetUrl)]
pub(crate) async fn load_door(code: String) -> Result<Option<DoorContent>, Failure> {
    let info = crate::request::request_info().ok_or(Failure::NotFound)?;
    let services = crate::request::services();
    crate::request::refuse_too_many(services.sign_in_limit.allows_visit(info.address))?;
    let Ok(code) = code.parse() else {
        return Ok(None);
    };
    let Some(door) = services.store.session_door(code).await? else {
        return Ok(None);
    };
    let (own, held) = match info.visitor(door.id) {
        Some(visitor) => (
            services.store.seat(visitor, door.id).await?.1,
            services.store.held_back(visitor, door.id).await?,
        ),
        None => (None, None),
    };
    Ok(Some(DoorContent {
        door,
        own,
        held,
        signed_in: info.signed_in.is_some(),
        secret: services.store.form_secret()?,
    }))
}

/// Joins a session with an account. The code opens it to those who are not on the team.
#[server(endpoint = "join_session")]
pub(crate) async fn join_session(id: SessionId, code: String) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.join_session(&actor, id, code.parse().ok()).await?;
    leptos_axum::redirect(&super::board_address(id));
    Ok(())
}

/// Joins a session as a guest. A browser that has a guest's seat in it keeps that seat, as
/// does a form that is sent again with its secret.
#[server(endpoint = "join_as_guest")]
pub(crate) async fn join_as_guest(
    code: String,
    draft: GuestDraft,
    #[server(default)] secret: String,
) -> Result<(), Failure> {
    /// A guest comes back within so many seconds: a month.
    const STAYS: i64 = 30 * 24 * 3_600;
    let info = crate::request::request_info().ok_or(Failure::NotFound)?;
    let services = crate::request::services();
    crate::request::refuse_too_many(services.sign_in_limit.allows_visit(info.address))?;
    let door = match code.parse() {
        Ok(code) => services.store.session_door(code).await?,
        Err(_) => None,
    };
    let known_by = door.and_then(|door| info.guests.secret(door.id));
    let joined = services
        .store
        .join_as_guest(&code, &draft, known_by, Some(&secret))
        .await;
    let (id, _, seat_secret) = joined?;
    for oldest in info.guests.to_drop_for(id) {
        crate::request::set_cookie(&oldest, "", 0);
    }
    crate::request::set_cookie(&crate::request::guest_cookie(id), &seat_secret, STAYS);
    leptos_axum::redirect(&super::board_address(id));
    Ok(())
}

/// Makes what the reader did in a session as a guest in this browser their own. Where they
/// have a seat there with their account as well, that is done once the session is closed.
#[server(endpoint = "claim_participation")]
pub(crate) async fn claim_participation(session: SessionId) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let info = crate::request::request_info().ok_or(Failure::NotFound)?;
    let secret = info.guests.secret(session).ok_or(Failure::NotFound)?;
    let session = store.claim_participation(&actor, secret).await?;
    for opens_nothing in info.guests.names_of(secret) {
        crate::request::set_cookie(&opens_nothing, "", 0);
    }
    leptos_axum::redirect(&super::page_address(session));
    Ok(())
}

/// What the board's page needs before its room answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BoardContent {
    /// The session.
    pub session: Session,
    /// The visitor's own part in it.
    pub own: Participant,
    /// Whether a role of theirs lets them run it: they remove others who facilitate it, too.
    pub runs: bool,
    /// Where others join, for those who show it to a room.
    pub way_in: Option<WayIn>,
}

/// What stands where a board is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum BoardGate {
    /// The board.
    Open(Box<BoardContent>),
    /// Nothing of it for somebody who is not let in yet.
    Waiting {
        /// What the session is called.
        title: String,
        /// What those are told whom the present phase holds back.
        held: Option<HeldBack>,
    },
}

/// What the board's page needs before its room answers, as far as somebody is let in.
#[server(endpoint = "load_board", input = GetUrl)]
pub(crate) async fn load_board(session: Option<SessionId>) -> Result<BoardGate, Failure> {
    use domain::sessions::ParticipantState;
    let id = session.ok_or(Failure::NotFound)?;
    let info = crate::request::request_info().ok_or(Failure::NotFound)?;
    let services = crate::request::services();
    let store = services.store;
    let visitor = info.visitor(id).ok_or(Failure::Unauthenticated)?;
    let (_, seat) = store.seat(visitor, id).await?;
    match seat.map(|seat| seat.state) {
        None | Some(ParticipantState::Removed | ParticipantState::Continued) => {
            Err(Failure::NotFound)
        }
        Some(ParticipantState::Waiting | ParticipantState::Held) => Ok(BoardGate::Waiting {
            title: store.awaited_title(visitor, id).await?,
            held: store.held_back(visitor, id).await?,
        }),
        Some(ParticipantState::Admitted) => {
            let (session, own) = store.attended_session(visitor, id).await?;
            let code = session.code.filter(|_| own.facilitates());
            let way_in = code.map(|code| WayIn::of(&services.public_url, code));
            let runs = store.runs_session(visitor, id).await?;
            Ok(BoardGate::Open(Box::new(BoardContent {
                session,
                own,
                runs,
                way_in,
            })))
        }
    }
}

/// The server's clock: milliseconds since 1970.
#[server(endpoint = "server_time", input = GetUrl)]
pub(crate) async fn server_time() -> Result<i64, Failure> {
    Ok(jiff::Timestamp::now().as_millisecond())
}
