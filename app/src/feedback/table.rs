//! The entries as a table that becomes cards on a phone; several can be selected
//! and treated at once.

use domain::accounts::Person;
use domain::feedback::{BulkAction, Feedback, FeedbackFilter};
use domain::ids::ProjectId;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::api::TreatFeedback;
use super::beside::ListPlace;
use super::keys::walk;
use super::text::FeedbackText;
use super::{severity_tone, state_tone};
use crate::kit::{
    Field, FormAction, FormContext, Hidden, Moment, PostForm, Select, coded, interests,
    person_choice,
};
use crate::preferences::locale;

/// The entries; for those who triage, with checkboxes and what can be done with
/// the selection.
#[component]
pub(super) fn Table(
    /// The entries.
    entries: Vec<Feedback>,
    /// The project.
    project: ProjectId,
    /// What the list is narrowed to, its order and its page.
    filter: FeedbackFilter,
    /// The team, for those who triage.
    people: Option<Vec<Person>>,
    /// The action that treats the selection.
    action: FormAction<TreatFeedback>,
) -> impl IntoView {
    match people {
        None => view! { <Rows entries=entries filter=filter select=None /> }.into_any(),
        Some(people) => {
            let (selected, select) = signal(0_u32);
            // Without scripts the bar is always there.
            let (scripted, set_scripted) = signal(false);
            Effect::new(move || set_scripted.set(true));
            let hidden = move || scripted.get() && selected.get() == 0;
            view! {
                <PostForm action=action prefix="draft" width="wide">
                    <Hidden name="project" value=project.to_string() />
                    <Rows entries=entries filter=filter select=Some(select) />
                    <div class="bulk-bar" hidden=hidden>
                        <Bulk people=people selected=selected />
                    </div>
                </PostForm>
            }
            .into_any()
        }
    }
}

/// What can be done with the selection.
#[component]
fn Bulk(people: Vec<Person>, selected: ReadSignal<u32>) -> impl IntoView {
    let t = FeedbackText::here();
    let people = people.into_iter().map(person_choice).collect();
    let said = move || match selected.get() {
        0 => t.with_selected().to_owned(),
        count => t.selected(count),
    };
    view! {
        <p role="status">{said}</p>
        <Select name="action" label=t.bulk_action() choices={coded::<BulkAction>()} required=true />
        <Select name="assignee" label=t.assignee() choices=people />
        <Field name="reason" label=t.bulk_reason() />
        <button class="button" data-kind="primary" type="submit">{t.bulk_send()}</button>
    }
}

#[component]
fn Rows(
    entries: Vec<Feedback>,
    filter: FeedbackFilter,
    select: Option<WriteSignal<u32>>,
) -> impl IntoView {
    let t = FeedbackText::here();
    let table = NodeRef::<leptos::html::Div>::new();
    let recount = move || {
        if let (Some(select), Some(table)) = (select, table.get_untracked()) {
            select.set(mark(&table));
        }
    };
    let all = select.is_some().then(|| {
        let toggle = move |event: leptos::ev::Event| {
            let checked = event_target_checked(&event);
            if let Some(table) = table.get_untracked() {
                check_all(&table, checked);
            }
            recount();
        };
        view! {
            <th scope="col" data-cell="select">
                <input type="checkbox" aria-label=t.select_all() on:change=toggle />
            </th>
        }
    });
    let rows = (1..)
        .zip(entries)
        .map(|(number, entry)| {
            let place = ListPlace {
                filter: filter.clone(),
                row: number,
            };
            row(entry, &place, select.is_some(), recount)
        })
        .collect_view();
    view! {
        <p class="hint keys-hint">{t.keys()}</p>
        <div
            class="table-wrap"
            node_ref=table
            data-keys=true
            tabindex="0"
            role="region"
            aria-label=t.log_region()
            on:keydown=move |event| walk(&event)
        >
            <table data-cards="compact">
                <thead>
                    <tr>
                        {all} <th scope="col">{t.entry()}</th>
                        <th scope="col">{t.kind_short()}</th>
                        <th scope="col">{t.severity()}</th>
                        <th scope="col">{t.state()}</th>
                        <th scope="col">{t.assignee()}</th>
                        <th scope="col">{t.given()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(
    entry: Feedback,
    place: &ListPlace,
    selectable: bool,
    recount: impl Fn() + Copy + 'static,
) -> AnyView {
    let t = FeedbackText::here();
    let title = entry.title();
    let href = place.entry(entry.project, entry.id);
    let select = selectable.then(|| {
        let id = entry.id.to_string();
        // Selected still, where the form came back.
        let form = use_context::<FormContext>();
        let selected = form.is_some_and(|form| form.was_ticked("ids[]", &id));
        view! {
            <td data-cell="select">
                <input
                    type="checkbox"
                    name="ids[]"
                    value=id
                    checked=selected
                    aria-label=t.select_one(&title)
                    on:change=move |_| recount()
                />
            </td>
        }
    });
    let place = (!entry.facts.place.is_empty()).then(|| view! { <span>{entry.facts.place}</span> });
    let iteration = entry
        .iteration
        .map(|pinned| view! { <span>{t.iteration_no(pinned.number)}</span> });
    let comments =
        (entry.comments > 0).then(|| view! { <span>{t.comments(entry.comments)}</span> });
    let shared = entry
        .shared_with_partners
        .then(|| view! { <span>{t.shared_badge()}</span> });
    let assignee = match entry.assignee {
        Some(person) => {
            let interests = interests(&person);
            view! { {person.name} {interests} }.into_any()
        }
        None => t.nobody().into_any(),
    };
    let words = |wording: domain::wording::Wording| wording.in_locale(locale());
    view! {
        <tr>
            {select}
            <th scope="row">
                <a href=href>{title}</a>
                <span class="meta">{place} {iteration} {comments} {shared}</span>
            </th>
            <td data-label=t.kind_short()>{words(entry.facts.kind.wording())}</td>
            <td data-label=t.severity()>
                <span class="badge" data-tone=severity_tone(entry.facts.severity)>
                    {words(entry.facts.severity.wording())}
                </span>
            </td>
            <td data-label=t.state()>
                <span class="badge" data-tone=state_tone(entry.state)>{words(entry.state.wording())}</span>
            </td>
            <td data-label=t.assignee() data-cell="named">{assignee}</td>
            <td data-label=t.given()><Moment at=entry.created_at /></td>
        </tr>
    }
    .into_any()
}

fn boxes(table: &Element) -> Vec<HtmlInputElement> {
    let Ok(found) = table.query_selector_all("tbody input[type=checkbox]") else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|place| found.item(place)?.dyn_into().ok())
        .collect()
}

fn check_all(table: &Element, checked: bool) {
    for input in boxes(table) {
        input.set_checked(checked);
    }
}

/// Marks the rows that are selected and counts them.
fn mark(table: &Element) -> u32 {
    let mut count = 0;
    for input in boxes(table) {
        let checked = input.checked();
        count += u32::from(checked);
        if let Ok(Some(row)) = input.closest("tr") {
            // A table row takes this attribute always: nothing to handle.
            let _ = if checked {
                row.set_attribute("aria-selected", "true")
            } else {
                row.remove_attribute("aria-selected")
            };
        }
    }
    count
}
