//! Milestones as they are read: rows, and all that belongs to them.

use std::collections::BTreeMap;

use domain::accounts::Person;
use domain::ids::{CriterionId, MilestoneId, ProjectId};
use domain::milestones::{Criterion, Deed, Figure, Measure, Milestone, Move, Signature, Target};
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::accounts::people_by_id;
use crate::error::Result;
use crate::tables::milestones::{criterion, milestone, moved, signature};
use crate::tables::{decode, decode_optional};

type People = BTreeMap<Uuid, Person>;

/// Reads milestones with their criteria, moves and signatures, in the order of
/// the rows: one query for each table, however many milestones there are.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    rows: Vec<milestone::Model>,
) -> Result<Vec<Milestone>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let criteria = criterion::Entity::find()
        .filter(criterion::Column::MilestoneId.is_in(ids.clone()))
        .order_by_asc(criterion::Column::Place)
        .all(db)
        .await?;
    let moves = moved::Entity::find()
        .filter(moved::Column::MilestoneId.is_in(ids.clone()))
        .order_by_asc(moved::Column::MovedAt)
        .order_by_asc(moved::Column::Id)
        .all(db)
        .await?;
    let signatures = signature::Entity::find()
        .filter(signature::Column::MilestoneId.is_in(ids))
        .order_by_asc(signature::Column::AskedAt)
        .all(db)
        .await?;
    let mut named: Vec<Uuid> = Vec::new();
    for row in &rows {
        named.extend(
            [row.owner, row.measured_by, row.settled_by]
                .iter()
                .flatten(),
        );
    }
    named.extend(criteria.iter().filter_map(|row| row.checked_by));
    named.extend(moves.iter().map(|row| row.moved_by));
    named.extend(signatures.iter().map(|row| row.user_id));
    let people = people_by_id(db, named).await?;
    rows.into_iter()
        .map(|row| {
            let own = criteria.iter().filter(|one| one.milestone_id == row.id);
            let criteria = own.map(|one| read_criterion(one, &people)).collect();
            let own = moves.iter().filter(|one| one.milestone_id == row.id);
            let moves = own
                .map(|one| read_move(one, &people))
                .collect::<Result<_>>()?;
            let own = signatures.iter().filter(|one| one.milestone_id == row.id);
            let signatures = own.filter_map(|one| read_signature(one, &people)).collect();
            Ok(Milestone {
                id: MilestoneId(row.id),
                project: ProjectId(row.project_id),
                due_on: decode("due_on", &row.due_on)?,
                criteria,
                target: read_target(&row)?,
                measure: read_measure(&row, &people),
                owner: row.owner.and_then(|id| people.get(&id).cloned()),
                state: decode("state", &row.state)?,
                settled: deed(row.settled_by, row.settled_at, &people),
                moves,
                signatures,
                version: row.version,
                created_at: Timestamp(row.created_at),
                updated_at: Timestamp(row.updated_at),
                title: row.title,
                state_reason: row.state_reason,
            })
        })
        .collect()
}

/// Who did something and when, if it was done.
fn deed(by: Option<Uuid>, at: Option<i64>, people: &People) -> Option<Deed> {
    Some(Deed {
        by: by.and_then(|id| people.get(&id).cloned()),
        at: Timestamp(at?),
    })
}

fn read_criterion(row: &criterion::Model, people: &People) -> Criterion {
    Criterion {
        id: CriterionId(row.id),
        text: row.statement.clone(),
        checked: deed(row.checked_by, row.checked_at, people),
    }
}

fn read_move(row: &moved::Model, people: &People) -> Result<Move> {
    Ok(Move {
        from: decode("old_due_on", &row.old_due_on)?,
        to: decode("new_due_on", &row.new_due_on)?,
        reason: row.reason.clone(),
        deed: Deed {
            by: people.get(&row.moved_by).cloned(),
            at: Timestamp(row.moved_at),
        },
    })
}

fn read_signature(row: &signature::Model, people: &People) -> Option<Signature> {
    Some(Signature {
        person: people.get(&row.user_id)?.clone(),
        signed_at: row.signed_at.map(Timestamp),
    })
}

fn read_target(row: &milestone::Model) -> Result<Option<Target>> {
    let aim = decode_optional("target_aim", row.target_aim.clone())?;
    Ok(aim.zip(row.target_value).map(|(aim, value)| Target {
        label: row.target_label.clone().unwrap_or_default(),
        aim,
        value: Figure(value),
        unit: row.target_unit.clone().unwrap_or_default(),
    }))
}

/// What was measured, if anything.
pub(super) fn measure(row: &milestone::Model) -> Option<Measure> {
    let interval = row.measure_low.zip(row.measure_high);
    Some(Measure {
        value: Figure(row.measure_value?),
        n: row.measure_n?,
        interval: interval.map(|(low, high)| (Figure(low), Figure(high))),
    })
}

fn read_measure(row: &milestone::Model, people: &People) -> Option<(Measure, Deed)> {
    let deed = deed(row.measured_by, row.measured_at, people)?;
    Some((measure(row)?, deed))
}
