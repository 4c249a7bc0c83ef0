//! A server's store and hub, and browser tabs connected to a board.

use std::sync::Arc;
use std::time::Duration;

use board::client::Client;
use board::geometry::{Point, Size};
use board::ids::{ClientId, RecordId};
use board::operation::Operation;
use board::order::OrderKey;
use board::presence::Announcement;
use board::record::{Content, NoteType, Shape};
use board::rules::Phase;
use board::secrecy::Secrecy;
use bytes::Bytes;
use domain::accounts::{SignUp, WorkspaceRole};
use domain::ids::{ProjectId, SessionId, SignInId, UserId};
use domain::policy::Actor;
use domain::projects::ProjectDraft;
use domain::sessions::{GuestDraft, PhaseDraft, SessionDraft};
use live::{Coming, Ending, Hub, Limits, Link, Log, StoreLog, Threads};
use store::{Store, Visitor};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::time::timeout;
use uuid::Uuid;

/// The password of everybody.
pub(crate) const PASSWORD: &str = "une longue phrase de passe";

/// The longest that anything takes here.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) const PRIVATE: Phase = Phase {
    private: true,
    ..Phase::OPEN
};

pub(crate) fn quick() -> Limits {
    Limits {
        tick: Duration::from_millis(5),
        heartbeat: Duration::from_millis(200),
        ..Limits::default()
    }
}

/// A session with a facilitator, and the hub that its board lives in.
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) hub: Hub,
    pub(crate) lead: Actor,
    pub(crate) project: ProjectId,
    pub(crate) session: SessionId,
    pub(crate) code: String,
    server: Server,
    _folder: TempDir,
    url: String,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(quick(), |draft| draft).await
    }

    pub(crate) async fn with(
        limits: Limits,
        draft: impl FnOnce(SessionDraft) -> SessionDraft,
    ) -> Self {
        let folder = TempDir::new().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("db").display());
        let store = Store::open(&url).await.expect("a store");
        let lead = account(&store, "Ana").await;
        let (project, session) = (ProjectId::new(), SessionId::new());
        let about = project_draft("workspace");
        let opened = store.create_project(&lead, project, &about).await;
        opened.expect("a project");
        let lead = store.actor(lead.user).await.expect("an actor");
        let planned = store
            .create_session(&lead, project, session, &draft(session_draft()))
            .await;
        planned.expect("planned");
        store.open_session(&lead, session).await.expect("open");
        let detail = store.session(&lead, session).await.expect("a session");
        let code = detail.session.code.expect("a code").to_string();
        let server = Server::start(&store, limits).await;
        Self {
            hub: server.hub.clone(),
            server,
            store,
            lead,
            project,
            session,
            code,
            _folder: folder,
            url,
        }
    }

    /// Another hub, over another log.
    pub(crate) fn over(&mut self, log: Arc<dyn Log>, limits: Limits) {
        self.hub = Hub::with(self.store.clone(), log, limits, Threads::of_caller());
    }

    /// Kills the server, whatever it is about, and starts it again on what is kept.
    pub(crate) async fn killed(&mut self) {
        self.server.kill();
        // A commit that the database has begun is still ended by it.
        tokio::time::sleep(Duration::from_millis(100)).await;
        self.store = Store::open(&self.url).await.expect("a store");
        self.server = Server::start(&self.store, quick()).await;
        self.hub = self.server.hub.clone();
    }

    /// A guest joins; the secret.
    pub(crate) async fn guest(&self, pseudonym: &str) -> String {
        let draft = GuestDraft {
            pseudonym: pseudonym.into(),
            party: "pupil".into(),
        };
        let joined = self
            .store
            .join_as_guest(&self.code, &draft, None, None)
            .await;
        joined.expect("joined").2
    }

    pub(crate) async fn lead_tab(&self) -> Tab {
        Tab::new(self.enter_lead().await)
    }

    pub(crate) async fn guest_tab(&self, secret: &str) -> Tab {
        Tab::new(self.enter_guest(secret).await)
    }

    /// The tabs of who leads and of a guest, both in step, and the guest's secret.
    pub(crate) async fn lead_and_guest(&self) -> (Tab, Tab, String) {
        let secret = self.guest("Renard").await;
        let mut lead = self.lead_tab().await;
        let mut guest = self.guest_tab(&secret).await;
        lead.in_step().await;
        guest.in_step().await;
        (lead, guest, secret)
    }

    /// Somebody with an account joins.
    pub(crate) async fn member(&self, name: &str) -> Actor {
        let actor = account(&self.store, name).await;
        let joined = self.store.join_session(&actor, self.session, None).await;
        joined.expect("joined");
        actor
    }

    /// Somebody signs in, in another browser each time.
    pub(crate) async fn sign_in(&self, actor: &Actor) -> SignInId {
        let secret = self.store.start_session(actor.user, "").await;
        let found = self.store.signed_in(&secret.expect("a secret")).await;
        found.expect("an answer").expect("somebody").session
    }

    pub(crate) async fn tab(&self, actor: &Actor, sign_in: SignInId) -> Tab {
        Tab::new(self.enter(actor, sign_in).await.expect("let in"))
    }

    pub(crate) async fn enter_lead(&self) -> Link {
        let sign_in = self.sign_in(&self.lead).await;
        self.enter(&self.lead, sign_in).await.expect("let in")
    }

    pub(crate) async fn enter(&self, actor: &Actor, sign_in: SignInId) -> live::Result<Link> {
        let (hub, session, actor) = (self.hub.clone(), self.session, actor.clone());
        let entering = async move {
            let visitor = Visitor::Account(&actor);
            hub.enter(session, visitor, Some(sign_in), Coming::ToStay)
                .await
        };
        self.server.run(entering).await
    }

    pub(crate) async fn enter_guest(&self, secret: &str) -> Link {
        let (hub, session, secret) = (self.hub.clone(), self.session, secret.to_owned());
        let entering = async move {
            let visitor = Visitor::Guest(&secret);
            hub.enter(session, visitor, None, Coming::ToStay).await
        };
        self.server.run(entering).await.expect("let in")
    }
}

/// A hub whose tasks all die at once when it is killed.
struct Server {
    hub: Hub,
    runtime: Option<Runtime>,
}

impl Server {
    async fn start(store: &Store, limits: Limits) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let store = store.clone();
        let hub = async move {
            let threads = Threads::of_caller();
            let log = Arc::new(StoreLog::start(store.clone(), &threads));
            Hub::with(store, log, limits, threads)
        };
        let hub = runtime.spawn(hub).await.expect("a hub");
        let runtime = Some(runtime);
        Self { hub, runtime }
    }

    /// Runs what starts tasks of the server.
    async fn run<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        let runtime = self.runtime.as_ref().expect("a server that lives");
        runtime.spawn(work).await.expect("no panic")
    }

    fn kill(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

pub(crate) async fn account(store: &Store, name: &str) -> Actor {
    account_with(store, name, WorkspaceRole::Member).await
}

pub(crate) async fn account_with(store: &Store, name: &str, role: WorkspaceRole) -> Actor {
    let sign_up = SignUp {
        name: name.into(),
        email: format!("{}@exemple.fr", Uuid::new_v4().simple()),
        password: PASSWORD.into(),
        party: "teacher".into(),
        declared_interests: String::new(),
    };
    let id = store
        .create_account(UserId::new(), &sign_up, role)
        .await
        .expect("an account");
    store.actor(id).await.expect("an actor")
}

/// What a project says that shows itself to the workspace, or to its team.
pub(crate) fn project_draft(visibility: &str) -> ProjectDraft {
    ProjectDraft {
        title: "Lire à deux".into(),
        summary: "Un outil.".into(),
        programme: "gtnum".into(),
        starts_on: "2025-09-01".into(),
        visibility: visibility.into(),
        ..ProjectDraft::default()
    }
}

fn session_draft() -> SessionDraft {
    SessionDraft {
        title: "Premiers écrans".into(),
        starts_at: "2026-12-02T14:30".into(),
        guests: "true".into(),
        phases: vec![PhaseDraft {
            title: "Écrire".into(),
            minutes: "8".into(),
            write: "true".into(),
            ..PhaseDraft::default()
        }],
        ..SessionDraft::default()
    }
}

/// A browser tab: the client, its connection, and every byte that came.
pub(crate) struct Tab {
    pub(crate) client: Client,
    pub(crate) link: Link,
    pub(crate) received: Vec<Bytes>,
    pub(crate) announcements: Vec<Announcement>,
}

impl Tab {
    fn new(link: Link) -> Self {
        let bits = u64::try_from(Uuid::new_v4().as_u128() & u128::from(u64::MAX));
        let client = Client::new(ClientId::from_random(bits.expect("64 bits")));
        let mut client = client.with_secret(Uuid::new_v4().into_bytes());
        client.connected();
        Self {
            client,
            link,
            received: Vec::new(),
            announcements: Vec::new(),
        }
    }

    /// Connects the tab again.
    pub(crate) fn back(&mut self, link: Link) {
        self.client.disconnected();
        self.client.connected();
        self.link = link;
    }

    /// Sends what is to be sent.
    pub(crate) async fn send(&mut self) {
        let revision = self.client.save().revision;
        self.client.saved(revision);
        while let Some(frame) = self.client.poll() {
            let _ = self.link.sending.frame(frame.into()).await;
        }
    }

    /// Sends and receives until something is so, or the connection ends.
    pub(crate) async fn until(&mut self, is_so: impl Fn(&Client) -> bool) -> Result<(), Ending> {
        let becomes_so = async {
            loop {
                self.send().await;
                if is_so(&self.client) {
                    return Ok(());
                }
                self.take().await?;
            }
        };
        timeout(PATIENCE, becomes_so).await.expect("it becomes so")
    }

    /// Takes the next frame.
    async fn take(&mut self) -> Result<(), Ending> {
        let frame = self.link.receiving.next().await?;
        self.received.push(frame.clone());
        let update = self.client.receive(&frame).expect("a frame");
        self.announcements.extend(update.announcements);
        Ok(())
    }

    /// Waits until something was announced.
    pub(crate) async fn hears(&mut self, news: Announcement) {
        let hearing = async {
            while !self.announcements.contains(&news) {
                self.take().await.expect("connected");
            }
        };
        timeout(PATIENCE, hearing).await.expect("it is announced");
    }

    /// Waits until the tab is in step and nothing of its own waits.
    pub(crate) async fn in_step(&mut self) {
        let done = self
            .until(|client| client.is_live() && client.unacknowledged().next().is_none())
            .await;
        done.expect("connected");
    }

    pub(crate) async fn sees(&mut self, text: &str) {
        let seen = self.until(|client| holds(client, text)).await;
        seen.expect("connected");
    }

    /// Follows until the connection ends, and says why it did.
    pub(crate) async fn ends(&mut self) -> Ending {
        self.until(|_| false).await.expect_err("it ends")
    }

    pub(crate) fn act(&mut self, operation: Operation) {
        self.client.act(vec![operation]).expect("allowed");
    }

    pub(crate) fn write(&mut self, text: &str) -> RecordId {
        let id = self.client.new_record_id();
        self.act(Operation::Create {
            id,
            secrecy: Secrecy::NONE,
            shape: Box::new(Shape {
                parent: None,
                order: OrderKey::default(),
                position: Point::default(),
                size: Size::new(200, 200),
                text: text.to_owned(),
                content: Content::Note(NoteType::default()),
            }),
        });
        id
    }

    /// Whether these bytes have come over the connection.
    pub(crate) fn received(&self, text: &str) -> bool {
        let frames = self.received.iter();
        let mut frames = frames.map(|frame| frame.windows(text.len()));
        frames.any(|mut windows| windows.any(|window| window == text.as_bytes()))
    }
}

pub(crate) fn holds(client: &Client, text: &str) -> bool {
    let mut records = client.confirmed().records();
    records.any(|(_, record)| record.shape.text == text)
}

/// Waits until something is so.
pub(crate) async fn eventually(is_so: impl Fn() -> bool) {
    let so = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, so).await.expect("it becomes so");
}
