//! Voting: a ballot, checked, cast and kept. What was chosen and not sent yet stays on the
//! device.

use std::collections::BTreeMap;

use domain::ids::SessionId;
use domain::problems::Problem;
use domain::votes::{Ballot, Vote, VoteKind, VoteRules, merge_items};
use leptos::prelude::*;
use leptos::serde_json;

use super::api::{cast_ballot, verify_ballot};
use super::filling::{Answers, Dots, Filling, Item, Ranking, Ratings};
use super::keeping::Keeping;
use super::text::VotesText;
use crate::failure::Failure;
use crate::kit::failure_text;
use crate::preferences::locale;

/// A ballot that nothing was chosen on yet.
fn empty(kind: VoteKind) -> Ballot {
    match kind {
        VoteKind::Dots => Ballot::Dots(BTreeMap::new()),
        VoteKind::Objection => Ballot::Objection(BTreeMap::new()),
        VoteKind::Ranking => Ballot::Ranking(Vec::new()),
        VoteKind::Rating => Ballot::Rating(BTreeMap::new()),
    }
}

/// What was chosen before, as it fits the vote as it stands: who voted for an item that
/// became another has voted for that one.
fn fitting(ballot: Option<Ballot>, merged: &BTreeMap<String, String>, rules: &VoteRules) -> Ballot {
    let known = |item: &String| rules.items.contains(item);
    let ballot = ballot.filter(|ballot| ballot.kind() == rules.kind);
    let ballot = ballot.and_then(|ballot| merge_items(vec![ballot], merged).pop());
    match ballot {
        Some(Ballot::Dots(mut dots)) => {
            let mut left = rules.dots;
            dots.retain(|item, given| {
                *given = (*given).min(rules.dots_per_item).min(left);
                left -= if known(item) { *given } else { 0 };
                known(item)
            });
            Ballot::Dots(dots)
        }
        Some(Ballot::Objection(mut answers)) => {
            answers.retain(|item, _| known(item));
            Ballot::Objection(answers)
        }
        Some(Ballot::Ranking(mut ranking)) => {
            ranking.retain(known);
            Ballot::Ranking(ranking)
        }
        Some(Ballot::Rating(mut ratings)) => {
            ratings.retain(|item, _| known(item));
            Ballot::Rating(ratings)
        }
        None => empty(rules.kind),
    }
}

/// The ballot of a vote, with the button that casts it.
#[component]
pub(super) fn BallotForm(
    /// The session.
    session: SessionId,
    /// The vote, open.
    vote: Vote,
    /// Tells apart who uses this browser.
    reader: StoredValue<String>,
    /// Called when it was cast.
    #[prop(into)]
    cast: Callback<()>,
) -> impl IntoView {
    let t = VotesText::here();
    let (id, kind, anonymous) = (vote.id, vote.facts.rules.kind, vote.facts.anonymous);
    let items = vote.items().map(|(id, text)| Item {
        id: id.to_owned(),
        text: text.to_owned(),
    });
    let items: Vec<Item> = items.collect();
    let rules = VoteRules {
        items: items.iter().map(|item| item.id.clone()).collect(),
        ..vote.facts.rules.clone()
    };
    let keeping = reader.with_value(|reader| Keeping::of(id, reader));
    let before = keeping.ballot.clone().or(vote.own);
    let filling = Filling {
        vote: id,
        chosen: RwSignal::new(fitting(before, &vote.merged, &rules)),
        items: StoredValue::new(items),
        rules: StoredValue::new(rules),
        problems: RwSignal::default(),
    };
    // The answer to a ballot may have been lost: the secret tells whether it came from here.
    let elsewhere = RwSignal::new(false);
    if anonymous && vote.voted && keeping.receipt.is_none() {
        let secret = keeping.secret.clone();
        leptos::task::spawn_local(async move {
            if let Ok(None) = verify_ballot(session, id, secret).await {
                let _ = elsewhere.try_set(true);
            }
        });
    }
    let keeping = StoredValue::new(keeping);
    // The secret at once, a ballot once somebody chose it: one that was only fitted to items
    // that were brought together would stand there when they are taken apart again.
    Effect::new(move |first: Option<()>| {
        let ballot = filling.chosen.get();
        if first.is_some() {
            keeping.update_value(|keeping| keeping.ballot = Some(ballot));
        }
        reader.with_value(|reader| keeping.with_value(|keeping| keeping.keep(id, reader)));
    });
    let pending = RwSignal::new(false);
    let told = RwSignal::new(None::<String>);
    let send = move |_| {
        let ballot = filling.chosen.get_untracked();
        if ballot.is_blank() {
            told.set(Some(t.nothing_chosen().to_owned()));
            return;
        }
        let Ok(text) = serde_json::to_string(&ballot) else {
            return;
        };
        pending.set(true);
        let secret = anonymous.then(|| keeping.with_value(|keeping| keeping.secret.clone()));
        leptos::task::spawn_local(async move {
            let answer = cast_ballot(session, id, text, secret).await;
            let _ = pending.try_set(false);
            match answer {
                Ok(receipt) => {
                    let _ = keeping.try_update_value(|keeping| keeping.receipt = receipt);
                    let kept = reader.try_with_value(|reader| {
                        keeping.try_with_value(|keeping| keeping.keep(id, reader))
                    });
                    if kept.is_some() {
                        told.set(None);
                        cast.run(());
                    }
                }
                Err(failure) => {
                    let _ = told.try_set(Some(words(t, &failure)));
                    let _ = filling.problems.try_set(beside_items(t, &failure));
                }
            }
        });
    };
    let fields = match kind {
        VoteKind::Dots => view! { <Dots filling=filling /> }.into_any(),
        VoteKind::Objection => view! { <Answers filling=filling /> }.into_any(),
        VoteKind::Ranking => view! { <Ranking filling=filling /> }.into_any(),
        VoteKind::Rating => view! { <Ratings filling=filling /> }.into_any(),
    };
    let label = if vote.voted { t.cast_anew() } else { t.cast() };
    view! {
        <p class="notice" hidden=move || !elsewhere.get()>{t.voted_elsewhere()}</p>
        <div class="ballot stack" hidden=move || elsewhere.get()>
            {fields}
            <p class="problem" role="alert" hidden=move || told.read().is_none()>
                {move || told.get()}
            </p>
            <button
                type="button"
                class="button"
                data-kind="primary"
                disabled=move || pending.get()
                aria-busy=move || pending.get().to_string()
                on:click=send
            >
                {label}
            </button>
            {vote.voted.then(|| view! { <p class="hint">{t.voted()}</p> })}
        </div>
    }
    .into_any()
}

/// Why a ballot was not taken.
fn words(t: VotesText, failure: &Failure) -> String {
    match failure {
        Failure::Unreachable => t.not_sent().to_owned(),
        Failure::Invalid(problems) if problems.of("secret") == Some(&Problem::Taken) => {
            t.voted_elsewhere().to_owned()
        }
        _ => failure_text(locale(), failure).to_owned(),
    }
}

/// What is wrong with single items: reasons that are missing.
fn beside_items(t: VotesText, failure: &Failure) -> BTreeMap<String, &'static str> {
    let Failure::Invalid(problems) = failure else {
        return BTreeMap::new();
    };
    let missing = problems
        .0
        .iter()
        .filter(|one| one.problem == Problem::Missing);
    missing
        .map(|one| (one.field.clone(), t.reason_needed()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_before_follows_the_vote_as_it_stands() {
        let rules = VoteRules {
            kind: VoteKind::Dots,
            items: vec!["a".into(), "b".into()],
            dots: 4,
            dots_per_item: 2,
        };
        let merged = BTreeMap::from([("was b".to_owned(), "b".to_owned())]);
        let dots = |given: &[(&str, u32)]| {
            let given = given.iter().map(|(item, dots)| ((*item).to_owned(), *dots));
            Ballot::Dots(given.collect())
        };
        let before = dots(&[("a", 3), ("was b", 1), ("gone", 1)]);
        let fitted = fitting(Some(before), &merged, &rules);
        assert_eq!(fitted, dots(&[("a", 2), ("b", 1)]));
        assert_eq!(fitted.check(&rules), Ok(()));
        let other = Ballot::Ranking(vec!["a".into()]);
        assert!(fitting(Some(other), &merged, &rules).is_blank());
    }
}
