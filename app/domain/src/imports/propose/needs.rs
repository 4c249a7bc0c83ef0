//! What the headers of files of needs and of votes say.

use super::{Names, Vocabulary, normal};
use crate::imports::{NeedColumn, VoteColumn};

/// Headers written in full.
const HEADERS: Names<NeedColumn> = &[
    (
        NeedColumn::Statement,
        &[
            "comment body",
            "body",
            "body fr",
            "body en",
            "statement",
            "besoin",
            "need",
            "proposition",
            "title fr",
            "title en",
            "title",
            "titre",
            "txt",
            "commentaire",
            "comment",
            "texte",
        ],
    ),
    (
        NeedColumn::Affected,
        &[
            "affected",
            "who is affected",
            "qui est concerne",
            "public concerne",
            "public",
        ],
    ),
    (
        NeedColumn::Setting,
        &[
            "setting",
            "context",
            "contexte",
            "situation",
            "dans quelle situation cela se voit il",
        ],
    ),
    (
        NeedColumn::Level,
        &[
            "level",
            "niveau",
            "school level",
            "niveau scolaire",
            "cycle",
            "classe",
            "niveau de classe",
        ],
    ),
    (
        NeedColumn::Discipline,
        &[
            "discipline",
            "subject",
            "matiere",
            "discipline enseignee",
            "matiere enseignee",
        ],
    ),
    (
        NeedColumn::Pupils,
        &[
            "pupils",
            "number of pupils",
            "nombre d eleves",
            "effectif",
            "eleves",
        ],
    ),
    (
        NeedColumn::Territory,
        &[
            "territory",
            "territoire",
            "academie",
            "academy",
            "region",
            "scope name fr",
            "scope name",
            "department",
            "departement",
        ],
    ),
    (
        NeedColumn::SourceId,
        &[
            "comment id",
            "id",
            "source id",
            "response id",
            "reponse id",
            "id de la reponse",
            "id id de la reponse",
            "id response id",
            "tid",
            "identifiant",
            "numero",
        ],
    ),
    (
        NeedColumn::SourceAuthor,
        &[
            "author id",
            "author name",
            "author",
            "auteur",
            "auteur e",
            "pid",
            "participant",
        ],
    ),
    (
        NeedColumn::CreatedAt,
        &[
            "timestamp",
            "horodateur",
            "created at",
            "published at",
            "date submitted",
            "date de soumission",
            "submitdate",
            "submitdate date de soumission",
            "submitdate date submitted",
            "date",
        ],
    ),
    (
        NeedColumn::Moderation,
        &[
            "moderated",
            "state",
            "moderation",
            "etat",
            "statut",
            "status",
        ],
    ),
    (
        NeedColumn::Supports,
        &["agrees", "supports", "nombre de soutiens"],
    ),
    (
        NeedColumn::Objections,
        &["disagrees", "objections", "nombre d objections"],
    ),
];

/// Words in the long headers of questionnaires.
const WORDS: Names<NeedColumn> = &[
    (
        NeedColumn::Pupils,
        &["nombre d eleves", "combien d eleves", "how many pupils"],
    ),
    (
        NeedColumn::Level,
        &["niveau", "quelle classe", "school level"],
    ),
    (NeedColumn::Discipline, &["discipline", "matiere"]),
    (NeedColumn::Territory, &["academie", "territoire"]),
    (NeedColumn::Affected, &["concerne", "affected"]),
    (
        NeedColumn::Statement,
        &[
            "besoin",
            "de quoi avez vous",
            "what do you need",
            "il vous manque",
        ],
    ),
    (NeedColumn::Setting, &["situation", "contexte", "context"]),
];

const VOTE_HEADERS: &[(VoteColumn, &[&str])] = &[
    (
        VoteColumn::NeedId,
        &[
            "comment id",
            "need id",
            "tid",
            "statement id",
            "besoin",
            "identifiant du besoin",
        ],
    ),
    (
        VoteColumn::Voter,
        &[
            "voter id",
            "voter",
            "pid",
            "votant",
            "votante",
            "participant",
        ],
    ),
    (VoteColumn::Value, &["vote", "value", "valeur", "avis"]),
    (
        VoteColumn::CastAt,
        &["timestamp", "horodateur", "created at", "date", "created"],
    ),
];

/// What the columns of a file of needs probably are. Where no header tells which
/// one says the need, it is the column with the longest texts.
#[must_use]
pub fn propose_needs(headers: &[String], rows: &[Vec<String>]) -> Vec<NeedColumn> {
    Vocabulary {
        headers: HEADERS,
        words: WORDS,
        joined: &[
            NeedColumn::Statement,
            NeedColumn::Affected,
            NeedColumn::Setting,
        ],
        main: NeedColumn::Statement,
        // A title stands before the text that follows it; a comment beside a
        // body is about it. One body, one title at most.
        settle: keep_one_body,
    }
    .propose(headers, rows)
}

/// Of the columns that may say the need, keeps the first title and the first
/// body, and leaves out what else bears such a name.
fn keep_one_body(headers: &[String], columns: &mut [NeedColumn]) {
    let is_title = |header: &str| header.starts_with("title") || header == "titre";
    let rank = |header: &str| {
        HEADERS[0]
            .1
            .iter()
            .position(|name| *name == header)
            .unwrap_or(usize::MAX)
    };
    let best = |title: bool| {
        (0..headers.len())
            .filter(|&place| columns[place] == NeedColumn::Statement)
            .filter(|&place| is_title(&headers[place]) == title)
            .min_by_key(|&place| rank(&headers[place]))
    };
    let kept = [best(true), best(false)];
    for (place, column) in columns.iter_mut().enumerate() {
        if *column == NeedColumn::Statement && !kept.contains(&Some(place)) {
            *column = NeedColumn::Ignored;
        }
    }
}

/// What the columns of a file of votes probably are.
#[must_use]
pub fn propose_votes(headers: &[String]) -> Vec<VoteColumn> {
    let headers: Vec<String> = headers.iter().map(|header| normal(header)).collect();
    let mut columns = vec![VoteColumn::Ignored; headers.len()];
    for &(column, names) in VOTE_HEADERS {
        let found = names
            .iter()
            .find_map(|name| headers.iter().position(|header| header == name));
        if let Some(place) = found {
            columns[place] = column;
        }
    }
    columns
}
