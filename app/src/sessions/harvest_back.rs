//! What came out of a note in the guided pass, and taking that back.

use domain::evidence::ThingRef;
use domain::ids::SessionId;
use leptos::prelude::*;

use super::harvest_api::TakeBackOutcome;
use super::text::SessionsText;
use crate::failure::Failure;
use crate::kit::{FailureNotice, FormAction, Hidden, PostForm, SubmitButton, problem_text};
use crate::preferences::locale;

/// The id of the form that the buttons belong to. It stands once on the page: those of the
/// notes stand around them.
pub(super) const TAKE_BACK: &str = "take-back";

/// Taking back, as the notes of the pass share it.
#[derive(Clone, Copy)]
pub(super) struct Back {
    pub action: FormAction<TakeBackOutcome>,
    /// The note of which something was taken back last.
    pub from: RwSignal<Option<String>>,
}

/// The form of the buttons, and why something was not taken back where that is not said
/// beside its note.
#[component]
pub(super) fn TakeBackForm(session: SessionId, back: Back) -> impl IntoView {
    let failure = back.action.failure();
    let other = move || {
        let failure = failure.get();
        let other = failure.filter(|failure| !matches!(failure, Failure::Invalid(_)));
        other.map(|failure| view! { <FailureNotice failure=failure /> })
    };
    view! {
        <div hidden=true>
            <PostForm action=back.action width="bare" id=TAKE_BACK>
                <Hidden name="session" value=session.to_string() />
            </PostForm>
        </div>
        {other}
    }
}

/// What came out of a note; for those who take notes up, each with its way back.
#[component]
pub(super) fn Became(
    things: Vec<(String, ThingRef)>,
    record: String,
    back: Option<Back>,
) -> impl IntoView {
    let t = SessionsText::here();
    let things = things.into_iter().map(|(address, thing)| {
        let kind = thing.kind.wording().in_locale(locale());
        let undo = back.map(|back| {
            view! { <TakeBack thing=thing kind=kind record=record.clone() back=back /> }
        });
        view! { " " <a href=address>{kind}</a> {undo} }
    });
    view! {
        <div class="cluster">
            <span class="badge" data-tone="good">{t.taken_up()}</span>
            {things.collect_view()}
        </div>
    }
}

#[component]
fn TakeBack(thing: ThingRef, kind: &'static str, record: String, back: Back) -> impl IntoView {
    let t = SessionsText::here();
    let code = thing.to_string();
    let field = code.clone();
    let failure = back.action.failure();
    let kept = move || {
        let problem = match failure.get() {
            Some(Failure::Invalid(problems)) => problems.of(&field).cloned(),
            _ => None,
        };
        problem.map(|problem| {
            let text = problem_text(locale(), &problem);
            view! { <span class="problem" role="alert">{text}</span> }
        })
    };
    let described = format!("text-{record}");
    let of = (TAKE_BACK, back.action.sending());
    view! {
        <SubmitButton
            kind="quiet"
            small=true
            of=of
            name="thing"
            value=code
            called=t.take_back_named(kind)
            attr:aria-describedby=described
            on:click=move |_| back.from.set(Some(record.clone()))
        >
            {t.take_back()}
        </SubmitButton>
        {kept}
    }
}
