//! The people, projects and needs of a test. A builder states what matters to
//! the test; all else is in order.

use domain::accounts::{AccountStanding, SignUp, WorkspaceRole};
use domain::ids::{NeedId, ProjectId, UserId};
use domain::needs::{Need, NeedDraft, PositionDraft, Stance, Stances};
use domain::parties::Party;
use domain::policy::Actor;
use domain::projects::{Project, ProjectDraft, ProjectLinkDraft, ProjectRole};
use store::Store;
use uuid::Uuid;

use crate::world::World;

/// The password of everybody.
pub(crate) const PASSWORD: &str = "une longue phrase de passe";

/// Somebody with an account.
#[derive(Clone)]
pub(crate) struct Someone {
    pub(crate) id: UserId,
    pub(crate) email: String,
    store: Store,
}

impl Someone {
    /// What the policy knows of the person at present.
    pub(crate) async fn actor(&self) -> Actor {
        self.store.actor(self.id).await.expect("an account")
    }

    /// Signs in and gives the secret for the cookie.
    pub(crate) async fn sign_in(&self, browser: &str) -> String {
        self.store
            .sign_in(&self.email, PASSWORD, browser)
            .await
            .expect("signed in")
    }
}

/// What a person with this name and address sends to make an account.
pub(crate) fn sign_up(name: &str, email: &str) -> SignUp {
    SignUp {
        name: name.into(),
        email: email.into(),
        password: PASSWORD.into(),
        party: Party::Teacher.code().into(),
        declared_interests: String::new(),
    }
}

impl World {
    pub(crate) async fn person(&self, name: &str, role: WorkspaceRole, party: Party) -> Someone {
        let email = format!("{}@exemple.fr", Uuid::new_v4().simple());
        let sign_up = SignUp {
            party: party.code().into(),
            declared_interests: match party {
                Party::Edtech => "Éditeur d’exercices".into(),
                _ => String::new(),
            },
            ..sign_up(name, &email)
        };
        let id = self
            .store
            .create_account(UserId::new(), &sign_up, role)
            .await
            .expect("an account");
        let store = self.store.clone();
        Someone { id, email, store }
    }

    pub(crate) async fn administrator(&self) -> Someone {
        self.person("Ada", WorkspaceRole::Administrator, Party::Academy)
            .await
    }

    pub(crate) async fn coordinator(&self) -> Someone {
        self.person("Colette", WorkspaceRole::Coordinator, Party::Facilitator)
            .await
    }

    pub(crate) async fn member(&self, name: &str) -> Someone {
        self.person(name, WorkspaceRole::Member, Party::Teacher)
            .await
    }

    pub(crate) async fn observer(&self, name: &str) -> Someone {
        self.person(name, WorkspaceRole::Observer, Party::Ministry)
            .await
    }

    /// A member who speaks for an EdTech company.
    pub(crate) async fn partner(&self, name: &str) -> Someone {
        self.person(name, WorkspaceRole::Member, Party::Edtech)
            .await
    }

    /// A project to be opened by its lead.
    pub(crate) fn project<'a>(&'a self, lead: &'a Someone) -> NewProject<'a> {
        NewProject {
            world: self,
            lead,
            draft: project_draft("Lire à deux"),
            team: Vec::new(),
        }
    }

    /// A need to be expressed by its author.
    pub(crate) fn need<'a>(&'a self, author: &'a Someone, statement: &str) -> NewNeed<'a> {
        NewNeed {
            world: self,
            author,
            draft: need_draft(statement),
        }
    }

    pub(crate) async fn read_project(&self, reader: &Someone, id: ProjectId) -> Project {
        let read = self.store.project(&reader.actor().await, id).await;
        read.expect("a project").project
    }

    pub(crate) async fn read_need(&self, reader: &Someone, id: NeedId) -> Need {
        let read = self.store.need(&reader.actor().await, id).await;
        read.expect("a need").need
    }

    pub(crate) async fn stances(&self, reader: &Someone, id: NeedId) -> Stances {
        self.read_need(reader, id).await.stances
    }

    pub(crate) async fn take(&self, who: &Someone, id: NeedId, stance: Stance, comment: &str) {
        self.store
            .take_position(&who.actor().await, id, &position(stance, comment))
            .await
            .expect("a position");
    }

    pub(crate) async fn support(&self, who: &Someone, id: NeedId) {
        self.take(who, id, Stance::Support, "").await;
    }
}

pub(crate) struct NewProject<'a> {
    world: &'a World,
    lead: &'a Someone,
    draft: ProjectDraft,
    team: Vec<(&'a Someone, ProjectRole)>,
}

impl<'a> NewProject<'a> {
    pub(crate) fn title(mut self, title: &str) -> Self {
        self.draft.title = title.into();
        self
    }

    pub(crate) fn programme(mut self, code: &str) -> Self {
        self.draft.programme = code.into();
        self
    }

    pub(crate) fn team_only(mut self) -> Self {
        self.draft.visibility = "team".into();
        self
    }

    pub(crate) fn with(mut self, person: &'a Someone, role: ProjectRole) -> Self {
        self.team.push((person, role));
        self
    }

    pub(crate) async fn open(self) -> ProjectId {
        let store = &self.world.store;
        let id = ProjectId::new();
        store
            .create_project(&self.lead.actor().await, id, &self.draft)
            .await
            .expect("a project");
        let lead = self.lead.actor().await;
        for (person, role) in self.team {
            store
                .give_team_role(&lead, id, person.id, Some(role))
                .await
                .expect("somebody on the team");
        }
        id
    }
}

/// What people are given, by forms made of what stands there.
pub(crate) trait Steering {
    /// Gives somebody a role in a project.
    async fn give_team_role(
        &self,
        actor: &Actor,
        project: ProjectId,
        person: UserId,
        role: Option<ProjectRole>,
    ) -> store::Result<()>;

    /// Gives somebody a role in the workspace, or closes their account.
    async fn set_account(
        &self,
        actor: &Actor,
        person: UserId,
        role: WorkspaceRole,
        closed: bool,
    ) -> store::Result<()>;

    /// Corrects the party that somebody speaks for.
    async fn set_party(&self, actor: &Actor, person: UserId, party: Party) -> store::Result<()>;
}

/// How an account stands at present, and its version.
async fn standing(
    store: &Store,
    actor: &Actor,
    person: UserId,
) -> store::Result<(AccountStanding, i64)> {
    let accounts = store.accounts(actor).await?;
    let mut accounts = accounts.iter();
    let account = accounts.find(|account| account.person.id == person);
    let account = account.ok_or(store::StoreError::NotFound)?;
    Ok((account.standing(), account.version))
}

impl Steering for Store {
    async fn give_team_role(
        &self,
        actor: &Actor,
        project: ProjectId,
        person: UserId,
        role: Option<ProjectRole>,
    ) -> store::Result<()> {
        let version = self.project(actor, project).await?.project.team_version;
        self.set_team_role(actor, project, version, person, role)
            .await
    }

    async fn set_account(
        &self,
        actor: &Actor,
        person: UserId,
        role: WorkspaceRole,
        closed: bool,
    ) -> store::Result<()> {
        let (there, version) = standing(self, actor, person).await?;
        let changed = AccountStanding {
            role,
            closed,
            ..there
        };
        self.change_account(actor, person, version, &changed).await
    }

    async fn set_party(&self, actor: &Actor, person: UserId, party: Party) -> store::Result<()> {
        let (there, version) = standing(self, actor, person).await?;
        let changed = AccountStanding { party, ..there };
        self.change_account(actor, person, version, &changed).await
    }
}

pub(crate) struct NewNeed<'a> {
    world: &'a World,
    author: &'a Someone,
    draft: NeedDraft,
}

impl NewNeed<'_> {
    pub(crate) fn level(mut self, code: &str) -> Self {
        self.draft.level = code.into();
        self
    }

    pub(crate) fn discipline(mut self, code: &str) -> Self {
        self.draft.discipline = code.into();
        self
    }

    pub(crate) async fn express(self) -> NeedId {
        let id = NeedId::new();
        self.world
            .store
            .express_need(&self.author.actor().await, id, &self.draft)
            .await
            .expect("a need");
        id
    }
}

pub(crate) fn project_draft(title: &str) -> ProjectDraft {
    ProjectDraft {
        title: title.into(),
        summary: "Un outil.".into(),
        programme: "gtnum".into(),
        starts_on: "2025-09-01".into(),
        visibility: "workspace".into(),
        ..ProjectDraft::default()
    }
}

pub(crate) fn link_draft(title: &str) -> ProjectLinkDraft {
    ProjectLinkDraft {
        title: title.into(),
        address: "https://forge.exemple.fr/lire".into(),
    }
}

pub(crate) fn need_draft(statement: &str) -> NeedDraft {
    NeedDraft {
        statement: statement.into(),
        ..NeedDraft::default()
    }
}

pub(crate) fn position(stance: Stance, comment: &str) -> PositionDraft {
    PositionDraft {
        stance: stance.code().into(),
        comment: comment.into(),
    }
}
