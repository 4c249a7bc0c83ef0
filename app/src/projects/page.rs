//! The page of a project: where are we, what is next, what needs me.

use domain::ids::ProjectId;
use domain::policy::{Action, Situation};
use domain::projects::{Project, Visibility};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{ChangePhase, PlanPhases, ProjectPageContent, SetTeamRole, load_project_page};
use super::glance::GlanceBlock;
use super::links::{LinkActions, Links};
use super::phases::{ChangePhaseForm, Phases, PlanPhasesForm};
use super::programme::Programme;
use super::tabs::{ProjectTab, ProjectTabs};
use super::team::Team;
use super::text::ProjectsText;
use crate::attachments::{AttachmentActions, Attachments};
use crate::evidence::{Chain, EvidenceActions, may_link};
use crate::feedback::{GiveFeedbackLink, may_give};
use crate::kit::{
    Crumb, Empty, FormAction, History, Page, followed_page, form_part, id_param, part, query_value,
    told_rows,
};
use crate::needs::NeedCards;
use crate::preferences::locale;
use crate::text::CommonText;
use crate::viewer::Viewer;

/// What can be done on the page of a project.
#[derive(Clone, Copy)]
struct Actions {
    phase: FormAction<ChangePhase>,
    plan: FormAction<PlanPhases>,
    team: FormAction<SetTeamRole>,
    links: LinkActions,
    evidence: EvidenceActions,
    files: AttachmentActions,
}

impl Actions {
    fn new() -> Self {
        Self {
            phase: FormAction::new(),
            plan: FormAction::new(),
            team: FormAction::new(),
            links: LinkActions::new(),
            evidence: EvidenceActions::new(),
            files: AttachmentActions::new(),
        }
    }

    fn done(self) -> usize {
        let phases = self.phase.version().get() + self.plan.version().get();
        let around = self.links.done() + self.evidence.done() + self.files.done();
        phases + self.team.version().get() + around
    }
}

/// The page of a project.
pub(super) fn project_page() -> AnyView {
    let id = id_param::<ProjectId>("project");
    let query = use_query_map();
    // The link being edited: one at a time, named in the address.
    let editing = Memo::new(move |_| query_value(&query.read(), "edit"));
    let actions = Actions::new();
    let done = move || actions.done();
    let changes = move || (id.get(), done());
    let project = Resource::new(changes, |(id, ..)| load_project_page(id));
    let subject = |content: &ProjectPageContent| content.detail.project.id;
    followed_page(project, subject, move |viewer, content| {
        view! { <ProjectView viewer=viewer content=content actions=actions editing=editing /> }
    })
    .into_any()
}

/// What the policy looks at in a project.
pub(crate) fn situation(project: &Project) -> Situation {
    Situation {
        team_only: project.facts.visibility == Visibility::Team,
        ..Situation::in_project(project.id)
    }
}

#[component]
fn ProjectView(
    viewer: Viewer,
    content: Signal<ProjectPageContent>,
    actions: Actions,
    editing: Memo<String>,
) -> impl IntoView {
    let t = ProjectsText::here();
    // What it says of itself changes on another page.
    let project = content.with_untracked(|content| content.detail.project.clone());
    let situation = situation(&project);
    let may = |action| viewer.may(action, &situation);
    let id = project.id;
    let reader = viewer.account.person.id;
    let edit = may(Action::EditProject).then(|| {
        view! { <a class="button" href=format!("/projects/{id}/edit")>{CommonText::here().edit()}</a> }
            .into_any()
    });
    let give = may_give(&viewer, &project)
        .then(|| view! { <GiveFeedbackLink project=id kind="primary" /> });
    let ways = (give.is_some() || edit.is_some()).then(|| view! { {give} {edit} }.into_any());
    let glance = part(
        content,
        |content| {
            let (detail, glance) = (&content.detail, content.glance.clone());
            let dates = (detail.phases.clone(), content.today);
            (
                detail.project.clone(),
                dates,
                glance,
                content.waiting.clone(),
            )
        },
        move |(project, (dates, today), glance, waiting)| {
            view! {
                <GlanceBlock
                    project=project
                    dates=dates
                    glance=glance
                    waiting=waiting
                    reader=reader
                    today=today
                />
            }
        },
    );
    let phases = part(
        content,
        |content| {
            (
                content.detail.project.clone(),
                content.detail.phases.clone(),
                content.today,
            )
        },
        |(project, dates, today)| view! { <Phases project=project dates=dates today=today /> },
    );
    let change_phase = may(Action::ChangePhase).then(|| {
        let made_of = |content: &ProjectPageContent| {
            let detail = &content.detail;
            (detail.project.clone(), detail.phases.clone())
        };
        let change = form_part(
            content,
            actions.phase,
            made_of,
            move |(project, dates), typed| {
                view! {
                    <ChangePhaseForm project=project dates=dates action=actions.phase typed=typed />
                }
            },
        );
        let plan = form_part(
            content,
            actions.plan,
            made_of,
            move |(project, dates), typed| {
                view! {
                    <PlanPhasesForm project=project dates=dates action=actions.plan typed=typed />
                }
            },
        );
        view! { {change} {plan} }
    });
    // Where the project stands among the steps of the programme follows its phase.
    let programme = part(
        content,
        |content| content.detail.project.clone(),
        |project| view! { <Programme project=project /> },
    );
    let needs = content.with_untracked(|content| content.detail.needs.clone());
    let needs = if needs.is_empty() {
        view! { <Empty text=t.needs_none().to_owned() /> }.into_any()
    } else {
        view! { <NeedCards needs=needs /> }.into_any()
    };
    let manages = may(Action::ManageTeam);
    let team = form_part(
        content,
        actions.team,
        move |content| {
            let people = manages.then(|| content.people.clone());
            let detail = &content.detail;
            (detail.project.team_version, detail.team.clone(), people)
        },
        move |(version, members, people), typed| {
            view! {
                <Team
                    id=id
                    version=version
                    team=members
                    people=people
                    action=actions.team
                    typed=typed
                />
            }
        },
    );
    let history = Memo::new(move |_| content.with(|content| content.detail.history.clone()));
    let chain = Signal::derive(move || content.with(|content| content.chain.clone()));
    let links = Memo::new(move |_| content.with(|content| content.detail.links.clone()));
    let link_actions = may(Action::EditProject).then_some(actions.links);
    let attachments = Signal::derive(move || content.with(|content| content.attachments.clone()));
    view! {
        <Page
            title=project.facts.title.clone()
            lede=project.facts.summary.clone()
            crumbs=vec![Crumb::new("/projects", t.title())]
            actions=ways
        >
            <div class="stack" data-gap="large">
                <ProjectTabs project=id current=ProjectTab::Project />
                {glance}
                <section class="stack">
                    <h2>{t.phases()}</h2>
                    {phases}
                    {change_phase}
                </section>
                <div class="split">
                    <div class="stack" data-gap="large">
                        <About project=project.clone() />
                        <section class="stack">
                            <h2>{t.needs()}</h2>
                            {needs}
                        </section>
                        <Links project=id links=links actions=link_actions editing=editing />
                        <Chain chain=chain may_link=may_link(&viewer, Some(id)) actions=actions.evidence />
                        <Attachments attachments=attachments actions=actions.files />
                        <History history=history />
                    </div>
                    <aside class="stack" data-gap="large">
                        {team}
                        {programme}
                    </aside>
                </div>
            </div>
        </Page>
    }
}

/// What the project says about itself.
#[component]
fn About(project: Project) -> impl IntoView {
    let t = ProjectsText::here();
    let facts = project.facts;
    let rows = told_rows([
        (t.problem(), Some(facts.problem)),
        (t.audience(), Some(facts.audience)),
        (
            t.level(),
            facts
                .level
                .map(|level| level.wording().in_locale(locale()).to_owned()),
        ),
        (
            t.discipline(),
            facts
                .discipline
                .map(|discipline| discipline.wording().in_locale(locale()).to_owned()),
        ),
        (
            t.territory(),
            facts.territory.map(|place| place.name(locale()).to_owned()),
        ),
        (
            t.visibility(),
            Some(facts.visibility.wording().in_locale(locale()).to_owned()),
        ),
    ]);
    view! { <dl class="facts" data-stacked=true>{rows}</dl> }
}
