//! The frame of a page: title, place, heading; the parts of the wasm it comes in.

use std::str::FromStr;

use domain::ids::ProjectId;
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
    let window_title = in_window(&title, &crumbs, t.product());
    let on_paper = way_on_paper(&crumbs);
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
        <header class="page-head" data-way=on_paper>{way} <h1 node_ref=heading>{title}</h1> {lede} {actions}</header>
        {children()}
    }
}

/// What the window of a page is called: of whose pages it is one, too, for there are many alike.
fn in_window(title: &str, crumbs: &[Crumb], product: &str) -> String {
    match project_on(crumbs) {
        Some(project) if project != title => format!("{title} – {project} – {product}"),
        _ => format!("{title} – {product}"),
    }
}

/// The name of the project on the way to a page.
fn project_on(crumbs: &[Crumb]) -> Option<&str> {
    let mut crumbs = crumbs.iter();
    let project = crumbs.find(|crumb| {
        let id = crumb.href.strip_prefix("/projects/");
        id.is_some_and(|id| id.parse::<ProjectId>().is_ok())
    });
    project.map(|crumb| crumb.label.as_str())
}

/// The way to a page in one line, for paper: there are no links on it, and a title alone does
/// not tell of which project it is.
fn way_on_paper(crumbs: &[Crumb]) -> Option<String> {
    let labels: Vec<_> = crumbs.iter().map(|crumb| crumb.label.as_str()).collect();
    (!labels.is_empty()).then(|| labels.join(" › "))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_names_the_project_of_a_page() {
        let project = format!("/projects/{}", ProjectId::new());
        let way = [
            Crumb::new("/projects", "Projets"),
            Crumb::new(project.as_str(), "Lire à deux"),
            Crumb::new(format!("{project}/milestones"), "Jalons"),
        ];
        let called = |title: &str, way: &[Crumb]| in_window(title, way, "Établi");
        assert_eq!(called("Jalons", &way[..2]), "Jalons – Lire à deux – Établi");
        assert_eq!(called("Essai", &way), "Essai – Lire à deux – Établi");
        // The project's own page, and pages of no project.
        assert_eq!(called("Lire à deux", &way[..1]), "Lire à deux – Établi");
        assert_eq!(called("Lire à deux", &way), "Lire à deux – Établi");
        assert_eq!(called("Besoins", &[]), "Besoins – Établi");
    }
}
