//! The page of a need: what it says, where people stand, what became of it.

mod positions;
mod settling;

use domain::ids::NeedId;
use domain::needs::{Need, NeedState};
use domain::policy::{Action, Situation};
use domain::projects::Project;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use self::positions::{OwnPosition, VOICES, Voices};
use self::settling::Settle;
use super::answers::{Answers, LinkProject, OpenProject, opens_project};
use super::api::{
    AnswerNeed, NeedPageContent, SettleNeed, TakePosition, WithdrawPosition, load_need_page,
};
use super::sessions::SessionsAbout;
use super::text::NeedsText;
use super::{NeedCards, tone};
use crate::attachments::{AttachmentActions, Attachments};
use crate::evidence::{Chain, EvidenceActions, may_link};
use crate::kit::{
    Crumb, FormAction, History, Moment, Page, PersonTag, followed_page, form_part, id_param, part,
    part_asked, told_rows,
};
use crate::preferences::locale;
use crate::text::{CommonText, colon};
use crate::viewer::Viewer;

/// What can be done on a need's page.
#[derive(Clone, Copy)]
struct Actions {
    take: FormAction<TakePosition>,
    take_back: FormAction<WithdrawPosition>,
    settle: FormAction<SettleNeed>,
    answer: FormAction<AnswerNeed>,
    evidence: EvidenceActions,
    attachments: AttachmentActions,
}

/// The page of a need.
pub(super) fn need_page() -> AnyView {
    let id = id_param::<NeedId>("need");
    let actions = Actions {
        take: FormAction::new(),
        take_back: FormAction::new(),
        settle: FormAction::new(),
        answer: FormAction::new(),
        evidence: EvidenceActions::new(),
        attachments: AttachmentActions::new(),
    };
    let query = use_query_map();
    let voices = Memo::new(move |_| part_asked(&query.read(), VOICES));
    let changes = move || {
        (
            (id.get(), voices.get()),
            actions.take.version().get(),
            actions.take_back.version().get(),
            actions.settle.version().get(),
            actions.answer.version().get(),
            actions.evidence.done(),
            actions.attachments.done(),
        )
    };
    let need = Resource::new(changes, |((id, voices), ..)| load_need_page(id, voices));
    let subject = |content: &NeedPageContent| content.detail.need.id;
    followed_page(need, subject, move |viewer, content| {
        view! { <NeedView viewer=viewer content=content actions=actions /> }
    })
    .into_any()
}

/// What the policy looks at in a need.
pub(super) fn situation(viewer: &Viewer, need: &Need) -> Situation {
    Situation {
        is_author: need.author.as_ref().map(|author| author.id) == Some(viewer.actor.user),
        frozen: need.state.is_closed(),
        ..Situation::workspace()
    }
}

#[component]
fn NeedView(viewer: Viewer, content: Signal<NeedPageContent>, actions: Actions) -> impl IntoView {
    let t = NeedsText::here();
    let need = content.with_untracked(|content| content.detail.need.clone());
    let id = need.id;
    let linking = may_link(&viewer, None);
    let viewer = StoredValue::new(viewer);
    let standing_of = move |need: &Need| viewer.with_value(|viewer| situation(viewer, need));
    let may = move |action: Action, content: &NeedPageContent| {
        let situation = standing_of(&content.detail.need);
        viewer.with_value(|viewer| viewer.may(action, &situation))
    };
    let edit = part(
        content,
        move |content| may(Action::EditNeed, content),
        move |edits| {
            edits.then(|| {
                let href = format!("/needs/{id}/edit");
                view! { <a class="button" href=href>{CommonText::here().edit()}</a> }
            })
        },
    );
    let state = part(
        content,
        |content| (content.detail.need.clone(), content.detail.source.clone()),
        |(need, source)| {
            view! {
                <MergedInto other=need.merged_into />
                <StateLine need=need source=source />
            }
        },
    );
    let take = part(
        content,
        move |content| may(Action::TakePosition, content).then(|| content.detail.own.clone()),
        move |own| own.map(|own| view! { <OwnPosition id=id own=own actions=actions /> }),
    );
    let settle = form_part(
        content,
        actions.settle,
        move |content| {
            let need = &content.detail.need;
            let takes_back = need.state == NeedState::Withdrawn && standing_of(need).is_author;
            (may(Action::EditNeed, content) || takes_back).then(|| need.clone())
        },
        move |need, typed| {
            need.map(|need| view! { <Settle need=need typed=typed action=actions.settle /> })
        },
    );
    let merge = part(
        content,
        move |content| may(Action::MergeNeeds, content),
        move |merges| {
            merges.then(|| {
                view! { <p><a href=format!("/needs/{id}/merge")>{t.merge_title()}</a></p> }
            })
        },
    );
    // The reader's own projects, in which they may say what is answered.
    let answering = move |content: &NeedPageContent| -> Vec<Project> {
        if standing_of(&content.detail.need).frozen {
            return Vec::new();
        }
        let may = |project: &&Project| {
            let situation = crate::projects::situation(project);
            viewer.with_value(|viewer| viewer.may(Action::AnswerNeed, &situation))
        };
        content.own_projects.iter().filter(may).cloned().collect()
    };
    let answers = part(
        content,
        move |content| {
            let own = answering(content).into_iter().map(|project| project.id);
            (content.detail.answers.clone(), own.collect::<Vec<_>>())
        },
        move |(projects, own)| {
            view! { <Answers id=id projects=projects own=own action=actions.answer /> }
        },
    );
    let answer = part(
        content,
        move |content| {
            let answers = |project: &Project| {
                let mut there = content.detail.answers.iter();
                there.any(|answer| answer.id == project.id)
            };
            let mut left = answering(content);
            left.retain(|project| !answers(project));
            left
        },
        move |left| {
            (!left.is_empty())
                .then(|| view! { <LinkProject id=id projects=left action=actions.answer /> })
        },
    );
    let opens = move |content: &NeedPageContent| {
        viewer.with_value(|viewer| opens_project(viewer, &content.detail.need))
    };
    let open = part(content, opens, move |opens| {
        opens.then(|| view! { <OpenProject id=id /> })
    });
    let prepares = move |content: &NeedPageContent| {
        let frozen = standing_of(&content.detail.need).frozen;
        let projects = content.own_projects.iter().filter(|project| {
            let situation = Situation::in_project(project.id);
            !frozen && viewer.with_value(|viewer| viewer.may(Action::EditSession, &situation))
        });
        let projects = projects.map(|project| (project.id, project.facts.title.clone()));
        projects.collect::<Vec<_>>()
    };
    let sessions = part(
        content,
        move |content| {
            let sessions = content.detail.sessions.clone();
            (sessions, prepares(content), opens(content))
        },
        move |(sessions, projects, opens)| {
            view! { <SessionsAbout need=id sessions=sessions projects=projects opens=opens /> }
        },
    );
    let voices = part(
        content,
        |content| content.detail.voices.clone(),
        |voices| view! { <Voices voices=voices /> },
    );
    let merged = content.with_untracked(|content| content.detail.merged.clone());
    let merged = (!merged.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t.merged_here()}</h2>
                <NeedCards needs=merged />
            </section>
        }
    });
    let chain = Signal::derive(move || content.with(|content| content.chain.clone()));
    let attachments = Signal::derive(move || content.with(|content| content.attachments.clone()));
    let history = Memo::new(move |_| content.with(|content| content.detail.history.clone()));
    view! {
        <Page
            title=need.facts.statement.clone()
            crumbs=vec![Crumb::new("/needs", t.title())]
            actions=Some(edit.into_any())
        >
            <div class="split">
                <div class="stack" data-gap="large">
                    {state}
                    {take}
                    {voices}
                    <Chain chain=chain may_link=linking actions=actions.evidence />
                    <Attachments attachments=attachments actions=actions.attachments />
                    {merged}
                    <History history=history />
                </div>
                <aside class="stack" data-gap="large">
                    <Context need=need />
                    <section class="stack">
                        <h2>{t.answers()}</h2>
                        {answers}
                        {answer}
                        {open}
                    </section>
                    {sessions}
                    {merge}
                    {settle}
                </aside>
            </div>
        </Page>
    }
}

/// That the need was merged into another one.
#[component]
fn MergedInto(other: Option<NeedId>) -> impl IntoView {
    let t = NeedsText::here();
    other.map(|into| {
        view! {
            <div class="notice" data-tone="info">
                <p>{t.merged_into()} " " <a href=format!("/needs/{into}")>{t.see_other()}</a></p>
            </div>
        }
    })
}

/// Why a need was set aside or withdrawn. Whoever does so here gives a reason: without one
/// it came so from its source.
fn why(need: &Need, source: Option<&str>) -> Option<String> {
    let t = NeedsText::here();
    match (need.state_reason.as_str(), need.state, source) {
        ("", NeedState::SetAside, Some(source)) => Some(t.set_aside_in(source)),
        ("", NeedState::Withdrawn, Some(source)) => Some(t.withdrawn_in(source)),
        ("", ..) => None,
        (reason, ..) => Some(reason.to_owned()),
    }
}

/// What became of the need and where people stand on it.
#[component]
fn StateLine(need: Need, source: Option<String>) -> impl IntoView {
    let t = NeedsText::here();
    let reason = why(&need, source.as_deref())
        .map(|reason| view! { <p>{t.reason()} {colon()} {reason}</p> });
    view! {
        <section class="stack">
            <p>
                <span class="badge" data-tone=tone(need.state)>
                    {need.state.wording().in_locale(locale())}
                </span>
            </p>
            {reason}
            <p class="figure-line" aria-label=t.stances()>
                <b>{t.supports(need.stances.supports)}</b>
                <span>{t.objections(need.stances.objections)}</span>
                <span>{t.neutral(need.stances.neutral)}</span>
            </p>
        </section>
    }
}

/// Who expressed the need, for whom, where.
#[component]
fn Context(need: Need) -> impl IntoView {
    let t = NeedsText::here();
    let author = match (need.author, need.source_author) {
        (Some(person), _) => view! { <PersonTag person=person /> }.into_any(),
        (None, Some(source)) => t.imported_from(&source).into_any(),
        (None, None) => t.unknown_author().into_any(),
    };
    let facts = need.facts;
    let rows = told_rows([
        (t.affected(), Some(facts.affected)),
        (t.setting(), Some(facts.setting)),
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
            t.pupils(),
            facts
                .pupils
                .map(|pupils| crate::text::number(locale(), pupils.into())),
        ),
        (
            t.territory(),
            facts
                .territory
                .map(|territory| territory.name(locale()).to_owned()),
        ),
    ]);
    view! {
        <dl class="facts" data-stacked=true>
            <dt>{t.expressed_by()}</dt>
            <dd>{author} " " <span class="meta"><Moment at=need.created_at /></span></dd>
            {rows}
        </dl>
    }
}
