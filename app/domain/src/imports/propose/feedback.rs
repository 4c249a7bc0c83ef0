//! What the headers of files of feedback say: mostly questionnaires, so that
//! whole questions are recognised too. Who answered is never proposed.

use super::{Names, Vocabulary};
use crate::imports::FeedbackColumn;

/// Headers written in full.
const HEADERS: Names<FeedbackColumn> = &[
    (
        FeedbackColumn::Story,
        &[
            "story",
            "recit",
            "retour",
            "retours",
            "feedback",
            "what happened",
            "ce qui s est passe",
            "que s est il passe",
            "title",
            "titre",
            "body",
            "description",
            "commentaire",
            "comment",
            "comment body",
            "message",
            "texte",
        ],
    ),
    (
        FeedbackColumn::Kind,
        &[
            "kind",
            "type",
            "nature",
            "type de retour",
            "categorie",
            "category",
        ],
    ),
    (
        FeedbackColumn::Severity,
        &["severity", "gravite", "severite", "importance"],
    ),
    (
        FeedbackColumn::Place,
        &[
            "place", "endroit", "lieu", "ecran", "page", "screen", "activite",
        ],
    ),
    (
        FeedbackColumn::Level,
        &[
            "level",
            "niveau",
            "niveau de classe",
            "classe",
            "class",
            "class level",
            "grade",
        ],
    ),
    (
        FeedbackColumn::Discipline,
        &[
            "discipline",
            "subject",
            "matiere",
            "discipline enseignee",
            "matiere enseignee",
        ],
    ),
    (
        FeedbackColumn::Pupils,
        &[
            "pupils",
            "students",
            "number of pupils",
            "number of students",
            "nombre d eleves",
            "effectif",
            "eleves",
        ],
    ),
    (
        FeedbackColumn::Device,
        &["device", "appareil", "materiel", "equipement"],
    ),
    (
        FeedbackColumn::Network,
        &["network", "reseau", "connexion", "connection"],
    ),
    (
        FeedbackColumn::CreatedAt,
        &[
            "timestamp",
            "horodateur",
            "submitdate date de soumission",
            "submitdate date submitted",
            "submitdate submit date",
            "submitdate",
            "date de soumission",
            "date submitted",
            "submit date",
            "created at",
            "published at",
            "date",
        ],
    ),
    (
        FeedbackColumn::SourceId,
        &[
            "id",
            "source id",
            "response id",
            "reponse id",
            "id de la reponse",
            "id id de la reponse",
            "id response id",
            "comment id",
            "identifiant",
            "numero",
        ],
    ),
];

/// Words in the long headers of questionnaires.
const WORDS: Names<FeedbackColumn> = &[
    (
        FeedbackColumn::Pupils,
        &[
            "nombre d eleves",
            "combien d eleves",
            "how many pupils",
            "how many students",
        ],
    ),
    (
        FeedbackColumn::Level,
        &["quelle classe", "niveau", "which class", "class level"],
    ),
    (
        FeedbackColumn::Discipline,
        &["discipline", "matiere", "which subject"],
    ),
    (
        FeedbackColumn::Severity,
        &[
            "gravite",
            "severite",
            "severity",
            "how serious",
            "a quel point",
        ],
    ),
    (
        FeedbackColumn::Kind,
        &[
            "type de retour",
            "quel type",
            "kind of feedback",
            "type of feedback",
            "s agit il d",
        ],
    ),
    (
        FeedbackColumn::Place,
        &[
            "quel endroit",
            "quelle page",
            "quel ecran",
            "ou dans l outil",
            "where in the tool",
            "which page",
            "which screen",
        ],
    ),
    (
        FeedbackColumn::Device,
        &["appareil", "quel materiel", "device"],
    ),
    (
        FeedbackColumn::Network,
        &["reseau", "connexion", "network", "internet connection"],
    ),
    (
        FeedbackColumn::Story,
        &[
            "s est il passe",
            "what happened",
            "racontez",
            "decrivez",
            "describe",
            "tell us",
            "votre retour",
            "your feedback",
        ],
    ),
];

/// What the columns of a file of feedback probably are. Where no header tells
/// which one says what happened, it is the column with the longest texts.
#[must_use]
pub fn propose_feedback(headers: &[String], rows: &[Vec<String>]) -> Vec<FeedbackColumn> {
    Vocabulary {
        headers: HEADERS,
        words: WORDS,
        joined: &[FeedbackColumn::Story, FeedbackColumn::Place],
        main: FeedbackColumn::Story,
        settle: |_, _| {},
    }
    .propose(headers, rows)
}
