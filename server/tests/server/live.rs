//! Live boards over real sockets, as browsers meet them, and without sockets.

mod claims;
mod closing;
mod exports;
mod guests;
mod late;
mod leading;
mod names;
mod pictures;
mod recount;
mod slow;
mod sources;
mod taking_back;
mod upgrade;

use std::net::SocketAddr;
use std::time::Duration;

use app::request::guest_cookie;
use axum::body::{Body, Bytes};
use board::client::Client;
use board::geometry::{Point, Size};
use board::ids::{ClientId, RecordId};
use board::operation::{Operation, Reveal};
use board::order::OrderKey;
use board::record::{Content, NoteType, Shape};
use board::rules::Phase;
use board::secrecy::Secrecy;
use domain::ids::{ProjectId, SessionId, VoteId};
use domain::policy::Actor;
use domain::projects::ProjectDraft;
use domain::sessions::{GuestDraft, PhaseDraft, SessionDraft};
use domain::votes::{VoteDraft, VoteItem};
use futures_util::{SinkExt, StreamExt};
use http::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, LOCATION, ORIGIN,
};
use http::{Request, StatusCode};
use store::Visitor;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::world::{Answer, ORIGIN_URL, World, form};

const PATIENCE: Duration = Duration::from_secs(20);

/// An open session, and the cookie of whoever leads it.
struct Sitting {
    world: World,
    lead: Actor,
    cookie: String,
    session: SessionId,
    address: SocketAddr,
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
        let shape = Shape {
            parent: None,
            order: OrderKey::default(),
            position: Point::default(),
            size: Size::new(200, 200),
            text: text.to_owned(),
            content: Content::Note(NoteType::default()),
        };
        let note = Operation::Create {
            id,
            secrecy: Secrecy::NONE,
            shape: Box::new(shape),
        };
        (id, note)
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

#[tokio::test]
async fn people_work_on_one_board_and_read_nothing_that_is_hidden() {
    let sitting = Sitting::new().await;
    let (fox, wolf) = (sitting.guest("Renard").await, sitting.guest("Loup").await);
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    let mut author = sitting.tab(&fox, 2).await;
    let mut other = sitting.tab(&wolf, 3).await;
    author.write("Un minuteur").await;
    ana.sees("Un minuteur").await;
    other.sees("Un minuteur").await;
    let private = Phase {
        private: true,
        ..Phase::OPEN
    };
    ana.act(Operation::SetPhase(private)).await;
    author
        .until(|client| client.confirmed().phase() == private)
        .await;
    author.write("Secret de Renard").await;
    let later = Phase {
        draw: false,
        ..private
    };
    ana.act(Operation::SetPhase(later)).await;
    other
        .until(|client| client.confirmed().phase() == later)
        .await;
    assert!(!ana.received("Secret de Renard") && !other.received("Secret de Renard"));
    ana.act(Operation::Reveal(Reveal::All)).await;
    other.sees("Secret de Renard").await;
}

#[tokio::test]
async fn an_open_vote_tells_nothing_of_its_ballots() {
    const REASON: &str = "Trop long pour une heure";
    let sitting = Sitting::new().await;
    let (fox, wolf) = (sitting.guest("Renard").await, sitting.guest("Loup").await);
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    let mut other = sitting.tab(&wolf, 3).await;
    let (store, session, vote) = (&sitting.world.store, sitting.session, VoteId::new());
    let draft = VoteDraft {
        question: "Quelle piste ?".into(),
        kind: "objection".into(),
        items: vec![VoteItem {
            record: "1-1".into(),
            text: "Un minuteur".into(),
        }],
        ..VoteDraft::default()
    };
    let lead = Visitor::Account(&sitting.lead);
    let opened = store.open_vote(lead, session, vote, &draft).await;
    opened.expect("opened");
    let ballot = format!(r#"{{"objection":{{"1-1":{{"objection":"{REASON}"}}}}}}"#);
    let form = format!("session={session}&id={vote}&ballot={}", encoded(&ballot));
    let cast = Request::post("/api/cast_ballot")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(ACCEPT, "application/json")
        .header("sec-fetch-site", "same-origin")
        .header(COOKIE, &fox);
    let cast = sitting
        .world
        .send(cast.body(Body::from(form)).expect("a request"));
    assert_eq!(cast.await.status, StatusCode::OK);
    let votes = async |cookie: &str| {
        let asked = Request::get(format!("/api/load_votes?session={session}"))
            .header(ACCEPT, "application/json")
            .header(COOKIE, cookie);
        let answer = sitting
            .world
            .send(asked.body(Body::empty()).expect("a request"));
        answer.await.body
    };
    for cookie in [&sitting.cookie, &wolf] {
        let told = votes(cookie).await;
        assert!(
            told.contains("Quelle piste") && !told.contains(REASON),
            "{told}"
        );
    }
    assert!(votes(&fox).await.contains(REASON), "one's own ballot");
    // Whatever came over the sockets came before this note.
    ana.write("Après le vote").await;
    other.sees("Après le vote").await;
    assert!(!ana.received(REASON) && !other.received(REASON));
    store.close_vote(lead, session, vote).await.expect("closed");
    assert!(votes(&wolf).await.contains(REASON));
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[tokio::test]
async fn only_those_who_are_let_in_get_a_socket() {
    let sitting = Sitting::with_waiting_room("true").await;
    let other = Sitting::new().await;
    let (waiting, foreign) = (sitting.guest("Renard").await, other.guest("Loup").await);
    for (cookie, why) in [
        ("", StatusCode::UNAUTHORIZED),
        ("a=b", StatusCode::UNAUTHORIZED),
        (waiting.as_str(), StatusCode::FORBIDDEN),
        (foreign.as_str(), StatusCode::UNAUTHORIZED),
        (sitting.passed_off(&foreign).as_str(), StatusCode::FORBIDDEN),
        (other.cookie.as_str(), StatusCode::UNAUTHORIZED),
    ] {
        let refused = sitting.connect(cookie, ORIGIN_URL).await;
        assert_eq!(status(refused), why, "{cookie}");
    }
    let elsewhere = sitting
        .connect(&sitting.cookie, "https://evil.example")
        .await;
    assert_eq!(status(elsewhere), StatusCode::FORBIDDEN);
    for what in ["frames", "welcome"] {
        let answer = sitting.post(what, &waiting, vec![1]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
    }
    let (store, lead) = (&sitting.world.store, Visitor::Account(&sitting.lead));
    let admitted = store.admit_participant(lead, sitting.session, 2).await;
    admitted.expect("admitted");
    sitting.tab(&waiting, 1).await;
}

#[tokio::test]
async fn whoever_is_removed_is_cut_off() {
    let sitting = Sitting::new().await;
    let fox = sitting.guest("Renard").await;
    let mut guest = sitting.tab(&fox, 1).await;
    let (store, lead) = (&sitting.world.store, Visitor::Account(&sitting.lead));
    let removed = store.remove_participant(lead, sitting.session, 2).await;
    removed.expect("removed");
    assert_eq!(guest.closed().await, 4403);
    let again = sitting.connect(&fox, ORIGIN_URL).await;
    assert_eq!(status(again), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_is_signed_out_is_to_sign_in_again() {
    let sitting = Sitting::new().await;
    let (world, cookie) = (&sitting.world, &sitting.cookie);
    let mut ana = sitting.tab(cookie, 1).await;
    let key = sitting.post("frames", cookie, Vec::new()).await;
    assert_eq!(key.status, StatusCode::CREATED);
    let everywhere = form("/api/sign_out_everywhere", "/account", "").header(COOKIE, cookie);
    let everywhere = everywhere.body(Body::empty()).expect("a request");
    let out = world.send(everywhere).await;
    assert_eq!(out.header(LOCATION), "/sign-in");
    assert_eq!(ana.closed().await, 4401);
    let again = sitting.connect(cookie, ORIGIN_URL).await;
    assert_eq!(status(again), StatusCode::UNAUTHORIZED);
    let path = format!("/live/{}/frames?connection={}", sitting.session, key.body);
    let frames = world.get_with(&path, cookie).await;
    assert_eq!(frames.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn nonsense_closes_a_socket() {
    let sitting = Sitting::new().await;
    let mut tab = sitting.tab(&sitting.cookie, 1).await;
    let nonsense = Message::Binary(vec![board::wire::VERSION, 99].into());
    tab.socket.send(nonsense).await.expect("sent");
    assert_eq!(tab.closed().await, 4400);
}

#[tokio::test]
async fn a_socket_that_greets_as_somebody_else_s_tab_is_closed_as_such() {
    let sitting = Sitting::new().await;
    let _ana = sitting.tab(&sitting.cookie, 1).await;
    let fox = sitting.guest("Renard").await;
    let mut socket = sitting.connect(&fox, ORIGIN_URL).await.expect("let in");
    let mut client = Client::new(ClientId::from_random(1));
    client.connected();
    let hello = client.poll().expect("a greeting");
    let sent = socket.send(Message::Binary(hello.into())).await;
    sent.expect("sent");
    let closed = timeout(PATIENCE, async {
        loop {
            if let Message::Close(frame) = socket.next().await.expect("more").expect("a frame") {
                return frame.map(|frame| u16::from(frame.code));
            }
        }
    });
    assert_eq!(closed.await.expect("it is closed"), Some(4423));
}

#[tokio::test]
async fn a_board_is_worked_on_without_a_socket() {
    let sitting = Sitting::new().await;
    let cookie = &sitting.cookie;
    let mut client = Client::new(ClientId::from_random(7));
    client.connected();
    let key = sitting.post("frames", cookie, Vec::new()).await;
    assert_eq!(key.status, StatusCode::CREATED);
    let frames = format!("frames?connection={}", key.body);
    let hello = client.poll().expect("a greeting");
    let sent = sitting.post(&frames, cookie, packed(&hello)).await;
    assert_eq!(sent.status, StatusCode::NO_CONTENT);
    let path = format!("/live/{}/{frames}", sitting.session);
    let answer = sitting.world.get_with(&path, cookie).await;
    assert_eq!(answer.status, StatusCode::OK);
    for frame in unpacked(&answer.bytes) {
        client.receive(frame).expect("a frame");
    }
    assert!(client.is_live());
    let fox = sitting.guest("Renard").await;
    let foreign = sitting.world.get_with(&path, &fox).await;
    assert_eq!(foreign.status, StatusCode::GONE);
    let broken = sitting.post(&frames, cookie, vec![9, 9]).await;
    assert_eq!(broken.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_whole_board_comes_compressed() {
    let sitting = Sitting::new().await;
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    for _ in 0..20 {
        ana.write("Les mêmes mots reviennent").await;
    }
    let mut client = Client::new(ClientId::from_random(2));
    client.connected();
    let hello = client.poll().expect("a greeting");
    let answer = sitting
        .post("welcome", &sitting.cookie, hello.clone())
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header(CONTENT_ENCODING), "br");
    let nonsense = sitting
        .post("welcome", &sitting.cookie, vec![board::wire::VERSION, 99])
        .await;
    assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);
}

fn packed(frame: &[u8]) -> Vec<u8> {
    let length = u32::try_from(frame.len()).expect("a short frame");
    [&length.to_le_bytes()[..], frame].concat()
}

fn unpacked(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut frames = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_le_bytes(*length)).expect("a length");
        let (frame, rest) = rest.split_at(length);
        frames.push(frame);
        bytes = rest;
    }
    frames
}
