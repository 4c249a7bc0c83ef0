//! Which places and versions of the tool the entries of a project name, and how many
//! entries each: asked once somebody opens them, so that a list is not kept waiting.
//!
//! Where only what is counted in advance narrows the log, every entry that fits is counted,
//! in an index that holds all that is looked at; otherwise the first that fit, as many as are
//! looked through at a time.

use domain::feedback::{Facet, FeedbackFilter, FeedbackValues, LOOKED_THROUGH};
use domain::ids::ProjectId;
use domain::policy::Actor;
use sea_orm::sea_query::{CommonTableExpression, Expr, ExprTrait, Query, WithClause};
use sea_orm::{Condition, ConnectionTrait, Order};

use super::looked::{Narrowing, by_time};
use super::query::{is_theirs, narrowed, whose};
use crate::database::Store;
use crate::error::Result;
use crate::tables::feedback::entry;

/// How many values of a field are offered.
const VALUES_MAX: u64 = 100;

impl Store {
    /// The places and the versions of the tool that a project's log can be narrowed to,
    /// besides what the filter narrows it to already.
    ///
    /// # Errors
    /// As [`Self::feedback_list`].
    pub async fn feedback_values(
        &self,
        actor: &Actor,
        project: ProjectId,
        filter: &FeedbackFilter,
    ) -> Result<FeedbackValues> {
        let whole = self.reads_whole_log(&self.db, actor, project).await?;
        let (mut any_place, mut any_version) = (filter.clone(), filter.clone());
        any_place.place.clear();
        any_version.tool_version.clear();
        let count = async |column: entry::Column, filter: FeedbackFilter| {
            let narrowing = Narrowing::of(self.backend(), actor, whole, &filter);
            self.values(project, column, narrowing, &filter).await
        };
        // Neither waits for the other: each has a connection of its own.
        let (places, versions) = tokio::try_join!(
            count(entry::Column::Place, any_place),
            count(entry::Column::ToolVersion, any_version),
        )?;
        Ok(FeedbackValues { places, versions })
    }

    /// The most frequent values of a column among the entries that fit.
    async fn values(
        &self,
        project: ProjectId,
        column: entry::Column,
        narrowing: Option<Narrowing>,
        filter: &FeedbackFilter,
    ) -> Result<Vec<Facet<String>>> {
        let mut values = Query::select();
        values
            .expr_as(Expr::col(column), "value")
            .expr_as(Expr::cust("COUNT(*)"), "entries")
            .and_where(Expr::col(column).gt(""))
            .cond_where(narrowed(filter))
            .group_by_col(column)
            .order_by("entries", Order::Desc)
            .order_by("value", Order::Asc)
            .limit(VALUES_MAX);
        let rows = match narrowing {
            None => {
                values
                    .from(entry::Entity)
                    .and_where(Expr::col(entry::Column::ProjectId).eq(project.0))
                    .cond_where(Condition::all().add_option(whose(filter).map(is_theirs)));
                self.db.query_all(&values).await?
            }
            Some(narrowing) => {
                let narrowing = narrowing.fitting(filter);
                let direction = by_time(filter.order);
                let mut found = narrowing.found(&self.db, project, direction).await?.query;
                found.column((entry::Entity, column)).limit(LOOKED_THROUGH);
                let mut table = CommonTableExpression::new();
                let mut with = WithClause::new();
                with.cte(table.table_name("found").query(found).to_owned());
                values.from("found");
                self.db.query_all(&values.with(with)).await?
            }
        };
        let facet = |row: &sea_orm::QueryResult| -> Result<Facet<String>> {
            let entries: i64 = row.try_get("", "entries")?;
            Ok(Facet {
                value: row.try_get("", "value")?,
                count: u64::try_from(entries).unwrap_or_default(),
            })
        };
        rows.iter().map(facet).collect()
    }
}
