//! A sheet in the outline on which one draws freehand: a small part of the board under the pen
//! of the canvas, which finger, mouse, keys and buttons move.

use board::actions;
use board::geometry::{Point, Rect, Size};
use icondata_lu::{
    LuArrowDown, LuArrowDownLeft, LuArrowDownRight, LuArrowLeft, LuArrowRight, LuArrowUp,
    LuArrowUpLeft, LuArrowUpRight,
};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::camera::Camera;
use super::canvas::{Canvas, Stage};
use super::controls::Act;
use super::key_pen::{self, KeyPen, PenSaid};
use super::keys::ZOOM;
use super::placing::{STEPS, StepField};
use super::targets::selected_bounds;
use super::text::BoardText;

/// How much of the board a sheet shows where nothing is selected, in board units.
const SHEET: Size = Size::new(480, 320);
/// What shows around what is selected, in board units.
const AROUND: i32 = 40;

/// Shows what is selected, to be drawn over or around; else where there is room.
pub(super) fn aim(pad: Stage) {
    let part = selected_bounds(pad).map_or_else(
        || {
            let board = pad.board;
            let middle = board.with_index(|document, _| actions::free_middle(document, SHEET));
            sheet_around(middle)
        },
        |selected| selected.grown(AROUND),
    );
    let screen = pad.size.get_untracked();
    pad.camera.set(Camera::fitting(part, screen));
}

fn sheet_around(middle: Point) -> Rect {
    let corner = Point::new(
        middle.x.saturating_sub_unsigned(SHEET.width / 2),
        middle.y.saturating_sub_unsigned(SHEET.height / 2),
    );
    Rect::new(corner, SHEET)
}

/// Does what a key stands for on the sheet; whether it stands for anything.
pub(super) fn pressed(pad: Stage, event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return false;
    }
    if key_pen::pressed(pad, event) {
        return true;
    }
    match event.key().as_str() {
        "+" | "=" => pad.zoom(ZOOM),
        "-" => pad.zoom(1.0 / ZOOM),
        "0" => pad.fit(),
        _ => return false,
    }
    true
}

/// The sheet with the pen's buttons, until it is closed. What is being drawn then is kept.
#[component]
pub(super) fn DrawingPad(stage: Stage, drawing: RwSignal<bool>) -> impl IntoView {
    let t = BoardText::here();
    let pad = stage.pad();
    Effect::new(move || {
        // The canvas is in the page by then.
        request_animation_frame(move || pad.focus());
    });
    on_cleanup(move || key_pen::put_away(pad));
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.stop_propagation();
            drawing.set(false);
        }
    };
    let step = RwSignal::new(STEPS[0]);
    let go = move |x: i32, y: i32| key_pen::go(pad, (x, y), step.get_untracked());
    let is_down = Memo::new(move |_| pad.pen.with(KeyPen::is_down));
    view! {
        <section class="board-pad card stack" data-gap="small" aria-label=t.tool_pen() on:keydown=key>
            <p class="hint">{t.pad_hint()}</p>
            <div class="board-pad-sheet">
                <Canvas stage=pad />
            </div>
            <PenSaid stage=pad />
            <div class="board-pad-pen" role="group" aria-label=t.pen()>
                <Act icon=LuArrowUpLeft name=t.up_left() act=move || go(-1, -1) />
                <Act icon=LuArrowUp name=t.further_up() act=move || go(0, -1) />
                <Act icon=LuArrowUpRight name=t.up_right() act=move || go(1, -1) />
                <Act icon=LuArrowLeft name=t.to_the_left() act=move || go(-1, 0) />
                <button type="button" on:click=move |_| key_pen::press(pad)>
                    {move || if is_down.get() { t.lift_pen() } else { t.put_pen_down() }}
                </button>
                <Act icon=LuArrowRight name=t.to_the_right() act=move || go(1, 0) />
                <Act icon=LuArrowDownLeft name=t.down_left() act=move || go(-1, 1) />
                <Act icon=LuArrowDown name=t.further_down() act=move || go(0, 1) />
                <Act icon=LuArrowDownRight name=t.down_right() act=move || go(1, 1) />
            </div>
            <StepField id="pad-step" step=step />
            <div class="cluster">
                <button
                    type="button"
                    class="button"
                    disabled=move || !is_down.get()
                    on:click=move |_| {
                        key_pen::give_up(pad);
                    }
                >
                    {t.give_line_up()}
                </button>
                <button type="button" class="button" on:click=move |_| drawing.set(false)>
                    {t.close()}
                </button>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pen_begins_in_the_middle_of_the_sheet() {
        let middle = Point::new(-40, 700);
        let sheet = sheet_around(middle);
        let screen = (320.0, 240.0);
        let camera = Camera::fitting(sheet, screen);
        assert_eq!(camera.to_board(screen.0 / 2.0, screen.1 / 2.0), middle);
        let seen = camera.visible(screen);
        assert_eq!(seen.union(&sheet), seen);
    }
}
