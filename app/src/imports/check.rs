//! What an import would do, before anything is written.

use domain::Coded;
use domain::feedback::FeedbackFacts;
use domain::ids::ImportId;
use domain::imports::{FeedbackColumn, ImportTrial, NeedColumn};
use domain::needs::{NeedFacts, NeedState};
use leptos::prelude::*;

use super::api::{RunImport, load_import_check};
use super::report::ReportView;
use super::text::ImportsText;
use super::{Step, Steps, counted, crumbs};
use crate::kit::{Crumb, FormAction, FormEnd, Hidden, Page, PostForm, id_param, loaded_page};
use crate::preferences::locale;
use crate::viewer::Viewer;

/// The page that tells what an import would do.
pub(super) fn check_import_page() -> AnyView {
    let id = id_param::<ImportId>("import");
    let run: FormAction<RunImport> = FormAction::new();
    let check = Resource::new(move || id.get(), load_import_check);
    let show = move |_: Viewer, (source, trial): (String, ImportTrial)| {
        let t = ImportsText::here();
        let report = trial.report;
        let needs = first_records(NEED_COLUMNS, trial.needs.into_iter().map(need_row));
        let entries = first_records(ENTRY_COLUMNS, trial.entries.into_iter().map(entry_row));
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

/// What is shown of a new need.
const NEED_COLUMNS: [NeedColumn; 6] = [
    NeedColumn::Statement,
    NeedColumn::Affected,
    NeedColumn::Level,
    NeedColumn::Discipline,
    NeedColumn::Territory,
    NeedColumn::Moderation,
];

/// What is shown of a new entry of feedback.
const ENTRY_COLUMNS: [FeedbackColumn; 6] = [
    FeedbackColumn::Story,
    FeedbackColumn::Kind,
    FeedbackColumn::Severity,
    FeedbackColumn::Place,
    FeedbackColumn::Level,
    FeedbackColumn::Discipline,
];

fn words<T: Coded>(value: T) -> String {
    value.wording().in_locale(locale()).to_owned()
}

fn need_row((facts, state): (NeedFacts, NeedState)) -> [String; 6] {
    let territory = facts.territory.as_ref();
    let territory = territory.map(|territory| territory.name(locale()).to_owned());
    [
        facts.statement,
        facts.affected,
        facts.level.map(words).unwrap_or_default(),
        facts.discipline.map(words).unwrap_or_default(),
        territory.unwrap_or_default(),
        words(state),
    ]
}

fn entry_row(facts: FeedbackFacts) -> [String; 6] {
    [
        facts.story,
        words(facts.kind),
        words(facts.severity),
        facts.place,
        facts.level.map(words).unwrap_or_default(),
        facts.discipline.map(words).unwrap_or_default(),
    ]
}

/// The first records that are new, as they will be; nothing where there are none.
fn first_records<C: Coded>(
    columns: [C; 6],
    records: impl Iterator<Item = [String; 6]>,
) -> Option<AnyView> {
    let t = ImportsText::here();
    let labels = columns.map(words);
    let rows: Vec<_> = records
        .map(|cells| {
            let mut cells = cells.into_iter();
            let first = cells.next();
            let rest = cells.zip(labels.iter().skip(1).cloned());
            let rest = rest.map(|(cell, label)| view! { <td data-label=label>{cell}</td> });
            view! { <tr><th scope="row" class="dropped-text">{first}</th> {rest.collect_view()}</tr> }
        })
        .collect();
    let heads = labels.iter().cloned();
    let heads = heads.map(|label| view! { <th scope="col">{label}</th> });
    let heads = heads.collect_view();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t.first_new()}</h2>
                <div class="table-wrap">
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
