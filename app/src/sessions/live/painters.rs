//! What draws a board on its canvases, and when.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ResizeObserver};

use super::canvas::Stage;
use super::draw::{Manner, Painter};
use super::overlay::{Overlay, OverlayPainter, Pointer, Written};
use super::people::{pointers, written};
use super::pictures::Pictures;
use super::repaint::Placing;
use super::text::BoardText;

/// The board and what lies over it, each with its canvas.
pub(super) struct Painters {
    board: (HtmlCanvasElement, Painter),
    overlay: (HtmlCanvasElement, OverlayPainter),
}

impl Painters {
    /// Those of two canvases that lie over each other.
    pub(super) fn of(
        board: HtmlCanvasElement,
        overlay: HtmlCanvasElement,
        pictures: Pictures,
        words: BoardText,
    ) -> Option<Self> {
        let context = |canvas: &HtmlCanvasElement| {
            let context = canvas.get_context("2d").ok()??;
            context.dyn_into::<CanvasRenderingContext2d>().ok()
        };
        let painter = Painter::new(context(&board)?, pictures, words);
        let over = OverlayPainter::new(context(&overlay)?);
        Some(Self {
            board: (board, painter),
            overlay: (overlay, over),
        })
    }

    fn paint(&mut self, stage: Stage, pointers: &[Pointer], written: &[Written]) {
        let (canvas, painter) = &mut self.board;
        let camera = stage.camera.get_untracked();
        let size = (f64::from(canvas.width()), f64::from(canvas.height()));
        let placing = Placing::of(camera, window().device_pixel_ratio(), size);
        let manner = Manner {
            editing: stage.board.editing.get_untracked(),
            for_all: stage.for_all,
            pictures: untrack(|| stage.board.pictures.come()),
        };
        let mut changes = stage.board.take_changes();
        let marks = stage.marks.get_untracked();
        let selection = stage.board.selection.read_untracked();
        let gestures = stage.gestures.read_untracked();
        let pen = stage.pen.read_untracked();
        let (pen, line) = pen.shown();
        let shown = Overlay {
            selection: Some(&selection),
            pointers,
            written,
            pen,
            ..gestures.overlay()
        };
        let shown = if line.is_empty() {
            shown
        } else {
            Overlay {
                stroke: line,
                ..shown
            }
        };
        stage.board.with_index(|document, index| {
            changes.areas.extend(painter.mark(document, marks));
            let board = (document, index);
            painter.paint(canvas, board, (placing, camera.scale), &changes, manner);
            let (canvas, over) = &mut self.overlay;
            over.paint(canvas, document, (&placing, camera.scale), &shown);
        });
    }
}

/// Draws anew whenever what is seen changed, once for each frame of the screen.
pub(super) fn follow_drawing(stage: Stage, painters: StoredValue<Option<Painters>, LocalStorage>) {
    let asked = StoredValue::new(false);
    Effect::new(move || {
        stage.board.follow();
        stage.camera.track();
        stage.size.track();
        stage.gestures.track();
        stage.pen.track();
        stage.board.selection.track();
        stage.board.editing.track();
        stage.board.pictures.come();
        stage.recoloured.track();
        // Read, not only followed: what nobody reads never hears that it changed.
        let _ = stage.marks.get();
        let (pointers, written) = (pointers(stage.board), written(stage.board));
        if asked.get_value() {
            return;
        }
        asked.set_value(true);
        request_animation_frame(move || {
            let _ = asked.try_set_value(false);
            let _ = painters.try_update_value(|painters| {
                if let Some(painters) = painters {
                    painters.paint(stage, &pointers, &written);
                }
            });
        });
    });
}

/// Gives the canvases as many pixels as they cover on the screen, whenever that changes.
pub(super) fn follow_size(canvases: [HtmlCanvasElement; 2], size: RwSignal<(f64, f64)>) {
    let [observed, _] = canvases.clone();
    let measure = move || {
        let ratio = window().device_pixel_ratio();
        let [canvas, _] = &canvases;
        let (width, height) = (
            f64::from(canvas.client_width()),
            f64::from(canvas.client_height()),
        );
        let wanted = (pixels(width * ratio), pixels(height * ratio));
        for canvas in &canvases {
            // A canvas that is given its size is empty.
            if wanted != (canvas.width(), canvas.height()) {
                canvas.set_width(wanted.0);
                canvas.set_height(wanted.1);
            }
        }
        let _ = size.try_set((width, height));
    };
    measure();
    let changed = Closure::<dyn Fn()>::new(measure);
    if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
        observer.observe(&observed);
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
