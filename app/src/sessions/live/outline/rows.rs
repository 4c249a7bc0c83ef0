//! The lines of the outline: what each tells of its record.

use std::collections::HashMap;

use board::document::Document;
use board::geometry::{Point, Size};
use board::ids::{ParticipantId, RecordId};
use board::outline::{OutlineItem, outline};
use board::record::{Content, Ends, Kind, NoteType, Record};
use domain::ids::AttachmentId;

/// One line of the outline.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::sessions::live) struct Row {
    pub id: RecordId,
    pub depth: usize,
    pub kind: Kind,
    pub text: String,
    pub note: Option<NoteType>,
    pub picture: Option<AttachmentId>,
    pub author: ParticipantId,
    pub hidden: bool,
    pub locked: bool,
    pub contested: usize,
    /// Of a line drawn freehand, where it lies.
    pub drawn: Option<Drawn>,
    /// Of an arrow, what it joins.
    pub ends: Option<Ends>,
}

/// Where something lies that is not told by its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sessions::live) struct Drawn {
    pub size: Size,
    /// Measured from the corner of what it lies in, else from the origin of the board.
    pub at: Point,
    pub within: Option<RecordId>,
}

/// The lines in reading order, and each by its record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::sessions::live) struct Rows {
    pub order: Vec<RecordId>,
    pub rows: HashMap<RecordId, Row>,
}

/// The records of a board in reading order.
pub(super) fn rows_of(document: &Document) -> Rows {
    fn read(document: &Document, inside: (Option<RecordId>, &[OutlineItem]), rows: &mut Rows) {
        let (holder, items) = inside;
        for item in items {
            if let Some(record) = document.live(item.id) {
                rows.order.push(item.id);
                let holder = holder.and_then(|id| Some((id, document.live(id)?)));
                let depth = holder.and_then(|(id, _)| rows.rows.get(&id));
                let depth = depth.map_or(0, |holder| holder.depth.saturating_add(1));
                let row = row(item.id, record, depth, holder);
                rows.rows.insert(item.id, row);
            }
            read(document, (Some(item.id), &item.children), rows);
        }
    }
    let mut found = Rows::default();
    read(document, (None, &outline(document)), &mut found);
    found
}

/// A record, and what it lies in, if anything.
fn row(id: RecordId, record: &Record, depth: usize, holder: Option<(RecordId, &Record)>) -> Row {
    let drawn = (record.shape.kind() == Kind::Stroke).then(|| {
        let corner = holder.map_or(Point::default(), |(_, holder)| holder.shape.position);
        let Point { x, y } = record.shape.position;
        Drawn {
            size: record.shape.size,
            at: Point::new(x.saturating_sub(corner.x), y.saturating_sub(corner.y)),
            within: holder.map(|(id, _)| id),
        }
    });
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
        drawn,
        ends: match record.shape.content {
            Content::Connector(ends) => Some(ends),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use board::actions;
    use board::client::Client;
    use board::geometry::Rect;
    use board::ids::ClientId;
    use board::operation::Operation;
    use board::property::Property;
    use board::record::Ink;

    use super::*;

    fn apply(document: &mut Document, operations: &[Operation]) -> Option<RecordId> {
        for operation in operations {
            document.apply(operation, ParticipantId(1));
        }
        operations.first().and_then(Operation::record)
    }

    #[test]
    fn a_drawing_stands_in_a_line_and_is_measured_from_what_it_lies_in() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        let area = Rect::new(Point::new(100, 50), actions::FRAME);
        let made = actions::create_frame(&mut client, area, "Idées".into());
        let frame = apply(&mut document, &made).expect("a frame");
        let points = [Point::new(120, 40), Point::new(184, 48)];
        let made = actions::create_stroke(&mut client, &points, Ink::default());
        let line = apply(&mut document, &made).expect("a line");
        let drawn = |document: &Document| {
            let rows = rows_of(document);
            let row = rows.rows.get(&line).cloned().expect("a row");
            (row.depth, row.drawn.expect("a drawing"))
        };
        let loose = Drawn {
            size: Size::new(65, 9),
            at: Point::new(120, 40),
            within: None,
        };
        assert_eq!(drawn(&document), (0, loose));
        apply(
            &mut document,
            &[Operation::Set(line, Property::Parent(Some(frame)))],
        );
        let inside = Drawn {
            at: Point::new(20, -10),
            within: Some(frame),
            ..loose
        };
        assert_eq!(drawn(&document), (1, inside));
        // Of all else the words are told.
        assert_eq!(rows_of(&document).rows[&frame].drawn, None);
    }

    #[test]
    fn an_arrow_stands_in_a_line_with_what_it_joins() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        let mut put = |content: Content| {
            let at = Point::default();
            let mut made =
                actions::create_note(&mut client, at, NoteType::default(), String::new());
            if let [Operation::Create { shape, .. }] = made.as_mut_slice() {
                shape.content = content;
            }
            apply(&mut document, &made).expect("a record")
        };
        let [from, to] = [(); 2].map(|()| put(Content::Note(NoteType::default())));
        let ends = Ends { from, to };
        let arrow = put(Content::Connector(ends));
        let rows = rows_of(&document).rows;
        assert_eq!(rows[&arrow].ends, Some(ends));
        assert_eq!(rows[&from].ends, None);
    }
}
