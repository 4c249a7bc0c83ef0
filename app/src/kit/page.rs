//! The frame of a page: title, place, heading; the parts of the wasm it comes in.

use std::str::FromStr;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::landing::land_on;
use super::written_raw;
use crate::text::CommonText;

/// One step of the way to a page.
#[derive(Clone, Debug)]
pub(crate) struct Crumb {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub label: String,
}

impl Crumb {
    pub(crate) fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
        }
    }
}

/// The title of the window. The head takes it as markup: whatever people typed goes there
/// through this alone.
#[component]
pub(crate) fn WindowTitle(
    /// The title, as it is read.
    text: String,
) -> impl IntoView {
    view! { <Title text=written_raw(text) /> }
}

/// A page: its title in the window and on top, the way to it, its actions.
#[component]
pub(crate) fn Page(
    /// What the page is called.
    #[prop(into)]
    title: String,
    /// The way to it, from the home page on.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// One or two sentences below the title.
    #[prop(optional, into)]
    lede: String,
    /// What can be done here, beside the title.
    #[prop(default = None)]
    actions: Option<AnyView>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let t = CommonText::here();
    let window_title = format!("{title} – {}", t.product());
    let way = (!crumbs.is_empty()).then(|| {
        let steps = crumbs
            .into_iter()
            .map(|crumb| view! { <li><a href=crumb.href>{crumb.label}</a></li> })
            .collect_view();
        view! { <nav class="crumbs" aria-label=t.you_are_here()><ol>{steps}</ol></nav> }
    });
    let lede = (!lede.is_empty()).then(|| view! { <p class="lede">{lede}</p> });
    let actions = actions.map(|actions| view! { <div class="actions">{actions}</div> });
    let heading = NodeRef::new();
    land_on(heading);
    view! {
        <WindowTitle text=window_title />
        <header class="page-head">{way} <h1 node_ref=heading>{title}</h1> {lede} {actions}</header>
        {children()}
    }
}

/// Declares pages of a feature: their code is in one part of the wasm, loaded when
/// the first of them is shown. Features that are looked at one after the other share
/// a part: what some parts use and others do not is a file of its own for each such
/// set of parts, and a part per feature made hundreds of them.
///
/// Resources and actions are made by the functions named here too: what they read
/// and write would otherwise weigh on the first load of every page.
macro_rules! lazy_pages {
    ($part:ident: $( $(#[$attribute:meta])* $name:ident = $make:path; )+) => {
        #[derive(Clone, Copy)]
        #[allow(clippy::enum_variant_names, reason = "each is named like its page")]
        enum Part {
            $( $name, )+
        }

        #[::leptos::lazy($part)]
        fn part(page: Part) -> ::leptos::prelude::AnyView {
            match page {
                $( Part::$name => $make(), )+
            }
        }

        $(
            $(#[$attribute])*
            pub(crate) struct $name;

            impl ::leptos_router::LazyRoute for $name {
                fn data() -> Self {
                    Self
                }

                async fn view(_this: Self) -> ::leptos::prelude::AnyView {
                    part(Part::$name).await
                }

                async fn preload() {
                    #[cfg(target_arch = "wasm32")]
                    __preload_part().await;
                }
            }
        )+
    };
}

pub(crate) use lazy_pages;

/// The id in the page's address.
pub(crate) fn id_param<T>(name: &'static str) -> Memo<Option<T>>
where
    T: FromStr + PartialEq + Send + Sync + 'static,
{
    let params = use_params_map();
    Memo::new(move |_| params.read().get_str(name).and_then(|id| id.parse().ok()))
}
