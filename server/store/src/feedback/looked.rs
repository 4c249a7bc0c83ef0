//! Looking through a log entry by entry, [`LOOKED_THROUGH`] at most: where words, the
//! class, the device, the network, a place in the tool or a version of it, days, the
//! reader's own or a partner's view narrow it, nothing is counted in advance.
//!
//! One statement finds the entries, counts them by shape and picks the page, so
//! that a few dozen rows leave the database and not every entry found.

mod fts5;

use domain::feedback::{FeedbackFilter, FeedbackOrder, LOOKED_THROUGH};
use domain::ids::{IterationId, ProjectId};
use domain::paging::{PER_PAGE, offset};
use domain::policy::Actor;
use domain::time::{end_in_france, start_in_france};
use sea_orm::sea_query::{
    CommonTableExpression, Expr, Query, SelectStatement, UnionType, WithClause,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, FromQueryResult, Order};
use uuid::Uuid;

use super::counts::Tally;
use super::opened_to;
use super::query::{Sorting, is_theirs, narrowed, order_by_time, whose};
use crate::error::Result;
use crate::search::{all_words, entry_mark};
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
const PLACE: [entry::Column; 4] = [
    entry::Column::Number,
    entry::Column::Weight,
    entry::Column::CreatedAt,
    entry::Column::Assignee,
];

/// What narrows a log beyond what is counted in advance.
pub(super) struct Narrowing {
    /// Words that an entry must hold, as they were typed.
    query: String,
    /// The same in the language of the database, if there are any.
    words: Option<String>,
    /// What an entry must say in some columns.
    said: Vec<(entry::Column, String)>,
    /// Whose entries, of which days, or which of them are opened to the reader.
    which: Option<Condition>,
}

impl Narrowing {
    /// `None` where the counts kept in advance say all. `whole` is whether the
    /// actor reads the whole log.
    pub(super) fn of(
        backend: DatabaseBackend,
        actor: &Actor,
        whole: bool,
        filter: &FeedbackFilter,
    ) -> Option<Self> {
        let mut which = Condition::all();
        if !whole {
            which = which.add(opened_to(actor));
        }
        let from = filter.from.map(start_in_france);
        let until = filter.until.map(end_in_france);
        which = which
            .add_option(from.map(|from| entry::Column::CreatedAt.gte(from.0)))
            .add_option(until.map(|until| entry::Column::CreatedAt.lt(until.0)));
        if filter.own {
            which = which.add(entry::Column::Author.eq(actor.user.0));
        }
        let words = all_words(backend, &filter.query);
        let said: Vec<_> = said(filter).collect();
        if words.is_none() && said.is_empty() && which.is_empty() {
            return None;
        }
        // Who looks after entries is counted in advance; beside the rest it narrows, too.
        which = which.add_option(whose(filter).map(is_theirs));
        Some(Self {
            query: filter.query.clone(),
            words,
            said,
            which: (!which.is_empty()).then_some(which),
        })
    }

    /// The first entries that fit, one more than are looked through.
    pub(super) async fn found(
        self,
        db: &impl ConnectionTrait,
        project: ProjectId,
        order: FeedbackOrder,
    ) -> Result<SelectStatement> {
        let mut found = Query::select();
        found
            .columns(SHAPE.map(|column| (entry::Entity, column)))
            .columns(PLACE.map(|column| (entry::Entity, column)))
            .limit(LOOKED_THROUGH + 1);
        let direction = by_time(order);
        match (db.get_database_backend(), &self.words) {
            (DatabaseBackend::Sqlite, Some(words)) => {
                self.by_fts5(&mut found, db, project, words, direction)
                    .await?;
            }
            (_, words) => {
                if let Some(words) = words {
                    // Where entries are gone through one by one, most fail at the words.
                    let query = format!("{words} & {}", entry_mark(project));
                    found.and_where(Expr::cust_with_values(
                        "words @@ to_tsquery('simple', $1)",
                        [query],
                    ));
                }
                found
                    .from(entry::Entity)
                    .and_where(entry::Column::ProjectId.eq(project.0))
                    .cond_where(Condition::all().add_option(self.which));
                for (column, said) in self.said {
                    found.and_where(column.eq(said));
                }
                order_by_time(&mut found, direction);
            }
        }
        Ok(found)
    }
}

/// What an entry must say of the class, the device, the network, the place in the tool and
/// its version: what the index of words in SQLite has marks of.
fn said(filter: &FeedbackFilter) -> impl Iterator<Item = (entry::Column, String)> {
    use entry::Column;
    let said = [
        (Column::Level, filter.level.map(|value| value.to_string())),
        (
            Column::Discipline,
            filter.discipline.map(|value| value.to_string()),
        ),
        (Column::Device, filter.device.map(|value| value.to_string())),
        (
            Column::Network,
            filter.network.map(|value| value.to_string()),
        ),
        (Column::Place, given(&filter.place)),
        (Column::ToolVersion, given(&filter.tool_version)),
    ];
    said.into_iter()
        .filter_map(|(column, value)| Some((column, value?)))
}

/// A text that narrows, unless it is empty; no database takes a nil character.
fn given(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty() && !text.contains('\0'))
}

/// In which direction of time a log is looked through.
fn by_time(order: FeedbackOrder) -> Order {
    match order {
        FeedbackOrder::Oldest => Order::Asc,
        FeedbackOrder::Newest
        | FeedbackOrder::Severity
        | FeedbackOrder::State
        | FeedbackOrder::Assignee => Order::Desc,
    }
}

/// What looking through a log has found.
pub(super) struct Looked {
    /// The entries by shape, whatever else the filter narrows to.
    pub tallies: Vec<Tally>,
    /// The numbers of the entries on the page.
    pub numbers: Vec<i64>,
    /// Whether there are more entries than were looked through.
    pub partial: bool,
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
pub(super) async fn look_through(
    db: &impl ConnectionTrait,
    project: ProjectId,
    narrowing: Narrowing,
    filter: &FeedbackFilter,
    sorting: &Sorting,
) -> Result<Looked> {
    let found = narrowing.found(db, project, filter.order).await?;
    let mut looked = Query::select();
    looked
        .columns(SHAPE)
        .columns(PLACE)
        .from("found")
        .limit(LOOKED_THROUGH);
    order_by_time(&mut looked, by_time(filter.order));
    let mut rows = shapes();
    rows.union(UnionType::All, page(filter, sorting));
    let mut with = WithClause::new();
    for (name, query) in [("found", found), ("looked", looked)] {
        let mut table = CommonTableExpression::new();
        with.cte(table.table_name(name).query(query).to_owned());
    }
    let mut result = Looked {
        tallies: Vec::new(),
        numbers: Vec::new(),
        partial: false,
    };
    for row in db.query_all(&rows.with(with)).await? {
        let row = Row::from_query_result(&row, "")?;
        if row.entries > 0 {
            result.partial = u64::try_from(row.found).is_ok_and(|found| found > LOOKED_THROUGH);
            result.tallies.push(row.tally()?);
        } else {
            result.numbers.push(row.number);
        }
    }
    Ok(result)
}

/// How many entries of each shape there are among those looked through.
fn shapes() -> SelectStatement {
    let count = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from("found")
        .to_owned();
    Query::select()
        .columns(SHAPE)
        .expr_as(Expr::cust("COUNT(*)"), "entries")
        .expr_as(Expr::cust("0"), "number")
        .expr_as(count, "found")
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
        .offset(offset(filter.page));
    sorting.apply(&mut page);
    Query::select()
        .columns(SHAPE)
        .expr(Expr::cust("0"))
        .column(entry::Column::Number)
        .expr(Expr::cust("0"))
        .from_subquery(page, "page")
        .to_owned()
}
