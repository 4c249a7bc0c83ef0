//! The page of an entry, put together.

use domain::feedback::{Anonymity, Feedback, FeedbackState, Mover, may_become};
use domain::ids::FeedbackId;
use domain::policy::{Action, Situation};
use domain::projects::Project;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::about::{Context, DuplicateOf, Duplicates, Standing};
use super::api::{
    CommentFeedback, EntryContent, SettleFeedback, SplitFeedback, TriageFeedback, load_feedback,
};
use super::beside::{BesideLinks, ListPlace};
use super::comments::{COMMENTS, CommentForm, Comments};
use super::history::EntryHistory;
use super::settle::Settle;
use super::text::FeedbackText;
use super::triage::{Split, Triage};
use crate::attachments::{AttachmentActions, Attachments};
use crate::evidence::{Chain, EvidenceActions, may_link};
use crate::kit::{Crumb, FormAction, Page, followed_page, form_part, id_param, part, part_asked};
use crate::projects::situation;
use crate::text::CommonText;
use crate::viewer::Viewer;

/// What can be done on the page of an entry.
#[derive(Clone, Copy)]
struct Actions {
    settle: FormAction<SettleFeedback>,
    triage: FormAction<TriageFeedback>,
    split: FormAction<SplitFeedback>,
    comment: FormAction<CommentFeedback>,
    attachments: AttachmentActions,
    evidence: EvidenceActions,
}

/// The page of an entry.
pub(super) fn feedback_page() -> AnyView {
    let id = id_param::<FeedbackId>("feedback");
    let actions = Actions {
        settle: FormAction::new(),
        triage: FormAction::new(),
        split: FormAction::new(),
        comment: FormAction::new(),
        attachments: AttachmentActions::new(),
        evidence: EvidenceActions::new(),
    };
    let query = use_query_map();
    let list = Memo::new(move |_| ListPlace::read(&query.read()));
    let comments = Memo::new(move |_| part_asked(&query.read(), COMMENTS));
    let wanted = move || {
        (
            (id.get(), list.get(), comments.get()),
            actions.settle.version().get(),
            actions.triage.version().get(),
            actions.split.version().get(),
            actions.comment.version().get(),
            actions.attachments.done(),
            actions.evidence.done(),
        )
    };
    let entry = Resource::new(wanted, |((id, list, comments), ..)| {
        load_feedback(id, list, comments)
    });
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
    let beside = part(
        content,
        |content| content.beside.clone(),
        move |beside| beside.map(|beside| view! { <BesideLinks project=home beside=beside /> }),
    );
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
    // What is said now stands among the latest; what is typed stays while others are read.
    let among_latest =
        Memo::new(move |_| content.with(|content| content.detail.comments.number == 1));
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
                .then(|| (entry.anonymity, entry.own, content.detail.readers.clone()))
        },
        move |allowed| {
            allowed.map(|(anonymity, own, readers)| {
                view! { <CommentForm id=id anonymity=anonymity own=own readers=readers action=actions.comment /> }
            })
        },
    );
    let duplicates = part(
        content,
        |content| content.detail.duplicates.clone(),
        move |duplicates| view! { <Duplicates project=home duplicates=duplicates /> },
    );
    let history = Memo::new(move |_| content.with(|content| content.detail.history.clone()));
    let named = Memo::new(move |_| content.with(|content| content.detail.named.clone()));
    let context = part(
        content,
        |content| content.detail.feedback.clone(),
        |entry| view! { <Context entry=entry /> },
    );
    let triages = move |content: &EntryContent| may(Action::TriageFeedback, content);
    let triage = form_part(
        content,
        actions.triage,
        move |content| {
            let made_of = || {
                let detail = &content.detail;
                (detail.feedback.clone(), detail.readers.clone())
            };
            triages(content).then(made_of)
        },
        move |made_of, typed| {
            made_of.map(|(entry, readers)| {
                view! { <Triage entry=entry people=readers action=actions.triage typed=typed /> }
            })
        },
    );
    let merge = part(
        content,
        move |content| {
            let state = content.detail.feedback.state;
            triages(content) && may_become(state, FeedbackState::Duplicate, Mover::Team)
        },
        move |merges| {
            merges.then(|| {
                let href = format!("/projects/{home}/feedback/{id}/merge");
                view! { <p><a href=href>{FeedbackText::here().merge()}</a></p> }
            })
        },
    );
    let split = form_part(
        content,
        actions.split,
        move |content| triages(content).then(|| content.detail.feedback.clone()),
        move |entry, typed| {
            entry.map(|entry| view! { <Split entry=entry action=actions.split typed=typed /> })
        },
    );
    let title = entry.title();
    // What is told already by the title is not said twice.
    let story = entry.facts.story;
    let story = (story.trim() != title).then(|| view! { <p class="prose story">{story}</p> });
    let linking = viewer.with_value(|viewer| may_link(viewer, Some(home)));
    let chain = Signal::derive(move || content.with(|content| content.chain.clone()));
    let attachments = Signal::derive(move || content.with(|content| content.attachments.clone()));
    view! {
        <Page
            title=title
            crumbs=vec![
                Crumb::new(format!("/projects/{home}"), project.facts.title),
                Crumb::new(format!("/projects/{home}/feedback"), t.title()),
            ]
            actions=Some(edit.into_any())
        >
            {beside}
            <div class="split" data-aside="middle">
                <div class="stack" data-gap="large">
                    {standing}
                    {story}
                    {settle}
                </div>
                <aside class="stack" data-gap="large">
                    {triage}
                    {merge}
                    {split}
                    {context}
                </aside>
                <div class="stack" data-gap="large">
                    <Attachments attachments=attachments actions=actions.attachments />
                    {comments}
                    <div hidden=move || !among_latest.get()>{comment}</div>
                    {duplicates}
                    <Chain chain=chain may_link=linking actions=actions.evidence />
                    <EntryHistory history=history people=named />
                </div>
            </div>
        </Page>
    }
}

/// What the policy looks at in an entry.
pub(super) fn situation_of(project: &Project, entry: &Feedback) -> Situation {
    Situation {
        is_author: entry.own,
        shared_with_partners: entry.shared_with_partners,
        ..situation(project)
    }
}
