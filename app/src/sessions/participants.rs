//! Who takes part in a session, waits or was removed, and letting them in.

use domain::ids::SessionId;
use domain::sessions::{Participant, ParticipantState, SessionRole, SessionState, Who};
use leptos::prelude::*;

use super::api::{AdmitParticipant, SessionPageContent, SetParticipantRole};
use super::text::SessionsText;
use crate::failure::Failure;
use crate::kit::{FormAction, FormEnd, Hidden, PersonTag, PostForm, Select, coded};
use crate::preferences::locale;

/// What can be done with the people of a session.
#[derive(Clone, Copy)]
pub(super) struct PeopleActions {
    pub admit: FormAction<AdmitParticipant>,
    pub role: FormAction<SetParticipantRole>,
}

impl PeopleActions {
    pub(super) fn new() -> Self {
        Self {
            admit: FormAction::new(),
            role: FormAction::new(),
        }
    }

    /// How often something was done.
    pub(super) fn done(self) -> usize {
        self.admit
            .version()
            .get()
            .wrapping_add(self.role.version().get())
    }
}

/// How often the page of a session looks who has come.
const LOOK: std::time::Duration = std::time::Duration::from_secs(10);

/// Has the page of a session look from time to time who waits and who has come, as long as
/// the session is open.
pub(super) fn look_again(content: Resource<Result<SessionPageContent, Failure>>) {
    Effect::new(move || {
        let look = move || {
            let open = content.with_untracked(|content| {
                matches!(content, Some(Ok(content)) if content.detail.session.state == SessionState::Open)
            });
            // Nobody looks at a page that is hidden.
            if open && !document().hidden() {
                content.refetch();
            }
        };
        if let Ok(looking) = set_interval_with_handle(look, LOOK) {
            on_cleanup(move || looking.clear());
        }
    });
}

/// The people of a session: who waits first.
#[component]
pub(super) fn Participants(
    session: SessionId,
    participants: Vec<Participant>,
    own: Option<u32>,
    runs: bool,
    actions: PeopleActions,
) -> impl IntoView {
    let t = SessionsText::here();
    let (waiting, others): (Vec<_>, Vec<_>) =
        participants.into_iter().partition(|one| one.state.waits());
    let row = move |one: Participant| {
        // Nobody puts themselves out.
        let steered = runs && own != Some(one.number);
        view! { <Row session=session one=one runs=steered actions=actions /> }
    };
    let door = (!waiting.is_empty()).then(|| {
        let rows = waiting.into_iter().map(row).collect_view();
        view! {
            <h3>{t.waiting()}</h3>
            <ul class="card-list" data-joined=true>{rows}</ul>
        }
    });
    let inside = if others.is_empty() {
        view! { <p>{t.nobody_yet()}</p> }.into_any()
    } else {
        let rows = others.into_iter().map(row).collect_view();
        view! { <ul class="card-list" data-joined=true>{rows}</ul> }.into_any()
    };
    view! {
        <section class="stack">
            <h2>{t.participants()}</h2>
            {door}
            {inside}
        </section>
    }
}

#[component]
fn Row(session: SessionId, one: Participant, runs: bool, actions: PeopleActions) -> impl IntoView {
    let t = SessionsText::here();
    let name = one.name().to_owned();
    let (state, role, number) = (one.state, one.role, one.number);
    let who = match one.who {
        Who::Account(person) => view! { <PersonTag person=person /> }.into_any(),
        Who::Guest(guest) => view! {
            <span>
                {guest.pseudonym} " "
                <span class="party">{guest.party.wording().in_locale(locale())}</span> " "
                <span class="badge">{t.guest()}</span>
            </span>
        }
        .into_any(),
    };
    let admits = state != ParticipantState::Admitted;
    let label = match state {
        ParticipantState::Waiting | ParticipantState::Held => t.admit_named(&name),
        ParticipantState::Removed => t.admit_again_named(&name),
        ParticipantState::Admitted => t.remove_named(&name),
    };
    let steering = runs.then(|| {
        view! {
            <PostForm action=actions.admit width="bare">
                <Hidden name="id" value=session.to_string() />
                <Hidden name="number" value=number.to_string() />
                <Hidden name="admit" value=admits.to_string() />
                <FormEnd label=label kind=if admits { "primary" } else { "quiet" } />
            </PostForm>
        }
    });
    let changing = (runs && !admits).then(|| {
        view! {
            <details>
                <summary>{t.change_role()}</summary>
                <PostForm action=actions.role width="bare" scope="role">
                    <Hidden name="id" value=session.to_string() />
                    <Hidden name="number" value=number.to_string() />
                    <Select
                        name="role"
                        label=t.role_of(&name)
                        choices={coded::<SessionRole>()}
                        value=role.code()
                        required=true
                    />
                    <FormEnd label=t.change_role() kind="quiet" />
                </PostForm>
            </details>
        }
    });
    view! {
        <li class="card">
            <p>
                {who} " "
                <span class="badge">{role.wording().in_locale(locale())}</span> " "
                <span class="meta">{state.wording().in_locale(locale())}</span>
            </p>
            <div class="cluster">{steering} {changing}</div>
        </li>
    }
}
