//! What every query of the log shares: what it is narrowed to by what is counted
//! in advance, whose entries it tells of, and the order in which it stands, as a whole and
//! stretch by stretch.

use std::cmp::Ordering;

use domain::feedback::{FeedbackFilter, FeedbackOrder, FeedbackState, Severity};
use domain::ids::{ProjectId, UserId};
use domain::territories::fold;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, Order};
use uuid::Uuid;

use super::counts::assigned;
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

/// Whose entries alone a filter leaves, by who looks after them; nil for nobody's.
pub(super) fn whose(filter: &FeedbackFilter) -> Option<Uuid> {
    let nobody = filter.unassigned.then(Uuid::nil);
    filter.assignee.map(|person| person.0).or(nobody)
}

/// The condition that an entry is one of theirs; nil for nobody's.
pub(super) fn is_theirs(whose: Uuid) -> Expr {
    match whose.is_nil() {
        true => entry::Column::Assignee.is_null(),
        false => entry::Column::Assignee.eq(whose),
    }
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
    /// Who looks after entries that fit, by name, and how many each.
    pub(super) people: Vec<(Uuid, u64)>,
}

impl Sorting {
    /// The order of a project's log.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        project: ProjectId,
        filter: &FeedbackFilter,
    ) -> Result<Self> {
        let order = filter.order;
        let people = match order {
            FeedbackOrder::Assignee => people(db, project, filter).await?,
            _ => Vec::new(),
        };
        Ok(Self { order, people })
    }

    /// What a filter leaves, as stretches that follow one another in this order, each of them
    /// in order of time.
    pub(super) fn stretches(&self, filter: &FeedbackFilter) -> Vec<FeedbackFilter> {
        let newest = FeedbackFilter {
            order: FeedbackOrder::Newest,
            ..filter.clone()
        };
        match (self.order, whose(filter)) {
            (FeedbackOrder::Severity, _) => {
                let heaviest_first = Severity::ALL.iter().rev();
                let wanted = heaviest_first.filter(|one| is_chosen(&filter.severities, one));
                let stretch = |severity: &Severity| FeedbackFilter {
                    severities: vec![*severity],
                    ..newest.clone()
                };
                wanted.map(stretch).collect()
            }
            (FeedbackOrder::State, _) => {
                let wanted = FeedbackState::ALL.iter();
                let wanted = wanted.filter(|one| is_chosen(&filter.states, one));
                let stretch = |state: &FeedbackState| FeedbackFilter {
                    states: vec![*state],
                    ..newest.clone()
                };
                wanted.map(stretch).collect()
            }
            (FeedbackOrder::Assignee, None) => {
                let theirs = |(person, _): &(Uuid, u64)| FeedbackFilter {
                    assignee: Some(UserId(*person)),
                    ..newest.clone()
                };
                let nobody_s = FeedbackFilter {
                    unassigned: true,
                    ..newest.clone()
                };
                let people = self.people.iter().map(theirs);
                people.chain([nobody_s]).collect()
            }
            (FeedbackOrder::Newest | FeedbackOrder::Oldest | FeedbackOrder::Assignee, _) => {
                vec![filter.clone()]
            }
        }
    }

    /// Puts entries in this order.
    pub(super) fn apply(&self, query: &mut SelectStatement) {
        let ranks: Vec<Expr> = match self.order {
            FeedbackOrder::State => FeedbackState::ALL
                .iter()
                .map(|state| Expr::col(entry::Column::State).eq(state.code()))
                .collect(),
            FeedbackOrder::Assignee => {
                let person =
                    |(person, _): &(Uuid, u64)| Expr::col(entry::Column::Assignee).eq(*person);
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
                    let place = people.position(|(person, _)| Some(*person) == row.assignee);
                    place.unwrap_or(self.people.len())
                };
                rank(one).cmp(&rank(other)).then(newest)
            }
        }
    }
}

/// Who looks after entries of a project that fit, by name, and how many each.
async fn people(
    db: &impl ConnectionTrait,
    project: ProjectId,
    filter: &FeedbackFilter,
) -> Result<Vec<(Uuid, u64)>> {
    let assigned = assigned(db, project, filter).await?;
    let people = people_by_id(db, assigned.keys().copied()).await?;
    let name = |(person, entries): (Uuid, u64)| {
        let name = people.get(&person).map(|person| fold(&person.name));
        (name, person, entries)
    };
    let mut people: Vec<_> = assigned.into_iter().map(name).collect();
    people.sort_unstable();
    let people = people.into_iter();
    Ok(people
        .map(|(_, person, entries)| (person, entries))
        .collect())
}

/// Whether a value is among those chosen in a field; nothing chosen stands for all.
fn is_chosen<T: PartialEq>(chosen: &[T], value: &T) -> bool {
    chosen.is_empty() || chosen.contains(value)
}

/// The codes of what is chosen in a field.
pub(super) fn codes<T: Copy + std::fmt::Display>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}
