//! Mapping: what each column of the files becomes.

use domain::Coded;
use domain::feedback::FeedbackKind;
use domain::ids::ImportId;
use domain::imports::{
    ColumnPreview, DayOrder, Encoding, FeedbackColumn, ImportKind, ImportPreview, NeedColumn,
    Readings, RepeatedVotes, Separator, TablePreview, VoteColumn,
};
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use super::api::{DropUpload, PlanImport, load_upload};
use super::text::ImportsText;
use super::{Step, Steps, crumbs};
use crate::kit::{
    Choice, Field, FormAction, FormContext, FormEnd, Hidden, Page, PostForm, Select, SubmitButton,
    coded, id_param, loaded_page, query_value, without_nameless,
};
use crate::preferences::locale;
use crate::viewer::Viewer;

/// The page on which columns are mapped.
fn readings(query: &ParamsMap) -> Readings {
    let encoding = |name| Encoding::from_code(&query_value(query, name));
    let separator = |name| Separator::from_code(&query_value(query, name));
    Readings {
        records_encoding: encoding("records_encoding"),
        records_separator: separator("records_separator"),
        votes_encoding: encoding("votes_encoding"),
        votes_separator: separator("votes_separator"),
    }
}

pub(super) fn map_columns_page() -> AnyView {
    let id = id_param::<ImportId>("import");
    let query = use_query_map();
    let asked = Memo::new(move |_| (id.get(), readings(&query.read())));
    let plan: FormAction<PlanImport> = FormAction::new();
    let abandon: FormAction<DropUpload> = FormAction::new();
    let upload = Resource::new(
        move || asked.get(),
        |(id, readings)| load_upload(id, readings),
    );
    let show = move |_: Viewer, preview: ImportPreview| {
        view! { <MapColumns preview=preview plan=plan abandon=abandon /> }
    };
    loaded_page(upload, show).into_any()
}

#[component]
fn MapColumns(
    preview: ImportPreview,
    plan: FormAction<PlanImport>,
    abandon: FormAction<DropUpload>,
) -> impl IntoView {
    let t = ImportsText::here();
    let id = preview.id;
    let sources = preview
        .sources
        .iter()
        .map(|source| view! { <option value=source.clone() /> })
        .collect_view();
    // Fields look for their form: they are made inside it, below.
    let votes = preview.votes.clone();
    let repeated = votes.is_some();
    let kind = preview.target.kind();
    let choices = match kind {
        ImportKind::Needs => coded::<NeedColumn>(),
        ImportKind::Feedback => coded::<FeedbackColumn>(),
    };
    let default_kind = preview.default_kind;
    view! {
        <Page
            title=t.columns_title()
            lede=t.columns_lede()
            crumbs=crumbs()
        >
            <div class="stack" data-gap="large">
                <Steps at=Step::Columns />
                <ReadOtherwise preview=preview.clone() />
                <PostForm action=plan prefix="draft" width="wide">
                    <Fields />
                    <Hidden name="id" value=id.to_string() />
                    <Field name="source" label=t.source() hint=t.source_hint() value=preview.source required=true list="sources" />
                    <datalist id="sources">{sources}</datalist>
                    <div class="field-row">
                        <Select name="days" label=t.days() choices={coded::<DayOrder>()} value=preview.days.code() required=true />
                        {repeated.then(|| view! {
                            <Select name="repeated" label=t.repeated() choices={coded::<RepeatedVotes>()} value=preview.repeated.code() required=true />
                        })}
                        {(kind == ImportKind::Feedback).then(|| view! {
                            <Select name="default_kind" label=t.default_kind() choices={coded::<FeedbackKind>()} value=default_kind.code() required=true />
                        })}
                    </div>
                    <MappingTable table=preview.records part="records" title=t.records_file() choices=choices />
                    {votes.map(|table| view! {
                        <MappingTable table=table part="votes" title=t.votes_file() choices={coded::<VoteColumn>()} />
                    })}
                    <FormEnd label=t.check() />
                </PostForm>
                <PostForm action=abandon width="bare">
                    <Hidden name="id" value=id.to_string() />
                    <SubmitButton kind="quiet">{t.abandon()}</SubmitButton>
                </PostForm>
            </div>
        </Page>
    }
}

/// Names what the mapping as a whole can lack, for the summary above the form.
#[component]
fn Fields() -> impl IntoView {
    let t = ImportsText::here();
    let context = expect_context::<FormContext>();
    for (field, label) in [
        ("statement", t.mapped_statement()),
        ("story", t.mapped_story()),
        ("source_id", t.mapped_id()),
        ("votes_need", t.mapped_vote_need()),
        ("votes_voter", t.mapped_vote_voter()),
        ("votes_value", t.mapped_vote_value()),
    ] {
        context.name_field(field, label);
    }
}

/// The columns of one file, each with its first values and what it becomes.
#[component]
fn MappingTable(
    table: TablePreview,
    part: &'static str,
    title: &'static str,
    choices: Vec<Choice>,
) -> impl IntoView {
    let t = ImportsText::here();
    let name = |field: &str| format!("draft[{part}][{field}]");
    let anchors: &[&str] = match part {
        "votes" => &["votes_need", "votes_voter", "votes_value"],
        _ => &["statement", "story", "source_id"],
    };
    let anchors = anchors
        .iter()
        .map(|anchor| view! { <span id=*anchor></span> })
        .collect_view();
    let read_as = t.read_as(
        table.encoding.wording().in_locale(locale()),
        table.separator.wording().in_locale(locale()),
    );
    let rows = table
        .columns
        .into_iter()
        .enumerate()
        .map(|(place, column)| {
            let name = format!("draft[{part}][columns][{place}]");
            let place = u64::try_from(place).unwrap_or_default();
            view! { <ColumnRow place=place name=name column=column choices=choices.clone() /> }
        })
        .collect_view();
    view! {
        <section class="stack">
            <h2>{title} {anchors}</h2>
            <p class="meta">{table.name} " · " {t.rows(table.rows)} " · " {read_as}</p>
            <input type="hidden" name=name("encoding") value=table.encoding.code() />
            <input type="hidden" name=name("separator") value=table.separator.code() />
            <div class="table-wrap">
                <table class="mapping-table">
                    <caption class="visually-hidden">{t.columns_title()} " " {title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t.column()}</th>
                            <th scope="col">{t.samples()}</th>
                            <th scope="col">{t.becomes()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn ColumnRow(
    place: u64,
    name: String,
    column: ColumnPreview,
    choices: Vec<Choice>,
) -> impl IntoView {
    let t = ImportsText::here();
    let header = if column.header.is_empty() {
        t.no_header(place + 1)
    } else {
        column.header
    };
    let becomes = expect_context::<FormContext>()
        .typed(&name)
        .unwrap_or(column.becomes);
    let (state, change) = signal(becomes.clone());
    let ignored = move || (state.get() == NeedColumn::Ignored.code()).then_some("ignored");
    let options = choices
        .into_iter()
        .map(|choice| {
            let selected = choice.value == becomes;
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect_view();
    let samples = column
        .samples
        .into_iter()
        .map(|sample| view! { <span class="sample">{sample}</span> })
        .collect_view();
    let label = t.column_becomes(&header);
    view! {
        <tr data-state=ignored>
            <th scope="row">{header}</th>
            <td data-label=t.samples()>{samples}</td>
            <td data-label=t.becomes()>
                <select
                    class="control"
                    name=name
                    aria-label=label
                    on:change:target=move |event| change.set(event.target().value())
                >
                    {options}
                </select>
            </td>
        </tr>
    }
}

/// Other encodings and separators, for when the ones found are not right. A
/// form of its own that loads the page anew.
#[component]
fn ReadOtherwise(preview: ImportPreview) -> impl IntoView {
    let t = ImportsText::here();
    let action = format!("/imports/{}/columns", preview.id);
    let votes = preview.votes.map(|table| {
        view! {
            <Reading legend=t.votes_file() encoding="votes_encoding" separator="votes_separator" table=table />
        }
    });
    view! {
        <details>
            <summary>{t.read_otherwise()}</summary>
            <Form method="GET" on_form_data=without_nameless() action=action attr:class="form" attr:data-width="wide">
                <Reading legend=t.records_file() encoding="records_encoding" separator="records_separator" table=preview.records />
                {votes}
                <div class="form-actions">
                    <button class="button" type="submit">{t.read_again()}</button>
                </div>
            </Form>
        </details>
    }
}

#[component]
fn Reading(
    legend: &'static str,
    encoding: &'static str,
    separator: &'static str,
    table: TablePreview,
) -> impl IntoView {
    let t = ImportsText::here();
    view! {
        <fieldset>
            <legend>{legend}</legend>
            <div class="field-row">
                <Reread name=encoding label=t.encoding() value=table.encoding />
                <Reread name=separator label=t.separator() value=table.separator />
            </div>
        </fieldset>
    }
}

#[component]
fn Reread<T: Coded>(name: &'static str, label: &'static str, value: T) -> impl IntoView {
    let options = coded::<T>()
        .into_iter()
        .map(|choice| {
            let selected = choice.value == value.code();
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select id=name name=name>
                <option value="">{ImportsText::here().found_out()}</option>
                {options}
            </select>
        </div>
    }
}
