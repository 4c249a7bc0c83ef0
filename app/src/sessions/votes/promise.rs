//! What those who vote anonymously are promised.

use leptos::prelude::*;

use super::text::VotesText;

/// What an anonymous vote promises, said where one votes; how that is kept, and how far, unfolds.
#[component]
pub(super) fn AnonymousPromise() -> impl IntoView {
    let t = VotesText::here();
    view! {
        <details class="vote-promise">
            <summary>{t.anonymous_promise()}</summary>
            <p class="hint">{t.anonymous_means()}</p>
        </details>
    }
}
