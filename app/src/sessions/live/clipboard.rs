//! Copying and pasting: notes as lines of text, lines of text as notes, pictures as they are.

use std::collections::BTreeSet;

use board::actions::{self, Clip, NOTE};
use board::document::Document;
use board::ids::RecordId;
use board::rules::More;
use domain::ids::SessionId;
use js_sys::futures::JsFuture;
use js_sys::{Array, Function, Reflect};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Blob, Clipboard, ClipboardEvent, ClipboardItem, HtmlElement};

use super::canvas::Stage;
use super::deeds::{create_and_select, landing};
use super::engine::{Board, Told};
use super::pictures::{Spot, is_picture, pictures_in, put};
use super::selection::said;
use super::text::BoardText;

/// Notes beyond which is asked whether so many are meant: a slip in another program's table
/// would cover the board.
const ASKED_ABOUT: usize = 200;

/// Where keys are letters and what is pasted is text.
pub(super) const FIELDS: &str = "textarea, select, input:not([type=checkbox])";

/// What was copied or cut last: pasted on the same board it comes back as it was, elsewhere as
/// text.
#[derive(Clone, Debug, Default)]
struct Copied {
    /// The session of the board.
    session: Option<SessionId>,
    text: String,
    clip: Clip,
}

thread_local! {
    static COPIED: std::cell::RefCell<Copied> = std::cell::RefCell::default();
}

/// Copies what is selected, with what lies in it: as text its words, a line each. Whether
/// anything is: else what was copied before stays.
pub(super) fn copy(board: Board) -> bool {
    take_up(board, Clip::copied)
}

/// Copies what is selected and is about to be taken off. Whether anything is.
pub(super) fn cut(board: Board) -> bool {
    take_up(board, Clip::cut)
}

fn take_up(board: Board, make: fn(&Document, &BTreeSet<RecordId>) -> Clip) -> bool {
    let chosen = board.selection.get_untracked();
    let t = BoardText::here();
    let (text, clip) = board.with_index(|document, _| {
        let text = words_of(t, document, &chosen);
        (text, make(document, &chosen))
    });
    if text.is_empty() {
        return false;
    }
    // Whatever the browser does with the text, this board has its copy.
    COPIED.set(Copied {
        session: Some(board.pictures.session),
        text: text.clone(),
        clip,
    });
    copy_text(&text);
    true
}

/// What these say, a line each; nothing where none of them is there. Where none of them says
/// anything it is told what they are: an empty text would not be pasted.
fn words_of(t: BoardText, document: &Document, ids: &BTreeSet<RecordId>) -> String {
    let shapes = ids.iter().filter_map(|id| Some(&document.live(*id)?.shape));
    let says = shapes.clone().filter(|shape| !shape.text.trim().is_empty());
    let words: Vec<String> = says.map(|shape| shape.text.replace('\n', " ")).collect();
    let words: Vec<String> = match words.is_empty() {
        true => shapes.map(|shape| said(t, shape.kind(), "")).collect(),
        false => words,
    };
    words.join("\n")
}

/// Whether what a browser gives is what it was given: some end lines in their own way.
fn is_same(copied: &str, given: &str) -> bool {
    copied.trim().lines().eq(given.trim().lines())
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
        let data = event.clipboard_data();
        let given = |name: &str| {
            let given = data.as_ref().and_then(|data| data.get_data(name).ok());
            given.unwrap_or_default()
        };
        let text = given("text/plain");
        let pictures = pictures_in(data.as_ref().and_then(|data| data.files()));
        if !pictures.is_empty() && !means_words(&text, !given("text/html").is_empty()) {
            event.prevent_default();
            put(stage.board, pictures, Spot::At(landing(stage, NOTE)));
            return;
        }
        if !text.trim().is_empty() {
            event.prevent_default();
            paste(stage, &text);
        }
    });
    on_cleanup(move || pasted.remove());
}

/// Whether words are meant where a picture comes with them: of a table's cells, and of text with
/// its form, programs give a picture as well. What is copied as a picture has no words.
fn means_words(text: &str, is_formatted: bool) -> bool {
    is_formatted && !text.trim().is_empty()
}

/// Pastes what the browser gives when it is asked, or what was copied on this board where it
/// gives nothing: for those who press a button rather than keys.
pub(super) fn paste_here(stage: Stage) {
    leptos::task::spawn_local(async move {
        match given().await {
            Some(Given::Pictures(pictures)) => {
                put(stage.board, pictures, Spot::At(landing(stage, NOTE)));
            }
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
        let types: Vec<String> = types.iter().filter_map(|name| name.as_string()).collect();
        let has = |wanted: &str| types.iter().any(|name| name == wanted);
        let words = match has("text/plain") {
            true => words_in(&item).await?,
            false => String::new(),
        };
        match types.iter().find(|name| is_picture(name)) {
            Some(picture) if !means_words(&words, has("text/html")) => {
                pictures.push(part_of(&item, picture).await?);
            }
            _ if !words.is_empty() => text = words,
            _ => {}
        }
    }
    Some(match pictures.is_empty() {
        true => Given::Text(text),
        false => Given::Pictures(pictures),
    })
}

/// What the clipboard holds of this media type.
async fn part_of(item: &ClipboardItem, media_type: &str) -> Option<Blob> {
    let part = JsFuture::from(item.get_type(media_type)).await;
    Some(part.ok()?.unchecked_into())
}

/// The words that the clipboard holds.
async fn words_in(item: &ClipboardItem) -> Option<String> {
    let words = part_of(item, "text/plain").await?.text();
    JsFuture::from(words).await.ok()?.as_string()
}

/// What is pasted: lines of text, or records of this board that come back as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pasted {
    text: String,
    own: Option<Clip>,
}

impl Pasted {
    /// What it puts on the board.
    fn more(&self, stage: Stage) -> More {
        match &self.own {
            Some(clip) => clip.more(),
            None => actions::notes_of(&self.text, &stage.note_type.get_untracked()),
        }
    }

    fn put(&self, stage: Stage) {
        let note_type = stage.note_type.get_untracked();
        // What is seen of them lies around the middle: they do not run out of the view.
        let size = actions::size_of_lines(self.more(stage).amount().records);
        let at = actions::corner_around(landing(stage, size), size);
        create_and_select(stage, |client| match &self.own {
            Some(clip) => clip.put(client),
            None => actions::notes_from_lines(client, &self.text, at, &note_type, None),
        });
    }
}

/// Puts what is pasted on the board; what makes very many notes once that was asked.
fn paste(stage: Stage, text: &str) {
    let here = Some(stage.board.pictures.session);
    let own = COPIED.with_borrow(|copied| {
        let own = copied.session == here && is_same(&copied.text, text);
        own.then(|| copied.clip.clone())
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

#[cfg(test)]
mod tests {
    use board::client::Client;
    use board::geometry::Point;
    use board::ids::{ClientId, ParticipantId};
    use board::operation::Operation;
    use board::record::{Ink, NoteType};
    use domain::wording::Locale;

    use super::*;

    /// A document in which each of these was done.
    fn with(made: &[Vec<Operation>]) -> (Document, Vec<RecordId>) {
        let mut document = Document::default();
        for operation in made.iter().flatten() {
            document.apply(operation, ParticipantId(1));
        }
        let ids = made.iter().flatten().filter_map(Operation::record);
        let ids = ids.collect();
        (document, ids)
    }

    #[test]
    fn what_is_copied_is_its_words_or_what_it_is_where_there_are_none() {
        let mut client = Client::new(ClientId::from_random(1));
        let at = Point::new(0, 0);
        let mut note = |text: &str| {
            actions::create_note(&mut client, at, NoteType::default(), text.to_owned())
        };
        let (one, other) = (note("Trop\nfort"), note("Le son"));
        let line = [at, Point::new(64, 8)];
        let line = actions::create_stroke(&mut client, &line, Ink::default());
        let (document, ids) = with(&[one, other, line]);
        let t = BoardText(Locale::Fr);
        let words = |ids: &[RecordId]| words_of(t, &document, &ids.iter().copied().collect());
        assert_eq!(words(&ids), "Trop fort\nLe son");
        assert_eq!(words(&ids[2..]), "Dessin");
        assert_eq!(words(&[]), "");
    }

    #[test]
    fn the_cells_of_a_table_are_words_and_a_picture_of_a_page_is_a_picture() {
        // Programs give a picture with each of these.
        assert!(means_words("Le son\tL'heure\n", true));
        assert!(!means_words(" \n", true));
        assert!(!means_words("ecran.png", false));
    }

    #[test]
    fn what_comes_back_is_known_however_its_lines_end() {
        assert!(is_same("Le son\nL'heure", "Le son\r\nL'heure\r\n"));
        assert!(!is_same("Le son\nL'heure", "Le son L'heure"));
        assert!(!is_same("Le son", "L'heure"));
    }
}
