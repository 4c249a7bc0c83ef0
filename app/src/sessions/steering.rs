//! Opening a session, closing it once its reader knows what is still hidden, and opening it
//! again.

use domain::ids::SessionId;
use domain::sessions::SessionState;
use leptos::prelude::*;

use super::api::{HiddenItems, SteerSession};
use super::text::SessionsText;
use crate::kit::{FormAction, FormEnd, Hidden, PostForm};

/// What can be done next with the session as a whole.
#[component]
pub(super) fn Steering(
    session: SessionId,
    state: SessionState,
    /// What is still hidden on its board.
    hidden: Signal<HiddenItems>,
    action: FormAction<SteerSession>,
) -> impl IntoView {
    let t = SessionsText::here();
    let step = move |label, kind| view! { <Step session=session action=action to=Next::Open label=label kind=kind /> };
    match state {
        SessionState::Planned => step(t.open(), "primary").into_any(),
        SessionState::Open => {
            view! { <Closing session=session hidden=hidden action=action /> }.into_any()
        }
        SessionState::Closed => step(t.reopen(), "quiet").into_any(),
    }
}

/// What a button makes of a session.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Open,
    Closed,
    /// Closed once all that is hidden was shown to everyone.
    RevealedAndClosed,
}

#[component]
fn Step(
    session: SessionId,
    action: FormAction<SteerSession>,
    to: Next,
    label: &'static str,
    kind: &'static str,
) -> impl IntoView {
    view! {
        <PostForm action=action width="bare">
            <Hidden name="id" value=session.to_string() />
            <Hidden name="open" value=(to == Next::Open).to_string() />
            <Hidden name="reveal" value=(to == Next::RevealedAndClosed).to_string() />
            <FormEnd label=label kind=kind />
        </PostForm>
    }
}

/// What closing means, and what would stay hidden, before it is done.
#[component]
fn Closing(
    session: SessionId,
    hidden: Signal<HiddenItems>,
    action: FormAction<SteerSession>,
) -> impl IntoView {
    let t = SessionsText::here();
    let any = Memo::new(move |_| hidden.get().items > 0);
    let step = move |to, label, kind| view! { <Step session=session action=action to=to label=label kind=kind /> };
    let ways = move || match any.get() {
        true => view! {
            {step(Next::RevealedAndClosed, t.reveal_and_close(), "danger")}
            {step(Next::Closed, t.close_unrevealed(), "quiet")}
        }
        .into_any(),
        false => step(Next::Closed, t.close_now(), "danger").into_any(),
    };
    view! {
        <details open=action.failed()>
            <summary>{t.close()}</summary>
            <div class="stack" data-gap="small">
                <p class="hint">{t.close_means()}</p>
                <StillHidden hidden=hidden />
                <div class="cluster">{ways}</div>
            </div>
        </details>
    }
}

/// How much is still hidden on the board, and of how many people: no more is known of it.
#[component]
pub(super) fn StillHidden(hidden: Signal<HiddenItems>) -> impl IntoView {
    let t = SessionsText::here();
    move || {
        let HiddenItems { items, people } = hidden.get();
        let counted = t.hidden_of(&t.items(i128::from(items)), &t.people(i128::from(people)));
        (items > 0).then(|| {
            view! { <p class="notice" data-tone="warn">{counted} " " {t.hidden_means()}</p> }
        })
    }
}
