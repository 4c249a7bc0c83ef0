//! That a vote is still open as another phase begins: told to those who lead, who close it
//! there, or leave it open.

use domain::ids::VoteId;
use leptos::prelude::*;

use super::api::close_vote;
use super::panel::VotesState;
use super::text::VotesText;

/// The votes that were open already when the present phase was begun, until whoever leads has
/// read it.
#[component]
pub(in super::super) fn LeftOpen(
    /// The votes.
    state: VotesState,
    /// Whether this person leads.
    leads: Signal<bool>,
    /// When it was begun, in milliseconds since 1970.
    begun: Signal<Option<i64>>,
) -> impl IntoView {
    let t = VotesText::here();
    let read = RwSignal::new(None::<i64>);
    let left = Memo::new(move |_| -> Vec<(VoteId, String)> {
        let unread = begun.get().filter(|begun| read.get() != Some(*begun));
        match unread.filter(|_| leads.get()) {
            Some(begun) => state.open_since_before(begun),
            None => Vec::new(),
        }
    });
    let told = move || {
        let left = left.get();
        (!left.is_empty()).then(|| {
            let rows = left.into_iter().map(|(id, question)| {
                let close = t.close_named(&question);
                view! {
                    <li>
                        {t.left_open(&question)} " "
                        <button
                            type="button"
                            class="button"
                            data-size="small"
                            on:click=move |_| state.perform(close_vote(state.session, id))
                        >
                            {close}
                        </button>
                    </li>
                }
            });
            view! {
                <div class="notice board-call stack" data-tone="warn" data-gap="small">
                    <ul class="plain">{rows.collect_view()}</ul>
                    <p class="hint" hidden=move || state.allowed.get()>{t.left_in_no_vote()}</p>
                    <div>
                        <button
                            type="button"
                            class="button"
                            data-kind="quiet"
                            on:click=move |_| read.set(begun.get_untracked())
                        >
                            {t.leave_open()}
                        </button>
                    </div>
                </div>
            }
        })
    };
    view! { <div role="status">{told}</div> }
}
