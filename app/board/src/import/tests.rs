use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::actions::bring_in;
use crate::limits::MAX_TEXT;
use crate::outline::{OutlineItem, outline};
use crate::record::{Colour, Record};
use crate::testing::Session;

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
    assert!(session.clients[0].undo().is_some());
    session.sync();
    assert_eq!(
        session.room.document().records().count(),
        1,
        "taken back at once"
    );
    assert!(session.clients[0].redo().is_some());
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

fn shape(id: &str, kind: &str, (x, y): (i32, i32)) -> Value {
    json!({ "id": id, "type": kind, "x": x, "y": y, "width": 160, "height": 120 })
}

fn with(mut element: Value, more: Value) -> Value {
    if let (Value::Object(element), Value::Object(more)) = (&mut element, more) {
        element.extend(more);
    }
    element
}

#[test]
fn s56_a_drawing_of_excalidraw_comes_over() {
    let label = |id: &str, holder: &str, text: &str| {
        let text = json!({ "containerId": holder, "text": "cut\nto fit", "originalText": text });
        with(shape(id, "text", (0, 0)), text)
    };
    let file = json!({ "type": "excalidraw", "version": 2, "elements": [
        label("l1", "a", "Un minuteur"),
        with(shape("a", "rectangle", (20, 40)), json!({
            "frameId": "f", "groupIds": ["g"], "backgroundColor": "#ffc9c9" })),
        with(shape("b", "ellipse", (220, 40)), json!({
            "frameId": "f", "groupIds": ["g"], "link": "https://exemple.fr" })),
        with(shape("f", "frame", (0, 0)), json!({ "name": "Idées", "width": 500, "height": 300 })),
        with(shape("t", "text", (0, 400)), json!({ "text": "Au fond" })),
        with(shape("gone", "rectangle", (0, 0)), json!({ "isDeleted": true })),
        with(shape("arrow", "arrow", (180, 90)), json!({
            "startBinding": { "elementId": "a" }, "endBinding": { "elementId": "b" } })),
        label("l2", "arrow", "mène à"),
        with(shape("loose", "arrow", (0, 600)), json!({ "points": [[0, 0], [-50.4, 20]] })),
        with(shape("pen", "freedraw", (0, 700)), json!({
            "points": [[0, 0], [10, 5], [20, -5]], "strokeColor": "#1971c2", "strokeWidth": 2, "angle": 0.5 })),
        shape("photo", "image", (0, 800)),
        shape("site", "embeddable", (0, 900)),
    ] });
    let imported = read(file.to_string().as_bytes()).unwrap();
    assert_eq!(imported.format, ImportFormat::Excalidraw);
    assert_eq!(
        placed(&imported),
        [
            "Note déjà là",
            "Frame Idées",
            "  Cluster ",
            "    Note Un minuteur",
            "    Note https://exemple.fr",
            "Text Au fond",
            "Stroke ",
            "Stroke ",
            "Connector mène à",
        ]
    );
    let expected = [
        (Loss::Pictures, 1),
        (Loss::Shapes, 1),
        (Loss::Rotation, 1),
        (Loss::LooseArrows, 1),
        (Loss::Unknown, 1),
    ];
    assert_eq!(losses(&imported), expected);
    let note = imported
        .pieces
        .iter()
        .find(|piece| piece.text == "Un minuteur");
    let PieceContent::Note(note) = &note.unwrap().content else {
        panic!("a note");
    };
    assert_eq!(note.colour, Colour::Red);
}

#[test]
fn a_rectangle_around_others_is_a_frame() {
    let file = json!({ "elements": [
        with(shape("around", "rectangle", (0, 0)), json!({ "width": 600, "height": 400 })),
        shape("inside", "rectangle", (50, 50)),
    ] });
    let imported = read(file.to_string().as_bytes()).unwrap();
    let kinds: Vec<Kind> = imported
        .pieces
        .iter()
        .map(|piece| piece.content.kind())
        .collect();
    assert_eq!(kinds, [Kind::Frame, Kind::Note]);
}

#[test]
fn s56_a_board_of_scrumlr_comes_over() {
    let note = |id: &str, text: &str, column: &str, rank: u32, stack: Value| {
        json!({ "id": id, "author": "u1", "text": text,
            "position": { "column": column, "rank": rank, "stack": stack } })
    };
    let file = json!({
        "board": { "id": "b", "name": "Rétro" },
        "columns": [
            { "id": "c2", "name": "À changer", "color": "planning-pink", "index": 1 },
            { "id": "c1", "name": "Bien", "color": "goal-green", "index": 0 },
        ],
        "notes": [
            note("n1", "En bas", "c1", 0, Value::Null),
            note("n2", "En haut", "c1", 1, Value::Null),
            note("n3", "Dessous", "c1", 0, json!("n2")),
            note("n4", "Trop long", "c2", 0, Value::Null),
            note("n5", "Pile perdue", "c2", 0, json!("nowhere")),
        ],
        "votes": [{ "note": "n1" }, { "note": "n2" }],
    });
    let imported = read(file.to_string().as_bytes()).unwrap();
    assert_eq!(imported.format, ImportFormat::Scrumlr);
    assert_eq!(
        placed(&imported),
        [
            "Note déjà là",
            "Frame Bien",
            "  Cluster ",
            "    Note En haut",
            "    Note Dessous",
            "  Note En bas",
            "Frame À changer",
            "  Note Trop long",
            "  Note Pile perdue",
        ]
    );
    assert_eq!(losses(&imported), [(Loss::Authors, 5), (Loss::Votes, 2)]);
}

#[test]
fn s56_a_table_comes_over() {
    let sheet = "\u{feff}cadre;groupe;étiquette;texte;auteur\n\
                 Semaine;Bruit;obstacle;\"Trop\nfort\";Ana\n\
                 Semaine;;;'=1+1;\n\
                 ;;idée;Seul;\n";
    let expected = [
        "Note déjà là",
        "Frame Semaine",
        "  Cluster Bruit",
        "    Note Trop\nfort",
        "  Note =1+1",
        "Note Seul",
    ];
    let imported = read(sheet.as_bytes()).unwrap();
    assert_eq!(imported.format, ImportFormat::Table);
    assert_eq!(placed(&imported), expected);
    assert_eq!(losses(&imported), [(Loss::Authors, 1)]);
    // As older spreadsheets write it, and in UTF-16.
    let western: Vec<u8> = sheet
        .trim_start_matches('\u{feff}')
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect();
    assert_eq!(placed(&read(&western).unwrap()), expected);
    let wide: Vec<u8> = sheet.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(placed(&read(&wide).unwrap()), expected);
}

/// A table as Scrumlr writes it: what lies in a stack names the note at its top.
#[test]
fn s56_stacks_of_a_table_are_clusters() {
    let sheet = "note_id,author_id,author,text,column_id,column,rank,stack,voting_0\n\
                 1,7,Ana,Dessous,9,Bien,0,3,\n\
                 2,8,Bo,Seul,9,Bien,1,null,\n\
                 3,7,Ana,En haut,9,Bien,2,null,2\n\
                 4,8,Bo,Pile perdue,10,À changer,0,3,\n";
    let imported = read(sheet.as_bytes()).unwrap();
    assert_eq!(
        placed(&imported),
        [
            "Note déjà là",
            "Frame Bien",
            "  Cluster ",
            "    Note Dessous",
            "    Note En haut",
            "  Note Seul",
            "Frame À changer",
            "  Note Pile perdue",
        ]
    );
    assert_eq!(losses(&imported), [(Loss::Authors, 4), (Loss::Unknown, 1)]);
    let unused = ["author_id", "column_id", "rank", "voting_0"];
    assert_eq!(imported.unused_columns, unused);
    // Without ids, a stack is a group by its name.
    let named = read("texte;pile\nTrop fort;Bruit\nTrop long;Bruit\n".as_bytes()).unwrap();
    let expected = [
        "Note déjà là",
        "Cluster Bruit",
        "  Note Trop fort",
        "  Note Trop long",
    ];
    assert_eq!(placed(&named), expected);
    assert_eq!(named.unused_columns, [""; 0]);
}

#[test]
fn s56_each_column_that_holds_something_and_is_not_used_is_named() {
    let sheet = "id;texte; Priorité ;vide;;note\n\
                 1;Seul;;;;\n\
                 ;;haute;;;\n\
                 ;Autre;;;ici;deux;trois\n";
    let imported = read(sheet.as_bytes()).unwrap();
    assert_eq!(
        imported.unused_columns,
        ["id", "Priorité", "#5", "note", "#7"]
    );
    let list = read("Lire à deux;Ana\n".as_bytes()).unwrap();
    assert_eq!(list.unused_columns, [""; 0], "a list is taken over whole");
}

#[test]
fn s56_a_table_of_our_own_comes_over_in_both_languages() {
    for sheet in [
        "\u{feff}Cadre;Groupe;Étiquette;Texte;Auteur·rice;Position x;Position y\n;;idée;Seul;Ana;40;50\n",
        "\u{feff}Frame,Cluster,Label,Text,Author,Position x,Position y\n,,idée,Seul,Ana,40,50\n",
    ] {
        let imported = read(sheet.as_bytes()).unwrap();
        assert_eq!(placed(&imported), ["Note déjà là", "Note Seul"], "{sheet}");
        assert_eq!(losses(&imported), [(Loss::Authors, 1)]);
        assert_eq!(imported.unused_columns, [""; 0]);
    }
}

/// What the board's own table holds of everything on it: also where nothing lies in it, where
/// nothing is written on it, and where it is not taken over, which is told.
#[test]
fn s56_everything_in_a_table_of_our_own_comes_over_or_is_named() {
    let sheet = "\u{feff}Frame,Cluster,Label,Text,Author,Position x,Position y,Kind,From,To,On the picture\n\
                 Semaine,,,Semaine,Ana,400,0,Frame,,,\n\
                 Semaine,Bruit,,Bruit,,420,40,Cluster,,,\n\
                 Semaine,Bruit,obstacle,Trop fort,,440,60,Note,,,\n\
                 Semaine,Rien,,Rien,,700,40,Cluster,,,\n\
                 Semaine,,,Lundi,,420,300,Text,,,\n\
                 Vide,,,Vide,,2000,0,Frame,,,\n\
                 Unnamed frame,,,,,4000,0,Frame,,,\n\
                 ,,idée,,,0,-400,Note,,,\n\
                 ,,,Trop petit,,0,-200,Note,,,L'accueil\n\
                 ,,,L'accueil,Ana,0,-200,Picture,,,\n\
                 ,,,donc,Ana,,,Arrow,Trop fort,Lundi,\n\
                 ,,,,Ana,0,0,Drawing,,,\n\
                 ,,,,Ana,0,0,Frame,,,\n";
    let imported = read(sheet.as_bytes()).unwrap();
    assert_eq!(
        placed(&imported),
        [
            "Note déjà là",
            "Frame Semaine",
            "  Cluster Bruit",
            "    Note Trop fort",
            "  Cluster Rien",
            "  Text Lundi",
            "Frame Vide",
            "Frame Unnamed frame",
            "Note ",
            "Note Trop petit",
        ]
    );
    let expected = [
        (Loss::Pictures, 1),
        (Loss::Authors, 1),
        (Loss::Arrows, 1),
        (Loss::Drawings, 1),
        (Loss::Unknown, 1),
    ];
    assert_eq!(losses(&imported), expected);
    assert_eq!(imported.unused_columns, ["On the picture"]);
    let area = |name: &str| {
        let mut pieces = imported.pieces.iter();
        pieces
            .find(|piece| piece.text == name)
            .map(|piece| piece.area)
    };
    let corner = |name: &str| area(name).map(|area| (area.origin.x, area.origin.y));
    for (name, at) in [
        ("Vide", (2000, 0)),
        ("Rien", (700, 40)),
        ("Lundi", (420, 300)),
        ("Trop petit", (0, -200)),
    ] {
        assert_eq!(corner(name), Some(at), "{name}");
    }
    // In French, and by another hand: a frame that is named as notes are.
    let french =
        "Texte;Nature\nSemaine;Cadre\nLundi;Texte\nTrop fort;Note\nAutre;constat\nBruit;Groupe\n";
    let french = read(french.as_bytes()).unwrap();
    assert_eq!(
        placed(&french),
        [
            "Note déjà là",
            "Frame Semaine",
            "Cluster Bruit",
            "Text Lundi",
            "Note Trop fort",
            "Note Autre",
        ]
    );
    assert_eq!(
        french.unused_columns,
        ["Nature"],
        "a kind that is not known"
    );
}

#[test]
fn a_list_without_names_is_read_line_by_line() {
    let imported = read("Lire à deux\n\nUn minuteur\n".as_bytes()).unwrap();
    let texts: Vec<&str> = imported
        .pieces
        .iter()
        .map(|piece| piece.text.as_str())
        .collect();
    assert_eq!(texts, ["Lire à deux", "Un minuteur"]);
}

#[test]
fn s56_our_own_boards_come_back() {
    let file = json!({ "format": "etabli-board", "version": 1, "title": "Séance", "records": [
        { "id": "1-1", "kind": "frame", "x": 0, "y": 0, "width": 900, "height": 600, "text": "Idées", "author": "Ana" },
        { "id": "1-2", "kind": "cluster", "parent": "1-1", "x": 10, "y": 10, "width": 400, "height": 300, "text": "Temps", "author": "" },
        { "id": "1-3", "kind": "note", "parent": "1-2", "x": 20, "y": 20, "width": 160, "height": 120,
          "text": "Un minuteur", "author": "", "colour": "blue", "label": "question" },
        { "id": "1-4", "kind": "connector", "x": 0, "y": 0, "width": 1, "height": 1, "text": "", "author": "", "from": "1-3", "to": "1-5" },
        { "id": "1-5", "kind": "text", "x": 700, "y": 0, "width": 300, "height": 60, "text": "Ensuite", "author": "" },
        { "id": "1-6", "kind": "stroke", "x": 5, "y": 5, "width": 10, "height": 10, "text": "", "author": "",
          "colour": "red", "line_width": 3, "points": [[0, 0], [9, 9]] },
        { "id": "1-7", "kind": "image", "x": 0, "y": 0, "width": 10, "height": 10, "text": "Écran", "author": "",
          "attachment": "018f8a52-0000-7000-8000-000000000001" },
        { "id": "1-8", "kind": "note", "parent": "1-7", "x": 2, "y": 2, "width": 4, "height": 4, "text": "Trop petit", "author": "" },
        { "id": "1-9", "kind": "connector", "x": 0, "y": 0, "width": 1, "height": 1, "text": "", "author": "", "from": "1-3", "to": "1-7" },
        { "id": "1-10", "kind": "image", "x": 0, "y": 0, "width": 10, "height": 10, "text": "Sans nom", "author": "" },
    ] });
    let imported = read(file.to_string().as_bytes()).unwrap();
    assert_eq!(imported.format, ImportFormat::Etabli);
    assert_eq!(imported.pictures().len(), 1);
    assert_eq!(
        placed(&imported),
        [
            "Note déjà là",
            "Frame Idées",
            "  Cluster Temps",
            "    Note Un minuteur",
            "Image Écran",
            "  Note Trop petit",
            "Text Ensuite",
            "Stroke ",
            "Connector ",
            "Connector ",
        ]
    );
    assert_eq!(losses(&imported), [(Loss::Pictures, 1), (Loss::Authors, 1)]);
    // Where its picture did not come, a note is loose and an arrow is missing.
    let mut session = Session::new();
    let operations = bring_in(&mut session.clients[0], &imported, &BTreeMap::new());
    session.clients[0].act(operations).unwrap();
    session.sync();
    let of_kind = |kind: Kind| {
        let records = session.room.document().records();
        records
            .filter(|(_, record)| record.shape.kind() == kind)
            .count()
    };
    assert_eq!(
        (
            of_kind(Kind::Image),
            of_kind(Kind::Note),
            of_kind(Kind::Connector)
        ),
        (0, 2, 1)
    );
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
    let cut = read(long.as_bytes()).unwrap();
    assert_eq!(losses(&cut), [(Loss::LongTexts, 1)]);
}

#[test]
fn a_full_board_takes_what_it_has_room_for() {
    let lines: String = (0..crate::limits::MAX_RECORDS + 10)
        .map(|line| format!("{line}\n"))
        .collect();
    let imported = read(lines.as_bytes()).unwrap();
    let mut session = Session::new();
    session.note(0, "déjà là");
    let operations = bring_in(&mut session.clients[0], &imported, &pictures_of(&imported));
    assert_eq!(operations.len(), crate::limits::MAX_RECORDS - 1);
}

#[test]
fn papers_are_the_nearest() {
    for (css, colour) in [
        ("transparent", Colour::Yellow),
        ("", Colour::Yellow),
        ("#ffffff", Colour::Yellow),
        ("#e9ecef", Colour::Grey),
        ("#ffc9c9", Colour::Red),
        ("#fcc2d7", Colour::Pink),
        ("#eebefa", Colour::Purple),
        ("#a5d8ff", Colour::Blue),
        ("#b2f2bb", Colour::Green),
        ("#ffec99", Colour::Yellow),
        ("#ffd8a8", Colour::Orange),
        ("#00f", Colour::Blue),
        ("#é1", Colour::Yellow),
    ] {
        assert_eq!(paper(css), colour, "{css}");
    }
}

/// Any JSON, with the names that readers look for.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-cé\u{0}]{0,3}".prop_map(Value::from),
        prop::sample::select(vec![
            "a",
            "b",
            "rectangle",
            "arrow",
            "frame",
            "text",
            "freedraw",
            "note",
            "cluster",
            "connector",
            "stroke",
        ])
        .prop_map(Value::from),
    ];
    let names = prop::sample::select(vec![
        "id",
        "type",
        "kind",
        "x",
        "y",
        "width",
        "height",
        "text",
        "containerId",
        "frameId",
        "groupIds",
        "points",
        "startBinding",
        "endBinding",
        "elementId",
        "angle",
        "parent",
        "records",
        "elements",
        "columns",
        "notes",
        "position",
        "column",
        "rank",
        "stack",
        "from",
        "to",
        "link",
        "index",
    ]);
    leaf.prop_recursive(4, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(names.clone(), inner, 0..8).prop_map(|map| map
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn s56_whatever_is_read_is_permitted(
        elements in prop::collection::vec(anything(), 0..12),
        more in prop::collection::vec(anything(), 0..12),
        format in 0..3_u8,
    ) {
        let file = match format {
            0 => json!({ "elements": elements }),
            1 => json!({ "format": "etabli-board", "records": elements }),
            _ => json!({ "columns": elements, "notes": more }),
        };
        if let Ok(imported) = read(file.to_string().as_bytes()) {
            let mut session = Session::new();
            let operations = bring_in(&mut session.clients[0], &imported, &pictures_of(&imported));
            let ids: BTreeSet<_> = operations.iter().filter_map(crate::operation::Operation::record).collect();
            prop_assert_eq!(ids.len(), operations.len());
            session.clients[0].act(operations).unwrap();
            session.sync();
            let document = session.room.document();
            prop_assert_eq!(document.records().count(), ids.len());
        }
    }

    #[test]
    fn no_bytes_harm_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }
}
