//! Bringing together what says the same in a vote, while it is prepared or open, and taking
//! it apart again.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::text::VotesText;

/// An item that was brought together with another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct MergedItem {
    /// The item.
    pub item: String,
    /// What it says.
    pub text: String,
    /// What the one says that it became.
    pub into: String,
}

/// Two lists to choose from, and what was brought together so far.
#[component]
pub(super) fn Duplicates(
    /// The items as they stand, each with what it says.
    items: Signal<Vec<(String, String)>>,
    /// Those that were brought together with another.
    merged: Signal<Vec<MergedItem>>,
    /// Brings the first together with the second.
    #[prop(into)]
    merge: Callback<(String, String)>,
    /// Takes one out again.
    #[prop(into)]
    separate: Callback<String>,
) -> impl IntoView {
    let t = VotesText::here();
    let (from, into) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let options = move |chosen: RwSignal<String>| {
        let items = items.get().into_iter();
        items
            .map(|(item, text)| {
                let selected = chosen.with_untracked(|chosen| *chosen == item);
                view! { <option value=item selected=selected>{text}</option> }
            })
            .collect_view()
    };
    let choice = move |label: &'static str, chosen: RwSignal<String>| {
        view! {
            <label class="field">
                <span>{label}</span>
                <select on:change:target=move |event| chosen.set(event.target().value())>
                    <option value="">"…"</option>
                    {move || options(chosen)}
                </select>
            </label>
        }
    };
    let ready = move || {
        let chosen: BTreeSet<String> = [from.get(), into.get()].into();
        let stands = |item: &String| items.with(|items| items.iter().any(|(one, _)| one == item));
        chosen.len() == 2 && chosen.iter().all(stands)
    };
    let together = move |_| {
        merge.run((from.get_untracked(), into.get_untracked()));
    };
    let apart = move || {
        let rows = merged.get().into_iter().map(|one| {
            let label = t.separate_named(&one.text);
            view! {
                <li>
                    {t.merged_into(&one.text, &one.into)} " "
                    <button
                        type="button"
                        class="button"
                        data-kind="quiet"
                        data-size="small"
                        aria-label=label
                        on:click=move |_| separate.run(one.item.clone())
                    >
                        {t.separate()}
                    </button>
                </li>
            }
        });
        rows.collect_view()
    };
    let none = move || merged.read().is_empty();
    // A vote that changes is drawn anew: what was brought together is seen to be.
    let some = merged.with_untracked(|merged| !merged.is_empty());
    view! {
        <details open=some>
            <summary>{t.merge()}</summary>
            <p class="hint">{t.merge_rule()}</p>
            {choice(t.merge_from(), from)}
            {choice(t.merge_into(), into)}
            <button type="button" class="button" disabled=move || !ready() on:click=together>
                {t.merge_it()}
            </button>
            <ul class="plain" hidden=none>{apart}</ul>
        </details>
    }
}
