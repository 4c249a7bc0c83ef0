//! The script in the form of a session: its phases one below the other, folded, to be moved,
//! inserted, copied and removed. Each button sends the form where there are no scripts: it
//! then comes back arranged, with all that was typed.

use std::collections::{BTreeMap, BTreeSet};

use domain::sessions::{PhaseDraft, phase_field};
use icondata_lu::LuPlus;
use leptos::prelude::*;

use super::script_row::Row;
use super::script_rows::{Change, Rows};
use super::text::SessionsText;
use crate::kit::{FormContext, Icon, focus_once_drawn};

/// The numbers of rows stay below this, whatever a form says.
const NUMBERS: usize = 1_000;

/// The rows of the form, and what is known of them.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub context: FormContext,
    pub rows: RwSignal<Rows>,
    /// What each row starts with.
    pub first: StoredValue<BTreeMap<usize, PhaseDraft>>,
    /// Rows that were not there when the form was sent.
    pub fresh: StoredValue<BTreeSet<usize>>,
    /// The row of which it is asked whether it is to go.
    pub asked: RwSignal<Option<usize>>,
    /// What was done last, for those who hear it.
    said: RwSignal<String>,
    /// The id of what the browser is to begin at, where it has no scripts.
    pub at: StoredValue<String>,
}

impl Form {
    fn new(context: FormContext, phases: Vec<PhaseDraft>, begun: usize) -> Self {
        let (rows, asked) = came_back(context, begun)
            .or_else(shown_before)
            .unwrap_or_else(|| (Rows::of(phases.len(), begun), None));
        let form = Self {
            context,
            rows: RwSignal::new(rows),
            first: StoredValue::new(phases.into_iter().enumerate().collect()),
            fresh: StoredValue::default(),
            asked: RwSignal::new(asked),
            said: RwSignal::default(),
            at: StoredValue::default(),
        };
        let wanted = context.typed("arrange");
        if let Some(change) = wanted.and_then(|code| Change::read(&code))
            && let Some((change, row)) = form.apply(change)
        {
            form.at.set_value(match change {
                Change::Insert(_) | Change::Copy(_) => summary_id(row),
                _ => form.next_id(change, row),
            });
        }
        form
    }

    /// What is typed in a row now.
    fn typed(self, row: usize) -> PhaseDraft {
        let text = |name| self.context.typed_now(&phase_field(row, name));
        PhaseDraft {
            title: text("title"),
            instructions: text("instructions"),
            notes: text("notes"),
            late: text("late"),
            late_waits: text("late_waits"),
            minutes: text("minutes"),
            write: text("write"),
            arrange: text("arrange"),
            group: text("group"),
            draw: text("draw"),
            private: text("private"),
            names_hidden: text("names_hidden"),
            vote: text("vote"),
            frames: text("frames"),
            cue: text("cue"),
            place: String::new(),
        }
    }

    /// Does it: what was done in the end, and the row to go on with.
    fn apply(self, change: Change) -> Option<(Change, usize)> {
        let typed = self.typed(change.row());
        let change = match change {
            // Nothing is lost: nobody needs to be asked.
            Change::Ask(row) if typed.is_empty() => Change::Remove(row),
            change => change,
        };
        let row = self.rows.try_update(|rows| rows.apply(change))??;
        if let Change::Insert(_) | Change::Copy(_) = change {
            let content = match change {
                Change::Copy(_) => typed.clone(),
                _ => PhaseDraft::default(),
            };
            self.first.update_value(|first| {
                first.insert(row, content);
            });
            self.fresh.update_value(|fresh| {
                fresh.insert(row);
            });
        }
        self.asked.set(match change {
            Change::Ask(row) => Some(row),
            _ => None,
        });
        self.said.set(self.words(change, row, &typed.title));
        Some((change, row))
    }

    /// What was done, in words.
    fn words(self, change: Change, row: usize, title: &str) -> String {
        let t = SessionsText::here();
        let (place, all) = self.rows.with_untracked(|rows| {
            let place = rows.place(row).map_or(0, |place| place.saturating_add(1));
            (place.to_string(), rows.order().len().to_string())
        });
        match change {
            Change::Up(_) | Change::Down(_) => t.phase_moved(&named(title), &place, &all),
            Change::Insert(_) => t.phase_inserted(&place, &all),
            Change::Copy(_) => t.phase_copied(&named(title), &place, &all),
            Change::Remove(_) => t.phase_removed(&named(title)),
            Change::Ask(_) | Change::Keep(_) => String::new(),
        }
    }

    /// The id of what one goes on with after a change.
    fn next_id(self, change: Change, row: usize) -> String {
        let allowed = |change| self.rows.with_untracked(|rows| rows.allows(change));
        match change {
            Change::Up(_) if !allowed(change) => button_id(Change::Down(row)),
            Change::Down(_) if !allowed(change) => button_id(Change::Up(row)),
            Change::Up(_) | Change::Down(_) => button_id(change),
            Change::Insert(_) | Change::Copy(_) => phase_field(row, "title"),
            Change::Ask(_) => button_id(Change::Keep(row)),
            Change::Keep(_) => button_id(Change::Ask(row)),
            Change::Remove(_) => summary_id(row),
        }
    }

    /// Does it in the browser, where the focus follows.
    pub fn change(self, change: Change) {
        let Some((change, row)) = self.apply(change) else {
            return;
        };
        focus_once_drawn(self.next_id(change, row));
    }
}

/// The rows of a form that came back, and the row of which something is asked: none yet.
fn came_back(context: FormContext, begun: usize) -> Option<(Rows, Option<usize>)> {
    let numbers = context.rows_typed("phases");
    let placed = numbers.into_iter().filter(|row| *row < NUMBERS).map(|row| {
        let told = context.typed(&context.input_name(&phase_field(row, "place")));
        let place = told.map_or(Some(row), |place| place.parse().ok());
        (row, place)
    });
    let rows = Rows::placed(&placed.collect::<Vec<_>>(), begun);
    (!rows.order().is_empty()).then_some((rows, None))
}

/// The rows as the server has shown them, for bringing its page to life.
#[cfg(feature = "hydrate")]
fn shown_before() -> Option<(Rows, Option<usize>)> {
    Owner::current_shared_context().filter(|shared| shared.during_hydration())?;
    let list = document().query_selector(".script-rows").ok().flatten()?;
    let read = |name| Rows::read(&list.get_attribute(name)?);
    let asked = list.get_attribute("data-asked");
    Some((
        read("data-rows")?,
        asked.and_then(|asked| asked.parse().ok()),
    ))
}

#[cfg(not(feature = "hydrate"))]
fn shown_before() -> Option<(Rows, Option<usize>)> {
    None
}

/// What a phase is called, or that it has no name.
pub(super) fn named(title: &str) -> String {
    match title.trim() {
        "" => SessionsText::here().unnamed_phase().to_owned(),
        title => title.to_owned(),
    }
}

pub(super) fn button_id(change: Change) -> String {
    format!("phase-{}", change.code())
}

pub(super) fn summary_id(row: usize) -> String {
    format!("phase-{row}")
}

/// The phases of a session's script.
#[component]
pub(super) fn Script(
    /// The phases that it has.
    phases: Vec<PhaseDraft>,
    /// How many of them have begun: these stay where they are.
    begun: usize,
    /// Whether all are folded at first; otherwise the first one is open.
    folded: bool,
) -> impl IntoView {
    let t = SessionsText::here();
    let form = Form::new(expect_context::<FormContext>(), phases, begun);
    let order = move || form.rows.with(|rows| rows.order().to_vec());
    let first = form.rows.with_untracked(|rows| rows.order().to_vec());
    Effect::new(move || {
        let arranged = form.rows.with(|rows| rows.order() != first);
        form.context.tell_arranged(arranged);
    });
    let removed = move || {
        let removed = form.rows.with(Rows::removed);
        let gone = removed.into_iter().map(|row| {
            let name = form.context.input_name(&phase_field(row, "place"));
            // The numbers of the others stay what they are.
            view! { <input type="hidden" name=name value="" /> }
        });
        gone.collect_view()
    };
    let last = move || form.rows.with(|rows| rows.order().last().copied());
    let add = move || Change::Insert(last().unwrap_or_default());
    let full = move || form.rows.with(|rows| !rows.allows(add()));
    view! {
        // What Enter in a field presses: the buttons of the phases stand before the form's own.
        <button type="submit" hidden=true>{t.save_with_enter()}</button>
        <h2>{t.script()}</h2>
        <p class="hint">{t.script_hint()}</p>
        <p class="visually-hidden" role="status">{move || form.said.get()}</p>
        <ol
            class="script-rows"
            data-rows=move || form.rows.with(Rows::written)
            data-asked=move || form.asked.get().map(|row| row.to_string())
        >
            <For each=order key=|row| *row let(row)>
                <Row form=form row=row open=!folded && row == 0 />
            </For>
        </ol>
        {removed}
        <p>
            <button
                type="submit"
                name="arrange"
                value=move || add().code()
                class="button"
                disabled=full
                on:click=move |event| {
                    event.prevent_default();
                    form.change(add());
                }
            >
                <Icon icon=LuPlus />
                {t.add_phase()}
            </button>
        </p>
    }
}
