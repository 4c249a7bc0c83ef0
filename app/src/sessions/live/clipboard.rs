//! Copying and pasting: notes as lines of text, lines of text as notes, pictures as they are.

use std::collections::BTreeSet;

use board::actions::{self, NOTE};
use board::ids::RecordId;
use board::rules::More;
use js_sys::futures::JsFuture;
use js_sys::{Array, Function, Reflect};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Blob, Clipboard, ClipboardEvent, ClipboardItem, HtmlElement};

use super::canvas::Stage;
use super::deeds::{create_and_select, landing};
use super::engine::{Board, Told};
use super::pictures::{is_picture, pictures_in, put};
use super::text::BoardText;

/// Notes beyond which is asked whether so many are meant: a slip in another program's table
/// would cover the board.
const ASKED_ABOUT: usize = 200;

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
    // Whatever the browser does with the text, this board has its copy.
    COPIED.set(Copied {
        text: text.clone(),
        records,
    });
    copy_text(&text);
}

/// Copies a text, where the browser lets it.
pub(super) fn copy_text(text: &str) {
    let Some(clipboard) = clipboard_for("writeText") else {
        copy_as_keys_do(text);
        return;
    };
    let writing = clipboard.write_text(text);
    leptos::task::spawn_local(async move {
        let _ = JsFuture::from(writing).await;
    });
}

/// Copies a text as a browser's own keys do: it asks the page what is copied. That needs no
/// TLS, but that somebody has just pressed something.
fn copy_as_keys_do(text: &str) {
    let text = text.to_owned();
    let asked = window_event_listener(leptos::ev::copy, move |event: ClipboardEvent| {
        if let Some(copied) = event.clipboard_data() {
            let _ = copied.set_data("text/plain", &text);
            event.prevent_default();
        }
    });
    let page = document();
    let execute = Reflect::get(&page, &"execCommand".into());
    let execute = execute.and_then(|execute| execute.dyn_into::<Function>());
    if let Ok(execute) = execute {
        let _ = execute.call1(&page, &"copy".into());
    }
    asked.remove();
}

/// The browser's clipboard, where it does this with it: browsers have none for pages that came
/// without TLS, and some have one that is not read.
fn clipboard_for(deed: &str) -> Option<Clipboard> {
    let clipboard = window().navigator().clipboard();
    let found = Reflect::get(&clipboard, &deed.into()).ok()?;
    found.is_function().then_some(clipboard)
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

/// What the browser gives when it is asked; nothing where it refuses, or cannot.
async fn given() -> Option<Given> {
    let clipboard = clipboard_for("read")?;
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

/// What is pasted: lines of text, or records of this board that come back as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pasted {
    text: String,
    own: Option<BTreeSet<RecordId>>,
}

impl Pasted {
    /// What it puts on the board.
    fn more(&self, stage: Stage) -> More {
        match &self.own {
            Some(records) => stage
                .board
                .with_index(|document, _| actions::copies_of(document, records)),
            None => actions::notes_of(&self.text, &stage.note_type.get_untracked()),
        }
    }

    fn put(&self, stage: Stage) {
        let note_type = stage.note_type.get_untracked();
        let at = landing(stage, NOTE);
        create_and_select(stage, |client| match &self.own {
            Some(records) => actions::duplicate(client, records),
            None => actions::notes_from_lines(client, &self.text, at, &note_type, None),
        });
    }
}

/// Puts what is pasted on the board; what makes very many notes once that was asked.
fn paste(stage: Stage, text: &str) {
    let own = COPIED.with_borrow(|copied| {
        let same = copied.text.trim() == text.trim();
        same.then(|| copied.records.clone())
    });
    let text = text.to_owned();
    let pasted = Pasted { text, own };
    let more = pasted.more(stage);
    let count = more.amount().records;
    if !stage.board.takes(|_| more) {
        return;
    }
    if count > ASKED_ABOUT {
        stage.pasting.set(Some(pasted));
    } else {
        pasted.put(stage);
    }
}

/// Asks whether so many notes are meant, with the keyboard on the answer. What was pasted
/// waits until then.
#[component]
pub(super) fn PasteQuestion(stage: Stage) -> impl IntoView {
    move || {
        let count = stage
            .pasting
            .with(|pasted| Some(pasted.as_ref()?.more(stage).amount().records))?;
        Some(view! { <Question stage=stage count=count /> })
    }
}

#[component]
fn Question(stage: Stage, count: usize) -> impl IntoView {
    let t = BoardText::here();
    let first = NodeRef::<html::Button>::new();
    let before = document().active_element();
    let before = StoredValue::new_local(before.and_then(|it| it.dyn_into::<HtmlElement>().ok()));
    Effect::new(move || {
        if let Some(first) = first.get() {
            let _ = first.focus();
        }
    });
    let answer = move |wanted: bool| {
        let pasted = stage.pasting.get_untracked().filter(|_| wanted);
        let back = before.get_value();
        // This part of the page goes here.
        stage.pasting.set(None);
        if let Some(pasted) = pasted {
            pasted.put(stage);
        }
        if let Some(back) = back {
            let _ = back.focus();
        }
    };
    let number = i128::try_from(count).unwrap_or(i128::MAX);
    view! {
        <div
            class="notice board-call"
            data-tone="info"
            role="alertdialog"
            aria-labelledby="paste-question"
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    event.stop_propagation();
                    answer(false);
                }
            }
        >
            <p id="paste-question">{t.paste_many(number)}</p>
            <div class="cluster">
                <button
                    node_ref=first
                    type="button"
                    class="button"
                    data-kind="primary"
                    on:click=move |_| answer(true)
                >
                    {t.paste_all(number)}
                </button>
                <button
                    type="button"
                    class="button"
                    data-kind="quiet"
                    on:click=move |_| answer(false)
                >
                    {t.paste_not()}
                </button>
            </div>
        </div>
    }
}

fn is_field(event: &ClipboardEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|target| target.matches(FIELDS).unwrap_or(false))
}
