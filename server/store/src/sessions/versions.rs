//! Versions of boards: moments of their logs that were given a name.

use domain::ids::SessionId;
use domain::policy::{Action, Actor, decide};
use domain::problems::Problem;
use domain::sessions::{BoardVersion, VERSIONS_MAX, version_name};
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, ModelTrait, PaginatorTrait, QueryFilter,
    QueryOrder, Set,
};
use serde_json::{Value, json};

use super::people::Visitor;
use super::{board, note};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::projects::situation;
use crate::tables::sessions::board_version;

impl Store {
    /// The versions of a session's board, in the order of their moments.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] to those who neither see the session nor are let in.
    pub async fn board_versions(
        &self,
        visitor: Visitor<'_>,
        id: SessionId,
    ) -> Result<Vec<BoardVersion>> {
        self.reads_session(visitor, id).await?;
        let rows = board_version::Entity::find()
            .filter(board_version::Column::SessionId.eq(id.0))
            .order_by_asc(board_version::Column::Seq)
            .all(&self.db)
            .await?;
        let version = |row: board_version::Model| BoardVersion {
            moment: row.seq.cast_unsigned(),
            name: row.name,
            named_at: Timestamp(row.created_at),
        };
        Ok(rows.into_iter().map(version).collect())
    }

    /// Gives a moment of a session's board a name, or another name.
    ///
    /// # Errors
    /// Refused by role; the name is not in order; a moment that the log has not
    /// reached; too many versions.
    pub async fn name_board_version(
        &self,
        actor: &Actor,
        id: SessionId,
        moment: u64,
        name: &str,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.names_versions(&tx, actor, id).await?;
        let name = version_name(name)?;
        let end = board::end_of(&tx.db, id).await?;
        let seq = i64::try_from(moment).unwrap_or(i64::MAX);
        if seq > end {
            let problem = Problem::OutOfRange { min: 0, max: end };
            return Err(invalid("moment", problem));
        }
        let there = named(&tx, id, seq).await?;
        let before = there.as_ref().map(|there| there.name.clone());
        if before.as_deref() == Some(name.as_str()) {
            return Ok(());
        }
        let row = board_version::ActiveModel {
            session_id: Set(id.0),
            seq: Set(seq),
            name: Set(name.clone()),
            created_at: Set(tx.now.0),
        };
        match there {
            Some(_) => row.update(&tx.db).await?,
            None => {
                let versions = board_version::Entity::find()
                    .filter(board_version::Column::SessionId.eq(id.0))
                    .count(&tx.db)
                    .await?;
                if versions >= VERSIONS_MAX {
                    let max = u32::try_from(VERSIONS_MAX).unwrap_or(u32::MAX);
                    return Err(invalid("name", Problem::Full { max }));
                }
                row.insert(&tx.db).await?
            }
        };
        let before = before.map_or(Value::Null, |name| json!({ "version": name }));
        let after = json!({ "version": name, "moment": moment });
        note(&tx, Some(actor), Action::RunSession, id, (before, after)).await?;
        tx.commit().await
    }

    /// Takes the name of a moment away. The moment itself stays.
    ///
    /// # Errors
    /// Refused by role; a moment without a name.
    pub async fn forget_board_version(
        &self,
        actor: &Actor,
        id: SessionId,
        moment: u64,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.names_versions(&tx, actor, id).await?;
        let seq = i64::try_from(moment).unwrap_or(i64::MAX);
        let there = named(&tx, id, seq).await?.ok_or(StoreError::NotFound)?;
        let before = json!({ "version": there.name, "moment": moment });
        there.delete(&tx.db).await?;
        let change = (before, Value::Null);
        note(&tx, Some(actor), Action::RunSession, id, change).await?;
        tx.commit().await
    }
}

impl Store {
    /// Those who run sessions name their moments, also once they are over.
    async fn names_versions(&self, tx: &Tx, actor: &Actor, id: SessionId) -> Result<()> {
        let (_, project) = self
            .session_for(&tx.db, actor, id, Action::SeeSession)
            .await?;
        Ok(decide(actor, Action::RunSession, &situation(&project))?)
    }
}

async fn named(tx: &Tx, id: SessionId, seq: i64) -> Result<Option<board_version::Model>> {
    let row = board_version::Entity::find_by_id((id.0, seq));
    Ok(row.one(&tx.db).await?)
}
