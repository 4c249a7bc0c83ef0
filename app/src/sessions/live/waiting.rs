//! The waiting room as those who lead see it on the board: who waits, for them or for the end
//! of a phase, and letting them in.

use board::presence::Announcement;
use domain::ids::SessionId;
use domain::sessions::{Participant, ParticipantState};
use leptos::prelude::*;

use super::canvas::Stage;
use super::focus::{self, is_by_key};
use super::text::BoardText;
use crate::preferences::locale;
use crate::sessions::api::{admit_participant, load_waiting};

/// Who waits, and what became of letting them in.
#[derive(Clone, Copy)]
struct Door {
    session: SessionId,
    stage: Stage,
    waiting: RwSignal<Vec<Participant>>,
    failed: RwSignal<bool>,
}

impl Door {
    /// Asks who waits now. Whoever may not know it is shown nobody.
    async fn look(self) {
        if let Ok(waiting) = load_waiting(Some(self.session)).await {
            let _ = self.waiting.try_set(waiting);
        }
    }

    /// Lets somebody in, or turns them away. Whoever pressed it by keys stands at the board
    /// once the line is gone.
    fn answer(self, number: u32, admit: bool, by_key: bool) {
        leptos::task::spawn_local(async move {
            let done = admit_participant(self.session, number, admit).await;
            let _ = self.failed.try_set(done.is_err());
            self.look().await;
            if by_key {
                focus::rescue(self.stage, None);
            }
        });
    }
}

/// Who waits to be let in, with news of it from the room; nothing where nobody does.
#[component]
pub(super) fn WaitingRoom(session: SessionId, stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let door = Door {
        session,
        stage,
        waiting: RwSignal::new(Vec::new()),
        failed: RwSignal::new(false),
    };
    let live = Memo::new(move |_| board.standing.get().live);
    // Whoever comes back into step may have missed somebody; or leads no longer, and may not ask.
    Effect::new(move || {
        if live.get() && board.leads() {
            leptos::task::spawn_local(door.look());
        }
    });
    Effect::new(move || {
        if let (_, Some(Announcement::WaitingChanged)) = board.announced.get() {
            leptos::task::spawn_local(door.look());
        }
    });
    let said = move || {
        let count = door.waiting.with(Vec::len);
        let count = i128::try_from(count).unwrap_or(i128::MAX);
        (count > 0).then(|| t.people_wait(count))
    };
    let rows = move || {
        let people = door.waiting.get().into_iter();
        people.map(|one| row(door, &one)).collect_view()
    };
    let failed = move || door.failed.get().then(|| t.waiting_failed());
    view! {
        <section
            class="notice stack"
            data-gap="small"
            data-tone="warn"
            aria-label=t.waiting()
            hidden=move || door.waiting.with(Vec::is_empty)
        >
            <p role="status">{said}</p>
            <ul class="board-people">{rows}</ul>
            <p role="status">{failed}</p>
        </section>
    }
}

fn row(door: Door, one: &Participant) -> impl IntoView + use<> {
    let t = BoardText::here();
    let (name, number) = (one.name().to_owned(), one.number);
    let party = one.party().wording().in_locale(locale());
    let held = one.state == ParticipantState::Held;
    let until = held.then(|| one.state.wording().in_locale(locale()));
    let (admit, refuse) = (t.admit_named(&name), t.turn_away_named(&name));
    view! {
        <li class="cluster">
            <span>
                {name} " " <span class="meta">{party}</span> " " <span class="meta">{until}</span>
            </span>
            <button
                type="button"
                class="button"
                data-kind="primary"
                aria-label=admit
                on:click=move |event| door.answer(number, true, is_by_key(&event))
            >
                {t.admit()}
            </button>
            <button
                type="button"
                class="button"
                data-kind="quiet"
                aria-label=refuse
                on:click=move |event| door.answer(number, false, is_by_key(&event))
            >
                {t.turn_away()}
            </button>
        </li>
    }
}
