//! How the page of a board follows what is no part of the document: the session, its votes.

use board::presence::Announcement;
use domain::ids::SessionId;
use domain::sessions::{Participant, ScriptPhase, SessionState};
use leptos::prelude::*;

use super::engine::Board;
use crate::sessions::entry_api::{BoardGate, load_board};
use crate::sessions::votes::VotesState;

/// The votes of the session, loaded anew with news of one, and on coming back after some may
/// have been missed.
pub(super) fn follow_votes(board: Board, session: SessionId, own: &Participant) -> VotesState {
    let live = Memo::new(move |_| board.standing.get().live);
    VotesState::follow(session, own.number.to_string(), move || {
        board.announced.track();
        // Read, not only followed: what nobody reads never hears that it changed.
        let _ = live.get();
    })
}

/// Asks how it stands with the session, and for its script, whenever the room says that it
/// has changed, and on coming back: what was said meanwhile was missed.
pub(super) fn follow_session(
    board: Board,
    session: SessionId,
    state: RwSignal<SessionState>,
    script: RwSignal<Vec<ScriptPhase>>,
) {
    Effect::new(move || board.over.set(state.get() == SessionState::Closed));
    let live = Memo::new(move |_| board.standing.get().live);
    Effect::new(move |before: Option<Seen>| {
        let (count, announced) = board.announced.get();
        let before = before.unwrap_or_default();
        let now = Seen {
            announced: count,
            live: live.get(),
            was_live: before.was_live || before.live,
        };
        let told = announced == Some(Announcement::SessionChanged) && count != before.announced;
        let back = now.live && !before.live && now.was_live;
        if told || back {
            leptos::task::spawn_local(async move {
                if let Ok(BoardGate::Open(content)) = load_board(Some(session)).await {
                    let _ = state.try_set(content.session.state);
                    let _ = script.try_set(content.session.facts.script);
                }
            });
        }
        now
    });
}

/// What was seen of the room when it was looked at last.
#[derive(Clone, Copy, Default)]
struct Seen {
    announced: u64,
    live: bool,
    /// It was in step before.
    was_live: bool,
}
