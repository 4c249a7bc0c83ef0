//! Co-design sessions: preparing, opening and closing them; who takes part,
//! their boards' logs, votes, and what came out stand in modules of their own.

mod admitting;
mod attending;
mod board;
mod entrance;
mod guests;
mod late;
mod leading;
mod numbering;
mod outcomes;
mod people;
mod pictures;
mod reading;
mod saved;
mod sources;
mod steering;
mod taking_back;
mod turns;
mod versions;
mod votes;

use domain::evidence::{Node, ThingKind, ThingRef};
use domain::ids::{NeedId, ProjectId, SessionId};
use domain::policy::{Action, Actor, Situation, decide, may};
use domain::problems::Problem;
use domain::projects::Project;
use domain::sessions::{
    JoinCode, Participant, ParticipantState, Session, SessionDetail, SessionDoor, SessionDraft,
    SessionFacts, SessionRole, SessionState,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
    sea_query,
};
use serde_json::Value;
use uuid::Uuid;

pub(crate) use self::board::renew_epochs;
pub use self::board::{BoardAppend, BoardEntry, BoardHistory, BoardLog, WrittenEntry};
pub use self::guests::GuestParticipation;
pub use self::people::Visitor;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::events::SessionNews;
use crate::evidence::project_of;
use crate::projects::{fresh, same_author, situation};
use crate::secrets::random_number;
use crate::tables::sessions::{participant, session};

/// How often a code is drawn before there is something wrong with the server.
const DRAWS: usize = 8;

impl Store {
    /// Plans a session. Sent twice, it is planned once.
    ///
    /// # Errors
    /// Refused by role; a field is not in order; an iteration of another project,
    /// a need that does not exist.
    pub async fn create_session(
        &self,
        actor: &Actor,
        project: ProjectId,
        id: SessionId,
        draft: &SessionDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.project_for(&tx.db, actor, project, Action::EditSession)
            .await?;
        let facts = draft.check()?;
        if let Some(there) = session_row(&tx.db, id).await? {
            return same_author(there.created_by, actor);
        }
        belongs(&tx, project, &facts).await?;
        let row = session::ActiveModel {
            id: Set(id.0),
            project_id: Set(project.0),
            state: Set(SessionState::default().code().to_owned()),
            code: Set(free_code(&tx).await?.to_string()),
            opened_at: Set(None),
            closed_at: Set(None),
            version: Set(1),
            created_by: Set(actor.user.0),
            created_at: Set(tx.now.0),
            ..columns(&facts, &tx)?
        };
        row.insert(&tx.db).await?;
        board::begin(&tx, id).await?;
        index(&tx, project, id, &facts).await?;
        let change = (Value::Null, audited(&facts)?);
        note(&tx, Some(actor), Action::EditSession, id, change).await?;
        tx.commit().await
    }

    /// Changes what a session says, its script included, until it is closed. Where the
    /// present phase has nobody wait any more, those whom it held back are let in.
    ///
    /// # Errors
    /// Refused by role or because it is closed; a field is not in order; a phase that has
    /// begun would stand elsewhere; changed by somebody else meanwhile.
    pub async fn edit_session(
        &self,
        actor: &Actor,
        id: SessionId,
        version: i64,
        draft: &SessionDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, project) = self
            .session_for(&tx.db, actor, id, Action::EditSession)
            .await?;
        let facts = draft.check()?;
        fresh(row.version, version)?;
        belongs(&tx, project.id, &facts).await?;
        let before = reading::facts(&row)?;
        let begun = usize::from(late::begun(&tx.db, id).await?);
        if !draft.keeps_first(begun.min(before.script.len())) {
            return Err(invalid("phases", Problem::HasBegun));
        }
        let changed = session::ActiveModel {
            id: Set(id.0),
            version: Set(version + 1),
            ..columns(&facts, &tx)?
        };
        let changed = changed.update(&tx.db).await?;
        if !late::holds(&tx.db, &changed).await? {
            late::let_in(&tx, id).await?;
        }
        index(&tx, project.id, id, &facts).await?;
        let change = (audited(&before)?, audited(&facts)?);
        note(&tx, Some(actor), Action::EditSession, id, change).await?;
        tx.commit().await?;
        self.tell(id, SessionNews::Changed);
        Ok(())
    }

    /// The sessions of a project, those that begin last first: all of them, or
    /// those in which the actor takes part where they may see no others. Codes
    /// are shown to those who run sessions.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of the project.
    pub async fn project_sessions(
        &self,
        actor: &Actor,
        project: ProjectId,
    ) -> Result<Vec<Session>> {
        let project = self
            .project_for(&self.db, actor, project, Action::SeeProject)
            .await?;
        let mut query = session::Entity::find()
            .filter(session::Column::ProjectId.eq(project.id.0))
            .order_by_desc(session::Column::StartsAt)
            .order_by_desc(session::Column::Id);
        if !may(actor, Action::SeeSession, &situation(&project)) {
            query = query.filter(session::Column::Id.in_subquery(Self::joined_sessions(actor)));
        }
        let rows = query.all(&self.db).await?;
        let runs = may(actor, Action::RunSession, &situation(&project));
        let sessions = reading::read(&self.db, rows).await?.into_iter();
        let shown = sessions.map(|session| match runs {
            true => session,
            false => Session {
                code: None,
                ..session.without_notes()
            },
        });
        Ok(shown.collect())
    }

    /// The sessions about a need that the actor may know of, those that begin last first.
    pub(crate) async fn sessions_about(&self, actor: &Actor, need: NeedId) -> Result<Vec<Node>> {
        let rows = session::Entity::find()
            .filter(session::Column::NeedId.eq(need.0))
            .order_by_desc(session::Column::StartsAt)
            .order_by_desc(session::Column::Id)
            .all(&self.db)
            .await?;
        let things = rows
            .iter()
            .map(|row| ThingRef::new(ThingKind::Session, row.id));
        let things: Vec<_> = things.collect();
        let mut named = self.named(&self.db, actor, &things).await?;
        Ok(things
            .iter()
            .filter_map(|thing| named.remove(&thing.id))
            .collect())
    }

    /// A session with those who take part and what came out. The code is shown
    /// to those who run it or take part.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of it.
    pub async fn session(&self, actor: &Actor, id: SessionId) -> Result<SessionDetail> {
        let (row, project) = self
            .session_for(&self.db, actor, id, Action::SeeSession)
            .await?;
        let participants = people::all(&self.db, id).await?;
        let own = people::of_account(&self.db, id, actor.user).await?;
        let own = own.and_then(|row| {
            let mut all = participants.iter();
            all.find(|one| i64::from(one.number) == row.number).cloned()
        });
        let runs = may(actor, Action::RunSession, &situation(&project));
        let mut session = reading::one(&self.db, row).await?;
        session.code = session.code.filter(|_| runs || own.is_some());
        if !runs && !own.as_ref().is_some_and(Participant::facilitates) {
            session = session.without_notes();
        }
        Ok(SessionDetail {
            iteration: self.iteration_of_session(&session).await?,
            need: self.need_of_session(&session).await?,
            outcomes: self.outcomes_for(actor, id).await?,
            history: self
                .history_for(actor, ThingRef::new(ThingKind::Session, id))
                .await?,
            session,
            project,
            participants,
            own,
        })
    }

    /// What is told of a session to whoever has its code; nothing where there
    /// is none. The caller limits how often somebody tries.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn session_door(&self, code: JoinCode) -> Result<Option<SessionDoor>> {
        let row = session_by_code(&self.db, code).await?;
        row.map(|row| reading::door(&row)).transpose()
    }

    /// The session and its project, when the actor may do this in it. Whoever
    /// may not even see it is told that there is none. Those who take part see
    /// what they take part in.
    pub(crate) async fn session_for(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        id: SessionId,
        action: Action,
    ) -> Result<(session::Model, Project)> {
        let (row, project, situation) = self.session_seen(db, actor, id).await?;
        decide(actor, action, &situation)?;
        Ok((row, project))
    }

    /// The session and its project, for whoever may see it, and what the policy looks at.
    async fn session_seen(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        id: SessionId,
    ) -> Result<(session::Model, Project, Situation)> {
        let row = session_row(db, id).await?.ok_or(StoreError::NotFound)?;
        let project = ProjectId(row.project_id);
        let project = self
            .project_for(db, actor, project, Action::SeeProject)
            .await?;
        let situation = Situation {
            frozen: row.state == SessionState::Closed.code(),
            shared_with_partners: self.takes_part(db, actor, id).await?,
            ..situation(&project)
        };
        match may(actor, Action::SeeSession, &situation) {
            true => Ok((row, project, situation)),
            false => Err(StoreError::NotFound),
        }
    }

    /// Whether the actor is let in, with their account.
    pub(crate) async fn takes_part(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        id: SessionId,
    ) -> Result<bool> {
        let seat = people::of_account(db, id, actor.user).await?;
        Ok(seat.is_some_and(|seat| seat.state == ParticipantState::Admitted.code()))
    }

    /// Ids of the sessions in which the actor takes part.
    pub(crate) fn joined_sessions(actor: &Actor) -> sea_query::SelectStatement {
        sea_query::Query::select()
            .column(participant::Column::SessionId)
            .from(participant::Entity)
            .and_where(participant::Column::UserId.eq(actor.user.0))
            .and_where(participant::Column::State.eq(ParticipantState::Admitted.code()))
            .to_owned()
    }
}

pub(crate) async fn session_row(
    db: &impl ConnectionTrait,
    id: SessionId,
) -> Result<Option<session::Model>> {
    Ok(session::Entity::find_by_id(id.0).one(db).await?)
}

async fn session_by_code(
    db: &impl ConnectionTrait,
    code: JoinCode,
) -> Result<Option<session::Model>> {
    let rows = session::Entity::find().filter(session::Column::Code.eq(code.to_string()));
    Ok(rows.one(db).await?)
}

/// A code that no session has.
async fn free_code(tx: &Tx) -> Result<JoinCode> {
    for _ in 0..DRAWS {
        let code = JoinCode::from_number(random_number()?);
        if session_by_code(&tx.db, code).await?.is_none() {
            return Ok(code);
        }
    }
    Err(StoreError::Internal("no code is free".to_owned()))
}

/// Whether the iteration is one of the project's, and whether there is such a need.
async fn belongs(tx: &Tx, project: ProjectId, facts: &SessionFacts) -> Result<()> {
    let missing = |field| move |_| invalid(field, Problem::NotOffered);
    if let Some(id) = facts.iteration {
        let thing = ThingRef::new(ThingKind::Iteration, id);
        let of = project_of(tx, thing).await.map_err(missing("iteration"))?;
        if of != Some(project) {
            return Err(invalid("iteration", Problem::NotOffered));
        }
    }
    if let Some(id) = facts.need {
        let thing = ThingRef::new(ThingKind::Need, id);
        project_of(tx, thing).await.map_err(missing("need"))?;
    }
    Ok(())
}

fn columns(facts: &SessionFacts, tx: &Tx) -> Result<session::ActiveModel> {
    Ok(session::ActiveModel {
        iteration_id: Set(facts.iteration.map(Uuid::from)),
        need_id: Set(facts.need.map(Uuid::from)),
        title: Set(facts.title.clone()),
        aim: Set(facts.aim.clone()),
        starts_at: Set(facts.starts_at.to_string()),
        place: Set(facts.place.clone()),
        link: Set(facts.link.clone()),
        waiting_room: Set(facts.waiting_room),
        guests: Set(facts.guests),
        script: Set(serde_json::to_string(&facts.script)?),
        updated_at: Set(tx.now.0),
        ..Default::default()
    })
}

async fn index(tx: &Tx, project: ProjectId, id: SessionId, facts: &SessionFacts) -> Result<()> {
    let thing = ThingRef::new(ThingKind::Session, id);
    tx.index(thing, Some(project), &facts.title, &facts.aim)
        .await
}

/// What the log is told of a session: without the notes to its phases, for more people
/// read the log than lead the session.
fn audited(facts: &SessionFacts) -> Result<Value> {
    let mut facts = facts.clone();
    for phase in &mut facts.script {
        phase.notes.clear();
    }
    Ok(serde_json::to_value(facts)?)
}

/// Writes the audit row of a change; nobody is named for what a guest does.
async fn note(
    tx: &Tx,
    actor: Option<&Actor>,
    action: Action,
    id: SessionId,
    (before, after): (Value, Value),
) -> Result<()> {
    let thing = ThingRef::new(ThingKind::Session, id);
    let change = Change::of(thing, &before, &after)?;
    let actor = actor.map(|actor| actor.user);
    tx.audit(actor, action.code(), change).await
}

/// What somebody is on the board who joins: those who may run the session lead it.
fn role_of(actor: &Actor, situation: &Situation) -> SessionRole {
    match may(actor, Action::RunSession, situation) {
        true => SessionRole::Facilitator,
        false => SessionRole::Participant,
    }
}
