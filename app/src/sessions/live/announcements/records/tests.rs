//! What is told of changes on a board, and what is not.

use board::actions;
use board::client::Client;
use board::geometry::{Point, Rect};
use board::ids::ClientId;
use board::operation::{Operation, Reveal};
use board::property::Property;
use board::record::NoteType;
use board::text::TextEdit;

use super::*;

const ME: ParticipantId = ParticipantId(1);
const OTHER: ParticipantId = ParticipantId(2);

/// A board, and what its reader has been told of it.
struct Table {
    document: Document,
    client: Client,
    records: Records,
}

impl Table {
    fn new() -> Self {
        Self {
            document: Document::default(),
            client: Client::new(ClientId::from_random(1)),
            records: Records::default(),
        }
    }

    fn act(&mut self, by: ParticipantId, operations: &[Operation]) -> RecordId {
        for operation in operations {
            self.document.apply(operation, by);
        }
        operations[0].record().expect("a record")
    }

    fn note(&mut self, by: ParticipantId, text: &str) -> RecordId {
        let (at, note) = (Point::default(), NoteType::default());
        let made = actions::create_note(&mut self.client, at, note, text.into());
        self.act(by, &made)
    }

    fn frame(&mut self, by: ParticipantId, name: &str) -> RecordId {
        let area = Rect::new(Point::default(), actions::FRAME);
        let made = actions::create_frame(&mut self.client, area, name.into());
        self.act(by, &made)
    }

    fn write(&mut self, by: ParticipantId, id: RecordId, text: &str) {
        let old = self.document.live(id).expect("a record").shape.text.clone();
        let edit = TextEdit::between(&old, text);
        self.act(by, &[Operation::Edit(id, edit)]);
    }

    fn place(&mut self, by: ParticipantId, id: RecordId, holder: Option<RecordId>) {
        self.act(by, &[Operation::Set(id, Property::Parent(holder))]);
    }

    fn take_off(&mut self, by: ParticipantId, id: RecordId) {
        let operations = actions::delete(&self.document, &BTreeSet::from([id]));
        self.act(by, &operations);
    }

    /// What I hear at a look, having done something to these records myself.
    fn look(&mut self, own_deeds: &[RecordId]) -> Changes {
        let seen = Seen::all(&self.document.seen_by(ME), Some(ME));
        let own_deeds = own_deeds.iter().copied().collect();
        self.records.hear(seen, &own_deeds)
    }

    /// The same once everything has stayed as it is from one look to the next.
    fn settled(&mut self) -> Changes {
        self.look(&[]);
        self.look(&[])
    }
}

fn item(kind: Kind, name: Option<&str>) -> Item {
    Item {
        kind,
        name: name.map(str::to_owned),
    }
}

/// The same, of what nobody else sees.
fn hidden(mut operations: Vec<Operation>) -> Vec<Operation> {
    for operation in &mut operations {
        if let Operation::Create { secrecy, .. } = operation {
            secrecy.hidden = true;
        }
    }
    operations
}

#[test]
fn what_others_put_there_is_told_once_it_is_written() {
    let mut table = Table::new();
    let frame = table.frame(OTHER, "Id");
    table.note(OTHER, "Un minuteur");
    assert_eq!(table.look(&[]), Changes::default());
    table.write(OTHER, frame, "Idées");
    let added = table.look(&[]).added;
    assert_eq!(added, [item(Kind::Note, None)]);
    let added = table.look(&[]).added;
    assert_eq!(added, [item(Kind::Frame, Some("Idées"))]);
    assert_eq!(table.look(&[]), Changes::default());
}

#[test]
fn what_others_write_is_told_once_and_only_if_it_stays_another() {
    let mut table = Table::new();
    let (note, frame) = (table.note(OTHER, "Un"), table.frame(OTHER, "Idées"));
    table.settled();
    for text in ["Un m", "Un minu", "Un minuteur"] {
        table.write(OTHER, note, text);
        assert_eq!(table.look(&[]), Changes::default());
    }
    table.write(OTHER, frame, "Pistes");
    let changes = table.look(&[]);
    assert_eq!(changes.edited, [item(Kind::Note, None)]);
    assert!(changes.renamed.is_empty());
    let changes = table.look(&[]);
    assert_eq!(changes.renamed, [item(Kind::Frame, Some("Pistes"))]);
    assert!(changes.edited.is_empty());
    table.write(OTHER, note, "Un sablier");
    table.look(&[]);
    table.write(OTHER, note, "Un minuteur");
    assert_eq!(table.settled(), Changes::default());
}

#[test]
fn of_ones_own_deeds_nothing_is_told() {
    let mut table = Table::new();
    let (note, frame) = (table.note(OTHER, "Un"), table.frame(OTHER, "Idées"));
    table.settled();
    // Also from another tab.
    table.note(ME, "Une note à moi");
    table.write(ME, note, "Un minuteur");
    table.place(ME, note, Some(frame));
    assert_eq!(table.look(&[note]), Changes::default());
    assert_eq!(table.settled(), Changes::default());
    table.take_off(ME, note);
    assert_eq!(table.look(&[note]), Changes::default());
    // What somebody else does to it afterwards is theirs.
    table.write(OTHER, frame, "Pistes");
    let renamed = table.settled().renamed;
    assert_eq!(renamed, [item(Kind::Frame, Some("Pistes"))]);
}

#[test]
fn what_comes_to_lie_in_something_else_is_told_and_not_where_it_lies_there() {
    let mut table = Table::new();
    let (note, frame) = (table.note(OTHER, "Un"), table.frame(OTHER, "Idées"));
    table.settled();
    let at = Property::Position(Point::new(500, 40));
    table.act(OTHER, &[Operation::Set(note, at)]);
    assert_eq!(table.look(&[]), Changes::default());
    table.place(OTHER, note, Some(frame));
    let moved = |to: Option<(RecordId, Item)>| Move {
        item: item(Kind::Note, None),
        to,
    };
    let into = Some((frame, item(Kind::Frame, Some("Idées"))));
    assert_eq!(table.look(&[]).moved, [moved(into)]);
    table.place(OTHER, note, None);
    assert_eq!(table.look(&[]).moved, [moved(None)]);
}

#[test]
fn a_place_is_told_of_before_what_comes_into_it_and_goes_with_what_it_held() {
    let mut table = Table::new();
    let note = table.note(OTHER, "Un");
    table.settled();
    let frame = table.frame(OTHER, "Idées");
    table.place(OTHER, note, Some(frame));
    assert_eq!(table.look(&[]), Changes::default());
    let changes = table.look(&[]);
    assert_eq!(changes.added, [item(Kind::Frame, Some("Idées"))]);
    assert_eq!(changes.moved.len(), 1);
    table.take_off(OTHER, frame);
    let changes = table.look(&[]);
    assert_eq!(changes.removed, [item(Kind::Frame, Some("Idées"))]);
    assert!(changes.moved.is_empty());
}

#[test]
fn of_what_is_hidden_nothing_is_told_and_ones_own_is_when_it_is_revealed() {
    let mut table = Table::new();
    let open = table.note(OTHER, "Un");
    table.settled();
    let area = Rect::new(Point::default(), actions::FRAME);
    let made = actions::create_frame(&mut table.client, area, "Caché".into());
    let secret = table.act(OTHER, &hidden(made));
    table.place(OTHER, open, Some(secret));
    assert_eq!(table.look(&[]), Changes::default());
    assert_eq!(table.settled(), Changes::default());
    let (at, note) = (Point::default(), NoteType::default());
    let made = actions::create_note(&mut table.client, at, note, "À moi".into());
    let own = table.act(ME, &hidden(made));
    assert_eq!(table.settled(), Changes::default());
    table.act(ME, &[Operation::Reveal(Reveal::Record(own))]);
    let revealed = Changes {
        revealed: 1,
        ..Changes::default()
    };
    assert_eq!(table.look(&[own]), revealed);
    table.act(OTHER, &[Operation::Reveal(Reveal::Record(secret))]);
    let added = table.settled().added;
    assert_eq!(added, [item(Kind::Frame, Some("Caché"))]);
}

#[test]
fn of_a_long_name_the_beginning_is_told() {
    assert_eq!(short("  Idées "), Some("Idées".to_owned()));
    assert_eq!(short(" "), None);
    let long = short(&"é".repeat(NAME + 1)).expect("a name");
    assert_eq!(long, format!("{}…", "é".repeat(NAME)));
}

#[test]
fn a_board_that_has_changed_is_looked_at_until_it_rests() {
    let due = |changes: &[u64]| -> Vec<bool> {
        let mut looked = Looked::default();
        let due = changes.iter().map(|changes| looked.is_due(*changes));
        due.collect()
    };
    let (yes, no) = (true, false);
    assert_eq!(due(&[0, 0]), [yes, no]);
    assert_eq!(
        due(&[1, 1, 1, 2, 3, 3, 3]),
        [yes, yes, no, yes, yes, yes, no]
    );
}

#[test]
fn one_look_at_a_board_that_rests_tells_all_that_is_left_to_tell() {
    let mut table = Table::new();
    let (note, ideas) = (table.note(OTHER, "Un"), table.frame(OTHER, "Idées"));
    table.settled();
    let frame = table.frame(OTHER, "Pistes");
    table.place(OTHER, note, Some(frame));
    table.write(OTHER, note, "Un minuteur");
    table.write(OTHER, ideas, "Thèmes");
    assert_eq!(table.look(&[]), Changes::default());
    let changes = table.look(&[]);
    assert_eq!((changes.added.len(), changes.moved.len()), (1, 1));
    assert_eq!((changes.edited.len(), changes.renamed.len()), (1, 1));
    assert_eq!(table.look(&[]), Changes::default());
}
