//! The places and versions of the tool that a log can be narrowed to, with how many
//! entries each has. Counting them takes longer than anything else of the list, so that
//! they are asked for once somebody opens them.

use domain::feedback::{Facet, FeedbackFilter, FeedbackValues};
use domain::ids::ProjectId;
use leptos::prelude::*;

use super::api::load_feedback_values;
use super::filters::count;
use super::text::FeedbackText;
use crate::kit::{Choice, Narrow};
use crate::text::CommonText;

/// What the address says where they are asked for without scripts.
pub(super) const VALUES: &str = "values";

/// Opened, it loads them; without scripts a link leads to the page with them.
#[component]
pub(super) fn Values(
    /// The project.
    project: ProjectId,
    /// What the log is narrowed to now.
    filter: FeedbackFilter,
    /// Them, where they were asked for.
    values: Option<FeedbackValues>,
) -> impl IntoView {
    let t = FeedbackText::here();
    let open = values.is_some();
    let (place, version) = (filter.place.clone(), filter.tool_version.clone());
    let query = filter.to_query();
    let mark = if query.is_empty() { "" } else { "&" };
    let with_values = format!("/projects/{project}/feedback?{query}{mark}{VALUES}=true");
    let values = RwSignal::new(values);
    let loading = RwSignal::new(false);
    let ask = move |_| {
        if loading.get_untracked() || values.read_untracked().is_some() {
            return;
        }
        loading.set(true);
        let filter = filter.clone();
        leptos::task::spawn_local(async move {
            let found = load_feedback_values(project, filter).await;
            // Where that failed, the link is there to try again; the page may be gone.
            let _ = loading.try_set(false);
            let _ = values.try_set(found.ok());
        });
    };
    let shown = move || {
        let found = values.get();
        let rest = match &found {
            Some(found) if found.places.is_empty() && found.versions.is_empty() => {
                Some(view! { <p class="hint">{t.no_values()}</p> }.into_any())
            }
            Some(_) => None,
            None if loading.get() => {
                Some(view! { <p role="status">{CommonText::here().loading()}</p> }.into_any())
            }
            None => Some(view! { <a href=with_values.clone()>{t.show_values()}</a> }.into_any()),
        };
        let found = found.unwrap_or_default();
        view! {
            <Written name="place" label=t.place() values=found.places value=place.clone() />
            <Written name="version" label=t.tool_version() values=found.versions value=version.clone() />
            {rest}
        }
    };
    view! {
        <details open=open on:toggle=ask>
            <summary>{t.values()}</summary>
            <div class="facet-fields">{shown}</div>
        </details>
    }
}

/// The texts that entries hold in one field, and the one chosen even where it is none of
/// them; nothing where there are none.
#[component]
fn Written(
    name: &'static str,
    label: &'static str,
    values: Vec<Facet<String>>,
    value: String,
) -> impl IntoView {
    let known = values.iter().any(|facet| facet.value == value);
    let chosen = (!value.is_empty() && !known).then(|| Choice::new(value.clone(), value.clone()));
    let choices: Vec<Choice> = values
        .into_iter()
        .map(|facet| {
            let label = format!("{} ({})", facet.value, count(facet.count));
            Choice::new(facet.value, label)
        })
        .chain(chosen)
        .collect();
    (!choices.is_empty())
        .then(|| view! { <Narrow name=name label=label choices=choices value=value /> })
}
