//! The board as a drawing: what is seen, and what pointer, fingers and keys do to it.

use board::record::NoteType;
use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ResizeObserver};

use super::camera::Camera;
use super::draw::{Overlay, Painter};
use super::editor::Editor;
use super::engine::Board;
use super::gestures::{Gestures, Hand, Press};
use super::keys;
use super::people::pointers;
use super::pictures::{pictures_in, put};
use super::text::BoardText;
use super::tools::Tool;

/// How much one notch of a wheel enlarges.
const WHEEL: f64 = 0.0015;

/// What is smaller than this is brought nearer to be written, in pixels for one board unit.
const READABLE: f64 = 0.6;

/// What the canvas shows and what the pointer does there; shared with the toolbar.
#[derive(Clone, Copy)]
pub(super) struct Stage {
    /// The board.
    pub board: Board,
    /// What the pointer does.
    pub tool: RwSignal<Tool>,
    /// Which part of the board shows.
    pub camera: RwSignal<Camera>,
    /// Width and height of the canvas, in pixels of the page.
    pub size: RwSignal<(f64, f64)>,
    /// What is being done with pointer or fingers.
    pub gestures: RwSignal<Gestures>,
    /// The camera has been set, by hand or to show all.
    aimed: StoredValue<bool>,
    /// Colour and label of the notes that are put down.
    pub note_type: RwSignal<NoteType>,
    /// For many eyes: nothing shows that only the reader may see.
    pub for_all: bool,
}

impl Stage {
    pub(super) fn new(board: Board) -> Self {
        Self {
            board,
            tool: RwSignal::default(),
            camera: RwSignal::default(),
            size: RwSignal::new((0.0, 0.0)),
            gestures: RwSignal::default(),
            aimed: StoredValue::new(false),
            note_type: RwSignal::default(),
            for_all: false,
        }
    }

    /// The same for many eyes.
    pub(super) fn for_all(self) -> Self {
        Self {
            for_all: true,
            ..self
        }
    }

    /// Shows everything on the board.
    pub(super) fn fit(self) {
        let all = self.board.with_index(|document, _| {
            let bounds = document.records().map(|(_, record)| record.bounds());
            bounds.reduce(|all, one| all.union(&one))
        });
        if let Some(all) = all {
            self.camera
                .set(Camera::fitting(all, self.size.get_untracked()));
        }
    }

    /// Larger or smaller, around the middle.
    pub(super) fn zoom(self, factor: f64) {
        let (width, height) = self.size.get_untracked();
        self.camera
            .update(|camera| *camera = camera.zoomed(factor, (width / 2.0, height / 2.0)));
    }

    /// Brings a record so near that what is written in it can be read.
    fn approach(self, id: board::ids::RecordId) {
        let bounds = self
            .board
            .with_index(|document, _| document.live(id).map(board::record::Record::bounds));
        let far = self.camera.get_untracked().scale < READABLE;
        match bounds {
            Some(bounds) if far => {
                let screen = self.size.get_untracked();
                self.camera.set(Camera::fitting(bounds, screen));
            }
            _ => self.show(id),
        }
    }

    /// Brings a record into view.
    pub(super) fn show(self, id: board::ids::RecordId) {
        let bounds = self
            .board
            .with_index(|document, _| document.live(id).map(board::record::Record::bounds));
        if let Some(bounds) = bounds {
            let screen = self.size.get_untracked();
            self.camera
                .update(|camera| *camera = camera.showing(bounds, screen));
        }
    }
}

/// The canvas with what lies above it.
#[component]
pub(super) fn Canvas(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let canvas = NodeRef::<html::Canvas>::new();
    let painter = StoredValue::new_local(None::<Painter>);
    Effect::new(move || {
        let Some(canvas) = canvas.get() else {
            return;
        };
        let context = canvas.get_context("2d").ok().flatten();
        let context = context.and_then(|context| context.dyn_into().ok());
        let context: Option<CanvasRenderingContext2d> = context;
        let pictures = stage.board.pictures;
        painter.set_value(context.map(|context| Painter::new(context, pictures)));
        follow_size(&canvas, stage.size);
    });
    follow_drawing(stage, canvas, painter);
    // The first look at a board shows all of it.
    Effect::new(move || {
        stage.board.follow();
        let ready =
            stage.size.get().0 > 0.0 && stage.board.with_index(|document, _| !document.is_empty());
        if ready && !stage.aimed.get_value() {
            stage.aimed.set_value(true);
            stage.fit();
        }
    });
    Effect::new(move || {
        if let Some(id) = stage.board.editing.get() {
            stage.approach(id);
        }
    });
    let hand = move |event: &PointerEvent| Hand {
        id: event.pointer_id(),
        x: f64::from(event.offset_x()),
        y: f64::from(event.offset_y()),
        touch: event.pointer_type() == "touch",
        press: Press {
            more: event.shift_key() || event.ctrl_key() || event.meta_key(),
            pan: event.button() == 1,
        },
    };
    let down = move |event: PointerEvent| {
        if event.button() == 2 {
            return;
        }
        if let Some(canvas) = canvas.get_untracked() {
            let _ = canvas.set_pointer_capture(event.pointer_id());
            let _ = canvas.focus();
        }
        stage.board.editing.set(None);
        Gestures::down(stage, hand(&event));
        event.prevent_default();
    };
    let wheel = move |event: WheelEvent| {
        event.prevent_default();
        let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        stage.camera.update(|camera| {
            *camera = if event.ctrl_key() || event.meta_key() {
                camera.zoomed((-event.delta_y() * WHEEL * 4.0).exp(), at)
            } else if event.shift_key() {
                camera.panned(-event.delta_y(), 0.0)
            } else {
                camera.panned(-event.delta_x(), -event.delta_y())
            };
        });
    };
    let open = move |event: MouseEvent| {
        let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        Gestures::open(stage, at);
    };
    let key = move |event: KeyboardEvent| {
        if keys::pressed(stage, &event) {
            event.prevent_default();
        }
    };
    view! {
        <div class="board-stage" data-tool=move || stage.tool.get().code()>
            <canvas
                node_ref=canvas
                tabindex="0"
                role="application"
                aria-label=t.canvas()
                aria-describedby="board-keys board-said"
                on:pointerdown=down
                on:pointermove=move |event| Gestures::moved(stage, hand(&event))
                on:pointerup=move |event| Gestures::up(stage, hand(&event))
                on:pointercancel=move |event| Gestures::cancelled(stage, event.pointer_id())
                on:pointerleave=move |_| stage.board.appear(|seen| seen.cursor = None)
                on:dblclick=open
                on:wheel=wheel
                on:keydown=key
                on:dragover=move |event| event.prevent_default()
                on:drop=move |event| {
                    event.prevent_default();
                    let files = event.data_transfer().and_then(|data| data.files());
                    let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
                    let at = stage.camera.get_untracked().to_board(at.0, at.1);
                    put(stage.board, &pictures_in(files), at);
                }
            ></canvas>
            <p id="board-keys" class="visually-hidden">{t.canvas_keys()}</p>
            <Editor stage=stage />
        </div>
    }
}

/// Draws anew whenever what is seen changed, once for each frame of the screen.
fn follow_drawing(
    stage: Stage,
    canvas: NodeRef<html::Canvas>,
    painter: StoredValue<Option<Painter>, LocalStorage>,
) {
    let asked = StoredValue::new(false);
    Effect::new(move || {
        stage.board.follow();
        stage.camera.track();
        stage.size.track();
        stage.gestures.track();
        stage.board.selection.track();
        stage.board.editing.track();
        stage.board.pictures.follow();
        let pointers = pointers(stage.board);
        if asked.get_value() {
            return;
        }
        asked.set_value(true);
        request_animation_frame(move || {
            let _ = asked.try_set_value(false);
            let Some(canvas) = canvas.try_get_untracked().flatten() else {
                return;
            };
            painter.try_update_value(|painter| {
                let painter = painter.as_mut()?;
                let selection = stage.board.selection.read_untracked();
                let gestures = stage.gestures.read_untracked();
                let overlay = Overlay {
                    selection: Some(&selection),
                    editing: stage.board.editing.get_untracked(),
                    pointers: &pointers,
                    for_all: stage.for_all,
                    ..gestures.overlay()
                };
                let camera = stage.camera.get_untracked();
                stage.board.with_index(|document, index| {
                    painter.paint(&canvas, (document, index), camera, &overlay);
                });
                Some(())
            });
        });
    });
}

/// Gives the canvas as many pixels as it covers on the screen, whenever that changes.
fn follow_size(canvas: &HtmlCanvasElement, size: RwSignal<(f64, f64)>) {
    let observed = canvas.clone();
    let measure = move || {
        let ratio = window().device_pixel_ratio();
        let (width, height) = (
            f64::from(observed.client_width()),
            f64::from(observed.client_height()),
        );
        observed.set_width(pixels(width * ratio));
        observed.set_height(pixels(height * ratio));
        let _ = size.try_set((width, height));
    };
    measure();
    let changed = Closure::<dyn Fn()>::new(measure);
    if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
        observer.observe(canvas);
        let kept = StoredValue::new_local(Some((observer, changed)));
        on_cleanup(move || {
            kept.try_update_value(|kept| {
                if let Some((observer, _)) = kept.take() {
                    observer.disconnect();
                }
            });
        });
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the size of a screen"
)]
fn pixels(length: f64) -> u32 {
    length.round().clamp(1.0, 16_384.0) as u32
}
