//! Choosing what something is merged into: what comes close first, anything else by
//! its words, and both side by side before it is done. Links and forms of the
//! address, which work without scripts.

use icondata_lu::LuSearch;
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::params::ParamsMap;

use super::{Empty, Icon};
use crate::text::catalogue;

catalogue! {
    /// What is said where things are merged.
    MergingText {
        search = "Chercher par des mots" | "Search by words";
        search_send = "Chercher" | "Search";
        proposed = "Proches" | "Close ones";
        found = "Contiennent ces mots" | "Holding these words";
        nothing_proposed = "Rien ne s'en approche : cherchez par des mots." | "Nothing comes close: search by words.";
        nothing_found(words: &str) = "Rien d'autre ne contient « {words} ». Essayez moins de mots, ou le début d'un mot." | "Nothing else holds “{words}”. Try fewer words, or the beginning of one.";
        choose = "Choisir ce qui reste" | "Choose the one that stays";
        go_on = "Continuer" | "Continue";
        both = "Les deux, avant de fusionner" | "Both, before merging";
        goes = "Sera fusionné" | "Will be merged";
        stays = "Reste" | "Stays";
        another = "Choisir un autre" | "Choose another";
    }
}

/// One of the things that are merged.
#[derive(Clone)]
pub(crate) struct Merged {
    /// Its id.
    pub id: String,
    /// Where its page is.
    pub href: String,
    /// What it says.
    pub text: String,
    /// What became of it, with the tone of that.
    pub state: (&'static str, &'static str),
}

/// Searching and choosing.
#[component]
pub(crate) fn ChooseTarget(
    /// The address of the page.
    page: String,
    /// The words looked for.
    words: String,
    /// What comes close.
    proposed: Vec<Merged>,
    /// What else holds the words.
    found: Vec<Merged>,
) -> impl IntoView {
    let t = MergingText::here();
    let none = proposed.is_empty() && found.is_empty();
    let nothing_proposed = proposed
        .is_empty()
        .then(|| view! { <p class="hint">{t.nothing_proposed()}</p> });
    let searched = !words.trim().is_empty();
    let nothing_found =
        (searched && found.is_empty()).then(|| view! { <Empty text=t.nothing_found(&words) /> });
    let groups = [(t.proposed(), proposed), (t.found(), found)]
        .into_iter()
        .filter(|(_, offered)| !offered.is_empty())
        .map(|(legend, offered)| {
            let rows = offered.into_iter().map(offered_row).collect_view();
            view! { <fieldset class="choices"><legend>{legend}</legend> {rows}</fieldset> }
        })
        .collect_view();
    let kept = words.clone();
    let choose = (!none).then(|| {
        view! {
            <Form method="GET" action=page.clone() attr:class="form" attr:aria-label=t.choose()>
                <input type="hidden" name="q" value=kept />
                {groups}
                <div class="form-actions">
                    <button class="button" data-kind="primary" type="submit">{t.go_on()}</button>
                </div>
            </Form>
        }
    });
    view! {
        <section class="stack">
            <h2>{t.choose()}</h2>
            <Form method="GET" action=page.clone() attr:class="toolbar" attr:role="search">
                <div class="search-field">
                    <Icon icon=LuSearch />
                    <input type="search" name="q" value=words aria-label=t.search() placeholder=t.search() />
                </div>
                <button class="button" type="submit">{t.search_send()}</button>
            </Form>
            {nothing_proposed}
            <div role="status">{nothing_found}</div>
            {choose}
        </section>
    }
}

fn offered_row(offered: Merged) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="radio" name="into" value=offered.id required=true />
            <span>{offered.text} " " <span class="hint">{offered.state.0}</span></span>
        </label>
    }
}

/// Both things, before the first is merged into the second.
#[component]
pub(crate) fn BothSides(
    /// The address of the page.
    page: String,
    /// The words looked for.
    words: String,
    /// What is merged.
    from: Merged,
    /// What stays.
    into: Merged,
    /// What does it, or why it cannot be done.
    children: Children,
) -> impl IntoView {
    let t = MergingText::here();
    let mut query = ParamsMap::new();
    query.replace("q", words);
    let another = format!("{page}{}", query.to_query_string());
    let side = |heading: &'static str, side: Merged| {
        let (state, tone) = side.state;
        view! {
            <section class="stack">
                <h3>{heading}</h3>
                <p class="prose story"><a href=side.href>{side.text}</a></p>
                <p class="meta"><span class="badge" data-tone=tone>{state}</span></p>
            </section>
        }
    };
    view! {
        <section class="stack">
            <h2>{t.both()}</h2>
            <div class="compare">{side(t.goes(), from)} {side(t.stays(), into)}</div>
            {children()}
            <p><a href=another>{t.another()}</a></p>
        </section>
    }
}

/// Why nothing can be merged into what was chosen.
#[component]
pub(crate) fn NoTarget(
    /// Why.
    problem: domain::problems::Problem,
) -> impl IntoView {
    let text = super::problem_text(crate::preferences::locale(), &problem);
    view! { <div class="notice" data-tone="warn" role="alert"><p>{text}</p></div> }
}
