//! What was done, as the audit log tells it: by the action, and by what stands beside it.

use super::Deed;
use crate::policy::Action;

/// What the audit log tells of a change beside its action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told<'a> {
    /// The thing was new.
    pub is_new: bool,
    /// The code of the state before, where one is told.
    pub from: Option<&'a str>,
    /// The code of the state after, where one is told.
    pub to: Option<&'a str>,
    /// The names of what is told of the thing after the change.
    pub names: Vec<&'a str>,
    /// The names of what is told of it before the change.
    pub before: Vec<&'a str>,
}

impl Told<'_> {
    fn names(&self, name: &str) -> bool {
        self.names.contains(&name)
    }

    /// Whether nothing of what there was is there any more.
    fn is_gone(&self) -> bool {
        !self.is_new && self.names.is_empty()
    }
}

impl Deed {
    /// What was done by a change; none for what is not written in the log.
    #[must_use]
    pub fn of(action: Action, told: &Told<'_>) -> Option<Self> {
        use Action as A;
        let moved = told.to.filter(|to| told.from != Some(to));
        Some(match action {
            A::SeeWorkspace
            | A::SeeAudit
            | A::SeeNeed
            | A::SeeProject
            | A::SeeFeedback
            | A::SeeDecision
            | A::SeeSession => return None,
            A::InvitePeople if told.is_gone() => Self::WithdrewInvitation,
            A::InvitePeople => Self::Invited,
            A::ManagePeople => match moved {
                Some("closed") => Self::ClosedAccount,
                Some(_) => Self::ReopenedAccount,
                None => Self::ChangedAccount,
            },
            A::ImportRecords if told.is_gone() => Self::UndidImport,
            A::ImportRecords if told.names("stayed") => Self::UndidPartOfImport,
            A::ImportRecords => Self::Imported,
            A::ExpressNeed => Self::ExpressedNeed,
            A::EditNeed => match moved {
                Some("set_aside") => Self::SetNeedAside,
                Some("withdrawn") => Self::WithdrewNeed,
                Some(_) => Self::ReopenedNeed,
                None => Self::EditedNeed,
            },
            A::TakePosition if told.to == Some("support") => Self::SupportedNeed,
            A::TakePosition if told.is_gone() => Self::WithdrewPosition,
            A::TakePosition => Self::TookPosition,
            A::MergeNeeds => Self::MergedNeed,
            A::CreateProject => Self::OpenedProject,
            A::EditProject if told.names("link") => Self::ChangedLinks,
            A::EditProject => Self::EditedProject,
            A::ChangePhase if told.names("phase") => Self::ChangedPhase,
            A::ChangePhase => Self::PlannedPhases,
            A::ManageTeam => Self::ChangedTeam,
            A::AnswerNeed if told.to == Some("false") => Self::UnansweredNeed,
            A::AnswerNeed => Self::AnsweredNeed,
            A::EditIteration if told.is_new && told.names("number") => Self::PlannedIteration,
            A::EditIteration => Self::EditedIteration,
            A::SteerIteration => match told.to {
                Some("closed") => Self::ClosedIteration,
                Some("in_review") => Self::ReviewedIteration,
                _ => Self::StartedIteration,
            },
            A::GiveFeedback if told.names("comment") => Self::CommentedFeedback,
            A::GiveFeedback => Self::GaveFeedback,
            A::EditFeedback => match moved {
                Some("confirmed") => Self::ConfirmedFeedback,
                Some(_) => Self::UnsettledFeedback,
                None => Self::EditedFeedback,
            },
            A::TriageFeedback => match moved {
                Some("accepted") => Self::AcceptedFeedback,
                Some("deferred") => Self::DeferredFeedback,
                Some("refused") => Self::RefusedFeedback,
                Some("shipped") => Self::ShippedFeedback,
                Some("duplicate") => Self::MergedFeedback,
                _ if told.names("merged") => Self::MergedFeedback,
                _ if told.names("split_into") => Self::SplitFeedback,
                _ => Self::TreatedFeedback,
            },
            A::EditSession if told.is_new => Self::PlannedSession,
            A::EditSession => Self::EditedSession,
            A::RunSession => Self::running(told),
            A::JoinSession if told.names("picture") => Self::PutPicture,
            A::JoinSession => match told.to {
                Some("waiting" | "held") => Self::AskedToJoin,
                _ => Self::JoinedSession,
            },
            A::EditDecision if told.is_new => Self::RecordedDecision,
            A::EditDecision => Self::EditedDecision,
            A::EditAction if told.is_new => Self::RecordedAction,
            A::EditAction => Self::EditedAction,
            A::SettleAction => match moved {
                Some("done") => Self::DidAction,
                Some("dropped") => Self::DroppedAction,
                _ => Self::ReopenedAction,
            },
            A::EditMilestone => match moved {
                Some("met") => Self::MetMilestone,
                Some("missed") => Self::MissedMilestone,
                Some(_) => Self::ReopenedMilestone,
                None if told.names("asked") => Self::AskedSignature,
                None if told.is_new => Self::SetMilestone,
                None if told.names("title") => Self::EditedMilestone,
                None => Self::MovedMilestone,
            },
            A::UpdateMilestone => Self::UpdatedMilestone,
            A::SignMilestone => Self::SignedMilestone,
            A::LinkEvidence if told.names.is_empty() => Self::Unlinked,
            A::LinkEvidence => Self::Linked,
            A::AttachFile => Self::Attached,
            A::RemoveFile => Self::RemovedFile,
        })
    }

    /// What whoever runs a session did in it.
    fn running(told: &Told<'_>) -> Self {
        let moved = told.to.filter(|to| told.from != Some(to));
        match moved {
            Some("open") if told.from == Some("closed") => Self::ReopenedSession,
            Some("open") => Self::OpenedSession,
            Some("closed") => Self::ClosedSession,
            Some("removed") => Self::RemovedParticipant,
            // Before, nothing told whether they had been there already.
            Some("admitted") if told.from.is_some() => Self::Admitted,
            None if told.names("standing") => Self::ChangedSessionRole,
            _ if told.names("speaker") => Self::GaveFloor,
            _ if told.names("question") => Self::OpenedVote,
            _ if told.names("merged") => Self::BroughtTogether,
            _ if told.names("separated") => Self::TookApart,
            _ if told.names("vote") => Self::ClosedVote,
            _ if told.names("version") => Self::NamedVersion,
            _ if told.names("template") => Self::SavedScript,
            _ if told.names("records") => Self::TookUp,
            _ if told.before.contains(&"version") => Self::ForgotVersion,
            _ if told.before.contains(&"template") => Self::RemovedScript,
            _ if told.before.contains(&"records") => Self::TookBack,
            _ => Self::RanSession,
        }
    }
}
