//! How each act of the story gets into the store.

use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

use domain::accounts::{SignUp, WorkspaceRole};
use domain::demo::{PASSWORD, email};
use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::{BulkDraft, CommentDraft, FeedbackState, Selected};
use domain::ids::{AttachmentId, CommentId, FeedbackId, LinkId, NeedId, ProjectId, UserId};
use domain::needs::{NeedDraft, NeedState, PositionDraft};
use domain::policy::Actor;
use domain::time::Timestamp;
use store::{SetClock, Store};
use uuid::Uuid;

use super::calendar::Calendar;
use super::content::{Attached, Comment, Link, Need, Person, Position, Project};
use super::drawings::drawing;
use super::entries::{Entry, Turn};
use super::story::Act;
use crate::attachments::take;
use crate::error::{Error, Result};

/// Where the story is played: the store, and what was made so far, by the names
/// that the files give.
pub(super) struct Stage {
    pub(super) store: Store,
    pub(super) calendar: Calendar,
    clock: SetClock,
    people: HashMap<String, UserId>,
    things: HashMap<String, ThingRef>,
}

impl Stage {
    pub(super) fn new(store: Store, clock: SetClock, calendar: Calendar) -> Self {
        Self {
            store,
            calendar,
            clock,
            people: HashMap::new(),
            things: HashMap::new(),
        }
    }

    /// Does what the story says.
    pub(super) async fn perform(&mut self, act: Act<'_>) -> Result<()> {
        match act {
            Act::Join(person) => self.join(person).await,
            Act::Express(need) => self.express(need).await,
            Act::TakePosition(need, position) => self.take_position(need, position).await,
            Act::SetAside(need) => self.set_aside(need).await,
            Act::MergeNeed(need) => self.merge_need(need).await,
            Act::Open(project) => self.open(project).await,
            Act::AddToTeam(project, member) => self.add_to_team(project, member).await,
            Act::ChangePhase(project, phase) => self.change_phase(project, phase).await,
            Act::PlanPhases(project) => self.plan_phases(project).await,
            Act::AddAddress(project, address) => self.add_address(project, address).await,
            Act::AnswerNeed(project, answer) => self.answer_need(project, answer).await,
            Act::Plan(project, iteration) => self.plan(project, iteration).await,
            Act::AddElement(element) => self.add_element(element).await,
            Act::AddPath(path) => self.add_path(path).await,
            Act::Steer(iteration, state) => self.steer(iteration, state).await,
            Act::Find(finding) => self.find(finding).await,
            Act::AddChange(project, change) => self.add_change(project, change).await,
            Act::SetMilestone(project, milestone) => self.set_milestone(project, milestone).await,
            Act::TakeStep(step) => self.take_step(step).await,
            Act::Link(link) => self.link(link).await,
            Act::Attach(file) => self.attach(file).await,
            Act::Give(project, entry) => self.give(project, &entry).await,
            Act::Turn {
                project,
                entry,
                author,
                turn,
            } => self.turn(project, &entry, author, turn).await,
            Act::Comment(comment) => self.comment(comment).await,
            Act::PlanWorkshop(project, workshop) => self.plan_workshop(project, workshop).await,
            Act::HoldWorkshop(workshop) => self.hold_workshop(workshop).await,
        }
    }

    /// An id of the moment.
    pub(super) fn new_id(&self) -> Uuid {
        self.clock.new_id()
    }

    /// What follows happens at this moment.
    pub(super) fn set_clock(&self, moment: Timestamp) {
        self.clock.set(moment);
    }

    pub(super) fn person(&self, key: &str) -> Result<UserId> {
        let found = self.people.get(key).copied();
        found.ok_or_else(|| unknown("person", key))
    }

    /// What the policy knows of a person at this moment.
    pub(super) async fn actor(&self, key: &str) -> Result<Actor> {
        Ok(self.store.actor(self.person(key)?).await?)
    }

    /// Remembers what was made under the name that the files give it.
    pub(super) fn name(&mut self, kind: ThingKind, key: &str, id: impl Into<Uuid>) {
        let thing = ThingRef::new(kind, id);
        self.things.insert(format!("{kind}:{key}"), thing);
    }

    /// The thing that the files name by its kind and key.
    pub(super) fn thing(&self, name: &str) -> Result<ThingRef> {
        let found = self.things.get(name).copied();
        found.ok_or_else(|| unknown("thing", name))
    }

    pub(super) fn id(&self, kind: ThingKind, key: &str) -> Result<Uuid> {
        Ok(self.thing(&format!("{kind}:{key}"))?.id)
    }

    pub(super) fn project(&self, project: &Project) -> Result<ProjectId> {
        Ok(ProjectId(self.id(ThingKind::Project, &project.key)?))
    }

    async fn join(&mut self, person: &Person) -> Result<()> {
        let sign_up = SignUp {
            name: person.name.clone(),
            email: email(&person.key),
            password: PASSWORD.into(),
            party: person.party.clone(),
            declared_interests: person.interests.clone(),
        };
        let role: WorkspaceRole = code(&person.role)?;
        let id = UserId(self.new_id());
        let made = self.store.create_account(id, &sign_up, role).await;
        made.map_err(in_words(&person.name))?;
        self.people.insert(person.key.clone(), id);
        Ok(())
    }

    async fn express(&mut self, need: &Need) -> Result<()> {
        let draft = NeedDraft {
            statement: need.statement.clone(),
            affected: need.affected.clone(),
            setting: need.setting.clone(),
            level: need.level.clone(),
            discipline: need.discipline.clone(),
            pupils: need.pupils.map(|n| n.to_string()).unwrap_or_default(),
            territory: need.territory.clone(),
        };
        let author = self.actor(&need.author).await?;
        let id = NeedId(self.new_id());
        let expressed = self.store.express_need(&author, id, &draft).await;
        expressed.map_err(in_words(&need.statement))?;
        self.name(ThingKind::Need, &need.key, id);
        Ok(())
    }

    pub(super) fn need(&self, key: &str) -> Result<NeedId> {
        Ok(NeedId(self.id(ThingKind::Need, key)?))
    }

    async fn take_position(&self, need: &Need, position: &Position) -> Result<()> {
        let draft = PositionDraft {
            stance: position.stance.clone(),
            comment: position.comment.clone(),
        };
        let actor = self.actor(&position.by).await?;
        let id = self.need(&need.key)?;
        let taken = self.store.take_position(&actor, id, &draft).await;
        taken.map_err(in_words(format!("{} on {}", position.by, need.key)))
    }

    async fn set_aside(&self, need: &Need) -> Result<()> {
        let Some(aside) = &need.aside else {
            return Ok(());
        };
        let actor = self.actor(&aside.by).await?;
        let (id, state) = (self.need(&need.key)?, NeedState::SetAside);
        let set = async {
            let version = self.store.need(&actor, id).await?.need.version;
            let store = &self.store;
            store
                .settle_need(&actor, id, version, state, &aside.reason)
                .await
        };
        set.await.map_err(in_words(&need.key))
    }

    async fn merge_need(&self, need: &Need) -> Result<()> {
        let Some(merged) = &need.merged else {
            return Ok(());
        };
        let actor = self.actor("coordinator").await?;
        let (from, into) = (self.need(&need.key)?, self.need(&merged.into)?);
        let merged = self.store.merge_needs(&actor, from, into).await;
        merged.map_err(in_words(&need.key))
    }

    async fn link(&self, link: &Link) -> Result<()> {
        let actor = self.actor(&link.by).await?;
        let (from, to) = (self.thing(&link.from)?, self.thing(&link.to)?);
        let id = LinkId(self.new_id());
        let relation = code(&link.relation)?;
        let linked = self.store.link_things(&actor, id, from, relation, to).await;
        linked.map_err(in_words(format!("{} → {}", link.from, link.to)))
    }

    async fn attach(&mut self, file: &Attached) -> Result<()> {
        let actor = self.actor(&file.by).await?;
        let (id, thing) = (AttachmentId(self.new_id()), self.thing(&file.to)?);
        let bytes = match &file.drawing {
            Some(name) => drawing(name)?,
            None => file.text.clone().into_bytes(),
        };
        let taken = take(file.name.clone(), file.description.clone(), bytes).await;
        let taken = taken.map_err(|refusal| Error::Content(format!("{}: {refusal}", file.name)))?;
        let attached = self.store.attach_file(&actor, id, thing, taken).await;
        attached.map_err(in_words(&file.name))?;
        self.name(ThingKind::File, &file.key, id);
        Ok(())
    }

    async fn give(&mut self, project: &Project, entry: &Entry<'_>) -> Result<()> {
        let author = self.actor(entry.author).await?;
        let id = FeedbackId(self.new_id());
        let project = self.project(project)?;
        let given = self.store.give_feedback(&author, project, id, &entry.draft);
        given.await.map_err(in_words(&entry.draft.story))?;
        self.name(ThingKind::Feedback, &entry.name, id);
        Ok(())
    }

    fn entry(&self, name: &str) -> Result<FeedbackId> {
        Ok(FeedbackId(self.id(ThingKind::Feedback, name)?))
    }

    async fn turn(
        &self,
        project: &Project,
        entry: &str,
        author: &str,
        turn: Turn<'_>,
    ) -> Result<()> {
        let (project, id) = (self.project(project)?, self.entry(entry)?);
        let store = &self.store;
        let done = match turn {
            Turn::Treated {
                by,
                action,
                reason,
                assignee,
            } => {
                let actor = self.actor(by).await?;
                let draft = BulkDraft {
                    action: action.to_string(),
                    reason: reason.into(),
                    assignee: String::new(),
                };
                let treated = self.treat(&actor, project, id, &draft).await;
                match (treated, assignee) {
                    (Ok(()), Some(assignee)) => {
                        let draft = BulkDraft {
                            action: "assign".into(),
                            assignee: self.person(assignee)?.to_string(),
                            ..BulkDraft::default()
                        };
                        self.treat(&actor, project, id, &draft).await
                    }
                    (treated, _) => treated,
                }
            }
            Turn::Merged { by, into } => {
                let (actor, into) = (self.actor(by).await?, self.entry(into)?);
                store.merge_feedback(&actor, id, into).await
            }
            Turn::Confirmed => {
                let actor = self.actor(author).await?;
                let state = FeedbackState::Confirmed;
                store.settle_feedback(&actor, id, state, "").await
            }
        };
        done.map_err(in_words(entry))
    }

    /// Treats an entry as it stands.
    async fn treat(
        &self,
        actor: &Actor,
        project: ProjectId,
        id: FeedbackId,
        draft: &BulkDraft,
    ) -> store::Result<()> {
        let entry = self.store.feedback(actor, id).await?.feedback;
        let entries = [Selected::from(&entry)];
        let treated = self.store.treat_feedback(actor, project, &entries, draft);
        treated.await.map(drop)
    }

    async fn comment(&self, comment: &Comment) -> Result<()> {
        let actor = self.actor(&comment.by).await?;
        let (id, entry) = (CommentId(self.new_id()), self.entry(&comment.entry)?);
        let draft = CommentDraft {
            text: comment.text.clone(),
        };
        let said = self.store.comment_feedback(&actor, entry, id, &draft).await;
        said.map_err(in_words(&comment.text))
    }
}

/// Reads a coded value of a file.
pub(super) fn code<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| unknown("code", text))
}

pub(super) fn unknown(what: &str, name: &str) -> Error {
    Error::Content(format!("there is no {what} {name:?}"))
}

/// Says what the store refused.
pub(super) fn in_words(what: impl Display) -> impl FnOnce(store::StoreError) -> Error {
    move |error| Error::Content(format!("{what}: {}", Error::from(error)))
}
