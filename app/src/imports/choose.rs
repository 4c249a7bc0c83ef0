//! Choosing the files of an import. A plain form: the browser sends the files
//! by itself, and the answer is the next page.

use domain::ids::{ImportId, ProjectId};
use domain::imports::{FileProblem, ImportFile, ImportTarget};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::load_import_projects;
use super::text::ImportsText;
use super::{Step, Steps, crumbs};
use crate::kit::{Page, loaded_page, query_value};
use crate::preferences::locale;
use crate::text::CommonText;
use crate::viewer::Viewer;

/// The page on which the files of an import are chosen.
pub(super) fn new_import_page() -> AnyView {
    let id = ImportId::new();
    let projects = Resource::new(|| (), |()| load_import_projects());
    let query = use_query_map();
    let show = move |_: Viewer, projects: Vec<(ProjectId, String)>| {
        let query = query.read_untracked();
        let refused = |file: ImportFile| {
            let problem = FileProblem::from_code(&query_value(&query, "problem"))?;
            (query_value(&query, "file") == file.code())
                .then(|| problem.wording().in_locale(locale()).to_owned())
        };
        // A project that is not offered stands for nothing.
        let target = ImportTarget::from_choice(&query_value(&query, "into"))
            .filter(|target| {
                let mut offered = projects.iter().map(|(id, _)| Some(*id));
                target.project().is_none() || offered.any(|id| id == target.project())
            })
            .unwrap_or_default();
        let (records, votes) = (refused(ImportFile::Records), refused(ImportFile::Votes));
        view! { <ChooseFiles id=id projects=projects target=target records=records votes=votes /> }
    };
    loaded_page(projects, show).into_any()
}

#[component]
fn ChooseFiles(
    id: ImportId,
    projects: Vec<(ProjectId, String)>,
    target: ImportTarget,
    records: Option<String>,
    votes: Option<String>,
) -> impl IntoView {
    let t = ImportsText::here();
    let summary = (records.is_some() || votes.is_some()).then(|| {
        view! { <div class="problem-summary" role="alert"><p>{t.not_taken()}</p></div> }
    });
    let (chosen, choose) = signal(target.choice());
    // Without scripts the field is always there, and its hint says for what.
    let without_votes = move || {
        ImportTarget::from_choice(&chosen.get()).is_some_and(|target| target.project().is_some())
    };
    let (scripted, set_scripted) = signal(false);
    Effect::new(move || set_scripted.set(true));
    let hidden = move || scripted.get() && without_votes();
    view! {
        <Page title=t.new_title() lede=t.new_lede() crumbs=crumbs()>
            <div class="stack">
                <Steps at=Step::Files />
                <form
                    method="post"
                    action="/imports/upload"
                    enctype="multipart/form-data"
                    class="form"
                    data-width="wide"
                >
                    {summary}
                    <input type="hidden" name="id" value=id.to_string() />
                    <Holds projects=projects chosen=target choose=choose />
                    <FileField name="records" label=t.records_file() hint=t.records_hint() problem=records required=true />
                    <div hidden=hidden>
                        <FileField
                            name="votes"
                            label=t.votes_file()
                            hint=t.votes_hint()
                            problem=votes
                            required=false
                            disabled=Signal::derive(hidden)
                        />
                    </div>
                    <p class="hint">{t.personal()}</p>
                    <div class="form-actions">
                        <button class="button" data-kind="primary" type="submit">{t.send()}</button>
                        <a class="button" data-kind="quiet" href="/imports">{CommonText::here().cancel()}</a>
                    </div>
                </form>
            </div>
        </Page>
    }
}

/// What the files hold: needs, or feedback of one of these projects.
#[component]
fn Holds(
    projects: Vec<(ProjectId, String)>,
    chosen: ImportTarget,
    choose: WriteSignal<String>,
) -> impl IntoView {
    let t = ImportsText::here();
    let select = NodeRef::<leptos::html::Select>::new();
    Effect::new(move || {
        // What was chosen before the page was awake counts.
        if let Some(select) = select.get() {
            choose.set(select.value());
        }
    });
    let option = move |target: ImportTarget, label: String| {
        let selected = target == chosen;
        view! { <option value=target.choice() selected=selected>{label}</option> }
    };
    let projects = projects
        .into_iter()
        .map(|(id, title)| option(ImportTarget::Feedback(id), t.feedback_of(&title)))
        .collect_view();
    view! {
        <div class="field">
            <label for="into">{t.holds()}</label>
            <select
                id="into"
                name="into"
                class="control"
                node_ref=select
                on:change:target=move |event| choose.set(event.target().value())
            >
                {option(ImportTarget::Needs, t.holds_needs().to_owned())}
                {projects}
            </select>
        </div>
    }
}

#[component]
fn FileField(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    problem: Option<String>,
    required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let optional = (!required).then(|| {
        view! { " " <span class="optional">"(" {CommonText::here().optional()} ")"</span> }
    });
    let invalid = problem.is_some().then_some("true");
    let described = match problem {
        Some(_) => format!("{name}-hint {name}-problem"),
        None => format!("{name}-hint"),
    };
    let problem = problem
        .map(|problem| view! { <p class="problem" id=format!("{name}-problem")>{problem}</p> });
    view! {
        <div class="field">
            <label for=name>{label} {optional}</label>
            <p class="hint" id=format!("{name}-hint")>{hint}</p>
            <input
                id=name
                name=name
                type="file"
                accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
                required=required
                disabled=disabled
                aria-invalid=invalid
                aria-describedby=described
            />
            {problem}
        </div>
    }
}
