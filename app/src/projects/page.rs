//! The page of a project: where are we, what is next, what needs me.

use domain::ids::ProjectId;
use domain::policy::{Action, Situation};
use domain::programmes::template;
use domain::projects::{Project, Visibility};
use leptos::prelude::*;

use super::api::{ChangePhase, ProjectPageContent, SetTeamRole, load_project_page};
use super::glance::GlanceBlock;
use super::phases::{ChangePhaseForm, Phases};
use super::tabs::{ProjectTab, ProjectTabs};
use super::team::Team;
use super::text::ProjectsText;
use crate::attachments::{AttachmentActions, Attachments};
use crate::evidence::{Chain, EvidenceActions, may_link};
use crate::feedback::{GiveFeedbackLink, may_give};
use crate::kit::{Crumb, Empty, FormAction, History, Page, followed_page, id_param, part};
use crate::needs::NeedCards;
use crate::preferences::locale;
use crate::text::CommonText;
use crate::viewer::Viewer;

/// The page of a project.
pub(super) fn project_page() -> AnyView {
    let id = id_param::<ProjectId>("project");
    let phase = FormAction::<ChangePhase>::new();
    let team = FormAction::<SetTeamRole>::new();
    let evidence = EvidenceActions::new();
    let files = AttachmentActions::new();
    let done =
        move || phase.version().get() + team.version().get() + evidence.done() + files.done();
    let changes = move || (id.get(), done());
    let project = Resource::new(changes, |(id, ..)| load_project_page(id));
    let subject = |content: &ProjectPageContent| content.detail.project.id;
    followed_page(project, subject, move |viewer, content| {
        view! {
            <ProjectView
                viewer=viewer
                content=content
                phase=phase
                team=team
                evidence=evidence
                files=files
            />
        }
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
    phase: FormAction<ChangePhase>,
    team: FormAction<SetTeamRole>,
    evidence: EvidenceActions,
    files: AttachmentActions,
) -> impl IntoView {
    let t = ProjectsText::here();
    // What it says of itself changes on another page.
    let project = content.with_untracked(|content| content.detail.project.clone());
    let situation = situation(&project);
    let may = |action| viewer.may(action, &situation);
    let id = project.id;
    let edit = may(Action::EditProject).then(|| {
        view! { <a class="button" href=format!("/projects/{id}/edit")>{CommonText::here().edit()}</a> }
            .into_any()
    });
    let give = may_give(&viewer, &project)
        .then(|| view! { <GiveFeedbackLink project=id kind="primary" /> });
    let actions = (give.is_some() || edit.is_some()).then(|| view! { {give} {edit} }.into_any());
    let glance = part(
        content,
        |content| {
            let glance = content.glance.clone();
            (
                content.detail.project.clone(),
                glance,
                content.waiting.clone(),
            )
        },
        |(project, glance, waiting)| {
            view! { <GlanceBlock project=project glance=glance waiting=waiting /> }
        },
    );
    let phases = part(
        content,
        |content| {
            (
                content.detail.project.clone(),
                content.detail.phases.clone(),
            )
        },
        |(project, dates)| view! { <Phases project=project dates=dates /> },
    );
    let change_phase = may(Action::ChangePhase).then(|| {
        part(
            content,
            |content| content.detail.project.phase,
            move |now| view! { <ChangePhaseForm id=id phase=now action=phase /> },
        )
    });
    let needs = content.with_untracked(|content| content.detail.needs.clone());
    let needs = if needs.is_empty() {
        view! { <Empty text=t.needs_none().to_owned() /> }.into_any()
    } else {
        view! { <NeedCards needs=needs /> }.into_any()
    };
    let manages = may(Action::ManageTeam);
    let team = part(
        content,
        move |content| {
            let people = manages.then(|| content.people.clone());
            (content.detail.team.clone(), people)
        },
        move |(members, people)| view! { <Team id=id team=members people=people action=team /> },
    );
    let history = Memo::new(move |_| content.with(|content| content.detail.history.clone()));
    let chain = Signal::derive(move || content.with(|content| content.chain.clone()));
    let attachments = Signal::derive(move || content.with(|content| content.attachments.clone()));
    view! {
        <Page
            title=project.facts.title.clone()
            lede=project.facts.summary.clone()
            crumbs=vec![Crumb::new("/projects", t.title())]
            actions=actions
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
                        <Chain chain=chain may_link=may_link(&viewer, Some(id)) actions=evidence />
                        <Attachments attachments=attachments actions=files />
                        <History history=history />
                    </div>
                    <aside class="stack" data-gap="large">
                        {team}
                        <Programme project=project />
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
    let rows = [
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
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)))
        .map(|(label, value)| view! { <dt>{label}</dt> <dd>{value}</dd> })
        .collect_view();
    view! { <dl class="facts" data-stacked=true>{rows}</dl> }
}

/// The programme: its steps and what it asks for, each with its source.
#[component]
fn Programme(project: Project) -> impl IntoView {
    let t = ProjectsText::here();
    let kind = project.facts.programme.wording().in_locale(locale());
    let name = (!project.facts.programme_name.is_empty())
        .then(|| view! { <p>{project.facts.programme_name.clone()}</p> });
    let obligations = project.obligations();
    let obligations = (!obligations.is_empty()).then(|| {
        let rows = obligations
            .iter()
            .map(|obligation| view! { <li>{obligation.wording().in_locale(locale())}</li> })
            .collect_view();
        view! { <h3>{t.obligations()}</h3> <ul>{rows}</ul> }
    });
    let steps = template(project.facts.programme).map(|template| {
        let rows = template
            .life_cycle
            .iter()
            .map(|step| view! { <li>{step.name.in_locale(locale())}</li> })
            .collect_view();
        view! {
            <details>
                <summary>{t.life_cycle()}</summary>
                <ol>{rows}</ol>
                <p class="hint">{t.source(template.source)}</p>
            </details>
        }
    });
    view! {
        <section class="stack">
            <h2>{t.programme()}</h2>
            <p><b>{kind}</b></p>
            {name}
            {obligations}
            {steps}
        </section>
    }
}
