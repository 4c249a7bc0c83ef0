//! The seal of a closed iteration: a hash over all that it held when it was
//! closed, by which anybody can tell later whether it is still the same.
//!
//! It is taken from the rows themselves, in one fixed order of rows and fields.
//! What is sealed in one form stays in that form: another order or another field
//! is another `FORM`, beside this one.

use domain::evidence::{Relation, ThingKind};
use domain::iterations::Seal;
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::tables::attachments::attachment;
use crate::tables::evidence::link;
use crate::tables::iterations::{change, element, iteration, map_link};

/// The form of what is hashed.
const FORM: u32 = 1;

/// How a closed iteration was sealed, and whether the seal still holds.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    row: &iteration::Model,
) -> Result<Option<Seal>> {
    let (Some(at), Some(kept)) = (row.closed_at, &row.hash) else {
        return Ok(None);
    };
    Ok(Some(Seal {
        at: Timestamp(at),
        hash: kept.clone(),
        intact: *kept == hash(db, row).await?,
    }))
}

/// SHA-256, in hexadecimal, over all that the iteration holds. Causes that were
/// linked to its changes after it was closed are not part of it.
pub(super) async fn hash(db: &impl ConnectionTrait, row: &iteration::Model) -> Result<String> {
    let held = json!([
        FORM,
        iteration_fields(row),
        elements(db, row).await?,
        map_links(db, row).await?,
        changes(db, row).await?,
        files(db, row).await?,
    ]);
    // Arrays alone: no order of keys to depend on.
    let digest = Sha256::digest(serde_json::to_vec(&held)?);
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn iteration_fields(row: &iteration::Model) -> Value {
    json!([
        row.id,
        row.project_id,
        row.number,
        row.goal,
        row.hypothesis,
        row.tool_version,
        row.starts_on,
        row.ends_on,
        row.state,
        row.closed_at,
        row.version,
        row.created_by,
        row.created_at,
    ])
}

async fn elements(db: &impl ConnectionTrait, row: &iteration::Model) -> Result<Vec<Value>> {
    let rows = element::Entity::find()
        .filter(element::Column::IterationId.eq(row.id))
        .order_by_asc(element::Column::Id)
        .all(db)
        .await?;
    let fields = |row: element::Model| {
        json!([
            row.id,
            row.origin_id,
            row.place,
            row.column_code,
            row.kind,
            row.text,
            row.status,
            row.reason,
            row.version,
        ])
    };
    Ok(rows.into_iter().map(fields).collect())
}

async fn map_links(db: &impl ConnectionTrait, row: &iteration::Model) -> Result<Vec<Value>> {
    let rows = map_link::Entity::find()
        .filter(map_link::Column::IterationId.eq(row.id))
        .order_by_asc(map_link::Column::Id)
        .all(db)
        .await?;
    let fields = |row: map_link::Model| {
        json!([
            row.id,
            row.origin_id,
            row.place,
            row.kind,
            row.from_id,
            row.to_id,
            row.status,
            row.reason,
            row.version,
        ])
    };
    Ok(rows.into_iter().map(fields).collect())
}

async fn changes(db: &impl ConnectionTrait, row: &iteration::Model) -> Result<Vec<Value>> {
    let rows = change::Entity::find()
        .filter(change::Column::IterationId.eq(row.id))
        .order_by_asc(change::Column::Id)
        .all(db)
        .await?;
    let closed_at = row.closed_at.unwrap_or(i64::MAX);
    let causes = link::Entity::find()
        .filter(link::Column::ToId.is_in(rows.iter().map(|row| row.id)))
        .filter(link::Column::Relation.eq(Relation::Caused.code()))
        .filter(link::Column::CreatedAt.lte(closed_at))
        .order_by_asc(link::Column::FromId)
        .all(db)
        .await?;
    let fields = |row: change::Model| {
        let causes = causes.iter().filter(|link| link.to_id == row.id);
        let causes: Vec<Value> = causes
            .map(|link| json!([link.from_kind, link.from_id]))
            .collect();
        json!([
            row.id,
            row.text,
            row.author,
            row.version,
            row.created_at,
            causes,
        ])
    };
    Ok(rows.into_iter().map(fields).collect())
}

/// The files attached to it, each with the hash of its bytes.
async fn files(db: &impl ConnectionTrait, row: &iteration::Model) -> Result<Vec<Value>> {
    let rows = attachment::Entity::find()
        .filter(attachment::Column::ThingKind.eq(ThingKind::Iteration.code()))
        .filter(attachment::Column::ThingId.eq(row.id))
        .order_by_asc(attachment::Column::Id)
        .all(db)
        .await?;
    let fields = |row: attachment::Model| {
        json!([
            row.id,
            row.name,
            row.media,
            row.bytes,
            row.sha256,
            row.description,
            row.created_by,
            row.created_at,
        ])
    };
    Ok(rows.into_iter().map(fields).collect())
}
