//! Finding feedback again, quickly even among a hundred thousand entries.
//!
//! Where only what is counted in advance narrows the log, totals come from
//! those counts and the page from one index, begun where it is near (`periods`).
//! Where words, an assignee or none, the class, the device, the network, a place in the
//! tool or a version of it, days, the reader's own or a partner's view narrow it, the
//! entries that fit are looked through one by one (`looked`).
//!
//! By state, or by who looks after entries, the log stands in parts, one after the other,
//! of each of which it is known how many entries it has.

use std::collections::BTreeMap;

use domain::feedback::{FeedbackFilter, FeedbackOrder, FeedbackPage, FeedbackState};
use domain::ids::ProjectId;
use domain::paging::{PER_PAGE, Page, offset};
use domain::policy::{Action, Actor, Situation, decide, may};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::counts::{Tally, facets, tallies};
use super::looked::{Narrowing, look_through};
use super::periods::{Start, start};
use super::query::{Sorting, narrowed, order_by};
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
        let whole = self.reads_whole_log(actor, project).await?;
        let sorting = Sorting::of(&self.db, project, filter.order).await?;
        let narrowing = Narrowing::of(self.backend(), actor, whole, filter);
        match narrowing {
            None => self.counted(actor, project, filter, &sorting).await,
            Some(narrowing) => {
                let looked = look_through(&self.db, project, narrowing, filter, &sorting).await?;
                let counted = facets(&looked.tallies, filter);
                let mut page = self
                    .page_of(actor, looked.numbers, counted, filter, &sorting)
                    .await?;
                page.partial = looked.partial;
                Ok(page)
            }
        }
    }

    /// Whether the actor reads the whole log of a project, or only what is opened to them.
    ///
    /// # Errors
    /// As [`Self::feedback_list`].
    pub(super) async fn reads_whole_log(&self, actor: &Actor, project: ProjectId) -> Result<bool> {
        let seen = self
            .project_for(&self.db, actor, project, Action::SeeProject)
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

    /// A page by way of the counts kept in advance.
    async fn counted(
        &self,
        actor: &Actor,
        project: ProjectId,
        filter: &FeedbackFilter,
        sorting: &Sorting,
    ) -> Result<FeedbackPage> {
        let tallies = tallies(&self.db, project).await?;
        let (facets, total) = facets(&tallies, filter);
        let parts = match filter.order {
            FeedbackOrder::State => Part::by_state(&tallies, filter),
            FeedbackOrder::Assignee => {
                let assigned = assigned(&self.db, project, filter).await?;
                Part::by_assignee(&sorting.people, &assigned, filter, total)
            }
            _ => vec![Part::whole(filter, total)],
        };
        let mut before = offset(filter.page).min(total);
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
            numbers.extend(self.walk(project, &part, before, wanted).await?);
            before = 0;
        }
        self.page_of(actor, numbers, (facets, total), filter, sorting)
            .await
    }

    /// The numbers of so many entries of a part, behind so many others.
    async fn walk(
        &self,
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
        let start = match part.whose {
            None => start(&self.db, project, &part.filter, backwards, skipped).await?,
            Some(_) => Start {
                from: None,
                skipped,
            },
        };
        let mut query = entry::Entity::find()
            .select_only()
            .column(entry::Column::Number)
            .filter(entry::Column::ProjectId.eq(project.0))
            .filter(
                narrowed(&part.filter)
                    .add_option(start.from)
                    .add_option(part.whose.clone()),
            )
            .offset(start.skipped)
            .limit(wanted);
        let order = part.filter.order;
        order_by(QueryTrait::query(&mut query), order, backwards);
        Ok(query.into_tuple().all(&self.db).await?)
    }

    /// The entries with these numbers, put in order, as a page.
    async fn page_of(
        &self,
        actor: &Actor,
        numbers: Vec<i64>,
        (facets, total): (domain::feedback::Facets, u64),
        filter: &FeedbackFilter,
        sorting: &Sorting,
    ) -> Result<FeedbackPage> {
        let mut rows = entry::Entity::find()
            .filter(entry::Column::Number.is_in(numbers))
            .all(&self.db)
            .await?;
        rows.sort_by(|one, other| sorting.compare(one, other));
        Ok(FeedbackPage {
            page: Page {
                items: self.read_feedback(actor, rows).await?,
                total,
                number: filter.page.max(1),
            },
            facets,
            partial: false,
        })
    }
}

/// A part of a log that stands in order of time or weight.
struct Part {
    filter: FeedbackFilter,
    /// Whose entries alone, where it is by who looks after them.
    whose: Option<Expr>,
    entries: u64,
}

impl Part {
    fn whole(filter: &FeedbackFilter, entries: u64) -> Self {
        Self {
            filter: filter.clone(),
            whose: None,
            entries,
        }
    }

    /// The newest first.
    fn newest(filter: &FeedbackFilter) -> FeedbackFilter {
        FeedbackFilter {
            order: FeedbackOrder::Newest,
            ..filter.clone()
        }
    }

    fn by_state(tallies: &[Tally], filter: &FeedbackFilter) -> Vec<Self> {
        let wanted =
            |state: &&FeedbackState| filter.states.is_empty() || filter.states.contains(state);
        let states = FeedbackState::ALL.iter().filter(wanted);
        let part = |state: &FeedbackState| {
            let filter = FeedbackFilter {
                states: vec![*state],
                ..Self::newest(filter)
            };
            let fitting = tallies.iter().filter(|tally| tally.fits(&filter));
            let entries = fitting.map(|tally| tally.entries).sum();
            Self::whole(&filter, entries)
        };
        states.map(part).collect()
    }

    fn by_assignee(
        people: &[Uuid],
        assigned: &BTreeMap<Uuid, u64>,
        filter: &FeedbackFilter,
        total: u64,
    ) -> Vec<Self> {
        let filter = Self::newest(filter);
        let part = |whose, entries| Self {
            filter: filter.clone(),
            whose: Some(whose),
            entries,
        };
        let of = |person: &Uuid| {
            let entries = assigned.get(person).copied().unwrap_or_default();
            part(entry::Column::Assignee.eq(*person), entries)
        };
        let mut parts: Vec<Self> = people.iter().map(of).collect();
        let rest = total.saturating_sub(assigned.values().sum());
        parts.push(part(entry::Column::Assignee.is_null(), rest));
        parts
    }
}

/// How many entries that fit each person looks after.
async fn assigned(
    db: &impl ConnectionTrait,
    project: ProjectId,
    filter: &FeedbackFilter,
) -> Result<BTreeMap<Uuid, u64>> {
    let rows: Vec<(Uuid, i64)> = entry::Entity::find()
        .select_only()
        .column(entry::Column::Assignee)
        .column_as(entry::Column::Number.count(), "entries")
        .filter(entry::Column::ProjectId.eq(project.0))
        .filter(entry::Column::Assignee.is_not_null())
        .filter(narrowed(filter))
        .group_by(entry::Column::Assignee)
        .into_tuple()
        .all(db)
        .await?;
    let count = |(person, entries)| (person, u64::try_from(entries).unwrap_or_default());
    Ok(rows.into_iter().map(count).collect())
}
