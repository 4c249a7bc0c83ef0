//! Everything connected with a thing, in one query.

use std::collections::BTreeSet;

use domain::evidence::{Graph, Link, Node, Relation, ThingKind, ThingRef};
use domain::ids::{LinkId, ProjectId, UserId};
use domain::policy::Actor;
use domain::time::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::history::sees_kind;
use crate::database::Store;
use crate::error::Result;
use crate::search::NOT_FOR_PARTNERS;
use crate::tables::decode;

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
    let mut values: Vec<Value> = vec![thing.kind.code().into(), thing.id.into()];
    let seen = seen(store, actor, &mut values).await?;
    let rows = store
        .db
        .query_all_raw(Statement::from_sql_and_values(
            store.backend(),
            query(&seen, depth),
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

/// From the thing on, step by step over what the actor sees (the condition
/// `seen` on a row of the search index), along links in either direction; then
/// each thing found, the nearest first, with the links from it to the others.
/// A thing comes up once for each number of steps that lead to it, so that
/// circles end.
fn query(seen: &str, depth: u8) -> String {
    format!(
        "WITH RECURSIVE reached(thing_kind, thing_id, depth) AS (
            SELECT found.thing_kind, found.thing_id, 0
            FROM search_rows found
            WHERE found.thing_kind = $1 AND found.thing_id = $2 AND {seen}
          UNION
            SELECT found.thing_kind, found.thing_id, reached.depth + 1
            FROM reached
            JOIN links ON links.from_id = reached.thing_id OR links.to_id = reached.thing_id
            JOIN search_rows found
              ON found.thing_kind = CASE WHEN links.from_id = reached.thing_id
                                       THEN links.to_kind ELSE links.from_kind END
             AND found.thing_id = CASE WHEN links.from_id = reached.thing_id
                                     THEN links.to_id ELSE links.from_id END
            WHERE reached.depth < {depth} AND {seen}
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

/// The condition that the actor sees the thing behind a row of the search
/// index. Feedback, sessions, decisions and action items are not shown to everyone who
/// sees their project, but for those that are opened to them.
async fn seen(store: &Store, actor: &Actor, values: &mut Vec<Value>) -> Result<String> {
    let projects = store.visible_projects(actor).await?;
    let sees_feedback = |id: &&Uuid| sees_kind(actor, ThingKind::Feedback, ProjectId(**id));
    let mut mark = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let mut list = |ids: Vec<Uuid>| {
        let marks: Vec<String> = ids.into_iter().map(|id| mark(id.into())).collect();
        marks.join(", ")
    };
    let with_feedback: Vec<Uuid> = projects.iter().filter(sees_feedback).copied().collect();
    let mut seen = "found.project_id IS NULL".to_owned();
    if !projects.is_empty() {
        let [feedback, _, decision, item] = NOT_FOR_PARTNERS.map(ThingKind::code);
        let narrower = NOT_FOR_PARTNERS.map(|kind| format!("'{kind}'")).join(", ");
        let without = with_feedback.len() < projects.len();
        let all = list(projects);
        if without {
            let open = list(with_feedback);
            let open = if open.is_empty() { "NULL" } else { &open };
            let (shared, author) = (mark(true.into()), mark(actor.user.0.into()));
            seen.push_str(&format!(
                " OR (found.project_id IN ({all})
                      AND (found.thing_kind NOT IN ({narrower})
                           OR found.project_id IN ({open})
                           OR (found.thing_kind = '{feedback}' AND found.thing_id IN (
                               SELECT id FROM feedback
                               WHERE shared = {shared} OR author = {author}))
                           OR (found.thing_kind = '{decision}' AND found.thing_id IN (
                               SELECT id FROM decisions WHERE shared = {shared}))
                           OR (found.thing_kind = '{item}' AND found.thing_id IN (
                               SELECT id FROM action_items
                               WHERE shared = {shared} OR owner = {author}))))"
            ));
        } else {
            seen.push_str(&format!(" OR found.project_id IN ({all})"));
        }
    }
    Ok(format!("({seen})"))
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
    }))
}
