//! What the page of an entry tells about it: where it stands, who gave it where,
//! what says the same.

use domain::feedback::{Anonymity, Feedback};
use domain::ids::{FeedbackId, ProjectId};
use leptos::prelude::*;

use super::text::FeedbackText;
use super::{severity_tone, state_tone};
use crate::kit::{Moment, PersonTag, told_rows};
use crate::preferences::locale;
use crate::text::colon;

/// That the entry says the same as another one.
#[component]
pub(super) fn DuplicateOf(
    project: ProjectId,
    other: Option<(FeedbackId, String)>,
) -> impl IntoView {
    let t = FeedbackText::here();
    other.map(|(other, title)| {
        view! {
            <div class="notice" data-tone="info">
                <p>
                    {t.duplicate_of()} " "
                    <a href=format!("/projects/{project}/feedback/{other}")>{title}</a>
                </p>
            </div>
        }
    })
}

/// The entries that say the same as this one.
#[component]
pub(super) fn Duplicates(
    /// The project of all.
    project: ProjectId,
    /// The entries and what they are called.
    duplicates: Vec<(FeedbackId, String)>,
) -> impl IntoView {
    let t = FeedbackText::here();
    (!duplicates.is_empty()).then(|| {
        let rows = duplicates
            .into_iter()
            .map(|(other, title)| {
                view! { <li><a href=format!("/projects/{project}/feedback/{other}")>{title}</a></li> }
            })
            .collect_view();
        view! {
            <section class="stack">
                <h2>{t.duplicates()}</h2>
                <ul>{rows}</ul>
            </section>
        }
    })
}

/// Kind, severity, state, and why.
#[component]
pub(super) fn Standing(
    /// The entry.
    entry: Feedback,
) -> impl IntoView {
    let t = FeedbackText::here();
    let words = |wording: domain::wording::Wording| wording.in_locale(locale());
    let reason = (!entry.state_reason.is_empty()).then(|| {
        view! {
            <p class="prose">
                <b>{t.reason()} {colon()}</b>
                {entry.state_reason.clone()}
            </p>
        }
    });
    let shared = entry.shared_with_partners.then(|| {
        view! { <span class="badge" data-tone="neutral">{t.shared_badge()}</span> }
    });
    view! {
        <div class="stack" data-gap="small">
            <p class="meta">
                <span class="badge" data-tone=state_tone(entry.state)>{words(entry.state.wording())}</span>
                <span class="badge" data-tone="neutral">{words(entry.facts.kind.wording())}</span>
                <span class="badge" data-tone=severity_tone(entry.facts.severity)>
                    {words(entry.facts.severity.wording())}
                </span>
                {shared}
            </p>
            {reason}
        </div>
    }
}

/// Who gave it, when, in which class, with what.
#[component]
pub(super) fn Context(
    /// The entry.
    entry: Feedback,
) -> impl IntoView {
    let t = FeedbackText::here();
    let author = match (entry.anonymity, entry.author, entry.source_author) {
        (Anonymity::Named, Some(person), _) => view! { <PersonTag person=person /> }.into_any(),
        (Anonymity::Hidden, Some(_), _) => t.no_name_own().into_any(),
        (_, None, Some(author)) => t.in_source(&author).into_any(),
        _ => t.no_name().into_any(),
    };
    let facts = entry.facts;
    let words = |wording: domain::wording::Wording| wording.in_locale(locale()).to_owned();
    let iteration = entry.iteration.as_ref();
    let rows = told_rows([
        (t.place(), Some(facts.place)),
        (t.level(), facts.level.map(|value| words(value.wording()))),
        (
            t.discipline(),
            facts.discipline.map(|value| words(value.wording())),
        ),
        (
            t.pupils(),
            facts
                .pupils
                .map(|pupils| crate::text::number(locale(), pupils.into())),
        ),
        (t.device(), facts.device.map(|value| words(value.wording()))),
        (
            t.network(),
            facts.network.map(|value| words(value.wording())),
        ),
        (
            t.tool_version(),
            iteration.map(|pinned| pinned.tool_version.clone()),
        ),
    ]);
    let assignee = entry
        .assignee
        .map(|person| view! { <dt>{t.assignee()}</dt> <dd><PersonTag person=person /></dd> });
    let project = entry.project;
    let iteration = entry.iteration.map(|pinned| {
        let href = format!("/projects/{project}/iterations/{}", pinned.id);
        view! {
            <dt>{t.iteration()}</dt>
            <dd><a href=href>{t.iteration_no(pinned.number)}</a></dd>
        }
    });
    view! {
        <section class="stack">
            <h2>{t.context_title()}</h2>
            <dl class="facts" data-stacked=true>
                <dt>{t.given_by()}</dt>
                <dd>
                    {author} " " <span class="meta"><Moment at=entry.created_at /></span>
                </dd>
                {iteration}
                {rows}
                {assignee}
            </dl>
        </section>
    }
}
