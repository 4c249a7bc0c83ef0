//! Entries that were merged before it was kept from when to when they are, and which link
//! that made.

use domain::ids::FeedbackId;
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use sea_orm_migration::MigratorTrait;
use store::{Migrator, Store};
use uuid::Uuid;

use super::{APART, BEGINNING, Kept, of_before, people, put};
use crate::world::{World, connect};

on_both! {
    what_was_merged_before_is_merged_after,
    what_merges_linked_before_is_known_after,
}

/// What was merged before counts since the last iteration was closed, without an end. Which
/// link it made nobody knows: that stays.
async fn what_was_merged_before_is_merged_after(world: World) {
    let url = world.empty_database().await;
    let db = of_before(&url, "m0030_feedback_merges").await;
    let kept = Kept::new();
    let (ana, project) = (world.uuid(kept.ana.0), world.uuid(kept.project.0));
    let ids = [(); 4].map(|()| FeedbackId::new());
    let [stays, duplicate, alone, linked] = ids.map(|id| world.uuid(id.0));
    let iteration = |number: i64, closed: Option<i64>| {
        let id = world.uuid(Uuid::now_v7());
        let state = closed.map_or("running", |_| "closed");
        let closed = closed.map_or("NULL".to_owned(), |at| at.to_string());
        format!(
            "({id}, {project}, {number}, '', '', '', '2026-01-05', '2026-02-13', '{state}',
              {closed}, 1, {ana}, {BEGINNING}, {BEGINNING})"
        )
    };
    let closed_last = BEGINNING + 2 * APART;
    let iterations = [
        iteration(1, Some(BEGINNING + APART)),
        iteration(2, Some(closed_last)),
        iteration(3, None),
    ];
    let entry = |id: &str, state: &str, into: &str| {
        format!(
            "({id}, {project}, 'bug', 'Élève', 'minor', 0, '', 'named', {ana}, '{state}', '',
              {into}, false, 0, 1, 'eleve', {BEGINNING}, {BEGINNING})"
        )
    };
    let entries = [
        entry(&stays, "accepted", "NULL"),
        entry(&duplicate, "duplicate", &stays),
        entry(&alone, "new", "NULL"),
        entry(&linked, "duplicate", &stays),
    ];
    let made = Uuid::now_v7();
    let link = |id: Uuid, from: &str, at: i64| {
        let id = world.uuid(id);
        format!("({id}, 'feedback', {from}, 'relates_to', 'feedback', {stays}, {ana}, {at})")
    };
    let links = [
        link(made, &duplicate, closed_last + APART),
        link(Uuid::now_v7(), &linked, BEGINNING),
    ];
    let rows = [
        format!(
            "INSERT INTO iterations (id, project_id, number, goal, hypothesis, tool_version,
                 starts_on, ends_on, state, closed_at, version, created_by, created_at, updated_at)
             VALUES {}",
            iterations.join(", ")
        ),
        format!(
            "INSERT INTO feedback (id, project_id, kind, story, severity, weight, place, anonymity,
                 author, state, state_reason, duplicate_of, shared, comments, version, folded,
                 created_at, updated_at)
             VALUES {}",
            entries.join(", ")
        ),
        format!(
            "INSERT INTO links (id, from_kind, from_id, relation, to_kind, to_id, created_by,
                 created_at)
             VALUES {}",
            links.join(", ")
        ),
    ];
    put(&db, people(&world, &kept).into_iter().chain(rows)).await;
    db.close().await.expect("closed");

    let store = Store::open(&url).await.expect("brought up to date");
    store.close().await.expect("closed");
    let db = connect(&url).await;
    let sql = "SELECT duplicate_id, into_id, since, until, link_id FROM feedback_merges";
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.expect(sql);
    let read = |row: &QueryResult| -> (Uuid, Uuid, i64, Option<i64>, Option<Uuid>) {
        let id = |place| row.try_get_by_index(place).expect("an id");
        let since = row.try_get_by_index(2).expect("a moment");
        let until = row.try_get_by_index(3).expect("none");
        let link = row.try_get_by_index(4).expect("a link");
        (id(0), id(1), since, until, link)
    };
    let mut merged: Vec<_> = rows.iter().map(read).collect();
    merged.sort();
    let [into, from, _, linked] = ids.map(|id| id.0);
    let since = closed_last + 1;
    let mut expected = [
        (from, into, since, None, None),
        (linked, into, since, None, None),
    ];
    expected.sort();
    assert_eq!(merged, expected);
    db.close().await.expect("closed");
}

/// Of entries what came with the link between them is known as the merge's; needs are joined
/// as they would have been when they were merged.
async fn what_merges_linked_before_is_known_after(world: World) {
    const ENTRIES_FIT: &str = "m0030_feedback_merges";
    const STEP: &str = "m0046_what_merges_link";
    let url = world.empty_database().await;
    let db = of_before(&url, ENTRIES_FIT).await;
    let kept = Kept::new();
    let (ana, project) = (world.uuid(kept.ana.0), world.uuid(kept.project.0));
    let [stays, duplicate] = [(); 2].map(|()| Uuid::now_v7());
    let entry = |id: Uuid| {
        let id = world.uuid(id);
        format!(
            "({id}, {project}, 'bug', 'Élève', 'minor', 0, '', 'named', {ana}, 'accepted', '',
              false, 0, 1, 'eleve', {BEGINNING}, {BEGINNING})"
        )
    };
    let entries = format!(
        "INSERT INTO feedback (id, project_id, kind, story, severity, weight, place, anonymity,
             author, state, state_reason, shared, comments, version, folded, created_at,
             updated_at)
         VALUES {}, {}",
        entry(stays),
        entry(duplicate)
    );
    put(&db, people(&world, &kept).into_iter().chain([entries])).await;
    let steps = Migrator::migrations();
    let place = |name: &str| steps.iter().position(|step| step.name() == name);
    let between = place(STEP).zip(place(ENTRIES_FIT));
    let between = between.and_then(|(to, from)| u32::try_from(to - from).ok());
    Migrator::up(&db, Some(between.expect("steps of these names")))
        .await
        .expect("the schema of before");

    let merged_at = BEGINNING + APART;
    let [merge, joined, carried, led_on, later] = [(); 5].map(|()| Uuid::now_v7());
    let [milestone, other, session] = [(); 3].map(|()| Uuid::now_v7());
    let link = |id: Uuid, [from_kind, relation, to_kind]: [&str; 3], ends: [Uuid; 2], at: i64| {
        let id = world.uuid(id);
        let [from, to] = ends.map(|end| world.uuid(end));
        format!("({id}, '{from_kind}', {from}, '{relation}', '{to_kind}', {to}, {ana}, {at})")
    };
    let supports = ["feedback", "supports", "milestone"];
    let caused = ["session", "caused", "feedback"];
    let relates = ["feedback", "relates_to", "feedback"];
    let links = [
        link(Uuid::now_v7(), supports, [duplicate, milestone], BEGINNING),
        link(Uuid::now_v7(), caused, [session, duplicate], BEGINNING),
        link(joined, relates, [duplicate, stays], merged_at),
        link(carried, supports, [stays, milestone], merged_at),
        link(led_on, caused, [session, stays], merged_at),
        link(later, supports, [stays, other], merged_at + 1),
    ];
    let [gone, better] = [(); 2].map(|()| Uuid::now_v7());
    let need = |id: Uuid, state: &str, into: String| {
        let id = world.uuid(id);
        format!(
            "({id}, 'Lire', '', '', '{state}', '', {into}, {ana}, 0, 0, 0, 1, {BEGINNING},
              {BEGINNING})"
        )
    };
    let told = |id: Uuid, after: String| {
        let (row, id) = (world.uuid(Uuid::now_v7()), world.uuid(id));
        format!("({row}, {merged_at}, {ana}, 'merge_needs', 'need', {id}, '', '{after}')")
    };
    let rows = [
        format!(
            "INSERT INTO links (id, from_kind, from_id, relation, to_kind, to_id, created_by,
                 created_at)
             VALUES {}",
            links.join(", ")
        ),
        format!(
            "INSERT INTO feedback_merges (id, duplicate_id, into_id, since, link_id)
             VALUES ({}, {}, {}, {merged_at}, {})",
            world.uuid(merge),
            world.uuid(duplicate),
            world.uuid(stays),
            world.uuid(joined)
        ),
        format!(
            "INSERT INTO needs (id, statement, affected, setting, state, state_reason,
                 merged_into, author, supports, objections, neutral, version, created_at,
                 updated_at)
             VALUES {}, {}",
            need(better, "open", "NULL".into()),
            need(gone, "merged", world.uuid(better))
        ),
        format!(
            "INSERT INTO audit (id, at, actor, action, thing_kind, thing_id, before, after)
             VALUES {}, {}",
            told(
                gone,
                format!(r#"{{"merged_into":"{better}","state":"merged"}}"#)
            ),
            told(better, format!(r#"{{"merged":"{gone}","state":"open"}}"#))
        ),
    ];
    put(&db, rows).await;
    db.close().await.expect("closed");

    let store = Store::open(&url).await.expect("brought up to date");
    store.close().await.expect("closed");
    let db = connect(&url).await;
    let read = async |sql: String| {
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let rows = db.query_all_raw(statement).await.expect("rows");
        let ids = |row: &QueryResult| -> [Uuid; 2] {
            [0, 1].map(|place| row.try_get_by_index(place).expect("an id"))
        };
        let mut read: Vec<_> = rows.iter().map(ids).collect();
        read.sort();
        read
    };
    let made = read("SELECT merge_id, link_id FROM feedback_merge_links".into()).await;
    let mut expected = [[merge, carried], [merge, led_on]];
    expected.sort();
    assert_eq!(made, expected);
    let joined = format!(
        "SELECT from_id, to_id FROM links
         WHERE from_kind = 'need' AND to_kind = 'need' AND relation = 'relates_to'
             AND created_by = {ana} AND created_at = {merged_at}"
    );
    assert_eq!(read(joined).await, [[gone, better]]);
    db.close().await.expect("closed");
}
