//! The board as a text: frames, clusters and notes in reading order. Everything that can
//! be done on the canvas with notes can be done here, by keyboard and screen reader, and
//! changes the same document in the same way.

mod reach;
mod rows;

use board::ids::RecordId;
use board::record::Kind;
use icondata_lu::{LuPencil, LuRedo2, LuUndo2};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use self::reach::{Further, LINES};
use self::rows::rows_of;
pub(super) use self::rows::{Drawn, Row, Rows};
use super::canvas::Stage;
use super::clipboard;
use super::controls::{Act, Menu, MenuItem};
use super::deeds;
use super::find::Wanted;
use super::focus::{self, Axis, is_in_field, is_nowhere};
use super::keys;
use super::leave::{Leave, refused, titled};
use super::line::{Line, element_of};
use super::overlay::Written;
use super::pad::DrawingPad;
use super::panel::{Content as Beside, Panel};
use super::people::written;
use super::selection::{SelectionBar, SelectionSaid};
use super::shortcuts::Shortcuts;
use super::text::BoardText;
use super::toolbar::Several;
use super::writing::Writing;
use crate::kit::Icon;
use crate::sessions::votes::{DotsHere, VotesState};

/// The outline as it lies before its reader.
#[derive(Clone, Copy)]
pub(super) struct Sheet {
    /// What it has in common with the canvas.
    pub stage: Stage,
    /// All lines.
    pub rows: Memo<Rows>,
    /// Where others are writing.
    pub written: Memo<Vec<Written>>,
    /// The lines that show, in order; those of a large board are drawn by and by.
    pub shown: Memo<Vec<RecordId>>,
    /// How many of them are drawn.
    reach: RwSignal<usize>,
    /// The line in which the keyboard was last.
    pub here: StoredValue<Option<RecordId>>,
    /// The votes.
    pub votes: VotesState,
    /// Where their ballots are. While it shows them nobody votes in the lines.
    pub panel: Panel,
}

impl Sheet {
    /// Whether the ballots show beside it; followed.
    pub(super) fn shows_ballots(self) -> bool {
        self.panel.shows(Beside::Votes)
    }

    /// Shows the ballots, and takes the keyboard there.
    pub(super) fn go_to_ballots(self) {
        self.panel.go_to(Beside::Votes);
    }
}

/// The board as a text.
#[component]
pub(super) fn Outline(
    stage: Stage,
    /// The votes, which stand at their items.
    votes: VotesState,
    /// The panel in which their ballots are.
    panel: Panel,
) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let search = NodeRef::<html::Input>::new();
    let rows = Memo::new(move |_| board.with(rows_of));
    let sought = RwSignal::new(String::new());
    let shown = Memo::new(move |_| {
        let sought = sought.read();
        let wanted = Wanted::new(&sought);
        let rows = rows.read();
        let mut order = rows.order.clone();
        order.retain(|id| {
            let text = rows.rows.get(id).map(|row| row.text.as_str());
            text.is_some_and(|text| wanted.is_in(text))
        });
        order
    });
    let sheet = Sheet {
        stage,
        rows,
        written: Memo::new(move |_| written(board)),
        shown,
        reach: RwSignal::new(LINES),
        here: stage.line,
        votes,
        panel,
    };
    stay_in_line(sheet);
    // Whoever is led to a line, or writes in it, has it drawn from then on.
    Effect::new(move || {
        // What was just made is among the lines a moment later.
        shown.track();
        let wanted = [stage.sought_line.get(), board.editing.get()];
        for id in wanted.into_iter().flatten() {
            sheet.reach_for(id);
        }
    });
    let drawing = RwSignal::new(false);
    let empty = move || shown.read().is_empty();
    let several = move || stage.several.get().to_string();
    let key = move |event: KeyboardEvent| {
        let control = event.ctrl_key() || event.meta_key();
        let key = event.key().to_lowercase();
        let seeks = control && key == "f" || key == "/" && !is_in_field(&event);
        let done = if seeks {
            if let Some(search) = search.get_untracked() {
                let _ = search.focus();
            }
            true
        } else {
            control
                && matches!(key.as_str(), "z" | "y")
                && !is_in_field(&event)
                && keys::with_control(stage, &key, event.shift_key())
        };
        if done {
            event.prevent_default();
        }
    };
    view! {
        <div class="board-outline stack" on:keydown=key>
            <Writing stage=stage rows=rows />
            <div class="board-outline-bar">
                <Tools stage=stage drawing=drawing />
                <SelectionBar stage=stage types=true />
            </div>
            <SelectionSaid stage=stage />
            {move || drawing.get().then(|| view! { <DrawingPad stage=stage drawing=drawing /> })}
            <label class="field">
                <span>{t.search_board()}</span>
                <input
                    node_ref=search
                    type="search"
                    on:input:target=move |event| sought.set(event.target().value())
                />
            </label>
            <p hidden=move || !empty()>{t.outline_empty()}</p>
            <ol class="board-rows" aria-label=t.outline() data-several=several>
                <For each=move || sheet.drawn() key=|id| *id let(id)>
                    <Line sheet=sheet id=id />
                </For>
            </ol>
            <Further sheet=sheet />
            {move || {
                let rescue = move |()| focus::rescue(stage, None);
                (!sheet.shows_ballots()).then(|| view! { <DotsHere votes=votes gone=rescue /> })
            }}
        </div>
    }
}

/// What is done to the whole: taken back, added to, chosen from.
#[component]
fn Tools(
    stage: Stage,
    /// Whether the sheet to draw on is open.
    drawing: RwSignal<bool>,
) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let pen = NodeRef::<html::Button>::new();
    let pens = Leave::to_make_one(board, Kind::Stroke);
    // Whoever ends drawing stands where they began.
    Effect::new(move |drew: Option<bool>| {
        let draws = drawing.get();
        if let (Some(true), false, Some(pen)) = (drew, draws, pen.get_untracked()) {
            let _ = pen.focus();
        }
        draws
    });
    let added = move || {
        view! {
            <MenuItem
                name=t.tool_frame()
                leave=Leave::to_make_one(board, Kind::Frame)
                act=move || deeds::add_frame(stage)
            />
            <MenuItem
                name=t.tool_text()
                leave=Leave::to_make_one(board, Kind::Text)
                act=move || deeds::add_text(stage)
            />
            <MenuItem
                name=t.paste()
                leave=Leave::to_make_one(board, Kind::Note)
                act=move || clipboard::paste_here(stage) />
        }
    };
    view! {
        <div
            class="board-outline-tools"
            role="toolbar"
            aria-label=t.tools()
            on:keydown=focus::in_bar(stage, Axis::Across)
        >
            <Act icon=LuUndo2 name=t.undo() act=move || board.undo() />
            <Act icon=LuRedo2 name=t.redo() act=move || board.redo() />
            <Several stage=stage />
            <Menu name=t.add() items=added />
            <button
                node_ref=pen
                type="button"
                title=move || titled(t.tool_pen(), Some(pens))
                aria-label=t.tool_pen()
                aria-pressed=move || drawing.get().to_string()
                aria-disabled=move || refused(Some(pens))
                on:click=move |_| {
                    if drawing.get_untracked() || pens.or_tell() {
                        drawing.update(|drawing| *drawing = !*drawing);
                    }
                }
            >
                <Icon icon=LuPencil />
            </button>
            <Shortcuts outline=true />
        </div>
    }
}

/// A line that is moved or taken off takes the keyboard out of the page. It goes back into
/// that line, or else into the one that stands in its place now.
fn stay_in_line(sheet: Sheet) {
    Effect::new(move |before: Option<Vec<RecordId>>| {
        let now = sheet.shown.get();
        let here = sheet.here.get_value();
        let place = before.as_ref().zip(here).and_then(|(before, here)| {
            let was = before.iter().position(|id| *id == here);
            stands_at(&now, here, was?)
        });
        if let (Some(id), true) = (place, before.as_ref() != Some(&now)) {
            // The lines are there once this is drawn.
            request_animation_frame(move || {
                if is_nowhere() {
                    go_to(sheet, id);
                }
            });
        }
        now
    });
}

/// The line, or the one that has come to its place.
fn stands_at(now: &[RecordId], line: RecordId, was: usize) -> Option<RecordId> {
    let own = now.contains(&line).then_some(line);
    own.or_else(|| now.get(was).or(now.last()).copied())
}

/// Takes the keyboard to a line.
pub(super) fn go_to(sheet: Sheet, id: RecordId) {
    if !focus_line(sheet, id) {
        // It stands further down than is drawn.
        sheet.reach_for(id);
        request_animation_frame(move || {
            focus_line(sheet, id);
        });
    }
}

/// Takes the keyboard to a line; whether it is drawn.
fn focus_line(sheet: Sheet, id: RecordId) -> bool {
    let line = document().get_element_by_id(&element_of(id));
    let Some(line) = line.and_then(|line| line.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    let _ = line.focus();
    sheet.here.set_value(Some(id));
    true
}

/// Brings a line into view, once it is drawn; with the keyboard or without.
pub(super) fn show_line(stage: Stage, id: RecordId, focused: bool) {
    stage.sought_line.set(Some(id));
    request_animation_frame(move || {
        let line = document().get_element_by_id(&element_of(id));
        let Some(line) = line.and_then(|line| line.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Center);
        line.scroll_into_view_with_scroll_into_view_options(&options);
        if focused {
            let _ = line.focus();
        }
    });
}

#[cfg(test)]
mod tests {
    use board::client::Client;
    use board::ids::ClientId;

    use super::*;

    #[test]
    fn the_keyboard_stays_with_a_line_or_in_its_place() {
        let mut client = Client::new(ClientId::from_random(1));
        let [one, two, three] = [(); 3].map(|()| client.new_record_id());
        assert_eq!(stands_at(&[two, one, three], one, 0), Some(one));
        assert_eq!(stands_at(&[one, three], two, 1), Some(three));
        assert_eq!(stands_at(&[one, two], three, 2), Some(two));
        assert_eq!(stands_at(&[], one, 0), None);
    }
}
