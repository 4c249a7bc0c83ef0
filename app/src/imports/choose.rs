//! Choosing the files of an import. A plain form: the browser sends the files
//! by itself, and the answer is the next page.

use domain::ids::ImportId;
use domain::imports::{FileProblem, ImportFile};
use domain::policy::{Action, Refusal, Situation};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::text::ImportsText;
use super::{Step, Steps};
use crate::failure::Failure;
use crate::kit::{Crumb, Page, loaded_page, query_value};
use crate::preferences::locale;
use crate::text::CommonText;
use crate::viewer::{Viewer, ViewerResource};

/// The page on which the files of an import are chosen.
pub(super) fn new_import_page() -> AnyView {
    let viewer = expect_context::<ViewerResource>().0;
    let id = ImportId::new();
    let allowed = Resource::new(
        || (),
        move |()| async move {
            let viewer = viewer.await?.ok_or(Failure::Unauthenticated)?;
            if viewer.may(Action::ImportRecords, &Situation::workspace()) {
                Ok(())
            } else {
                Err(Failure::Refused(Refusal::Role))
            }
        },
    );
    let query = use_query_map();
    let refused = move |file: ImportFile| {
        let query = query.read_untracked();
        let problem = FileProblem::from_code(&query_value(&query, "problem"))?;
        (query_value(&query, "file") == file.code())
            .then(|| problem.wording().in_locale(locale()).to_owned())
    };
    let show = move |_: Viewer, ()| {
        view! { <ChooseFiles id=id records=refused(ImportFile::Records) votes=refused(ImportFile::Votes) /> }
    };
    loaded_page(allowed, show).into_any()
}

#[component]
fn ChooseFiles(id: ImportId, records: Option<String>, votes: Option<String>) -> impl IntoView {
    let t = ImportsText::here();
    let common = CommonText::here();
    let summary = (records.is_some() || votes.is_some()).then(|| {
        view! { <div class="problem-summary" role="alert"><p>{t.not_taken()}</p></div> }
    });
    view! {
        <Page
            title=t.new_title()
            lede=t.new_lede()
            crumbs=vec![Crumb::new("/needs", common.needs()), Crumb::new("/imports", t.title())]
        >
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
                    <FileField name="records" label=t.records_file() hint=t.records_hint() problem=records required=true />
                    <FileField name="votes" label=t.votes_file() hint=t.votes_hint() problem=votes required=false />
                    <p class="hint">{t.personal()}</p>
                    <div class="form-actions">
                        <button class="button" data-kind="primary" type="submit">{t.send()}</button>
                        <a class="button" data-kind="quiet" href="/imports">{common.cancel()}</a>
                    </div>
                </form>
            </div>
        </Page>
    }
}

#[component]
fn FileField(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    problem: Option<String>,
    required: bool,
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
                aria-invalid=invalid
                aria-describedby=described
            />
            {problem}
        </div>
    }
}
