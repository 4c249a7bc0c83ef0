//! What people do, as the audit log and histories name it, and the activity feed: the
//! log in sentences, without what its reader may not see.

mod told;

use serde::{Deserialize, Serialize};

pub use self::told::Told;
use crate::accounts::Person;
use crate::codes::codes;
use crate::evidence::ThingRef;
use crate::ids::{AuditId, ImportId, ProjectId, UserId};
use crate::time::Timestamp;
use crate::wording::Wording;

/// How many changes one page of a feed looks at.
pub const FEED_PAGE: u64 = 50;

codes! {
    /// What somebody did. The wording is a sentence between their name and the thing;
    /// that of what the feed does not tell is the one of the log.
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
        /// A position was taken back.
        WithdrewPosition = "withdrew_position": "a retiré sa position sur le besoin" | "took back a position on the need",
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
        SplitFeedback = "split_feedback": "a séparé en plusieurs le retour" | "split the feedback",
        /// What feedback led to is in the tool.
        ShippedFeedback = "shipped_feedback": "a livré la suite du retour" | "shipped what came of the feedback",
        /// A session was planned.
        PlannedSession = "planned_session": "a préparé la séance" | "planned the session",
        /// A session was changed.
        EditedSession = "edited_session": "a modifié la séance" | "changed the session",
        /// A session was opened.
        OpenedSession = "opened_session": "a ouvert la séance" | "opened the session",
        /// A session was opened again.
        ReopenedSession = "reopened_session": "a rouvert la séance" | "opened the session again",
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
        /// Records were imported.
        Imported = "imported": "a importé" | "imported",
        /// An import was undone.
        UndidImport = "undid_import": "a annulé l'import de" | "undid the import of",
        /// An import was undone but for what somebody had worked on.
        UndidPartOfImport = "undid_part_of_import":
            "a annulé en partie l'import de" | "undid part of the import of",
        // What follows stands in the log alone: see `is_in_feed`.
        /// Somebody was invited.
        Invited = "invited": "inviter quelqu’un" | "invite somebody",
        /// An invitation was taken back.
        WithdrewInvitation = "withdrew_invitation": "retirer une invitation" | "withdraw an invitation",
        /// Somebody has another role in the workspace.
        ChangedAccount = "changed_account": "changer le rôle ou la partie prenante d’un compte" | "change the role or the party of an account",
        /// An account was closed.
        ClosedAccount = "closed_account": "fermer un compte" | "close an account",
        /// An account was opened again.
        ReopenedAccount = "reopened_account": "rouvrir un compte" | "reopen an account",
        /// Somebody was let into a session.
        Admitted = "admitted": "admettre quelqu’un à une séance" | "let somebody into a session",
        /// Somebody was removed from a session.
        RemovedParticipant = "removed_participant": "retirer quelqu’un d’une séance" | "remove somebody from a session",
        /// Somebody has another role on a board.
        ChangedSessionRole = "changed_session_role": "changer un rôle dans une séance" | "change a role in a session",
        /// Somebody was given the floor.
        GaveFloor = "gave_floor": "donner la parole" | "give the floor",
        /// A vote was opened.
        OpenedVote = "opened_vote": "ouvrir un vote" | "open a vote",
        /// Items of a vote were brought together.
        BroughtTogether = "brought_together": "rapprocher des propositions d’un vote" | "bring items of a vote together",
        /// An item of a vote was taken out again.
        TookApart = "took_apart": "séparer des propositions d’un vote" | "take items of a vote apart",
        /// A vote was closed.
        ClosedVote = "closed_vote": "clore un vote" | "close a vote",
        /// A moment of a board was given a name.
        NamedVersion = "named_version": "nommer une version du tableau" | "name a version of the board",
        /// The name of a moment of a board was taken away.
        ForgotVersion = "forgot_version": "oublier une version du tableau" | "forget a version of the board",
        /// A script was saved as a template.
        SavedScript = "saved_script": "enregistrer un déroulé comme modèle" | "save a script as a template",
        /// A template was removed.
        RemovedScript = "removed_script": "supprimer un modèle de déroulé" | "remove a script template",
        /// Something was made of notes of a board.
        TookUp = "took_up": "reprendre ce qui sort d’une séance" | "take up what came out of a session",
        /// What was made of notes was taken back.
        TookBack = "took_back": "revenir sur ce qui est sorti d’une séance" | "take back what came out of a session",
        /// Something else was done by whoever runs a session.
        RanSession = "ran_session": "animer une séance" | "run a session",
        /// Somebody takes part in a session.
        JoinedSession = "joined_session": "participer à une séance" | "take part in a session",
        /// Somebody waits to be let into a session.
        AskedToJoin = "asked_to_join": "attendre d’entrer dans une séance" | "wait to be let into a session",
        /// A picture was put on a board.
        PutPicture = "put_picture": "poser une image sur un tableau" | "put a picture on a board",
    }
}

impl Deed {
    /// Whether the feed tells it: who comes, waits and speaks in a session, and what
    /// concerns accounts, is told elsewhere.
    #[must_use]
    pub fn is_in_feed(self) -> bool {
        self < Self::Invited
    }

    /// What the log and the history of a thing call it, the thing left out.
    #[must_use]
    pub const fn logged(self) -> Wording {
        use crate::policy::Action as A;
        match self {
            Self::ExpressedNeed => A::ExpressNeed.wording(),
            Self::EditedNeed => A::EditNeed.wording(),
            Self::SetNeedAside => Wording::new("mettre un besoin de côté", "set a need aside"),
            Self::WithdrewNeed => Wording::new("retirer un besoin", "withdraw a need"),
            Self::ReopenedNeed => Wording::new("rouvrir un besoin", "reopen a need"),
            Self::TookPosition => A::TakePosition.wording(),
            Self::SupportedNeed => Wording::new("soutenir un besoin", "support a need"),
            Self::WithdrewPosition => Wording::new("retirer sa position", "take a position back"),
            Self::MergedNeed => A::MergeNeeds.wording(),
            Self::OpenedProject => A::CreateProject.wording(),
            Self::EditedProject => A::EditProject.wording(),
            Self::ChangedLinks => Wording::new(
                "modifier les liens d’un projet",
                "change the links of a project",
            ),
            Self::PlannedPhases => Wording::new("planifier les phases", "plan the phases"),
            Self::ChangedPhase => Wording::new("changer de phase", "move to another phase"),
            Self::ChangedTeam => A::ManageTeam.wording(),
            Self::AnsweredNeed => A::AnswerNeed.wording(),
            Self::UnansweredNeed => Wording::new(
                "délier un besoin du projet",
                "unlink a need from the project",
            ),
            Self::PlannedIteration => Wording::new("planifier une itération", "plan an iteration"),
            Self::EditedIteration => A::EditIteration.wording(),
            Self::StartedIteration => Wording::new("lancer une itération", "start an iteration"),
            Self::ReviewedIteration => Wording::new(
                "mettre une itération en revue",
                "begin the review of an iteration",
            ),
            Self::ClosedIteration => Wording::new("clore une itération", "close an iteration"),
            Self::GaveFeedback => A::GiveFeedback.wording(),
            Self::CommentedFeedback => Wording::new("commenter un retour", "comment on feedback"),
            Self::EditedFeedback => A::EditFeedback.wording(),
            Self::ConfirmedFeedback => Wording::new(
                "confirmer la suite d’un retour",
                "confirm what came of feedback",
            ),
            Self::UnsettledFeedback => {
                Wording::new("dire un retour non réglé", "say there is more to feedback")
            }
            Self::TreatedFeedback => A::TriageFeedback.wording(),
            Self::AcceptedFeedback => Wording::new("accepter un retour", "accept feedback"),
            Self::DeferredFeedback => Wording::new("reporter un retour", "defer feedback"),
            Self::RefusedFeedback => Wording::new("refuser un retour", "refuse feedback"),
            Self::MergedFeedback => Wording::new("fusionner des retours", "merge feedback"),
            Self::SplitFeedback => Wording::new("diviser un retour", "split feedback"),
            Self::ShippedFeedback => {
                Wording::new("livrer la suite d’un retour", "ship what came of feedback")
            }
            Self::PlannedSession => A::EditSession.wording(),
            Self::EditedSession => Wording::new("modifier une séance", "change a session"),
            Self::OpenedSession => Wording::new("ouvrir une séance", "open a session"),
            Self::ClosedSession => Wording::new("clore une séance", "close a session"),
            Self::RecordedDecision => A::EditDecision.wording(),
            Self::EditedDecision => Wording::new("modifier une décision", "change a decision"),
            Self::RecordedAction => A::EditAction.wording(),
            Self::EditedAction => Wording::new("modifier une action", "change an action"),
            Self::DidAction => Wording::new("déclarer une action faite", "declare an action done"),
            Self::DroppedAction => Wording::new("abandonner une action", "drop an action"),
            Self::ReopenedAction => Wording::new("rouvrir une action", "reopen an action"),
            Self::SetMilestone => Wording::new("poser un jalon", "set a milestone"),
            Self::EditedMilestone => A::EditMilestone.wording(),
            Self::MovedMilestone => Wording::new("déplacer un jalon", "move a milestone"),
            Self::MetMilestone => Wording::new("déclarer un jalon atteint", "meet a milestone"),
            Self::MissedMilestone => Wording::new("déclarer un jalon manqué", "miss a milestone"),
            Self::ReopenedMilestone => Wording::new("rouvrir un jalon", "reopen a milestone"),
            Self::AskedSignature => {
                Wording::new("changer qui signe un jalon", "change who signs a milestone")
            }
            Self::UpdatedMilestone => A::UpdateMilestone.wording(),
            Self::SignedMilestone => A::SignMilestone.wording(),
            Self::Linked => A::LinkEvidence.wording(),
            Self::Unlinked => Wording::new("retirer un lien", "take a link away"),
            Self::Attached => A::AttachFile.wording(),
            Self::RemovedFile => A::RemoveFile.wording(),
            Self::Imported => A::ImportRecords.wording(),
            Self::UndidImport => Wording::new("annuler un import", "undo an import"),
            Self::UndidPartOfImport => {
                Wording::new("annuler une partie d'un import", "undo part of an import")
            }
            told_nowhere_else => told_nowhere_else.wording(),
        }
    }
}

/// What a line of a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Something that has a page of its own.
    Thing(ThingRef),
    /// The feedback that one import brought into a project, as a whole.
    Import {
        /// The import.
        id: ImportId,
        /// How many entries came in.
        entries: u64,
    },
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
    pub subject: Subject,
    /// The project that the thing belongs to, if any, or that the import went into.
    pub project: Option<ProjectId>,
    /// What the thing is called; of an import, what its project is called.
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
mod tests;
