//! Words looked for on the board: what holds them, counted, and gone to one by one.

use std::collections::BTreeSet;

use board::document::Document;
use board::ids::RecordId;
use board::outline::reading_order;
use domain::territories::fold;
use icondata_lu::{LuChevronDown, LuChevronUp, LuX};
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;

use super::canvas::Stage;
use super::controls::Act;
use super::keys::neighbour;
use super::text::BoardText;

/// Words that are looked for, whatever the case and the accents.
pub(super) struct Wanted<'a> {
    typed: &'a str,
    folded: String,
}

impl<'a> Wanted<'a> {
    pub(super) fn new(typed: &'a str) -> Self {
        Self {
            typed: typed.trim(),
            folded: fold(typed).trim().to_owned(),
        }
    }

    /// Whether a text holds them.
    pub(super) fn is_in(&self, text: &str) -> bool {
        // Nothing but signs, or nothing.
        if self.folded.is_empty() {
            return text.contains(self.typed);
        }
        fold(text).contains(&self.folded)
    }
}

/// What holds these words, in reading order; nothing where none are given.
fn found(document: &Document, wanted: &str) -> Vec<RecordId> {
    if wanted.trim().is_empty() {
        return Vec::new();
    }
    let wanted = Wanted::new(wanted);
    let mut order = reading_order(document);
    order.retain(|id| {
        let record = document.live(*id);
        record.is_some_and(|record| wanted.is_in(&record.shape.text))
    });
    order
}

/// The one after this among what was found, or before it; at the end one begins anew.
fn next(hits: &[RecordId], here: Option<RecordId>, forward: bool) -> Option<RecordId> {
    neighbour(hits, here, forward).or_else(|| neighbour(hits, None, forward))
}

/// The field over the canvas, while something is looked for.
#[component]
pub(super) fn Finder(stage: Stage) -> impl IntoView {
    let open = Memo::new(move |_| stage.finding.get());
    move || open.get().then(|| view! { <Finding stage=stage /> })
}

#[component]
fn Finding(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let field = NodeRef::<html::Input>::new();
    let wanted = RwSignal::new(String::new());
    let here = RwSignal::new(None::<RecordId>);
    let hits = Memo::new(move |_| {
        let wanted = wanted.read();
        stage.board.with(|document| found(document, &wanted))
    });
    // Asked for again, the field is there already.
    Effect::new(move || {
        stage.finding.track();
        if let Some(field) = field.get() {
            let _ = field.focus();
            field.select();
        }
    });
    let go = move |forward: bool| {
        let to = next(&hits.read_untracked(), here.get_untracked(), forward);
        here.set(to);
        if let Some(id) = to {
            stage.walked.set_value(Some(id));
            stage.board.selection.set(BTreeSet::from([id]));
            stage.show(id);
        }
    };
    let close = move || {
        stage.finding.set(false);
        stage.focus();
    };
    let key = move |event: KeyboardEvent| match (event.key().as_str(), event.shift_key()) {
        ("Escape", _) => {
            event.prevent_default();
            close();
        }
        ("Enter", true) => {
            event.prevent_default();
            go(false);
        }
        _ => {}
    };
    let told = move || {
        let hits = hits.read();
        let place = here.get();
        let place = place.and_then(|here| hits.iter().position(|id| *id == here));
        let place = place.map_or(0, |place| place.saturating_add(1));
        match hits.len() {
            _ if wanted.read().trim().is_empty() => String::new(),
            0 => t.found_nothing().to_owned(),
            all => t.found_at(&place.to_string(), &all.to_string()),
        }
    };
    view! {
        <form
            class="board-finder"
            role="search"
            aria-label=t.search_board()
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                go(true);
            }
        >
            <input
                node_ref=field
                type="search"
                aria-label=t.search_board()
                placeholder=t.search_board()
                on:keydown=key
                on:input:target=move |event| {
                    wanted.set(event.target().value());
                    here.set(None);
                    go(true);
                }
            />
            <output>{told}</output>
            <Act icon=LuChevronUp name=t.found_before() act=move || go(false) />
            <Act icon=LuChevronDown name=t.found_after() act=move || go(true) />
            <Act icon=LuX name=t.end_search() act=close />
        </form>
    }
}

#[cfg(test)]
mod tests {
    use board::actions::{create_note_in, free_place};
    use board::client::Client;
    use board::ids::{ClientId, ParticipantId};
    use board::record::NoteType;

    use super::*;

    #[test]
    fn words_are_found_in_reading_order_and_gone_through_in_a_circle() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        for text in ["Le minuteur", "Trop bruyant", "Éteindre le MINUTEUR"] {
            let at = free_place(&document, None);
            let note = NoteType::default();
            for operation in create_note_in(&mut client, None, at, note, text.into()) {
                document.apply(&operation, ParticipantId(1));
            }
        }
        let hits = found(&document, " minuteur ");
        let order = reading_order(&document);
        assert_eq!(hits, [order[0], order[2]]);
        assert_eq!(found(&document, "eteindre"), [order[2]]);
        assert!(found(&document, " ").is_empty() && found(&document, "sablier").is_empty());
        assert_eq!(next(&hits, None, true), Some(order[0]));
        assert_eq!(next(&hits, Some(order[0]), true), Some(order[2]));
        assert_eq!(next(&hits, Some(order[2]), true), Some(order[0]));
        assert_eq!(next(&hits, Some(order[0]), false), Some(order[2]));
        assert_eq!(next(&[], Some(order[0]), true), None);
    }
}
