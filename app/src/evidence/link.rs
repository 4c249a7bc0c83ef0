//! Linking a thing with another.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::LinkId;
use leptos::prelude::*;

use super::ThingPicker;
use super::api::LinkThings;
use super::text::EvidenceText;
use crate::kit::{Choice, FormAction, FormEnd, Hidden, PostForm, Select, next_id};
use crate::preferences::locale;

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
/// it, what a map supposes with what speaks for it.
fn usual_relation(here: ThingKind) -> String {
    match here {
        ThingKind::Change => backwards(Relation::Caused),
        ThingKind::Element | ThingKind::MapLink => backwards(Relation::Supports),
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
    view! {
        <details data-print="no">
            <summary>{t.link()}</summary>
            <PostForm action=action>
                <Hidden name="id" value=next_id(action, LinkId::new) />
                <Hidden name="thing" value=here.to_string() />
                <ThingPicker name="other" label=t.other() done=action.version() except=here required=true />
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
