//! The keys and the mouse of the guided pass: digits choose what a note becomes, a note is
//! dragged onto what it becomes. On the server there are neither.

#[cfg(not(feature = "ssr"))]
pub(super) use browser::{focus_choice, laid_down, lift, pressed, take_back, takes_back};
#[cfg(feature = "ssr")]
pub(super) use server::{focus_choice, laid_down, lift, pressed, take_back, takes_back};

#[cfg(feature = "ssr")]
mod server {
    use leptos::ev::{DragEvent, KeyboardEvent};

    pub(in super::super) fn focus_choice(_: &web_sys::HtmlDivElement) {}
    pub(in super::super) fn pressed(_: &KeyboardEvent) {}
    pub(in super::super) fn takes_back(_: &KeyboardEvent) -> bool {
        false
    }
    pub(in super::super) fn take_back(_: &str) {}
    pub(in super::super) fn lift(_: &DragEvent, _: &[String]) {}
    pub(in super::super) fn laid_down(_: &DragEvent) -> Vec<String> {
        Vec::new()
    }
}

#[cfg(not(feature = "ssr"))]
mod browser {
    use leptos::ev::{DragEvent, KeyboardEvent};
    use leptos::wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, HtmlInputElement};

    use super::super::harvest_back::TAKE_BACK;

    /// What dragged notes carry; a name of its own, so that nothing else is taken for one.
    const NOTE: &str = "application/x-etabli-note";

    /// Puts the focus on what is chosen in a form that has just opened.
    pub(in super::super) fn focus_choice(form: &Element) {
        let chosen = form.query_selector("input[type=radio]:checked");
        if let Ok(Some(chosen)) = chosen
            && let Ok(chosen) = chosen.dyn_into::<HtmlElement>()
        {
            let _ = chosen.focus();
        }
    }

    /// Chooses what the note becomes whose form has the focus: 1 to 4, but for digits that
    /// are typed into a field.
    pub(in super::super) fn pressed(event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let Some(place) = event
            .key()
            .parse::<u32>()
            .ok()
            .and_then(|digit| digit.checked_sub(1))
        else {
            return;
        };
        let target = event.target().and_then(|target| target.dyn_into().ok());
        let Some(target): Option<Element> = target else {
            return;
        };
        let field = "textarea, select, input:not([type=radio])";
        if target.matches(field).unwrap_or(true) {
            return;
        }
        let Ok(Some(form)) = target.closest(".take-up") else {
            return;
        };
        let Ok(choices) = form.query_selector_all("input[type=radio]") else {
            return;
        };
        if let Some(choice) = choices.item(place)
            && let Ok(choice) = choice.dyn_into::<HtmlInputElement>()
        {
            choice.click();
            let _ = choice.focus();
            event.prevent_default();
        }
    }

    /// Whether a key takes back what was taken up last; where something is typed, it takes
    /// back what was typed.
    pub(in super::super) fn takes_back(event: &KeyboardEvent) -> bool {
        let control = event.ctrl_key() || event.meta_key();
        let plain = !event.shift_key() && !event.alt_key() && !event.repeat();
        let undoes = control && plain && event.key().eq_ignore_ascii_case("z");
        let target = event.target().and_then(|target| target.dyn_into().ok());
        let field = "textarea, select, input:not([type=radio], [type=checkbox])";
        let typing = target.is_some_and(|target: Element| target.matches(field).unwrap_or(true));
        undoes && !typing
    }

    /// Presses the button that takes back what came out of a note last.
    pub(in super::super) fn take_back(record: &str) {
        let document = leptos::prelude::document();
        let Some(note) = document.get_element_by_id(&format!("note-{record}")) else {
            return;
        };
        let Ok(buttons) = note.query_selector_all(&format!("button[form={TAKE_BACK}]")) else {
            return;
        };
        let last = buttons.length().checked_sub(1);
        let button = last.and_then(|last| buttons.item(last));
        if let Some(Ok(button)) = button.map(|button| button.dyn_into::<HtmlElement>()) {
            button.click();
        }
    }

    /// Notes are dragged.
    pub(in super::super) fn lift(event: &DragEvent, records: &[String]) {
        if let Some(data) = event.data_transfer() {
            let _ = data.set_data(NOTE, &records.join(" "));
        }
    }

    /// The notes that are dropped; none where something else is.
    pub(in super::super) fn laid_down(event: &DragEvent) -> Vec<String> {
        let data = event.data_transfer();
        let records = data.and_then(|data| data.get_data(NOTE).ok());
        let records = records.unwrap_or_default();
        records.split_whitespace().map(str::to_owned).collect()
    }
}
