//! What every query of the log shares: what it is narrowed to by what is counted
//! in advance, and the order in which it stands.

use std::cmp::Ordering;

use domain::feedback::{FeedbackFilter, FeedbackOrder};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{Condition, Order};

use crate::tables::feedback::entry;

/// The condition that an entry fits what a filter narrows to and what is counted
/// by.
pub(super) fn narrowed(filter: &FeedbackFilter) -> Condition {
    let mut narrowed = Condition::all();
    for (column, codes) in [
        (entry::Column::State, codes(&filter.states)),
        (entry::Column::Kind, codes(&filter.kinds)),
        (entry::Column::Severity, codes(&filter.severities)),
    ] {
        if !codes.is_empty() {
            narrowed = narrowed.add(Expr::col(column).is_in(codes));
        }
    }
    narrowed.add_option(
        filter
            .iteration
            .map(|iteration| Expr::col(entry::Column::IterationId).eq(iteration.0)),
    )
}

/// In which direction the order asked for, or the other way round, goes through
/// time and weight.
pub(super) fn direction(order: FeedbackOrder, backwards: bool) -> Order {
    if (order == FeedbackOrder::Oldest) == backwards {
        Order::Desc
    } else {
        Order::Asc
    }
}

/// Puts entries in the order asked for, or the other way round. [`compare`] is
/// the same order.
pub(super) fn order_by(query: &mut SelectStatement, order: FeedbackOrder, backwards: bool) {
    let direction = direction(order, backwards);
    if order == FeedbackOrder::Severity {
        query.order_by(entry::Column::Weight, direction.clone());
    }
    order_by_time(query, direction);
}

/// Puts entries in order of time, those of one moment in order of giving.
pub(super) fn order_by_time(query: &mut SelectStatement, direction: Order) {
    query
        .order_by(entry::Column::CreatedAt, direction.clone())
        .order_by(entry::Column::Number, direction);
}

/// How two entries stand to each other in the order asked for.
pub(super) fn compare(order: FeedbackOrder, one: &entry::Model, other: &entry::Model) -> Ordering {
    let time = |row: &entry::Model| (row.created_at, row.number);
    match order {
        FeedbackOrder::Oldest => time(one).cmp(&time(other)),
        FeedbackOrder::Newest => time(other).cmp(&time(one)),
        FeedbackOrder::Severity => (other.weight, time(other)).cmp(&(one.weight, time(one))),
    }
}

fn codes<T: Copy + std::fmt::Display>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}
