//! Votes of a session: opening one, voting, and what came out; beside the board and at its
//! notes while it is live, on the session's page afterwards.

pub(super) mod api;
mod ballot;
mod duplicates;
mod filling;
mod here;
mod keeping;
mod left_open;
mod on_notes;
mod opening;
mod panel;
mod promise;
mod ranking;
mod result;
mod text;
mod wanted;
#[cfg(feature = "ssr")]
mod written;

pub(super) use here::{DotsHere, VoteHere};
pub(super) use left_open::LeftOpen;
pub(super) use on_notes::Mark;
pub(super) use opening::{Ballotable, NotesOfFrame};
pub(super) use panel::{SharedVote, VoteNotice, Votes, VotesState};
pub(super) use result::ClosedVotes;
pub(super) use text::VotesText;
pub(super) use wanted::WantedVote;
#[cfg(feature = "ssr")]
pub(super) use written::written;
