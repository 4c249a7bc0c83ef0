//! The view for the projector: what everybody in the room looks at together. It follows
//! whoever leads, shows the phase, the time and the way in, and nothing of its own reader.

use domain::sessions::ScriptPhase;
use icondata_lu::LuCloudOff;
use leptos::prelude::*;

use super::attention::Attention;
use super::canvas::{Canvas, Stage};
use super::clock::{PhaseTime, ServerClock};
use super::engine::{Board, Standing};
use super::facilitate::PhaseNow;
use super::link::Barred;
use super::people::here;
use super::spotlight::Spotlight;
use super::status::{reloading, way_back};
use super::text::BoardText;
use crate::kit::Icon;
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
            <p class="board-screen-time" role="timer" aria-live="off">
                <PhaseTime board=board clock=clock />
            </p>
        }
        .into_any(),
    };
    // Before anything is on the board there is the way in to look at.
    let empty = board.is_blank(true);
    let people = move || t.panel_people(i128::try_from(here(board)).unwrap_or(i128::MAX));
    view! {
        <div class="board-screen" data-empty=move || empty.get().to_string()>
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
                <ScreenState board=board />
                <p>{people}</p>
            </footer>
        </div>
    }
}

/// Why what a projector shows may not be how it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stale {
    Offline,
    Outdated,
    Barred(Barred),
}

fn stale(standing: Standing) -> Option<Stale> {
    match (standing.refused, standing.live) {
        _ if standing.outdated => Some(Stale::Outdated),
        (Some(barred), _) => Some(Stale::Barred(barred)),
        (None, live) => (!live).then_some(Stale::Offline),
    }
}

/// What the projector says of its connection, in one line: nothing as long as all that it shows
/// is how it is. Whoever looks after it finds the way on beside.
#[component]
fn ScreenState(board: Board) -> impl IntoView {
    let t = BoardText::here();
    let stale = Memo::new(move |_| stale(board.standing.get()));
    let told = move || {
        stale.get().map(|stale| {
            let (said, way) = match stale {
                Stale::Offline => (t.screen_offline(), ().into_any()),
                Stale::Outdated => (t.screen_outdated(), reloading(t, true).into_any()),
                Stale::Barred(barred) => {
                    let said = match barred {
                        Barred::NotAdmitted => t.screen_not_admitted(),
                        Barred::SignedOut => t.screen_signed_out(),
                        Barred::Elsewhere => t.screen_elsewhere(),
                    };
                    (said, way_back(board, barred))
                }
            };
            view! {
                <span class="save-state" data-state="offline">
                    <Icon icon=LuCloudOff />
                    <span>{said}</span>
                </span>
                {way}
            }
        })
    };
    view! { <div class="board-screen-state" role="status">{told}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_projector_says_why_it_may_not_show_how_it_is() {
        let live = Standing {
            live: true,
            ..Standing::default()
        };
        assert_eq!(stale(live), None);
        assert_eq!(stale(Standing::default()), Some(Stale::Offline));
        for barred in [Barred::NotAdmitted, Barred::SignedOut, Barred::Elsewhere] {
            let refused = Standing {
                refused: Some(barred),
                ..Standing::default()
            };
            assert_eq!(stale(refused), Some(Stale::Barred(barred)));
        }
        // Nothing else helps then.
        let old = Standing {
            outdated: true,
            ..Standing::default()
        };
        assert_eq!(stale(old), Some(Stale::Outdated));
    }
}
