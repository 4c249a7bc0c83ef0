//! What was typed and could not be taken: on the server it comes back with the
//! request, in the browser it waits in the tab's own storage until the person
//! has signed in again. There it comes back to whoever typed it, and what a stranger
//! typed to the first who signs in with it, as on the server; all of it goes when
//! somebody signs out (`document/first.js`).

#[cfg(feature = "ssr")]
pub(super) fn typed_before(url: &str) -> Vec<(String, String)> {
    crate::request::request_info()
        .and_then(|info| info.draft)
        .filter(|draft| draft.path == url)
        .map(|draft| {
            form_urlencoded::parse(draft.body.as_bytes())
                .into_owned()
                .collect()
        })
        .unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
pub(super) fn typed_before(_: &str) -> Vec<(String, String)> {
    Vec::new()
}

/// Whether nothing is kept of any form: where one comes back, it was too long, or its draft has
/// been forgotten since.
#[cfg(feature = "ssr")]
pub(super) fn is_nothing_kept() -> bool {
    crate::request::request_info().is_some_and(|info| info.draft.is_none())
}

/// In the browser a form stays as it is.
#[cfg(not(feature = "ssr"))]
pub(super) fn is_nothing_kept() -> bool {
    false
}

#[cfg(feature = "ssr")]
pub(super) fn restore(_: &web_sys::HtmlFormElement) -> bool {
    false
}

#[cfg(feature = "ssr")]
pub(super) fn keep(_: &web_sys::HtmlFormElement) -> bool {
    false
}

#[cfg(feature = "ssr")]
pub(in crate::kit) fn sign_in_again() {}

/// Whether what was kept of a ticked box is about the box that stands there now: it has its
/// value or, where values also say of which version a thing was shown, such as `0191…:3`, its
/// thing.
#[cfg(any(test, not(feature = "ssr")))]
fn is_of_box(kept: &str, value: &str, thing: Option<&str>) -> bool {
    let kept_thing = kept.split_once(':').map(|(thing, _)| thing);
    kept == value || (thing.is_some() && thing == kept_thing)
}

#[cfg(not(feature = "ssr"))]
pub(super) use browser::{keep, restore};

#[cfg(not(feature = "ssr"))]
pub(in crate::kit) use browser::sign_in_again;

#[cfg(not(feature = "ssr"))]
mod browser {
    use leptos::prelude::{document, window};
    use leptos::wasm_bindgen::JsCast;
    use web_sys::{
        Event, EventInit, FormData, HtmlFormElement, HtmlInputElement, HtmlSelectElement,
        HtmlTextAreaElement, Storage, UrlSearchParams,
    };

    use super::is_of_box;
    use crate::kit::landing::address_shown;
    use crate::viewer::WHOSE;

    /// Who types as nobody knows.
    const STRANGER: &str = "";

    /// Whose the page is, also once their session has ended.
    fn person() -> String {
        let document = document().document_element();
        let person = document.and_then(|document| document.get_attribute(WHOSE));
        person.unwrap_or_else(|| STRANGER.to_owned())
    }

    fn storage() -> Option<Storage> {
        window().session_storage().ok().flatten()
    }

    /// The name under which a form waits for a person: several of a page may lead to
    /// one address, so that its place among them is part of it.
    fn key(form: &HtmlFormElement, person: &str) -> Option<String> {
        let url = form.get_attribute("action")?;
        let alike = document()
            .query_selector_all(&format!("form[action=\"{url}\"]"))
            .ok()?;
        let place = (0..alike.length()).find(|&index| {
            alike
                .item(index)
                .is_some_and(|one| form.is_same_node(Some(&one)))
        })?;
        let path = window().location().pathname().ok()?;
        Some(format!("form {person} {url} {place} {path}"))
    }

    /// Keeps what the form holds; whether that waits now.
    pub(in super::super) fn keep(form: &HtmlFormElement) -> bool {
        let typed = FormData::new_with_form(form)
            .ok()
            .and_then(|data| UrlSearchParams::new_with_str_sequence_sequence(&data).ok())
            .map(|params| String::from(params.to_string()));
        let (Some(storage), Some(key), Some(typed)) = (storage(), key(form, &person()), typed)
        else {
            return false;
        };
        // A full storage loses the draft, not the page: the form still holds it.
        storage.set_item(&key, &typed).is_ok()
    }

    /// Keeps what was typed in the forms of the page and leads to the sign-in page
    /// and back.
    pub(in crate::kit) fn sign_in_again() {
        if let Ok(typed) = document().query_selector_all("form[data-typed]") {
            for index in 0..typed.length() {
                let form = typed.item(index);
                let form: Option<HtmlFormElement> = form.and_then(|one| one.dyn_into().ok());
                if let Some(form) = form
                    && keep(&form)
                {
                    // It is not asked about as the page goes.
                    let _ = form.remove_attribute("data-typed");
                }
            }
        }
        let next = String::from(js_sys::encode_uri_component(&address_shown()));
        let _ = window()
            .location()
            .set_href(&format!("/sign-in?next={next}&ended=yes"));
    }

    /// Puts back what was kept of this form for whoever is there, once; whether
    /// something was.
    pub(in super::super) fn restore(form: &HtmlFormElement) -> bool {
        let person = person();
        let kept = take(form, &person).or_else(|| take(form, STRANGER));
        if let Some(typed) = &kept {
            fill_in(form, typed);
        }
        kept.is_some()
    }

    /// What was kept of this form for a person, which waits no longer.
    fn take(form: &HtmlFormElement, person: &str) -> Option<UrlSearchParams> {
        let (storage, key) = storage().zip(key(form, person))?;
        let typed = storage.get_item(&key).ok().flatten()?;
        let _ = storage.remove_item(&key);
        UrlSearchParams::new_with_str(&typed).ok()
    }

    fn fill_in(form: &HtmlFormElement, typed: &UrlSearchParams) {
        let elements = form.elements();
        for index in 0..elements.length() {
            let Some(element) = elements.item(index) else {
                continue;
            };
            if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
                if let Some(value) = typed.get(&area.name()) {
                    area.set_value(&value);
                }
            } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
                if let Some(value) = typed.get(&select.name()) {
                    select.set_value(&value);
                }
            } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
                fill(input, typed);
            }
        }
    }

    fn fill(input: &HtmlInputElement, typed: &UrlSearchParams) {
        match input.type_().as_str() {
            "radio" | "checkbox" => {
                // Several boxes may share one name, each with a value of its own.
                let values = typed.get_all(&input.name()).to_vec();
                let (value, thing) = (input.value(), input.get_attribute("data-thing"));
                let checked = values
                    .iter()
                    .filter_map(|kept| kept.as_string())
                    .any(|kept| is_of_box(&kept, &value, thing.as_deref()));
                if checked != input.checked() {
                    input.set_checked(checked);
                    tell_changed(input);
                }
            }
            "password" | "file" | "submit" => {}
            _ => {
                if let Some(value) = typed.get(&input.name()) {
                    input.set_value(&value);
                }
            }
        }
    }

    /// Tells the page, as if the person had ticked it: it may count what is ticked.
    fn tell_changed(input: &HtmlInputElement) {
        let bubbling = EventInit::new();
        bubbling.set_bubbles(true);
        if let Ok(event) = Event::new_with_event_init_dict("change", &bubbling) {
            // Nobody listens in order to prevent it.
            let _ = input.dispatch_event(&event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_of_box;

    #[test]
    fn a_box_is_known_by_its_value_or_its_thing() {
        assert!(is_of_box("yes", "yes", None));
        assert!(!is_of_box("yes", "no", None));
        assert!(is_of_box("a1:3", "a1:3", Some("a1")));
        assert!(is_of_box("a1:3", "a1:4", Some("a1")), "changed meanwhile");
        assert!(!is_of_box("a1:3", "a2:3", Some("a2")));
        assert!(!is_of_box("a1:3", "a1:4", None), "its value is all it has");
        assert!(!is_of_box("a1", "b", None), "no version, no thing");
    }
}
