//! Placing and sizing what is selected without a pointer: by numbers, or by steps. Both views
//! have it.

use board::actions;
use board::geometry::{Point, Size};
use board::limits::{MAX_COORDINATE, MAX_SIZE};
use board::rules::Right;
use domain::problems::Problem;
use icondata_lu::{LuArrowDown, LuArrowLeft, LuArrowRight, LuArrowUp, LuCircleAlert};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use super::canvas::Stage;
use super::controls::{Act, Menu};
use super::deeds;
use super::keys::STEP;
use super::leave::{Leave, refused};
use super::selection::said;
use super::text::BoardText;
use crate::kit::{Icon, problem_text};
use crate::preferences::locale;

/// How far one press moves what is selected, in board units: as the arrows do on the canvas,
/// without and with shift, or past the next note.
pub(super) const STEPS: [i32; 3] = [STEP.0, STEP.1, 180];

/// Where what is selected lies, and where it is to lie; of one, how large it is to be.
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
    let place = [Number::coordinate(), Number::coordinate()];
    let size = [Number::length(), Number::length()];
    let now = move || {
        let selection = board.selection.get_untracked();
        board.with_index(|document, _| actions::placed(document, &selection))
    };
    let fill = move || {
        let selection = board.selection.get_untracked();
        let sized = board.with_index(|document, _| actions::sized(document, &selection));
        if let Some((_, now)) = sized {
            fill_with(size, [now.width, now.height].map(i64::from));
        }
        if let Some(placed) = now() {
            fill_with(place, [placed.at.x, placed.at.y].map(i64::from));
        }
    };
    let is_sized = Memo::new(move |_| {
        let selection = board.selection.read();
        board.with(|document| actions::sized(document, &selection).is_some())
    });
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
    let leave = Leave::of(board, &[Right::Arrange]).and(Leave::to_do(board, move |document| {
        actions::move_by(document, &board.selection.read(), Point::new(1, 0))
    }));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !leave.or_tell() {
            return;
        }
        let sized = is_sized.get_untracked();
        let asked = place.into_iter().chain(size.into_iter().filter(|_| sized));
        let read: Vec<Option<i32>> = asked.clone().map(Number::read).collect();
        if let Some(wrong) = asked.into_iter().find(|field| field.is_wrong()) {
            wrong.focus();
            return;
        }
        let (Some(placed), [Some(x), Some(y), lengths @ ..]) = (now(), read.as_slice()) else {
            return;
        };
        let size = match lengths {
            [Some(width), Some(height)] => {
                Some(Size::new(width.unsigned_abs(), height.unsigned_abs()))
            }
            _ => None,
        };
        let selection = board.selection.get_untracked();
        let at = Point::new(*x, *y);
        // One after the other, and taken back as one: what is pinned on a picture goes with it
        // there, and then as far as that grows.
        let mut begun = false;
        let done = board.go_on(&mut begun, |document| {
            actions::place_at(document, &selection, placed.within, at)
        });
        if let (true, Some(size)) = (done, size) {
            board.go_on(&mut begun, |document| {
                let now = actions::sized(document, &selection);
                now.map_or_else(Vec::new, |(_, now)| {
                    actions::resize_by(document, &selection, apart(now, size))
                })
            });
        }
        // Where the proportions are kept, both sides are others than were typed.
        fill();
    };
    let step = RwSignal::new(STEPS[0]);
    let go = move |x: i32, y: i32| {
        let step = step.get_untracked();
        let by = Point::new(x.saturating_mul(step), y.saturating_mul(step));
        deeds::with_selection(stage, |document, selection| {
            actions::carry_by(document, selection, by)
        });
        fill();
    };
    let [across, down] = place;
    let [width, height] = size;
    view! {
        <form class="board-placing stack" data-gap="small" novalidate=true on:submit=submit>
            <p class="meta" role="status">{told}</p>
            <NumberField id="place-across" label=t.place_across() field=across />
            <NumberField id="place-down" label=t.place_down() field=down />
            <div class="stack" data-gap="small" hidden=move || !is_sized.get()>
                <NumberField id="place-width" label=t.width() field=width />
                <NumberField id="place-height" label=t.height() field=height />
            </div>
            <button
                type="submit"
                class="button"
                title=move || leave.why_not()
                aria-disabled=move || refused(Some(leave))
            >
                {t.place_here()}
            </button>
            <StepField id="place-step" step=step />
            <div class="cluster" role="group" aria-label=t.place_by_steps()>
                <Act icon=LuArrowLeft name=t.to_the_left() leave=leave act=move || go(-1, 0) />
                <Act icon=LuArrowRight name=t.to_the_right() leave=leave act=move || go(1, 0) />
                <Act icon=LuArrowUp name=t.further_up() leave=leave act=move || go(0, -1) />
                <Act icon=LuArrowDown name=t.further_down() leave=leave act=move || go(0, 1) />
            </div>
        </form>
    }
}

/// By how much one size is wider and higher than another.
fn apart(from: Size, to: Size) -> Point {
    let along = |from: u32, to: u32| {
        let by = i64::from(to).saturating_sub(from.into());
        i32::try_from(by).unwrap_or_default()
    };
    Point::new(along(from.width, to.width), along(from.height, to.height))
}

/// How far one press goes.
#[component]
pub(super) fn StepField(id: &'static str, step: RwSignal<i32>) -> impl IntoView {
    let t = BoardText::here();
    let steps = STEPS
        .map(|step| view! { <option value=step.to_string()>{t.units(i128::from(step))}</option> })
        .collect_view();
    view! {
        <div class="field">
            <label for=id>{t.place_step()}</label>
            <select
                id=id
                on:change:target=move |event| {
                    step.set(event.target().value().parse().unwrap_or(STEPS[0]));
                }
            >
                {steps}
            </select>
        </div>
    }
}

/// A number as it is typed.
#[derive(Clone, Copy)]
struct Number {
    least: i32,
    most: i32,
    typed: RwSignal<String>,
    problem: RwSignal<Option<Problem>>,
    input: NodeRef<html::Input>,
}

/// Writes numbers into their fields.
fn fill_with(fields: [Number; 2], values: [i64; 2]) {
    for (field, value) in fields.into_iter().zip(values) {
        field.typed.set(value.to_string());
        field.problem.set(None);
    }
}

impl Number {
    fn between(least: i32, most: i32) -> Self {
        Self {
            least,
            most,
            typed: RwSignal::default(),
            problem: RwSignal::new(None),
            input: NodeRef::new(),
        }
    }

    fn coordinate() -> Self {
        Self::between(-MAX_COORDINATE, MAX_COORDINATE)
    }

    fn length() -> Self {
        let whole = |length: u32| i32::try_from(length).unwrap_or(i32::MAX);
        Self::between(whole(actions::SMALLEST), whole(MAX_SIZE))
    }

    /// What was typed, if it can be taken; else what is wrong shows.
    fn read(self) -> Option<i32> {
        let read = number(&self.typed.read_untracked(), self.least, self.most);
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
fn NumberField(id: &'static str, label: &'static str, field: Number) -> impl IntoView {
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

fn number(typed: &str, least: i32, most: i32) -> Result<i32, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    let number = typed.parse().ok();
    number
        .filter(|number| (least..=most).contains(number))
        .ok_or(Problem::OutOfRange {
            min: least.into(),
            max: most.into(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_apart_from_another_by_what_makes_it_of_it() {
        let (small, large) = (Size::new(40, 90), Size::new(160, 60));
        assert_eq!(apart(small, large), Point::new(120, -30));
        assert_eq!(apart(large, small), Point::new(-120, 30));
    }

    #[test]
    fn a_number_is_whole_and_within_its_limits() {
        let coordinate = |typed: &str| number(typed, -MAX_COORDINATE, MAX_COORDINATE);
        assert_eq!(coordinate(" -40 "), Ok(-40));
        assert_eq!(coordinate("1000000"), Ok(MAX_COORDINATE));
        assert_eq!(coordinate(""), Err(Problem::Missing));
        for wrong in ["1000001", "-99999999999", "1,5", "ici"] {
            assert!(matches!(coordinate(wrong), Err(Problem::OutOfRange { .. })));
        }
        assert_eq!(number("40", 40, 900), Ok(40));
        for wrong in ["39", "-40", "901"] {
            let refused = Problem::OutOfRange { min: 40, max: 900 };
            assert_eq!(number(wrong, 40, 900), Err(refused));
        }
    }
}
