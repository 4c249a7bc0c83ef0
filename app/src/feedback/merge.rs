//! Merging an entry into another one of its project.

use domain::feedback::{Feedback, FeedbackState};
use domain::ids::FeedbackId;
use domain::merging::{Targets, refusal};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{MergeFeedback, load_feedback_targets};
use super::state_tone;
use super::text::FeedbackText;
use crate::kit::{
    BothSides, ChooseTarget, Crumb, FormAction, FormEnd, Hidden, Merged, NoTarget, Page, PostForm,
    id_param, loaded_page, query_value,
};
use crate::preferences::locale;

/// The page on which an entry is merged into another one.
pub(super) fn merge_page() -> AnyView {
    let id = id_param::<FeedbackId>("feedback");
    let query = use_query_map();
    let action = FormAction::<MergeFeedback>::new();
    let asked = Memo::new(move |_| {
        let query = query.read();
        let into = query_value(&query, "into").parse::<FeedbackId>().ok();
        (id.get(), query_value(&query, "q"), into)
    });
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
    let Targets {
        from,
        proposed,
        found,
        into,
    } = targets;
    let log = format!("/projects/{}/feedback", from.project);
    let there = format!("{log}/{}", from.id);
    let page = format!("{there}/merge");
    let crumbs = vec![Crumb::new(log, t.title()), Crumb::new(there, from.title())];
    let body = match into {
        Some(into) => {
            let (project, id, chosen) = (from.project, from.id, into.id);
            let duplicate = into.state == FeedbackState::Duplicate;
            let merge = match refusal(id, chosen, duplicate) {
                Some(problem) => view! { <NoTarget problem=problem /> }.into_any(),
                None => view! {
                    <PostForm action=action>
                        <p class="hint">{t.merge_hint()}</p>
                        <Hidden name="project" value=project.to_string() />
                        <Hidden name="from" value=id.to_string() />
                        <Hidden name="into" value=chosen.to_string() />
                        <FormEnd label=t.merge_send() />
                    </PostForm>
                }
                .into_any(),
            };
            view! {
                <BothSides page=page words=words from=whole(from) into=whole(into)>{merge}</BothSides>
            }
            .into_any()
        }
        None => {
            let [proposed, found] =
                [proposed, found].map(|entries| entries.into_iter().map(short).collect());
            view! { <ChooseTarget page=page words=words proposed=proposed found=found /> }
                .into_any()
        }
    };
    view! {
        <Page title=t.merge() lede=t.merge_lede() crumbs=crumbs>
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
    Merged {
        id: entry.id.to_string(),
        href: format!("/projects/{}/feedback/{}", entry.project, entry.id),
        text: entry.title(),
        state: (
            entry.state.wording().in_locale(locale()),
            state_tone(entry.state),
        ),
    }
}
