//! Everything connected with a thing, in one query. Who sees what is the search's
//! rule.

use std::collections::BTreeSet;

use domain::evidence::{Graph, Link, Node, Relation, ThingRef};
use domain::ids::{LinkId, ProjectId, UserId};
use domain::policy::Actor;
use domain::time::Timestamp;
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, DatabaseBackend, FromQueryResult, Statement};
use uuid::Uuid;

use crate::database::Store;
use crate::error::Result;
use crate::tables::decode;
use crate::tables::evidence::search_row;

/// A thing, and one of the links that lead from it to others in the graph.
#[derive(FromQueryResult)]
struct Row {
    thing_kind: String,
    thing_id: Uuid,
    project_id: Option<Uuid>,
    title: String,
    link_id: Option<Uuid>,
    relation: Option<String>,
    to_kind: Option<String>,
    to_id: Option<Uuid>,
    created_by: Option<Uuid>,
    created_at: Option<i64>,
}

/// The graph around a thing; empty when the actor does not see the thing.
pub(super) async fn read(
    store: &Store,
    actor: &Actor,
    thing: ThingRef,
    depth: u8,
) -> Result<Graph> {
    let seen = Query::select()
        .columns([
            search_row::Column::RowNumber,
            search_row::Column::ThingKind,
            search_row::Column::ThingId,
            search_row::Column::ProjectId,
            search_row::Column::Title,
        ])
        .from(search_row::Entity)
        .cond_where(store.findable(actor).await?)
        .to_owned();
    let seen = store.backend().build(&seen);
    let mut values = seen.values.map_or(Vec::new(), |values| values.0);
    let [kind, id] = match store.backend() {
        DatabaseBackend::Postgres => [1, 2].map(|place| format!("${}", values.len() + place)),
        _ => ["?", "?"].map(str::to_owned),
    };
    values.extend([thing.kind.code().into(), thing.id.into()]);
    let start = format!("found.thing_kind = {kind} AND found.thing_id = {id}");
    let rows = store
        .db
        .query_all_raw(Statement::from_sql_and_values(
            store.backend(),
            query(&seen.sql, &start, depth),
            values,
        ))
        .await?;
    let mut graph = Graph::default();
    let mut named = BTreeSet::new();
    for row in rows {
        let row = Row::from_query_result(&row, "")?;
        let here = ThingRef::new(decode("thing_kind", &row.thing_kind)?, row.thing_id);
        if let Some(link) = read_link(&row, here)? {
            graph.links.push(link);
        }
        if named.insert(here) {
            graph.nodes.push(Node {
                thing: here,
                title: row.title,
                project: row.project_id.map(ProjectId),
            });
        }
    }
    Ok(graph)
}

/// From the thing on, step by step over what the actor sees (`seen`, a query for
/// rows of the search index, which the databases read as a condition on each),
/// along links in either direction; then each thing found, the nearest first, with
/// the links from it to the others. A thing comes up once for each number of steps
/// that lead to it, so that circles end.
fn query(seen: &str, start: &str, depth: u8) -> String {
    format!(
        "WITH RECURSIVE seen AS NOT MATERIALIZED ({seen}),
        reached(thing_kind, thing_id, depth) AS (
            SELECT found.thing_kind, found.thing_id, 0
            FROM seen found
            WHERE {start}
          UNION
            SELECT found.thing_kind, found.thing_id, reached.depth + 1
            FROM reached
            JOIN links ON links.from_id = reached.thing_id OR links.to_id = reached.thing_id
            JOIN seen found
              ON found.thing_kind = CASE WHEN links.from_id = reached.thing_id
                                       THEN links.to_kind ELSE links.from_kind END
             AND found.thing_id = CASE WHEN links.from_id = reached.thing_id
                                     THEN links.to_id ELSE links.from_id END
            WHERE reached.depth < {depth}
        ),
        things(thing_kind, thing_id, depth) AS (
            SELECT thing_kind, thing_id, MIN(depth) FROM reached GROUP BY thing_kind, thing_id
        )
        SELECT found.thing_kind, found.thing_id, found.project_id, found.title,
               links.id AS link_id, links.relation, links.to_kind, links.to_id,
               links.created_by, links.created_at
        FROM things
        JOIN search_rows found
          ON found.thing_kind = things.thing_kind AND found.thing_id = things.thing_id
        LEFT JOIN links
          ON links.from_id = things.thing_id
         AND links.to_id IN (SELECT thing_id FROM things)
        ORDER BY things.depth, found.row_number, links.id"
    )
}

fn read_link(row: &Row, from: ThingRef) -> Result<Option<Link>> {
    let (Some(id), Some(relation), Some(kind), Some(to), Some(by), Some(at)) = (
        row.link_id,
        row.relation.as_deref(),
        row.to_kind.as_deref(),
        row.to_id,
        row.created_by,
        row.created_at,
    ) else {
        return Ok(None);
    };
    Ok(Some(Link {
        id: LinkId(id),
        from,
        relation: decode::<Relation>("relation", relation)?,
        to: ThingRef::new(decode("to_kind", kind)?, to),
        created_by: UserId(by),
        created_at: Timestamp(at),
        notes: Vec::new(),
    }))
}
