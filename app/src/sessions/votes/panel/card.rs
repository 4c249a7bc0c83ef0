//! One vote in the panel: its ballot while it is open, what came out of it, and what those
//! who lead do with it.

use std::collections::BTreeMap;

use domain::ids::VoteId;
use domain::votes::{Ballot, QUESTION_MAX, Tie, Vote, VoteDraft, VoteFacts, VoteItem};
use leptos::prelude::*;

use super::super::api::{
    close_vote, merge_vote_items, open_vote, separate_vote_item, verify_ballot,
};
use super::super::ballot::BallotForm;
use super::super::duplicates::{Duplicates, MergedItem};
use super::super::promise::AnonymousPromise;
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
    // One for each tie of the card: pressed twice, it opens one vote.
    let next = NextVotes::default();
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
                    true => view! { <AnonymousPromise /> }.into_any(),
                    false => view! { <p class="hint">{t.named_means()}</p> }.into_any(),
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
                    {meaning}
                    <p class="notice" data-tone="warn" hidden=move || state.allowed.get()>
                        {t.waits_for_phase()}
                    </p>
                    {ballot}
                    <p class="hint">{t.totals_later()}</p>
                    {steering}
                }
                .into_any()
            } else {
                // The number of ballots counts here.
                let vote = state.vote(id).unwrap_or(vote);
                let again = again(state, &vote, next, leads);
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

/// The ids of the votes that break the ties of a vote, by what is tied.
type NextVotes = StoredValue<BTreeMap<Vec<String>, VoteId>>;

/// Offers to vote again between what shares a place, unless that is done already: the first tie
/// at once, which most often matters, and the others below it, such as that of the last place
/// which is kept.
fn again(
    state: VotesState,
    vote: &Vote,
    next: NextVotes,
    leads: Signal<bool>,
) -> impl IntoView + use<> {
    let t = VotesText::here();
    let id = vote.id;
    let ties = vote.ties();
    let offered = Memo::new(move |_| {
        let leads = leads.get() && state.allowed.get();
        let open = |tie: &&Tie| leads && !state.is_repeated(id, &tie.items);
        ties.iter().filter(open).cloned().collect::<Vec<Tie>>()
    });
    let facts = StoredValue::new(vote.facts.clone());
    let revote = move |tie: Tie| {
        let name = revote_name(t, &tie);
        let open = move |_| {
            let next = next.try_update_value(|next| {
                *next.entry(tie.items.clone()).or_insert_with(VoteId::new)
            });
            let draft = facts.with_value(|facts| revote_draft(t, id, facts, &tie));
            if let Some(next) = next {
                state.perform(open_vote(state.session, next, draft));
            }
        };
        view! {
            <button type="button" class="button" on:click=open>
                {name}
            </button>
        }
    };
    move || {
        let mut offered = offered.get().into_iter().map(revote);
        let first = offered.next()?;
        let others: Vec<_> = offered.collect();
        let others = (!others.is_empty()).then(|| {
            view! {
                <details>
                    <summary>{t.other_ties()}</summary>
                    <div class="stack" data-gap="small">{others}</div>
                </details>
            }
        });
        Some(view! {
            {first}
            {others}
        })
    }
}

/// What opens the vote that breaks a tie.
fn revote_name(t: VotesText, tie: &Tie) -> String {
    let (place, tied) = (tie.place.to_string(), tie.items.len().to_string());
    match (tie.in_points, tie.place) {
        (true, _) => t.vote_again_in_points(&place, &tied),
        (false, 1) => t.vote_again().to_owned(),
        (false, _) => t.vote_again_at(&place, &tied),
    }
}

/// The vote that breaks a tie of another: the same between what is tied alone.
fn revote_draft(t: VotesText, id: VoteId, facts: &VoteFacts, tie: &Tie) -> VoteDraft {
    let items = tie.items.iter().map(|item| VoteItem {
        record: item.clone(),
        text: facts.text_of(item).to_owned(),
    });
    VoteDraft {
        question: asked_again(t, &facts.question),
        kind: facts.rules.kind.code().to_owned(),
        anonymous: if facts.anonymous { "true" } else { "" }.to_owned(),
        dots: "1".to_owned(),
        dots_per_item: "1".to_owned(),
        items: items.collect(),
        repeats: id.to_string(),
        ..VoteDraft::default()
    }
}

/// What is asked when it is voted on again. That is no longer than any question: of a long one
/// the end goes.
fn asked_again(t: VotesText, question: &str) -> String {
    let whole = t.again(question);
    let most = usize::try_from(QUESTION_MAX).unwrap_or(usize::MAX);
    let over = whole.chars().count().saturating_sub(most);
    if over == 0 {
        return whole;
    }
    let kept = question.chars().count().saturating_sub(over);
    let beginning: String = question.chars().take(kept.saturating_sub(1)).collect();
    t.again(&format!("{}…", beginning.trim_end()))
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

#[cfg(test)]
mod tests {
    use domain::wording::Locale;

    use super::*;

    #[test]
    fn each_tie_is_offered_under_its_place_and_its_count() {
        let t = VotesText(Locale::Fr);
        let tie = |place, in_points| Tie {
            place,
            in_points,
            items: vec!["1-1".into(), "1-3".into()],
        };
        assert_eq!(revote_name(t, &tie(1, false)), "Revoter entre ces éléments");
        assert_eq!(
            revote_name(t, &tie(3, false)),
            "Revoter pour la place 3 (2 ex æquo)"
        );
        assert_eq!(
            revote_name(t, &tie(1, true)),
            "Revoter pour la place 1 en points de Borda (2 ex æquo)"
        );
    }

    #[test]
    fn the_vote_that_breaks_a_tie_is_the_same_between_what_is_tied() {
        let item = |record: &str| VoteItem {
            record: record.into(),
            text: format!("Piste {record}"),
        };
        let draft = VoteDraft {
            question: "Laquelle ?".into(),
            kind: "ranking".into(),
            anonymous: "true".into(),
            items: vec![item("1-1"), item("1-2"), item("1-3")],
            ..VoteDraft::default()
        };
        let facts = draft.check().expect("in order");
        let tie = Tie {
            place: 2,
            in_points: true,
            items: vec!["1-1".into(), "1-3".into()],
        };
        let id = VoteId::new();
        let again = revote_draft(VotesText(Locale::Fr), id, &facts, &tie);
        let again = again.check().expect("in order");
        assert_eq!(again.rules.items, tie.items);
        assert_eq!(again.texts, ["Piste 1-1", "Piste 1-3"]);
        assert_eq!(
            (again.rules.kind, again.repeats),
            (facts.rules.kind, Some(id))
        );
        assert!(again.anonymous);
    }

    #[test]
    fn a_question_that_is_asked_again_is_no_longer_than_any_other() {
        let t = VotesText(Locale::Fr);
        assert_eq!(asked_again(t, "Laquelle ?"), "Laquelle ? (départage)");
        for letters in [280, 288, 289, 299, 300] {
            let question: String = "é".repeat(letters);
            let again = asked_again(t, &question);
            let draft = VoteDraft {
                question: again.clone(),
                kind: "rating".to_owned(),
                items: vec![VoteItem {
                    record: "1-1".into(),
                    text: "Minuteur".into(),
                }],
                ..VoteDraft::default()
            };
            let facts = draft.check().expect("a question that can be asked");
            assert_eq!(facts.question, again);
            assert!(again.starts_with("éé") && again.ends_with(" (départage)"));
            assert_eq!(again.contains('…'), letters > 288);
        }
    }
}
