//! What an import would do, before anything is written.

use domain::ids::ImportId;
use domain::imports::ImportReport;
use leptos::prelude::*;

use super::api::{RunImport, load_import_check};
use super::report::ReportView;
use super::text::ImportsText;
use super::{Step, Steps, counted, crumbs};
use crate::kit::{Crumb, FormAction, FormEnd, Hidden, Page, PostForm, id_param, loaded_page};
use crate::viewer::Viewer;

/// The page that tells what an import would do.
pub(super) fn check_import_page() -> AnyView {
    let id = id_param::<ImportId>("import");
    let run: FormAction<RunImport> = FormAction::new();
    let check = Resource::new(move || id.get(), load_import_check);
    let show = move |_: Viewer, (source, report): (String, ImportReport)| {
        let t = ImportsText::here();
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
                    {run}
                    <ReportView report=report />
                    {left_out}
                </div>
            </Page>
        }
    };
    loaded_page(check, show).into_any()
}
