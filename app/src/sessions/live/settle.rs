//! Settling conflicts: where an offline change met another, both values are kept until
//! somebody with the right to set the property says which one holds.

use board::document::Document;
use board::ids::{ParticipantId, RecordId};
use board::labels::label_in;
use board::operation::Operation;
use board::property::{Property, PropertyName};
use leptos::prelude::*;

use super::canvas::Stage;
use super::deeds;
use super::leave::{Leave, refused};
use super::people::name_of;
use super::text::BoardText;
use crate::preferences::locale;

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

impl Conflict {
    /// What settles it: one of the two values holds from then on.
    fn settled(&self, adopt: bool) -> Operation {
        Operation::Settle {
            id: self.id,
            property: self.property,
            by: self.by,
            adopt,
        }
    }
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
        Property::Type(note) => Some(label_in(locale(), &note.label).to_owned()),
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
    let [adopted, left] = [true, false].map(|adopt| conflict.settled(adopt));
    let would = adopted.clone();
    let leave = Leave::to_do(board, move |_| {
        // It may be locked meanwhile.
        board.follow();
        vec![would.clone()]
    });
    let settle = move |settled: &Operation| {
        if leave.or_tell() {
            board.act(|_| vec![settled.clone()]);
        }
    };
    let Conflict {
        id,
        text,
        property,
        by,
        holds,
        beside,
    } = conflict;
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
                <button
                    type="button"
                    class="button"
                    title=move || leave.why_not()
                    aria-disabled=move || refused(Some(leave))
                    on:click=move |_| settle(&adopted)
                >
                    {theirs}
                </button>
                <button
                    type="button"
                    class="button"
                    title=move || leave.why_not()
                    aria-disabled=move || refused(Some(leave))
                    on:click=move |_| settle(&left)
                >
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

#[cfg(test)]
mod tests {
    use board::actions::create_note;
    use board::client::Client;
    use board::geometry::Point;
    use board::ids::ClientId;
    use board::record::NoteType;
    use board::rules::{Author, Member, Phase, Refusal, Role, permit};

    use super::*;

    #[test]
    fn s22_what_would_settle_a_conflict_is_what_the_rules_are_asked_about() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        let at = Point::default();
        let mut done = create_note(&mut client, at, NoteType::default(), "Le son".into());
        let id = done[0].record().expect("a note");
        let elsewhere = Property::Position(Point::new(40, 0));
        done.push(Operation::Contest(id, elsewhere.clone()));
        for operation in &done {
            document.apply(operation, ParticipantId(1));
        }
        let found = conflicts(&document);
        let [conflict] = found.as_slice() else {
            panic!("one conflict");
        };
        let answers = |document: &Document, role: Role| {
            let member = Member {
                participant: ParticipantId(2),
                role,
            };
            let author = Author {
                client: ClientId::from_random(2),
                member,
            };
            [true, false].map(|adopt| permit(document, author, &conflict.settled(adopt)))
        };
        let both = |answer: Result<(), Refusal>| [answer; 2];
        assert_eq!(answers(&document, Role::Participant), both(Ok(())));
        let observes = answers(&document, Role::Observer);
        assert_eq!(observes, both(Err(Refusal::NotYours)));
        let mut locked = document.clone();
        locked.apply(&Operation::Lock(id, true), ParticipantId(9));
        let refused = answers(&locked, Role::Participant);
        assert_eq!(refused, both(Err(Refusal::Locked)));
        assert_eq!(answers(&locked, Role::Facilitator), both(Ok(())));
        let phase = Phase {
            arrange: false,
            ..Phase::OPEN
        };
        let mut still = document.clone();
        still.apply(&Operation::SetPhase(phase), ParticipantId(9));
        let refused = answers(&still, Role::Participant);
        assert_eq!(refused, both(Err(Refusal::NotInPhase)));
        // Either way out ends it; one of them takes the other value.
        let place = |document: &Document| {
            let record = document.live(id).expect("a note");
            record.shape.property(PropertyName::Position)
        };
        for (adopt, holds) in [(true, Some(elsewhere)), (false, place(&document))] {
            let mut settled = document.clone();
            settled.apply(&conflict.settled(adopt), ParticipantId(2));
            assert!(conflicts(&settled).is_empty());
            assert_eq!(place(&settled), holds);
        }
    }
}
