//! The page of a milestone: what must be true, what is, with what evidence.

use domain::ids::{MilestoneId, ProjectId};
use domain::milestones::{Deed, Milestone, Move};
use domain::policy::{Action, Situation};
use leptos::prelude::*;

use super::api::{
    AskSignature, CheckCriterion, MilestonePageContent, MoveMilestone, RecordMeasure,
    SettleMilestone, SignMilestone, load_milestone_page,
};
use super::form::crumbs;
use super::settle::{MoveForm, SettleForm, Signatures};
use super::text::MilestonesText;
use super::update::{Criteria, MeasureForm};
use super::{FigureLine, StateBadge, page_address};
use crate::attachments::{AttachmentActions, Attachments};
use crate::evidence::{Chain, EvidenceActions, may_link};
use crate::kit::{Day, History, Moment, Page, PersonTag, id_param, loaded};
use crate::projects::{ProjectTab, ProjectTabs, situation};
use crate::text::CommonText;
use crate::viewer::Viewer;

/// What can be done on a milestone's page.
#[derive(Clone, Copy)]
pub(super) struct Actions {
    pub(super) check: ServerAction<CheckCriterion>,
    pub(super) measure: ServerAction<RecordMeasure>,
    pub(super) shift: ServerAction<MoveMilestone>,
    pub(super) settle: ServerAction<SettleMilestone>,
    pub(super) ask: ServerAction<AskSignature>,
    pub(super) dismiss: ServerAction<AskSignature>,
    pub(super) sign: ServerAction<SignMilestone>,
    evidence: EvidenceActions,
    attachments: AttachmentActions,
}

/// The page of a milestone.
pub(super) fn milestone_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let id = id_param::<MilestoneId>("milestone");
    let actions = Actions {
        check: ServerAction::new(),
        measure: ServerAction::new(),
        shift: ServerAction::new(),
        settle: ServerAction::new(),
        ask: ServerAction::new(),
        dismiss: ServerAction::new(),
        sign: ServerAction::new(),
        evidence: EvidenceActions::new(),
        attachments: AttachmentActions::new(),
    };
    let changes = move || {
        let done = [
            actions.check.version().get(),
            actions.measure.version().get(),
            actions.shift.version().get(),
            actions.settle.version().get(),
            actions.ask.version().get(),
            actions.dismiss.version().get(),
            actions.sign.version().get(),
            actions.evidence.done(),
            actions.attachments.done(),
        ];
        (project.get(), id.get(), done)
    };
    let content = Resource::new(changes, |(project, id, _)| load_milestone_page(project, id));
    loaded(content, move |viewer, content| {
        view! { <MilestoneView viewer=viewer content=content actions=actions /> }
    })
    .into_any()
}

#[component]
fn MilestoneView(viewer: Viewer, content: MilestonePageContent, actions: Actions) -> impl IntoView {
    let t = MilestonesText::here();
    let MilestonePageContent {
        detail,
        chain,
        attachments,
        team,
        today,
    } = content;
    let milestone = detail.milestone;
    let project = detail.project;
    let open = situation(&project);
    let now = Situation {
        frozen: milestone.state.is_settled(),
        ..open
    };
    let edit = viewer.may(Action::EditMilestone, &now).then(|| {
        let href = format!("{}/edit", page_address(&milestone));
        view! { <a class="button" href=href>{CommonText::here().edit()}</a> }.into_any()
    });
    let updates = viewer.may(Action::UpdateMilestone, &now);
    let steers = viewer.may(Action::EditMilestone, &open);
    let measure = (updates && milestone.target.is_some())
        .then(|| view! { <MeasureForm milestone=milestone.clone() action=actions.measure /> });
    let shift = viewer
        .may(Action::EditMilestone, &now)
        .then(|| view! { <MoveForm milestone=milestone.clone() action=actions.shift /> });
    let settle =
        steers.then(|| view! { <SettleForm milestone=milestone.clone() action=actions.settle /> });
    let figure = milestone.target.is_some().then(|| {
        let by = milestone.measure.clone().map(|(_, deed)| {
            let said = t.measured_by(&name_of(&deed));
            view! { <p class="meta">{said} " " <Moment at=deed.at /></p> }
        });
        view! {
            <section class="stack">
                <h2>{t.target()}</h2>
                <FigureLine milestone=milestone.clone() />
                {by}
                {measure}
            </section>
        }
    });
    let linking = may_link(&viewer, Some(project.id));
    let own = viewer.actor.user;
    view! {
        <Page title=milestone.title.clone() crumbs=crumbs(&project) actions=edit>
            <ProjectTabs project=project.id current=ProjectTab::Milestones />
            <div class="split">
                <div class="stack" data-gap="large">
                    <Standing milestone=milestone.clone() today=today />
                    <Criteria milestone=milestone.clone() may_check=updates action=actions.check />
                    {figure}
                    <Chain chain=chain may_link=linking actions=actions.evidence />
                    <Attachments attachments=attachments actions=actions.attachments />
                    <History entries=detail.history />
                </div>
                <aside class="stack" data-gap="large">
                    <About milestone=milestone.clone() />
                    <Signatures milestone=milestone team=team steers=steers own=own actions=actions />
                    {settle}
                    {shift}
                </aside>
            </div>
        </Page>
    }
}

/// The name of whoever did something.
pub(super) fn name_of(deed: &Deed) -> String {
    match &deed.by {
        Some(person) => person.name.clone(),
        None => MilestonesText::here().somebody().to_owned(),
    }
}

/// What became of it, and why.
#[component]
fn Standing(milestone: Milestone, today: domain::time::Date) -> impl IntoView {
    let t = MilestonesText::here();
    let reason = (!milestone.state_reason.is_empty())
        .then(|| view! { <p class="prose">{t.reason()} " : " {milestone.state_reason}</p> });
    let settled = milestone.settled.map(|deed| {
        let said = t.settled_by(&name_of(&deed));
        view! { <p class="meta">{said} " " <Moment at=deed.at /></p> }
    });
    view! {
        <section class="stack" data-gap="small">
            <p>
                <StateBadge state=milestone.state due_on=milestone.due_on today=today />
            </p>
            {reason}
            {settled}
        </section>
    }
}

/// When, who, and the dates that were given up.
#[component]
fn About(milestone: Milestone) -> impl IntoView {
    let t = MilestonesText::here();
    let owner = milestone
        .owner
        .map(|person| view! { <dt>{t.owner()}</dt> <dd><PersonTag person=person /></dd> });
    let moves = milestone.moves;
    let moves = (!moves.is_empty()).then(|| {
        let rows = moves.into_iter().rev().map(move_row).collect_view();
        view! { <dt>{t.moves()}</dt> <dd><ul class="history">{rows}</ul></dd> }
    });
    view! {
        <dl class="facts" data-stacked=true>
            <dt>{t.due_on()}</dt>
            <dd><b><Day date=milestone.due_on /></b></dd>
            {owner}
            {moves}
        </dl>
    }
}

fn move_row(moved: Move) -> impl IntoView {
    let who = name_of(&moved.deed);
    view! {
        <li>
            <del><Day date=moved.from /></del> " → " <Day date=moved.to />
            <p>{moved.reason}</p>
            <p class="meta">{who} " " <Moment at=moved.deed.at /></p>
        </li>
    }
}
