//! The board as a text: frames, clusters and notes, then what else is to be seen in its
//! picture: pictures, arrows, and how many drawings.

use board::record::Kind;
use domain::wording::Locale;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::harvest_api::BoardNote;
use super::live::{BoardText, joined};
use super::report_text::ReportText;
use crate::text::CommonText;

/// What lies on a board besides its notes and texts, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BesideNotes {
    /// What the pictures show on which no note is pinned; empty where that is not said.
    pub pictures: Vec<String>,
    /// The arrows.
    pub arrows: Vec<BoardArrow>,
    /// How many lines are drawn freehand.
    pub drawings: u32,
}

/// An arrow between two things on a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BoardArrow {
    /// Where it begins: what that is, and what it says.
    pub from: (Kind, String),
    /// Where it points.
    pub to: (Kind, String),
    /// What is written at it; often nothing.
    pub label: String,
}

impl BesideNotes {
    /// Whether there is nothing of it.
    pub(super) const fn is_empty(&self) -> bool {
        self.pictures.is_empty() && self.arrows.is_empty() && self.drawings == 0
    }

    /// It all in words: headings, each with its lines.
    pub(super) fn sections(&self, t: ReportText) -> Vec<(&'static str, Vec<String>)> {
        let pictures = self.pictures.iter().map(|shows| match shows.as_str() {
            "" => t.picture_untold().to_owned(),
            shows => shows.to_owned(),
        });
        let arrows = self.arrows.iter().map(|arrow| arrow.in_words(t.0));
        let drawings = (self.drawings > 0).then(|| t.drawn_freehand(self.drawings));
        let sections = [
            (t.pictures(), pictures.collect::<Vec<_>>()),
            (t.arrows(), arrows.collect()),
            (t.drawings(), drawings.into_iter().collect()),
        ];
        let sections = sections.into_iter();
        sections.filter(|(_, lines)| !lines.is_empty()).collect()
    }
}

impl BoardArrow {
    /// What it joins, after what is written at it.
    fn in_words(&self, locale: Locale) -> String {
        let Self { from, to, label } = self;
        let joined = joined(
            BoardText(locale),
            (from.0, from.1.as_str()),
            (to.0, to.1.as_str()),
        );
        match label.as_str() {
            "" => joined,
            label => format!("{label}{}{joined}", CommonText(locale).colon()),
        }
    }
}

/// The board as a text: frames, clusters, notes, and what else lies there.
#[component]
pub(super) fn Outline(notes: Vec<BoardNote>, besides: BesideNotes) -> impl IntoView {
    let t = ReportText::here();
    if notes.is_empty() && besides.is_empty() {
        return view! { <p>{t.empty_board()}</p> }.into_any();
    }
    let frames = notes
        .chunk_by(|one, next| one.frame == next.frame)
        .map(|frame| {
            let name = match frame.first().map_or("", |note| note.frame.as_str()) {
                "" => t.outside_frames().to_owned(),
                name => name.to_owned(),
            };
            let clusters = frame
                .chunk_by(|one, next| one.cluster == next.cluster)
                .map(|cluster| {
                    let name = cluster.first().map_or("", |note| note.cluster.as_str());
                    let name = (!name.is_empty()).then(|| view! { <h4>{name.to_owned()}</h4> });
                    let rows = cluster.iter().map(note_row).collect_view();
                    view! { {name} <ul class="read-list">{rows}</ul> }
                })
                .collect_view();
            view! { <section class="stack"><h3>{name}</h3> {clusters}</section> }
        })
        .collect_view();
    let sections = besides.sections(t).into_iter().map(|(heading, lines)| {
        let lines = lines.into_iter();
        let lines = lines.map(|line| view! { <li><span class="prose">{line}</span></li> });
        let lines = lines.collect_view();
        view! {
            <section class="stack">
                <h3>{heading}</h3>
                <ul class="read-list">{lines}</ul>
            </section>
        }
    });
    view! { {frames} {sections.collect_view()} }.into_any()
}

fn note_row(note: &BoardNote) -> impl IntoView + use<> {
    let label = (!note.label.is_empty())
        .then(|| view! { <span class="badge">{note.label.clone()}</span> " " });
    let by = (!note.author_name.is_empty())
        .then(|| view! { <span class="meta">{note.author_name.clone()}</span> });
    let pinned = ReportText::here().pinned_on(note, str::to_owned);
    let pinned = pinned.map(|said| view! { <span class="meta">{said}</span> " " });
    let id = format!("note-{}", note.record);
    view! {
        <li id=id>
            {label} <span class="prose">{note.text.clone()}</span> " " {pinned} {by}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beside_notes_is_said_in_both_languages() {
        let end = |kind: Kind, text: &str| (kind, text.to_owned());
        let arrow = |from, to, label: &str| BoardArrow {
            from,
            to,
            label: label.into(),
        };
        let idea = || end(Kind::Note, "Un minuteur");
        let besides = BesideNotes {
            pictures: vec!["L'accueil".into(), String::new()],
            arrows: vec![
                arrow(idea(), end(Kind::Frame, "Idées"), ""),
                arrow(end(Kind::Note, " "), idea(), "aide"),
            ],
            drawings: 3,
        };
        let said = |locale: Locale| -> Vec<String> {
            let sections = besides.sections(ReportText(locale)).into_iter();
            let lines =
                sections.map(|(heading, lines)| format!("{heading}= {}", lines.join(" | ")));
            lines.map(|line| line.replace('\u{a0}', "_")).collect()
        };
        let french = [
            "Images= L'accueil | Image sans description",
            "Flèches= de «_Un minuteur_» à «_Idées_» | aide_: de «_Note vide_» à «_Un minuteur_»",
            "Dessins= 3 dessins à main levée",
        ];
        assert_eq!(said(Locale::Fr), french);
        let english = [
            "Pictures= L'accueil | Picture without a description",
            "Arrows= from “Un minuteur” to “Idées” | aide: from “Empty note” to “Un minuteur”",
            "Drawings= 3 freehand drawings",
        ];
        assert_eq!(said(Locale::En), english);
        assert!(BesideNotes::default().is_empty() && !besides.is_empty());
        let nothing = BesideNotes::default().sections(ReportText(Locale::Fr));
        assert!(nothing.is_empty());
    }
}
