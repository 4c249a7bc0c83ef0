//! Who is told of what becomes of feedback, needs and milestones: one function
//! for each change, called beside its audit row.

use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::{FeedbackState, TriageFacts};
use domain::ids::{ActionItemId, MilestoneId, NeedId, ProjectId, UserId};
use domain::needs::NeedState;
use domain::notifications::NotificationKind as Kind;
use domain::policy::{Action, Actor, rule};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::telling::News;
use crate::database::Tx;
use crate::error::Result;
use crate::tables::feedback::entry;
use crate::tables::milestones::{milestone, signature};
use crate::tables::needs::need;
use crate::tables::notifications::notification;
use crate::tables::projects::team_member;

impl Tx {
    /// Tells what the team made of an entry: whoever looks after it from now
    /// on, and its author. An author whose name is not recorded is told nothing.
    pub(crate) async fn tell_treated(
        &self,
        actor: &Actor,
        row: &entry::Model,
        before: &TriageFacts,
        after: &TriageFacts,
    ) -> Result<()> {
        let thing = ThingRef::new(ThingKind::Feedback, row.id);
        let project = Some(ProjectId(row.project_id));
        let news = |kind, detail| News::of(kind, thing, project, actor.user, detail);
        if let Some(assignee) = after.assignee
            && after.assignee != before.assignee
        {
            self.tell([assignee.0], &news(Kind::Assigned, "")).await?;
        }
        if after.state == before.state {
            return Ok(());
        }
        let detail = after.state.code();
        match after.state {
            FeedbackState::Shipped => {
                let news = news(Kind::FeedbackShipped, detail);
                self.tell(row.author, &news).await
            }
            FeedbackState::New | FeedbackState::Confirmed => Ok(()),
            _ => {
                let news = news(Kind::FeedbackTreated, detail);
                self.tell(row.author, &news).await
            }
        }
    }

    /// Tells those who lead a project, whose role lets them change what it says of
    /// itself, that feedback came in: once for the project, until they have read
    /// it. Nobody is shown as having given it; `author` is nobody where their name
    /// is not recorded.
    pub(crate) async fn tell_given(
        &self,
        project: ProjectId,
        author: Option<UserId>,
    ) -> Result<()> {
        let roles = rule(Action::EditProject).project;
        let leads = team_member::Entity::find()
            .filter(team_member::Column::ProjectId.eq(project.0))
            .filter(team_member::Column::Role.is_in(roles.iter().map(|role| role.code())))
            .all(&self.db)
            .await?;
        let news = News {
            kind: Kind::FeedbackNew,
            thing: ThingRef::new(ThingKind::Project, project),
            project: Some(project),
            by: author,
            named: None,
            detail: "",
        };
        self.tell(leads.into_iter().map(|row| row.user_id), &news)
            .await
    }

    /// Tells whoever looks after an entry what its author says of what was
    /// shipped; `named` is nobody where the entry carries no name.
    pub(crate) async fn tell_settled(
        &self,
        actor: &Actor,
        row: &entry::Model,
        named: Option<UserId>,
        state: FeedbackState,
    ) -> Result<()> {
        let news = News {
            named,
            ..News::of(
                Kind::FeedbackSettled,
                ThingRef::new(ThingKind::Feedback, row.id),
                Some(ProjectId(row.project_id)),
                actor.user,
                state.code(),
            )
        };
        self.tell(row.assignee, &news).await
    }

    /// Tells of a comment: those whom it names, and the author of the entry.
    pub(crate) async fn tell_commented(
        &self,
        actor: &Actor,
        row: &entry::Model,
        named: Option<UserId>,
        mentions: &[UserId],
    ) -> Result<()> {
        let news = |kind| News {
            named,
            ..News::of(
                kind,
                ThingRef::new(ThingKind::Feedback, row.id),
                Some(ProjectId(row.project_id)),
                actor.user,
                "",
            )
        };
        let mentioned = mentions.iter().map(|person| person.0);
        self.tell(mentioned, &news(Kind::Mention)).await?;
        let author = row
            .author
            .filter(|author| !mentions.contains(&UserId(*author)));
        self.tell(author, &news(Kind::FeedbackCommented)).await
    }

    /// Tells the author of a need that a project answers it, or no longer does.
    pub(crate) async fn tell_answered(
        &self,
        actor: &Actor,
        need: NeedId,
        project: ProjectId,
        answers: bool,
    ) -> Result<()> {
        let row = need::Entity::find_by_id(need.0).one(&self.db).await?;
        let thing = ThingRef::new(ThingKind::Need, need);
        let kind = match answers {
            true => Kind::NeedAnswered,
            false => Kind::NeedUnanswered,
        };
        let news = News::of(kind, thing, Some(project), actor.user, "");
        self.tell(row.and_then(|row| row.author), &news).await
    }

    /// Tells the author of a need that it was set aside, withdrawn, merged or opened again.
    pub(crate) async fn tell_need_state(
        &self,
        actor: &Actor,
        id: NeedId,
        author: Option<Uuid>,
        state: NeedState,
    ) -> Result<()> {
        let kind = match state {
            NeedState::SetAside | NeedState::Withdrawn => Kind::NeedSetAside,
            NeedState::Merged => Kind::NeedMerged,
            // Opened again, it is answered at once where a project answers it still.
            NeedState::Open | NeedState::Answered => Kind::NeedReopened,
        };
        let thing = ThingRef::new(ThingKind::Need, id);
        let news = News::of(kind, thing, None, actor.user, state.code());
        self.tell(author, &news).await
    }

    /// Tells whoever answers for a milestone from now on.
    pub(crate) async fn tell_owner(
        &self,
        actor: &Actor,
        id: MilestoneId,
        project: ProjectId,
        owner: Option<UserId>,
    ) -> Result<()> {
        let thing = ThingRef::new(ThingKind::Milestone, id);
        let kind = Kind::MilestoneGiven;
        let news = News::of(kind, thing, Some(project), actor.user, "");
        self.tell(owner.map(Uuid::from), &news).await
    }

    /// Tells whoever takes an action on from now on.
    pub(crate) async fn tell_action_owner(
        &self,
        actor: &Actor,
        id: ActionItemId,
        project: ProjectId,
        owner: Option<UserId>,
    ) -> Result<()> {
        let thing = ThingRef::new(ThingKind::ActionItem, id);
        let news = News::of(Kind::ActionGiven, thing, Some(project), actor.user, "");
        self.tell(owner.map(Uuid::from), &news).await
    }

    /// Tells the owner of a milestone that it has another date.
    pub(crate) async fn tell_moved(
        &self,
        actor: &Actor,
        row: &milestone::Model,
        due_on: &str,
    ) -> Result<()> {
        let thing = ThingRef::new(ThingKind::Milestone, row.id);
        let project = Some(ProjectId(row.project_id));
        let news = News::of(Kind::MilestoneMoved, thing, project, actor.user, due_on);
        self.tell(row.owner, &news).await
    }

    /// Tells those whose signature is wanted that they can sign from now on.
    pub(crate) async fn tell_signatories(
        &self,
        actor: &Actor,
        row: &milestone::Model,
        state: &str,
    ) -> Result<()> {
        let asked = signature::Entity::find()
            .filter(signature::Column::MilestoneId.eq(row.id))
            .filter(signature::Column::SignedAt.is_null())
            .all(&self.db)
            .await?;
        let asked = asked.into_iter().map(|row| row.user_id);
        self.tell(asked, &signature_news(actor, row, state)).await
    }

    /// Tells one person that their signature is asked for, once there is
    /// something to sign.
    pub(crate) async fn tell_signatory(
        &self,
        actor: &Actor,
        row: &milestone::Model,
        person: UserId,
    ) -> Result<()> {
        let news = signature_news(actor, row, &row.state);
        self.tell([person.0], &news).await
    }

    /// Takes back the news that somebody's signature is asked for: it no longer is.
    pub(crate) async fn untell_signatory(&self, id: MilestoneId, person: UserId) -> Result<()> {
        notification::Entity::delete_many()
            .filter(notification::Column::UserId.eq(person.0))
            .filter(notification::Column::ThingId.eq(id.0))
            .filter(notification::Column::Kind.eq(Kind::SignatureAsked.code()))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

fn signature_news<'a>(actor: &Actor, row: &milestone::Model, state: &'a str) -> News<'a> {
    News::of(
        Kind::SignatureAsked,
        ThingRef::new(ThingKind::Milestone, row.id),
        Some(ProjectId(row.project_id)),
        actor.user,
        state,
    )
}
