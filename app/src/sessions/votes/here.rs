//! Voting where the items are, in the lines of the outline: dots are given there, on the same
//! ballot as in the panel; all else leads to it.

use std::collections::BTreeMap;

use domain::votes::Ballot;
use leptos::html;
use leptos::prelude::*;

use super::ballot::CastButton;
use super::filling::{DotButton, NoDot, dots_left};
use super::on_notes::Offer;
use super::panel::VotesState;
use super::text::VotesText;
use crate::failure::Failure;
use crate::kit::has_keyboard;

/// Says that what whoever votes stood at with the keyboard goes: its vote was closed, or is
/// another now.
fn say_gone(place: NodeRef<html::Div>, gone: Callback<()>) {
    on_cleanup(move || {
        let place = place.try_get_untracked().flatten();
        if place.is_some_and(|place| has_keyboard(&place)) {
            let _ = gone.try_run(());
        }
    });
}

/// What whoever votes can do in the line of an item.
#[component]
pub(in super::super) fn VoteHere(
    /// The votes.
    votes: VotesState,
    /// The id of the item's record.
    item: String,
    /// The beginning of what it says.
    #[prop(into)]
    text: Signal<String>,
    /// What can be done.
    offer: Memo<Option<Offer>>,
    /// Opens the panel of votes.
    #[prop(into)]
    open: Callback<()>,
    /// Called when it goes with the keyboard in it.
    #[prop(into)]
    gone: Callback<()>,
) -> impl IntoView {
    let t = VotesText::here();
    let item = StoredValue::new(item);
    let against = |offer: Option<Offer>, more: bool| match offer {
        Some(Offer::Dots { give, .. }) if more => give,
        Some(Offer::Dots { take, .. }) => take,
        Some(Offer::Ballot) | None => None,
    };
    // A finger finds no title.
    let told = RwSignal::new(None::<NoDot>);
    let press = move |more: bool| {
        told.set(against(offer.get_untracked(), more));
        item.with_value(|item| votes.give_dot(item, more));
    };
    let button = move |more: bool| {
        view! {
            <DotButton
                more=more
                text=text
                refusal=Signal::derive(move || against(offer.get(), more))
                press=move |()| press(more)
                kind="quiet"
            />
        }
    };
    let is_dots = Memo::new(move |_| matches!(offer.get(), Some(Offer::Dots { .. })));
    move || {
        let place = NodeRef::<html::Div>::new();
        say_gone(place, gone);
        let buttons = match is_dots.get() {
            true => view! { {button(false)} {button(true)} }.into_any(),
            false => view! {
                <button
                    type="button"
                    class="button"
                    data-kind="quiet"
                    data-size="small"
                    aria-label=move || t.to_ballot_at(&text.get())
                    on:click=move |_| {
                        open.run(());
                        item.with_value(|item| votes.go_to_item(item));
                    }
                >
                    {t.to_ballot()}
                </button>
            }
            .into_any(),
        };
        view! {
            <div class="board-line-vote" node_ref=place>
                {buttons}
                <span class="hint" role="status">
                    {move || told.get().map(|told| told.said(t))}
                </span>
            </div>
        }
    }
}

/// How many dots are left for those who give them line by line, and what sends them.
#[component]
pub(in super::super) fn DotsHere(
    /// The votes.
    votes: VotesState,
    /// Called when it goes with the keyboard in it.
    #[prop(into)]
    gone: Callback<()>,
) -> impl IntoView {
    let t = VotesText::here();
    let dots = Memo::new(move |_| votes.dots());
    let left = Memo::new(move |_| {
        let dots = dots.read();
        let dots = dots.as_ref();
        dots.map(|(vote, filled, _)| dots_left(filled, &vote.facts.rules))
    });
    let is_cast = Memo::new(move |_| dots.read().as_ref().is_some_and(|(_, _, is_cast)| *is_cast));
    let voted = Memo::new(move |_| dots.read().as_ref().is_some_and(|(vote, ..)| vote.voted));
    // Without the dots, or each would make another button.
    let vote = Memo::new(move |_| {
        let dots = dots.read();
        let dots = dots.as_ref();
        dots.map(|(vote, _, _)| (vote.id, vote.facts.anonymous))
    });
    let chosen = Signal::derive(move || {
        let dots = dots.get();
        let filled = dots.map(|(_, filled, _)| filled);
        filled.unwrap_or_else(|| Ballot::Dots(BTreeMap::new()))
    });
    let place = NodeRef::<html::Div>::new();
    let button = move || {
        vote.get().map(|(id, anonymous)| {
            say_gone(place, gone);
            view! {
                <CastButton
                    session=votes.session
                    id=id
                    anonymous=anonymous
                    label=t.send_ballot()
                    chosen=chosen
                    voted=voted
                    is_cast=is_cast
                    kept=votes.kept
                    refused=|_: Failure| ()
                    cast=move |ballot: Ballot| votes.was_cast(id, ballot)
                />
            }
        })
    };
    view! {
        <div
            node_ref=place
            class="board-ballot"
            role="group"
            aria-label=t.own_ballot_here()
            hidden=move || left.get().is_none()
        >
            <p role="status">{move || left.get().map(|left| t.dots_left(left))}</p>
            {button}
            <p role="status" class="hint">{move || is_cast.get().then(|| t.voted())}</p>
        </div>
    }
}
