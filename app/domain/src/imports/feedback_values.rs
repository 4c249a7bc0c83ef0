//! How cells of feedback are read: kinds, severities, classes and what the tool
//! ran on, by their names and by other words for them, in French and English.

use super::values::is_named;
use crate::codes::Coded;
use crate::feedback::{Device, FeedbackKind, Network, PRESENT_MAX, Severity};
use crate::school::ClassLevel;
use crate::territories::fold;

/// Other words for a value than its code and names, folded.
type Words<T> = &'static [(T, &'static [&'static str])];

const KINDS: Words<FeedbackKind> = &[
    (
        FeedbackKind::Obstacle,
        &[
            "difficulte",
            "frein",
            "blocage",
            "probleme",
            "difficulty",
            "problem",
            "issue",
        ],
    ),
    (
        FeedbackKind::Bug,
        &[
            "bogue",
            "erreur",
            "anomalie",
            "dysfonctionnement",
            "error",
            "defect",
        ],
    ),
    (
        FeedbackKind::Idea,
        &[
            "suggestion",
            "proposition",
            "amelioration",
            "improvement",
            "feature request",
        ],
    ),
    (
        FeedbackKind::Success,
        &["succes", "point positif", "point fort", "positive point"],
    ),
    (FeedbackKind::Question, &["interrogation"]),
];

const SEVERITIES: Words<Severity> = &[
    (
        Severity::Minor,
        &["legere", "mineur", "mineure", "faible", "low"],
    ),
    (
        Severity::Hindering,
        &["genante", "moyen", "moyenne", "modere", "moderee", "medium"],
    ),
    (
        Severity::Blocking,
        &["bloquante", "critique", "critical", "tres grave"],
    ),
];

const DEVICES: Words<Device> = &[
    (
        Device::Computer,
        &[
            "ordi",
            "pc",
            "ordinateur portable",
            "ordinateur fixe",
            "laptop",
            "desktop",
            "chromebook",
        ],
    ),
    (Device::Tablet, &["ipad"]),
    (
        Device::Phone,
        &["smartphone", "mobile", "telephone portable"],
    ),
    (
        Device::Board,
        &[
            "tni",
            "tbi",
            "vpi",
            "eni",
            "ecran interactif",
            "interactive whiteboard",
        ],
    ),
];

const NETWORKS: Words<Network> = &[
    (
        Network::Good,
        &["bonne", "correct", "correcte", "stable", "fine"],
    ),
    (
        Network::Slow,
        &[
            "lent", "lente", "instable", "mauvais", "mauvaise", "slow", "unstable",
        ],
    ),
    (
        Network::None,
        &[
            "absente",
            "aucun",
            "aucune",
            "hors ligne",
            "pas de reseau",
            "pas de connexion",
            "offline",
        ],
    ),
];

const CLASSES: Words<ClassLevel> = &[
    (ClassLevel::Sixieme, &["6eme", "sixieme"]),
    (ClassLevel::Cinquieme, &["5eme", "cinquieme"]),
    (ClassLevel::Quatrieme, &["4eme", "quatrieme"]),
    (ClassLevel::Troisieme, &["3eme", "troisieme"]),
    (ClassLevel::Seconde, &["2nde", "seconde"]),
    (ClassLevel::Premiere, &["1ere", "premiere"]),
    (ClassLevel::Terminale, &["tle", "term"]),
];

/// The value that a cell names, with or without an article.
fn read<T: Coded + PartialEq>(text: &str, words: Words<T>) -> Option<T> {
    let named = |text: &str| {
        T::all()
            .iter()
            .copied()
            .find(|value| is_named(text, value.code(), value.wording()))
            .or_else(|| {
                let text = fold(text);
                let text = text.trim();
                let known = words.iter().find(|(_, words)| words.contains(&text));
                known.map(|(value, _)| *value)
            })
    };
    named(text).or_else(|| {
        let (article, rest) = text.trim().split_once(' ')?;
        let article = fold(article);
        ["un", "une", "a", "an"]
            .contains(&article.trim())
            .then(|| named(rest))?
    })
}

/// Reads a kind of feedback.
#[must_use]
pub fn read_kind(text: &str) -> Option<FeedbackKind> {
    read(text, KINDS)
}

/// Reads a severity.
#[must_use]
pub fn read_severity(text: &str) -> Option<Severity> {
    read(text, SEVERITIES)
}

/// Reads a class.
#[must_use]
pub fn read_class(text: &str) -> Option<ClassLevel> {
    read(text, CLASSES)
}

/// Reads what the tool ran on.
#[must_use]
pub fn read_device(text: &str) -> Option<Device> {
    read(text, DEVICES)
}

/// Reads how well the network served.
#[must_use]
pub fn read_network(text: &str) -> Option<Network> {
    read(text, NETWORKS)
}

/// Reads how many pupils were present.
#[must_use]
pub fn read_present(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let number = digits.parse().ok()?;
    (0..=PRESENT_MAX).contains(&number).then_some(number)
}
