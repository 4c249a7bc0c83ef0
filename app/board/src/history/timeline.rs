//! A log that is gone through again and again: states of the board are kept along it, so
//! that each moment is a few operations away from one.

use std::borrow::Cow;

use crate::document::Document;
use crate::ids::{ParticipantId, Seq};
use crate::record::Record;
use crate::server::Entry;

use super::{Deed, Landmark, landmarks};

/// Operations between two kept states, as long as there is room for all of them.
const STEP: usize = 256;
/// The most bytes of kept states: where they become more, every second one goes.
const MAX_KEPT_BYTES: usize = 24 * 1024 * 1024;

/// The past of a board, to be gone through.
#[derive(Clone, Debug)]
pub struct Timeline {
    entries: Vec<Entry>,
    /// The board after every `step` entries.
    kept: Vec<Document>,
    step: usize,
    /// The board after all of them.
    latest: Document,
    limit: usize,
}

impl Default for Timeline {
    fn default() -> Self {
        Self::within(MAX_KEPT_BYTES)
    }
}

impl Timeline {
    /// An empty past, whose kept states take so many bytes at most.
    fn within(limit: usize) -> Self {
        Self {
            entries: Vec::new(),
            kept: Vec::new(),
            step: STEP,
            latest: Document::default(),
            limit,
        }
    }

    /// Goes on with the entries that follow.
    pub fn extend(&mut self, entries: impl IntoIterator<Item = Entry>) {
        for entry in entries {
            apply(&mut self.latest, &entry);
            self.entries.push(entry);
            if self.entries.len().is_multiple_of(self.step) {
                self.kept.push(self.latest.clone());
                self.thin_out();
            }
        }
    }

    /// The last moment: how many entries there are.
    #[must_use]
    pub fn end(&self) -> Seq {
        self.entries.last().map_or(Seq(0), |entry| entry.seq)
    }

    /// The board at a moment, as somebody who has these seats could read it then: for each of
    /// them what [`seen_at`](super::seen_at) makes of the whole log.
    #[must_use]
    pub fn seen_at(&self, moment: Seq, seats: &[ParticipantId]) -> Document {
        self.after(self.count_at(moment)).seen_by_any(seats)
    }

    /// What the entry of a moment did to a record, as somebody who has these seats may know it:
    /// who did it is not told where names are hidden now, or were then.
    #[must_use]
    pub fn deed_at(
        &self,
        moment: Seq,
        seats: &[ParticipantId],
        names_hidden: bool,
    ) -> Option<Deed> {
        let count = self.count_at(moment);
        let entry = self.entries.get(count.checked_sub(1)?)?;
        Deed::of(entry, &self.after(count), seats, names_hidden)
    }

    /// How many entries had been done at a moment.
    fn count_at(&self, moment: Seq) -> usize {
        self.entries.partition_point(|entry| entry.seq <= moment)
    }

    /// The whole board after so many entries.
    fn after(&self, count: usize) -> Cow<'_, Document> {
        if count == self.entries.len() {
            return Cow::Borrowed(&self.latest);
        }
        let before = (count / self.step).checked_sub(1);
        let nearest = before.and_then(|before| Some((before, self.kept.get(before)?)));
        let (mut document, done) = match nearest {
            Some((place, kept)) => (
                kept.clone(),
                place.saturating_add(1).saturating_mul(self.step),
            ),
            None => (Document::default(), 0),
        };
        for entry in self.entries.get(done..count).unwrap_or_default() {
            apply(&mut document, entry);
        }
        Cow::Owned(document)
    }

    /// The moments that stand out, in their order.
    #[must_use]
    pub fn landmarks(&self) -> Vec<(Seq, Landmark)> {
        landmarks(&self.entries)
    }

    /// About how many bytes the kept states take.
    #[must_use]
    pub fn kept_bytes(&self) -> usize {
        self.kept.iter().map(weight).sum()
    }

    fn thin_out(&mut self) {
        while self.kept_bytes() > self.limit && !self.kept.is_empty() {
            let mut place = 0_usize;
            self.kept.retain(|_| {
                place = place.saturating_add(1);
                place.is_multiple_of(2)
            });
            self.step = self.step.saturating_mul(2);
        }
    }
}

/// Does what an entry says, unless it was refused.
pub(super) fn apply(document: &mut Document, entry: &Entry) {
    if let Ok(operation) = &entry.outcome {
        document.apply(operation, entry.participant);
    }
}

fn weight(document: &Document) -> usize {
    document
        .len()
        .saturating_mul(size_of::<Record>())
        .saturating_add(document.bytes())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::seen_at;
    use super::super::tests::{entries, operation};
    use super::*;

    proptest! {
        #[test]
        fn s54_a_past_that_is_gone_through_is_what_its_log_makes_of_it(
            operations in proptest::collection::vec(operation(), 0..1_500),
            given in proptest::collection::vec(any::<prop::sample::Index>(), 0..4),
            moments in proptest::collection::vec(0..1_600_u64, 1..6),
            limit in 0..20_000_usize,
        ) {
            let log = entries(operations);
            let mut timeline = Timeline::within(limit);
            // It grows while it is gone through.
            let mut rest = log.clone();
            for place in given {
                let after = rest.split_off(place.index(rest.len() + 1));
                timeline.extend(std::mem::replace(&mut rest, after));
            }
            timeline.extend(rest);
            for moment in moments.into_iter().map(Seq) {
                for reader in [1, 2].map(ParticipantId) {
                    prop_assert_eq!(timeline.seen_at(moment, &[reader]), seen_at(&log, moment, reader));
                }
            }
            prop_assert!(timeline.kept_bytes() <= limit);
            prop_assert_eq!(timeline.end(), Seq(u64::try_from(log.len()).unwrap()));
        }
    }

    #[test]
    fn s54_a_moment_is_at_most_so_many_operations_away() {
        let create = |number| {
            crate::testing::create(
                crate::ids::RecordId {
                    client: crate::ids::ClientId::from_random(1),
                    number,
                },
                crate::testing::shape(crate::record::Content::Text, "some words"),
            )
        };
        let mut timeline = Timeline::default();
        timeline.extend(entries((0..2_304).map(create).collect()));
        assert_eq!((timeline.step, timeline.kept.len()), (STEP, 9));
        let mut crowded = Timeline::within(timeline.kept_bytes() / 3);
        crowded.extend(timeline.entries.clone());
        assert_eq!((crowded.step, crowded.kept.len()), (4 * STEP, 2));
    }
}
