//! The board as a text: frames, clusters and notes in reading order. Everything that can
//! be done on the canvas with notes can be done here, by keyboard and screen reader, and
//! changes the same document in the same way.

use std::collections::{BTreeSet, HashMap};

use board::actions;
use board::document::Document;
use board::ids::RecordId;
use board::outline::{OutlineItem, outline};
use board::record::{Content, Kind, NoteType, Record};
use domain::ids::AttachmentId;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use super::editor::TextInput;
use super::engine::Board;
use super::menu::RowMenu;
use super::people::name_of;
use super::pictures::PictureButton;
use super::text::BoardText;
use super::theme::paper_of;
use super::toolbar::note_types;

/// One line of the outline.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub id: RecordId,
    depth: usize,
    pub kind: Kind,
    text: String,
    note: Option<NoteType>,
    picture: Option<AttachmentId>,
    author: board::ids::ParticipantId,
    pub hidden: bool,
    pub locked: bool,
    contested: usize,
}

/// The lines in reading order, and each by its record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rows {
    pub order: Vec<RecordId>,
    pub rows: HashMap<RecordId, Row>,
}

fn rows(document: &Document) -> Rows {
    fn read(document: &Document, items: &[OutlineItem], depth: usize, rows: &mut Rows) {
        for item in items {
            if let Some(record) = document.live(item.id) {
                rows.order.push(item.id);
                rows.rows.insert(item.id, row(item.id, record, depth));
            }
            read(document, &item.children, depth.saturating_add(1), rows);
        }
    }
    let mut found = Rows::default();
    read(document, &outline(document), 0, &mut found);
    found
}

fn row(id: RecordId, record: &Record, depth: usize) -> Row {
    Row {
        id,
        depth,
        kind: record.shape.kind(),
        text: record.shape.text.clone(),
        note: match &record.shape.content {
            Content::Note(note) => Some(note.clone()),
            _ => None,
        },
        picture: match record.shape.content {
            Content::Image(picture) => Some(picture),
            _ => None,
        },
        author: record.author,
        hidden: record.secrecy.hidden,
        locked: record.locked,
        contested: record.contested.len(),
    }
}

/// The board as a text.
#[component]
pub(super) fn Outline(board: Board) -> impl IntoView {
    let t = BoardText::here();
    let rows = Memo::new(move |_| board.with(rows));
    let sought = RwSignal::new(String::new());
    let shown = Memo::new(move |_| {
        let wanted = sought.get().to_lowercase();
        let rows = rows.read();
        let mut order = rows.order.clone();
        order.retain(|id| {
            let text = rows.rows.get(id).map(|row| row.text.as_str());
            text.is_some_and(|text| text.to_lowercase().contains(&wanted))
        });
        order
    });
    let empty = move || shown.read().is_empty();
    view! {
        <div class="board-outline stack">
            <Writing board=board rows=rows />
            <label class="field">
                <span>{t.search_board()}</span>
                <input type="search" on:input:target=move |event| sought.set(event.target().value()) />
            </label>
            <p hidden=move || !empty()>{t.outline_empty()}</p>
            <ol class="board-rows" aria-label=t.outline()>
                <For each=move || shown.get() key=|id| *id let(id)>
                    <Line board=board id=id rows=rows />
                </For>
            </ol>
        </div>
    }
}

/// Where the next note is written: it lands in the frame or cluster that is chosen.
#[component]
fn Writing(board: Board, rows: Memo<Rows>) -> impl IntoView {
    let t = BoardText::here();
    let text = NodeRef::<html::Textarea>::new();
    let parent = RwSignal::new(String::new());
    let kind = RwSignal::new(0_usize);
    let private = move || board.phase.get().private;
    let allowed = move || board.leads() || board.phase.get().write;
    let write = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = text.get_untracked() else {
            return;
        };
        let written = field.value();
        if written.trim().is_empty() {
            return;
        }
        let note_type = note_types()
            .into_iter()
            .nth(kind.get_untracked())
            .unwrap_or_default();
        let parent = place_of(&rows.read_untracked(), &parent.get_untracked());
        let done = board.act(|client| {
            let at = actions::free_place(client.view(), parent);
            actions::create_note_in(client, parent, at, note_type, written.trim().to_owned())
        });
        if done {
            field.set_value("");
        }
        let _ = field.focus();
    };
    let places = move || {
        let rows = rows.read();
        rows.order
            .iter()
            .filter_map(|id| rows.rows.get(id))
            .filter(|row| matches!(row.kind, Kind::Frame | Kind::Cluster))
            .map(|row| {
                let indent = "– ".repeat(row.depth);
                let name = name_of_place(t, row);
                view! { <option value=row.id.to_string()>{indent} {name}</option> }
            })
            .collect_view()
    };
    let types = note_types()
        .into_iter()
        .enumerate()
        .map(|(place, offered)| {
            let name = match offered.label.as_str() {
                "" => t.plain_note().to_owned(),
                label => label.to_owned(),
            };
            view! { <option value=place.to_string()>{name}</option> }
        })
        .collect_view();
    view! {
        <form class="board-writing card" on:submit=write>
            <label class="field">
                <span>{t.new_note()}</span>
                <textarea
                    node_ref=text
                    rows="2"
                    disabled=move || !allowed()
                    maxlength=board::limits::MAX_TEXT.to_string()
                    on:keydown=move |event| {
                        if event.key() == "Enter" && !event.shift_key() {
                            event.prevent_default();
                            if let Some(form) = text.get_untracked().and_then(|text| text.form()) {
                                let _ = form.request_submit();
                            }
                        }
                    }
                ></textarea>
            </label>
            <p class="hint" hidden=move || !private()>{t.private_promise()}</p>
            <p class="hint" hidden=allowed>{t.no_writing_now()}</p>
            <div class="field-row">
                <label class="field">
                    <span>{t.note_type()}</span>
                    <select on:change:target=move |event| {
                        kind.set(event.target().value().parse().unwrap_or_default());
                    }>{types}</select>
                </label>
                <label class="field">
                    <span>{t.place()}</span>
                    <select on:change:target=move |event| parent.set(event.target().value())>
                        <option value="">{t.on_the_board()}</option>
                        {places}
                    </select>
                </label>
            </div>
            <div class="cluster">
                <button class="button" data-kind="primary" type="submit" disabled=move || !allowed()>
                    {t.add_note()}
                </button>
                <PictureButton board=board named=true at=move || {
                    board.with_index(|document, _| actions::free_place(document, None))
                } />
            </div>
        </form>
    }
}

/// The record that a field's value names.
pub(super) fn place_of(rows: &Rows, value: &str) -> Option<RecordId> {
    let named = rows.order.iter().find(|id| id.to_string() == value);
    named.copied()
}

pub(super) fn name_of_place(t: BoardText, row: &Row) -> String {
    if row.text.is_empty() {
        match row.kind {
            Kind::Frame => t.frame().to_owned(),
            _ => t.cluster().to_owned(),
        }
    } else {
        row.text.clone()
    }
}

/// One record: its text, what it is, and what can be done with it.
#[component]
fn Line(board: Board, id: RecordId, rows: Memo<Rows>) -> impl IntoView {
    let t = BoardText::here();
    let row = Memo::new(move |_| rows.read().rows.get(&id).cloned());
    let selected = move || board.selection.read().contains(&id);
    let editing = Memo::new(move |_| board.editing.get() == Some(id));
    let button = NodeRef::<html::Button>::new();
    // Who ends writing stands where they began.
    Effect::new(move |was: Option<bool>| {
        let now = editing.get();
        if let (Some(true), false, Some(button)) = (was, now, button.get()) {
            let _ = button.focus();
        }
        now
    });
    let text = move || {
        if editing.get() {
            return view! { <TextInput board=board id=id focused=true /> }.into_any();
        }
        let said = move || row.get().map(|row| said(t, &row));
        view! {
            <button
                node_ref=button
                type="button"
                class="board-line"
                aria-pressed=move || selected().to_string()
                on:click=move |_| board.selection.set(BTreeSet::from([id]))
                on:dblclick=move |_| board.editing.set(Some(id))
                on:keydown=move |event| {
                    let done = match (event.key().as_str(), event.alt_key()) {
                        ("F2", _) => {
                            board.editing.set(Some(id));
                            true
                        }
                        ("Delete", _) => delete(board, id),
                        ("ArrowUp", true) => shift(board, id, false),
                        ("ArrowDown", true) => shift(board, id, true),
                        _ => false,
                    };
                    if done {
                        event.prevent_default();
                    }
                }
            >
                {said}
            </button>
        }
        .into_any()
    };
    let depth = move || row.get().map(|row| row.depth.to_string());
    let paper = move || {
        let note = row.get().and_then(|row| row.note)?;
        Some(format!("var({})", paper_of(note.colour)))
    };
    let kind = move || row.get().map(|row| kind_code(row.kind));
    let level = move || row.get().map(|row| row.depth.saturating_add(1).to_string());
    let picture = Memo::new(move |_| row.get().and_then(|row| row.picture));
    let picture = move || {
        picture.get().map(|picture| {
            let source = board.pictures.address(picture);
            // The line says what there is to see.
            view! { <img class="board-line-picture" src=source alt="" loading="lazy" /> }
        })
    };
    let about = move || {
        row.get().map(|row| {
            let label = row
                .note
                .map(|note| note.label)
                .filter(|label| !label.is_empty());
            let label = label.map(|label| view! { <span class="badge">{label}</span> });
            let hidden = row
                .hidden
                .then(|| view! { <span class="badge" data-tone="info">{t.only_you()}</span> });
            let contested = (row.contested > 0).then(
                || view! { <span class="badge" data-tone="warn">{t.contested_mark()}</span> },
            );
            let locked = row
                .locked
                .then(|| view! { <span class="badge">{t.locked_mark()}</span> });
            view! {
                <span class="meta">{label} {hidden} {locked} {contested} {name_of(board, row.author)}</span>
            }
        })
    };
    view! {
        <li style=("--depth", depth) style=("--paper-of", paper) data-kind=kind attr:aria-level=level>
            {text}
            {picture}
            {about}
            <RowMenu board=board id=id rows=rows />
        </li>
    }
}

fn kind_code(kind: Kind) -> &'static str {
    match kind {
        Kind::Note => "note",
        Kind::Frame => "frame",
        Kind::Cluster => "cluster",
        Kind::Connector => "connector",
        Kind::Text => "text",
        Kind::Stroke => "stroke",
        Kind::Image => "image",
    }
}

/// What a record says, or what it is where it says nothing.
fn said(t: BoardText, row: &Row) -> String {
    if !row.text.is_empty() {
        return row.text.clone();
    }
    match row.kind {
        Kind::Note => t.empty_note(),
        Kind::Frame => t.frame(),
        Kind::Cluster => t.cluster(),
        Kind::Connector => t.connector(),
        Kind::Text => t.text(),
        Kind::Stroke => t.stroke(),
        Kind::Image => t.image(),
    }
    .to_owned()
}

pub(super) fn delete(board: Board, id: RecordId) -> bool {
    board.act(|client| actions::delete(client.view(), &BTreeSet::from([id])))
}

pub(super) fn shift(board: Board, id: RecordId, down: bool) -> bool {
    board.act(|client| actions::shift(client.view(), id, down));
    true
}
