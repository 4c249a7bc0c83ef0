//! Words in SQLite, where nobody but us chooses the way to what holds them: it depends on
//! how many entries come into question.

use domain::ids::ProjectId;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, IdenStatic, Order,
    PaginatorTrait, QueryFilter, QuerySelect,
};

use super::behind::Along;
use super::narrowing::Narrowing;
use crate::error::Result;
use crate::feedback::query::codes;
use crate::search::{entry_mark, text_holds, value_mark};
use crate::tables::feedback::entry;
use crate::tables::imports::import;

/// Up to how many entries are read one by one.
const VERY_FEW: u64 = 1_000;
/// Up to how many entries are looked up by number.
const FEW: u64 = 5_000;

impl Narrowing {
    /// The entries of a project that hold these words, in order of time; tells along what.
    ///
    /// The project's own word is among those that FTS5 looks for: so it never tells of the
    /// entries of another project. What entries must say stands beside it as marks.
    ///
    /// Where very few entries come into question, each is read. Where they are few, or their
    /// numbers say nothing of their time, each is looked up among all with the words, unless
    /// these are very few themselves. Else FTS5 tells of entries in order of their numbers
    /// until there are enough: a word that every entry holds is not looked for in every entry.
    pub(super) async fn by_fts5(
        &self,
        found: &mut SelectStatement,
        db: &impl ConnectionTrait,
        project: ProjectId,
        words: &str,
        direction: Order,
    ) -> Result<Along> {
        let which = self.which();
        let all = which.is_empty();
        let theirs = which.add(entry::Column::ProjectId.eq(project.0));
        let entries = match all {
            true => u64::MAX,
            false => up_to(db, &theirs, FEW + 1).await?,
        };
        found.cond_where(theirs);
        if entries <= VERY_FEW {
            found
                .from(entry::Entity)
                .cond_where(text_holds(&self.query));
            for (column, said) in &self.said {
                // The plus keeps SQLite from going through all that say so.
                let column = Expr::cust(format!("+feedback.{}", column.as_str()));
                found.and_where(column.eq(said.as_str()));
            }
            found.cond_where(self.fits(DatabaseBackend::Sqlite));
            return Ok(self.order_in_time(found, direction));
        }
        let marks = self.said.iter();
        let marks = marks.map(|(column, said)| value_mark(column.as_str(), said));
        let marks: String = std::iter::once(entry_mark(project))
            .chain(marks)
            .map(|mark| format!("\"{mark}\" "))
            .collect();
        let words = self.among_marks(format!("{marks}{words}"));
        let apart = entries <= FEW || is_mixed(db, project).await?;
        if apart && holders(db, &words, VERY_FEW + 1).await? > VERY_FEW {
            // The plus keeps SQLite from asking each entry with the words whose it is.
            let held = "+feedback.number IN
                (SELECT rowid FROM feedback_words WHERE feedback_words MATCH ?)";
            found
                .from(entry::Entity)
                .and_where(Expr::cust_with_values(held, [words]));
            return Ok(self.order_in_time(found, direction));
        }
        found
            .from("feedback_words")
            // Spelled so, SQLite reads first what stands first.
            .cross_join(entry::Entity)
            .and_where(Expr::cust_with_values("feedback_words MATCH ?", [words]))
            .and_where(Expr::cust("feedback.number = feedback_words.rowid"));
        if apart {
            return Ok(self.order_in_time(found, direction));
        }
        if let Some(behind) = self.behind {
            found.and_where(behind.in_words(&direction));
        }
        found.order_by_expr(Expr::cust("feedback_words.rowid"), direction);
        Ok(Along::Number)
    }

    /// The same query for what fits by what is counted in advance: any of the marks of what
    /// is chosen in each field.
    fn among_marks(&self, words: String) -> String {
        let fit = &self.fit;
        let iteration: Vec<_> = fit.iteration.iter().map(|id| id.0.as_bytes()).collect();
        let fields = [
            marks_of(entry::Column::State, &codes(&fit.states)),
            marks_of(entry::Column::Kind, &codes(&fit.kinds)),
            marks_of(entry::Column::Severity, &codes(&fit.severities)),
            marks_of(entry::Column::IterationId, &iteration),
        ];
        let chosen = fields.iter().filter(|marks| !marks.is_empty());
        chosen.fold(format!("({words})"), |all, marks| {
            format!("{all} AND ({})", marks.join(" OR "))
        })
    }
}

/// The marks of what a column may hold, each quoted.
fn marks_of(column: entry::Column, values: &[impl AsRef<[u8]>]) -> Vec<String> {
    let marks = values.iter();
    marks
        .map(|value| format!("\"{}\"", value_mark(column.as_str(), value)))
        .collect()
}

/// How many such entries there are, up to a limit.
async fn up_to(db: &impl ConnectionTrait, entries: &Condition, limit: u64) -> Result<u64> {
    let first = entry::Entity::find()
        .select_only()
        .column(entry::Column::Number)
        .filter(entries.clone())
        .limit(limit);
    Ok(first.count(db).await?)
}

/// How many entries FTS5 finds by these words, up to a limit.
async fn holders(db: &impl ConnectionTrait, words: &str, limit: u64) -> Result<u64> {
    let first = Query::select()
        .expr(Expr::cust("rowid"))
        .from("feedback_words")
        .and_where(Expr::cust_with_values("feedback_words MATCH ?", [words]))
        .limit(limit)
        .to_owned();
    let count = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from_subquery(first, "first")
        .to_owned();
    let row = db.query_one(&count).await?;
    let entries: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(entries
        .and_then(|entries| u64::try_from(entries).ok())
        .unwrap_or_default())
}

/// Whether the entries of a project are numbered otherwise than they were given:
/// some were imported, with the dates of their source.
async fn is_mixed(db: &impl ConnectionTrait, project: ProjectId) -> Result<bool> {
    let imports = import::Entity::find()
        .filter(import::Column::ProjectId.eq(project.0))
        .filter(import::Column::UndoneAt.is_null());
    Ok(imports.count(db).await? > 0)
}
