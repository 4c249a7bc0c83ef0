//! Full-text search behind one door: FTS5 in SQLite, `tsvector` in PostgreSQL,
//! over text that is folded the same way for both.
//!
//! What is found is never gone through to its end: the index knows by marks what
//! a search concerns and gives the newest that fit, which are ranked here.

mod rank;
mod words;

use std::collections::BTreeMap;

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::ProjectId;
use domain::policy::{Action, Actor, Situation, decide};
use domain::search::{FOUND_MAX, Found};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, FromQueryResult, Order,
    QueryFilter, QuerySelect, Set, sea_query,
};
use uuid::Uuid;

pub(crate) use self::words::{all_words, entry_mark, text_holds, value_mark, words_only};
use self::words::{among, any_beginning, any_word, kind_mark, marks, place_mark, telling_words};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::tables::decode;
use crate::tables::evidence::search_row;

/// How many needs, projects, iterations … are ranked, the newest of those found.
const THINGS_RANKED: u64 = 500;
/// How many entries of feedback are: their log has a search of its own.
const ENTRIES_RANKED: u64 = 100;
/// How many things are looked at for those that come close to a text.
const CLOSE_RANKED: u64 = 1_000;
/// The most characters of a title in the index.
const TITLE_MAX: usize = 160;

#[derive(FromQueryResult)]
struct Row {
    thing_kind: String,
    thing_id: Uuid,
    project_id: Option<Uuid>,
    title: String,
    folded: String,
}

impl Row {
    fn found(self) -> Result<Found> {
        found(&self.thing_kind, self.thing_id, self.project_id, self.title)
    }
}

/// A thing as the columns of its row in the index tell it.
pub(crate) fn found(kind: &str, id: Uuid, project: Option<Uuid>, title: String) -> Result<Found> {
    Ok(Found {
        thing: ThingRef {
            kind: decode("thing_kind", kind)?,
            id,
        },
        project: project.map(ProjectId),
        title,
    })
}

/// Among what a text looks for those that come close to it.
pub(crate) enum Among {
    /// Everything of this kind but feedback.
    Kind(ThingKind),
    /// The feedback of this project.
    Entries(ProjectId),
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
        folded: Set(format!(
            "{}\n{}",
            words_only(&format!("{title}\n{text}")),
            marks(thing, project)
        )),
        ..Default::default()
    }
}

impl Tx {
    /// Puts a thing into the index, or renews what the index holds of it.
    ///
    /// Ids are made by whoever makes a thing. An id that a thing of another kind has is
    /// nobody's to take: what is asked of either would tell of both.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the id is taken.
    pub(crate) async fn index(
        &self,
        thing: ThingRef,
        project: Option<ProjectId>,
        title: &str,
        text: &str,
    ) -> Result<()> {
        let others = ThingKind::ALL.iter().filter(|kind| **kind != thing.kind);
        let taken = search_row::Entity::find()
            .filter(search_row::Column::ThingKind.is_in(others.map(|kind| kind.code())))
            .filter(search_row::Column::ThingId.eq(thing.id))
            .one(&self.db)
            .await?;
        if taken.is_some() {
            return Err(StoreError::NotFound);
        }
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

/// What is not for everyone who sees its project: the same people read sessions,
/// decisions, action items, the log of feedback, and what is attached to any of it.
const NOT_FOR_PARTNERS: [ThingKind; 5] = [
    ThingKind::Feedback,
    ThingKind::Session,
    ThingKind::Decision,
    ThingKind::ActionItem,
    ThingKind::File,
];

impl Store {
    /// Things that hold all words of the query, as far as the actor may know of
    /// them: those first whose title holds them, then what is no feedback, then
    /// the newest.
    ///
    /// # Errors
    /// Refused to those who do not see the workspace.
    pub async fn search(&self, actor: &Actor, query: &str) -> Result<Vec<Found>> {
        decide(actor, Action::SeeWorkspace, &Situation::workspace())?;
        let Some(words) = all_words(self.backend(), query) else {
            return Ok(Vec::new());
        };
        let visible = self.visible_projects(actor).await?;
        let projects = || visible.iter().copied().map(ProjectId);
        let things: Vec<String> = [None]
            .into_iter()
            .chain(projects().map(Some))
            .map(place_mark)
            .collect();
        let entries: Vec<String> = projects().map(entry_mark).collect();
        let findable = Self::findable_in(actor, visible);
        let mut rows = Vec::new();
        for (marks, limit) in [(things, THINGS_RANKED), (entries, ENTRIES_RANKED)] {
            if !marks.is_empty() {
                let query = among(self.backend(), &words, &marks);
                rows.extend(self.newest(query, findable.clone(), limit).await?);
            }
        }
        rank::by_title(&mut rows, query, |row| &row.title);
        rows.into_iter().take(FOUND_MAX).map(Row::found).collect()
    }

    /// The condition that a row of the index is of something that the actor may
    /// know of: of no project, or of one that they see; feedback also needs an
    /// open log, or to be opened to them, as decisions and action items do, and a
    /// session to be open to the whole team, or to be one in which they take part.
    /// A file is found by whoever may know of what it is attached to.
    pub(crate) async fn findable(&self, actor: &Actor) -> Result<Condition> {
        let visible = self.visible_projects(actor).await?;
        Ok(Self::findable_in(actor, visible))
    }

    /// The same, when the projects are known that the actor may see.
    fn findable_in(actor: &Actor, visible: Vec<Uuid>) -> Condition {
        let logs = Self::open_logs(actor, &visible);
        let (opened, joined) = (Self::opened_entries(actor), Self::joined_sessions(actor));
        let files = Self::opened_files(opened.clone(), joined.clone());
        let [decisions, items] = Self::opened_decisions(actor);
        let narrower = NOT_FOR_PARTNERS.map(ThingKind::code);
        // Ids are made by whoever makes a thing: one of another kind opens nothing.
        let one_of = |kind: ThingKind, ids: SelectStatement| {
            Condition::all()
                .add(search_row::Column::ThingKind.eq(kind.code()))
                .add(search_row::Column::ThingId.in_subquery(ids))
        };
        let readable = Condition::any()
            .add(search_row::Column::ThingKind.is_not_in(narrower))
            .add(search_row::Column::ProjectId.is_in(logs))
            .add(one_of(ThingKind::Feedback, opened))
            .add(one_of(ThingKind::Decision, decisions))
            .add(one_of(ThingKind::ActionItem, items))
            .add(one_of(ThingKind::Session, joined))
            .add(one_of(ThingKind::File, files));
        let in_projects = Condition::all()
            .add(search_row::Column::ProjectId.is_in(visible))
            .add(readable);
        Condition::any()
            .add(search_row::Column::ProjectId.is_null())
            .add(in_projects)
    }

    /// The condition that what stands in two columns of another table, its kind and its
    /// id, is something that the actor may know of now.
    pub(crate) async fn known(
        &self,
        actor: &Actor,
        kind: impl ColumnTrait,
        id: impl ColumnTrait,
    ) -> Result<Condition> {
        let column = |column: search_row::Column| Expr::col((search_row::Entity, column));
        let there = Query::select()
            .column((search_row::Entity, search_row::Column::RowNumber))
            .from(search_row::Entity)
            .and_where(column(search_row::Column::ThingKind).equals(kind.as_column_ref()))
            .and_where(column(search_row::Column::ThingId).equals(id.as_column_ref()))
            .cond_where(self.findable(actor).await?)
            .to_owned();
        Ok(Condition::all().add(Expr::exists(there)))
    }

    /// What those of these things are called that the actor may know of now.
    pub(crate) async fn titles_known(
        &self,
        actor: &Actor,
        things: impl IntoIterator<Item = ThingRef>,
    ) -> Result<BTreeMap<ThingRef, String>> {
        let ids = things.into_iter().map(|thing| thing.id);
        let rows: Vec<(String, Uuid, String)> = search_row::Entity::find()
            .select_only()
            .columns([
                search_row::Column::ThingKind,
                search_row::Column::ThingId,
                search_row::Column::Title,
            ])
            .filter(search_row::Column::ThingId.is_in(ids))
            .filter(self.findable(actor).await?)
            .into_tuple()
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|(kind, id, title)| Ok((ThingRef::new(decode("thing_kind", &kind)?, id), title)))
            .collect()
    }

    /// Ids of the things whose words come closest to a text, the closest first; none that
    /// share too little with it.
    pub(crate) async fn closest(
        &self,
        things: Among,
        text: &str,
        limit: usize,
    ) -> Result<Vec<Uuid>> {
        let words = telling_words(text);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let (any, mark) = match things {
            Among::Kind(kind) => (any_beginning(self.backend(), &words), kind_mark(kind)),
            // In a long log beginnings would be those of very many words.
            Among::Entries(project) => (any_word(self.backend(), &words), entry_mark(project)),
        };
        let query = among(self.backend(), &any, &[mark]);
        let rows = self.newest(query, Condition::all(), CLOSE_RANKED).await?;
        let closest = rank::by_closeness(rows, &words, |row| &row.folded);
        Ok(closest
            .into_iter()
            .take(limit)
            .map(|row| row.thing_id)
            .collect())
    }

    /// The newest rows of the index that match and fit.
    async fn newest(&self, query: String, fit: Condition, limit: u64) -> Result<Vec<Row>> {
        let rows = self
            .db
            .query_all(&self.newest_of(query, fit, limit))
            .await?;
        rows.iter()
            .map(|row| Ok(Row::from_query_result(row, "")?))
            .collect()
    }

    fn newest_of(&self, query: String, fit: Condition, limit: u64) -> SelectStatement {
        use search_row::Column;
        let mut rows = Query::select();
        for column in [
            Column::ThingKind,
            Column::ThingId,
            Column::ProjectId,
            Column::Title,
            Column::Folded,
        ] {
            rows.column((search_row::Entity, column));
        }
        match self.backend() {
            DatabaseBackend::Postgres => rows
                .from(search_row::Entity)
                .and_where(holds(DatabaseBackend::Postgres, query))
                .order_by((search_row::Entity, Column::RowNumber), Order::Desc),
            // Spelled so, SQLite reads first what stands first, from its end on.
            _ => rows
                .from("search_words")
                .cross_join(search_row::Entity)
                .and_where(Expr::cust_with_values("search_words MATCH ?", [query]))
                .and_where(Expr::cust("search_rows.row_number = search_words.rowid"))
                .order_by_expr(Expr::cust("search_words.rowid"), Order::Desc),
        };
        rows.cond_where(fit).limit(limit).to_owned()
    }

    /// The condition that a thing, whose id stands in `column`, holds all words
    /// of the query. `None` when the query holds no word.
    pub(crate) fn holds_words(
        &self,
        kind: ThingKind,
        column: impl ColumnTrait,
        query: &str,
    ) -> Option<Condition> {
        let backend = self.backend();
        let words = all_words(backend, query)?;
        let words = among(backend, &words, &[kind_mark(kind)]);
        let ids = Query::select()
            .column(search_row::Column::ThingId)
            .from(search_row::Entity)
            .and_where(search_row::Column::ThingKind.eq(kind.code()))
            .and_where(holds(backend, words))
            .to_owned();
        Some(Condition::all().add(column.in_subquery(ids)))
    }
}

/// The condition that a row of `search_rows` matches.
fn holds(backend: DatabaseBackend, query: String) -> SimpleExpr {
    let condition = match backend {
        DatabaseBackend::Postgres => "words @@ to_tsquery('simple', $1)",
        _ => "row_number IN (SELECT rowid FROM search_words WHERE search_words MATCH ?)",
    };
    Expr::cust_with_values(condition, [query])
}
