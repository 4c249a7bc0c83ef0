//! Votes of a session: opening one, voting, and what came out; beside the board and at its
//! notes while it is live, on the session's page afterwards.

pub(super) mod api;
mod ballot;
mod duplicates;
mod filling;
mod here;
mod keeping;
mod on_notes;
mod opening;
mod panel;
mod ranking;
mod result;
mod text;
mod wanted;
#[cfg(feature = "ssr")]
mod written;

pub(super) use here::{DotsHere, VoteHere};
pub(super) use on_notes::Mark;
pub(super) use opening::Ballotable;
pub(super) use panel::{SharedVote, VoteNotice, Votes, VotesState};
pub(super) use result::ClosedVotes;
pub(super) use text::VotesText;
pub(super) use wanted::WantedVote;
#[cfg(feature = "ssr")]
pub(super) use written::written;
