//! Undoing an import as a whole, where nobody worked on anything of it.

mod rest;

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{ImportId, LinkId, NeedId};
use domain::imports::{Attachment, ImportState, Undone, WorkedOn};
use domain::needs::NeedState;
use store::StoreError;

use super::{COMMENTS, VOTES, consultation, files, plan};
use crate::cast::{Someone, need_draft};
use crate::world::World;

on_both! {
    takes_everything_away,
    leaves_what_others_expressed,
    says_what_was_worked_on,
    says_how_many_needs_it_does_not_tell,
    is_done_once,
    is_kept_from_by_nothing_of_another_kind,
}

async fn undo(world: &World, who: &Someone, id: ImportId) -> Undone {
    let undone = world.store.undo_import(&who.actor().await, id).await;
    undone.expect("an answer")
}

async fn takes_everything_away(world: World) {
    let who = world.coordinator().await;
    let files = consultation();
    let plan = plan(&files, "Consultation");
    let (id, _) = world.import(&who, &files, &plan).await;
    let gone = Undone::Gone {
        records: 10,
        positions: 26,
    };
    assert_eq!(undo(&world, &who, id).await, gone);
    assert_eq!(world.rows().await, [0, 0, 0, 0, 1]);
    let list = world.store.imports(&who.actor().await, 1).await;
    let listed = list.expect("imports").items.remove(0);
    let (_, by) = listed.undone.expect("undone");
    assert_eq!(by.map(|by| by.id), Some(who.id));
    // Nothing is recognised any more.
    let (_, again) = world.import(&who, &files, &plan).await;
    assert_eq!(again.records.made, 10);
}

async fn leaves_what_others_expressed(world: World) {
    let who = world.coordinator().await;
    let ana = world.member("Ana").await;
    let own = world.need(&ana, "Suivre la lecture").express().await;
    world.support(&ana, own).await;
    let files = consultation();
    let (id, _) = world
        .import(&who, &files, &plan(&files, "Consultation"))
        .await;
    undo(&world, &who, id).await;
    assert_eq!(world.rows().await, [1, 1, 1, 0, 1]);
    assert_eq!(world.stances(&ana, own).await.supports, 1);
}

async fn says_what_was_worked_on(world: World) {
    let who = world.coordinator().await;
    let ana = world.member("Ana").await;
    let before = consultation();
    let plan = plan(&before, "Consultation");
    let (id, _) = world.import(&who, &before, &plan).await;
    let rows = world.rows().await;
    let need = |words: &'static str| {
        let (world, who) = (world.clone(), who.clone());
        async move { world.need_saying(&who, words).await.id }
    };
    let fluence = need("fluence").await;
    let dyslexie = need("dyslexie").await;
    let familles = need("familles").await;
    world.support(&ana, fluence).await;
    let actor = who.actor().await;
    let changed = world
        .store
        .edit_need(&actor, dyslexie, 1, &need_draft("Des textes adaptés"))
        .await;
    changed.expect("changed");
    let project = world.project(&who).open().await;
    let answered = world
        .store
        .answer_need(&actor, project, familles, true)
        .await;
    answered.expect("answered");
    let later = format!("{VOTES}1568999999000,,0,77,1\r\n");
    let (second, _) = world
        .import(&who, &files(COMMENTS, Some(later.into())), &plan)
        .await;
    let Undone::Kept(kept) = undo(&world, &who, id).await else {
        panic!("worked on since");
    };
    let how = |id: NeedId| {
        kept.told
            .iter()
            .find(|kept| kept.thing.id == id.0)
            .map(|kept| kept.how)
    };
    assert_eq!(how(fluence), Some(Attachment::Position));
    assert_eq!(how(dyslexie), Some(Attachment::Changed));
    assert!(how(familles).is_some());
    let later = |kept: &WorkedOn| kept.how == Attachment::LaterImport;
    assert!(kept.told.iter().any(later));
    assert_eq!((kept.told.len(), kept.more), (4, 0));
    assert_eq!(world.count("needs").await, rows[0], "nothing is undone");
    // Put right one by one, it can be undone but for what was changed.
    undo(&world, &who, second).await;
    let back = world
        .store
        .withdraw_position(&ana.actor().await, fluence)
        .await;
    back.expect("withdrawn");
    let Undone::Kept(kept) = undo(&world, &who, id).await else {
        panic!("worked on since");
    };
    let changed = |kept: &WorkedOn| kept.how == Attachment::Changed;
    assert!(kept.told.iter().all(changed));
    let closest = world.need_saying(&who, "textes adaptes").await;
    assert_eq!(closest.state, NeedState::Open);
}

/// The first fifty are told for each way to work on them; those told twice count once.
async fn says_how_many_needs_it_does_not_tell(world: World) {
    let who = world.coordinator().await;
    let rows: Vec<String> = (10..70).map(|row| format!("{row},Besoin {row}")).collect();
    let text = format!("comment-id,comment-body\n{}", rows.join("\n"));
    let files = files(text, None);
    let (id, report) = world.import(&who, &files, &plan(&files, "Essai")).await;
    assert_eq!(report.records.made, 60);
    let hindered = async || match undo(&world, &who, id).await {
        Undone::Kept(kept) => kept,
        Undone::Gone { .. } => panic!("worked on since"),
    };
    world.sql("UPDATE needs SET version = 2").await;
    let project = world.project(&who).open().await;
    let linked = world.need_saying(&who, "Besoin 69").await.id;
    let actor = who.actor().await;
    let answered = world.store.answer_need(&actor, project, linked, true).await;
    answered.expect("answered");
    let kept = hindered().await;
    assert_eq!((kept.told.len(), kept.more), (51, 9));
    let state = world.store.import(&actor, id).await.expect("a state");
    let ImportState::Done { worked_on, .. } = state else {
        panic!("the import is done");
    };
    assert_eq!(worked_on, kept, "its page says the same");
    world
        .sql("UPDATE needs SET version = 1 WHERE statement <> 'Besoin 42'")
        .await;
    let kept = hindered().await;
    assert_eq!((kept.told.len(), kept.more), (2, 0));
}

async fn is_done_once(world: World) {
    let who = world.coordinator().await;
    let files = consultation();
    let (id, _) = world
        .import(&who, &files, &plan(&files, "Consultation"))
        .await;
    let first = undo(&world, &who, id).await;
    assert_eq!(undo(&world, &who, id).await, first);
    assert_eq!(world.count("audit WHERE thing_kind = 'import'").await, 2);
    let unknown = world
        .store
        .undo_import(&who.actor().await, ImportId::new())
        .await;
    assert_fails!(unknown, StoreError::NotFound);
}

/// A file and a link of something of another kind that has the id of a need concern no
/// need.
async fn is_kept_from_by_nothing_of_another_kind(world: World) {
    let who = world.coordinator().await;
    let files = consultation();
    let (id, _) = world.import(&who, &files, &plan(&files, "Essai")).await;
    let need = world.need_saying(&who, "fluence").await.id;
    let project = world.project(&who).open().await;
    let milestone = world.milestone(&who, project).await;
    let thing = ThingRef::new(ThingKind::Milestone, milestone);
    world.attach(&who, thing, "plan.txt").await;
    let other = ThingRef::new(ThingKind::Milestone, world.milestone(&who, project).await);
    let link = LinkId::new();
    let actor = who.actor().await;
    let linked = world
        .store
        .link_things(&actor, link, thing, Relation::RelatesTo, other);
    linked.await.expect("linked");
    let (need, milestone) = (world.uuid(need.0), world.uuid(milestone.0));
    for (table, column) in [("attachments", "thing_id"), ("links", "from_id")] {
        let taken = format!("UPDATE {table} SET {column} = {need} WHERE {column} = {milestone}");
        world.sql(&taken).await;
    }
    let gone = Undone::Gone {
        records: 10,
        positions: 26,
    };
    assert_eq!(undo(&world, &who, id).await, gone);
}
