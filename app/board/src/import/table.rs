//! Tables as CSV: a note in each row. Columns are known by their names, in French or
//! English, and named when they are not used; a list without names is read line by line.

use std::collections::{BTreeMap, BTreeSet};

use csv::StringRecord;

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
    Id,
    Stack,
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
            "id" | "note_id" => Self::Id,
            "stack" | "pile" => Self::Stack,
            "x" | "position x" => Self::X,
            "y" | "position y" => Self::Y,
            _ => return None,
        })
    }
}

/// A row as far as it becomes a note.
#[derive(Default)]
struct Row {
    text: String,
    frame: String,
    cluster: String,
    label: String,
    id: String,
    /// The id of the row at the top of the stack in which it lies.
    stack: String,
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

/// The columns of a table, as its first line names them.
struct Columns {
    names: StringRecord,
    places: BTreeMap<Column, usize>,
}

impl Columns {
    /// Nothing where a line names no column of texts.
    fn named(line: &StringRecord) -> Option<Self> {
        let mut places = BTreeMap::new();
        for (place, name) in line.iter().enumerate() {
            if let Some(column) = Column::named(name) {
                places.entry(column).or_insert(place);
            }
        }
        // Stacks are named by ids, which are of no other use; without ids they are groups.
        if !places.contains_key(&Column::Stack) {
            places.remove(&Column::Id);
        } else if !places.contains_key(&Column::Id)
            && let Some(place) = places.remove(&Column::Stack)
        {
            places.entry(Column::Cluster).or_insert(place);
        }
        let names = line.clone();
        let is_named = places.contains_key(&Column::Text);
        is_named.then_some(Self { names, places })
    }

    /// What stands in a column of a line.
    fn cell<'a>(&self, line: &'a StringRecord, column: Column) -> &'a str {
        let place = self.places.get(&column);
        let cell = place.and_then(|place| line.get(*place));
        unprotected(cell.unwrap_or_default().trim())
    }

    /// Where in a line something stands that becomes nothing.
    fn unused(&self, line: &StringRecord) -> Vec<usize> {
        let is_used = |place: &usize| self.places.values().any(|used| used == place);
        let cells = line.iter().enumerate();
        let held = cells.filter(|(_, cell)| !cell.trim().is_empty());
        let held = held.map(|(place, _)| place);
        held.filter(|place| !is_used(place)).collect()
    }

    /// What the column at a place is called; its number where it has no name.
    fn name(&self, place: usize) -> String {
        match self.names.get(place).map(str::trim) {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => format!("#{}", place.saturating_add(1)),
        }
    }
}

/// The rows that say something.
fn rows(gathered: &mut Gathered, text: &str) -> Vec<Row> {
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let mut lines = table.records().filter_map(Result::ok).peekable();
    let Some(columns) = lines.peek().and_then(Columns::named) else {
        return lines.filter_map(|line| unnamed(&line)).collect();
    };
    lines.next();
    let mut unused = BTreeSet::new();
    let mut rows = Vec::new();
    for line in lines {
        unused.extend(columns.unused(&line));
        let cell = |column: Column| columns.cell(&line, column);
        if cell(Column::Text).is_empty() {
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
            text: cell(Column::Text).to_owned(),
            frame: cell(Column::Frame).to_owned(),
            cluster: cell(Column::Cluster).to_owned(),
            label: cell(Column::Label).to_owned(),
            id: cell(Column::Id).to_owned(),
            stack: match cell(Column::Stack) {
                // Scrumlr writes this where there is none.
                "null" => String::new(),
                top => top.to_owned(),
            },
            place,
        });
    }
    let unused = unused.into_iter().map(|place| columns.name(place));
    gathered.unused_columns = unused.collect();
    stack(gathered, &mut rows);
    rows
}

/// A line of which nobody said what is what: all of it.
fn unnamed(line: &StringRecord) -> Option<Row> {
    let cells = line.iter().map(str::trim).filter(|cell| !cell.is_empty());
    let text = cells.map(unprotected).collect::<Vec<_>>().join("\n");
    (!text.is_empty()).then(|| Row {
        text,
        ..Row::default()
    })
}

/// Puts into each stack the row at its top as well, by whose id the others name it. What lies
/// in a stack whose top is not in its frame lies alone.
fn stack(gathered: &mut Gathered, rows: &mut [Row]) {
    let known = |row: &Row| (row.frame.clone(), row.id.clone());
    let there: BTreeSet<(String, String)> = rows.iter().map(known).collect();
    let mut tops = BTreeSet::new();
    for row in rows.iter_mut().filter(|row| !row.stack.is_empty()) {
        let top = (row.frame.clone(), row.stack.clone());
        if there.contains(&top) {
            tops.insert(top);
        } else {
            row.stack.clear();
            gathered.lose(Loss::Unknown);
        }
    }
    for row in rows.iter_mut().filter(|row| row.stack.is_empty()) {
        if tops.contains(&known(row)) {
            row.stack.clone_from(&row.id);
        }
    }
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
    let mut clusters: Vec<(_, Vec<(usize, &Row)>)> = Vec::new();
    for (number, row) in rows {
        let cluster = (row.cluster.as_str(), row.stack.as_str());
        match clusters.iter_mut().find(|(there, _)| *there == cluster) {
            Some((_, inside)) => inside.push((*number, row)),
            None => clusters.push((cluster, vec![(*number, row)])),
        }
    }
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let across = GAP.saturating_add_unsigned(NOTE.width);
    let down = GAP.saturating_add_unsigned(NOTE.height);
    let mut covered: Option<Rect> = None;
    let mut top = 3 * GAP;
    for ((name, stack), inside) in clusters {
        let is_loose = name.is_empty() && stack.is_empty();
        let cluster = format!("cluster {frame:?} {name:?} {stack:?}");
        let holder = match is_loose {
            true => parent,
            false => Some(cluster.as_str()),
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
            let around = match is_loose {
                true => bounds,
                false => {
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
