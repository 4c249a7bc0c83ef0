//! Words as they are compared, and queries for them in the language of each
//! database.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::ProjectId;
use domain::search::QUERY_MAX;
use sea_orm::sea_query::Expr;
use sea_orm::{Condition, DatabaseBackend};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::secrets::hex;

/// Text as it is compared: lower case, without accents, ligatures spelled out.
pub(crate) fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .fold(String::with_capacity(text.len()), |mut folded, c| {
            match c {
                'œ' => folded.push_str("oe"),
                'æ' => folded.push_str("ae"),
                '\0' => {}
                _ => folded.push(c),
            }
            folded
        })
}

/// Folded text with nothing but its words: each database would part them in its
/// own way at hyphens, slashes and dots.
pub(crate) fn words_only(text: &str) -> String {
    fold(text)
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect()
}

/// The folded words of a text.
pub(super) fn words(text: &str) -> Vec<String> {
    let text: String = text.chars().take(QUERY_MAX).collect();
    fold(&text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A query that all words must be there; the last may be only begun. `None` when
/// there is no word.
pub(crate) fn all_words(backend: DatabaseBackend, query: &str) -> Option<String> {
    let words = words(query);
    let (last, before) = words.split_last()?;
    Some(match backend {
        DatabaseBackend::Postgres => {
            let begun = format!("{last}:*");
            let mut parts: Vec<&str> = before.iter().map(String::as_str).collect();
            parts.push(&begun);
            parts.join(" & ")
        }
        _ => {
            let mut parts: Vec<String> = before.iter().map(|word| quoted(word)).collect();
            parts.push(format!("{} *", quoted(last)));
            parts.join(" ")
        }
    })
}

/// The same in SQLite without its index: the conditions that the text of an entry, in which
/// words stand between white space, holds all words of a query.
pub(crate) fn text_holds(query: &str) -> Condition {
    let words = words(query);
    let whole = words.len().saturating_sub(1);
    let words = words.into_iter().enumerate().map(|(place, word)| {
        let sought = match place < whole {
            true => format!(" {word} "),
            false => format!(" {word}"),
        };
        let text = "instr(' ' || replace(feedback.folded, char(10), ' '), ?) > 0";
        Expr::cust_with_values(text, [sought])
    });
    words.fold(Condition::all(), Condition::add)
}

/// Longer words that tell no text from others: those that hold sentences together, and
/// those that stand in nearly everything said about schools. In order, as they are folded.
#[rustfmt::skip]
const COMMON_WORDS: &[&str] = &[
    "about", "after", "ainsi", "alors", "also", "apres", "aucun", "aucune", "aussi", "autre",
    "autres", "avant", "avec", "avoir", "beaucoup", "because", "been", "before", "being", "besoin",
    "besoins", "between", "cela", "celle", "celles", "celui", "ceux", "chaque", "classe", "classes",
    "classroom", "classrooms", "comme", "comment", "could", "dans", "depuis", "deux", "does",
    "donc", "dont", "each", "ecole", "ecoles", "eleve", "eleves", "elle", "elles", "encore",
    "entre", "etre", "faire", "fait", "faut", "font", "from", "have", "having", "into", "jamais",
    "just", "leur", "leurs", "like", "mais", "meme", "memes", "mieux", "moins", "more", "most",
    "much", "need", "needs", "notre", "nous", "only", "other", "over", "parce", "pendant", "peut",
    "peuvent", "plus", "plusieurs", "pour", "pourquoi", "pouvoir", "pupil", "pupils", "quand",
    "quel", "quelle", "quelles", "quelque", "quelques", "quels", "quoi", "sans", "savoir", "school",
    "schools", "seul", "seule", "should", "some", "sont", "sous", "souvent", "student", "students",
    "such", "than", "that", "their", "them", "then", "there", "these", "they", "this", "those",
    "through", "tous", "tout", "toute", "toutes", "tres", "trop", "under", "vers", "very", "voir",
    "votre", "vous", "want", "were", "what", "when", "where", "which", "while", "will", "with",
    "without", "would", "your",
];

/// The longer words of a text that say what it is about.
pub(super) fn telling_words(text: &str) -> Vec<String> {
    words(text)
        .into_iter()
        .filter(|word| word.chars().count() > 3)
        .filter(|word| COMMON_WORDS.binary_search(&word.as_str()).is_err())
        .take(24)
        .collect()
}

/// A word without the ending of its plural, in French and English alike.
pub(super) fn singular(word: &str) -> &str {
    match word.chars().count() {
        ..=4 => word,
        _ => word.strip_suffix(['s', 'x']).unwrap_or(word),
    }
}

/// A query that any word may be there that begins with one of these.
pub(super) fn any_beginning(backend: DatabaseBackend, words: &[String]) -> String {
    let begun = words.iter().map(|word| match backend {
        DatabaseBackend::Postgres => format!("{}:*", singular(word)),
        _ => format!("{} *", quoted(singular(word))),
    });
    let or = match backend {
        DatabaseBackend::Postgres => " | ",
        _ => " OR ",
    };
    begun.collect::<Vec<_>>().join(or)
}

/// A query that any of the words may be there.
pub(super) fn any_word(backend: DatabaseBackend, words: &[String]) -> String {
    match backend {
        DatabaseBackend::Postgres => words.join(" | "),
        _ => words
            .iter()
            .map(|word| quoted(word))
            .collect::<Vec<_>>()
            .join(" OR "),
    }
}

/// The same query among what carries one of these marks.
pub(super) fn among(backend: DatabaseBackend, query: &str, marks: &[String]) -> String {
    let marks = any_word(backend, marks);
    match backend {
        DatabaseBackend::Postgres => format!("({query}) & ({marks})"),
        _ => format!("({query}) AND ({marks})"),
    }
}

fn quoted(word: &str) -> String {
    format!("\"{word}\"")
}

/// The marks of a thing in the index, words that nobody types: folded text holds
/// no `œ`. A search among some of them never meets the rest.
pub(super) fn marks(thing: ThingRef, project: Option<ProjectId>) -> String {
    match (thing.kind, project) {
        (ThingKind::Feedback, Some(project)) => entry_mark(project),
        (kind, project) => format!("{} {}", kind_mark(kind), place_mark(project)),
    }
}

/// The mark of the feedback of a project.
pub(crate) fn entry_mark(project: ProjectId) -> String {
    format!("œ{}", project.0.simple())
}

/// The mark of an entry that says this in a column, as the step m0041 makes it in SQLite.
pub(crate) fn value_mark(column: &str, value: impl AsRef<[u8]>) -> String {
    format!("œ{column}_{}", hex(value.as_ref()))
}

/// The mark of everything else in a project, or in none.
pub(super) fn place_mark(project: Option<ProjectId>) -> String {
    match project {
        Some(project) => format!("œt{}", project.0.simple()),
        None => "œt0".to_owned(),
    }
}

/// The mark of a kind of thing; feedback has none.
pub(super) fn kind_mark(kind: ThingKind) -> String {
    format!("œ{kind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telling_words_are_those_that_say_something() {
        assert!(COMMON_WORDS.is_sorted(), "they are looked up by halves");
        let told = telling_words("Pouvoir imprimer les exercices pour chaque élève de la classe");
        assert_eq!(told, ["imprimer", "exercices"]);
        assert!(telling_words("Avec tous les élèves").is_empty());
        for (word, one) in [
            ("exercices", "exercice"),
            ("niveaux", "niveau"),
            ("mais", "mais"),
        ] {
            assert_eq!(singular(word), one);
        }
    }

    #[test]
    fn text_is_folded() {
        assert_eq!(fold("Élève, ŒUVRE ﬁn ÀÇÑ"), "eleve, oeuvre fin acn");
    }

    #[test]
    fn a_query_is_never_syntax() {
        for query in [
            "\"",
            "a\" OR b*",
            "& | ! ( )",
            "NEAR(",
            "col:word",
            "'; DROP",
        ] {
            if let Some(matching) = all_words(DatabaseBackend::Sqlite, query) {
                assert!(!matching.contains('(') && !matching.contains(':'));
            }
        }
        assert!(all_words(DatabaseBackend::Postgres, "& | !").is_none());
    }

    #[test]
    fn nobody_types_a_mark() {
        let project = ProjectId::new();
        for mark in [
            entry_mark(project),
            place_mark(None),
            kind_mark(ThingKind::Need),
            value_mark("place", "mot"),
        ] {
            assert!(!words(&mark).contains(&mark));
        }
    }
}
