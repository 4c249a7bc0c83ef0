//! One phase in the form of a script: folded to its title and minutes, with what is done
//! with it beside them.

use domain::sessions::{PhaseDraft, VoteKind, phase_field};
use icondata_lu::{LuArrowDown, LuArrowUp, LuCopy, LuListPlus, LuTrash2};
use leptos::context::Provider;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use super::script_form::{Form, button_id, named, summary_id};
use super::script_rows::Change;
use super::text::SessionsText;
use crate::failure::Failure;
use crate::kit::{CheckBox, Field, Icon, Select, TextArea, coded};

/// A phase: its title and minutes, what unfolds below them, and what is done with it.
#[component]
pub(super) fn Row(
    /// The form.
    form: Form,
    /// The number of the row.
    row: usize,
    /// Whether it is unfolded at first.
    open: bool,
) -> impl IntoView {
    let t = SessionsText::here();
    let fresh = form.fresh.with_value(|fresh| fresh.contains(&row));
    let context = match fresh {
        true => form.context.afresh(),
        false => form.context,
    };
    let phase = form.first.with_value(|first| first.get(&row).cloned());
    let phase = phase.unwrap_or_default();
    let shown = |name: &str, value: &str| {
        let typed = context.typed(&context.input_name(&phase_field(row, name)));
        RwSignal::new(typed.unwrap_or_else(|| value.to_owned()))
    };
    let title = shown("title", &phase.title);
    let minutes = shown("minutes", &phase.minutes);
    let details = NodeRef::<html::Details>::new();
    // What was put back into the fields is read from them.
    Effect::new(move || {
        if details.get().is_some() {
            title.set(context.typed_now(&phase_field(row, "title")));
            minutes.set(context.typed_now(&phase_field(row, "minutes")));
        }
    });
    let wrong = move |failure: Option<Failure>| match failure {
        Some(Failure::Invalid(problems)) => {
            let start = start_of(row);
            problems
                .0
                .iter()
                .any(|found| found.field.starts_with(&start))
        }
        _ => false,
    };
    // What is wrong is in sight.
    Effect::new(move || {
        if let (true, Some(details)) = (wrong(context.failure.get()), details.get()) {
            let _ = details.set_attribute("open", "");
        }
    });
    let at = form.at.get_value();
    let open = open || fresh || at == summary_id(row) || wrong(context.failure.get_untracked());
    let follow = move |event: Event| {
        let typed = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(typed) = typed {
            let name = typed.name();
            match name.rsplit('[').next() {
                Some("title]") => title.set(typed.value()),
                Some("minutes]") => minutes.set(typed.value()),
                _ => {}
            }
        }
    };
    let place = move || form.rows.with(|rows| rows.place(row)).unwrap_or_default();
    let called = Signal::derive(move || {
        let place = place().saturating_add(1).to_string();
        t.phase_called(&place, &named(&title.get()))
    });
    context.name_row(start_of(row), called);
    let has_begun = move || form.rows.with(|rows| rows.has_begun(row));
    let long = move || {
        let minutes = minutes.get().trim().parse::<u16>().ok();
        minutes.map_or_else(String::new, |minutes| t.minutes(minutes))
    };
    let name = context.input_name(&phase_field(row, "place"));
    view! {
        <li class="card" on:input=follow>
            <details node_ref=details open=open>
                <summary id=summary_id(row) autofocus=at == summary_id(row)>
                    <span>{move || place().saturating_add(1).to_string()}</span> " "
                    <b>{move || named(&title.get())}</b> " "
                    <span class="meta">{long}</span> " "
                    <span class="badge" hidden=move || !has_begun()>{t.has_begun()}</span>
                </summary>
                <Provider value=context>
                    <PhaseFields row=row phase=phase />
                </Provider>
            </details>
            <input type="hidden" name=name value=move || place().to_string() />
            <div class="cluster" data-gap="small">
                {[
                    act(form, Change::Up(row), title),
                    act(form, Change::Down(row), title),
                    act(form, Change::Insert(row), title),
                    act(form, Change::Copy(row), title),
                    act(form, Change::Ask(row), title),
                ]}
            </div>
            {move || (form.asked.get() == Some(row)).then(|| asking(form, row, title))}
        </li>
    }
}

/// How the names of the fields of a row begin.
fn start_of(row: usize) -> String {
    phase_field(row, "").trim_end_matches(']').to_owned()
}

/// A button that does something with a phase.
fn act(form: Form, change: Change, title: RwSignal<String>) -> AnyView {
    let t = SessionsText::here();
    let (icon, label): (_, fn(SessionsText, &str) -> String) = match change {
        Change::Up(_) => (LuArrowUp, SessionsText::move_phase_up),
        Change::Down(_) => (LuArrowDown, SessionsText::move_phase_down),
        Change::Insert(_) => (LuListPlus, SessionsText::insert_phase),
        Change::Copy(_) => (LuCopy, SessionsText::copy_phase),
        Change::Ask(_) | Change::Keep(_) | Change::Remove(_) => {
            (LuTrash2, SessionsText::remove_phase)
        }
    };
    let label = Signal::derive(move || label(t, &named(&title.get())));
    let id = button_id(change);
    view! {
        <button
            type="submit"
            name="arrange"
            value=change.code()
            class="button"
            data-kind="quiet"
            autofocus=form.at.with_value(|at| *at == id)
            id=id
            title=label
            aria-label=label
            disabled=move || form.rows.with(|rows| !rows.allows(change))
            on:click=move |event| {
                event.prevent_default();
                form.change(change);
            }
        >
            <Icon icon=icon />
        </button>
    }
    .into_any()
}

/// Asks whether a phase is to go with what is written in it.
fn asking(form: Form, row: usize, title: RwSignal<String>) -> impl IntoView {
    let t = SessionsText::here();
    let button = move |change: Change, kind: &'static str, label: &'static str| {
        let id = button_id(change);
        view! {
            <button
                type="submit"
                name="arrange"
                value=change.code()
                class="button"
                data-kind=kind
                autofocus=form.at.with_value(|at| *at == id)
                id=id
                on:click=move |event| {
                    event.prevent_default();
                    form.change(change);
                }
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="notice" data-tone="warn" role="group" aria-label=t.confirm_removal()>
            <p>{move || t.remove_phase_asked(&named(&title.get()))}</p>
            <div class="cluster">
                {button(Change::Remove(row), "danger", t.remove_phase_surely())}
                {button(Change::Keep(row), "quiet", t.keep_phase())}
            </div>
        </div>
    }
}

#[component]
fn PhaseFields(row: usize, phase: PhaseDraft) -> impl IntoView {
    let t = SessionsText::here();
    let field = |name: &str| phase_field(row, name);
    view! {
        <div class="stack">
            <div class="field-row">
                <Field name=field("title") label=t.phase_title() value=phase.title required=true />
                <Field name=field("minutes") label=t.phase_minutes() kind="number" value=phase.minutes required=true />
                <Field name=field("cue") label=t.phase_cue() hint=t.phase_cue_hint() kind="number" value=phase.cue />
            </div>
            <TextArea name=field("instructions") label=t.phase_instructions() value=phase.instructions rows=2 />
            <TextArea name=field("notes") label=t.phase_notes() hint=t.phase_notes_hint() value=phase.notes rows=2 />
            <TextArea name=field("late") label=t.phase_late() hint=t.phase_late_hint() value=phase.late rows=2 />
            <CheckBox name=field("late_waits") label=t.late_waits() value=phase.late_waits />
            <fieldset class="choices">
                <legend>{t.phase_allows()}</legend>
                <div class="cluster">
                    <CheckBox name=field("write") label=t.allows_write() value=phase.write />
                    <CheckBox name=field("arrange") label=t.allows_arrange() value=phase.arrange />
                    <CheckBox name=field("group") label=t.allows_group() value=phase.group />
                    <CheckBox name=field("draw") label=t.allows_draw() value=phase.draw />
                </div>
            </fieldset>
            <fieldset class="choices">
                <legend>{t.phase_shows()}</legend>
                <div class="cluster">
                    <CheckBox name=field("private") label=t.is_private() value=phase.private />
                    <CheckBox name=field("names_hidden") label=t.hides_names() value=phase.names_hidden />
                </div>
            </fieldset>
            <div class="field-row">
                <Select name=field("vote") label=t.phase_vote() hint=t.phase_vote_hint() choices={coded::<VoteKind>()} value=phase.vote />
                <TextArea name=field("frames") label=t.phase_frames() hint=t.phase_frames_hint() value=phase.frames rows=2 />
            </div>
        </div>
    }
}
