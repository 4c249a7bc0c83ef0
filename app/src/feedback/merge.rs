//! Merging an entry into another one of its project.

use domain::feedback::{Feedback, FeedbackState};
use domain::ids::FeedbackId;
use domain::merging::{Targets, refusal};
use leptos::prelude::*;

use super::api::{MergeFeedback, load_feedback_targets};
use super::state_tone;
use super::text::FeedbackText;
use crate::kit::{
    Crumb, FormAction, FormEnd, Hidden, Merged, Page, PostForm, loaded_page, merging, merging_asked,
};
use crate::preferences::locale;

/// The page on which an entry is merged into another one.
pub(super) fn merge_page() -> AnyView {
    let action = FormAction::<MergeFeedback>::new();
    let asked = merging_asked::<FeedbackId>("feedback");
    let targets = Resource::new(
        move || asked.get(),
        |(id, words, into)| load_feedback_targets(id, words, into),
    );
    loaded_page(targets, move |_, targets| {
        let words = asked.with_untracked(|(_, words, _)| words.clone());
        view! { <MergeView targets=targets words=words action=action /> }
    })
    .into_any()
}

#[component]
fn MergeView(
    targets: Targets<Feedback>,
    words: String,
    action: FormAction<MergeFeedback>,
) -> impl IntoView {
    let t = FeedbackText::here();
    let from = &targets.from;
    let log = format!("/projects/{}/feedback", from.project);
    let there = format!("{log}/{}", from.id);
    let page = format!("{there}/merge");
    let crumbs = vec![Crumb::new(log, t.title()), Crumb::new(there, from.title())];
    // What is to be chosen is said until something is.
    let lede = match targets.into {
        None => t.merge_lede(),
        Some(_) => "",
    };
    let body = merging((page, words), targets, [short, whole], |from, into| {
        let (project, id, chosen) = (from.project, from.id, into.id);
        let duplicate = into.state == FeedbackState::Duplicate;
        refusal(id, chosen, duplicate).map_or(Ok(()), Err)?;
        Ok(view! {
            <PostForm action=action>
                <p class="hint">{t.merge_hint()}</p>
                <Hidden name="project" value=project.to_string() />
                <Hidden name="from" value=id.to_string() />
                <Hidden name="into" value=chosen.to_string() />
                <FormEnd label=t.merge_send() />
            </PostForm>
        }
        .into_any())
    });
    view! {
        <Page title=t.merge() lede=lede crumbs=crumbs>
            <div class="stack" data-gap="large">{body}</div>
        </Page>
    }
}

/// An entry with all that it says.
fn whole(entry: Feedback) -> Merged {
    let text = entry.facts.story.clone();
    Merged {
        text,
        ..short(entry)
    }
}

/// An entry with how its text begins.
fn short(entry: Feedback) -> Merged {
    let t = FeedbackText::here();
    Merged {
        id: entry.id.to_string(),
        href: format!("/projects/{}/feedback/{}", entry.project, entry.id),
        text: entry.title(),
        state: (
            entry.state.wording().in_locale(locale()),
            state_tone(entry.state),
        ),
        beside: vec![entry.facts.kind.wording().in_locale(locale()).to_owned()],
        facts: vec![(t.place(), entry.facts.place)],
    }
}
