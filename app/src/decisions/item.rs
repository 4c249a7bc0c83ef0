//! The page of an action item: what is to be done, by whom and until when, and
//! what became of it.

use domain::decisions::{ActionItem, ActionItemDraft, ActionState, ActionStateDraft};
use domain::ids::{ActionItemId, ProjectId};
use domain::policy::{Action, Situation};
use domain::projects::TeamMember;
use domain::time::Date;
use leptos::prelude::*;

use super::api::{ActionItemContent, EditActionItem, SettleActionItem, load_action_item};
use super::fields::ActionItemFields;
use super::text::DecisionsText;
use super::{SharedBadge, StateBadge, actions_address, crumbs};
use crate::evidence::{Chain, EvidenceActions, may_link};
use crate::failure::Failure;
use crate::kit::{
    Choice, Crumb, Day, FormAction, FormEnd, Hidden, History, Moment, Page, PersonTag, PostForm,
    Radios, TextArea, followed_page, form_part, id_param, interests, member_choices, part,
    saved_beside,
};
use crate::preferences::locale;
use crate::projects::{ProjectTab, ProjectTabs, situation};
use crate::text::CommonText;
use crate::viewer::Viewer;

#[derive(Clone, Copy)]
struct Actions {
    edit: FormAction<EditActionItem>,
    settle: FormAction<SettleActionItem>,
    evidence: EvidenceActions,
}

/// The page of an action item.
pub(super) fn action_item_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let id = id_param::<ActionItemId>("item");
    let actions = Actions {
        edit: FormAction::new(),
        settle: FormAction::new(),
        evidence: EvidenceActions::new(),
    };
    let changes = move || {
        let done = [
            actions.edit.version().get(),
            actions.settle.version().get(),
            actions.evidence.done(),
        ];
        (project.get(), id.get(), done)
    };
    let content = Resource::new(changes, |(project, id, _)| load_action_item(project, id));
    let subject = |content: &ActionItemContent| content.detail.item.id;
    followed_page(content, subject, move |viewer, content| {
        view! { <ActionItemView viewer=viewer content=content actions=actions /> }
    })
    .into_any()
}

#[component]
fn ActionItemView(
    viewer: Viewer,
    content: Signal<ActionItemContent>,
    actions: Actions,
) -> impl IntoView {
    let t = DecisionsText::here();
    let first = content.get_untracked().detail;
    let project = first.project;
    let mut way = crumbs(&project);
    way.push(Crumb::new(actions_address(project.id), t.actions()));
    let home = project.id;
    let linking = may_link(&viewer, Some(project.id));
    let here = situation(&project);
    let edits = viewer.may(Action::EditAction, &here);
    let said = part(
        content,
        |content| (content.detail.item.clone(), content.today),
        |(item, today)| view! { <Said item=item today=today /> },
    );
    let edit = edits.then(|| {
        form_part(
            content,
            actions.edit,
            |content| (content.detail.item.clone(), content.team.clone()),
            move |(item, team), typed| {
                view! {
                    <EditForm project=home item=item team=team action=actions.edit typed=typed />
                }
            },
        )
    });
    let settle = form_part(
        content,
        actions.settle,
        move |content| {
            let item = &content.detail.item;
            let owner = item.owner.as_ref().map(|owner| owner.id);
            let situation = Situation {
                is_author: owner == Some(viewer.actor.user),
                ..here
            };
            let settles = viewer.may(Action::SettleAction, &situation);
            settles.then(|| item.clone())
        },
        move |item, typed| {
            item.map(|item| view! { <SettleForm item=item action=actions.settle typed=typed /> })
        },
    );
    let chain = Signal::derive(move || content.with(|content| content.chain.clone()));
    let history = Memo::new(move |_| content.with(|content| content.detail.history.clone()));
    view! {
        <Page title=first.item.statement crumbs=way>
            <ProjectTabs project=project.id current=ProjectTab::Decisions />
            <div class="stack" data-gap="large">
                {said}
                {settle}
                {edit}
                <Chain chain=chain may_link=linking actions=actions.evidence />
                <History history=history />
            </div>
        </Page>
    }
}

/// What is to be done, who takes it on, until when, and what became of it.
#[component]
fn Said(item: ActionItem, today: Date) -> impl IntoView {
    let t = DecisionsText::here();
    let late = item
        .is_late(today)
        .then(|| view! { <span class="badge" data-tone="bad">{t.late()}</span> });
    let owner = match item.owner {
        Some(person) => view! { <PersonTag person=person /> }.into_any(),
        None => t.nobody_yet().into_any(),
    };
    let due_on = item
        .due_on
        .map(|due_on| view! { <dt>{t.due_on()}</dt> <dd><Day date=due_on /></dd> });
    let reason = (!item.state_reason.is_empty())
        .then(|| view! { <dt>{t.reason()}</dt> <dd class="prose">{item.state_reason}</dd> });
    let settled = item.settled.map(|deed| {
        let interests = deed.by.as_ref().and_then(interests);
        let name = deed
            .by
            .map_or_else(|| t.somebody().to_owned(), |by| by.name);
        view! { <p class="meta">{t.said_by(&name)} {interests} " " <Moment at=deed.at /></p> }
    });
    view! {
        <section class="stack" data-gap="small">
            <p><StateBadge state=item.state /> " " {late} <SharedBadge shared=item.shared /></p>
            {settled}
            <dl class="facts" data-stacked=true>
                <dt>{t.to_do()}</dt>
                <dd class="prose">{item.statement}</dd>
                <dt>{t.owner()}</dt>
                <dd>{owner}</dd>
                {due_on}
                {reason}
            </dl>
        </section>
    }
}

/// Saying that it is done or given up, or opening it again.
#[component]
fn SettleForm(
    item: ActionItem,
    action: FormAction<SettleActionItem>,
    typed: RwSignal<bool>,
) -> impl IntoView {
    let t = DecisionsText::here();
    let (home, id) = (item.project, item.id);
    let saved = move || async move {
        let content = load_action_item(Some(home), Some(id)).await?;
        Ok::<_, Failure>(ActionStateDraft::from(&content.detail.item))
    };
    let there = ActionStateDraft::from(&item);
    let version = action.version_made_of(item.version);
    if item.state != ActionState::Open {
        return view! {
            <details open=action.failed()>
                <summary>{t.reopen()}</summary>
                <PostForm action=action prefix="draft" scope="settle" typed=typed>
                    <Hidden name="id" value=id.to_string() />
                    <Hidden name="version" value=version />
                    {saved_beside(action.stale(), &there, saved)}
                    <input type="hidden" name="draft[state]" value=ActionState::Open.code() />
                    <TextArea name="reason" label=t.reason() rows=2 required=true />
                    <FormEnd label=t.reopen() kind="quiet" />
                </PostForm>
            </details>
        }
        .into_any();
    }
    let choices = [ActionState::Done, ActionState::Dropped]
        .into_iter()
        .map(|state| Choice::new(state.code(), state.wording().in_locale(locale())))
        .collect();
    view! {
        <section class="card stack">
            <h2>{t.settle()}</h2>
            <PostForm action=action prefix="draft" scope="settle" typed=typed>
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=version />
                {saved_beside(action.stale(), &there, saved)}
                <Radios name="state" label=t.becomes() choices=choices value=ActionState::Done.code() />
                <TextArea name="reason" label=t.reason() hint=t.reason_hint() rows=2 />
                <FormEnd label=t.settle() />
            </PostForm>
        </section>
    }
    .into_any()
}

#[component]
fn EditForm(
    project: ProjectId,
    item: ActionItem,
    team: Vec<TeamMember>,
    action: FormAction<EditActionItem>,
    typed: RwSignal<bool>,
) -> impl IntoView {
    let t = DecisionsText::here();
    let (id, version) = (item.id, action.version_made_of(item.version));
    let draft = ActionItemDraft::from(&item);
    let people = member_choices(team, item.owner);
    let saved = move || async move {
        let content = load_action_item(Some(project), Some(id)).await?;
        Ok::<_, Failure>(ActionItemDraft::from(&content.detail.item))
    };
    view! {
        <details>
            <summary>{t.edit_action()}</summary>
            <PostForm action=action prefix="draft" typed=typed>
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=version />
                {saved_beside(action.stale(), &draft, saved)}
                <ActionItemFields draft=draft people=people />
                <FormEnd label=CommonText::here().save() />
            </PostForm>
        </details>
    }
}
