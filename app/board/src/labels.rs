//! What the papers of notes stand for: the types that are offered, and the label of a note as
//! its reader is told it.

use domain::feedback::FeedbackKind;
use domain::wording::Locale;

use crate::record::{Colour, NoteType};

/// What is offered beside a note that stands for nothing: a paper, and what it stands for.
const OFFERED: [(Colour, FeedbackKind); 4] = [
    (Colour::Purple, FeedbackKind::Idea),
    (Colour::Red, FeedbackKind::Obstacle),
    (Colour::Green, FeedbackKind::Success),
    (Colour::Blue, FeedbackKind::Question),
];

/// The types of notes that are offered to somebody who reads this language.
#[must_use]
pub fn offered(locale: Locale) -> Vec<NoteType> {
    let typed = OFFERED.into_iter().map(|(colour, kind)| NoteType {
        colour,
        label: kind.wording().in_locale(locale).to_owned(),
    });
    std::iter::once(NoteType::default()).chain(typed).collect()
}

/// The type that is offered under this label in any language, however that is written; nothing
/// where none is.
#[must_use]
pub fn offered_as(label: &str) -> Option<NoteType> {
    let written = label.trim().to_lowercase();
    let mut offered = OFFERED.into_iter();
    offered.find_map(|(colour, kind)| {
        let words = [kind.wording().fr, kind.wording().en];
        let word = words
            .into_iter()
            .find(|word| word.to_lowercase() == written)?;
        let label = word.to_owned();
        Some(NoteType { colour, label })
    })
}

/// A note's label for somebody who reads this language. A board keeps the word of whoever chose
/// the type: that of a type that is offered is told in the reader's own, what somebody typed as
/// it is.
#[must_use]
pub fn label_in(locale: Locale, label: &str) -> &str {
    let mut words = OFFERED.iter().map(|(_, kind)| kind.wording());
    let known = words.find(|word| [word.fr, word.en].contains(&label));
    known.map_or(label, |word| word.in_locale(locale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_that_is_offered_is_known_by_its_word_in_any_language() {
        for locale in [Locale::Fr, Locale::En] {
            for offered in offered(locale).into_iter().skip(1) {
                let capitals = offered.label.to_uppercase();
                for written in [&offered.label, &capitals] {
                    assert_eq!(offered_as(written).as_ref(), Some(&offered));
                }
            }
        }
        for other in ["", "idées", "bug"] {
            assert_eq!(offered_as(other), None, "{other}");
        }
    }

    #[test]
    fn types_that_are_offered_are_told_in_the_readers_language_and_no_other_label_is_changed() {
        for (locale, told) in [(Locale::Fr, "réussite"), (Locale::En, "success")] {
            assert_eq!(label_in(locale, "réussite"), told);
            assert_eq!(label_in(locale, "success"), told);
            for typed in ["", "Réussites", "bug", "à revoir"] {
                assert_eq!(label_in(locale, typed), typed);
            }
            for offered in offered(locale) {
                assert_eq!(label_in(locale, &offered.label), offered.label);
            }
        }
    }
}
