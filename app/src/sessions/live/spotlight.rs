//! What a facilitator holds up for all: what it says or shows, and who signs it.

use board::ids::{ParticipantId, RecordId};
use board::record::{Content, Kind, Record};
use domain::ids::AttachmentId;
use icondata_lu::LuX;
use leptos::prelude::*;

use super::canvas::Stage;
use super::line::Sketch;
use super::people::name_of;
use super::selection::said;
use super::text::BoardText;
use crate::kit::Icon;

/// What is held up.
#[derive(Clone, PartialEq)]
struct HeldUp {
    /// Who holds it up; nothing where it is done here.
    by: Option<ParticipantId>,
    id: RecordId,
    kind: Kind,
    text: String,
    picture: Option<AttachmentId>,
    signer: Option<ParticipantId>,
}

/// What a facilitator holds up for all: read by those who see the outline, too. Who holds it up
/// knows what it is: for them it is small, with what takes it down, and the board keeps its room.
#[component]
pub(super) fn Spotlight(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let held_up = Memo::new(move |_| {
        let own = board.presence().spotlight;
        let held = board.with_company(|client| {
            let mut others = client.others().values();
            others.find_map(|(participant, shown)| Some((Some(*participant), shown.spotlight?)))
        });
        let (by, id) = held.or_else(|| Some((None, own?)))?;
        let names_hidden = board.hides_names();
        let reader = board.me.get().map(|me| me.participant);
        let reader = reader.filter(|_| !stage.for_all);
        board.with(|document| {
            let record = document.live(id)?;
            if stage.for_all && record.secrecy.hidden {
                return None;
            }
            let picture = match record.shape.content {
                Content::Image(picture) => Some(picture),
                _ => None,
            };
            Some(HeldUp {
                by,
                id,
                kind: record.shape.kind(),
                text: record.shape.text.clone(),
                picture,
                signer: signer_for(record, names_hidden, reader),
            })
        })
    });
    let by = move |by: Option<ParticipantId>| match by {
        Some(by) => t.in_the_spotlight(&name_of(board, by)),
        None => t.you_hold_up().to_owned(),
    };
    let signed = move |signer: Option<ParticipantId>| match signer {
        Some(signer) => name_of(board, signer),
        None => t.somebody().to_owned(),
    };
    move || {
        held_up.get().map(|held| {
            let picture = held.picture.map(|picture| {
                let source = board.pictures.address(picture);
                // The words below say what there is to see.
                view! { <img class="board-spotlight-picture" src=source alt="" /> }
            });
            let is_drawn = held.kind == Kind::Stroke;
            let sketch = is_drawn.then(|| {
                let look = "board-line-picture board-spotlight-picture";
                view! { <Sketch board=board id=held.id look=look /> }
            });
            let is_own = held.by.is_none();
            let lower = is_own.then(|| {
                view! {
                    <button
                        type="button"
                        class="button"
                        data-size="small"
                        on:click=move |_| board.appear(|seen| seen.spotlight = None)
                    >
                        <Icon icon=LuX />
                        {t.lower_it()}
                    </button>
                }
            });
            view! {
                <section class="board-spotlight" data-own=is_own.to_string() role="status">
                    <p class="meta">{by(held.by)}</p>
                    {picture}
                    {sketch}
                    <p class="board-spotlight-text prose">{said(t, held.kind, &held.text)}</p>
                    <p class="meta">{signed(held.signer)}</p>
                    {lower}
                </section>
            }
        })
    }
}

/// Whose name stands beside a record. Its reader knows what is theirs, signed or not; where
/// many eyes look, nobody is one.
fn signer_for(
    record: &Record,
    names_hidden: bool,
    reader: Option<ParticipantId>,
) -> Option<ParticipantId> {
    let own = reader.filter(|reader| *reader == record.author);
    record.signer(names_hidden).or(own)
}

#[cfg(test)]
mod tests {
    use board::geometry::{Point, Size};
    use board::order::OrderKey;
    use board::record::Shape;
    use board::secrecy::Secrecy;

    use super::*;

    #[test]
    fn s57_many_eyes_read_no_name_that_only_its_author_knows() {
        let (author, other) = (ParticipantId(2), ParticipantId(1));
        let record = |unsigned| Record {
            author,
            secrecy: Secrecy {
                unsigned,
                ..Secrecy::NONE
            },
            deleted: false,
            locked: false,
            shape: Shape {
                parent: None,
                order: OrderKey::default(),
                position: Point::default(),
                size: Size::new(200, 200),
                text: "Trop bas".to_owned(),
                content: Content::Text,
            },
            contested: Vec::new(),
        };
        for (unsigned, names_hidden) in [(true, false), (false, true), (true, true)] {
            let for_reader = |reader| signer_for(&record(unsigned), names_hidden, reader);
            assert_eq!(for_reader(None), None, "many eyes");
            assert_eq!(for_reader(Some(other)), None);
            assert_eq!(for_reader(Some(author)), Some(author));
        }
        assert_eq!(signer_for(&record(false), false, None), Some(author));
    }
}
