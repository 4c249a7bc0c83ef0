//! Who takes part in a session, waits or was removed, and letting them in.

use domain::ids::SessionId;
use domain::sessions::{Participant, ParticipantState, SessionRole, SessionState, Who};
use domain::wording::Locale;
use leptos::prelude::*;

use super::api::{AdmitParticipant, SessionPageContent, SetParticipantRole};
use super::text::SessionsText;
use crate::failure::Failure;
use crate::kit::{FormAction, FormEnd, Hidden, PersonTag, PostForm, Select, coded};
use crate::preferences::locale;
use crate::text::CommonText;

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

/// So many people are read without unfolding the list.
const FEW: usize = 10;

/// Who waits to be let in: what is due now, before all else on the page. Nothing where nobody
/// does.
#[component]
pub(super) fn Waiting(
    session: SessionId,
    participants: Signal<Vec<Participant>>,
    runs: bool,
    actions: PeopleActions,
) -> impl IntoView {
    let t = SessionsText::here();
    let rows = move |one| view! { <Row session=session one=one runs=runs actions=actions /> };
    let waiting =
        Memo::new(move |_| participants.with(|all| numbers(all, |one| one.state.waits())));
    let any = Memo::new(move |_| waiting.with(|waiting| !waiting.is_empty()));
    move || {
        any.get().then(|| {
            view! {
                <section class="stack" data-gap="small">
                    <h2>{t.waiting()}</h2>
                    {followed(participants, waiting.into(), rows)}
                </section>
            }
        })
    }
}

/// The people of a session who do not wait, one line each; of many the list is folded.
#[component]
pub(super) fn Participants(
    session: SessionId,
    participants: Signal<Vec<Participant>>,
    /// The reader's own number.
    own: Signal<Option<u32>>,
    runs: bool,
    actions: PeopleActions,
) -> impl IntoView {
    let t = SessionsText::here();
    let row = move |one: Participant| {
        // Nobody puts themselves out.
        let steered = runs && own.get() != Some(one.number);
        view! { <Row session=session one=one runs=steered actions=actions /> }
    };
    let all = Memo::new(move |_| {
        // Whoever had two seats stands here once.
        let is_meant = |one: &Participant| !one.state.waits() && !one.is_further_seat();
        participants.with(|all| numbers(all, is_meant))
    });
    let part = move |more: bool| {
        Memo::new(move |_| {
            all.with(|all| {
                let (first, rest) = all.split_at(FEW.min(all.len()));
                if more { rest } else { first }.to_vec()
            })
        })
    };
    let (first, rest) = (part(false), part(true));
    let is_empty = Memo::new(move |_| all.with(Vec::is_empty));
    let has_more = Memo::new(move |_| rest.with(|rest| !rest.is_empty()));
    let count = move || all.with(|all| (!all.is_empty()).then_some(all.len()));
    let more_people =
        move || t.more_people(i128::try_from(rest.with(Vec::len)).unwrap_or(i128::MAX));
    let list = move || match is_empty.get() {
        true => view! { <p>{t.nobody_yet()}</p> }.into_any(),
        false => followed(participants, first.into(), row).into_any(),
    };
    let more = move || {
        has_more.get().then(|| {
            view! {
                <details>
                    <summary>{more_people}</summary>
                    {followed(participants, rest.into(), row)}
                </details>
            }
        })
    };
    view! {
        <section class="stack" data-gap="small">
            <h2>{t.participants()} " " <span class="meta">{count}</span></h2>
            {list}
            {more}
        </section>
    }
}

/// The numbers of some of these people, in order.
fn numbers(all: &[Participant], are_meant: impl Fn(&Participant) -> bool) -> Vec<u32> {
    let meant = all.iter().filter(|one| are_meant(one));
    meant.map(|one| one.number).collect()
}

/// People one below the other. A line is drawn anew only where something about its person has
/// changed: what is open in it stays so while others come and go.
fn followed<V: IntoView + 'static>(
    participants: Signal<Vec<Participant>>,
    shown: Signal<Vec<u32>>,
    row: impl Fn(Participant) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let line = move |number: u32| {
        let one = Memo::new(move |_| {
            participants.with(|all| all.iter().find(|one| one.number == number).cloned())
        });
        move || one.get().map(row)
    };
    view! {
        <ul class="card-list" data-joined=true>
            <For each=move || shown.get() key=|number| *number children=line />
        </ul>
    }
}

/// The name of a participant where nothing but words can stand; it says where interests are
/// declared.
pub(super) fn name_in_words(one: &Participant, locale: Locale) -> String {
    match one.interests() {
        Some(_) => CommonText(locale).with_interests(one.name()),
        None => one.name().to_owned(),
    }
}

/// One person: who it is, in which role and state. Letting somebody in stands there; what is
/// seldom done is unfolded.
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
        // (Further seats are not listed.)
        ParticipantState::Removed | ParticipantState::Continued => t.admit_again_named(&name),
        ParticipantState::Admitted => t.remove_named(&name),
    };
    let admission = move |admits: bool, label: String| {
        view! {
            <PostForm action=actions.admit width="bare">
                <Hidden name="id" value=session.to_string() />
                <Hidden name="number" value=number.to_string() />
                <Hidden name="admit" value=admits.to_string() />
                <FormEnd label=label kind=if admits { "primary" } else { "quiet" } />
            </PostForm>
        }
    };
    let steering = runs.then(|| {
        if state.waits() {
            let refused = t.turn_away_named(&name);
            return view! {
                <div class="cluster">{admission(true, label)} {admission(false, refused)}</div>
            }
            .into_any();
        }
        let role_label = t.role_of(&name);
        let changing = (!admits).then(|| {
            view! {
                <PostForm action=actions.role width="bare" scope="role">
                    <Hidden name="id" value=session.to_string() />
                    <Hidden name="number" value=number.to_string() />
                    <Select
                        name="role"
                        label=role_label
                        choices={coded::<SessionRole>()}
                        value=role.code()
                        required=true
                    />
                    <FormEnd label=t.change_role() kind="quiet" />
                </PostForm>
            }
        });
        view! {
            <details class="person-acts">
                <summary aria-label=t.acts_on(&name)>"⋯"</summary>
                <div class="stack" data-gap="small">{changing} {admission(admits, label)}</div>
            </details>
        }
        .into_any()
    });
    view! {
        <li class="card session-person">
            <p>
                {who} " "
                <span class="badge">{role.wording().in_locale(locale())}</span> " "
                <span class="meta">{state.wording().in_locale(locale())}</span>
            </p>
            {steering}
        </li>
    }
}
