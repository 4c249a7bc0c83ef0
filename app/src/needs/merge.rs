//! Merging a need into another one.

use domain::ids::NeedId;
use domain::merging::{Targets, refusal};
use domain::needs::Need;
use leptos::prelude::*;

use super::api::{MergeNeeds, load_need_targets};
use super::text::NeedsText;
use super::tone;
use crate::kit::{
    Crumb, FormAction, FormEnd, Hidden, Merged, Page, PostForm, loaded_page, merging,
    merging_asked, name_in_words,
};
use crate::preferences::locale;

/// The page on which a need is merged into another one.
pub(super) fn merge_page() -> AnyView {
    let action = FormAction::<MergeNeeds>::new();
    let asked = merging_asked::<NeedId>("need");
    let targets = Resource::new(
        move || asked.get(),
        |(id, words, into)| load_need_targets(id, words, into),
    );
    loaded_page(targets, move |_, targets| {
        let words = asked.with_untracked(|(_, words, _)| words.clone());
        view! { <MergeView targets=targets words=words action=action /> }
    })
    .into_any()
}

#[component]
fn MergeView(
    targets: Targets<Need>,
    words: String,
    action: FormAction<MergeNeeds>,
) -> impl IntoView {
    let t = NeedsText::here();
    let from = &targets.from;
    let there = format!("/needs/{}", from.id);
    let page = format!("{there}/merge");
    let crumbs = vec![
        Crumb::new("/needs", t.title()),
        Crumb::new(there, from.facts.statement.clone()),
    ];
    // What is to be chosen is said until something is.
    let lede = match targets.into {
        None => t.merge_lede(),
        Some(_) => "",
    };
    let body = merging((page, words), targets, [merged; 2], |from, into| {
        let (id, chosen) = (from.id, into.id);
        refusal(id, chosen, into.state.is_closed()).map_or(Ok(()), Err)?;
        Ok(view! {
            <PostForm action=action>
                <p class="hint">{t.merge_hint()}</p>
                <Hidden name="from" value=id.to_string() />
                <Hidden name="into" value=chosen.to_string() />
                <FormEnd label=t.merge() />
            </PostForm>
        }
        .into_any())
    });
    view! {
        <Page title=t.merge_title() lede=lede crumbs=crumbs>
            <div class="stack" data-gap="large">{body}</div>
        </Page>
    }
}

fn merged(need: Need) -> Merged {
    let t = NeedsText::here();
    let author = need.author.as_ref().map(name_in_words);
    Merged {
        id: need.id.to_string(),
        href: format!("/needs/{}", need.id),
        text: need.facts.statement,
        state: (need.state.wording().in_locale(locale()), tone(need.state)),
        beside: vec![
            t.supports(need.stances.supports),
            t.objections(need.stances.objections),
        ],
        facts: vec![
            (t.expressed_by(), author.unwrap_or_default()),
            (t.affected(), need.facts.affected),
            (t.setting(), need.facts.setting),
        ],
    }
}
