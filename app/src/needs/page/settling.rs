//! What becomes of a need by hand: left open, set aside or withdrawn, each with a reason.

use std::collections::BTreeMap;

use domain::needs::{Need, NeedState};
use leptos::prelude::*;

use crate::failure::Failure;
use crate::kit::{Choice, FormAction, FormEnd, Hidden, PostForm, Select, TextArea, saved_beside};
use crate::needs::api::{SettleNeed, load_need};
use crate::needs::text::NeedsText;
use crate::preferences::locale;

/// What becomes of a need by hand.
const OFFERED: [NeedState; 3] = [NeedState::Open, NeedState::SetAside, NeedState::Withdrawn];

/// What became of a need, as its form sends it.
fn settled(need: &Need) -> BTreeMap<&'static str, String> {
    let state = if OFFERED.contains(&need.state) {
        need.state.code()
    } else {
        need.state.wording().in_locale(locale())
    };
    BTreeMap::from([
        ("state", state.to_owned()),
        ("reason", need.state_reason.clone()),
    ])
}

/// The form that says what became of a need.
#[component]
pub(super) fn Settle(
    need: Need,
    typed: RwSignal<bool>,
    action: FormAction<SettleNeed>,
) -> impl IntoView {
    let t = NeedsText::here();
    let (id, state) = (need.id, need.state);
    let saved = move || async move {
        let detail = load_need(Some(id)).await?;
        Ok::<_, Failure>(settled(&detail.need))
    };
    // Who chose the same as somebody else meanwhile finds their choice again.
    let stale = action.stale().get_untracked().is_some();
    let choices = OFFERED
        .into_iter()
        .filter(|offered| stale || *offered != state)
        .map(|state| Choice::new(state.code(), state.wording().in_locale(locale())))
        .collect();
    view! {
        <details open=action.failed()>
            <summary>{t.settle()}</summary>
            <PostForm action=action typed=typed>
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=action.version_made_of(need.version) />
                {saved_beside(action.stale(), &settled(&need), saved)}
                <Select name="state" label=t.state() choices=choices required=true />
                <TextArea name="reason" label=t.reason() rows=2 />
                <FormEnd label=t.settle_send() kind="quiet" />
            </PostForm>
        </details>
    }
}
