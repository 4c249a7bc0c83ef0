//! The view for the projector: what everybody in the room looks at together. It follows
//! whoever leads, shows the phase, the time and the way in, and nothing of its own reader.

use domain::sessions::ScriptPhase;
use leptos::prelude::*;

use super::attention::Attention;
use super::canvas::{Canvas, Stage};
use super::clock::{ServerClock, minutes_and_seconds};
use super::engine::Board;
use super::facilitate::PhaseNow;
use super::people::here;
use super::spotlight::Spotlight;
use super::text::BoardText;
use crate::sessions::api::WayIn;
use crate::sessions::votes::{SharedVote, VotesState};
use crate::sessions::way_in::CodePicture;

/// The room as the projector shows it.
#[component]
pub(super) fn Screen(
    board: Board,
    script: RwSignal<Vec<ScriptPhase>>,
    way_in: Option<WayIn>,
    votes: VotesState,
    /// Whether the session is over.
    over: Signal<bool>,
) -> impl IntoView {
    let t = BoardText::here();
    let stage = Stage::new(board).for_all().with_votes(votes);
    let clock = ServerClock::start(board);
    let left = move || clock.left(board.phase.get().timer);
    let time = move || left().map(minutes_and_seconds);
    // All of the board, as it grows, unless somebody shows a part of it.
    Effect::new(move || {
        board.follow();
        stage.size.track();
        let called =
            board.with_company(|client| client.others().values().any(|(_, shown)| shown.attention));
        if !called && stage.size.get_untracked().0 > 0.0 {
            stage.fit();
        }
    });
    let way_in = StoredValue::new(way_in);
    let joined = move |way: WayIn| {
        let address = way.url.trim_start_matches("https://");
        let said = t.join_here(address.trim_start_matches("http://"));
        view! {
            <div class="board-way-in">
                <CodePicture way=way />
                <p>{said}</p>
            </div>
        }
    };
    let way_in = move || way_in.get_value().filter(|_| !over.get()).map(joined);
    let head = move || match over.get() {
        true => view! { <h2>{t.session_over()}</h2> }.into_any(),
        false => view! {
            <PhaseNow board=board script=script notes=false />
            <p class="board-screen-time" role="timer" aria-live="off">{time}</p>
        }
        .into_any(),
    };
    let people = move || t.panel_people(i128::try_from(here(board)).unwrap_or(i128::MAX));
    view! {
        <div class="board-screen">
            <header class="board-screen-head">{head}</header>
            <Attention stage=stage on_canvas=Signal::stored(true) />
            <Spotlight stage=stage />
            <div class="board-view">
                <div inert=true>
                    <Canvas stage=stage />
                </div>
                <SharedVote state=votes step=Signal::derive(move || board.phase.get().step) />
            </div>
            <footer class="board-screen-foot">
                {way_in}
                <p>{people}</p>
            </footer>
        </div>
    }
}
