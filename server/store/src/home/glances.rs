//! Where projects are and what comes next in them, each at a glance.

use std::collections::BTreeMap;

use domain::home::{Glance, NextIteration, NextMilestone, NextPhase};
use domain::ids::{IterationId, MilestoneId, ProjectId};
use domain::iterations::{IterationRef, IterationState};
use domain::phases::ProjectPhase;
use domain::time::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::AHEAD;
use crate::database::Store;
use crate::error::Result;
use crate::projects::read_phase;
use crate::tables::decode;
use crate::tables::iterations::iteration;
use crate::tables::milestones::milestone;
use crate::tables::projects::{phase_date, project};

/// An iteration that is planned, as of a day.
fn planned(row: &iteration::Model, today: Date) -> Result<NextIteration> {
    let starts_on = decode("starts_on", &row.starts_on)?;
    Ok(NextIteration {
        id: IterationId(row.id),
        number: row.number,
        starts_on,
        ends_on: decode("ends_on", &row.ends_on)?,
        overdue: starts_on < today,
    })
}

impl Store {
    /// Where each of these projects is and what comes next. The caller has
    /// decided that the actor may see them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn glances(
        &self,
        projects: &[ProjectId],
        today: Date,
    ) -> Result<BTreeMap<ProjectId, Glance>> {
        let mut glances: BTreeMap<ProjectId, Glance> = BTreeMap::new();
        for (project, phase) in self.next_phases(projects, today).await? {
            glances.entry(project).or_default().phase = Some(phase);
        }
        let ids: Vec<Uuid> = projects.iter().map(|project| project.0).collect();
        let current = [
            IterationState::InReview,
            IterationState::Running,
            IterationState::Planned,
        ];
        let current = current.map(IterationState::code);
        let iterations = iteration::Entity::find()
            .filter(iteration::Column::ProjectId.is_in(ids.iter().copied()))
            .filter(iteration::Column::State.is_in(current))
            .order_by_asc(iteration::Column::Number)
            .all(&self.db)
            .await?;
        let milestones = milestone::Entity::find()
            .filter(milestone::Column::ProjectId.is_in(ids))
            .filter(milestone::Column::State.is_in(AHEAD))
            .order_by_desc(milestone::Column::DueOn)
            .order_by_desc(milestone::Column::Id)
            .all(&self.db)
            .await?;
        for row in iterations {
            let state: IterationState = decode("state", &row.state)?;
            let glance = glances.entry(ProjectId(row.project_id)).or_default();
            if state == IterationState::Planned {
                // They come in the order of their numbers.
                if glance.planned.is_none() {
                    glance.planned = Some(planned(&row, today)?);
                }
                continue;
            }
            let running = matches!(glance.iteration, Some((_, IterationState::Running)));
            if !running {
                let iteration = IterationRef {
                    id: IterationId(row.id),
                    number: row.number,
                    tool_version: row.tool_version,
                };
                glance.iteration = Some((iteration, state));
            }
        }
        for row in milestones {
            let due_on = decode("due_on", &row.due_on)?;
            let next = NextMilestone {
                id: MilestoneId(row.id),
                due_on,
                overdue: due_on < today,
                title: row.title,
            };
            let glance = glances.entry(ProjectId(row.project_id)).or_default();
            glance.milestone = Some(next);
        }
        Ok(glances)
    }

    /// The first phase ahead of each project that has a date.
    async fn next_phases(
        &self,
        projects: &[ProjectId],
        today: Date,
    ) -> Result<BTreeMap<ProjectId, NextPhase>> {
        let ids = || projects.iter().map(|project| project.0);
        let present: BTreeMap<Uuid, String> = project::Entity::find()
            .select_only()
            .column(project::Column::Id)
            .column(project::Column::Phase)
            .filter(project::Column::Id.is_in(ids()))
            .into_tuple::<(Uuid, String)>()
            .all(&self.db)
            .await?
            .into_iter()
            .collect();
        let rows = phase_date::Entity::find()
            .filter(phase_date::Column::ProjectId.is_in(ids()))
            .all(&self.db)
            .await?;
        let mut next: BTreeMap<ProjectId, NextPhase> = BTreeMap::new();
        for row in rows {
            let project = row.project_id;
            let Some(present) = present.get(&project) else {
                continue;
            };
            let present: ProjectPhase = decode("phase", present)?;
            let planned = read_phase(row)?;
            let project = ProjectId(project);
            let nearer = next
                .get(&project)
                .is_none_or(|there| planned.phase < there.phase);
            if planned.phase > present && nearer {
                let phase = NextPhase {
                    phase: planned.phase,
                    starts_on: planned.starts_on,
                    overdue: planned.starts_on < today,
                };
                next.insert(project, phase);
            }
        }
        Ok(next)
    }
}
