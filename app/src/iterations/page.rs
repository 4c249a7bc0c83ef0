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
use super::differences::Differences;
use super::form::Facts;
use super::map::Map;
use super::map_forms::{CarryOverForm, MapForms};
use super::steer::Steer;
use super::text::IterationsText;
use super::{address, crumbs, situation};
use crate::attachments::{AttachmentActions, Attachments};
use crate::evidence::{Chain, EvidenceActions, may_link};
use crate::kit::{FormAction, History, Page, followed_page, id_param, part, query_value};
use crate::projects::{ProjectTab, ProjectTabs};
use crate::text::CommonText;
use crate::viewer::Viewer;

/// What can be done on an iteration's page.
#[derive(Clone, Copy)]
pub(super) struct Actions {
    pub steer: FormAction<SteerIteration>,
    pub add_element: FormAction<AddElement>,
    pub edit_element: FormAction<EditElement>,
    pub remove_element: FormAction<RemoveElement>,
    pub add_link: FormAction<AddMapLink>,
    pub edit_link: FormAction<EditMapLink>,
    pub remove_link: FormAction<RemoveMapLink>,
    pub carry_over: FormAction<CarryOver>,
    pub add_change: FormAction<AddChange>,
    pub attachments: AttachmentActions,
    pub evidence: EvidenceActions,
}

/// The page of an iteration.
pub(super) fn iteration_page() -> AnyView {
    let id = id_param::<IterationId>("iteration");
    let query = use_query_map();
    // What is being edited in the map: one thing at a time, named in the address.
    let editing = Memo::new(move |_| query_value(&query.read(), "edit"));
    let actions = Actions {
        steer: FormAction::new(),
        add_element: FormAction::new(),
        edit_element: FormAction::new(),
        remove_element: FormAction::new(),
        add_link: FormAction::new(),
        edit_link: FormAction::new(),
        remove_link: FormAction::new(),
        carry_over: FormAction::new(),
        add_change: FormAction::new(),
        attachments: AttachmentActions::new(),
        evidence: EvidenceActions::new(),
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
            actions.evidence.done(),
        ];
        // Where somebody else steered meanwhile, what can follow is another step.
        (id.get(), versions, actions.steer.stale().get())
    };
    let iteration = Resource::new(changes, |(id, ..)| load_iteration(id));
    let subject = |content: &IterationPageContent| content.detail.content.iteration.id;
    followed_page(iteration, subject, move |viewer, content| {
        view! { <IterationView viewer=viewer content=content actions=actions editing=editing /> }
    })
    .into_any()
}

#[component]
fn IterationView(
    viewer: Viewer,
    content: Signal<IterationPageContent>,
    actions: Actions,
    editing: Memo<String>,
) -> impl IntoView {
    let t = IterationsText::here();
    let (project, iteration, previous) = content.with_untracked(|content| {
        let detail = &content.detail;
        let iteration = detail.content.iteration.clone();
        (
            content.project.clone(),
            iteration,
            detail.previous().cloned(),
        )
    });
    let (id, here) = (iteration.id, address(project.id, iteration.id));
    let viewer = StoredValue::new(viewer);
    let may = move |action: Action, content: &IterationPageContent| {
        let situation = situation(&content.project, &content.detail.content.iteration);
        viewer.with_value(|viewer| viewer.may(action, &situation))
    };
    let writes = Memo::new(move |_| content.with(|content| may(Action::EditIteration, content)));
    let edit_from = Memo::new({
        let here = here.clone();
        move |_| writes.get().then(|| here.clone())
    });
    let edit = move || {
        writes.get().then(|| {
            view! { <a class="button" href=format!("{here}/edit")>{CommonText::here().edit()}</a> }
        })
    };
    let compare = previous.as_ref().map(|previous| {
        let (a, b) = (previous.id, id);
        let href = format!("/projects/{}/iterations/compare?a={a}&b={b}", project.id);
        view! { <a class="button" href=href>{t.compare()}</a> }
    });
    let page_actions = view! { {compare} {edit} }.into_any();
    let steer = part(
        content,
        move |content| {
            let steers = may(Action::SteerIteration, content);
            (content.detail.clone(), steers)
        },
        move |(detail, steers)| {
            view! { <Steer detail=detail steers=steers action=actions.steer /> }
        },
    );
    let map = Memo::new(move |_| content.with(|content| content.detail.content.map.clone()));
    let shown =
        move || view! { <Map project=iteration.project map=map.get() edit_from=edit_from.get() /> };
    let number = previous.as_ref().map(|previous| previous.number);
    let forms = move || {
        writes.get().then(|| {
            let carry = number.map(|number| {
                view! { <CarryOverForm id=id number=number actions=actions /> }
            });
            view! {
                <MapForms project=iteration.project id=id map=map actions=actions editing=editing />
                {carry}
            }
        })
    };
    let since = part(
        content,
        |content| content.detail.since.clone(),
        move |since| {
            since.zip(number).map(|(since, number)| {
                view! {
                    <section class="stack">
                        <h2>{t.since(number)}</h2>
                        <Differences comparison=since />
                    </section>
                }
            })
        },
    );
    let changes =
        Memo::new(move |_| content.with(|content| content.detail.content.changes.clone()));
    let needs = Memo::new(move |_| content.with(|content| content.needs.clone()));
    let attachments = Signal::derive(move || content.with(|content| content.attachments.clone()));
    let linking = viewer.with_value(|viewer| may_link(viewer, Some(iteration.project)));
    let chain = Signal::derive(move || content.with(|content| content.chain.clone()));
    let history = Memo::new(move |_| content.with(|content| content.detail.history.clone()));
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
                    <aside>{steer}</aside>
                </div>
                <section class="stack" id="map">
                    <h2>{t.map()}</h2>
                    <p class="hint">{t.map_hint()}</p>
                    {shown}
                    {forms}
                </section>
                {since}
                <Changes project=project.id iteration=id changes=changes needs=needs writes=writes actions=actions />
                <Chain chain=chain may_link=linking actions=actions.evidence />
                <Attachments attachments=attachments actions=actions.attachments />
                <History history=history />
            </div>
        </Page>
    }
}
