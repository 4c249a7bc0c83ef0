//! The counts beside the filters where a log is looked through: of each value of a field,
//! among the first entries that fit all the other fields.

use std::cmp::Reverse;
use std::str::FromStr;

use domain::feedback::{Facet, Facets, FeedbackFilter, LOOKED_THROUGH};
use domain::ids::IterationId;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ConnectionTrait, IdenStatic, QueryResult};
use uuid::Uuid;

use super::narrowing::Narrowing;
use super::{Cut, List, Part, by_time};
use crate::error::Result;
use crate::feedback::counts::{facets, widen};
use crate::feedback::query::narrowed;
use crate::tables::decode;
use crate::tables::feedback::entry::Column;

impl<C: ConnectionTrait> List<'_, C> {
    /// The counts, and whether there are more entries, whatever else is chosen, than are
    /// looked through. `chosen` are the first that fit.
    pub(super) async fn counted(
        &self,
        whatever: &Narrowing,
        chosen: &Part,
    ) -> Result<(Facets, bool)> {
        let (mut counted, _) = facets(&chosen.tallies, self.filter);
        if narrowed(self.filter).is_empty() {
            return Ok((counted, chosen.more));
        }
        // Where more fit, there are more whatever else is chosen.
        if !chosen.more {
            let all = self.look(whatever, &self.uncut()).await?;
            if !all.more {
                return Ok((facets(&all.tallies, self.filter).0, false));
            }
        }
        self.widen(&mut counted, whatever).await?;
        Ok((counted, true))
    }

    /// The first entries that are looked through, with no page.
    pub(super) fn uncut(&self) -> Cut {
        Cut {
            direction: by_time(self.filter.order),
            looked: LOOKED_THROUGH,
            before: 0,
            shown: 0,
        }
    }

    /// Takes in what else could be chosen in each field that narrows. Of what is chosen there
    /// are as many among the first that fit, or more: they reach as far at least.
    async fn widen(&self, counted: &mut Facets, whatever: &Narrowing) -> Result<()> {
        let filter = self.filter;
        if !filter.states.is_empty() {
            let any = FeedbackFilter {
                states: Vec::new(),
                ..filter.clone()
            };
            let among = whatever.fitting(&any);
            widen(
                &mut counted.states,
                self.coded(&among, Column::State).await?,
            );
        }
        if !filter.kinds.is_empty() {
            let any = FeedbackFilter {
                kinds: Vec::new(),
                ..filter.clone()
            };
            let among = whatever.fitting(&any);
            widen(&mut counted.kinds, self.coded(&among, Column::Kind).await?);
        }
        if !filter.severities.is_empty() {
            let any = FeedbackFilter {
                severities: Vec::new(),
                ..filter.clone()
            };
            let among = whatever.fitting(&any);
            widen(
                &mut counted.severities,
                self.coded(&among, Column::Severity).await?,
            );
        }
        if filter.iteration.is_some() {
            let any = FeedbackFilter {
                iteration: None,
                ..filter.clone()
            };
            let among = whatever.fitting(&any);
            widen(&mut counted.iterations, self.iterations(&among).await?);
            let newest_first = |facet: &Facet<(IterationId, i64)>| Reverse(facet.value.1);
            counted.iterations.sort_by_key(newest_first);
        }
        Ok(())
    }

    /// How many of the first entries that are found hold each code.
    async fn coded<T: FromStr>(
        &self,
        narrowing: &Narrowing,
        column: Column,
    ) -> Result<Vec<Facet<T>>> {
        let rows = self.values(narrowing, &[column]).await?;
        let facet = |row: &QueryResult| {
            let code: String = row.try_get_by_index(1)?;
            let value = decode(column.as_str(), &code)?;
            Ok(Facet {
                value,
                count: count(row)?,
            })
        };
        rows.iter().map(facet).collect()
    }

    /// How many of the first entries that are found were given in each iteration.
    async fn iterations(&self, narrowing: &Narrowing) -> Result<Vec<Facet<(IterationId, i64)>>> {
        let columns = [Column::IterationId, Column::IterationNumber];
        let mut facets = Vec::new();
        for row in self.values(narrowing, &columns).await? {
            let id: Option<Uuid> = row.try_get_by_index(1)?;
            let number: Option<i64> = row.try_get_by_index(2)?;
            if let Some(id) = id {
                let value = (IterationId(id), number.unwrap_or_default());
                facets.push(Facet {
                    value,
                    count: count(&row)?,
                });
            }
        }
        Ok(facets)
    }

    /// The values of columns among the first entries that are found, each behind the number
    /// of entries that hold it.
    async fn values(&self, narrowing: &Narrowing, columns: &[Column]) -> Result<Vec<QueryResult>> {
        let direction = by_time(self.filter.order);
        let found = narrowing.found(self.db, self.project, direction).await?;
        let mut query = found.query;
        query.limit(LOOKED_THROUGH);
        let values = Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .columns(columns.iter().copied())
            .from_subquery(query, "found")
            .group_by_columns(columns.iter().copied())
            .to_owned();
        Ok(self.db.query_all(&values).await?)
    }
}

/// The number of entries in a row of [`List::values`].
fn count(row: &QueryResult) -> Result<u64> {
    let entries: i64 = row.try_get_by_index(0)?;
    Ok(u64::try_from(entries).unwrap_or_default())
}
