//! Writing needs and the votes on them.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ImportId, NeedId};
use domain::needs::Stances;
use domain::time::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use crate::database::Tx;
use crate::error::Result;
use crate::imports::outcome::NewVote;
use crate::imports::rows::NeedRow;
use crate::needs::columns;
use crate::search::index_row;
use crate::tables::evidence::search_row;
use crate::tables::imports::vote;
use crate::tables::needs::need;

/// Writes new needs and what search finds of them.
pub(super) async fn write_needs(tx: &Tx, rows: &[(NeedId, NeedRow, Stances)]) -> Result<()> {
    let mut needs = Vec::with_capacity(rows.len());
    let mut indexed = Vec::with_capacity(rows.len());
    for (id, row, stances) in rows {
        needs.push(need_row(tx.now, *id, row, *stances));
        let text = format!("{}\n{}", row.facts.affected, row.facts.setting);
        let thing = ThingRef::new(ThingKind::Need, *id);
        indexed.push(index_row(thing, None, &row.facts.statement, &text));
    }
    need::Entity::insert_many(needs)
        .exec_without_returning(&tx.db)
        .await?;
    search_row::Entity::insert_many(indexed)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}

fn need_row(now: Timestamp, id: NeedId, row: &NeedRow, stances: Stances) -> need::ActiveModel {
    let mut need = columns(&row.facts);
    need.id = Set(id.0);
    need.author = Set(None);
    need.source_author = Set(row.author.clone().filter(|author| !author.is_empty()));
    need.state = Set(row.state.code().to_owned());
    // That it was so in its source is said to each reader in their language.
    need.state_reason = Set(String::new());
    need.supports = Set(stances.supports);
    need.objections = Set(stances.objections);
    need.neutral = Set(stances.neutral);
    need.created_at = Set(row.at.unwrap_or(now).0);
    need.updated_at = Set(now.0);
    need
}

/// Writes new votes.
pub(super) async fn write_votes(
    tx: &Tx,
    import: ImportId,
    voters: &[String],
    rows: &[NewVote],
) -> Result<()> {
    let mut votes = Vec::with_capacity(rows.len());
    for row in rows {
        votes.push(vote::ActiveModel {
            id: Set(tx.new_id()),
            need_id: Set(row.need),
            user_id: Set(None),
            source_voter: Set(voters.get(row.voter).cloned()),
            stance: Set(row.stance.code().to_owned()),
            comment: Set(String::new()),
            at: Set(row.at.unwrap_or(tx.now).0),
            import_id: Set(Some(import.0)),
        });
    }
    vote::Entity::insert_many(votes)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}

/// Adds to the counts beside a need; takes away where they are negative.
pub(in crate::imports) async fn add_stances(tx: &Tx, id: Uuid, stances: Stances) -> Result<()> {
    let plus = |column: need::Column, more: i64| Expr::col(column).add(more);
    need::Entity::update_many()
        .col_expr(
            need::Column::Supports,
            plus(need::Column::Supports, stances.supports),
        )
        .col_expr(
            need::Column::Objections,
            plus(need::Column::Objections, stances.objections),
        )
        .col_expr(
            need::Column::Neutral,
            plus(need::Column::Neutral, stances.neutral),
        )
        .filter(need::Column::Id.eq(id))
        .exec(&tx.db)
        .await?;
    Ok(())
}
