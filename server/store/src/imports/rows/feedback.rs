//! From rows to entries of feedback.

use std::collections::HashSet;

use domain::feedback::{FeedbackFacts, FeedbackKind, PLACE_MAX, STORY_MAX};
use domain::imports::{
    DropReason, FeedbackColumn, read_class, read_device, read_discipline, read_kind, read_moment,
    read_network, read_present, read_severity,
};
use domain::problems::clean_line;
use domain::time::Timestamp;

use super::row::{Row, short_line};

/// A row that tells something that happened.
pub(in crate::imports) struct EntryRow {
    /// By what the row is recognised: its id, or a hash of what was told when.
    pub(in crate::imports) key: String,
    pub(in crate::imports) facts: FeedbackFacts,
    pub(in crate::imports) author: Option<String>,
    pub(in crate::imports) at: Option<Timestamp>,
}

impl Row<'_, FeedbackColumn> {
    /// Reads the entry that the row tells.
    pub(super) fn entry(
        &mut self,
        keys: &mut HashSet<String>,
        default_kind: FeedbackKind,
    ) -> Option<EntryRow> {
        use FeedbackColumn as C;

        let story = self.main_text(C::Story, STORY_MAX, DropReason::NoStory)?;
        // Short stories are alike: without an id, who tells the same at another
        // moment tells it again.
        let when: Vec<&str> = self.cells(C::CreatedAt).map(|(_, cell)| cell).collect();
        let told = match when.join(" ").trim() {
            "" => story.clone(),
            when => format!("{story}\n{when}"),
        };
        let key = self.key(keys, C::SourceId, &told)?;
        self.note_extra_cells();
        let kind = self
            .value(C::Kind, DropReason::UnknownKind, read_kind)
            .unwrap_or(default_kind);
        let place = clean_line(&self.joined(C::Place, " › "));
        let days = self.days;
        let facts = FeedbackFacts {
            kind,
            story,
            severity: self
                .value(C::Severity, DropReason::UnknownSeverity, read_severity)
                .unwrap_or_else(|| kind.usual_severity()),
            place: self.fitting(C::Place, place, PLACE_MAX),
            level: self.value(C::Level, DropReason::UnknownClass, read_class),
            discipline: self.value(
                C::Discipline,
                DropReason::UnknownDiscipline,
                read_discipline,
            ),
            pupils: self.value(C::Pupils, DropReason::NotANumber, read_present),
            device: self.value(C::Device, DropReason::UnknownDevice, read_device),
            network: self.value(C::Network, DropReason::UnknownNetwork, read_network),
        };
        Some(EntryRow {
            key,
            facts,
            author: self
                .value(C::SourceAuthor, DropReason::TooLong, short_line)
                .filter(|author| !author.is_empty()),
            at: self.value(C::CreatedAt, DropReason::NotADate, |text| {
                read_moment(text, days)
            }),
        })
    }
}
