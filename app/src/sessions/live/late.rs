//! What those are told who come while a phase runs: what it asks of them, how much time is
//! left, and what was done before. Nothing is hidden from them that others read.

use board::rules::Phase;
use domain::sessions::ScriptPhase;
use domain::time::Timestamp;
use leptos::prelude::*;

use super::clock::{ServerClock, minutes_and_seconds};
use super::engine::Board;
use super::text::BoardText;

/// When the phase was begun, if somebody who came at a moment came after that.
fn begun_before(phase: Phase, came: Timestamp) -> Option<i64> {
    phase.timer.begun_at().filter(|begun| *begun < came.0)
}

/// Told to a participant who came after the phase was begun, until they have read it or the
/// next begins.
#[component]
pub(super) fn LateArrival(
    /// The board.
    board: Board,
    /// Its script.
    script: RwSignal<Vec<ScriptPhase>>,
    /// The server's clock.
    clock: ServerClock,
    /// When this person came in.
    came: Timestamp,
) -> impl IntoView {
    let late = Memo::new(move |_| {
        let phase = board.phase.get();
        let begun = begun_before(phase, came)?;
        (!board.leads()).then_some((phase.step, begun))
    });
    let read = RwSignal::new(None);
    let unread = Memo::new(move |_| late.get().filter(|late| read.get() != Some(*late)));
    let told = move || {
        let (step, begun) = unread.get()?;
        let close = move |()| read.set(Some((step, begun)));
        Some(view! { <Told board=board script=script clock=clock step=step close=close /> })
    };
    view! { <div role="status">{told}</div> }
}

#[component]
fn Told(
    board: Board,
    script: RwSignal<Vec<ScriptPhase>>,
    clock: ServerClock,
    step: u16,
    #[prop(into)] close: Callback<()>,
) -> impl IntoView {
    let t = BoardText::here();
    let step = usize::from(step);
    let now = move || {
        let phase = script.with(|script| script.get(step).cloned())?;
        let asked = match phase.late.is_empty() {
            true => phase.instructions,
            false => phase.late,
        };
        let begun = t.late_phase(&phase.title);
        Some(view! { <p><b>{begun}</b></p> <p class="prose">{asked}</p> })
    };
    let left = move || {
        let left = clock.left(board.phase.get().timer);
        left.map(|left| t.late_left(&minutes_and_seconds(left)))
    };
    let reads = move || match board.phase.get().private {
        true => t.late_private(),
        false => t.late_reads(),
    };
    let before = move || {
        let done = script.with(|script| script.iter().take(step).cloned().collect::<Vec<_>>());
        let rows = done
            .into_iter()
            .map(|phase| view! { <li>{phase.title}</li> });
        let rows = rows.collect_view();
        (step > 0).then(|| {
            view! {
                <details>
                    <summary>{t.late_before()}</summary>
                    <ol>{rows}</ol>
                </details>
            }
        })
    };
    view! {
        <section class="notice board-call stack" data-tone="info" data-gap="small" aria-label=t.late()>
            {now}
            <p class="meta" role="timer" aria-live="off">{left}</p>
            <p class="hint">{reads}</p>
            {before}
            <div>
                <button type="button" class="button" on:click=move |_| close.run(())>
                    {t.late_read()}
                </button>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use board::timer::Timer;

    use super::*;

    #[test]
    fn whoever_came_after_the_phase_was_begun_is_late() {
        let begun = Phase {
            timer: Timer::begin(1_000, 60_000),
            ..Phase::OPEN
        };
        assert_eq!(begun_before(begun, Timestamp(999)), None);
        assert_eq!(begun_before(begun, Timestamp(1_001)), Some(1_000));
        let paused = Phase {
            timer: begun.timer.paused_or_resumed(2_000),
            ..begun
        };
        assert_eq!(begun_before(paused, Timestamp(1_001)), Some(1_000));
        assert_eq!(begun_before(Phase::OPEN, Timestamp(1_001)), None);
    }
}
