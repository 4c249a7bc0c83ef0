//! The board as a drawing: what is seen, and what pointer, fingers and keys do to it.

use std::collections::BTreeSet;

use board::geometry::{Point, Rect};
use board::ids::RecordId;
use board::lines::shown_in;
use board::record::{Kind, NoteType};
use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::Element;

use super::camera::{Camera, Covered};
use super::clipboard::Pasted;
use super::editor::Editor;
use super::engine::Board;
use super::find::Finder;
use super::gestures::{Gestures, Hand, Press};
use super::key_pen::{self, KeyPen, PenSaid};
use super::keys;
use super::leave::Leave;
use super::marks::{Marks, marks};
use super::pad;
use super::painters::{Painters, follow_drawing, follow_size};
use super::pictures::{Spot, pictures_in, put};
use super::selection::SelectionSaid;
use super::shortcuts::keys_told;
use super::text::BoardText;
use super::tools::Tool;
use crate::sessions::votes::VotesState;

/// The bars that always lie over the canvas.
const BARS: &str = ".board-tools, .board-zoom, .board-papers";

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
    /// The pen that keys move.
    pub pen: RwSignal<KeyPen>,
    /// The camera has been set, by hand or to show all.
    aimed: StoredValue<bool>,
    /// Colour and label of the notes that are put down.
    pub note_type: RwSignal<NoteType>,
    /// Presses and lines add to the selection: for fingers, which hold no key meanwhile.
    pub several: RwSignal<bool>,
    /// What one came to last, step by step.
    pub walked: StoredValue<Option<RecordId>>,
    /// The line of the outline in which the keyboard was last.
    pub line: StoredValue<Option<RecordId>>,
    /// The line of the outline that somebody is led to: it is drawn, however far down it stands.
    pub sought_line: RwSignal<Option<RecordId>>,
    /// The lines of the outline that show whatever is searched for there: what one was led to,
    /// writes in or has made since the search was typed.
    pub kept_lines: RwSignal<BTreeSet<RecordId>>,
    /// Words are looked for on the board.
    pub finding: RwSignal<bool>,
    /// What of the votes stands at records.
    pub marks: Signal<Marks>,
    /// The page has other colours: light became dark, or the other way round.
    pub recoloured: RwSignal<()>,
    /// What makes so many notes that it is asked about before it is put there.
    pub pasting: RwSignal<Option<Pasted>>,
    canvas: NodeRef<html::Canvas>,
    /// For many eyes: nothing shows that only the reader may see.
    pub for_all: bool,
    /// A sheet in the outline: nothing is done on it but drawing.
    pub is_pad: bool,
}

impl Stage {
    pub(super) fn new(board: Board) -> Self {
        Self {
            board,
            tool: RwSignal::default(),
            camera: RwSignal::default(),
            size: RwSignal::new((0.0, 0.0)),
            gestures: RwSignal::default(),
            pen: RwSignal::default(),
            aimed: StoredValue::new(false),
            note_type: RwSignal::default(),
            several: RwSignal::new(false),
            walked: StoredValue::new(None),
            line: StoredValue::new(None),
            sought_line: RwSignal::new(None),
            kept_lines: RwSignal::default(),
            finding: RwSignal::new(false),
            marks: Signal::stored(Marks::default()),
            recoloured: RwSignal::new(()),
            pasting: RwSignal::new(None),
            canvas: NodeRef::new(),
            for_all: false,
            is_pad: false,
        }
    }

    /// A sheet of the same board on which one draws, and which looks where it likes.
    pub(super) fn pad(self) -> Self {
        Self {
            tool: RwSignal::new(Tool::Pen),
            is_pad: true,
            ..Self::new(self.board)
        }
    }

    /// The same for many eyes.
    pub(super) fn for_all(self) -> Self {
        Self {
            for_all: true,
            ..self
        }
    }

    /// The same with what of the votes stands at its records.
    pub(super) fn with_votes(self, votes: VotesState) -> Self {
        Self {
            marks: marks(votes, self.for_all),
            ..self
        }
    }

    /// Has lines of the outline show, whatever is searched for there.
    pub(super) fn keep_lines(self, lines: impl IntoIterator<Item = RecordId>) {
        let lines: Vec<RecordId> = lines.into_iter().collect();
        let others = |kept: &BTreeSet<RecordId>| lines.iter().any(|line| !kept.contains(line));
        if self.kept_lines.with_untracked(others) {
            self.kept_lines.update(|kept| kept.extend(lines));
        }
    }

    /// Whether the canvas is what shows of the board, rather than the outline.
    pub(super) fn is_shown(self) -> bool {
        let canvas = self.canvas.get_untracked();
        canvas.is_some_and(|canvas| canvas.is_connected())
    }

    /// Takes the keyboard to the canvas, if that shows.
    pub(super) fn focus(self) {
        if let Some(canvas) = self.canvas.get_untracked() {
            let _ = canvas.focus();
        }
    }

    /// The middle of what is seen.
    pub(super) fn middle(self) -> Point {
        let (width, height) = self.size.get_untracked();
        let camera = self.camera.get_untracked();
        camera.to_board(width / 2.0, height / 2.0)
    }

    /// Shows everything on the board; for many eyes, all that they see of it.
    pub(super) fn fit(self) {
        let all = self.board.with_index(|document, _| {
            let shown = document
                .records()
                .filter(|(_, record)| !(self.for_all && record.secrecy.hidden));
            let bounds = shown.filter_map(|(_, record)| shown_in(document, record));
            bounds.reduce(|all, one| all.union(&one))
        });
        if let Some(all) = all {
            let screen = self.size.get_untracked();
            let covered = self.covered(screen);
            self.camera
                .set(Camera::fitting_beside(all, screen, covered));
        }
    }

    /// What the bars lie over.
    fn covered(self, screen: (f64, f64)) -> Covered {
        let Some(canvas) = self.canvas.get_untracked() else {
            return Covered::default();
        };
        let corner = canvas.get_bounding_client_rect();
        let view = canvas.closest(".board-view").ok().flatten();
        let bars = view.and_then(|view| view.query_selector_all(BARS).ok());
        let bars = bars.into_iter().flat_map(|bars| {
            let all = (0..bars.length()).filter_map(move |place| bars.item(place));
            all.filter_map(|bar| bar.dyn_into::<Element>().ok())
        });
        bars.fold(Covered::default(), |covered, bar| {
            let bar = bar.get_bounding_client_rect();
            let (left, top) = (bar.left() - corner.left(), bar.top() - corner.top());
            let bar = [left, top, left + bar.width(), top + bar.height()];
            covered.with(bar, screen)
        })
    }

    /// Shows a part of the board to which somebody is led. Of those who have just come,
    /// this is the first look.
    pub(super) fn lead(self, part: Rect, screen: (f64, f64)) {
        self.aimed.set_value(true);
        self.camera.set(Camera::fitting(part, screen));
    }

    /// Larger or smaller, around the middle.
    pub(super) fn zoom(self, factor: f64) {
        let (width, height) = self.size.get_untracked();
        self.camera
            .update(|camera| *camera = camera.zoomed(factor, (width / 2.0, height / 2.0)));
    }

    /// Brings a record so near that what is written in it can be read.
    fn approach(self, id: RecordId) {
        let bounds = self
            .board
            .with_index(|document, _| shown_in(document, document.live(id)?));
        let far = self.camera.get_untracked().scale < READABLE;
        match bounds {
            Some(bounds) if far => {
                let screen = self.size.get_untracked();
                self.camera.set(Camera::fitting(bounds, screen));
            }
            _ => self.show(id),
        }
    }

    /// Begins with a record, where the first look would show all of the board.
    pub(super) fn begin_with(self, id: RecordId) {
        self.aimed.set_value(true);
        self.approach(id);
    }

    /// Brings a record into view.
    pub(super) fn show(self, id: RecordId) {
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
    let canvas = stage.canvas;
    let overlay = NodeRef::<html::Canvas>::new();
    let painters = StoredValue::new_local(None::<Painters>);
    Effect::new(move || {
        let (Some(canvas), Some(overlay)) = (canvas.get(), overlay.get()) else {
            return;
        };
        let pictures = stage.board.pictures;
        painters.set_value(Painters::of(canvas.clone(), overlay.clone(), pictures, t));
        follow_size([canvas, overlay], stage.size);
    });
    follow_drawing(stage, painters);
    key_pen::follow(stage);
    // The first look at a board shows all of it, that at a sheet where there is room to draw,
    // unless a call has led elsewhere before.
    Effect::new(move || {
        stage.board.follow();
        let is_empty = || stage.board.with_index(|document, _| document.is_empty());
        let ready = stage.size.get().0 > 0.0 && (stage.is_pad || !is_empty());
        if ready && !stage.aimed.get_value() {
            stage.aimed.set_value(true);
            if stage.is_pad {
                pad::aim(stage);
            } else {
                stage.fit();
            }
        }
    });
    Effect::new(move || {
        if let (Some(id), false) = (stage.board.editing.get(), stage.is_pad) {
            stage.approach(id);
        }
    });
    let hand = move |event: &PointerEvent| Hand {
        id: event.pointer_id(),
        x: f64::from(event.offset_x()),
        y: f64::from(event.offset_y()),
        touch: event.pointer_type() == "touch",
        press: Press {
            more: event.shift_key()
                || event.ctrl_key()
                || event.meta_key()
                || stage.several.get_untracked(),
            pan: event.button() == 1,
            free: event.ctrl_key() || event.meta_key(),
        },
    };
    let down = move |event: PointerEvent| {
        if event.button() == 2 {
            return;
        }
        if let Some(canvas) = canvas.get_untracked() {
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        stage.focus();
        stage.board.editing.set(None);
        Gestures::down(stage, hand(&event));
        event.prevent_default();
    };
    let wheel = move |event: WheelEvent| {
        let zooms = event.ctrl_key() || event.meta_key();
        // The outline around a sheet is gone through by the wheel.
        if stage.is_pad && !zooms {
            return;
        }
        event.prevent_default();
        let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        stage.camera.update(|camera| {
            *camera = if zooms {
                camera.zoomed((-event.delta_y() * WHEEL * 4.0).exp(), at)
            } else if event.shift_key() {
                camera.panned(-event.delta_y(), 0.0)
            } else {
                camera.panned(-event.delta_x(), -event.delta_y())
            };
        });
    };
    let open = move |event: MouseEvent| {
        if stage.is_pad {
            return;
        }
        let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        Gestures::open(stage, at);
    };
    let key = move |event: KeyboardEvent| {
        let done = if stage.is_pad {
            pad::pressed(stage, &event)
        } else {
            keys::pressed(stage, &event)
        };
        if done {
            event.prevent_default();
        }
    };
    let (name, told) = if stage.is_pad {
        (t.pad(), t.key_draw().to_owned())
    } else {
        (t.canvas(), keys_told(t))
    };
    let writes = Leave::to_make_one(stage.board, Kind::Note);
    let is_blank = stage.board.is_blank(stage.for_all);
    let begins = move || is_blank.get() && writes.given();
    let over = move || {
        view! {
            <Editor stage=stage />
            {(!stage.for_all)
                .then(|| view! { <p class="board-empty" hidden=move || !begins()>{t.canvas_empty()}</p> })}
            {(!stage.for_all).then(|| view! { <Finder stage=stage /> <SelectionSaid stage=stage /> <PenSaid stage=stage /> })}
        }
    };
    view! {
        <div class="board-stage" data-tool=move || stage.tool.get().code()>
            <canvas
                node_ref=canvas
                tabindex="0"
                role="application"
                aria-label=name
                aria-describedby=if stage.is_pad { "board-keys" } else { "board-keys board-said" }
                on:pointerdown=down
                on:pointermove=move |event| Gestures::moved(stage, hand(&event))
                on:pointerup=move |event| Gestures::up(stage, hand(&event))
                on:pointercancel=move |event| Gestures::cancelled(stage, event.pointer_id())
                on:pointerleave=move |_| stage.board.appear(|seen| seen.cursor = None)
                on:dblclick=open
                on:wheel=wheel
                // A finger that rests is about to move something: no list comes in between.
                on:contextmenu=move |event: MouseEvent| {
                    if stage.gestures.with_untracked(Gestures::is_touched) {
                        event.prevent_default();
                    }
                }
                on:keydown=key
                on:dragover=move |event| event.prevent_default()
                on:drop=move |event| {
                    event.prevent_default();
                    let files = event.data_transfer().and_then(|data| data.files());
                    let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
                    let at = stage.camera.get_untracked().to_board(at.0, at.1);
                    put(stage.board, pictures_in(files), Spot::At(at));
                }
                on:contextrestored=move |_: web_sys::Event| stage.board.draw_all()
                // Its colour, which it draws nothing with, changes with those of the page.
                on:transitionend=move |_| stage.recoloured.notify()
            ></canvas>
            <canvas class="board-overlay" node_ref=overlay aria-hidden="true"></canvas>
            <p id="board-keys" class="visually-hidden">{told}</p>
            {(!stage.is_pad).then(over)}
        </div>
    }
}
