//! Linking a thing with another: by searching while one types, or by the
//! address of the other's page, which works without scripts too.

use std::time::Duration;

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::LinkId;
use domain::search::Found;
use leptos::prelude::*;

use super::api::LinkThings;
use super::text::EvidenceText;
use crate::kit::{Choice, FormAction, FormEnd, Hidden, PostForm, Select, TextArea, next_id};
use crate::preferences::locale;
use crate::search::search;

/// How long the typing must rest before something is looked for.
const REST: Duration = Duration::from_millis(300);
/// How many things are offered.
const OFFERED: usize = 8;

/// The relations that make sense between a thing of this kind and some other,
/// in both directions.
fn relations(here: ThingKind) -> Vec<Choice> {
    let any = |fits: &dyn Fn(ThingKind) -> bool| ThingKind::ALL.iter().any(|kind| fits(*kind));
    let forward = Relation::ALL
        .iter()
        .filter(|relation| any(&|there| relation.fits(here, there)))
        .map(|relation| Choice::new(relation.code(), relation.wording().in_locale(locale())));
    let back = Relation::ALL
        .iter()
        // What only belongs together reads the same from both ends.
        .filter(|relation| **relation != Relation::RelatesTo)
        .filter(|relation| any(&|there| relation.fits(there, here)))
        .map(|relation| {
            let label = relation.reversed().in_locale(locale());
            Choice::new(backwards(*relation), label)
        });
    forward.chain(back).collect()
}

/// The relation that is offered first: a change is mostly linked with what caused
/// it.
fn usual_relation(here: ThingKind) -> String {
    match here {
        ThingKind::Change => backwards(Relation::Caused),
        _ => Relation::RelatesTo.code().to_owned(),
    }
}

/// How a relation is sent that is read from the other thing.
fn backwards(relation: Relation) -> String {
    format!("{relation}:back")
}

/// Linking a thing with another.
#[component]
pub(super) fn LinkForm(
    /// The thing.
    here: ThingRef,
    /// The action that links.
    action: FormAction<LinkThings>,
) -> impl IntoView {
    let t = EvidenceText::here();
    let (typed, typing) = signal(String::new());
    let linked = Memo::new(move |_| action.version().get());
    Effect::new(move || {
        // What was linked is no longer looked for.
        linked.track();
        typing.set(String::new());
    });
    view! {
        <details data-print="no">
            <summary>{t.link()}</summary>
            <PostForm action=action>
                <Hidden name="id" value=next_id(action, LinkId::new) />
                <Hidden name="thing" value=here.to_string() />
                <TextArea name="other" label=t.other() hint=t.other_hint() rows=2 required=true typing=typing />
                <Offered here=here typed=typed />
                <Select
                    name="relation"
                    label=t.relation()
                    hint=t.relation_hint()
                    choices=relations(here.kind)
                    value=usual_relation(here.kind)
                    required=true
                />
                <FormEnd label=t.link_send() kind="quiet" />
            </PostForm>
        </details>
    }
}

/// What search finds while one types, to choose from.
#[component]
fn Offered(here: ThingRef, typed: ReadSignal<String>) -> impl IntoView {
    let t = EvidenceText::here();
    let (rested, set_rested) = signal(String::new());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move || {
        let text = typed.get();
        timer.update_value(|timer| {
            if let Some(earlier) = timer.take() {
                earlier.clear();
            }
            *timer = set_timeout_with_handle(move || set_rested.set(text), REST).ok();
        });
    });
    // Not a resource: on the server, where nobody types, the page would wait.
    let (found, set_found) = signal(Vec::<Found>::new());
    Effect::new(move || {
        let text = rested.get();
        // A pasted address is taken as it is.
        if text.trim().chars().count() < 3 || ThingRef::from_address(&text).is_some() {
            set_found.set(Vec::new());
            return;
        }
        leptos::task::spawn_local(async move {
            let mut answer = search(text.clone()).await.unwrap_or_default();
            answer.retain(|found| found.thing != here);
            answer.truncate(OFFERED);
            // An answer to what was typed before comes too late.
            if rested.try_get_untracked() == Some(text) {
                let _ = set_found.try_set(answer);
            }
        });
    });
    let list = move || {
        let found = found.get();
        if found.is_empty() {
            return None;
        }
        let count = t.found(found.len() as u64);
        let rows = found
            .into_iter()
            .map(|found| {
                let kind = found.thing.kind;
                view! {
                    <label class="choice">
                        <input
                            type="radio"
                            name="picked"
                            value=found.thing.to_string()
                        />
                        <span>
                            {found.title} " "
                            <span class="hint">{kind.wording().in_locale(locale())}</span>
                        </span>
                    </label>
                }
            })
            .collect_view();
        Some(view! {
            <p class="meta">{count}</p>
            <fieldset class="choices">
                <legend class="visually-hidden">{t.choose()}</legend>
                {rows}
            </fieldset>
        })
    };
    view! { <div role="status">{list}</div> }
}
