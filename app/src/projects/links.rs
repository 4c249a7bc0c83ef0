//! Links of a project: where what belongs to it is found elsewhere.

use domain::ids::{ProjectId, ProjectLinkId};
use domain::projects::{LINKS_MAX, ProjectLink, ProjectLinkDraft};
use leptos::prelude::*;

use super::api::{AddProjectLink, EditProjectLink, RemoveProjectLink, load_project_page};
use super::text::ProjectsText;
use crate::failure::Failure;
use crate::kit::{AskFirst, Field, FormAction, FormEnd, Hidden, PostForm, next_id, saved_beside};
use crate::text::CommonText;

/// What can be done with the links of a project.
#[derive(Clone, Copy)]
pub(super) struct LinkActions {
    add: FormAction<AddProjectLink>,
    edit: FormAction<EditProjectLink>,
    remove: FormAction<RemoveProjectLink>,
}

impl LinkActions {
    /// Actions that were not called yet.
    pub(super) fn new() -> Self {
        Self {
            add: FormAction::new(),
            edit: FormAction::new(),
            remove: FormAction::new(),
        }
    }

    /// How often something was done.
    pub(super) fn done(self) -> usize {
        self.add.version().get() + self.edit.version().get() + self.remove.version().get()
    }
}

/// The links of a project; for those who may edit it the forms to change them, that
/// of the link being edited first.
#[component]
pub(super) fn Links(
    /// The project.
    project: ProjectId,
    /// Its links as they are now.
    links: Memo<Vec<ProjectLink>>,
    /// What can be done; nothing for those who may not edit the project.
    actions: Option<LinkActions>,
    /// The id of the link being edited.
    editing: Memo<String>,
) -> impl IntoView {
    let t = ProjectsText::here();
    let list = move || {
        let links = links.get();
        if links.is_empty() {
            return view! { <p class="hint">{t.links_none()}</p> }.into_any();
        }
        let rows = links
            .into_iter()
            .map(|link| view! { <LinkRow project=project link=link editable=actions.is_some() /> })
            .collect_view();
        view! { <ul class="stack" data-gap="small">{rows}</ul> }.into_any()
    };
    let edited = Memo::new(move |_| {
        let id = editing.read().parse::<ProjectLinkId>().ok()?;
        links.with(|links| links.iter().find(|link| link.id == id).cloned())
    });
    let full = Memo::new(move |_| links.with(Vec::len) >= LINKS_MAX as usize);
    let forms = actions.map(|actions| {
        let edit = move || {
            edited.get().map(|link| {
                view! { <EditLinkForm project=project link=link actions=actions /> }
            })
        };
        let add = move || match full.get() {
            true => view! { <p class="hint">{t.links_full(LINKS_MAX)}</p> }.into_any(),
            false => view! { <AddLinkForm project=project action=actions.add /> }.into_any(),
        };
        view! { {edit} {add} }
    });
    // Who may not add any is not shown that there are none.
    let shown = move || actions.is_some() || links.with(|links| !links.is_empty());
    view! {
        <section class="stack" id="links" hidden=move || !shown()>
            <h2>{t.links()}</h2>
            {list}
            {forms}
        </section>
    }
}

#[component]
fn LinkRow(project: ProjectId, link: ProjectLink, editable: bool) -> impl IntoView {
    let t = ProjectsText::here();
    let edit = editable.then(|| {
        let href = format!("/projects/{project}?edit={}#links", link.id);
        let label = t.link_edit(&link.facts.title);
        view! { " " <a href=href aria-label=label data-print="no">{CommonText::here().edit()}</a> }
    });
    let host = link.facts.host().to_owned();
    view! {
        <li>
            <a href=link.facts.address rel="external noopener noreferrer">{link.facts.title}</a> " "
            <span class="meta">{host} {edit}</span>
        </li>
    }
}

#[component]
fn AddLinkForm(project: ProjectId, action: FormAction<AddProjectLink>) -> impl IntoView {
    let t = ProjectsText::here();
    view! {
        <details open=action.failed() data-print="no">
            <summary>{t.link_add()}</summary>
            <PostForm action=action prefix="draft" scope="new-link">
                <Hidden name="project" value=project.to_string() />
                <Hidden name="id" value=next_id(action, ProjectLinkId::new) />
                <Fields draft=ProjectLinkDraft::default() />
                <FormEnd label=t.link_add() />
            </PostForm>
        </details>
    }
}

#[component]
fn EditLinkForm(project: ProjectId, link: ProjectLink, actions: LinkActions) -> impl IntoView {
    let t = ProjectsText::here();
    let id = link.id;
    let action = actions.edit;
    let draft = ProjectLinkDraft::from(&link.facts);
    let remove = t.link_remove_this(&link.facts.title);
    let saved = move || async move {
        let links = load_project_page(Some(project)).await?.detail.links;
        let link = links.iter().find(|link| link.id == id);
        link.map(|link| ProjectLinkDraft::from(&link.facts))
            .ok_or(Failure::NotFound)
    };
    view! {
        <section class="card stack" data-print="no">
            <h3>{t.link_edit(&link.facts.title)}</h3>
            <PostForm action=action prefix="draft" scope="link">
                <Hidden name="project" value=project.to_string() />
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=action.version_made_of(link.version) />
                {saved_beside(action.stale(), &draft, saved)}
                <Fields draft=draft />
                <FormEnd label=CommonText::here().save()>
                    <a class="button" data-kind="quiet" href=format!("/projects/{project}")>
                        {CommonText::here().cancel()}
                    </a>
                </FormEnd>
            </PostForm>
            <AskFirst step=t.link_remove() open=actions.remove.failed()>
                <PostForm action=actions.remove width="bare">
                    <Hidden name="project" value=project.to_string() />
                    <Hidden name="id" value=id.to_string() />
                    <FormEnd label=remove kind="danger" />
                </PostForm>
            </AskFirst>
        </section>
    }
}

#[component]
fn Fields(draft: ProjectLinkDraft) -> impl IntoView {
    let t = ProjectsText::here();
    view! {
        <div class="field-row">
            <Field name="title" label=t.link_title() value=draft.title required=true />
            <Field name="address" label=t.link_address() hint=t.link_address_hint() kind="url" value=draft.address required=true />
        </div>
    }
}
