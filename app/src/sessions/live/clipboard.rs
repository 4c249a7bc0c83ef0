//! Copying and pasting: notes as lines of text, lines of text as notes, pictures as they are.

use std::collections::BTreeSet;

use board::actions::{self, NOTE};
use board::ids::RecordId;
use js_sys::futures::JsFuture;
use js_sys::{Array, Reflect};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Blob, ClipboardEvent, ClipboardItem};

use super::canvas::Stage;
use super::deeds::{create_and_select, landing};
use super::engine::{Board, Told};
use super::pictures::{is_picture, pictures_in, put};

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
        let _ = JsFuture::from(writing).await;
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
            put(stage.board, pictures, landing(stage, NOTE));
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
    leptos::task::spawn_local(async move {
        match given().await {
            Some(Given::Pictures(pictures)) => put(stage.board, pictures, landing(stage, NOTE)),
            Some(Given::Text(text)) => paste(stage, &text),
            None => {
                let copied = COPIED.with_borrow(|copied| copied.text.clone());
                if copied.is_empty() {
                    let told = stage.board.told;
                    let _ = told.try_update(|told| told.push(Told::PasteRefused));
                } else {
                    paste(stage, &copied);
                }
            }
        }
    });
}

/// What is in the browser's clipboard.
enum Given {
    Pictures(Vec<Blob>),
    Text(String),
}

/// What the browser gives when it is asked; nothing where it refuses, or cannot: it has no
/// clipboard for pages that came without TLS.
async fn given() -> Option<Given> {
    let clipboard = window().navigator().clipboard();
    let read = Reflect::get(&clipboard, &"read".into()).ok()?;
    if !read.is_function() {
        return None;
    }
    let items: Array = JsFuture::from(clipboard.read())
        .await
        .ok()?
        .unchecked_into();
    let (mut pictures, mut text) = (Vec::new(), String::new());
    for item in items.iter() {
        let item: ClipboardItem = item.unchecked_into();
        let types = item.types();
        let mut types = types.iter().filter_map(|name| name.as_string());
        let wanted = types.find(|name| is_picture(name) || name == "text/plain");
        let Some(wanted) = wanted else { continue };
        let blob: Blob = JsFuture::from(item.get_type(&wanted))
            .await
            .ok()?
            .unchecked_into();
        if is_picture(&wanted) {
            pictures.push(blob);
        } else {
            text = JsFuture::from(blob.text()).await.ok()?.as_string()?;
        }
    }
    Some(match pictures.is_empty() {
        true => Given::Text(text),
        false => Given::Pictures(pictures),
    })
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
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|target| target.matches(FIELDS).unwrap_or(false))
}
