//! The board as a text: frames, clusters and notes in reading order. Everything that can
//! be done on the canvas with notes can be done here, by keyboard and screen reader, and
//! changes the same document in the same way.

mod reach;
mod rows;

use std::collections::BTreeSet;

use board::ids::RecordId;
use board::record::Kind;
use domain::sessions::ScriptPhase;
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
    /// The script, of which a phase says where one writes.
    script: RwSignal<Vec<ScriptPhase>>,
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
    let found = Memo::new(move |_| found_in(&rows.read(), &sought.read()));
    let shown = Memo::new(move |_| {
        let (rows, found, kept) = (rows.read(), found.read(), stage.kept_lines.read());
        showing(&rows.order, found.as_ref(), &kept)
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
    // Where somebody is led, and what is written in, shows whatever is searched for.
    for kept in [stage.sought_line, board.editing] {
        Effect::new(move || stage.keep_lines(kept.get()));
    }
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
    let empty = move || rows.read().order.is_empty();
    let told = move || match found.read().as_ref().map(BTreeSet::len) {
        None => String::new(),
        Some(0) => t.found_nothing().to_owned(),
        Some(all) => t.found_lines(i128::try_from(all).unwrap_or(i128::MAX)),
    };
    let search_for = move |words: String| {
        let written = board.editing.get_untracked();
        stage.kept_lines.set(written.into_iter().collect());
        sought.set(words);
    };
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
            <Writing stage=stage rows=rows script=script />
            <div class="board-outline-bar">
                <Tools stage=stage drawing=drawing />
                <SelectionBar stage=stage types=true />
            </div>
            <SelectionSaid stage=stage />
            {move || drawing.get().then(|| view! { <DrawingPad stage=stage drawing=drawing /> })}
            <div>
                <label class="field">
                    <span>{t.search_board()}</span>
                    <input
                        node_ref=search
                        type="search"
                        on:input:target=move |event| search_for(event.target().value())
                    />
                </label>
                <output class="meta">{told}</output>
            </div>
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

/// The lines that hold the words that are searched for; nothing where none are.
fn found_in(rows: &Rows, sought: &str) -> Option<BTreeSet<RecordId>> {
    if sought.trim().is_empty() {
        return None;
    }
    let wanted = Wanted::new(sought);
    let found = rows.rows.values().filter(|row| wanted.is_in(&row.text));
    Some(found.map(|row| row.id).collect())
}

/// The lines that show, in their order: what was found, and what is kept beside it.
fn showing(
    order: &[RecordId],
    found: Option<&BTreeSet<RecordId>>,
    kept: &BTreeSet<RecordId>,
) -> Vec<RecordId> {
    let shows =
        |id: &&RecordId| found.is_none_or(|found| found.contains(*id) || kept.contains(*id));
    order.iter().filter(shows).copied().collect()
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
    use board::actions::{create_note_in, free_place};
    use board::client::Client;
    use board::document::Document;
    use board::ids::{ClientId, ParticipantId};
    use board::record::NoteType;

    use super::*;

    #[test]
    fn what_is_led_to_written_in_or_made_shows_beside_what_is_found() {
        let mut document = Document::default();
        let mut client = Client::new(ClientId::from_random(1));
        let [sound, hour, group] = ["Le son", "L'heure", ""].map(|text| {
            let at = free_place(&document, None);
            let made = create_note_in(&mut client, None, at, NoteType::default(), text.into());
            for operation in &made {
                document.apply(operation, ParticipantId(1));
            }
            made[0].record().expect("a note")
        });
        let rows = rows_of(&document);
        let shown = |sought: &str, kept: &[RecordId]| {
            let kept = kept.iter().copied().collect();
            showing(&rows.order, found_in(&rows, sought).as_ref(), &kept)
        };
        assert_eq!(shown(" ", &[]), [sound, hour, group]);
        assert_eq!(shown("SON", &[]), [sound]);
        // In the order of the board, and once where it is found as well.
        assert_eq!(shown("heure", &[group, sound, hour]), [sound, hour, group]);
        assert!(shown("sablier", &[]).is_empty());
        assert_eq!(shown("sablier", &[group]), [group]);
        // How many are found says nothing of what is kept beside them.
        let found = |sought: &str| found_in(&rows, sought).map(|found| found.len());
        assert_eq!(["", "son", "sablier"].map(found), [None, Some(1), Some(0)]);
    }

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
