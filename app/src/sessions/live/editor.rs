//! The field in which a record's text is written, on the canvas and in the outline. What
//! others type in the same text meanwhile appears in it, around the cursor, as soon as no
//! letters are being composed. What is refused stays in it while its writer goes on.

use board::document::Document;
use board::geometry::{Point, Rect, Size};
use board::ids::RecordId;
use board::lines::shown_in;
use board::operation::Operation;
use board::record::{Kind, Record};
use board::text::{Side, TextEdit};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use web_sys::{FocusOptions, HtmlTextAreaElement};

use super::canvas::Stage;
use super::engine::{Board, Told};
use super::status::refusal_words;
use super::text::BoardText;

/// The height of the field in which a picture is described, in pixels of the page.
const DESCRIPTION: f64 = 72.0;
/// The field for the words of an arrow, in board units.
const WORDS: Size = Size::new(200, 48);
/// What Safari says that a key is which composes a letter.
const COMPOSING: u32 = 229;
/// The element of what is said to writers: what they are promised, or why nothing is taken.
const PROMISE: &str = "board-promise";

/// Whether a key belongs to letters that are being composed, as with dead keys and in the
/// writing systems that take several keys for one: it ends and sends nothing.
pub(super) fn composes(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == COMPOSING
}

fn is_picture(board: Board, id: RecordId) -> bool {
    board.with_index(|document, _| {
        let record = document.live(id);
        record.is_some_and(|record| record.shape.kind() == Kind::Image)
    })
}

/// Where a record is written in on the board: an arrow half way along its line.
fn written_in(document: &Document, record: &Record) -> Option<Rect> {
    let shown = shown_in(document, record)?;
    if record.shape.kind() != Kind::Connector {
        return Some(shown);
    }
    let Point { x, y } = shown.middle();
    let corner = Point::new(
        x.saturating_sub_unsigned(WORDS.width / 2),
        y.saturating_sub_unsigned(WORDS.height / 2),
    );
    Some(Rect::new(corner, WORDS))
}

/// The field over the record that is being edited on the canvas.
#[component]
pub(super) fn Editor(stage: Stage) -> impl IntoView {
    let board = stage.board;
    // Corner, extent and size of letters, in pixels of the page.
    let place = move |id: RecordId| {
        let camera = stage.camera.get();
        let bounds = board.with(|document| written_in(document, document.live(id)?));
        let bounds = bounds.unwrap_or_default();
        let (x, y) = camera.to_screen(bounds.origin);
        let width = f64::from(bounds.size.width) * camera.scale;
        let height = f64::from(bounds.size.height) * camera.scale;
        // A picture is looked at while it is described.
        let (y, height) = match is_picture(board, id) {
            true => {
                let lowest = (stage.size.get().1 - DESCRIPTION).max(0.0);
                ((y + height).clamp(0.0, lowest), DESCRIPTION)
            }
            false => (y, height),
        };
        [x, y, width, height, 16.0 * camera.scale.clamp(0.8, 1.5)]
            .map(|length| format!("{length:.0}px"))
    };
    move || {
        board.editing.get().map(|id| {
            let length = move |which: usize| move || place(id).into_iter().nth(which);
            view! {
                <div
                    class="board-editor"
                    style:left=length(0)
                    style:top=length(1)
                    style:width=length(2)
                    style:height=length(3)
                    style:font-size=length(4)
                >
                    <TextInput board=board id=id focused=true ended=move |()| stage.focus() />
                </div>
            }
        })
    }
}

/// A field for the text of one record.
#[component]
pub(super) fn TextInput(
    /// The board.
    board: Board,
    /// Whose text.
    id: RecordId,
    /// Whether it takes the focus when it appears.
    focused: bool,
    /// What follows once its writer has finished, or the record is gone: the field goes, and
    /// the keyboard must be somewhere.
    #[prop(optional, into)]
    ended: Option<Callback<()>>,
) -> impl IntoView {
    let t = BoardText::here();
    let field = NodeRef::<html::Textarea>::new();
    let text = board.with_index(|document, _| {
        let record = document.live(id);
        record.map(|record| record.shape.text.clone())
    });
    let written = StoredValue::new(board.open_field(id));
    let composing = RwSignal::new(false);
    let end = move || {
        board.editing.set(None);
        if let Some(ended) = ended {
            ended.run(());
        }
    };
    board.appear(|seen| seen.writing = Some(id));
    Effect::new(move || {
        if let (Some(field), true) = (field.get(), focused) {
            // The field stands over its note: nothing needs to scroll there.
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = field.focus_with_options(&options);
            let end = utf16_length(&field.value());
            let _ = field.set_selection_range(end, end);
        }
    });
    // What others type meanwhile. A field that is given another value gives up the letters that
    // are being composed in it, or composes them twice.
    Effect::new(move || {
        board.follow();
        let (Some(field), false) = (field.get(), composing.get()) else {
            return;
        };
        let typed = field.value();
        let follows = written
            .try_update_value(|written| board.follow_in(written.as_mut()?, &typed))
            .flatten();
        match follows {
            None => end(),
            Some(shown) if shown.text != typed => {
                rewrite(&field, &typed, &shown.text, &shown.others);
            }
            Some(_) => {}
        }
    });
    let refusal = Memo::new(move |_| {
        board.follow();
        board.phase.track();
        let write = Operation::Edit(id, TextEdit::default());
        board.with_client(|client| client.permits(&write)).err()
    });
    // Nobody begins where nothing is taken. Whoever writes already goes on: their next letters
    // would go nowhere else.
    Effect::new(move || {
        if let Some(refusal) = refusal.get_untracked() {
            board.tell(Told::Refused(refusal));
            end();
        }
    });
    let take_in = move || {
        let Some(field) = field.get_untracked() else {
            return;
        };
        let typed = field.value();
        let caret = field.selection_end().ok().flatten().unwrap_or_default();
        let caret = scalars(&typed, caret);
        written.update_value(|written| {
            if let Some(written) = written {
                board.write(written, &typed, caret);
            }
        });
    };
    let key = move |event: KeyboardEvent| {
        let done = event.key() == "Escape"
            || event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
        if done && !composes(&event) {
            event.prevent_default();
            end();
        }
        // The keys of the canvas and the outline are letters here.
        event.stop_propagation();
    };
    on_cleanup(move || {
        // Whoever goes on in another record writes there already.
        board.appear(|seen| seen.writing = seen.writing.filter(|writing| *writing != id));
    });
    let label = match is_picture(board, id) {
        true => t.describe_picture(),
        false => t.text_of(),
    };
    // Promised where it is written, and only of what is hidden: what everybody reads already
    // is read in a private phase, too.
    let private = Memo::new(move |_| {
        board.with(|document| document.live(id).is_some_and(|it| it.secrecy.hidden))
    });
    let said = move || match refusal.get() {
        Some(refusal) => Some(t.typed_aside(refusal_words(t, refusal))),
        None => private.get().then(|| t.private_promise().to_owned()),
    };
    let promise = move || {
        let refused = refusal.get().is_some().to_string();
        said().map(|said| {
            view! { <p id=PROMISE class="board-promise" data-refused=refused>{said}</p> }
        })
    };
    view! {
        <textarea
            node_ref=field
            class="board-text"
            aria-label=label
            aria-describedby=move || said().map(|_| PROMISE)
            aria-invalid=move || refusal.get().map(|_| "true")
            placeholder=is_picture(board, id).then_some(label)
            maxlength=board::limits::MAX_TEXT.to_string()
            prop:value=text.unwrap_or_default()
            on:input=move |_| take_in()
            on:compositionstart=move |_| composing.set(true)
            on:compositionend=move |_| {
                take_in();
                composing.set(false);
            }
            on:keydown=key
            on:blur=move |_| {
                if board.editing.get_untracked() == Some(id) {
                    board.editing.set(None);
                }
            }
        ></textarea>
        {promise}
    }
}

/// Puts a text into the field in place of another, of which this edit makes it, and the cursor
/// where it belongs.
fn rewrite(field: &HtmlTextAreaElement, old: &str, new: &str, edit: &TextEdit) {
    let mapped = |offset: Option<u32>| {
        let offset = scalars(old, offset.unwrap_or_default());
        utf16(new, edit.map_offset(offset, Side::Before))
    };
    let start = mapped(field.selection_start().ok().flatten());
    let end = mapped(field.selection_end().ok().flatten());
    field.set_value(new);
    let _ = field.set_selection_range(start, end);
}

/// An offset in Unicode scalar values, from one in UTF-16 units as browsers count.
fn scalars(text: &str, units: u32) -> usize {
    let mut left = usize::try_from(units).unwrap_or(usize::MAX);
    text.chars()
        .take_while(|letter| {
            let fits = left >= letter.len_utf16();
            left = left.saturating_sub(letter.len_utf16());
            fits
        })
        .count()
}

/// An offset in UTF-16 units, from one in Unicode scalar values.
fn utf16(text: &str, scalars: usize) -> u32 {
    let units: usize = text.chars().take(scalars).map(char::len_utf16).sum();
    u32::try_from(units).unwrap_or(u32::MAX)
}

fn utf16_length(text: &str) -> u32 {
    utf16(text, usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_of_browsers_and_of_the_board_agree() {
        let text = "a😀é";
        assert_eq!(scalars(text, 0), 0);
        assert_eq!(scalars(text, 3), 2);
        assert_eq!(utf16(text, 2), 3);
        assert_eq!(utf16_length(text), 4);
        // In the middle of a character: before it.
        assert_eq!(scalars(text, 2), 1);
    }
}
