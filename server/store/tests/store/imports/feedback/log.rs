//! Imported entries in the log of their project: counts, periods and search
//! agree with it, and it is as it was once the import is undone.

mod rest;

use std::fmt::Write;
use std::time::Instant;

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::feedback::{CommentDraft, FeedbackFilter, FeedbackKind, FeedbackOrder};
use domain::ids::{CommentId, FeedbackId, ImportId, LinkId, ProjectId};
use domain::imports::{Attachment, Undone};
use domain::iterations::IterationState;
use domain::paging::PER_PAGE;

use super::{answers, files, plan};
use crate::cast::Someone;
use crate::feedback::draft;
use crate::world::World;

on_both! {
    counts_and_finds_what_was_imported,
    is_undone_as_a_whole,
    says_which_entries_were_worked_on,
    says_how_many_entries_it_does_not_tell,
    notes_the_iteration_that_ran,
    takes_five_thousand_answers,
}

impl World {
    /// The total of a project's log, when counts and entries agree with it.
    async fn agreed(&self, who: &Someone, project: ProjectId) -> i64 {
        let kept = self
            .count(&format!(
                "feedback WHERE project_id = {}",
                self.uuid(project.0)
            ))
            .await;
        let log = self.log(who, project, FeedbackFilter::default()).await;
        let total = |counts: Vec<u64>| i64::try_from(counts.iter().sum::<u64>()).expect("small");
        let facets = log.facets;
        assert_eq!(total(vec![log.page.total]), kept, "the total");
        let states = facets.states.iter().map(|facet| facet.count);
        assert_eq!(total(states.collect()), kept, "states");
        let kinds = facets.kinds.iter().map(|facet| facet.count);
        assert_eq!(total(kinds.collect()), kept, "kinds");
        let severities = facets.severities.iter().map(|facet| facet.count);
        assert_eq!(total(severities.collect()), kept, "severities");
        self.counts_are_those_of_the_entries().await;
        kept
    }

    async fn undo(&self, who: &Someone, id: ImportId) -> Undone {
        let undone = self.store.undo_import(&who.actor().await, id).await;
        undone.expect("an answer")
    }
}

async fn counts_and_finds_what_was_imported(world: World) {
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    world
        .give(&who, project, &draft("bug", "Le son grésille"))
        .await;
    world.import_answers(&who, project).await;
    assert_eq!(world.agreed(&who, project).await, 8);
    let filter = FeedbackFilter {
        kinds: vec![FeedbackKind::Obstacle],
        ..FeedbackFilter::default()
    };
    let counted = world.log(&who, project, filter.clone()).await.page;
    let stories: Vec<_> = counted
        .items
        .iter()
        .map(|entry| entry.facts.story.lines().next().unwrap_or_default())
        .collect();
    // The newest first; what has no date is dated when it came in.
    let expected = [
        "Trop de clics pour revenir",
        "Les consignes sont trop longues",
        "Deux lignes :",
    ];
    assert_eq!((counted.total, stories), (3, expected.to_vec()));
    // The same, found by a word.
    let words = FeedbackFilter {
        query: "trop".into(),
        ..filter
    };
    let found = world.log(&who, project, words).await;
    assert_eq!(found.page.total, 2);
    let kinds = found.facets.kinds.iter();
    assert_eq!(kinds.map(|facet| facet.count).sum::<u64>(), 2);
    let everywhere = world.store.search(&who.actor().await, "grésille").await;
    assert_eq!(everywhere.expect("found").len(), 1);
    let everywhere = world
        .store
        .search(&who.actor().await, "salle informatique")
        .await;
    let everywhere = everywhere.expect("found");
    assert_eq!(everywhere.len(), 1);
    assert_eq!(everywhere[0].title, "Deux lignes :");
}

async fn is_undone_as_a_whole(world: World) {
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    let own = world
        .give(&who, project, &draft("bug", "Le son grésille"))
        .await;
    let (id, _) = world.import_answers(&who, project).await;
    let gone = Undone::Gone {
        records: 7,
        positions: 0,
    };
    assert_eq!(world.undo(&who, id).await, gone);
    assert_eq!(world.undo(&who, id).await, gone, "undone once");
    assert_eq!(world.entry_rows().await, [1, 1, 0]);
    assert_eq!(world.agreed(&who, project).await, 1);
    assert_eq!(world.entry(&who, own).await.facts.story, "Le son grésille");
    assert!(world.entries(&who, project, "minuterie").await.is_empty());
    let actor = who.actor().await;
    let found = world.store.search(&actor, "minuterie").await;
    assert!(found.expect("found").is_empty());
    // Nothing is recognised any more.
    let (_, again) = world.import_answers(&who, project).await;
    assert_eq!(again.records.made, 7);
    assert_eq!(world.agreed(&who, project).await, 8);
}

async fn says_which_entries_were_worked_on(world: World) {
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    let own = world
        .give(&who, project, &draft("bug", "Le son grésille"))
        .await;
    let (id, _) = world.import_answers(&who, project).await;
    let rows = world.entry_rows().await;
    let actor = who.actor().await;
    let store = &world.store;
    let treated = world.entry_saying(&who, project, "exercice").await.id;
    world.bring(&who, treated, "accepted").await;
    let spoken = world.entry_saying(&who, project, "minuterie").await.id;
    let said = CommentDraft {
        text: "Vu aussi ici".into(),
    };
    let said = store
        .comment_feedback(&actor, spoken, CommentId::new(), &said)
        .await;
    said.expect("commented");
    let linked = world.entry_saying(&who, project, "imprimer").await.id;
    let thing = |id: FeedbackId| ThingRef::new(ThingKind::Feedback, id);
    let link = LinkId::new();
    store
        .link_things(&actor, link, thing(linked), Relation::RelatesTo, thing(own))
        .await
        .expect("linked");
    let Undone::Kept(kept) = world.undo(&who, id).await else {
        panic!("worked on since");
    };
    assert_eq!(kept.more, 0);
    let kept = kept.told;
    let told: Vec<_> = kept.iter().map(|kept| (kept.thing, kept.how)).collect();
    let expected = [
        (thing(treated), Attachment::Changed),
        (thing(spoken), Attachment::Commented),
        (thing(linked), Attachment::Linked),
    ];
    assert_eq!(told, expected);
    assert!(kept.iter().all(|kept| kept.project == Some(project)));
    assert_eq!(kept[0].title, "Le son s’arrête au milieu de l’exercice");
    assert_eq!(world.entry_rows().await, rows, "nothing is undone");
    assert_eq!(world.agreed(&who, project).await, 8);
}

/// The first fifty are told for each way to work on them; those told twice count once.
async fn says_how_many_entries_it_does_not_tell(world: World) {
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    let rows: Vec<String> = (10..70).map(|row| format!("{row},Réponse {row}")).collect();
    let files = files(format!("id,story\n{}", rows.join("\n")), None);
    let (id, report) = world.import(&who, &files, &plan(&files, project)).await;
    assert_eq!(report.records.made, 60);
    let hindered = async || match world.undo(&who, id).await {
        Undone::Kept(kept) => (kept.told.len(), kept.more),
        Undone::Gone { .. } => panic!("worked on since"),
    };
    world.sql("UPDATE feedback SET version = 2").await;
    world
        .sql("UPDATE feedback SET comments = 1 WHERE story >= 'Réponse 30'")
        .await;
    assert_eq!(hindered().await, (60, 0), "the last as commented on");
    world.sql("UPDATE feedback SET comments = 1").await;
    assert_eq!(hindered().await, (50, 10));
    world
        .sql("UPDATE feedback SET version = 1, comments = 0 WHERE story >= 'Réponse 60'")
        .await;
    assert_eq!(hindered().await, (50, 0));
}

async fn notes_the_iteration_that_ran(world: World) {
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    let planned = world.project(&who).open().await;
    // From 5 January to 13 February, in review since.
    let iteration = world.plan(&who, project, "Essayer").await;
    let states = [IterationState::Running, IterationState::InReview];
    world.steer(&who, iteration, &states).await;
    let later = world.plan(&who, planned, "Plus tard").await;
    world.import_answers(&who, project).await;
    world.import_answers(&who, planned).await;
    let within = world.entry_saying(&who, project, "exercice").await;
    let pinned = within.iteration.expect("it ran then");
    assert_eq!((pinned.id, pinned.number), (iteration, 1));
    assert_eq!(pinned.tool_version, "0.2");
    for words in ["consignes", "informatique", "imprimer", "clics"] {
        let outside = world.entry_saying(&who, project, words).await;
        assert_eq!(outside.iteration, None, "{words}");
    }
    // Its own day decides, not where the iteration stands when it is imported.
    let dated = world.entry_saying(&who, planned, "exercice").await;
    let pinned = dated.iteration.map(|iteration| iteration.id);
    assert_eq!(pinned, Some(later));
    let filter = FeedbackFilter {
        iteration: Some(iteration),
        ..FeedbackFilter::default()
    };
    let log = world.log(&who, project, filter).await;
    assert_eq!(log.page.total, 3);
    assert_eq!(log.facets.iterations[0].count, 3);
}

async fn takes_five_thousand_answers(world: World) {
    const ROWS: u64 = 5_000;
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    let mut text = String::from("id,date,story,kind,severity\n");
    for row in 0..ROWS {
        let kind = ["bug", "idée", "question"][usize::try_from(row % 3).expect("small")];
        let word = if row % 500 == 0 { "perle" } else { "galet" };
        // One each half hour: more than thirty periods.
        let at = 1_700_000_000 + row * 1_800 * 3;
        writeln!(text, "{row},{at},Réponse {row} {word},{kind},").expect("written");
    }
    // Given before they are brought in, told after they were.
    let given = draft("bug", "Un galet aujourd'hui");
    world.give(&who, project, &given).await;
    let files = files(text, None);
    let plan = plan(&files, project);
    let begin = Instant::now();
    let (id, report) = world.import(&who, &files, &plan).await;
    println!("dry run and run: {:?}", begin.elapsed());
    assert_eq!((report.records.made, report.records.dropped), (ROWS, 0));
    assert_eq!(world.agreed(&who, project).await, 5_001);
    assert_eq!(world.entries(&who, project, "perle").await.len(), 10);
    let newest = world.entries(&who, project, "galet").await;
    assert_eq!(newest[0].facts.story, given.story, "by time, not by number");
    // Far into the log, a page is found by the counts of periods.
    for page in [1, 120, ROWS / PER_PAGE] {
        let filter = FeedbackFilter {
            order: FeedbackOrder::Oldest,
            page,
            ..FeedbackFilter::default()
        };
        let items = world.log(&who, project, filter).await.page.items;
        let first = format!("Réponse {} ", (page - 1) * PER_PAGE);
        assert!(items[0].facts.story.starts_with(&first), "{page}");
        assert_eq!(items.len(), 25, "{page}");
    }
    let (_, again) = world.import(&who, &files, &plan).await;
    assert_eq!(again.records.recognised, ROWS);
    let begin = Instant::now();
    world.undo(&who, id).await;
    println!("undone: {:?}", begin.elapsed());
    assert_eq!(world.agreed(&who, project).await, 1);
    assert_eq!(world.entry_rows().await, [1, 1, 0]);
    assert!(world.entries(&who, project, "perle").await.is_empty());
    let files = answers();
    let (_, report) = world
        .import(&who, &files, &super::plan(&files, project))
        .await;
    assert_eq!(report.records.made, 7);
    assert_eq!(world.agreed(&who, project).await, 8);
}
