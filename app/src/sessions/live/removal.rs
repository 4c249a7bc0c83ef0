//! Removing somebody from the session without leaving its board. It is asked twice, and the
//! server decides.

use board::ids::ParticipantId;
use domain::ids::SessionId;
use leptos::prelude::*;

use super::text::BoardText;
use crate::failure::Failure;
use crate::kit::failure_text;
use crate::preferences::locale;
use crate::sessions::api::admit_participant;

/// Who may remove whom, and what became of the last attempt.
#[derive(Clone, Copy)]
pub(super) struct Removal {
    session: SessionId,
    own: u32,
    leads: Signal<bool>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<Failure>>,
}

impl Removal {
    /// `own` is the reader's number; `leads` says whether they may remove others now.
    pub(super) fn new(session: SessionId, own: u32, leads: Signal<bool>) -> Self {
        Self {
            session,
            own,
            leads,
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
        }
    }

    /// Whether it is offered: nobody puts themselves out.
    pub(super) fn may(self, participant: ParticipantId) -> bool {
        self.leads.get() && participant.0 != self.own
    }

    fn remove(self, participant: ParticipantId) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let removed = admit_participant(self.session, participant.0, false).await;
            let _ = self.busy.try_set(false);
            let _ = self.failed.try_set(removed.err());
        });
    }
}

/// Removes somebody, once it has been said what that means.
#[component]
pub(super) fn RemovePerson(
    removal: Removal,
    participant: ParticipantId,
    name: String,
) -> impl IntoView {
    let t = BoardText::here();
    let named = t.remove_named(&name);
    view! {
        <details>
            <summary>{t.remove_person()} <span class="visually-hidden">{name}</span></summary>
            <p class="hint">{t.remove_means()}</p>
            <button
                type="button"
                class="button"
                data-kind="danger"
                aria-disabled=move || removal.busy.get().then_some("true")
                on:click=move |_| removal.remove(participant)
            >
                {named}
            </button>
        </details>
    }
}

/// Why somebody could not be removed.
#[component]
pub(super) fn RemovalFailed(removal: Removal) -> impl IntoView {
    let failed = move || {
        let failed = removal.failed.get();
        failed.map(|failure| failure_text(locale(), &failure))
    };
    view! { <p class="problem" role="alert" hidden=move || failed().is_none()>{failed}</p> }
}
