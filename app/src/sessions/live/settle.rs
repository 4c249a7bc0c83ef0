//! Settling conflicts: where an offline change met another, both values are kept until
//! somebody with the right to set the property says which one holds.

use board::document::Document;
use board::ids::{ParticipantId, RecordId};
use board::operation::Operation;
use board::property::{Property, PropertyName};
use leptos::prelude::*;

use super::canvas::Stage;
use super::deeds;
use super::people::name_of;
use super::text::BoardText;

/// A value that is kept beside the one that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Conflict {
    id: RecordId,
    text: String,
    property: PropertyName,
    by: ParticipantId,
    /// What holds, and what is kept beside, where that can be said in words.
    holds: Option<String>,
    beside: Option<String>,
}

fn conflicts(document: &Document) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for (id, record) in document.records() {
        for contested in &record.contested {
            let property = contested.value.name();
            let present = record.shape.property(property);
            conflicts.push(Conflict {
                id,
                text: record.shape.text.clone(),
                property,
                by: contested.by,
                holds: present.and_then(|value| in_words(document, &value)),
                beside: in_words(document, &contested.value),
            });
        }
    }
    conflicts
}

/// A value as people would say it; places and sizes are seen rather than said.
fn in_words(document: &Document, value: &Property) -> Option<String> {
    match value {
        Property::Type(note) => Some(note.label.clone()),
        Property::Parent(Some(parent)) => document
            .live(*parent)
            .map(|parent| parent.shape.text.clone()),
        _ => None,
    }
    .filter(|words| !words.is_empty())
}

/// The conflicts of the board, each with its two ways out.
#[component]
pub(super) fn Conflicts(
    stage: Stage,
    /// What is done once somebody went to see what is settled.
    gone: Callback<()>,
) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let open = Memo::new(move |_| board.with(conflicts));
    let rows = move || {
        let conflicts = open.get().into_iter();
        conflicts
            .map(|conflict| view! { <Line stage=stage conflict=conflict gone=gone /> })
            .collect_view()
    };
    view! {
        <section class="stack" hidden=move || open.read().is_empty()>
            <h2>{t.conflicts()}</h2>
            <p class="hint">{t.conflicts_hint()}</p>
            <ul class="card-list">{rows}</ul>
        </section>
    }
}

#[component]
fn Line(stage: Stage, conflict: Conflict, gone: Callback<()>) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let Conflict {
        id,
        text,
        property,
        by,
        holds,
        beside,
    } = conflict;
    let settle = move |adopt: bool| {
        board.act(|_| {
            vec![Operation::Settle {
                id,
                property,
                by,
                adopt,
            }]
        });
    };
    let with = |label: String, value: Option<String>| match value {
        Some(value) => t.with_value(&label, &value),
        None => label,
    };
    let theirs = with(t.adopt(&name_of(board, by)), beside);
    let kept = with(t.keep_as_is().to_owned(), holds);
    view! {
        <li class="card stack" data-gap="small">
            <p class="prose">{text}</p>
            <p class="meta">{property_name(t, property)}</p>
            <div class="cluster">
                <button type="button" class="button" on:click=move |_| settle(true)>
                    {theirs}
                </button>
                <button type="button" class="button" on:click=move |_| settle(false)>
                    {kept}
                </button>
                <button
                    type="button"
                    class="button"
                    data-kind="quiet"
                    on:click=move |_| {
                        deeds::go_to(stage, id);
                        gone.run(());
                    }
                >
                    {t.select_it()}
                </button>
            </div>
        </li>
    }
}

fn property_name(t: BoardText, property: PropertyName) -> &'static str {
    match property {
        PropertyName::Parent => t.property_parent(),
        PropertyName::Order => t.property_order(),
        PropertyName::Position => t.property_position(),
        PropertyName::Size => t.property_size(),
        PropertyName::Type => t.note_type(),
        PropertyName::Ends => t.property_ends(),
        PropertyName::Ink => t.property_ink(),
    }
}
