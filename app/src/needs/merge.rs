//! Merging a need into another one.

use domain::ids::NeedId;
use domain::merging::{Targets, refusal};
use domain::needs::Need;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{MergeNeeds, load_need_targets};
use super::text::NeedsText;
use super::tone;
use crate::kit::{
    BothSides, ChooseTarget, Crumb, FormAction, FormEnd, Hidden, Merged, NoTarget, Page, PostForm,
    id_param, loaded_page, query_value,
};
use crate::preferences::locale;

/// The page on which a need is merged into another one.
pub(super) fn merge_page() -> AnyView {
    let id = id_param::<NeedId>("need");
    let query = use_query_map();
    let action = FormAction::<MergeNeeds>::new();
    let asked = Memo::new(move |_| {
        let query = query.read();
        let into = query_value(&query, "into").parse::<NeedId>().ok();
        (id.get(), query_value(&query, "q"), into)
    });
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
    let Targets {
        from,
        proposed,
        found,
        into,
    } = targets;
    let there = format!("/needs/{}", from.id);
    let page = format!("{there}/merge");
    let crumbs = vec![
        Crumb::new("/needs", t.title()),
        Crumb::new(there, from.facts.statement.clone()),
    ];
    let body = match into {
        Some(into) => {
            let (id, chosen) = (from.id, into.id);
            let merge = match refusal(id, chosen, into.state.is_closed()) {
                Some(problem) => view! { <NoTarget problem=problem /> }.into_any(),
                None => view! {
                    <PostForm action=action>
                        <p class="hint">{t.merge_hint()}</p>
                        <Hidden name="from" value=id.to_string() />
                        <Hidden name="into" value=chosen.to_string() />
                        <FormEnd label=t.merge() />
                    </PostForm>
                }
                .into_any(),
            };
            view! {
                <BothSides page=page words=words from=merged(from) into=merged(into)>{merge}</BothSides>
            }
            .into_any()
        }
        None => {
            let [proposed, found] =
                [proposed, found].map(|needs| needs.into_iter().map(merged).collect());
            view! { <ChooseTarget page=page words=words proposed=proposed found=found /> }
                .into_any()
        }
    };
    view! {
        <Page title=t.merge_title() lede=t.merge_lede() crumbs=crumbs>
            <div class="stack" data-gap="large">{body}</div>
        </Page>
    }
}

fn merged(need: Need) -> Merged {
    Merged {
        id: need.id.to_string(),
        href: format!("/needs/{}", need.id),
        text: need.facts.statement,
        state: (need.state.wording().in_locale(locale()), tone(need.state)),
    }
}
