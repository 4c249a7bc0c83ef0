//! Live boards over real sockets, as browsers meet them, and without sockets: what the tests of
//! each theme have in common.

mod claims;
mod closing;
mod exports;
mod guests;
mod hidden;
mod late;
mod leading;
mod names;
mod pictures;
mod recount;
mod slow;
mod sockets;
mod sources;
mod taking_back;
mod upgrade;
mod without_socket;

use std::net::SocketAddr;
use std::time::Duration;

use app::request::guest_cookie;
use axum::body::{Body, Bytes};
use board::client::Client;
use board::geometry::{Point, Size};
use board::ids::{ClientId, RecordId};
use board::operation::Operation;
use board::order::OrderKey;
use board::record::{Content, NoteType, Shape};
use board::rules::Phase;
use board::secrecy::Secrecy;
use domain::ids::{ProjectId, SessionId};
use domain::policy::Actor;
use domain::projects::ProjectDraft;
use domain::sessions::{GuestDraft, PhaseDraft, SessionDraft};
use futures_util::{SinkExt, StreamExt};
use http::header::{ACCEPT_ENCODING, COOKIE, ORIGIN};
use http::{Request, StatusCode};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::world::{Answer, ORIGIN_URL, World};

const PATIENCE: Duration = Duration::from_secs(20);

/// A phase in which people write in private.
const PRIVATE: Phase = Phase {
    private: true,
    ..Phase::OPEN
};

/// An open session, and the cookie of whoever leads it.
struct Sitting {
    world: World,
    lead: Actor,
    cookie: String,
    session: SessionId,
    address: SocketAddr,
}

/// A note as it is put on a board.
pub(crate) fn note_shape(text: &str) -> Shape {
    Shape {
        parent: None,
        order: OrderKey::default(),
        position: Point::default(),
        size: Size::new(200, 200),
        text: text.to_owned(),
        content: Content::Note(NoteType::default()),
    }
}

impl Sitting {
    async fn new() -> Self {
        Self::with_waiting_room("").await
    }

    async fn with_waiting_room(waiting_room: &str) -> Self {
        Self::planned(SessionDraft {
            waiting_room: waiting_room.into(),
            ..Self::draft()
        })
        .await
    }

    fn draft() -> SessionDraft {
        SessionDraft {
            title: "Premiers écrans".into(),
            starts_at: "2026-12-02T14:30".into(),
            guests: "true".into(),
            phases: vec![PhaseDraft {
                title: "Écrire".into(),
                minutes: "8".into(),
                ..PhaseDraft::default()
            }],
            ..SessionDraft::default()
        }
    }

    async fn planned(draft: SessionDraft) -> Self {
        let world = World::new().await;
        let (lead, cookie) = world.person().await;
        let (store, project, session) = (&world.store, ProjectId::new(), SessionId::new());
        let about = ProjectDraft {
            title: "Lire à deux".into(),
            summary: "Un outil.".into(),
            programme: "gtnum".into(),
            starts_on: "2025-09-01".into(),
            visibility: "workspace".into(),
            ..ProjectDraft::default()
        };
        let opened = store.create_project(&lead, project, &about).await;
        opened.expect("a project");
        let lead = store.actor(lead.user).await.expect("an actor");
        let planned = store.create_session(&lead, project, session, &draft).await;
        planned.expect("planned");
        store.open_session(&lead, session).await.expect("open");
        Self {
            address: world.listen().await,
            world,
            lead,
            cookie,
            session,
        }
    }

    /// A guest joins; the cookie.
    async fn guest(&self, pseudonym: &str) -> String {
        self.guest_of(pseudonym, "pupil").await
    }

    /// The same, who speaks for this party.
    async fn guest_of(&self, pseudonym: &str, party: &str) -> String {
        let store = &self.world.store;
        let detail = store.session(&self.lead, self.session).await;
        let code = detail.expect("a session").session.code.expect("a code");
        let draft = GuestDraft {
            pseudonym: pseudonym.into(),
            party: party.into(),
        };
        let joined = store
            .join_as_guest(&code.to_string(), &draft, None, None)
            .await;
        let (_, _, secret) = joined.expect("joined");
        format!("{}={secret}", guest_cookie(self.session))
    }

    /// The secret of a guest of elsewhere, shown as if it were one of this session.
    fn passed_off(&self, foreign: &str) -> String {
        let (_, secret) = foreign.split_once('=').expect("a cookie");
        format!("{}={secret}", guest_cookie(self.session))
    }

    async fn connect(&self, cookie: &str, origin: &str) -> Result<Socket, Error> {
        let opening = connect_async(self.opening(cookie, origin));
        opening.await.map(|(socket, _)| socket)
    }

    /// What a browser asks for a socket with.
    fn opening(&self, cookie: &str, origin: &str) -> Request<()> {
        let address = format!("ws://{}/live/{}", self.address, self.session);
        let mut request = address.into_client_request().expect("a request");
        let headers = request.headers_mut();
        headers.insert(COOKIE, cookie.parse().expect("a cookie"));
        headers.insert(ORIGIN, origin.parse().expect("an origin"));
        request
    }

    async fn tab(&self, cookie: &str, number: u64) -> Tab {
        let socket = self.connect(cookie, ORIGIN_URL).await.expect("a socket");
        Self::tab_on(socket, number).await
    }

    async fn tab_on(socket: Socket, number: u64) -> Tab {
        let secret = u128::from(number).to_le_bytes();
        let mut client = Client::new(ClientId::from_random(number)).with_secret(secret);
        client.connected();
        let mut tab = Tab {
            client,
            socket,
            received: Vec::new(),
        };
        tab.in_step().await;
        tab
    }

    async fn post(&self, what: &str, cookie: &str, body: Vec<u8>) -> Answer {
        let request = Request::post(format!("/live/{}/{what}", self.session))
            .header(COOKIE, cookie)
            .header(ORIGIN, ORIGIN_URL)
            .header(ACCEPT_ENCODING, if what == "welcome" { "br" } else { "" });
        self.world
            .send(request.body(Body::from(body)).expect("a request"))
            .await
    }
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A browser tab on a socket, and every frame that came to it.
struct Tab {
    client: Client,
    socket: Socket,
    received: Vec<Bytes>,
}

impl Tab {
    async fn until(&mut self, is_so: impl Fn(&Client) -> bool) {
        let becomes_so = async {
            loop {
                self.send().await;
                if is_so(&self.client) {
                    return;
                }
                let message = self.socket.next().await.expect("more");
                if let Message::Binary(frame) = message.expect("a message") {
                    self.client.receive(&frame).expect("a frame");
                    self.received.push(frame);
                }
            }
        };
        timeout(PATIENCE, becomes_so).await.expect("it becomes so");
    }

    /// Sends what is to be sent.
    async fn send(&mut self) {
        let revision = self.client.save().revision;
        self.client.saved(revision);
        while let Some(frame) = self.client.poll() {
            let sent = self.socket.send(Message::Binary(frame.into())).await;
            sent.expect("sent");
        }
    }

    async fn in_step(&mut self) {
        let done = |client: &Client| client.is_live() && client.unacknowledged().next().is_none();
        self.until(done).await;
    }

    async fn act(&mut self, operation: Operation) {
        self.client.act(vec![operation]).expect("allowed");
        self.in_step().await;
    }

    async fn write(&mut self, text: &str) {
        let (_, note) = self.note(text);
        self.act(note).await;
    }

    /// What puts a note on the board, and the id that it gets.
    fn note(&mut self, text: &str) -> (RecordId, Operation) {
        let id = self.client.new_record_id();
        let note = Operation::Create {
            id,
            secrecy: Secrecy::NONE,
            shape: Box::new(note_shape(text)),
        };
        (id, note)
    }

    /// Begins a phase in which people write in private; somebody else's tab knows.
    async fn begins_private(&mut self, other: &mut Self) {
        self.act(Operation::SetPhase(PRIVATE)).await;
        other
            .until(|client| client.confirmed().phase() == PRIVATE)
            .await;
    }

    async fn sees(&mut self, text: &str) {
        self.until(|client| {
            let mut records = client.confirmed().records();
            records.any(|(_, record)| record.shape.text == text)
        })
        .await;
    }

    fn received(&self, text: &str) -> bool {
        let mut windows = self.received.iter().flat_map(|it| it.windows(text.len()));
        windows.any(|window| window == text.as_bytes())
    }

    /// The code with which the server closes the socket.
    async fn closed(&mut self) -> u16 {
        let closing = async {
            loop {
                if let Message::Close(frame) =
                    self.socket.next().await.expect("more").expect("more")
                {
                    return frame.expect("a reason").code.into();
                }
            }
        };
        timeout(PATIENCE, closing).await.expect("it is closed")
    }
}

fn status(refused: Result<Socket, Error>) -> StatusCode {
    match refused {
        Err(Error::Http(response)) => response.status(),
        other => panic!("expected a refusal, not {other:?}"),
    }
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
