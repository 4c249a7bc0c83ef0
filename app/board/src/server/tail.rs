//! The latest entries of the log, which the room keeps in memory.

use std::collections::VecDeque;

use super::Entry;
use crate::ids::{RecordId, Seq};
use crate::limits::MAX_TAIL;

/// An entry, and what it did.
#[derive(Debug)]
pub(super) struct Ordered {
    pub(super) entry: Entry,
    /// The records that it concerned when it was done.
    pub(super) affected: Vec<RecordId>,
    /// Names were hidden before, and are not any more.
    pub(super) shows_names: bool,
}

#[derive(Debug)]
pub(super) struct Tail {
    start: Seq,
    entries: VecDeque<Ordered>,
}

impl Tail {
    pub(super) const fn starting_at(seq: Seq) -> Self {
        Self {
            start: seq,
            entries: VecDeque::new(),
        }
    }

    /// The place of the last entry.
    pub(super) fn end(&self) -> Seq {
        self.entries
            .back()
            .map_or(self.start, |last| last.entry.seq)
    }

    /// The entries after a place; `None` if they are not all here, or the place
    /// is yet to come.
    pub(super) fn since(&self, seq: Seq) -> Option<impl Iterator<Item = &Ordered> + Clone> {
        let skipped = usize::try_from(seq.0.checked_sub(self.start.0)?).ok()?;
        (skipped <= self.entries.len()).then(|| self.entries.range(skipped..))
    }

    pub(super) fn push(&mut self, ordered: Ordered) {
        self.entries.push_back(ordered);
    }

    /// Forgets what led up to a place. Whoever has not seen all of it is brought into step
    /// with a snapshot.
    pub(super) fn forget(&mut self, through: Seq) {
        let passed = self
            .entries
            .partition_point(|ordered| ordered.entry.seq <= through);
        if let Some(last) = self.entries.drain(..passed).next_back() {
            self.start = last.entry.seq;
        }
    }

    /// Forgets the oldest entries beyond the limit.
    pub(super) fn trim(&mut self) {
        let surplus = self.entries.len().saturating_sub(MAX_TAIL);
        if let Some(last) = self.entries.drain(..surplus).next_back() {
            self.start = last.entry.seq;
        }
    }
}
