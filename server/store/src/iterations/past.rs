//! Which iteration of a project ran on a day, for what is told afterwards.

use domain::ids::{IterationId, ProjectId};
use domain::imports::day_in_france;
use domain::iterations::{IterationRef, IterationState};
use domain::time::{Date, Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::error::Result;
use crate::tables::decode;
use crate::tables::iterations::iteration;

/// The iterations of a project that were begun, the last first.
pub(crate) struct PastIterations(Vec<(IterationRef, Date, Option<Date>)>);

impl PastIterations {
    /// Reads them.
    pub(crate) async fn of(db: &impl ConnectionTrait, project: ProjectId) -> Result<Self> {
        let rows = iteration::Entity::find()
            .filter(iteration::Column::ProjectId.eq(project.0))
            .filter(iteration::Column::State.ne(IterationState::Planned.code()))
            .order_by_desc(iteration::Column::Number)
            .all(db)
            .await?;
        let mut past = Vec::with_capacity(rows.len());
        for row in rows {
            let planned: Date = decode("ends_on", &row.ends_on)?;
            let closed = row.closed_at.map(|at| day_in_france(Timestamp(at)));
            // One that runs goes on, whatever was planned; one that was closed
            // early ended then.
            let end = match decode("state", &row.state)? {
                IterationState::Running => None,
                _ => Some(closed.map_or(planned, |closed| planned.min(closed))),
            };
            let start = decode("starts_on", &row.starts_on)?;
            let pinned = IterationRef {
                id: IterationId(row.id),
                number: row.number,
                tool_version: row.tool_version,
            };
            past.push((pinned, start, end));
        }
        Ok(Self(past))
    }

    /// The iteration that ran at a moment: the last where several did.
    pub(crate) fn at(&self, at: Timestamp) -> Option<IterationRef> {
        let day = day_in_france(at);
        let ran = self
            .0
            .iter()
            .find(|(_, start, end)| *start <= day && end.is_none_or(|end| day <= end));
        ran.map(|(iteration, ..)| iteration.clone())
    }
}
