//! Copying and pasting: notes as lines of text, lines of text as notes, pictures as they are.

use std::collections::BTreeSet;

use board::actions::{self, NOTE};
use board::ids::RecordId;
use leptos::prelude::*;
use web_sys::ClipboardEvent;

use super::canvas::Stage;
use super::deeds::{create_and_select, landing};
use super::engine::Board;
use super::pictures::{pictures_in, put};

/// Where keys are letters and what is pasted is text.
pub(super) const FIELDS: &str = "textarea, select, input:not([type=checkbox])";

/// What was copied on this board last: pasted here it comes back as it was, elsewhere as
/// text.
#[derive(Clone, Debug, Default)]
struct Copied {
    text: String,
    records: BTreeSet<RecordId>,
}

thread_local! {
    static COPIED: std::cell::RefCell<Copied> = std::cell::RefCell::default();
}

/// Copies what is selected: its texts, a line each.
pub(super) fn copy(board: Board) {
    let records = board.selection.get_untracked();
    let text = board.with_index(|document, _| {
        let texts = records.iter().filter_map(|id| {
            let text = &document.live(*id)?.shape.text;
            (!text.is_empty()).then(|| text.replace('\n', " "))
        });
        texts.collect::<Vec<_>>().join("\n")
    });
    // A browser that refuses keeps the copy for this board all the same.
    copy_text(&text);
    COPIED.set(Copied { text, records });
}

/// Copies a text, where the browser lets it.
pub(super) fn copy_text(text: &str) {
    let writing = window().navigator().clipboard().write_text(text);
    leptos::task::spawn_local(async move {
        let _ = js_sys::futures::JsFuture::from(writing).await;
    });
}

/// Pastes on the board whatever the browser gives, unless a field takes it.
pub(super) fn follow_pasting(stage: Stage) {
    let pasted = window_event_listener(leptos::ev::paste, move |event: ClipboardEvent| {
        if stage.board.editing.get_untracked().is_some() || is_field(&event) {
            return;
        }
        let pictures = pictures_in(event.clipboard_data().and_then(|data| data.files()));
        if !pictures.is_empty() {
            event.prevent_default();
            put(stage.board, &pictures, landing(stage, NOTE));
            return;
        }
        let text = event
            .clipboard_data()
            .and_then(|data| data.get_data("text/plain").ok())
            .unwrap_or_default();
        if !text.trim().is_empty() {
            event.prevent_default();
            paste(stage, &text);
        }
    });
    on_cleanup(move || pasted.remove());
}

/// Pastes what the browser gives when it is asked, or what was copied on this board where it
/// gives nothing: for those who press a button rather than keys.
pub(super) fn paste_here(stage: Stage) {
    let reading = window().navigator().clipboard().read_text();
    leptos::task::spawn_local(async move {
        let given = js_sys::futures::JsFuture::from(reading).await.ok();
        let given = given.and_then(|text| text.as_string());
        let copied = || COPIED.with_borrow(|copied| copied.text.clone());
        paste(stage, &given.unwrap_or_else(copied));
    });
}

fn paste(stage: Stage, text: &str) {
    let own = COPIED.with_borrow(|copied| {
        let same = copied.text.trim() == text.trim();
        same.then(|| copied.records.clone())
    });
    let note_type = stage.note_type.get_untracked();
    let at = landing(stage, NOTE);
    create_and_select(stage, |client| match own {
        Some(records) => actions::duplicate(client, &records),
        None => actions::notes_from_lines(client, text, at, &note_type, None),
    });
}

fn is_field(event: &ClipboardEvent) -> bool {
    use leptos::wasm_bindgen::JsCast;
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|target| target.matches(FIELDS).unwrap_or(false))
}
