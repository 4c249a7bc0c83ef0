//! Looking through a log entry by entry, [`LOOKED_THROUGH`] at most: where words, the
//! class, the device, the network, a place in the tool or a version of it, days, the
//! reader's own or a partner's view narrow it, nothing is counted in advance.
//!
//! One statement finds the entries, counts them by shape and picks the page, so
//! that a few dozen rows leave the database and not every entry found.

use domain::feedback::{FeedbackFilter, FeedbackOrder, LOOKED_THROUGH};
use domain::ids::{IterationId, ProjectId};
use domain::paging::{PER_PAGE, offset};
use domain::policy::Actor;
use domain::time::{end_in_france, start_in_france};
use sea_orm::sea_query::{
    CommonTableExpression, Expr, Query, SelectStatement, UnionType, WithClause,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, FromQueryResult, Order,
    PaginatorTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use super::counts::Tally;
use super::opened_to;
use super::query::{Sorting, is_theirs, narrowed, order_by_time, whose};
use crate::error::Result;
use crate::search::{all_words, entry_mark};
use crate::tables::decode;
use crate::tables::feedback::entry;
use crate::tables::imports::import;

/// Up to how many entries of somebody's are looked up by number in SQLite.
const FEW: u64 = 5_000;

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
    /// Words that an entry must hold, in the language of the database.
    words: Option<String>,
    /// Whose entries, of which classes, or which of them are opened to the reader.
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
        for (column, code) in [
            (entry::Column::Level, filter.level.map(|value| value.code())),
            (
                entry::Column::Discipline,
                filter.discipline.map(|value| value.code()),
            ),
            (
                entry::Column::Device,
                filter.device.map(|value| value.code()),
            ),
            (
                entry::Column::Network,
                filter.network.map(|value| value.code()),
            ),
            (entry::Column::Place, given(&filter.place)),
            (entry::Column::ToolVersion, given(&filter.tool_version)),
        ] {
            which = which.add_option(code.map(|code| column.eq(code)));
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
        if words.is_none() && which.is_empty() {
            return None;
        }
        // Who looks after entries is counted in advance; beside the rest it narrows, too.
        which = which.add_option(whose(filter).map(is_theirs));
        Some(Self {
            words,
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
        let theirs = self.theirs(project);
        match (db.get_database_backend(), self.words) {
            (_, None) => {
                found.from(entry::Entity);
                order_by_time(&mut found, by_time(order));
            }
            (DatabaseBackend::Postgres, Some(words)) => {
                // Where entries are gone through one by one, most fail at the words.
                let query = format!("{words} & {}", entry_mark(project));
                found.from(entry::Entity).and_where(Expr::cust_with_values(
                    "words @@ to_tsquery('simple', $1)",
                    [query],
                ));
                order_by_time(&mut found, by_time(order));
            }
            (_, Some(words)) => {
                let apart = is_mixed(db, project).await?
                    || self.which.is_some() && are_few(db, &theirs).await?;
                let words = format!("\"{}\" {words}", entry_mark(project));
                by_fts5(&mut found, words, apart, by_time(order));
            }
        }
        Ok(found.cond_where(theirs).to_owned())
    }

    /// The condition that an entry is of the project and one of those.
    fn theirs(&self, project: ProjectId) -> Condition {
        Condition::all()
            .add(entry::Column::ProjectId.eq(project.0))
            .add_option(self.which.clone())
    }
}

/// A text that narrows, unless it is empty; no database takes a nil character.
fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty() && !text.contains('\0'))
}

/// Whether there are at most [`FEW`] such entries.
async fn are_few(db: &impl ConnectionTrait, entries: &Condition) -> Result<bool> {
    let first = entry::Entity::find()
        .select_only()
        .column(entry::Column::Number)
        .filter(entries.clone())
        .limit(FEW + 1);
    Ok(first.count(db).await? <= FEW)
}

/// Whether the entries of a project are numbered otherwise than they were given:
/// some were imported, with the dates of their source.
async fn is_mixed(db: &impl ConnectionTrait, project: ProjectId) -> Result<bool> {
    let imports = import::Entity::find()
        .filter(import::Column::ProjectId.eq(project.0))
        .filter(import::Column::UndoneAt.is_null());
    Ok(imports.count(db).await? > 0)
}

/// The project's own word is among `words`: so FTS5 never tells of the entries
/// of another project.
///
/// Where few entries come into question, or their numbers say nothing of their time,
/// each is looked up among all with the words. Else FTS5 tells of entries in order of their numbers until there are
/// enough: a word that every entry holds is not looked for in every entry.
fn by_fts5(found: &mut SelectStatement, words: String, apart: bool, direction: Order) {
    if apart {
        // The plus keeps SQLite from asking each entry with the words whose it is.
        let held = "+feedback.number IN
            (SELECT rowid FROM feedback_words WHERE feedback_words MATCH ?)";
        found
            .from(entry::Entity)
            .and_where(Expr::cust_with_values(held, [words]));
        order_by_time(found, direction);
        return;
    }
    found
        .from("feedback_words")
        // Spelled so, SQLite reads first what stands first.
        .cross_join(entry::Entity)
        .and_where(Expr::cust_with_values("feedback_words MATCH ?", [words]))
        .and_where(Expr::cust("feedback.number = feedback_words.rowid"))
        .order_by_expr(Expr::cust("feedback_words.rowid"), direction);
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
