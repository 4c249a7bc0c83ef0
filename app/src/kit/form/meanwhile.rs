//! What somebody else saved meanwhile, beside what is typed: every field in which
//! the two differ.

use leptos::prelude::*;
use leptos::serde_json::{self, Value};
use serde::Serialize;

use super::FormContext;
use crate::failure::Failure;
use crate::kit::loading::saved_meanwhile;
use crate::text::CommonText;

/// The fields of a draft as its form sends them, by name.
type Sent = Vec<(String, String)>;

/// What somebody else saved meanwhile, once it turns out that the form around it is
/// made of an older version: each field that differs from what is typed, under its
/// label. What is typed stays, and is kept when it is saved again.
///
/// `stale` is the version that the thing has then, `load` loads what is saved as the
/// form would send it. `draft` is what the form was made of: where it came back
/// without scripts the page around it is new, and that is what was saved.
pub(crate) fn saved_beside<D, F>(
    stale: Signal<Option<i64>>,
    draft: &D,
    load: impl Fn() -> F + 'static,
) -> AnyView
where
    D: Serialize + 'static,
    F: Future<Output = Result<D, Failure>> + 'static,
{
    let context = expect_context::<FormContext>();
    let came_back = cfg!(feature = "ssr") && stale.get_untracked().is_some();
    let first = came_back.then(|| sent(draft));
    let saved = saved_meanwhile(stale, move || {
        let load = load();
        async move { load.await.map(|draft| sent(&draft)) }
    });
    let shown = move || {
        stale.get()?;
        let saved = saved.get().or_else(|| first.clone())?;
        Some(beside(context, saved))
    };
    shown.into_any()
}

/// The saved values that differ from what is typed.
fn beside(context: FormContext, mut saved: Sent) -> AnyView {
    let t = CommonText::here();
    // What the form does not ask for, nobody could compare.
    saved.retain(|(field, _)| context.place_of(field).is_some());
    saved.sort_by_key(|(field, _)| context.place_of(field));
    let rows: Vec<_> = saved
        .into_iter()
        .filter_map(|(field, value)| {
            let label = context.label_of(&field);
            (!is_same(&context.typed_now(&field), &value)).then(|| {
                let value = match context.shown(&field, value) {
                    empty if empty.is_empty() => t.left_empty().to_owned(),
                    value => value,
                };
                view! { <dt>{label}</dt> <dd class="prose">{value}</dd> }
            })
        })
        .collect();
    let content = if rows.is_empty() {
        view! { <p>{t.saved_the_same()}</p> }.into_any()
    } else {
        view! { <dl class="facts" data-stacked=true>{rows}</dl> }.into_any()
    };
    view! {
        <section class="card" data-tone="warn">
            <h2>{t.saved_version()}</h2>
            {content}
        </section>
    }
    .into_any()
}

/// Whether two values of a field are the same to whoever reads them.
fn is_same(typed: &str, saved: &str) -> bool {
    typed.replace("\r\n", "\n").trim() == saved.replace("\r\n", "\n").trim()
}

fn sent(draft: &impl Serialize) -> Sent {
    let Ok(Value::Object(fields)) = serde_json::to_value(draft) else {
        return Vec::new();
    };
    let text = |value| match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let fields = fields.into_iter();
    fields.map(|(name, value)| (name, text(value))).collect()
}

#[cfg(test)]
mod tests {
    use domain::conjectures::ElementDraft;

    use super::*;

    #[test]
    fn a_draft_is_told_field_by_field() {
        let draft = ElementDraft {
            text: "Lire à deux".into(),
            status: "dropped".into(),
            ..ElementDraft::default()
        };
        let fields = sent(&draft);
        let of = |name: &str| {
            let found = fields.iter().find(|(field, _)| field == name);
            found.map(|(_, value)| value.as_str())
        };
        assert_eq!(of("text"), Some("Lire à deux"));
        assert_eq!(of("status"), Some("dropped"));
        assert_eq!(of("reason"), Some(""));
        assert_eq!(fields.len(), 6);
    }

    #[test]
    fn how_lines_end_makes_no_difference() {
        assert!(is_same("Un\r\ndeux ", "Un\ndeux"));
        assert!(!is_same("Un", "Deux"));
    }
}
