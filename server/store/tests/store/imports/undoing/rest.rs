//! Undoing an import of needs but for what somebody worked on since.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{ImportId, LinkId, NeedId};
use domain::imports::{ImportReport, ImportState, ImportSummary, Undoable, Undone, UndonePart};
use domain::problems::Problem;
use store::StoreError;

use super::undo;
use crate::cast::Someone;
use crate::imports::{consultation, files, plan};
use crate::problem;
use crate::world::World;

on_both! {
    takes_away_all_but_what_was_worked_on,
    is_bound_to_what_was_shown,
    takes_what_stayed_once_nothing_keeps_it,
    leaves_the_votes_that_a_merging_carried_along,
}

/// What the page of an import shows of it.
struct Shown {
    summary: ImportSummary,
    report: ImportReport,
    stays: u64,
    undoable: Undoable,
}

impl World {
    async fn shown(&self, who: &Someone, id: ImportId) -> Shown {
        let state = self.store.import(&who.actor().await, id).await;
        let ImportState::Done {
            summary,
            report,
            worked_on,
            undoable,
        } = state.expect("a state")
        else {
            panic!("the import is done");
        };
        Shown {
            summary: *summary,
            report: *report,
            stays: worked_on.total(),
            undoable,
        }
    }

    async fn undo_rest(&self, who: &Someone, id: ImportId, mark: &str) -> store::Result<()> {
        let actor = who.actor().await;
        self.store.undo_rest_of_import(&actor, id, mark).await
    }

    /// Other records stay than those of this mark: nothing goes.
    async fn is_refused(&self, who: &Someone, id: ImportId, mark: &str) {
        let before = self.rows().await;
        let refused = self.undo_rest(who, id, mark).await;
        assert_eq!(problem(refused, "mark"), Some(Problem::OthersStay));
        assert_eq!(self.rows().await, before, "nothing goes");
        assert_eq!(self.count("audit WHERE thing_kind = 'import'").await, 1);
    }

    /// Links two needs.
    async fn link_needs(&self, who: &Someone, one: NeedId, other: NeedId) -> LinkId {
        let [one, other] = [one, other].map(|id| ThingRef::new(ThingKind::Need, id));
        let link = LinkId::new();
        let actor = who.actor().await;
        let linked = self
            .store
            .link_things(&actor, link, one, Relation::RelatesTo, other);
        linked.await.expect("linked");
        link
    }
}

fn amount(undoable: &Undoable) -> (i64, i64) {
    (undoable.records, undoable.positions)
}

async fn takes_away_all_but_what_was_worked_on(world: World) {
    let who = world.coordinator().await;
    let ana = world.member("Ana").await;
    let own = world.need(&ana, "Dessiner ensemble").express().await;
    let files = consultation();
    let plan = plan(&files, "Consultation");
    let (id, _) = world.import(&who, &files, &plan).await;
    let before = world.shown(&who, id).await;
    assert_eq!((before.stays, amount(&before.undoable)), (0, (10, 26)));
    // Of fluence five votes are the import's, of classe one.
    let fluence = world.need_saying(&who, "fluence").await.id;
    let classe = world.need_saying(&who, "virtuelle").await.id;
    world.support(&ana, fluence).await;
    let thing = ThingRef::new(ThingKind::Need, classe);
    let file = world.attach(&who, thing, "plan.txt").await;
    assert!(matches!(undo(&world, &who, id).await, Undone::Kept(_)));
    let shown = world.shown(&who, id).await;
    assert_eq!((shown.stays, amount(&shown.undoable)), (2, (8, 20)));
    let [needs, positions, indexed, known, imports] = world.rows().await;

    let rest = world.undo_rest(&who, id, &shown.undoable.mark).await;
    rest.expect("undone");
    // Ana's own need and position stay as well.
    let left = [needs - 8, positions - 20, indexed - 8, known - 8, imports];
    assert_eq!(world.rows().await, left);
    let stances = world.stances(&who, fluence).await;
    let stances = (stances.supports, stances.objections, stances.neutral);
    assert_eq!(stances, (4, 1, 1));
    world.read_need(&ana, own).await;
    let kept = world.store.attached_file(&who.actor().await, file).await;
    kept.expect("its file");
    let found = world.store.search(&who.actor().await, "dyslexie").await;
    assert!(found.expect("found").is_empty());

    let after = world.shown(&who, id).await;
    assert_eq!((after.stays, amount(&after.undoable)), (2, (0, 0)));
    assert_eq!((after.summary.records, after.summary.positions), (10, 26));
    assert_eq!(after.summary.undone, None);
    let [(part, by)] = &after.summary.undone_parts[..] else {
        panic!("one part");
    };
    assert_eq!(by.as_ref().map(|by| by.id), Some(who.id));
    let expected = UndonePart {
        at: part.at,
        by: who.id,
        records: 8,
        positions: 20,
        stayed: 2,
    };
    assert_eq!(part, &expected);
    assert_eq!(after.report.undone_parts, [expected]);
    assert_eq!(after.report.records, before.report.records);
    let list = world.store.imports(&who.actor().await, 1).await;
    let listed = list.expect("imports").items.remove(0);
    assert_eq!(listed, after.summary);

    // Sent twice, it is done once.
    let again = world.undo_rest(&who, id, &shown.undoable.mark).await;
    again.expect("done before");
    assert_eq!(world.count("audit WHERE thing_kind = 'import'").await, 2);
    // What stayed is recognised, what went is new.
    let (_, again) = world.import(&who, &files, &plan).await;
    assert_eq!((again.records.made, again.records.recognised), (8, 2));
    let votes = again.votes.expect("votes");
    assert_eq!((votes.made, votes.recognised), (20, 6));
    let all = [needs, positions, indexed, known, imports + 1];
    assert_eq!(world.rows().await, all);
}

async fn is_bound_to_what_was_shown(world: World) {
    let who = world.coordinator().await;
    let ana = world.member("Ana").await;
    let files = consultation();
    let (id, _) = world
        .import(&who, &files, &plan(&files, "Consultation"))
        .await;
    // Where nothing stays, it is undone as a whole or not at all.
    let none = world.shown(&who, id).await.undoable.mark;
    world.is_refused(&who, id, &none).await;
    let fluence = world.need_saying(&who, "fluence").await.id;
    let dyslexie = world.need_saying(&who, "dyslexie").await.id;
    world.support(&ana, fluence).await;
    let one = world.shown(&who, id).await.undoable.mark;
    world.support(&ana, dyslexie).await;
    world.is_refused(&who, id, &one).await;
    world.is_refused(&who, id, "").await;
    let both = world.shown(&who, id).await;
    assert_eq!((both.stays, both.undoable.mark == one), (2, false));
    // As many stay, but not the same.
    let actor = ana.actor().await;
    let back = world.store.withdraw_position(&actor, fluence).await;
    back.expect("withdrawn");
    world.is_refused(&who, id, &both.undoable.mark).await;
    world.is_refused(&who, id, &one).await;
    let other = world.shown(&who, id).await;
    assert_eq!((other.stays, amount(&other.undoable)), (1, (9, 24)));
    let rest = world.undo_rest(&who, id, &other.undoable.mark).await;
    rest.expect("undone");
    assert_eq!(world.count("needs").await, 1);
    world.read_need(&ana, dyslexie).await;
    let unknown = world.undo_rest(&who, ImportId::new(), &one).await;
    assert_fails!(unknown, StoreError::NotFound);
}

async fn takes_what_stayed_once_nothing_keeps_it(world: World) {
    let who = world.coordinator().await;
    let files = consultation();
    let plan = plan(&files, "Consultation");
    let (id, _) = world.import(&who, &files, &plan).await;
    let fluence = world.need_saying(&who, "fluence").await.id;
    let familles = world.need_saying(&who, "familles").await.id;
    let link = world.link_needs(&who, fluence, familles).await;
    let mark = world.shown(&who, id).await.undoable.mark;
    let rest = world.undo_rest(&who, id, &mark).await;
    rest.expect("undone");
    assert!(matches!(undo(&world, &who, id).await, Undone::Kept(_)));
    let actor = who.actor().await;
    let unlinked = world.store.unlink_things(&actor, link).await;
    unlinked.expect("unlinked");
    let free = world.shown(&who, id).await;
    assert_eq!((free.stays, amount(&free.undoable)), (0, (2, 7)));
    let gone = Undone::Gone {
        records: 2,
        positions: 7,
    };
    assert_eq!(undo(&world, &who, id).await, gone);
    assert_eq!(undo(&world, &who, id).await, gone, "undone once");
    assert_eq!(world.rows().await, [0, 0, 0, 0, 1]);
    let late = world.undo_rest(&who, id, &mark).await;
    assert_eq!(problem(late, "mark"), Some(Problem::OthersStay));
    let undone = world.shown(&who, id).await;
    assert!(undone.summary.undone.is_some());
    assert_eq!(undone.summary.undone_parts.len(), 1);
    assert_eq!(undone.undoable, Undoable::default());
    let (_, again) = world.import(&who, &files, &plan).await;
    assert_eq!(again.records.made, 10);
}

async fn leaves_the_votes_that_a_merging_carried_along(world: World) {
    let who = world.coordinator().await;
    let header = "comment-id,comment-body\n";
    let older = format!("{header}0,Lire à deux\n1,Écrire à deux\n");
    let older = files(older, None);
    world.import(&who, &older, &plan(&older, "Essai")).await;
    let newer =
        format!("{header}0,Lire à deux\n1,Écrire à deux\n2,Compter à deux\n3,Chanter à deux\n");
    let votes = "comment-id,voter-id,vote\n0,a,1\n1,a,1\n1,b,-1\n2,c,1\n3,d,1\n3,e,1\n";
    let newer = files(newer, Some(votes.into()));
    let (id, report) = world.import(&who, &newer, &plan(&newer, "Essai")).await;
    assert_eq!((report.records.made, report.records.recognised), (2, 2));
    let read = world.need_saying(&who, "lire").await.id;
    let write = world.need_saying(&who, "écrire").await.id;
    let count = world.need_saying(&who, "compter").await.id;
    let sing = world.need_saying(&who, "chanter").await.id;
    let actor = who.actor().await;
    let merged = world.store.merge_needs(&actor, count, read).await;
    merged.expect("merged");
    assert_eq!(world.stances(&who, read).await.supports, 2);
    let shown = world.shown(&who, id).await;
    // Two votes on an older need that nothing was merged into, and two on one of its own.
    assert_eq!((shown.stays, amount(&shown.undoable)), (1, (1, 4)));
    let rest = world.undo_rest(&who, id, &shown.undoable.mark).await;
    rest.expect("undone");
    assert_eq!(world.stances(&who, read).await.supports, 2);
    let stances = world.stances(&who, write).await;
    assert_eq!((stances.supports, stances.objections), (0, 0));
    let gone = world.store.need(&actor, sing).await;
    assert_fails!(gone, StoreError::NotFound);
    let counts = [
        world.count("needs").await,
        world.count("positions").await,
        world.count("import_rows").await,
    ];
    assert_eq!(counts, [3, 3, 3]);
}
