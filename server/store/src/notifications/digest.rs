//! What goes out once a day: reminders of milestones, and what each person is
//! told by e-mail. One server takes a day's messages, for a while that each message
//! handed over makes longer, and notes of each person that theirs is on its way. Where
//! it stops in between, what is not noted is taken again once that while is over, by
//! itself or another server: no message is lost, and nothing is sent twice but the one
//! that was being handed over.

use std::collections::BTreeMap;

use domain::accounts::NAME_MAX;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{NotificationId, ProjectId, UserId};
use domain::milestones::MilestoneState;
use domain::notifications::{DIGEST_MAX, Digest, NotificationKind, REMINDER_DAYS, WORTH_SECONDS};
use domain::time::{Date, Timestamp, parse_date};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, sea_query};
use uuid::Uuid;

use super::telling::News;
use crate::database::{Store, Tx};
use crate::error::Result;
use crate::settings;
use crate::tables::accounts::user;
use crate::tables::decode_optional;
use crate::tables::milestones::milestone;
use crate::tables::notifications::notification;

/// The day of which the messages were all handed over last.
const DIGEST_DAY: &str = "digest_day";
/// Which server is handing over the messages of a day, and until when the others leave
/// that to it.
const DIGEST_CLAIM: &str = "digest_claim";
/// How many seconds the others leave it to a server, from the last message that it handed
/// over: longer than a message waits for its place in the queue while the mail server
/// answers.
const CLAIM_SECONDS: i64 = 900;

/// The messages of a day, as one server has taken them to hand them over.
#[derive(Debug)]
pub struct TakenDigests {
    /// One for each person.
    pub digests: Vec<Digest>,
    day: Date,
    claim: Uuid,
}

impl Store {
    /// The last day of which the messages were all handed over.
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
    /// not read, was not sent yet, and may still see. Nothing where that day is done, and
    /// while another server hands over its messages.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_digests(&self, today: Date) -> Result<Option<TakenDigests>> {
        let tx = self.begin().await?;
        let last = settings::setting(&tx.db, DIGEST_DAY).await?;
        let last = last.and_then(|day| parse_date(&day));
        let claimed = Claim::present(&tx).await?;
        if last.is_some_and(|day| day >= today) || claimed.is_some_and(|one| one.until > tx.now) {
            return Ok(None);
        }
        let worth = tx.now.plus_seconds(-WORTH_SECONDS);
        let rows = notification::Entity::find()
            .filter(notification::Column::ByMail.eq(true))
            .filter(notification::Column::MailedAt.is_null())
            .filter(notification::Column::ReadAt.is_null())
            .filter(notification::Column::At.gte(worth.0))
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
        // What is too old to be sent, or not seen any more, is done with.
        let told = digests.iter().map(|digest| digest.person.0);
        let done = Condition::any()
            .add(notification::Column::UserId.is_not_in(told))
            .add(notification::Column::ByMail.eq(false))
            .add(notification::Column::ReadAt.is_not_null())
            .add(notification::Column::At.lt(worth.0));
        note_mailed(&tx, done).await?;
        let claim = tx.new_id();
        Claim::renewed(claim, tx.now).keep(&tx).await?;
        tx.commit().await?;
        Ok(Some(TakenDigests {
            digests,
            day: today,
            claim,
        }))
    }

    /// Notes that a person's message is on its way. Whether handing over the others is
    /// still this server's: where it took too long, another has taken them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn handed_over(&self, taken: &TakenDigests, digest: &Digest) -> Result<bool> {
        let tx = self.begin().await?;
        let news = digest.taken.iter().map(|id| id.0);
        let theirs = Condition::all().add(notification::Column::Id.is_in(news));
        note_mailed(&tx, theirs).await?;
        let still = Claim::is_present(&tx, taken.claim).await?;
        if still {
            Claim::renewed(taken.claim, tx.now).keep(&tx).await?;
        }
        tx.commit().await?;
        Ok(still)
    }

    /// Notes that all messages of the day are on their way.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn all_handed_over(&self, taken: &TakenDigests) -> Result<()> {
        let tx = self.begin().await?;
        if Claim::is_present(&tx, taken.claim).await? {
            settings::put(&tx.db, DIGEST_DAY, &taken.day.to_string()).await?;
            settings::remove(&tx.db, DIGEST_CLAIM).await?;
        }
        tx.commit().await
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
        let taken: Vec<_> = rows.iter().map(|row| NotificationId(row.id)).collect();
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
            person: UserId(person),
            taken,
            email: account.email,
            name: account.name.chars().take(NAME_MAX as usize).collect(),
            locale: decode_optional("locale", account.locale)?.unwrap_or_default(),
            news: self.read_notifications(&actor, shown).await?,
            more,
        }))
    }
}

/// Which server is handing over the messages of a day.
struct Claim {
    /// What that server knows itself by.
    id: Uuid,
    /// Until when the others leave it to that one.
    until: Timestamp,
}

impl Claim {
    /// The claim of a server that goes on from now.
    fn renewed(id: Uuid, now: Timestamp) -> Self {
        let until = now.plus_seconds(CLAIM_SECONDS);
        Self { id, until }
    }

    /// The one there is, also where its time is over.
    async fn present(tx: &Tx) -> Result<Option<Self>> {
        let kept = settings::setting(&tx.db, DIGEST_CLAIM).await?;
        Ok(kept.and_then(|kept| {
            let (id, until) = kept.split_once(' ')?;
            Some(Self {
                id: id.parse().ok()?,
                until: Timestamp(until.parse().ok()?),
            })
        }))
    }

    /// Whether this is the one there is.
    async fn is_present(tx: &Tx, id: Uuid) -> Result<bool> {
        Ok(Self::present(tx).await?.is_some_and(|claim| claim.id == id))
    }

    async fn keep(&self, tx: &Tx) -> Result<()> {
        let kept = format!("{} {}", self.id, self.until.0);
        settings::put(&tx.db, DIGEST_CLAIM, &kept).await
    }
}

/// Notes of news that they are done with, unless they were before.
async fn note_mailed(tx: &Tx, which: Condition) -> Result<()> {
    notification::Entity::update_many()
        .col_expr(
            notification::Column::MailedAt,
            sea_query::Expr::value(tx.now.0),
        )
        .filter(notification::Column::MailedAt.is_null())
        .filter(which)
        .exec(&tx.db)
        .await?;
    Ok(())
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
