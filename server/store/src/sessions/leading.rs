//! Who leads sessions by a role of theirs: whoever loses it leads them no longer, also
//! where they stay and while they are there. A facilitator may make them one again.

use domain::ids::{ProjectId, SessionId, UserId};
use domain::policy::{Action, Actor, may};
use domain::sessions::SessionRole;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use uuid::Uuid;

use super::people::{number, seat_told, told_of};
use super::session_row;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::events::SessionNews;
use crate::projects::situation;
use crate::tables::sessions::participant;

/// The seats of somebody as facilitator in sessions that a role of theirs lets them run.
pub(crate) struct Leading {
    person: UserId,
    seats: Vec<participant::Model>,
}

/// Seats that were a facilitator's, to be told of once that is kept.
#[must_use]
pub(crate) struct Ended(Vec<(SessionId, u32)>);

impl Store {
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
