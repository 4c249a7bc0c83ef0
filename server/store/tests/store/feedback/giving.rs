//! Giving feedback, correcting it, commenting on it.

use domain::feedback::{CommentDraft, FeedbackDraft, FeedbackState, Severity};
use domain::ids::{CommentId, FeedbackId};
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::projects::ProjectRole;
use store::StoreError;
use uuid::Uuid;

use super::draft;
use crate::problem;
use crate::world::World;

on_both! {
    is_given_once,
    notes_the_iteration_under_way,
    is_given_by_those_who_may,
    is_corrected_by_its_author_while_new,
    is_settled_by_its_author_alone,
    is_commented_with_mentions,
    shows_the_last_of_very_many_comments,
    keeps_hostile_text_as_text,
}

async fn is_given_once(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let project = world.project(&ana).open().await;
    let full = FeedbackDraft {
        kind: "bug".into(),
        story: " L’exercice 3\r\nne s’ouvre pas ".into(),
        severity: "blocking".into(),
        place: "exercices".into(),
        level: "cm1".into(),
        discipline: "french".into(),
        pupils: "24".into(),
        device: "tablet".into(),
        network: "slow".into(),
        anonymity: "named".into(),
    };
    let id = FeedbackId::new();
    let store = &world.store;
    for _ in 0..2 {
        let given = store
            .give_feedback(&bob.actor().await, project, id, &full)
            .await;
        given.expect("given");
    }
    let foreign = store
        .give_feedback(&ana.actor().await, project, id, &full)
        .await;
    assert_fails!(foreign, StoreError::NotFound);
    let detail = store.feedback(&ana.actor().await, id).await.expect("there");
    let entry = detail.feedback;
    assert_eq!(entry.facts.story, "L’exercice 3\nne s’ouvre pas");
    assert_eq!(entry.facts.severity, Severity::Blocking);
    assert_eq!(entry.facts.pupils, Some(24));
    assert_eq!(entry.state, FeedbackState::New);
    assert_eq!(entry.author.expect("an author").id, bob.id);
    assert!(!entry.own);
    assert_eq!(detail.history.entries.len(), 1);
    assert_eq!(world.count("feedback").await, 1);
    let listed = world.log(&ana, project, Default::default()).await;
    assert_eq!(listed.page.total, 1);
    let found = store.search(&ana.actor().await, "exercice ouvre").await;
    assert_eq!(found.expect("found").len(), 1);
    let wrong = store
        .give_feedback(
            &bob.actor().await,
            project,
            FeedbackId::new(),
            &draft("", " "),
        )
        .await;
    assert_eq!(problem(wrong, "story"), Some(Problem::Missing));
}

async fn notes_the_iteration_under_way(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let before = world.give(&ana, project, &draft("bug", "Avant")).await;
    assert_eq!(world.entry(&ana, before).await.iteration, None);
    let iteration = world.plan(&ana, project, "Un minuteur").await;
    let during = world.give(&ana, project, &draft("bug", "Pendant")).await;
    let pinned = world.entry(&ana, during).await.iteration;
    let pinned = pinned.expect("an iteration");
    assert_eq!((pinned.id, pinned.number), (iteration, 1));
    assert_eq!(pinned.tool_version, "0.2");
    let filter = domain::feedback::FeedbackFilter {
        iteration: Some(iteration),
        ..Default::default()
    };
    let listed = world.log(&ana, project, filter).await;
    assert_eq!(listed.page.total, 1);
    assert_eq!(listed.page.items[0].id, during);
    let counted = &listed.facets.iterations;
    assert_eq!(counted.len(), 1);
    assert_eq!((counted[0].value, counted[0].count), ((iteration, 1), 1));
}

async fn is_given_by_those_who_may(world: World) {
    let lead = world.member("Ana").await;
    let (member, observer) = (world.member("Bob").await, world.observer("Eve").await);
    let edtech = world.partner("Max").await;
    let project = world.project(&lead).open().await;
    let hidden = world.project(&lead).team_only().open().await;
    let store = &world.store;
    let give = |project, actor| async move {
        let draft = draft("idea", "Une idée");
        store
            .give_feedback(&actor, project, FeedbackId::new(), &draft)
            .await
    };
    give(project, member.actor().await).await.expect("given");
    give(hidden, lead.actor().await).await.expect("given");
    let refused = give(project, observer.actor().await).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    for outsider in [&member, &observer, &edtech] {
        let refused = give(hidden, outsider.actor().await).await;
        assert_fails!(refused, StoreError::NotFound);
    }
    let id = world.give(&lead, hidden, &draft("idea", "Secret")).await;
    let unseen = store.feedback(&member.actor().await, id).await;
    assert_fails!(unseen, StoreError::NotFound);
    let unseen = store
        .feedback_list(&member.actor().await, hidden, &Default::default())
        .await;
    assert_fails!(unseen, StoreError::NotFound);
    let found = store.search(&member.actor().await, "Secret").await;
    assert!(found.expect("a search").is_empty());
}

async fn is_corrected_by_its_author_while_new(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let project = world.project(&ana).open().await;
    let id = world.give(&bob, project, &draft("bug", "Un")).await;
    let store = &world.store;
    let edit = |actor, version, story: &str| {
        let draft = draft("idea", story);
        async move { store.edit_feedback(&actor, id, version, &draft).await }
    };
    edit(bob.actor().await, 1, "Deux").await.expect("changed");
    let stale = edit(bob.actor().await, 1, "Trois").await;
    assert_fails!(stale, StoreError::Stale { current: 2 });
    let foreign = edit(ana.actor().await, 2, "Trois").await;
    assert_fails!(foreign, StoreError::Refused(Refusal::Role));
    let empty = edit(bob.actor().await, 2, "").await;
    assert_eq!(problem(empty, "story"), Some(Problem::Missing));
    assert_eq!(world.entry(&ana, id).await.facts.story, "Deux");
    world.bring(&ana, id, "accepted").await;
    let treated = edit(bob.actor().await, 3, "Trois").await;
    assert_fails!(treated, StoreError::Refused(Refusal::Frozen));
}

async fn is_settled_by_its_author_alone(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let project = world.project(&ana).open().await;
    let id = world.give(&bob, project, &draft("bug", "Un")).await;
    let store = &world.store;
    let settle = |actor, state, reason: &'static str| async move {
        store.settle_feedback(&actor, id, state, reason).await
    };
    let early = settle(bob.actor().await, FeedbackState::Confirmed, "").await;
    assert_eq!(problem(early, "state"), Some(Problem::NotOffered));
    world.bring(&ana, id, "shipped").await;
    let foreign = settle(ana.actor().await, FeedbackState::Confirmed, "").await;
    assert_fails!(foreign, StoreError::Refused(Refusal::Role));
    let silent = settle(bob.actor().await, FeedbackState::Accepted, " ").await;
    assert_eq!(problem(silent, "reason"), Some(Problem::Missing));
    for (state, reason) in [
        (FeedbackState::Confirmed, ""),
        (FeedbackState::Shipped, ""),
        (FeedbackState::Accepted, "Toujours pas"),
    ] {
        let settled = settle(bob.actor().await, state, reason).await;
        settled.expect("settled");
        let entry = world.entry(&ana, id).await;
        assert_eq!((entry.state, entry.state_reason.as_str()), (state, reason));
    }
}

async fn is_commented_with_mentions(world: World) {
    let ana = world.member("Ana Lopez").await;
    let (bob, eve) = (world.member("Bob").await, world.observer("Eve").await);
    let project = world.project(&ana).open().await;
    let id = world.give(&bob, project, &draft("bug", "Un")).await;
    let store = &world.store;
    let comment = CommentId::new();
    let text = |text: &str| CommentDraft { text: text.into() };
    let said = text("@ana lopez, une idée ? (pas @Bob, hors équipe)");
    for _ in 0..2 {
        let commented = store
            .comment_feedback(&bob.actor().await, id, comment, &said)
            .await;
        commented.expect("commented");
    }
    let refused = store
        .comment_feedback(&eve.actor().await, id, CommentId::new(), &said)
        .await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    let empty = store
        .comment_feedback(&bob.actor().await, id, CommentId::new(), &text(" "))
        .await;
    assert_eq!(problem(empty, "text"), Some(Problem::Missing));
    let detail = store.feedback(&eve.actor().await, id).await.expect("there");
    let comments = &detail.comments.items;
    assert_eq!(comments.len(), 1);
    assert_eq!(comments[0].mentions, [ana.id]);
    assert!(comments[0].by_author);
    assert_eq!(detail.feedback.comments, 1);
    assert_eq!(detail.feedback.version, 1, "forms stay fresh");
    assert_eq!(world.count("feedback_mentions").await, 1);
}

async fn shows_the_last_of_very_many_comments(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let id = world.give(&ana, project, &draft("bug", "Un")).await;
    let (entry, author) = (world.uuid(id.0), world.uuid(ana.id.0));
    let earlier = |number: u32| {
        let comment = world.uuid(Uuid::now_v7());
        format!("({comment}, {entry}, {author}, 'Remarque {number}', {number})")
    };
    let earlier: Vec<String> = (1..=500).map(earlier).collect();
    let into = "feedback_comments (id, feedback_id, author, text, at)";
    let insert = format!("INSERT INTO {into} VALUES {}", earlier.join(", "));
    world.sql(&insert).await;
    let counted = format!("UPDATE feedback SET comments = 500 WHERE id = {entry}");
    world.sql(&counted).await;
    let (actor, store) = (ana.actor().await, &world.store);
    let last = CommentDraft {
        text: "Dernière".into(),
    };
    let commented = store.comment_feedback(&actor, id, CommentId::new(), &last);
    commented.await.expect("commented");
    let detail = store.feedback(&actor, id).await.expect("there");
    let latest = detail.comments;
    let counts = (latest.items.len(), latest.total, latest.count());
    assert_eq!(counts, (500, 501, 2));
    assert_eq!(latest.items[0].text, "Remarque 2");
    assert_eq!(latest.items[499].text, "Dernière");
    for part in [2, 9] {
        let earlier = store.feedback_said(&actor, id, part).await;
        let earlier = earlier.expect("the rest");
        assert_eq!((earlier.number, earlier.items.len()), (2, 1), "part {part}");
        assert_eq!(earlier.items[0].text, "Remarque 1");
    }
    let again = store.feedback_said(&actor, id, 1).await;
    assert_eq!(again.expect("the latest"), latest);
}

async fn keeps_hostile_text_as_text(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let story = "<script>alert(1)</script> ' OR 1=1 -- \" & é";
    let id = world.give(&ana, project, &draft("bug", story)).await;
    assert_eq!(world.entry(&ana, id).await.facts.story, story);
    for query in ["script alert", "' OR \"", "NEAR(", "p*", "\u{0}", "-- ;"] {
        let filter = domain::feedback::FeedbackFilter {
            query: query.into(),
            ..Default::default()
        };
        world.log(&ana, project, filter).await;
    }
    assert_eq!(world.count("feedback").await, 1);
    let partner = world
        .project(&ana)
        .with(&world.member("Bob").await, ProjectRole::Observer)
        .open()
        .await;
    assert_eq!(
        world
            .log(&ana, partner, Default::default())
            .await
            .page
            .total,
        0
    );
}
