//! The board as a text: frames, clusters and notes, then what else is to be seen in its
//! picture: what says nothing, pictures, arrows, and how many drawings.

use board::labels::label_in;
use board::record::Kind;
use domain::wording::Locale;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::harvest_api::BoardNote;
use super::live::{BoardText, joined, parking_lots, said};
use super::report_text::ReportText;
use crate::preferences::locale;
use crate::text::CommonText;

/// What lies on a board besides its notes and texts, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BesideNotes {
    /// The frames, and what lies outside them: all notes and texts in their order.
    pub parts: Vec<BoardPart>,
    /// How many notes say nothing.
    pub empty_notes: u32,
    /// How many texts say nothing.
    pub empty_texts: u32,
    /// What the pictures show on which no note is pinned; empty where that is not said.
    pub pictures: Vec<String>,
    /// The arrows.
    pub arrows: Vec<BoardArrow>,
    /// How many lines are drawn freehand.
    pub drawings: u32,
}

/// A frame, or what lies outside frames.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BoardPart {
    /// The name of the frame; nothing for what lies outside.
    pub frame: Option<String>,
    /// Whether it is the parking lot: what was put aside.
    pub is_parking_lot: bool,
    /// The clusters in it, and what lies in none, as they come.
    pub groups: Vec<BoardGroup>,
}

/// A cluster, or what lies one after another in none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BoardGroup {
    /// The name of the cluster; nothing for what lies in none.
    pub cluster: Option<String>,
    /// How many notes and texts lie in it.
    pub notes: u32,
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
        self.parts.is_empty()
            && self.empty_notes == 0
            && self.empty_texts == 0
            && self.pictures.is_empty()
            && self.arrows.is_empty()
            && self.drawings == 0
    }

    /// The notes in their frames and clusters: headings, each with groups of notes, which may
    /// have a heading and may be empty.
    pub(super) fn placed<'a>(&self, notes: &'a [BoardNote], t: ReportText) -> Vec<Placed<'a>> {
        let mut rest = notes;
        let mut placed = Vec::new();
        for part in &self.parts {
            let mut groups: Vec<(Option<String>, &[BoardNote])> = Vec::new();
            for group in &part.groups {
                let cluster = group.cluster.as_deref();
                let heading = match cluster.map(|name| said(BoardText(t.0), Kind::Cluster, name)) {
                    // Below the heading of a cluster it would be taken for a part of it.
                    None => (!groups.is_empty()).then(|| t.outside_clusters().to_owned()),
                    named => named,
                };
                let count = usize::try_from(group.notes).unwrap_or(usize::MAX);
                let (here, after) = rest.split_at(count.min(rest.len()));
                rest = after;
                groups.push((heading, here));
            }
            if groups.is_empty() {
                groups.push((None, &[]));
            }
            let heading = match part.frame.as_deref() {
                Some(name) if part.is_parking_lot => parking_lot(name, t.0),
                Some(name) => said(BoardText(t.0), Kind::Frame, name),
                None => t.outside_frames().to_owned(),
            };
            placed.push(Placed { heading, groups });
        }
        placed
    }

    /// All else in words: headings, each with its lines.
    pub(super) fn sections(&self, t: ReportText) -> Vec<(&'static str, Vec<String>)> {
        let pictures = self.pictures.iter().map(|shows| match shows.as_str() {
            "" => t.picture_untold().to_owned(),
            shows => shows.to_owned(),
        });
        let arrows = self.arrows.iter().map(|arrow| arrow.in_words(t.0));
        let drawings = (self.drawings > 0).then(|| t.drawn_freehand(self.drawings));
        let empty_notes = (self.empty_notes > 0).then(|| t.empty_notes(self.empty_notes));
        let empty_texts = (self.empty_texts > 0).then(|| t.empty_texts(self.empty_texts));
        let without_words = empty_notes.into_iter().chain(empty_texts);
        let sections: [(&'static str, Vec<String>); 4] = [
            (t.without_words(), without_words.collect()),
            (t.pictures(), pictures.collect()),
            (t.arrows(), arrows.collect()),
            (t.drawings(), drawings.into_iter().collect()),
        ];
        let sections = sections.into_iter();
        sections.filter(|(_, lines)| !lines.is_empty()).collect()
    }
}

/// What the parking lot is called: in the reader's language, with the name that it was given.
fn parking_lot(name: &str, locale: Locale) -> String {
    let usual = BoardText(locale).parking_lot();
    match name.trim() {
        "" => usual.to_owned(),
        name if parking_lots().contains(&name) => usual.to_owned(),
        name => format!("{usual}{}{name}", CommonText(locale).colon()),
    }
}

/// The notes of a frame, or those outside frames.
pub(super) struct Placed<'a> {
    /// What the frame is called.
    pub heading: String,
    /// What its clusters are called, as far as that is said, and the notes in each.
    pub groups: Vec<(Option<String>, &'a [BoardNote])>,
}

impl BoardArrow {
    /// What it joins, after what is written at it.
    pub(super) fn in_words(&self, locale: Locale) -> String {
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
    let group = |(heading, notes): (Option<String>, &[BoardNote])| {
        let heading = heading.map(|heading| view! { <h4>{heading}</h4> });
        let rows = notes.iter().map(note_row).collect_view();
        let notes = match notes.is_empty() {
            true => view! { <p class="hint">{t.nothing_written()}</p> }.into_any(),
            false => view! { <ul class="read-list">{rows}</ul> }.into_any(),
        };
        view! { {heading} {notes} }
    };
    let frames = besides.placed(&notes, t).into_iter().map(|part| {
        let groups = part.groups.into_iter().map(group).collect_view();
        view! { <section class="stack"><h3>{part.heading}</h3> {groups}</section> }
    });
    let frames = frames.collect_view();
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

/// A note in a list, with whose it is and on what it is pinned.
pub(super) fn note_row(note: &BoardNote) -> impl IntoView + use<> {
    let label = (!note.label.is_empty()).then(|| {
        let label = label_in(locale(), &note.label).to_owned();
        view! { <span class="badge">{label}</span> " " }
    });
    let by = (!note.author_name.is_empty())
        .then(|| view! { <span class="meta">{note.author_name.clone()}</span> });
    let pinned = ReportText::here().pinned_on(note.picture.as_deref(), str::to_owned);
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
            parts: Vec::new(),
            empty_notes: 1,
            empty_texts: 2,
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
            "Sans un mot= 1 note vide | 2 textes vides",
            "Images= L'accueil | Image sans description",
            "Flèches= de «_Un minuteur_» à «_Idées_» | aide_: de «_Note vide_» à «_Un minuteur_»",
            "Dessins= 3 dessins à main levée",
        ];
        assert_eq!(said(Locale::Fr), french);
        let english = [
            "Without a word= 1 empty note | 2 empty texts",
            "Pictures= L'accueil | Picture without a description",
            "Arrows= from “Un minuteur” to “Idées” | aide: from “Empty note” to “Un minuteur”",
            "Drawings= 3 freehand drawings",
        ];
        assert_eq!(said(Locale::En), english);
        assert!(BesideNotes::default().is_empty() && !besides.is_empty());
        let nothing = BesideNotes::default().sections(ReportText(Locale::Fr));
        assert!(nothing.is_empty());
    }

    #[test]
    fn the_parking_lot_is_told_as_such_whatever_it_is_called() {
        let t = ReportText(Locale::Fr);
        let lot = |name: &str| {
            let besides = BesideNotes {
                parts: vec![BoardPart {
                    frame: Some(name.to_owned()),
                    is_parking_lot: true,
                    groups: Vec::new(),
                }],
                ..BesideNotes::default()
            };
            let placed = besides.placed(&[], t);
            let headings: Vec<String> = placed.into_iter().map(|part| part.heading).collect();
            headings.concat()
        };
        assert_eq!(lot("Parking lot"), "Parking", "in the reader's language");
        assert_eq!(lot(" "), "Parking");
        assert_eq!(lot("Pour plus tard"), "Parking\u{a0}: Pour plus tard");
    }

    #[test]
    fn s47_what_has_no_name_or_nothing_written_in_it_has_a_heading_all_the_same() {
        let group = |cluster: Option<&str>| BoardGroup {
            cluster: cluster.map(str::to_owned),
            notes: 0,
        };
        let part = |frame: Option<&str>, groups: Vec<BoardGroup>| BoardPart {
            frame: frame.map(str::to_owned),
            is_parking_lot: false,
            groups,
        };
        let clusters = vec![
            group(None),
            group(Some("Bruit")),
            group(None),
            group(Some("")),
        ];
        let besides = BesideNotes {
            parts: vec![
                part(Some("Semaine"), clusters),
                part(Some(" "), Vec::new()),
                part(None, vec![group(None)]),
            ],
            ..BesideNotes::default()
        };
        assert!(!besides.is_empty());
        let told = |locale: Locale| -> Vec<String> {
            let placed = besides.placed(&[], ReportText(locale)).into_iter();
            let line = |part: Placed<'_>| {
                let groups = part.groups.into_iter();
                let groups = groups.map(|(heading, _)| heading.unwrap_or_default());
                format!("{}: {}", part.heading, groups.collect::<Vec<_>>().join("|"))
            };
            placed.map(line).collect()
        };
        let french = [
            "Semaine: |Bruit|Hors groupe|Groupe sans nom",
            "Cadre sans nom: ",
            "Hors cadre: ",
        ];
        assert_eq!(told(Locale::Fr), french);
        let english = [
            "Semaine: |Bruit|Outside clusters|Unnamed cluster",
            "Unnamed frame: ",
            "Outside frames: ",
        ];
        assert_eq!(told(Locale::En), english);
    }
}
