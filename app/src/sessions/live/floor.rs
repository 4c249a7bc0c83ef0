//! The floor: who leads gives it to somebody, whether they asked for it or not, and whoever
//! has it is told.

use std::collections::BTreeMap;

use board::ids::ParticipantId;
use domain::ids::SessionId;
use leptos::prelude::*;

use super::engine::Board;
use super::text::BoardText;
use crate::sessions::api::give_floor;

/// Giving the floor, and how often it was given from here.
#[derive(Clone, Copy)]
pub(super) struct Floor {
    session: Option<SessionId>,
    given: RwSignal<BTreeMap<ParticipantId, u32>>,
    giving: StoredValue<bool>,
    failed: RwSignal<bool>,
}

impl Floor {
    pub(super) fn of(session: Option<SessionId>) -> Self {
        Self {
            session,
            given: RwSignal::new(BTreeMap::new()),
            giving: StoredValue::new(false),
            failed: RwSignal::new(false),
        }
    }

    /// Whether the last turn was not counted.
    pub(super) fn failed(self) -> bool {
        self.failed.get()
    }

    /// Counts a turn for somebody, whose hand goes down as they are told. Pressed twice, it is
    /// given once.
    fn give(self, to: ParticipantId) {
        let Some(session) = self.session else {
            return;
        };
        let busy = self
            .giving
            .try_update_value(|giving| std::mem::replace(giving, true));
        if busy != Some(false) {
            return;
        }
        leptos::task::spawn_local(async move {
            let counted = give_floor(session, to.0).await.is_ok();
            let _ = self.giving.try_set_value(false);
            let _ = self.failed.try_set(!counted);
            if counted {
                let count = |given: &mut BTreeMap<ParticipantId, u32>| {
                    *given.entry(to).or_default() += 1;
                };
                let _ = self.given.try_update(count);
            }
        });
    }
}

/// Gives the floor to somebody who is here, and says how often they had it.
#[component]
pub(super) fn GiveFloor(
    floor: Floor,
    participant: ParticipantId,
    name: String,
    here: bool,
) -> impl IntoView {
    let t = BoardText::here();
    let given = move || {
        let given = floor.given.read().get(&participant).copied();
        given.map(|given| view! { <span class="meta">{t.floor_given(given)}</span> })
    };
    let give = here.then(|| {
        let label = t.give_floor_to(&name);
        view! {
            <button
                type="button"
                class="button"
                data-kind="quiet"
                aria-label=label
                on:click=move |_| floor.give(participant)
            >
                {t.give_floor()}
            </button>
        }
    });
    view! { {given} {give} }
}

/// Told to whoever has been given the floor, until they have read it or somebody else is
/// given it.
#[component]
pub(super) fn FloorNotice(board: Board) -> impl IntoView {
    let t = BoardText::here();
    move || {
        board.floor.get().then(|| {
            view! {
                <div class="notice board-call" data-tone="info" role="status">
                    <p>{t.you_have_the_floor()}</p>
                    <button
                        type="button"
                        class="button"
                        data-kind="quiet"
                        on:click=move |_| board.floor.set(false)
                    >
                        {t.understood()}
                    </button>
                </div>
            }
        })
    }
}
