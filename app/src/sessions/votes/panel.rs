//! The votes of a session beside its board.

use domain::ids::{SessionId, VoteId};
use domain::votes::{Vote, VoteDraft, VoteItem, VoteKind};
use leptos::prelude::*;

use super::api::{
    OpenVote, close_vote, load_votes, merge_vote_items, open_vote, separate_vote_item,
    verify_ballot,
};
use super::ballot::BallotForm;
use super::duplicates::{Duplicates, MergedItem};
use super::keeping::Keeping;
use super::opening::{Ballotable, OpeningForm};
use super::result::{ResultOf, ballot_in_words};
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

/// One vote: its ballot while it is open, what came out afterwards.
#[component]
fn VoteCard(state: VotesState, id: VoteId, leads: Signal<bool>) -> impl IntoView {
    let t = VotesText::here();
    let vote = Memo::new(move |_| state.vote(id));
    // How many have voted changes often, and must not disturb whoever is choosing.
    let steady = Memo::new(move |_| {
        vote.get().map(|vote| Vote {
            ballots: 0,
            voters: 0,
            ..vote
        })
    });
    let turnout = move || {
        vote.get()
            .map(|vote| t.in_so_far(&vote.ballots.to_string(), &vote.voters.to_string()))
    };
    let body = move || {
        steady.get().map(|vote| {
            let open = vote.is_open();
            let steering =
                move || (open && leads.get()).then(|| view! { <Steering state=state id=id /> });
            if open {
                let meaning = match vote.facts.anonymous {
                    true => t.anonymous_means(),
                    false => t.named_means(),
                };
                let ballot = match vote.may_vote {
                    true => view! {
                        <BallotForm
                            session=state.session
                            vote=vote.clone()
                            reader=state.reader
                            cast=move |()| state.load()
                        />
                    }
                    .into_any(),
                    false => view! { <p>{t.only_looking_on()}</p> }.into_any(),
                };
                view! {
                    <p class="hint">{meaning}</p>
                    {ballot}
                    <p class="hint">{t.totals_later()}</p>
                    {steering}
                }
                .into_any()
            } else {
                // The number of ballots counts here.
                let vote = state.vote(id).unwrap_or(vote);
                let again = again(state, &vote, leads);
                let check = vote
                    .facts
                    .anonymous
                    .then(|| view! { <Verification state=state vote=vote.clone() /> });
                let own = state
                    .reader
                    .with_value(|reader| Keeping::of(id, reader).receipt);
                view! {
                    <ResultOf vote=vote own=own />
                    {again}
                    {check}
                }
                .into_any()
            }
        })
    };
    let head = move || {
        steady.get().map(|vote| {
            let state = if vote.is_open() {
                t.is_open()
            } else {
                t.is_closed()
            };
            let secrecy = if vote.facts.anonymous {
                t.anonymous()
            } else {
                t.named()
            };
            let kind = vote.facts.rules.kind.wording().in_locale(locale());
            let repeats = vote
                .facts
                .repeats
                .map(|_| view! { <span class="meta">{t.repeats()}</span> });
            view! {
                <h3>{vote.facts.question}</h3>
                <p>
                    <span class="badge">{state}</span> " " <span class="badge">{kind}</span> " "
                    <span class="badge">{secrecy}</span> " " {repeats}
                </p>
            }
        })
    };
    view! {
        <li class="card stack">
            {head}
            <p class="meta" aria-live="off">{turnout}</p>
            {body}
        </li>
    }
}

/// Offers to vote again between what shares the first place.
fn again(state: VotesState, vote: &Vote, leads: Signal<bool>) -> impl IntoView + use<> {
    let t = VotesText::here();
    let tied = vote.tied();
    let draft = VoteDraft {
        question: t.again(&vote.facts.question),
        kind: vote.facts.rules.kind.code().to_owned(),
        anonymous: if vote.facts.anonymous { "true" } else { "" }.to_owned(),
        dots: "1".to_owned(),
        dots_per_item: "1".to_owned(),
        items: tied
            .iter()
            .map(|item| VoteItem {
                record: item.clone(),
                text: vote.facts.text_of(item).to_owned(),
            })
            .collect(),
        repeats: vote.id.to_string(),
        ..VoteDraft::default()
    };
    let draft = StoredValue::new(draft);
    let has_tie = !tied.is_empty();
    move || {
        (has_tie && leads.get()).then(|| {
            let open = move |_| {
                let draft = draft.get_value();
                state.perform(open_vote(state.session, VoteId::new(), draft));
            };
            view! {
                <button type="button" class="button" on:click=open>
                    {t.vote_again()}
                </button>
            }
        })
    }
}

/// Closing, and bringing duplicates together.
#[component]
fn Steering(state: VotesState, id: VoteId) -> impl IntoView {
    let t = VotesText::here();
    let items = Memo::new(move |_| {
        let vote = state.vote(id);
        let items = vote.iter().flat_map(Vote::items);
        let items = items.map(|(item, text)| (item.to_owned(), text.to_owned()));
        items.collect::<Vec<_>>()
    });
    let merged = Memo::new(move |_| {
        let vote = state.vote(id);
        let merged = vote.iter().flat_map(|vote| {
            let merged = vote.merged.iter();
            merged.map(|(item, into)| MergedItem {
                item: item.clone(),
                text: vote.facts.text_of(item).to_owned(),
                into: vote.facts.text_of(into).to_owned(),
            })
        });
        merged.collect::<Vec<_>>()
    });
    let merge = move |(from, into)| {
        state.perform(merge_vote_items(state.session, id, from, into));
    };
    let separate = move |item| state.perform(separate_vote_item(state.session, id, item));
    view! {
        <Duplicates items=items.into() merged=merged.into() merge=merge separate=separate />
        <button
            type="button"
            class="button"
            on:click=move |_| state.perform(close_vote(state.session, id))
        >
            {t.close_it()}
        </button>
    }
}

/// Shows whoever voted anonymously what counts as their ballot.
#[component]
fn Verification(state: VotesState, vote: Vote) -> impl IntoView {
    let t = VotesText::here();
    let (id, voted) = (vote.id, vote.voted);
    let facts = StoredValue::new(vote.facts);
    let said = RwSignal::new(None::<String>);
    let verify = move |_| {
        let keeping = state.reader.with_value(|reader| Keeping::of(id, reader));
        leptos::task::spawn_local(async move {
            let found = verify_ballot(state.session, id, keeping.secret).await;
            let words = match found {
                Ok(Some((ballot, receipt))) => facts.try_with_value(|facts| {
                    format!(
                        "{} {}",
                        t.verified(&receipt),
                        ballot_in_words(t, facts, &ballot)
                    )
                }),
                Ok(None) => Some(t.not_found().to_owned()),
                Err(failure) => Some(failure_text(locale(), &failure).to_owned()),
            };
            let _ = said.try_set(words);
        });
    };
    voted.then(|| {
        view! {
            <button type="button" class="button" data-kind="quiet" on:click=verify>
                {t.verify()}
            </button>
            <p role="status" class="prose">{move || said.get()}</p>
        }
    })
}
