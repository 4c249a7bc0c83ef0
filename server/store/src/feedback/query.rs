//! What every query of the log shares: what it is narrowed to by what is counted
//! in advance, and the order in which it stands.

use std::cmp::Ordering;

use domain::feedback::{FeedbackFilter, FeedbackOrder, FeedbackState};
use domain::ids::ProjectId;
use domain::territories::fold;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use crate::accounts::people_by_id;
use crate::error::Result;
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

/// Puts entries in order of time, of weight where it is asked for, or the other way
/// round.
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

/// The order asked for, with the people by whose names it goes.
pub(super) struct Sorting {
    order: FeedbackOrder,
    /// Who looks after entries, by name.
    pub(super) people: Vec<Uuid>,
}

impl Sorting {
    /// The order of a project's log.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        project: ProjectId,
        order: FeedbackOrder,
    ) -> Result<Self> {
        let people = match order {
            FeedbackOrder::Assignee => people(db, project).await?,
            _ => Vec::new(),
        };
        Ok(Self { order, people })
    }

    /// Puts entries in this order.
    pub(super) fn apply(&self, query: &mut SelectStatement) {
        let ranks: Vec<Expr> = match self.order {
            FeedbackOrder::State => FeedbackState::ALL
                .iter()
                .map(|state| Expr::col(entry::Column::State).eq(state.code()))
                .collect(),
            FeedbackOrder::Assignee => {
                let person = |person: &Uuid| Expr::col(entry::Column::Assignee).eq(*person);
                self.people.iter().map(person).collect()
            }
            _ => Vec::new(),
        };
        if !ranks.is_empty() {
            let last = i64::try_from(ranks.len()).unwrap_or(i64::MAX);
            let ranked = (0_i64..).zip(ranks);
            let rank = ranked.fold(CaseStatement::new(), |rank, (place, is)| {
                rank.case(is, place)
            });
            query.order_by_expr(rank.finally(last).into(), Order::Asc);
        }
        order_by(query, self.order, false);
    }

    /// How two entries stand to each other in it: the same order as that of [`apply`].
    ///
    /// [`apply`]: Self::apply
    pub(super) fn compare(&self, one: &entry::Model, other: &entry::Model) -> Ordering {
        let time = |row: &entry::Model| (row.created_at, row.number);
        let newest = time(other).cmp(&time(one));
        match self.order {
            FeedbackOrder::Oldest => newest.reverse(),
            FeedbackOrder::Newest => newest,
            FeedbackOrder::Severity => other.weight.cmp(&one.weight).then(newest),
            FeedbackOrder::State => {
                let rank = |row: &entry::Model| {
                    let mut states = FeedbackState::ALL.iter();
                    states.position(|state| state.code() == row.state)
                };
                rank(one).cmp(&rank(other)).then(newest)
            }
            FeedbackOrder::Assignee => {
                let rank = |row: &entry::Model| {
                    let mut people = self.people.iter();
                    let place = people.position(|person| Some(*person) == row.assignee);
                    place.unwrap_or(self.people.len())
                };
                rank(one).cmp(&rank(other)).then(newest)
            }
        }
    }
}

/// Who looks after entries of a project, by name.
async fn people(db: &impl ConnectionTrait, project: ProjectId) -> Result<Vec<Uuid>> {
    let ids: Vec<Uuid> = entry::Entity::find()
        .select_only()
        .distinct()
        .column(entry::Column::Assignee)
        .filter(entry::Column::ProjectId.eq(project.0))
        .filter(entry::Column::Assignee.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let people = people_by_id(db, ids).await?;
    let mut people: Vec<_> = people
        .into_values()
        .map(|person| (fold(&person.name), person.id.0))
        .collect();
    people.sort_unstable();
    Ok(people.into_iter().map(|(_, id)| id).collect())
}

fn codes<T: Copy + std::fmt::Display>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}
