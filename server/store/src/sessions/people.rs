//! Who takes part, and joining with an account. How guests join stands in `guests`, whom a
//! phase holds back in `late`, who is let in and removed in `admitting`.

use domain::ids::{SessionId, UserId};
use domain::policy::{Action, Actor, Refusal, decide};
use domain::problems::Problem;
use domain::sessions::{
    Entrance, GuestFacts, JoinCode, Participant, ParticipantState, Session, SessionRole,
    SessionState, Who,
};
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};
use serde_json::{Value, json};

use super::{late, note, numbering, reading, role_of, session_row};
use crate::accounts::people_by_id;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::events::SessionNews;
use crate::tables::sessions::{participant, session};
use crate::tables::{decode, decode_optional};

/// Somebody at the door or on the board of a session.
#[derive(Clone, Copy, Debug)]
pub enum Visitor<'a> {
    /// Somebody signed in.
    Account(&'a Actor),
    /// A guest, known by the secret in a cookie.
    Guest(&'a str),
}

impl Store {
    /// Joins a session with an account; joined already, nothing changes. The
    /// right code opens it to people who are not on the team, and where guests
    /// are let in to whoever has it. Those who may run
    /// it lead it, and enter before it is opened.
    ///
    /// # Errors
    /// Refused by role, to those who were removed, and once it is closed;
    /// [`StoreError::NotFound`] where the actor may not know of it and has not
    /// the code; not opened yet.
    pub async fn join_session(
        &self,
        actor: &Actor,
        id: SessionId,
        code: Option<JoinCode>,
    ) -> Result<Participant> {
        let tx = self.begin().await?;
        let row = session_row(&tx.db, id).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let has_code = code.is_some_and(|code| code.to_string() == row.code);
        let (entrance, situation) = self.entrance(&tx.db, actor, &row, has_code).await?;
        if let Some(there) = of_account(&tx.db, id, actor.user).await? {
            let leads = role_of(actor, &situation) == SessionRole::Facilitator;
            return self
                .come_back(tx, actor, &row, there, (entrance, leads))
                .await;
        }
        decide(actor, Action::JoinSession, &situation)?;
        let role = role_of(actor, &situation);
        let leads = role == SessionRole::Facilitator;
        let open = decode::<SessionState>("state", &row.state)? == SessionState::Open;
        if !open && !leads {
            return Err(invalid("id", Problem::NotOffered));
        }
        let newcomer = participant::ActiveModel {
            user_id: Set(Some(actor.user.0)),
            role: Set(role.code().to_owned()),
            state: Set(arriving(&tx, &row, leads).await?.code().to_owned()),
            entrance: Set(entrance.code().to_owned()),
            ..nobody(&tx, id).await?
        };
        let newcomer = newcomer.insert(&tx.db).await?;
        told_of(&tx, Some(actor), Action::JoinSession, None, &newcomer).await?;
        let joined = one(&tx.db, newcomer).await?;
        tx.commit().await?;
        self.tell(id, SessionNews::Participant(joined.number));
        Ok(joined)
    }

    /// Who takes part in a session, waits or was removed, by number.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of the session.
    pub async fn participants(&self, actor: &Actor, id: SessionId) -> Result<Vec<Participant>> {
        self.session_for(&self.db, actor, id, Action::SeeSession)
            .await?;
        all(&self.db, id).await
    }

    /// A session's state and everybody in it, for whoever keeps its board.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such session.
    pub async fn seats(&self, id: SessionId) -> Result<(SessionState, Vec<Participant>)> {
        let row = session_row(&self.db, id).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        Ok((decode("state", &row.state)?, all(&self.db, id).await?))
    }

    /// Somebody's own part in a session, in whatever state, with the session's;
    /// nothing where what let them in would not any more.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such session.
    pub async fn seat(
        &self,
        visitor: Visitor<'_>,
        id: SessionId,
    ) -> Result<(SessionState, Option<Participant>)> {
        let row = session_row(&self.db, id).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let state = decode("state", &row.state)?;
        Ok((state, self.seat_of(&self.db, visitor, id).await?))
    }

    /// What a session is called, for somebody who waits to be let into it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for everybody else.
    pub async fn awaited_title(&self, visitor: Visitor<'_>, id: SessionId) -> Result<String> {
        let (_, seat) = self.seat(visitor, id).await?;
        let waits = seat.is_some_and(|seat| seat.state.waits());
        let row = session_row(&self.db, id).await?;
        let row = row.filter(|_| waits).ok_or(StoreError::NotFound)?;
        Ok(row.title)
    }

    /// A session as somebody reads it who is let in, with or without an account,
    /// and their own part in it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for everybody else.
    pub async fn attended_session(
        &self,
        visitor: Visitor<'_>,
        id: SessionId,
    ) -> Result<(Session, Participant)> {
        let (_, seat) = self.seat(visitor, id).await?;
        let seat = seat.filter(|seat| seat.state == ParticipantState::Admitted);
        let seat = seat.ok_or(StoreError::NotFound)?;
        let row = session_row(&self.db, id).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let session = reading::one(&self.db, row).await?;
        Ok(match seat.facilitates() {
            true => (session, seat),
            false => (session.without_notes(), seat),
        })
    }

    /// Somebody joins who has a part already. Whoever was let in by what they have no
    /// longer comes in by what they have now, as a newcomer would: nobody leads still
    /// who led by a role that they lost.
    async fn come_back(
        &self,
        tx: Tx,
        actor: &Actor,
        row: &session::Model,
        there: participant::Model,
        (entrance, leads): (Entrance, bool),
    ) -> Result<Participant> {
        let id = SessionId(row.id);
        if there.state == ParticipantState::Removed.code() {
            return Err(Refusal::Role.into());
        }
        if self.still_enters(&tx.db, actor, row, &there).await? {
            return one(&tx.db, there).await;
        }
        let before = seat_told(&there);
        let led = there.role == SessionRole::Facilitator.code();
        let state = match arriving(&tx, row, leads).await? {
            // They were there before the phase was begun, or were let in during it.
            ParticipantState::Held if there.state == ParticipantState::Admitted.code() => {
                ParticipantState::Admitted
            }
            state => state,
        };
        let mut there = there.into_active_model();
        there.entrance = Set(entrance.code().to_owned());
        there.state = Set(state.code().to_owned());
        if led && !leads {
            there.role = Set(SessionRole::Participant.code().to_owned());
        }
        let there = there.update(&tx.db).await?;
        if !self.still_enters(&tx.db, actor, row, &there).await? {
            return Err(Refusal::Role.into());
        }
        let action = Action::JoinSession;
        told_of(&tx, Some(actor), action, Some(before), &there).await?;
        let joined = one(&tx.db, there).await?;
        tx.commit().await?;
        self.tell(id, SessionNews::Participant(joined.number));
        Ok(joined)
    }
}

/// Seats whoever opens a session as its facilitator.
pub(super) async fn seat_facilitator(tx: &Tx, id: SessionId, actor: &Actor) -> Result<()> {
    if of_account(&tx.db, id, actor.user).await?.is_some() {
        return Ok(());
    }
    let row = participant::ActiveModel {
        user_id: Set(Some(actor.user.0)),
        role: Set(SessionRole::Facilitator.code().to_owned()),
        state: Set(ParticipantState::Admitted.code().to_owned()),
        entrance: Set(Entrance::Role.code().to_owned()),
        ..nobody(tx, id).await?
    };
    let row = row.insert(&tx.db).await?;
    told_of(tx, Some(actor), Action::JoinSession, None, &row).await
}

/// The state of somebody who has just joined.
pub(super) async fn arriving(
    tx: &Tx,
    row: &session::Model,
    leads: bool,
) -> Result<ParticipantState> {
    Ok(match row.waiting_room {
        _ if leads => ParticipantState::Admitted,
        true => ParticipantState::Waiting,
        false if late::holds(&tx.db, row).await? => ParticipantState::Held,
        false => ParticipantState::Admitted,
    })
}

/// The next participant of a session, of whom nothing is known yet.
pub(super) async fn nobody(tx: &Tx, id: SessionId) -> Result<participant::ActiveModel> {
    let number = numbering::next_number(tx, id).await?;
    Ok(participant::ActiveModel {
        session_id: Set(id.0),
        number: Set(number),
        user_id: Set(None),
        pseudonym: Set(None),
        party: Set(None),
        secret_hash: Set(None),
        entrance: Set(Entrance::Guest.code().to_owned()),
        joined_at: Set(tx.now.0),
        ..Default::default()
    })
}

/// The audit row of a participant's change, or of their coming.
pub(super) async fn told_of(
    tx: &Tx,
    actor: Option<&Actor>,
    action: Action,
    before: Option<Value>,
    row: &participant::Model,
) -> Result<()> {
    let id = SessionId(row.session_id);
    let change = (before.unwrap_or_default(), seat_told(row));
    note(tx, actor, action, id, change).await
}

/// What the log is told of a participant. Pseudonyms stay out of it, for it keeps what
/// it is told for good.
pub(super) fn seat_told(row: &participant::Model) -> Value {
    json!({
        "participant": row.number,
        "standing": row.state,
        "role": row.role,
        "guest": row.user_id.or(row.claimed_by).is_none(),
    })
}

/// The part of somebody with an account.
pub(super) async fn of_account(
    db: &impl ConnectionTrait,
    id: SessionId,
    user: UserId,
) -> Result<Option<participant::Model>> {
    Ok(participant::Entity::find()
        .filter(participant::Column::SessionId.eq(id.0))
        .filter(participant::Column::UserId.eq(user.0))
        .one(db)
        .await?)
}

/// The numbers of the further seats of somebody with an account: those that they had as a
/// guest and go on from in one of their own.
pub(super) async fn further_seats(
    db: &impl ConnectionTrait,
    id: SessionId,
    user: UserId,
) -> Result<Vec<u32>> {
    let rows = participant::Entity::find()
        .filter(participant::Column::SessionId.eq(id.0))
        .filter(participant::Column::ClaimedBy.eq(user.0))
        .order_by_asc(participant::Column::Number)
        .all(db)
        .await?;
    rows.iter().map(number).collect()
}

/// Everybody in a session, by number.
pub(super) async fn all(db: &impl ConnectionTrait, id: SessionId) -> Result<Vec<Participant>> {
    let rows = participant::Entity::find()
        .filter(participant::Column::SessionId.eq(id.0))
        .order_by_asc(participant::Column::Number)
        .all(db)
        .await?;
    read(db, rows).await
}

pub(super) async fn one(db: &impl ConnectionTrait, row: participant::Model) -> Result<Participant> {
    let mut read = read(db, vec![row]).await?;
    read.pop().ok_or(StoreError::NotFound)
}

pub(super) fn number(row: &participant::Model) -> Result<u32> {
    u32::try_from(row.number).map_err(|_| StoreError::Unreadable {
        what: "number",
        found: row.number.to_string(),
    })
}

async fn read(
    db: &impl ConnectionTrait,
    rows: Vec<participant::Model>,
) -> Result<Vec<Participant>> {
    let account = |row: &participant::Model| row.user_id.or(row.claimed_by);
    let people = people_by_id(db, rows.iter().filter_map(account)).await?;
    rows.into_iter()
        .map(|row| {
            let account = account(&row).and_then(|id| people.get(&id).cloned());
            let number = number(&row)?;
            let party = decode_optional("party", row.party)?;
            let who = match (account, row.pseudonym, party) {
                (Some(person), ..) => Who::Account(person),
                (None, Some(pseudonym), Some(party)) => Who::Guest(GuestFacts { pseudonym, party }),
                _ => {
                    return Err(StoreError::Unreadable {
                        what: "participant",
                        found: number.to_string(),
                    });
                }
            };
            Ok(Participant {
                number,
                who,
                role: decode("role", &row.role)?,
                state: decode("state", &row.state)?,
                joined_at: Timestamp(row.joined_at),
            })
        })
        .collect()
}
