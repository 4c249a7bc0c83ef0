//! The page of a decision: what was decided, why, and what it rests on.

use domain::decisions::{Decision, DecisionDraft};
use domain::ids::{DecisionId, ProjectId};
use domain::policy::Action;
use leptos::prelude::*;

use super::api::{DecisionContent, EditDecision, load_decision};
use super::fields::DecisionFields;
use super::text::DecisionsText;
use super::{SharedBadge, crumbs, decisions_address};
use crate::evidence::{Chain, EvidenceActions, may_link};
use crate::failure::Failure;
use crate::kit::{
    Crumb, Day, FormAction, FormEnd, Hidden, History, Page, PersonTag, PostForm, followed_page,
    form_part, id_param, part, saved_beside,
};
use crate::projects::{ProjectTab, ProjectTabs, situation};
use crate::text::CommonText;
use crate::viewer::Viewer;

/// The page of a decision.
pub(super) fn decision_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let id = id_param::<DecisionId>("decision");
    let (edit, evidence) = (FormAction::new(), EvidenceActions::new());
    let changes = move || {
        let done = (edit.version().get(), evidence.done());
        (project.get(), id.get(), done)
    };
    let content = Resource::new(changes, |(project, id, _)| load_decision(project, id));
    let subject = |content: &DecisionContent| content.detail.decision.id;
    followed_page(content, subject, move |viewer, content| {
        view! { <DecisionView viewer=viewer content=content edit=edit evidence=evidence /> }
    })
    .into_any()
}

#[component]
fn DecisionView(
    viewer: Viewer,
    content: Signal<DecisionContent>,
    edit: FormAction<EditDecision>,
    evidence: EvidenceActions,
) -> impl IntoView {
    let t = DecisionsText::here();
    let first = content.get_untracked().detail;
    let project = first.project;
    let mut way = crumbs(&project);
    way.push(Crumb::new(decisions_address(project.id), t.title()));
    let home = project.id;
    let linking = may_link(&viewer, Some(project.id));
    let decision = |content: &DecisionContent| content.detail.decision.clone();
    let said = part(
        content,
        decision,
        |decision| view! { <Said decision=decision /> },
    );
    let edits = viewer.may(Action::EditDecision, &situation(&project));
    let edit = edits.then(|| {
        form_part(content, edit, decision, move |decision, typed| {
            view! { <EditForm project=home decision=decision action=edit typed=typed /> }
        })
    });
    let chain = Signal::derive(move || content.with(|content| content.chain.clone()));
    let history = Memo::new(move |_| content.with(|content| content.detail.history.clone()));
    view! {
        <Page title=first.decision.facts.statement crumbs=way>
            <ProjectTabs project=project.id current=ProjectTab::Decisions />
            <div class="stack" data-gap="large">
                {said}
                {edit}
                <Chain chain=chain may_link=linking actions=evidence />
                <History history=history />
            </div>
        </Page>
    }
}

/// What was decided, with its day, its reasons and what else was considered.
#[component]
fn Said(decision: Decision) -> impl IntoView {
    let t = DecisionsText::here();
    let facts = decision.facts;
    let texts = [
        (t.statement(), facts.statement),
        (t.reasons(), facts.reasons),
        (t.alternatives(), facts.alternatives),
    ];
    let texts = texts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| view! { <dt>{label}</dt> <dd class="prose">{text}</dd> })
        .collect_view();
    let by = decision.created_by.map(|person| {
        view! { <dt>{t.recorded_by()}</dt> <dd><PersonTag person=person /></dd> }
    });
    view! {
        <dl class="facts" data-stacked=true>
            {texts}
            <dt>{t.decided_on()}</dt>
            <dd><Day date=facts.decided_on /> <SharedBadge shared=facts.shared /></dd>
            {by}
        </dl>
    }
}

#[component]
fn EditForm(
    project: ProjectId,
    decision: Decision,
    action: FormAction<EditDecision>,
    typed: RwSignal<bool>,
) -> impl IntoView {
    let t = DecisionsText::here();
    let (id, version) = (decision.id, action.version_made_of(decision.version));
    let draft = DecisionDraft::from(&decision.facts);
    let saved = move || async move {
        let content = load_decision(Some(project), Some(id)).await?;
        Ok::<_, Failure>(DecisionDraft::from(&content.detail.decision.facts))
    };
    view! {
        <details>
            <summary>{t.edit()}</summary>
            <PostForm action=action prefix="draft" typed=typed>
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=version />
                {saved_beside(action.stale(), &draft, saved)}
                <DecisionFields draft=draft />
                <FormEnd label=CommonText::here().save() />
            </PostForm>
        </details>
    }
}
