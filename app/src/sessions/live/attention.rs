//! Calling everyone's attention: which part of the board a caller shows, and how those who
//! are called get there, on the canvas and in the outline.

use std::collections::BTreeSet;

use board::document::Document;
use board::geometry::Rect;
use board::ids::RecordId;
use board::lines::shown_in;
use board::record::Kind;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use super::canvas::Stage;
use super::outline::show_line;
use super::people::name_of;
use super::text::BoardText;

/// Has others see what this person sees for as long as they call, also when that moves on,
/// whatever panel is open beside the board.
pub(super) fn follow_calling(stage: Stage, on_canvas: Signal<bool>) {
    let board = stage.board;
    let calling = Memo::new(move |_| board.presence().attention);
    Effect::new(move || {
        let shown = if calling.get() {
            part_shown(stage, on_canvas.get())
        } else {
            None
        };
        board.appear(|presence| presence.view = shown);
    });
}

/// What the canvas shows; in the outline, what is selected there, or else everything.
fn part_shown(stage: Stage, on_canvas: bool) -> Option<Rect> {
    let size = stage.size.get();
    if on_canvas && size.0 > 0.0 {
        return Some(stage.camera.get().visible(size));
    }
    let selected = stage.board.selection.get();
    stage
        .board
        .with_index(|document, _| part_of(document, &selected))
}

/// The part of the board that some records take up, or all where none is meant.
fn part_of(document: &Document, meant: &BTreeSet<RecordId>) -> Option<Rect> {
    let together = |all: bool| {
        let records = document.records();
        let records = records.filter(|(id, _)| all || meant.contains(id));
        let bounds = records.filter_map(|(_, record)| shown_in(document, record));
        bounds.reduce(|all, one| all.union(&one))
    };
    together(false).or_else(|| together(true))
}

/// The record whose middle is nearest to that of a part of the board.
fn nearest(document: &Document, part: Rect) -> Option<RecordId> {
    let middle = |rect: Rect| {
        let twice = |from: i32, to: i32| i64::from(from).saturating_add(i64::from(to));
        (
            twice(rect.origin.x, rect.right()),
            twice(rect.origin.y, rect.bottom()),
        )
    };
    let (x, y) = middle(part);
    let records = document
        .records()
        .filter(|(_, record)| record.shape.kind() != Kind::Connector);
    let nearest = records.min_by_key(|(id, record)| {
        let at = middle(record.bounds());
        let (dx, dy) = (
            i128::from(at.0.saturating_sub(x)),
            i128::from(at.1.saturating_sub(y)),
        );
        let distance = dx.saturating_mul(dx).saturating_add(dy.saturating_mul(dy));
        (distance, *id)
    });
    nearest.map(|(id, _)| id)
}

/// Where somebody is led who is called.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Goal {
    /// A part of the canvas, of so many pixels.
    Part(Rect, (f64, f64)),
    /// A line of the outline.
    Line(RecordId),
}

/// Whoever is called by a facilitator sees what the facilitator sees, unless they do not
/// want to.
#[component]
pub(super) fn Attention(
    stage: Stage,
    /// Whether the canvas shows, and not the outline.
    on_canvas: Signal<bool>,
) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let staying = RwSignal::new(false);
    let caller = Memo::new(move |_| {
        // Two who call at once do not lead each other about.
        if board.presence().attention {
            return None;
        }
        board.with_company(|client| {
            let calling = client.others().values().find(|(_, shown)| shown.attention);
            calling.map(|(participant, shown)| (*participant, shown.view))
        })
    });
    let goal = Memo::new(move |_| {
        let (_, part) = caller.get()?;
        let part = part.filter(|_| !staying.get())?;
        if on_canvas.get() {
            let size = stage.size.get();
            return (size.0 > 0.0).then_some(Goal::Part(part, size));
        }
        let line = board.with_index(|document, _| nearest(document, part));
        line.map(Goal::Line)
    });
    Effect::new(move || match goal.get() {
        Some(Goal::Part(part, size)) => stage.lead(part, size),
        Some(Goal::Line(id)) => lead_to(stage, id),
        None => {}
    });
    // Whoever did not follow one call is asked again by the next.
    Effect::new(move || {
        if caller.get().is_none() && staying.get_untracked() {
            staying.set(false);
        }
    });
    move || {
        caller.get().map(|(participant, _)| {
            // Facilitators alone call: that it is one is no secret while names are.
            let said = move || match board.phase.get().names_hidden {
                true => t.called().to_owned(),
                false => t.called_by(&name_of(board, participant)),
            };
            view! {
                <div class="notice board-call" role="status">
                    <p>{said}</p>
                    <button
                        type="button"
                        class="button"
                        aria-pressed=move || staying.get().to_string()
                        on:click=move |_| staying.update(|staying| *staying = !*staying)
                    >
                        {t.stay_here()}
                    </button>
                </div>
            }
        })
    }
}

/// Brings a line of the outline into view, unless somebody writes. What is selected stays.
fn lead_to(stage: Stage, id: RecordId) {
    if !is_writing() {
        show_line(stage, id, false);
    }
}

/// Whether somebody is in the midst of a text: it is not moved away from under their hands.
fn is_writing() -> bool {
    let field = document().active_element();
    let field = field.and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok());
    field.is_some_and(|field| !field.value().is_empty())
}

#[cfg(test)]
mod tests {
    use board::actions;
    use board::client::Client;
    use board::geometry::{Point, Size};
    use board::ids::{ClientId, ParticipantId};
    use board::record::NoteType;

    use super::*;

    /// Two notes, far from each other.
    fn two_notes() -> (Document, RecordId, RecordId) {
        let mut document = Document::default();
        let mut client = Client::new(ClientId::from_random(1));
        let mut put = |x: i32| {
            let at = Point::new(x, 0);
            let operations =
                actions::create_note(&mut client, at, NoteType::default(), String::new());
            for operation in &operations {
                document.apply(operation, ParticipantId(1));
            }
            operations[0].record().expect("a note")
        };
        let (near, far) = (put(0), put(5_000));
        (document, near, far)
    }

    #[test]
    fn the_outline_leads_to_what_is_nearest_to_the_place_that_is_shown() {
        let (document, near, far) = two_notes();
        let around = |x: i32| Rect::new(Point::new(x, -300), Size::new(800, 600));
        assert_eq!(nearest(&document, around(-300)), Some(near));
        assert_eq!(nearest(&document, around(4_000)), Some(far));
        assert_eq!(nearest(&Document::default(), around(0)), None);
    }

    #[test]
    fn who_calls_from_the_outline_shows_what_they_have_selected_or_everything() {
        let (document, _, far) = two_notes();
        let selected = part_of(&document, &BTreeSet::from([far])).expect("a part");
        assert_eq!(Some(selected), document.live(far).map(|note| note.bounds()));
        let all = part_of(&document, &BTreeSet::new()).expect("a part");
        assert!(all.size.width > 4_900);
        assert_eq!(part_of(&Document::default(), &BTreeSet::new()), None);
    }
}
