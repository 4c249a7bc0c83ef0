//! What an import would do, before anything is written.

use domain::Coded;
use domain::ids::ImportId;
use domain::imports::{
    FeedbackColumn, ImportTrial, NeedColumn, TrialEntry, TrialNeed, TrialOrigin,
};
use leptos::prelude::*;

use super::api::{RunImport, load_import_check};
use super::report::ReportView;
use super::text::ImportsText;
use super::{Step, Steps, counted, crumbs};
use crate::kit::{
    Crumb, FormAction, FormEnd, Hidden, Page, PostForm, id_param, loaded_page, moment,
};
use crate::preferences::locale;
use crate::text::number;
use crate::viewer::Viewer;

/// The page that tells what an import would do.
pub(super) fn check_import_page() -> AnyView {
    let id = id_param::<ImportId>("import");
    let run: FormAction<RunImport> = FormAction::new();
    let check = Resource::new(move || id.get(), load_import_check);
    let show = move |_: Viewer, (source, trial): (String, ImportTrial)| {
        let t = ImportsText::here();
        let report = trial.report;
        let columns = shown(&NEED_COLUMNS, &NEED_ALWAYS, &trial.mapped);
        let needs = first_records(&columns, &trial.needs, need_cell);
        let columns = shown(&ENTRY_COLUMNS, &ENTRY_ALWAYS, &trial.mapped);
        let entries = first_records(&columns, &trial.entries, entry_cell);
        let id = id
            .get_untracked()
            .map(|id| id.to_string())
            .unwrap_or_default();
        let votes = report.votes.map_or(0, |votes| votes.made);
        let columns = format!("/imports/{id}/columns");
        let left_out = (report.dropped() > 0).then(|| {
            let href = format!("/imports/{id}/left-out.csv");
            view! { <p><a href=href rel="external" download="">{t.left_out_file()}</a></p> }
        });
        let back = columns.clone();
        let run = if report.records.made == 0 && votes == 0 {
            view! {
                <div class="notice" data-tone="info">
                    <p>{t.nothing_new()}</p>
                    <p><a href=columns>{t.back_to_columns()}</a></p>
                </div>
            }
            .into_any()
        } else {
            let label = match report.records.made {
                0 => t.run_votes().to_owned(),
                made => t.run(&counted(report.kind, made)),
            };
            view! {
                <PostForm action=run>
                    <Hidden name="id" value=id />
                    <FormEnd label=label>
                        <a class="button" data-kind="quiet" href=columns>{t.back_to_columns()}</a>
                    </FormEnd>
                </PostForm>
            }
            .into_any()
        };
        let mut crumbs = crumbs();
        crumbs.push(Crumb::new(back, source));
        view! {
            <Page title=t.check_title() lede=t.check_lede() crumbs=crumbs>
                <div class="stack" data-gap="large">
                    <Steps at=Step::Check />
                    {needs}
                    {entries}
                    {run}
                    <ReportView report=report />
                    {left_out}
                </div>
            </Page>
        }
    };
    loaded_page(check, show).into_any()
}

/// What is shown of a new need, in this order: what the file says, and its state.
const NEED_COLUMNS: [NeedColumn; 13] = [
    NeedColumn::Statement,
    NeedColumn::CreatedAt,
    NeedColumn::Affected,
    NeedColumn::Setting,
    NeedColumn::Level,
    NeedColumn::Discipline,
    NeedColumn::Pupils,
    NeedColumn::Territory,
    NeedColumn::Moderation,
    NeedColumn::SourceId,
    NeedColumn::SourceAuthor,
    NeedColumn::Supports,
    NeedColumn::Objections,
];

/// What a new need has whatever the file says.
const NEED_ALWAYS: [NeedColumn; 2] = [NeedColumn::Statement, NeedColumn::Moderation];

/// What is shown of a new entry of feedback, in this order: what the file says, its kind and
/// its severity.
const ENTRY_COLUMNS: [FeedbackColumn; 12] = [
    FeedbackColumn::Story,
    FeedbackColumn::CreatedAt,
    FeedbackColumn::Kind,
    FeedbackColumn::Severity,
    FeedbackColumn::Place,
    FeedbackColumn::Level,
    FeedbackColumn::Discipline,
    FeedbackColumn::Pupils,
    FeedbackColumn::Device,
    FeedbackColumn::Network,
    FeedbackColumn::SourceId,
    FeedbackColumn::SourceAuthor,
];

/// What a new entry has whatever the file says.
const ENTRY_ALWAYS: [FeedbackColumn; 3] = [
    FeedbackColumn::Story,
    FeedbackColumn::Kind,
    FeedbackColumn::Severity,
];

/// Those columns that are shown of this file.
fn shown<C: Coded>(columns: &[C], always: &[C], mapped: &[String]) -> Vec<C> {
    let is_mapped = |column: C| mapped.iter().any(|code| code == column.code());
    let columns = columns.iter().copied();
    columns
        .filter(|column| always.contains(column) || is_mapped(*column))
        .collect()
}

fn words<T: Coded>(value: T) -> String {
    value.wording().in_locale(locale()).to_owned()
}

fn words_of<T: Coded>(value: Option<T>) -> String {
    value.map(words).unwrap_or_default()
}

fn number_of(value: Option<i64>) -> String {
    let written = value.map(|value| number(locale(), value.into()));
    written.unwrap_or_default()
}

/// When something was told, in words: what its day and its month are taken for.
fn moment_of(origin: &TrialOrigin) -> String {
    let at = origin.at.map(|at| moment(locale(), at));
    at.unwrap_or_default()
}

fn need_cell(need: &TrialNeed, column: NeedColumn) -> String {
    let (facts, origin) = (&need.facts, &need.origin);
    let territory = facts.territory.as_ref();
    match column {
        NeedColumn::Ignored => String::new(),
        NeedColumn::Statement => facts.statement.clone(),
        NeedColumn::Affected => facts.affected.clone(),
        NeedColumn::Setting => facts.setting.clone(),
        NeedColumn::Level => words_of(facts.level),
        NeedColumn::Discipline => words_of(facts.discipline),
        NeedColumn::Pupils => number_of(facts.pupils),
        NeedColumn::Territory => {
            territory.map_or_else(String::new, |place| place.name(locale()).to_owned())
        }
        NeedColumn::SourceId => origin.source_id.clone(),
        NeedColumn::SourceAuthor => origin.author.clone(),
        NeedColumn::CreatedAt => moment_of(origin),
        NeedColumn::Moderation => words(need.state),
        NeedColumn::Supports => number_of(need.counted.0),
        NeedColumn::Objections => number_of(need.counted.1),
    }
}

fn entry_cell(entry: &TrialEntry, column: FeedbackColumn) -> String {
    let (facts, origin) = (&entry.facts, &entry.origin);
    match column {
        FeedbackColumn::Ignored => String::new(),
        FeedbackColumn::Story => facts.story.clone(),
        FeedbackColumn::Kind => words(facts.kind),
        FeedbackColumn::Severity => words(facts.severity),
        FeedbackColumn::Place => facts.place.clone(),
        FeedbackColumn::Level => words_of(facts.level),
        FeedbackColumn::Discipline => words_of(facts.discipline),
        FeedbackColumn::Pupils => number_of(facts.pupils),
        FeedbackColumn::Device => words_of(facts.device),
        FeedbackColumn::Network => words_of(facts.network),
        FeedbackColumn::CreatedAt => moment_of(origin),
        FeedbackColumn::SourceId => origin.source_id.clone(),
        FeedbackColumn::SourceAuthor => origin.author.clone(),
    }
}

/// The first records that are new, as they will be; nothing where there are none.
fn first_records<C: Coded, R>(
    columns: &[C],
    records: &[R],
    cell: fn(&R, C) -> String,
) -> Option<AnyView> {
    let t = ImportsText::here();
    let row = |record: &R| {
        let mut cells = columns
            .iter()
            .map(|column| (*column, cell(record, *column)));
        let first = cells.next().map(|(_, first)| first);
        let rest = cells.map(|(column, text)| {
            view! { <td data-label=words(column) class="dropped-text">{text}</td> }
        });
        let rest = rest.collect_view();
        view! { <tr><th scope="row" class="dropped-text">{first}</th> {rest}</tr> }
    };
    let rows = records.iter().map(row).collect_view();
    let heads = columns.iter();
    let heads = heads.map(|column| view! { <th scope="col">{words(*column)}</th> });
    let heads = heads.collect_view();
    (!records.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t.first_new()}</h2>
                <div class="table-wrap" tabindex="0" role="region" aria-label=t.first_new()>
                    <table>
                        <caption class="visually-hidden">{t.first_new()}</caption>
                        <thead><tr>{heads}</tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_file_says_is_shown_and_what_each_record_has() {
        let mapped = ["ignored", "created_at", "pupils", "statement"].map(str::to_owned);
        assert_eq!(
            shown(&NEED_COLUMNS, &NEED_ALWAYS, &mapped),
            [
                NeedColumn::Statement,
                NeedColumn::CreatedAt,
                NeedColumn::Pupils,
                NeedColumn::Moderation,
            ]
        );
        assert_eq!(shown(&ENTRY_COLUMNS, &ENTRY_ALWAYS, &[]), ENTRY_ALWAYS);
    }

    #[test]
    fn each_column_that_a_file_may_have_is_shown() {
        let all = |codes: Vec<&'static str>| -> Vec<String> {
            codes.into_iter().map(str::to_owned).collect()
        };
        let needs = all(NeedColumn::ALL.iter().map(|one| one.code()).collect());
        let entries = all(FeedbackColumn::ALL.iter().map(|one| one.code()).collect());
        // All but what is left out.
        let told = shown(&NEED_COLUMNS, &[], &needs).len();
        assert_eq!(told + 1, NeedColumn::ALL.len());
        let told = shown(&ENTRY_COLUMNS, &[], &entries).len();
        assert_eq!(told + 1, FeedbackColumn::ALL.len());
    }
}
