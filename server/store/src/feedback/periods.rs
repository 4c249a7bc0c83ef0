//! Where in a long log a page begins, by the counts of each period: what lies
//! before is added up, and only the period itself is walked through.

use domain::feedback::{FeedbackFilter, FeedbackOrder};
use domain::ids::ProjectId;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
};

use super::query::{direction, narrowed};
use crate::error::Result;
use crate::tables::feedback::{entry, period};

/// Length of a period in milliseconds: some twelve days. Three years are ninety
/// of them, and at a hundred thousand entries each has a thousand.
const PERIOD: i64 = 1 << 30;
/// Up to how many entries are walked over without asking where to begin.
const NEAR: u64 = 50;

/// The period in which a moment lies.
pub(super) const fn period_of(moment: i64) -> i64 {
    moment.div_euclid(PERIOD)
}

/// From where on to walk, and over how many entries from there.
pub(super) struct Start {
    pub from: Option<Expr>,
    pub skipped: u64,
}

/// Finds where to begin in order to skip this many of the entries that a filter
/// leaves, in its order or the other way round.
pub(super) async fn start(
    db: &impl ConnectionTrait,
    project: ProjectId,
    filter: &FeedbackFilter,
    backwards: bool,
    skipped: u64,
) -> Result<Start> {
    let mut start = Start {
        from: None,
        skipped,
    };
    if skipped <= NEAR {
        return Ok(start);
    }
    let direction = direction(filter.order, backwards);
    let by_weight = filter.order == FeedbackOrder::Severity;
    let weight = match by_weight {
        true => Expr::col(period::Column::Weight),
        false => Expr::cust("CAST(0 AS bigint)"),
    };
    let mut periods = period::Entity::find()
        .select_only()
        .expr(weight)
        .column(period::Column::Period)
        .expr(Expr::cust("CAST(SUM(entries) AS bigint)"))
        .filter(period::Column::ProjectId.eq(project.0))
        .filter(narrowed(filter));
    if by_weight {
        periods = periods
            .group_by(period::Column::Weight)
            .order_by(period::Column::Weight, direction.clone());
    }
    let periods: Vec<(i64, i64, i64)> = periods
        .group_by(period::Column::Period)
        .order_by(period::Column::Period, direction.clone())
        .into_tuple()
        .all(db)
        .await?;
    for (weight, period, entries) in periods {
        let entries = u64::try_from(entries).unwrap_or_default();
        if entries > start.skipped {
            start.from = Some(from(by_weight.then_some(weight), period, &direction));
            return Ok(start);
        }
        start.skipped -= entries;
    }
    Ok(Start {
        from: None,
        skipped,
    })
}

/// The condition that an entry is of this period or comes after it.
fn from(weight: Option<i64>, period: i64, direction: &Order) -> Expr {
    let created_at = Expr::col(entry::Column::CreatedAt);
    let bound = match direction {
        Order::Desc => (period + 1) * PERIOD,
        _ => period * PERIOD,
    };
    let (place, bound) = match weight {
        None => (created_at, Expr::val(bound)),
        Some(weight) => (
            Expr::tuple([Expr::col(entry::Column::Weight), created_at]),
            Expr::tuple([Expr::val(weight), Expr::val(bound)]),
        ),
    };
    match direction {
        Order::Desc => place.lt(bound),
        _ => place.gte(bound),
    }
}
