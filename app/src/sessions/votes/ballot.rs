//! Voting: a ballot, checked, cast and kept. What was chosen and not sent yet stays on the
//! device.

use std::collections::BTreeMap;

use domain::ids::{SessionId, VoteId};
use domain::problems::{FieldProblem, Problem};
use domain::votes::{Ballot, Vote, VoteKind, VoteRules, merge_items};
use leptos::html;
use leptos::prelude::*;
use leptos::serde_json;

use super::api::{cast_ballot, verify_ballot};
use super::filling::{Answers, Dots, Filling, Item, Ratings};
use super::keeping::{Keeping, Kept};
use super::ranking::Ranking;
use super::text::VotesText;
use crate::failure::Failure;
use crate::kit::{failure_text, focus_once_drawn, has_keyboard};
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

/// What was cast last, from wherever the server tells of it, or else from here.
fn cast_last(vote: &Vote, kept: Option<&Keeping>) -> Option<Ballot> {
    let own = vote.own.clone();
    own.or_else(|| kept.and_then(|kept| kept.cast.clone()))
}

/// What is chosen so far, as it fits the vote: what was cast, until something else is chosen.
pub(super) fn chosen_so_far(vote: &Vote, kept: Option<&Keeping>) -> Ballot {
    let ballot = kept.and_then(|kept| kept.ballot.clone());
    let rules = vote.facts.rules.standing(&vote.merged);
    let ballot = ballot.or_else(|| cast_last(vote, kept));
    fitting(ballot, &vote.merged, &rules)
}

/// What the reader chose, and what they have cast; nothing where they do not vote, or have
/// voted anonymously from elsewhere. What was cast counts as it is, also where it would not
/// fit any more.
pub(super) fn own_ballots(vote: &Vote, kept: Option<&Keeping>) -> Option<(Ballot, Option<Ballot>)> {
    let is_from_here = kept.is_some_and(|kept| kept.receipt.is_some());
    if !vote.may_vote || (vote.facts.anonymous && vote.voted && !is_from_here) {
        return None;
    }
    let cast = cast_last(vote, kept);
    let cast = cast.and_then(|cast| merge_items(vec![cast], &vote.merged).pop());
    let is_as_cast = kept.is_none_or(|kept| kept.ballot.is_none());
    let chosen = match &cast {
        Some(cast) if is_as_cast => cast.clone(),
        _ => chosen_so_far(vote, kept),
    };
    Some((chosen, cast))
}

/// Takes down in a vote, as it was loaded, that a ballot was cast from here: until it is loaded
/// anew nothing shows what was cast before.
pub(super) fn take_cast(vote: &mut Vote, ballot: Ballot) {
    vote.own = Some(ballot).filter(|_| !vote.facts.anonymous);
    vote.voted = true;
}

/// Whether an anonymous ballot may have come from here without this browser knowing: the answer
/// to it may have been lost.
pub(super) fn is_unsure(vote: &Vote, kept: &Keeping) -> bool {
    vote.facts.anonymous && vote.voted && kept.receipt.is_none()
}

/// Asks whether a ballot of which that is unsure came from here: the secret tells. If it did,
/// that is kept. Whether it came from elsewhere, as far as there is an answer.
pub(super) async fn is_from_elsewhere(session: SessionId, id: VoteId, kept: Kept) -> bool {
    match verify_ballot(session, id, kept.begin(id).secret).await {
        Ok(Some((ballot, receipt))) => {
            kept.change(id, |keeping| {
                keeping.receipt = Some(receipt);
                keeping.cast = Some(ballot);
            });
            false
        }
        Ok(None) => true,
        Err(_) => false,
    }
}

/// The ballot of a vote, with the button that casts it.
#[component]
pub(super) fn BallotForm(
    /// The session.
    session: SessionId,
    /// The vote, open.
    vote: Vote,
    /// What this browser keeps of votes.
    kept: Kept,
    /// Called with what was cast.
    #[prop(into)]
    cast: Callback<Ballot>,
) -> impl IntoView {
    let t = VotesText::here();
    let (id, kind, anonymous) = (vote.id, vote.facts.rules.kind, vote.facts.anonymous);
    let items = vote.items().map(|(id, text)| Item {
        id: id.to_owned(),
        text: text.to_owned(),
    });
    let items: Vec<Item> = items.collect();
    let rules = vote.facts.rules.standing(&vote.merged);
    let (voted, label) = (vote.voted, cast_label(t, &vote));
    let elsewhere = RwSignal::new(false);
    if is_unsure(&vote, &kept.begin(id)) {
        leptos::task::spawn_local(async move {
            let _ = elsewhere.try_set(is_from_elsewhere(session, id, kept).await);
        });
    }
    let own = StoredValue::new(vote.clone());
    let is_cast = Memo::new(move |_| {
        let keeping = kept.of(id);
        let own = own.with_value(|vote| own_ballots(vote, keeping.as_ref()));
        own.is_some_and(|(chosen, cast)| cast == Some(chosen))
    });
    let filling = Filling {
        vote: id,
        items: StoredValue::new(items),
        rules: StoredValue::new(rules),
        chosen: Memo::new(move |_| chosen_so_far(&vote, kept.of(id).as_ref())),
        kept,
        problems: RwSignal::default(),
    };
    let refused = move |failure: Failure| {
        let _ = filling.problems.try_set(beside_items(t, &failure));
    };
    let fields = match kind {
        VoteKind::Dots => view! { <Dots filling=filling /> }.into_any(),
        VoteKind::Objection => view! { <Answers filling=filling /> }.into_any(),
        VoteKind::Ranking => view! { <Ranking filling=filling /> }.into_any(),
        VoteKind::Rating => view! { <Ratings filling=filling /> }.into_any(),
    };
    view! {
        <p class="notice" hidden=move || !elsewhere.get()>{t.voted_elsewhere()}</p>
        <div class="ballot stack" hidden=move || elsewhere.get()>
            {fields}
            <CastButton
                session=session
                id=id
                anonymous=anonymous
                label=label
                chosen=filling.chosen
                voted=voted
                is_cast=is_cast
                kept=kept
                refused=refused
                cast=cast
            />
            {voted.then(|| view! { <p class="hint">{t.voted()}</p> })}
        </div>
    }
    .into_any()
}

/// What the button says that casts a ballot.
fn cast_label(t: VotesText, vote: &Vote) -> &'static str {
    if vote.voted { t.cast_anew() } else { t.cast() }
}

/// The id of the element of the button that casts a ballot.
fn button_of(vote: VoteId) -> String {
    format!("cast-{vote}")
}

/// The button that casts a ballot, and why it was not taken. It keeps the keyboard while the
/// ballot is sent, and once it was.
#[component]
pub(super) fn CastButton(
    /// The session.
    session: SessionId,
    /// The vote.
    id: VoteId,
    /// Whether the ballot goes with the secret of this browser.
    anonymous: bool,
    /// What it says.
    label: &'static str,
    /// The ballot.
    #[prop(into)]
    chosen: Signal<Ballot>,
    /// Whether one was cast before.
    #[prop(into)]
    voted: Signal<bool>,
    /// Whether what is chosen is what was cast: nothing is left to be done.
    #[prop(into)]
    is_cast: Signal<bool>,
    /// What this browser keeps of votes.
    kept: Kept,
    /// Called when it was not taken.
    #[prop(into)]
    refused: Callback<Failure>,
    /// Called with what was cast.
    #[prop(into)]
    cast: Callback<Ballot>,
) -> impl IntoView {
    let t = VotesText::here();
    let pending = RwSignal::new(false);
    let told = RwSignal::new(None::<String>);
    let button = NodeRef::<html::Button>::new();
    // A ballot that was cast can be changed; nobody who has voted becomes one who has not.
    let stays = Memo::new(move |_| voted.get() && chosen.with(Ballot::is_blank));
    // Why it was not taken holds no longer once something else is chosen.
    Effect::new(move |before: Option<()>| {
        chosen.track();
        if before.is_some() && told.with_untracked(Option::is_some) {
            told.set(None);
        }
    });
    let send = move |_| {
        if pending.get_untracked() || stays.get_untracked() {
            return;
        }
        let ballot = chosen.get_untracked();
        if ballot.is_blank() {
            told.set(Some(t.nothing_chosen().to_owned()));
            return;
        }
        let Ok(text) = serde_json::to_string(&ballot) else {
            return;
        };
        pending.set(true);
        let Keeping {
            secret,
            ballot: before,
            ..
        } = kept.begin(id);
        let secret = Some(secret).filter(|_| anonymous);
        leptos::task::spawn_local(async move {
            let answer = cast_ballot(session, id, text, secret).await;
            let _ = pending.try_set(false);
            match answer {
                Ok(receipt) => {
                    kept.change(id, |keeping| {
                        keeping.take_cast(before.as_ref(), ballot.clone(), receipt);
                    });
                    let _ = told.try_set(None);
                    let here = button.try_get_untracked().flatten();
                    let had_keyboard = here.is_some_and(|here| has_keyboard(&here));
                    let _ = cast.try_run(ballot);
                    // Where the ballot is made anew the button is another now.
                    if had_keyboard {
                        focus_once_drawn(button_of(id));
                    }
                }
                Err(failure) => {
                    let _ = told.try_set(Some(words(t, &failure)));
                    let _ = refused.try_run(failure);
                }
            }
        });
    };
    view! {
        <p class="problem" role="alert" hidden=move || told.read().is_none()>
            {move || told.get()}
        </p>
        <p class="hint" role="status">{move || stays.get().then(|| t.vote_stays())}</p>
        <button
            id=button_of(id)
            node_ref=button
            type="button"
            class="button"
            data-kind=move || (!is_cast.get()).then_some("primary")
            aria-disabled=move || (pending.get() || stays.get()).to_string()
            aria-busy=move || pending.get().to_string()
            on:click=send
        >
            {label}
        </button>
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
        Failure::Invalid(problems) if problems.0.iter().any(is_reason) => {
            t.reasons_missing().to_owned()
        }
        _ => failure_text(locale(), failure).to_owned(),
    }
}

/// Whether what is wrong is a reason that is missing.
fn is_reason(one: &FieldProblem) -> bool {
    one.problem == Problem::Missing
}

/// What is wrong with single items: reasons that are missing.
fn beside_items(t: VotesText, failure: &Failure) -> BTreeMap<String, &'static str> {
    let Failure::Invalid(problems) = failure else {
        return BTreeMap::new();
    };
    let missing = problems.0.iter().filter(|one| is_reason(one));
    missing
        .map(|one| (one.field.clone(), t.reason_needed()))
        .collect()
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;
    use domain::votes::VoteFacts;

    use super::*;

    fn dots(given: &[(&str, u32)]) -> Ballot {
        let given = given.iter().map(|(item, dots)| ((*item).to_owned(), *dots));
        Ballot::Dots(given.collect())
    }

    fn rules(items: &[&str]) -> VoteRules {
        VoteRules {
            kind: VoteKind::Dots,
            items: items.iter().map(|item| (*item).to_owned()).collect(),
            dots: 4,
            dots_per_item: 2,
        }
    }

    /// An anonymous vote that is open to the reader, two of whose items are one.
    fn vote() -> Vote {
        let rules = rules(&["a", "b", "was b"]);
        Vote {
            id: VoteId::new(),
            facts: VoteFacts {
                question: "Quelle piste ?".into(),
                texts: rules.items.clone(),
                rules,
                anonymous: true,
                repeats: None,
            },
            merged: BTreeMap::from([("was b".to_owned(), "b".to_owned())]),
            opened_at: Timestamp(0),
            closed_at: None,
            ballots: 0,
            voters: 2,
            may_vote: true,
            voted: false,
            own: None,
            result: None,
        }
    }

    #[test]
    fn own_votes_are_what_this_browser_chose_and_cast() {
        let vote = vote();
        assert_eq!(own_ballots(&vote, None), Some((dots(&[]), None)));
        let chosen = Keeping {
            ballot: Some(dots(&[("a", 1)])),
            ..Keeping::default()
        };
        let not_sent = Some((dots(&[("a", 1)]), None));
        assert_eq!(own_ballots(&vote, Some(&chosen)), not_sent);
        // All dots that were cast count, also for an item that may be given fewer.
        let cast = Keeping {
            receipt: Some("ab".into()),
            cast: Some(dots(&[("b", 2), ("was b", 1)])),
            ..Keeping::default()
        };
        let voted = Vote {
            voted: true,
            ..vote.clone()
        };
        let counted = dots(&[("b", 3)]);
        let both = Some((counted.clone(), Some(counted.clone())));
        assert_eq!(own_ballots(&voted, Some(&cast)), both);
        let changed = Keeping {
            ballot: Some(dots(&[("a", 2), ("b", 1)])),
            ..cast
        };
        let both = Some((dots(&[("a", 2), ("b", 1)]), Some(counted)));
        assert_eq!(own_ballots(&voted, Some(&changed)), both);
    }

    /// What is shown as chosen, and what would be sent.
    fn shown_and_sent(vote: &Vote, kept: &Keeping) -> (Ballot, Ballot) {
        let (chosen, _) = own_ballots(vote, Some(kept)).expect("somebody who votes");
        (chosen, chosen_so_far(vote, Some(kept)))
    }

    #[test]
    fn what_was_cast_from_another_device_since_is_gone_on_from() {
        let (here, there) = (dots(&[("a", 1)]), dots(&[("a", 2)]));
        let mut vote = Vote {
            facts: VoteFacts {
                anonymous: false,
                ..vote().facts
            },
            ..vote()
        };
        let mut kept = Keeping {
            ballot: Some(here.clone()),
            ..Keeping::default()
        };
        kept.take_cast(Some(&here), here.clone(), None);
        take_cast(&mut vote, here.clone());
        assert!(vote.voted);
        let both = (here.clone(), here.clone());
        assert_eq!(shown_and_sent(&vote, &kept), both);
        vote.own = Some(there.clone());
        let both = (there.clone(), there.clone());
        assert_eq!(shown_and_sent(&vote, &kept), both);
        // What was cast from here is chosen once more, over what came from there.
        kept.ballot = Some(here.clone());
        let both = Some((here.clone(), Some(there)));
        assert_eq!(own_ballots(&vote, Some(&kept)), both);
        assert_eq!(chosen_so_far(&vote, Some(&kept)), here);
    }

    #[test]
    fn an_anonymous_ballot_that_was_cast_is_told_by_this_browser_alone() {
        let mut vote = vote();
        let cast = dots(&[("a", 1)]);
        take_cast(&mut vote, cast.clone());
        assert!(vote.voted && vote.own.is_none());
        let mut kept = Keeping::default();
        assert!(is_unsure(&vote, &kept));
        kept.take_cast(None, cast.clone(), Some("ab".into()));
        assert!(!is_unsure(&vote, &kept));
        assert_eq!(shown_and_sent(&vote, &kept), (cast.clone(), cast));
    }

    #[test]
    fn nothing_is_known_of_who_votes_from_elsewhere_or_only_looks_on() {
        let voted = Vote {
            voted: true,
            ..vote()
        };
        assert_eq!(own_ballots(&voted, None), None);
        assert_eq!(own_ballots(&voted, Some(&Keeping::default())), None);
        let looks_on = Vote {
            may_vote: false,
            ..vote()
        };
        assert_eq!(own_ballots(&looks_on, None), None);
    }

    #[test]
    fn what_was_chosen_before_follows_the_vote_as_it_stands() {
        let rules = rules(&["a", "b"]);
        let merged = BTreeMap::from([("was b".to_owned(), "b".to_owned())]);
        let before = dots(&[("a", 3), ("was b", 1), ("gone", 1)]);
        let fitted = fitting(Some(before), &merged, &rules);
        assert_eq!(fitted, dots(&[("a", 2), ("b", 1)]));
        assert_eq!(fitted.check(&rules), Ok(()));
        let other = Ballot::Ranking(vec!["a".into()]);
        assert!(fitting(Some(other), &merged, &rules).is_blank());
    }
}
