//! How often people were given the floor in a session.

use domain::ids::SessionId;
use domain::policy::Action;
use domain::problems::Problem;
use domain::sessions::{ParticipantState, SessionState};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::{Value, json};

use super::note;
use super::people::Visitor;
use crate::database::Store;
use crate::error::{Result, StoreError, invalid};
use crate::events::SessionNews;
use crate::tables::decode;
use crate::tables::sessions::{participant, speaking_turn};

impl Store {
    /// Gives somebody the floor: one more turn is counted for them, and the board hears of it.
    ///
    /// # Errors
    /// Refused to all but those who facilitate it or may run it; no such
    /// participant, or one who waits or was removed; a session that is not open.
    pub async fn give_floor(&self, visitor: Visitor<'_>, id: SessionId, number: u32) -> Result<()> {
        let tx = self.begin().await?;
        let leader = self.leader(&tx.db, visitor, id).await?;
        if decode::<SessionState>("state", &leader.session.state)? != SessionState::Open {
            return Err(invalid("id", Problem::NotOffered));
        }
        let key = (id.0, i64::from(number));
        let speaker = participant::Entity::find_by_id(key).one(&tx.db).await?;
        let speaker = speaker.ok_or(StoreError::NotFound)?;
        if speaker.state != ParticipantState::Admitted.code() {
            return Err(invalid("number", Problem::NotOffered));
        }
        let there = speaking_turn::Entity::find_by_id(key).one(&tx.db).await?;
        let is_first = there.is_none();
        let turns = there.map_or(0, |there| there.turns).saturating_add(1);
        let counted = speaking_turn::ActiveModel {
            session_id: Set(key.0),
            number: Set(key.1),
            turns: Set(turns),
        };
        match is_first {
            true => counted.insert(&tx.db).await?,
            false => counted.update(&tx.db).await?,
        };
        let mut told = json!({ "speaker": number, "turns": turns });
        leader.sign(&mut told);
        let change = (Value::Null, told);
        note(&tx, leader.actor, Action::RunSession, id, change).await?;
        tx.commit().await?;
        let turn = u32::try_from(turns).unwrap_or(u32::MAX);
        self.tell(id, SessionNews::Floor { number, turn });
        Ok(())
    }

    /// How often each participant was given the floor, by number; those who
    /// never were are left out.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] to those who neither see the session nor are let in.
    pub async fn speaking_turns(
        &self,
        visitor: Visitor<'_>,
        id: SessionId,
    ) -> Result<Vec<(u32, u32)>> {
        self.reads_session(visitor, id).await?;
        let rows = speaking_turn::Entity::find()
            .filter(speaking_turn::Column::SessionId.eq(id.0))
            .order_by_asc(speaking_turn::Column::Number)
            .all(&self.db)
            .await?;
        let pair = |row: speaking_turn::Model| {
            let number = u32::try_from(row.number).ok()?;
            Some((number, u32::try_from(row.turns).unwrap_or(u32::MAX)))
        };
        Ok(rows.into_iter().filter_map(pair).collect())
    }
}
