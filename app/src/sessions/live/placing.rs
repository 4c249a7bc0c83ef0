//! Placing what is selected without a pointer: by numbers, or by steps. Both views have it.

use board::actions;
use board::geometry::Point;
use board::limits::MAX_COORDINATE;
use domain::problems::Problem;
use icondata_lu::{LuArrowDown, LuArrowLeft, LuArrowRight, LuArrowUp, LuCircleAlert};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use super::canvas::Stage;
use super::controls::{Act, Menu};
use super::deeds;
use super::keys::STEP;
use super::selection::said;
use super::text::BoardText;
use crate::kit::{Icon, problem_text};
use crate::preferences::locale;

/// How far one press moves what is selected, in board units: as the arrows do on the canvas,
/// without and with shift, or past the next note.
const STEPS: [i32; 3] = [STEP.0, STEP.1, 180];

/// Where what is selected lies, and where it is to lie.
#[component]
pub(super) fn PlaceMenu(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let items = move || view! { <PlaceForm stage=stage /> };
    view! { <Menu name=t.place_at() stays=true items=items /> }
}

#[component]
fn PlaceForm(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let fields = [Coordinate::new(), Coordinate::new()];
    let [across, down] = fields;
    let now = move || {
        let selection = board.selection.get_untracked();
        board.with_index(|document, _| actions::placed(document, &selection))
    };
    let fill = move || {
        if let Some(placed) = now() {
            across.fill(placed.at.x);
            down.fill(placed.at.y);
        }
    };
    // What is being typed stays, whatever others move meanwhile.
    Effect::new(move || {
        board.selection.track();
        fill();
    });
    let told = move || {
        let selection = board.selection.read();
        board.with(|document| {
            let placed = actions::placed(document, &selection)?;
            let holder = placed.within.and_then(|within| document.live(within));
            let holder = holder.map(|holder| said(t, holder.shape.kind(), &holder.shape.text));
            let Point { x, y } = placed.at;
            Some(match holder {
                Some(holder) => t.lies_in(x, y, &holder),
                None => t.lies_at(x, y),
            })
        })
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let [Some(x), Some(y)] = fields.map(Coordinate::read) else {
            if let Some(wrong) = fields.into_iter().find(|field| field.is_wrong()) {
                wrong.focus();
            }
            return;
        };
        if let Some(placed) = now() {
            deeds::with_selection(stage, |document, selection| {
                actions::place_at(document, selection, placed.within, Point::new(x, y))
            });
            fill();
        }
    };
    let step = RwSignal::new(STEPS[0]);
    let go = move |x: i32, y: i32| {
        let step = step.get_untracked();
        let by = Point::new(x.saturating_mul(step), y.saturating_mul(step));
        deeds::with_selection(stage, |document, selection| {
            actions::move_by(document, selection, by)
        });
        fill();
    };
    let steps = STEPS
        .map(|step| view! { <option value=step.to_string()>{t.units(i128::from(step))}</option> })
        .collect_view();
    view! {
        <form class="board-placing stack" data-gap="small" novalidate=true on:submit=submit>
            <p class="meta" role="status">{told}</p>
            <CoordinateField id="place-across" label=t.place_across() field=across />
            <CoordinateField id="place-down" label=t.place_down() field=down />
            <button type="submit" class="button">{t.place_here()}</button>
            <div class="field">
                <label for="place-step">{t.place_step()}</label>
                <select
                    id="place-step"
                    on:change:target=move |event| {
                        step.set(event.target().value().parse().unwrap_or(STEPS[0]));
                    }
                >
                    {steps}
                </select>
            </div>
            <div class="cluster" role="group" aria-label=t.place_by_steps()>
                <Act icon=LuArrowLeft name=t.to_the_left() act=move || go(-1, 0) />
                <Act icon=LuArrowRight name=t.to_the_right() act=move || go(1, 0) />
                <Act icon=LuArrowUp name=t.further_up() act=move || go(0, -1) />
                <Act icon=LuArrowDown name=t.further_down() act=move || go(0, 1) />
            </div>
        </form>
    }
}

/// A coordinate as it is typed.
#[derive(Clone, Copy)]
struct Coordinate {
    typed: RwSignal<String>,
    problem: RwSignal<Option<Problem>>,
    input: NodeRef<html::Input>,
}

impl Coordinate {
    fn new() -> Self {
        Self {
            typed: RwSignal::default(),
            problem: RwSignal::new(None),
            input: NodeRef::new(),
        }
    }

    fn fill(self, value: i32) {
        self.typed.set(value.to_string());
        self.problem.set(None);
    }

    /// What was typed, if it can be taken; else what is wrong shows.
    fn read(self) -> Option<i32> {
        let read = coordinate(&self.typed.read_untracked());
        self.problem.set(read.as_ref().err().cloned());
        read.ok()
    }

    fn is_wrong(self) -> bool {
        self.problem.read_untracked().is_some()
    }

    fn focus(self) {
        if let Some(input) = self.input.get_untracked() {
            let _ = input.focus();
        }
    }
}

#[component]
fn CoordinateField(id: &'static str, label: &'static str, field: Coordinate) -> impl IntoView {
    let problem_id = format!("{id}-problem");
    let described = problem_id.clone();
    let is_wrong = move || field.problem.read().is_some();
    let problem = move || {
        field.problem.get().map(|problem| {
            view! {
                <p class="problem" id=problem_id.clone()>
                    <Icon icon=LuCircleAlert /> {problem_text(locale(), &problem)}
                </p>
            }
        })
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            // Not of numbers: such a field gives nothing while a sign stands there alone.
            <input
                id=id
                node_ref=field.input
                type="text"
                aria-invalid=move || is_wrong().then_some("true")
                aria-describedby=move || is_wrong().then(|| described.clone())
                prop:value=move || field.typed.get()
                on:input:target=move |event| field.typed.set(event.target().value())
            />
            {problem}
        </div>
    }
}

fn coordinate(typed: &str) -> Result<i32, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    let number = typed.parse().ok();
    number
        .filter(|number: &i32| number.unsigned_abs() <= MAX_COORDINATE.unsigned_abs())
        .ok_or(Problem::OutOfRange {
            min: (-MAX_COORDINATE).into(),
            max: MAX_COORDINATE.into(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coordinate_is_a_whole_number_on_the_board() {
        assert_eq!(coordinate(" -40 "), Ok(-40));
        assert_eq!(coordinate("1000000"), Ok(MAX_COORDINATE));
        assert_eq!(coordinate(""), Err(Problem::Missing));
        for wrong in ["1000001", "-99999999999", "1,5", "ici"] {
            assert!(matches!(coordinate(wrong), Err(Problem::OutOfRange { .. })));
        }
    }
}
