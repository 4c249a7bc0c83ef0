//! What those are told who come while a phase runs: what it asks of them, how much time is
//! left, and what was done before. Nothing is hidden from them that others read, except
//! where the phase has them wait: then they read this alone until it ends.

use std::time::Duration;

use board::rules::Phase;
use domain::sessions::{HeldBack, ScriptPhase};
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
        Some(asked(&phase.title, phase.asked_of_late().to_owned()))
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

/// That a phase is under way, and what it asks of those who come.
fn asked(title: &str, asked: String) -> impl IntoView + use<> {
    let begun = BoardText::here().late_phase(title);
    view! { <p><b>{begun}</b></p> <p class="prose">{asked}</p> }
}

/// Told to somebody whom the phase holds back; what it asks is read out once, the time is not.
#[component]
pub(in crate::sessions) fn HeldNotice(
    /// What the server has told last.
    held: RwSignal<Option<HeldBack>>,
) -> impl IntoView {
    /// How often the time is told anew.
    const TICK: Duration = Duration::from_secs(1);
    let t = BoardText::here();
    Effect::new(move || {
        let tick = move || {
            held.update(|held| {
                if let Some(held) = held {
                    held.pass(1_000);
                }
            });
        };
        if let Ok(ticking) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || ticking.clear());
        }
    });
    let phase = Memo::new(move |_| {
        held.with(|held| {
            let held = held.as_ref()?;
            Some((held.title.clone(), held.asked.clone()))
        })
    });
    let now = move || phase.get().map(|(title, text)| asked(&title, text));
    let time =
        Memo::new(move |_| held.with(|held| held.as_ref().map(|held| (held.left, held.runs))));
    let left = move || {
        let (left, runs) = time.get()?;
        let told = match left? {
            left if left <= 0 => t.time_over().to_owned(),
            left => t.late_left(&minutes_and_seconds(left)),
        };
        let stands = (!runs).then(|| t.paused());
        Some(view! { {told} " " {stands} })
    };
    view! {
        <section class="notice stack" data-tone="info" data-gap="small" aria-label=t.late()>
            <div role="status" class="stack" data-gap="small">
                {now}
                <p>{t.late_held()}</p>
            </div>
            <p class="meta" role="timer" aria-live="off">{left}</p>
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
