//! What was chosen the last time on this device: class level, discipline and
//! device are mostly the same again. It stays in the browser.

/// The fields that are remembered, as the form names them.
#[cfg(not(feature = "ssr"))]
const FIELDS: [&str; 3] = ["level", "discipline", "device"];

/// Notes a choice just made.
#[cfg(feature = "ssr")]
pub(super) fn note(_: &leptos::ev::Event) {}

/// Puts the last choices into the fields still empty; says whether there were any.
/// What was chosen before the page came to life is noted.
#[cfg(feature = "ssr")]
pub(super) fn recall() -> bool {
    false
}

#[cfg(not(feature = "ssr"))]
pub(super) use browser::{note, recall};

#[cfg(not(feature = "ssr"))]
mod browser {
    use leptos::ev::Event;
    use leptos::prelude::{document, window};
    use leptos::wasm_bindgen::JsCast;
    use web_sys::{HtmlSelectElement, Storage};

    use super::FIELDS;

    fn storage() -> Option<Storage> {
        window().local_storage().ok().flatten()
    }

    fn key(field: &str) -> String {
        format!("feedback {field}")
    }

    pub(in super::super) fn note(event: &Event) {
        let target = event.target().and_then(|target| target.dyn_into().ok());
        if let (Some(select), Some(storage)) = (target, storage()) {
            keep(&storage, &select);
        }
    }

    fn keep(storage: &Storage, select: &HtmlSelectElement) {
        let id = select.id();
        if FIELDS.contains(&id.as_str()) {
            // A full storage forgets: the form holds the choice all the same.
            let _ = storage.set_item(&key(&id), &select.value());
        }
    }

    pub(in super::super) fn recall() -> bool {
        let Some(storage) = storage() else {
            return false;
        };
        let mut recalled = false;
        for field in FIELDS {
            let select = document().get_element_by_id(field);
            let select = select.and_then(|select| select.dyn_into::<HtmlSelectElement>().ok());
            let Some(select) = select else {
                continue;
            };
            if !select.value().is_empty() {
                keep(&storage, &select);
                continue;
            }
            let last = storage.get_item(&key(field)).ok().flatten();
            if let Some(last) = last.filter(|last| !last.is_empty()) {
                select.set_value(&last);
                recalled = true;
            }
        }
        recalled
    }
}
