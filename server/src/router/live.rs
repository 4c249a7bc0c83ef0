//! The live boards: frames by WebSocket or, where nothing lets one through, by
//! asking again and again.
//!
//! `GET /live/{session}` becomes a WebSocket. Without one, `POST
//! /live/{session}/frames` opens a connection and answers with its key; with
//! `?connection=` and the key, `POST` sends frames and `GET` waits for some. There,
//! frames follow one another, each after its length in four bytes, the lowest
//! first. `POST /live/{session}/welcome` answers one greeting and keeps no
//! connection: a whole board comes compressed that way before the socket opens, and
//! nobody hears of it.

use std::sync::Arc;
use std::time::Duration;

use app::request::{RequestInfo, retry_after};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Extension, Path, Query, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use domain::ids::{SessionId, SignInId};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::upgrade::{Parts, downcast};
use live::{Coming, Ending, Error, Hub, Link, MAX_CLIENT_FRAME, PollKey, Receiving, Sending};
use serde::Deserialize;
use store::Visitor;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use uuid::Uuid;

use crate::middleware::is_ours;

/// How long an answer waits for a first frame: less than proxies do.
const PATIENCE: Duration = Duration::from_secs(25);
/// How long a greeting may take to be answered.
const GREETING: Duration = Duration::from_secs(10);
/// The most bytes of frames sent in one request.
const FRAMES_MAX: usize = 4 * (MAX_CLIENT_FRAME + 4);
/// Bytes that are read from a socket at once: most frames are short, and most
/// sockets idle.
const READ_BUFFER: usize = 1024;
/// Bytes after which frames that are sent together go out.
const WRITE_BUFFER: usize = 1024;

/// What these routes stand on.
#[derive(Clone)]
struct Live {
    hub: Hub,
    public_url: Arc<str>,
}

/// The routes of live boards.
pub(super) fn routes(public_url: Arc<str>, hub: Hub) -> Router {
    Router::new()
        .route("/live/{session}", get(socket))
        .route("/live/{session}/frames", post(send).get(receive))
        .route("/live/{session}/welcome", post(welcome))
        .layer(DefaultBodyLimit::max(FRAMES_MAX))
        .with_state(Live { hub, public_url })
}

/// Opens a WebSocket. A page of another site can ask for one, with our cookies:
/// it gets none.
async fn socket(
    State(live): State<Live>,
    Path(session): Path<SessionId>,
    Extension(info): Extension<RequestInfo>,
    mut request: Request,
) -> Result<Response, Refused> {
    let Ok(answer) = create_response_with_body(&request, Body::empty) else {
        return Ok(StatusCode::BAD_REQUEST.into_response());
    };
    if !is_ours(request.headers(), &live.public_url) {
        return Err(Error::NotAdmitted.into());
    }
    let link = enter(&live, session, &info, Coming::ToStay).await?;
    tokio::spawn(move_to_room(hyper::upgrade::on(&mut request), link));
    Ok(answer)
}

/// Takes a connection, once it is a WebSocket, to the thread on which its room lives.
async fn move_to_room(upgrade: OnUpgrade, link: Link) {
    let socket = match upgrade.await {
        Ok(upgraded) => downcast::<TokioIo<TcpStream>>(upgraded),
        Err(error) => return tracing::debug!(%error, "a connection did not become a WebSocket"),
    };
    let Ok(Parts { io, read_buf, .. }) = socket else {
        return tracing::error!("a WebSocket over something that is no TCP");
    };
    match io.into_inner().into_std() {
        Ok(socket) => drop(link.thread.clone().spawn(carry_on(socket, read_buf, link))),
        Err(error) => tracing::warn!(%error, "a WebSocket was not handed over"),
    }
}

/// Carries a WebSocket of which some bytes have come already.
async fn carry_on(socket: std::net::TcpStream, come: Bytes, link: Link) {
    let socket = match TcpStream::from_std(socket) {
        Ok(socket) => socket,
        Err(error) => return tracing::warn!(%error, "a WebSocket was not carried on"),
    };
    let configuration = WebSocketConfig::default()
        .max_message_size(Some(MAX_CLIENT_FRAME))
        .max_frame_size(Some(MAX_CLIENT_FRAME))
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER);
    // A copy: they lie in a buffer made for requests, which is many times as large.
    let part = come.to_vec();
    drop(come);
    let opening = WebSocket::from_partially_read(socket, part, Role::Server, Some(configuration));
    carry(opening.await, link).await;
}

/// Carries frames both ways until either end has enough.
async fn carry(socket: WebSocket, link: Link) {
    let (mut outgoing, mut incoming) = socket.split();
    let Link {
        mut sending,
        mut receiving,
        ..
    } = link;
    let ending = tokio::select! {
        ending = bring(&mut outgoing, &mut receiving) => ending,
        () = fetch(&mut incoming, &mut sending) => None,
    };
    if let Some(ending) = ending {
        let close = Message::Close(Some(close_frame(ending)));
        let _ = tokio::time::timeout(Duration::from_secs(1), outgoing.send(close)).await;
    }
}

type WebSocket = WebSocketStream<TcpStream>;
type Outgoing = SplitSink<WebSocket, Message>;
type Incoming = SplitStream<WebSocket>;

/// Sends what the room has for the browser; why it has no more, unless the
/// socket failed.
async fn bring(outgoing: &mut Outgoing, receiving: &mut Receiving) -> Option<Ending> {
    loop {
        let next = match receiving.next().await {
            Ok(frame) => frame,
            Err(ending) => return Some(ending),
        };
        tokio::select! {
            sent = pass_on(outgoing, next, receiving) => sent?,
            // Whoever reads nothing would be waited for until they close the socket.
            ending = receiving.ended() => return Some(ending),
        }
    }
}

/// Sends a frame and what waits behind it, unless the socket fails.
async fn pass_on(outgoing: &mut Outgoing, first: Bytes, receiving: &Receiving) -> Option<()> {
    let mut next = Some(first);
    while let Some(frame) = next {
        outgoing.feed(Message::Binary(frame)).await.ok()?;
        next = receiving.try_next();
    }
    outgoing.flush().await.ok()
}

/// Hands the room what the browser sends.
async fn fetch(incoming: &mut Incoming, sending: &mut Sending) {
    while let Some(Ok(message)) = incoming.next().await {
        match message {
            Message::Binary(frame) => {
                if sending.frame(frame).await.is_err() {
                    // The room says why.
                    std::future::pending::<()>().await;
                }
            }
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            Message::Text(_) | Message::Close(_) => return,
        }
    }
}

/// Codes of our own above 4000; 1013 asks to come back later.
fn close_frame(ending: Ending) -> CloseFrame {
    let (code, reason) = match ending {
        Ending::Removed => (4403, "removed"),
        Ending::SignedOut => (4401, "signed out"),
        Ending::Broken => (4400, "broken"),
        Ending::Replaced => (4409, "replaced"),
        Ending::Foreign => (4423, "foreign"),
        Ending::Slow => (1013, "slow"),
        Ending::Closed => (1013, "closed"),
    };
    CloseFrame {
        code: code.into(),
        reason: reason.into(),
    }
}

/// The connection that a request without a socket is about.
#[derive(Deserialize)]
struct Connection {
    connection: Option<Uuid>,
}

/// Opens a connection, or sends frames on one.
async fn send(
    State(live): State<Live>,
    Path(session): Path<SessionId>,
    Query(Connection { connection }): Query<Connection>,
    Extension(info): Extension<RequestInfo>,
    body: Bytes,
) -> Result<Response, Refused> {
    let Some(key) = connection else {
        let link = enter(&live, session, &info, Coming::ToStay).await?;
        let key = live.hub.polls().keep(session, link)?;
        return Ok((StatusCode::CREATED, key.0.to_string()).into_response());
    };
    let participant = live
        .hub
        .participant(session, visitor(&info, session)?)
        .await?;
    let polls = live.hub.polls();
    polls.take(PollKey(key), session, participant, body).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Waits for frames.
async fn receive(
    State(live): State<Live>,
    Path(session): Path<SessionId>,
    Query(Connection { connection }): Query<Connection>,
    Extension(info): Extension<RequestInfo>,
) -> Result<Response, Refused> {
    let participant = live
        .hub
        .participant(session, visitor(&info, session)?)
        .await?;
    let key = PollKey(connection.ok_or(Error::Gone)?);
    let polls = live.hub.polls();
    let frames = polls.wait(key, session, participant, PATIENCE).await?;
    Ok(octets(frames))
}

/// Answers one greeting.
async fn welcome(
    State(live): State<Live>,
    Path(session): Path<SessionId>,
    Extension(info): Extension<RequestInfo>,
    greeting: Bytes,
) -> Result<Response, Refused> {
    let mut link = enter(&live, session, &info, Coming::ToGlance).await?;
    link.sending.frame(greeting).await?;
    let answer = tokio::time::timeout(GREETING, link.receiving.next()).await;
    match answer {
        Ok(Ok(frame)) => Ok(octets(frame)),
        Ok(Err(Ending::Broken)) => Ok(StatusCode::BAD_REQUEST.into_response()),
        Ok(Err(Ending::Foreign)) => Err(Error::Foreign.into()),
        _ => Err(Error::Unavailable.into()),
    }
}

fn octets(bytes: Bytes) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/octet-stream"),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, bytes).into_response()
}

/// Connects whoever asks.
async fn enter(
    live: &Live,
    session: SessionId,
    info: &RequestInfo,
    coming: Coming,
) -> live::Result<Link> {
    let (visitor, sign_in) = (visitor(info, session)?, sign_in(info));
    live.hub.enter(session, visitor, sign_in, coming).await
}

/// Where whoever asks is signed in.
fn sign_in(info: &RequestInfo) -> Option<SignInId> {
    info.signed_in.as_ref().map(|signed_in| signed_in.session)
}

/// Who asks: somebody signed in, or a guest known by a cookie.
fn visitor(info: &RequestInfo, session: SessionId) -> live::Result<Visitor<'_>> {
    info.visitor(session).ok_or(Error::SignedOut)
}

/// A request that is not answered as asked.
struct Refused(Error);

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self.0 {
            Error::SignedOut => StatusCode::UNAUTHORIZED,
            Error::NotAdmitted => StatusCode::FORBIDDEN,
            Error::Gone => StatusCode::GONE,
            Error::Replaced => StatusCode::CONFLICT,
            Error::Foreign => StatusCode::LOCKED,
            Error::TooFast(wait) => {
                let status = StatusCode::TOO_MANY_REQUESTS;
                return (status, [(RETRY_AFTER, retry_after(wait))]).into_response();
            }
            Error::Full | Error::Ending | Error::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            error @ (Error::Store(_) | Error::Log(_)) => {
                tracing::error!(%error, "a live board failed");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
        .into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Handed = (std::net::TcpStream, Bytes, Link);

    fn size<Carried: Future>(_: impl FnOnce(Handed) -> Carried) -> usize {
        size_of::<Carried>()
    }

    /// Of each connection its task stays: what it may take at the most, so that a connection
    /// on which nothing happens stays within ten kilobytes with all its buffers.
    #[test]
    fn the_task_of_a_connection_is_small() {
        let task = size(|(socket, come, link)| carry_on(socket, come, link));
        let socket = size_of::<WebSocket>();
        assert!(task <= 2_048, "{task} bytes, {socket} of them the socket");
    }
}
