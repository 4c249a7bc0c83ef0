//! Filling in a ballot that ranks: items are given a place, moved up and down, and taken out
//! again. The keyboard stays with the item that it moves.

use domain::votes::Ballot;
use icondata_lu::{LuArrowDown, LuArrowUp, LuPlus, LuX};
use leptos::prelude::*;

use super::filling::{Filling, element_of};
use super::text::VotesText;
use crate::kit::{Icon, focus_once_drawn};

/// Why an item keeps its place in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NoMove {
    /// It is the first.
    IsFirst,
    /// It is the last.
    IsLast,
}

impl NoMove {
    /// In words.
    fn said(self, t: VotesText) -> &'static str {
        match self {
            Self::IsFirst => t.is_first(),
            Self::IsLast => t.is_last(),
        }
    }
}

/// What stands against moving an item up in the order, or else down.
fn refused_move(order: &[String], item: &str, up: bool) -> Option<NoMove> {
    let (end, refusal) = match up {
        true => (order.first(), NoMove::IsFirst),
        false => (order.last(), NoMove::IsLast),
    };
    end.is_some_and(|end| end == item).then_some(refusal)
}

/// Moves an item up in the order, or else down, by one place.
fn move_item(order: &mut [String], item: &str, up: bool) {
    let place = order.iter().position(|other| other == item);
    let to = place.and_then(|place| match up {
        true => place.checked_sub(1),
        false => place.checked_add(1),
    });
    if let (Some(place), Some(to)) = (place, to.filter(|to| *to < order.len())) {
        order.swap(place, to);
    }
}

/// The order so far.
fn order_of(ballot: &Ballot) -> &[String] {
    match ballot {
        Ballot::Ranking(order) => order,
        _ => &[],
    }
}

/// The id of a button of an item's row.
fn button_id(filling: Filling, item: &str, what: &str) -> String {
    format!("{}-{what}", element_of(filling.vote, item))
}

/// Changes the order.
fn rank(filling: Filling, change: impl FnOnce(&mut Vec<String>)) {
    filling.update(|ballot| {
        if let Ballot::Ranking(order) = ballot {
            change(order);
        }
    });
}

/// What an item says.
fn text_of(filling: Filling, id: &str) -> String {
    filling.items.with_value(|items| {
        let item = items.iter().find(|item| item.id == id);
        item.map_or_else(String::new, |item| item.text.clone())
    })
}

#[component]
pub(super) fn Ranking(filling: Filling) -> impl IntoView {
    let t = VotesText::here();
    let told = RwSignal::new(None::<NoMove>);
    let ranked = move || order_of(&filling.chosen.read()).to_vec();
    let others = move || {
        let ranked = ranked();
        filling.items.with_value(|items| {
            let ids = items.iter().map(|item| item.id.clone());
            ids.filter(|id| !ranked.contains(id)).collect::<Vec<_>>()
        })
    };
    let all = move || ranked().len() == filling.items.with_value(Vec::len);
    view! {
        <p class="hint">{t.ranking_hint()}</p>
        // A finger finds no title: what stands against a move is told as well.
        <p class="hint" role="status">{move || told.get().map(|told| told.said(t))}</p>
        <h4>{t.your_order()}</h4>
        <ol class="ballot-rows" data-numbered=true>
            <For each=ranked key=|id| id.clone() let(id)>
                <Ranked filling=filling id=id told=told />
            </For>
        </ol>
        <h4 hidden=all>{t.not_ranked()}</h4>
        <ul class="ballot-rows">
            <For each=others key=|id| id.clone() let(id)>
                <NotRanked filling=filling id=id told=told />
            </For>
        </ul>
    }
}

/// An item that has a place in the order.
#[component]
fn Ranked(filling: Filling, id: String, told: RwSignal<Option<NoMove>>) -> impl IntoView {
    let t = VotesText::here();
    let (text, element) = (text_of(filling, &id), element_of(filling.vote, &id));
    let unrank = t.unrank(&text);
    let id = StoredValue::new(id);
    let shift = |up: bool| view! { <MoveButton filling=filling id=id up=up told=told /> };
    view! {
        <li class="ballot-row" id=element tabindex="-1">
            <span class="prose">{text}</span>
            <span class="ballot-dots">
                {shift(true)}
                {shift(false)}
                <button
                    type="button"
                    class="button"
                    aria-label=unrank
                    on:click=move |event| {
                        let id = id.get_value();
                        told.set(None);
                        rank(filling, |order| order.retain(|other| *other != id));
                        // The row goes, and the keyboard to the one that takes the item back.
                        if event.detail() == 0 {
                            focus_once_drawn(button_id(filling, &id, "rank"));
                        }
                    }
                >
                    <Icon icon=LuX />
                </button>
            </span>
        </li>
    }
}

/// The button that moves an item by a place. At the end of the order it keeps the keyboard, and
/// its title says why nothing is moved.
#[component]
fn MoveButton(
    filling: Filling,
    /// The item.
    id: StoredValue<String>,
    /// Whether up in the order, or else down.
    up: bool,
    /// What stood against the last move.
    told: RwSignal<Option<NoMove>>,
) -> impl IntoView {
    let t = VotesText::here();
    let text = id.with_value(|id| text_of(filling, id));
    let (icon, name, what) = match up {
        true => (LuArrowUp, t.move_up(&text), "up"),
        false => (LuArrowDown, t.move_down(&text), "down"),
    };
    let own = id.with_value(|id| button_id(filling, id, what));
    let refusal =
        move || id.with_value(|id| refused_move(order_of(&filling.chosen.read()), id, up));
    let press = {
        let own = own.clone();
        move |_| {
            let refused = untrack(refusal);
            told.set(refused);
            if refused.is_none() {
                id.with_value(|id| rank(filling, |order| move_item(order, id, up)));
                // Its row is put elsewhere, and lets go of the keyboard.
                focus_once_drawn(own.clone());
            }
        }
    };
    view! {
        <button
            id=own
            type="button"
            class="button"
            aria-label=name
            title=move || refusal().map(|refusal| refusal.said(t))
            aria-disabled=move || refusal().is_some().to_string()
            on:click=press
        >
            <Icon icon=icon />
        </button>
    }
}

/// An item that has no place yet.
#[component]
fn NotRanked(filling: Filling, id: String, told: RwSignal<Option<NoMove>>) -> impl IntoView {
    let t = VotesText::here();
    let (text, element) = (text_of(filling, &id), element_of(filling.vote, &id));
    let (label, own) = (t.rank_it(&text), button_id(filling, &id, "rank"));
    let id = StoredValue::new(id);
    view! {
        <li class="ballot-row" id=element tabindex="-1">
            <span class="prose">{text}</span>
            <button
                id=own
                type="button"
                class="button"
                aria-label=label
                on:click=move |event| {
                    let id = id.get_value();
                    told.set(None);
                    // The row goes, and the keyboard to where the item is moved.
                    if event.detail() == 0 {
                        focus_once_drawn(button_id(filling, &id, "up"));
                    }
                    rank(filling, |order| order.push(id));
                }
            >
                <Icon icon=LuPlus />
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use domain::wording::Locale;

    use super::*;

    fn order(items: &str) -> Vec<String> {
        items.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn an_item_is_moved_by_a_place_and_stays_at_the_ends() {
        for (item, up, after) in [
            ("b", true, "b a c"),
            ("b", false, "a c b"),
            ("a", true, "a b c"),
            ("c", false, "a b c"),
            ("z", true, "a b c"),
        ] {
            let mut moved = order("a b c");
            move_item(&mut moved, item, up);
            assert_eq!(moved, order(after), "{item} {up}");
        }
    }

    #[test]
    fn what_stands_against_a_move_is_said() {
        let three = order("a b c");
        let refused = |item: &str| [true, false].map(|up| refused_move(&three, item, up));
        assert_eq!(refused("a"), [Some(NoMove::IsFirst), None]);
        assert_eq!(refused("b"), [None, None]);
        assert_eq!(refused("c"), [None, Some(NoMove::IsLast)]);
        let alone = order("a");
        assert!(
            [true, false]
                .iter()
                .all(|up| refused_move(&alone, "a", *up).is_some())
        );
        let said = |refusal: NoMove| {
            [Locale::Fr, Locale::En].map(|locale| refusal.said(VotesText(locale)))
        };
        let first = [
            "Cet élément est déjà le premier.",
            "This item is the first already.",
        ];
        assert_eq!(said(NoMove::IsFirst), first);
        let last = [
            "Cet élément est déjà le dernier.",
            "This item is the last already.",
        ];
        assert_eq!(said(NoMove::IsLast), last);
    }
}
