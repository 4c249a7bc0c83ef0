//! Choosing a thing: by searching while one types, or by the address of its page,
//! which works without scripts too.

use std::time::Duration;

use domain::evidence::ThingRef;
use domain::search::Found;
use leptos::prelude::*;

use super::text::EvidenceText;
use crate::kit::{FormContext, TextArea, rested};
use crate::preferences::locale;
use crate::search::search;

/// How long the typing must rest before something is looked for.
const REST: Duration = Duration::from_millis(300);
/// How many things are offered.
const OFFERED: usize = 8;

/// A field of a form in which a thing is chosen: what is typed is sent under the
/// field's name, the code of what is picked as `picked`.
#[component]
pub(crate) fn ThingPicker(
    /// Name of the field.
    name: &'static str,
    /// Its label.
    label: &'static str,
    /// How often the form did what it is for: what was chosen is no longer looked
    /// for then.
    done: Signal<usize>,
    /// What is not offered.
    #[prop(optional)]
    except: Option<ThingRef>,
    /// Whether one must be chosen.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let t = EvidenceText::here();
    let (typed, typing) = signal(String::new());
    Effect::new(move || {
        done.track();
        typing.set(String::new());
    });
    view! {
        <TextArea name=name label=label hint=t.other_hint() rows=2 required=required typing=typing />
        <Offered except=except typed=typed />
    }
}

/// What search finds while one types, to choose from.
#[component]
fn Offered(except: Option<ThingRef>, typed: ReadSignal<String>) -> impl IntoView {
    let t = EvidenceText::here();
    let name = expect_context::<FormContext>().input_name("picked");
    let rested = rested(typed, REST);
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
            answer.retain(|found| Some(found.thing) != except);
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
                            name=name.clone()
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
