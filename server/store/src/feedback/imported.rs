//! Entries that come with an import, many at a time, and go with it when it is
//! undone. Counts and indexes follow them as they follow those that are given.

use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::{Anonymity, FeedbackFacts};
use domain::ids::{FeedbackId, ProjectId};
use domain::iterations::IterationRef;
use domain::time::Timestamp;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, EntityTrait, NotSet, QueryFilter, QueryOrder, QuerySelect, Set, TryIntoModel,
};

use super::counts::Recount;
use super::entries::{Given, new_row};
use super::indexed;
use crate::database::Tx;
use crate::error::Result;
use crate::search::index_row;
use crate::tables::evidence::search_row;
use crate::tables::feedback::entry;

/// How many entries are taken away at a time.
const CHUNK: u64 = 1_000;

/// An entry that comes from a file.
pub(crate) struct Imported<'a> {
    pub id: FeedbackId,
    pub facts: &'a FeedbackFacts,
    /// Who wrote it in the source.
    pub author: Option<&'a str>,
    pub at: Timestamp,
    /// The iteration that ran then.
    pub iteration: Option<IterationRef>,
}

/// Writes entries of a project that come from a file, without an author.
pub(crate) async fn put_imported(
    tx: &Tx,
    project: ProjectId,
    entries: Vec<Imported<'_>>,
) -> Result<()> {
    let mut recount = Recount::default();
    let mut rows = Vec::with_capacity(entries.len());
    let mut found = Vec::with_capacity(entries.len());
    for entry in entries {
        let given = Given {
            id: entry.id,
            project,
            facts: entry.facts,
            anonymity: Anonymity::NotStored,
            author: None,
            source_author: entry.author.map(str::to_owned),
            at: entry.at,
            iteration: entry.iteration,
            shared: false,
        };
        let mut row = new_row(tx.now, &given);
        // The database gives the number; counting needs a whole row.
        row.number = Set(0);
        recount.added(&row.clone().try_into_model()?);
        row.number = NotSet;
        rows.push(row);
        let (title, text) = indexed(entry.facts);
        let thing = ThingRef::new(ThingKind::Feedback, entry.id);
        found.push(index_row(thing, Some(project), title, &text));
    }
    entry::Entity::insert_many(rows)
        .exec_without_returning(&tx.db)
        .await?;
    search_row::Entity::insert_many(found)
        .exec_without_returning(&tx.db)
        .await?;
    recount.write(tx).await
}

/// Takes away the entries whose ids the query gives, and what is counted and
/// found of them.
pub(crate) async fn remove_entries(tx: &Tx, ids: &SelectStatement) -> Result<()> {
    let mut recount = Recount::default();
    let mut last = 0;
    loop {
        let rows = entry::Entity::find()
            .filter(entry::Column::Id.in_subquery(ids.clone()))
            .filter(entry::Column::Number.gt(last))
            .order_by_asc(entry::Column::Number)
            .limit(CHUNK)
            .all(&tx.db)
            .await?;
        let Some(row) = rows.last() else { break };
        last = row.number;
        for row in &rows {
            recount.removed(row);
        }
    }
    recount.write(tx).await?;
    search_row::Entity::delete_many()
        .filter(search_row::Column::ThingKind.eq(ThingKind::Feedback.code()))
        .filter(search_row::Column::ThingId.in_subquery(ids.clone()))
        .exec(&tx.db)
        .await?;
    entry::Entity::delete_many()
        .filter(entry::Column::Id.in_subquery(ids.clone()))
        .exec(&tx.db)
        .await?;
    Ok(())
}
