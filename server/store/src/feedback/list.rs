//! Finding feedback again, quickly even among a hundred thousand entries.
//!
//! Where only what is counted in advance narrows the log (state, kind, severity,
//! iteration, and who looks after entries or that nobody does), totals come from those
//! counts and the page from one index, begun where it is near (`periods`). Where words,
//! the class, the device, the network, a place in the tool or a version of it, days, the
//! reader's own or a partner's view narrow it, the entries that fit are looked through one
//! by one (`looked`).
//!
//! By state, by who looks after entries, and by severity among those of one person or of
//! nobody, the log stands in parts, one after the other, of each of which it is known how
//! many entries it has.

use domain::feedback::{FeedbackFilter, FeedbackOrder, FeedbackPage};
use domain::ids::ProjectId;
use domain::paging::{PER_PAGE, Page, nearest_page, offset};
use domain::policy::{Action, Actor, Situation, decide, may};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    TransactionTrait,
};

use super::counts::{Tally, facets, tallies};
use super::looked::{Narrowing, look_through};
use super::periods::start;
use super::query::{Sorting, direction, is_theirs, narrowed, order_by, whose};
use super::read::read_feedback;
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
        // All is asked over one connection, which knows the statements; between two of them
        // another would have to be found each time.
        let db = self.db.begin().await?;
        let page = self.read_page(&db, actor, project, filter).await?;
        db.commit().await?;
        Ok(page)
    }

    async fn read_page(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        project: ProjectId,
        filter: &FeedbackFilter,
    ) -> Result<FeedbackPage> {
        let whole = self.reads_whole_log(db, actor, project).await?;
        let sorting = Sorting::of(db, project, filter).await?;
        let narrowing = Narrowing::of(self.backend(), actor, whole, filter);
        match narrowing {
            None => counted(db, actor, project, filter, &sorting).await,
            Some(narrowing) => {
                let looked = look_through(db, project, &narrowing, filter, &sorting).await?;
                let counted = (looked.facets, looked.total);
                let filter = &looked.filter;
                let page = page_of(db, actor, looked.numbers, counted, filter, &sorting).await?;
                Ok(FeedbackPage {
                    partial: looked.partial || filter.part().is_some(),
                    more: looked.more,
                    part_before: looked.part_before,
                    ..page
                })
            }
        }
    }

    /// Whether the actor reads the whole log of a project, or only what is opened to them.
    ///
    /// # Errors
    /// As [`Self::feedback_list`].
    pub(super) async fn reads_whole_log(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        project: ProjectId,
    ) -> Result<bool> {
        let seen = self
            .project_for(db, actor, project, Action::SeeProject)
            .await?;
        let whole = may(actor, Action::SeeFeedback, &situation(&seen));
        if !whole {
            let situation = Situation {
                shared_with_partners: true,
                ..situation(&seen)
            };
            decide(actor, Action::SeeFeedback, &situation)?;
        }
        Ok(whole)
    }
}

/// A page by way of the counts kept in advance.
async fn counted(
    db: &impl ConnectionTrait,
    actor: &Actor,
    project: ProjectId,
    filter: &FeedbackFilter,
    sorting: &Sorting,
) -> Result<FeedbackPage> {
    let tallies = tallies(db, project, whose(filter)).await?;
    let (facets, total) = facets(&tallies, filter);
    // What is counted in advance is one list, without parts to look through.
    let filter = &FeedbackFilter {
        page: nearest_page(filter.page, total),
        after: None,
        ..filter.clone()
    };
    let parts = Part::all(&tallies, filter, sorting, total);
    let mut before = offset(filter.page);
    let mut numbers: Vec<i64> = Vec::new();
    for part in parts {
        if before >= part.entries {
            before -= part.entries;
            continue;
        }
        let there = u64::try_from(numbers.len()).unwrap_or(PER_PAGE);
        let wanted = PER_PAGE.saturating_sub(there).min(part.entries - before);
        if wanted == 0 {
            break;
        }
        numbers.extend(walk(db, project, &part, before, wanted).await?);
        before = 0;
    }
    page_of(db, actor, numbers, (facets, total), filter, sorting).await
}

/// The numbers of so many entries of a part, behind so many others.
async fn walk(
    db: &impl ConnectionTrait,
    project: ProjectId,
    part: &Part,
    before: u64,
    wanted: u64,
) -> Result<Vec<i64>> {
    // The second half of a part is nearer from its end.
    let backwards = before > part.entries / 2;
    let skipped = if backwards {
        part.entries - before - wanted
    } else {
        before
    };
    let start = start(db, project, &part.filter, backwards, skipped).await?;
    let order = part.filter.order;
    let whose = whose(&part.filter);
    let mut query = entry::Entity::find()
        .select_only()
        .column(entry::Column::Number)
        .filter(entry::Column::ProjectId.eq(project.0))
        .filter(
            narrowed(&part.filter)
                .add_option(start.from)
                .add_option(whose.map(is_theirs)),
        )
        .offset(start.skipped)
        .limit(wanted);
    if whose.is_some() {
        // It is the same for all, but PostgreSQL does not see that of nobody's entries,
        // and would put them in order itself.
        let first = entry::Column::Assignee;
        QueryTrait::query(&mut query).order_by(first, direction(order, backwards));
    }
    order_by(QueryTrait::query(&mut query), order, backwards);
    Ok(query.into_tuple().all(db).await?)
}

/// The entries with these numbers, put in order, as a page.
async fn page_of(
    db: &impl ConnectionTrait,
    actor: &Actor,
    numbers: Vec<i64>,
    (facets, total): (domain::feedback::Facets, u64),
    filter: &FeedbackFilter,
    sorting: &Sorting,
) -> Result<FeedbackPage> {
    let mut rows = entry::Entity::find()
        .filter(entry::Column::Number.is_in(numbers))
        .all(db)
        .await?;
    rows.sort_by(|one, other| sorting.compare(one, other));
    Ok(FeedbackPage {
        page: Page {
            items: read_feedback(db, actor, rows).await?,
            total,
            number: filter.page.max(1),
        },
        facets,
        partial: false,
        more: None,
        part: filter.part(),
        part_before: None,
    })
}

/// A part of a log that stands in order of time or weight.
struct Part {
    filter: FeedbackFilter,
    entries: u64,
}

impl Part {
    /// The parts of the log that a filter leaves, one after the other.
    fn all(tallies: &[Tally], filter: &FeedbackFilter, sorting: &Sorting, total: u64) -> Vec<Self> {
        let stretches = sorting.stretches(filter).into_iter();
        match (filter.order, whose(filter)) {
            // What one person does, or nobody, is in order of time in the index; all the rest
            // of the log in order of weight, too.
            (FeedbackOrder::Severity, None) => vec![Self {
                filter: filter.clone(),
                entries: total,
            }],
            (FeedbackOrder::Assignee, None) => {
                let people = sorting.people.iter().map(|(_, entries)| *entries);
                let nobody_s = total.saturating_sub(people.clone().sum());
                let entries = people.chain([nobody_s]);
                let part = |(filter, entries)| Self { filter, entries };
                stretches.zip(entries).map(part).collect()
            }
            _ => {
                let part = |filter| Self::counted(tallies, filter);
                stretches.map(part).collect()
            }
        }
    }

    fn counted(tallies: &[Tally], filter: FeedbackFilter) -> Self {
        let fitting = tallies.iter().filter(|tally| tally.fits(&filter));
        let entries = fitting.map(|tally| tally.entries).sum();
        Self { filter, entries }
    }
}
