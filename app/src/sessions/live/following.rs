//! How the page of a board follows what is no part of the document: the session, its votes.

use board::presence::Announcement;
use domain::ids::SessionId;
use domain::sessions::{Participant, ScriptPhase, SessionState};
use leptos::prelude::*;

use super::engine::{Board, set_if_other};
use crate::sessions::entry_api::{BoardGate, load_board};
use crate::sessions::votes::VotesState;

/// The votes of the session, loaded anew with news of one, and on arriving in the room: what
/// was told before was missed. `allowed` says whether the present phase allows to vote.
pub(super) fn follow_votes(
    board: Board,
    session: SessionId,
    own: &Participant,
    allowed: Signal<bool>,
) -> VotesState {
    let arrivals = arrivals(board);
    VotesState::follow(session, own.number.to_string(), allowed, move || {
        board.announced.track();
        // Read, not only followed: what nobody reads never hears that it changed.
        let _ = arrivals.get();
    })
}

/// Asks how it stands with the session, and for its script, whenever the room says that it
/// has changed, and on arriving in the room.
pub(super) fn follow_session(
    board: Board,
    session: SessionId,
    state: RwSignal<SessionState>,
    script: RwSignal<Vec<ScriptPhase>>,
) {
    Effect::new(move || board.over.set(state.get() == SessionState::Closed));
    let arrivals = arrivals(board);
    Effect::new(move |before: Option<(u64, u64)>| {
        let (count, announced) = board.announced.get();
        let now = (count, arrivals.get());
        let (counted, arrived) = before.unwrap_or_default();
        let told = announced == Some(Announcement::SessionChanged) && count != counted;
        if told || now.1 != arrived {
            leptos::task::spawn_local(async move {
                if let Ok(BoardGate::Open(content)) = load_board(Some(session)).await {
                    set_if_other(state, content.session.state);
                    set_if_other(script, content.session.facts.script);
                }
            });
        }
        now
    });
}

/// How many times the board has come to be in step with its room. Losing the room is not
/// counted: who was removed from it has nothing to ask for.
fn arrivals(board: Board) -> Memo<u64> {
    let live = Memo::new(move |_| board.standing.get().live);
    let counted = Memo::new(move |before: Option<&(u64, bool)>| {
        let (count, was_live) = before.copied().unwrap_or_default();
        let live = live.get();
        (count + u64::from(live && !was_live), live)
    });
    Memo::new(move |_| counted.get().0)
}
