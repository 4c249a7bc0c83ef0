//! What those who lead a session do about the people in it: letting them in, removing them,
//! giving them another role.

use domain::ids::SessionId;
use domain::policy::{Action, Actor, Refusal};
use domain::problems::Problem;
use domain::sessions::{Participant, ParticipantState, SessionRole, SessionState};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};

use super::leading::Leader;
use super::note;
use super::people::{Visitor, all, number, seat_told};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::events::SessionNews;
use crate::tables::sessions::participant;

impl Store {
    /// Lets somebody in who waits; whoever may run the session, also who was removed before.
    ///
    /// # Errors
    /// Refused to those who neither facilitate it nor may run it, and because it is closed;
    /// no such participant.
    pub async fn admit_participant(
        &self,
        visitor: Visitor<'_>,
        id: SessionId,
        number: u32,
    ) -> Result<()> {
        let (tx, leader, there) = self.to_change(visitor, id, number).await?;
        if !leader.runs && there.state == ParticipantState::Removed.code() {
            return Err(Refusal::Role.into());
        }
        let admitted = ParticipantState::Admitted.code().to_owned();
        let now = tx.now.0;
        let change = |row: &mut participant::ActiveModel| {
            if *row.state.as_ref() != admitted {
                row.state = Set(admitted);
                row.joined_at = Set(now);
            }
        };
        self.change_participant(tx, &leader, there, change).await
    }

    /// Removes somebody from a session: they receive nothing any more, and do
    /// not come back in the same way. Those who lead it are removed by whoever may run it
    /// alone.
    ///
    /// # Errors
    /// As [`Self::admit_participant`]; oneself.
    pub async fn remove_participant(
        &self,
        visitor: Visitor<'_>,
        id: SessionId,
        number: u32,
    ) -> Result<()> {
        let (tx, leader, there) = self.to_change(visitor, id, number).await?;
        let own = leader.seat.as_ref().map(|seat| seat.number);
        if own == Some(number) {
            return Err(invalid("number", Problem::NotOffered));
        }
        if !leader.runs && self.leads(&tx.db, &there).await? {
            return Err(Refusal::Role.into());
        }
        let removed = ParticipantState::Removed.code().to_owned();
        let change = |row: &mut participant::ActiveModel| row.state.set_if_not_equals(removed);
        self.change_participant(tx, &leader, there, change).await
    }

    /// Gives somebody another role on the board.
    ///
    /// # Errors
    /// Refused by role, also to those who facilitate it and may not run it, or because it
    /// is closed; no such participant.
    pub async fn set_participant_role(
        &self,
        actor: &Actor,
        id: SessionId,
        number: u32,
        role: SessionRole,
    ) -> Result<()> {
        let visitor = Visitor::Account(actor);
        let (tx, leader, there) = self.to_change(visitor, id, number).await?;
        if !leader.runs {
            return Err(Refusal::Role.into());
        }
        let role = role.code().to_owned();
        let change = |row: &mut participant::ActiveModel| row.role.set_if_not_equals(role);
        self.change_participant(tx, &leader, there, change).await
    }

    /// Who waits to be let into a session, by number: for those who may know of it, and those
    /// who facilitate it. Whoever waits once more has the number of the first time.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] to everybody else; refused to guests who do not facilitate it.
    pub async fn waiting_participants(
        &self,
        visitor: Visitor<'_>,
        id: SessionId,
    ) -> Result<Vec<Participant>> {
        let seen = match visitor {
            Visitor::Account(actor) => {
                let seen = self.session_for(&self.db, actor, id, Action::SeeSession);
                seen.await.map(drop)
            }
            Visitor::Guest(_) => Err(StoreError::NotFound),
        };
        match seen {
            Err(StoreError::NotFound) => drop(self.leader(&self.db, visitor, id).await?),
            seen => seen?,
        }
        let mut people = all(&self.db, id).await?;
        people.retain(|one| one.state.waits());
        Ok(people)
    }

    /// Begins to change something about somebody in a session: for whoever leads it, as long
    /// as it is not closed.
    async fn to_change<'a>(
        &self,
        visitor: Visitor<'a>,
        id: SessionId,
        number: u32,
    ) -> Result<(Tx, Leader<'a>, participant::Model)> {
        let tx = self.begin().await?;
        let leader = self.leader(&tx.db, visitor, id).await?;
        if leader.session.state == SessionState::Closed.code() {
            return Err(Refusal::Frozen.into());
        }
        let there = participant::Entity::find_by_id((id.0, i64::from(number)))
            .one(&tx.db)
            .await?
            // Nobody sits any more in a seat from which they went on in another.
            .filter(|there| there.state != ParticipantState::Continued.code())
            .ok_or(StoreError::NotFound)?;
        Ok((tx, leader, there))
    }

    /// Keeps what somebody who leads a session changes about somebody in it.
    async fn change_participant(
        &self,
        tx: Tx,
        leader: &Leader<'_>,
        there: participant::Model,
        change: impl FnOnce(&mut participant::ActiveModel),
    ) -> Result<()> {
        let before = seat_told(&there);
        let mut changed = there.into_active_model();
        change(&mut changed);
        if !changed.is_changed() {
            return Ok(());
        }
        let changed = changed.update(&tx.db).await?;
        let (id, number) = (SessionId(changed.session_id), number(&changed)?);
        let mut after = seat_told(&changed);
        leader.sign(&mut after);
        let action = Action::RunSession;
        note(&tx, leader.actor, action, id, (before, after)).await?;
        tx.commit().await?;
        self.tell(id, SessionNews::Participant(number));
        Ok(())
    }
}
