//! Taking back what was taken up: the record that notes became goes away, as long as
//! nothing has been built on it, and the notes are there to be taken up again.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::feedback::FeedbackState;
use domain::ids::SessionId;
use domain::imports::Attachment;
use domain::needs::NeedState;
use domain::policy::{Action, Actor};
use domain::problems::Problem;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::note;
use crate::attachments::attached_to;
use crate::database::{Store, Tx};
use crate::error::{Result, invalid};
use crate::feedback::remove_entries;
use crate::tables::attachments::attachment;
use crate::tables::audit;
use crate::tables::decisions::{action_item, decision};
use crate::tables::evidence::link;
use crate::tables::feedback::entry;
use crate::tables::needs::{need, position};
use crate::tables::notifications::notification;
use crate::tables::sessions::{outcome, outcome_note, session};

/// Somebody else's changes to what a record says.
const EDITING: [Action; 4] = [
    Action::EditNeed,
    Action::EditFeedback,
    Action::EditDecision,
    Action::EditAction,
];
/// What is made of a record, by whomever.
const TREATING: [Action; 3] = [
    Action::MergeNeeds,
    Action::TriageFeedback,
    Action::SettleAction,
];

impl Store {
    /// Takes back what came out of a session: the record goes, with its links and with what
    /// people were told of it, and its notes are to be taken up again. The log keeps that it
    /// was there. It may be gone already.
    ///
    /// # Errors
    /// Refused to those who do not run the session; a problem with the thing's code where
    /// something was built on it since.
    pub async fn take_back_outcome(
        &self,
        actor: &Actor,
        session: SessionId,
        thing: ThingRef,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.harvested(&tx, actor, session).await?;
        let came_out = outcome::Entity::find_by_id((session.0, thing.id))
            .filter(outcome::Column::ThingKind.eq(thing.kind.code()))
            .one(&tx.db)
            .await?;
        let Some(came_out) = came_out else {
            return Ok(());
        };
        if let Some(how) = built_on(&tx.db, actor, &came_out, thing).await? {
            return Err(invalid(&thing.to_string(), Problem::WorkedOn(how)));
        }
        let its_notes = Condition::all()
            .add(outcome_note::Column::SessionId.eq(session.0))
            .add(outcome_note::Column::ThingId.eq(thing.id));
        let notes = outcome_note::Entity::find()
            .filter(its_notes.clone())
            .order_by_asc(outcome_note::Column::Place)
            .all(&tx.db)
            .await?;
        outcome_note::Entity::delete_many()
            .filter(its_notes)
            .exec(&tx.db)
            .await?;
        outcome::Entity::delete_by_id((session.0, thing.id))
            .exec(&tx.db)
            .await?;
        remove(&tx, thing).await?;
        let records: Vec<String> = notes.into_iter().map(|note| note.record).collect();
        let change = (json!({ "records": records, "became": thing }), Value::Null);
        note(&tx, Some(actor), Action::RunSession, session, change).await?;
        tx.commit().await
    }
}

/// Takes the record away, with what hangs on it.
async fn remove(tx: &Tx, thing: ThingRef) -> Result<()> {
    notification::Entity::delete_many()
        .filter(notification::Column::ThingKind.eq(thing.kind.code()))
        .filter(notification::Column::ThingId.eq(thing.id))
        .exec(&tx.db)
        .await?;
    tx.forget(thing).await?;
    match thing.kind {
        ThingKind::Need => {
            need::Entity::delete_by_id(thing.id).exec(&tx.db).await?;
        }
        ThingKind::Feedback => remove_entries(tx, &alone(thing)).await?,
        ThingKind::Decision => {
            let id = thing.id;
            decision::Entity::delete_by_id(id).exec(&tx.db).await?;
        }
        ThingKind::ActionItem => {
            let id = thing.id;
            action_item::Entity::delete_by_id(id).exec(&tx.db).await?;
        }
        // Notes become nothing else.
        _ => {}
    }
    Ok(())
}

/// The id of an entry, as a query.
fn alone(thing: ThingRef) -> SelectStatement {
    Query::select()
        .column(entry::Column::Id)
        .from(entry::Entity)
        .and_where(entry::Column::Id.eq(thing.id))
        .to_owned()
}

/// What was done with a record since it came out of a session, if anything.
async fn built_on(
    db: &impl ConnectionTrait,
    actor: &Actor,
    came_out: &outcome::Model,
    thing: ThingRef,
) -> Result<Option<Attachment>> {
    let id = thing.id;
    let positions = position::Entity::find().filter(position::Column::NeedId.eq(id));
    let comments = entry::Entity::find()
        .filter(entry::Column::Id.eq(id))
        .filter(entry::Column::Comments.gt(0));
    let files = attachment::Entity::find().filter(attached_to(thing));
    Ok(if any(db, positions).await? {
        Some(Attachment::Position)
    } else if any(db, comments).await? {
        Some(Attachment::Commented)
    } else if is_linked(db, came_out, id).await? {
        Some(Attachment::Linked)
    } else if any(db, files).await? {
        Some(Attachment::WithFile)
    } else if is_changed(db, actor, came_out, thing).await? {
        Some(Attachment::Changed)
    } else {
        None
    })
}

async fn any<E: EntityTrait>(db: &impl ConnectionTrait, rows: Select<E>) -> Result<bool> {
    Ok(rows.one(db).await?.is_some())
}

/// Whether it is linked with more than taking it up linked it with, something was merged
/// into it, or a session is about it.
async fn is_linked(db: &impl ConnectionTrait, came_out: &outcome::Model, id: Uuid) -> Result<bool> {
    let of_it = Condition::any()
        .add(link::Column::FromId.eq(id))
        .add(link::Column::ToId.eq(id));
    let links = link::Entity::find().filter(of_it).all(db).await?;
    let own = |link: &link::Model| {
        let caused =
            link.from_id == came_out.session_id && link.relation == Relation::Caused.code();
        // The need that the session was about then, whatever it is about now.
        let settles = link.relation == Relation::DecidedBy.code()
            && link.from_kind == ThingKind::Need.code()
            && (link.created_by, link.created_at) == (came_out.created_by, came_out.created_at);
        caused || settles
    };
    let merged = need::Entity::find().filter(need::Column::MergedInto.eq(id));
    let sessions = session::Entity::find().filter(session::Column::NeedId.eq(id));
    Ok(!links.iter().all(own) || any(db, merged).await? || any(db, sessions).await?)
}

/// Whether somebody else changed what it says, or anybody made something of it.
async fn is_changed(
    db: &impl ConnectionTrait,
    actor: &Actor,
    came_out: &outcome::Model,
    thing: ThingRef,
) -> Result<bool> {
    let needs = need::Entity::find()
        .filter(need::Column::Id.eq(thing.id))
        .filter(need::Column::State.ne(NeedState::Open.code()));
    let entries = entry::Entity::find()
        .filter(entry::Column::Id.eq(thing.id))
        .filter(entry::Column::State.ne(FeedbackState::New.code()));
    // Theirs who takes it back is not somebody else's, if they took it up, too.
    let others = Condition::any()
        .add(audit::Column::Actor.is_null())
        .add(audit::Column::Actor.ne(came_out.created_by))
        .add(audit::Column::Actor.ne(actor.user.0));
    let by_others = Condition::all()
        .add(audit::Column::Action.is_in(EDITING.map(Action::code)))
        // Nothing was before the record was made.
        .add(audit::Column::Before.ne(""))
        .add(others);
    let treated = audit::Column::Action.is_in(TREATING.map(Action::code));
    let worked_on = audit::Entity::find()
        .filter(audit::Column::ThingKind.eq(thing.kind.code()))
        .filter(audit::Column::ThingId.eq(thing.id))
        .filter(audit::Column::At.gte(came_out.created_at))
        .filter(Condition::any().add(by_others).add(treated));
    Ok(any(db, needs).await? || any(db, entries).await? || any(db, worked_on).await?)
}
