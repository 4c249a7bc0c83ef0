//! Full-text search behind one door: FTS5 in SQLite, `tsvector` in PostgreSQL,
//! over text that is folded the same way for both.

use domain::evidence::ThingRef;
use domain::ids::ProjectId;
use domain::policy::{Action, Actor, Situation, decide};
use domain::search::{Found, QUERY_MAX};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, DatabaseBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select, Set, sea_query,
};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

use crate::database::{Store, Tx};
use crate::error::Result;
use crate::tables::decode;
use crate::tables::evidence::search_row;

/// How many things one search shows.
const FOUND_MAX: u64 = 50;
/// The most characters of a title in the index.
const TITLE_MAX: usize = 160;

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
fn words(text: &str) -> Vec<String> {
    let text: String = text.chars().take(QUERY_MAX).collect();
    fold(&text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A query in the language of the database. `None` when it holds no word.
struct Match {
    backend: DatabaseBackend,
    text: String,
}

impl Match {
    /// All words must be there; the last may be only begun.
    fn all(backend: DatabaseBackend, query: &str) -> Option<Self> {
        let words = words(query);
        let (last, before) = words.split_last()?;
        let text = match backend {
            DatabaseBackend::Postgres => {
                let begun = format!("{last}:*");
                let mut parts: Vec<&str> = before.iter().map(String::as_str).collect();
                parts.push(&begun);
                parts.join(" & ")
            }
            _ => {
                let mut parts: Vec<String> =
                    before.iter().map(|word| format!("\"{word}\"")).collect();
                parts.push(format!("\"{last}\" *"));
                parts.join(" ")
            }
        };
        Some(Self { backend, text })
    }

    /// Any of the longer words may be there: the more, the better the rank.
    fn any(backend: DatabaseBackend, text: &str) -> Option<Self> {
        let words: Vec<String> = words(text)
            .into_iter()
            .filter(|word| word.chars().count() > 3)
            .take(24)
            .collect();
        if words.is_empty() {
            return None;
        }
        let text = match backend {
            DatabaseBackend::Postgres => words.join(" | "),
            _ => words
                .iter()
                .map(|word| format!("\"{word}\""))
                .collect::<Vec<_>>()
                .join(" OR "),
        };
        Some(Self { backend, text })
    }

    /// The condition that a row of `search_rows` matches.
    fn condition(&self) -> SimpleExpr {
        match self.backend {
            DatabaseBackend::Postgres => {
                Expr::cust_with_values("words @@ to_tsquery('simple', $1)", [self.text.clone()])
            }
            _ => Expr::cust_with_values(
                "row_number IN (SELECT rowid FROM search_words WHERE search_words MATCH ?)",
                [self.text.clone()],
            ),
        }
    }

    /// The rows that match, the best first. SQLite ranks as it finds: asked for the
    /// rank of one row after another, it would count all that match for each.
    fn ranked(&self, mut rows: Select<search_row::Entity>) -> Select<search_row::Entity> {
        if self.backend == DatabaseBackend::Postgres {
            return rows.filter(self.condition()).order_by_asc(self.rank());
        }
        let same = Expr::cust("search_words.rowid = search_rows.row_number");
        QueryTrait::query(&mut rows).inner_join("search_words", same);
        let matching = Expr::cust_with_values("search_words MATCH ?", [self.text.clone()]);
        rows.filter(matching)
            .order_by_asc(Expr::cust("search_words.rank"))
    }

    /// What PostgreSQL orders rows by, the best first.
    fn rank(&self) -> SimpleExpr {
        Expr::cust_with_values(
            "-ts_rank(words, to_tsquery('simple', $1))",
            [self.text.clone()],
        )
    }
}

#[derive(FromQueryResult)]
struct Row {
    thing_kind: String,
    thing_id: Uuid,
    project_id: Option<Uuid>,
    title: String,
}

/// A query that all words must be there, in the language of the database.
pub(crate) fn all_words(backend: DatabaseBackend, query: &str) -> Option<String> {
    Match::all(backend, query).map(|matching| matching.text)
}

/// What the index holds of a thing.
pub(crate) fn index_row(
    thing: ThingRef,
    project: Option<ProjectId>,
    title: &str,
    text: &str,
) -> search_row::ActiveModel {
    search_row::ActiveModel {
        thing_kind: Set(thing.kind.code().to_owned()),
        thing_id: Set(thing.id),
        project_id: Set(project.map(Uuid::from)),
        title: Set(title.chars().take(TITLE_MAX).collect()),
        folded: Set(words_only(&format!("{title}\n{text}"))),
        ..Default::default()
    }
}

impl Tx {
    /// Puts a thing into the index, or renews what the index holds of it.
    pub(crate) async fn index(
        &self,
        thing: ThingRef,
        project: Option<ProjectId>,
        title: &str,
        text: &str,
    ) -> Result<()> {
        let row = index_row(thing, project, title, text);
        let renewed = sea_query::OnConflict::columns([
            search_row::Column::ThingKind,
            search_row::Column::ThingId,
        ])
        .update_columns([
            search_row::Column::ProjectId,
            search_row::Column::Title,
            search_row::Column::Folded,
        ])
        .to_owned();
        search_row::Entity::insert(row)
            .on_conflict(renewed)
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}

/// What is not for everyone who sees its project: the same people read sessions
/// and the log of feedback.
pub(crate) const NOT_FOR_PARTNERS: [domain::evidence::ThingKind; 2] = [
    domain::evidence::ThingKind::Feedback,
    domain::evidence::ThingKind::Session,
];

impl Store {
    /// Things that hold all words of the query, the best first, as far as the
    /// actor may know of them.
    ///
    /// # Errors
    /// Refused to those who do not see the workspace.
    pub async fn search(&self, actor: &Actor, query: &str) -> Result<Vec<Found>> {
        decide(actor, Action::SeeWorkspace, &Situation::workspace())?;
        let Some(matching) = Match::all(self.backend(), query) else {
            return Ok(Vec::new());
        };
        let findable = self.findable(actor).await?;
        self.found(&matching, |rows| rows.filter(findable)).await
    }

    /// The condition that a row of the index is of something that the actor may
    /// know of: of no project, or of one that they see; feedback also needs an
    /// open log, or to be opened to them, and a session to be open to the whole
    /// team, or to be one in which they take part.
    pub(crate) async fn findable(&self, actor: &Actor) -> Result<Condition> {
        let visible = self.visible_projects(actor).await?;
        let logs = Self::open_logs(actor, &visible);
        let opened = Self::opened_entries(actor);
        let narrower = NOT_FOR_PARTNERS.map(domain::evidence::ThingKind::code);
        let readable = Condition::any()
            .add(search_row::Column::ThingKind.is_not_in(narrower))
            .add(search_row::Column::ProjectId.is_in(logs))
            .add(search_row::Column::ThingId.in_subquery(opened))
            .add(search_row::Column::ThingId.in_subquery(Self::joined_sessions(actor)));
        let in_projects = Condition::all()
            .add(search_row::Column::ProjectId.is_in(visible))
            .add(readable);
        Ok(Condition::any()
            .add(search_row::Column::ProjectId.is_null())
            .add(in_projects))
    }

    /// Ids of the things of one kind whose words come closest to a text.
    pub(crate) async fn closest(
        &self,
        kind: domain::evidence::ThingKind,
        text: &str,
        limit: usize,
    ) -> Result<Vec<Uuid>> {
        let Some(matching) = Match::any(self.backend(), text) else {
            return Ok(Vec::new());
        };
        let found = self
            .found(&matching, |rows| {
                rows.filter(search_row::Column::ThingKind.eq(kind.code()))
            })
            .await?;
        Ok(found
            .iter()
            .take(limit)
            .map(|found| found.thing.id)
            .collect())
    }

    async fn found(
        &self,
        matching: &Match,
        narrow: impl FnOnce(Select<search_row::Entity>) -> Select<search_row::Entity>,
    ) -> Result<Vec<Found>> {
        let rows = matching
            .ranked(narrow(search_row::Entity::find()))
            .limit(FOUND_MAX)
            .into_model::<Row>()
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Found {
                    thing: ThingRef {
                        kind: decode("thing_kind", &row.thing_kind)?,
                        id: row.thing_id,
                    },
                    project: row.project_id.map(ProjectId),
                    title: row.title,
                })
            })
            .collect()
    }

    /// The condition that a thing, whose id stands in `column`, holds all words
    /// of the query. `None` when the query holds no word.
    pub(crate) fn holds_words(
        &self,
        kind: domain::evidence::ThingKind,
        column: impl ColumnTrait,
        query: &str,
    ) -> Option<Condition> {
        let matching = Match::all(self.backend(), query)?;
        let ids = sea_query::Query::select()
            .column(search_row::Column::ThingId)
            .from(search_row::Entity)
            .and_where(search_row::Column::ThingKind.eq(kind.code()))
            .and_where(matching.condition())
            .to_owned();
        Some(Condition::all().add(column.in_subquery(ids)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            if let Some(matching) = Match::all(DatabaseBackend::Sqlite, query) {
                assert!(!matching.text.contains("(") && !matching.text.contains(':'));
            }
        }
        assert!(Match::all(DatabaseBackend::Postgres, "& | !").is_none());
    }
}
