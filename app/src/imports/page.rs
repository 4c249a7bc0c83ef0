//! The page of one import: how far it is, its report once it is done, and
//! undoing it.

use std::time::Duration;

use domain::ids::ImportId;
use domain::imports::{Hindrances, ImportReport, ImportState, ImportSummary, ImportTarget, Undone};
use leptos::prelude::*;

use super::api::{RunImport, UndoImport, load_import};
use super::report::ReportView;
use super::text::ImportsText;
use super::{Step, Steps, counted, crumbs};
use crate::kit::{
    FormAction, FormEnd, Hidden, Moment, Page, PersonTag, PostForm, id_param, loaded_page,
};
use crate::preferences::locale;
use crate::search::address;
use crate::text::{colon, number};
use crate::viewer::Viewer;

/// How long the page waits before it asks again how far the import is.
const AGAIN: Duration = Duration::from_secs(1);

/// The page of an import.
pub(super) fn import_page() -> AnyView {
    let id = id_param::<ImportId>("import");
    let run: FormAction<RunImport> = FormAction::new();
    let undo: FormAction<UndoImport> = FormAction::new();
    let (asked, ask) = signal(0_u32);
    let changes = move || {
        (
            id.get(),
            asked.get(),
            run.version().get(),
            undo.version().get(),
        )
    };
    let import = Resource::new(changes, |(id, ..)| load_import(id));
    let show = move |_: Viewer, state: ImportState| {
        let id = id
            .get_untracked()
            .map(|id| id.to_string())
            .unwrap_or_default();
        match state {
            ImportState::Waiting => view! { <Waiting id=id /> }.into_any(),
            ImportState::Running { done, total } => {
                view! { <Running id=id done=done total=total ask=ask /> }.into_any()
            }
            ImportState::Failed => view! { <Failed id=id run=run /> }.into_any(),
            ImportState::Done {
                summary,
                report,
                worked_on,
            } => view! { <Done summary=*summary report=*report worked_on=worked_on undo=undo /> }
                .into_any(),
        }
    };
    loaded_page(import, show).into_any()
}

#[component]
fn Waiting(id: String) -> impl IntoView {
    let t = ImportsText::here();
    view! {
        <Page title=t.waiting_title() lede=t.waiting() crumbs=crumbs()>
            <div class="stack">
                <Steps at=Step::Columns />
                <p>
                    <a class="button" data-kind="primary" href=format!("/imports/{id}/columns")>
                        {t.goto_columns()}
                    </a>
                </p>
            </div>
        </Page>
    }
}

/// An import under way. The page asks again by itself; without scripts, there
/// is a link for it.
#[component]
fn Running(id: String, done: u64, total: u64, ask: WriteSignal<u32>) -> impl IntoView {
    let t = ImportsText::here();
    Effect::new(move || {
        set_timeout(move || ask.update(|asked| *asked += 1), AGAIN);
    });
    let count = |count: u64| number(locale(), count.into());
    let words = match total {
        0 => t.reading().to_owned(),
        total => t.written(&count(done), &count(total)),
    };
    let bar = match total {
        0 => view! { <progress aria-label=t.progress()></progress> }.into_any(),
        total => {
            let (done, total) = (done.to_string(), total.to_string());
            view! { <progress aria-label=t.progress() value=done max=total></progress> }.into_any()
        }
    };
    view! {
        <Page title=t.running_title() lede=t.running() crumbs=crumbs()>
            <div class="stack">
                <Steps at=Step::Done />
                <p class="meter" role="status">{bar} <span>{words}</span></p>
                <p><a class="button" href=format!("/imports/{id}")>{t.refresh()}</a></p>
            </div>
        </Page>
    }
}

#[component]
fn Failed(id: String, run: FormAction<RunImport>) -> impl IntoView {
    let t = ImportsText::here();
    let check = format!("/imports/{id}/check");
    view! {
        <Page title=t.failed_title() crumbs=crumbs()>
            <div class="stack">
                <Steps at=Step::Done />
                <div class="notice" data-tone="bad" role="alert"><p>{t.failed()}</p></div>
                <PostForm action=run>
                    <Hidden name="id" value=id />
                    <FormEnd label=t.step_done()>
                        <a class="button" data-kind="quiet" href=check>{t.check_title()}</a>
                    </FormEnd>
                </PostForm>
            </div>
        </Page>
    }
}

#[component]
fn Done(
    summary: ImportSummary,
    report: ImportReport,
    worked_on: Hindrances,
    undo: FormAction<UndoImport>,
) -> impl IntoView {
    let t = ImportsText::here();
    let by = summary
        .by
        .clone()
        .map(|person| view! { <PersonTag person=person /> });
    let undone = summary.undone.clone().map(|(at, by)| {
        let by = by.map(|person| view! { <PersonTag person=person /> });
        view! {
            <div class="notice" data-tone="info">
                <p>{t.undone_by()} " " {by} " " <Moment at=at /></p>
            </div>
        }
    });
    let (records, see) = match summary.target {
        ImportTarget::Needs => ("/needs?order=newest".to_owned(), t.see_needs().to_owned()),
        ImportTarget::Feedback(project) => {
            let title = summary.project.clone().unwrap_or_default();
            (
                format!("/projects/{project}/feedback"),
                t.see_feedback(&title),
            )
        }
    };
    let undo = summary
        .undone
        .is_none()
        .then(|| view! { <Undo summary=summary.clone() worked_on=worked_on undo=undo /> });
    view! {
        <Page title=t.import_of(&summary.source) crumbs=crumbs()>
            <div class="stack" data-gap="large">
                <Steps at=Step::Done />
                {undone}
                <div class="stack">
                    <p>{t.done_by()} " " {by} " " <Moment at=summary.at /></p>
                    <p class="meta">{summary.files.join(", ")}</p>
                    <p><a href=records>{see}</a></p>
                </div>
                <ReportView report=report />
                {undo}
            </div>
        </Page>
    }
}

/// Undoing, behind a second step; or why that is not possible any more.
#[component]
fn Undo(
    summary: ImportSummary,
    worked_on: Hindrances,
    undo: FormAction<UndoImport>,
) -> impl IntoView {
    let t = ImportsText::here();
    // Somebody may have begun to work on it since the page was loaded.
    let kept = move || match undo.value().get() {
        Some(Ok(Undone::Kept(worked_on))) => Some(worked_on),
        _ => None,
    };
    let made = counted(
        summary.target.kind(),
        u64::try_from(summary.records).unwrap_or_default(),
    );
    let hint = match summary.target {
        ImportTarget::Needs => {
            let positions = u64::try_from(summary.positions).unwrap_or_default();
            t.undo_needs(&made, &t.votes_counted(positions))
        }
        ImportTarget::Feedback(_) => t.undo_feedback(&made),
    };
    if !worked_on.is_empty() {
        return view! { <Kept worked_on=worked_on /> }.into_any();
    }
    view! {
        {move || kept().map(|worked_on| view! { <Kept worked_on=worked_on /> })}
        <details>
            <summary>{t.undo()}</summary>
            <div class="stack">
                <p>{hint}</p>
                <PostForm action=undo>
                    <Hidden name="id" value=summary.id.to_string() />
                    <FormEnd label=t.undo_send() kind="danger" />
                </PostForm>
            </div>
        </details>
    }
    .into_any()
}

#[component]
fn Kept(worked_on: Hindrances) -> impl IntoView {
    let t = ImportsText::here();
    let more = (worked_on.more > 0).then(|| view! { <li>{t.more(worked_on.more)}</li> });
    let rows = worked_on
        .told
        .into_iter()
        .map(|kept| {
            view! {
                <li>
                    <a href=address(kept.thing, kept.project)>{kept.title}</a> {colon()}
                    {kept.how.wording().in_locale(locale())}
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="notice" data-tone="warn">
            <div class="stack"><p>{t.kept()}</p> <ul>{rows} {more}</ul></div>
        </div>
    }
}
