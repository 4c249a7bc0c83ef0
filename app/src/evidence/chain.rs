//! The chain of a thing on its page: what leads here, here, what this leads to.

use domain::evidence::{Chain as ChainOf, Step};
use leptos::prelude::*;

use super::link::LinkForm;
use super::notes::Notes;
use super::text::EvidenceText;
use super::{EvidenceActions, address_of, graph_address};
use crate::kit::{AskFirst, Empty, PostForm, SubmitButton};
use crate::preferences::locale;

/// The evidence chain of a thing, in both directions; for those who may, the
/// forms to link and to unlink.
#[component]
pub(crate) fn Chain(
    /// The links of the thing, as they are now.
    chain: Signal<ChainOf>,
    /// Whether the reader may change them.
    may_link: bool,
    /// The actions that change them.
    actions: EvidenceActions,
) -> impl IntoView {
    let t = EvidenceText::here();
    let thing = chain.with_untracked(|chain| chain.here.thing);
    let link = may_link.then(|| view! { <LinkForm here=thing action=actions.link /> });
    let whole = move || {
        let any = chain.with(|chain| !chain.steps.is_empty());
        any.then(|| view! { <a href=graph_address(thing)>{t.whole()}</a> })
    };
    view! {
        <section class="stack" id="evidence">
            <div class="section-head">
                <h2>{t.title()}</h2>
                {whole}
            </div>
            {move || view! { <Steps chain=chain.get() may_link=may_link actions=actions /> }}
            {link}
        </section>
    }
}

/// What leads to the thing and what it leads to, in their order.
#[component]
fn Steps(chain: ChainOf, may_link: bool, actions: EvidenceActions) -> impl IntoView {
    let t = EvidenceText::here();
    let ChainOf { here, steps } = chain;
    if steps.is_empty() {
        return view! { <Empty text=t.none().to_owned() /> }.into_any();
    }
    let (forward, back): (Vec<_>, Vec<_>) = steps.into_iter().partition(|step| step.forward);
    // Made in its form, which its buttons know of.
    let list = move || {
        let row = move |step| view! { <StepRow step=step may_link=may_link /> };
        let back = back.into_iter().map(row).collect_view();
        let forward = forward.into_iter().map(row).collect_view();
        let kind = here.thing.kind.wording().in_locale(locale());
        view! {
            <ol class="chain">
                {back}
                <li aria-current="true">
                    <b>{here.title}</b>
                    <span class="meta">{kind} ", " {t.you_are_here()}</span>
                </li>
                {forward}
            </ol>
        }
    };
    if may_link {
        // One form for the whole chain: each link has its own button.
        view! { <PostForm action=actions.unlink>{list()}</PostForm> }.into_any()
    } else {
        list().into_any()
    }
}

#[component]
fn StepRow(step: Step, may_link: bool) -> impl IntoView {
    let t = EvidenceText::here();
    let relation = step.wording().in_locale(locale());
    let kind = step.other.thing.kind.wording().in_locale(locale());
    let href = address_of(&step.other);
    let unlink = (may_link && !step.sealed).then(|| {
        let label = t.unlink(&step.other.title);
        let id = step.link.to_string();
        view! {
            <AskFirst step=t.unlink_short() to=step.other.title.clone() means=t.unlink_means()>
                <SubmitButton kind="danger" small=true name="link" value=id>
                    {label}
                </SubmitButton>
            </AskFirst>
        }
    });
    view! {
        <li>
            <span class="relation">{relation}</span>
            <a href=href>{step.other.title}</a>
            <span class="meta">{kind}</span>
            <Notes notes=step.notes />
            {unlink}
        </li>
    }
}
