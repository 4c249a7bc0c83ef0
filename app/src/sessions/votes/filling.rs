//! Filling in a ballot: the fields for each kind of vote, by buttons and keys alone.

use std::collections::BTreeMap;

use domain::ids::VoteId;
use domain::votes::{Answer, BEST_RATING, Ballot, VoteRules};
use icondata_lu::{LuMinus, LuPlus};
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
    pub(super) fn update(self, change: impl FnOnce(&mut Ballot)) {
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

/// Why an item is not given a dot, or none is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum NoDot {
    /// It has as many as one item may be given.
    Enough(u32),
    /// All dots are given.
    NoneLeft,
    /// It has none.
    NoneGiven,
}

impl NoDot {
    /// In words.
    pub(super) fn said(self, t: VotesText) -> String {
        match self {
            Self::Enough(most) => t.dots_at_most(most),
            Self::NoneLeft => t.no_dot_left().to_owned(),
            Self::NoneGiven => t.no_dot_given().to_owned(),
        }
    }
}

/// What stands against giving an item one dot more, or else against taking one back.
pub(super) fn refused_dot(
    ballot: &Ballot,
    rules: &VoteRules,
    item: &str,
    more: bool,
) -> Option<NoDot> {
    let given = dots_of(ballot, item);
    match more {
        true if given >= rules.dots_per_item => Some(NoDot::Enough(rules.dots_per_item)),
        true if dots_left(ballot, rules) == 0 => Some(NoDot::NoneLeft),
        false if given == 0 => Some(NoDot::NoneGiven),
        true | false => None,
    }
}

/// Gives an item one dot more, or takes one back.
pub(super) fn move_dot(ballot: &mut Ballot, item: &str, more: bool) {
    let given = dots_of(ballot, item);
    let number = match more {
        true => given.saturating_add(1),
        false => given.saturating_sub(1),
    };
    if let Ballot::Dots(dots) = ballot {
        match number {
            0 => drop(dots.remove(item)),
            _ => drop(dots.insert(item.to_owned(), number)),
        }
    }
}

/// Gives an item an answer, or takes back the one that it has.
fn give_answer(ballot: &mut Ballot, item: &str, answer: Option<Answer>) {
    if let Ballot::Objection(answers) = ballot {
        match answer {
            Some(answer) => drop(answers.insert(item.to_owned(), answer)),
            None => drop(answers.remove(item)),
        }
    }
}

/// The button that gives an item a dot, or takes one back. Where that is not done now the
/// button keeps the keyboard, and its title says why.
#[component]
pub(super) fn DotButton(
    /// Whether it gives one.
    more: bool,
    /// What the item says.
    #[prop(into)]
    text: Signal<String>,
    /// What stands against it now.
    #[prop(into)]
    refusal: Signal<Option<NoDot>>,
    /// Called when it is pressed, whether that is done or not.
    #[prop(into)]
    press: Callback<()>,
    /// How it looks.
    #[prop(optional)]
    kind: Option<&'static str>,
) -> impl IntoView {
    let t = VotesText::here();
    let icon = match more {
        true => LuPlus,
        false => LuMinus,
    };
    let name = move || match more {
        true => t.give_dot(&text.get()),
        false => t.take_dot(&text.get()),
    };
    view! {
        <button
            type="button"
            class="button"
            data-kind=kind
            aria-label=name
            title=move || refusal.get().map(|refusal| refusal.said(t))
            aria-disabled=move || refusal.get().is_some().to_string()
            on:click=move |_| press.run(())
        >
            <Icon icon=icon />
        </button>
    }
}

#[component]
pub(super) fn Dots(filling: Filling) -> impl IntoView {
    let t = VotesText::here();
    let told = RwSignal::new(None::<NoDot>);
    let left = move || {
        filling
            .rules
            .with_value(|rules| dots_left(&filling.chosen.read(), rules))
    };
    let refusal = move |item: &str, more: bool| {
        filling
            .rules
            .with_value(|rules| refused_dot(&filling.chosen.read(), rules, item, more))
    };
    // A finger finds no title: what stands against it is told as well.
    let press = move |item: &str, more: bool| {
        let refused = untrack(|| refusal(item, more));
        told.set(refused);
        if refused.is_none() {
            filling.change(item, |ballot| move_dot(ballot, item, more));
        }
    };
    let rows = filling.items.get_value().into_iter().map(|item| {
        let element = element_of(filling.vote, &item.id);
        let id = StoredValue::new(item.id);
        let text = item.text;
        let count = move || id.with_value(|id| dots_of(&filling.chosen.read(), id));
        let button = |more: bool| {
            view! {
                <DotButton
                    more=more
                    text=text.clone()
                    refusal=Signal::derive(move || id.with_value(|id| refusal(id, more)))
                    press=move |()| id.with_value(|id| press(id, more))
                />
            }
        };
        view! {
            <li class="ballot-row" id=element tabindex="-1">
                <span class="prose">{text.clone()}</span>
                <span class="ballot-dots">
                    {button(false)}
                    <output aria-live="polite">{move || t.dots_given(count())}</output>
                    {button(true)}
                </span>
            </li>
        }
    });
    view! {
        <p role="status">{move || t.dots_left(left())}</p>
        <p class="hint" role="status">{move || told.get().map(|told| told.said(t))}</p>
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
    let set = move |answer: Option<Answer>| {
        id.with_value(|id| filling.change(id, |ballot| give_answer(ballot, id, answer)));
    };
    let objects = move || matches!(answer(), Some(Answer::Objection(_)));
    let first = match answer() {
        Some(Answer::Objection(reason)) => reason,
        _ => String::new(),
    };
    let reason = StoredValue::new(first.clone());
    let problem = move || id.with_value(|id| filling.problems.read().get(id).copied());
    let choice = move |label: &'static str,
                       is: fn(Option<&Answer>) -> bool,
                       make: fn(String) -> Option<Answer>| {
        let group = group.clone();
        view! {
            <label>
                <input
                    type="radio"
                    name=group
                    prop:checked=move || is(answer().as_ref())
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
                    {choice(t.yes(), |it| it == Some(&Answer::Yes), |_| Some(Answer::Yes))}
                    {choice(t.no(), |it| it == Some(&Answer::No), |_| Some(Answer::No))}
                    {choice(
                        t.objection(),
                        |it| matches!(it, Some(Answer::Objection(_))),
                        |reason| Some(Answer::Objection(reason)),
                    )}
                    {choice(t.no_rating(), |it| it.is_none(), |_| None)}
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
                                set(Some(Answer::Objection(reason.get_value())));
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

#[cfg(test)]
mod tests {
    use domain::votes::VoteKind;
    use domain::wording::Locale;

    use super::*;

    #[test]
    fn an_answer_is_given_changed_and_taken_back() {
        let mut ballot = Ballot::Objection(BTreeMap::new());
        let reason = || Answer::Objection("Trop long".into());
        for answer in [Some(Answer::Yes), Some(reason()), None] {
            give_answer(&mut ballot, "a", Some(Answer::No));
            give_answer(&mut ballot, "a", answer.clone());
            let expected = answer.map(|answer| ("a".to_owned(), answer));
            assert_eq!(ballot, Ballot::Objection(expected.into_iter().collect()));
        }
    }

    #[test]
    fn dots_are_moved_within_limits_and_what_stands_against_it_is_said() {
        let rules = VoteRules {
            kind: VoteKind::Dots,
            items: vec!["a".into(), "b".into()],
            dots: 3,
            dots_per_item: 2,
        };
        let mut ballot = Ballot::Dots(BTreeMap::new());
        let refused = |ballot: &Ballot| {
            let of = |item: &str| [false, true].map(|more| refused_dot(ballot, &rules, item, more));
            [of("a"), of("b")]
        };
        let none = Some(NoDot::NoneGiven);
        assert_eq!(refused(&ballot), [[none, None], [none, None]]);
        move_dot(&mut ballot, "a", true);
        assert_eq!(refused(&ballot), [[None, None], [none, None]]);
        move_dot(&mut ballot, "a", true);
        let enough = Some(NoDot::Enough(2));
        assert_eq!(refused(&ballot), [[None, enough], [none, None]]);
        move_dot(&mut ballot, "b", true);
        let none_left = Some(NoDot::NoneLeft);
        assert_eq!(refused(&ballot), [[None, enough], [None, none_left]]);
        move_dot(&mut ballot, "b", false);
        // What has none left is not on the ballot at all.
        assert_eq!(ballot, Ballot::Dots([("a".to_owned(), 2)].into()));

        let said =
            |refusal: NoDot| [Locale::Fr, Locale::En].map(|locale| refusal.said(VotesText(locale)));
        let most = [
            "2 gommettes au plus par élément.",
            "2 dots at most for each item.",
        ];
        assert_eq!(said(NoDot::Enough(2)), most);
        let all = [
            "Toutes vos gommettes sont données.",
            "All your dots are given.",
        ];
        assert_eq!(said(NoDot::NoneLeft), all);
        let nothing = [
            "Aucune gommette à reprendre ici.",
            "No dot to take back here.",
        ];
        assert_eq!(said(NoDot::NoneGiven), nothing);
    }
}
