//! A project's feedback: found again, and treated several at once.

use domain::feedback::{FeedbackFilter, FeedbackOrder, LOOKED_THROUGH};
use domain::ids::ProjectId;
use domain::policy::{Action, Situation};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{DeleteView, ListContent, SaveView, TreatFeedback, load_feedback_list};
use super::filters::{Chosen, Filters, read_filter};
use super::table::Table;
use super::text::FeedbackText;
use super::values::VALUES;
use super::views::Views;
use super::{GiveFeedbackLink, may_give};
use crate::kit::{Crumb, Empty, FormAction, Page, Pager, id_param, loaded_page, query_value};
use crate::projects::situation;
use crate::projects::{ProjectTab, ProjectTabs};
use crate::viewer::Viewer;

/// What can be done on the list.
#[derive(Clone, Copy)]
struct Actions {
    treat: FormAction<TreatFeedback>,
    save: FormAction<SaveView>,
    forget: FormAction<DeleteView>,
}

/// A project's feedback, with its filter in the address.
pub(super) fn feedback_list_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let query = use_query_map();
    let filter = Memo::new(move |_| read_filter(&query.read()));
    let values = Memo::new(move |_| query_value(&query.read(), VALUES) == "true");
    let actions = Actions {
        treat: FormAction::new(),
        save: FormAction::new(),
        forget: FormAction::new(),
    };
    let wanted = move || {
        (
            project.get(),
            (filter.get(), values.get()),
            actions.treat.version().get(),
            actions.save.version().get(),
            actions.forget.version().get(),
        )
    };
    let list = Resource::new(wanted, |(project, (filter, values), ..)| {
        load_feedback_list(project, filter, values)
    });
    loaded_page(list, move |viewer, content| {
        view! { <List viewer=viewer content=content filter=filter.get_untracked() actions=actions /> }
    })
    .into_any()
}

#[component]
fn List(
    viewer: Viewer,
    content: ListContent,
    filter: FeedbackFilter,
    actions: Actions,
) -> impl IntoView {
    let t = FeedbackText::here();
    let ListContent {
        project,
        team,
        list,
        values,
        views,
    } = content;
    let id = project.id;
    let give = may_give(&viewer, &project);
    let import = give && viewer.may(Action::ImportRecords, &Situation::workspace());
    let give = give.then(|| {
        let import = import.then(|| {
            let href = format!("/imports/new?into={id}");
            view! { <a class="button" data-kind="quiet" href=href>{t.import()}</a> }
        });
        view! { <GiveFeedbackLink project=id kind="primary" /> {import} }.into_any()
    });
    let triage = viewer.may(Action::TriageFeedback, &situation(&project));
    let (number, count, total) = (list.page.number, list.page.count(), list.page.total);
    let partial = list
        .partial
        .then(|| view! { <p class="hint">{looked_through(t, filter.order)}</p> });
    let nothing = if filter.is_open() {
        t.none_yet()
    } else {
        t.none_found()
    };
    let entries = if list.page.items.is_empty() {
        view! { <Empty text=nothing.to_owned() /> }.into_any()
    } else {
        let people = triage.then(|| team.clone());
        let filter = FeedbackFilter {
            page: number,
            ..filter.clone()
        };
        view! { <Table entries=list.page.items project=id filter=filter people=people action=actions.treat /> }
            .into_any()
    };
    let treated = move || match actions.treat.value().get() {
        Some(Ok(changed)) => Some(t.treated(changed)),
        _ => None,
    };
    view! {
        <Page
            title=t.title()
            lede=t.lede()
            crumbs=vec![
                Crumb::new("/projects", crate::text::CommonText::here().projects()),
                Crumb::new(format!("/projects/{id}"), project.facts.title),
            ]
            actions=give
        >
            <ProjectTabs project=id current=ProjectTab::Feedback />
            <div class="split" data-aside="start">
                <div class="stack">
                    <Views project=id views=views filter=filter.clone() save=actions.save forget=actions.forget />
                    <Filters project=id filter=filter.clone() facets=list.facets.clone() values=values team=team.clone() />
                </div>
                <div class="stack">
                    <Chosen project=id filter=filter team=team facets=list.facets />
                    <p class="result-count" role="status">{t.count(total)}</p>
                    {partial}
                    <p role="status">{treated}</p>
                    {entries}
                    <Pager number=number count=count />
                </div>
            </div>
        </Page>
    }
}

/// Which entries were looked through, where there are more: those at one end of time,
/// whatever else they are put in order by.
fn looked_through(t: FeedbackText, order: FeedbackOrder) -> String {
    match order {
        FeedbackOrder::Oldest => t.partial_oldest(LOOKED_THROUGH),
        FeedbackOrder::Newest
        | FeedbackOrder::Severity
        | FeedbackOrder::State
        | FeedbackOrder::Assignee => t.partial_newest(LOOKED_THROUGH),
    }
}

#[cfg(test)]
mod tests {
    use domain::Coded;
    use domain::wording::Locale;

    use super::*;

    #[test]
    fn it_is_said_which_entries_were_looked_through() {
        for (locale, newest, oldest) in [
            (Locale::Fr, "les 500 plus récents", "les 500 plus anciens"),
            (Locale::En, "the newest 500", "the oldest 500"),
        ] {
            for order in FeedbackOrder::all() {
                let said = looked_through(FeedbackText(locale), *order);
                let wanted = match order {
                    FeedbackOrder::Oldest => oldest,
                    _ => newest,
                };
                assert!(said.contains(wanted), "{said}");
            }
        }
    }
}
