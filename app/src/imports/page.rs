//! The page of one import: how far it is, its report once it is done, and
//! undoing it, or all of it but what somebody has worked on.

use std::time::Duration;

use domain::accounts::Person;
use domain::ids::ImportId;
use domain::imports::{
    Hindrances, ImportKind, ImportReport, ImportState, ImportSummary, ImportTarget, Undoable,
    Undone, UndonePart,
};
use leptos::prelude::*;

use super::api::{RunImport, UndoImport, UndoRestOfImport, load_import};
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

/// The two ways to undo an import.
#[derive(Clone, Copy)]
struct Undoing {
    /// All of it.
    whole: FormAction<UndoImport>,
    /// All but what somebody has worked on.
    rest: FormAction<UndoRestOfImport>,
}

/// The page of an import.
pub(super) fn import_page() -> AnyView {
    let id = id_param::<ImportId>("import");
    let run: FormAction<RunImport> = FormAction::new();
    let undo = Undoing {
        whole: FormAction::new(),
        rest: FormAction::new(),
    };
    let (asked, ask) = signal(0_u32);
    // What was not done shows a page that is out of date.
    Effect::new(move || {
        if undo.rest.failed().get() {
            ask.update(|asked| *asked += 1);
        }
    });
    let changes = move || {
        (
            id.get(),
            asked.get(),
            run.version().get(),
            undo.whole.version().get(),
            undo.rest.version().get(),
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
                undoable,
            } => {
                let state = (worked_on, undoable);
                view! { <Done summary=*summary report=*report state=state undo=undo /> }.into_any()
            }
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
    /// What keeps it from being undone as a whole, and what can be taken away.
    state: (Hindrances, Undoable),
    undo: Undoing,
) -> impl IntoView {
    let t = ImportsText::here();
    let by = summary
        .by
        .clone()
        .map(|person| view! { <PersonTag person=person /> });
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
        .then(|| view! { <Undo summary=summary.clone() state=state undo=undo /> });
    view! {
        <Page title=t.import_of(&summary.source) crumbs=crumbs()>
            <div class="stack" data-gap="large">
                <Steps at=Step::Done />
                <UndoneSoFar summary=summary.clone() />
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

/// What was undone of it: who did so, when, what went and what stayed.
#[component]
fn UndoneSoFar(summary: ImportSummary) -> impl IntoView {
    let t = ImportsText::here();
    let kind = summary.target.kind();
    let person = |by: Option<Person>| by.map(|person| view! { <PersonTag person=person /> });
    let parts = summary
        .undone_parts
        .into_iter()
        .map(|(part, by)| {
            let UndonePart {
                at,
                records,
                positions,
                stayed,
                ..
            } = part;
            let what = t.part_undone(&amount(kind, records, positions), &counted(kind, stayed));
            view! {
                <div class="notice" data-tone="info">
                    <div class="stack">
                        <p>{t.part_undone_by()} " " {person(by)} " " <Moment at=at /></p>
                        <p>{what}</p>
                    </div>
                </div>
            }
        })
        .collect_view();
    let whole = summary.undone.map(|(at, by)| {
        view! {
            <div class="notice" data-tone="info">
                <p>{t.undone_by()} " " {person(by)} " " <Moment at=at /></p>
            </div>
        }
    });
    view! { {parts} {whole} }
}

/// How many records go, and with needs how many votes, in words.
fn amount(kind: ImportKind, records: i64, positions: i64) -> String {
    let count = |count: i64| u64::try_from(count).unwrap_or_default();
    let records = counted(kind, count(records));
    match kind {
        ImportKind::Needs => {
            let votes = ImportsText::here().votes_counted(count(positions));
            format!("{records}, {votes}")
        }
        ImportKind::Feedback => records,
    }
}

/// Undoing, behind a second step: all of it, or all but what somebody has worked on.
#[component]
fn Undo(summary: ImportSummary, state: (Hindrances, Undoable), undo: Undoing) -> impl IntoView {
    let (worked_on, undoable) = state;
    let kind = summary.target.kind();
    let goes = amount(kind, undoable.records, undoable.positions);
    let id = summary.id.to_string();
    if worked_on.is_empty() {
        return view! { <UndoWhole id=id kind=kind goes=goes undo=undo /> }.into_any();
    }
    let stays = counted(kind, worked_on.total());
    let rest = match undoable.is_nothing() {
        true => view! { <p>{ImportsText::here().nothing_left()}</p> }.into_any(),
        false => {
            let stays = stays.clone();
            let mark = undoable.mark;
            view! { <UndoRest id=id mark=mark goes=goes stays=stays action=undo.rest /> }.into_any()
        }
    };
    view! { <Kept worked_on=worked_on stays=stays /> {rest} }.into_any()
}

#[component]
fn UndoWhole(id: String, kind: ImportKind, goes: String, undo: Undoing) -> impl IntoView {
    let t = ImportsText::here();
    // Somebody may have begun to work on it since the page was loaded.
    let kept = move || match undo.whole.value().get() {
        Some(Ok(Undone::Kept(worked_on))) => {
            let stays = counted(kind, worked_on.total());
            Some(view! { <Kept worked_on=worked_on stays=stays /> })
        }
        _ => None,
    };
    let free = move || {
        let failed = undo.rest.failed().get();
        failed.then(|| view! { <p class="notice" role="status">{t.free_now()}</p> })
    };
    let hint = match kind {
        ImportKind::Needs => t.undo_needs(&goes),
        ImportKind::Feedback => t.undo_feedback(&goes),
    };
    view! {
        {kept}
        {free}
        <details>
            <summary>{t.undo()}</summary>
            <div class="stack">
                <p>{hint}</p>
                <PostForm action=undo.whole>
                    <Hidden name="id" value=id />
                    <FormEnd label=t.undo_send() kind="danger" />
                </PostForm>
            </div>
        </details>
    }
}

/// Undoing all but what stays, as it is shown: open where that was not done, since something
/// else stays now.
#[component]
fn UndoRest(
    id: String,
    mark: String,
    goes: String,
    stays: String,
    action: FormAction<UndoRestOfImport>,
) -> impl IntoView {
    let t = ImportsText::here();
    view! {
        <details open=action.failed()>
            <summary>{t.undo_rest(&stays)}</summary>
            <div class="stack">
                <p>{t.undo_rest_hint(&goes, &stays)}</p>
                <PostForm action=action>
                    <Hidden name="id" value=id />
                    <Hidden name="mark" value=mark />
                    <FormEnd label=t.undo_rest_send() kind="danger" />
                </PostForm>
            </div>
        </details>
    }
}

/// The records that somebody has worked on, each with what was done.
#[component]
fn Kept(worked_on: Hindrances, stays: String) -> impl IntoView {
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
            <div class="stack"><p>{t.kept(&stays)}</p> <ul>{rows} {more}</ul></div>
        </div>
    }
}
