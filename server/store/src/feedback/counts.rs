//! How many entries there are of each shape, in all and in each period, kept with
//! every write.

use std::collections::BTreeMap;

use domain::feedback::{Facet, Facets, FeedbackFilter, FeedbackKind, FeedbackState, Severity};
use domain::ids::{IterationId, ProjectId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set, sea_query};
use uuid::Uuid;

use super::periods::period_of;
use crate::database::Tx;
use crate::error::Result;
use crate::tables::decode;
use crate::tables::feedback::{count, entry, period};

/// What entries are counted by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    project: Uuid,
    state: String,
    kind: String,
    severity: String,
    iteration: Uuid,
    iteration_number: i64,
}

impl From<&entry::Model> for Shape {
    fn from(row: &entry::Model) -> Self {
        Self {
            project: row.project_id,
            state: row.state.clone(),
            kind: row.kind.clone(),
            severity: row.severity.clone(),
            iteration: row.iteration_id.unwrap_or_default(),
            iteration_number: row.iteration_number.unwrap_or_default(),
        }
    }
}

/// Entries of one shape are counted by when they were given, too.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Dated {
    shape: Shape,
    weight: i64,
    period: i64,
}

impl From<&entry::Model> for Dated {
    fn from(row: &entry::Model) -> Self {
        Self {
            shape: row.into(),
            weight: row.weight,
            period: period_of(row.created_at),
        }
    }
}

/// What one transaction changes in the counts, written once at its end.
#[derive(Default)]
pub(super) struct Recount(BTreeMap<Dated, i64>);

impl Recount {
    /// An entry that was not there before.
    pub(super) fn added(&mut self, row: &entry::Model) {
        *self.0.entry(row.into()).or_default() += 1;
    }

    /// An entry that is taken away.
    pub(super) fn removed(&mut self, row: &entry::Model) {
        *self.0.entry(row.into()).or_default() -= 1;
    }

    /// An entry that may have another shape now.
    pub(super) fn changed(&mut self, before: &entry::Model, after: &entry::Model) {
        *self.0.entry(before.into()).or_default() -= 1;
        *self.0.entry(after.into()).or_default() += 1;
    }

    pub(super) async fn write(self, tx: &Tx) -> Result<()> {
        let mut shapes: BTreeMap<Shape, i64> = BTreeMap::new();
        for (dated, more) in self.0 {
            *shapes.entry(dated.shape.clone()).or_default() += more;
            if more != 0 {
                add_to_period(tx, dated, more).await?;
            }
        }
        for (shape, more) in shapes {
            if more != 0 {
                add_to_shape(tx, shape, more).await?;
            }
        }
        Ok(())
    }
}

async fn add_to_shape(tx: &Tx, shape: Shape, more: i64) -> Result<()> {
    let row = count::ActiveModel {
        project_id: Set(shape.project),
        state: Set(shape.state),
        kind: Set(shape.kind),
        severity: Set(shape.severity),
        iteration_id: Set(shape.iteration),
        iteration_number: Set(shape.iteration_number),
        entries: Set(more),
    };
    let sum = sea_query::Expr::cust("feedback_counts.entries + excluded.entries");
    let again = sea_query::OnConflict::columns([
        count::Column::ProjectId,
        count::Column::State,
        count::Column::Kind,
        count::Column::Severity,
        count::Column::IterationId,
    ])
    .value(count::Column::Entries, sum)
    .to_owned();
    count::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}

async fn add_to_period(tx: &Tx, dated: Dated, more: i64) -> Result<()> {
    let row = period::ActiveModel {
        project_id: Set(dated.shape.project),
        weight: Set(dated.weight),
        period: Set(dated.period),
        state: Set(dated.shape.state),
        kind: Set(dated.shape.kind),
        severity: Set(dated.shape.severity),
        iteration_id: Set(dated.shape.iteration),
        entries: Set(more),
    };
    let sum = sea_query::Expr::cust("feedback_periods.entries + excluded.entries");
    let again = sea_query::OnConflict::columns([
        period::Column::ProjectId,
        period::Column::Weight,
        period::Column::Period,
        period::Column::State,
        period::Column::Kind,
        period::Column::Severity,
        period::Column::IterationId,
    ])
    .value(period::Column::Entries, sum)
    .to_owned();
    period::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}

/// A number of entries of one shape.
pub(super) struct Tally {
    pub state: FeedbackState,
    pub kind: FeedbackKind,
    pub severity: Severity,
    pub iteration: Option<(IterationId, i64)>,
    pub entries: u64,
}

/// All entries of a project, by shape.
pub(super) async fn tallies(db: &impl ConnectionTrait, project: ProjectId) -> Result<Vec<Tally>> {
    count::Entity::find()
        .filter(count::Column::ProjectId.eq(project.0))
        .filter(count::Column::Entries.gt(0))
        .all(db)
        .await?
        .into_iter()
        .map(|row| {
            let iteration = (!row.iteration_id.is_nil())
                .then_some((IterationId(row.iteration_id), row.iteration_number));
            Ok(Tally {
                state: decode("state", &row.state)?,
                kind: decode("kind", &row.kind)?,
                severity: decode("severity", &row.severity)?,
                iteration,
                entries: u64::try_from(row.entries).unwrap_or_default(),
            })
        })
        .collect()
}

/// Which fields of a filter an entry fits.
struct Fit {
    state: bool,
    kind: bool,
    severity: bool,
    iteration: bool,
}

impl Tally {
    fn fit(&self, filter: &FeedbackFilter) -> Fit {
        Fit {
            state: filter.states.is_empty() || filter.states.contains(&self.state),
            kind: filter.kinds.is_empty() || filter.kinds.contains(&self.kind),
            severity: filter.severities.is_empty() || filter.severities.contains(&self.severity),
            iteration: filter.iteration.is_none()
                || filter.iteration == self.iteration.map(|(id, _)| id),
        }
    }

    /// Whether it fits the whole filter.
    pub(super) fn fits(&self, filter: &FeedbackFilter) -> bool {
        let fit = self.fit(filter);
        fit.state && fit.kind && fit.severity && fit.iteration
    }
}

/// The counts of every facet, and of the list itself. Each facet counts what
/// fits all the others.
pub(super) fn facets(tallies: &[Tally], filter: &FeedbackFilter) -> (Facets, u64) {
    let mut states = BTreeMap::new();
    let mut kinds = BTreeMap::new();
    let mut severities = BTreeMap::new();
    let mut iterations = BTreeMap::new();
    let mut total = 0;
    for tally in tallies {
        let fit = tally.fit(filter);
        let entries = tally.entries;
        if fit.kind && fit.severity && fit.iteration {
            *states.entry(tally.state).or_default() += entries;
        }
        if fit.state && fit.severity && fit.iteration {
            *kinds.entry(tally.kind).or_default() += entries;
        }
        if fit.state && fit.kind && fit.iteration {
            *severities.entry(tally.severity).or_default() += entries;
        }
        if let (true, Some(iteration)) = (fit.state && fit.kind && fit.severity, tally.iteration) {
            *iterations.entry(iteration).or_default() += entries;
        }
        if tally.fits(filter) {
            total += entries;
        }
    }
    let mut iterations: Vec<Facet<(IterationId, i64)>> = iterations
        .into_iter()
        .map(|(value, count)| Facet { value, count })
        .collect();
    iterations.sort_by_key(|facet| std::cmp::Reverse(facet.value.1));
    let facets = Facets {
        kinds: every(FeedbackKind::ALL, &kinds),
        severities: every(Severity::ALL, &severities),
        states: every(FeedbackState::ALL, &states),
        iterations,
    };
    (facets, total)
}

/// A count for every value, those without entries too.
fn every<T: Copy + Ord>(values: &[T], counts: &BTreeMap<T, u64>) -> Vec<Facet<T>> {
    values
        .iter()
        .map(|&value| Facet {
            value,
            count: counts.get(&value).copied().unwrap_or_default(),
        })
        .collect()
}
