//! The rows behind a milestone: finding and writing them.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{MilestoneId, ProjectId, UserId};
use domain::milestones::{Milestone, MilestoneFacts};
use domain::policy::{Action, Actor};
use domain::problems::Problem;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use serde_json::Value;
use uuid::Uuid;

use crate::audit::Change;
use crate::database::Tx;
use crate::error::{Result, StoreError, invalid};
use crate::projects::{Member, members_of};
use crate::tables::milestones::{criterion, milestone, signature};

pub(super) fn one(read: Vec<Milestone>) -> Result<Milestone> {
    read.into_iter().next().ok_or(StoreError::NotFound)
}

pub(super) async fn milestone_row(
    db: &impl ConnectionTrait,
    id: MilestoneId,
) -> Result<Option<milestone::Model>> {
    Ok(milestone::Entity::find_by_id(id.0).one(db).await?)
}

pub(super) async fn criteria_of(
    db: &impl ConnectionTrait,
    id: MilestoneId,
) -> Result<Vec<criterion::Model>> {
    Ok(criterion::Entity::find()
        .filter(criterion::Column::MilestoneId.eq(id.0))
        .all(db)
        .await?)
}

pub(super) async fn signature_row(
    tx: &Tx,
    id: MilestoneId,
    person: UserId,
) -> Result<Option<signature::Model>> {
    Ok(signature::Entity::find_by_id((id.0, person.0))
        .one(&tx.db)
        .await?)
}

/// Whether somebody is on a project's team, with an account that is open.
pub(super) async fn on_team(tx: &Tx, project: ProjectId, person: UserId) -> Result<bool> {
    let team = members_of(&tx.db, project).await?;
    let is_there = |member: &Member| member.shown.person.id == person && member.shown.open;
    Ok(team.iter().any(is_there))
}

/// Refuses an owner who is not on the team, or has no account any more.
pub(crate) async fn owner_on_team(
    tx: &Tx,
    project: ProjectId,
    owner: Option<UserId>,
) -> Result<()> {
    match owner {
        Some(owner) if !on_team(tx, project, owner).await? => {
            Err(invalid("owner", Problem::NotOffered))
        }
        _ => Ok(()),
    }
}

/// Writes the criteria in their order; one that was there word for word keeps
/// its id and its mark.
pub(super) async fn put_criteria(
    tx: &Tx,
    id: MilestoneId,
    criteria: &[String],
    mut there: Vec<criterion::Model>,
) -> Result<()> {
    let rows = (0_i64..).zip(criteria).map(|(place, statement)| {
        let kept = there.iter().position(|row| row.statement == *statement);
        let kept = kept.map(|kept| there.swap_remove(kept));
        criterion::ActiveModel {
            id: Set(kept.as_ref().map_or_else(|| tx.new_id(), |row| row.id)),
            milestone_id: Set(id.0),
            place: Set(place),
            statement: Set(statement.clone()),
            checked_by: Set(kept.as_ref().and_then(|row| row.checked_by)),
            checked_at: Set(kept.and_then(|row| row.checked_at)),
        }
    });
    let rows: Vec<criterion::ActiveModel> = rows.collect();
    criterion::Entity::insert_many(rows)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}

pub(super) async fn touch(tx: &Tx, row: milestone::Model) -> Result<()> {
    let mut row = row.into_active_model();
    row.updated_at = Set(tx.now.0);
    row.update(&tx.db).await?;
    Ok(())
}

pub(super) async fn index(
    tx: &Tx,
    project: ProjectId,
    id: MilestoneId,
    facts: &MilestoneFacts,
) -> Result<()> {
    let thing = ThingRef::new(ThingKind::Milestone, id);
    let text = facts.criteria.join("\n");
    tx.index(thing, Some(project), &facts.title, &text).await
}

pub(super) async fn note(
    tx: &Tx,
    actor: &Actor,
    action: Action,
    id: MilestoneId,
    (before, after): (Value, Value),
) -> Result<()> {
    let thing = ThingRef::new(ThingKind::Milestone, id);
    let change = Change::of(thing, &before, &after)?;
    tx.audit(Some(actor.user), action.code(), change).await
}

pub(super) fn facts_into(
    mut row: milestone::ActiveModel,
    facts: &MilestoneFacts,
    tx: &Tx,
) -> milestone::ActiveModel {
    let target = facts.target.as_ref();
    row.title = Set(facts.title.clone());
    row.owner = Set(facts.owner.map(Uuid::from));
    row.target_label = Set(target.map(|target| target.label.clone()));
    row.target_aim = Set(target.map(|target| target.aim.to_string()));
    row.target_value = Set(target.map(|target| target.value.0));
    row.target_unit = Set(target.map(|target| target.unit.clone()));
    row.updated_at = Set(tx.now.0);
    row
}

/// Whether the measure that stands beside the target is of something else than
/// what is aimed at from now on.
pub(super) fn measures_another(row: &milestone::Model, facts: &MilestoneFacts) -> bool {
    let target = facts.target.as_ref();
    row.measure_value.is_some()
        && (row.target_label.as_deref() != target.map(|target| target.label.as_str())
            || row.target_unit.as_deref() != target.map(|target| target.unit.as_str()))
}

pub(super) fn forget_measure(row: &mut milestone::ActiveModel) {
    row.measure_value = Set(None);
    row.measure_n = Set(None);
    row.measure_low = Set(None);
    row.measure_high = Set(None);
    row.measured_by = Set(None);
    row.measured_at = Set(None);
}
