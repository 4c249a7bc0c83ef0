//! The page of an iteration: what it is for, its map, what was changed.

use domain::ids::IterationId;
use domain::policy::Action;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{
    AddChange, AddElement, AddMapLink, CarryOver, EditElement, EditMapLink, IterationPageContent,
    RemoveElement, RemoveMapLink, SteerIteration, load_iteration,
};
use super::changes::Changes;
use super::compare::Differences;
use super::form::Facts;
use super::map::Map;
use super::map_forms::{CarryOverForm, MapForms};
use super::steer::Steer;
use super::text::IterationsText;
use super::{address, crumbs, situation};
use crate::attachments::{AttachmentActions, Attachments};
use crate::kit::{History, Page, id_param, loaded, query_value};
use crate::projects::{ProjectTab, ProjectTabs};
use crate::text::CommonText;
use crate::viewer::Viewer;

/// What can be done on an iteration's page.
#[derive(Clone, Copy)]
pub(super) struct Actions {
    pub steer: ServerAction<SteerIteration>,
    pub add_element: ServerAction<AddElement>,
    pub edit_element: ServerAction<EditElement>,
    pub remove_element: ServerAction<RemoveElement>,
    pub add_link: ServerAction<AddMapLink>,
    pub edit_link: ServerAction<EditMapLink>,
    pub remove_link: ServerAction<RemoveMapLink>,
    pub carry_over: ServerAction<CarryOver>,
    pub add_change: ServerAction<AddChange>,
    pub attachments: AttachmentActions,
}

/// The page of an iteration.
pub(super) fn iteration_page() -> AnyView {
    let id = id_param::<IterationId>("iteration");
    let query = use_query_map();
    // What is being edited in the map: one thing at a time, named in the address.
    let editing = Memo::new(move |_| query_value(&query.read(), "edit"));
    let actions = Actions {
        steer: ServerAction::new(),
        add_element: ServerAction::new(),
        edit_element: ServerAction::new(),
        remove_element: ServerAction::new(),
        add_link: ServerAction::new(),
        edit_link: ServerAction::new(),
        remove_link: ServerAction::new(),
        carry_over: ServerAction::new(),
        add_change: ServerAction::new(),
        attachments: AttachmentActions::new(),
    };
    let changes = move || {
        let versions = [
            actions.steer.version().get(),
            actions.add_element.version().get(),
            actions.edit_element.version().get(),
            actions.remove_element.version().get(),
            actions.add_link.version().get(),
            actions.edit_link.version().get(),
            actions.remove_link.version().get(),
            actions.carry_over.version().get(),
            actions.add_change.version().get(),
            actions.attachments.done(),
        ];
        (id.get(), versions)
    };
    let iteration = Resource::new(changes, |(id, _)| load_iteration(id));
    loaded(iteration, move |viewer, content| {
        view! { <IterationView viewer=viewer content=content actions=actions editing=editing /> }
    })
    .into_any()
}

#[component]
fn IterationView(
    viewer: Viewer,
    content: IterationPageContent,
    actions: Actions,
    editing: Memo<String>,
) -> impl IntoView {
    let t = IterationsText::here();
    let IterationPageContent {
        project,
        detail,
        attachments,
        needs,
    } = content;
    let iteration = detail.content.iteration.clone();
    let situation = situation(&project, &iteration);
    let may = Callback::new(move |action| viewer.may(action, &situation));
    let writes = may.run(Action::EditIteration);
    let here = address(project.id, iteration.id);
    let previous = detail.previous().cloned();
    let edit = writes.then(|| {
        view! { <a class="button" href=format!("{here}/edit")>{CommonText::here().edit()}</a> }
    });
    let compare = previous.as_ref().map(|previous| {
        let (a, b) = (previous.id, iteration.id);
        let href = format!("/projects/{}/iterations/compare?a={a}&b={b}", project.id);
        view! { <a class="button" href=href>{t.compare()}</a> }
    });
    let page_actions = view! { {compare} {edit} }.into_any();
    let since = detail
        .since
        .clone()
        .zip(previous.clone())
        .map(|(since, previous)| {
            view! {
                <section class="stack">
                    <h2>{t.since(previous.number)}</h2>
                    <Differences comparison=since />
                </section>
            }
        });
    let map = detail.content.map.clone();
    let forms = writes.then(|| {
        let carry = previous.map(|previous| {
            view! { <CarryOverForm id=iteration.id number=previous.number actions=actions /> }
        });
        view! {
            <MapForms iteration=iteration.clone() map=map.clone() actions=actions editing=editing />
            {carry}
        }
    });
    let edit_from = writes.then(|| here.clone());
    let changes = detail.content.changes.clone();
    let history = detail.history.clone();
    view! {
        <Page
            title=t.heading(iteration.number, &iteration.facts.goal)
            crumbs=crumbs(&project)
            actions=Some(page_actions)
        >
            <div class="stack" data-gap="large">
                <ProjectTabs project=project.id current=ProjectTab::Iterations />
                <div class="split">
                    <Facts facts=iteration.facts.clone() />
                    <aside><Steer detail=detail may=may action=actions.steer /></aside>
                </div>
                <section class="stack" id="map">
                    <h2>{t.map()}</h2>
                    <p class="hint">{t.map_hint()}</p>
                    <Map map=map edit_from=edit_from />
                    {forms}
                </section>
                {since}
                <Changes iteration=iteration changes=changes needs=needs writes=writes actions=actions />
                <Attachments attachments=attachments actions=actions.attachments />
                <History entries=history />
            </div>
        </Page>
    }
}
