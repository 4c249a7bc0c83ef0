//! Every change of an entry in words: who did what, from what to what.

use domain::accounts::Person;
use domain::audit::{AuditEntry, History};
use domain::feedback::{FeedbackState, Severity};
use domain::policy::Action;
use leptos::prelude::*;
use serde::Deserialize;

use super::text::FeedbackText;
use crate::kit::{HistoryOf, Moment, interests, name_in_words};
use crate::preferences::locale;

/// What the audit log tells of a change, as far as people read it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    state: Option<FeedbackState>,
    severity: Option<Severity>,
    assignee: Option<domain::ids::UserId>,
    shared: Option<bool>,
    reason: String,
    story: Option<String>,
    comment: Option<String>,
    merged: Option<String>,
    file: Option<String>,
    split_into: Option<Vec<String>>,
    split_from: Option<String>,
}

fn told(text: &str) -> Told {
    leptos::serde_json::from_str(text).unwrap_or_default()
}

/// Every change, the newest first.
#[component]
pub(super) fn EntryHistory(
    /// The changes.
    #[prop(into)]
    history: Signal<History>,
    /// The people whom changes may name.
    #[prop(into)]
    people: Signal<Vec<Person>>,
) -> impl IntoView {
    let row = move |entry: AuditEntry| people.with(|people| row(entry, people)).into_any();
    view! { <HistoryOf history=history row=row /> }
}

fn row(entry: AuditEntry, people: &[Person]) -> impl IntoView + use<> {
    let t = FeedbackText::here();
    let (before, after) = (told(&entry.before), told(&entry.after));
    let what = what(t, &entry.action, entry.before.is_empty(), &before, &after);
    let details = details(t, &before, &after, people);
    let reason = Some(after.reason)
        .filter(|reason| !reason.is_empty() && *reason != before.reason)
        .map(|reason| view! { <br /> <q>{reason}</q> });
    let interests = entry.actor.as_ref().and_then(interests);
    let who = entry
        .actor
        .map_or_else(|| t.somebody().to_owned(), |person| person.name);
    let details = details
        .into_iter()
        .map(|line| view! { <br /> {line} })
        .collect_view();
    view! {
        <li>
            <b>{who}</b> {interests} " " {what} {details} {reason} <br /> <Moment at=entry.at />
        </li>
    }
}

fn what(t: FeedbackText, action: &str, is_new: bool, before: &Told, after: &Told) -> &'static str {
    let given = Action::GiveFeedback.code();
    if action == Action::LinkEvidence.code() {
        if is_new { t.did_link() } else { t.did_unlink() }
    } else if after.comment.is_some() {
        t.did_comment()
    } else if after.file.is_some() {
        t.did_attach()
    } else if before.file.is_some() {
        t.did_remove_file()
    } else if after.merged.is_some() {
        t.did_merge()
    } else if after.split_into.is_some() {
        t.did_split()
    } else if before.split_from.is_some() {
        t.did_split_off()
    } else if action == given {
        t.did_give()
    } else if after.story.is_some() {
        t.did_correct()
    } else if action == Action::EditFeedback.code() {
        t.did_settle()
    } else {
        t.did_treat()
    }
}

fn details(t: FeedbackText, before: &Told, after: &Told, people: &[Person]) -> Vec<String> {
    let mut lines = Vec::new();
    let words = |wording: domain::wording::Wording| wording.in_locale(locale());
    if let (Some(was), Some(is)) = (before.state, after.state)
        && was != is
    {
        lines.push(t.change(t.state(), words(was.wording()), words(is.wording())));
    }
    if let (Some(was), Some(is)) = (before.severity, after.severity)
        && was != is
    {
        lines.push(t.change(t.severity(), words(was.wording()), words(is.wording())));
    }
    if before.assignee != after.assignee {
        let name = |id: Option<domain::ids::UserId>| {
            let person = people.iter().find(|person| Some(person.id) == id);
            person.map_or_else(|| t.nobody().to_owned(), name_in_words)
        };
        let (was, is) = (name(before.assignee), name(after.assignee));
        lines.push(t.change(t.assignee(), &was, &is));
    }
    if let (Some(was), Some(is)) = (before.shared, after.shared)
        && was != is
    {
        let word = |shared| {
            if shared {
                t.shared_yes()
            } else {
                t.shared_no()
            }
        };
        lines.push(t.change(t.shared(), word(was), word(is)));
    }
    lines
}
