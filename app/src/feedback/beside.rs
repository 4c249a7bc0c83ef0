//! The list that the reader of an entry came from, as its address holds it, and the
//! entries that stand beside this one there.

use domain::feedback::FeedbackFilter;
use domain::ids::{FeedbackId, ProjectId};
use leptos::ev::keydown;
use leptos::html::Nav;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

use super::filters::{address, read_filter};
use super::text::FeedbackText;
use crate::kit::query_value;

/// A place in a list of entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ListPlace {
    /// What the list is narrowed to, its order and its page.
    pub filter: FeedbackFilter,
    /// Which row of the page, from 1; none where the reader came another way.
    pub row: u64,
}

impl ListPlace {
    /// The place in the query of an entry's address.
    pub(super) fn read(query: &ParamsMap) -> Self {
        Self {
            filter: read_filter(query),
            row: query_value(query, "row").parse().unwrap_or_default(),
        }
    }

    /// The address of an entry that stands at this place.
    pub(super) fn entry(&self, project: ProjectId, id: FeedbackId) -> String {
        let (query, page, row) = (self.filter.to_query(), self.filter.page_query(), self.row);
        let and = if query.is_empty() { "" } else { "&" };
        format!("/projects/{project}/feedback/{id}?{query}{and}{page}&row={row}")
    }

    /// The address of the list, at the page where this place is and the row of an entry there.
    fn list(&self, project: ProjectId, row: Option<FeedbackId>) -> String {
        let list = address(project, &self.filter);
        let mark = if list.contains('?') { '&' } else { '?' };
        let row = row.map(|id| format!("#{}", row_anchor(id)));
        let (page, row) = (self.filter.page_query(), row.unwrap_or_default());
        format!("{list}{mark}{page}{row}")
    }

    #[cfg(feature = "ssr")]
    fn at(filter: &FeedbackFilter, row: usize) -> Self {
        Self {
            filter: filter.clone(),
            row: u64::try_from(row).unwrap_or_default() + 1,
        }
    }
}

/// The place of an entry's row in its list.
pub(super) fn row_anchor(id: FeedbackId) -> String {
    format!("row-{id}")
}

/// What stands before and after an entry in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Beside {
    /// The place that the reader came from.
    pub from: ListPlace,
    /// The entry whose row they come back to: this one, or one near it where the list does not
    /// hold it any more.
    pub row: Option<FeedbackId>,
    /// The entry before, and its place.
    pub previous: Option<(FeedbackId, ListPlace)>,
    /// The entry after, and its place.
    pub next: Option<(FeedbackId, ListPlace)>,
}

/// What stands beside an entry in the list that its reader came from; nothing where the
/// list is not open to them. An entry that fits the list no longer, such as one that was
/// treated meanwhile, stands between those that are left around its row.
#[cfg(feature = "ssr")]
pub(super) async fn beside(
    store: &store::Store,
    actor: &domain::policy::Actor,
    project: ProjectId,
    id: FeedbackId,
    from: ListPlace,
) -> Result<Option<Beside>, store::StoreError> {
    if from.row == 0 {
        return Ok(None);
    }
    let list = async |filter: FeedbackFilter| {
        let list = store.feedback_list(actor, project, &filter).await?;
        let ids = list.page.items.iter().map(|entry| entry.id);
        Ok::<_, store::StoreError>((ids.collect::<Vec<_>>(), list))
    };
    let (ids, shown) = match list(from.filter.clone()).await {
        Err(store::StoreError::Refused(_) | store::StoreError::NotFound) => return Ok(None),
        found => found?,
    };
    let filter = shown.shown_of(&from.filter);
    // Where its page is gone, what is left is the end of the list.
    let row = match filter.page < from.filter.page {
        true => ids.len(),
        false => usize::try_from(from.row - 1).unwrap_or(usize::MAX),
    };
    let (before, after) = match ids.iter().position(|other| *other == id) {
        Some(here) => (here, here + 1),
        None => (row.min(ids.len()), row.min(ids.len())),
    };
    let near = before.checked_sub(1).and_then(|row| ids.get(row));
    let row = match after > before {
        true => Some(id),
        false => ids.get(after).or(near).copied(),
    };
    let previous = match before.checked_sub(1) {
        Some(row) => ids.get(row).map(|id| (*id, ListPlace::at(&filter, row))),
        None => match shown.previous_page(&filter) {
            Some(page) => {
                let (ids, _) = list(page.clone()).await?;
                let last = ids.last().copied();
                last.map(|last| (last, ListPlace::at(&page, ids.len() - 1)))
            }
            None => None,
        },
    };
    let next = match (ids.get(after), shown.next_page(&filter)) {
        (Some(id), _) => Some((*id, ListPlace::at(&filter, after))),
        (None, Some(page)) => {
            let (ids, _) = list(page.clone()).await?;
            ids.first().map(|id| (*id, ListPlace::at(&page, 0)))
        }
        (None, None) => None,
    };
    Ok(Some(Beside {
        from,
        row,
        previous,
        next,
    }))
}

/// The ways to the list and to the entries beside this one there.
#[component]
pub(super) fn BesideLinks(
    /// The project.
    project: ProjectId,
    /// What stands beside it.
    beside: Beside,
) -> impl IntoView {
    let t = FeedbackText::here();
    let nav = NodeRef::<Nav>::new();
    let walked = window_event_listener(keydown, move |event| {
        if let Some(nav) = nav.get_untracked() {
            super::keys::walk_on(&event, &nav);
        }
    });
    on_cleanup(move || walked.remove());
    let some = beside.previous.is_some() || beside.next.is_some();
    let link = |to: Option<(FeedbackId, ListPlace)>, rel, keys, label| {
        to.map(|(id, place)| {
            let href = place.entry(project, id);
            view! { <li><a href=href rel=rel aria-keyshortcuts=keys>{label}</a></li> }
        })
    };
    let previous = link(beside.previous, "prev", "Alt+K", t.previous_entry());
    let next = link(beside.next, "next", "Alt+J", t.next_entry());
    let keys = some.then(|| view! { <p class="hint keys-hint">{t.entry_keys()}</p> });
    view! {
        <nav class="pager" aria-label=t.in_list() node_ref=nav>
            <ul>
                {previous}
                <li><a href=beside.from.list(project, beside.row)>{t.back_to_list()}</a></li>
                {next}
            </ul>
            {keys}
        </nav>
    }
}
