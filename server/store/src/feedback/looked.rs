//! Looking through a log entry by entry, [`LOOKED_THROUGH`] at a time: where words, the
//! class, the device, the network, a place in the tool or a version of it, days, the
//! reader's own or a partner's view narrow it, nothing is counted in advance.
//!
//! One statement finds the entries, counts them by shape and picks the page, so
//! that a few dozen rows leave the database and not every entry found. Where there are more
//! than are looked through, what else is chosen (state, kind, severity, iteration) narrows
//! what is found, not what is left of it; and the list goes on behind its last entry.

mod behind;
mod fts5;
mod narrowing;

use domain::feedback::{Facets, FeedbackFilter, FeedbackOrder, LOOKED_THROUGH};
use domain::ids::{FeedbackId, IterationId, ProjectId};
use domain::paging::{PER_PAGE, offset};
use sea_orm::sea_query::{
    CommonTableExpression, Expr, Query, SelectStatement, UnionType, WithClause,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Order};
use uuid::Uuid;

use self::behind::{Along, Behind};
use self::narrowing::Found;
pub(super) use self::narrowing::Narrowing;
use super::counts::{Tally, facets, widen};
use super::query::{Sorting, narrowed};
use crate::error::Result;
use crate::tables::decode;
use crate::tables::feedback::entry;

/// What an entry is counted by.
const SHAPE: [entry::Column; 5] = [
    entry::Column::State,
    entry::Column::Kind,
    entry::Column::Severity,
    entry::Column::IterationId,
    entry::Column::IterationNumber,
];

/// What an entry is put in order by.
const PLACE: [entry::Column; 5] = [
    entry::Column::Id,
    entry::Column::Number,
    entry::Column::Weight,
    entry::Column::CreatedAt,
    entry::Column::Assignee,
];

/// In which direction of time a log is looked through.
pub(super) fn by_time(order: FeedbackOrder) -> Order {
    match order {
        FeedbackOrder::Oldest => Order::Asc,
        FeedbackOrder::Newest
        | FeedbackOrder::Severity
        | FeedbackOrder::State
        | FeedbackOrder::Assignee => Order::Desc,
    }
}

/// The other direction.
fn backwards(direction: &Order) -> Order {
    match direction {
        Order::Asc => Order::Desc,
        _ => Order::Asc,
    }
}

/// What looking through a log has found.
pub(super) struct Looked {
    /// What the page shows of the log: as the filter, unless its part of the list is gone.
    pub filter: FeedbackFilter,
    /// How many entries of what else could be chosen there are.
    pub facets: Facets,
    /// How many entries the list has up to the end of this part.
    pub total: u64,
    /// The numbers of the entries on the page.
    pub numbers: Vec<i64>,
    /// Whether there are more entries, whatever else is chosen, than were looked through.
    pub partial: bool,
    /// The last entry that was looked through, where there are more that fit.
    pub more: Option<FeedbackId>,
    /// The entry behind which the part before begins, where a part begins with the page.
    pub part_before: Option<FeedbackId>,
}

/// One part of a list.
struct Part {
    tallies: Vec<Tally>,
    numbers: Vec<i64>,
    /// Its last entry, where there are more.
    last: Option<FeedbackId>,
}

/// Either a number of entries of one shape, or one entry of the page; the other
/// field is zero.
#[derive(FromQueryResult)]
struct Row {
    state: String,
    kind: String,
    severity: String,
    iteration_id: Option<Uuid>,
    iteration_number: Option<i64>,
    entries: i64,
    number: i64,
    found: i64,
    last: Option<Uuid>,
}

impl Row {
    fn tally(&self) -> Result<Tally> {
        let number = self.iteration_number.unwrap_or_default();
        Ok(Tally {
            state: decode("state", &self.state)?,
            kind: decode("kind", &self.kind)?,
            severity: decode("severity", &self.severity)?,
            iteration: self.iteration_id.map(|id| (IterationId(id), number)),
            entries: u64::try_from(self.entries).unwrap_or_default(),
        })
    }
}

/// Looks through a project's log and picks the page that the filter asks for.
///
/// Where there are more entries than are looked through, each facet counts among the first
/// that fit all the others: what is chosen is found among all.
pub(super) async fn look_through(
    db: &impl ConnectionTrait,
    project: ProjectId,
    narrowing: Narrowing,
    filter: &FeedbackFilter,
    sorting: &Sorting,
) -> Result<Looked> {
    let (filter, behind) = begin(db, project, filter).await?;
    let all = narrowing.starting(behind);
    let whatever = look(db, project, &all, &filter, sorting).await?;
    let partial = whatever.last.is_some();
    let (part, counted, total) = if partial && !narrowed(&filter).is_empty() {
        let chosen = look(db, project, &all.fitting(&filter), &filter, sorting).await?;
        let (mut counted, total) = facets(&chosen.tallies, &filter);
        widen(&mut counted, facets(&whatever.tallies, &filter).0);
        for rest in wider(&filter) {
            let others = look(db, project, &all.fitting(&rest), &filter, sorting).await?;
            widen(&mut counted, facets(&others.tallies, &filter).0);
        }
        (chosen, counted, total)
    } else {
        let (counted, total) = facets(&whatever.tallies, &filter);
        (whatever, counted, total)
    };
    let part_before = match filter.begins_part() {
        true => {
            let list = all.fitting(&filter);
            list.part_before(db, project, filter.order).await?
        }
        false => None,
    };
    Ok(Looked {
        facets: counted,
        total: filter.parts_before().saturating_add(total),
        numbers: part.numbers,
        partial,
        more: part.last,
        part_before,
        filter,
    })
}

/// Where looking through begins. Where the entry is gone behind which the filter's page
/// stood, the list begins again.
async fn begin(
    db: &impl ConnectionTrait,
    project: ProjectId,
    filter: &FeedbackFilter,
) -> Result<(FeedbackFilter, Option<Behind>)> {
    let Some(entry) = filter.part() else {
        return Ok((filter.clone(), None));
    };
    let behind = Behind::of(db, project, entry).await?;
    let filter = match behind {
        Some(_) => filter.clone(),
        None => filter.at_first_page(),
    };
    Ok((filter, behind))
}

/// What a filter of several fields leaves if one of them narrowed nothing.
fn wider(filter: &FeedbackFilter) -> impl Iterator<Item = FeedbackFilter> {
    let any_state = FeedbackFilter {
        states: Vec::new(),
        ..filter.clone()
    };
    let any_kind = FeedbackFilter {
        kinds: Vec::new(),
        ..filter.clone()
    };
    let any_severity = FeedbackFilter {
        severities: Vec::new(),
        ..filter.clone()
    };
    let any_iteration = FeedbackFilter {
        iteration: None,
        ..filter.clone()
    };
    [any_state, any_kind, any_severity, any_iteration]
        .into_iter()
        .filter(move |wider| wider != filter && !narrowed(wider).is_empty())
}

/// Looks through one part of a list.
async fn look(
    db: &impl ConnectionTrait,
    project: ProjectId,
    narrowing: &Narrowing,
    filter: &FeedbackFilter,
    sorting: &Sorting,
) -> Result<Part> {
    let direction = by_time(filter.order);
    let Found { query, along } = narrowing.found(db, project, direction.clone()).await?;
    let mut looked = Query::select();
    looked
        .columns(SHAPE)
        .columns(PLACE)
        .from("found")
        .limit(LOOKED_THROUGH);
    let mut rows = shapes(along, &direction);
    along.order(&mut looked, direction);
    rows.union(UnionType::All, page(filter, sorting));
    let mut with = WithClause::new();
    for (name, query) in [("found", query), ("looked", looked)] {
        let mut table = CommonTableExpression::new();
        with.cte(table.table_name(name).query(query).to_owned());
    }
    let mut part = Part {
        tallies: Vec::new(),
        numbers: Vec::new(),
        last: None,
    };
    for row in db.query_all(&rows.with(with)).await? {
        let row = Row::from_query_result(&row, "")?;
        if row.entries > 0 {
            let more = u64::try_from(row.found).is_ok_and(|found| found > LOOKED_THROUGH);
            part.last = row.last.filter(|_| more).map(FeedbackId);
            part.tallies.push(row.tally()?);
        } else {
            part.numbers.push(row.number);
        }
    }
    Ok(part)
}

impl Narrowing {
    /// The entry behind which the part before begins, by going back from where this one does;
    /// none where it is the first.
    async fn part_before(
        &self,
        db: &impl ConnectionTrait,
        project: ProjectId,
        order: FeedbackOrder,
    ) -> Result<Option<FeedbackId>> {
        // It ends with the entry from which this goes back.
        let back = backwards(&by_time(order));
        let mut found = self.found(db, project, back).await?.query;
        found.offset(LOOKED_THROUGH - 1).limit(1);
        let row = db.query_one(&found).await?;
        let id: Option<Uuid> = row.map(|row| row.try_get("", "id")).transpose()?;
        Ok(id.map(FeedbackId))
    }
}

/// How many entries of each shape there are among those looked through.
fn shapes(along: Along, direction: &Order) -> SelectStatement {
    let count = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from("found")
        .to_owned();
    let mut last = Query::select();
    last.column(entry::Column::Id).from("looked").limit(1);
    along.order(&mut last, backwards(direction));
    Query::select()
        .columns(SHAPE)
        .expr_as(Expr::cust("COUNT(*)"), "entries")
        .expr_as(Expr::cust("0"), "number")
        .expr_as(count, "found")
        .expr_as(last, "last")
        .from("looked")
        .group_by_columns(SHAPE)
        .to_owned()
}

/// The entries of the page that the filter asks for.
fn page(filter: &FeedbackFilter, sorting: &Sorting) -> SelectStatement {
    let mut page = Query::select();
    page.columns(SHAPE)
        .column(entry::Column::Number)
        .from("looked")
        .cond_where(narrowed(filter))
        .limit(PER_PAGE)
        .offset(offset(filter.page_in_part()));
    sorting.apply(&mut page);
    Query::select()
        .columns(SHAPE)
        .expr(Expr::cust("0"))
        .column(entry::Column::Number)
        .expr(Expr::cust("0"))
        .expr(Expr::cust("NULL"))
        .from_subquery(page, "page")
        .to_owned()
}
