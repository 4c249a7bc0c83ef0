//! Adding to a conjecture map, changing what is there, carrying it over.

use domain::conjectures::{
    Column, ConjectureMap, ConjectureStatus, Element, ElementDraft, EmbodimentKind, Evidence,
    MapLink, MapLinkDraft,
};
use domain::ids::{ElementId, IterationId, MapLinkId, ProjectId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::address;
use super::api::load_iteration;
use super::map::EvidenceOf;
use super::page::Actions;
use super::text::IterationsText;
use crate::failure::Failure;
use crate::kit::{
    CheckBox, Choice, FormAction, FormEnd, Hidden, PostForm, Select, TextArea, coded, next_id,
    saved_beside,
};
use crate::text::CommonText;

/// The forms below a map; that of the thing being edited comes first.
#[component]
pub(super) fn MapForms(
    /// The project.
    project: ProjectId,
    /// Its iteration.
    id: IterationId,
    /// The map as it is now.
    map: Memo<ConjectureMap>,
    /// What can be done.
    actions: Actions,
    /// The id of what is being edited.
    editing: Memo<String>,
) -> impl IntoView {
    // Drawn anew when another thing is edited, or this one was changed.
    let edited = Memo::new(move |_| map.with(|map| find(&editing.read(), map)));
    let edit = move || {
        edited.get().map(|edited| match edited {
            Edited::Element(code, element, taken) => {
                view! { <EditElementForm code=code element=element taken=taken project=project iteration=id actions=actions /> }
                    .into_any()
            }
            Edited::Link(title, link) => {
                view! { <EditLinkForm title=title link=link project=project iteration=id actions=actions /> }
                    .into_any()
            }
        })
    };
    let carried = Memo::new(move |_| map.with(ConjectureMap::is_carried));
    let add_element =
        move || view! { <AddElementForm id=id carried=carried.get() actions=actions /> };
    let elements = Memo::new(move |_| map.with(|map| map.elements.clone()));
    let add_link = move || {
        let map = elements
            .with(|elements| !elements.is_empty())
            .then(|| map.get_untracked());
        map.map(|map| view! { <AddLink id=id map=map actions=actions /> })
    };
    view! {
        {edit}
        {add_element}
        {add_link}
    }
}

/// What is being edited in a map.
#[derive(Clone, PartialEq)]
enum Edited {
    /// An element, its code on the map, and what would be taken away with it.
    Element(String, Element, TakenAlong),
    /// A link and what the form for it is called.
    Link(String, MapLink),
}

/// What is taken away with a thing of a map, as far as the reader knows of it.
#[derive(Clone, Default, PartialEq)]
struct TakenAlong {
    /// Its links, as the map calls them.
    links: Vec<String>,
    /// What speaks for or against it or its links.
    evidence: Vec<Evidence>,
}

impl TakenAlong {
    fn with(map: &ConjectureMap, element: &Element) -> Self {
        let mut taken = Self {
            links: Vec::new(),
            evidence: element.evidence.clone(),
        };
        for link in &map.links {
            let ends = [link.facts.from, link.facts.to];
            if ends.contains(&element.id) {
                let [from, to] = ends.map(|end| map.element(end).map(|(code, _)| code));
                let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
                taken.links.push(format!("{from} → {to}"));
                taken.evidence.extend(link.evidence.iter().cloned());
            }
        }
        taken
    }
}

fn find(editing: &str, map: &ConjectureMap) -> Option<Edited> {
    let element = editing.parse::<ElementId>().ok();
    if let Some((code, element)) = element.and_then(|id| map.element(id)) {
        let taken = TakenAlong::with(map, element);
        return Some(Edited::Element(code, element.clone(), taken));
    }
    let id = editing.parse::<MapLinkId>().ok()?;
    let link = map.links.iter().find(|link| link.id == id)?.clone();
    let (from, _) = map.element(link.facts.from)?;
    let (to, _) = map.element(link.facts.to)?;
    let title = IterationsText::here().edit_link(&from, &to);
    Some(Edited::Link(title, link))
}

#[component]
fn AddElementForm(id: IterationId, carried: bool, actions: Actions) -> impl IntoView {
    let t = IterationsText::here();
    view! {
        <details open=actions.add_element.failed() data-print="no">
            <summary>{t.add_element()}</summary>
            <PostForm action=actions.add_element prefix="draft" scope="new-element">
                <Hidden name="iteration" value=id.to_string() />
                <Hidden name="id" value=next_id(actions.add_element, ElementId::new) />
                <Select name="column" label=t.column() choices={coded::<Column>()} required=true />
                <Select name="kind" label=t.kind() hint=t.kind_hint() choices={coded::<EmbodimentKind>()} />
                <TextArea name="text" label=t.element_text() required=true rows=2 />
                {carried.then(|| view! { <WhyAdded why=String::new() /> })}
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
    let carried = map.is_carried();
    view! {
        <details open=actions.add_link.failed() data-print="no">
            <summary>{t.add_link()}</summary>
            <PostForm action=actions.add_link prefix="draft" scope="new-link">
                <Hidden name="iteration" value=id.to_string() />
                <Hidden name="id" value=next_id(actions.add_link, MapLinkId::new) />
                <p class="hint">{t.link_hint()}</p>
                <Select name="from" label=t.link_from() choices=from required=true />
                <Select name="to" label=t.link_to() choices=to required=true />
                {carried.then(|| view! { <WhyAdded why=String::new() /> })}
                <FormEnd label=t.add() />
            </PostForm>
        </details>
    }
}

#[component]
fn EditElementForm(
    code: String,
    element: Element,
    taken: TakenAlong,
    project: ProjectId,
    iteration: IterationId,
    actions: Actions,
) -> impl IntoView {
    let t = IterationsText::here();
    let id = element.id;
    let draft = ElementDraft::from(&element.facts);
    let action = actions.edit_element;
    let version = action.version_made_of(element.version);
    let saved = move || async move {
        let map = load_iteration(Some(iteration)).await?.detail.content.map;
        let element = map.element(id).map(|(_, element)| element);
        element
            .map(|element| ElementDraft::from(&element.facts))
            .ok_or(Failure::NotFound)
    };
    let embodies = element.facts.column == Column::Embodiment;
    let carried = element.is_carried();
    let place = (project, iteration, id.to_string());
    let remove = removal(actions.remove_element, carried, taken, place);
    view! {
        <section class="card stack" id="edit" data-print="no">
            <h3>{t.edit_element(&code)}</h3>
            <PostForm action=action prefix="draft" scope="element">
                <Place project=project iteration=iteration id=id.to_string() />
                <Hidden name="version" value=version />
                {saved_beside(action.stale(), &draft, saved)}
                <TextArea name="text" label=t.element_text() value=draft.text required=true rows=2 />
                {embodies.then(|| {
                    view! { <Select name="kind" label=t.kind() choices={coded::<EmbodimentKind>()} value=draft.kind required=true /> }
                })}
                <Why carried=carried why=draft.why />
                <StatusFields status=draft.status reason=draft.reason />
                <SaveOrCancel project=project iteration=iteration />
            </PostForm>
            {remove}
        </section>
    }
}

#[component]
fn EditLinkForm(
    title: String,
    link: MapLink,
    project: ProjectId,
    iteration: IterationId,
    actions: Actions,
) -> impl IntoView {
    let id = link.id;
    let draft = MapLinkDraft::from(&link.facts);
    let action = actions.edit_link;
    let version = action.version_made_of(link.version);
    let saved = move || async move {
        let map = load_iteration(Some(iteration)).await?.detail.content.map;
        let link = map.links.iter().find(|link| link.id == id);
        link.map(|link| MapLinkDraft::from(&link.facts))
            .ok_or(Failure::NotFound)
    };
    let taken = TakenAlong {
        evidence: link.evidence.clone(),
        ..TakenAlong::default()
    };
    let place = (project, iteration, id.to_string());
    let remove = removal(actions.remove_link, link.is_carried(), taken, place);
    view! {
        <section class="card stack" id="edit" data-print="no">
            <h3>{title}</h3>
            <PostForm action=action prefix="draft" scope="link">
                <Place project=project iteration=iteration id=id.to_string() />
                <Hidden name="version" value=version />
                {saved_beside(action.stale(), &draft, saved)}
                <Why carried=false why=draft.why />
                <StatusFields status=draft.status reason=draft.reason />
                <SaveOrCancel project=project iteration=iteration />
            </PostForm>
            {remove}
        </section>
    }
}

/// Takes a thing off the map to which it was added; what was carried over stays.
fn removal<S: ServerFn<Error = Failure> + 'static>(
    action: FormAction<S>,
    carried: bool,
    taken: TakenAlong,
    (project, iteration, id): (ProjectId, IterationId, String),
) -> AnyView {
    let t = IterationsText::here();
    if carried {
        return view! { <p class="hint">{t.carried_hint()}</p> }.into_any();
    }
    let asked = action.failed();
    view! {
        <p class="hint">{t.remove_hint()}</p>
        <PostForm action=action scope="remove" width="bare">
            <Place project=project iteration=iteration id=id />
            <Confirmed taken=taken asked=asked />
            <FormEnd label=t.remove() kind="danger" />
        </PostForm>
    }
    .into_any()
}

/// What goes with a thing that is removed, and whether that is wanted. The reader may not
/// know of all that does: where the server asks, the box is there as well.
#[component]
fn Confirmed(
    /// What goes with it.
    taken: TakenAlong,
    /// Whether the server did not take it.
    #[prop(into)]
    asked: Signal<bool>,
) -> impl IntoView {
    let t = IterationsText::here();
    let TakenAlong { links, evidence } = taken;
    let known = !links.is_empty() || !evidence.is_empty();
    let told = known.then(|| {
        let links = links.into_iter().map(|link| view! { <li>{link}</li> });
        let links: Vec<_> = links.collect();
        let links = (!links.is_empty()).then(|| view! { <ul class="map-evidence">{links}</ul> });
        view! {
            <p>{t.taken_along()}</p>
            {links}
            <EvidenceOf evidence=evidence />
        }
    });
    let wanted = Memo::new(move |_| known || asked.get());
    let confirm = move || {
        let wanted = wanted.get();
        wanted.then(|| view! { <CheckBox name="confirmed" label=t.confirmed() value="" /> })
    };
    view! {
        {told}
        {confirm}
    }
}

/// Why a thing is new in a map that was carried over.
#[component]
fn WhyAdded(why: String) -> impl IntoView {
    let t = IterationsText::here();
    view! { <TextArea name="why" label=t.why_added() hint=t.why_added_hint() value=why required=true rows=2 /> }
}

/// Why a thing says something else than in the iteration before, where it was carried
/// over from there, or why it is new here.
#[component]
fn Why(carried: bool, why: String) -> impl IntoView {
    let t = IterationsText::here();
    match (carried, why.is_empty()) {
        (true, _) => {
            view! { <TextArea name="why" label=t.why_reworded() hint=t.why_reworded_hint() value=why rows=2 /> }
                .into_any()
        }
        (false, false) => view! { <WhyAdded why=why /> }.into_any(),
        (false, true) => ().into_any(),
    }
}

/// Which thing of which map a form is about.
#[component]
fn Place(project: ProjectId, iteration: IterationId, id: String) -> impl IntoView {
    view! {
        <Hidden name="project" value=project.to_string() />
        <Hidden name="iteration" value=iteration.to_string() />
        <Hidden name="id" value=id />
    }
}

#[component]
fn SaveOrCancel(project: ProjectId, iteration: IterationId) -> impl IntoView {
    let t = CommonText::here();
    view! {
        <FormEnd label=t.save()>
            <a class="button" data-kind="quiet" href=address(project, iteration)>{t.cancel()}</a>
        </FormEnd>
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
        <details open=actions.carry_over.failed() data-print="no">
            <summary>{t.carry_over(number)}</summary>
            <p class="hint">{t.carry_hint()}</p>
            <PostForm action=actions.carry_over width="bare">
                <Hidden name="id" value=id.to_string() />
                <FormEnd label=t.carry_over(number) kind="quiet" />
            </PostForm>
        </details>
    }
}
