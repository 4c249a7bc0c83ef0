//! What narrows a log beyond what is counted in advance, and the statement that finds what
//! is left.

use domain::feedback::{FeedbackFilter, LOOKED_THROUGH};
use domain::ids::ProjectId;
use domain::policy::Actor;
use domain::time::{end_in_france, start_in_france};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, Order};
use uuid::Uuid;

use super::behind::{Along, Behind};
use super::{PLACE, SHAPE};
use crate::error::Result;
use crate::feedback::query::{is_theirs, narrowed, order_by_time, whose};
use crate::feedback::{opened_to, weight};
use crate::search::{all_words, entry_mark};
use crate::tables::feedback::entry;

/// What narrows a log beyond what is counted in advance.
#[derive(Clone)]
pub(in crate::feedback) struct Narrowing {
    /// Words that an entry must hold, as they were typed.
    pub(super) query: String,
    /// The same in the language of the database, if there are any.
    words: Option<String>,
    /// What an entry must say in some columns.
    pub(super) said: Vec<(entry::Column, String)>,
    /// Whose entries, of which days, or which of them are opened to the reader.
    which: Condition,
    /// Who looks after entries; nil for nobody.
    whose: Option<Uuid>,
    /// What is found fits this, of what is counted in advance; nothing else of it narrows.
    pub(super) fit: FeedbackFilter,
    /// What is found stands behind this entry.
    pub(super) behind: Option<Behind>,
}

/// What is found.
pub(in crate::feedback) struct Found {
    /// The first entries that fit, one more than are looked through.
    pub(in crate::feedback) query: SelectStatement,
    /// Along what they are cut.
    pub(super) along: Along,
}

impl Narrowing {
    /// `None` where the counts kept in advance say all. `whole` is whether the
    /// actor reads the whole log.
    pub(in crate::feedback) fn of(
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
        Some(Self {
            query: filter.query.clone(),
            words,
            said,
            which,
            // That is counted in advance; beside the rest it narrows, too.
            whose: whose(filter),
            fit: FeedbackFilter::default(),
            behind: None,
        })
    }

    /// The same for what fits the filter by what is counted in advance, too.
    pub(in crate::feedback) fn fitting(&self, filter: &FeedbackFilter) -> Self {
        Self {
            whose: whose(filter),
            fit: filter.clone(),
            ..self.clone()
        }
    }

    /// The condition that an entry is one of those in question, by all but words and what
    /// it says.
    pub(super) fn which(&self) -> Condition {
        self.which.clone().add_option(self.whose.map(is_theirs))
    }

    /// The same for what stands behind an entry.
    pub(super) fn starting(self, behind: Option<Behind>) -> Self {
        Self { behind, ..self }
    }

    /// The condition that an entry fits by what is counted in advance.
    pub(super) fn fits(&self, backend: DatabaseBackend) -> Condition {
        match (backend, self.fit.iteration, self.fit.severities.as_slice()) {
            // By weight the entries of one severity stand in order of time in an index, which
            // PostgreSQL takes where that is near.
            (DatabaseBackend::Postgres, _, [severity]) => {
                let any = FeedbackFilter {
                    severities: Vec::new(),
                    ..self.fit.clone()
                };
                narrowed(&any).add(entry::Column::Weight.eq(weight(*severity)))
            }
            (DatabaseBackend::Sqlite, Some(iteration), _) => {
                let any = FeedbackFilter {
                    iteration: None,
                    ..self.fit.clone()
                };
                // The plus keeps SQLite from going through the iteration in no order.
                narrowed(&any).add(Expr::cust("+feedback.iteration_id").eq(iteration.0))
            }
            _ => narrowed(&self.fit),
        }
    }

    /// The first entries that fit in this direction of time, one more than are looked through.
    pub(in crate::feedback) async fn found(
        &self,
        db: &impl ConnectionTrait,
        project: ProjectId,
        direction: Order,
    ) -> Result<Found> {
        let mut found = Query::select();
        found
            .columns(SHAPE.map(|column| (entry::Entity, column)))
            .columns(PLACE.map(|column| (entry::Entity, column)))
            .limit(LOOKED_THROUGH + 1);
        let along = match (db.get_database_backend(), &self.words) {
            (DatabaseBackend::Sqlite, Some(words)) => {
                self.by_fts5(&mut found, db, project, words, direction)
                    .await?
            }
            (backend, words) => {
                found
                    .from(entry::Entity)
                    .and_where(entry::Column::ProjectId.eq(project.0))
                    .cond_where(self.which())
                    .cond_where(self.fits(backend));
                for (column, said) in &self.said {
                    found.and_where(column.eq(said.as_str()));
                }
                if let Some(words) = words {
                    // Where entries are gone through one by one, PostgreSQL looks in this
                    // order: what takes the longest comes last.
                    let query = format!("{words} & {}", entry_mark(project));
                    found.and_where(Expr::cust_with_values(
                        "words @@ to_tsquery('simple', $1)",
                        [query],
                    ));
                }
                self.order_in_time(&mut found, direction)
            }
        };
        Ok(Found {
            query: found,
            along,
        })
    }

    /// Puts entries in order of time, those behind where looking through begins.
    pub(super) fn order_in_time(&self, found: &mut SelectStatement, direction: Order) -> Along {
        if let Some(behind) = self.behind {
            found.cond_where(behind.in_time(&direction));
        }
        order_by_time(found, direction);
        Along::Time
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
