//! Adding to a conjecture map, changing what is there, carrying it over.

use domain::conjectures::{
    Column, ConjectureMap, ConjectureStatus, Element, ElementDraft, EmbodimentKind, MapLink,
    MapLinkDraft,
};
use domain::ids::{ElementId, IterationId, MapLinkId};
use domain::iterations::Iteration;
use leptos::prelude::*;

use super::page::Actions;
use super::text::IterationsText;
use super::{address, failed};
use crate::failure::Failure;
use crate::kit::{Choice, FormEnd, Hidden, PostForm, Select, TextArea, coded};
use crate::text::CommonText;

/// The forms below a map; that of the thing being edited comes first.
#[component]
pub(super) fn MapForms(
    /// The iteration.
    iteration: Iteration,
    /// Its map.
    map: ConjectureMap,
    /// What can be done.
    actions: Actions,
    /// The id of what is being edited.
    editing: Memo<String>,
) -> impl IntoView {
    let add_link = (!map.elements.is_empty())
        .then(|| view! { <AddLink id=iteration.id map=map.clone() actions=actions /> });
    let id = iteration.id;
    let edit = move || edit_view(&editing.get(), &iteration, &map, actions);
    view! {
        {edit}
        <AddElementForm id=id actions=actions />
        {add_link}
    }
}

fn edit_view(
    editing: &str,
    iteration: &Iteration,
    map: &ConjectureMap,
    actions: Actions,
) -> Option<AnyView> {
    let element = editing.parse::<ElementId>().ok();
    if let Some((code, element)) = element.and_then(|id| map.element(id)) {
        let (element, iteration) = (element.clone(), iteration.clone());
        return Some(
            view! { <EditElementForm code=code element=element iteration=iteration actions=actions /> }
                .into_any(),
        );
    }
    let id = editing.parse::<MapLinkId>().ok()?;
    let link = map.links.iter().find(|link| link.id == id)?.clone();
    let (from, _) = map.element(link.facts.from)?;
    let (to, _) = map.element(link.facts.to)?;
    let title = IterationsText::here().edit_link(&from, &to);
    let iteration = iteration.clone();
    Some(
        view! { <EditLinkForm title=title link=link iteration=iteration actions=actions /> }
            .into_any(),
    )
}

#[component]
fn AddElementForm(id: IterationId, actions: Actions) -> impl IntoView {
    let t = IterationsText::here();
    view! {
        <details open=failed(actions.add_element) data-print="no">
            <summary>{t.add_element()}</summary>
            <PostForm action=actions.add_element prefix="draft" scope="new-element">
                <Hidden name="iteration" value=id.to_string() />
                <Hidden name="id" value=ElementId::new().to_string() />
                <Select name="column" label=t.column() choices={coded::<Column>()} required=true />
                <Select name="kind" label=t.kind() hint=t.kind_hint() choices={coded::<EmbodimentKind>()} />
                <TextArea name="text" label=t.element_text() required=true rows=2 />
                <FormEnd label=t.add() />
            </PostForm>
        </details>
    }
}

#[component]
fn AddLink(id: IterationId, map: ConjectureMap, actions: Actions) -> impl IntoView {
    let t = IterationsText::here();
    let choices = |columns: [Column; 2]| -> Vec<Choice> {
        columns
            .into_iter()
            .flat_map(|column| map.column(column))
            .map(|(code, element)| {
                let text: String = element.facts.text.chars().take(80).collect();
                Choice::new(element.id.to_string(), format!("{code} {text}"))
            })
            .collect()
    };
    let from = choices([Column::Embodiment, Column::Mediation]);
    let to = choices([Column::Mediation, Column::Outcome]);
    view! {
        <details open=failed(actions.add_link) data-print="no">
            <summary>{t.add_link()}</summary>
            <PostForm action=actions.add_link prefix="draft" scope="new-link">
                <Hidden name="iteration" value=id.to_string() />
                <Hidden name="id" value=MapLinkId::new().to_string() />
                <p class="hint">{t.link_hint()}</p>
                <Select name="from" label=t.link_from() choices=from required=true />
                <Select name="to" label=t.link_to() choices=to required=true />
                <FormEnd label=t.add() />
            </PostForm>
        </details>
    }
}

/// The version with which a form is sent: that which it was made of, and once
/// it turned out stale, that which is kept now.
fn version_of(value: Option<Result<(), Failure>>, kept: i64) -> String {
    match value {
        Some(Err(Failure::Stale { current })) => current.to_string(),
        _ => kept.to_string(),
    }
}

#[component]
fn EditElementForm(
    code: String,
    element: Element,
    iteration: Iteration,
    actions: Actions,
) -> impl IntoView {
    let t = IterationsText::here();
    let (id, kept) = (element.id, element.version);
    let carried = element.is_carried();
    let draft = ElementDraft::from(&element.facts);
    let action = actions.edit_element;
    let version = Signal::derive(move || version_of(action.value().get(), kept));
    let kind = (element.facts.column == Column::Embodiment).then(|| {
        view! { <Select name="kind" label=t.kind() choices={coded::<EmbodimentKind>()} value=draft.kind required=true /> }
    });
    let project = iteration.project;
    let iteration = iteration.id;
    let remove = if carried {
        view! { <p class="hint">{t.carried_hint()}</p> }.into_any()
    } else {
        view! {
            <p class="hint">{t.remove_hint()}</p>
            <PostForm action=actions.remove_element width="bare">
                <Hidden name="project" value=project.to_string() />
                <Hidden name="iteration" value=iteration.to_string() />
                <Hidden name="id" value=id.to_string() />
                <FormEnd label=t.remove() kind="danger" />
            </PostForm>
        }
        .into_any()
    };
    view! {
        <section class="card stack" id="edit" data-print="no">
            <h3>{t.edit_element(&code)}</h3>
            <PostForm action=action prefix="draft" scope="element">
                <Hidden name="project" value=project.to_string() />
                <Hidden name="iteration" value=iteration.to_string() />
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=version />
                <TextArea name="text" label=t.element_text() value=draft.text required=true rows=2 />
                {kind}
                <StatusFields status=draft.status reason=draft.reason />
                <FormEnd label=CommonText::here().save()>
                    <a class="button" data-kind="quiet" href=address(project, iteration)>
                        {CommonText::here().cancel()}
                    </a>
                </FormEnd>
            </PostForm>
            {remove}
        </section>
    }
}

#[component]
fn EditLinkForm(
    title: String,
    link: MapLink,
    iteration: Iteration,
    actions: Actions,
) -> impl IntoView {
    let t = IterationsText::here();
    let (id, kept) = (link.id, link.version);
    let carried = link.is_carried();
    let draft = MapLinkDraft::from(&link.facts);
    let action = actions.edit_link;
    let version = Signal::derive(move || version_of(action.value().get(), kept));
    let project = iteration.project;
    let iteration = iteration.id;
    let remove = if carried {
        view! { <p class="hint">{t.carried_hint()}</p> }.into_any()
    } else {
        view! {
            <p class="hint">{t.remove_hint()}</p>
            <PostForm action=actions.remove_link width="bare">
                <Hidden name="project" value=project.to_string() />
                <Hidden name="iteration" value=iteration.to_string() />
                <Hidden name="id" value=id.to_string() />
                <FormEnd label=t.remove() kind="danger" />
            </PostForm>
        }
        .into_any()
    };
    view! {
        <section class="card stack" id="edit" data-print="no">
            <h3>{title}</h3>
            <PostForm action=action prefix="draft" scope="link">
                <Hidden name="project" value=project.to_string() />
                <Hidden name="iteration" value=iteration.to_string() />
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=version />
                <StatusFields status=draft.status reason=draft.reason />
                <FormEnd label=CommonText::here().save()>
                    <a class="button" data-kind="quiet" href=address(project, iteration)>
                        {CommonText::here().cancel()}
                    </a>
                </FormEnd>
            </PostForm>
            {remove}
        </section>
    }
}

#[component]
fn StatusFields(status: String, reason: String) -> impl IntoView {
    let t = IterationsText::here();
    view! {
        <Select name="status" label=t.status() choices={coded::<ConjectureStatus>()} value=status required=true />
        <TextArea name="reason" label=t.reason() hint=t.reason_hint() value=reason rows=2 />
    }
}

/// Carrying the map of the iteration before over once more.
#[component]
pub(super) fn CarryOverForm(
    /// The iteration.
    id: IterationId,
    /// The number of the one before.
    number: i64,
    /// What can be done.
    actions: Actions,
) -> impl IntoView {
    let t = IterationsText::here();
    view! {
        <details open=failed(actions.carry_over) data-print="no">
            <summary>{t.carry_over(number)}</summary>
            <p class="hint">{t.carry_hint()}</p>
            <PostForm action=actions.carry_over width="bare">
                <Hidden name="id" value=id.to_string() />
                <FormEnd label=t.carry_over(number) kind="quiet" />
            </PostForm>
        </details>
    }
}
