//! Walking through the list by keyboard. The keys count only while the list has
//! the focus, so that they never get in the way of anything else; from one entry to the
//! next they take Alt with them.

/// Moves to another row, or selects the one that has the focus.
#[cfg(feature = "ssr")]
pub(super) fn walk(_: &leptos::ev::KeyboardEvent) {}

/// Goes to the entry before or after, as the links of `nav` lead.
#[cfg(feature = "ssr")]
pub(super) fn walk_on(_: &leptos::ev::KeyboardEvent, _: &web_sys::HtmlElement) {}

#[cfg(not(feature = "ssr"))]
pub(super) use browser::{walk, walk_on};

#[cfg(not(feature = "ssr"))]
mod browser {
    use leptos::ev::KeyboardEvent;
    use leptos::wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, HtmlInputElement};

    pub(in super::super) fn walk(event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into().ok());
        let Some(target): Option<Element> = target else {
            return;
        };
        let step = match event.key().as_str() {
            "j" | "ArrowDown" => 1,
            "k" | "ArrowUp" => -1,
            "x" => 0,
            _ => return,
        };
        let Ok(Some(table)) = target.closest("[data-keys]") else {
            return;
        };
        let Ok(links) = table.query_selector_all("tbody th a") else {
            return;
        };
        let row = target.closest("tr").ok().flatten();
        let here = (0..links.length()).find(|&place| {
            let link = links.item(place);
            row.as_ref().is_some_and(|row| row.contains(link.as_ref()))
        });
        if step == 0 {
            let input = row.and_then(|row| row.query_selector("input").ok().flatten());
            if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
                input.click();
            }
        } else {
            let last = links.length().saturating_sub(1);
            let to = match (here, step) {
                (None, _) => 0,
                (Some(place), 1) => (place + 1).min(last),
                (Some(place), _) => place.saturating_sub(1),
            };
            if let Some(link) = links.item(to)
                && let Ok(link) = link.dyn_into::<HtmlElement>()
            {
                let _ = link.focus();
            }
        }
        event.prevent_default();
    }

    pub(in super::super) fn walk_on(event: &KeyboardEvent, nav: &HtmlElement) {
        if !event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        // The place of the key: with Alt, some systems type another letter.
        let to = match event.code().as_str() {
            "KeyJ" => "a[rel=next]",
            "KeyK" => "a[rel=prev]",
            _ => return,
        };
        let link = nav.query_selector(to).ok().flatten();
        if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
            event.prevent_default();
            link.click();
        }
    }
}
