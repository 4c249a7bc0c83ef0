//! Choosing what something is merged into: what comes close first, anything else by
//! its words, and both side by side before it is done. Links and forms of the
//! address, which work without scripts.

use std::str::FromStr;

use domain::merging::{Found, Targets};
use domain::problems::Problem;
use icondata_lu::LuSearch;
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use super::{Empty, Icon, id_param, problem_text, query_value, without_nameless};
use crate::preferences::locale;
use crate::text::catalogue;

catalogue! {
    /// What is said where things are merged.
    MergingText {
        search = "Chercher par des mots" | "Search by words";
        search_send = "Chercher" | "Search";
        proposed = "Proches" | "Close ones";
        found = "Contiennent ces mots" | "Holding these words";
        nothing_proposed = "Rien ne s'en approche : cherchez par des mots." | "Nothing comes close: search by words.";
        more_found(shown: usize) = "{shown} sont montrés, d'autres contiennent ces mots : précisez-les pour les trouver." | "{shown} are shown, others hold these words: narrow them to find those.";
        nothing_found(words: &str) = "Rien d'autre ne contient « {words} ». Essayez moins de mots, ou le début d'un mot." | "Nothing else holds “{words}”. Try fewer words, or the beginning of one.";
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
    /// What stands beside that, such as how many support it.
    pub beside: Vec<String>,
    /// What else tells it from another, each under its name.
    pub facts: Vec<(&'static str, String)>,
}

/// What the address of a page asks on which something is merged: what, the words looked
/// for, what is chosen so far.
type Asked<Id> = (Option<Id>, String, Option<Id>);

/// What the page on which something is merged asks, with the name of the id in its path.
pub(crate) fn merging_asked<Id>(name: &'static str) -> Memo<Asked<Id>>
where
    Id: FromStr + Copy + PartialEq + Send + Sync + 'static,
{
    let id = id_param::<Id>(name);
    let query = use_query_map();
    Memo::new(move |_| {
        let query = query.read();
        let into = query_value(&query, "into").parse().ok();
        (id.get(), query_value(&query, "q"), into)
    })
}

/// What such a page shows: searching and choosing; once something is chosen, both sides
/// with what merges them, or why they cannot be.
pub(crate) fn merging<T>(
    (page, words): (String, String),
    targets: Targets<T>,
    [short, whole]: [fn(T) -> Merged; 2],
    merge: impl FnOnce(&T, &T) -> Result<AnyView, Problem>,
) -> AnyView {
    let Some(into) = targets.into else {
        let offered = |things: Vec<T>| things.into_iter().map(short).collect::<Vec<_>>();
        let found = Found {
            shown: offered(targets.found.shown),
            more: targets.found.more,
        };
        let proposed = offered(targets.proposed);
        return view! { <ChooseTarget page=page words=words proposed=proposed found=found /> }
            .into_any();
    };
    let merge = merge(&targets.from, &into).unwrap_or_else(|problem| {
        let text = problem_text(locale(), &problem);
        view! { <div class="notice" data-tone="warn" role="alert"><p>{text}</p></div> }.into_any()
    });
    let (from, into) = (whole(targets.from), whole(into));
    view! { <BothSides page=page words=words from=from into=into>{merge}</BothSides> }.into_any()
}

/// Searching and choosing.
#[component]
fn ChooseTarget(
    /// The address of the page.
    page: String,
    /// The words looked for.
    words: String,
    /// What comes close.
    proposed: Vec<Merged>,
    /// What else holds the words.
    found: Found<Merged>,
) -> impl IntoView {
    let t = MergingText::here();
    let Found { shown, more } = found;
    let none = proposed.is_empty() && shown.is_empty();
    let searched = !words.trim().is_empty();
    let nothing_proposed = (proposed.is_empty() && !searched)
        .then(|| view! { <p class="hint">{t.nothing_proposed()}</p> });
    let said = match (searched, more, shown.len()) {
        (true, true, count) => view! { <p class="hint">{t.more_found(count)}</p> }.into_any(),
        (true, false, 0) => view! { <Empty text=t.nothing_found(&words) /> }.into_any(),
        _ => ().into_any(),
    };
    let groups = [(t.proposed(), proposed), (t.found(), shown)]
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
            <Form method="GET" on_form_data=without_nameless() action=page.clone() attr:class="form" attr:aria-label=t.choose()>
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
            <Form method="GET" on_form_data=without_nameless() action=page.clone() attr:class="toolbar" attr:role="search">
                <div class="search-field">
                    <Icon icon=LuSearch />
                    <input type="search" name="q" value=words aria-label=t.search() placeholder=t.search() />
                </div>
                <button class="button" type="submit">{t.search_send()}</button>
            </Form>
            {nothing_proposed}
            <div role="status">{said}</div>
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
fn BothSides(
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
        let beside = side.beside.into_iter();
        let beside = beside.map(|told| view! { <span>{told}</span> " " });
        let facts = side.facts.into_iter().filter(|(_, told)| !told.is_empty());
        let facts = facts.map(|(name, told)| view! { <dt>{name}</dt> <dd>{told}</dd> });
        let facts = facts.collect_view();
        let facts =
            (!facts.is_empty()).then(|| view! { <dl class="facts" data-stacked=true>{facts}</dl> });
        view! {
            <section class="stack">
                <h3>{heading}</h3>
                <p class="prose story"><a href=side.href>{side.text}</a></p>
                <p class="meta">
                    <span class="badge" data-tone=tone>{state}</span>
                    " "
                    {beside.collect_view()}
                </p>
                {facts}
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
