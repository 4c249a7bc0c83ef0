//! The board thing by thing: each as a row of a table, and as a line in words.

use board::ids::RecordId;
use board::labels::label_in;
use board::record::{Content, Kind, Record};
use domain::imports::protected;
use domain::wording::Locale;

use super::{ExportedBoard, FileText};
use crate::sessions::live::{BoardText, said};
use crate::sessions::notes::{self, Laid};
use crate::sessions::outline::BoardArrow;
use crate::sessions::report_text::ReportText;
use crate::text::{CommonText, catalogue};

/// How many columns a board has as a table.
const COLUMNS: usize = 11;
/// The place of the one that says what something is.
const KIND: usize = 7;

catalogue! {
    /// What the columns of a board as a table are called.
    BoardColumns {
        frame = "Cadre" | "Frame";
        cluster = "Groupe" | "Cluster";
        label = "Étiquette" | "Label";
        text = "Texte" | "Text";
        author = "Auteur·rice" | "Author";
        x = "Position x" | "Position x";
        y = "Position y" | "Position y";
        kind = "Nature" | "Kind";
        begins_at = "De" | "From";
        points_at = "À" | "To";
        pinned_on = "Sur l'image" | "On the picture";
        picture = "Image" | "Picture";
        not_shown = "Non dévoilé" | "Not shown";
    }
}

/// The columns of a board as a table, as its reader calls them: an import knows again those
/// that it takes over. What came later stands behind what was there before.
#[must_use]
pub fn board_columns(locale: Locale) -> [&'static str; COLUMNS] {
    let t = BoardColumns(locale);
    [
        t.frame(),
        t.cluster(),
        t.label(),
        t.text(),
        t.author(),
        t.x(),
        t.y(),
        t.kind(),
        t.begins_at(),
        t.points_at(),
        t.pinned_on(),
    ]
}

/// What something of a kind is called. An import of tables knows these names.
fn kind_name(kind: Kind, locale: Locale) -> &'static str {
    let (t, columns) = (BoardText(locale), BoardColumns(locale));
    match kind {
        Kind::Note => t.tool_note(),
        Kind::Frame => columns.frame(),
        Kind::Cluster => columns.cluster(),
        Kind::Connector => t.tool_connector(),
        Kind::Text => t.tool_text(),
        Kind::Stroke => t.tool_pen(),
        Kind::Image => columns.picture(),
    }
}

/// Something on a board.
struct Thing<'a> {
    laid: Laid<'a>,
    /// The name of whoever signs it; empty where nobody does.
    author: &'a str,
    /// What it joins, where it is an arrow.
    arrow: Option<BoardArrow>,
}

impl ExportedBoard {
    /// A row of a table for everything on the board, by [`board_columns`]: a frame, and a
    /// cluster, stands in its own column as well. Text that a spreadsheet would take for a
    /// formula stands behind an apostrophe. What is left out of the reader's own has a row each
    /// that says nothing else of it.
    #[must_use]
    pub fn rows(&self, locale: Locale) -> Vec<[String; COLUMNS]> {
        let things = self.things();
        let told = things.iter().map(|thing| thing.cells(locale));
        let left_out = (0..self.left_out).map(|_| not_shown(locale));
        told.chain(left_out).collect()
    }

    /// Everything on the board in words, a line for each thing, then how much of the reader's
    /// own is left out: for those who do not see its picture. Nobody is named, as in the
    /// picture.
    #[must_use]
    pub fn description(&self, locale: Locale) -> String {
        let things = self.things();
        let lines = things.iter().map(|thing| thing.in_words(locale));
        let left_out = FileText(locale).own_left_out(self.left_out);
        let left_out = (self.left_out > 0).then_some(left_out);
        lines.chain(left_out).collect::<Vec<_>>().join("\n")
    }

    fn things(&self) -> Vec<Thing<'_>> {
        let laid = self.board.laid().into_iter();
        laid.filter_map(|laid| self.thing(laid)).collect()
    }

    /// Nothing of an arrow of which the reader does not see both ends: nor is it in the picture.
    fn thing<'a>(&'a self, laid: Laid<'a>) -> Option<Thing<'a>> {
        let shape = &laid.record.shape;
        let arrow = match &shape.content {
            Content::Connector(ends) => Some(notes::arrow(self.document(), *ends, &shape.text)?),
            _ => None,
        };
        Some(Thing {
            laid,
            author: self.signature(laid.record),
            arrow,
        })
    }
}

impl Thing<'_> {
    fn cells(&self, locale: Locale) -> [String; COLUMNS] {
        let t = BoardText(locale);
        let Laid { record, around, .. } = self.laid;
        let shape = &record.shape;
        let cell = |text: &str| protected(text).into_owned();
        let name = |holder: Option<(RecordId, &Record)>| {
            // Two without a name are not one: whoever reads the table would take them for it.
            holder.map_or_else(String::new, |(_, holder)| cell(holder.shape.text.trim()))
        };
        let pinned = around.picture.map(|(_, under)| &under.shape.text);
        let pinned = pinned.map(|shows| match shows.trim() {
            "" => ReportText(locale).picture_untold().to_owned(),
            shows => cell(shows),
        });
        // An arrow lies where its ends do.
        let [x, y, from, to] = match &self.arrow {
            Some(BoardArrow { from, to, .. }) => {
                let [from, to] = [from, to].map(|(kind, text)| cell(&said(t, *kind, text)));
                [String::new(), String::new(), from, to]
            }
            None => {
                let [x, y] = [shape.position.x, shape.position.y].map(|place| place.to_string());
                [x, y, String::new(), String::new()]
            }
        };
        [
            name(around.frame),
            name(around.cluster),
            cell(label_in(locale, notes::label_of(record))),
            cell(&shape.text),
            cell(self.author),
            x,
            y,
            kind_name(shape.kind(), locale).to_owned(),
            from,
            to,
            pinned.unwrap_or_default(),
        ]
    }

    fn in_words(&self, locale: Locale) -> String {
        let (t, colon) = (BoardText(locale), CommonText(locale).colon());
        let Laid { id, record, around } = self.laid;
        let kind = record.shape.kind();
        let label = match label_in(locale, notes::label_of(record)) {
            "" => String::new(),
            label => format!(" ({label})"),
        };
        let says = match &self.arrow {
            Some(arrow) => arrow.in_words(locale),
            None => record.shape.text.trim().to_owned(),
        };
        let line = match (says.as_str(), kind) {
            ("", Kind::Image) => ReportText(locale).picture_untold().to_owned(),
            ("", _) => format!("{}{label}", said(t, kind, "")),
            (says, _) => format!("{}{label}{colon}{says}", kind_name(kind, locale)),
        };
        let within = [around.frame, around.cluster].into_iter().flatten();
        let within = within.filter(|(holder, _)| *holder != id);
        let within = within.map(|(_, holder)| name_of(t, holder));
        let under = around.picture.map(|(_, under)| under.shape.text.as_str());
        let pinned = ReportText(locale).pinned_on(under, str::to_owned);
        let where_it_lies: Vec<String> = within.chain(pinned).collect();
        match where_it_lies.is_empty() {
            true => line,
            false => format!("{line} ({})", where_it_lies.join(", ")),
        }
    }
}

/// The row of something that is left out. An import of tables counts these.
fn not_shown(locale: Locale) -> [String; COLUMNS] {
    std::array::from_fn(|place| match place {
        KIND => BoardColumns(locale).not_shown().to_owned(),
        _ => String::new(),
    })
}

/// What a frame or cluster is called.
fn name_of(t: BoardText, holder: &Record) -> String {
    said(t, holder.shape.kind(), &holder.shape.text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use board::client::Client;
    use board::document::Document;
    use board::geometry::{Point, Size};
    use board::ids::{ClientId, ParticipantId};
    use board::operation::Operation;
    use board::order::OrderKey;
    use board::record::{Ends, Ink, NoteType, Shape};
    use board::secrecy::Secrecy;
    use domain::ids::AttachmentId;

    use super::*;
    use crate::sessions::notes::ReadBoard;

    /// A board that is being made: each thing lies behind those before it.
    struct Making {
        client: Client,
        document: Document,
        count: i32,
    }

    impl Making {
        fn put(&mut self, content: Content, text: &str, parent: Option<RecordId>) -> RecordId {
            let id = self.client.new_record_id();
            let shape = Shape {
                parent,
                order: OrderKey::nth(self.count),
                position: Point::new(self.count * 10, -5),
                size: Size::new(100, 80),
                text: text.to_owned(),
                content,
            };
            self.count += 1;
            let operation = Operation::Create {
                id,
                secrecy: Secrecy::NONE,
                shape: Box::new(shape),
            };
            self.document.apply(&operation, ParticipantId(1));
            id
        }
    }

    /// A board with everything that boards hold, of Ana's: named and not, with something in it
    /// and not.
    fn board() -> ExportedBoard {
        let mut making = Making {
            client: Client::new(ClientId::from_random(1)),
            document: Document::default(),
            count: 0,
        };
        let note = |label: &str| {
            Content::Note(NoteType {
                label: label.into(),
                ..NoteType::default()
            })
        };
        let image = || Content::Image(AttachmentId::new());
        let loose = making.put(note(""), "=1+1", None);
        let week = making.put(Content::Frame, "Semaine", None);
        let noise = making.put(Content::Cluster, "Bruit", Some(week));
        let loud = making.put(note("obstacle"), "Trop fort", Some(noise));
        making.put(Content::Frame, "", None);
        making.put(Content::Text, "Lundi", Some(week));
        let screen = making.put(image(), "L'accueil", Some(week));
        making.put(note(""), " ", Some(screen));
        making.put(image(), "", None);
        let joined = Content::Connector(Ends {
            from: loud,
            to: loose,
        });
        making.put(joined, "donc", None);
        let gone = making.client.new_record_id();
        let nowhere = Content::Connector(Ends {
            from: loud,
            to: gone,
        });
        making.put(nowhere, "nulle part", None);
        making.put(Content::Stroke(Ink::default(), Vec::new()), "", None);
        ExportedBoard {
            title: "Premiers écrans".into(),
            board: ReadBoard {
                document: making.document,
                names_hidden: false,
            },
            left_out: 0,
            names: BTreeMap::from([(1, "Ana".to_owned())]),
        }
    }

    #[test]
    fn s47_a_table_has_a_row_for_everything_on_the_board() {
        let rows = board().rows(Locale::Fr);
        let rows: Vec<String> = rows.iter().map(|row| row.join(";")).collect();
        let expected = [
            "Semaine;;;Semaine;Ana;10;-5;Cadre;;;",
            "Semaine;Bruit;;Bruit;Ana;20;-5;Groupe;;;",
            "Semaine;Bruit;obstacle;Trop fort;Ana;30;-5;Note;;;",
            "Semaine;;;Lundi;Ana;50;-5;Texte;;;",
            "Semaine;;;L'accueil;Ana;60;-5;Image;;;",
            "Semaine;;; ;Ana;70;-5;Note;;;L'accueil",
            ";;;;Ana;40;-5;Cadre;;;",
            ";;;'=1+1;Ana;0;-5;Note;;;",
            ";;;;Ana;80;-5;Image;;;",
            ";;;donc;Ana;;;Flèche;Trop fort;'=1+1;",
            ";;;;Ana;110;-5;Dessin;;;",
        ];
        assert_eq!(rows, expected);
        let english = board().rows(Locale::En);
        let kinds: Vec<&str> = english.iter().map(|row| row[7].as_str()).collect();
        let expected = [
            "Frame", "Cluster", "Note", "Text", "Picture", "Note", "Frame", "Note", "Picture",
            "Arrow", "Drawing",
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn s47_a_board_is_described_thing_by_thing_and_names_nobody() {
        let described = board().description(Locale::Fr).replace('\u{a0}', "_");
        let expected = "Cadre_: Semaine\n\
                        Groupe_: Bruit (Semaine)\n\
                        Note (obstacle)_: Trop fort (Semaine, Bruit)\n\
                        Texte_: Lundi (Semaine)\n\
                        Image_: L'accueil (Semaine)\n\
                        Note vide (Semaine, sur l'image «_L'accueil_»)\n\
                        Cadre sans nom\n\
                        Note_: =1+1\n\
                        Image sans description\n\
                        Flèche_: donc_: de «_Trop fort_» à «_=1+1_»\n\
                        Dessin";
        assert_eq!(described, expected);
        let described = board().description(Locale::En);
        for line in [
            "Picture without a description",
            "Arrow: donc: from “Trop fort” to “=1+1”",
            "Empty note (Semaine, on the picture “L'accueil”)",
            "Drawing",
        ] {
            assert!(described.lines().any(|told| told == line), "{described}");
        }
    }

    #[test]
    fn s18_tables_and_descriptions_say_how_much_they_leave_out() {
        let mut board = board();
        let whole = board.rows(Locale::Fr).len();
        board.left_out = 2;
        for (locale, kind, said) in [
            (Locale::Fr, "Non dévoilé", "Sans 2 de vos éléments"),
            (Locale::En, "Not shown", "Without 2 of your own"),
        ] {
            let rows = board.rows(locale);
            let left_out: Vec<String> = rows[whole..].iter().map(|row| row.join(";")).collect();
            assert_eq!(left_out, vec![format!(";;;;;;;{kind};;;"); 2]);
            let described = board.description(locale);
            let last = described.lines().last().unwrap_or_default();
            assert!(last.starts_with(said), "{last}");
        }
    }
}
