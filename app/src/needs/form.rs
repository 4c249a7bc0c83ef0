//! Expressing a need and changing what it says.

use std::time::Duration;

use domain::ids::NeedId;
use domain::needs::{Need, NeedDraft};
use domain::policy::{Action, Situation};
use domain::school::{Discipline, SchoolLevel};
use leptos::prelude::*;

use super::api::{EditNeed, ExpressNeed, load_need, load_similar_needs};
use super::list::NeedCards;
use super::page::situation;
use super::text::NeedsText;
use crate::failure::Failure;
use crate::kit::{
    Crumb, Field, FormAction, FormEnd, Hidden, Page, PlaceField, PostForm, Select, TextArea, coded,
    form_page, id_param, nothing_to_load, rested, saved_beside,
};
use crate::text::CommonText;

/// How long the typing must rest before similar needs are looked for.
const REST: Duration = Duration::from_millis(400);

/// The page on which a need is expressed.
pub(super) fn new_need_page() -> AnyView {
    let action: FormAction<ExpressNeed> = FormAction::new();
    form_page(
        nothing_to_load(),
        |viewer, ()| viewer.decide(Action::ExpressNeed, &Situation::workspace()),
        move |_, ()| view! { <NewNeedForm action=action /> },
    )
    .into_any()
}

#[component]
fn NewNeedForm(action: FormAction<ExpressNeed>) -> impl IntoView {
    let t = NeedsText::here();
    let id = NeedId::new().to_string();
    view! {
        <Page
            title=t.express()
            lede=t.express_lede()
            crumbs=vec![Crumb::new("/needs", t.title())]
        >
            <PostForm action=action prefix="draft" width="wide">
                <Hidden name="id" value=id />
                <NeedFields draft=NeedDraft::default() except=None />
                <FormEnd label=t.send()>
                    <a class="button" data-kind="quiet" href="/needs">{CommonText::here().cancel()}</a>
                </FormEnd>
            </PostForm>
        </Page>
    }
}

/// The page on which a need is changed.
pub(super) fn edit_need_page() -> AnyView {
    let id = id_param::<NeedId>("need");
    let action: FormAction<EditNeed> = FormAction::new();
    let need = Resource::new(move || id.get(), load_need);
    form_page(
        need,
        |viewer, detail| viewer.decide(Action::EditNeed, &situation(viewer, &detail.need)),
        move |_, detail| view! { <EditNeedForm action=action need=detail.need /> },
    )
    .into_any()
}

#[component]
fn EditNeedForm(action: FormAction<EditNeed>, need: Need) -> impl IntoView {
    let t = NeedsText::here();
    let id = need.id;
    let draft = NeedDraft::from(&need.facts);
    let version = action.version_made_of(need.version);
    let saved = move || async move {
        let detail = load_need(Some(id)).await?;
        Ok::<_, Failure>(NeedDraft::from(&detail.need.facts))
    };
    view! {
        <Page
            title=t.edit_title()
            crumbs=vec![
                Crumb::new("/needs", t.title()),
                Crumb::new(format!("/needs/{id}"), need.facts.statement),
            ]
        >
            <PostForm action=action prefix="draft" width="wide">
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=version />
                {saved_beside(action.stale(), &draft, saved)}
                <NeedFields draft=draft except=Some(id) />
                <FormEnd label=CommonText::here().save()>
                    <a class="button" data-kind="quiet" href=format!("/needs/{id}")>
                        {CommonText::here().cancel()}
                    </a>
                </FormEnd>
            </PostForm>
        </Page>
    }
}

/// The fields of a need; similar needs appear while one types.
#[component]
fn NeedFields(draft: NeedDraft, except: Option<NeedId>) -> impl IntoView {
    let t = NeedsText::here();
    let (typed, typing) = signal(String::new());
    view! {
        <TextArea name="statement" label=t.statement() hint=t.statement_hint() value=draft.statement required=true rows=5 typing=typing />
        <SimilarNeeds typed=typed except=except />
        <Field name="affected" label=t.affected() value=draft.affected />
        <TextArea name="setting" label=t.setting() value=draft.setting rows=3 />
        <div class="field-row">
            <Select name="level" label=t.level() choices={coded::<SchoolLevel>()} value=draft.level />
            <Select name="discipline" label=t.discipline() choices={coded::<Discipline>()} value=draft.discipline />
        </div>
        <div class="field-row">
            <Field name="pupils" kind="number" label=t.pupils() value=draft.pupils />
            <PlaceField name="territory" label=t.territory() value=draft.territory />
        </div>
    }
}

/// Needs close to what is being typed, once the typing rests.
#[component]
fn SimilarNeeds(typed: ReadSignal<String>, except: Option<NeedId>) -> impl IntoView {
    let t = NeedsText::here();
    let rested = rested(typed, REST);
    // Not a resource: the server would send the page before it is whole.
    let (similar, set_similar) = signal(Vec::new());
    Effect::new(move || {
        let text = rested.get();
        if text.trim().chars().count() < 8 {
            set_similar.set(Vec::new());
            return;
        }
        leptos::task::spawn_local(async move {
            let found = load_similar_needs(text.clone(), except).await;
            // An answer that comes late is about another text.
            if rested.try_get_untracked() == Some(text) {
                let _ = set_similar.try_set(found.unwrap_or_default());
            }
        });
    });
    view! {
        <div role="status">
            {move || {
                let needs = similar.get();
                (!needs.is_empty())
                    .then(|| {
                        view! {
                            <section class="card stack" data-tone="info">
                                <h2>{t.similar()}</h2>
                                <p class="hint">{t.similar_hint()}</p>
                                <NeedCards needs=needs />
                            </section>
                        }
                    })
            }}
        </div>
    }
}
