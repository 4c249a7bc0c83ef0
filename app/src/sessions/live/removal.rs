//! Removing somebody from the session without leaving its board. It is asked twice, and the
//! server decides.

use board::ids::ParticipantId;
use board::rules::Role;
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
    runs: bool,
    leads: Signal<bool>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<Failure>>,
}

impl Removal {
    /// `own` is the reader's number; `runs` says whether they lead by a role of theirs,
    /// `leads` whether they may remove others now.
    pub(super) fn new(session: SessionId, own: u32, runs: bool, leads: Signal<bool>) -> Self {
        Self {
            session,
            own,
            runs,
            leads,
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
        }
    }

    /// Whether it is offered.
    pub(super) fn may(self, participant: ParticipantId, role: Role) -> bool {
        self.leads.get() && is_removed_by(self.own, self.runs, participant, role)
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

/// Whether somebody who leads removes this participant: nobody puts themselves out, and who
/// leads is removed by those alone whom a role of theirs lets run the session.
fn is_removed_by(own: u32, runs: bool, participant: ParticipantId, role: Role) -> bool {
    participant.0 != own && (runs || role != Role::Facilitator)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_leads_is_removed_by_whoever_runs_the_session() {
        let removes = |runs, other, role| is_removed_by(1, runs, ParticipantId(other), role);
        for runs in [true, false] {
            for role in [Role::Participant, Role::Observer] {
                assert!(removes(runs, 2, role), "{runs}, {role:?}");
            }
            assert_eq!(removes(runs, 2, Role::Facilitator), runs);
            assert!(!removes(runs, 1, Role::Facilitator), "oneself");
        }
    }
}
