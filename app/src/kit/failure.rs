//! What went wrong, in the reader's language.

use domain::policy::Refusal;
use domain::problems::Problem;
use domain::wording::Locale;
use leptos::prelude::*;

use super::time::day;
use crate::failure::Failure;
use crate::preferences::locale;
use crate::text::FailureText;

/// A failure in words.
pub(crate) fn failure_text(locale: Locale, failure: &Failure) -> &'static str {
    let t = FailureText(locale);
    match failure {
        Failure::Unauthenticated => t.unauthenticated(),
        Failure::Refused(Refusal::Role) => t.refused(),
        Failure::Refused(Refusal::Frozen) => t.frozen(),
        Failure::NotFound => t.not_found(),
        Failure::Invalid(_) => t.summary(),
        Failure::Stale { .. } => t.stale(),
        Failure::Rearranged => t.rearranged(),
        Failure::TooMany => t.too_many(),
        Failure::Malformed => t.malformed(),
        Failure::Unreachable => t.unreachable(),
        Failure::Internal => t.internal(),
    }
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
    let t = FailureText(locale);
    match *problem {
        Problem::Missing => t.missing().to_owned(),
        Problem::TooLong { max } => t.too_long(max),
        Problem::TooShort { min } => t.too_short(min),
        Problem::NotAnEmail => t.not_an_email().to_owned(),
        Problem::NotADate => t.not_a_date().to_owned(),
        Problem::NotAnAddress => t.not_an_address().to_owned(),
        Problem::NotOffered => t.not_offered().to_owned(),
        Problem::OutOfRange { min, max } => t.out_of_range(min, max),
        Problem::EndsBeforeStart => t.ends_before_start().to_owned(),
        Problem::DateOutOfRange { min, max } => {
            t.date_out_of_range(&day(locale, min), &day(locale, max))
        }
        Problem::BeforePrevious { earliest } => t.before_previous(&day(locale, earliest)),
        Problem::Full { max } => t.full(max),
        Problem::Taken => t.taken().to_owned(),
        Problem::WrongCredentials => t.wrong_credentials().to_owned(),
        Problem::WrongPassword => t.wrong_password().to_owned(),
        Problem::LinkExpired => t.link_expired().to_owned(),
        Problem::Itself => t.itself().to_owned(),
        Problem::NoTarget => t.no_target().to_owned(),
        Problem::HasBegun => t.has_begun().to_owned(),
        Problem::Unconfirmed => t.unconfirmed().to_owned(),
        Problem::CarriedOver => t.carried_over().to_owned(),
        Problem::WorkedOn(how) => t.worked_on(how.wording().in_locale(locale)),
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
