//! Groups that people were divided into, each with the frame that it works in.

use serde::{Deserialize, Serialize};

use crate::ids::{ParticipantId, RecordId};
use crate::limits::MAX_GROUPED;

/// Some of the people on a board, and their frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The frame, whatever it is called and wherever it lies.
    pub frame: RecordId,
    /// The people.
    pub people: Vec<ParticipantId>,
}

/// Whether there are no more groups, and no more people in them, than a board takes.
pub(crate) fn are_valid(groups: &[Group]) -> bool {
    let people = groups
        .iter()
        .fold(0_usize, |sum, group| sum.saturating_add(group.people.len()));
    groups.len() <= MAX_GROUPED && people <= MAX_GROUPED
}
