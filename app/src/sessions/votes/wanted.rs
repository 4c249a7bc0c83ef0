//! The vote that a phase is for: those who lead are led to it until it has been opened.

use domain::votes::VoteKind;
use leptos::prelude::*;

use super::panel::VotesState;
use super::text::VotesText;
use crate::preferences::locale;

/// Says that the phase is for a vote, and leads to its form.
#[component]
pub(in super::super) fn WantedVote(
    /// The votes.
    state: VotesState,
    /// The kind of vote that the script wants now.
    wanted: Signal<Option<VoteKind>>,
    /// When the phase was begun, in milliseconds since 1970.
    begun: Signal<Option<i64>>,
    /// Opens the panel of votes.
    #[prop(into)]
    open: Callback<()>,
) -> impl IntoView {
    let t = VotesText::here();
    let missing = Memo::new(move |_| {
        let kind = wanted.get()?;
        let begun = begun.get()?;
        (!state.was_opened_since(begun)).then_some(kind)
    });
    let prepare = move |_| {
        state.begin_opening();
        open.run(());
    };
    move || {
        missing.get().map(|kind| {
            let said = t.wanted_now(kind.wording().in_locale(locale()));
            view! {
                <div class="notice stack" data-tone="info" data-gap="small">
                    <p>{said}</p>
                    <div>
                        <button type="button" class="button" data-kind="primary" on:click=prepare>
                            {t.prepare_wanted()}
                        </button>
                    </div>
                </div>
            }
        })
    }
}
