//! The changes made in an iteration, each with what caused it.

use std::collections::BTreeMap;

use domain::evidence::Node;
use domain::ids::{ChangeId, IterationId, ProjectId};
use domain::iterations::ToolChange;
use domain::needs::Need;
use domain::policy::Action;
use leptos::prelude::*;

use super::api::{ChangePageContent, EditChange, RemoveChange, load_change};
use super::page::Actions;
use super::text::IterationsText;
use super::{address, crumbs, situation};
use crate::evidence::{Chain, EvidenceActions, ThingPicker, may_link};
use crate::failure::Failure;
use crate::kit::{
    AskFirst, Choice, Crumb, Empty, FormAction, FormEnd, Hidden, Moment, Page, PersonTag, PostForm,
    Select, TextArea, followed_page, id_param, next_id, saved_beside,
};
use crate::preferences::locale;
use crate::text::CommonText;
use crate::viewer::Viewer;

/// The changes, and noting another.
#[component]
pub(super) fn Changes(
    /// The project.
    project: ProjectId,
    /// Its iteration.
    iteration: IterationId,
    /// The changes of the iteration, oldest first.
    changes: Memo<Vec<ToolChange>>,
    /// The needs that may have caused one.
    needs: Memo<Vec<Need>>,
    /// Whether the reader may note one.
    writes: Memo<bool>,
    /// What can be done.
    actions: Actions,
) -> impl IntoView {
    let t = IterationsText::here();
    let list = move || {
        let changes = changes.get();
        if changes.is_empty() {
            return view! { <Empty text=t.changes_none().to_owned() /> }.into_any();
        }
        let rows = changes
            .into_iter()
            .map(|change| {
                let href = format!("/projects/{project}/changes/{}", change.id);
                view! {
                    <li class="card">
                        <h3><a href=href>{change.text}</a></h3>
                        <Causes causes=change.causes />
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="card-list" data-joined=true>{rows}</ul> }.into_any()
    };
    let add = move || {
        writes.get().then(|| {
            view! { <AddChangeForm iteration=iteration needs=needs.get() actions=actions /> }
        })
    };
    view! {
        <section class="stack" data-section="changes">
            <h2>{t.changes()}</h2>
            {list}
            {add}
        </section>
    }
}

/// What caused a change, as links.
#[component]
pub(super) fn Causes(
    /// What caused it, as far as the reader sees it.
    causes: Vec<Node>,
) -> impl IntoView {
    let t = IterationsText::here();
    if causes.is_empty() {
        return view! { <p class="hint">{t.cause_hidden()}</p> }.into_any();
    }
    let rows = causes
        .into_iter()
        .map(|cause| {
            let href = crate::search::address(cause.thing, cause.project);
            let kind = cause.thing.kind.wording().in_locale(locale());
            view! { <li><span class="meta">{kind}</span> " " <a href=href>{cause.title}</a></li> }
        })
        .collect_view();
    view! {
        <div class="causes">
            <p class="meta">{t.caused_by()}</p>
            <ul>{rows}</ul>
        </div>
    }
    .into_any()
}

#[component]
fn AddChangeForm(iteration: IterationId, needs: Vec<Need>, actions: Actions) -> impl IntoView {
    let t = IterationsText::here();
    let choices: Vec<Choice> = needs
        .into_iter()
        .map(|need| Choice::new(need.id.to_string(), need.facts.statement))
        .collect();
    view! {
        <details open=actions.add_change.failed() data-print="no">
            <summary>{t.add_change()}</summary>
            <PostForm action=actions.add_change prefix="draft" scope="new-change">
                <Hidden name="iteration" value=iteration.to_string() />
                <Hidden name="id" value=next_id(actions.add_change, ChangeId::new) />
                <TextArea name="text" label=t.change_text() required=true rows=2 />
                {(!choices.is_empty()).then(|| {
                    view! { <Select name="need" label=t.change_need() choices=choices /> }
                })}
                <ThingPicker name="cause" label=t.change_cause() done=actions.add_change.version() />
                <FormEnd label=t.note() />
            </PostForm>
        </details>
    }
}

/// What can be done on the page of a change.
#[derive(Clone, Copy)]
struct ChangeActions {
    edit: FormAction<EditChange>,
    remove: FormAction<RemoveChange>,
    evidence: EvidenceActions,
}

/// The page of a change.
pub(super) fn change_page() -> AnyView {
    let id = id_param::<ChangeId>("change");
    let actions = ChangeActions {
        edit: FormAction::new(),
        remove: FormAction::new(),
        evidence: EvidenceActions::new(),
    };
    let done = move || {
        let done = (actions.edit.version().get(), actions.evidence.done());
        (id.get(), done)
    };
    let change = Resource::new(done, |(id, _)| load_change(id));
    // In other words it is another heading: the page is drawn anew.
    let subject = |content: &ChangePageContent| (content.change.id, content.change.version);
    followed_page(change, subject, move |viewer, content| {
        view! { <ChangeView viewer=viewer content=content actions=actions /> }
    })
    .into_any()
}

#[component]
fn ChangeView(
    viewer: Viewer,
    content: Signal<ChangePageContent>,
    actions: ChangeActions,
) -> impl IntoView {
    let t = IterationsText::here();
    let chain = Signal::derive(move || content.with(|content| content.chain.clone()));
    let ChangePageContent {
        project,
        iteration,
        change,
        ..
    } = content.get_untracked();
    let there = address(project.id, iteration.id);
    let mut way = crumbs(&project);
    way.push(Crumb::new(there.clone(), t.number(iteration.number)));
    let writes = viewer.may(Action::EditIteration, &situation(&project, &iteration));
    let linking = may_link(&viewer, Some(project.id));
    let forms = writes.then(|| {
        let (id, home) = (change.id, project.id);
        let place = (home, iteration.id, id);
        view! {
            <EditChangeForm change=change.clone() action=actions.edit />
            <RemoveChangeForm place=place action=actions.remove />
        }
    });
    let author = change
        .author
        .map(|person| view! { <PersonTag person=person /> });
    view! {
        <Page title=change.text crumbs=way>
            <div class="stack" data-gap="large">
                <dl class="facts" data-stacked=true>
                    <dt>{t.in_iteration()}</dt>
                    <dd><a href=there>{t.heading(iteration.number, &iteration.facts.goal)}</a></dd>
                    <dt>{t.change_one()}</dt>
                    <dd>{author} " " <span class="meta"><Moment at=change.created_at /></span></dd>
                </dl>
                <Chain chain=chain may_link=linking actions=actions.evidence />
                {forms}
            </div>
        </Page>
    }
}

/// Saying a change in other words.
#[component]
fn EditChangeForm(change: ToolChange, action: FormAction<EditChange>) -> impl IntoView {
    let id = change.id;
    let sent = |text: String| BTreeMap::from([("text", text)]);
    let saved = move || async move {
        let content = load_change(Some(id)).await?;
        Ok::<_, Failure>(sent(content.change.text))
    };
    view! {
        <details open=action.failed()>
            <summary>{CommonText::here().edit()}</summary>
            <PostForm action=action>
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=action.version_made_of(change.version) />
                {saved_beside(action.stale(), &sent(change.text.clone()), saved)}
                <TextArea
                    name="text"
                    label=IterationsText::here().change_text()
                    value=change.text
                    required=true
                    rows=2
                />
                <FormEnd label=CommonText::here().save() />
            </PostForm>
        </details>
    }
}

/// Taking a change away that was noted by mistake.
#[component]
fn RemoveChangeForm(
    /// The project, its iteration and the change.
    place: (ProjectId, IterationId, ChangeId),
    action: FormAction<RemoveChange>,
) -> impl IntoView {
    let t = IterationsText::here();
    let (project, iteration, id) = place;
    view! {
        <AskFirst step=t.remove() means=t.remove_hint() open=action.failed()>
            <PostForm action=action width="bare">
                <Hidden name="project" value=project.to_string() />
                <Hidden name="iteration" value=iteration.to_string() />
                <Hidden name="id" value=id.to_string() />
                <FormEnd label=t.remove() kind="danger" />
            </PostForm>
        </AskFirst>
    }
}
