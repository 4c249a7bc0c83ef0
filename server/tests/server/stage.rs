//! A workspace with everybody in it and a project, for tests that go through
//! server functions. All that a call needs is made by the owner through them
//! too, so that what is sent is known to be in order.

use app::request::SESSION_COOKIE;
use axum::body::Body;
use domain::accounts::{InvitationDraft, SignUp, WorkspaceRole};
use domain::audit::{AuditFilter, OwnDeed};
use domain::ids::{AuditId, InvitationId, NeedId, ProjectId, UserId};
use domain::parties::Party;
use domain::policy::Actor;
use domain::projects::ProjectRole;
use form_urlencoded::Serializer;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{Method, Request, StatusCode};
use leptos::server_fn::axum::server_fn_paths;
use store::Store;

use crate::world::{Answer, World, form};

/// The fields that a form or an address sends.
pub(crate) type Fields = Vec<(&'static str, String)>;

/// Fields by their names, whatever the values are.
macro_rules! fields {
    ($($name:literal: $value:expr),* $(,)?) => {
        vec![$(($name, $value.to_string())),*]
    };
}
pub(crate) use fields;

/// The password of everybody.
pub(crate) const PASSWORD: &str = "une longue phrase de passe";

/// An invitation of a member who speaks for this party.
pub(crate) fn invitation(party: Party) -> InvitationDraft {
    InvitationDraft {
        id: InvitationId::new(),
        note: String::new(),
        role: WorkspaceRole::Member,
        party,
    }
}

/// Somebody with an account.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) id: UserId,
    pub(crate) email: String,
}

/// A column of the tables.
pub(crate) struct Who {
    /// What a message calls the column.
    name: &'static str,
    /// Nobody where nobody is signed in.
    pub(crate) person: Option<Person>,
}

/// A workspace with its people and a project.
pub(crate) struct Stage {
    pub(crate) world: World,
    /// The administrator who leads the project.
    pub(crate) owner: Person,
    /// Somebody to do things to.
    pub(crate) somebody: Person,
    pub(crate) project: ProjectId,
    everybody: Vec<Who>,
}

impl Stage {
    pub(crate) async fn with_open_project() -> Self {
        Self::new("workspace").await
    }

    pub(crate) async fn with_team_only_project() -> Self {
        Self::new("team").await
    }

    async fn new(visibility: &str) -> Self {
        use WorkspaceRole as W;
        let world = World::new().await;
        let store = &world.store;
        let owner = person(store, W::Administrator, Party::Academy).await;
        let columns = [
            ("administrator", W::Administrator, Party::Teacher),
            ("coordinator", W::Coordinator, Party::Teacher),
            ("member", W::Member, Party::Teacher),
            ("observer", W::Observer, Party::Teacher),
            ("lead", W::Observer, Party::Ministry),
            ("facilitator", W::Observer, Party::Ministry),
            ("contributor", W::Observer, Party::Ministry),
            ("partner", W::Observer, Party::Ministry),
            ("project observer", W::Observer, Party::Ministry),
            ("edtech", W::Member, Party::Edtech),
            ("edtech contributor", W::Member, Party::Edtech),
        ];
        let mut everybody = Vec::new();
        for (name, role, party) in columns {
            let person = Some(person(store, role, party).await);
            everybody.push(Who { name, person });
        }
        let somebody = person(store, W::Member, Party::Teacher).await;
        let project = ProjectId::new();
        let team = everybody[4..].iter().filter_map(|who| who.person.clone());
        let team: Vec<Person> = team.collect();
        everybody.push(Who {
            name: "nobody",
            person: None,
        });
        let mut stage = Self {
            world,
            owner,
            somebody,
            project,
            everybody,
        };
        stage.project = stage.project(visibility).await;
        let roles = ProjectRole::ALL.iter().copied().map(Some);
        let roles = roles.chain([None, Some(ProjectRole::Contributor)]);
        let joining = team.into_iter().zip(roles);
        let joining = joining.filter_map(|(person, role)| Some((person, role?)));
        for (version, (person, role)) in (1_i64..).zip(joining) {
            let fields = fields! {
                "id": stage.project,
                "version": version,
                "person": person.id,
                "role": role,
            };
            stage.make("set_team_role", fields).await;
        }
        stage
    }

    async fn project(&self, visibility: &str) -> ProjectId {
        let id = ProjectId::new();
        let fields = fields! {
            "id": id,
            "draft[title]": "Lire à deux",
            "draft[summary]": "Un outil.",
            "draft[programme]": "gtnum",
            "draft[starts_on]": "2025-09-01",
            "draft[visibility]": visibility,
        };
        self.make("create_project", fields).await;
        id
    }

    /// A need that the owner expressed.
    pub(crate) async fn need(&self) -> NeedId {
        let id = NeedId::new();
        let fields = fields! { "id": id, "draft[statement]": "Suivre la fluence" };
        self.make("express_need", fields).await;
        id
    }

    /// The columns of the tables, in their order.
    pub(crate) fn everybody(&self) -> &[Who] {
        &self.everybody
    }

    /// The person of the column; the owner where nobody is signed in.
    pub(crate) fn by<'a>(&'a self, who: &'a Who) -> &'a Person {
        who.person.as_ref().unwrap_or(&self.owner)
    }

    /// What the policy knows of the owner at present.
    pub(crate) async fn owner_actor(&self) -> Actor {
        self.actor(&self.owner).await
    }

    /// What the policy knows of a person at present.
    pub(crate) async fn actor(&self, person: &Person) -> Actor {
        self.world.store.actor(person.id).await.expect("an actor")
    }

    /// Has the owner call a function that must succeed.
    pub(crate) async fn make(&self, function: &str, fields: Fields) {
        let answer = self.call(function, Some(&self.owner), &fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.body);
    }

    /// Has a person make something; where the person may not, the owner does.
    pub(crate) async fn make_own(&self, function: &str, person: &Person, fields: Fields) {
        let answer = self.call(function, Some(person), &fields).await;
        match answer.status {
            StatusCode::OK => {}
            StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => self.make(function, fields).await,
            status => panic!("{function}: {status} {}", answer.body),
        }
    }

    /// The cell of a table, and the guest's cookie that came with the answer.
    pub(crate) async fn outcome(
        &self,
        function: &str,
        who: &Who,
        fields: &Fields,
    ) -> (char, Option<String>) {
        let before = self.last_change().await;
        let answer = self.call(function, who.person.as_ref(), fields).await;
        let letter = match answer.status {
            StatusCode::OK => {
                let mut given = answer.cookies();
                let given = given.find(|cookie| cookie.starts_with("etabli_guest_"));
                return ('+', given.map(str::to_owned));
            }
            StatusCode::UNAUTHORIZED => '!',
            StatusCode::NOT_FOUND => '?',
            StatusCode::UNPROCESSABLE_ENTITY => '=',
            StatusCode::FORBIDDEN if answer.body.contains("role") => '-',
            status => panic!("{function} as {}: {status} {}", who.name, answer.body),
        };
        assert_eq!(
            self.last_change().await,
            before,
            "{function} as {} was not done and left a row",
            who.name
        );
        (letter, None)
    }

    /// Whether what was done once does something more when it is sent again from the
    /// browser that was given this guest's cookie.
    pub(crate) async fn does_more(
        &self,
        function: &str,
        who: &Who,
        fields: &Fields,
        given: Option<String>,
    ) -> bool {
        let before = self.last_change().await;
        let own = self.cookie(who.person.as_ref()).await;
        let given = given.as_deref().and_then(|given| given.split(';').next());
        let cookies: Vec<&str> = own.as_deref().into_iter().chain(given).collect();
        let cookies = (!cookies.is_empty()).then(|| cookies.join("; "));
        let again = call(&self.world, function, cookies.as_deref(), fields).await;
        assert!(
            !again.status.is_server_error(),
            "{function}: {}",
            again.body
        );
        self.last_change().await != before
    }

    /// The newest row of the audit log, but for wishes for a new password: those are
    /// written after their asker is answered, at any time during what is called next.
    pub(crate) async fn last_change(&self) -> Option<AuditId> {
        let owner = self.owner_actor().await;
        let all = AuditFilter::default();
        let log = self.world.store.audit_log(&owner, &all, 100).await;
        let mut answered = log.expect("the log").entries.into_iter();
        let wish = OwnDeed::RequestPasswordReset.code();
        answered
            .find(|entry| entry.action != wish)
            .map(|entry| entry.id)
    }

    /// Calls a function as a page with scripts does, in a new session.
    pub(crate) async fn call(
        &self,
        function: &str,
        person: Option<&Person>,
        fields: &Fields,
    ) -> Answer {
        let cookie = self.cookie(person).await;
        call(&self.world, function, cookie.as_deref(), fields).await
    }

    /// What the server answers to the form of a function that is sent from a page without scripts.
    pub(crate) async fn send(
        &self,
        function: &str,
        page: &str,
        cookies: &str,
        fields: &Fields,
    ) -> Answer {
        let body = Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = form(&format!("/api/{function}"), page, &body).header(COOKIE, cookies);
        let request = request.body(Body::from(body)).expect("a request");
        self.world.send(request).await
    }

    /// The cookie of a new session of a person.
    async fn cookie(&self, person: Option<&Person>) -> Option<String> {
        let secret = self.world.store.start_session(person?.id, "").await;
        let secret = secret.expect("a session");
        Some(format!("{SESSION_COOKIE}={secret}"))
    }
}

/// Calls a function as a page with scripts does, with this cookie.
pub(crate) async fn call(
    world: &World,
    function: &str,
    cookie: Option<&str>,
    fields: &Fields,
) -> Answer {
    let path = format!("/api/{function}");
    let (_, method) = server_fn_paths()
        .find(|(known, _)| *known == path)
        .expect(function);
    let sent = Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = match method {
        Method::GET => Request::get(format!("{path}?{sent}")),
        _ => Request::post(path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin"),
    };
    let mut request = request.header(ACCEPT, "application/json");
    if let Some(cookie) = cookie {
        request = request.header(COOKIE, cookie);
    }
    let body = match method {
        Method::GET => Body::empty(),
        _ => Body::from(sent),
    };
    world.send(request.body(body).expect("a request")).await
}

/// An address that nobody has yet.
pub(crate) fn new_email() -> String {
    format!("{}@exemple.fr", UserId::new())
}

async fn person(store: &Store, role: WorkspaceRole, party: Party) -> Person {
    let email = new_email();
    let sign_up = SignUp {
        name: "Ana Ruiz".into(),
        email: email.clone(),
        password: PASSWORD.into(),
        party: party.code().into(),
        declared_interests: match party {
            Party::Edtech => "Éditeur d’exercices".into(),
            _ => String::new(),
        },
    };
    let id = store.create_account(UserId::new(), &sign_up, role).await;
    Person {
        id: id.expect("an account"),
        email,
    }
}
