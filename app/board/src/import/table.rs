//! Tables as CSV: a note in each row, or what the row says that it is. Columns are known by
//! their names, in French or English, and named when they are not used; a list without names is
//! read line by line.

use std::collections::{BTreeMap, BTreeSet};

use csv::StringRecord;

use super::{FoundContent, Gathered, ImportFormat, Imported, Loss, PieceContent, area};
use crate::actions::{FRAME, GAP, NOTE, TEXT};
use crate::geometry::{Point, Rect, Size};
use crate::labels::offered_as;
use crate::record::{Colour, Kind};

/// Notes beside each other.
const ACROSS: usize = 4;
/// Papers for labels that are offered nowhere, in the order in which labels appear: first those
/// that stand for nothing else.
const PAPERS: [Colour; 7] = [
    Colour::Orange,
    Colour::Pink,
    Colour::Grey,
    Colour::Blue,
    Colour::Green,
    Colour::Red,
    Colour::Purple,
];

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Text,
    Frame,
    Cluster,
    Label,
    Author,
    Kind,
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
            "kind" | "nature" => Self::Kind,
            "id" | "note_id" => Self::Id,
            "stack" | "pile" => Self::Stack,
            "x" | "position x" => Self::X,
            "y" | "position y" => Self::Y,
            _ => return None,
        })
    }
}

/// What a row says that it is, as boards call it that leave as tables.
fn kind_named(name: &str) -> Option<Kind> {
    Some(match name.trim().to_lowercase().as_str() {
        "note" => Kind::Note,
        "text" | "texte" => Kind::Text,
        "frame" | "cadre" => Kind::Frame,
        "cluster" | "groupe" => Kind::Cluster,
        "arrow" | "flèche" => Kind::Connector,
        "drawing" | "dessin" => Kind::Stroke,
        "picture" | "image" => Kind::Image,
        _ => return None,
    })
}

/// Whether a row of a table of our own stands for something that whoever saved it had not shown.
fn is_not_shown(name: &str) -> bool {
    matches!(
        name.trim().to_lowercase().as_str(),
        "not shown" | "non dévoilé"
    )
}

/// What is lost with a thing of a kind of which a table does not hold enough.
const fn lost_with(kind: Kind) -> Option<Loss> {
    match kind {
        Kind::Connector => Some(Loss::Arrows),
        Kind::Stroke => Some(Loss::Drawings),
        Kind::Image => Some(Loss::Pictures),
        Kind::Note | Kind::Text | Kind::Frame | Kind::Cluster => None,
    }
}

/// A row as far as it becomes something on a board.
#[derive(Default)]
struct Row {
    /// What it says that it is; a note where it does not say so.
    kind: Option<Kind>,
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
            let offered = offered_as(&row.label).map(|offered| offered.colour);
            let paper = offered.or_else(|| choices.next());
            papers.insert(&row.label, paper.unwrap_or_default());
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

    /// Where in a line something stands that becomes nothing: a kind that is not known, too.
    fn unused(&self, line: &StringRecord) -> Vec<usize> {
        let is_known = kind_named(self.cell(line, Column::Kind)).is_some();
        let is_used = |place: &usize| {
            let mut places = self.places.iter();
            places.any(|(column, used)| used == place && (*column != Column::Kind || is_known))
        };
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
        let cell = |column: Column| columns.cell(&line, column);
        let kind = kind_named(cell(Column::Kind));
        if let Some(loss) = kind.and_then(lost_with) {
            gathered.lose(loss);
            continue;
        }
        let text = cell(Column::Text);
        if text.is_empty() && is_not_shown(cell(Column::Kind)) {
            gathered.lose(Loss::NotShown);
            continue;
        }
        unused.extend(columns.unused(&line));
        if text.is_empty() && kind.is_none() {
            continue;
        }
        // Frames and clusters stand in their own columns; a table of another hand may name them
        // as it does notes.
        let named = |column: Column, is_it: bool| match cell(column) {
            "" if is_it => text,
            name => name,
        };
        let frame = named(Column::Frame, kind == Some(Kind::Frame));
        let cluster = named(Column::Cluster, kind == Some(Kind::Cluster));
        let name = match kind {
            Some(Kind::Frame) => Some(frame),
            Some(Kind::Cluster) => Some(cluster),
            _ => None,
        };
        if name == Some("") {
            gathered.lose(Loss::Unknown);
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
            kind,
            text: text.to_owned(),
            frame: frame.to_owned(),
            cluster: cluster.to_owned(),
            label: label_of(cell(Column::Label)),
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

/// A label as notes have it: of a type that the board offers, as it is offered.
fn label_of(cell: &str) -> String {
    offered_as(cell).map_or_else(|| cell.to_owned(), |offered| offered.label)
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

/// What lies together in a frame: in one cluster, or loose.
struct Group<'a> {
    /// The name of the cluster; empty for what lies loose, and for a stack.
    name: &'a str,
    /// The stack.
    stack: &'a str,
    /// The row of the cluster itself, where there is one.
    own: Option<&'a Row>,
    /// What lies in it, with the numbers of the rows.
    inside: Vec<(usize, &'a Row)>,
}

impl<'a> Group<'a> {
    fn is_loose(&self) -> bool {
        self.name.is_empty() && self.stack.is_empty()
    }

    fn take(&mut self, number: usize, row: &'a Row) {
        match row.kind {
            Some(Kind::Cluster) => self.own = Some(row),
            _ => self.inside.push((number, row)),
        }
    }
}

/// The rows of a frame by what lies together, in the order in which they come.
fn groups<'a>(rows: &[(usize, &'a Row)]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for &(number, row) in rows {
        if row.kind == Some(Kind::Frame) {
            continue;
        }
        let (name, stack) = (row.cluster.as_str(), row.stack.as_str());
        match groups
            .iter_mut()
            .find(|group| group.name == name && group.stack == stack)
        {
            Some(group) => group.take(number, row),
            None => {
                let mut group = Group {
                    name,
                    stack,
                    own: None,
                    inside: Vec::new(),
                };
                group.take(number, row);
                groups.push(group);
            }
        }
    }
    groups
}

fn count(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Where a row says that it lies, or else at a corner, in this size.
fn area_of(row: Option<&Row>, corner: Point, size: Size) -> Rect {
    match row.and_then(|row| row.place) {
        Some((x, y)) => area(x, y, f64::from(size.width), f64::from(size.height)),
        None => Rect::new(corner, size),
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
    let down = GAP.saturating_add_unsigned(NOTE.height);
    let mut covered: Option<Rect> = None;
    let mut top = 3 * GAP;
    for group in groups(rows) {
        let corner = Point::new(left.saturating_add(2 * GAP), top);
        if let Some(around) = lay_group(gathered, (frame, parent), &group, corner, paper) {
            covered = Some(covered.map_or(around, |covered| covered.union(&around)));
        }
        let rows = count(group.inside.len().div_ceil(ACROSS).max(1));
        top = top
            .saturating_add(rows.saturating_mul(down))
            .saturating_add(3 * GAP);
    }
    let around = match covered {
        Some(covered) => {
            let around = covered.grown(GAP);
            // Room for the frame's name.
            let corner = Point::new(around.origin.x, around.origin.y.saturating_sub(GAP));
            let height = around.size.height.saturating_add(GAP.unsigned_abs());
            Rect::new(corner, Size::new(around.size.width, height))
        }
        None => {
            let own = rows.first().map(|(_, row)| *row);
            area_of(own, Point::new(left, 2 * GAP), FRAME)
        }
    };
    if let Some(key) = parent {
        let content = FoundContent::Piece(PieceContent::Frame);
        gathered.add(key, None, around, frame, content);
    }
    around.right().saturating_add(3 * GAP)
}

/// Puts down what lies together, from a corner on, in a frame of this name and key; what it
/// covers, if anything.
fn lay_group(
    gathered: &mut Gathered,
    (frame, parent): (&str, Option<&str>),
    group: &Group<'_>,
    corner: Point,
    paper: &impl Fn(&Row) -> Colour,
) -> Option<Rect> {
    let cluster = format!("cluster {frame:?} {:?} {:?}", group.name, group.stack);
    let holder = match group.is_loose() {
        true => parent,
        false => Some(cluster.as_str()),
    };
    let across = GAP.saturating_add_unsigned(NOTE.width);
    let down = GAP.saturating_add_unsigned(NOTE.height);
    let mut bounds: Option<Rect> = None;
    for (place, &(number, row)) in group.inside.iter().enumerate() {
        let right = count(place % ACROSS).saturating_mul(across);
        let below = count(place / ACROSS).saturating_mul(down);
        let at = Point::new(
            corner.x.saturating_add(right),
            corner.y.saturating_add(below),
        );
        let key = format!("row {number}");
        let is_text = row.kind == Some(Kind::Text);
        let size = match row.place {
            Some(_) if is_text => TEXT,
            // As large as the others among which it is laid out.
            _ => NOTE,
        };
        let area = area_of(Some(row), at, size);
        bounds = Some(bounds.map_or(area, |bounds| bounds.union(&area)));
        if is_text {
            let content = FoundContent::Piece(PieceContent::Text);
            gathered.add(&key, holder, area, &row.text, content);
        } else {
            let label = (paper(row), row.label.as_str());
            gathered.add_note(&key, holder, area, &row.text, label);
        }
    }
    if group.is_loose() {
        return bounds;
    }
    let around = match bounds {
        Some(bounds) => bounds.grown(GAP),
        None => area_of(group.own, corner, NOTE),
    };
    let content = FoundContent::Piece(PieceContent::Cluster);
    gathered.add(&cluster, parent, around, group.name, content);
    Some(around)
}
