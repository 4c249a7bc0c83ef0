//! Imports: the list, choosing files, mapping their columns, trying it without
//! writing anything, the run and its report, undoing it.

pub(crate) mod api;
mod check;
mod choose;
mod columns;
#[cfg(feature = "ssr")]
pub mod left_out;
mod list;
mod page;
mod report;
mod text;

pub(crate) use list::FileLinks;

use domain::imports::ImportKind;
use leptos::prelude::*;

use self::text::ImportsText;
use crate::kit::Crumb;
use crate::text::CommonText;

/// The way to the pages of an import.
fn crumbs() -> Vec<Crumb> {
    vec![
        Crumb::new("/needs", CommonText::here().needs()),
        Crumb::new("/imports", ImportsText::here().title()),
    ]
}

/// How many records an import made, in words.
pub(crate) fn counted(kind: ImportKind, count: u64) -> String {
    let t = ImportsText::here();
    match kind {
        ImportKind::Needs => t.needs_counted(count),
        ImportKind::Feedback => t.entries_counted(count),
    }
}

/// The steps of an import.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Files,
    Columns,
    Check,
    Done,
}

/// Where one is among the steps of an import.
#[component]
fn Steps(at: Step) -> impl IntoView {
    let t = ImportsText::here();
    let steps = [
        (Step::Files, t.step_files()),
        (Step::Columns, t.step_columns()),
        (Step::Check, t.step_check()),
        (Step::Done, t.step_done()),
    ];
    let steps = steps
        .into_iter()
        .map(|(step, name)| {
            let state = (step < at).then_some("done");
            let current = (step == at).then_some("step");
            view! { <li data-state=state aria-current=current>{name}</li> }
        })
        .collect_view();
    view! { <ol class="wizard-steps" aria-label=t.steps()>{steps}</ol> }
}

crate::kit::lazy_pages! {
    administration:
    /// The page that tells what an import would do.
    CheckImportPage = check::check_import_page;
    /// The page on which the files of an import are chosen.
    NewImportPage = choose::new_import_page;
    /// The page on which columns are mapped.
    MapColumnsPage = columns::map_columns_page;
    /// The list of imports.
    ImportsPage = list::imports_page;
    /// The page of an import.
    ImportPage = page::import_page;
}
