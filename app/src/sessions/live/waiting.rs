//! The waiting room as those who lead see it on the board: who waits, for them or for the end
//! of a phase, and letting them in.

use board::presence::Announcement;
use domain::ids::SessionId;
use domain::sessions::{Participant, ParticipantState};
use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

use super::canvas::Stage;
use super::focus::{self, is_by_key};
use super::text::BoardText;
use crate::preferences::locale;
use crate::sessions::api::{admit_participant, load_waiting};
use crate::sessions::participants::name_in_words;

/// Who waits, and what became of letting them in.
#[derive(Clone, Copy)]
struct Door {
    session: SessionId,
    stage: Stage,
    waiting: RwSignal<Vec<Participant>>,
    failed: RwSignal<bool>,
    /// Where they stand.
    list: NodeRef<html::Section>,
}

impl Door {
    /// Asks who waits now. Whoever may not know it is shown nobody.
    async fn look(self) {
        if let Ok(waiting) = load_waiting(Some(self.session)).await {
            let _ = self.waiting.try_set(waiting);
        }
    }

    /// Lets people in, or turns them away. Whoever pressed it by keys stands at those who still
    /// wait once the line is gone, or at the board.
    fn answer(self, numbers: Vec<u32>, admit: bool, by_key: bool) {
        leptos::task::spawn_local(async move {
            let mut failed = false;
            for number in numbers {
                let done = admit_participant(self.session, number, admit).await;
                failed |= done.is_err();
            }
            let _ = self.failed.try_set(failed);
            self.look().await;
            if by_key {
                let list = self.list.try_get_untracked().flatten();
                focus::rescue(self.stage, list);
            }
        });
    }

    /// The numbers of those who wait for whoever leads alone: the end of a phase lets in
    /// whom it holds back.
    fn asking(self) -> Vec<u32> {
        let waits = |one: &&Participant| one.state == ParticipantState::Waiting;
        self.waiting.with(|waiting| {
            let asking = waiting.iter().filter(waits);
            asking.map(|one| one.number).collect()
        })
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
        list: NodeRef::new(),
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
    let several = move || door.asking().len() > 1;
    let all = move |event: MouseEvent| {
        let asking = untrack(|| door.asking());
        door.answer(asking, true, is_by_key(&event));
    };
    let failed = move || door.failed.get().then(|| t.waiting_failed());
    view! {
        <section
            node_ref=door.list
            class="notice stack board-waiting"
            data-gap="small"
            data-tone="warn"
            tabindex="-1"
            aria-label=t.waiting()
            hidden=move || door.waiting.with(Vec::is_empty)
        >
            <div class="cluster">
                <p role="status">{said}</p>
                <button type="button" class="button" hidden=move || !several() on:click=all>
                    {t.admit_all()}
                </button>
            </div>
            // Each line is somebody's own: one that takes the place of another under a finger
            // that presses already would let in, or turn away, somebody else.
            <ul class="board-people">
                <For each=move || door.waiting.get() key=|one| (one.number, one.state) let(one)>
                    {row(door, &one)}
                </For>
            </ul>
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
    let name = name_in_words(one, locale());
    view! {
        <li class="cluster">
            <span>
                {name} " " <span class="meta">{party}</span> " " <span class="meta">{until}</span>
            </span>
            <button
                type="button"
                class="button"
                aria-label=admit
                on:click=move |event| door.answer(vec![number], true, is_by_key(&event))
            >
                {t.admit()}
            </button>
            <button
                type="button"
                class="button"
                data-kind="quiet"
                aria-label=refuse
                on:click=move |event| door.answer(vec![number], false, is_by_key(&event))
            >
                {t.turn_away()}
            </button>
        </li>
    }
}
