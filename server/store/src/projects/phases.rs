//! Moving a project to another phase, and the dates of its phases: planning those
//! ahead, correcting those that have come.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::ProjectId;
use domain::notifications::NotificationKind;
use domain::phases::{PhaseDate, PhasesDraft, ProjectPhase, entered, frame_end};
use domain::policy::{Action, Actor};
use domain::problems::{Problem, Problems};
use domain::time::{Date, day_in_france};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use serde_json::{Value, json};

use super::fresh;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::Result;
use crate::notifications::News;
use crate::tables::projects::{phase_date, project};
use crate::tables::{decode, decode_optional};

impl Store {
    /// Moves a project to a phase from a day on. Going back is allowed: design
    /// is iterative.
    ///
    /// # Errors
    /// Refused by role; a day before a phase that came earlier, before the frame, or after
    /// both the frame and today, unless the phase is dated so already; the project was
    /// changed by somebody else since the version that the form was made of.
    pub async fn change_phase(
        &self,
        actor: &Actor,
        id: ProjectId,
        version: i64,
        phase: ProjectPhase,
        starts_on: Date,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let before = self
            .project_for(&tx.db, actor, id, Action::ChangePhase)
            .await?;
        // What comes after the frame stays possible, but no day that is still to come then.
        let min = before.facts.starts_on;
        let max = frame_end(min).max(day_in_france(tx.now));
        let kept = phases_of(&tx.db, id).await?;
        let mut dated = kept.iter().filter(|date| date.phase == phase);
        let stays = dated.any(|date| date.starts_on == starts_on);
        if !stays && !(min..=max).contains(&starts_on) {
            return Err(Problems::one("starts_on", Problem::DateOutOfRange { min, max }).into());
        }
        let dates = entered(&kept, before.phase, phase, starts_on)
            .map_err(|problem| Problems::one("starts_on", problem))?;
        let moved = before.phase != phase;
        if !moved && kept == dates {
            return Ok(());
        }
        fresh(before.version, version)?;
        project::ActiveModel {
            id: Set(id.0),
            phase: Set(phase.code().to_owned()),
            version: Set(version + 1),
            updated_at: Set(tx.now.0),
            ..Default::default()
        }
        .update(&tx.db)
        .await?;
        put_phases(&tx, id, &dates).await?;
        let (mut was, mut is) = (json!({ "dates": kept }), json!({ "dates": dates }));
        if moved {
            was["phase"] = json!(before.phase);
            is["phase"] = json!(phase);
            is["starts_on"] = json!(starts_on);
        }
        note(&tx, actor, id, (was, is)).await?;
        if moved {
            let kind = NotificationKind::Phase;
            let thing = ThingRef::new(ThingKind::Project, id);
            let news = News::of(kind, thing, Some(id), actor.user, phase.code());
            tx.tell_team(id, &news).await?;
        }
        tx.commit().await
    }

    /// Plans the phases ahead and corrects the dates of the others.
    ///
    /// # Errors
    /// Refused by role; a date is not in order; the project was changed by somebody
    /// else since the version that the form was made of.
    pub async fn plan_phases(
        &self,
        actor: &Actor,
        id: ProjectId,
        version: i64,
        draft: &PhasesDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let before = self
            .project_for(&tx.db, actor, id, Action::ChangePhase)
            .await?;
        let kept = phases_of(&tx.db, id).await?;
        let dates = draft.check(before.phase, before.facts.starts_on, &kept)?;
        fresh(before.version, version)?;
        project::ActiveModel {
            id: Set(id.0),
            version: Set(version + 1),
            updated_at: Set(tx.now.0),
            ..Default::default()
        }
        .update(&tx.db)
        .await?;
        put_phases(&tx, id, &dates).await?;
        let (was, is) = (json!({ "dates": kept }), json!({ "dates": dates }));
        note(&tx, actor, id, (was, is)).await?;
        tx.commit().await
    }
}

/// The dates of a project's phases, in the order of the phases.
pub(super) async fn phases_of(db: &impl ConnectionTrait, id: ProjectId) -> Result<Vec<PhaseDate>> {
    let rows = phase_date::Entity::find()
        .filter(phase_date::Column::ProjectId.eq(id.0))
        .all(db)
        .await?;
    let rows = rows.into_iter().map(read_phase);
    let mut dates = rows.collect::<Result<Vec<_>>>()?;
    dates.sort_by_key(|date| date.phase);
    Ok(dates)
}

pub(crate) fn read_phase(row: phase_date::Model) -> Result<PhaseDate> {
    Ok(PhaseDate {
        phase: decode("phase", &row.phase)?,
        starts_on: decode("starts_on", &row.starts_on)?,
        ends_on: decode_optional("ends_on", row.ends_on)?,
    })
}

/// Puts these dates in the place of those that were kept.
pub(super) async fn put_phases(tx: &Tx, id: ProjectId, dates: &[PhaseDate]) -> Result<()> {
    phase_date::Entity::delete_many()
        .filter(phase_date::Column::ProjectId.eq(id.0))
        .exec(&tx.db)
        .await?;
    let rows = dates.iter().map(|date| phase_date::ActiveModel {
        project_id: Set(id.0),
        phase: Set(date.phase.code().to_owned()),
        starts_on: Set(date.starts_on.to_string()),
        ends_on: Set(date.ends_on.map(|day| day.to_string())),
    });
    phase_date::Entity::insert_many(rows)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}

/// Writes into the log what became of the phases of a project.
pub(super) async fn note(
    tx: &Tx,
    actor: &Actor,
    id: ProjectId,
    (was, is): (Value, Value),
) -> Result<()> {
    let change = Change::of(ThingRef::new(ThingKind::Project, id), &was, &is)?;
    let action = Action::ChangePhase.code();
    tx.audit(Some(actor.user), action, change).await
}
