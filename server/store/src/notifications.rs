//! Being told: what a person reads of it, what they want to hear of, and what
//! goes into the daily message. Telling itself stands in `telling`.

mod digest;
mod raised;
mod telling;

use domain::audit::OwnDeed;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{NotificationId, ProjectId};
use domain::notifications::{Notification, NotificationKind, Preferences};
use domain::paging::Page;
use domain::policy::Actor;
use domain::time::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Set, sea_query,
};
use serde_json::{Map, json};
use uuid::Uuid;

pub use self::digest::TakenDigests;
pub(crate) use self::telling::News;
use self::telling::row_ways;
use crate::accounts::{account_change, people_by_id};
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::paging::paged;
use crate::tables::decode;
use crate::tables::notifications::{notification, preference};

/// The most unread news that are counted: more is more.
const COUNTED: u64 = 100;

impl Store {
    /// A page of what the actor is told, the newest first, without what they
    /// may not see any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn notifications(
        &self,
        actor: &Actor,
        unread: bool,
        page: u64,
    ) -> Result<Page<Notification>> {
        let mut query = notification::Entity::find().filter(self.told(actor).await?);
        if unread {
            query = query.filter(notification::Column::ReadAt.is_null());
        }
        let newest_first = query
            .order_by_desc(notification::Column::At)
            .order_by_desc(notification::Column::Id);
        paged(&self.db, newest_first, page, |rows| {
            self.read_notifications(actor, rows)
        })
        .await
    }

    /// How many news the actor has not read; a hundred stand for more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unread_notifications(&self, actor: &Actor) -> Result<u32> {
        let own = notification::Entity::find()
            .select_only()
            .column(notification::Column::Id)
            .filter(notification::Column::UserId.eq(actor.user.0))
            .filter(notification::Column::InApp.eq(true))
            .filter(notification::Column::ReadAt.is_null());
        // Mostly there is nothing, which is found out at once.
        let any: Option<Uuid> = own.clone().into_tuple().one(&self.db).await?;
        if any.is_none() {
            return Ok(0);
        }
        let seen: Vec<Uuid> = own
            .filter(self.told(actor).await?)
            .limit(COUNTED)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(u32::try_from(seen.len()).unwrap_or(u32::MAX))
    }

    /// Marks one of the actor's news as read; nothing (`None`) stands for all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read_notification(&self, actor: &Actor, id: Option<NotificationId>) -> Result<()> {
        let mut own = Condition::all();
        if let Some(id) = id {
            own = own.add(notification::Column::Id.eq(id.0));
        }
        self.mark_read(actor, own).await
    }

    /// Notes that the actor looks at a thing: what they were told of it is
    /// read. Whether there was anything.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn saw(&self, actor: &Actor, thing: Uuid) -> Result<bool> {
        let of_thing = Condition::all().add(notification::Column::ThingId.eq(thing));
        let unread: Option<Uuid> = notification::Entity::find()
            .select_only()
            .column(notification::Column::Id)
            .filter(notification::Column::UserId.eq(actor.user.0))
            .filter(of_thing.clone())
            .filter(notification::Column::ReadAt.is_null())
            .into_tuple()
            .one(&self.db)
            .await?;
        if unread.is_some() {
            self.mark_read(actor, of_thing).await?;
        }
        Ok(unread.is_some())
    }

    async fn mark_read(&self, actor: &Actor, which: Condition) -> Result<()> {
        let tx = self.begin().await?;
        notification::Entity::update_many()
            .col_expr(
                notification::Column::ReadAt,
                sea_query::Expr::value(tx.now.0),
            )
            .filter(notification::Column::UserId.eq(actor.user.0))
            .filter(notification::Column::ReadAt.is_null())
            .filter(which)
            .exec(&tx.db)
            .await?;
        tx.commit().await
    }

    /// In which ways each kind of news reaches the actor.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn notification_preferences(&self, actor: &Actor) -> Result<Preferences> {
        let said = said_by(&self.db, actor).await?;
        let all = NotificationKind::ALL.iter();
        Ok(Preferences(
            all.map(|&kind| (kind, said.of(kind))).collect(),
        ))
    }

    /// Changes in which ways news reach the actor, from now on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn prefer_notifications(
        &self,
        actor: &Actor,
        preferences: &Preferences,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let said = said_by(&tx.db, actor).await?;
        let (mut before, mut after) = (Map::new(), Map::new());
        for &(kind, ways) in &preferences.0 {
            if said.of(kind) != ways {
                before.insert(kind.code().to_owned(), json!(said.of(kind)));
                after.insert(kind.code().to_owned(), json!(ways));
            }
        }
        if after.is_empty() {
            return Ok(());
        }
        for &(kind, ways) in &preferences.0 {
            let row = preference::ActiveModel {
                user_id: Set(actor.user.0),
                kind: Set(kind.code().to_owned()),
                in_app: Set(ways.in_app),
                by_mail: Set(ways.by_mail),
            };
            let again = sea_query::OnConflict::columns([
                preference::Column::UserId,
                preference::Column::Kind,
            ])
            .update_columns([preference::Column::InApp, preference::Column::ByMail])
            .to_owned();
            preference::Entity::insert(row)
                .on_conflict(again)
                .exec_without_returning(&tx.db)
                .await?;
        }
        let change = account_change(
            actor.user,
            json!({ "notifications": before }),
            json!({ "notifications": after }),
        );
        tx.audit(
            Some(actor.user),
            OwnDeed::PreferNotifications.code(),
            change,
        )
        .await?;
        tx.commit().await
    }

    /// The condition that a row is the actor's, told in the application, of
    /// something that they may see now.
    async fn told(&self, actor: &Actor) -> Result<Condition> {
        Ok(Condition::all()
            .add(notification::Column::UserId.eq(actor.user.0))
            .add(notification::Column::InApp.eq(true))
            .add(self.seen_now(actor).await?))
    }

    async fn seen_now(&self, actor: &Actor) -> Result<Condition> {
        let (kind, id) = (
            notification::Column::ThingKind,
            notification::Column::ThingId,
        );
        self.known(actor, kind, id).await
    }

    /// Notifications as the actor reads them, in the order given.
    async fn read_notifications(
        &self,
        actor: &Actor,
        rows: Vec<notification::Model>,
    ) -> Result<Vec<Notification>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let people = people_by_id(&self.db, rows.iter().filter_map(|row| row.actor)).await?;
        let thing = |row: &notification::Model| {
            let kind = decode("thing_kind", &row.thing_kind)?;
            Ok::<_, StoreError>(ThingRef::new(kind, row.thing_id))
        };
        let project = |id: Uuid| ThingRef::new(ThingKind::Project, id);
        let mut things: Vec<ThingRef> = rows.iter().map(thing).collect::<Result<_>>()?;
        things.extend(rows.iter().filter_map(|row| row.project_id).map(project));
        let titles = self.titles_known(actor, things).await?;
        rows.iter()
            .map(|row| {
                let thing = thing(row)?;
                let project = row.project_id.and_then(|id| {
                    let title = titles.get(&project(id))?.clone();
                    Some((ProjectId(id), title))
                });
                Ok(Notification {
                    id: NotificationId(row.id),
                    kind: decode("kind", &row.kind)?,
                    title: titles.get(&thing).cloned().unwrap_or_default(),
                    thing,
                    project,
                    actor: row.actor.and_then(|id| people.get(&id).cloned()),
                    detail: row.detail.clone(),
                    at: Timestamp(row.at),
                    read: row.read_at.is_some(),
                })
            })
            .collect()
    }
}

/// What somebody has said of the ways in which news reach them.
async fn said_by(db: &impl ConnectionTrait, actor: &Actor) -> Result<Preferences> {
    let rows = preference::Entity::find()
        .filter(preference::Column::UserId.eq(actor.user.0))
        .all(db)
        .await?;
    // A kind that this version does not know is nobody's concern.
    let said = rows
        .iter()
        .filter_map(|row| Some((row.kind.parse().ok()?, row_ways(row))));
    Ok(Preferences(said.collect()))
}
