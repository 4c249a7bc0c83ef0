//! How much there is: on a board, of one participant on it, of what was taken off.

use serde::{Deserialize, Serialize};

use crate::limits::{
    MAX_BOARD_BYTES, MAX_RECORDS, MAX_SHARE_BYTES, MAX_SHARE_RECORDS, MAX_TAKEN_OFF,
    MAX_TAKEN_OFF_BYTES, RESERVED_BYTES, RESERVED_RECORDS,
};
use crate::record::Record;

/// Records, and the bytes of their texts and strokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Amount {
    /// How many records.
    pub records: usize,
    /// The sum of [`crate::record::Shape::bytes`].
    pub bytes: usize,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self::new(0, 0);
    /// What a board holds.
    pub const BOARD: Self = Self::new(MAX_RECORDS, MAX_BOARD_BYTES);
    /// What all but facilitators may fill of it together.
    pub const OPEN: Self = Self::new(
        MAX_RECORDS - RESERVED_RECORDS,
        MAX_BOARD_BYTES - RESERVED_BYTES,
    );
    /// What one of them may have on it.
    pub const SHARE: Self = Self::new(MAX_SHARE_RECORDS, MAX_SHARE_BYTES);
    /// What can be put back of all that was taken off.
    pub const TAKEN_OFF: Self = Self::new(MAX_TAKEN_OFF, MAX_TAKEN_OFF_BYTES);

    /// So many records with so many bytes.
    #[must_use]
    pub const fn new(records: usize, bytes: usize) -> Self {
        Self { records, bytes }
    }

    /// What a record is, on the board or not.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self::new(1, record.shape.bytes())
    }

    /// What a record takes of the board: nothing once it is taken off.
    #[must_use]
    pub fn on_board(record: &Record) -> Self {
        match record.deleted {
            true => Self::ZERO,
            false => Self::of(record),
        }
    }

    /// This and more.
    #[must_use]
    pub const fn plus(self, more: Self) -> Self {
        Self::new(
            self.records.saturating_add(more.records),
            self.bytes.saturating_add(more.bytes),
        )
    }

    /// This without some of it.
    #[must_use]
    pub const fn minus(self, less: Self) -> Self {
        Self::new(
            self.records.saturating_sub(less.records),
            self.bytes.saturating_sub(less.bytes),
        )
    }

    /// Whether it is within a limit.
    #[must_use]
    pub const fn is_within(self, limit: Self) -> bool {
        self.records <= limit.records && self.bytes <= limit.bytes
    }

    /// Whether more can come without going beyond a limit. What does not grow is not asked
    /// about: whoever is beyond it already can still make things smaller.
    #[must_use]
    pub const fn takes(self, more: Self, limit: Self) -> bool {
        let after = self.plus(more);
        (more.records == 0 || after.records <= limit.records)
            && (more.bytes == 0 || after.bytes <= limit.bytes)
    }
}
