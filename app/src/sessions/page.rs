//! The page of a session: how to join, its script, its people, and what came out.

use domain::evidence::ThingKind;
use domain::ids::{ProjectId, SessionId};
use domain::policy::Action;
use domain::sessions::{Outcome, ParticipantState, Session, SessionDetail, SessionState};
use icondata_lu::LuPresentation;
use leptos::prelude::*;

use super::api::{HiddenItems, SaveScript, SessionPageContent, SteerSession, WayIn, load_session};
use super::entry_api::JoinSession;
use super::form::{SaveScriptForm, ScriptRead};
use super::list::{StateBadge, When};
use super::participants::{Participants, PeopleActions, Waiting, look_again};
use super::report::{ExportLinks, outcomes_by_kind};
use super::report_text::ReportText;
use super::steering::{Steering, StillHidden};
use super::text::SessionsText;
use super::votes::ClosedVotes;
use super::way_in::CodePicture;
use super::{board_address, crumbs, page_address};
use crate::evidence::{Chain, EvidenceActions, may_link};
use crate::kit::{
    FormAction, FormEnd, Hidden, History, Icon, Page, PostForm, followed_page, id_param, part,
};
use crate::projects::{ProjectTab, ProjectTabs, situation};
use crate::text::CommonText;
use crate::viewer::Viewer;

#[derive(Clone, Copy)]
struct Actions {
    steer: FormAction<SteerSession>,
    join: FormAction<JoinSession>,
    people: PeopleActions,
    evidence: EvidenceActions,
    save: FormAction<SaveScript>,
}

/// The page of a session.
pub(super) fn session_page() -> AnyView {
    let id = id_param::<SessionId>("session");
    let actions = Actions {
        steer: FormAction::new(),
        join: FormAction::new(),
        people: PeopleActions::new(),
        evidence: EvidenceActions::new(),
        save: FormAction::new(),
    };
    let changes = move || {
        let done = [
            actions.steer.version().get(),
            actions.join.version().get(),
            actions.people.done(),
            actions.evidence.done(),
        ];
        (id.get(), done)
    };
    let content = Resource::new(changes, |(id, _)| load_session(id));
    look_again(content);
    let subject = |content: &SessionPageContent| content.detail.session.id;
    followed_page(content, subject, move |viewer, content| {
        view! { <SessionView viewer=viewer content=content actions=actions /> }
    })
    .into_any()
}

#[component]
fn SessionView(
    viewer: Viewer,
    content: Signal<SessionPageContent>,
    actions: Actions,
) -> impl IntoView {
    let t = SessionsText::here();
    let first = content.get_untracked().detail;
    let project = first.project.clone();
    let id = first.session.id;
    let open = situation(&project);
    let (edits, runs) = (
        viewer.may(Action::EditSession, &open),
        viewer.may(Action::RunSession, &open),
    );
    let linking = may_link(&viewer, Some(project.id));
    let edit = part(
        content,
        |content| content.detail.session.state,
        move |state| {
            let href = format!("{}/edit", page_address(id));
            (edits && state != SessionState::Closed)
                .then(|| view! { <a class="button" href=href>{CommonText::here().edit()}</a> })
        },
    );
    let about = part(
        content,
        |content| content.detail.clone(),
        |detail| view! { <About detail=detail /> },
    );
    // Apart from the session: what is unfolded stays so while others write.
    let hidden = Signal::derive(move || content.with(|content| content.hidden));
    let steering = part(
        content,
        |content| {
            let detail = &content.detail;
            (
                detail.session.clone(),
                detail.own.clone(),
                content.way_in.clone(),
            )
        },
        move |(session, own, way)| {
            let joined = own.is_some();
            view! {
                <Joining
                    session=session
                    joined=joined
                    runs=runs
                    way=way
                    hidden=hidden
                    actions=actions
                />
            }
        },
    );
    let script = part(
        content,
        |content| content.detail.session.facts.script.clone(),
        move |script| {
            view! {
                <section class="stack">
                    <h2>{t.script()}</h2>
                    <ScriptRead script=script />
                </section>
            }
        },
    );
    let save = runs.then(|| {
        let title = first.session.facts.title.clone();
        let saved = move || {
            let done = actions.save.version().get() > 0;
            done.then(|| view! { <p class="notice" role="status">{t.script_saved()}</p> })
        };
        view! { <SaveScriptForm session=id title=title action=actions.save /> {saved} }
    });
    let votes = part(
        content,
        |content| content.votes.clone(),
        |votes| view! { <ClosedVotes votes=votes /> },
    );
    let participants: Signal<_> =
        Memo::new(move |_| content.with(|content| content.detail.participants.clone())).into();
    let own = Memo::new(move |_| {
        content.with(|content| content.detail.own.as_ref().map(|own| own.number))
    });
    let people = view! {
        <Participants session=id participants=participants own=own.into() runs=runs actions=actions.people />
    };
    let waiting = view! {
        <Waiting session=id participants=participants runs=runs actions=actions.people />
    };
    let outcomes = part(
        content,
        |content| {
            (
                content.detail.outcomes.clone(),
                content.detail.session.state,
                content
                    .detail
                    .own
                    .as_ref()
                    .is_some_and(|own| own.state == ParticipantState::Admitted),
            )
        },
        move |(outcomes, state, takes_part)| {
            // The board is read by those on it and, once it is closed, by all who see this.
            let reads = takes_part || state == SessionState::Closed;
            let harvests = runs && reads && state != SessionState::Planned;
            view! {
                <Outcomes
                    session=id
                    project=project.id
                    outcomes=outcomes
                    harvests=harvests
                    reads=reads
                />
            }
        },
    );
    let chain = Signal::derive(move || content.with(|content| content.chain.clone()));
    let history = Memo::new(move |_| content.with(|content| content.detail.history.clone()));
    view! {
        <Page title=first.session.facts.title crumbs=crumbs(&project) actions=Some(edit.into_any())>
            <ProjectTabs project=project.id current=ProjectTab::Sessions />
            <div class="split">
                <div class="stack" data-gap="large">
                    {waiting}
                    {steering}
                    {votes}
                    {outcomes}
                    {script}
                    {save}
                    <Chain chain=chain may_link=linking actions=actions.evidence />
                    <History history=history />
                </div>
                <aside class="stack" data-gap="large">
                    {about}
                    {people}
                </aside>
            </div>
        </Page>
    }
}

/// When, where, about what.
#[component]
fn About(detail: SessionDetail) -> impl IntoView {
    let t = SessionsText::here();
    let SessionDetail {
        session,
        project,
        iteration,
        need,
        ..
    } = detail;
    let facts = session.facts;
    let aim = (!facts.aim.is_empty()).then(|| view! { <p class="prose">{facts.aim}</p> });
    let place =
        (!facts.place.is_empty()).then(|| view! { <dt>{t.place()}</dt> <dd>{facts.place}</dd> });
    let link = (!facts.link.is_empty()).then(|| {
        let href = facts.link.clone();
        view! {
            <dt>{t.link()}</dt>
            <dd><a href=href rel="external noopener">{facts.link}</a></dd>
        }
    });
    let iteration = iteration.map(|iteration| {
        let href = format!("/projects/{}/iterations/{}", project.id, iteration.id);
        let name = t.iteration_named(&iteration.number.to_string(), &iteration.tool_version);
        view! { <dt>{t.iteration()}</dt> <dd><a href=href>{name}</a></dd> }
    });
    let need = need.map(|(id, statement)| {
        let href = format!("/needs/{id}");
        view! { <dt>{t.need()}</dt> <dd><a href=href>{statement}</a></dd> }
    });
    view! {
        <section class="stack">
            <p><StateBadge state=session.state /></p>
            {aim}
            <dl class="facts" data-stacked=true>
                <dt>{t.starts_at()}</dt>
                <dd><When at=facts.starts_at /></dd>
                {place}
                {link}
                {iteration}
                {need}
            </dl>
        </section>
    }
}

/// The code, the way to the board, opening and closing.
#[component]
fn Joining(
    session: Session,
    joined: bool,
    runs: bool,
    way: WayIn,
    hidden: Signal<HiddenItems>,
    actions: Actions,
) -> impl IntoView {
    let t = SessionsText::here();
    let url = way.url.clone();
    let id = session.id;
    let state = session.state;
    // What comes first is to open a session; its board can be prepared before.
    let opens_first = runs && state == SessionState::Planned;
    let enter = match (joined, state) {
        // Whoever did not take part reads what became of the board.
        (false, SessionState::Closed) => view! {
            <a class="button" data-kind="primary" href=format!("{}/history", page_address(id))>
                <Icon icon=LuPresentation />
                {t.read_board()}
            </a>
        }
        .into_any(),
        (true, _) => view! {
            <a
                class="button"
                data-kind=(!opens_first).then_some("primary")
                href=board_address(id)
            >
                <Icon icon=LuPresentation />
                {if state == SessionState::Closed { t.read_board() } else { t.enter_board() }}
            </a>
        }
        .into_any(),
        // Whoever leads prepares the board before the others come.
        (false, state) if state == SessionState::Open || runs => view! {
            <PostForm action=actions.join width="bare">
                <Hidden name="id" value=id.to_string() />
                <Hidden name="code" value=String::new() />
                <FormEnd label=t.join() kind=if opens_first { "" } else { "primary" } />
            </PostForm>
        }
        .into_any(),
        (false, _) => ().into_any(),
    };
    let code = session
        .code
        .filter(|_| state != SessionState::Closed)
        .map(|code| {
            view! {
                <div class="join-code">
                    <CodePicture way=way.clone() />
                    <dl class="facts" data-stacked=true>
                        <dt>{t.code()}</dt>
                        <dd class="code">{code.to_string()}</dd>
                        <dt>{t.join_link()}</dt>
                        <dd><a href=url.clone() rel="external">{url.clone()}</a></dd>
                    </dl>
                </div>
            }
        });
    let steer = runs.then(|| {
        view! { <Steering session=id state=state hidden=hidden action=actions.steer /> }
    });
    let left =
        (runs && state == SessionState::Closed).then(|| view! { <StillHidden hidden=hidden /> });
    let hint = match state {
        SessionState::Planned => t.planned_hint(),
        SessionState::Open => t.open_hint(),
        SessionState::Closed => t.closed_hint(),
    };
    view! {
        <section class="card stack">
            <h2>{t.join_title()}</h2>
            <p class="hint">{hint}</p>
            {left}
            <div class="cluster">{enter} {steer}</div>
            {code}
        </section>
    }
}

/// What notes of the board became.
#[component]
fn Outcomes(
    session: SessionId,
    project: ProjectId,
    outcomes: Vec<Outcome>,
    harvests: bool,
    reads: bool,
) -> impl IntoView {
    let t = SessionsText::here();
    let harvest = harvests.then(|| {
        let href = format!("{}/outcomes", page_address(session));
        view! { <a class="button" href=href>{t.harvest()}</a> }
    });
    let report = reads.then(|| {
        let href = format!("{}/report", page_address(session));
        let past = format!("{}/history", page_address(session));
        view! {
            <a class="button" href=href>{ReportText::here().title()}</a>
            <a class="button" href=past>{t.past()}</a>
        }
    });
    let exports = reads.then(|| view! { <ExportLinks session=session /> });
    let list = if outcomes.is_empty() {
        view! { <p>{t.no_outcomes()}</p> }.into_any()
    } else {
        outcomes_by_kind(&outcomes)
            .into_iter()
            .map(|(kind, outcomes)| outcomes_of(project, kind, &outcomes))
            .collect_view()
            .into_any()
    };
    view! {
        <section class="stack">
            <h2>{t.outcomes()}</h2>
            {list}
            <div class="cluster">{harvest} {report}</div>
        </section>
        {exports}
    }
}

/// What came out of one kind; folded where there is much of it.
fn outcomes_of(
    project: ProjectId,
    kind: ThingKind,
    outcomes: &[&Outcome],
) -> impl IntoView + use<> {
    /// How many are read without unfolding them.
    const FEW: usize = 8;
    let rows = outcomes
        .iter()
        .map(|outcome| {
            let href = crate::search::address(outcome.thing, Some(project));
            view! { <li><a href=href>{outcome.words()}</a></li> }
        })
        .collect_view();
    let name = ReportText::here().outcome_kind(kind);
    view! {
        <details open=outcomes.len() <= FEW>
            <summary>{name} " " <span class="meta">{outcomes.len()}</span></summary>
            <ul class="plain">{rows}</ul>
        </details>
    }
}
