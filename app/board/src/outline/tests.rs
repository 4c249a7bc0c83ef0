use super::*;
use crate::ids::{ClientId, ParticipantId};
use crate::operation::Operation;
use crate::record::{Content, Ends, NoteType};
use crate::testing::{create, shape};

const ME: ParticipantId = ParticipantId(1);

fn id(number: u32) -> RecordId {
    RecordId {
        client: ClientId::from_random(1),
        number,
    }
}

fn board() -> Document {
    let note = || Content::Note(NoteType::default());
    let mut document = Document::default();
    for (number, content, parent, place) in [
        (1, Content::Frame, None, 2),
        (2, Content::Frame, None, 1),
        (3, Content::Cluster, Some(1), 0),
        (4, note(), Some(3), 7),
        (5, note(), Some(3), 3),
        (6, note(), Some(1), -1),
        (7, note(), None, 0),
    ] {
        let mut shape = shape(content, "");
        shape.parent = parent.map(id);
        shape.order = OrderKey::nth(place);
        document.apply(&create(id(number), shape), ME);
    }
    document
}

/// The outline as numbers, children in brackets.
fn written(items: &[OutlineItem]) -> String {
    let item = |item: &OutlineItem| match item.children.as_slice() {
        [] => item.id.number.to_string(),
        children => format!("{}[{}]", item.id.number, written(children)),
    };
    items.iter().map(item).collect::<Vec<_>>().join(" ")
}

#[test]
fn s47_the_outline_reads_frame_cluster_note_in_order() {
    assert_eq!(written(&outline(&board())), "7 2 1[6 3[5 4]]");
}

#[test]
fn s47_nothing_on_the_board_is_missing_from_the_outline() {
    let mut document = board();
    document.apply(&Operation::Delete(id(3)), ME);
    assert_eq!(written(&outline(&document)), "7 2 1[6] 5 4");
}

#[test]
fn s47_an_arrow_shows_where_both_of_its_ends_do() {
    let mut document = board();
    let ends = Ends {
        from: id(4),
        to: id(7),
    };
    let mut arrow = shape(Content::Connector(ends), "donc");
    arrow.order = OrderKey::nth(9);
    document.apply(&create(id(8), arrow), ME);
    assert_eq!(written(&outline(&document)), "7 2 1[6 3[5 4]] 8");
    for end in ends.both() {
        document.apply(&Operation::Delete(end), ME);
        assert!(!reading_order(&document).contains(&id(8)));
        document.apply(&Operation::Restore(end), ME);
        assert!(reading_order(&document).contains(&id(8)));
    }
}
