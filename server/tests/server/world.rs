//! A server for one test, and requests to it.

use std::collections::HashMap;
use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use app::request::{DRAFT_COOKIE, Mail, SESSION_COOKIE, Services};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use domain::accounts::{SignUp, WorkspaceRole};
use domain::ids::UserId;
use domain::policy::Actor;
use http::header::{
    ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, REFERER, SET_COOKIE,
};
use http::{HeaderName, Request, StatusCode, request};
use live::{Hub, Threads};
use server::configuration::Configuration;
use server::limits::SignInLimits;
use server::mail::NoMail;
use server::router::router;
use store::Store;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower::ServiceExt;

/// Where the server is, for its pages.
pub const ORIGIN_URL: &str = "http://127.0.0.1:3000";

/// A server with an empty workspace.
pub struct World {
    pub store: Store,
    pub services: Services,
    pub folder: TempDir,
    pub boards: Hub,
    router: Router,
}

/// Keeps what would be sent: to whom, about what, and what it says.
#[derive(Default)]
pub struct Letters(pub Mutex<Vec<(String, String, String)>>);

impl Mail for Letters {
    fn is_configured(&self) -> bool {
        true
    }

    fn send(&self, to: &str, subject: String, text: String) {
        let mut letters = self.0.lock().expect("no test panics here");
        letters.push((to.to_owned(), subject, text));
    }
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub body: String,
    pub bytes: Bytes,
}

impl World {
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// A server with these options in its configuration.
    pub async fn with(options: &[(&str, &str)]) -> Self {
        Self::made(options, Arc::new(NoMail)).await
    }

    /// A server that sends messages, and what it sends.
    pub async fn with_mail() -> (Self, Arc<Letters>) {
        let letters = Arc::new(Letters::default());
        (Self::made(&[], letters.clone()).await, letters)
    }

    async fn made(options: &[(&str, &str)], mail: Arc<dyn Mail>) -> Self {
        let folder = TempDir::new().expect("a folder");
        let site = folder.path().join("site");
        fs::create_dir_all(site.join("pkg")).expect("a site");
        let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        let mut variables = HashMap::from([
            ("ETABLI_DATA_DIR".to_owned(), path("")),
            ("ETABLI_SITE_DIR".to_owned(), path("site")),
        ]);
        for (name, value) in options {
            variables.insert(format!("ETABLI_{name}"), (*value).to_owned());
        }
        let configuration = Configuration::read(None, variables).expect("configured");
        let files = configuration.attachments_dir();
        let store = Store::open_with_folder(&configuration.database_url, &files)
            .await
            .expect("a store");
        let services = Services {
            store: store.clone(),
            mail,
            sign_in_limit: Arc::new(SignInLimits::new(false)),
            public_url: configuration.public_url.as_str().into(),
        };
        let threads = Threads::start(NonZeroUsize::MIN).expect("a thread");
        let boards = Hub::start(store.clone(), threads);
        Self {
            router: router(&configuration, services.clone(), boards.clone()),
            boards,
            services,
            store,
            folder,
        }
    }

    /// Puts a file into the site.
    pub fn file(&self, name: &str, content: &str) {
        fs::write(self.folder.path().join("site").join(name), content).expect("written");
    }

    /// A person with an account, and the cookie of a session.
    pub async fn person(&self) -> (Actor, String) {
        self.person_at("ana@exemple.fr").await
    }

    /// The same, known by this address.
    pub async fn person_at(&self, email: &str) -> (Actor, String) {
        let sign_up = SignUp {
            name: "Ana Ruiz".into(),
            email: email.into(),
            password: "une longue phrase".into(),
            party: "teacher".into(),
            declared_interests: String::new(),
        };
        let id = self
            .store
            .create_account(UserId::new(), &sign_up, WorkspaceRole::Member)
            .await
            .expect("an account");
        let secret = self.store.start_session(id, "").await.expect("a session");
        let actor = self.store.actor(id).await.expect("an actor");
        (actor, format!("{SESSION_COOKIE}={secret}"))
    }

    /// Uses up the visits of an address, then sends something from there, until that is too
    /// much: another visit is allowed every second and a half, also while it is on its way.
    pub async fn one_too_many(&self, address: IpAddr, sent: impl AsyncFn() -> Answer) -> Answer {
        for _ in 0..20 {
            while self.services.sign_in_limit.allows_visit(address).is_ok() {}
            let answer = sent().await;
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                return answer;
            }
        }
        panic!("visits of {address} are not counted");
    }

    /// Sends a request and reads the answer.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await;
        let (parts, body) = answer.expect("an answer").into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a whole answer");
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
            bytes: body,
        }
    }

    /// Answers on a port of its own, for what goes on after an answer.
    pub async fn listen(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = self.router.clone();
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        address
    }

    /// Asks for a page as a browser does.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(empty(get(path))).await
    }

    /// Asks for a page with these cookies.
    pub async fn get_with(&self, path: &str, cookies: &str) -> Answer {
        self.send(empty(get(path).header(COOKIE, cookies))).await
    }

    /// The page to which the answer to a form that was not taken leads back, with what was
    /// typed in it.
    pub async fn come_back(&self, answer: &Answer, cookies: &str) -> Answer {
        let draft = answer.cookie(DRAFT_COOKIE).expect("a draft");
        let draft = draft.split(';').next().expect("its value");
        let cookies = format!("{cookies}; {draft}");
        self.get_with(answer.leads_to(), &cookies).await
    }
}

impl Answer {
    /// The value of a header; empty where there is none.
    pub fn header(&self, name: impl TryInto<HeaderName>) -> &str {
        let name = name.try_into().ok().expect("a name");
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("text"))
    }

    /// Where the answer leads.
    pub fn leads_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.header(LOCATION)
    }

    /// The cookies that the answer sets, each whole.
    pub fn cookies(&self) -> impl Iterator<Item = &str> {
        let set = self.headers.get_all(SET_COOKIE).iter();
        set.map(|value| value.to_str().expect("text"))
    }

    /// The cookie of this name that the answer sets, whole.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies()
            .find(|cookie| cookie.starts_with(&format!("{name}=")))
    }
}

pub fn get(path: &str) -> request::Builder {
    Request::get(path).header(ACCEPT, "text/html,*/*;q=0.8")
}

pub fn empty(request: request::Builder) -> Request<Body> {
    request.body(Body::empty()).expect("a request")
}

/// A form sent from a page of ours by a browser without JavaScript.
pub fn form(path: &str, page: &str, body: &str) -> request::Builder {
    Request::post(path)
        .header(ACCEPT, "text/html,*/*;q=0.8")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(CONTENT_LENGTH, body.len())
        .header(ORIGIN, ORIGIN_URL)
        .header(REFERER, format!("{ORIGIN_URL}{page}"))
}
