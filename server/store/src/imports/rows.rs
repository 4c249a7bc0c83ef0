//! From rows to records and votes, by the plan. Nothing is asked of the database
//! here, and whatever is left out is noted in the report.

mod feedback;
mod needs;
mod row;
mod votes;

use std::collections::{HashMap, HashSet};

use domain::imports::{
    DayOrder, DropReason, ImportFile, ImportPlan, ImportReport, Mapping, VoteCounts,
};

pub(super) use self::feedback::EntryRow;
pub(super) use self::needs::NeedRow;
use self::row::Row;
pub(super) use self::row::TEXT_KEY;
pub(super) use self::votes::VoteRow;
use super::files::Tables;
use super::reading::Table;

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

/// What the files say: needs and votes on them, or entries.
pub(super) struct Parsed {
    pub(super) needs: Vec<NeedRow>,
    pub(super) entries: Vec<EntryRow>,
    pub(super) votes: Vec<VoteRow>,
    /// Ids in the source of the needs voted on.
    pub(super) voted: Names,
    pub(super) voters: Names,
    pub(super) report: ImportReport,
}

/// Reads the files by the plan; the report tells what is dropped in full, up to the first
/// 100,000, where that is asked for.
pub(super) fn parse(plan: &ImportPlan, tables: &Tables, in_full: bool) -> Parsed {
    let Tables { records, votes } = tables;
    let mut parsed = Parsed {
        needs: Vec::new(),
        entries: Vec::new(),
        votes: Vec::new(),
        voted: Names::default(),
        voters: Names::default(),
        report: ImportReport {
            kind: plan.kind(),
            records_read_as: Some((records.encoding, records.separator)),
            in_full,
            ..ImportReport::default()
        },
    };
    parsed.report.records.read = records.rows;
    let report = &mut parsed.report;
    note_open_quote(report, ImportFile::Records, records);
    match &plan.mapping {
        Mapping::Needs(mapping) => {
            let columns = &mapping.records.columns;
            parsed.needs = each_record(records, columns, plan.days, report, |row, keys| {
                row.need(keys)
            });
        }
        Mapping::Feedback(mapping) => {
            let columns = &mapping.records.columns;
            parsed.entries = each_record(records, columns, plan.days, report, |row, keys| {
                row.entry(keys, mapping.default_kind)
            });
        }
    }
    if let (Some(votes), Some(columns)) = (votes, plan.votes()) {
        parsed.report.votes_read_as = Some((votes.encoding, votes.separator));
        parsed.report.votes = Some(VoteCounts {
            read: votes.rows,
            ..VoteCounts::default()
        });
        note_open_quote(&mut parsed.report, ImportFile::Votes, votes);
        votes.each_row(|line, record| {
            parsed.vote(plan.days, columns, &votes.headers, line, record);
            true
        });
    }
    parsed
}

/// Notes the row that never ends, before the others: a long list is told in part.
fn note_open_quote(report: &mut ImportReport, file: ImportFile, table: &Table) {
    if let Some(quote) = &table.open_quote {
        report.drop_row(file, quote.line, DropReason::OpenQuote, &quote.text);
    }
}

/// Reads the rows of a file of records, each in the same way; the keys are those
/// of the rows above.
fn each_record<C, R>(
    table: &Table,
    columns: &[C],
    days: DayOrder,
    report: &mut ImportReport,
    read: impl Fn(&mut Row<'_, C>, &mut HashSet<String>) -> Option<R>,
) -> Vec<R> {
    let mut keys = HashSet::new();
    let mut records = Vec::new();
    table.each_row(|line, record| {
        let mut row = Row {
            days,
            headers: &table.headers,
            columns,
            record,
            line,
            report: &mut *report,
        };
        records.extend(read(&mut row, &mut keys));
        true
    });
    records
}
