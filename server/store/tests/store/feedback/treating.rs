//! What the team makes of feedback.

use domain::evidence::{Relation, Step, ThingKind, ThingRef};
use domain::feedback::{
    AssigneeName, BULK_MAX, BulkDraft, Feedback, FeedbackState, Meanwhile, MeanwhileWords,
    Selected, Severity, SplitDraft, TriageDraft,
};
use domain::ids::FeedbackId;
use domain::policy::Refusal;
use domain::problems::{Problem, Problems};
use domain::projects::ProjectRole;
use store::StoreError;

use super::{draft, triage};
use crate::cast::Steering;
use crate::problem;
use crate::world::World;

on_both! {
    is_treated_by_the_team,
    takes_only_the_steps_there_are,
    is_treated_several_at_once,
    is_treated_all_or_none,
    is_treated_so_many_at_once_and_not_none,
    is_not_treated_as_it_was_before_somebody_else,
    is_merged_with_its_links,
    is_merged_only_where_it_makes_sense,
    tells_that_more_could_be_merged_into,
    names_in_its_history_who_has_left_the_team,
}

async fn is_treated_by_the_team(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let (eve, out) = (world.observer("Eve").await, world.member("Ode").await);
    let project = world
        .project(&ana)
        .with(&bob, ProjectRole::Contributor)
        .with(&eve, ProjectRole::Observer)
        .open()
        .await;
    let id = world.give(&out, project, &draft("bug", "Un")).await;
    let store = &world.store;
    let form = TriageDraft {
        state: "deferred".into(),
        reason: "Après la pilote".into(),
        assignee: ana.id.to_string(),
        severity: "blocking".into(),
        shared: "true".into(),
    };
    for refused in [&eve, &out] {
        let treated = store
            .triage_feedback(&refused.actor().await, id, 1, &form)
            .await;
        assert_fails!(treated, StoreError::Refused(Refusal::Role));
    }
    let actor = bob.actor().await;
    let treated = store.triage_feedback(&actor, id, 1, &form).await;
    treated.expect("treated");
    let stale = store.triage_feedback(&actor, id, 1, &form).await;
    assert_fails!(stale, StoreError::Stale { current: 2 });
    let same = store.triage_feedback(&actor, id, 2, &form).await;
    same.expect("nothing changes");
    let detail = store.feedback(&actor, id).await.expect("there");
    let entry = detail.feedback;
    assert_eq!(entry.state, FeedbackState::Deferred);
    assert_eq!(entry.state_reason, "Après la pilote");
    assert_eq!(entry.facts.severity, Severity::Blocking);
    assert_eq!(entry.assignee.expect("somebody").id, ana.id);
    assert!(entry.shared_with_partners);
    assert_eq!((entry.version, detail.history.entries.len()), (2, 2));
    let stranger = TriageDraft {
        assignee: out.id.to_string(),
        ..form
    };
    let wrong = store.triage_feedback(&actor, id, 2, &stranger).await;
    assert_eq!(problem(wrong, "assignee"), Some(Problem::NotOffered));
}

async fn takes_only_the_steps_there_are(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let id = world.give(&ana, project, &draft("bug", "Un")).await;
    let actor = ana.actor().await;
    for (wrong, reason) in [("confirmed", ""), ("duplicate", "")] {
        let entry = world.entry(&ana, id).await;
        let treated = world
            .store
            .triage_feedback(&actor, id, 1, &triage(&entry, wrong, reason))
            .await;
        assert_eq!(problem(treated, "state"), Some(Problem::NotOffered));
    }
    for state in [
        "accepted", "deferred", "refused", "new", "accepted", "shipped",
    ] {
        world.bring(&ana, id, state).await;
    }
    let entry = world.entry(&ana, id).await;
    let treated = world
        .store
        .triage_feedback(&actor, id, entry.version, &triage(&entry, "refused", "Non"))
        .await;
    assert_eq!(problem(treated, "state"), Some(Problem::NotOffered));
}

async fn is_treated_several_at_once(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        let story = format!("Retour {number}");
        ids.push(world.give(&ana, project, &draft("bug", &story)).await);
    }
    world.bring(&ana, ids[4], "accepted").await;
    let audited = world.count("audit").await;
    let accept = BulkDraft {
        action: "accept".into(),
        ..BulkDraft::default()
    };
    let mut twice = ids.clone();
    twice.extend(&ids);
    let changed = world.treat_several(&ana, project, &twice, &accept).await;
    assert_eq!(changed.expect("treated"), 4, "one was accepted already");
    assert_eq!(world.count("audit").await, audited + 4);
    let listed = world.log(&ana, project, Default::default()).await;
    let of = |state| {
        let mut facets = listed.facets.states.iter();
        facets
            .find(|facet| facet.value == state)
            .map(|facet| facet.count)
    };
    assert_eq!(of(FeedbackState::Accepted), Some(5));
    assert_eq!(of(FeedbackState::New), Some(0));
    let assign = BulkDraft {
        action: "assign".into(),
        assignee: ana.id.to_string(),
        ..BulkDraft::default()
    };
    let changed = world.treat_several(&ana, project, &ids, &assign).await;
    assert_eq!(changed.expect("assigned"), 5);
    assert!(world.entry(&ana, ids[0]).await.assignee.is_some());
}

async fn is_treated_so_many_at_once_and_not_none(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let actor = ana.actor().await;
    let accept = BulkDraft {
        action: "accept".into(),
        ..BulkDraft::default()
    };
    let selected = |_| Selected {
        id: FeedbackId::new(),
        version: 1,
    };
    let too_many: Vec<Selected> = (0..=BULK_MAX).map(selected).collect();
    for (entries, expected) in [
        (&[][..], Problem::TooFew { min: 1 }),
        (&too_many[..], Problem::TooMany { max: BULK_MAX }),
    ] {
        let store = &world.store;
        let treated = store.treat_feedback(&actor, project, entries, &accept);
        assert_eq!(problem(treated.await, "entries"), Some(expected));
    }
}

async fn is_treated_all_or_none(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let project = world.project(&ana).open().await;
    let other = world.project(&bob).open().await;
    let mine = world.give(&ana, project, &draft("bug", "Un")).await;
    let foreign = world.give(&bob, other, &draft("bug", "Deux")).await;
    let actor = ana.actor().await;
    let bulk = |action: &str, reason: &str| BulkDraft {
        action: action.into(),
        reason: reason.into(),
        ..BulkDraft::default()
    };
    let store = &world.store;
    let accept = bulk("accept", "");
    let unknown = FeedbackId::new();
    for ids in [[mine, foreign], [mine, unknown]] {
        let entries = ids.map(as_given);
        let treated = store.treat_feedback(&actor, project, &entries, &accept);
        assert_fails!(treated.await, StoreError::NotFound);
    }
    let silent = world
        .treat_several(&ana, project, &[mine], &bulk("refuse", " "))
        .await;
    assert_eq!(problem(silent, "reason"), Some(Problem::Missing));
    let nothing = world.treat_several(&ana, project, &[], &accept).await;
    assert!(problem(nothing, "entries").is_some());
    let refused = world.treat_several(&bob, project, &[mine], &accept).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    assert_eq!(world.entry(&ana, mine).await.state, FeedbackState::New);
    let listed = world.log(&ana, project, Default::default()).await;
    assert_eq!(listed.facets.states[0].count, 1);
}

/// An entry as it was shown once it was given.
fn as_given(id: FeedbackId) -> Selected {
    Selected { id, version: 1 }
}

async fn is_not_treated_as_it_was_before_somebody_else(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let team = world.project(&ana).with(&bob, ProjectRole::Facilitator);
    let project = team.open().await;
    let mut ids = Vec::new();
    for story in ["Un", "Deux", "Trois"] {
        ids.push(world.give(&ana, project, &draft("bug", story)).await);
    }
    let shown: Vec<Selected> = ids.iter().copied().map(as_given).collect();
    let bulk = |action: &str, reason: &str| BulkDraft {
        action: action.into(),
        reason: reason.into(),
        assignee: bob.id.to_string(),
    };
    let assign = bulk("assign", "");
    let given = world.treat_several(&bob, project, &ids[..1], &assign).await;
    assert_eq!(given.expect("assigned"), 1);
    world.bring(&bob, ids[1], "shipped").await;
    let audited = world.count("audit").await;

    let actor = ana.actor().await;
    let store = &world.store;
    let refuse = bulk("refuse", "Hors sujet");
    let treated = store.treat_feedback(&actor, project, &shown, &refuse).await;
    let told = match treated {
        Err(StoreError::Invalid(Problems(told))) => told,
        other => panic!("expected what changed meanwhile, not {other:?}"),
    };
    let told: Vec<_> = told
        .into_iter()
        .map(|found| (found.field, found.problem))
        .collect();
    let now = |title: &str, state, assignee: Option<AssigneeName>| {
        Problem::ChangedMeanwhile(Meanwhile {
            version: 2,
            state,
            severity: Severity::Hindering,
            shared: false,
            words: Some(MeanwhileWords {
                title: title.into(),
                assignee,
            }),
        })
    };
    let looks_after = AssigneeName {
        name: "Bob".into(),
        has_interests: false,
    };
    let given = now("Un", FeedbackState::New, Some(looks_after));
    let shipped = now("Deux", FeedbackState::Shipped, None);
    let expected = [(ids[0].to_string(), given), (ids[1].to_string(), shipped)];
    assert_eq!(told, expected);
    assert_eq!(world.count("audit").await, audited, "nothing was done");
    assert_eq!(world.entry(&ana, ids[2]).await.state, FeedbackState::New);

    // Once it is known, it is done where it can be.
    let treated = world.treat_several(&ana, project, &ids, &refuse).await;
    assert_eq!(treated.expect("treated"), 2, "what is shipped stays so");
    // Sent twice, it is done once, and nobody is said to have been faster.
    let again = [shown[0], shown[2]];
    let again = store.treat_feedback(&actor, project, &again, &refuse).await;
    assert_eq!(again.expect("as asked already"), 0);
}

async fn is_merged_with_its_links(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let actor = ana.actor().await;
    let store = &world.store;
    let whole = world.give(&ana, project, &draft("bug", "A. Et B.")).await;
    let parts = SplitDraft {
        parts: "A\n\nB".into(),
    };
    let parts = store.split_feedback(&actor, whole, 1, &parts).await;
    let from = parts.expect("split")[0];
    let older = world.give(&ana, project, &draft("bug", "A !")).await;
    let into = world
        .give(&ana, project, &draft("bug", "A, mieux dit"))
        .await;
    store
        .merge_feedback(&actor, older, from)
        .await
        .expect("one");
    store.merge_feedback(&actor, from, into).await.expect("two");
    let source = store.feedback(&actor, from).await.expect("there");
    assert_eq!(source.feedback.state, FeedbackState::Duplicate);
    assert_eq!(source.duplicate_of.expect("another").0, into);
    assert_eq!(source.feedback.facts.story, "A");
    let target = store.feedback(&actor, into).await.expect("there");
    let around = |id| {
        let thing = ThingRef::new(ThingKind::Feedback, id);
        let (store, actor) = (store.clone(), actor.clone());
        async move { store.chain(&actor, thing).await.expect("a chain").steps }
    };
    let mut merged: Vec<_> = target.duplicates.iter().map(|(id, _)| *id).collect();
    merged.sort();
    let mut expected = [from, older];
    expected.sort();
    assert_eq!(merged, expected, "what was merged into the first as well");
    let from_whole = |step: &Step| {
        let whole = step.other.thing.id == whole.0;
        step.relation == Relation::Caused && whole && !step.forward
    };
    let caused = around(into).await.iter().any(from_whole);
    assert!(caused, "the link to the whole was carried over");
    world.bring(&ana, from, "new").await;
    let freed = store.feedback(&actor, from).await.expect("there");
    assert!(freed.duplicate_of.is_none());
    let still = |step: &Step| step.other.thing.id == into.0;
    assert!(!around(from).await.iter().any(still));
}

async fn is_merged_only_where_it_makes_sense(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let project = world.project(&ana).open().await;
    let other = world.project(&ana).open().await;
    let a = world.give(&ana, project, &draft("bug", "A")).await;
    let b = world.give(&ana, project, &draft("bug", "B")).await;
    let c = world.give(&ana, project, &draft("bug", "C")).await;
    let elsewhere = world.give(&ana, other, &draft("bug", "D")).await;
    let actor = ana.actor().await;
    let store = &world.store;
    for (into, expected) in [(a, Problem::Itself), (elsewhere, Problem::NotOffered)] {
        let merged = store.merge_feedback(&actor, a, into).await;
        assert_eq!(problem(merged, "into"), Some(expected));
    }
    let refused = store.merge_feedback(&bob.actor().await, a, b).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    store.merge_feedback(&actor, a, b).await.expect("merged");
    let merged = store.merge_feedback(&actor, c, a).await;
    assert_eq!(problem(merged, "into"), Some(Problem::NoTarget));
    let close = world
        .give(&ana, project, &draft("bug", "La lenteur gêne"))
        .await;
    let lenteur = world
        .give(&ana, project, &draft("bug", "Quelle lenteur"))
        .await;
    let ids = |entries: &[Feedback]| entries.iter().map(|it| it.id).collect::<Vec<_>>();
    // What comes close; what else holds the words, but neither itself nor a
    // duplicate; what is chosen, in this project alone.
    let targets = store.feedback_targets(&actor, lenteur, "", Some(c)).await;
    let targets = targets.expect("targets");
    assert_eq!(ids(&targets.proposed), [close]);
    assert!(targets.found.shown.is_empty());
    assert_eq!(targets.into.expect("chosen").id, c);
    let targets = store
        .feedback_targets(&actor, c, "lenteur", Some(elsewhere))
        .await;
    assert_fails!(targets, StoreError::NotFound);
    let targets = store.feedback_targets(&actor, c, "lenteur", None).await;
    let mut found = ids(&targets.expect("targets").found.shown);
    found.sort();
    assert_eq!(found, [close, lenteur]);
    let targets = store
        .feedback_targets(&bob.actor().await, c, "", None)
        .await;
    assert_fails!(targets, StoreError::Refused(Refusal::Role));
    let targets = store.feedback_targets(&actor, a, "", None).await;
    assert_eq!(problem(targets, "state"), Some(Problem::NotOffered));
    let merged = store.merge_feedback(&actor, a, c).await;
    assert_eq!(problem(merged, "state"), Some(Problem::NotOffered));
    world.bring(&ana, b, "shipped").await;
    let merged = store.merge_feedback(&actor, b, c).await;
    assert_eq!(problem(merged, "state"), Some(Problem::NotOffered));
}

async fn tells_that_more_could_be_merged_into(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let from = world.give(&ana, project, &draft("bug", "Autre")).await;
    let (actor, store) = (ana.actor().await, &world.store);
    let found = async || {
        let targets = store.feedback_targets(&actor, from, "lent", None).await;
        let found = targets.expect("targets").found;
        (found.shown.len(), found.more)
    };
    let mut slow = Vec::new();
    for number in 1..=26 {
        let story = format!("Lent {number}");
        slow.push(world.give(&ana, project, &draft("bug", &story)).await);
    }
    assert_eq!(found().await, (25, true));
    // Duplicates are not offered, and hide nothing that is.
    let merged = store.merge_feedback(&actor, slow[25], slow[0]).await;
    merged.expect("merged");
    assert_eq!(found().await, (25, false));
    let merged = store.merge_feedback(&actor, slow[24], slow[0]).await;
    merged.expect("merged");
    assert_eq!(found().await, (24, false));
}

async fn names_in_its_history_who_has_left_the_team(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let project = world.project(&ana).with(&bob, ProjectRole::Contributor);
    let project = project.open().await;
    let id = world.give(&ana, project, &draft("bug", "Un")).await;
    let actor = ana.actor().await;
    let store = &world.store;
    for assignee in [bob.id.to_string(), String::new()] {
        let form = TriageDraft {
            assignee,
            ..triage(&world.entry(&ana, id).await, "accepted", "")
        };
        let version = world.entry(&ana, id).await.version;
        let treated = store.triage_feedback(&actor, id, version, &form).await;
        treated.expect("treated");
    }
    let left = store.give_team_role(&actor, project, bob.id, None).await;
    left.expect("left");
    let detail = store.feedback(&actor, id).await.expect("there");
    let named: Vec<_> = detail.named.iter().map(|person| person.id).collect();
    assert_eq!(named, [bob.id]);
}
