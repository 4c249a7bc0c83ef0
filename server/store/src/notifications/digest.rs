//! What goes out once a day: reminders of milestones, and what each person is
//! told by e-mail. What is taken is noted in the same transaction, so that a
//! restart sends nothing twice; at worst a message that was taken is lost, and
//! its news still stand in the application.

use std::collections::BTreeMap;

use domain::accounts::NAME_MAX;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ProjectId, UserId};
use domain::milestones::MilestoneState;
use domain::notifications::{DIGEST_MAX, Digest, NotificationKind, REMINDER_DAYS, WORTH_SECONDS};
use domain::time::{Date, parse_date};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query};
use uuid::Uuid;

use super::telling::News;
use crate::database::{Store, Tx};
use crate::error::Result;
use crate::settings;
use crate::tables::accounts::user;
use crate::tables::decode_optional;
use crate::tables::milestones::milestone;
use crate::tables::notifications::notification;

/// The day of which the messages were taken last.
const DIGEST_DAY: &str = "digest_day";

impl Store {
    /// The last day on which the messages were taken.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn last_digest_day(&self) -> Result<Option<Date>> {
        let day = settings::setting(&self.db, DIGEST_DAY).await?;
        Ok(day.and_then(|day| parse_date(&day)))
    }

    /// Reminds the owners of milestones whose date is near or past, once for
    /// each date. Nobody asks for it: the server does, every day.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn remind(&self, today: Date) -> Result<()> {
        let near = today.saturating_add(domain::time::days(REMINDER_DAYS.into()));
        let tx = self.begin().await?;
        let ahead = [MilestoneState::Open, MilestoneState::Moved].map(MilestoneState::code);
        let rows = milestone::Entity::find()
            .filter(milestone::Column::State.is_in(ahead))
            .filter(milestone::Column::Owner.is_not_null())
            .filter(milestone::Column::DueOn.lte(near.to_string()))
            .all(&tx.db)
            .await?;
        for row in rows {
            let kind = match row.due_on < today.to_string() {
                true => NotificationKind::MilestoneOverdue,
                false => NotificationKind::MilestoneDue,
            };
            if !reminded(&tx, &row, kind).await? {
                let news = News {
                    kind,
                    thing: ThingRef::new(ThingKind::Milestone, row.id),
                    project: Some(ProjectId(row.project_id)),
                    by: None,
                    named: None,
                    detail: &row.due_on,
                };
                tx.tell(row.owner, &news).await?;
            }
        }
        tx.commit().await
    }

    /// Takes what is to be sent on this day: of each person, what they have
    /// not read, was not sent yet, and may still see. A day is taken once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_digests(&self, today: Date) -> Result<Vec<Digest>> {
        let tx = self.begin().await?;
        let last = settings::setting(&tx.db, DIGEST_DAY).await?;
        if last
            .and_then(|day| parse_date(&day))
            .is_some_and(|day| day >= today)
        {
            return Ok(Vec::new());
        }
        let rows = notification::Entity::find()
            .filter(notification::Column::ByMail.eq(true))
            .filter(notification::Column::MailedAt.is_null())
            .filter(notification::Column::ReadAt.is_null())
            .filter(notification::Column::At.gte(tx.now.plus_seconds(-WORTH_SECONDS).0))
            .order_by_asc(notification::Column::At)
            .order_by_asc(notification::Column::Id)
            .all(&tx.db)
            .await?;
        let mut of_people: BTreeMap<Uuid, Vec<notification::Model>> = BTreeMap::new();
        for row in rows {
            of_people.entry(row.user_id).or_default().push(row);
        }
        let mut digests = Vec::new();
        for (person, rows) in of_people {
            digests.extend(self.digest_of(person, rows).await?);
        }
        // Also what is too old to be sent, or not seen any more, is done with.
        notification::Entity::update_many()
            .col_expr(
                notification::Column::MailedAt,
                sea_query::Expr::value(tx.now.0),
            )
            .filter(notification::Column::MailedAt.is_null())
            .exec(&tx.db)
            .await?;
        settings::put(&tx.db, DIGEST_DAY, &today.to_string()).await?;
        tx.commit().await?;
        Ok(digests)
    }

    /// The message of one person; none when nothing of it may be seen now.
    async fn digest_of(
        &self,
        person: Uuid,
        rows: Vec<notification::Model>,
    ) -> Result<Option<Digest>> {
        let Some(account) = user::Entity::find_by_id(person)
            .filter(user::Column::Closed.eq(false))
            .one(&self.db)
            .await?
        else {
            return Ok(None);
        };
        let actor = self.actor(UserId(person)).await?;
        let ids = rows.iter().map(|row| row.id);
        let seen = notification::Entity::find()
            .filter(notification::Column::Id.is_in(ids))
            .filter(self.seen_now(&actor).await?)
            .order_by_asc(notification::Column::At)
            .order_by_asc(notification::Column::Id)
            .all(&self.db)
            .await?;
        if seen.is_empty() {
            return Ok(None);
        }
        let more = u32::try_from(seen.len().saturating_sub(DIGEST_MAX)).unwrap_or(u32::MAX);
        let shown = seen.into_iter().take(DIGEST_MAX).collect();
        Ok(Some(Digest {
            email: account.email,
            name: account.name.chars().take(NAME_MAX as usize).collect(),
            locale: decode_optional("locale", account.locale)?.unwrap_or_default(),
            news: self.read_notifications(&actor, shown).await?,
            more,
        }))
    }
}

/// Whether the owner was reminded of this date already.
async fn reminded(tx: &Tx, row: &milestone::Model, kind: NotificationKind) -> Result<bool> {
    let there = notification::Entity::find()
        .filter(notification::Column::ThingId.eq(row.id))
        .filter(notification::Column::UserId.eq(row.owner))
        .filter(notification::Column::Kind.eq(kind.code()))
        .filter(notification::Column::Detail.eq(row.due_on.as_str()))
        .one(&tx.db)
        .await?;
    Ok(there.is_some())
}
