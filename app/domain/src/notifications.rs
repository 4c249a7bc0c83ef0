//! Being told: what a person hears of, in the application and by e-mail, and
//! who is told of what.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::accounts::Person;
use crate::codes::codes;
use crate::evidence::{ThingKind, ThingRef};
use crate::ids::{NotificationId, ProjectId, UserId};
use crate::policy::{Action, Actor, Situation, may};
use crate::time::{Date, Timestamp};
use crate::wording::Locale;

/// How many days before its date the owner of a milestone is reminded.
pub const REMINDER_DAYS: i8 = 7;
/// How long something is worth a message, in seconds: a week. What is older,
/// because no message could be sent, is read in the application.
pub const WORTH_SECONDS: i64 = 7 * 86_400;
/// The most things told in one message; it says how many more there are.
pub const DIGEST_MAX: usize = 40;

codes! {
    /// What a person can be told. Each kind can be switched off; the wording
    /// is that of the switch.
    pub enum NotificationKind {
        /// A comment names the person.
        Mention = "mention": "un commentaire me mentionne" | "a comment mentions me",
        /// The person looks after an entry from now on.
        Assigned = "assigned": "un retour m'est confié" | "feedback is assigned to me",
        /// The author of an entry that the person looks after has answered.
        FeedbackSettled = "feedback_settled": "un retour que je suis est confirmé, ou ne l'est pas" | "feedback that I look after is confirmed, or is not",
        /// The team decided on the person's entry.
        FeedbackTreated = "feedback_treated": "mon retour est traité" | "my feedback is treated",
        /// What the person's entry led to is in the tool; they may confirm it.
        FeedbackShipped = "feedback_shipped": "la suite de mon retour est livrée, à confirmer" | "what my feedback led to is shipped, for me to confirm",
        /// Somebody commented on the person's entry.
        FeedbackCommented = "feedback_commented": "mon retour est commenté" | "my feedback is commented on",
        /// Feedback came in to a project that the person leads.
        FeedbackNew = "feedback_new": "des retours arrivent dans un projet que je conduis" | "feedback comes in to a project that I lead",
        /// A project answers the person's need.
        NeedAnswered = "need_answered": "un projet répond à mon besoin" | "a project answers my need",
        /// A project that answered the person's need no longer does.
        NeedUnanswered = "need_unanswered": "un projet ne répond plus à mon besoin" | "a project no longer answers my need",
        /// The person's need was set aside or withdrawn.
        NeedSetAside = "need_set_aside": "mon besoin est mis de côté" | "my need is set aside",
        /// The person's need was opened again.
        NeedReopened = "need_reopened": "mon besoin est rouvert" | "my need is opened again",
        /// The person's need was merged into another.
        NeedMerged = "need_merged": "mon besoin est fusionné avec un autre" | "my need is merged into another",
        /// Others support the person's need, or object to it.
        NeedPosition = "need_position": "d'autres prennent position sur mon besoin" | "others take a position on my need",
        /// The person's signature is asked for.
        SignatureAsked = "signature_asked": "ma signature est demandée" | "my signature is asked for",
        /// The person answers for a milestone from now on.
        MilestoneGiven = "milestone_given": "un jalon m'est confié" | "a milestone is given to me",
        /// Somebody has the person take an action on.
        ActionGiven = "action_given": "une action m'est confiée" | "an action is given to me",
        /// The date of the person's milestone is near.
        MilestoneDue = "milestone_due": "l'échéance d'un de mes jalons approche" | "a milestone of mine is due soon",
        /// The date of the person's milestone is past.
        MilestoneOverdue = "milestone_overdue": "l'échéance d'un de mes jalons est dépassée" | "a milestone of mine is overdue",
        /// The person's milestone has another date.
        MilestoneMoved = "milestone_moved": "un de mes jalons est déplacé" | "a milestone of mine is moved",
        /// The person joined a team, left it or has another role in it.
        Team = "team": "ma place dans une équipe change" | "my place in a team changes",
        /// The person's project is in another phase.
        Phase = "phase": "un de mes projets change de phase" | "a project of mine changes phase",
        /// An iteration of the person's project started, is in review or closed.
        Iteration = "iteration": "une itération d'un de mes projets commence, passe en revue ou se clôt" | "an iteration of a project of mine starts, is in review or closes",
    }
}

/// Something that a person is told, as they read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// What kind of news.
    pub kind: NotificationKind,
    /// What it is about.
    pub thing: ThingRef,
    /// What that is called.
    pub title: String,
    /// The project concerned, where the reader sees it, with its title.
    pub project: Option<(ProjectId, String)>,
    /// Who did it; nobody where the server or somebody without a name did.
    pub actor: Option<Person>,
    /// The code of what came of it: a state, a role, a phase; a date.
    pub detail: String,
    /// When.
    pub at: Timestamp,
    /// Whether the reader has seen it.
    pub read: bool,
}

impl NotificationKind {
    /// What one must be allowed to do with the thing to be told of it.
    #[must_use]
    pub const fn wants(self, thing: ThingKind) -> Action {
        match thing {
            ThingKind::Need => Action::SeeNeed,
            ThingKind::Feedback => Action::SeeFeedback,
            ThingKind::Session => Action::SeeSession,
            ThingKind::Decision | ThingKind::ActionItem => Action::SeeDecision,
            _ => Action::SeeProject,
        }
    }

    /// Whether news of this kind about the same thing are told once until they
    /// are read: the tenth support of a need is no news of its own, nor is the tenth
    /// entry that comes in to a project.
    #[must_use]
    pub const fn gathers(self) -> bool {
        matches!(self, Self::NeedPosition | Self::FeedbackNew)
    }

    /// Whether it is told in this way when nobody has said otherwise. Each kind
    /// is told in the application; what the whole team hears of is not sent.
    #[must_use]
    pub const fn at_first(self) -> Ways {
        Ways {
            in_app: true,
            by_mail: !matches!(self, Self::Phase | Self::Iteration | Self::NeedPosition),
        }
    }

    /// Whether it tells what became of a need of the person's.
    #[must_use]
    pub const fn is_of_need(self) -> bool {
        matches!(
            self,
            Self::NeedAnswered
                | Self::NeedUnanswered
                | Self::NeedSetAside
                | Self::NeedReopened
                | Self::NeedMerged
        )
    }
}

/// Whether somebody is told of something: nobody of what they did themselves,
/// nobody of what they may not see. `by` is who truly did it, also where no
/// name is shown.
#[must_use]
pub fn is_told(to: &Actor, by: Option<UserId>, wants: Action, situation: &Situation) -> bool {
    by != Some(to.user) && may(to, wants, situation)
}

/// The thing whose page stands at an address: what its reader was told of it
/// is read then.
#[must_use]
pub fn thing_at(path: &str) -> Option<Uuid> {
    path.rsplit('/').find_map(|step| step.parse().ok())
}

/// In which ways a kind of news reaches a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ways {
    /// In the application.
    pub in_app: bool,
    /// By the daily message.
    pub by_mail: bool,
}

impl Ways {
    /// Whether it reaches the person at all.
    #[must_use]
    pub const fn any(self) -> bool {
        self.in_app || self.by_mail
    }
}

/// In which ways each kind of news reaches a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences(pub Vec<(NotificationKind, Ways)>);

impl Preferences {
    /// What a form with a box for each kind and way says.
    #[must_use]
    pub fn chosen(in_app: &[NotificationKind], by_mail: &[NotificationKind]) -> Self {
        let ways = |kind: &NotificationKind| Ways {
            in_app: in_app.contains(kind),
            by_mail: by_mail.contains(kind),
        };
        let all = NotificationKind::ALL.iter();
        Self(all.map(|kind| (*kind, ways(kind))).collect())
    }

    /// The ways of one kind.
    #[must_use]
    pub fn of(&self, kind: NotificationKind) -> Ways {
        let said = self.0.iter().find(|(said, _)| *said == kind);
        said.map_or_else(|| kind.at_first(), |(_, ways)| *ways)
    }
}

/// Whether the daily message goes out: on each day once, from its hour on. A
/// server that was down at that hour sends it when it is up again.
#[must_use]
pub fn is_due(today: Date, hour: i8, from_hour: i8, last: Option<Date>) -> bool {
    hour >= from_hour && last.is_none_or(|last| last < today)
}

/// What one person is told in a day's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Who is told.
    pub person: UserId,
    /// All news that are done with once the message is on its way.
    pub taken: Vec<NotificationId>,
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The language of the message.
    pub locale: Locale,
    /// The news, the oldest first.
    pub news: Vec<Notification>,
    /// How many more there are.
    pub more: u32,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::accounts::WorkspaceRole;
    use crate::parties::Party;
    use crate::projects::ProjectRole;

    fn somebody(project: ProjectId, role: Option<ProjectRole>) -> Actor {
        Actor {
            user: UserId::new(),
            role: WorkspaceRole::Member,
            party: Party::Teacher,
            projects: role.map(|role| (project, role)).into_iter().collect(),
        }
    }

    #[test]
    fn nobody_is_told_of_their_own_acts() {
        let project = ProjectId::new();
        let ana = somebody(project, Some(ProjectRole::Lead));
        let there = Situation::in_project(project);
        assert!(!is_told(&ana, Some(ana.user), Action::SeeProject, &there));
        let other = Some(UserId::new());
        assert!(is_told(&ana, other, Action::SeeProject, &there));
        assert!(is_told(&ana, None, Action::SeeProject, &there));
    }

    #[test]
    fn nobody_is_told_of_what_they_may_not_see() {
        let project = ProjectId::new();
        let closed = Situation {
            team_only: true,
            ..Situation::in_project(project)
        };
        let outside = somebody(project, None);
        assert!(!is_told(&outside, None, Action::SeeProject, &closed));
        let partner = Actor {
            projects: BTreeMap::from([(project, ProjectRole::Partner)]),
            ..outside
        };
        assert!(is_told(&partner, None, Action::SeeProject, &closed));
        assert!(!is_told(&partner, None, Action::SeeFeedback, &closed));
        let shared = Situation {
            shared_with_partners: true,
            ..closed
        };
        assert!(is_told(&partner, None, Action::SeeFeedback, &shared));
    }

    #[test]
    fn a_form_says_all_and_silence_leaves_what_was_at_first() {
        let mention = NotificationKind::Mention;
        let chosen = Preferences::chosen(&[], &[mention]);
        assert_eq!(chosen.0.len(), NotificationKind::ALL.len());
        assert!(chosen.of(mention).by_mail && !chosen.of(mention).in_app);
        assert!(!chosen.of(NotificationKind::Team).any());
        for &kind in NotificationKind::ALL {
            assert_eq!(Preferences(Vec::new()).of(kind), kind.at_first());
            assert!(kind.at_first().in_app, "{kind}");
        }
    }

    #[test]
    fn an_address_leads_to_its_thing() {
        let (project, entry) = (Uuid::now_v7(), Uuid::now_v7());
        let path = format!("/projects/{project}/feedback/{entry}");
        assert_eq!(thing_at(&path), Some(entry));
        assert_eq!(thing_at(&format!("{path}/edit")), Some(entry));
        assert_eq!(thing_at("/projects/new"), None);
    }

    #[test]
    fn the_message_goes_out_once_a_day_from_its_hour_on() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let (yesterday, today) = (day("2026-11-23"), day("2026-11-24"));
        assert!(!is_due(today, 6, 7, Some(yesterday)));
        assert!(is_due(today, 7, 7, Some(yesterday)));
        assert!(is_due(today, 23, 7, None), "late is better than never");
        assert!(!is_due(today, 8, 7, Some(today)));
    }
}
