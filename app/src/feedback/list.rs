//! A project's feedback: found again, and treated several at once.

use domain::feedback::{FeedbackFilter, FeedbackOrder, FeedbackPage, LOOKED_THROUGH};
use domain::ids::ProjectId;
use domain::policy::{Action, Situation};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{DeleteView, ListContent, SaveView, TreatFeedback, load_feedback_list};
use super::filters::{Assignees, Chosen, Filters, read_filter};
use super::table::Table;
use super::text::FeedbackText;
use super::values::VALUES;
use super::views::Views;
use super::{GiveFeedbackLink, may_give};
use crate::kit::{
    Crumb, Empty, FormAction, Page, PageLinks, correct_address, id_param, loaded_page, query_value,
};
use crate::projects::situation;
use crate::projects::{ProjectTab, ProjectTabs};
use crate::text::CommonText;
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
        former,
        readers,
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
    let people = Assignees { team, former };
    let partial = list
        .partial
        .then(|| view! { <p class="hint">{looked_through(t, filter.order)}</p> });
    let total = how_many(t, &list);
    let pager = pager(&filter, &list);
    let nothing = if filter.is_open() {
        t.none_yet()
    } else {
        t.none_found()
    };
    let entries = if list.page.items.is_empty() {
        view! { <Empty text=nothing.to_owned() /> }.into_any()
    } else {
        let people = triage.then_some(readers);
        let filter = list.shown_of(&filter);
        view! { <Table entries=list.page.items project=id filter=filter people=people action=actions.treat /> }
            .into_any()
    };
    let treated = move || match actions.treat.value().get() {
        Some(Ok((changed, selected))) if changed < selected => {
            Some(format!("{} {}", t.treated(changed), t.treated_not()))
        }
        Some(Ok((changed, _))) => Some(t.treated(changed)),
        _ => None,
    };
    view! {
        <Page
            title=t.title()
            lede=t.lede()
            crumbs=vec![
                Crumb::new("/projects", CommonText::here().projects()),
                Crumb::new(format!("/projects/{id}"), project.facts.title),
            ]
            actions=give
        >
            <ProjectTabs project=id current=ProjectTab::Feedback />
            <div class="split" data-aside="start">
                <div class="stack">
                    <Views project=id views=views filter=filter.clone() save=actions.save forget=actions.forget />
                    <Filters project=id filter=filter.clone() facets=list.facets.clone() values=values people=people.clone() />
                </div>
                <div class="stack">
                    <Chosen project=id filter=filter people=people facets=list.facets />
                    <p class="result-count" role="status">{total}</p>
                    {partial}
                    <p role="status">{treated}</p>
                    {entries}
                    {pager}
                </div>
            </div>
        </Page>
    }
}

/// What is counted at a time, where there are more: entries at one end of time.
fn looked_through(t: FeedbackText, order: FeedbackOrder) -> String {
    match order {
        FeedbackOrder::Oldest => t.partial_oldest(LOOKED_THROUGH),
        FeedbackOrder::Newest
        | FeedbackOrder::Severity
        | FeedbackOrder::State
        | FeedbackOrder::Assignee => t.partial_newest(LOOKED_THROUGH),
    }
}

/// How many entries the list has, as far as that is known.
fn how_many(t: FeedbackText, list: &FeedbackPage) -> String {
    match list.more {
        Some(_) => t.more_than(&crate::text::number(t.0, list.page.total.into())),
        None => t.count(list.page.total),
    }
}

/// Links to the pages beside this one; none where there is no other.
fn pager(filter: &FeedbackFilter, list: &FeedbackPage) -> Option<AnyView> {
    let t = CommonText::here();
    let (number, pages) = (list.page.number, list.page.count());
    let place = match list.more {
        Some(_) => t.page_of_more(number, pages),
        None => t.page_of(number, pages),
    };
    let query = use_query_map().get_untracked();
    let to = |filter: FeedbackFilter| {
        let mut query = query.clone();
        query.remove("after");
        query.replace("page", filter.page.to_string());
        if let Some(after) = filter.part() {
            query.replace("after", after.to_string());
        }
        query.to_query_string()
    };
    correct_address(filter.page, pages, to(list.shown_of(filter)));
    let previous = list.previous_page(filter).map(to);
    let next = list.next_page(filter).map(to);
    (pages > 1).then(|| view! { <PageLinks place=place previous=previous next=next /> }.into_any())
}

#[cfg(test)]
mod tests {
    use domain::Coded;
    use domain::feedback::Facets;
    use domain::ids::FeedbackId;
    use domain::paging;
    use domain::wording::Locale;

    use super::*;

    fn list(total: u64, more: Option<FeedbackId>) -> FeedbackPage {
        FeedbackPage {
            page: paging::Page {
                items: Vec::new(),
                total,
                number: 1,
            },
            facets: Facets::default(),
            partial: true,
            more,
            part: None,
            part_before: None,
        }
    }

    #[test]
    fn it_is_said_what_is_counted_at_a_time() {
        for (locale, newest, oldest) in [
            (
                Locale::Fr,
                "commençant par les plus récents",
                "commençant par les plus anciens",
            ),
            (
                Locale::En,
                "beginning with the newest",
                "beginning with the oldest",
            ),
        ] {
            let t = FeedbackText(locale);
            for order in FeedbackOrder::all() {
                let wanted = match order {
                    FeedbackOrder::Oldest => oldest,
                    _ => newest,
                };
                let said = looked_through(t, *order);
                assert!(said.contains(wanted), "{said}");
                assert!(said.contains("500"), "{said}");
            }
        }
    }

    #[test]
    fn a_list_that_goes_on_says_how_many_there_are_at_least() {
        let t = FeedbackText(Locale::En);
        let more = Some(FeedbackId::new());
        assert_eq!(how_many(t, &list(500, more)), "More than 500 entries");
        assert_eq!(how_many(t, &list(500, None)), "500 entries");
    }
}
