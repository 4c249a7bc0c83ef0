//! Positions on a need: taken, taken back, counted.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::NeedId;
use domain::needs::{Position, PositionDraft, Stance};
use domain::notifications::NotificationKind;
use domain::policy::{Action, Actor};
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, Set,
};
use serde_json::{Value, json};

use super::need_for;
use crate::accounts::people_by_id;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::Result;
use crate::notifications::News;
use crate::tables::decode;
use crate::tables::needs::{need, position};

impl Store {
    /// Takes a position on a need; the actor's earlier one is replaced.
    ///
    /// # Errors
    /// Refused by role or because the need is closed; an objection without a
    /// reason.
    pub async fn take_position(
        &self,
        actor: &Actor,
        id: NeedId,
        draft: &PositionDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, _) = need_for(&tx.db, actor, id, Action::TakePosition).await?;
        let (stance, comment) = draft.check()?;
        let earlier = own_position(&tx.db, id, actor).await?;
        let before = earlier.as_ref().map_or(Value::Null, told);
        let after = json!({ "stance": stance, "comment": comment });
        // Sent twice, it is taken once.
        if before == after {
            return Ok(());
        }
        let changed = position::ActiveModel {
            id: Set(earlier.map_or_else(|| tx.new_id(), |row| row.id)),
            need_id: Set(id.0),
            user_id: Set(Some(actor.user.0)),
            source_voter: Set(None),
            stance: Set(stance.code().to_owned()),
            comment: Set(comment),
            at: Set(tx.now.0),
        };
        if before.is_null() {
            changed.insert(&tx.db).await?;
        } else {
            changed.update(&tx.db).await?;
        }
        let author = row.author;
        count_stances(&tx, row).await?;
        let thing = ThingRef::new(ThingKind::Need, id);
        tx.audit(
            Some(actor.user),
            Action::TakePosition.code(),
            Change::of(thing, &before, &after)?,
        )
        .await?;
        let kind = NotificationKind::NeedPosition;
        let news = News::of(kind, thing, None, actor.user, stance.code());
        tx.tell(author, &news).await?;
        tx.commit().await
    }

    /// Takes the actor's position back.
    ///
    /// # Errors
    /// Refused by role or because the need is closed.
    pub async fn withdraw_position(&self, actor: &Actor, id: NeedId) -> Result<()> {
        let tx = self.begin().await?;
        let (row, _) = need_for(&tx.db, actor, id, Action::TakePosition).await?;
        if let Some(earlier) = own_position(&tx.db, id, actor).await? {
            position::Entity::delete_by_id(earlier.id)
                .exec(&tx.db)
                .await?;
            count_stances(&tx, row).await?;
            let thing = ThingRef::new(ThingKind::Need, id);
            let before = told(&earlier);
            tx.audit(
                Some(actor.user),
                Action::TakePosition.code(),
                Change::of(thing, &before, &Value::Null)?,
            )
            .await?;
        }
        tx.commit().await
    }

    pub(super) async fn read_positions(&self, rows: Vec<position::Model>) -> Result<Vec<Position>> {
        let people = people_by_id(&self.db, rows.iter().filter_map(|row| row.user_id)).await?;
        rows.into_iter()
            .map(|row| {
                Ok(Position {
                    person: row.user_id.and_then(|id| people.get(&id).cloned()),
                    stance: decode("stance", &row.stance)?,
                    comment: row.comment,
                    at: Timestamp(row.at),
                })
            })
            .collect()
    }
}

/// What the audit log tells of a position.
fn told(row: &position::Model) -> Value {
    json!({ "stance": row.stance, "comment": row.comment })
}

pub(super) async fn own_position(
    db: &impl ConnectionTrait,
    id: NeedId,
    actor: &Actor,
) -> Result<Option<position::Model>> {
    Ok(position::Entity::find()
        .filter(position::Column::NeedId.eq(id.0))
        .filter(position::Column::UserId.eq(actor.user.0))
        .one(db)
        .await?)
}

/// Counts the positions on a need and keeps the counts beside it.
pub(super) async fn count_stances(tx: &Tx, row: need::Model) -> Result<need::Model> {
    let counts: Vec<(String, i64)> = position::Entity::find()
        .select_only()
        .column(position::Column::Stance)
        .column_as(position::Column::Id.count(), "count")
        .filter(position::Column::NeedId.eq(row.id))
        .group_by(position::Column::Stance)
        .into_tuple()
        .all(&tx.db)
        .await?;
    let count = |stance: Stance| {
        counts
            .iter()
            .find(|(code, _)| code == stance.code())
            .map_or(0, |(_, count)| *count)
    };
    let mut row = row.into_active_model();
    row.supports = Set(count(Stance::Support));
    row.objections = Set(count(Stance::Objection));
    row.neutral = Set(count(Stance::Neutral));
    Ok(row.update(&tx.db).await?)
}
