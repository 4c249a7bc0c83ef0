//! The notes of a board that something came out of, as the chain quotes them.

use domain::evidence::SourceNote;
use leptos::prelude::*;

use super::text::EvidenceText;
use crate::sessions::note_address;
use crate::text::CommonText;

/// Notes in reading order, with whose they are, each leading to where its reader finds it.
#[component]
pub(super) fn Notes(notes: Vec<SourceNote>) -> impl IntoView {
    let t = EvidenceText::here();
    (!notes.is_empty()).then(|| {
        let rows = notes.into_iter().map(|note| {
            let href = note_address(&note);
            let by = match (note.author.as_str(), note.interests.as_str()) {
                ("", _) => t.note().to_owned(),
                (name, "") => t.note_by(name),
                (name, interests) => {
                    let interests = CommonText::here().interests(interests);
                    t.note_by(&format!("{name} ({interests})"))
                }
            };
            let text = match href {
                Some(href) => view! { <a href=href>{note.text}</a> }.into_any(),
                None => note.text.into_any(),
            };
            view! { <li><span class="meta">{by}</span> " " <q>{text}</q></li> }
        });
        view! { <ul aria-label=t.notes()>{rows.collect_view()}</ul> }
    })
}
