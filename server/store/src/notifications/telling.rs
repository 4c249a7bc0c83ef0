//! Telling people, in the transaction of the change that they are told of.

use std::collections::BTreeMap;

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ProjectId, UserId};
use domain::notifications::{NotificationKind, Preferences, Ways, is_told};
use domain::policy::{Actor, Situation};
use domain::projects::Visibility;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use uuid::Uuid;

use crate::database::Tx;
use crate::error::{Result, StoreError};
use crate::tables::accounts::user;
use crate::tables::decisions::{action_item, decision};
use crate::tables::decode;
use crate::tables::feedback::entry;
use crate::tables::notifications::{notification, preference};
use crate::tables::projects::{project, team_member};

/// Something to be told.
pub(crate) struct News<'a> {
    pub kind: NotificationKind,
    pub thing: ThingRef,
    /// The project that decides who may see the thing.
    pub project: Option<ProjectId>,
    /// Who truly did it: they are not told.
    pub by: Option<UserId>,
    /// Who is shown as having done it.
    pub named: Option<UserId>,
    /// The code of what came of it.
    pub detail: &'a str,
}

impl<'a> News<'a> {
    /// News of what somebody did under their name.
    pub(crate) fn of(
        kind: NotificationKind,
        thing: ThingRef,
        project: Option<ProjectId>,
        by: UserId,
        detail: &'a str,
    ) -> Self {
        Self {
            kind,
            thing,
            project,
            by: Some(by),
            named: Some(by),
            detail,
        }
    }
}

impl Tx {
    /// Tells people, but for those who did it, may not see it, do not want to
    /// hear of such things, or have closed their account.
    pub(crate) async fn tell(
        &self,
        people: impl IntoIterator<Item = Uuid>,
        news: &News<'_>,
    ) -> Result<()> {
        let mut people: Vec<Uuid> = people.into_iter().collect();
        people.sort_unstable();
        people.dedup();
        people.retain(|person| news.by != Some(UserId(*person)));
        if people.is_empty() {
            return Ok(());
        }
        let sight = Sight::of(&self.db, news).await?;
        let ways = ways_of(&self.db, &people, news.kind).await?;
        for to in actors(&self.db, &people, news.project).await? {
            let situation = sight.of_reader(&to);
            let ways = ways.of(to.user.0, news.kind);
            let wants = news.kind.wants(news.thing.kind);
            if ways.any() && is_told(&to, news.by, wants, &situation) {
                self.write(to.user.0, news, ways).await?;
            }
        }
        Ok(())
    }

    /// Tells everybody on a project's team.
    pub(crate) async fn tell_team(&self, project: ProjectId, news: &News<'_>) -> Result<()> {
        let team = team_member::Entity::find()
            .filter(team_member::Column::ProjectId.eq(project.0))
            .all(&self.db)
            .await?;
        self.tell(team.into_iter().map(|row| row.user_id), news)
            .await
    }

    async fn write(&self, to: Uuid, news: &News<'_>, ways: Ways) -> Result<()> {
        let gathered = match news.kind.gathers() {
            true => unread(&self.db, to, news).await?,
            false => None,
        };
        let named = news.named.map(Uuid::from);
        if let Some(there) = gathered {
            let mut row = there.into_active_model();
            row.actor = Set(named);
            row.detail = Set(news.detail.to_owned());
            row.at = Set(self.now.0);
            // What comes after a message is news again, told as is wanted now.
            row.in_app = Set(ways.in_app);
            row.by_mail = Set(ways.by_mail);
            row.mailed_at = Set(None);
            row.update(&self.db).await?;
            return Ok(());
        }
        notification::ActiveModel {
            id: Set(self.new_id()),
            user_id: Set(to),
            kind: Set(news.kind.code().to_owned()),
            thing_kind: Set(news.thing.kind.code().to_owned()),
            thing_id: Set(news.thing.id),
            project_id: Set(news.project.map(Uuid::from)),
            actor: Set(named),
            detail: Set(news.detail.to_owned()),
            in_app: Set(ways.in_app),
            by_mail: Set(ways.by_mail),
            at: Set(self.now.0),
            read_at: Set(None),
            mailed_at: Set(None),
        }
        .insert(&self.db)
        .await?;
        Ok(())
    }
}

/// The same news about the same thing, not read yet.
async fn unread(
    db: &impl ConnectionTrait,
    to: Uuid,
    news: &News<'_>,
) -> Result<Option<notification::Model>> {
    Ok(notification::Entity::find()
        .filter(notification::Column::UserId.eq(to))
        .filter(notification::Column::ThingId.eq(news.thing.id))
        .filter(notification::Column::Kind.eq(news.kind.code()))
        .filter(notification::Column::ReadAt.is_null())
        .one(db)
        .await?)
}

/// What decides who may see the thing that is told of.
struct Sight {
    project: Option<ProjectId>,
    team_only: bool,
    shared: bool,
    author: Option<Uuid>,
}

impl Sight {
    async fn of(db: &impl ConnectionTrait, news: &News<'_>) -> Result<Self> {
        // A need is seen by all, whatever project answers it.
        let project = news.project.filter(|_| news.thing.kind != ThingKind::Need);
        let team_only = match project {
            Some(project) => {
                let row = project::Entity::find_by_id(project.0).one(db).await?;
                let row = row.ok_or(StoreError::NotFound)?;
                decode::<Visibility>("visibility", &row.visibility)? == Visibility::Team
            }
            None => false,
        };
        let id = news.thing.id;
        let (shared, author) = match news.thing.kind {
            ThingKind::Feedback => {
                let row = entry::Entity::find().filter(entry::Column::Id.eq(id));
                let row = row.one(db).await?;
                row.map(|row| (row.shared, row.author)).unwrap_or_default()
            }
            ThingKind::Decision => {
                let row = decision::Entity::find_by_id(id).one(db).await?;
                row.map(|row| (row.shared, None)).unwrap_or_default()
            }
            // Whoever takes it on sees it.
            ThingKind::ActionItem => {
                let row = action_item::Entity::find_by_id(id).one(db).await?;
                row.map(|row| (row.shared, row.owner)).unwrap_or_default()
            }
            _ => (false, None),
        };
        Ok(Self {
            project,
            team_only,
            shared,
            author,
        })
    }

    fn of_reader(&self, reader: &Actor) -> Situation {
        Situation {
            project: self.project,
            team_only: self.team_only,
            is_author: self.author == Some(reader.user.0),
            shared_with_partners: self.shared,
            ..Situation::workspace()
        }
    }
}

/// What the policy knows of these people, as far as this project goes.
async fn actors(
    db: &impl ConnectionTrait,
    people: &[Uuid],
    project: Option<ProjectId>,
) -> Result<Vec<Actor>> {
    let members = team_member::Entity::find()
        .filter(team_member::Column::ProjectId.eq(project.map(Uuid::from).unwrap_or_default()))
        .filter(team_member::Column::UserId.is_in(people.iter().copied()))
        .all(db)
        .await?;
    let rows = user::Entity::find()
        .filter(user::Column::Id.is_in(people.iter().copied()))
        .filter(user::Column::Closed.eq(false))
        .all(db)
        .await?;
    let actor = |row: user::Model| {
        let mut projects = BTreeMap::new();
        if let Some(member) = members.iter().find(|member| member.user_id == row.id) {
            projects.insert(ProjectId(member.project_id), decode("role", &member.role)?);
        }
        Ok(Actor {
            user: UserId(row.id),
            role: decode("role", &row.role)?,
            party: decode("party", &row.party)?,
            projects,
        })
    };
    rows.into_iter().map(actor).collect()
}

/// What people have said of a kind of news.
struct Said(Vec<preference::Model>);

async fn ways_of(
    db: &impl ConnectionTrait,
    people: &[Uuid],
    kind: NotificationKind,
) -> Result<Said> {
    let rows = preference::Entity::find()
        .filter(preference::Column::UserId.is_in(people.iter().copied()))
        .filter(preference::Column::Kind.eq(kind.code()))
        .all(db)
        .await?;
    Ok(Said(rows))
}

impl Said {
    fn of(&self, person: Uuid, kind: NotificationKind) -> Ways {
        let said = self.0.iter().filter(|row| row.user_id == person);
        let said = said.map(|row| (kind, row_ways(row)));
        Preferences(said.collect()).of(kind)
    }
}

/// The ways that a row says.
pub(super) fn row_ways(row: &preference::Model) -> Ways {
    Ways {
        in_app: row.in_app,
        by_mail: row.by_mail,
    }
}
