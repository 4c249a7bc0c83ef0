//! The report of an import: every row is accounted for.

use domain::imports::{Difference, Drop, DropCount, ImportReport, RecordCounts, VoteCounts};
use leptos::prelude::*;

use super::text::ImportsText;
use crate::preferences::locale;
use crate::text::{colon, number};

fn count(count: u64) -> String {
    number(locale(), count.into())
}

/// What an import did, or would do.
#[component]
pub(super) fn ReportView(
    /// The report.
    report: ImportReport,
) -> impl IntoView {
    let t = ImportsText::here();
    let records = report.records;
    let votes = report.votes.map(|votes| {
        view! {
            <CountRow
                name=t.votes()
                counts=[votes.read, votes.made, votes.recognised, votes.dropped]
            />
        }
    });
    let compared = (report.compared > 0).then(|| view! { <Compared report=report.clone() /> });
    view! {
        <section class="stack">
            <div class="table-wrap">
                <table>
                    <caption>{t.counts()}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t.file()}</th>
                            <th scope="col" data-cell="number">{t.read()}</th>
                            <th scope="col" data-cell="number">{t.made()}</th>
                            <th scope="col" data-cell="number">{t.recognised()}</th>
                            <th scope="col" data-cell="number">{t.dropped()}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <CountRow
                            name=report.kind.wording().in_locale(locale())
                            counts=[records.read, records.made, records.recognised, records.dropped]
                        />
                        {votes}
                    </tbody>
                </table>
            </div>
            <Facts records=records votes=report.votes />
            {compared}
        </section>
        <Drops report=report />
    }
}

#[component]
fn CountRow(name: &'static str, counts: [u64; 4]) -> impl IntoView {
    let t = ImportsText::here();
    let labels = [t.read(), t.made(), t.recognised(), t.dropped()];
    let cells = labels
        .into_iter()
        .zip(counts)
        .map(|(label, number)| {
            view! { <td data-label=label data-cell="number">{count(number)}</td> }
        })
        .collect_view();
    view! { <tr><th scope="row">{name}</th>{cells}</tr> }
}

/// What is told beside the counts.
#[component]
fn Facts(records: RecordCounts, votes: Option<VoteCounts>) -> impl IntoView {
    let t = ImportsText::here();
    let mut facts = Vec::new();
    if records.set_aside > 0 {
        facts.push(t.set_aside(records.set_aside));
    }
    if records.withdrawn > 0 {
        facts.push(t.withdrawn(records.withdrawn));
    }
    if records.markup > 0 {
        facts.push(t.markup(records.markup));
    }
    if let Some(votes) = votes {
        let stances = [
            t.supports(votes.supports),
            t.objections(votes.objections),
            t.neutral(votes.neutral),
        ];
        facts.push(stances.join(", "));
        if votes.repeated > 0 {
            facts.push(t.again(votes.repeated));
        }
    }
    let facts = facts
        .into_iter()
        .map(|fact| view! { <li>{fact}</li> })
        .collect_view();
    view! { <ul>{facts}</ul> }
}

/// The votes beside what the source itself counted.
#[component]
fn Compared(report: ImportReport) -> impl IntoView {
    let t = ImportsText::here();
    let words = if report.differing == 0 {
        t.all_agree().to_owned()
    } else {
        t.differ(report.differing)
    };
    let tone = if report.differing == 0 {
        "good"
    } else {
        "warn"
    };
    let rows = report
        .differences
        .into_iter()
        .map(
            |Difference {
                 line,
                 source_id,
                 expected,
                 found,
             }| {
                let pair =
                    |(supports, objections): (i64, i64)| format!("{supports} / {objections}");
                view! {
                    <tr>
                        <th scope="row">{source_id}</th>
                        <td data-label=t.line() data-cell="number">{count(line)}</td>
                        <td data-label=t.in_source()>{pair(expected)}</td>
                        <td data-label=t.in_votes()>{pair(found)}</td>
                    </tr>
                }
            },
        )
        .collect_view();
    let table = (report.differing > 0).then(|| {
        view! {
            <div class="table-wrap">
                <table>
                    <caption class="visually-hidden">{t.differ(report.differing)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t.id()}</th>
                            <th scope="col" data-cell="number">{t.line()}</th>
                            <th scope="col">{t.in_source()}</th>
                            <th scope="col">{t.in_votes()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <p>
            {t.compared(report.compared)} {colon()} <span class="badge" data-tone=tone>{words}</span>
        </p>
        {table}
    }
}

/// What was not taken as it is, by reason and one by one.
#[component]
fn Drops(report: ImportReport) -> impl IntoView {
    let t = ImportsText::here();
    if report.drop_counts.is_empty() {
        return view! { <p>{t.drops_none()}</p> }.into_any();
    }
    let all = report.dropped();
    let told = u64::try_from(report.drops.len()).unwrap_or_default();
    let summary = if told < all {
        t.first_ones(&count(told))
    } else {
        t.one_by_one().to_owned()
    };
    let counts = report.drop_counts.into_iter().map(count_row).collect_view();
    let rows = report.drops.into_iter().map(drop_row).collect_view();
    view! {
        <section class="stack">
            <h2>{t.drops()}</h2>
            <div class="table-wrap">
                <table>
                    <caption class="visually-hidden">{t.drops()}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t.reason()}</th>
                            <th scope="col">{t.what()}</th>
                            <th scope="col">{t.file()}</th>
                            <th scope="col" data-cell="number">{t.how_many()}</th>
                        </tr>
                    </thead>
                    <tbody>{counts}</tbody>
                </table>
            </div>
            <details>
                <summary>{summary}</summary>
                <div class="table-wrap">
                    <table>
                        <caption class="visually-hidden">{t.one_by_one()}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{t.reason()}</th>
                                <th scope="col">{t.file()}</th>
                                <th scope="col" data-cell="number">{t.line()}</th>
                                <th scope="col">{t.column()}</th>
                                <th scope="col">{t.content()}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
    .into_any()
}

fn count_row(counted: DropCount) -> impl IntoView {
    let t = ImportsText::here();
    let what = if counted.rows {
        t.whole_rows()
    } else {
        t.cells()
    };
    view! {
        <tr>
            <th scope="row">{counted.reason.wording().in_locale(locale())}</th>
            <td data-label=t.what()>{what}</td>
            <td data-label=t.file()>{counted.file.wording().in_locale(locale())}</td>
            <td data-label=t.how_many() data-cell="number">{count(counted.count)}</td>
        </tr>
    }
}

fn drop_row(dropped: Drop) -> impl IntoView {
    let t = ImportsText::here();
    let column = dropped.column.unwrap_or_else(|| t.whole_row().to_owned());
    view! {
        <tr>
            <th scope="row">{dropped.reason.wording().in_locale(locale())}</th>
            <td data-label=t.file()>{dropped.file.wording().in_locale(locale())}</td>
            <td data-label=t.line() data-cell="number">{count(dropped.line)}</td>
            <td data-label=t.column()>{column}</td>
            <td data-label=t.content() class="dropped-text">{dropped.text}</td>
        </tr>
    }
}
