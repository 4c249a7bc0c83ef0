use std::collections::BTreeMap;

use super::*;
use crate::geometry::Size;
use crate::ids::{ClientId, ParticipantId};
use crate::record::{Ends, NoteType};
use crate::testing::{create, shape};

fn id(number: u32) -> RecordId {
    RecordId {
        client: ClientId::from_random(1),
        number,
    }
}

/// A board with these records, each in a place of its own.
fn board(contents: Vec<(Content, &str)>) -> Document {
    let mut document = Document::default();
    for (number, (content, text)) in (1..).zip(contents) {
        let mut shape = shape(content, text);
        let place = i32::try_from(number).expect("small") * 300;
        shape.position = Point::new(place, -40);
        shape.size = Size::new(200, 120);
        document.apply(&create(id(number), shape), ParticipantId(1));
    }
    document
}

fn note(label: &str) -> Content {
    Content::Note(NoteType {
        colour: Colour::Green,
        label: label.into(),
    })
}

/// Every element is closed, and nothing typed is markup.
#[test]
fn what_was_typed_is_no_markup() {
    let hostile = "<script>alert(1)</script>\u{8}\"&";
    let document = board(vec![
        (note(hostile), hostile),
        (Content::Frame, hostile),
        (Content::Text, hostile),
    ]);
    let picture = svg(&document, Locale::Fr, (hostile, hostile), &BTreeMap::new());
    assert!(!picture.contains("<script"), "{picture}");
    assert!(!picture.contains('\u{8}'));
    assert!(picture.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    let opened = picture.matches('<').count() - picture.matches("</").count();
    let closed = picture.matches("</").count() + picture.matches("/>").count();
    assert_eq!(opened, closed, "{picture}");
}

#[test]
fn everything_on_the_board_is_drawn() {
    let points = vec![Point::new(0, 0), Point::new(10, 20)];
    let joined = Ends {
        from: id(1),
        to: id(2),
    };
    let document = board(vec![
        (note("idée"), "Un minuteur"),
        (Content::Frame, "Semaine"),
        (Content::Cluster, "Bruit"),
        (Content::Text, "Titre"),
        (Content::Stroke(Ink::default(), points), ""),
        (Content::Connector(joined), "mène à"),
    ]);
    let picture = svg(
        &document,
        Locale::Fr,
        ("Séance", "Six choses"),
        &BTreeMap::new(),
    );
    for expected in [
        "<title>Séance</title>",
        "<desc>Six choses</desc>",
        "Un minuteur",
        "idée",
        "Semaine",
        "Bruit",
        "Titre",
        "<polyline points=\"1500,-40 1510,-20\"",
        "mène à",
        // An arrow begins at the edge of the note and ends at that of the frame.
        "<line x1=\"500.0\" y1=\"20.0\" x2=\"600.0\" y2=\"20.0\"",
    ] {
        assert!(picture.contains(expected), "{expected} in {picture}");
    }
}

/// The frame of the picture is that of the board, with room around it; an empty
/// board has a picture as well.
#[test]
fn the_picture_is_as_large_as_the_board() {
    let document = board(vec![(note(""), "a"), (note(""), "b")]);
    let picture = svg(&document, Locale::Fr, ("", ""), &BTreeMap::new());
    assert!(picture.contains("viewBox=\"252 -88 596 216\""), "{picture}");
    assert!(
        svg(&Document::default(), Locale::Fr, ("", ""), &BTreeMap::new())
            .contains("viewBox=\"-48 -48 96 96\"")
    );
}

/// Names of what stands side by side do not run into each other, and are of one size.
#[test]
fn a_name_is_no_wider_than_what_it_names() {
    let long = "Dire l'incertitude sans inquiéter les familles";
    let document = board(vec![
        (Content::Cluster, long),
        (Content::Cluster, "Du temps pour agir"),
    ]);
    let picture = svg(&document, Locale::Fr, ("", ""), &BTreeMap::new());
    assert!(!picture.contains("inquiéter"), "{picture}");
    assert!(picture.contains("Dire l'incertitude"), "{picture}");
    let sizes = picture.matches("font-size=\"15\"").count();
    assert_eq!(sizes, picture.matches("<text").count(), "{picture}");
}

/// At the upper edge of a frame the name of a cluster stands below its own, not over the frame's.
#[test]
fn the_names_of_a_frame_and_of_a_cluster_at_its_edge_stand_apart() {
    let line = |down: i32| {
        let mut document = Document::default();
        let mut frame = shape(Content::Frame, "Semaine");
        frame.position = Point::new(0, 0);
        frame.size = Size::new(600, 400);
        let mut cluster = shape(Content::Cluster, "Bruit");
        cluster.parent = Some(id(1));
        cluster.position = Point::new(20, down);
        cluster.size = Size::new(200, 120);
        for (number, shape) in [(1, frame), (2, cluster)] {
            document.apply(&create(id(number), shape), ParticipantId(1));
        }
        let picture = svg(&document, Locale::Fr, ("", ""), &BTreeMap::new());
        let named = picture.lines().find(|line| line.contains(">Bruit<"));
        named.expect("a name").to_owned()
    };
    assert!(line(4).contains("y=\"19.0\""), "{}", line(4));
    assert!(line(100).contains("y=\"94.0\""), "{}", line(100));
}

/// A type that is offered is told in the language of whoever looks; another label is as typed.
#[test]
fn what_a_note_stands_for_is_told_to_whoever_looks() {
    let document = board(vec![
        (note("idée"), "Un minuteur"),
        (note("Pistes"), "Un son"),
    ]);
    let told = |locale: Locale| svg(&document, locale, ("", ""), &BTreeMap::new());
    assert!(told(Locale::Fr).contains(">idée<"));
    assert!(told(Locale::En).contains(">idea<"));
    assert!(!told(Locale::En).contains("idée"));
    assert!(told(Locale::En).contains(">Pistes<"));
}

#[test]
fn a_long_text_is_broken_into_lines_that_fit() {
    let document = board(vec![(
        note(""),
        "un minuteur qui ne fait pas de bruit du tout",
    )]);
    let picture = svg(&document, Locale::Fr, ("", ""), &BTreeMap::new());
    assert!(picture.matches("<text").count() > 1);
}

#[test]
fn a_letter_is_as_wide_however_it_is_written() {
    let width = estimated_width;
    // French sets a narrow space that does not break before some signs.
    assert_eq!(width("Quoi\u{202f}?"), width("Quoi ?"));
    // Accents are written in their letter, or as marks after it.
    assert_eq!(width("e\u{301}tude"), width("étude"));
    // Vietnamese letters are as wide as others, a sign of a currency is as wide as a digit.
    assert_eq!(width("ế"), width("é"));
    assert_eq!(width("€"), width("5"));
    // Chinese is written in squares, and pictographs are.
    assert!(width("学习") > 2.0 && width("🎉") > 1.0);
    assert!(width("illit") < width("nanan") && width("nanan") < width("MWmwM"));
}

#[test]
fn an_image_is_in_the_picture_or_described() {
    let image = AttachmentId::new();
    let document = board(vec![(Content::Image(image), "L'accueil <1>")]);
    let without = svg(&document, Locale::Fr, ("", ""), &BTreeMap::new());
    assert!(without.contains("L'accueil &lt;1&gt;") || without.contains("L&#39;accueil &lt;1&gt;"));
    assert!(!without.contains("<image"));
    let data = BTreeMap::from([(image, "data:image/jpeg;base64,AAAA".to_owned())]);
    let with = svg(&document, Locale::Fr, ("", ""), &data);
    assert!(
        with.contains("href=\"data:image/jpeg;base64,AAAA\""),
        "{with}"
    );
    assert!(with.contains("&lt;1&gt;</title></image>"), "{with}");
    let elsewhere = BTreeMap::from([(image, "https://exemple.fr/x.png".to_owned())]);
    assert!(!svg(&document, Locale::Fr, ("", ""), &elsewhere).contains("<image"));
}
