//! What went wrong, in the reader's language.

use domain::feedback::{AssigneeName, Meanwhile};
use domain::policy::Refusal;
use domain::problems::{Problem, Problems};
use domain::wording::Locale;
use leptos::prelude::*;

use super::time::day;
use crate::failure::Failure;
use crate::preferences::locale;
use crate::text::{CommonText, FailureText};

/// A failure in words.
pub(crate) fn failure_text(locale: Locale, failure: &Failure) -> &'static str {
    let t = FailureText(locale);
    match failure {
        Failure::Unauthenticated => t.unauthenticated(),
        Failure::Refused(Refusal::Role) => t.refused(),
        Failure::Refused(Refusal::Frozen) => t.frozen(),
        Failure::Refused(Refusal::Phase) => t.not_in_phase(),
        Failure::NotFound => t.not_found(),
        Failure::Invalid(_) => t.summary(),
        Failure::Stale { .. } => t.stale(),
        Failure::Rearranged => t.rearranged(),
        Failure::TooMany => t.too_many(),
        Failure::TooLarge => t.too_large(),
        Failure::Malformed => t.malformed(),
        Failure::Unreachable => t.unreachable(),
        Failure::Internal => t.internal(),
    }
}

/// Why a form was not taken, in words, above what is wrong in it. Of entries that were treated at
/// once it tells how many others changed, since nothing was done then.
pub(super) fn summary_text(locale: Locale, failure: &Failure) -> String {
    let usual = || failure_text(locale, failure).to_owned();
    let Failure::Invalid(Problems(problems)) = failure else {
        return usual();
    };
    let t = FailureText(locale);
    if problems
        .iter()
        .any(|found| is_found_by_trying(&found.problem))
    {
        return t.not_accepted().to_owned();
    }
    let changed = |problem: &Problem| matches!(problem, Problem::ChangedMeanwhile(_));
    if !problems.iter().any(|found| changed(&found.problem)) {
        return usual();
    }
    let unnamed = problems.iter().filter_map(|found| match found.problem {
        Problem::AndOthers { count } => Some(count),
        _ => None,
    });
    let unnamed = unnamed.fold(0, u32::saturating_add);
    let named = problems.iter().filter(|found| changed(&found.problem));
    let named = u32::try_from(named.count()).unwrap_or(u32::MAX);
    let said = t.selection_changed(named.saturating_add(unnamed));
    match unnamed {
        0 => said,
        _ => format!("{said} {}", t.others_deselected()),
    }
}

/// Whether a form was sent and tried, in order as it was: its passwords come back empty.
const fn is_found_by_trying(problem: &Problem) -> bool {
    matches!(
        problem,
        Problem::WrongCredentials | Problem::WrongPassword | Problem::LinkExpired
    )
}

/// The same where nothing is left of what was typed.
pub(super) fn dropped_text(locale: Locale, failure: &Failure) -> String {
    let t = FailureText(locale);
    let said = summary_text(locale, failure);
    let said = match failure {
        Failure::Invalid(_) if said == t.summary() => t.not_sent(),
        Failure::Stale { .. } => t.stale_dropped(),
        _ => said.as_str(),
    };
    format!("{} {said}", t.dropped())
}

/// What a page about a failure is called.
pub(super) fn failure_title(locale: Locale, failure: &Failure) -> &'static str {
    let t = FailureText(locale);
    match failure {
        Failure::Unauthenticated => t.unauthenticated_title(),
        Failure::Refused(_) => t.refused_title(),
        Failure::NotFound => t.not_found_title(),
        _ => t.not_shown_title(),
    }
}

/// A problem of a field in words.
pub(crate) fn problem_text(locale: Locale, problem: &Problem) -> String {
    problem_beside(locale, problem, "")
}

/// A problem in words that stand beside the name of what has it: as long as that is called so,
/// they do not say it again.
pub(super) fn problem_beside(locale: Locale, problem: &Problem, name: &str) -> String {
    let t = FailureText(locale);
    match *problem {
        Problem::Missing => t.missing().to_owned(),
        Problem::TooLong { max } => t.too_long(max),
        Problem::TooShort { min } => t.too_short(min),
        Problem::NotAnEmail => t.not_an_email().to_owned(),
        Problem::NotADate => t.not_a_date().to_owned(),
        Problem::NotAnAddress => t.not_an_address().to_owned(),
        Problem::NotOffered => t.not_offered().to_owned(),
        Problem::NotSeen => t.not_seen().to_owned(),
        Problem::NotShown => t.note_not_shown().to_owned(),
        Problem::OutOfRange { min, max } => t.out_of_range(min, max),
        Problem::EndsBeforeStart => t.ends_before_start().to_owned(),
        Problem::DateOutOfRange { min, max } => {
            t.date_out_of_range(&day(locale, min), &day(locale, max))
        }
        Problem::BeforePrevious { earliest } => t.before_previous(&day(locale, earliest)),
        Problem::LeavesOut { day: left } => t.leaves_out(&day(locale, left)),
        Problem::Full { max } => t.full(max),
        Problem::NoRoom { max } => t.no_room(max),
        Problem::TooMany { max } => t.too_many_given(max),
        Problem::TooFew { min } => t.too_few_given(min),
        Problem::BoundsReversed => t.bounds_reversed().to_owned(),
        Problem::OutsideInterval { low, high } => {
            t.outside_interval(&low.in_locale(locale), &high.in_locale(locale))
        }
        Problem::Taken => t.taken().to_owned(),
        Problem::LastAdministrator => t.last_administrator().to_owned(),
        Problem::NameKept => t.name_kept().to_owned(),
        Problem::WrongCredentials => t.wrong_credentials().to_owned(),
        Problem::WrongPassword => t.wrong_password().to_owned(),
        Problem::LinkExpired => t.link_expired().to_owned(),
        Problem::Itself => t.itself().to_owned(),
        Problem::EndsDoNotFit => t.ends_do_not_fit().to_owned(),
        Problem::LinkedAlready => t.linked_already().to_owned(),
        Problem::NoTarget => t.no_target().to_owned(),
        Problem::OthersStay => t.others_stay().to_owned(),
        Problem::HasBegun => t.has_begun().to_owned(),
        Problem::Unconfirmed => t.unconfirmed().to_owned(),
        Problem::CarriedOver => t.carried_over().to_owned(),
        Problem::ChangedMeanwhile(ref now) => changed_meanwhile(locale, now, name),
        Problem::AndOthers { count } => t.and_others(count),
        Problem::WorkedOn(how) => t.worked_on(how.wording().in_locale(locale)),
    }
}

/// What somebody else made of an entry that was selected, in words.
fn changed_meanwhile(locale: Locale, now: &Meanwhile, name: &str) -> String {
    let t = FailureText(locale);
    let mut what = vec![
        now.state.wording().in_locale(locale).to_owned(),
        now.severity.wording().in_locale(locale).to_owned(),
    ];
    if let Some(words) = &now.words {
        what.push(assigned(locale, words.assignee.as_ref()));
    }
    if now.shared {
        what.push(t.shared_with_partners().to_owned());
    }
    let what = what.join(", ");
    match &now.words {
        Some(words) if words.title != name => t.changed_meanwhile(&words.title, &what),
        _ => t.changed_by_another(&what),
    }
}

/// Who looks after an entry, in words.
fn assigned(locale: Locale, assignee: Option<&AssigneeName>) -> String {
    let t = FailureText(locale);
    match assignee {
        Some(person) if person.has_interests => {
            t.assigned_to(&CommonText(locale).with_interests(&person.name))
        }
        Some(person) => t.assigned_to(&person.name),
        None => t.assigned_to_nobody().to_owned(),
    }
}

/// A failure in a box of its own. On the server, the answer takes its status.
#[component]
pub(crate) fn FailureNotice(
    /// What went wrong.
    failure: Failure,
) -> impl IntoView {
    answer_with(&failure);
    let tone = match failure {
        Failure::Internal | Failure::Unreachable => "bad",
        _ => "warn",
    };
    view! {
        <div class="notice" data-tone=tone role="alert">
            <p>{failure_text(locale(), &failure)}</p>
        </div>
    }
}

/// Gives a page that shows a failure the HTTP status that fits it.
#[cfg(feature = "ssr")]
pub(super) fn answer_with(failure: &Failure) {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(failure.status());
    }
}

#[cfg(not(feature = "ssr"))]
pub(super) fn answer_with(_: &Failure) {}

#[cfg(test)]
mod tests {
    use domain::feedback::{FeedbackState, MeanwhileWords, Severity};
    use domain::milestones::Figure;

    use super::*;

    #[test]
    fn what_is_counted_is_not_told_as_a_number_to_type() {
        for (problem, fr, en) in [
            (
                Problem::Full { max: 20 },
                "Il y en a déjà 20\u{a0}: retirez-en avant d'en ajouter.",
                "There are 20 already: remove one before adding another.",
            ),
            (
                Problem::NoRoom { max: 100 },
                "Il n'y a plus de place\u{a0}: 100 au plus.",
                "There is no room left: 100 at most.",
            ),
            (
                Problem::TooMany { max: 20 },
                "Il y en a trop\u{a0}: 20 au plus.",
                "There are too many: 20 at most.",
            ),
            (
                Problem::TooFew { min: 2 },
                "Il n'y en a pas assez\u{a0}: 2 au moins.",
                "There are too few: at least 2.",
            ),
        ] {
            assert_eq!(problem_text(Locale::Fr, &problem), fr);
            assert_eq!(problem_text(Locale::En, &problem), en);
        }
    }

    #[test]
    fn lengths_are_told_as_the_reader_writes_numbers() {
        let long = Problem::TooLong { max: 10_000 };
        for (locale, told) in [(Locale::Fr, "10\u{202f}000"), (Locale::En, "10,000")] {
            let said = problem_text(locale, &long);
            assert!(said.contains(told), "{said}");
        }
    }

    #[test]
    fn what_was_dropped_is_not_told_to_be_kept() {
        let problems = Problems::one("title", Problem::Missing);
        for failure in [Failure::Invalid(problems), Failure::Stale { current: 2 }] {
            for (locale, kept, dropped) in [
                (Locale::Fr, ["n'est perdu", "toujours là"], "pu être gardé"),
                (Locale::En, ["is lost", "still here"], "could not be kept"),
            ] {
                let says_so = |text: &str| kept.iter().any(|word| text.contains(word));
                let usual = summary_text(locale, &failure);
                assert!(says_so(&usual), "{usual}");
                let said = dropped_text(locale, &failure);
                assert!(!says_so(&said) && said.contains(dropped), "{said}");
            }
        }
    }

    #[test]
    fn a_form_that_was_tried_is_not_told_to_be_unsent() {
        for problem in [
            Problem::WrongCredentials,
            Problem::WrongPassword,
            Problem::LinkExpired,
        ] {
            let failure = Failure::Invalid(Problems::one("password", problem));
            let fr = summary_text(Locale::Fr, &failure);
            assert_eq!(fr, "Ce n'est pas passé\u{a0}:");
            let en = summary_text(Locale::En, &failure);
            assert_eq!(en, "This did not go through:");
            let dropped = dropped_text(Locale::Fr, &failure);
            assert!(!dropped.contains("pas été envoyé"), "{dropped}");
        }
    }

    #[test]
    fn the_bounds_of_an_interval_are_told_as_the_reader_writes_them() {
        let beside = Problem::OutsideInterval {
            low: Figure(200),
            high: Figure(1_234_800),
        };
        for (locale, told, reversed) in [
            (Locale::Fr, "de 0,2 à 1\u{202f}234,8", "borne haute"),
            (Locale::En, "from 0.2 to 1,234.8", "upper bound"),
        ] {
            let said = problem_text(locale, &beside);
            assert!(said.contains(told), "{said}");
            let said = problem_text(locale, &Problem::BoundsReversed);
            assert!(said.contains(reversed), "{said}");
        }
    }

    #[test]
    fn a_partner_who_looks_after_an_entry_meanwhile_is_known_for_its_interests() {
        let partner = AssigneeName {
            name: "Max Éditeur".into(),
            has_interests: true,
        };
        let now = Problem::ChangedMeanwhile(Meanwhile {
            version: 2,
            state: FeedbackState::New,
            severity: Severity::Minor,
            shared: false,
            words: Some(MeanwhileWords {
                title: "Trop lent".into(),
                assignee: Some(partner),
            }),
        });
        for (locale, told) in [
            (Locale::Fr, "confié à Max Éditeur (intérêts déclarés)"),
            (Locale::En, "assigned to Max Éditeur (declared interests)"),
        ] {
            let said = problem_text(locale, &now);
            assert!(said.contains(told), "{said}");
        }
    }

    #[test]
    fn beside_its_name_an_entry_is_not_named_again_until_it_is_called_otherwise() {
        let now = Meanwhile {
            version: 2,
            state: FeedbackState::Accepted,
            severity: Severity::Minor,
            shared: false,
            words: Some(MeanwhileWords {
                title: "Trop lent".into(),
                assignee: None,
            }),
        };
        let problem = Problem::ChangedMeanwhile(now);
        let same = problem_beside(Locale::En, &problem, "Trop lent");
        assert!(same.contains("now: accepted, minor, assigned"), "{same}");
        let other = problem_beside(Locale::En, &problem, "Lent");
        assert!(other.contains("“Trop lent”, accepted"), "{other}");
    }

    #[test]
    fn of_a_selection_it_is_told_that_nothing_was_treated() {
        let now = Meanwhile {
            version: 2,
            state: FeedbackState::Accepted,
            severity: Severity::Minor,
            shared: false,
            words: None,
        };
        let mut problems = Problems::one("a", Problem::ChangedMeanwhile(now));
        let summary =
            |problems: &Problems| summary_text(Locale::En, &Failure::Invalid(problems.clone()));
        let one = summary(&problems);
        assert!(one.starts_with("1 entry was changed"), "{one}");
        assert!(!one.contains("no longer selected"), "{one}");
        problems.add("", Problem::AndOthers { count: 3 });
        let four = summary(&problems);
        assert!(four.starts_with("4 entries were changed"), "{four}");
        assert!(four.contains("no longer selected"), "{four}");
        let usual = summary(&Problems::one("title", Problem::Missing));
        assert!(usual.contains("was not sent"), "{usual}");
    }

    #[test]
    fn of_an_entry_without_words_it_is_not_said_that_nobody_looks_after_it() {
        let now = Problem::ChangedMeanwhile(Meanwhile {
            version: 2,
            state: FeedbackState::Accepted,
            severity: Severity::Minor,
            shared: true,
            words: None,
        });
        for (locale, told, silent) in [
            (Locale::Fr, ["accepté", "partagé"], ["confié", "«"]),
            (Locale::En, ["accepted", "shared"], ["assigned", "“"]),
        ] {
            let said = problem_text(locale, &now);
            assert!(told.iter().all(|word| said.contains(word)), "{said}");
            assert!(!silent.iter().any(|word| said.contains(word)), "{said}");
        }
    }
}
