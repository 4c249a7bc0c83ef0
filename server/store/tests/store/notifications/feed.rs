//! The activity feed.

use domain::activity::{ActivityItem, Deed, Feed, Subject};
use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::LinkId;
use domain::imports::ImportState;
use domain::projects::ProjectRole;
use store::StoreError;

use crate::cast::Someone;
use crate::imports::{consultation, plan};
use crate::world::World;

on_both! {
    tells_of_a_project_and_a_person,
    shows_only_what_the_reader_may_see,
    names_no_hidden_author,
    is_read_a_page_at_a_time,
    shows_nothing_by_the_id_of_something_else,
    tells_of_an_import_of_feedback_as_a_whole,
    tells_of_the_undoing_of_a_part_of_an_import,
    tells_of_an_import_only_to_those_who_read_the_log,
}

impl World {
    async fn feed(&self, who: &Someone, feed: Feed) -> Vec<ActivityItem> {
        let page = self.store.activity(&who.actor().await, feed, None).await;
        page.expect("a feed").items
    }

    /// What was done, the oldest first.
    async fn deeds(&self, who: &Someone, feed: Feed) -> Vec<Deed> {
        let items = self.feed(who, feed).await;
        items.iter().rev().map(|item| item.deed).collect()
    }
}

async fn tells_of_a_project_and_a_person(world: World) {
    let (lea, bob) = (world.member("Léa").await, world.member("Bob").await);
    let need = world.need(&bob, "Suivre la fluence").express().await;
    let project = world
        .project(&lea)
        .with(&bob, ProjectRole::Contributor)
        .open()
        .await;
    let lead = lea.actor().await;
    let answered = world.store.answer_need(&lead, project, need, true).await;
    answered.expect("answered");
    let id = world.feedback_by(&bob, project, "").await;
    world.treat(&lea, id, "accepted", None).await;
    world.comment(&lea, id, "Vu.").await;
    let milestone = world.milestone(&lea, project).await;
    let linked = world
        .store
        .link_things(
            &lead,
            LinkId::new(),
            ThingRef::new(ThingKind::Feedback, id),
            Relation::Supports,
            ThingRef::new(ThingKind::Milestone, milestone),
        )
        .await;
    linked.expect("linked");
    let deeds = world.deeds(&lea, Feed::Project(project)).await;
    assert_eq!(
        deeds,
        [
            Deed::OpenedProject,
            Deed::ChangedTeam,
            Deed::AnsweredNeed,
            Deed::GaveFeedback,
            Deed::AcceptedFeedback,
            Deed::CommentedFeedback,
            Deed::SetMilestone,
            Deed::Linked,
        ]
    );
    assert_eq!(
        world.deeds(&lea, Feed::Person(bob.id)).await,
        [Deed::ExpressedNeed, Deed::GaveFeedback]
    );
    assert_eq!(world.deeds(&lea, Feed::Everything).await.len(), 9);
    let newest = &world.feed(&lea, Feed::Project(project)).await[0];
    assert_eq!(newest.project, Some(project));
    assert_eq!(newest.actor.as_ref().map(|person| person.id), Some(lea.id));
}

async fn shows_only_what_the_reader_may_see(world: World) {
    let (lea, eve, partner) = (
        world.member("Léa").await,
        world.member("Ève").await,
        world.partner("Une").await,
    );
    let need = world.need(&lea, "Suivre la fluence").express().await;
    let project = world
        .project(&lea)
        .team_only()
        .with(&partner, ProjectRole::Partner)
        .open()
        .await;
    let lead = lea.actor().await;
    let answered = world.store.answer_need(&lead, project, need, true).await;
    answered.expect("answered");
    world.feedback_by(&lea, project, "").await;
    assert_eq!(
        world.deeds(&eve, Feed::Person(lea.id)).await,
        [Deed::ExpressedNeed],
        "that a hidden project answers the need is not told"
    );
    let asked = world
        .store
        .activity(&eve.actor().await, Feed::Project(project), None)
        .await;
    assert_fails!(asked, StoreError::NotFound);
    assert_eq!(
        world.deeds(&partner, Feed::Project(project)).await,
        [Deed::OpenedProject, Deed::ChangedTeam, Deed::AnsweredNeed],
        "a partner reads no feedback that is not shared"
    );
}

async fn names_no_hidden_author(world: World) {
    let (lea, ana) = (world.member("Léa").await, world.member("Ana").await);
    let project = world.project(&lea).open().await;
    for anonymity in ["hidden", "not_stored"] {
        let id = world.feedback_by(&ana, project, anonymity).await;
        if anonymity == "hidden" {
            world.comment(&ana, id, "Encore moi.").await;
        }
    }
    assert_eq!(world.deeds(&lea, Feed::Person(ana.id)).await, []);
    let feed = world.feed(&lea, Feed::Project(project)).await;
    let nameless = feed.iter().filter(|item| item.actor.is_none()).count();
    assert_eq!((feed.len(), nameless), (4, 3));
}

async fn is_read_a_page_at_a_time(world: World) {
    let lea = world.member("Léa").await;
    for number in 0..60 {
        let statement = format!("Besoin {number}");
        world.need(&lea, &statement).express().await;
    }
    let actor = lea.actor().await;
    let (store, all) = (&world.store, Feed::Everything);
    let first = store.activity(&actor, all, None).await.expect("a page");
    assert_eq!(first.items.len(), 50);
    assert_eq!(first.items[0].title, "Besoin 59");
    let rest = store.activity(&actor, all, first.older).await;
    let rest = rest.expect("a page");
    assert_eq!((rest.items.len(), rest.older), (10, None));
    assert_eq!(rest.items[0].title, "Besoin 9");
}

async fn shows_nothing_by_the_id_of_something_else(world: World) {
    let (lea, eve) = (world.member("Léa").await, world.member("Ève").await);
    let project = world.project(&lea).team_only().open().await;
    let milestone = world.milestone(&lea, project).await;
    world.put_need_with_id_of(milestone.0).await;
    assert_eq!(world.deeds(&eve, Feed::Everything).await, []);
    let shown = world.feed(&lea, Feed::Project(project)).await;
    let titles: Vec<&str> = shown.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles.len(), 2);
    assert!(!titles.contains(&"Leurre"), "{titles:?}");
}

async fn tells_of_an_import_of_feedback_as_a_whole(world: World) {
    let (colette, lea) = (world.coordinator().await, world.member("Léa").await);
    let project = world.project(&lea).open().await;
    let other = world.project(&lea).open().await;
    let (id, _) = world.import_answers(&colette, project).await;
    let told = world.feed(&lea, Feed::Project(project)).await.remove(0);
    assert_eq!(told.deed, Deed::Imported);
    assert_eq!(told.subject, Subject::Import { id, entries: 7 });
    assert_eq!(told.project, Some(project));
    assert_eq!(told.title, "Lire à deux", "the project's");
    assert_eq!(told.actor.map(|person| person.id), Some(colette.id));

    let undone = world.store.undo_import(&colette.actor().await, id).await;
    undone.expect("undone");
    let deeds = world.deeds(&lea, Feed::Project(project)).await;
    let expected = [Deed::OpenedProject, Deed::Imported, Deed::UndidImport];
    assert_eq!(deeds, expected);
    let told = world.feed(&lea, Feed::Project(project)).await.remove(0);
    assert_eq!(told.subject, Subject::Import { id, entries: 7 });

    // What brings in nothing new is not told, nor are imports of needs.
    world.import_answers(&colette, project).await;
    let (_, again) = world.import_answers(&colette, project).await;
    assert_eq!((again.records.made, again.records.recognised), (0, 7));
    let files = consultation();
    world
        .import(&colette, &files, &plan(&files, "Consultation"))
        .await;
    let expected = [Deed::Imported, Deed::UndidImport, Deed::Imported];
    for feed in [Feed::Person(colette.id), Feed::Everything] {
        let deeds = world.deeds(&lea, feed).await;
        let deeds: Vec<Deed> = deeds
            .into_iter()
            .filter(|deed| *deed != Deed::OpenedProject)
            .collect();
        assert_eq!(deeds, expected, "{feed:?}");
    }
    let deeds = world.deeds(&lea, Feed::Project(other)).await;
    assert_eq!(deeds, [Deed::OpenedProject]);
}

async fn tells_of_the_undoing_of_a_part_of_an_import(world: World) {
    let (colette, lea) = (world.coordinator().await, world.member("Léa").await);
    let project = world.project(&lea).open().await;
    let (id, _) = world.import_answers(&colette, project).await;
    world
        .sql("UPDATE feedback SET version = 2 WHERE story LIKE '%consignes%'")
        .await;
    let actor = colette.actor().await;
    let state = world.store.import(&actor, id).await;
    let ImportState::Done { undoable, .. } = state.expect("a state") else {
        panic!("the import is done");
    };
    let undone = world.store.undo_rest_of_import(&actor, id, &undoable.mark);
    undone.await.expect("undone");
    let expected = [Deed::OpenedProject, Deed::Imported, Deed::UndidPartOfImport];
    let deeds = world.deeds(&lea, Feed::Project(project)).await;
    assert_eq!(deeds, expected);
    let told = world.feed(&lea, Feed::Project(project)).await.remove(0);
    assert_eq!(told.subject, Subject::Import { id, entries: 7 });
}

/// A partner to whom entries of the import are shown knows nothing of it either.
async fn tells_of_an_import_only_to_those_who_read_the_log(world: World) {
    let colette = world.coordinator().await;
    let (lea, eve, partner) = (
        world.member("Léa").await,
        world.member("Ève").await,
        world.partner("Une").await,
    );
    let project = || world.project(&lea).with(&partner, ProjectRole::Partner);
    let open = project().open().await;
    let hidden = project().team_only().open().await;
    let (id, _) = world.import_answers(&colette, open).await;
    world.import_answers(&colette, hidden).await;
    world.sql("UPDATE feedback SET shared = true").await;
    let of_colette = Feed::Person(colette.id);
    let both = [Deed::Imported, Deed::Imported];
    assert_eq!(world.deeds(&lea, of_colette).await, both);
    assert_eq!(world.deeds(&eve, of_colette).await, [Deed::Imported]);
    let told = world.feed(&eve, of_colette).await.remove(0);
    assert_eq!(told.project, Some(open));
    let untold = async || {
        assert_eq!(world.deeds(&partner, of_colette).await, []);
        for project in [open, hidden] {
            let deeds = world.deeds(&partner, Feed::Project(project)).await;
            assert_eq!(deeds, [Deed::OpenedProject, Deed::ChangedTeam]);
        }
    };
    untold().await;
    world.sql("UPDATE feedback SET shared = false").await;
    let undone = world.store.undo_import(&colette.actor().await, id).await;
    undone.expect("undone");
    assert_eq!(world.deeds(&eve, of_colette).await.len(), 2);
    untold().await;
}
