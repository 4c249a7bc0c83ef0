//! The activity feed: the audit log as people read it, in sentences, without
//! what its reader may not see.

use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::codes::codes;
use crate::evidence::ThingRef;
use crate::ids::{AuditId, ProjectId, UserId};
use crate::policy::Action;
use crate::time::Timestamp;

/// How many changes one page of a feed looks at.
pub const FEED_PAGE: u64 = 50;

codes! {
    /// What somebody did, as a sentence between their name and the thing.
    pub enum Deed {
        /// A need was expressed.
        ExpressedNeed = "expressed_need": "a exprimé le besoin" | "expressed the need",
        /// A need was changed.
        EditedNeed = "edited_need": "a modifié le besoin" | "changed the need",
        /// A need was set aside.
        SetNeedAside = "set_need_aside": "a mis de côté le besoin" | "set aside the need",
        /// A need was withdrawn.
        WithdrewNeed = "withdrew_need": "a retiré le besoin" | "withdrew the need",
        /// A need was opened again.
        ReopenedNeed = "reopened_need": "a rouvert le besoin" | "reopened the need",
        /// A position was taken.
        TookPosition = "took_position": "a pris position sur le besoin" | "took a position on the need",
        /// A need was supported.
        SupportedNeed = "supported_need": "a soutenu le besoin" | "supported the need",
        /// Needs were merged.
        MergedNeed = "merged_need": "a fusionné avec un autre le besoin" | "merged the need",
        /// A project was opened.
        OpenedProject = "opened_project": "a ouvert le projet" | "opened the project",
        /// A project was changed.
        EditedProject = "edited_project": "a modifié la présentation du projet" | "changed the description of the project",
        /// The links of a project were changed.
        ChangedLinks = "changed_links": "a modifié les liens du projet" | "changed the links of the project",
        /// The dates of a project's phases were planned or corrected.
        PlannedPhases = "planned_phases": "a revu le calendrier des phases du projet" | "revised the dates of the phases of the project",
        /// A project is in another phase.
        ChangedPhase = "changed_phase": "a fait changer de phase le projet" | "changed the phase of the project",
        /// A team has changed.
        ChangedTeam = "changed_team": "a modifié l'équipe du projet" | "changed the team of the project",
        /// A project answers a need.
        AnsweredNeed = "answered_need": "a relié à un projet le besoin" | "linked the need",
        /// A project no longer answers a need.
        UnansweredNeed = "unanswered_need": "a délié d'un projet le besoin" | "unlinked the need",
        /// An iteration was planned.
        PlannedIteration = "planned_iteration": "a planifié l'itération" | "planned the iteration",
        /// An iteration, or its map, was changed.
        EditedIteration = "edited_iteration": "a travaillé sur l'itération" | "worked on the iteration",
        /// An iteration was started.
        StartedIteration = "started_iteration": "a lancé l'itération" | "started the iteration",
        /// An iteration was brought to its review.
        ReviewedIteration = "reviewed_iteration": "a mis en revue l'itération" | "began the review of the iteration",
        /// An iteration was closed.
        ClosedIteration = "closed_iteration": "a clos l'itération" | "closed the iteration",
        /// Feedback was given.
        GaveFeedback = "gave_feedback": "a donné le retour" | "gave the feedback",
        /// Feedback was commented on.
        CommentedFeedback = "commented_feedback": "a commenté le retour" | "commented on the feedback",
        /// Feedback was corrected.
        EditedFeedback = "edited_feedback": "a complété le retour" | "completed the feedback",
        /// Its author says that it is settled.
        ConfirmedFeedback = "confirmed_feedback": "a confirmé la suite du retour" | "confirmed what came of the feedback",
        /// Its author says that it is not.
        UnsettledFeedback = "unsettled_feedback": "a dit non réglé le retour" | "said there is more to the feedback",
        /// Feedback was treated.
        TreatedFeedback = "treated_feedback": "a traité le retour" | "treated the feedback",
        /// Feedback was accepted.
        AcceptedFeedback = "accepted_feedback": "a accepté le retour" | "accepted the feedback",
        /// Feedback was deferred.
        DeferredFeedback = "deferred_feedback": "a reporté le retour" | "deferred the feedback",
        /// Feedback was refused.
        RefusedFeedback = "refused_feedback": "a refusé le retour" | "refused the feedback",
        /// Feedback was merged.
        MergedFeedback = "merged_feedback": "a fusionné avec un autre le retour" | "merged the feedback",
        /// Feedback was split.
        SplitFeedback = "split_feedback": "a divisé le retour" | "split the feedback",
        /// What feedback led to is in the tool.
        ShippedFeedback = "shipped_feedback": "a livré la suite du retour" | "shipped what came of the feedback",
        /// A session was planned.
        PlannedSession = "planned_session": "a préparé la séance" | "planned the session",
        /// A session was changed.
        EditedSession = "edited_session": "a modifié la séance" | "changed the session",
        /// A session was opened.
        OpenedSession = "opened_session": "a ouvert la séance" | "opened the session",
        /// A session was closed.
        ClosedSession = "closed_session": "a clos la séance" | "closed the session",
        /// A decision was recorded.
        RecordedDecision = "recorded_decision": "a consigné la décision" | "recorded the decision",
        /// A decision was changed.
        EditedDecision = "edited_decision": "a modifié la décision" | "changed the decision",
        /// An action was recorded.
        RecordedAction = "recorded_action": "a noté l'action" | "recorded the action",
        /// An action was changed.
        EditedAction = "edited_action": "a modifié l'action" | "changed the action",
        /// An action is done.
        DidAction = "did_action": "a déclaré faite l'action" | "declared done the action",
        /// An action was given up.
        DroppedAction = "dropped_action": "a abandonné l'action" | "dropped the action",
        /// An action is to be done again.
        ReopenedAction = "reopened_action": "a rouvert l'action" | "reopened the action",
        /// A milestone was set.
        SetMilestone = "set_milestone": "a posé le jalon" | "set the milestone",
        /// A milestone was changed.
        EditedMilestone = "edited_milestone": "a modifié le jalon" | "changed the milestone",
        /// A milestone was moved.
        MovedMilestone = "moved_milestone": "a déplacé le jalon" | "moved the milestone",
        /// A milestone was met.
        MetMilestone = "met_milestone": "a déclaré atteint le jalon" | "met the milestone",
        /// A milestone was missed.
        MissedMilestone = "missed_milestone": "a déclaré manqué le jalon" | "missed the milestone",
        /// A milestone was opened again.
        ReopenedMilestone = "reopened_milestone": "a rouvert le jalon" | "reopened the milestone",
        /// A signature is asked for.
        AskedSignature = "asked_signature": "a changé qui doit signer le jalon" | "changed who signs the milestone",
        /// A criterion was checked, a measure recorded.
        UpdatedMilestone = "updated_milestone": "a mis à jour le jalon" | "updated the milestone",
        /// A milestone was signed.
        SignedMilestone = "signed_milestone": "a signé le jalon" | "signed the milestone",
        /// Two things were linked.
        Linked = "linked": "a ajouté un lien à" | "added a link to",
        /// A link was taken away.
        Unlinked = "unlinked": "a retiré un lien de" | "took a link away from",
        /// A file was attached.
        Attached = "attached": "a joint un fichier à" | "attached a file to",
        /// A file was taken away.
        RemovedFile = "removed_file": "a retiré un fichier de" | "took a file away from",
    }
}

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
}

impl Told<'_> {
    fn names(&self, name: &str) -> bool {
        self.names.contains(&name)
    }
}

impl Deed {
    /// The sentence for a change; none for what is not written in the log, or
    /// concerns no thing that people read of in a feed.
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
            | A::SeeSession
            | A::JoinSession
            | A::InvitePeople
            | A::ManagePeople
            | A::ImportRecords => return None,
            A::ExpressNeed => Self::ExpressedNeed,
            A::EditNeed => match moved {
                Some("set_aside") => Self::SetNeedAside,
                Some("withdrawn") => Self::WithdrewNeed,
                Some(_) => Self::ReopenedNeed,
                None => Self::EditedNeed,
            },
            A::TakePosition if told.to == Some("support") => Self::SupportedNeed,
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
            A::RunSession => match moved {
                Some("open") => Self::OpenedSession,
                Some("closed") => Self::ClosedSession,
                // Whom it admits, and what came out, is told elsewhere.
                _ => return None,
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
}

/// One line of a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityItem {
    /// The row of the audit log that it tells.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// Who; nobody where somebody did it without a name.
    pub actor: Option<Person>,
    /// What was done.
    pub deed: Deed,
    /// To what.
    pub thing: ThingRef,
    /// The project that the thing belongs to, if any.
    pub project: Option<ProjectId>,
    /// What the thing is called.
    pub title: String,
}

/// A page of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityPage {
    /// The changes, the newest first.
    pub items: Vec<ActivityItem>,
    /// Where the older changes begin, if there are any.
    pub older: Option<AuditId>,
}

/// Whose feed it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// Of everything that the reader may see.
    Everything,
    /// Of one project.
    Project(ProjectId),
    /// Of what one person did under their name.
    Person(UserId),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every action that changes something people read of has a sentence; those
    /// that only read, or concern accounts and imports, have none.
    #[test]
    fn every_action_has_its_sentence() {
        let silent: Vec<&str> = Action::ALL
            .iter()
            .filter(|&&action| Deed::of(action, &Told::default()).is_none())
            .map(|action| action.code())
            .collect();
        let expected = [
            "see_workspace",
            "invite_people",
            "manage_people",
            "see_audit",
            "import_records",
            "see_need",
            "see_project",
            "see_feedback",
            "see_decision",
            "see_session",
            "run_session",
            "join_session",
        ];
        assert_eq!(silent, expected);
    }

    #[test]
    fn the_sentence_says_what_came_of_it() {
        let told = |from, to| Told {
            from: Some(from),
            to: Some(to),
            ..Told::default()
        };
        let of = |action, told: &Told<'_>| Deed::of(action, told);
        let triage = Action::TriageFeedback;
        assert_eq!(
            of(triage, &told("new", "accepted")),
            Some(Deed::AcceptedFeedback)
        );
        assert_eq!(
            of(triage, &told("accepted", "accepted")),
            Some(Deed::TreatedFeedback)
        );
        let steer = Action::SteerIteration;
        assert_eq!(
            of(steer, &told("running", "in_review")),
            Some(Deed::ReviewedIteration)
        );
        let asked = Told {
            is_new: true,
            names: vec!["asked", "person"],
            ..Told::default()
        };
        assert_eq!(
            of(Action::EditMilestone, &asked),
            Some(Deed::AskedSignature)
        );
        let moved = Told {
            names: vec!["due_on", "reason"],
            ..Told::default()
        };
        assert_eq!(
            of(Action::EditMilestone, &moved),
            Some(Deed::MovedMilestone)
        );
    }
}
