//! Where an iteration stands, moving it on, and the seal of a closed one.

use domain::iterations::{Iteration, IterationDetail, IterationState, Seal};
use leptos::prelude::*;

use super::api::SteerIteration;
use super::text::IterationsText;
use super::{StateBadge, address};
use crate::kit::{FormAction, FormEnd, Hidden, Moment, PostForm};

/// Where the iteration stands, and what can follow.
#[component]
pub(super) fn Steer(
    /// The iteration with everything around it.
    detail: IterationDetail,
    /// Whether the reader may move it on.
    steers: bool,
    /// The action that moves it on.
    action: FormAction<SteerIteration>,
) -> impl IntoView {
    let t = IterationsText::here();
    let iteration = detail.content.iteration.clone();
    let running = detail.running_elsewhere().cloned();
    let steps = steers.then(|| steps(&iteration, running, action));
    let seal = detail.seal.map(|seal| view! { <SealView seal=seal /> });
    view! {
        <section class="card stack" data-section="state">
            <h2>{t.steer()}</h2>
            <p><StateBadge state=iteration.state /></p>
            {steps}
            {seal}
        </section>
    }
}

fn steps(
    iteration: &Iteration,
    running: Option<Iteration>,
    action: FormAction<SteerIteration>,
) -> AnyView {
    let t = IterationsText::here();
    let (id, version) = (iteration.id.to_string(), iteration.version.to_string());
    let step = move |state: IterationState, label: &'static str, kind: &'static str| -> AnyView {
        let (id, version) = (id.clone(), version.clone());
        view! {
            <PostForm action=action width="bare">
                <Hidden name="id" value=id />
                <Hidden name="version" value=version />
                <Hidden name="state" value=state.code().to_owned() />
                <FormEnd label=label kind=kind />
            </PostForm>
        }
        .into_any()
    };
    // Only one runs at a time.
    let run = |label: &'static str, kind: &'static str| match &running {
        None => step(IterationState::Running, label, kind),
        Some(other) => {
            let href = address(other.project, other.id);
            view! { <p class="hint"><a href=href>{t.other_running(other.number)}</a></p> }
                .into_any()
        }
    };
    match iteration.state {
        IterationState::Planned => run(t.start(), "primary"),
        IterationState::Running => step(IterationState::InReview, t.review(), "primary"),
        IterationState::InReview => view! {
            <details>
                <summary>{t.close()}</summary>
                <p class="hint">{t.close_hint()}</p>
                {step(IterationState::Closed, t.close_send(), "danger")}
            </details>
            {run(t.resume(), "quiet")}
        }
        .into_any(),
        IterationState::Closed => ().into_any(),
    }
}

/// When it was closed, the hash, and whether it still fits.
#[component]
fn SealView(seal: Seal) -> impl IntoView {
    let t = IterationsText::here();
    let verdict = if seal.intact {
        view! { <p class="notice" data-tone="good">{t.intact()}</p> }
    } else {
        view! { <p class="notice" data-tone="bad">{t.broken()}</p> }
    };
    view! {
        <dl class="facts" data-stacked=true>
            <dt>{t.closed_at()}</dt>
            <dd><Moment at=seal.at /></dd>
            <dt>{t.hash()}</dt>
            <dd><code class="hash">{seal.hash}</code></dd>
        </dl>
        {verdict}
    }
}
