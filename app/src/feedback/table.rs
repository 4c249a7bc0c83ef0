//! The entries as a table that becomes cards on a phone; several can be selected
//! and treated at once.

use domain::accounts::Person;
use domain::feedback::{BulkAction, Feedback, FeedbackFilter, Meanwhile, Selected};
use domain::ids::{FeedbackId, ProjectId};
use domain::problems::{Problem, Problems};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::api::TreatFeedback;
use super::beside::{ListPlace, row_anchor};
use super::keys::walk;
use super::text::FeedbackText;
use super::{severity_tone, state_tone};
use crate::failure::Failure;
use crate::kit::{
    Field, FieldProblem, FormAction, FormContext, Hidden, Moment, PostForm, Select, SubmitButton,
    coded, interests, person_choice,
};
use crate::preferences::locale;

/// The name of the boxes by which entries are selected.
const BOXES: &str = "entries[]";

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
    /// Those of the team who read the whole log, for whoever triages.
    people: Option<Vec<Person>>,
    /// The action that treats the selection.
    action: FormAction<TreatFeedback>,
) -> impl IntoView {
    match people {
        None => view! { <Rows entries=entries filter=filter select=None /> }.into_any(),
        Some(people) => {
            let selected = RwSignal::new(0_u32);
            let listed: Vec<FeedbackId> = entries.iter().map(|entry| entry.id).collect();
            view! {
                <PostForm action=action prefix="draft" width="wide">
                    <Hidden name="project" value=project.to_string() />
                    <Rows entries=entries filter=filter select=Some(selected) />
                    <Bulk people=people selected=selected listed=listed project=project />
                </PostForm>
            }
            .into_any()
        }
    }
}

/// What can be done with the selection.
#[component]
fn Bulk(
    people: Vec<Person>,
    selected: RwSignal<u32>,
    listed: Vec<FeedbackId>,
    project: ProjectId,
) -> impl IntoView {
    let t = FeedbackText::here();
    let form = expect_context::<FormContext>();
    let people = people.into_iter().map(person_choice).collect();
    // Without scripts the bar is always there; where the form came back, something is selected
    // from the beginning.
    let (scripted, set_scripted) = signal(false);
    let bar = NodeRef::<leptos::html::Div>::new();
    Effect::new(move || {
        if let Some(bar) = bar.get() {
            recount(&bar, selected);
            set_scripted.set(true);
        }
    });
    let mut elsewhere = meanwhile(form.failure.get_untracked());
    elsewhere.retain(|(id, _)| !listed.contains(id));
    let hidden = move || scripted.get() && selected.get() == 0;
    let said = move || match selected.get() {
        0 => t.with_selected().to_owned(),
        count => t.selected(count),
    };
    view! {
        {still_selected(form, elsewhere, project, selected)}
        <div class="bulk-bar" hidden=hidden node_ref=bar>
            <p role="status">{said}</p>
            <Select name="action" label=t.bulk_action() choices={coded::<BulkAction>()} required=true />
            // The style shows each of these where the action asks for it.
            <Select name="assignee" label=t.assignee() choices=people />
            <Field name="reason" label=t.reason() required=true />
            <SubmitButton kind="primary">{t.bulk_send()}</SubmitButton>
        </div>
    }
}

/// The selected entries that somebody else changed meanwhile, so that nothing was done.
fn meanwhile(failure: Option<Failure>) -> Vec<(FeedbackId, Meanwhile)> {
    let Some(Failure::Invalid(Problems(problems))) = failure else {
        return Vec::new();
    };
    let changed = problems
        .into_iter()
        .filter_map(|found| match found.problem {
            Problem::ChangedMeanwhile(now) => Some((found.field.parse::<FeedbackId>().ok()?, now)),
            _ => None,
        });
    changed.collect()
}

/// What was selected and changed so that the list does not hold it any more, where the
/// page came anew: it stays selected, as far as there was room to name it. Where its words did
/// not travel with the page's address, it has a number instead.
fn still_selected(
    form: FormContext,
    entries: Vec<(FeedbackId, Meanwhile)>,
    project: ProjectId,
    selected: RwSignal<u32>,
) -> Option<AnyView> {
    if entries.is_empty() {
        return None;
    }
    let t = FeedbackText::here();
    let boxes = (1..)
        .zip(entries)
        .map(|(number, (id, now))| {
            let href = format!("/projects/{project}/feedback/{id}");
            let version = now.version;
            let (value, id) = (Selected { id, version }.to_string(), id.to_string());
            let numbered = || t.elsewhere_no(number);
            let title = now.words.map_or_else(numbered, |words| words.title);
            let see = t.see_one(&title);
            form.name_field(&id, &title);
            view! {
                <label class="choice">
                    <input
                        type="checkbox"
                        id=id.clone()
                        name=BOXES
                        value=value
                        checked=true
                        on:change=move |event| recount(&event_target::<Element>(&event), selected)
                    />
                    <span>{title}</span>
                </label>
                <FieldProblem name=id />
                <p>
                    <a href=href>{see}</a>
                </p>
            }
        })
        .collect_view();
    let legend = t.selected_elsewhere();
    Some(
        view! { <fieldset class="choices"><legend>{legend}</legend> {boxes}</fieldset> }.into_any(),
    )
}

#[component]
fn Rows(
    entries: Vec<Feedback>,
    filter: FeedbackFilter,
    select: Option<RwSignal<u32>>,
) -> impl IntoView {
    let t = FeedbackText::here();
    let all = select.map(|selected| {
        let toggle = move |event: leptos::ev::Event| {
            let all = event_target::<HtmlInputElement>(&event);
            if let Ok(Some(table)) = all.closest("table") {
                check_all(&table, all.checked());
            }
            recount(&all, selected);
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
            row(entry, &place, select)
        })
        .collect_view();
    view! {
        <p class="hint keys-hint">{t.keys()}</p>
        <div
            class="table-wrap"
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

fn row(entry: Feedback, place: &ListPlace, select: Option<RwSignal<u32>>) -> AnyView {
    let t = FeedbackText::here();
    let title = entry.title();
    let href = place.entry(entry.project, entry.id);
    let problem = select.map(|_| view! { <FieldProblem name=entry.id.to_string() /> });
    let select = select.map(|selected| select_box(&entry, &title, selected));
    let place = (!entry.facts.place.is_empty()).then(|| view! { <span>{entry.facts.place}</span> });
    let iteration = entry
        .iteration
        .map(|pinned| view! { <span>{t.iteration_no(pinned.number)}</span> });
    let comments =
        (entry.comments > 0).then(|| view! { <span>{t.comments(entry.comments)}</span> });
    let shared = entry
        .shared_with_partners
        .then(|| view! { <span>{t.shared_badge()}</span> });
    let unassigned = entry.assignee.is_none().then_some("");
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
                <a id=row_anchor(entry.id) href=href>{title}</a>
                <span class="meta">{place} {iteration} {comments} {shared}</span>
                {problem}
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
            <td data-label=t.assignee() data-cell="named" data-none=unassigned>
                {assignee}
            </td>
            <td data-label=t.given()><Moment at=entry.created_at /></td>
        </tr>
    }
    .into_any()
}

/// The box that selects an entry as it is shown; as somebody else changed it, once it
/// turns out that they did.
fn select_box(entry: &Feedback, title: &str, selected: RwSignal<u32>) -> AnyView {
    let form = expect_context::<FormContext>();
    let shown = Selected::from(entry);
    let id = shown.id.to_string();
    form.name_field(&id, title);
    // Selected still, where the form came back.
    let ticked = form.was_ticked(BOXES, |value| {
        let ticked = value.parse::<Selected>();
        ticked.is_ok_and(|ticked| ticked.id == shown.id)
    });
    let problem = form.problem(&id);
    // Who was told of it decides on what it is now, also where something else fails then.
    let version = Memo::new(move |before: Option<&i64>| {
        let known = before.copied().unwrap_or(shown.version);
        match problem.get() {
            Some(Problem::ChangedMeanwhile(now)) => known.max(now.version),
            _ => known,
        }
    });
    let value = move || {
        let version = version.get();
        Selected { version, ..shown }.to_string()
    };
    let (described, thing) = (format!("{id}-problem"), id.clone());
    view! {
        <td data-cell="select">
            <input
                type="checkbox"
                id=id
                name=BOXES
                value=value
                data-thing=thing
                checked=ticked
                aria-label=FeedbackText::here().select_one(title)
                aria-invalid=move || problem.get().map(|_| "true")
                aria-describedby=move || problem.get().map(|_| described.clone())
                on:change=move |event| recount(&event_target::<Element>(&event), selected)
            />
        </td>
    }
    .into_any()
}

/// The boxes within an element by which entries are selected.
fn boxes(within: &Element) -> Vec<HtmlInputElement> {
    let named = format!("input[name=\"{BOXES}\"]");
    let Ok(found) = within.query_selector_all(&named) else {
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

/// Counts anew what is selected in the form around an element.
fn recount(around: &Element, selected: RwSignal<u32>) {
    if let Ok(Some(form)) = around.closest("form") {
        selected.set(mark(&form));
    }
}

/// Marks the rows that are selected and counts all that is: also what stands in no row, as
/// the list does not hold it any more.
fn mark(form: &Element) -> u32 {
    let mut count = 0;
    for input in boxes(form) {
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
