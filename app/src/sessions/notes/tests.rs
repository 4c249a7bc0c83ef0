//! What is told of what lies on a board, and in what order.

use board::actions::{create_image, create_note};
use board::client::Client;
use board::geometry::{Point, Size};
use board::ids::ClientId;
use board::operation::Operation;
use board::order::OrderKey;
use board::property::Property;
use board::record::{Ink, NoteType};
use domain::ids::AttachmentId;

use super::*;

#[test]
fn a_note_tells_of_the_picture_that_it_is_pinned_on() {
    let mut client = Client::new(ClientId::from_random(1));
    let mut document = Document::default();
    let at = Point::new(0, 0);
    let (size, shown) = (Size::new(640, 400), "L'accueil".to_owned());
    let mut made = create_image(&mut client, at, size, AttachmentId::new(), shown);
    for text in ["Trop petit", "Ailleurs"] {
        made.extend(create_note(
            &mut client,
            at,
            NoteType::default(),
            text.into(),
        ));
    }
    let ids: Vec<RecordId> = made.iter().filter_map(Operation::record).collect();
    made.push(Operation::Set(ids[1], Property::Parent(Some(ids[0]))));
    for operation in &made {
        document.apply(operation, ParticipantId(1));
    }
    let board = ReadBoard {
        document,
        names_hidden: false,
    };
    let notes = board.notes(|_| String::new());
    let told = notes
        .iter()
        .map(|note| (note.text.as_str(), note.picture.as_deref()));
    let expected = [("Trop petit", Some("L'accueil")), ("Ailleurs", None)];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

/// Puts something on a board: what the second participant puts there is hidden. Each is
/// the last of what lies there.
fn put(
    (client, document): (&mut Client, &mut Document),
    content: Content,
    text: &str,
    parent: Option<RecordId>,
    by: u32,
) -> RecordId {
    let at = Point::new(0, 0);
    let mut made = create_note(client, at, NoteType::default(), text.into());
    let [Operation::Create { id, shape, secrecy }] = made.as_mut_slice() else {
        panic!("one record");
    };
    (shape.content, shape.parent) = (content, parent);
    let count = i32::try_from(document.records().count()).expect("few");
    shape.order = OrderKey::nth(count);
    secrecy.hidden = by == 2;
    let id = *id;
    document.apply(&made[0], ParticipantId(by));
    id
}

fn note() -> Content {
    Content::Note(NoteType::default())
}

/// Two notes, two pictures, two arrows and a drawing; one of the notes is pinned on the
/// first picture, and one of the arrows leads to something that is hidden.
#[test]
fn what_lies_beside_notes_is_told_as_far_as_its_reader_sees_it() {
    let mut client = Client::new(ClientId::from_random(1));
    let mut document = Document::default();
    let mut put = |content: Content, text: &str, parent: Option<RecordId>, by: u32| {
        put((&mut client, &mut document), content, text, parent, by)
    };
    let image = || Content::Image(AttachmentId::new());
    let pinned_on = put(image(), "L'accueil", None, 1);
    put(image(), " Le menu ", None, 1);
    let pinned = put(note(), "Trop petit", Some(pinned_on), 1);
    let loose = put(note(), "", None, 1);
    let hidden = put(note(), "Secret", None, 2);
    let arrow = |from, to| Content::Connector(Ends { from, to });
    put(arrow(pinned, loose), "donc", None, 1);
    put(arrow(loose, hidden), "", None, 1);
    put(Content::Stroke(Ink::default(), Vec::new()), "", None, 1);
    let board = ReadBoard::of(&document, &[ParticipantId(1)], SessionState::Open);
    let expected = BesideNotes {
        parts: vec![part(None, &[(None, 1)])],
        empty_notes: 1,
        empty_texts: 0,
        pictures: vec!["Le menu".into()],
        arrows: vec![BoardArrow {
            from: (Kind::Note, "Trop petit".into()),
            to: (Kind::Note, String::new()),
            label: "donc".into(),
        }],
        drawings: 1,
    };
    assert_eq!(board.besides(), expected);
}

/// A frame, and how many notes lie in each of its groups.
pub(in super::super) fn part(frame: Option<&str>, groups: &[(Option<&str>, u32)]) -> BoardPart {
    let group = |&(cluster, notes): &(Option<&str>, u32)| BoardGroup {
        cluster: cluster.map(str::to_owned),
        notes,
    };
    BoardPart {
        frame: frame.map(str::to_owned),
        is_parking_lot: false,
        groups: groups.iter().map(group).collect(),
    }
}

/// Frames and clusters are told where nothing is written in them as well, unnamed ones are
/// told from what lies outside, and two of the same name from each other.
#[test]
fn s47_every_frame_and_cluster_has_its_place_among_the_notes() {
    let mut client = Client::new(ClientId::from_random(1));
    let mut document = Document::default();
    let mut put = |content: Content, text: &str, parent: Option<RecordId>| {
        put((&mut client, &mut document), content, text, parent, 1)
    };
    put(note(), "Dehors", None);
    put(Content::Frame, "Vide", None);
    let week = put(Content::Frame, "Semaine", None);
    let noise = put(Content::Cluster, "Bruit", Some(week));
    put(note(), "Trop fort", Some(noise));
    put(Content::Text, "Lundi", Some(week));
    put(Content::Cluster, "Rien", Some(week));
    let again = put(Content::Frame, "Semaine", None);
    put(note(), "Mardi", Some(again));
    let unnamed = put(Content::Frame, "", None);
    put(note(), "Quelque part", Some(unnamed));
    put(Content::Cluster, "", None);
    put(Content::Text, " ", None);
    let board = ReadBoard::of(&document, &[ParticipantId(1)], SessionState::Open);
    let besides = board.besides();
    let expected = [
        part(Some("Vide"), &[]),
        part(
            Some("Semaine"),
            &[(Some("Bruit"), 1), (None, 1), (Some("Rien"), 0)],
        ),
        part(Some("Semaine"), &[(None, 1)]),
        part(Some(""), &[(None, 1)]),
        part(None, &[(None, 1), (Some(""), 0)]),
    ];
    assert_eq!(besides.parts, expected);
    assert_eq!((besides.empty_notes, besides.empty_texts), (0, 1));
    // They stand in the order of the notes.
    let notes = board.notes(|_| String::new());
    let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    let expected = ["Trop fort", "Lundi", "Mardi", "Quelque part", "Dehors"];
    assert_eq!(texts, expected);
}

/// What was put aside is told last, by the frame's id: another of the same name is a frame.
#[test]
fn s67_the_parking_lot_is_told_last_and_as_such() {
    let mut client = Client::new(ClientId::from_random(1));
    let mut document = Document::default();
    let mut put = |content: Content, text: &str, parent: Option<RecordId>| {
        put((&mut client, &mut document), content, text, parent, 1)
    };
    let lot = put(Content::Frame, "Pour plus tard", None);
    put(note(), "Mis de côté", Some(lot));
    let frame = put(Content::Frame, "Parking", None);
    put(note(), "Un minuteur", Some(frame));
    put(note(), "Dehors", None);
    document.apply(&Operation::SetParkingLot(lot), ParticipantId(1));
    let board = ReadBoard::of(&document, &[ParticipantId(1)], SessionState::Open);
    let parts = board.besides().parts;
    let parts: Vec<_> = parts
        .iter()
        .map(|part| (part.frame.as_deref(), part.is_parking_lot))
        .collect();
    let expected = [
        (Some("Parking"), false),
        (None, false),
        (Some("Pour plus tard"), true),
    ];
    assert_eq!(parts, expected);
    let notes = board.notes(|_| String::new());
    let notes: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["Un minuteur", "Dehors", "Mis de côté"]);
    // Taken off, it is none.
    document.apply(&Operation::Delete(lot), ParticipantId(1));
    let board = ReadBoard::of(&document, &[ParticipantId(1)], SessionState::Open);
    let parts = board.besides().parts;
    assert!(parts.iter().all(|part| !part.is_parking_lot));
}

/// What is quoted is what everybody may read, in the board's words and under its names, whatever
/// a browser says. What is hidden is answered as what was never there.
#[test]
fn s18_notes_are_quoted_as_everybody_may_read_them() {
    let mut client = Client::new(ClientId::from_random(1));
    let mut document = Document::default();
    let mut put = |text: &str, by: u32| put((&mut client, &mut document), note(), text, None, by);
    let shown = put("Un minuteur", 1);
    let removed = put("Une cloche", 1);
    let hidden = put("Secret", 2);
    document.apply(&Operation::Delete(removed), ParticipantId(1));
    let sent = |record: String| NoteDraft {
        record,
        note: "Tout autre chose".into(),
        author: "9".into(),
    };
    let mut notes = [shown, removed].map(|id| sent(format!(" {id} ")));
    assert_eq!(quote(&document, &mut notes), Ok(()));
    let quoted = notes.each_ref();
    let quoted = quoted.map(|note| (note.note.as_str(), note.author.as_str()));
    assert_eq!(quoted, [("Un minuteur", "1"), ("Une cloche", "1")]);

    let never = RecordId {
        client: ClientId::from_random(7),
        number: 1,
    };
    let mut notes = [shown, hidden, never].map(|id| sent(id.to_string()));
    let problems = quote(&document, &mut notes).expect_err("two are not shown");
    assert_eq!(problems.0.len(), 2);
    for place in [1, 2] {
        let found = problems.of(&note_field(place, "record"));
        assert_eq!(found, Some(&Problem::NotShown), "{place}");
    }
    assert!(!format!("{notes:?}").contains("Secret"));

    // Shown, it is a note like any other.
    let reveal = Operation::Reveal(board::operation::Reveal::Record(hidden));
    document.apply(&reveal, ParticipantId(2));
    let mut notes = [sent(hidden.to_string())];
    assert_eq!(quote(&document, &mut notes), Ok(()));
    assert_eq!(notes[0].note, "Secret");
}
