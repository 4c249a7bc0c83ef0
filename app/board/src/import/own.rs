//! Boards that left here as JSON (`etabli-board`, version 1): everything comes back but
//! the names of authors, and what whoever saved it had not shown, of which the file holds
//! nothing but how much it was. Of pictures it holds the ids.

use serde_json::Value;

use super::{
    FoundContent, Gathered, ImportFormat, Imported, Loss, PieceContent, area, line, list, number,
    words,
};
use crate::record::{Colour, Ink};

pub(super) fn read(file: &Value) -> Imported {
    let mut gathered = Gathered::default();
    for record in list(file, "records") {
        let of = |name| number(record, name);
        let place = area(of("x"), of("y"), of("width"), of("height"));
        let (id, text) = (words(record, "id"), words(record, "text"));
        let parent = Some(words(record, "parent")).filter(|parent| !parent.is_empty());
        if !words(record, "author").is_empty() {
            gathered.lose(Loss::Authors);
        }
        let piece = match words(record, "kind") {
            "note" => {
                let label = (colour(record), words(record, "label"));
                gathered.add_note(id, parent, place, text, label);
                continue;
            }
            "frame" => PieceContent::Frame,
            "cluster" => PieceContent::Cluster,
            "text" => PieceContent::Text,
            "connector" => {
                let content = FoundContent::Connector {
                    from: words(record, "from").to_owned(),
                    to: words(record, "to").to_owned(),
                };
                gathered.add(id, None, place, text, content);
                continue;
            }
            "stroke" => {
                let points: Vec<(f64, f64)> = list(record, "points")
                    .iter()
                    .filter_map(|point| {
                        let at = |place: usize| point.get(place).and_then(Value::as_f64);
                        Some((of("x") + at(0)?, of("y") + at(1)?))
                    })
                    .collect();
                let Some((place, points)) = line(&points) else {
                    gathered.lose(Loss::Unknown);
                    continue;
                };
                #[allow(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "from 1 to 64"
                )]
                let width = of("line_width").clamp(1.0, 64.0) as u8;
                let ink = Ink {
                    colour: colour(record),
                    width,
                };
                let content = FoundContent::Piece(PieceContent::Stroke(ink, points));
                gathered.add(id, parent, place, text, content);
                continue;
            }
            "image" => match words(record, "attachment").parse() {
                Ok(id) => PieceContent::Image(id),
                Err(_) => {
                    gathered.lose(Loss::Pictures);
                    continue;
                }
            },
            _ => {
                gathered.lose(Loss::Unknown);
                continue;
            }
        };
        gathered.add(id, parent, place, text, FoundContent::Piece(piece));
    }
    if let Some(left_out) = file.get("left_out").and_then(Value::as_u64) {
        let left_out = usize::try_from(left_out).unwrap_or(usize::MAX);
        gathered.lose_all(Loss::NotShown, left_out);
    }
    gathered.finished(ImportFormat::Etabli)
}

fn colour(record: &Value) -> Colour {
    match words(record, "colour") {
        "orange" => Colour::Orange,
        "red" => Colour::Red,
        "pink" => Colour::Pink,
        "purple" => Colour::Purple,
        "blue" => Colour::Blue,
        "green" => Colour::Green,
        "grey" => Colour::Grey,
        _ => Colour::Yellow,
    }
}
