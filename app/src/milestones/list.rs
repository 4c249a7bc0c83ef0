//! All milestones of a project: the timeline, and the list.

use domain::ids::ProjectId;
use domain::milestones::Milestone;
use domain::policy::Action;
use domain::time::Date;
use leptos::prelude::*;

use super::api::{MilestonesContent, load_milestones};
use super::text::MilestonesText;
use super::timeline::{Timeline, iteration_spans, phase_spans};
use super::{FigureLine, StateBadge, list_address, page_address};
use crate::kit::{Crumb, Day, Empty, Page, PersonTag, id_param, loaded_page};
use crate::projects::{ProjectTab, ProjectTabs, situation};
use crate::text::CommonText;
use crate::viewer::Viewer;

/// The page with all milestones of a project.
pub(super) fn milestones_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let content = Resource::new(move || project.get(), load_milestones);
    loaded_page(content, move |viewer, content| {
        view! { <MilestonesView viewer=viewer content=content /> }
    })
    .into_any()
}

#[component]
fn MilestonesView(viewer: Viewer, content: MilestonesContent) -> impl IntoView {
    let t = MilestonesText::here();
    let MilestonesContent {
        project,
        phases,
        iterations,
        milestones,
        today,
    } = content;
    let may_set = viewer.may(Action::EditMilestone, &situation(&project));
    let href = format!("{}/new", list_address(project.id));
    let set = may_set.then(|| {
        let href = href.clone();
        view! { <a class="button" data-kind="primary" href=href>{t.set()}</a> }.into_any()
    });
    let crumbs = vec![
        Crumb::new("/projects", CommonText::here().projects()),
        Crumb::new(
            format!("/projects/{}", project.id),
            project.facts.title.clone(),
        ),
    ];
    let phases = phase_spans(&project, &phases, today);
    let iterations = iteration_spans(iterations);
    let list = if milestones.is_empty() {
        let first = may_set.then(|| view! { <a class="button" href=href>{t.set()}</a> });
        view! { <Empty text=t.none_yet().to_owned()>{first}</Empty> }.into_any()
    } else {
        view! { <Lists milestones=milestones.clone() today=today /> }.into_any()
    };
    view! {
        <Page title=t.title() lede=t.lede() crumbs=crumbs actions=set>
            <div class="stack" data-gap="large">
                <ProjectTabs project=project.id current=ProjectTab::Milestones />
                <Timeline
                    starts_on=project.facts.starts_on
                    phases=phases
                    iterations=iterations
                    milestones=milestones
                    today=today
                />
                {list}
            </div>
        </Page>
    }
}

/// What is ahead before what is settled.
#[component]
fn Lists(milestones: Vec<Milestone>, today: Date) -> impl IntoView {
    let t = MilestonesText::here();
    let (settled, ahead): (Vec<_>, Vec<_>) = milestones
        .into_iter()
        .partition(|milestone| milestone.state.is_settled());
    let ahead = if ahead.is_empty() {
        view! { <p>{t.ahead_none()}</p> }.into_any()
    } else {
        view! { <Cards milestones=ahead today=today /> }.into_any()
    };
    let settled = (!settled.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t.settled()}</h2>
                <Cards milestones=settled today=today />
            </section>
        }
    });
    view! {
        <section class="stack">
            <h2>{t.ahead()}</h2>
            {ahead}
        </section>
        {settled}
    }
}

#[component]
fn Cards(milestones: Vec<Milestone>, today: Date) -> impl IntoView {
    let t = MilestonesText::here();
    let cards = milestones
        .into_iter()
        .map(|milestone| {
            let all = u32::try_from(milestone.criteria.len()).unwrap_or(u32::MAX);
            let criteria = t.criteria_met(milestone.checked(), all);
            let owner = milestone
                .owner
                .clone()
                .map(|person| view! { <PersonTag person=person /> });
            view! {
                <li class="card" data-link=true>
                    <h3><a href=page_address(&milestone)>{milestone.title.clone()}</a></h3>
                    <p class="meta">
                        <StateBadge state=milestone.state due_on=milestone.due_on today=today />
                        <Day date=milestone.due_on />
                        <span>{criteria}</span>
                        {owner}
                    </p>
                    <FigureLine milestone=milestone />
                </li>
            }
        })
        .collect_view();
    view! { <ul class="card-list" data-joined=true>{cards}</ul> }
}
