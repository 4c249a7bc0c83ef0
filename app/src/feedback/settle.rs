//! What its author says of an entry that was shipped.

use domain::feedback::FeedbackState;
use domain::ids::FeedbackId;
use leptos::prelude::*;

use super::api::SettleFeedback;
use super::text::FeedbackText;
use crate::kit::{FormAction, FormEnd, Hidden, PostForm, SubmitButton, TextArea};

/// Confirming, taking that back, or saying that it is not settled.
#[component]
pub(super) fn Settle(
    /// The entry.
    id: FeedbackId,
    /// The state that it is in.
    state: FeedbackState,
    /// The action.
    action: FormAction<SettleFeedback>,
) -> impl IntoView {
    let t = FeedbackText::here();
    let go = move |to: FeedbackState, label: &'static str, kind: &'static str| {
        view! {
            <PostForm action=action width="bare">
                <Hidden name="id" value=id.to_string() />
                <Hidden name="state" value=to.code().to_owned() />
                <SubmitButton kind=kind>{label}</SubmitButton>
            </PostForm>
        }
    };
    match state {
        FeedbackState::Shipped => view! {
            <section class="card stack" data-tone="accent">
                <h2>{t.settle_title()}</h2>
                <p class="hint">{t.settle_hint()}</p>
                {go(FeedbackState::Confirmed, t.confirm(), "primary")}
                <details>
                    <summary>{t.not_settled()}</summary>
                    <PostForm action=action>
                        <Hidden name="id" value=id.to_string() />
                        <Hidden name="state" value=FeedbackState::Accepted.code().to_owned() />
                        <TextArea name="reason" label=t.not_settled_reason() required=true rows=3 />
                        <FormEnd label=t.not_settled_send() kind="quiet" />
                    </PostForm>
                </details>
            </section>
        }
        .into_any(),
        FeedbackState::Confirmed => go(FeedbackState::Shipped, t.unconfirm(), "quiet").into_any(),
        _ => ().into_any(),
    }
}
