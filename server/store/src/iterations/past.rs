//! In which iteration of a project a day lies, for what is told afterwards.

use domain::ids::{IterationId, ProjectId};
use domain::iterations::IterationRef;
use domain::time::{Date, Timestamp, day_in_france};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::error::Result;
use crate::tables::decode;
use crate::tables::iterations::iteration;

/// The iterations of a project with their days, the last first.
pub(crate) struct PastIterations(Vec<(IterationRef, Date, Date)>);

impl PastIterations {
    /// Reads them.
    pub(crate) async fn of(db: &impl ConnectionTrait, project: ProjectId) -> Result<Self> {
        let rows = iteration::Entity::find()
            .filter(iteration::Column::ProjectId.eq(project.0))
            .order_by_desc(iteration::Column::Number)
            .all(db)
            .await?;
        let mut past = Vec::with_capacity(rows.len());
        for row in rows {
            let planned: Date = decode("ends_on", &row.ends_on)?;
            let closed = row.closed_at.map(|at| day_in_france(Timestamp(at)));
            // One that was closed early ended then. Where it stands today says
            // nothing of the day of an entry: the same file gives the same whenever
            // it is imported.
            let end = closed.map_or(planned, |closed| planned.min(closed));
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

    /// The iteration in whose days a moment lies: the last where there are several.
    pub(crate) fn at(&self, at: Timestamp) -> Option<IterationRef> {
        let day = day_in_france(at);
        let ran = self
            .0
            .iter()
            .find(|(_, start, end)| (*start..=*end).contains(&day));
        ran.map(|(iteration, ..)| iteration.clone())
    }
}
