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
use crate::kit::{
    Day, FormAction, History, Moment, Page, PersonTag, followed_page, form_part, id_param,
    interests, part,
};
use crate::projects::{ProjectTab, ProjectTabs, situation};
use crate::text::{CommonText, colon};
use crate::viewer::Viewer;

/// What can be done on a milestone's page.
#[derive(Clone, Copy)]
pub(super) struct Actions {
    pub(super) check: FormAction<CheckCriterion>,
    pub(super) measure: FormAction<RecordMeasure>,
    pub(super) shift: FormAction<MoveMilestone>,
    pub(super) settle: FormAction<SettleMilestone>,
    pub(super) ask: FormAction<AskSignature>,
    pub(super) dismiss: FormAction<AskSignature>,
    pub(super) sign: FormAction<SignMilestone>,
    evidence: EvidenceActions,
    attachments: AttachmentActions,
}

/// The page of a milestone.
pub(super) fn milestone_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let id = id_param::<MilestoneId>("milestone");
    let actions = Actions {
        check: FormAction::new(),
        measure: FormAction::new(),
        shift: FormAction::new(),
        settle: FormAction::new(),
        ask: FormAction::new(),
        dismiss: FormAction::new(),
        sign: FormAction::new(),
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
    let subject = |content: &MilestonePageContent| content.detail.milestone.id;
    followed_page(content, subject, move |viewer, content| {
        view! { <MilestoneView viewer=viewer content=content actions=actions /> }
    })
    .into_any()
}

#[component]
fn MilestoneView(
    viewer: Viewer,
    content: Signal<MilestonePageContent>,
    actions: Actions,
) -> impl IntoView {
    let milestone = move || content.with_untracked(|content| content.detail.milestone.clone());
    let project = content.with_untracked(|content| content.detail.project.clone());
    let (title, page) = (milestone().title, page_address(&milestone()));
    let linking = may_link(&viewer, Some(project.id));
    let own = viewer.actor.user;
    let open = situation(&project);
    let steers = viewer.may(Action::EditMilestone, &open);
    let viewer = StoredValue::new(viewer);
    let may = move |action: Action, content: &MilestonePageContent| {
        let frozen = content.detail.milestone.state.is_settled();
        viewer.with_value(|viewer| viewer.may(action, &Situation { frozen, ..open }))
    };
    let edit = part(
        content,
        move |content| may(Action::EditMilestone, content),
        move |edits| {
            let href = format!("{page}/edit");
            edits.then(|| view! { <a class="button" href=href>{CommonText::here().edit()}</a> })
        },
    );
    let standing = part(
        content,
        |content| (content.detail.milestone.clone(), content.today),
        |(milestone, today)| view! { <Standing milestone=milestone today=today /> },
    );
    let criteria = part(
        content,
        move |content| {
            let updates = may(Action::UpdateMilestone, content);
            (content.detail.milestone.clone(), updates)
        },
        move |(milestone, updates)| {
            view! { <Criteria milestone=milestone may_check=updates action=actions.check /> }
        },
    );
    // Forms are drawn anew for what they are about, not for every change of the
    // milestone: what is typed in one stays while a criterion is checked.
    let measure = move || {
        form_part(
            content,
            actions.measure,
            move |content| {
                may(Action::UpdateMilestone, content).then_some(content.detail.milestone.version)
            },
            move |allowed, typed| {
                allowed.map(|_| {
                    view! { <MeasureForm milestone=milestone() action=actions.measure typed=typed /> }
                })
            },
        )
    };
    let measured = move || {
        part(
            content,
            |content| content.detail.milestone.clone(),
            |milestone| view! { <Measured milestone=milestone /> },
        )
    };
    let figure = part(
        content,
        |content| content.detail.milestone.target.is_some(),
        move |aimed| {
            aimed.then(|| {
                view! {
                    <section class="stack">
                        <h2>{MilestonesText::here().target()}</h2>
                        {measured()}
                        {measure()}
                    </section>
                }
            })
        },
    );
    let shift = form_part(
        content,
        actions.shift,
        move |content| {
            may(Action::EditMilestone, content).then_some(content.detail.milestone.version)
        },
        move |allowed, typed| {
            allowed.map(|_| {
                view! { <MoveForm milestone=milestone() action=actions.shift typed=typed /> }
            })
        },
    );
    let settle = form_part(
        content,
        actions.settle,
        |content| {
            let milestone = &content.detail.milestone;
            (milestone.version, milestone.is_complete())
        },
        move |_, typed| {
            steers.then(|| {
                view! { <SettleForm milestone=milestone() action=actions.settle typed=typed /> }
            })
        },
    );
    let about = part(
        content,
        |content| content.detail.milestone.clone(),
        |milestone| view! { <About milestone=milestone /> },
    );
    let signatures = part(
        content,
        |content| {
            let milestone = &content.detail.milestone;
            (
                milestone.state,
                milestone.signatures.clone(),
                content.team.clone(),
            )
        },
        move |(_, _, team)| {
            view! { <Signatures milestone=milestone() team=team steers=steers own=own actions=actions /> }
        },
    );
    let chain = Signal::derive(move || content.with(|content| content.chain.clone()));
    let attachments = Signal::derive(move || content.with(|content| content.attachments.clone()));
    let history = Memo::new(move |_| content.with(|content| content.detail.history.clone()));
    view! {
        <Page title=title crumbs=crumbs(&project) actions=Some(edit.into_any())>
            <ProjectTabs project=project.id current=ProjectTab::Milestones />
            <div class="split">
                <div class="stack" data-gap="large">
                    {standing}
                    {criteria}
                    {figure}
                    <Chain chain=chain may_link=linking actions=actions.evidence />
                    <Attachments attachments=attachments actions=actions.attachments />
                    <History history=history />
                </div>
                <aside class="stack" data-gap="large">
                    {about}
                    {signatures}
                    {settle}
                    {shift}
                </aside>
            </div>
        </Page>
    }
}

/// What is aimed at and what was measured.
#[component]
fn Measured(milestone: Milestone) -> impl IntoView {
    let t = MilestonesText::here();
    let by = milestone.measure.clone().map(|(_, deed)| {
        let said = t.measured_by(&name_of(&deed));
        view! { <DeedLine said=said deed=deed /> }
    });
    view! { <FigureLine milestone=milestone /> {by} }
}

/// The name of whoever did something.
pub(super) fn name_of(deed: &Deed) -> String {
    match &deed.by {
        Some(person) => person.name.clone(),
        None => MilestonesText::here().somebody().to_owned(),
    }
}

/// Who did something and when, in one line.
#[component]
pub(super) fn DeedLine(
    /// What is said, with the name of who did it.
    said: String,
    /// What was done.
    deed: Deed,
) -> impl IntoView {
    let interests = deed.by.as_ref().and_then(interests);
    view! { <p class="meta">{said} {interests} " " <Moment at=deed.at /></p> }
}

/// What became of it, and why.
#[component]
fn Standing(milestone: Milestone, today: domain::time::Date) -> impl IntoView {
    let t = MilestonesText::here();
    let reason = (!milestone.state_reason.is_empty())
        .then(|| view! { <p class="prose">{t.reason()} {colon()} {milestone.state_reason}</p> });
    let settled = milestone.settled.map(|deed| {
        let said = t.settled_by(&name_of(&deed));
        view! { <DeedLine said=said deed=deed /> }
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
            <DeedLine said=who deed=moved.deed />
        </li>
    }
}
