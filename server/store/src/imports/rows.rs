//! From rows to needs and votes, by the plan. Nothing is asked of the database
//! here, and whatever is left out is noted in the report.

use std::collections::{HashMap, HashSet};

use csv::StringRecord;
use domain::imports::{
    DropReason, ImportFile, ImportPlan, ImportReport, NeedColumn, SOURCE_ID_MAX, TablePlan,
    VoteColumn, VoteCounts, plain_text, read_discipline, read_level, read_moderation, read_moment,
    read_pupils, read_vote, unprotected,
};
use domain::needs::{CONTEXT_MAX, NeedFacts, NeedState, STATEMENT_MAX, Stance};
use domain::problems::{clean_line, clean_text};
use domain::territories::Territory;
use domain::time::Timestamp;
use sha2::{Digest, Sha256};

use super::reading::Table;

/// A row that says a need.
pub(super) struct NeedRow {
    pub(super) line: u64,
    /// By what the row is recognised: its id, or a hash of its text.
    pub(super) key: String,
    pub(super) facts: NeedFacts,
    pub(super) author: Option<String>,
    pub(super) at: Option<Timestamp>,
    pub(super) state: NeedState,
    /// Supports and objections that the source counted.
    pub(super) expected: (Option<i64>, Option<i64>),
}

/// A row that says a vote. Needs and voters are numbers in lists of names.
pub(super) struct VoteRow {
    pub(super) line: u64,
    pub(super) need: usize,
    pub(super) voter: usize,
    pub(super) stance: Stance,
    pub(super) at: Option<Timestamp>,
}

/// Names, each once, in the order in which they came.
#[derive(Default)]
pub(super) struct Names {
    pub(super) list: Vec<String>,
    places: HashMap<String, usize>,
}

impl Names {
    fn place(&mut self, name: String) -> usize {
        if let Some(place) = self.places.get(&name) {
            return *place;
        }
        self.places.insert(name.clone(), self.list.len());
        self.list.push(name);
        self.list.len() - 1
    }
}

/// What the files say.
pub(super) struct Parsed {
    pub(super) needs: Vec<NeedRow>,
    pub(super) votes: Vec<VoteRow>,
    /// Ids in the source of the needs voted on.
    pub(super) voted: Names,
    pub(super) voters: Names,
    pub(super) report: ImportReport,
}

/// Reads both files by the plan.
pub(super) fn parse(plan: &ImportPlan, records: &Table, votes: Option<&Table>) -> Parsed {
    let mut parsed = Parsed {
        needs: Vec::new(),
        votes: Vec::new(),
        voted: Names::default(),
        voters: Names::default(),
        report: ImportReport {
            records_read_as: Some((records.encoding, records.separator)),
            ..ImportReport::default()
        },
    };
    parsed.report.needs.read = records.rows;
    let mut keys = HashSet::new();
    records.each_row(|line, record| {
        let mut row = Row {
            plan,
            headers: &records.headers,
            columns: &plan.records.columns,
            record,
            line,
            report: &mut parsed.report,
        };
        if let Some(need) = row.need(&mut keys) {
            parsed.needs.push(need);
        }
        true
    });
    if let (Some(votes), Some(columns)) = (votes, &plan.votes) {
        parsed.report.votes_read_as = Some((votes.encoding, votes.separator));
        parsed.report.votes = Some(VoteCounts {
            read: votes.rows,
            ..VoteCounts::default()
        });
        votes.each_row(|line, record| {
            parsed.vote(plan, columns, &votes.headers, line, record);
            true
        });
    }
    parsed
}

/// The header of a column, or its number where it says nothing.
fn header(headers: &[String], place: usize) -> String {
    headers
        .get(place)
        .filter(|header| !header.is_empty())
        .cloned()
        .unwrap_or_else(|| format!("n° {}", place + 1))
}

/// A row of the file of needs, while it is read.
struct Row<'a> {
    plan: &'a ImportPlan,
    headers: &'a [String],
    columns: &'a [NeedColumn],
    record: &'a StringRecord,
    line: u64,
    report: &'a mut ImportReport,
}

impl Row<'_> {
    fn need(&mut self, keys: &mut HashSet<String>) -> Option<NeedRow> {
        if self.record.iter().all(|cell| cell.trim().is_empty()) {
            return self.dropped(DropReason::EmptyRow, "");
        }
        let statement = clean_text(&self.joined(NeedColumn::Statement, "\n"));
        if statement.is_empty() {
            let text = self.record.iter().collect::<Vec<_>>().join(" ");
            return self.dropped(DropReason::NoStatement, text.trim());
        }
        if longer(&statement, STATEMENT_MAX) {
            return self.dropped(DropReason::TooLong, &statement);
        }
        let key = self.key(keys, &statement)?;
        self.note_extra_cells();
        let affected = clean_line(&self.joined(NeedColumn::Affected, ", "));
        let setting = clean_text(&self.joined(NeedColumn::Setting, "\n"));
        let days = self.plan.days;
        let facts = NeedFacts {
            statement,
            affected: self.context(NeedColumn::Affected, affected),
            setting: self.context(NeedColumn::Setting, setting),
            level: self.value(NeedColumn::Level, DropReason::UnknownLevel, read_level),
            discipline: self.value(
                NeedColumn::Discipline,
                DropReason::UnknownDiscipline,
                read_discipline,
            ),
            pupils: self.value(NeedColumn::Pupils, DropReason::NotANumber, read_pupils),
            territory: self.value(NeedColumn::Territory, DropReason::UnknownPlace, |text| {
                Territory::from_typed(&clean_line(text)).ok()
            }),
        };
        let count = |text: &str| text.parse::<i64>().ok().filter(|count| *count >= 0);
        Some(NeedRow {
            line: self.line,
            key,
            facts,
            author: self.value(NeedColumn::SourceAuthor, DropReason::TooLong, short_line),
            at: self.value(NeedColumn::CreatedAt, DropReason::NotADate, |text| {
                read_moment(text, days)
            }),
            state: self
                .value(
                    NeedColumn::Moderation,
                    DropReason::UnknownModeration,
                    read_moderation,
                )
                .unwrap_or_default(),
            expected: (
                self.value(NeedColumn::Supports, DropReason::NotANumber, count),
                self.value(NeedColumn::Objections, DropReason::NotANumber, count),
            ),
        })
    }

    fn dropped<T>(&mut self, reason: DropReason, text: &str) -> Option<T> {
        self.report
            .drop_row(ImportFile::Records, self.line, reason, text);
        None
    }

    fn drop_cell(&mut self, column: &str, reason: DropReason, text: &str) {
        self.report
            .drop_cell(ImportFile::Records, self.line, column, reason, text);
    }

    /// By what the row is recognised, unless an earlier row has the same.
    fn key(&mut self, keys: &mut HashSet<String>, statement: &str) -> Option<String> {
        let id = self
            .cells(NeedColumn::SourceId)
            .map(|(_, cell)| clean_line(unprotected(cell)))
            .find(|id| !id.is_empty());
        let (key, repeated) = match id {
            Some(id) if id.chars().count() > SOURCE_ID_MAX => {
                return self.dropped(DropReason::TooLong, &id);
            }
            Some(id) => (id, DropReason::RepeatedId),
            None => (text_key(statement), DropReason::RepeatedText),
        };
        if keys.insert(key.clone()) {
            return Some(key);
        }
        let told = match repeated {
            DropReason::RepeatedId => &key,
            _ => statement,
        };
        self.dropped(repeated, told)
    }

    /// The cells of a column, with its place, as they stand in the file.
    fn cells(&self, column: NeedColumn) -> impl Iterator<Item = (usize, &str)> {
        self.columns
            .iter()
            .zip(self.record.iter())
            .enumerate()
            .filter(move |(_, (found, _))| **found == column)
            .map(|(place, (_, cell))| (place, cell))
    }

    /// The texts of all columns that feed a field, without markup.
    fn joined(&mut self, column: NeedColumn, between: &str) -> String {
        let cells: Vec<(usize, String)> = self
            .cells(column)
            .filter(|(_, cell)| !cell.trim().is_empty())
            .map(|(place, cell)| (place, cell.to_owned()))
            .collect();
        let mut texts = Vec::with_capacity(cells.len());
        for (place, cell) in cells {
            if cell.contains(char::REPLACEMENT_CHARACTER) {
                let header = header(self.headers, place);
                self.drop_cell(&header, DropReason::Unreadable, &cell);
            }
            let text = unprotected(cell.trim());
            let text = match plain_text(text) {
                Some(plain) => {
                    self.report.needs.markup += 1;
                    plain
                }
                None => text.to_owned(),
            };
            texts.push(text.trim().to_owned());
        }
        texts.join(between)
    }

    /// A context, unless it is too long.
    fn context(&mut self, column: NeedColumn, text: String) -> String {
        if !longer(&text, CONTEXT_MAX) {
            return text;
        }
        let place = self.columns.iter().position(|found| *found == column);
        let header = header(self.headers, place.unwrap_or_default());
        self.drop_cell(&header, DropReason::TooLong, &text);
        String::new()
    }

    /// The first value that can be read; the cells that cannot be are noted.
    fn value<T>(
        &mut self,
        column: NeedColumn,
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
            if found.is_none() {
                let header = header(self.headers, place);
                self.drop_cell(&header, reason, &cell);
            }
            value = value.or(found);
        }
        value
    }

    /// Cells behind the last column.
    fn note_extra_cells(&mut self) {
        for place in self.headers.len()..self.record.len() {
            let cell = self.record.get(place).unwrap_or_default().to_owned();
            if !cell.trim().is_empty() {
                self.drop_cell(&header(&[], place), DropReason::ExtraCell, &cell);
            }
        }
    }
}

impl Parsed {
    fn vote(
        &mut self,
        plan: &ImportPlan,
        columns: &TablePlan<VoteColumn>,
        headers: &[String],
        line: u64,
        record: &StringRecord,
    ) {
        let cell = |column: VoteColumn| {
            columns
                .columns
                .iter()
                .zip(record.iter())
                .enumerate()
                .find(|(_, (found, cell))| **found == column && !cell.trim().is_empty())
                .map(|(place, (_, cell))| (place, unprotected(cell.trim())))
        };
        let text = |column| cell(column).map_or("", |(_, text)| text);
        let report = &mut self.report;
        let mut refuse = |reason, text: &str| {
            report.drop_row(ImportFile::Votes, line, reason, text);
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return refuse(DropReason::EmptyRow, "");
        }
        let (need, voter) = (text(VoteColumn::NeedId), text(VoteColumn::Voter));
        if need.is_empty() {
            return refuse(DropReason::UnknownNeed, need);
        }
        let Some(voter) = short_line(voter).filter(|voter| !voter.is_empty()) else {
            return refuse(DropReason::NoVoter, voter);
        };
        let value = text(VoteColumn::Value);
        let Some(stance) = read_vote(value) else {
            return refuse(DropReason::UnknownVote, value);
        };
        let at = cell(VoteColumn::CastAt).and_then(|(place, text)| {
            let at = read_moment(text, plan.days);
            if at.is_none() {
                let header = header(headers, place);
                let reason = DropReason::NotADate;
                report.drop_cell(ImportFile::Votes, line, &header, reason, text);
            }
            at
        });
        let row = VoteRow {
            line,
            need: self.voted.place(clean_line(need)),
            voter: self.voters.place(voter),
            stance,
            at,
        };
        self.votes.push(row);
    }
}

/// By what a row without an id is recognised.
fn text_key(statement: &str) -> String {
    let hash = Sha256::digest(statement.as_bytes());
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{TEXT_KEY}{hex}")
}

/// Begins the key of a row that has no id.
pub(super) const TEXT_KEY: &str = "text:";

fn longer(text: &str, max: u32) -> bool {
    text.chars().count() > usize::try_from(max).unwrap_or(usize::MAX)
}

/// One short line, such as a name or an id.
fn short_line(text: &str) -> Option<String> {
    let line = clean_line(text);
    (line.chars().count() <= SOURCE_ID_MAX).then_some(line)
}
