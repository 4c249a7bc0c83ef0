//! What the team does at a milestone: checking criteria, recording a measure.

use domain::milestones::{Criterion, MeasureDraft, Milestone};
use icondata_lu::{LuSquare, LuSquareCheck};
use leptos::prelude::*;

use super::api::{CheckCriterion, RecordMeasure, load_milestone_page};
use super::page::{DeedLine, name_of};
use super::text::MilestonesText;
use crate::failure::Failure;
use crate::kit::{Field, FormAction, FormEnd, Hidden, Icon, PostForm, SubmitButton, saved_beside};
use crate::text::CommonText;

/// What must be true, one by one; whoever may, checks it there.
#[component]
pub(super) fn Criteria(
    /// The milestone.
    milestone: Milestone,
    /// Whether the reader may check them.
    may_check: bool,
    /// The action that does it.
    action: FormAction<CheckCriterion>,
) -> impl IntoView {
    let t = MilestonesText::here();
    let all = u32::try_from(milestone.criteria.len()).unwrap_or(u32::MAX);
    let count = t.criteria_met(milestone.checked(), all);
    let id = milestone.id.to_string();
    // Made in their form, which their buttons know of.
    let rows = move || {
        let rows = milestone.criteria.into_iter();
        let rows = rows.map(|criterion| view! { <Row criterion=criterion may_check=may_check /> });
        view! { <ul class="ticks">{rows.collect_view()}</ul> }
    };
    let rows = if may_check {
        view! {
            <PostForm action=action>
                <Hidden name="id" value=id.clone() />
                {rows()}
            </PostForm>
        }
        .into_any()
    } else {
        rows().into_any()
    };
    view! {
        <section class="stack" data-gap="small">
            <h2>{t.criteria()}</h2>
            <p class="meta" role="status">{count}</p>
            {rows}
        </section>
    }
}

/// A criterion. Where it can be checked it is a button that sends the form, so
/// that it works without scripts, and is named and announced as a checkbox.
#[component]
fn Row(criterion: Criterion, may_check: bool) -> impl IntoView {
    let t = MilestonesText::here();
    let checked = criterion.checked.is_some();
    let by = criterion.checked.map(|deed| {
        let said = t.checked_by(&name_of(&deed));
        view! { <DeedLine said=said deed=deed /> }
    });
    let icon = if checked { LuSquareCheck } else { LuSquare };
    let statement = if may_check {
        let mark = format!("{}:{}", criterion.id, !checked);
        view! {
            <SubmitButton
                class="tick"
                name="mark"
                value=mark
                attr:role="checkbox"
                attr:aria-checked=checked.to_string()
            >
                <Icon icon=icon />
                <span>{criterion.text}</span>
            </SubmitButton>
        }
        .into_any()
    } else {
        let said = if checked { t.checked() } else { t.unchecked() };
        view! {
            <p class="tick">
                <Icon icon=icon />
                <span>{criterion.text} " " <span class="visually-hidden">"(" {said} ")"</span></span>
            </p>
        }
        .into_any()
    };
    view! { <li>{statement} {by}</li> }
}

/// Recording what was measured.
#[component]
pub(super) fn MeasureForm(
    /// The milestone.
    milestone: Milestone,
    /// The action that records it.
    action: FormAction<RecordMeasure>,
    /// Told whether something is typed.
    typed: RwSignal<bool>,
) -> impl IntoView {
    let t = MilestonesText::here();
    let title = if milestone.measure.is_some() {
        t.measure_again()
    } else {
        t.measure()
    };
    let (home, id) = (milestone.project, milestone.id);
    let saved = move || async move {
        let content = load_milestone_page(Some(home), Some(id)).await?;
        Ok::<_, Failure>(measured(&content.detail.milestone))
    };
    let draft = measured(&milestone);
    let unit = milestone.target.map(|target| target.unit);
    let hint = unit.unwrap_or_default();
    view! {
        <details open=action.failed()>
            <summary>{title}</summary>
            <PostForm action=action prefix="draft" typed=typed>
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=action.version_made_of(milestone.version) />
                {saved_beside(action.stale(), &draft, saved)}
                <div class="field-row">
                    <Field name="value" label=t.measure_value() hint=hint value=draft.value required=true />
                    <Field name="n" label=t.measure_n() hint=t.measure_n_hint() value=draft.n required=true />
                </div>
                <div class="field-row">
                    <Field name="low" label=t.measure_low() value=draft.low />
                    <Field name="high" label=t.measure_high() value=draft.high />
                </div>
                <FormEnd label=CommonText::here().save() />
            </PostForm>
        </details>
    }
}

/// What was measured so far, as the form has it.
fn measured(milestone: &Milestone) -> MeasureDraft {
    let measure = milestone.measure.as_ref();
    measure
        .map(|(measure, _)| MeasureDraft::from(measure))
        .unwrap_or_default()
}
