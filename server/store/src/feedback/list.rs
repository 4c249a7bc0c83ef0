//! Finding feedback again, quickly even among a hundred thousand entries.
//!
//! Where only what is counted in advance narrows the log, totals come from
//! those counts and the page from one index, begun where it is near (`periods`).
//! Where words, an assignee or none, the class or the device, the reader's own or a
//! partner's view narrow it, the entries that fit are looked through one by one
//! (`looked`).

use domain::feedback::{FeedbackFilter, FeedbackPage};
use domain::ids::ProjectId;
use domain::paging::{PER_PAGE, Page, offset};
use domain::policy::{Action, Actor, Situation, may};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::counts::{facets, tallies};
use super::looked::{Narrowing, look_through};
use super::periods::start;
use super::query::{compare, narrowed, order_by};
use crate::database::Store;
use crate::error::Result;
use crate::projects::situation;
use crate::tables::feedback::entry;

impl Store {
    /// A page of a project's log, and what it can be narrowed to.
    ///
    /// # Errors
    /// [`StoreError::NotFound`](crate::StoreError::NotFound) when the actor may
    /// not know of the project; refused to those who see no feedback in it.
    pub async fn feedback_list(
        &self,
        actor: &Actor,
        project: ProjectId,
        filter: &FeedbackFilter,
    ) -> Result<FeedbackPage> {
        let seen = self
            .project_for(&self.db, actor, project, Action::SeeProject)
            .await?;
        let whole = may(actor, Action::SeeFeedback, &situation(&seen));
        if !whole {
            let situation = Situation {
                shared_with_partners: true,
                ..situation(&seen)
            };
            domain::policy::decide(actor, Action::SeeFeedback, &situation)?;
        }
        let Some(narrowing) = Narrowing::of(self.backend(), actor, whole, filter) else {
            return self.counted(actor, project, filter).await;
        };
        let looked = look_through(&self.db, project, narrowing, filter).await?;
        let counted = facets(&looked.tallies, filter);
        self.page_of(actor, looked.numbers, counted, filter, looked.partial)
            .await
    }

    /// A page by way of the counts kept in advance.
    async fn counted(
        &self,
        actor: &Actor,
        project: ProjectId,
        filter: &FeedbackFilter,
    ) -> Result<FeedbackPage> {
        let (facets, total) = facets(&tallies(&self.db, project).await?, filter);
        let before = offset(filter.page).min(total);
        let wanted = PER_PAGE.min(total - before);
        // The second half of the log is nearer from its end.
        let backwards = before > total / 2;
        let skipped = if backwards {
            total - before - wanted
        } else {
            before
        };
        let mut numbers: Vec<i64> = Vec::new();
        if wanted > 0 {
            let start = start(&self.db, project, filter, backwards, skipped).await?;
            let mut query = entry::Entity::find()
                .select_only()
                .column(entry::Column::Number)
                .filter(entry::Column::ProjectId.eq(project.0))
                .filter(narrowed(filter).add_option(start.from))
                .offset(start.skipped)
                .limit(wanted);
            order_by(QueryTrait::query(&mut query), filter.order, backwards);
            numbers = query.into_tuple().all(&self.db).await?;
        }
        self.page_of(actor, numbers, (facets, total), filter, false)
            .await
    }

    /// The entries with these numbers, put in order, as a page.
    async fn page_of(
        &self,
        actor: &Actor,
        numbers: Vec<i64>,
        (facets, total): (domain::feedback::Facets, u64),
        filter: &FeedbackFilter,
        partial: bool,
    ) -> Result<FeedbackPage> {
        let mut rows = entry::Entity::find()
            .filter(entry::Column::Number.is_in(numbers))
            .all(&self.db)
            .await?;
        rows.sort_by(|one, other| compare(filter.order, one, other));
        Ok(FeedbackPage {
            page: Page {
                items: self.read_feedback(actor, rows).await?,
                total,
                number: filter.page.max(1),
            },
            facets,
            partial,
        })
    }
}
