//! Tables, of others and the board's own, and lists.

use super::*;
use crate::record::Colour;

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
    let imported = of_text(sheet);
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
    let imported = of_text(sheet);
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
    let named = of_text("texte;pile\nTrop fort;Bruit\nTrop long;Bruit\n");
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
    let imported = of_text(sheet);
    assert_eq!(
        imported.unused_columns,
        ["id", "Priorité", "#5", "note", "#7"]
    );
    let list = of_text("Lire à deux;Ana\n");
    assert_eq!(list.unused_columns, [""; 0], "a list is taken over whole");
}

#[test]
fn s56_a_table_of_our_own_comes_over_in_both_languages() {
    for sheet in [
        "\u{feff}Cadre;Groupe;Étiquette;Texte;Auteur·rice;Position x;Position y\n;;idée;Seul;Ana;40;50\n",
        "\u{feff}Frame,Cluster,Label,Text,Author,Position x,Position y\n,,idée,Seul,Ana,40,50\n",
    ] {
        let imported = of_text(sheet);
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
    let imported = of_text(sheet);
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
    let french = of_text(french);
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
fn s56_what_a_table_of_our_own_leaves_out_is_counted() {
    for sheet in [
        "Texte;Nature\nUn minuteur;Note\n;Non dévoilé\n;Non dévoilé\n",
        "Text,Kind\nUn minuteur,Note\n,Not shown\n,Not shown\n",
    ] {
        let imported = of_text(sheet);
        let expected = ["Note déjà là", "Note Un minuteur"];
        assert_eq!(placed(&imported), expected, "{sheet}");
        assert_eq!(losses(&imported), [(Loss::NotShown, 2)]);
        assert_eq!(imported.unused_columns, [""; 0]);
    }
}

#[test]
fn s56_labels_that_are_offered_have_their_papers_and_others_their_own() {
    let sheet = "Texte;Étiquette\nA;à revoir\nB;idée\nC;obstacle\nD;success\nE;Question\n\
                 F;bug\nG;à revoir\nH;\n";
    let imported = of_text(sheet);
    let types = imported.pieces.iter().map(|piece| match &piece.content {
        PieceContent::Note(note) => (note.colour, note.label.as_str()),
        other => panic!("{other:?}"),
    });
    let expected = [
        (Colour::Orange, "à revoir"),
        (Colour::Purple, "idée"),
        (Colour::Red, "obstacle"),
        (Colour::Green, "success"),
        // As it is offered, so that its type is known.
        (Colour::Blue, "question"),
        (Colour::Pink, "bug"),
        (Colour::Orange, "à revoir"),
        (Colour::default(), ""),
    ];
    assert_eq!(types.collect::<Vec<_>>(), expected);
}

#[test]
fn a_list_without_names_is_read_line_by_line() {
    let imported = of_text("Lire à deux\n\nUn minuteur\n");
    let texts: Vec<&str> = imported
        .pieces
        .iter()
        .map(|piece| piece.text.as_str())
        .collect();
    assert_eq!(texts, ["Lire à deux", "Un minuteur"]);
}
