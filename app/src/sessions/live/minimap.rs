//! The whole board in a corner of the canvas, with the part that shows: a press there goes
//! there, and keys move it.

use std::collections::BTreeMap;
use std::time::Duration;

use board::geometry::Rect;
use board::lines::shown_in;
use board::record::{Content, Kind};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::area::Area;
use super::camera::Camera;
use super::canvas::Stage;
use super::focus;
use super::keys::{ZOOM, direction};
use super::text::BoardText;
use super::theme::Theme;
use super::toolbar::percent;

/// Width and height, in pixels of the page.
const SIZE: (f64, f64) = (168.0, 112.0);
/// The shortest time between two drawings: a map need not move with each pointer.
const APART: Duration = Duration::from_millis(250);

/// How much of what is seen an arrow moves by; with shift, all of it.
const STEP: (f64, f64) = (0.25, 1.0);

/// What the map shows, from the back to the front.
const LAYERS: [Kind; 3] = [Kind::Frame, Kind::Image, Kind::Note];

/// How the board lies on the map: its corner at the left and the top, and pixels for one
/// board unit.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Scale {
    left: f64,
    top: f64,
    pixels: f64,
}

impl Scale {
    /// The whole of an area in the middle of the map.
    fn of(all: Area) -> Self {
        let pixels = (SIZE.0 / all.width).min(SIZE.1 / all.height);
        Self {
            left: all.x - (SIZE.0 / pixels - all.width) / 2.0,
            top: all.y - (SIZE.1 / pixels - all.height) / 2.0,
            pixels,
        }
    }

    fn on_map(self, area: Area) -> Area {
        Area {
            x: (area.x - self.left) * self.pixels,
            y: (area.y - self.top) * self.pixels,
            width: (area.width * self.pixels).max(1.0),
            height: (area.height * self.pixels).max(1.0),
        }
    }

    fn on_board(self, x: f64, y: f64) -> (f64, f64) {
        (self.left + x / self.pixels, self.top + y / self.pixels)
    }
}

/// What lies on the board together with what is seen of it.
fn extent(stage: Stage) -> Area {
    let seen = seen(stage);
    let all = stage.board.with_index(|document, _| {
        let records = document.records();
        let bounds = records.filter_map(|(_, record)| shown_in(document, record));
        bounds.fold(seen, |all, one| all.union(&one))
    });
    Area::from_rect(&all).grown(40.0)
}

fn seen(stage: Stage) -> Rect {
    let size = stage.size.get_untracked();
    stage.camera.get_untracked().visible(size)
}

/// What a key does on the map to the part that is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Aim {
    /// Moves it by so many times its width and height.
    By(f64, f64),
    /// Shows the board so much larger.
    Zoom(f64),
    /// Shows everything.
    All,
}

impl Aim {
    /// What a key stands for.
    fn of(key: &str, shift: bool) -> Option<Self> {
        let step = if shift { STEP.1 } else { STEP.0 };
        match key {
            "+" | "=" => Some(Self::Zoom(ZOOM)),
            "-" => Some(Self::Zoom(1.0 / ZOOM)),
            "Home" | "0" => Some(Self::All),
            _ => {
                let (x, y) = direction(key)?;
                Some(Self::By(f64::from(x) * step, f64::from(y) * step))
            }
        }
    }

    fn take(self, stage: Stage) {
        match self {
            Self::By(x, y) => stage.camera.update(|camera| {
                *camera = moved(*camera, stage.size.get_untracked(), (x, y));
            }),
            Self::Zoom(factor) => stage.zoom(factor),
            Self::All => stage.fit(),
        }
    }
}

/// A camera moved by so many times the width and height of what it shows.
fn moved(camera: Camera, (width, height): (f64, f64), (x, y): (f64, f64)) -> Camera {
    camera.panned(-x * width, -y * height)
}

/// How much is seen now, and how large, in words.
fn said(t: BoardText, stage: Stage) -> String {
    let seen = seen(stage);
    let count = stage.board.with_index(|_, index| index.within(&seen).len());
    let count = t.in_view(i128::try_from(count).unwrap_or(i128::MAX));
    let scale = t.scale(percent(stage.camera.get_untracked().scale));
    t.with_value(&count, &scale)
}

/// The map.
#[component]
pub(super) fn Minimap(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let canvas = NodeRef::<html::Canvas>::new();
    let theme = StoredValue::new_local(Theme::default());
    let due = StoredValue::new(false);
    let draw = move || {
        let _ = due.try_set_value(false);
        if let Some(canvas) = canvas.try_get_untracked().flatten() {
            let _ = theme.try_update_value(|theme| draw(stage, &canvas, theme));
        }
    };
    Effect::new(move || {
        stage.board.follow();
        stage.camera.track();
        stage.size.track();
        stage.recoloured.track();
        let ready = canvas.get().is_some();
        if ready && !due.get_value() {
            due.set_value(true);
            let _ = set_timeout_with_handle(draw, APART);
        }
    });
    let go = move |event: PointerEvent| {
        if event.buttons() & 1 == 0 {
            return;
        }
        let scale = Scale::of(extent(stage));
        let (x, y) = scale.on_board(f64::from(event.offset_x()), f64::from(event.offset_y()));
        let (width, height) = stage.size.get_untracked();
        stage.camera.update(|camera| {
            camera.left = x - width / camera.scale / 2.0;
            camera.top = y - height / camera.scale / 2.0;
        });
    };
    // Told of what keys do alone: hands see it.
    let told = RwSignal::new(String::new());
    let key = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = event.key();
        if key == "Escape" {
            focus::back(stage);
        } else if let Some(aim) = Aim::of(&key, event.shift_key()) {
            aim.take(stage);
            told.set(said(t, stage));
        } else {
            return;
        }
        event.prevent_default();
    };
    view! {
        <div class="board-map">
            <canvas
                node_ref=canvas
                tabindex="0"
                role="application"
                aria-label=t.map()
                aria-describedby="board-map-keys"
                width=SIZE.0.to_string()
                height=SIZE.1.to_string()
                on:pointerdown=go
                on:pointermove=go
                on:keydown=key
            ></canvas>
            <p id="board-map-keys" class="visually-hidden">{t.key_map()}</p>
            <p id="board-map-said" class="visually-hidden" role="status">{told}</p>
        </div>
    }
}

fn draw(stage: Stage, canvas: &HtmlCanvasElement, theme: &mut Theme) {
    let context = canvas.get_context("2d").ok().flatten();
    let context = context.and_then(|context| context.dyn_into().ok());
    let Some(context): Option<CanvasRenderingContext2d> = context else {
        return;
    };
    theme.follow(canvas);
    let scale = Scale::of(extent(stage));
    context.set_fill_style_str(&theme.sunken);
    context.fill_rect(0.0, 0.0, SIZE.0, SIZE.1);
    stage.board.with_index(|document, _| {
        // By colour, so that the canvas is given each once: that takes longer than drawing.
        let mut areas = BTreeMap::<(usize, &str), Vec<Area>>::new();
        for (_, record) in document.records() {
            let kind = record.shape.kind();
            let Some(layer) = LAYERS.iter().position(|shown| *shown == kind) else {
                continue;
            };
            let colour = match &record.shape.content {
                Content::Note(note) => theme.paper(note.colour),
                _ => &theme.surface,
            };
            let of_colour = areas.entry((layer, colour)).or_default();
            of_colour.push(scale.on_map(Area::of(record)));
        }
        for ((_, colour), areas) in areas {
            context.set_fill_style_str(colour);
            for area in areas {
                context.fill_rect(area.x, area.y, area.width, area.height);
            }
        }
    });
    let seen = scale.on_map(Area::from_rect(&seen(stage)));
    context.set_stroke_style_str(&theme.accent);
    context.set_line_width(2.0);
    context.stroke_rect(seen.x, seen.y, seen.width, seen.height);
}

#[cfg(test)]
mod tests {
    use board::geometry::{Point, Size};

    use super::*;

    #[test]
    fn keys_move_what_is_seen_by_a_part_of_it_or_all() {
        let screen = (800.0, 600.0);
        let camera = Camera::default().zoomed(0.5, (0.0, 0.0));
        let seen = camera.visible(screen);
        let after = |key: &str, shift: bool| match Aim::of(key, shift) {
            Some(Aim::By(x, y)) => moved(camera, screen, (x, y)).visible(screen).origin,
            other => panic!("{key}: {other:?}"),
        };
        let (left, top) = (seen.origin.x, seen.origin.y);
        assert_eq!(after("ArrowRight", false), Point::new(left + 400, top));
        assert_eq!(after("ArrowUp", false), Point::new(left, top - 300));
        assert_eq!(after("ArrowLeft", true), Point::new(left - 1_600, top));
        assert_eq!(after("ArrowDown", true), Point::new(left, top + 1_200));
        assert_eq!(Aim::of("Home", false), Some(Aim::All));
        assert_eq!(Aim::of("+", true), Some(Aim::Zoom(ZOOM)));
        assert_eq!(Aim::of("n", false), None);
    }

    #[test]
    fn the_whole_lies_in_the_middle_and_a_press_finds_its_place() {
        let all = Area::from_rect(&Rect::new(Point::new(-100, 50), Size::new(1_680, 560)));
        let scale = Scale::of(all);
        let map = scale.on_map(all);
        assert!((map.x, map.width) == (0.0, SIZE.0));
        assert!((map.y - (SIZE.1 - map.height) / 2.0).abs() < 1e-9);
        let (x, y) = scale.on_board(SIZE.0 / 2.0, SIZE.1 / 2.0);
        assert!((x - 740.0).abs() < 1e-9 && (y - 330.0).abs() < 1e-9);
    }
}
