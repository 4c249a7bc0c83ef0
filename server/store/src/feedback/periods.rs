//! Where in a long log a page begins, by the counts of each period: what lies
//! before is added up, and only the period itself is walked through.

use domain::feedback::{FeedbackFilter, FeedbackOrder};
use domain::ids::ProjectId;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, Order};

use super::query::{direction, narrowed, whose};
use crate::error::Result;
use crate::tables::feedback::{assigned_period, entry, period};

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
/// leaves, in its order or the other way round. Those of one person or of nobody are
/// counted by period alone, not by weight.
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
    let mut periods = Query::select();
    if by_weight {
        periods
            .column(period::Column::Weight)
            .group_by_col(period::Column::Weight)
            .order_by(period::Column::Weight, direction.clone());
    } else {
        periods.expr(Expr::cust("CAST(0 AS bigint)"));
    }
    periods
        .column(period::Column::Period)
        .expr(Expr::cust("CAST(SUM(entries) AS bigint)"))
        .and_where(Expr::col(period::Column::ProjectId).eq(project.0))
        .cond_where(narrowed(filter))
        .group_by_col(period::Column::Period)
        .order_by(period::Column::Period, direction.clone());
    match whose(filter) {
        None => periods.from(period::Entity),
        Some(whose) => periods
            .from(assigned_period::Entity)
            .and_where(Expr::col(assigned_period::Column::Assignee).eq(whose)),
    };
    for row in db.query_all(&periods).await? {
        let (weight, period, entries): (i64, i64, i64) = row.try_get_many_by_index()?;
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
