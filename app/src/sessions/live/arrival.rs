//! Coming to a board by a link to one of its notes, such as those of the evidence.

use std::collections::BTreeSet;

use board::document::Document;
use board::ids::RecordId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::canvas::Stage;
use super::line::element_of;
use super::text::BoardText;
use crate::kit::{focus_once_drawn, query_value};

/// How it stands with the note that the address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leading {
    /// It is being looked for.
    Looking,
    /// It is selected and in view, or the reader has heard that it is not.
    Settled,
    /// It is not on the board, or not for this reader.
    Missing,
}

/// The record that an address names, where the reader is shown it.
fn named(document: &Document, name: &str) -> Option<RecordId> {
    let mut records = document.records();
    records
        .find(|(id, _)| id.to_string() == name)
        .map(|(id, _)| id)
}

/// Selects the note that the address names and brings it into view; says where there is
/// none, once the board is in step.
#[component]
pub(super) fn Arrival(
    stage: Stage,
    /// Whether the canvas shows, and not the outline.
    on_canvas: Signal<bool>,
) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let query = use_query_map();
    let name = query.with_untracked(|query| query_value(query, "note"));
    let begin = match name.is_empty() {
        true => Leading::Settled,
        false => Leading::Looking,
    };
    let leading = RwSignal::new(begin);
    Effect::new(move || {
        if leading.get() != Leading::Looking {
            return;
        }
        let live = board.standing.get().live;
        let drawn = !on_canvas.get() || stage.size.get().0 > 0.0;
        match board.with(|document| named(document, &name)) {
            Some(id) if drawn => {
                leading.set(Leading::Settled);
                lead(stage, id, on_canvas.get_untracked());
            }
            None if live => leading.set(Leading::Missing),
            _ => {}
        }
    });
    let understood = move |_| {
        leading.set(Leading::Settled);
        if on_canvas.get_untracked() {
            stage.focus();
        }
    };
    let missing = move || {
        (leading.get() == Leading::Missing).then(|| {
            view! {
                <div class="notice">
                    <p>{t.note_missing()}</p>
                    <button type="button" class="button" on:click=understood>{t.understood()}</button>
                </div>
            }
        })
    };
    // There before it says something: what comes with its text is not always read out.
    view! { <div role="status">{missing}</div> }
}

/// Takes the reader to a record, and the keyboard with them.
fn lead(stage: Stage, id: RecordId, on_canvas: bool) {
    stage.walked.set_value(Some(id));
    stage.board.selection.set(BTreeSet::from([id]));
    if on_canvas {
        stage.begin_with(id);
        stage.focus();
        return;
    }
    stage.sought_line.set(Some(id));
    focus_once_drawn(element_of(id));
}

#[cfg(test)]
mod tests {
    use board::actions::{create_note_in, delete, free_place};
    use board::client::Client;
    use board::ids::{ClientId, ParticipantId};
    use board::record::NoteType;

    use super::*;

    #[test]
    fn a_note_is_named_by_its_address_as_long_as_it_is_there() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        let at = free_place(&document, None);
        let note = create_note_in(&mut client, None, at, NoteType::default(), "Ici".into());
        for operation in note {
            document.apply(&operation, ParticipantId(1));
        }
        let (id, _) = document.records().next().expect("a note");
        assert_eq!(named(&document, &id.to_string()), Some(id));
        assert_eq!(named(&document, "9-9"), None);
        for operation in delete(&document.clone(), &BTreeSet::from([id])) {
            document.apply(&operation, ParticipantId(1));
        }
        assert_eq!(named(&document, &id.to_string()), None);
    }
}
