//! Tables as CSV: a note in each row. Columns are known by their names, in French or
//! English; a list without names is read line by line.

use std::collections::BTreeMap;

use super::{FoundContent, Gathered, ImportFormat, Imported, Loss, PieceContent, area};
use crate::actions::{GAP, NOTE};
use crate::geometry::{Point, Rect, Size};
use crate::record::Colour;

/// Notes beside each other.
const ACROSS: usize = 4;
/// Papers for labels, in the order in which labels appear.
const PAPERS: [Colour; 7] = [
    Colour::Blue,
    Colour::Green,
    Colour::Red,
    Colour::Purple,
    Colour::Orange,
    Colour::Pink,
    Colour::Grey,
];

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Text,
    Frame,
    Cluster,
    Label,
    Author,
    X,
    Y,
}

impl Column {
    fn named(name: &str) -> Option<Self> {
        Some(match name.trim().to_lowercase().as_str() {
            "text" | "texte" | "note" | "contenu" | "content" | "idée" | "idea" => Self::Text,
            "frame" | "cadre" | "colonne" | "column" => Self::Frame,
            "cluster" | "groupe" | "group" | "thème" | "theme" => Self::Cluster,
            "label" | "étiquette" | "type" => Self::Label,
            "author" | "auteur" | "autrice" | "auteur·rice" | "pseudonyme" => Self::Author,
            "x" | "position x" => Self::X,
            "y" | "position y" => Self::Y,
            _ => return None,
        })
    }
}

/// A row as far as it becomes a note.
struct Row {
    text: String,
    frame: String,
    cluster: String,
    label: String,
    place: Option<(f64, f64)>,
}

pub(super) fn read(text: &str) -> Imported {
    let mut gathered = Gathered::default();
    let rows = rows(&mut gathered, text);
    let mut papers: BTreeMap<&str, Colour> = BTreeMap::new();
    let mut choices = PAPERS.into_iter().cycle();
    for row in &rows {
        if !row.label.is_empty() && !papers.contains_key(row.label.as_str()) {
            papers.insert(&row.label, choices.next().unwrap_or_default());
        }
    }
    let paper = |row: &Row| papers.get(row.label.as_str()).copied().unwrap_or_default();
    let mut frames: Vec<(&str, Vec<(usize, &Row)>)> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        match frames.iter_mut().find(|(frame, _)| *frame == row.frame) {
            Some((_, rows)) => rows.push((number, row)),
            None => frames.push((&row.frame, vec![(number, row)])),
        }
    }
    let mut left = 0;
    for (frame, rows) in &frames {
        left = lay(&mut gathered, frame, rows, left, &paper);
    }
    gathered.finished(ImportFormat::Table)
}

/// The rows that say something.
fn rows(gathered: &mut Gathered, text: &str) -> Vec<Row> {
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let mut records = table.records().filter_map(Result::ok).peekable();
    let mut columns: BTreeMap<Column, usize> = BTreeMap::new();
    if let Some(first) = records.peek() {
        for (place, name) in first.iter().enumerate() {
            if let Some(column) = Column::named(name) {
                columns.entry(column).or_insert(place);
            }
        }
    }
    let is_named = columns.contains_key(&Column::Text);
    if is_named {
        records.next();
    }
    let mut rows = Vec::new();
    for record in records {
        let cell = |column: Column| {
            let place = columns.get(&column).filter(|_| is_named);
            let cell = place.and_then(|place| record.get(*place));
            unprotected(cell.unwrap_or_default().trim())
        };
        let text = match is_named {
            true => cell(Column::Text).to_owned(),
            // Nobody said what is what: all of it.
            false => {
                let cells = record.iter().map(str::trim).filter(|cell| !cell.is_empty());
                cells.map(unprotected).collect::<Vec<_>>().join("\n")
            }
        };
        if text.is_empty() {
            continue;
        }
        if !cell(Column::Author).is_empty() {
            gathered.lose(Loss::Authors);
        }
        let place = cell(Column::X)
            .parse()
            .ok()
            .zip(cell(Column::Y).parse().ok());
        rows.push(Row {
            text,
            frame: cell(Column::Frame).to_owned(),
            cluster: cell(Column::Cluster).to_owned(),
            label: cell(Column::Label).to_owned(),
            place,
        });
    }
    rows
}

/// What separates cells: what the first line has most of.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    let mut separators = [b',', b';', b'\t'];
    separators.sort_by_key(|separator| std::cmp::Reverse(count(separator)));
    separators.first().copied().unwrap_or(b',')
}

/// A cell that was kept from being a formula stands behind an apostrophe.
fn unprotected(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

/// Puts the rows of a frame down: clusters and loose notes one below another; the left
/// edge of the next frame.
fn lay(
    gathered: &mut Gathered,
    frame: &str,
    rows: &[(usize, &Row)],
    left: i32,
    paper: &impl Fn(&Row) -> Colour,
) -> i32 {
    let key = format!("frame {frame}");
    let parent = (!frame.is_empty()).then_some(key.as_str());
    let mut clusters: Vec<(&str, Vec<(usize, &Row)>)> = Vec::new();
    for (number, row) in rows {
        let there = clusters.iter_mut().find(|(name, _)| *name == row.cluster);
        match there {
            Some((_, inside)) => inside.push((*number, row)),
            None => clusters.push((&row.cluster, vec![(*number, row)])),
        }
    }
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let across = GAP.saturating_add_unsigned(NOTE.width);
    let down = GAP.saturating_add_unsigned(NOTE.height);
    let mut covered: Option<Rect> = None;
    let mut top = 3 * GAP;
    for (name, inside) in clusters {
        let cluster = format!("cluster {frame} {name}");
        let holder = match name {
            "" => parent,
            _ => Some(cluster.as_str()),
        };
        let mut bounds: Option<Rect> = None;
        for (place, (number, row)) in inside.iter().enumerate() {
            let x = left.saturating_add(2 * GAP);
            let x = x.saturating_add(count(place % ACROSS).saturating_mul(across));
            let y = top.saturating_add(count(place / ACROSS).saturating_mul(down));
            let place = match row.place {
                Some((x, y)) => area(x, y, f64::from(NOTE.width), f64::from(NOTE.height)),
                None => Rect::new(Point::new(x, y), NOTE),
            };
            bounds = Some(bounds.map_or(place, |bounds| bounds.union(&place)));
            let label = (paper(row), row.label.as_str());
            gathered.add_note(&format!("row {number}"), holder, place, &row.text, label);
        }
        if let Some(bounds) = bounds {
            let around = match name {
                "" => bounds,
                _ => {
                    let around = bounds.grown(GAP);
                    let content = FoundContent::Piece(PieceContent::Cluster);
                    gathered.add(&cluster, parent, around, name, content);
                    around
                }
            };
            covered = Some(covered.map_or(around, |covered| covered.union(&around)));
        }
        let rows = count(inside.len().div_ceil(ACROSS));
        top = top
            .saturating_add(rows.saturating_mul(down))
            .saturating_add(3 * GAP);
    }
    let Some(covered) = covered else {
        return left;
    };
    let around = covered.grown(GAP);
    if let Some(key) = parent {
        // Room for the frame's name.
        let corner = Point::new(around.origin.x, around.origin.y.saturating_sub(GAP));
        let height = around.size.height.saturating_add(GAP.unsigned_abs());
        let area = Rect::new(corner, Size::new(around.size.width, height));
        let content = FoundContent::Piece(PieceContent::Frame);
        gathered.add(key, None, area, frame, content);
    }
    around.right().saturating_add(3 * GAP)
}
