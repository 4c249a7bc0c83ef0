//! The home page: what waits for a person, and where each of their projects is.

mod glances;

use std::collections::{BTreeMap, BTreeSet};

use domain::decisions::ActionState;
use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::FeedbackState;
use domain::home::{AHEAD_DAYS, TO_TREAT, WAITING_MAX, Waiting, WaitingKind};
use domain::ids::ProjectId;
use domain::iterations::IterationState;
use domain::milestones::MilestoneState;
use domain::notifications::NotificationKind;
use domain::policy::{Action, Actor, Situation, may};
use domain::time::Date;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::database::Store;
use crate::error::Result;
use crate::feedback::LeftBehind;
use crate::projects::able_leads;
use crate::tables::decisions::action_item;
use crate::tables::feedback::{count, entry};
use crate::tables::iterations::iteration;
use crate::tables::milestones::{milestone, signature};
use crate::tables::notifications::notification;
use crate::tables::{decode, decode_optional};

/// A milestone that is still ahead.
const AHEAD: [&str; 2] = [MilestoneState::Open.code(), MilestoneState::Moved.code()];
impl Store {
    /// What waits for the actor, in one project or everywhere, the most pressing
    /// first: what they own, signed up for, gave or lead, where they manage the team which
    /// projects nobody leads and what those left who have gone, and nothing else.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waiting(
        &self,
        actor: &Actor,
        project: Option<ProjectId>,
        today: Date,
    ) -> Result<Vec<Waiting>> {
        let projects: Vec<Uuid> = match project {
            Some(project) => vec![project.0],
            None => self.visible_projects(actor).await?,
        };
        let mut waiting = self.own_milestones(actor, &projects, today).await?;
        waiting.extend(self.own_actions(actor, &projects, today).await?);
        let managed: Vec<Uuid> = projects
            .iter()
            .copied()
            .filter(|project| manages_team(actor, *project))
            .collect();
        waiting.extend(self.without_lead(&managed).await?);
        waiting.extend(self.left_behind(&managed).await?);
        waiting.extend(self.to_sign(actor, &projects).await?);
        waiting.extend(self.to_confirm(actor, &projects).await?);
        waiting.extend(self.to_treat(actor, &projects).await?);
        let led: Vec<Uuid> = projects
            .iter()
            .copied()
            .filter(|project| leads(actor, *project))
            .collect();
        waiting.extend(self.reviews(&led).await?);
        waiting.extend(self.to_triage(&led).await?);
        waiting.extend(self.mentions(actor, &projects).await?);
        if project.is_none() {
            waiting.extend(self.needs_with_news(actor).await?);
        }
        let waiting = self.called(actor, waiting).await?;
        Ok(waiting)
    }

    async fn own_milestones(
        &self,
        actor: &Actor,
        projects: &[Uuid],
        today: Date,
    ) -> Result<Vec<Waiting>> {
        let until = today.saturating_add(domain::time::days(AHEAD_DAYS.into()));
        let rows = milestone::Entity::find()
            .filter(milestone::Column::Owner.eq(actor.user.0))
            .filter(milestone::Column::ProjectId.is_in(projects.iter().copied()))
            .filter(milestone::Column::State.is_in(AHEAD))
            .filter(milestone::Column::DueOn.lte(until.to_string()))
            .order_by_asc(milestone::Column::DueOn)
            .limit(WAITING_MAX)
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| {
                let due_on: Date = decode("due_on", &row.due_on)?;
                let kind = match due_on < today {
                    true => WaitingKind::Overdue,
                    false => WaitingKind::Due,
                };
                let thing = ThingRef::new(ThingKind::Milestone, row.id);
                Ok(Waiting {
                    due_on: Some(due_on),
                    ..waits(kind, thing, row.project_id)
                })
            })
            .collect()
    }

    /// Action items that the actor took on, those with the nearest date first.
    async fn own_actions(
        &self,
        actor: &Actor,
        projects: &[Uuid],
        today: Date,
    ) -> Result<Vec<Waiting>> {
        let rows = action_item::Entity::find()
            .filter(action_item::Column::Owner.eq(actor.user.0))
            .filter(action_item::Column::ProjectId.is_in(projects.iter().copied()))
            .filter(action_item::Column::State.eq(ActionState::Open.code()))
            .order_by_asc(action_item::Column::DueOn.is_null())
            .order_by_asc(action_item::Column::DueOn)
            .order_by_asc(action_item::Column::CreatedAt)
            .limit(WAITING_MAX)
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| {
                let due_on: Option<Date> = decode_optional("due_on", row.due_on)?;
                let kind = match due_on.is_some_and(|due_on| due_on < today) {
                    true => WaitingKind::Late,
                    false => WaitingKind::Do,
                };
                let thing = ThingRef::new(ThingKind::ActionItem, row.id);
                Ok(Waiting {
                    due_on,
                    ..waits(kind, thing, row.project_id)
                })
            })
            .collect()
    }

    /// Projects that nobody leads who can, for whoever may name somebody: an account is
    /// closed, and a party corrected, whatever its owner leads.
    async fn without_lead(&self, managed: &[Uuid]) -> Result<Vec<Waiting>> {
        if managed.is_empty() {
            return Ok(Vec::new());
        }
        let led = able_leads(&self.db, managed.iter().copied()).await?;
        let led: BTreeSet<Uuid> = led.into_iter().map(|(project, _)| project).collect();
        let most = usize::try_from(WAITING_MAX).unwrap_or(usize::MAX);
        let line = |project: Uuid| {
            let thing = ThingRef::new(ThingKind::Project, project);
            waits(WaitingKind::NoLead, thing, project)
        };
        let without = managed.iter().copied();
        let without = without.filter(|project| !led.contains(project));
        Ok(without.take(most).map(line).collect())
    }

    /// Open entries of those who have left, for whoever manages the team: one line for each
    /// of these people in each project.
    async fn left_behind(&self, managed: &[Uuid]) -> Result<Vec<Waiting>> {
        let most = usize::try_from(WAITING_MAX).unwrap_or(usize::MAX);
        let left = self.left_open(managed).await?.into_iter().take(most);
        let line = |left: LeftBehind| {
            let thing = ThingRef::new(ThingKind::Project, left.project);
            Waiting {
                count: Some(left.entries),
                left_by: Some(left.person),
                ..waits(WaitingKind::LeftBehind, thing, left.project)
            }
        };
        Ok(left.map(line).collect())
    }

    /// Milestones that are settled and name the actor.
    async fn to_sign(&self, actor: &Actor, projects: &[Uuid]) -> Result<Vec<Waiting>> {
        let asked: Vec<Uuid> = signature::Entity::find()
            .select_only()
            .column(signature::Column::MilestoneId)
            .filter(signature::Column::UserId.eq(actor.user.0))
            .filter(signature::Column::SignedAt.is_null())
            .into_tuple()
            .all(&self.db)
            .await?;
        let rows = milestone::Entity::find()
            .filter(milestone::Column::Id.is_in(asked))
            .filter(milestone::Column::ProjectId.is_in(projects.iter().copied()))
            .filter(milestone::Column::State.is_not_in(AHEAD))
            .order_by_asc(milestone::Column::SettledAt)
            .limit(WAITING_MAX)
            .all(&self.db)
            .await?;
        let may_sign = |row: &milestone::Model| {
            let situation = Situation {
                shared_with_partners: true,
                ..Situation::in_project(ProjectId(row.project_id))
            };
            may(actor, Action::SignMilestone, &situation)
        };
        Ok(rows
            .into_iter()
            .filter(may_sign)
            .map(|row| {
                let thing = ThingRef::new(ThingKind::Milestone, row.id);
                waits(WaitingKind::Sign, thing, row.project_id)
            })
            .collect())
    }

    /// Entries that the actor gave and may confirm.
    async fn to_confirm(&self, actor: &Actor, projects: &[Uuid]) -> Result<Vec<Waiting>> {
        let rows: Vec<(Uuid, Uuid)> = entry::Entity::find()
            .select_only()
            .column(entry::Column::Id)
            .column(entry::Column::ProjectId)
            .filter(entry::Column::Author.eq(actor.user.0))
            .filter(entry::Column::State.eq(FeedbackState::Shipped.code()))
            .filter(entry::Column::ProjectId.is_in(projects.iter().copied()))
            .order_by_desc(entry::Column::Weight)
            .order_by_asc(entry::Column::Number)
            .limit(WAITING_MAX)
            .into_tuple()
            .all(&self.db)
            .await?;
        let line = |(id, project)| {
            let thing = ThingRef::new(ThingKind::Feedback, id);
            waits(WaitingKind::Confirm, thing, project)
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// Entries that the actor looks after: one line for each project, which is of the
    /// entry itself where there is one alone.
    async fn to_treat(&self, actor: &Actor, projects: &[Uuid]) -> Result<Vec<Waiting>> {
        let rows: Vec<(Uuid, i64, i64)> = entry::Entity::find()
            .select_only()
            .column(entry::Column::ProjectId)
            .column_as(entry::Column::Number.count(), "entries")
            .column_as(entry::Column::Number.min(), "first")
            .filter(entry::Column::Assignee.eq(actor.user.0))
            .filter(entry::Column::State.is_in(TO_TREAT.map(FeedbackState::code)))
            .filter(entry::Column::ProjectId.is_in(projects.iter().copied()))
            .group_by(entry::Column::ProjectId)
            .into_tuple()
            .all(&self.db)
            .await?;
        let alone = rows.iter().filter(|(_, entries, _)| *entries == 1);
        let alone: BTreeMap<i64, Uuid> = entry::Entity::find()
            .select_only()
            .column(entry::Column::Number)
            .column(entry::Column::Id)
            .filter(entry::Column::Number.is_in(alone.map(|(_, _, number)| *number)))
            .into_tuple::<(i64, Uuid)>()
            .all(&self.db)
            .await?
            .into_iter()
            .collect();
        let line = |(project, entries, first): (Uuid, i64, i64)| match alone.get(&first) {
            Some(id) => {
                let thing = ThingRef::new(ThingKind::Feedback, *id);
                waits(WaitingKind::Treat, thing, project)
            }
            None => Waiting {
                count: u64::try_from(entries).ok(),
                ..waits(
                    WaitingKind::Treat,
                    ThingRef::new(ThingKind::Project, project),
                    project,
                )
            },
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// Iterations in review in projects that the actor leads.
    async fn reviews(&self, led: &[Uuid]) -> Result<Vec<Waiting>> {
        let rows = iteration::Entity::find()
            .filter(iteration::Column::ProjectId.is_in(led.iter().copied()))
            .filter(iteration::Column::State.eq(IterationState::InReview.code()))
            .order_by_asc(iteration::Column::UpdatedAt)
            .limit(WAITING_MAX)
            .all(&self.db)
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let thing = ThingRef::new(ThingKind::Iteration, row.id);
                waits(WaitingKind::Review, thing, row.project_id)
            })
            .collect())
    }

    /// Feedback on which nobody has decided in projects that the actor leads: one
    /// line for each project, by the counts kept in advance.
    async fn to_triage(&self, led: &[Uuid]) -> Result<Vec<Waiting>> {
        let rows = count::Entity::find()
            .filter(count::Column::ProjectId.is_in(led.iter().copied()))
            .filter(count::Column::State.eq(FeedbackState::New.code()))
            .filter(count::Column::Entries.gt(0))
            .all(&self.db)
            .await?;
        let mut new: BTreeMap<Uuid, u64> = BTreeMap::new();
        for row in rows {
            *new.entry(row.project_id).or_default() += u64::try_from(row.entries).unwrap_or(0);
        }
        let line = |(project, count)| Waiting {
            count: Some(count),
            ..waits(
                WaitingKind::Triage,
                ThingRef::new(ThingKind::Project, project),
                project,
            )
        };
        Ok(new.into_iter().map(line).collect())
    }

    /// Comments that mention the actor, who has not looked yet.
    async fn mentions(&self, actor: &Actor, projects: &[Uuid]) -> Result<Vec<Waiting>> {
        let mention = [NotificationKind::Mention];
        let told = self.not_looked_at(actor, &mention, Some(projects)).await?;
        Ok(told
            .into_iter()
            .filter_map(|(entry, project)| {
                let thing = ThingRef::new(ThingKind::Feedback, entry);
                Some(waits(WaitingKind::Mention, thing, project?))
            })
            .collect())
    }

    /// Needs of which the actor was told what became, and has not looked yet.
    async fn needs_with_news(&self, actor: &Actor) -> Result<Vec<Waiting>> {
        let kinds: Vec<_> = NotificationKind::ALL
            .iter()
            .copied()
            .filter(|kind| kind.is_of_need())
            .collect();
        let told = self.not_looked_at(actor, &kinds, None).await?;
        let waits = |(need, _)| Waiting {
            project: None,
            ..waits(
                WaitingKind::News,
                ThingRef::new(ThingKind::Need, need),
                Uuid::nil(),
            )
        };
        Ok(told.into_iter().map(waits).collect())
    }

    /// The things, each once with its project, of which the actor was told by news
    /// of these kinds that they have not read; in these projects alone, where some
    /// are given.
    async fn not_looked_at(
        &self,
        actor: &Actor,
        kinds: &[NotificationKind],
        projects: Option<&[Uuid]>,
    ) -> Result<BTreeMap<Uuid, Option<Uuid>>> {
        let projects = projects
            .map(|projects| notification::Column::ProjectId.is_in(projects.iter().copied()));
        let told: Vec<(Uuid, Option<Uuid>)> = notification::Entity::find()
            .select_only()
            .column(notification::Column::ThingId)
            .column(notification::Column::ProjectId)
            .filter(notification::Column::UserId.eq(actor.user.0))
            .filter(notification::Column::ReadAt.is_null())
            .filter(notification::Column::InApp.eq(true))
            .filter(notification::Column::Kind.is_in(kinds.iter().map(|kind| kind.code())))
            .filter(Condition::all().add_option(projects))
            .order_by_desc(notification::Column::At)
            .limit(WAITING_MAX)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(told.into_iter().collect())
    }

    /// Gives what waits its titles and its order, without what the actor may
    /// not see.
    async fn called(&self, actor: &Actor, mut waiting: Vec<Waiting>) -> Result<Vec<Waiting>> {
        if waiting.is_empty() {
            return Ok(waiting);
        }
        let things = waiting.iter().map(|waiting| waiting.thing);
        let titles = self.titles_known(actor, things).await?;
        waiting.retain_mut(|waiting| match titles.get(&waiting.thing) {
            Some(title) => {
                waiting.title.clone_from(title);
                true
            }
            None => false,
        });
        waiting.sort_by_key(Waiting::place);
        Ok(waiting)
    }
}

/// Whether the actor steers the iterations of a project, and decides on what comes
/// in to it, as a member of its team.
fn leads(actor: &Actor, project: Uuid) -> bool {
    let project = ProjectId(project);
    let situation = Situation::in_project(project);
    actor.projects.contains_key(&project) && may(actor, Action::SteerIteration, &situation)
}

/// Whether the actor says who is on the team of a project.
fn manages_team(actor: &Actor, project: Uuid) -> bool {
    let situation = Situation::in_project(ProjectId(project));
    may(actor, Action::ManageTeam, &situation)
}

fn waits(kind: WaitingKind, thing: ThingRef, project: Uuid) -> Waiting {
    Waiting {
        kind,
        thing,
        title: String::new(),
        project: Some(ProjectId(project)),
        due_on: None,
        count: None,
        left_by: None,
    }
}
