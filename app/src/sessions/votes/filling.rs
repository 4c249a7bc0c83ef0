//! Filling in a ballot: the fields for each kind of vote, by buttons and keys alone.

use std::collections::BTreeMap;

use domain::ids::VoteId;
use domain::votes::{Answer, BEST_RATING, Ballot, VoteRules};
use icondata_lu::{LuArrowDown, LuArrowUp, LuMinus, LuPlus, LuX};
use leptos::prelude::*;

use super::keeping::Kept;
use super::text::VotesText;
use crate::kit::Icon;

/// An item as the ballot shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub id: String,
    pub text: String,
}

/// A ballot that is being filled in.
#[derive(Clone, Copy)]
pub(super) struct Filling {
    pub vote: VoteId,
    pub items: StoredValue<Vec<Item>>,
    pub rules: StoredValue<VoteRules>,
    /// What is chosen so far, as it fits the vote.
    pub chosen: Memo<Ballot>,
    /// Where it is kept.
    pub kept: Kept,
    /// What is wrong with it, by item.
    pub problems: RwSignal<BTreeMap<String, &'static str>>,
}

impl Filling {
    /// Keeps what somebody changes. What was merely fitted to items that were brought together
    /// is not kept: it would stand there when they are taken apart again.
    fn update(self, change: impl FnOnce(&mut Ballot)) {
        let mut ballot = self.chosen.get_untracked();
        change(&mut ballot);
        self.kept
            .change(self.vote, |keeping| keeping.ballot = Some(ballot));
    }

    fn change(self, item: &str, change: impl FnOnce(&mut Ballot)) {
        self.update(change);
        self.problems.update(|problems| {
            problems.remove(item);
        });
    }
}

/// The id of the element in which an item of a ballot is filled in.
pub(super) fn element_of(vote: VoteId, item: &str) -> String {
    format!("ballot-{vote}-{item}")
}

/// The dots that a ballot gives to an item.
pub(super) fn dots_of(ballot: &Ballot, item: &str) -> u32 {
    match ballot {
        Ballot::Dots(dots) => dots.get(item).copied().unwrap_or_default(),
        _ => 0,
    }
}

/// The dots that whoever fills in a ballot has left.
pub(super) fn dots_left(ballot: &Ballot, rules: &VoteRules) -> u32 {
    match ballot {
        Ballot::Dots(dots) => rules.dots.saturating_sub(dots.values().sum()),
        _ => rules.dots,
    }
}

/// Whether an item can be given one dot more.
pub(super) fn takes_dot(ballot: &Ballot, rules: &VoteRules, item: &str) -> bool {
    dots_left(ballot, rules) > 0 && dots_of(ballot, item) < rules.dots_per_item
}

/// Gives an item so many dots.
pub(super) fn set_dots(ballot: &mut Ballot, item: &str, number: u32) {
    if let Ballot::Dots(dots) = ballot {
        match number {
            0 => drop(dots.remove(item)),
            _ => drop(dots.insert(item.to_owned(), number)),
        }
    }
}

#[component]
pub(super) fn Dots(filling: Filling) -> impl IntoView {
    let t = VotesText::here();
    let given = move |item: &str| dots_of(&filling.chosen.read(), item);
    let left = move || {
        filling
            .rules
            .with_value(|rules| dots_left(&filling.chosen.read(), rules))
    };
    let takes = move |item: &str| {
        filling
            .rules
            .with_value(|rules| takes_dot(&filling.chosen.read(), rules, item))
    };
    let set = move |item: &str, number: u32| {
        filling.change(item, |ballot| set_dots(ballot, item, number));
    };
    let rows = filling.items.get_value().into_iter().map(|item| {
        let element = element_of(filling.vote, &item.id);
        let id = StoredValue::new(item.id);
        let count = move || id.with_value(|id| given(id));
        let add = move |_| id.with_value(|id| set(id, given(id).saturating_add(1)));
        let take = move |_| id.with_value(|id| set(id, given(id).saturating_sub(1)));
        view! {
            <li class="ballot-row" id=element tabindex="-1">
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
                        disabled=move || !id.with_value(|id| takes(id))
                        on:click=add
                    >
                        <Icon icon=LuPlus />
                    </button>
                </span>
            </li>
        }
    });
    view! {
        <p role="status">{move || t.dots_left(left())}</p>
        <ul class="ballot-rows">{rows.collect_view()}</ul>
    }
}

#[component]
pub(super) fn Answers(filling: Filling) -> impl IntoView {
    let rows = filling.items.get_value().into_iter();
    let rows = rows.map(|item| view! { <AnswerRow filling=filling item=item /> });
    view! { <ul class="ballot-rows">{rows.collect_view()}</ul> }
}

#[component]
fn AnswerRow(filling: Filling, item: Item) -> impl IntoView {
    let t = VotesText::here();
    let group = format!("{}-{}", filling.vote, item.id);
    let element = element_of(filling.vote, &item.id);
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
        <li id=element tabindex="-1">
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
pub(super) fn Ranking(filling: Filling) -> impl IntoView {
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
        filling.update(|ballot| {
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
            let element = element_of(filling.vote, &id);
            let swap = move |other: usize| change(&|ranking| {
                if place < ranking.len() && other < ranking.len() {
                    ranking.swap(place, other);
                }
            });
            view! {
                <li class="ballot-row" id=element tabindex="-1">
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
                let element = element_of(filling.vote, &item.id);
                view! {
                    <li class="ballot-row" id=element tabindex="-1">
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
pub(super) fn Ratings(filling: Filling) -> impl IntoView {
    let t = VotesText::here();
    let rows = filling.items.get_value().into_iter().map(|item| {
        let group = format!("{}-{}", filling.vote, item.id);
        let element = element_of(filling.vote, &item.id);
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
            <li id=element tabindex="-1">
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
