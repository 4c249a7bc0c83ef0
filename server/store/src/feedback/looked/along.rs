//! Orders by something else than time: what a filter leaves stands in stretches, one after the
//! other, each of them in order of time. A part of the list is looked through from the stretch
//! on in which it begins, each by a narrowed question, until there are enough: so the order
//! holds for all that fits, however much that is.

use domain::feedback::{FeedbackFilter, LOOKED_THROUGH};
use domain::ids::{FeedbackId, ProjectId};
use domain::paging::{PER_PAGE, offset};
use sea_orm::{ConnectionTrait, Order};

use super::behind::Behind;
use super::narrowing::Narrowing;
use super::{Cut, List, Part, backwards, by_time};
use crate::error::Result;

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
    /// The part of the list that begins here, with the page that the filter asks for.
    pub(super) async fn walk(&self, stretches: &[FeedbackFilter], start: &Start) -> Result<Part> {
        let ahead = stretches.iter().skip(start.stretch);
        let before = offset(self.filter.page_in_part());
        let direction = by_time(self.filter.order);
        self.go_along(ahead.collect(), start.behind, &direction, before)
            .await
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
        // It ends with the entry from which this goes back: behind as many as are looked
        // through less that one, there is the entry behind which it begins.
        let before = LOOKED_THROUGH.saturating_sub(1);
        let part = self
            .go_along(back.collect(), start.behind, &direction, before)
            .await?;
        let whole = part.entries() == LOOKED_THROUGH;
        Ok(part.last.filter(|_| whole))
    }

    /// Looks through one stretch after the other, the first from behind an entry on, until
    /// there are enough. Of what is shown so many entries stand before it.
    async fn go_along(
        &self,
        stretches: Vec<&FeedbackFilter>,
        mut behind: Option<Behind>,
        direction: &Order,
        mut before: u64,
    ) -> Result<Part> {
        let mut part = Part::default();
        for stretch in stretches {
            let narrowing = self.narrowing.fitting(stretch).starting(behind.take());
            let looked = LOOKED_THROUGH.saturating_sub(part.entries());
            if looked == 0 {
                part.more = self.is_any(&narrowing, direction).await?;
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

    /// Whether anything is found.
    async fn is_any(&self, narrowing: &Narrowing, direction: &Order) -> Result<bool> {
        let found = narrowing.found(self.db, self.project, direction.clone());
        let mut query = found.await?.query;
        query.limit(1);
        Ok(self.db.query_one(&query).await?.is_some())
    }
}
