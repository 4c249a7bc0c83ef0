//! The component kit: what pages are built of.

mod ask_first;
mod failure;
mod followed;
mod form;
mod landing;
mod list;
mod loading;
mod merging;
mod page;
mod people;
mod time;
mod typing;

pub(crate) use ask_first::AskFirst;
pub(crate) use failure::{FailureNotice, failure_text, problem_text};
pub(crate) use followed::{followed_by_anyone, followed_page, form_part, part};
pub(crate) use form::{
    CheckBox, Choice, DateField, ExplainedChoice, ExplainedRadios, Field, FieldProblem, FormAction,
    FormContext, FormEnd, Hidden, PlaceField, PlainForm, PostForm, Radios, SaveState, Select,
    SubmitButton, TextArea, ask_before_leaving, coded, next_id, provide_last_saved, saved_beside,
};
pub(crate) use landing::{address_shown, bring_into_sight, land_on, provide_landing};
pub(crate) use list::{
    Empty, FilterPanel, Narrow, PageLinks, Pager, PartLinks, correct_address, part_asked,
    query_value, told_rows, without_nameless,
};
pub(crate) use loading::{
    form_page, loaded, loaded_by_anyone, loaded_page, nothing_to_load, saved_meanwhile,
};
pub(crate) use merging::{Merged, merging, merging_asked};
pub(crate) use page::{Crumb, Page, WindowTitle, id_param, lazy_pages};
pub(crate) use people::{
    History, HistoryOf, PersonTag, deed_text, doer, interests, member_choices, name_in_words,
    person_choice,
};
pub(crate) use time::{Clock, Day, Moment, day, day_of, moment};
#[cfg(feature = "ssr")]
pub(crate) use time::{day_and_hour_of, today};
pub(crate) use typing::{focus_once_drawn, has_keyboard, rested};

use leptos::prelude::*;
use leptos_icons::Icon as LeptosIcon;

/// A decorative icon: the text beside it says the same.
#[component]
pub(crate) fn Icon(
    /// Which, from the Lucide set.
    icon: icondata_core::Icon,
) -> impl IntoView {
    view! { <LeptosIcon icon=icon attr:class="icon" attr:aria-hidden="true" /> }
}

/// Text for the two places, `title` and `textarea`, into which the framework
/// writes the server's HTML as it stands: what a person typed must not end them.
/// In the browser text is text.
fn written_raw(text: String) -> String {
    if cfg!(feature = "ssr") {
        let text = text.replace('&', "&amp;");
        text.replace('<', "&lt;").replace('>', "&gt;")
    } else {
        text
    }
}
