//! What those who steer decide at a milestone: another date, what became of it,
//! who signs. And signing.

use domain::ids::UserId;
use domain::milestones::{Milestone, MilestoneState, MoveDraft, SettleDraft, Signature};
use domain::projects::TeamMember;
use icondata_lu::LuX;
use leptos::prelude::*;

use super::api::{MoveMilestone, SettleMilestone, load_milestone_page};
use super::page::Actions;
use super::text::MilestonesText;
use crate::failure::Failure;
use crate::kit::{
    Choice, DateField, FormAction, FormEnd, Hidden, Icon, Moment, PersonTag, PostForm, Radios,
    Select, SubmitButton, TextArea, person_choice, saved_beside,
};
use crate::preferences::locale;

/// Giving the milestone another date.
#[component]
pub(super) fn MoveForm(
    /// The milestone.
    milestone: Milestone,
    /// The action that moves it.
    action: FormAction<MoveMilestone>,
    /// Told whether something is typed.
    typed: RwSignal<bool>,
) -> impl IntoView {
    let t = MilestonesText::here();
    let (home, id) = (milestone.project, milestone.id);
    let saved = move || async move {
        let content = load_milestone_page(Some(home), Some(id)).await?;
        Ok::<_, Failure>(MoveDraft::from(&content.detail.milestone))
    };
    let there = MoveDraft::from(&milestone);
    view! {
        <details open=action.failed()>
            <summary>{t.move_it()}</summary>
            <PostForm action=action prefix="draft" typed=typed>
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=action.version_made_of(milestone.version) />
                {saved_beside(action.stale(), &there, saved)}
                <DateField name="due_on" label=t.move_to() value=there.due_on required=true />
                <TextArea name="why" label=t.why() rows=2 required=true />
                <FormEnd label=t.move_it() kind="quiet" />
            </PostForm>
        </details>
    }
}

/// Saying that it is met or missed, or opening it again.
#[component]
pub(super) fn SettleForm(
    /// The milestone.
    milestone: Milestone,
    /// The action that decides.
    action: FormAction<SettleMilestone>,
    /// Told whether something is typed.
    typed: RwSignal<bool>,
) -> impl IntoView {
    let t = MilestonesText::here();
    let (home, id) = (milestone.project, milestone.id);
    let saved = move || async move {
        let content = load_milestone_page(Some(home), Some(id)).await?;
        Ok::<_, Failure>(SettleDraft::from(&content.detail.milestone))
    };
    let there = SettleDraft::from(&milestone);
    let version = action.version_made_of(milestone.version);
    if milestone.state.is_settled() {
        return view! {
            <details open=action.failed()>
                <summary>{t.reopen()}</summary>
                <PostForm action=action prefix="draft" typed=typed>
                    <p class="hint">{t.reopen_hint()}</p>
                    <Hidden name="id" value=id.to_string() />
                    <Hidden name="version" value=version />
                    {saved_beside(action.stale(), &there, saved)}
                    <input type="hidden" name="draft[outcome]" value=MilestoneState::Open.code() />
                    <TextArea name="reason" label=t.reopen_reason() rows=2 required=true />
                    <FormEnd label=t.reopen() kind="quiet" />
                </PostForm>
            </details>
        }
        .into_any();
    }
    let choices = [MilestoneState::Met, MilestoneState::Missed]
        .into_iter()
        .map(|state| Choice::new(state.code(), state.wording().in_locale(locale())))
        .collect();
    let proposed = if milestone.is_complete() {
        MilestoneState::Met.code()
    } else {
        ""
    };
    view! {
        <section class="card stack">
            <h2>{t.settle()}</h2>
            <PostForm action=action prefix="draft" typed=typed>
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=version />
                {saved_beside(action.stale(), &there, saved)}
                <Radios name="outcome" label=t.outcome() choices=choices value=proposed />
                <TextArea name="reason" label=t.reason() hint=t.reason_hint() rows=2 />
                <FormEnd label=t.settle() />
            </PostForm>
        </section>
    }
    .into_any()
}

/// Who is asked to sign, who has signed; signing, and asking.
#[component]
pub(super) fn Signatures(
    /// The milestone.
    milestone: Milestone,
    /// The project's team, of whom somebody can be asked.
    team: Vec<TeamMember>,
    /// Whether the reader may ask.
    steers: bool,
    /// The reader.
    own: UserId,
    /// What can be done.
    actions: Actions,
) -> impl IntoView {
    let t = MilestonesText::here();
    let id = milestone.id;
    let asked = |person: UserId| {
        let mut asked = milestone.signatures.iter();
        asked.any(|one| one.person.id == person)
    };
    let choices: Vec<Choice> = team
        .into_iter()
        .filter(|member| member.open && !asked(member.person.id))
        .map(|member| person_choice(member.person))
        .collect();
    let waits_for_me = milestone
        .signatures
        .iter()
        .any(|one| one.person.id == own && one.signed_at.is_none());
    let sign = waits_for_me.then(|| {
        if milestone.state.is_settled() {
            view! {
                <PostForm action=actions.sign>
                    <Hidden name="id" value=id.to_string() />
                    <p class="hint">{t.sign_what()}</p>
                    <FormEnd label=t.sign() />
                </PostForm>
            }
            .into_any()
        } else {
            view! { <p class="hint">{t.sign_later()}</p> }.into_any()
        }
    });
    let ask = (steers && !choices.is_empty()).then(|| {
        view! {
            <details>
                <summary>{t.ask()}</summary>
                <PostForm action=actions.ask>
                    <Hidden name="id" value=id.to_string() />
                    <Hidden name="asked" value="true".to_owned() />
                    <Select name="person" label=t.ask_whom() choices=choices required=true />
                    <FormEnd label=t.ask() kind="quiet" />
                </PostForm>
            </details>
        }
    });
    let list = if milestone.signatures.is_empty() {
        view! { <p>{t.signatures_none()}</p> }.into_any()
    } else {
        // Made in their form, which their buttons know of.
        let rows = move || {
            let rows = milestone.signatures.into_iter();
            let rows = rows.map(|one| view! { <SignatureRow signature=one steers=steers /> });
            view! { <ul class="person-list">{rows.collect_view()}</ul> }
        };
        if steers {
            // One form for the whole list: each row has its own button.
            view! {
                <PostForm action=actions.dismiss>
                    <Hidden name="id" value=id.to_string() />
                    <Hidden name="asked" value="false".to_owned() />
                    {rows()}
                </PostForm>
            }
            .into_any()
        } else {
            rows().into_any()
        }
    };
    view! {
        <section class="stack">
            <h2>{t.signatures()}</h2>
            {list}
            {sign}
            {ask}
        </section>
    }
}

#[component]
fn SignatureRow(signature: Signature, steers: bool) -> impl IntoView {
    let t = MilestonesText::here();
    let Signature { person, signed_at } = signature;
    let state = match signed_at {
        Some(at) => view! { <p class="meta">{t.signed()} " " <Moment at=at /></p> }.into_any(),
        None => view! { <p class="meta">{t.not_signed()}</p> }.into_any(),
    };
    let dismiss = (steers && signed_at.is_none()).then(|| {
        let label = t.ask_no_longer(&person.name);
        let id = person.id.to_string();
        view! {
            <SubmitButton class="icon-button" name="person" value=id called=label.clone() attr:title=label>
                <Icon icon=LuX />
            </SubmitButton>
        }
    });
    view! {
        <li>
            <div><PersonTag person=person /> {state}</div>
            {dismiss}
        </li>
    }
}
