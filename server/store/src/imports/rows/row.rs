//! A row of a file of records while it is read, whatever it becomes.

use std::collections::HashSet;

use csv::StringRecord;
use domain::imports::{
    DayOrder, DropReason, ImportFile, ImportReport, SOURCE_ID_MAX, plain_text, unprotected,
};
use domain::problems::{clean_line, clean_text};
use sha2::{Digest, Sha256};

/// The header of a column, or its number, in no language, where it says nothing.
pub(super) fn header(headers: &[String], place: usize) -> String {
    headers
        .get(place)
        .filter(|header| !header.is_empty())
        .cloned()
        .unwrap_or_else(|| format!("#{}", place + 1))
}

/// A row of a file of records, while it is read.
pub(super) struct Row<'a, C> {
    pub(super) days: DayOrder,
    pub(super) headers: &'a [String],
    pub(super) columns: &'a [C],
    pub(super) record: &'a StringRecord,
    pub(super) line: u64,
    pub(super) report: &'a mut ImportReport,
}

impl<C: Copy + PartialEq> Row<'_, C> {
    /// What the row says in these columns; nothing, and why, where it says
    /// nothing there or too much.
    pub(super) fn main_text(&mut self, column: C, max: u32, missing: DropReason) -> Option<String> {
        if self.record.iter().all(|cell| cell.trim().is_empty()) {
            return self.dropped(DropReason::EmptyRow, "");
        }
        let said = clean_text(&self.joined(column, "\n"));
        if said.is_empty() {
            let text = self.record.iter().collect::<Vec<_>>().join(" ");
            return self.dropped(missing, text.trim());
        }
        if longer(&said, max) {
            return self.dropped(DropReason::TooLong, &said);
        }
        Some(said)
    }

    pub(super) fn dropped<T>(&mut self, reason: DropReason, text: &str) -> Option<T> {
        self.report
            .drop_row(ImportFile::Records, self.line, reason, text);
        None
    }

    pub(super) fn drop_cell(&mut self, column: &str, reason: DropReason, text: &str) {
        self.report
            .drop_cell(ImportFile::Records, self.line, column, reason, text);
    }

    /// By what the row is recognised, unless an earlier row has the same.
    /// A row without an id is recognised by its text.
    pub(super) fn key(&mut self, keys: &mut HashSet<String>, ids: C, text: &str) -> Option<String> {
        let id = self
            .cells(ids)
            .map(|(place, cell)| (place, clean_line(unprotected(cell))))
            .find(|(_, id)| !id.is_empty());
        let (key, repeated) = match id {
            Some((_, id)) if id.chars().count() > SOURCE_ID_MAX => {
                return self.dropped(DropReason::TooLong, &id);
            }
            Some((place, id)) => {
                self.note_unreadable(place, &id);
                (id, DropReason::RepeatedId)
            }
            None => (text_key(text), DropReason::RepeatedText),
        };
        if keys.insert(key.clone()) {
            return Some(key);
        }
        let told = match repeated {
            DropReason::RepeatedId => &key,
            _ => text,
        };
        self.dropped(repeated, told)
    }

    /// The cells of a column, with its place, as they stand in the file.
    pub(super) fn cells(&self, column: C) -> impl Iterator<Item = (usize, &str)> {
        self.columns
            .iter()
            .zip(self.record.iter())
            .enumerate()
            .filter(move |(_, (found, _))| **found == column)
            .map(|(place, (_, cell))| (place, cell))
    }

    /// The texts of all columns that feed a field, without markup.
    pub(super) fn joined(&mut self, column: C, between: &str) -> String {
        let cells: Vec<(usize, String)> = self
            .cells(column)
            .filter(|(_, cell)| !cell.trim().is_empty())
            .map(|(place, cell)| (place, cell.to_owned()))
            .collect();
        let mut texts = Vec::with_capacity(cells.len());
        for (place, cell) in cells {
            self.note_unreadable(place, &cell);
            let text = unprotected(cell.trim());
            let text = match plain_text(text) {
                Some(plain) => {
                    self.report.records.markup += 1;
                    plain
                }
                None => text.to_owned(),
            };
            texts.push(text.trim().to_owned());
        }
        texts.join(between)
    }

    /// A text, unless it is too long.
    pub(super) fn fitting(&mut self, column: C, text: String, max: u32) -> String {
        if !longer(&text, max) {
            return text;
        }
        let place = self.columns.iter().position(|found| *found == column);
        let header = header(self.headers, place.unwrap_or_default());
        self.drop_cell(&header, DropReason::TooLong, &text);
        String::new()
    }

    /// The first value that can be read; the cells that cannot be are noted, also those of
    /// which only a part is.
    pub(super) fn value<T>(
        &mut self,
        column: C,
        reason: DropReason,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let cells: Vec<(usize, String)> = self
            .cells(column)
            .map(|(place, cell)| (place, unprotected(cell.trim()).to_owned()))
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        let mut value = None;
        for (place, cell) in cells {
            let found = read(&cell);
            if found.is_none() && !is_unreadable(&cell) {
                let header = header(self.headers, place);
                self.drop_cell(&header, reason, &cell);
            }
            self.note_unreadable(place, &cell);
            value = value.or(found);
        }
        value
    }

    /// Notes a cell of which not all bytes are characters.
    fn note_unreadable(&mut self, place: usize, cell: &str) {
        if is_unreadable(cell) {
            let header = header(self.headers, place);
            self.drop_cell(&header, DropReason::Unreadable, cell);
        }
    }

    /// Cells behind the last column.
    pub(super) fn note_extra_cells(&mut self) {
        for place in self.headers.len()..self.record.len() {
            let cell = self.record.get(place).unwrap_or_default().to_owned();
            if !cell.trim().is_empty() {
                self.drop_cell(&header(&[], place), DropReason::ExtraCell, &cell);
            }
        }
    }
}

/// Whether bytes of the cell are no characters of the file's encoding: they are marked.
pub(super) fn is_unreadable(cell: &str) -> bool {
    cell.contains(char::REPLACEMENT_CHARACTER)
}

/// By what a row without an id is recognised.
fn text_key(statement: &str) -> String {
    let hash = Sha256::digest(statement.as_bytes());
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{TEXT_KEY}{hex}")
}

/// Begins the key of a row that has no id.
pub(in crate::imports) const TEXT_KEY: &str = "text:";

pub(super) fn longer(text: &str, max: u32) -> bool {
    text.chars().count() > usize::try_from(max).unwrap_or(usize::MAX)
}

/// One short line, such as a name or an id.
pub(super) fn short_line(text: &str) -> Option<String> {
    let line = clean_line(text);
    (line.chars().count() <= SOURCE_ID_MAX).then_some(line)
}
