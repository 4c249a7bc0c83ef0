//! Lists that are longer than what is looked through at a time: where looking through goes on.

use domain::feedback::{FeedbackFilter, FeedbackOrder, FeedbackState, Severity};
use domain::ids::{FeedbackId, ProjectId};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use crate::error::Result;
use crate::feedback::query::{order_by_time, whose};
use crate::tables::decode;
use crate::tables::feedback::entry;

/// Along what entries are found: how they are cut, and where the next ones begin.
#[derive(Clone, Copy)]
pub(super) enum Along {
    /// Time, and number where that is the same.
    Time,
    /// Number alone, where it goes with time.
    Number,
}

impl Along {
    /// Puts what was found in this order.
    pub(super) fn order(self, query: &mut SelectStatement, direction: Order) {
        match self {
            Self::Time => order_by_time(query, direction),
            Self::Number => {
                query.order_by(entry::Column::Number, direction);
            }
        }
    }
}

/// An entry behind which looking through begins, by where it stands now.
#[derive(Clone, Copy)]
pub(super) struct Behind {
    at: i64,
    number: i64,
    state: FeedbackState,
    severity: Severity,
    /// Who looks after it; nil for nobody.
    assignee: Uuid,
}

impl Behind {
    /// Where an entry of a project stands, if there is one.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        project: ProjectId,
        entry: FeedbackId,
    ) -> Result<Option<Self>> {
        use entry::Column::{Assignee, CreatedAt, Number, Severity, State};
        let place: Option<(i64, i64, String, String, Option<Uuid>)> = entry::Entity::find()
            .select_only()
            .columns([CreatedAt, Number, State, Severity, Assignee])
            .filter(entry::Column::Id.eq(entry.0))
            .filter(entry::Column::ProjectId.eq(project.0))
            .into_tuple()
            .one(db)
            .await?;
        let Some((at, number, state, severity, assignee)) = place else {
            return Ok(None);
        };
        Ok(Some(Self {
            at,
            number,
            state: decode("state", &state)?,
            severity: decode("severity", &severity)?,
            assignee: assignee.unwrap_or_default(),
        }))
    }

    /// Whether it stands in this stretch of a list in this order.
    pub(super) fn stands_in(&self, stretch: &FeedbackFilter, order: FeedbackOrder) -> bool {
        match order {
            FeedbackOrder::Newest | FeedbackOrder::Oldest => true,
            FeedbackOrder::Severity => stretch.severities.contains(&self.severity),
            FeedbackOrder::State => stretch.states.contains(&self.state),
            FeedbackOrder::Assignee => whose(stretch) == Some(self.assignee),
        }
    }

    /// The condition that an entry stands behind it in this direction of time. What comes
    /// first bounds an index.
    pub(super) fn in_time(self, direction: &Order) -> Condition {
        use entry::Column::{CreatedAt, Number};
        let (not_before, later, next) = match direction {
            Order::Asc => (
                CreatedAt.gte(self.at),
                CreatedAt.gt(self.at),
                Number.gt(self.number),
            ),
            _ => (
                CreatedAt.lte(self.at),
                CreatedAt.lt(self.at),
                Number.lt(self.number),
            ),
        };
        Condition::all()
            .add(not_before)
            .add(Condition::any().add(later).add(next))
    }

    /// The same for the numbers that FTS5 tells.
    pub(super) fn in_words(self, direction: &Order) -> Expr {
        let behind = match direction {
            Order::Asc => "feedback_words.rowid > ?",
            _ => "feedback_words.rowid < ?",
        };
        Expr::cust_with_values(behind, [self.number])
    }
}
