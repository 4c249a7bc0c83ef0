//! What a column probably is, by what its header says: the exports of Polis,
//! Decidim, LimeSurvey and Google Forms, in French and English, and our own.

use super::{NeedColumn, VoteColumn};
use crate::territories::fold;

/// Headers written in full.
const NEED_HEADERS: &[(NeedColumn, &[&str])] = &[
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
const NEED_WORDS: &[(NeedColumn, &[&str])] = &[
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

/// Fields that one column feeds; text fields take several.
fn is_single(column: NeedColumn) -> bool {
    !matches!(
        column,
        NeedColumn::Ignored | NeedColumn::Statement | NeedColumn::Affected | NeedColumn::Setting
    )
}

fn normal(header: &str) -> String {
    fold(header.trim_start_matches('\u{feff}'))
        .trim()
        .to_owned()
}

/// What the columns of a file of needs probably are. Where no header tells which
/// one says the need, it is the column with the longest texts.
#[must_use]
pub fn propose_needs(headers: &[String], rows: &[Vec<String>]) -> Vec<NeedColumn> {
    let headers: Vec<String> = headers.iter().map(|header| normal(header)).collect();
    let mut columns = vec![NeedColumn::Ignored; headers.len()];
    for &(column, names) in NEED_HEADERS {
        // The names stand in the order of preference: a body before a title.
        for name in names {
            let Some(place) = headers.iter().position(|header| header == name) else {
                continue;
            };
            if columns[place] == NeedColumn::Ignored {
                columns[place] = column;
                if is_single(column) {
                    break;
                }
            }
        }
    }
    // A title stands before the text that follows it; a comment beside a body
    // is about it. One body, one title at most.
    keep_one_body(&headers, &mut columns);
    for (place, header) in headers.iter().enumerate() {
        if columns[place] != NeedColumn::Ignored || header.chars().count() < 8 {
            continue;
        }
        let worded = NEED_WORDS
            .iter()
            .find(|(_, words)| words.iter().any(|word| header.contains(word)));
        if let Some(&(column, _)) = worded
            && !columns.contains(&column)
        {
            columns[place] = column;
        }
    }
    if !columns.contains(&NeedColumn::Statement) {
        let longest = (0..columns.len())
            .filter(|&place| columns[place] == NeedColumn::Ignored)
            .max_by_key(|&place| {
                rows.iter()
                    .filter_map(|row| row.get(place))
                    .map(String::len)
                    .sum::<usize>()
            });
        if let Some(place) = longest {
            columns[place] = NeedColumn::Statement;
        }
    }
    columns
}

/// Of the columns that may say the need, keeps the first title and the first
/// body, and leaves out what else bears such a name.
fn keep_one_body(headers: &[String], columns: &mut [NeedColumn]) {
    let is_title = |header: &str| header.starts_with("title") || header == "titre";
    let rank = |header: &str| {
        NEED_HEADERS[0]
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
