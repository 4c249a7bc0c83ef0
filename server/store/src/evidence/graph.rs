//! Everything connected with a thing, in one query. Who sees what is the search's
//! rule.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::evidence::{GRAPH_MAX, Graph, Link, Node, Relation, ThingRef};
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

/// How far a graph goes from its thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// To what the thing is linked with.
    OneStep,
    /// To all that hangs together with it, however far.
    Whole,
}

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
    reach: Reach,
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
            query(&seen.sql, &start, reach, store.backend()),
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
    by_distance(&mut graph, thing);
    if reach == Reach::Whole {
        cut(&mut graph);
    }
    Ok(graph)
}

/// Leaves the nearest [`GRAPH_MAX`] things, and the links between these.
fn cut(graph: &mut Graph) {
    graph.cut = graph.nodes.len() > GRAPH_MAX;
    if graph.cut {
        graph.nodes.truncate(GRAPH_MAX);
        let left: BTreeSet<ThingRef> = graph.nodes.iter().map(|node| node.thing).collect();
        let stays = |link: &Link| left.contains(&link.from) && left.contains(&link.to);
        graph.links.retain(stays);
    }
}

/// Puts the thing asked about first, then the nearer before the farther, each with the links
/// that lead from it; among those equally near, the order stays.
fn by_distance(graph: &mut Graph, thing: ThingRef) {
    let mut beside: BTreeMap<ThingRef, Vec<ThingRef>> = BTreeMap::new();
    for link in &graph.links {
        beside.entry(link.from).or_default().push(link.to);
        beside.entry(link.to).or_default().push(link.from);
    }
    let mut distances = BTreeMap::from([(thing, 0_usize)]);
    let mut next = VecDeque::from([(thing, 0_usize)]);
    while let Some((here, distance)) = next.pop_front() {
        for &other in beside.get(&here).into_iter().flatten() {
            if let Entry::Vacant(place) = distances.entry(other) {
                place.insert(distance + 1);
                next.push_back((other, distance + 1));
            }
        }
    }
    let distance = |thing: ThingRef| distances.get(&thing).copied().unwrap_or(usize::MAX);
    graph.nodes.sort_by_key(|node| distance(node.thing));
    graph.links.sort_by_key(|link| distance(link.from));
}

/// From the thing on over what the actor sees (`seen`, a query for rows of the search
/// index, which the databases read as a condition on each), along links in either
/// direction; then each thing found with the links from it to the others. `UNION` takes a
/// thing once, so that circles end. The nearer are reached before the farther, and nobody goes
/// on once there are too many: SQLite where it counts them itself, `PostgreSQL` where no more
/// are asked for.
fn query(seen: &str, start: &str, reach: Reach, backend: DatabaseBackend) -> String {
    let limit = format!("LIMIT {}", GRAPH_MAX + 1);
    let (counted, asked) = match (reach, backend) {
        (Reach::OneStep, _) => ("", ""),
        (Reach::Whole, DatabaseBackend::Postgres) => ("", limit.as_str()),
        (Reach::Whole, _) => (limit.as_str(), ""),
    };
    let here = format!("SELECT found.thing_kind, found.thing_id FROM seen found WHERE {start}");
    let reached = match reach {
        Reach::OneStep => format!(
            "here(thing_kind, thing_id) AS ({here}),
        reached(thing_kind, thing_id) AS (
            SELECT thing_kind, thing_id FROM here
          UNION
            {}
        )",
            step("here")
        ),
        Reach::Whole => format!(
            "reached(thing_kind, thing_id) AS (
            {here}
          UNION
            {} {counted}
        )",
            step("reached")
        ),
    };
    format!(
        "WITH RECURSIVE seen AS NOT MATERIALIZED ({seen}),
        {reached},
        things(thing_kind, thing_id) AS MATERIALIZED (
            SELECT thing_kind, thing_id FROM reached {asked}
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
        ORDER BY found.row_number, links.id"
    )
}

/// What is seen one step further than the things of a table.
fn step(from: &str) -> String {
    format!(
        "SELECT found.thing_kind, found.thing_id
            FROM {from} near
            JOIN links ON links.from_id = near.thing_id OR links.to_id = near.thing_id
            JOIN seen found
              ON found.thing_kind = CASE WHEN links.from_id = near.thing_id
                                       THEN links.to_kind ELSE links.from_kind END
             AND found.thing_id = CASE WHEN links.from_id = near.thing_id
                                     THEN links.to_id ELSE links.from_id END"
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
