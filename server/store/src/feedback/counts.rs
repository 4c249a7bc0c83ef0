//! How many entries there are of each shape, in all and in each period, and how many of
//! them each person looks after, and nobody: kept with every write.

use std::collections::BTreeMap;

use domain::feedback::{Facet, Facets, FeedbackFilter, FeedbackKind, FeedbackState, Severity};
use domain::ids::{IterationId, ProjectId};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityName, EntityTrait, FromQueryResult,
    Iterable, QueryFilter, QueryResult, QuerySelect, Set,
};
use uuid::Uuid;

use super::periods::period_of;
use super::query::narrowed;
use crate::database::Tx;
use crate::error::Result;
use crate::tables::decode;
use crate::tables::feedback::{assigned, assigned_period, count, entry, period};

/// How many counts one statement writes at most.
const ROWS: usize = 1_000;

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

impl Shape {
    fn in_all(self, entries: i64) -> count::ActiveModel {
        count::ActiveModel {
            project_id: Set(self.project),
            state: Set(self.state),
            kind: Set(self.kind),
            severity: Set(self.severity),
            iteration_id: Set(self.iteration),
            iteration_number: Set(self.iteration_number),
            entries: Set(entries),
        }
    }

    fn in_period(self, weight: i64, period: i64, entries: i64) -> period::ActiveModel {
        period::ActiveModel {
            project_id: Set(self.project),
            weight: Set(weight),
            period: Set(period),
            state: Set(self.state),
            kind: Set(self.kind),
            severity: Set(self.severity),
            iteration_id: Set(self.iteration),
            entries: Set(entries),
        }
    }

    fn assigned(self, assignee: Uuid, entries: i64) -> assigned::ActiveModel {
        assigned::ActiveModel {
            project_id: Set(self.project),
            assignee: Set(assignee),
            state: Set(self.state),
            kind: Set(self.kind),
            severity: Set(self.severity),
            iteration_id: Set(self.iteration),
            iteration_number: Set(self.iteration_number),
            entries: Set(entries),
        }
    }

    fn assigned_in_period(
        self,
        assignee: Uuid,
        period: i64,
        entries: i64,
    ) -> assigned_period::ActiveModel {
        assigned_period::ActiveModel {
            project_id: Set(self.project),
            assignee: Set(assignee),
            period: Set(period),
            state: Set(self.state),
            kind: Set(self.kind),
            severity: Set(self.severity),
            iteration_id: Set(self.iteration),
            entries: Set(entries),
        }
    }
}

/// Entries of one shape are counted by when they were given and by who looks after
/// them, too.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Counted {
    shape: Shape,
    weight: i64,
    period: i64,
    /// Nil for nobody.
    assignee: Uuid,
}

impl From<&entry::Model> for Counted {
    fn from(row: &entry::Model) -> Self {
        Self {
            shape: row.into(),
            weight: row.weight,
            period: period_of(row.created_at),
            assignee: row.assignee.unwrap_or_default(),
        }
    }
}

/// What one transaction changes in the counts, written once at its end.
#[derive(Default)]
pub(super) struct Recount(BTreeMap<Counted, i64>);

impl Recount {
    /// An entry that was not there before.
    pub(super) fn added(&mut self, row: &entry::Model) {
        *self.0.entry(row.into()).or_default() += 1;
    }

    /// An entry that is taken away.
    pub(super) fn removed(&mut self, row: &entry::Model) {
        *self.0.entry(row.into()).or_default() -= 1;
    }

    /// An entry that may have another shape now, or somebody else who looks after it.
    pub(super) fn changed(&mut self, before: &entry::Model, after: &entry::Model) {
        self.removed(before);
        self.added(after);
    }

    pub(super) async fn write(self, tx: &Tx) -> Result<()> {
        let (mut shapes, mut periods) = (BTreeMap::new(), BTreeMap::new());
        let (mut assigned, mut assigned_periods) = (BTreeMap::new(), BTreeMap::new());
        for (counted, more) in self.0 {
            let Counted {
                shape,
                weight,
                period,
                assignee,
            } = counted;
            *shapes.entry(shape.clone()).or_default() += more;
            *assigned.entry((shape.clone(), assignee)).or_default() += more;
            let key = (shape.clone(), assignee, period);
            *assigned_periods.entry(key).or_default() += more;
            *periods.entry((shape, weight, period)).or_default() += more;
        }
        let rows = changes(shapes, |shape, more| shape.in_all(more));
        add(tx, rows).await?;
        let rows = changes(periods, |(shape, weight, period), more| {
            shape.in_period(weight, period, more)
        });
        add(tx, rows).await?;
        let rows = changes(assigned, |(shape, assignee), more| {
            shape.assigned(assignee, more)
        });
        add(tx, rows).await?;
        let rows = changes(assigned_periods, |(shape, assignee, period), more| {
            shape.assigned_in_period(assignee, period, more)
        });
        add(tx, rows).await
    }
}

/// The rows to be written of what has changed.
fn changes<K, A>(counts: BTreeMap<K, i64>, row: impl Fn(K, i64) -> A) -> Vec<A> {
    let changed = counts.into_iter().filter(|(_, more)| *more != 0);
    changed.map(|(key, more)| row(key, more)).collect()
}

/// Adds to the counts of rows; those that are not there are made.
async fn add<A: ActiveModelTrait>(tx: &Tx, rows: Vec<A>) -> Result<()> {
    let table = A::Entity::default().table_name();
    let sum = Expr::cust(format!("{table}.entries + excluded.entries"));
    let again = OnConflict::columns(<A::Entity as EntityTrait>::PrimaryKey::iter())
        .value("entries", sum)
        .to_owned();
    for rows in rows.chunks(ROWS) {
        A::Entity::insert_many(rows.to_vec())
            .on_conflict(again.clone())
            .exec_without_returning(&tx.db)
            .await?;
    }
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

/// All entries of a project, or those of one person or of nobody, by shape.
pub(super) async fn tallies(
    db: &impl ConnectionTrait,
    project: ProjectId,
    whose: Option<Uuid>,
) -> Result<Vec<Tally>> {
    let mut counts = Query::select();
    counts
        .columns(count::Column::iter())
        .and_where(Expr::col(count::Column::ProjectId).eq(project.0))
        .and_where(Expr::col(count::Column::Entries).gt(0));
    match whose {
        None => counts.from(count::Entity),
        Some(whose) => counts
            .from(assigned::Entity)
            .and_where(Expr::col(assigned::Column::Assignee).eq(whose)),
    };
    let tally = |row: &QueryResult| {
        let row = count::Model::from_query_result(row, "")?;
        let iteration = (!row.iteration_id.is_nil())
            .then_some((IterationId(row.iteration_id), row.iteration_number));
        Ok(Tally {
            state: decode("state", &row.state)?,
            kind: decode("kind", &row.kind)?,
            severity: decode("severity", &row.severity)?,
            iteration,
            entries: u64::try_from(row.entries).unwrap_or_default(),
        })
    };
    db.query_all(&counts).await?.iter().map(tally).collect()
}

/// Who looks after entries of a project that fit what is counted by, and how many each.
pub(super) async fn assigned(
    db: &impl ConnectionTrait,
    project: ProjectId,
    filter: &FeedbackFilter,
) -> Result<BTreeMap<Uuid, u64>> {
    let rows: Vec<(Uuid, i64)> = assigned::Entity::find()
        .select_only()
        .column(assigned::Column::Assignee)
        .expr(Expr::cust("CAST(SUM(entries) AS bigint)"))
        .filter(assigned::Column::ProjectId.eq(project.0))
        .filter(assigned::Column::Assignee.ne(Uuid::nil()))
        .filter(assigned::Column::Entries.gt(0))
        .filter(narrowed(filter))
        .group_by(assigned::Column::Assignee)
        .into_tuple()
        .all(db)
        .await?;
    let count = |(person, entries)| (person, u64::try_from(entries).unwrap_or_default());
    Ok(rows.into_iter().map(count).collect())
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

/// Takes in counts of entries that are looked through as well, among which others stand: a
/// value has as many as there are in either.
pub(super) fn widen<T: PartialEq>(counted: &mut Vec<Facet<T>>, others: Vec<Facet<T>>) {
    for other in others {
        match counted.iter_mut().find(|facet| facet.value == other.value) {
            Some(facet) => facet.count = Ord::max(facet.count, other.count),
            None => counted.push(other),
        }
    }
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
