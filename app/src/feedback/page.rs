//! The page of an entry: what it says, what the team makes of it, what people
//! say about it.

use domain::accounts::Person;
use domain::feedback::{Anonymity, Comment, Feedback, FeedbackState, LinkedThing};
use domain::ids::{CommentId, FeedbackId, ProjectId};
use domain::policy::{Action, Situation};
use domain::projects::Project;
use leptos::prelude::*;

use super::api::{
    CommentFeedback, EntryContent, MergeFeedback, SettleFeedback, SplitFeedback, TriageFeedback,
    load_feedback,
};
use super::history::EntryHistory;
use super::settle::Settle;
use super::text::FeedbackText;
use super::triage::{Merge, Split, Triage};
use super::{severity_tone, state_tone};
use crate::attachments::{AttachmentActions, Attachments};
use crate::kit::{
    Crumb, FormAction, FormEnd, Hidden, Moment, Page, PersonTag, PostForm, TextArea, followed_page,
    id_param, next_id, part,
};
use crate::preferences::locale;
use crate::projects::situation;
use crate::search::address;
use crate::text::CommonText;
use crate::viewer::Viewer;

/// What can be done on the page of an entry.
#[derive(Clone, Copy)]
struct Actions {
    settle: FormAction<SettleFeedback>,
    triage: FormAction<TriageFeedback>,
    merge: FormAction<MergeFeedback>,
    split: FormAction<SplitFeedback>,
    comment: FormAction<CommentFeedback>,
    attachments: AttachmentActions,
}

/// The page of an entry.
pub(super) fn feedback_page() -> AnyView {
    let id = id_param::<FeedbackId>("feedback");
    let actions = Actions {
        settle: FormAction::new(),
        triage: FormAction::new(),
        merge: FormAction::new(),
        split: FormAction::new(),
        comment: FormAction::new(),
        attachments: AttachmentActions::new(),
    };
    let wanted = move || {
        (
            id.get(),
            actions.settle.version().get(),
            actions.triage.version().get(),
            actions.split.version().get(),
            actions.comment.version().get(),
            actions.attachments.done(),
        )
    };
    let entry = Resource::new(wanted, |(id, ..)| load_feedback(id));
    let subject = |content: &EntryContent| content.detail.feedback.id;
    followed_page(entry, subject, move |viewer, content| {
        view! { <EntryView viewer=viewer content=content actions=actions /> }
    })
    .into_any()
}

#[component]
fn EntryView(viewer: Viewer, content: Signal<EntryContent>, actions: Actions) -> impl IntoView {
    let t = FeedbackText::here();
    let (project, entry) = content
        .with_untracked(|content| (content.project.clone(), content.detail.feedback.clone()));
    let (id, home) = (entry.id, entry.project);
    let viewer = StoredValue::new(viewer);
    let may = move |action: Action, content: &EntryContent| {
        let situation = situation_of(&content.project, &content.detail.feedback);
        viewer.with_value(|viewer| viewer.may(action, &situation))
    };
    let edit = part(
        content,
        move |content| {
            let new = content.detail.feedback.state == FeedbackState::New;
            new && may(Action::EditFeedback, content)
        },
        move |edits| {
            edits.then(|| {
                let href = format!("/projects/{home}/feedback/{id}/edit");
                view! { <a class="button" href=href>{CommonText::here().edit()}</a> }
            })
        },
    );
    let standing = part(
        content,
        |content| {
            (
                content.detail.feedback.clone(),
                content.detail.duplicate_of.clone(),
            )
        },
        move |(entry, duplicate_of)| {
            view! {
                <DuplicateOf project=home other=duplicate_of />
                <Standing entry=entry />
            }
        },
    );
    let settle = part(
        content,
        move |content| may(Action::EditFeedback, content).then_some(content.detail.feedback.state),
        move |state| {
            state.map(|state| view! { <Settle id=id state=state action=actions.settle /> })
        },
    );
    let comments = part(
        content,
        |content| content.detail.comments.clone(),
        move |comments| {
            let nameless = entry.anonymity == Anonymity::Hidden;
            view! { <Comments comments=comments nameless=nameless /> }
        },
    );
    let comment = part(
        content,
        move |content| {
            let entry = &content.detail.feedback;
            let speaks = Situation {
                // Its author may answer, whoever else sees it.
                shared_with_partners: entry.shared_with_partners || entry.own,
                ..situation_of(&content.project, entry)
            };
            viewer
                .with_value(|viewer| viewer.may(Action::GiveFeedback, &speaks))
                .then(|| (entry.anonymity, entry.own, content.team.clone()))
        },
        move |allowed| {
            allowed.map(|(anonymity, own, team)| {
                view! { <CommentForm id=id anonymity=anonymity own=own team=team action=actions.comment /> }
            })
        },
    );
    let duplicates = part(
        content,
        |content| content.detail.duplicates.clone(),
        move |duplicates| view! { <Duplicates project=home duplicates=duplicates /> },
    );
    let history = Memo::new(move |_| content.with(|content| content.detail.history.clone()));
    let team = Memo::new(move |_| content.with(|content| content.team.clone()));
    let context = part(
        content,
        |content| content.detail.feedback.clone(),
        |entry| view! { <Context entry=entry /> },
    );
    let triage = part(
        content,
        move |content| {
            may(Action::TriageFeedback, content).then(|| {
                let entry = content.detail.feedback.clone();
                (entry, content.team.clone(), content.similar.clone())
            })
        },
        move |allowed| {
            allowed.map(|(entry, team, similar)| triage_forms(entry, team, similar, actions))
        },
    );
    let links = part(
        content,
        |content| content.detail.links.clone(),
        move |links| view! { <Links links=links project=home /> },
    );
    let attachments = Signal::derive(move || content.with(|content| content.attachments.clone()));
    view! {
        <Page
            title=entry.title()
            crumbs=vec![
                Crumb::new(format!("/projects/{home}"), project.facts.title),
                Crumb::new(format!("/projects/{home}/feedback"), t.title()),
            ]
            actions=Some(edit.into_any())
        >
            <div class="split">
                <div class="stack" data-gap="large">
                    {standing}
                    <p class="prose story">{entry.facts.story.clone()}</p>
                    {settle}
                    <Attachments attachments=attachments actions=actions.attachments />
                    {comments}
                    {comment}
                    {duplicates}
                    <EntryHistory entries=history people=team />
                </div>
                <aside class="stack" data-gap="large">
                    {context}
                    {triage}
                    {links}
                </aside>
            </div>
        </Page>
    }
}

/// What the policy looks at in an entry.
fn situation_of(project: &Project, entry: &Feedback) -> Situation {
    Situation {
        is_author: entry.own,
        shared_with_partners: entry.shared_with_partners,
        ..situation(project)
    }
}

fn triage_forms(
    entry: Feedback,
    team: Vec<Person>,
    similar: Vec<(FeedbackId, String)>,
    actions: Actions,
) -> impl IntoView {
    let mergeable = entry.state != FeedbackState::Duplicate && !similar.is_empty();
    let merge = mergeable.then(|| {
        view! { <Merge entry=entry.clone() similar=similar action=actions.merge /> }
    });
    view! {
        <Triage entry=entry.clone() people=team action=actions.triage />
        {merge}
        <Split entry=entry action=actions.split />
    }
}

/// That the entry says the same as another one.
#[component]
fn DuplicateOf(project: ProjectId, other: Option<(FeedbackId, String)>) -> impl IntoView {
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
fn Duplicates(project: ProjectId, duplicates: Vec<(FeedbackId, String)>) -> impl IntoView {
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
fn Standing(entry: Feedback) -> impl IntoView {
    let t = FeedbackText::here();
    let words = |wording: domain::wording::Wording| wording.in_locale(locale());
    let reason = (!entry.state_reason.is_empty()).then(|| {
        view! {
            <p class="prose">
                <b>{t.reason()} " : "</b>
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
fn Context(entry: Feedback) -> impl IntoView {
    let t = FeedbackText::here();
    let author = match (entry.anonymity, entry.author) {
        (Anonymity::Named, Some(person)) => view! { <PersonTag person=person /> }.into_any(),
        (Anonymity::Hidden, Some(_)) => t.no_name_own().into_any(),
        _ => t.no_name().into_any(),
    };
    let facts = entry.facts;
    let words = |wording: domain::wording::Wording| wording.in_locale(locale()).to_owned();
    let iteration = entry.iteration.as_ref();
    let rows = [
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
        (t.assignee(), entry.assignee.map(|person| person.name)),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)))
        .map(|(label, value)| view! { <dt>{label}</dt> <dd>{value}</dd> })
        .collect_view();
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
                <dd>{author} " " <Moment at=entry.created_at /></dd>
                {iteration}
                {rows}
            </dl>
        </section>
    }
}

/// What people say about it, oldest first.
#[component]
fn Comments(comments: Vec<Comment>, nameless: bool) -> impl IntoView {
    let t = FeedbackText::here();
    let list = if comments.is_empty() {
        view! { <p class="hint">{t.comments_none()}</p> }.into_any()
    } else {
        comments
            .into_iter()
            .map(|comment| {
                let who = match comment.person {
                    Some(_) if nameless && comment.by_author => t.no_name_own().into_any(),
                    Some(person) => view! { <PersonTag person=person /> }.into_any(),
                    None => t.author().into_any(),
                };
                view! {
                    <article class="comment">
                        <p class="meta">{who} " " <Moment at=comment.at /></p>
                        <p class="prose story">{comment.text}</p>
                    </article>
                }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <section class="stack">
            <h2>{t.comments_title()}</h2>
            {list}
        </section>
    }
}

/// Saying something about it.
#[component]
fn CommentForm(
    id: FeedbackId,
    anonymity: Anonymity,
    own: bool,
    team: Vec<Person>,
    action: FormAction<CommentFeedback>,
) -> impl IntoView {
    let t = FeedbackText::here();
    let about_names = match (anonymity, own) {
        (Anonymity::Hidden, true) => Some(t.comment_hidden()),
        (Anonymity::NotStored, _) => Some(t.comment_named()),
        _ => None,
    };
    let about_names = about_names.map(|text| view! { <p class="hint">{text}</p> });
    let names: Vec<String> = team.into_iter().map(|person| person.name).collect();
    let people = (!names.is_empty())
        .then(|| view! { <p class="hint">{t.mention_people()} " " {names.join(", ")}</p> });
    view! {
        <PostForm action=action prefix="draft">
            <Hidden name="id" value=id.to_string() />
            <Hidden name="comment" value=next_id(action, CommentId::new) />
            <TextArea name="text" label=t.comment() hint=t.comment_hint() required=true rows=3 />
            {people}
            {about_names}
            <FormEnd label=t.comment_send() kind="quiet" />
        </PostForm>
    }
}

/// What it is linked with, both ways.
#[component]
fn Links(links: Vec<LinkedThing>, project: ProjectId) -> impl IntoView {
    let t = FeedbackText::here();
    let list = if links.is_empty() {
        view! { <p class="hint">{t.links_none()}</p> }.into_any()
    } else {
        let rows = links
            .into_iter()
            .map(|link| {
                let relation = if link.outward {
                    link.relation.wording()
                } else {
                    link.relation.reversed()
                };
                let kind = link.thing.kind.wording().in_locale(locale());
                view! {
                    <li>
                        <span class="relation">{relation.in_locale(locale())}</span>
                        <a href=address(link.thing, Some(project))>{link.title}</a>
                        <span class="meta">{kind}</span>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="chain">{rows}</ul> }.into_any()
    };
    view! {
        <section class="stack">
            <h2>{t.links()}</h2>
            {list}
        </section>
    }
}
