//! From rows to needs.

use std::collections::HashSet;

use domain::imports::{
    DropReason, NeedColumn, read_discipline, read_level, read_moderation, read_moment, read_pupils,
};
use domain::needs::{CONTEXT_MAX, NeedFacts, NeedState, STATEMENT_MAX};
use domain::problems::{clean_line, clean_text};
use domain::territories::Territory;
use domain::time::Timestamp;

use super::row::{Row, short_line};

/// A row that says a need.
pub(in crate::imports) struct NeedRow {
    pub(in crate::imports) line: u64,
    /// By what the row is recognised: its id, or a hash of its text.
    pub(in crate::imports) key: String,
    pub(in crate::imports) facts: NeedFacts,
    pub(in crate::imports) author: Option<String>,
    pub(in crate::imports) at: Option<Timestamp>,
    pub(in crate::imports) state: NeedState,
    /// Supports and objections that the source counted.
    pub(in crate::imports) expected: (Option<i64>, Option<i64>),
}

impl Row<'_, NeedColumn> {
    /// Reads the need that the row says.
    pub(super) fn need(&mut self, keys: &mut HashSet<String>) -> Option<NeedRow> {
        let statement = self.main_text(
            NeedColumn::Statement,
            STATEMENT_MAX,
            DropReason::NoStatement,
        )?;
        let key = self.key(keys, NeedColumn::SourceId, &statement)?;
        self.note_extra_cells();
        let affected = clean_line(&self.joined(NeedColumn::Affected, ", "));
        let setting = clean_text(&self.joined(NeedColumn::Setting, "\n"));
        let days = self.days;
        let facts = NeedFacts {
            statement,
            affected: self.fitting(NeedColumn::Affected, affected, CONTEXT_MAX),
            setting: self.fitting(NeedColumn::Setting, setting, CONTEXT_MAX),
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
}
