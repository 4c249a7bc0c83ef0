//! The decisions and the action items of a project, a page at a time, each with
//! the form that records another.

use domain::decisions::{ActionItemDraft, DecisionDraft};
use domain::ids::{ActionItemId, DecisionId, ProjectId};
use domain::policy::Action;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{
    ActionItemsContent, CreateActionItem, CreateDecision, DecisionsContent, load_action_items,
    load_decisions,
};
use super::fields::{ActionItemFields, DecisionFields};
use super::text::DecisionsText;
use super::{SharedBadge, StateBadge, actions_address, crumbs, decisions_address};
use crate::kit::{
    Day, Empty, FormAction, FormEnd, Hidden, Page, Pager, PersonTag, PostForm, id_param,
    loaded_page, member_choices, query_value,
};
use crate::projects::{ProjectTab, ProjectTabs, situation};
use crate::viewer::Viewer;

/// The project and the page of the list that the address names.
fn asked() -> impl Fn() -> (Option<ProjectId>, u64) + Copy {
    let project = id_param::<ProjectId>("project");
    let query = use_query_map();
    let page = Memo::new(move |_| query_value(&query.read(), "page").parse().unwrap_or(1));
    move || (project.get(), page.get())
}

/// The list of a project's decisions.
pub(super) fn decisions_page() -> AnyView {
    let action: FormAction<CreateDecision> = FormAction::new();
    let content = Resource::new(asked(), |(project, page)| load_decisions(project, page));
    loaded_page(content, move |viewer, content| {
        view! { <DecisionsView viewer=viewer content=content action=action /> }
    })
    .into_any()
}

#[component]
fn DecisionsView(
    viewer: Viewer,
    content: DecisionsContent,
    action: FormAction<CreateDecision>,
) -> impl IntoView {
    let t = DecisionsText::here();
    let DecisionsContent {
        project,
        decisions,
        today,
    } = content;
    let id = project.id;
    let (number, count, total) = (decisions.number, decisions.count(), decisions.total);
    let rows = decisions
        .items
        .into_iter()
        .map(|decision| {
            let href = format!("{}/{}", decisions_address(id), decision.id);
            view! {
                <li class="card" data-link=true>
                    <h2><a href=href>{decision.facts.statement}</a></h2>
                    <p class="meta">{t.decided_on()} " " <Day date=decision.facts.decided_on /> <SharedBadge shared=decision.facts.shared /></p>
                </li>
            }
        })
        .collect_view();
    let list = match total {
        0 => view! { <Empty text=t.none_yet().to_owned() /> }.into_any(),
        _ => view! {
            <p class="result-count">{t.count(total)}</p>
            <ul class="card-list" data-joined=true>{rows}</ul>
        }
        .into_any(),
    };
    let record = viewer
        .may(Action::EditDecision, &situation(&project))
        .then(|| {
            let draft = DecisionDraft {
                decided_on: today.to_string(),
                ..DecisionDraft::default()
            };
            view! {
                <details>
                    <summary>{t.record()}</summary>
                    <PostForm action=action prefix="draft">
                        <Hidden name="project" value=id.to_string() />
                        <Hidden name="id" value=DecisionId::new().to_string() />
                        <DecisionFields draft=draft />
                        <FormEnd label=t.record() />
                    </PostForm>
                </details>
            }
        });
    let other = view! { <a class="button" href=actions_address(id)>{t.actions()}</a> }.into_any();
    view! {
        <Page title=t.title() lede=t.lede() crumbs=crumbs(&project) actions=Some(other)>
            <div class="stack">
                <ProjectTabs project=id current=ProjectTab::Decisions />
                {record}
                {list}
                <Pager number=number count=count />
            </div>
        </Page>
    }
}

/// The list of a project's action items.
pub(super) fn action_items_page() -> AnyView {
    let action: FormAction<CreateActionItem> = FormAction::new();
    let content = Resource::new(asked(), |(project, page)| load_action_items(project, page));
    loaded_page(content, move |viewer, content| {
        view! { <ActionItemsView viewer=viewer content=content action=action /> }
    })
    .into_any()
}

#[component]
fn ActionItemsView(
    viewer: Viewer,
    content: ActionItemsContent,
    action: FormAction<CreateActionItem>,
) -> impl IntoView {
    let t = DecisionsText::here();
    let ActionItemsContent {
        project,
        team,
        items,
        today,
    } = content;
    let id = project.id;
    let (number, count, total) = (items.number, items.count(), items.total);
    let rows = items
        .items
        .into_iter()
        .map(|item| {
            let href = format!("{}/{}", actions_address(id), item.id);
            let late = item
                .is_late(today)
                .then(|| view! { <span class="badge" data-tone="bad">{t.late()}</span> });
            let due_on = item.due_on.map(|due_on| view! { <Day date=due_on /> });
            let owner = item
                .owner
                .map(|person| view! { <PersonTag person=person /> });
            view! {
                <li class="card" data-link=true>
                    <h2><a href=href>{item.statement}</a></h2>
                    <p class="meta"><StateBadge state=item.state /> {late} {due_on} {owner} <SharedBadge shared=item.shared /></p>
                </li>
            }
        })
        .collect_view();
    let list = match total {
        0 => view! { <Empty text=t.actions_none().to_owned() /> }.into_any(),
        _ => view! {
            <p class="result-count">{t.actions_count(total)}</p>
            <ul class="card-list" data-joined=true>{rows}</ul>
        }
        .into_any(),
    };
    let record = viewer
        .may(Action::EditAction, &situation(&project))
        .then(|| {
            view! {
                <details>
                    <summary>{t.take_on()}</summary>
                    <PostForm action=action prefix="draft">
                        <Hidden name="project" value=id.to_string() />
                        <Hidden name="id" value=ActionItemId::new().to_string() />
                        <ActionItemFields draft=ActionItemDraft::default() people=member_choices(team, None) />
                        <FormEnd label=t.take_on() />
                    </PostForm>
                </details>
            }
        });
    let other = view! { <a class="button" href=decisions_address(id)>{t.title()}</a> }.into_any();
    view! {
        <Page title=t.actions() lede=t.actions_lede() crumbs=crumbs(&project) actions=Some(other)>
            <div class="stack">
                <ProjectTabs project=id current=ProjectTab::Decisions />
                {record}
                {list}
                <Pager number=number count=count />
            </div>
        </Page>
    }
}
