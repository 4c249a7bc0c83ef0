//! Looking through a log entry by entry, [`LOOKED_THROUGH`] at a time: where words, the
//! class, the device, the network, a place in the tool or a version of it, days, the
//! reader's own or a partner's view narrow it, nothing is counted in advance.
//!
//! One statement finds the entries, counts them by shape and picks the page, so
//! that a few dozen rows leave the database and not every entry found. What else is chosen
//! (state, kind, severity, iteration) narrows what is found, not what is left of it; what else
//! could be is asked apart (`counting`). Where there are more than are looked through, the list
//! goes on behind its last entry. What stands in another order than time is then gone along
//! stretch by stretch (`along`).

mod along;
mod behind;
mod counting;
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

use self::along::Start;
use self::behind::Along;
use self::narrowing::Found;
pub(super) use self::narrowing::Narrowing;
use super::counts::Tally;
use super::query::Sorting;
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

impl Looked {
    /// The page to show instead, where the list ends before the one that was asked for.
    fn nearer(&self) -> Option<FeedbackFilter> {
        self.filter.turned_back(self.total, self.part_before)
    }
}

/// A list that is looked through.
struct List<'a, C> {
    db: &'a C,
    project: ProjectId,
    narrowing: Narrowing,
    filter: &'a FeedbackFilter,
    sorting: &'a Sorting,
}

/// How much is looked through by one statement, and what of that is shown.
struct Cut {
    /// In which direction of time.
    direction: Order,
    /// How many entries are looked through at most.
    looked: u64,
    /// How many of those that fit stand before the first that is shown.
    before: u64,
    /// How many are shown at most; where none are, no page is picked.
    shown: u64,
}

/// One part of a list.
#[derive(Default)]
struct Part {
    tallies: Vec<Tally>,
    numbers: Vec<i64>,
    /// The last entry that was looked through.
    last: Option<FeedbackId>,
    /// Whether there are more.
    more: bool,
}

impl Part {
    /// How many entries were looked through.
    fn entries(&self) -> u64 {
        self.tallies.iter().map(|tally| tally.entries).sum()
    }
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

/// Looks through a project's log and picks the page that the filter asks for, or the last one
/// where the list ends before it.
pub(super) async fn look_through(
    db: &impl ConnectionTrait,
    project: ProjectId,
    narrowing: &Narrowing,
    filter: &FeedbackFilter,
    sorting: &Sorting,
) -> Result<Looked> {
    let mut wanted = filter.clone();
    loop {
        let looked = look_for_page(db, project, narrowing.clone(), &wanted, sorting).await?;
        match looked.nearer() {
            Some(nearer) => wanted = nearer,
            None => return Ok(looked),
        }
    }
}

/// Looks through a project's log for one page.
///
/// Where there are more entries than are looked through, each facet counts among the first
/// that fit all the others: what is chosen is found among all.
async fn look_for_page(
    db: &impl ConnectionTrait,
    project: ProjectId,
    narrowing: Narrowing,
    filter: &FeedbackFilter,
    sorting: &Sorting,
) -> Result<Looked> {
    let stretches = sorting.stretches(filter);
    let (filter, start) = Start::of(db, project, filter, &stretches).await?;
    let list = List {
        db,
        project,
        narrowing,
        filter: &filter,
        sorting,
    };
    // In an order by time what is counted begins where the page's part does.
    let in_time = stretches.len() == 1;
    let behind = start.behind.filter(|_| in_time);
    let all = list.narrowing.clone().starting(behind);
    // The page is on the way that is gone below, where it is known already to lie there.
    let is_far = !in_time && start.behind.is_some();
    let cut = if is_far { list.uncut() } else { list.first() };
    let mut part = list.look(&all.fitting(&filter), &cut).await?;
    let (counted, partial) = list.counted(&all, &part).await?;
    if is_far || (!in_time && part.more) {
        part = list.walk(&stretches, &start).await?;
    }
    let part_before = match filter.begins_part() {
        true => list.part_before(&stretches, &start).await?,
        false => None,
    };
    Ok(Looked {
        facets: counted,
        total: filter.parts_before().saturating_add(part.entries()),
        numbers: part.numbers,
        partial,
        more: part.last.filter(|_| part.more),
        part_before,
        filter,
    })
}

impl<C: ConnectionTrait> List<'_, C> {
    /// The first entries that are looked through in direction of time, and the page among
    /// them.
    fn first(&self) -> Cut {
        Cut {
            direction: by_time(self.filter.order),
            looked: LOOKED_THROUGH,
            before: offset(self.filter.page_in_part()),
            shown: PER_PAGE,
        }
    }

    /// Looks through one part of a list.
    async fn look(&self, narrowing: &Narrowing, cut: &Cut) -> Result<Part> {
        let direction = cut.direction.clone();
        let found = narrowing.found(self.db, self.project, direction.clone());
        let Found { mut query, along } = found.await?;
        query.limit(cut.looked.saturating_add(1));
        let mut looked = Query::select();
        looked
            .columns(SHAPE)
            .columns(PLACE)
            .from("found")
            .limit(cut.looked);
        let mut rows = shapes(along, &direction);
        along.order(&mut looked, direction);
        if cut.shown > 0 {
            rows.union(UnionType::All, self.page(cut));
        }
        let mut with = WithClause::new();
        for (name, query) in [("found", query), ("looked", looked)] {
            let mut table = CommonTableExpression::new();
            with.cte(table.table_name(name).query(query).to_owned());
        }
        let mut part = Part::default();
        for row in self.db.query_all(&rows.with(with)).await? {
            let row = Row::from_query_result(&row, "")?;
            if row.entries > 0 {
                part.more = u64::try_from(row.found).is_ok_and(|found| found > cut.looked);
                part.last = row.last.map(FeedbackId);
                part.tallies.push(row.tally()?);
            } else {
                part.numbers.push(row.number);
            }
        }
        Ok(part)
    }

    /// The entries that are shown of those looked through.
    fn page(&self, cut: &Cut) -> SelectStatement {
        let mut page = Query::select();
        page.columns(SHAPE)
            .column(entry::Column::Number)
            .from("looked")
            .limit(cut.shown)
            .offset(cut.before);
        self.sorting.apply(&mut page);
        Query::select()
            .columns(SHAPE)
            .expr(Expr::cust("0"))
            .column(entry::Column::Number)
            .expr(Expr::cust("0"))
            .expr(Expr::cust("NULL"))
            .from_subquery(page, "page")
            .to_owned()
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
        .expr_as(Expr::cust("CAST(0 AS bigint)"), "number")
        .expr_as(count, "found")
        .expr_as(last, "last")
        .from("looked")
        .group_by_columns(SHAPE)
        .to_owned()
}
