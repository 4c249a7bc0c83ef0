//! Where the next note is written in the outline. What is begun stays begun, whatever is looked
//! at meanwhile, and when the tab is gone.

use board::actions;
use board::ids::RecordId;
use board::operation::Operation;
use board::record::Kind;
use board::rules::{Refusal, Right};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use super::canvas::Stage;
use super::editor::composes;
use super::leave::Leave;
use super::outline::Rows;
use super::pictures::PictureButton;
use super::selection::said;
use super::text::BoardText;
use super::toolbar::{name_of_type, note_types};

/// Where the next note is written: it lands in the frame, cluster or picture that is chosen.
#[component]
pub(super) fn Writing(stage: Stage, rows: Memo<Rows>) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let text = NodeRef::<html::Textarea>::new();
    let parent = RwSignal::new(String::new());
    let private = move || board.phase.get().private;
    let unsigned = move || board.phase.get().names_hidden;
    let leave = Leave::to_make_one(board, Kind::Note);
    let allowed = move || leave.given();
    // Of a phase it is said what it asks for.
    let why_not = move || match board.refuses(Right::Write) {
        Some(Refusal::NotInPhase) => Some(t.no_writing_now()),
        _ => leave.why_not(),
    };
    let write = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = text.get_untracked() else {
            return;
        };
        let written = field.value();
        if written.trim().is_empty() {
            return;
        }
        let note_type = stage.note_type.get_untracked();
        let parent = place_of(&rows.read_untracked(), &parent.get_untracked());
        let mut made = None;
        let done = board.act(|client| {
            let at = actions::free_place(client.view(), parent);
            let text = written.trim().to_owned();
            let note = actions::create_note_in(client, parent, at, note_type, text);
            made = note.first().and_then(Operation::record);
            note
        });
        if done {
            field.set_value("");
            board.keep_draft(String::new());
            stage.sought_line.set(made);
        }
        let _ = field.focus();
    };
    let places = move || {
        let rows = rows.read();
        rows.order
            .iter()
            .filter_map(|id| rows.rows.get(id))
            .filter(|row| Kind::Note.fits_in(row.kind))
            .map(|row| {
                let indent = "– ".repeat(row.depth);
                let name = said(t, row.kind, &row.text);
                view! { <option value=row.id.to_string()>{indent} {name}</option> }
            })
            .collect_view()
    };
    let types = note_types()
        .into_iter()
        .enumerate()
        .map(|(place, offered)| {
            let name = name_of_type(t, &offered);
            let chosen = stage.note_type.with_untracked(|chosen| *chosen == offered);
            view! { <option value=place.to_string() selected=chosen>{name}</option> }
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
                    prop:value=board.draft()
                    on:input:target=move |event| board.keep_draft(event.target().value())
                    on:keydown=move |event| {
                        let sends = event.key() == "Enter" && !event.shift_key();
                        if sends && !composes(&event) {
                            event.prevent_default();
                            if let Some(form) = text.get_untracked().and_then(|text| text.form()) {
                                let _ = form.request_submit();
                            }
                        }
                    }
                ></textarea>
            </label>
            <p class="hint" hidden=move || !private()>{t.private_promise()}</p>
            <p class="hint" hidden=move || !(unsigned() && allowed())>{t.unsigned_promise()}</p>
            <p class="hint" hidden=allowed>{why_not}</p>
            <div class="field-row">
                <label class="field">
                    <span>{t.note_type()}</span>
                    <select on:change:target=move |event| {
                        let place = event.target().value().parse().unwrap_or_default();
                        let chosen = note_types().into_iter().nth(place);
                        stage.note_type.set(chosen.unwrap_or_default());
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
fn place_of(rows: &Rows, value: &str) -> Option<RecordId> {
    let named = rows.order.iter().find(|id| id.to_string() == value);
    named.copied()
}
