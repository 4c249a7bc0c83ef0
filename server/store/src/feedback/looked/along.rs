//! Orders by something else than time: what a filter leaves stands in stretches, one after the
//! other, each of them in order of time. A part of the list is looked through from the stretch
//! on in which it begins, each by a narrowed question, until there are enough: so the order
//! holds for all that fits, however much that is.

use domain::feedback::{FeedbackFilter, LOOKED_THROUGH};
use domain::ids::{FeedbackId, ProjectId};
use domain::paging::{PER_PAGE, offset};
use sea_orm::sea_query::{CommonTableExpression, Expr, Query, WithClause};
use sea_orm::{ConnectionTrait, Order};
use uuid::Uuid;

use super::behind::Behind;
use super::narrowing::{Found, Narrowing};
use super::{Cut, List, Part, backwards, by_time};
use crate::error::Result;
use crate::tables::feedback::entry;

/// Where a part of a list begins.
pub(super) struct Start {
    /// In which of the stretches.
    stretch: usize,
    /// Behind which entry; none at the beginning of the list.
    pub(super) behind: Option<Behind>,
}

impl Start {
    const BEGINNING: Self = Self {
        stretch: 0,
        behind: None,
    };

    /// Where the part begins that the filter's page stands in, and the filter. Where the entry
    /// is gone behind which it stood, the list begins again.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        project: ProjectId,
        filter: &FeedbackFilter,
        stretches: &[FeedbackFilter],
    ) -> Result<(FeedbackFilter, Self)> {
        let Some(entry) = filter.part() else {
            return Ok((filter.clone(), Self::BEGINNING));
        };
        let Some(behind) = Behind::of(db, project, entry).await? else {
            return Ok((filter.at_first_page(), Self::BEGINNING));
        };
        let stretch = match stretches {
            [_] => Some(0),
            _ => stretches
                .iter()
                .position(|stretch| behind.stands_in(stretch, filter.order)),
        };
        Ok(match stretch {
            Some(stretch) => {
                let behind = Some(behind);
                (filter.clone(), Self { stretch, behind })
            }
            None => (filter.at_first_page(), Self::BEGINNING),
        })
    }
}

impl<C: ConnectionTrait> List<'_, C> {
    /// The part of the list that begins here, with the page that the filter asks for: looks
    /// through one stretch after the other until there are enough.
    pub(super) async fn walk(&self, stretches: &[FeedbackFilter], start: &Start) -> Result<Part> {
        let direction = by_time(self.filter.order);
        let mut behind = start.behind;
        let mut before = offset(self.filter.page_in_part());
        let mut part = Part::default();
        for stretch in stretches.iter().skip(start.stretch) {
            let narrowing = self.narrowing.fitting(stretch).starting(behind.take());
            let looked = LOOKED_THROUGH.saturating_sub(part.entries());
            if looked == 0 {
                part.more = self.is_any(&narrowing, &direction).await?;
            } else {
                let there = u64::try_from(part.numbers.len()).unwrap_or(PER_PAGE);
                let cut = Cut {
                    direction: direction.clone(),
                    looked,
                    before,
                    shown: PER_PAGE.saturating_sub(there),
                };
                let next = self.look(&narrowing, &cut).await?;
                before = before.saturating_sub(next.entries());
                part.tallies.extend(next.tallies);
                part.numbers.extend(next.numbers);
                part.last = next.last.or(part.last);
                part.more = next.more;
            }
            if part.more {
                break;
            }
        }
        Ok(part)
    }

    /// The entry behind which the part before begins, by going back from where this one does;
    /// none where it is the first.
    pub(super) async fn part_before(
        &self,
        stretches: &[FeedbackFilter],
        start: &Start,
    ) -> Result<Option<FeedbackId>> {
        let back = stretches.iter().take(start.stretch.saturating_add(1)).rev();
        let direction = backwards(&by_time(self.filter.order));
        let mut behind = start.behind;
        // It ends with the entry from which this goes back: as many behind as are looked
        // through, there is the entry behind which it begins.
        let mut left = LOOKED_THROUGH;
        for stretch in back {
            let narrowing = self.narrowing.fitting(stretch).starting(behind.take());
            let (entries, last) = self.reach(&narrowing, &direction, left).await?;
            if entries == left {
                return Ok(last);
            }
            left = left.saturating_sub(entries);
        }
        Ok(None)
    }

    /// How many entries are found, up to a limit, and the last of them.
    async fn reach(
        &self,
        narrowing: &Narrowing,
        direction: &Order,
        limit: u64,
    ) -> Result<(u64, Option<FeedbackId>)> {
        let found = narrowing.found(self.db, self.project, direction.clone());
        let Found { mut query, along } = found.await?;
        query.limit(limit);
        let mut last = Query::select();
        last.column(entry::Column::Id).from("found").limit(1);
        along.order(&mut last, backwards(direction));
        let reach = Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .expr(last)
            .from("found")
            .to_owned();
        let mut table = CommonTableExpression::new();
        let table = table.table_name("found").query(query).to_owned();
        let with = WithClause::new().cte(table).to_owned();
        let Some(row) = self.db.query_one(&reach.with(with)).await? else {
            return Ok((0, None));
        };
        let entries: i64 = row.try_get_by_index(0)?;
        let last: Option<Uuid> = row.try_get_by_index(1)?;
        let entries = u64::try_from(entries).unwrap_or_default();
        Ok((entries, last.map(FeedbackId)))
    }

    /// Whether anything is found.
    async fn is_any(&self, narrowing: &Narrowing, direction: &Order) -> Result<bool> {
        let found = narrowing.found(self.db, self.project, direction.clone());
        let mut query = found.await?.query;
        query.limit(1);
        Ok(self.db.query_one(&query).await?.is_some())
    }
}
