//! The time of the phase, by the server's clock: the same for everyone in the room.

use std::time::Duration;

use board::clock::{Known, Reading, patience};
use board::timer::Timer;
use domain::sessions::ScriptPhase;
use icondata_lu::{LuBell, LuBellOff, LuTimer, LuTimerOff};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use web_sys::{AudioContext, VisibilityState};

use super::engine::Board;
use super::text::BoardText;
use crate::kit::Icon;
use crate::sessions::entry_api::server_time;

/// What one minute is, in milliseconds.
pub(super) const MINUTE: i64 = 60_000;

/// How long to wait, in milliseconds, before the server is asked again for its time.
const ASK_AGAIN: i64 = 5_000;
/// How long whoever comes back to the page goes by what the server said, in milliseconds.
const COME_BACK: i64 = 30_000;

/// The server's clock, as far as this device knows it.
#[derive(Clone, Copy)]
pub(super) struct ServerClock {
    /// What the server said last.
    known: RwSignal<Option<Known>>,
    /// When it was asked last, by the steady clock.
    asked: StoredValue<Option<i64>>,
    /// How long that is gone by.
    patience: StoredValue<i64>,
    /// Rises every second, for what shows time.
    ticks: RwSignal<u32>,
}

impl ServerClock {
    /// Asks the server for its time: now, whenever the board is in step again, and when a
    /// clock of this device was set, or the device slept; and in case the server's own was set,
    /// every few minutes, and when somebody comes back to the page.
    pub(super) fn start(board: Board) -> Self {
        let clock = Self {
            known: RwSignal::new(None),
            asked: StoredValue::new(None),
            patience: StoredValue::new(patience(0)),
            ticks: RwSignal::new(0),
        };
        let live = Memo::new(move |_| board.standing.get().live);
        Effect::new(move |started: Option<()>| {
            if live.get() || started.is_none() {
                clock.ask();
            }
        });
        let tick = move || {
            clock.ticks.update(|ticks| *ticks = ticks.wrapping_add(1));
            if live.get_untracked() {
                clock.ask_unless_sure(clock.patience.get_value());
            }
        };
        if let Ok(ticking) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || ticking.clear());
        }
        let seen = window_event_listener(leptos::ev::visibilitychange, move |_| {
            let is_seen = document().visibility_state() == VisibilityState::Visible;
            if is_seen && live.get_untracked() {
                clock.ask_unless_sure(COME_BACK);
            }
        });
        on_cleanup(move || seen.remove());
        clock
    }

    /// Asks where what is known is nothing, doubtful or old, but not again and again.
    fn ask_unless_sure(self, patience: i64) {
        let here = reading();
        let waited = self.asked.get_value();
        let waited = waited.is_none_or(|asked| here.steady.saturating_sub(asked) >= ASK_AGAIN);
        let known = self.known.get_untracked();
        let is_sure =
            known.is_some_and(|known| !known.is_doubtful(here) && !known.is_old(here, patience));
        if waited && !is_sure {
            self.ask();
        }
    }

    fn ask(self) {
        let asked = reading();
        self.asked.set_value(Some(asked.steady));
        let [high, low, ..] = uuid::Uuid::new_v4().into_bytes();
        self.patience
            .set_value(patience(u16::from_be_bytes([high, low])));
        leptos::task::spawn_local(async move {
            if let Ok(server) = server_time().await {
                let at = reading();
                // Half of the way there and back lies between the answer and now.
                let half = at.steady.saturating_sub(asked.steady) / 2;
                let server = server.saturating_add(half);
                let _ = self.known.try_set(Some(Known { server, at }));
            }
        });
    }

    /// Milliseconds since 1970 by the server's clock; by this device's until the server
    /// has answered.
    pub(super) fn now(self) -> i64 {
        let here = reading();
        let known = self.known.get_untracked();
        known.map_or(here.device, |known| known.now(here))
    }

    /// The milliseconds that a timer has left, followed every second.
    pub(super) fn left(self, timer: Timer) -> Option<i64> {
        self.ticks.track();
        timer.left(self.now())
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970, or since the page was opened"
)]
fn reading() -> Reading {
    Reading {
        device: js_sys::Date::now() as i64,
        steady: steady() as i64,
    }
}

/// Milliseconds by the clock of this device that nobody sets, since the page was opened. In
/// some browsers it stands still while the device sleeps.
pub(super) fn steady() -> f64 {
    let clock = window().performance();
    clock.map_or_else(js_sys::Date::now, |clock| clock.now())
}

/// The time that is left as it shows: nothing where none is set, and in words once it is over.
fn time_shown(t: BoardText, left: Option<i64>) -> Option<String> {
    left.map(|left| match left {
        ..=0 => t.time_over().to_owned(),
        left => minutes_and_seconds(left),
    })
}

/// The time that is left in the phase, and whether it stands.
#[component]
pub(super) fn PhaseTime(board: Board, clock: ServerClock) -> impl IntoView {
    let t = BoardText::here();
    let shown = move || time_shown(t, clock.left(board.phase.get().timer));
    let paused = move || board.phase.get().timer.stands();
    view! {
        {shown} {move || paused().then(|| view! { " " <span class="meta">{t.paused()}</span> })}
    }
}

/// Minutes and seconds, such as `4:05`.
pub(super) fn minutes_and_seconds(milliseconds: i64) -> String {
    let seconds = milliseconds.max(0) / 1_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// How many of the spaces of so many minutes are left, the one that runs included: when there
/// is one less, everybody is told.
fn spaces_left(left: i64, minutes: u16) -> i64 {
    let space = i64::from(minutes.max(1)).saturating_mul(MINUTE);
    left.max(0).saturating_add(space.saturating_sub(1)) / space
}

/// The bell of this page, silent until somebody presses it. Phones let a page sound only if its
/// sound was begun by a press: it is kept from that on.
#[derive(Clone, Copy)]
struct Bell {
    /// Whether it rings.
    on: RwSignal<bool>,
    sound: StoredValue<Option<AudioContext>, LocalStorage>,
}

impl Bell {
    fn new() -> Self {
        let sound = StoredValue::new_local(None::<AudioContext>);
        on_cleanup(move || {
            let sound = sound.try_update_value(Option::take);
            if let Some(sound) = sound.flatten() {
                let _ = sound.close();
            }
        });
        Self {
            on: RwSignal::new(false),
            sound,
        }
    }

    /// Switches it on or off. A browser without sound stays silent.
    fn press(self) {
        self.on.update(|on| *on = !*on);
        if !self.on.get_untracked() {
            return;
        }
        self.sound.update_value(|sound| {
            if sound.is_none() {
                *sound = AudioContext::new().ok();
            }
            if let Some(sound) = sound {
                let _ = sound.resume();
            }
        });
    }

    /// A short tone, in the middle of what people hear, if it is on.
    fn ring(self) {
        let sound = self.sound.try_with_value(Clone::clone).flatten();
        if let (true, Some(sound)) = (self.on.get_untracked(), sound) {
            let _ = tone(&sound);
        }
    }
}

fn tone(sound: &AudioContext) -> Result<(), JsValue> {
    /// Its pitch, in hertz, its loudness, from 0 to 1, and how long it is, in seconds.
    const TONE: (f32, f32, f64) = (660.0, 0.15, 0.6);
    // A phone that was locked meanwhile has stopped it.
    let _ = sound.resume();
    let (tone, loudness) = (sound.create_oscillator()?, sound.create_gain()?);
    tone.frequency().set_value(TONE.0);
    loudness.gain().set_value(TONE.1);
    tone.connect_with_audio_node(&loudness)?;
    loudness.connect_with_audio_node(&sound.destination())?;
    tone.start()?;
    tone.stop_with_when(sound.current_time() + TONE.2)
}

/// The minutes that are left, from each cue of the phase to the end of the next space of
/// time; whoever wants to hears it.
fn cued(
    board: Board,
    script: RwSignal<Vec<ScriptPhase>>,
    clock: ServerClock,
    bell: Bell,
) -> RwSignal<Option<i64>> {
    let cued = RwSignal::new(None);
    let every = Memo::new(move |_| {
        let step = usize::from(board.phase.get().step);
        script.with(|script| script.get(step).map_or(0, |phase| phase.cue))
    });
    Effect::new(move |before: Option<Option<(Option<i64>, i64)>>| {
        let (phase, every) = (board.phase.get(), every.get());
        let left = clock.left(phase.timer).filter(|_| every > 0);
        let now = left.map(|left| (phase.timer.begun_at(), spaces_left(left, every)));
        match (before.flatten(), now) {
            // One space less of the same phase: more time, or another phase, is no cue.
            (Some((begun, before)), Some((same, left))) if begun == same && left < before => {
                cued.set((left > 0).then(|| left.saturating_mul(i64::from(every))));
                if left > 0 {
                    bell.ring();
                }
            }
            (Some(before), Some(now)) if before == now => {}
            _ if cued.with_untracked(Option::is_some) => cued.set(None),
            _ => {}
        }
        now
    });
    cued
}

/// The time left in the phase. Whoever it bothers hides it.
#[component]
pub(super) fn TimeLeft(
    /// The board.
    board: Board,
    /// Its script, which says how often to tell of the time.
    script: RwSignal<Vec<ScriptPhase>>,
    /// The server's clock.
    clock: ServerClock,
    /// Whether nothing is to be said aloud.
    muted: RwSignal<bool>,
) -> impl IntoView {
    let t = BoardText::here();
    let hidden = RwSignal::new(false);
    let left = move || clock.left(board.phase.get().timer);
    let bell = Bell::new();
    let cued = cued(board, script, clock, bell);
    let told = move || {
        let said = cued.get().map(|minutes| t.cue(minutes));
        said.unwrap_or_default()
    };
    // Once when the time runs out: said to those who do not see it, and rung for whoever wants
    // to hear it.
    let is_over = Memo::new(move |_| left().is_some_and(|left| left <= 0));
    let over = move || {
        is_over
            .get()
            .then(|| view! { <span class="visually-hidden">{t.time_over()}</span> })
    };
    Effect::new(move |before: Option<Option<i64>>| {
        let left = left();
        let is_over = left.is_some_and(|left| left <= 0);
        if is_over && before.flatten().is_some_and(|before| before > 0) {
            bell.ring();
        }
        left
    });
    let is_cued = move || cued.get().is_some().to_string();
    let switch = move || match hidden.get() {
        true => t.show_time(),
        false => t.hide_time(),
    };
    view! {
        <span class="board-time" data-cued=is_cued hidden=move || left().is_none()>
            // Not announced every second: who wants to know asks.
            <span role="timer" aria-live="off" hidden=move || hidden.get()>
                <PhaseTime board=board clock=clock />
            </span>
            <span class="meta" aria-live=move || if muted.get() { "off" } else { "polite" }>
                {told} {over}
            </span>
            <button
                type="button"
                class="button"
                data-kind="quiet"
                title=switch
                aria-pressed=move || hidden.get().to_string()
                on:click=move |_| hidden.update(|hidden| *hidden = !*hidden)
            >
                {move || view! { <Icon icon=if hidden.get() { LuTimer } else { LuTimerOff } /> }}
                <span class="visually-hidden">{switch}</span>
            </button>
            <button
                type="button"
                class="button"
                data-kind="quiet"
                title=t.sound_at_end()
                aria-label=t.sound_at_end()
                aria-pressed=move || bell.on.get().to_string()
                on:click=move |_| bell.press()
            >
                {move || view! { <Icon icon=if bell.on.get() { LuBell } else { LuBellOff } /> }}
            </button>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use domain::wording::Locale;

    use super::*;

    #[test]
    fn each_minute_that_is_over_is_one_less() {
        let left = |milliseconds| spaces_left(milliseconds, 1);
        assert_eq!(left(8 * MINUTE), 8);
        assert_eq!((left(7 * MINUTE + 1), left(7 * MINUTE)), (8, 7));
        assert_eq!((left(1), left(0), left(-5)), (1, 0, 0));
        assert_eq!(
            spaces_left(5 * MINUTE, 2),
            3,
            "the first space is the shorter one"
        );
        assert_eq!(spaces_left(MINUTE, 0), 1);
    }

    #[test]
    fn time_that_is_over_is_told_in_words() {
        let t = BoardText(Locale::Fr);
        assert_eq!(time_shown(t, None), None);
        assert_eq!(time_shown(t, Some(61_000)).as_deref(), Some("1:01"));
        for left in [0, -5_000] {
            assert_eq!(time_shown(t, Some(left)).as_deref(), Some("Temps écoulé"));
        }
    }

    #[test]
    fn time_is_told_in_minutes_and_seconds() {
        assert_eq!(minutes_and_seconds(245_900), "4:05");
        assert_eq!(minutes_and_seconds(-1), "0:00");
    }
}
