//! From rows to votes.

use csv::StringRecord;
use domain::imports::{
    DayOrder, DropReason, ImportFile, TablePlan, VoteColumn, read_moment, read_vote, unprotected,
};
use domain::needs::Stance;
use domain::problems::clean_line;
use domain::time::Timestamp;

use super::Parsed;
use super::row::{header, is_unreadable, short_line};

/// A row that says a vote. Needs and voters are numbers in lists of names.
pub(in crate::imports) struct VoteRow {
    pub(in crate::imports) line: u64,
    pub(in crate::imports) need: usize,
    pub(in crate::imports) voter: usize,
    pub(in crate::imports) stance: Stance,
    pub(in crate::imports) at: Option<Timestamp>,
}

impl Parsed {
    /// Reads a row of the file of votes.
    pub(super) fn vote(
        &mut self,
        days: DayOrder,
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
            let reason = match is_unreadable(value) {
                true => DropReason::Unreadable,
                false => DropReason::UnknownVote,
            };
            return refuse(reason, value);
        };
        let at = cell(VoteColumn::CastAt).and_then(|(_, text)| read_moment(text, days));
        for column in [VoteColumn::NeedId, VoteColumn::Voter, VoteColumn::CastAt] {
            let Some((place, text)) = cell(column) else {
                continue;
            };
            let reason = if is_unreadable(text) {
                DropReason::Unreadable
            } else if column == VoteColumn::CastAt && at.is_none() {
                DropReason::NotADate
            } else {
                continue;
            };
            report.drop_cell(
                ImportFile::Votes,
                line,
                &header(headers, place),
                reason,
                text,
            );
        }
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
