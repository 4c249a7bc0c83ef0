//! Undoing an import of feedback but for the entries that somebody worked on since.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::feedback::CommentDraft;
use domain::ids::{CommentId, ImportId, LinkId};
use domain::imports::{ImportState, Undoable, Undone};
use domain::problems::Problem;

use super::super::{files, plan};
use crate::cast::Someone;
use crate::feedback::draft;
use crate::problem;
use crate::world::World;

on_both! {
    leaves_the_entries_that_were_worked_on,
    takes_the_entries_that_stayed_once_nothing_keeps_them,
    takes_away_thousands_of_entries_among_others,
}

impl World {
    /// How many records stay, and what can be taken away.
    async fn left(&self, who: &Someone, id: ImportId) -> (u64, Undoable) {
        let state = self.store.import(&who.actor().await, id).await;
        match state.expect("a state") {
            ImportState::Done {
                worked_on,
                undoable,
                ..
            } => (worked_on.total(), undoable),
            state => panic!("not done: {state:?}"),
        }
    }
}

async fn leaves_the_entries_that_were_worked_on(world: World) {
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    let given = draft("bug", "Le son grésille");
    world.give(&who, project, &given).await;
    let (id, _) = world.import_answers(&who, project).await;
    let spoken = world.entry_saying(&who, project, "minuterie").await.id;
    let treated = world.entry_saying(&who, project, "exercice").await.id;
    let filed = world.entry_saying(&who, project, "imprimer").await.id;
    let (actor, said) = (who.actor().await, CommentDraft { text: "Vu".into() });
    let comment = CommentId::new();
    let said = world.store.comment_feedback(&actor, spoken, comment, &said);
    said.await.expect("commented");
    let (stays, one) = world.left(&who, id).await;
    assert_eq!((stays, one.records, one.positions), (1, 6, 0));
    world.bring(&who, treated, "accepted").await;
    let thing = ThingRef::new(ThingKind::Feedback, filed);
    let file = world.attach(&who, thing, "fiche.txt").await;
    let store = &world.store;
    let refused = store.undo_rest_of_import(&actor, id, &one.mark).await;
    assert_eq!(problem(refused, "mark"), Some(Problem::OthersStay));
    assert_eq!(world.agreed(&who, project).await, 8, "nothing went");

    let (stays, now) = world.left(&who, id).await;
    assert_eq!((stays, now.records), (3, 4));
    let rest = store.undo_rest_of_import(&actor, id, &now.mark).await;
    rest.expect("undone");
    assert_eq!(world.agreed(&who, project).await, 4);
    assert_eq!(world.entry_rows().await, [4, 4, 3]);
    assert!(world.entries(&who, project, "consignes").await.is_empty());
    let found = store.search(&actor, "consignes").await;
    assert!(found.expect("found").is_empty());
    world.entry_saying(&who, project, "minuterie").await;
    store.attached_file(&actor, file).await.expect("its file");
    let (stays, left) = world.left(&who, id).await;
    assert_eq!((stays, left.is_nothing()), (3, true));
    // What stayed is recognised, what went is new.
    let (_, again) = world.import_answers(&who, project).await;
    assert_eq!((again.records.made, again.records.recognised), (4, 3));
    assert_eq!(world.agreed(&who, project).await, 8);
}

async fn takes_the_entries_that_stayed_once_nothing_keeps_them(world: World) {
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    let (id, _) = world.import_answers(&who, project).await;
    let ends = ["minuterie", "imprimer"];
    let mut things = Vec::new();
    for words in ends {
        let entry = world.entry_saying(&who, project, words).await;
        things.push(ThingRef::new(ThingKind::Feedback, entry.id));
    }
    let (actor, link) = (who.actor().await, LinkId::new());
    let store = &world.store;
    let linked = store.link_things(&actor, link, things[0], Relation::RelatesTo, things[1]);
    linked.await.expect("linked");
    let (_, seen) = world.left(&who, id).await;
    let rest = store.undo_rest_of_import(&actor, id, &seen.mark).await;
    rest.expect("undone");
    assert_eq!(world.agreed(&who, project).await, 2);
    let unlinked = store.unlink_things(&actor, link).await;
    unlinked.expect("unlinked");
    let gone = Undone::Gone {
        records: 2,
        positions: 0,
    };
    assert_eq!(world.undo(&who, id).await, gone);
    assert_eq!(world.undo(&who, id).await, gone, "undone once");
    assert_eq!(world.agreed(&who, project).await, 0);
    assert_eq!(world.entry_rows().await, [0; 3]);
}

/// More than one statement names, both of what stays and of what goes.
async fn takes_away_thousands_of_entries_among_others(world: World) {
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    let rows: Vec<String> = (1_000..3_500)
        .map(|row| format!("{row},Réponse {row}"))
        .collect();
    let files = files(format!("id,story\n{}", rows.join("\n")), None);
    let (id, report) = world.import(&who, &files, &plan(&files, project)).await;
    assert_eq!(report.records.made, 2_500);
    world
        .sql("UPDATE feedback SET version = 2 WHERE story >= 'Réponse 2300'")
        .await;
    let (stays, seen) = world.left(&who, id).await;
    assert_eq!((stays, seen.records), (1_200, 1_300));
    let actor = who.actor().await;
    let rest = world
        .store
        .undo_rest_of_import(&actor, id, &seen.mark)
        .await;
    rest.expect("undone");
    assert_eq!(world.agreed(&who, project).await, 1_200);
    assert_eq!(world.entry_rows().await, [1_200; 3]);
    let gone = world.count("feedback WHERE story < 'Réponse 2300'").await;
    assert_eq!(gone, 0);
}
