//! What the page says of the phase whatever stands beside the board: its title, and what it
//! asks of everyone, once, as it begins.

use board::rules::{Phase, Place, Role};
use domain::sessions::ScriptPhase;
use leptos::prelude::*;

use super::engine::Board;
use super::facilitate::place_in;
use super::text::BoardText;

/// Does something each time another phase begins, or the same again. What was under way
/// when the page came does not begin: what its device kept of the board can be older, so that
/// the first phase that counts is that of the room.
pub(super) fn when_begun(board: Board, then: impl Fn(Phase) + 'static) {
    Effect::new(move |before: Option<Option<Phase>>| {
        let before = before.flatten();
        let known = board.me.get().is_some() && board.standing.read().live;
        let now = known.then(|| board.phase.get());
        if let (Some(before), Some(now)) = (before, now)
            && now.is_another(before)
        {
            then(now);
        }
        // Who is away for a while comes back to what began meanwhile.
        now.or(before)
    });
}

/// What the phase is called, beside its time; that none has begun, before the first.
#[component]
pub(super) fn PhaseTitle(board: Board, script: RwSignal<Vec<ScriptPhase>>) -> impl IntoView {
    let t = BoardText::here();
    let title = move || match place_in(board, script) {
        Place::Free => None,
        Place::Before => Some(t.not_begun().to_owned()),
        Place::In(step) => script.with(|script| Some(script.get(step)?.title.clone())),
    };
    view! { <p class="board-step" title=title>{title}</p> }
}

/// What a phase that has begun asks for, until it has been read.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    begun: RwSignal<Option<u16>>,
    phase: Memo<Option<ScriptPhase>>,
}

impl Asked {
    /// What the phases ask for that begin from now on, as long as that shows nowhere else on the
    /// page.
    pub(super) fn follow(
        board: Board,
        script: RwSignal<Vec<ScriptPhase>>,
        shown: Signal<bool>,
    ) -> Self {
        let begun = RwSignal::new(None::<u16>);
        when_begun(board, move |phase| begun.set(Some(phase.step)));
        let phase = Memo::new(move |_| {
            let step = begun.get().filter(|_| !shown.get() && !is_over(board))?;
            script.with(|script| script.get(usize::from(step)).cloned())
        });
        Self { begun, phase }
    }
}

/// What a phase asks for, told as it begins to those who have it nowhere on the page, until
/// they have read it. Its title is announced with all else that happens.
#[component]
pub(super) fn PhaseBegun(
    /// What is asked.
    asked: Asked,
    /// Whether something else is to be done first: what is asked is folded then.
    #[prop(into)]
    brief: Signal<bool>,
) -> impl IntoView {
    let t = BoardText::here();
    let Asked { begun, phase } = asked;
    let title = move || phase.read().as_ref().map(|phase| phase.title.clone());
    let instructions = move || {
        phase
            .read()
            .as_ref()
            .map(|phase| phase.instructions.clone())
    };
    view! {
        <div class="notice board-call board-begun" data-tone="info" hidden=move || phase.read().is_none()>
            <details prop:open=move || !brief.get()>
                <summary><b>{title}</b></summary>
                <p class="prose" role="status">{instructions}</p>
            </details>
            <button
                type="button"
                class="button"
                data-kind="quiet"
                on:click=move |_| begun.set(None)
            >
                {t.understood()}
            </button>
        </div>
    }
}

/// Whether the session is over: everybody reads its board, and nothing is asked of them.
fn is_over(board: Board) -> bool {
    board.me.get().is_some_and(|me| me.role == Role::Reader)
}
