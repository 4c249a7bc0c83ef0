//! Voting: a ballot for each kind of vote, by buttons and keys alone. What was chosen and
//! not sent yet stays on the device.

use std::collections::BTreeMap;

use domain::ids::{SessionId, VoteId};
use domain::problems::Problem;
use domain::votes::{Answer, BEST_RATING, Ballot, Vote, VoteKind, VoteRules, merge_items};
use icondata_lu::{LuArrowDown, LuArrowUp, LuMinus, LuPlus, LuX};
use leptos::prelude::*;
use leptos::serde_json;

use super::api::{cast_ballot, verify_ballot};
use super::keeping::Keeping;
use super::text::VotesText;
use crate::failure::Failure;
use crate::kit::{Icon, failure_text};
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

/// An item as the ballot shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    id: String,
    text: String,
}

/// A ballot that is being filled in.
#[derive(Clone, Copy)]
struct Filling {
    vote: VoteId,
    items: StoredValue<Vec<Item>>,
    rules: StoredValue<VoteRules>,
    chosen: RwSignal<Ballot>,
    /// What is wrong with it, by item.
    problems: RwSignal<BTreeMap<String, &'static str>>,
}

impl Filling {
    fn change(self, item: &str, change: impl FnOnce(&mut Ballot)) {
        self.chosen.update(change);
        self.problems.update(|problems| {
            problems.remove(item);
        });
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
    Effect::new(move || {
        let ballot = filling.chosen.get();
        keeping.update_value(|keeping| keeping.ballot = Some(ballot));
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

#[component]
fn Dots(filling: Filling) -> impl IntoView {
    let t = VotesText::here();
    let rules = filling.rules.get_value();
    let (all, most) = (rules.dots, rules.dots_per_item);
    let given = move |item: &str| match &*filling.chosen.read() {
        Ballot::Dots(dots) => dots.get(item).copied().unwrap_or_default(),
        _ => 0,
    };
    let left = Memo::new(move |_| match &*filling.chosen.read() {
        Ballot::Dots(dots) => all.saturating_sub(dots.values().sum()),
        _ => all,
    });
    let set = move |item: &str, number: u32| {
        filling.change(item, |ballot| {
            if let Ballot::Dots(dots) = ballot {
                match number {
                    0 => drop(dots.remove(item)),
                    _ => drop(dots.insert(item.to_owned(), number)),
                }
            }
        });
    };
    let rows = filling.items.get_value().into_iter().map(|item| {
        let id = StoredValue::new(item.id);
        let count = move || id.with_value(|id| given(id));
        let add = move |_| id.with_value(|id| set(id, given(id).saturating_add(1)));
        let take = move |_| id.with_value(|id| set(id, given(id).saturating_sub(1)));
        view! {
            <li class="ballot-row">
                <span class="prose">{item.text.clone()}</span>
                <span class="ballot-dots">
                    <button
                        type="button"
                        class="button"
                        aria-label=t.take_dot(&item.text)
                        disabled=move || count() == 0
                        on:click=take
                    >
                        <Icon icon=LuMinus />
                    </button>
                    <output aria-live="polite">{move || t.dots_given(count())}</output>
                    <button
                        type="button"
                        class="button"
                        aria-label=t.give_dot(&item.text)
                        disabled=move || { left.get() == 0 || most <= count() }
                        on:click=add
                    >
                        <Icon icon=LuPlus />
                    </button>
                </span>
            </li>
        }
    });
    view! {
        <p role="status">{move || t.dots_left(left.get())}</p>
        <ul class="ballot-rows">{rows.collect_view()}</ul>
    }
}

#[component]
fn Answers(filling: Filling) -> impl IntoView {
    let rows = filling.items.get_value().into_iter();
    let rows = rows.map(|item| view! { <AnswerRow filling=filling item=item /> });
    view! { <ul class="ballot-rows">{rows.collect_view()}</ul> }
}

#[component]
fn AnswerRow(filling: Filling, item: Item) -> impl IntoView {
    let t = VotesText::here();
    let group = format!("{}-{}", filling.vote, item.id);
    let id = StoredValue::new(item.id);
    let answer = move || match &*filling.chosen.read() {
        Ballot::Objection(answers) => id.with_value(|id| answers.get(id).cloned()),
        _ => None,
    };
    let set = move |answer: Answer| {
        id.with_value(|id| {
            filling.change(id, |ballot| {
                if let Ballot::Objection(answers) = ballot {
                    answers.insert(id.clone(), answer);
                }
            });
        });
    };
    let objects = move || matches!(answer(), Some(Answer::Objection(_)));
    let first = match answer() {
        Some(Answer::Objection(reason)) => reason,
        _ => String::new(),
    };
    let reason = StoredValue::new(first.clone());
    let problem = move || id.with_value(|id| filling.problems.read().get(id).copied());
    let choice = move |label: &'static str, is: fn(&Answer) -> bool, make: fn(String) -> Answer| {
        let group = group.clone();
        view! {
            <label>
                <input
                    type="radio"
                    name=group
                    prop:checked=move || answer().as_ref().is_some_and(is)
                    on:change=move |_| set(make(reason.get_value()))
                />
                {label}
            </label>
        }
    };
    view! {
        <li>
            <fieldset class="choices">
                <legend class="prose">{item.text}</legend>
                <div class="cluster">
                    {choice(t.yes(), |answer| *answer == Answer::Yes, |_| Answer::Yes)}
                    {choice(t.no(), |answer| *answer == Answer::No, |_| Answer::No)}
                    {choice(
                        t.objection(),
                        |answer| matches!(answer, Answer::Objection(_)),
                        Answer::Objection,
                    )}
                </div>
                <div hidden=move || !objects()>
                    <label class="field">
                        <span>{t.reason()}</span>
                        <textarea
                            rows="2"
                            maxlength=domain::votes::MAX_REASON.to_string()
                            prop:value=first
                            on:input:target=move |event| {
                                reason.set_value(event.target().value());
                                set(Answer::Objection(reason.get_value()));
                            }
                        ></textarea>
                    </label>
                    <p class="problem" hidden=move || problem().is_none()>{problem}</p>
                </div>
            </fieldset>
        </li>
    }
}

#[component]
fn Ranking(filling: Filling) -> impl IntoView {
    let t = VotesText::here();
    let ranked = move || match &*filling.chosen.read() {
        Ballot::Ranking(ranking) => ranking.clone(),
        _ => Vec::new(),
    };
    let text_of = move |id: &str| {
        filling.items.with_value(|items| {
            let item = items.iter().find(|item| item.id == id);
            item.map_or_else(String::new, |item| item.text.clone())
        })
    };
    let change = move |change: &dyn Fn(&mut Vec<String>)| {
        filling.chosen.update(|ballot| {
            if let Ballot::Ranking(ranking) = ballot {
                change(ranking);
            }
        });
    };
    let above = move || {
        let ranking = ranked();
        let last = ranking.len().saturating_sub(1);
        let rows = ranking.into_iter().enumerate().map(|(place, id)| {
            let text = text_of(&id);
            let swap = move |other: usize| change(&|ranking| {
                if place < ranking.len() && other < ranking.len() {
                    ranking.swap(place, other);
                }
            });
            view! {
                <li class="ballot-row">
                    <span class="prose">{text.clone()}</span>
                    <span class="ballot-dots">
                        <button
                            type="button"
                            class="button"
                            aria-label=t.move_up(&text)
                            disabled=place == 0
                            on:click=move |_| swap(place.saturating_sub(1))
                        >
                            <Icon icon=LuArrowUp />
                        </button>
                        <button
                            type="button"
                            class="button"
                            aria-label=t.move_down(&text)
                            disabled=place == last
                            on:click=move |_| swap(place.saturating_add(1))
                        >
                            <Icon icon=LuArrowDown />
                        </button>
                        <button
                            type="button"
                            class="button"
                            aria-label=t.unrank(&text)
                            on:click=move |_| change(&|ranking| ranking.retain(|other| *other != id))
                        >
                            <Icon icon=LuX />
                        </button>
                    </span>
                </li>
            }
        });
        rows.collect_view()
    };
    let below = move || {
        let ranking = ranked();
        let items = filling.items.get_value().into_iter();
        let rows = items
            .filter(|item| !ranking.contains(&item.id))
            .map(|item| {
                let label = t.rank_it(&item.text);
                view! {
                    <li class="ballot-row">
                        <span class="prose">{item.text}</span>
                        <button
                            type="button"
                            class="button"
                            aria-label=label
                            on:click=move |_| change(&|ranking| ranking.push(item.id.clone()))
                        >
                            <Icon icon=LuPlus />
                        </button>
                    </li>
                }
            });
        rows.collect_view()
    };
    let all = move || ranked().len() == filling.items.with_value(Vec::len);
    view! {
        <p class="hint">{t.ranking_hint()}</p>
        <h4>{t.your_order()}</h4>
        <ol class="ballot-rows" data-numbered=true>{above}</ol>
        <h4 hidden=all>{t.not_ranked()}</h4>
        <ul class="ballot-rows">{below}</ul>
    }
}

#[component]
fn Ratings(filling: Filling) -> impl IntoView {
    let t = VotesText::here();
    let rows = filling.items.get_value().into_iter().map(|item| {
        let group = format!("{}-{}", filling.vote, item.id);
        let id = StoredValue::new(item.id);
        let rating = move || match &*filling.chosen.read() {
            Ballot::Rating(ratings) => id.with_value(|id| ratings.get(id).copied()),
            _ => None,
        };
        let set = move |rating: Option<u8>| {
            id.with_value(|id| {
                filling.change(id, |ballot| {
                    if let Ballot::Rating(ratings) = ballot {
                        match rating {
                            Some(rating) => drop(ratings.insert(id.clone(), rating)),
                            None => drop(ratings.remove(id)),
                        }
                    }
                });
            });
        };
        let offered = (1..=BEST_RATING).map(Some).chain([None]);
        let choices = offered.map(|offered| {
            let label =
                offered.map_or_else(|| t.no_rating().to_owned(), |offered| offered.to_string());
            view! {
                <label>
                    <input
                        type="radio"
                        name=group.clone()
                        prop:checked=move || rating() == offered
                        on:change=move |_| set(offered)
                    />
                    {label}
                </label>
            }
        });
        view! {
            <li>
                <fieldset class="choices">
                    <legend class="prose">{item.text}</legend>
                    <div class="cluster">{choices.collect_view()}</div>
                </fieldset>
            </li>
        }
    });
    view! {
        <p class="hint">{t.rating_hint()}</p>
        <ul class="ballot-rows">{rows.collect_view()}</ul>
    }
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
