//! Those who come while a phase runs that has late arrivals wait. Which phase a board is in
//! is kept beside its log, in the transaction that keeps the entries: whoever joins before it
//! was there before, whoever joins after it came late, by the order of the transactions and
//! by no clock. Whether it allows to vote is asked there as well.

use domain::ids::SessionId;
use domain::policy::Action;
use domain::sessions::{BegunPhase, HeldBack, ParticipantState, ScriptPhase};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Set,
};
use serde::{Deserialize, Serialize};

use super::people::{Visitor, number, seat_told, told_of};
use super::{reading, session_row};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::tables::sessions::{board, participant, session};

/// The phase that a board is in, as it is kept.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    phase: BegunPhase,
    /// The furthest in the script that was ever begun.
    #[serde(default)]
    furthest: u16,
}

impl Kept {
    /// How many phases of the script have begun, counted from its beginning.
    fn begun(self) -> u16 {
        self.furthest.max(self.phase.step).saturating_add(1)
    }
}

impl Store {
    /// How many phases of a session's script have begun: these stay where they are in it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begun_phases(&self, id: SessionId) -> Result<u16> {
        begun(&self.db, id).await
    }

    /// What somebody reads whom the present phase holds back; nothing where it does not.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such session.
    pub async fn held_back(&self, visitor: Visitor<'_>, id: SessionId) -> Result<Option<HeldBack>> {
        let (_, seat) = self.seat(visitor, id).await?;
        if seat.is_none_or(|seat| seat.state != ParticipantState::Held) {
            return Ok(None);
        }
        let row = session_row(&self.db, id).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let told = under_way(&self.db, &row).await?;
        Ok(told.map(|(phase, script)| HeldBack::by(phase, &script, self.now())))
    }
}

/// Whether the phase under way has those wait who come now.
pub(super) async fn holds(db: &impl ConnectionTrait, row: &session::Model) -> Result<bool> {
    let phase = under_way(db, row).await?;
    Ok(phase.is_some_and(|(_, script)| script.late_waits))
}

/// Whether votes are opened and ballots cast now: where the phase under way holds a vote, and
/// as long as none has begun.
pub(super) async fn allows_votes(db: &impl ConnectionTrait, row: &session::Model) -> Result<bool> {
    let phase = under_way(db, row).await?;
    Ok(phase.is_none_or(|(_, script)| script.allows_votes()))
}

/// Notes the phase that a board is in. Where another is begun by it, lets those in whom the
/// one before held back; the number of one of them.
pub(super) async fn begin(tx: &Tx, id: SessionId, phase: BegunPhase) -> Result<Option<u32>> {
    let kept = kept(&tx.db, id).await?;
    let before = kept.map(|kept| kept.phase);
    let another = phase.is_another(before);
    if before.is_none() && !another {
        return Ok(None);
    }
    let furthest = kept.map_or(0, |kept| kept.furthest.max(kept.phase.step));
    let kept = Kept {
        phase,
        furthest: furthest.max(phase.step),
    };
    let row = board::ActiveModel {
        session_id: Set(id.0),
        phase: Set(Some(serde_json::to_string(&kept)?)),
        ..Default::default()
    };
    row.update(&tx.db).await?;
    match another {
        true => let_in(tx, id).await,
        false => Ok(None),
    }
}

/// Lets those in whom a phase held back; the number of one of them. When they asked stays as
/// it is: they were there before the next phase.
pub(super) async fn let_in(tx: &Tx, id: SessionId) -> Result<Option<u32>> {
    let held = participant::Entity::find()
        .filter(participant::Column::SessionId.eq(id.0))
        .filter(participant::Column::State.eq(ParticipantState::Held.code()))
        .order_by_asc(participant::Column::Number)
        .all(&tx.db)
        .await?;
    let mut last = None;
    for seat in held {
        let before = seat_told(&seat);
        let mut seat = seat.into_active_model();
        seat.state = Set(ParticipantState::Admitted.code().to_owned());
        let seat = seat.update(&tx.db).await?;
        // It is no deed of theirs: they did no more than wait.
        told_of(tx, None, Action::RunSession, Some(before), &seat).await?;
        last = Some(number(&seat)?);
    }
    Ok(last)
}

/// The phase that was begun last, with what the script says of it.
async fn under_way(
    db: &impl ConnectionTrait,
    row: &session::Model,
) -> Result<Option<(BegunPhase, ScriptPhase)>> {
    let Some(phase) = present(db, SessionId(row.id)).await? else {
        return Ok(None);
    };
    let script = reading::facts(row)?.script;
    let said = script.into_iter().nth(usize::from(phase.step));
    Ok(said.map(|said| (phase, said)))
}

/// The phase that was begun last; none where nobody has begun one.
async fn present(db: &impl ConnectionTrait, id: SessionId) -> Result<Option<BegunPhase>> {
    Ok(kept(db, id).await?.map(|kept| kept.phase))
}

/// How many phases of a session's script have begun.
pub(super) async fn begun(db: &impl ConnectionTrait, id: SessionId) -> Result<u16> {
    Ok(kept(db, id).await?.map_or(0, Kept::begun))
}

async fn kept(db: &impl ConnectionTrait, id: SessionId) -> Result<Option<Kept>> {
    let kept: Option<Option<String>> = board::Entity::find_by_id(id.0)
        .select_only()
        .column(board::Column::Phase)
        .into_tuple()
        .one(db)
        .await?;
    let kept = kept.flatten().map(|kept| serde_json::from_str(&kept));
    Ok(kept.transpose()?)
}
