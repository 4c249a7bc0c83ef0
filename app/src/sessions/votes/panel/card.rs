//! One vote in the panel: its ballot while it is open, what came out of it, and what those
//! who lead do with it.

use domain::ids::VoteId;
use domain::votes::{Ballot, Vote, VoteDraft, VoteItem};
use leptos::prelude::*;

use super::super::api::{
    close_vote, merge_vote_items, open_vote, separate_vote_item, verify_ballot,
};
use super::super::ballot::BallotForm;
use super::super::duplicates::{Duplicates, MergedItem};
use super::super::result::{ResultOf, ballot_in_words};
use super::super::text::VotesText;
use super::VotesState;
use crate::kit::failure_text;
use crate::preferences::locale;

/// One vote: its ballot while it is open, what came out afterwards.
#[component]
pub(super) fn VoteCard(state: VotesState, id: VoteId, leads: Signal<bool>) -> impl IntoView {
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
                            kept=state.kept
                            cast=move |ballot: Ballot| state.was_cast(id, ballot)
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
                let own = state.kept.look_up(id).and_then(|kept| kept.receipt);
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
        let keeping = state.kept.begin(id);
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
