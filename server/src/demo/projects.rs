//! The acts by which projects go on: teams and phases, iterations with their
//! maps and changes, milestones.

use domain::conjectures::{ElementDraft, MapLinkDraft};
use domain::evidence::{Relation, ThingKind};
use domain::ids::{
    ChangeId, ElementId, IterationId, LinkId, MapLinkId, MilestoneId, ProjectId, ProjectLinkId,
};
use domain::iterations::{ChangeDraft, IterationDraft, IterationState};
use domain::milestones::{MeasureDraft, MilestoneDraft, MoveDraft, SettleDraft};
use domain::phases::PhasesDraft;
use domain::policy::Actor;
use domain::projects::{ProjectDraft, ProjectLinkDraft};

use super::acts::{Stage, code, in_words, unknown};
use super::content::{
    Address, Answer, Change, Element, Finding, Iteration, MapPath, Member, Milestone, Phase,
    Project, Step,
};
use crate::error::Result;

/// Who answers for every project.
const LEAD: &str = "lead";

impl Stage {
    async fn lead(&self) -> Result<Actor> {
        self.actor(LEAD).await
    }

    pub(super) async fn open(&mut self, project: &Project) -> Result<()> {
        let draft = ProjectDraft {
            title: project.title.clone(),
            summary: project.summary.clone(),
            problem: project.problem.clone(),
            audience: project.audience.clone(),
            discipline: project.discipline.clone(),
            level: project.level.clone(),
            territory: project.territory.clone(),
            programme: project.programme.clone(),
            programme_name: project.programme_name.clone(),
            starts_on: self.calendar.day(project.starts_on).to_string(),
            visibility: project.visibility.clone(),
        };
        let id = ProjectId(self.new_id());
        let lead = self.lead().await?;
        let opened = self.store.create_project(&lead, id, &draft).await;
        opened.map_err(in_words(&project.title))?;
        self.name(ThingKind::Project, &project.key, id);
        Ok(())
    }

    pub(super) async fn add_to_team(&self, project: &Project, member: &Member) -> Result<()> {
        let (lead, id) = (self.lead().await?, self.project(project)?);
        let person = self.person(&member.who)?;
        let role = Some(code(&member.role)?);
        let there = self.store.project(&lead, id).await;
        let version = there
            .map_err(in_words(&project.title))?
            .project
            .team_version;
        let added = self
            .store
            .set_team_role(&lead, id, version, person, role)
            .await;
        added.map_err(in_words(&member.who))
    }

    pub(super) async fn change_phase(&self, project: &Project, phase: &Phase) -> Result<()> {
        let (lead, id) = (self.lead().await?, self.project(project)?);
        let day = self.calendar.day(phase.on);
        let phase = code(&phase.phase)?;
        let there = self.store.project(&lead, id).await;
        let version = there.map_err(in_words(&project.title))?.project.version;
        let changed = self
            .store
            .change_phase(&lead, id, version, phase, day)
            .await;
        changed.map_err(in_words(phase))
    }

    pub(super) async fn plan_phases(&self, project: &Project) -> Result<()> {
        let (lead, id) = (self.lead().await?, self.project(project)?);
        let there = self.store.project(&lead, id).await;
        let there = there.map_err(in_words(&project.title))?;
        let mut draft = PhasesDraft::from(there.phases.as_slice());
        for planned in &project.plan.phases {
            let phase = code(&planned.phase)?;
            for (field, day) in [
                (PhasesDraft::start_field(phase), planned.from),
                (PhasesDraft::end_field(phase), planned.to),
            ] {
                if let Some(day) = day {
                    draft.0.insert(field, self.calendar.day(day).to_string());
                }
            }
        }
        let version = there.project.version;
        let planned = self.store.plan_phases(&lead, id, version, &draft).await;
        planned.map_err(in_words(&project.title))
    }

    pub(super) async fn add_address(&self, project: &Project, address: &Address) -> Result<()> {
        let (lead, home) = (self.lead().await?, self.project(project)?);
        let id = ProjectLinkId(self.new_id());
        let draft = ProjectLinkDraft {
            title: address.title.clone(),
            address: address.address.clone(),
        };
        let added = self.store.add_project_link(&lead, home, id, &draft).await;
        added.map_err(in_words(&address.title))
    }

    pub(super) async fn answer_need(&self, project: &Project, answer: &Answer) -> Result<()> {
        let (lead, id) = (self.lead().await?, self.project(project)?);
        let need = self.need(&answer.need)?;
        let answered = self.store.answer_need(&lead, id, need, true).await;
        answered.map_err(in_words(&answer.need))
    }

    pub(super) async fn plan(&mut self, project: &Project, iteration: &Iteration) -> Result<()> {
        let draft = IterationDraft {
            goal: iteration.goal.clone(),
            hypothesis: iteration.hypothesis.clone(),
            tool_version: iteration.version.clone(),
            starts_on: self.calendar.day(iteration.starts_on).to_string(),
            ends_on: self.calendar.day(iteration.ends_on).to_string(),
        };
        let (project, id) = (self.project(project)?, IterationId(self.new_id()));
        let lead = self.lead().await?;
        let planned = self.store.plan_iteration(&lead, project, id, &draft).await;
        planned.map_err(in_words(&iteration.key))?;
        self.name(ThingKind::Iteration, &iteration.key, id);
        Ok(())
    }

    fn iteration(&self, key: &str) -> Result<IterationId> {
        Ok(IterationId(self.id(ThingKind::Iteration, key)?))
    }

    pub(super) async fn steer(&self, iteration: &Iteration, state: IterationState) -> Result<()> {
        let (lead, id) = (self.lead().await?, self.iteration(&iteration.key)?);
        let (_, detail) = self.store.iteration(&lead, id).await?;
        let version = detail.content.iteration.version;
        let steered = self.store.steer_iteration(&lead, id, version, state).await;
        steered.map_err(in_words(&iteration.key))
    }

    pub(super) async fn add_element(&mut self, element: &Element) -> Result<()> {
        let draft = ElementDraft {
            column: element.column.clone(),
            kind: element.kind.clone(),
            text: element.text.clone(),
            why: element.why.clone(),
            ..ElementDraft::default()
        };
        let (lead, iteration) = (self.lead().await?, self.iteration(&element.iteration)?);
        let id = ElementId(self.new_id());
        let added = self.store.add_element(&lead, iteration, id, &draft).await;
        added.map_err(in_words(&element.key))?;
        self.name(ThingKind::Element, &element.key, id);
        Ok(())
    }

    pub(super) async fn add_path(&mut self, path: &MapPath) -> Result<()> {
        let (lead, iteration) = (self.lead().await?, self.iteration(&path.iteration)?);
        let (_, detail) = self.store.iteration(&lead, iteration).await?;
        // What was carried over has another id here.
        let here = |key: &str| {
            let origin = ElementId(self.id(ThingKind::Element, key)?);
            let mut elements = detail.content.map.elements.iter();
            let found = elements.find(|element| element.origin == origin);
            found
                .map(|element| element.id.to_string())
                .ok_or_else(|| unknown("element", key))
        };
        let draft = MapLinkDraft {
            from: here(&path.from)?,
            to: here(&path.to)?,
            why: path.why.clone(),
            ..MapLinkDraft::default()
        };
        let id = MapLinkId(self.new_id());
        let added = self.store.add_map_link(&lead, iteration, id, &draft).await;
        added.map_err(in_words(&path.key))?;
        self.name(ThingKind::MapLink, &path.key, id);
        Ok(())
    }

    /// Says in an iteration's map how an element or a path has fared.
    pub(super) async fn find(&self, finding: &Finding) -> Result<()> {
        let (lead, iteration) = (self.lead().await?, self.iteration(&finding.iteration)?);
        let (_, detail) = self.store.iteration(&lead, iteration).await?;
        let map = &detail.content.map;
        let origin = match self.id(ThingKind::Element, &finding.of) {
            Ok(element) => element,
            Err(_) => self.id(ThingKind::MapLink, &finding.of)?,
        };
        let element = map.elements.iter().find(|it| it.origin.0 == origin);
        let path = map.links.iter().find(|it| it.origin.0 == origin);
        let (status, reason) = (finding.status.clone(), finding.reason.clone());
        let found = match (element, path) {
            (Some(element), _) => {
                let draft = ElementDraft::from(&element.facts);
                let draft = ElementDraft {
                    text: finding.text.clone().unwrap_or(draft.text),
                    why: finding.why.clone().unwrap_or(draft.why),
                    status,
                    reason,
                    ..draft
                };
                let (id, version) = (element.id, element.version);
                self.store.edit_element(&lead, id, version, &draft).await
            }
            (None, Some(path)) => {
                let draft = MapLinkDraft {
                    status,
                    reason,
                    ..MapLinkDraft::from(&path.facts)
                };
                let (id, version) = (path.id, path.version);
                self.store.edit_map_link(&lead, id, version, &draft).await
            }
            (None, None) => return Err(unknown("element", &finding.of)),
        };
        found.map_err(in_words(&finding.reason))
    }

    pub(super) async fn add_change(&mut self, project: &Project, change: &Change) -> Result<()> {
        let (actor, project) = (self.actor(&change.by).await?, self.project(project)?);
        let iteration = self.iteration(&change.iteration)?;
        let mut draft = ChangeDraft {
            text: change.text.clone(),
            ..ChangeDraft::default()
        };
        let mut more = Vec::new();
        for cause in &change.causes {
            let thing = self.thing(cause)?;
            match thing.kind {
                ThingKind::Need if draft.need.is_empty() => draft.need = thing.id.to_string(),
                ThingKind::Feedback if draft.cause.is_empty() => {
                    draft.cause = format!("/projects/{project}/feedback/{}", thing.id);
                }
                _ => more.push(thing),
            }
        }
        let id = ChangeId(self.new_id());
        let added = self.store.add_change(&actor, iteration, id, &draft).await;
        added.map_err(in_words(&change.text))?;
        self.name(ThingKind::Change, &change.key, id);
        let thing = self.thing(&format!("change:{}", change.key))?;
        for cause in more {
            let link = LinkId(self.new_id());
            let linked = self
                .store
                .link_things(&actor, link, cause, Relation::Caused, thing);
            linked.await.map_err(in_words(&change.text))?;
        }
        Ok(())
    }

    pub(super) async fn set_milestone(
        &mut self,
        project: &Project,
        milestone: &Milestone,
    ) -> Result<()> {
        let target = milestone.target.as_ref();
        let owner = match milestone.owner.as_str() {
            "" => String::new(),
            owner => self.person(owner)?.to_string(),
        };
        let draft = MilestoneDraft {
            title: milestone.title.clone(),
            due_on: self.calendar.day(milestone.due_on).to_string(),
            criteria: milestone.criteria.join("\n"),
            owner,
            target_label: target.map(|it| it.label.clone()).unwrap_or_default(),
            target_aim: target.map(|it| it.aim.clone()).unwrap_or_default(),
            target_value: target.map(|it| it.value.clone()).unwrap_or_default(),
            target_unit: target.map(|it| it.unit.clone()).unwrap_or_default(),
        };
        let (lead, project) = (self.lead().await?, self.project(project)?);
        let id = MilestoneId(self.new_id());
        let set = self
            .store
            .create_milestone(&lead, project, id, &draft)
            .await;
        set.map_err(in_words(&milestone.title))?;
        self.name(ThingKind::Milestone, &milestone.key, id);
        Ok(())
    }

    pub(super) async fn take_step(&self, step: &Step) -> Result<()> {
        let id = MilestoneId(self.id(ThingKind::Milestone, &step.milestone)?);
        let taken = self.steps(step, id).await?;
        taken.map_err(in_words(format!("{} on {}", step.milestone, step.on)))
    }

    async fn steps(&self, step: &Step, id: MilestoneId) -> Result<store::Result<()>> {
        let (actor, lead, store) = (self.actor(&step.by).await?, self.lead().await?, &self.store);
        let asked: Result<Vec<_>> = step.asks.iter().map(|key| self.person(key)).collect();
        let asked = asked?;
        let criteria = store.milestone(&lead, id).await?.milestone.criteria;
        let calendar = self.calendar;
        Ok(async {
            for &place in &step.checks {
                let criterion = criteria.get(place);
                let criterion = criterion.ok_or(store::StoreError::NotFound)?.id;
                store.check_criterion(&actor, id, criterion, true).await?;
            }
            if let Some(measure) = &step.measure {
                let draft = MeasureDraft {
                    value: measure.value.clone(),
                    n: measure.n.clone(),
                    low: measure.low.clone(),
                    high: measure.high.clone(),
                };
                let version = store.milestone(&lead, id).await?.milestone.version;
                store.record_measure(&actor, id, version, &draft).await?;
            }
            if let Some(moves) = &step.moves {
                let draft = MoveDraft {
                    due_on: calendar.day(moves.due_on).to_string(),
                    why: moves.reason.clone(),
                };
                let version = store.milestone(&lead, id).await?.milestone.version;
                store.move_milestone(&lead, id, version, &draft).await?;
            }
            if let Some(settle) = &step.settle {
                let draft = SettleDraft {
                    outcome: settle.state.clone(),
                    reason: settle.reason.clone(),
                };
                let version = store.milestone(&lead, id).await?.milestone.version;
                store.settle_milestone(&actor, id, version, &draft).await?;
            }
            for &person in &asked {
                store.ask_signature(&actor, id, person, true).await?;
            }
            if step.signs {
                store.sign_milestone(&actor, id).await?;
            }
            Ok(())
        }
        .await)
    }
}
