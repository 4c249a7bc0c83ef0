//! Finding feedback again, quickly even among a hundred thousand entries.
//!
//! Where only what is counted in advance narrows the log, totals come from
//! those counts and the page from one index. Where words, an assignee, the
//! reader's own or a partner's view narrow it, the entries that fit are looked
//! through one by one, [`LOOKED_THROUGH`] at most.

use domain::feedback::{FeedbackFilter, FeedbackOrder, FeedbackPage};
use domain::ids::{IterationId, ProjectId};
use domain::paging::{PER_PAGE, Page, offset};
use domain::policy::{Action, Actor, Situation, may};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, DatabaseBackend, EntityTrait, FromQueryResult, Order, QueryFilter,
    QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::counts::{Tally, facets, tallies};
use super::{opened_to, project_word};
use crate::database::Store;
use crate::error::Result;
use crate::projects::situation;
use crate::search::all_words;
use crate::tables::decode;
use crate::tables::feedback::entry;

/// How many entries are looked through one by one.
const LOOKED_THROUGH: u64 = 1_000;
/// Up to how many entries a project's own word narrows a search in SQLite.
const FEW: u64 = 20_000;

/// What is looked at in each entry.
#[derive(FromQueryResult)]
struct Slim {
    number: i64,
    weight: i64,
    state: String,
    kind: String,
    severity: String,
    iteration_id: Option<Uuid>,
    iteration_number: Option<i64>,
}

impl Store {
    /// A page of a project's log, and what it can be narrowed to.
    ///
    /// # Errors
    /// [`StoreError::NotFound`](crate::StoreError::NotFound) when the actor may
    /// not know of the project; refused to those who see no feedback in it.
    pub async fn feedback_list(
        &self,
        actor: &Actor,
        project: ProjectId,
        filter: &FeedbackFilter,
    ) -> Result<FeedbackPage> {
        let seen = self
            .project_for(&self.db, actor, project, Action::SeeProject)
            .await?;
        let whole = may(actor, Action::SeeFeedback, &situation(&seen));
        if !whole {
            let situation = Situation {
                shared_with_partners: true,
                ..situation(&seen)
            };
            domain::policy::decide(actor, Action::SeeFeedback, &situation)?;
        }
        let words = self.words(project, filter).await?;
        if whole && words.is_none() && filter.assignee.is_none() && !filter.own {
            return self.counted(actor, project, filter).await;
        }
        let mut query = match words {
            Some(words) => entry::Entity::find().filter(words),
            None => entry::Entity::find().filter(entry::Column::ProjectId.eq(project.0)),
        };
        if !whole {
            query = query.filter(opened_to(actor));
        }
        if let Some(assignee) = filter.assignee {
            query = query.filter(entry::Column::Assignee.eq(assignee.0));
        }
        if filter.own {
            query = query.filter(entry::Column::Author.eq(actor.user.0));
        }
        self.looked_through(actor, query, filter).await
    }

    /// A page by way of the counts kept in advance.
    async fn counted(
        &self,
        actor: &Actor,
        project: ProjectId,
        filter: &FeedbackFilter,
    ) -> Result<FeedbackPage> {
        let (facets, total) = facets(&tallies(&self.db, project).await?, filter);
        let before = offset(filter.page).min(total);
        let wanted = PER_PAGE.min(total - before);
        let mut query = entry::Entity::find().filter(entry::Column::ProjectId.eq(project.0));
        for (column, codes) in [
            (entry::Column::State, codes(&filter.states)),
            (entry::Column::Kind, codes(&filter.kinds)),
            (entry::Column::Severity, codes(&filter.severities)),
        ] {
            if !codes.is_empty() {
                query = query.filter(column.is_in(codes));
            }
        }
        if let Some(iteration) = filter.iteration {
            query = query.filter(entry::Column::IterationId.eq(iteration.0));
        }
        // The second half of the log is nearer from its end.
        let backwards = before > total / 2;
        let skipped = if backwards {
            total - before - wanted
        } else {
            before
        };
        let mut numbers: Vec<i64> = if wanted == 0 {
            Vec::new()
        } else {
            ordered(query, filter.order, backwards)
                .select_only()
                .column(entry::Column::Number)
                .offset(skipped)
                .limit(wanted)
                .into_tuple()
                .all(&self.db)
                .await?
        };
        if backwards {
            numbers.reverse();
        }
        self.page_of(actor, &numbers, (facets, total), filter, false)
            .await
    }

    /// A page by way of looking at every entry that the query finds.
    async fn looked_through(
        &self,
        actor: &Actor,
        query: Select<entry::Entity>,
        filter: &FeedbackFilter,
    ) -> Result<FeedbackPage> {
        let by_time = match filter.order {
            FeedbackOrder::Oldest => FeedbackOrder::Oldest,
            _ => FeedbackOrder::Newest,
        };
        let mut rows = ordered(query, by_time, false)
            .select_only()
            .columns([
                entry::Column::Number,
                entry::Column::Weight,
                entry::Column::State,
                entry::Column::Kind,
                entry::Column::Severity,
                entry::Column::IterationId,
                entry::Column::IterationNumber,
            ])
            .limit(LOOKED_THROUGH + 1)
            .into_model::<Slim>()
            .all(&self.db)
            .await?;
        let most = usize::try_from(LOOKED_THROUGH).unwrap_or(usize::MAX);
        let partial = rows.len() > most;
        rows.truncate(most);
        let tallies = rows.iter().map(tally).collect::<Result<Vec<_>>>()?;
        let counted = facets(&tallies, filter);
        let mut fitting: Vec<&Slim> = rows
            .iter()
            .zip(&tallies)
            .filter(|(_, tally)| tally.fits(filter))
            .map(|(row, _)| row)
            .collect();
        if filter.order == FeedbackOrder::Severity {
            // Stable: among equals the newest stay first.
            fitting.sort_by_key(|row| std::cmp::Reverse(row.weight));
        }
        let skipped = usize::try_from(offset(filter.page)).unwrap_or(usize::MAX);
        let shown = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
        let numbers: Vec<i64> = fitting
            .iter()
            .skip(skipped)
            .take(shown)
            .map(|row| row.number)
            .collect();
        self.page_of(actor, &numbers, counted, filter, partial)
            .await
    }

    /// The entries with these numbers, in this order, as a page.
    async fn page_of(
        &self,
        actor: &Actor,
        numbers: &[i64],
        (facets, total): (domain::feedback::Facets, u64),
        filter: &FeedbackFilter,
        partial: bool,
    ) -> Result<FeedbackPage> {
        let mut rows = entry::Entity::find()
            .filter(entry::Column::Number.is_in(numbers.iter().copied()))
            .all(&self.db)
            .await?;
        rows.sort_by_key(|row| numbers.iter().position(|number| *number == row.number));
        Ok(FeedbackPage {
            page: Page {
                items: self.read_feedback(actor, rows).await?,
                total,
                number: filter.page.max(1),
            },
            facets,
            partial,
        })
    }

    /// The condition that an entry of the project holds all words.
    async fn words(
        &self,
        project: ProjectId,
        filter: &FeedbackFilter,
    ) -> Result<Option<Condition>> {
        let Some(query) = all_words(self.backend(), &filter.query) else {
            return Ok(None);
        };
        let matching = match self.backend() {
            DatabaseBackend::Postgres => {
                let query = format!("{} & {query}", project_word(project));
                Expr::cust_with_values("words @@ to_tsquery('simple', $1)", [query])
            }
            _ => {
                let entries: u64 = tallies(&self.db, project)
                    .await?
                    .iter()
                    .map(|tally| tally.entries)
                    .sum();
                found_by_fts5(project, &query, filter.order, entries)
            }
        };
        let condition = Condition::all().add(matching);
        Ok(Some(match self.backend() {
            DatabaseBackend::Postgres => condition.add(entry::Column::ProjectId.eq(project.0)),
            // Not said again: SQLite would walk the project instead of the few found.
            _ => condition,
        }))
    }
}

/// SQLite finds as many as are looked through, in order, for a word that every
/// entry holds would else be found in every entry first. In a small project the
/// project's own word keeps the other projects out; in a large one that word is
/// itself in too many entries, and each entry found is asked for its project.
fn found_by_fts5(
    project: ProjectId,
    query: &str,
    order: FeedbackOrder,
    entries: u64,
) -> SimpleExpr {
    let order = match order {
        FeedbackOrder::Oldest => "ASC",
        FeedbackOrder::Newest | FeedbackOrder::Severity => "DESC",
    };
    let most = LOOKED_THROUGH + 1;
    if entries <= FEW {
        let sql = format!(
            "number IN (SELECT rowid FROM feedback_words
              WHERE feedback_words MATCH ? ORDER BY rowid {order} LIMIT {most})"
        );
        let query = format!("\"{}\" {query}", project_word(project));
        return Expr::cust_with_values(sql, [query]);
    }
    let sql = format!(
        "number IN (SELECT feedback_words.rowid FROM feedback_words
          CROSS JOIN feedback AS found ON found.number = feedback_words.rowid
          WHERE feedback_words MATCH ? AND found.project_id = ?
          ORDER BY feedback_words.rowid {order} LIMIT {most})"
    );
    let values: [sea_orm::Value; 2] = [query.into(), project.0.into()];
    Expr::cust_with_values(sql, values)
}

fn ordered(
    query: Select<entry::Entity>,
    order: FeedbackOrder,
    backwards: bool,
) -> Select<entry::Entity> {
    let direction = if (order == FeedbackOrder::Oldest) == backwards {
        Order::Desc
    } else {
        Order::Asc
    };
    let query = match order {
        FeedbackOrder::Severity => query.order_by(entry::Column::Weight, direction.clone()),
        FeedbackOrder::Newest | FeedbackOrder::Oldest => query,
    };
    query
        .order_by(entry::Column::CreatedAt, direction.clone())
        .order_by(entry::Column::Number, direction)
}

fn codes<T: Copy + std::fmt::Display>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

fn tally(row: &Slim) -> Result<Tally> {
    let number = row.iteration_number.unwrap_or_default();
    Ok(Tally {
        state: decode("state", &row.state)?,
        kind: decode("kind", &row.kind)?,
        severity: decode("severity", &row.severity)?,
        iteration: row.iteration_id.map(|id| (IterationId(id), number)),
        entries: 1,
    })
}
