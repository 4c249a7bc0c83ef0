//! Leading a session: phases, time, the call to everyone. Participants see
//! the same script, and what the present phase asks of them.

use board::actions;
use board::document::Document;
use board::lead::Lead;
use board::operation::Operation;
use board::record::Kind;
use board::rules::{Phase, PhaseMark, Place};
use board::timer::Timer;
use domain::ids::SessionId;
use domain::sessions::ScriptPhase;
use icondata_lu::{LuMegaphone, LuPause, LuPlay, LuPlus};
use leptos::prelude::*;

use super::clock::{MINUTE, ServerClock};
use super::engine::Board;
use super::leave::{Leave, refused};
use super::people::{ReadyTotal, ready_total};
use super::reveals::Reveals;
use super::text::BoardText;
use super::together::Together;
use crate::kit::Icon;
use crate::sessions::form::FacilitatorNotes;

/// The script as everybody sees it: which phase it is, and what it asks for. Before the
/// first is begun nothing of it is said but that.
#[component]
pub(super) fn PhaseNow(
    /// The board.
    board: Board,
    /// Its script.
    script: RwSignal<Vec<ScriptPhase>>,
    /// Whether the notes for facilitators show, where there are any.
    notes: bool,
) -> impl IntoView {
    let t = BoardText::here();
    let at = Memo::new(move |_| place_in(board, script));
    // What is promised to those who write is nothing to whoever looks on.
    let private = move || board.phase.get().private && !board.observes();
    let unsigned = move || {
        let phase = board.phase.get();
        phase.names_hidden && phase.write && !board.observes()
    };
    let noted = move |step: usize| {
        let phase = script.with(|script| script.get(step).cloned());
        phase
            .filter(|_| notes)
            .map(|phase| view! { <FacilitatorNotes notes=phase.notes /> })
    };
    let head = move || match at.get() {
        Place::Free => ().into_any(),
        Place::Before => view! {
            <h2>{t.not_begun()}</h2>
            <p class="hint">
                {move || if notes && board.leads() { t.prepare_hint() } else { t.not_begun_hint() }}
            </p>
            {noted(0)}
        }
        .into_any(),
        Place::In(step) => {
            let counted = i128::try_from(step).unwrap_or(i128::MAX).saturating_add(1);
            let all = script.with(Vec::len);
            let phase = script.with(|script| script.get(step).cloned());
            view! {
                <p class="meta">{t.phase_of(&counted.to_string(), &all.to_string())}</p>
                {phase.map(|phase| view! {
                    <h2>{phase.title}</h2>
                    <p class="prose">{phase.instructions}</p>
                })}
                {noted(step)}
            }
            .into_any()
        }
    };
    view! {
        <section class="board-phase stack" data-gap="small" aria-live="polite">
            {head}
            <p class="notice" data-tone="info" hidden=move || !board.observes()>{t.you_observe()}</p>
            <p class="notice" data-tone="info" hidden=move || !private()>{t.private_promise()}</p>
            <p class="notice" data-tone="info" hidden=move || !unsigned()>{t.unsigned_promise()}</p>
        </section>
    }
}

/// Where in its script the session is; followed. Nothing is said of it before the room has
/// told where that is.
pub(super) fn place_in(board: Board, script: RwSignal<Vec<ScriptPhase>>) -> Place {
    match board.me.get() {
        Some(_) => board.phase.get().place(script.with(Vec::len)),
        None => Place::Free,
    }
}

/// The phase of a script on the board, running from now on.
fn phase_of(script: &ScriptPhase, step: usize, now: i64) -> Phase {
    Phase {
        step: u16::try_from(step).unwrap_or(u16::MAX),
        write: script.write,
        arrange: script.arrange,
        group: script.group,
        draw: script.draw,
        private: script.private,
        names_hidden: script.names_hidden,
        timer: Timer::begin(now, i64::from(script.minutes).saturating_mul(MINUTE)),
    }
}

/// The frames of a phase that are not on the board yet.
fn frames_to_add(document: &Document, phase: &ScriptPhase) -> Vec<String> {
    let there: Vec<&str> = document
        .records()
        .filter(|(_, record)| record.shape.kind() == Kind::Frame)
        .map(|(_, record)| record.shape.text.as_str())
        .collect();
    let missing = phase.frames.iter();
    missing
        .filter(|name| !there.contains(&name.as_str()))
        .cloned()
        .collect()
}

/// The phase that was begun here, until the room says that it runs.
pub(super) type Beginning = StoredValue<Option<(PhaseMark, ScriptPhase)>>;

/// Sees to the frames that phases want which are begun here, each once it runs: where somebody
/// else begins one at the same moment, one of the two does. For as long as the page shows the
/// board, whatever stands beside it.
pub(super) fn beginning(board: Board) -> Beginning {
    let beginning = Beginning::new(None);
    Effect::new(move |_| {
        let running = board.phase.get().mark();
        let begun =
            beginning.try_update_value(|wanted| wanted.take_if(|(mark, _)| *mark == running));
        if let Some((_, script)) = begun.flatten() {
            add_frames(board, &script);
        }
    });
    beginning
}

/// Begins a phase for everyone.
fn begin(
    board: Board,
    script: &ScriptPhase,
    step: usize,
    clock: ServerClock,
    beginning: Beginning,
) {
    let phase = phase_of(script, step, clock.now());
    if board.act(|_| vec![Operation::SetPhase(phase)]) {
        beginning.set_value(Some((phase.mark(), script.clone())));
    }
}

fn add_frames(board: Board, script: &ScriptPhase) {
    let missing = board.with_index(|document, _| frames_to_add(document, script));
    if missing.is_empty() {
        return;
    }
    board.see_to(|client| {
        let mut operations = Vec::new();
        for name in missing {
            operations.extend(actions::create_next_frame(client, &operations, name));
        }
        operations
    });
}

/// The facilitator's controls.
#[component]
pub(super) fn Facilitation(
    board: Board,
    session: SessionId,
    script: RwSignal<Vec<ScriptPhase>>,
    clock: ServerClock,
    beginning: Beginning,
) -> impl IntoView {
    let t = BoardText::here();
    let leave = Leave::to_lead(board);
    let lead = move |deed: Lead| {
        board.act(|_| vec![deed.into()]);
    };
    // Said as it is wanted: who presses at the same moment as another does not undo it.
    let stop_or_let_run = move |_| {
        let runs = !board.phase.get_untracked().timer.runs();
        let at = clock.now();
        lead(Lead::Clock { runs, at });
    };
    let give_time = move |_| {
        let (by, at) = (2 * MINUTE, clock.now());
        lead(Lead::MoreTime { by, at });
    };
    let running = move || board.phase.get().timer.runs();
    let before = move || place_in(board, script) == Place::Before;
    let phases = move || {
        let lines = script.get().into_iter().enumerate();
        lines
            .map(|(step, phase)| {
                view! {
                    <PhaseLine
                        board=board
                        step=step
                        phase=phase
                        clock=clock
                        beginning=beginning
                        leave=leave
                    />
                }
            })
            .collect_view()
    };
    let set_names = move |_| {
        let hidden = board.phase.get_untracked().names_hidden;
        lead(Lead::HideNames(!hidden));
    };
    let names_hidden = move || board.phase.get().names_hidden;
    let ready = ready_total(board);
    let calling = move || board.presence().attention;
    let call = move |_| board.appear(|presence| presence.attention = !presence.attention);
    view! {
        <section class="stack" aria-label=t.facilitation()>
            <h2>{t.facilitation()}</h2>
            <ol class="board-script">{phases}</ol>
            // There is no time to stop before a phase has one.
            <div class="cluster" hidden=before>
                <button
                    type="button"
                    class="button"
                    title=move || leave.why_not()
                    aria-disabled=move || refused(Some(leave))
                    on:click=stop_or_let_run
                >
                    {move || view! { <Icon icon=if running() { LuPause } else { LuPlay } /> }}
                    {move || if running() { t.pause() } else { t.resume() }}
                </button>
                <button
                    type="button"
                    class="button"
                    title=move || leave.why_not()
                    aria-disabled=move || refused(Some(leave))
                    on:click=give_time
                >
                    <Icon icon=LuPlus />
                    {t.two_minutes_more()}
                </button>
            </div>
            <ReadyTotal total=ready />
            <Reveals board=board session=session leave=leave />
            <Together board=board />
            <div class="cluster">
                <button
                    type="button"
                    class="button"
                    aria-pressed=move || calling().to_string()
                    on:click=call
                >
                    <Icon icon=LuMegaphone />
                    {t.call_everyone()}
                </button>
                <button
                    type="button"
                    class="button"
                    aria-pressed=move || names_hidden().to_string()
                    title=move || leave.why_not()
                    aria-disabled=move || refused(Some(leave))
                    on:click=set_names
                >
                    {t.hide_names()}
                </button>
            </div>
        </section>
    }
}

#[component]
fn PhaseLine(
    board: Board,
    step: usize,
    phase: ScriptPhase,
    clock: ServerClock,
    beginning: Beginning,
    /// Whether phases are begun now.
    leave: Leave,
) -> impl IntoView {
    let t = BoardText::here();
    let current = move || {
        let phase = board.phase.get();
        phase.is_begun() && usize::from(phase.step) == step
    };
    let minutes = t.minutes(i128::from(phase.minutes));
    let (title, called) = (phase.title.clone(), phase.title.clone());
    let named = move || match current() {
        true => t.begin_phase_again(&called),
        false => t.begin_phase(&called),
    };
    let begin_it = move || {
        if current() {
            t.begin_again()
        } else {
            t.begin()
        }
    };
    // What the facilitator does next, most of the time.
    let next = move || {
        let phase = board.phase.get();
        let next = if phase.is_begun() {
            usize::from(phase.step).saturating_add(1)
        } else {
            0
        };
        (next == step).then_some("primary")
    };
    view! {
        <li aria-current=move || current().then_some("step")>
            <span>{title} " " <span class="meta">{minutes}</span></span>
            <button
                type="button"
                class="button"
                data-kind=next
                aria-label=named
                title=move || leave.why_not()
                aria-disabled=move || refused(Some(leave))
                on:click=move |_| begin(board, &phase, step, clock, beginning)
            >
                {begin_it}
            </button>
        </li>
    }
}
