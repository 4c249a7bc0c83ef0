//! The things that hold files: who may see them, add to them and take away, and whose
//! name stands there.

use domain::attachments::{author_may_be_anyone, holds_files};
use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::{Anonymity, FeedbackState};
use domain::ids::{FeedbackId, IterationId, MilestoneId, NeedId, ProjectId, SessionId, UserId};
use domain::iterations::IterationState;
use domain::milestones::MilestoneState;
use domain::needs::NeedState;
use domain::policy::{Action, Actor, Situation, decide, may};
use domain::sessions::SessionState;
use domain::time::Timestamp;
use sea_orm::{ConnectionTrait, EntityTrait};
use uuid::Uuid;

use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::projects::situation;
use crate::tables::attachments::attachment;
use crate::tables::decode;
use crate::tables::milestones::milestone;

/// The thing that holds files, as far as they depend on it.
pub(super) struct Holder {
    /// What the policy looks at when a file is added.
    pub situation: Situation,
    anonymity: Anonymity,
    /// Who gave the entry, where that is recorded.
    author: Option<Uuid>,
    /// Whom the audit log names for what the actor does here.
    pub named: Option<UserId>,
}

impl Holder {
    fn of(actor: &Actor, situation: Situation) -> Self {
        Self {
            situation,
            anonymity: Anonymity::Named,
            author: None,
            named: Some(actor.user),
        }
    }

    /// Who is written down as the sender of a file. Nobody can be told from the
    /// author of an entry without a recorded name: then it is nobody.
    pub(super) fn sender(&self, actor: &Actor) -> Option<UserId> {
        (self.anonymity != Anonymity::NotStored).then_some(actor.user)
    }

    /// Whether what this person attaches carries no name.
    pub(super) fn is_nameless(&self, person: Uuid) -> bool {
        match self.anonymity {
            Anonymity::Named => false,
            Anonymity::Hidden => self.author == Some(person),
            Anonymity::NotStored => true,
        }
    }

    pub(super) fn may_remove(&self, actor: &Actor, row: &attachment::Model) -> Situation {
        Situation {
            is_author: row.created_by == Some(actor.user.0),
            ..self.situation
        }
    }
}

impl Store {
    /// The thing, when the actor may see it and it can hold files.
    pub(super) async fn holder(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        thing: ThingRef,
    ) -> Result<Holder> {
        if !holds_files(thing.kind) {
            return Err(StoreError::NotFound);
        }
        let see = Action::SeeProject;
        let situation = match thing.kind {
            ThingKind::Change
            | ThingKind::Element
            | ThingKind::MapLink
            | ThingKind::Decision
            | ThingKind::ActionItem
            | ThingKind::File => return Err(StoreError::NotFound),
            ThingKind::Feedback => return self.entry_holder(db, actor, FeedbackId(thing.id)).await,
            ThingKind::Need => {
                decide(actor, Action::SeeNeed, &Situation::workspace())?;
                let row = crate::needs::need_row(db, NeedId(thing.id)).await?;
                let row = row.ok_or(StoreError::NotFound)?;
                let state: NeedState = decode("state", &row.state)?;
                Situation {
                    is_author: row.author == Some(actor.user.0),
                    frozen: state.is_closed(),
                    ..Situation::workspace()
                }
            }
            ThingKind::Project => {
                let project = ProjectId(thing.id);
                situation(&self.project_for(db, actor, project, see).await?)
            }
            ThingKind::Iteration => {
                let id = IterationId(thing.id);
                let (iteration, project) = self.iteration_for(db, actor, id, see).await?;
                Situation {
                    frozen: iteration.state == IterationState::Closed,
                    ..situation(&project)
                }
            }
            ThingKind::Session => {
                let id = SessionId(thing.id);
                let see = Action::SeeSession;
                let (row, project) = self.session_for(db, actor, id, see).await?;
                // Whoever takes part adds to it as its authors do.
                let takes_part = self.takes_part(db, actor, id).await?;
                Situation {
                    is_author: takes_part,
                    shared_with_partners: takes_part,
                    frozen: row.state == SessionState::Closed.code(),
                    ..situation(&project)
                }
            }
            ThingKind::Milestone => {
                let id = MilestoneId(thing.id);
                let row = milestone::Entity::find_by_id(id.0).one(db).await?;
                let row = row.ok_or(StoreError::NotFound)?;
                let project = ProjectId(row.project_id);
                let project = self.project_for(db, actor, project, see).await?;
                let state: MilestoneState = decode("state", &row.state)?;
                Situation {
                    frozen: state.is_settled(),
                    ..situation(&project)
                }
            }
        };
        Ok(Holder::of(actor, situation))
    }

    /// An entry of the feedback log: its author adds to it, and so may whoever
    /// could be its author where no name was recorded.
    async fn entry_holder(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        id: FeedbackId,
    ) -> Result<Holder> {
        let seen = self.feedback_seen(db, actor, id).await?;
        let anonymity: Anonymity = decode("anonymity", &seen.row.anonymity)?;
        let given = Timestamp(seen.row.created_at);
        let gives = may(actor, Action::GiveFeedback, &seen.situation);
        let is_author = seen.situation.is_author
            || (gives && author_may_be_anyone(anonymity, given, self.now()));
        let situation = Situation {
            is_author,
            shared_with_partners: seen.row.shared || is_author,
            frozen: seen.state()? == FeedbackState::Duplicate,
            ..seen.situation
        };
        Ok(Holder {
            situation,
            anonymity,
            author: seen.row.author,
            named: seen.named(actor),
        })
    }
}
