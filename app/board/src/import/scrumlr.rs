//! Boards of Scrumlr as it exports them: columns, notes with their place in a column
//! and in a stack, votings with how many votes were given.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    FoundContent, Gathered, ImportFormat, Imported, Loss, PieceContent, list, number, words,
};
use crate::actions::{GAP, NOTE};
use crate::geometry::{Point, Rect, Size};
use crate::record::Colour;

/// Notes beside each other in a column.
const ACROSS: usize = 2;

pub(super) fn read(file: &Value) -> Imported {
    let mut gathered = Gathered::default();
    let mut columns: Vec<&Value> = list(file, "columns").iter().collect();
    columns.sort_by(|one, other| number(one, "index").total_cmp(&number(other, "index")));
    let notes = list(file, "notes");
    gathered.lose_all(Loss::Votes, list(file, "votings").iter().map(votes).sum());
    let mut left = 0;
    for column in columns {
        let id = words(column, "id");
        let colour = colour(words(column, "color"));
        left = frame(&mut gathered, column, &stacks(notes, id), left, colour);
    }
    let of_no_column = notes.iter().filter(|note| {
        let column = words(position(note), "column");
        !list(file, "columns")
            .iter()
            .any(|one| words(one, "id") == column)
    });
    for (place, note) in of_no_column.enumerate() {
        let area = Rect::new(Point::new(left, steps(place, NOTE.height)), NOTE);
        add_note(&mut gathered, note, None, area, Colour::Yellow);
    }
    gathered.finished(ImportFormat::Scrumlr)
}

/// How many votes were given in a voting, of which Scrumlr exports the totals once it is closed:
/// until then the voting itself is what is lost.
fn votes(voting: &Value) -> usize {
    let total = voting.pointer("/votes/total").and_then(Value::as_u64);
    total.map_or(1, |total| usize::try_from(total).unwrap_or(usize::MAX))
}

/// How far the one at a place stands from the first, in a row of things of this length.
fn steps(place: usize, length: u32) -> i32 {
    i32::try_from(place)
        .unwrap_or(i32::MAX)
        .saturating_mul(GAP.saturating_add_unsigned(length))
}

fn add_note(
    gathered: &mut Gathered,
    note: &Value,
    parent: Option<&str>,
    area: Rect,
    colour: Colour,
) {
    if !words(note, "author").is_empty() {
        gathered.lose(Loss::Authors);
    }
    let text = words(note, "text");
    gathered.add_note(words(note, "id"), parent, area, text, (colour, ""));
}

/// The notes of a column by rank, each with those that lie below it in its stack.
fn stacks<'a>(notes: &'a [Value], column: &str) -> Vec<Vec<&'a Value>> {
    let here = notes
        .iter()
        .filter(|note| words(position(note), "column") == column);
    let mut tops: Vec<&Value> = Vec::new();
    let mut below: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for note in here {
        match words(position(note), "stack") {
            "" => tops.push(note),
            top => below.entry(top).or_default().push(note),
        }
    }
    // Scrumlr counts ranks from the bottom.
    let by_rank = |one: &&Value, other: &&Value| {
        number(position(other), "rank").total_cmp(&number(position(one), "rank"))
    };
    tops.sort_by(by_rank);
    let mut stacks: Vec<Vec<&Value>> = Vec::new();
    for top in tops {
        let mut under = below.remove(words(top, "id")).unwrap_or_default();
        under.sort_by(by_rank);
        stacks.push(std::iter::once(top).chain(under).collect());
    }
    // What lay in a stack whose top is not here lies alone.
    stacks.extend(below.into_values().flatten().map(|note| vec![note]));
    stacks
}

fn position(note: &Value) -> &Value {
    note.get("position").unwrap_or(note)
}

/// Puts a column down as a frame; the left edge of the next one.
fn frame(
    gathered: &mut Gathered,
    column: &Value,
    stacks: &[Vec<&Value>],
    left: i32,
    colour: Colour,
) -> i32 {
    let id = words(column, "id");
    let across = i32::try_from(ACROSS).unwrap_or(2);
    let cell = |length: u32| GAP.saturating_add_unsigned(length);
    let width = across
        .saturating_mul(cell(NOTE.width))
        .saturating_add(3 * GAP);
    let mut top = 3 * GAP;
    for stack in stacks {
        let rows = stack.len().div_ceil(ACROSS);
        let rows = i32::try_from(rows).unwrap_or(i32::MAX);
        let height = rows.saturating_mul(cell(NOTE.height));
        let first = stack.first().map_or("", |note| words(note, "id"));
        let cluster = (stack.len() > 1).then(|| format!("stack {first}"));
        let parent = cluster.as_deref().unwrap_or(id);
        for (place, note) in stack.iter().enumerate() {
            let x = left
                .saturating_add(2 * GAP)
                .saturating_add(steps(place % ACROSS, NOTE.width));
            let y = top.saturating_add(steps(place / ACROSS, NOTE.height));
            let area = Rect::new(Point::new(x, y), NOTE);
            add_note(gathered, note, Some(parent), area, colour);
        }
        if let Some(key) = &cluster {
            let corner = Point::new(left.saturating_add(GAP), top.saturating_sub(GAP / 2));
            let size = Size::new(
                width.saturating_sub(2 * GAP).unsigned_abs(),
                height.unsigned_abs(),
            );
            let content = FoundContent::Piece(PieceContent::Cluster);
            gathered.add(key, Some(id), Rect::new(corner, size), "", content);
        }
        top = top.saturating_add(height).saturating_add(GAP);
    }
    let height = top.max(cell(NOTE.height).saturating_mul(2));
    let size = Size::new(width.unsigned_abs(), height.unsigned_abs());
    let area = Rect::new(Point::new(left, 0), size);
    let content = FoundContent::Piece(PieceContent::Frame);
    gathered.add(id, None, area, words(column, "name"), content);
    left.saturating_add(width).saturating_add(3 * GAP)
}

/// The paper for a column's colour, by the name that Scrumlr gives it.
fn colour(name: &str) -> Colour {
    match name.rsplit('-').next().unwrap_or_default() {
        "blue" => Colour::Blue,
        "green" => Colour::Green,
        "lilac" | "purple" | "violet" => Colour::Purple,
        "orange" => Colour::Orange,
        "pink" => Colour::Pink,
        "red" => Colour::Red,
        _ => Colour::Yellow,
    }
}
