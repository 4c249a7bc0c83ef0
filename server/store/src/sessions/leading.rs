//! Who leads a session: whom a role of theirs lets run it, and who was made its facilitator,
//! with an account or without. Whoever loses the role leads it no longer, also where they
//! stay and while they are there. A facilitator may make them one again.

use domain::ids::{ProjectId, SessionId, UserId};
use domain::policy::{Action, Actor, Refusal, may};
use domain::sessions::{Participant, SessionRole};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use serde_json::Value;
use uuid::Uuid;

use super::people::{Visitor, number, seat_told, told_of};
use super::session_row;
use crate::audit::BY;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::events::SessionNews;
use crate::projects::situation;
use crate::tables::sessions::{participant, session};

/// Somebody who leads a session.
pub(super) struct Leader<'a> {
    /// The session.
    pub session: session::Model,
    /// Their account; guests have none.
    pub actor: Option<&'a Actor>,
    /// Their own part in it, where they take part.
    pub seat: Option<Participant>,
    /// Whether a role of theirs lets them run it: they lead those who facilitate it, too.
    pub runs: bool,
}

impl Leader<'_> {
    /// Has what the log is told of a deed of theirs say by whom it was, where that is a guest.
    pub(super) fn sign(&self, told: &mut Value) {
        if let (None, Some(seat)) = (self.actor, &self.seat) {
            told[BY] = seat.number.into();
        }
    }
}

/// The seats of somebody as facilitator in sessions that a role of theirs lets them run.
pub(crate) struct Leading {
    person: UserId,
    seats: Vec<participant::Model>,
}

/// Seats that were a facilitator's, to be told of once that is kept.
#[must_use]
pub(crate) struct Ended(Vec<(SessionId, u32)>);

impl Store {
    /// Whether a role of somebody's lets them run a session, whether it is closed or not.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn runs_session(&self, visitor: Visitor<'_>, id: SessionId) -> Result<bool> {
        match self.leader(&self.db, visitor, id).await {
            Ok(leader) => Ok(leader.runs),
            Err(StoreError::Refused(_) | StoreError::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Somebody as one who leads a session, whether it is closed or not.
    ///
    /// # Errors
    /// Refused to those who neither facilitate it nor may run it;
    /// [`StoreError::NotFound`] where they may not know of it.
    pub(super) async fn leader<'a>(
        &self,
        db: &impl ConnectionTrait,
        visitor: Visitor<'a>,
        id: SessionId,
    ) -> Result<Leader<'a>> {
        let session = session_row(db, id).await?.ok_or(StoreError::NotFound)?;
        let seat = self.seat_of(db, visitor, id).await?;
        let facilitates = seat.as_ref().is_some_and(Participant::facilitates);
        let (actor, runs) = match visitor {
            Visitor::Account(actor) => match self.steered(db, actor, id).await {
                Ok(_) => (Some(actor), true),
                // Whoever came with the code may lead what else they see nothing of.
                Err(StoreError::Refused(Refusal::Role) | StoreError::NotFound) if facilitates => {
                    (Some(actor), false)
                }
                Err(error) => return Err(error),
            },
            Visitor::Guest(_) if facilitates => (None, false),
            Visitor::Guest(_) if seat.is_none() => return Err(StoreError::NotFound),
            Visitor::Guest(_) => return Err(Refusal::Role.into()),
        };
        Ok(Leader {
            session,
            actor,
            seat,
            runs,
        })
    }

    /// Whether whoever has this seat leads the session: by the seat, or by a role of theirs.
    pub(super) async fn leads(
        &self,
        db: &impl ConnectionTrait,
        seat: &participant::Model,
    ) -> Result<bool> {
        match seat.user_id {
            _ if seat.role == SessionRole::Facilitator.code() => Ok(true),
            Some(person) => self.runs(db, UserId(person), seat.session_id).await,
            None => Ok(false),
        }
    }

    /// What somebody leads by their roles, closed sessions included: these can be opened
    /// again. To be asked before the roles change.
    pub(crate) async fn leading(&self, tx: &Tx, person: UserId) -> Result<Leading> {
        let rows = participant::Entity::find()
            .filter(participant::Column::UserId.eq(person.0))
            .filter(participant::Column::Role.eq(SessionRole::Facilitator.code()))
            .all(&tx.db)
            .await?;
        let mut seats = Vec::with_capacity(rows.len());
        for seat in rows {
            if self.runs(&tx.db, person, seat.session_id).await? {
                seats.push(seat);
            }
        }
        Ok(Leading { person, seats })
    }

    /// Takes the lead from them where they have the role no longer.
    pub(crate) async fn end_leading(
        &self,
        tx: &Tx,
        actor: &Actor,
        leading: Leading,
    ) -> Result<Ended> {
        let mut ended = Vec::new();
        for seat in leading.seats {
            if self.runs(&tx.db, leading.person, seat.session_id).await? {
                continue;
            }
            let before = seat_told(&seat);
            let mut seat = seat.into_active_model();
            seat.role = Set(SessionRole::Participant.code().to_owned());
            let seat = seat.update(&tx.db).await?;
            let action = Action::RunSession;
            told_of(tx, Some(actor), action, Some(before), &seat).await?;
            ended.push((SessionId(seat.session_id), number(&seat)?));
        }
        Ok(Ended(ended))
    }

    /// Lets the boards hear of it: to be called once it is kept.
    pub(crate) fn tell_ended(&self, ended: Ended) {
        for (session, number) in ended.0 {
            self.tell(session, SessionNews::Participant(number));
        }
    }

    /// Whether somebody's roles let them run a session.
    async fn runs(&self, db: &impl ConnectionTrait, person: UserId, id: Uuid) -> Result<bool> {
        let row = session_row(db, SessionId(id)).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let actor = self.actor_in(db, person).await?;
        let project = ProjectId(row.project_id);
        match self
            .project_for(db, &actor, project, Action::SeeProject)
            .await
        {
            Ok(project) => Ok(may(&actor, Action::RunSession, &situation(&project))),
            Err(StoreError::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
