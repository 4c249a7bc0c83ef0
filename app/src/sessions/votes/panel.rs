//! The votes of a session beside its board: what is known of them, that one waits, the
//! latest for everybody to look at, and the panel with a card for each.

mod card;

use domain::ids::{SessionId, VoteId};
use domain::votes::{Vote, VoteKind};
use leptos::prelude::*;

use self::card::VoteCard;
use super::api::{OpenVote, load_votes};
use super::opening::{Ballotable, OpeningForm};
use super::result::ResultOf;
use super::text::VotesText;
use crate::failure::Failure;
use crate::kit::{FormAction, failure_text};
use crate::preferences::locale;

/// The votes of a session, as this person sees them.
#[derive(Clone, Copy)]
pub(in super::super) struct VotesState {
    session: SessionId,
    /// Tells apart who uses this browser.
    reader: StoredValue<String>,
    votes: RwSignal<Option<Vec<Vote>>>,
    /// Whether the form of the next one is unfolded.
    opening: RwSignal<bool>,
    /// What could not be done.
    failed: RwSignal<Option<Failure>>,
}

impl VotesState {
    /// Loads the votes, and again whenever `changed` does.
    pub(in super::super) fn follow(
        session: SessionId,
        reader: String,
        changed: impl Fn() + 'static,
    ) -> Self {
        let state = Self {
            session,
            reader: StoredValue::new(reader),
            votes: RwSignal::new(None),
            opening: RwSignal::new(false),
            failed: RwSignal::new(None),
        };
        Effect::new(move || {
            changed();
            state.load();
        });
        state
    }

    fn load(self) {
        leptos::task::spawn_local(async move {
            // Without a connection what is known stands, and is loaded with the next news.
            if let Ok(votes) = load_votes(self.session).await {
                let _ = self.votes.try_set(Some(votes));
            }
        });
    }

    /// Does something on the server, and shows what became of it.
    fn perform(self, act: impl Future<Output = Result<(), Failure>> + 'static) {
        leptos::task::spawn_local(async move {
            let failed = act.await.err();
            let _ = self.failed.try_set(failed);
            self.load();
        });
    }

    /// Whether a vote waits for this person.
    pub(in super::super) fn waits(self) -> bool {
        let votes = self.votes.read();
        let mut votes = votes.iter().flatten();
        votes.any(|vote| vote.may_vote && !vote.voted)
    }

    /// Whether a vote was opened at a moment or after it, in milliseconds since 1970; also as
    /// long as nothing is known.
    pub(super) fn was_opened_since(self, moment: i64) -> bool {
        let votes = self.votes.read();
        let opened = |votes: &Vec<Vote>| votes.iter().any(|vote| vote.opened_at.0 >= moment);
        votes.as_ref().is_none_or(opened)
    }

    /// Unfolds the form of the next vote.
    pub(super) fn begin_opening(self) {
        self.opening.set(true);
    }

    fn open_votes(self) -> usize {
        let votes = self.votes.read();
        votes.iter().flatten().filter(|vote| vote.is_open()).count()
    }

    fn ids(self) -> Vec<VoteId> {
        let votes = self.votes.read();
        votes.iter().flatten().map(|vote| vote.id).collect()
    }

    fn vote(self, id: VoteId) -> Option<Vote> {
        let votes = self.votes.read();
        votes.iter().flatten().find(|vote| vote.id == id).cloned()
    }
}

/// Says politely that a vote waits, and leads there.
#[component]
pub(in super::super) fn VoteNotice(
    /// The votes.
    state: VotesState,
    /// Opens the panel of votes.
    #[prop(into)]
    open: Callback<()>,
) -> impl IntoView {
    let t = VotesText::here();
    let waits = Memo::new(move |_| state.waits());
    let open_votes = Memo::new(move |_| state.open_votes());
    let closed = Memo::new(move |before: Option<&(usize, bool)>| {
        let now = open_votes.get();
        (now, before.is_some_and(|(before, _)| now < *before))
    });
    view! {
        <p class="visually-hidden" role="status">
            {move || closed.get().1.then(|| t.closed_now())}
        </p>
        <div role="status">
            {move || {
                waits.get().then(|| {
                    view! {
                        <div class="notice board-call" data-tone="info">
                            <p>{t.open_now()}</p>
                            <button type="button" class="button" on:click=move |_| open.run(())>
                                {t.go_to_vote()}
                            </button>
                        </div>
                    }
                })
            }}
        </div>
    }
}

/// The latest vote for everybody to look at: how many have voted, then what came out. Never
/// a ballot, and who voted what only where each reads it for themselves.
#[component]
pub(in super::super) fn SharedVote(
    /// The votes.
    state: VotesState,
    /// Changes when the room goes on to something else: a result is put away then.
    step: Signal<u16>,
) -> impl IntoView {
    let t = VotesText::here();
    let latest = Memo::new(move |_| state.votes.read().as_ref()?.first().cloned());
    // The step at which the latest vote came to stand as it does.
    let since = Memo::new(move |before: Option<&(Option<(VoteId, bool)>, u16)>| {
        let now = latest.with(|vote| vote.as_ref().map(|vote| (vote.id, vote.is_open())));
        match before {
            Some((then, step)) if *then == now => (now, *step),
            _ => (now, step.get_untracked()),
        }
    });
    move || {
        let vote = latest.get()?;
        let (_, from) = since.get();
        if !vote.is_open() && step.get() != from {
            return None;
        }
        let question = vote.facts.question.clone();
        let turnout = t.in_so_far(&vote.ballots.to_string(), &vote.voters.to_string());
        let result = match vote.is_open() {
            true => view! { <p>{t.totals_later()}</p> }.into_any(),
            false => {
                let mut vote = vote;
                if let Some(result) = &mut vote.result {
                    result.named.clear();
                    result.receipts.clear();
                }
                view! { <ResultOf vote=vote /> }.into_any()
            }
        };
        Some(view! {
            <div class="board-screen-vote card stack" role="status">
                <h2>{question}</h2>
                <p class="meta">{turnout}</p>
                {result}
            </div>
        })
    }
}

/// All votes, the latest first; the form of the next for those who lead.
#[component]
pub(in super::super) fn Votes(
    /// The votes.
    state: VotesState,
    /// Whether this person leads.
    leads: Signal<bool>,
    /// The kind of vote that the script wants now.
    wanted: Signal<Option<VoteKind>>,
    /// What can be voted on.
    ballotable: Signal<Ballotable>,
) -> impl IntoView {
    let t = VotesText::here();
    let action = FormAction::<OpenVote>::new();
    let opening = state.opening;
    let answered = action.value();
    Effect::new(move || {
        if matches!(answered.get(), Some(Ok(()))) {
            opening.set(false);
            state.load();
        }
    });
    let form = move || {
        opening.get().then(|| {
            let wanted = wanted.get_untracked();
            view! {
                <div class="card">
                    <OpeningForm session=state.session wanted=wanted ballotable=ballotable action=action />
                </div>
            }
        })
    };
    let empty = move || match &*state.votes.read() {
        None => Some(t.loading()),
        Some(votes) if votes.is_empty() => Some(t.none_yet()),
        Some(_) => None,
    };
    let failed = move || {
        state
            .failed
            .get()
            .map(|failure| failure_text(locale(), &failure))
    };
    view! {
        <section class="stack" aria-label=t.votes()>
            <h2>{t.votes()}</h2>
            <button
                type="button"
                class="button"
                hidden=move || !leads.get()
                aria-expanded=move || opening.get().to_string()
                on:click=move |_| opening.update(|opening| *opening = !*opening)
            >
                {t.new_vote()}
            </button>
            {form}
            <p class="problem" role="alert" hidden=move || failed().is_none()>{failed}</p>
            <p hidden=move || empty().is_none()>{empty}</p>
            <ul class="card-list">
                <For each=move || state.ids() key=|id| *id let(id)>
                    <VoteCard state=state id=id leads=leads />
                </For>
            </ul>
        </section>
    }
}
