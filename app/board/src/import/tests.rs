//! What comes over of boards from elsewhere, and what cannot be read.

mod anything;
mod excalidraw;
mod own;
mod scrumlr;
mod table;

use super::*;
use crate::actions::bring_in;
use crate::limits::{MAX_RECORDS, MAX_TEXT};
use crate::outline::{OutlineItem, outline};
use crate::record::Record;
use crate::testing::Session;

/// What is read of a file of JSON.
fn of_json(file: &Value) -> Imported {
    read(file.to_string().as_bytes()).unwrap()
}

/// What is read of a text.
fn of_text(text: &str) -> Imported {
    read(text.as_bytes()).unwrap()
}

/// Every picture, as if it had come over under its own name.
fn pictures_of(imported: &Imported) -> BTreeMap<AttachmentId, AttachmentId> {
    let pictures = imported.pictures().into_iter();
    pictures.map(|id| (id, id)).collect()
}

/// What was read, placed on a board where it is all permitted, as its outline:
/// kind and text, set in by depth.
fn placed(imported: &Imported) -> Vec<String> {
    fn read(session: &Session, items: &[OutlineItem], depth: usize, lines: &mut Vec<String>) {
        for item in items {
            let Some(record) = session.room.document().live(item.id) else {
                continue;
            };
            let inset = "  ".repeat(depth);
            lines.push(format!(
                "{inset}{:?} {}",
                record.shape.kind(),
                record.shape.text
            ));
            read(session, &item.children, depth + 1, lines);
        }
    }
    let session = brought(imported);
    let mut lines = Vec::new();
    read(&session, &outline(session.room.document()), 0, &mut lines);
    lines
}

/// A board with a note on it already, and what was brought in.
fn brought(imported: &Imported) -> Session {
    let mut session = Session::new();
    let there = session.note(0, "déjà là");
    let operations = bring_in(&mut session.clients[0], imported, &pictures_of(imported));
    let count = operations.len();
    session.clients[0].act(operations).unwrap();
    session.sync();
    session.assert_in_step();
    let document = session.room.document();
    assert_eq!(document.records().count(), count + 1, "all of it permitted");
    let before = document.live(there).map(Record::bounds);
    for (id, record) in document.records() {
        let beside = record.shape.position.x > before.unwrap().right();
        assert!(id == there || beside, "nothing lies on what was there");
    }
    assert!(session.clients[0].undo().unwrap().is_some());
    session.sync();
    assert_eq!(
        session.room.document().records().count(),
        1,
        "taken back at once"
    );
    assert!(session.clients[0].redo().unwrap().is_some());
    session.sync();
    session
}

fn losses(imported: &Imported) -> Vec<(Loss, usize)> {
    imported
        .losses
        .iter()
        .map(|(loss, count)| (*loss, *count))
        .collect()
}

#[test]
fn what_cannot_be_read_says_why() {
    let long = "x".repeat(MAX_TEXT + 1);
    for (bytes, error) in [
        (&b""[..], ImportError::Nothing),
        (b"\n \n", ImportError::Nothing),
        (b"{}", ImportError::Unknown),
        (b"{\"elements\": []}", ImportError::Nothing),
        (b"{\"elements\": [", ImportError::Unknown),
        (b"[1, 2]", ImportError::Unknown),
        (b"\x89PNG\r\n\x1a\n\0\0", ImportError::NoText),
        (b"\xff\xfe\x00\xd8", ImportError::NoText),
    ] {
        assert_eq!(read(bytes), Err(error), "{bytes:?}");
    }
    assert_eq!(
        read(&vec![b'x'; MAX_IMPORT + 1]),
        Err(ImportError::TooLarge)
    );
    let cut = of_text(&long);
    assert_eq!(losses(&cut), [(Loss::LongTexts, 1)]);
}

#[test]
fn a_full_board_takes_what_it_has_room_for() {
    let lines: String = (0..MAX_RECORDS + 10)
        .map(|line| format!("{line}\n"))
        .collect();
    let imported = of_text(&lines);
    let mut session = Session::new();
    session.note(0, "déjà là");
    let operations = bring_in(&mut session.clients[0], &imported, &pictures_of(&imported));
    assert_eq!(operations.len(), MAX_RECORDS - 1);
}
