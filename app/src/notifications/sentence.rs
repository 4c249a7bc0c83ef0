//! What is told, as a sentence: in the application and in the daily message.

use domain::accounts::Person;
use domain::feedback::FeedbackState;
use domain::iterations::IterationState;
use domain::needs::NeedState;
use domain::notifications::{Notification, NotificationKind as Kind};
use domain::phases::ProjectPhase;
use domain::projects::ProjectRole;
use domain::wording::Locale;

use super::text::NewsText;
use crate::feedback::triage_address;
use crate::kit::day;

/// What is told, in one sentence; what it is about stands beside it.
pub(super) fn sentence(locale: Locale, news: &Notification) -> String {
    let t = NewsText(locale);
    let detail = news.detail.as_str();
    let named = news.actor.as_ref().map(|person| person.name.as_str());
    let who = named.unwrap_or_else(|| t.somebody());
    match news.kind {
        Kind::Mention => t.mention(who),
        Kind::Assigned => t.assigned(who),
        Kind::FeedbackSettled => {
            let who = named.unwrap_or_else(|| t.its_author());
            match detail == FeedbackState::Accepted.code() {
                true => t.not_settled(who),
                false => t.settled(who),
            }
        }
        Kind::FeedbackTreated => {
            let state = FeedbackState::from_code(detail).unwrap_or_default();
            t.treated(state.wording().in_locale(locale))
        }
        Kind::FeedbackShipped => t.shipped().to_owned(),
        Kind::FeedbackCommented => t.commented(who),
        Kind::FeedbackNew => t.feedback_new().to_owned(),
        Kind::NeedAnswered => match &news.project {
            Some((_, project)) => t.answered_by(project),
            None => t.answered().to_owned(),
        },
        Kind::NeedUnanswered => match &news.project {
            Some((_, project)) => t.unanswered_by(project),
            None => t.unanswered().to_owned(),
        },
        Kind::NeedSetAside => {
            let state = NeedState::from_code(detail).unwrap_or_default();
            t.set_aside(state.wording().in_locale(locale))
        }
        Kind::NeedReopened => t.reopened().to_owned(),
        Kind::NeedMerged => t.merged().to_owned(),
        Kind::NeedPosition => t.position().to_owned(),
        Kind::SignatureAsked => t.signature().to_owned(),
        Kind::MilestoneGiven => t.given(who),
        Kind::ActionGiven => t.action_given(who),
        Kind::MilestoneDue => t.due(&date(locale, detail)),
        Kind::MilestoneOverdue => t.overdue(&date(locale, detail)),
        Kind::MilestoneMoved => t.moved(&date(locale, detail)),
        Kind::Team => match ProjectRole::from_code(detail) {
            Some(role) => t.team(role.wording().in_locale(locale)),
            None => t.team_left().to_owned(),
        },
        Kind::Phase => {
            let phase = ProjectPhase::from_code(detail).unwrap_or_default();
            t.phase(phase.wording().in_locale(locale))
        }
        Kind::Iteration => {
            let state = IterationState::from_code(detail).unwrap_or_default();
            t.iteration(state.wording().in_locale(locale))
        }
    }
}

/// Whom the sentence names.
pub(super) fn named<'a>(news: &'a Notification, sentence: &str) -> Option<&'a Person> {
    news.actor
        .as_ref()
        .filter(|person| sentence.contains(&person.name))
}

/// Where what is told is looked at.
pub(super) fn address(news: &Notification) -> String {
    let project = news.project.as_ref().map(|(id, _)| *id);
    match (news.kind, project) {
        (Kind::FeedbackNew, Some(project)) => triage_address(project),
        _ => crate::search::address(news.thing, project),
    }
}

fn date(locale: Locale, detail: &str) -> String {
    let date = domain::time::parse_date(detail);
    date.map_or_else(|| detail.to_owned(), |date| day(locale, date))
}

#[cfg(test)]
mod tests {
    use domain::evidence::{ThingKind, ThingRef};
    use domain::ids::{NeedId, NotificationId, UserId};
    use domain::parties::Party;
    use domain::time::Timestamp;

    use super::*;

    fn news(kind: Kind, detail: &str) -> Notification {
        Notification {
            id: NotificationId::new(),
            kind,
            thing: ThingRef::new(ThingKind::Need, NeedId::new()),
            title: "Lire à deux".into(),
            project: None,
            actor: None,
            detail: detail.into(),
            at: Timestamp(0),
            read: false,
        }
    }

    #[test]
    fn each_kind_is_a_sentence_in_each_language() {
        for &kind in Kind::ALL {
            let (fr, en) = (
                sentence(Locale::Fr, &news(kind, "")),
                sentence(Locale::En, &news(kind, "")),
            );
            assert!(!fr.is_empty() && !en.is_empty() && fr != en, "{kind}");
        }
        let due = news(Kind::MilestoneDue, "2026-12-01");
        assert_eq!(
            sentence(Locale::Fr, &due),
            "Votre jalon est attendu le 1er décembre 2026"
        );
    }

    #[test]
    fn who_is_named_is_known_for_their_interests() {
        let partner = Person {
            id: UserId::new(),
            name: "Max Éditeur".into(),
            party: Party::Edtech,
            declared_interests: Some("Vend des manuels".into()),
        };
        for (kind, is_named) in [(Kind::Mention, true), (Kind::FeedbackShipped, false)] {
            let news = Notification {
                actor: Some(partner.clone()),
                ..news(kind, "")
            };
            let said = sentence(Locale::Fr, &news);
            assert_eq!(named(&news, &said), is_named.then_some(&partner), "{kind}");
        }
    }

    #[test]
    fn who_has_no_name_is_given_none() {
        let settled = news(Kind::FeedbackSettled, "confirmed");
        assert_eq!(
            sentence(Locale::Fr, &settled),
            "L'auteur·rice confirme que le retour est réglé"
        );
    }
}
