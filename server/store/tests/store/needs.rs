//! Needs: expressing, changing, positions, merging, settling.

use domain::ids::NeedId;
use domain::needs::{Need, NeedDraft, NeedState, PositionDraft, Stance, Stances};
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::time::Timestamp;
use store::StoreError;
use uuid::Uuid;

use crate::cast::{need_draft, position};
use crate::problem;
use crate::world::World;

on_both! {
    is_expressed_once,
    is_changed_by_its_author_and_those_who_steer,
    counts_replaces_and_withdraws_positions,
    wants_a_reason_for_an_objection,
    shows_the_words_of_positions,
    tells_how_many_words_there_are_beyond_those_shown,
    merges_without_counting_anybody_twice,
    merges_what_was_merged_into_it,
    keeps_what_is_merged_as_it_is,
    merges_no_need_into_itself,
    finds_what_a_need_can_be_merged_into,
    says_that_more_could_be_merged_into,
    is_settled_with_a_reason,
    is_not_settled_into_what_follows_from_elsewhere,
    takes_no_position_on_what_is_withdrawn,
}

fn counted(supports: i64, objections: i64, neutral: i64) -> Stances {
    Stances {
        supports,
        objections,
        neutral,
    }
}

async fn is_expressed_once(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let id = NeedId::new();
    let draft = NeedDraft {
        statement: "  Suivre la fluence\r\nsans y passer ses soirées ".into(),
        affected: "CM1".into(),
        setting: "en classe".into(),
        level: "cycle3".into(),
        discipline: "french".into(),
        pupils: "27".into(),
        territory: String::new(),
    };
    for _ in 0..2 {
        let expressed = world
            .store
            .express_need(&ana.actor().await, id, &draft)
            .await;
        expressed.expect("expressed");
    }
    let foreign = world
        .store
        .express_need(&bob.actor().await, id, &draft)
        .await;
    assert_fails!(foreign, StoreError::NotFound);
    let read = world.store.need(&bob.actor().await, id).await;
    let read = read.expect("a need");
    assert_eq!(
        read.need.facts.statement,
        "Suivre la fluence\nsans y passer ses soirées"
    );
    assert_eq!(read.need.facts.pupils, Some(27));
    assert_eq!(read.need.author.expect("an author").id, ana.id);
    assert_eq!((read.need.version, read.need.state), (1, NeedState::Open));
    assert_eq!(read.history.entries.len(), 1);
    assert_eq!(world.count("needs").await, 1);
    let empty = NeedDraft {
        pupils: "0".into(),
        ..need_draft(" ")
    };
    let wrong = world
        .store
        .express_need(&ana.actor().await, NeedId::new(), &empty)
        .await;
    assert_eq!(problem(wrong, "statement"), Some(Problem::Missing));
    let unknown = world.store.need(&ana.actor().await, NeedId::new()).await;
    assert_fails!(unknown, StoreError::NotFound);
}

async fn is_changed_by_its_author_and_those_who_steer(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let coordinator = world.coordinator().await;
    let id = world.need(&ana, "Suivre la fluence").express().await;
    let edit = |who: domain::policy::Actor, version, text: &str| {
        let (store, draft) = (world.store.clone(), need_draft(text));
        async move { store.edit_need(&who, id, version, &draft).await }
    };
    edit(ana.actor().await, 1, "Deux").await.expect("changed");
    let stale = edit(coordinator.actor().await, 1, "Périmé").await;
    assert_fails!(stale, StoreError::Stale { current: 2 });
    let steered = edit(coordinator.actor().await, 2, "Trois").await;
    steered.expect("changed");
    let foreign = edit(bob.actor().await, 3, "À moi").await;
    assert_fails!(foreign, StoreError::Refused(Refusal::Role));
    let wrong = edit(ana.actor().await, 3, "").await;
    assert_eq!(problem(wrong, "statement"), Some(Problem::Missing));
    let read = world.read_need(&bob, id).await;
    assert_eq!((read.version, read.facts.statement.as_str()), (3, "Trois"));
    assert_eq!(read.author.expect("an author").id, ana.id);
}

async fn counts_replaces_and_withdraws_positions(world: World) {
    let ana = world.member("Ana").await;
    let (bob, eve) = (world.member("Bob").await, world.member("Eve").await);
    let id = world.need(&ana, "Suivre la fluence").express().await;
    assert_eq!(world.stances(&ana, id).await, counted(0, 0, 0));
    world.support(&ana, id).await;
    world.support(&bob, id).await;
    world.take(&eve, id, Stance::Neutral, "").await;
    assert_eq!(world.stances(&ana, id).await, counted(2, 0, 1));
    world.support(&bob, id).await;
    assert_eq!(world.stances(&ana, id).await, counted(2, 0, 1));
    world.take(&bob, id, Stance::Objection, "Trop tôt.").await;
    assert_eq!(world.stances(&ana, id).await, counted(1, 1, 1));
    let read = world.store.need(&bob.actor().await, id).await;
    let own = read.expect("a need").own.expect("a position");
    assert_eq!(
        (own.stance, own.comment.as_str()),
        (Stance::Objection, "Trop tôt.")
    );
    for _ in 0..2 {
        let withdrawn = world.store.withdraw_position(&bob.actor().await, id).await;
        withdrawn.expect("withdrawn");
        assert_eq!(world.stances(&ana, id).await, counted(1, 0, 1));
    }
    let read = world.store.need(&bob.actor().await, id).await;
    assert_eq!(read.expect("a need").own, None);
    assert_eq!(world.count("positions").await, 2);
    // Taking a position does not make somebody's open form stale.
    assert_eq!(world.read_need(&ana, id).await.version, 1);
}

async fn wants_a_reason_for_an_objection(world: World) {
    let ana = world.member("Ana").await;
    let id = world.need(&ana, "Suivre la fluence").express().await;
    let actor = ana.actor().await;
    let objection = position(Stance::Objection, " \n ");
    let taken = world.store.take_position(&actor, id, &objection).await;
    assert_eq!(problem(taken, "comment"), Some(Problem::Missing));
    let unknown = PositionDraft {
        stance: "boycott".into(),
        comment: String::new(),
    };
    let taken = world.store.take_position(&actor, id, &unknown).await;
    assert_eq!(problem(taken, "stance"), Some(Problem::NotOffered));
    assert_eq!(world.count("positions").await, 0);
    world.take(&ana, id, Stance::Objection, "Trop tôt.").await;
    assert_eq!(world.stances(&ana, id).await, counted(0, 1, 0));
}

async fn shows_the_words_of_positions(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let id = world.need(&ana, "Suivre la fluence").express().await;
    world.support(&ana, id).await;
    world.take(&bob, id, Stance::Support, "En REP+ aussi").await;
    let read = world.store.need(&ana.actor().await, id).await;
    let read = read.expect("a need");
    let voices = &read.voices.items;
    assert_eq!(voices.len(), 1, "the one with words");
    assert_eq!(voices[0].comment, "En REP+ aussi");
    let person = voices[0].person.as_ref();
    assert_eq!(person.expect("somebody").id, bob.id);
    assert_eq!(read.own.expect("a position").stance, Stance::Support);
}

async fn tells_how_many_words_there_are_beyond_those_shown(world: World) {
    let ana = world.member("Ana").await;
    let id = world.need(&ana, "Suivre la fluence").express().await;
    world.take(&ana, id, Stance::Support, "En REP+ aussi").await;
    let need = world.uuid(id.0);
    let earlier = |number: u32| {
        let position = world.uuid(Uuid::now_v7());
        format!("({position}, {need}, 'source:{number}', 'objection', 'Non', {number})")
    };
    let earlier: Vec<String> = (0..50).map(earlier).collect();
    let into = "positions (id, need_id, source_voter, stance, comment, at)";
    let insert = format!("INSERT INTO {into} VALUES {}", earlier.join(", "));
    world.sql(&insert).await;
    let read = world.store.need(&ana.actor().await, id).await;
    let latest = read.expect("a need").voices;
    assert_eq!(
        (latest.items.len(), latest.total, latest.count()),
        (50, 51, 2)
    );
    assert_eq!(latest.items[0].comment, "En REP+ aussi", "the newest");
    // All that was said is reached, each once.
    let actor = ana.actor().await;
    for part in [0, 1] {
        let first = world.store.need_voices(&actor, id, part).await;
        assert_eq!(first.expect("the latest"), latest);
    }
    for part in [2, 3, u64::MAX] {
        let earlier = world.store.need_voices(&actor, id, part).await;
        let earlier = earlier.expect("the rest");
        assert_eq!((earlier.number, earlier.items.len()), (2, 1), "part {part}");
        assert_eq!(earlier.items[0].at, Timestamp(0), "the oldest");
        assert!(!latest.items.contains(&earlier.items[0]));
    }
    let none = world.store.need_voices(&actor, NeedId::new(), 1).await;
    assert_fails!(none, StoreError::NotFound);
}

async fn merges_without_counting_anybody_twice(world: World) {
    let coordinator = world.coordinator().await;
    let ana = world.member("Ana").await;
    let (bob, eve) = (world.member("Bob").await, world.member("Eve").await);
    let from = world.need(&ana, "Fluence").express().await;
    let into = world.need(&bob, "Suivre la fluence").express().await;
    world.support(&ana, from).await;
    world.support(&bob, from).await;
    world.take(&eve, from, Stance::Neutral, "").await;
    world.take(&bob, into, Stance::Objection, "Trop tôt.").await;
    let merged = world
        .store
        .merge_needs(&coordinator.actor().await, from, into)
        .await;
    merged.expect("merged");
    // Bob's own position there stands.
    assert_eq!(world.stances(&ana, into).await, counted(1, 1, 1));
    assert_eq!(world.stances(&ana, from).await, counted(2, 0, 1));
    let source = world.read_need(&ana, from).await;
    assert_eq!(source.state, NeedState::Merged);
    assert_eq!(source.merged_into, Some(into));
    assert_eq!(source.facts.statement, "Fluence");
    let target = world.store.need(&ana.actor().await, into).await;
    let target = target.expect("a need");
    let merged: Vec<_> = target.merged.iter().map(|need| need.id).collect();
    assert_eq!(merged, [from]);
    assert_eq!(target.own.expect("carried").stance, Stance::Support);
    assert_eq!(target.need.state, NeedState::Open);
}

async fn merges_what_was_merged_into_it(world: World) {
    let coordinator = world.coordinator().await.actor().await;
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let a = world.need(&ana, "Un").express().await;
    let b = world.need(&ana, "Deux").express().await;
    let c = world.need(&ana, "Trois").express().await;
    world.support(&ana, a).await;
    world.support(&bob, b).await;
    for (from, into) in [(a, b), (b, c)] {
        let merged = world.store.merge_needs(&coordinator, from, into).await;
        merged.expect("merged");
    }
    assert_eq!(world.stances(&ana, c).await, counted(2, 0, 0));
    assert_eq!(world.read_need(&ana, a).await.merged_into, Some(b));
}

async fn keeps_what_is_merged_as_it_is(world: World) {
    let coordinator = world.coordinator().await.actor().await;
    let ana = world.member("Ana").await;
    let from = world.need(&ana, "Fluence").express().await;
    let into = world.need(&ana, "Suivre la fluence").express().await;
    let other = world.need(&ana, "Autre").express().await;
    world.support(&ana, from).await;
    let store = &world.store;
    let merged = store.merge_needs(&coordinator, from, into).await;
    merged.expect("merged");
    let actor = ana.actor().await;
    let edited = store.edit_need(&actor, from, 2, &need_draft("Autre")).await;
    assert_fails!(edited, StoreError::Refused(Refusal::Frozen));
    let support = position(Stance::Support, "");
    let taken = store.take_position(&actor, from, &support).await;
    assert_fails!(taken, StoreError::Refused(Refusal::Frozen));
    let taken = store.withdraw_position(&actor, from).await;
    assert_fails!(taken, StoreError::Refused(Refusal::Frozen));
    let settled = store
        .settle_need(&coordinator, from, 2, NeedState::Open, "")
        .await;
    assert_fails!(settled, StoreError::Refused(Refusal::Frozen));
    let merged = store.merge_needs(&coordinator, from, other).await;
    assert_fails!(merged, StoreError::Refused(Refusal::Frozen));
    let merged = store.merge_needs(&coordinator, other, from).await;
    assert_eq!(problem(merged, "into"), Some(Problem::NoTarget));
    assert_eq!(world.stances(&ana, from).await, counted(1, 0, 0));
    assert_eq!(world.read_need(&ana, from).await.merged_into, Some(into));
    assert_eq!(world.read_need(&ana, other).await.state, NeedState::Open);
}

async fn merges_no_need_into_itself(world: World) {
    let coordinator = world.coordinator().await.actor().await;
    let ana = world.member("Ana").await;
    let id = world.need(&ana, "Fluence").express().await;
    let store = &world.store;
    let itself = store.merge_needs(&coordinator, id, id).await;
    assert_eq!(problem(itself, "into"), Some(Problem::Itself));
    for (from, into) in [(id, NeedId::new()), (NeedId::new(), id)] {
        let merged = store.merge_needs(&coordinator, from, into).await;
        assert_fails!(merged, StoreError::NotFound);
    }
    let other = world.need(&ana, "Autre").express().await;
    let merged = store.merge_needs(&ana.actor().await, id, other).await;
    assert_fails!(merged, StoreError::Refused(Refusal::Role));
    assert_eq!(world.read_need(&ana, id).await.state, NeedState::Open);
}

async fn finds_what_a_need_can_be_merged_into(world: World) {
    let coordinator = world.coordinator().await;
    let actor = coordinator.actor().await;
    let from = world
        .need(&coordinator, "Suivre la fluence")
        .express()
        .await;
    let close = world.need(&coordinator, "Voir la fluence").express().await;
    let far = world
        .need(&coordinator, "Réserver la salle")
        .express()
        .await;
    let gone = world.need(&coordinator, "Réserver un car").express().await;
    let store = &world.store;
    let merged = store.merge_needs(&actor, gone, far).await;
    merged.expect("merged");
    let ids = |needs: &[Need]| needs.iter().map(|need| need.id).collect::<Vec<_>>();
    let targets = store.need_targets(&actor, from, "", None).await;
    let targets = targets.expect("targets");
    assert_eq!(ids(&targets.proposed), [close]);
    assert!(targets.found.shown.is_empty() && targets.into.is_none());
    // Neither itself, nor what is proposed already, nor what was merged.
    for (words, expected) in [("RESERVER", vec![far]), ("fluence", vec![])] {
        let targets = store.need_targets(&actor, from, words, Some(gone)).await;
        let targets = targets.expect("targets");
        assert_eq!(ids(&targets.proposed), [close]);
        assert_eq!(ids(&targets.found.shown), expected, "{words}");
        assert_eq!(targets.into.expect("chosen").state, NeedState::Merged);
    }
    let closed = store.need_targets(&actor, gone, "", None).await;
    assert_fails!(closed, StoreError::Refused(Refusal::Frozen));
}

async fn says_that_more_could_be_merged_into(world: World) {
    let coordinator = world.coordinator().await;
    let from = world
        .need(&coordinator, "Suivre la fluence")
        .express()
        .await;
    let actor = coordinator.actor().await;
    for number in 1..=26 {
        let statement = format!("Réserver la salle {number}");
        world.need(&coordinator, &statement).express().await;
        let targets = world.store.need_targets(&actor, from, "salle", None).await;
        let found = targets.expect("targets").found;
        let told = (found.shown.len(), found.more);
        assert_eq!(told, (number.min(25), number > 25));
    }
}

async fn is_settled_with_a_reason(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let coordinator = world.coordinator().await;
    let id = world.need(&ana, "Suivre la fluence").express().await;
    let store = &world.store;
    let actor = ana.actor().await;
    for state in [NeedState::SetAside, NeedState::Withdrawn] {
        let silent = store.settle_need(&actor, id, 1, state, " ").await;
        assert_eq!(problem(silent, "reason"), Some(Problem::Missing));
    }
    let state = NeedState::Withdrawn;
    let foreign = store
        .settle_need(&bob.actor().await, id, 1, state, "Bof")
        .await;
    assert_fails!(foreign, StoreError::Refused(Refusal::Role));
    for (version, (who, state, reason)) in (1..).zip([
        (&coordinator, NeedState::SetAside, "Hors programme"),
        (&ana, NeedState::Open, ""),
        (&ana, NeedState::Withdrawn, "C’est réglé."),
        (&ana, NeedState::Open, ""),
    ]) {
        let settled = store
            .settle_need(&who.actor().await, id, version, state, reason)
            .await;
        settled.expect("settled");
        let read = world.read_need(&bob, id).await;
        assert_eq!((read.state, read.state_reason.as_str()), (state, reason));
    }
    assert_eq!(world.read_need(&ana, id).await.version, 5);
    let late = store.settle_need(&actor, id, 4, state, "Périmé").await;
    assert_fails!(late, StoreError::Stale { current: 5 });
}

async fn is_not_settled_into_what_follows_from_elsewhere(world: World) {
    let administrator = world.administrator().await;
    let id = world.need(&administrator, "Fluence").express().await;
    let actor = administrator.actor().await;
    for state in [NeedState::Merged, NeedState::Answered] {
        let settled = world
            .store
            .settle_need(&actor, id, 1, state, "Parce que")
            .await;
        assert_eq!(problem(settled, "state"), Some(Problem::NotOffered));
    }
    let state = NeedState::Withdrawn;
    let unknown = world
        .store
        .settle_need(&actor, NeedId::new(), 1, state, "Parce que")
        .await;
    assert_fails!(unknown, StoreError::NotFound);
}

async fn takes_no_position_on_what_is_withdrawn(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let id = world.need(&ana, "Suivre la fluence").express().await;
    world.support(&bob, id).await;
    let state = NeedState::Withdrawn;
    let settled = world
        .store
        .settle_need(&ana.actor().await, id, 1, state, "C’est réglé.")
        .await;
    settled.expect("withdrawn");
    let actor = bob.actor().await;
    let objection = position(Stance::Objection, "Si !");
    let taken = world.store.take_position(&actor, id, &objection).await;
    assert_fails!(taken, StoreError::Refused(Refusal::Frozen));
    let taken = world.store.withdraw_position(&actor, id).await;
    assert_fails!(taken, StoreError::Refused(Refusal::Frozen));
    assert_eq!(world.stances(&ana, id).await, counted(1, 0, 0));
}
