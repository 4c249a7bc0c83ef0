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
use uuid::Uuid;

use crate::conjectures::{Word, speaking};
use crate::error::Result;
use crate::tables::attachments::attachment;
use crate::tables::evidence::link;
use crate::tables::iterations::{change, element, iteration, map_link};

/// The forms of what is hashed, that of today first. The first form had no
/// evidence of the things of the map, the second not why the map was changed.
const FORMS: [u32; 3] = [3, 2, 1];

/// How a closed iteration was sealed, and whether the seal still holds.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    row: &iteration::Model,
) -> Result<Option<Seal>> {
    let (Some(at), Some(kept)) = (row.closed_at, &row.hash) else {
        return Ok(None);
    };
    let mut intact = false;
    for form in FORMS {
        intact = intact || *kept == hash_in(form, db, row).await?;
    }
    Ok(Some(Seal {
        at: Timestamp(at),
        hash: kept.clone(),
        intact,
    }))
}

/// SHA-256, in hexadecimal, over all that the iteration holds. Causes of its
/// changes, and evidence of the things of its map, that were linked after it was
/// closed are not part of it.
pub(super) async fn hash(db: &impl ConnectionTrait, row: &iteration::Model) -> Result<String> {
    hash_in(FORMS[0], db, row).await
}

async fn hash_in(form: u32, db: &impl ConnectionTrait, row: &iteration::Model) -> Result<String> {
    let mut held = vec![
        json!(form),
        iteration_fields(row),
        json!(elements(form, db, row).await?),
        json!(map_links(form, db, row).await?),
        json!(changes(db, row).await?),
        json!(files(db, row).await?),
    ];
    if form > 1 {
        held.push(json!(evidence(db, row).await?));
    }
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

/// The fields of a thing of the map, and why it was changed there.
fn thing(form: u32, mut fields: Vec<Value>, why: String) -> Value {
    if form > 2 {
        fields.push(json!(why));
    }
    json!(fields)
}

async fn elements(
    form: u32,
    db: &impl ConnectionTrait,
    row: &iteration::Model,
) -> Result<Vec<Value>> {
    let rows = element::Entity::find()
        .filter(element::Column::IterationId.eq(row.id))
        .order_by_asc(element::Column::Id)
        .all(db)
        .await?;
    let fields = |row: element::Model| {
        let fields = vec![
            json!(row.id),
            json!(row.origin_id),
            json!(row.place),
            json!(row.column_code),
            json!(row.kind),
            json!(row.text),
            json!(row.status),
            json!(row.reason),
            json!(row.version),
        ];
        thing(form, fields, row.why)
    };
    Ok(rows.into_iter().map(fields).collect())
}

async fn map_links(
    form: u32,
    db: &impl ConnectionTrait,
    row: &iteration::Model,
) -> Result<Vec<Value>> {
    let rows = map_link::Entity::find()
        .filter(map_link::Column::IterationId.eq(row.id))
        .order_by_asc(map_link::Column::Id)
        .all(db)
        .await?;
    let fields = |row: map_link::Model| {
        let fields = vec![
            json!(row.id),
            json!(row.origin_id),
            json!(row.place),
            json!(row.kind),
            json!(row.from_id),
            json!(row.to_id),
            json!(row.status),
            json!(row.reason),
            json!(row.version),
        ];
        thing(form, fields, row.why)
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

/// What speaks for or against each thing of the map: of entries that were merged the
/// one that stays, once.
async fn evidence(
    db: &impl ConnectionTrait,
    row: &iteration::Model,
) -> Result<Vec<(Uuid, Uuid, String, String)>> {
    let words = speaking(db, row).await?.into_iter();
    let mut rows: Vec<_> = words
        .map(|Word { link, by }| (link.to_id, by, link.from_kind, link.relation))
        .collect();
    rows.sort_unstable();
    rows.dedup();
    Ok(rows)
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
