//! What came out of a session: notes, one or several together, become a need,
//! feedback, a decision or an action item, linked from the session, and the words
//! that they had on the board are kept.

use std::collections::BTreeMap;

use domain::decisions::{ActionItemDraft, DecisionDraft};
use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::feedback::FeedbackDraft;
use domain::ids::{ActionItemId, DecisionId, FeedbackId, NeedId, SessionId};
use domain::needs::NeedDraft;
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::Problem;
use domain::projects::Project;
use domain::sessions::{Outcome, OutcomeDraft, OutcomeNote, SessionState, Who, note_field};
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::note;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::tables::decode;
use crate::tables::sessions::{outcome, outcome_note, participant, session};

impl Store {
    /// Makes a need of notes. Sent twice, it is made once.
    ///
    /// # Errors
    /// Refused to those who do not run the session or may not express needs; a
    /// session that was never opened; a field is not in order.
    pub async fn harvest_need(
        &self,
        actor: &Actor,
        session: SessionId,
        id: NeedId,
        need: &NeedDraft,
        draft: &OutcomeDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.harvested(&tx, actor, session).await?;
        decide(actor, Action::ExpressNeed, &Situation::workspace())?;
        let facts = need.check()?;
        if !tx.express(actor, id, &facts).await? {
            return Ok(());
        }
        let thing = ThingRef::new(ThingKind::Need, id);
        keep(&tx, actor, session, thing, draft).await?;
        tx.commit().await
    }

    /// Makes an entry of the project's feedback log of notes. Sent twice, it is
    /// made once.
    ///
    /// # Errors
    /// Refused to those who do not run the session or may not give feedback; a
    /// session that was never opened; a field is not in order.
    pub async fn harvest_feedback(
        &self,
        actor: &Actor,
        session: SessionId,
        id: FeedbackId,
        feedback: &FeedbackDraft,
        draft: &OutcomeDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (_, project) = self.harvested(&tx, actor, session).await?;
        let is_new = self
            .give_feedback_in(&tx, actor, project.id, id, feedback)
            .await?;
        if !is_new {
            return Ok(());
        }
        let thing = ThingRef::new(ThingKind::Feedback, id);
        keep(&tx, actor, session, thing, draft).await?;
        tx.commit().await
    }

    /// Makes a decision of notes. Where the session is about a need, the need is
    /// settled by what was decided in it. Sent twice, it is made once.
    ///
    /// # Errors
    /// Refused to those who do not run the session; a session that was never
    /// opened; a field is not in order.
    pub async fn harvest_decision(
        &self,
        actor: &Actor,
        session: SessionId,
        id: DecisionId,
        decision: &DecisionDraft,
        draft: &OutcomeDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, project) = self.harvested(&tx, actor, session).await?;
        let is_new = self
            .record_decision_in(&tx, actor, project.id, id, decision)
            .await?;
        if !is_new {
            return Ok(());
        }
        let thing = ThingRef::new(ThingKind::Decision, id);
        keep(&tx, actor, session, thing, draft).await?;
        if let Some(need) = row.need_id {
            let need = ThingRef::new(ThingKind::Need, need);
            tx.link(need, Relation::DecidedBy, thing, actor.user)
                .await?;
        }
        tx.commit().await
    }

    /// Makes an action item of notes. Sent twice, it is made once.
    ///
    /// # Errors
    /// Refused to those who do not run the session; a session that was never
    /// opened; a field is not in order; an owner who is not on the team.
    pub async fn harvest_action(
        &self,
        actor: &Actor,
        session: SessionId,
        id: ActionItemId,
        item: &ActionItemDraft,
        draft: &OutcomeDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (_, project) = self.harvested(&tx, actor, session).await?;
        let is_new = self
            .record_action_in(&tx, actor, project.id, id, item)
            .await?;
        if !is_new {
            return Ok(());
        }
        let thing = ThingRef::new(ThingKind::ActionItem, id);
        keep(&tx, actor, session, thing, draft).await?;
        tx.commit().await
    }

    /// What came out of a session so far, as far as the actor may know of it.
    pub(super) async fn outcomes_for(
        &self,
        actor: &Actor,
        session: SessionId,
    ) -> Result<Vec<Outcome>> {
        let mut outcomes = all(&self.db, session).await?;
        let things = outcomes.iter().map(|outcome| outcome.thing);
        let known = self.titles_known(actor, things).await?;
        outcomes.retain(|outcome| known.contains_key(&outcome.thing));
        Ok(outcomes)
    }

    /// A session whose outcomes the actor may tell, and its project, when it has
    /// been opened, closed or not.
    pub(super) async fn harvested(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: SessionId,
    ) -> Result<(session::Model, Project)> {
        let (row, project) = self.steered(&tx.db, actor, id).await?;
        match decode("state", &row.state)? {
            SessionState::Planned => Err(invalid("id", Problem::NotOffered)),
            SessionState::Open | SessionState::Closed => Ok((row, project)),
        }
    }
}

/// Keeps what notes became, and links it.
async fn keep(
    tx: &Tx,
    actor: &Actor,
    session: SessionId,
    thing: ThingRef,
    draft: &OutcomeDraft,
) -> Result<()> {
    let notes = draft.check()?;
    for (place, note) in notes.iter().enumerate() {
        let Some(author) = note.author else { continue };
        let known = participant::Entity::find_by_id((session.0, i64::from(author)))
            .one(&tx.db)
            .await?;
        known.ok_or_else(|| invalid(&note_field(place, "author"), Problem::NotOffered))?;
    }
    let row = outcome::ActiveModel {
        session_id: Set(session.0),
        thing_id: Set(thing.id),
        thing_kind: Set(thing.kind.code().to_owned()),
        created_by: Set(actor.user.0),
        created_at: Set(tx.now.0),
    };
    row.insert(&tx.db).await?;
    let records: Vec<String> = notes.iter().map(|note| note.record.clone()).collect();
    let rows = (0..)
        .zip(notes)
        .map(|(place, note)| outcome_note::ActiveModel {
            session_id: Set(session.0),
            thing_id: Set(thing.id),
            record: Set(note.record),
            place: Set(place),
            note: Set(note.text),
            author: Set(note.author.map(i64::from)),
        });
    outcome_note::Entity::insert_many(rows).exec(&tx.db).await?;
    let from = ThingRef::new(ThingKind::Session, session);
    tx.link(from, Relation::Caused, thing, actor.user).await?;
    let change = (Value::Null, json!({ "records": records, "became": thing }));
    note(tx, Some(actor), Action::RunSession, session, change).await
}

/// What came out of a session so far, in the order in which it was told.
async fn all(db: &impl ConnectionTrait, session: SessionId) -> Result<Vec<Outcome>> {
    let rows = outcome::Entity::find()
        .filter(outcome::Column::SessionId.eq(session.0))
        .order_by_asc(outcome::Column::CreatedAt)
        .order_by_asc(outcome::Column::ThingId)
        .all(db)
        .await?;
    let mut notes = notes_by_thing(db, session).await?;
    let people = super::people::all(db, session).await?;
    let number_of = |user: Uuid| {
        let mut people = people.iter();
        let same =
            people.find(|one| matches!(&one.who, Who::Account(person) if person.id.0 == user));
        same.map(|one| one.number)
    };
    rows.into_iter()
        .map(|row| {
            Ok(Outcome {
                thing: ThingRef::new(decode("thing_kind", &row.thing_kind)?, row.thing_id),
                notes: notes.remove(&row.thing_id).unwrap_or_default(),
                told_by: number_of(row.created_by),
                at: Timestamp(row.created_at),
            })
        })
        .collect()
}

/// The notes of what came out of a session, by what they became.
pub(super) async fn notes_by_thing(
    db: &impl ConnectionTrait,
    session: SessionId,
) -> Result<BTreeMap<Uuid, Vec<OutcomeNote>>> {
    let rows = outcome_note::Entity::find()
        .filter(outcome_note::Column::SessionId.eq(session.0))
        .order_by_asc(outcome_note::Column::Place)
        .all(db)
        .await?;
    let mut notes: BTreeMap<Uuid, Vec<OutcomeNote>> = BTreeMap::new();
    for row in rows {
        let author = row.author.map(u32::try_from).transpose();
        let author = author.map_err(|_| StoreError::Unreadable {
            what: "author",
            found: "(out of range)".into(),
        })?;
        notes.entry(row.thing_id).or_default().push(OutcomeNote {
            record: row.record,
            text: row.note,
            author,
        });
    }
    Ok(notes)
}
