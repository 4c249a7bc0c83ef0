//! The notes that something came out of, in the evidence: who reads them, and whose they
//! are said to be.

use domain::evidence::{NotePlace, SourceNote, ThingKind, ThingRef};
use domain::ids::{FeedbackId, NeedId};
use domain::policy::Actor;
use domain::projects::{ProjectDraft, ProjectRole};
use domain::sessions::{NoteDraft, OutcomeDraft};
use store::{Store, StoreError};

use super::sample::{Sitting, feedback, outcome_note};
use crate::cast::{Steering, need_draft, project_draft};
use crate::world::World;

on_both! {
    stand_with_the_link_from_their_session,
    are_signed_for_those_who_may_read_the_board,
    are_kept_from_those_who_do_not_see_the_session,
    go_along_when_needs_are_merged,
    go_along_when_feedback_is_merged,
}

fn note(record: &str, text: &str, author: &str) -> NoteDraft {
    NoteDraft {
        author: author.into(),
        ..outcome_note(record, text)
    }
}

/// A need of two notes, of which a guest signed the first.
async fn harvested(store: &Store, sitting: &Sitting) -> NeedId {
    let notes = vec![note("1-1", "Un minuteur", "2"), note("1-2", "Sonner", "")];
    let need = NeedId::new();
    harvest(store, sitting, need, "Voir le temps", notes).await;
    need
}

async fn harvest(store: &Store, sitting: &Sitting, id: NeedId, said: &str, notes: Vec<NoteDraft>) {
    let (lead, need) = (sitting.lead.actor().await, need_draft(said));
    let draft = OutcomeDraft { notes };
    let made = store.harvest_need(&lead, sitting.id, id, &need, &draft);
    made.await.expect("a need");
}

/// The notes in the chain of a thing, as somebody reads it.
async fn quoted(store: &Store, reader: &Actor, thing: ThingRef) -> Vec<SourceNote> {
    let chain = store.chain(reader, thing).await.expect("a chain");
    chain.steps.into_iter().flat_map(|one| one.notes).collect()
}

fn told(notes: &[SourceNote]) -> Vec<(&str, &str, NotePlace)> {
    let told = notes.iter();
    told.map(|note| (note.text.as_str(), note.author.as_str(), note.place))
        .collect()
}

async fn stand_with_the_link_from_their_session(world: World) {
    let sitting = Sitting::open(&world).await;
    let store = &world.store;
    sitting.guest(store, "Renard").await;
    let need = ThingRef::new(ThingKind::Need, harvested(store, &sitting).await);
    let lead = sitting.lead.actor().await;
    let session = ThingRef::new(ThingKind::Session, sitting.id);
    let expected = [
        ("Un minuteur", "Renard", NotePlace::Board),
        ("Sonner", "", NotePlace::Board),
    ];
    for end in [need, session] {
        assert_eq!(told(&quoted(store, &lead, end).await), expected);
    }
    let graph = store.graph(&lead, need).await.expect("a graph");
    let [link] = graph.links.as_slice() else {
        panic!("one link, not {:?}", graph.links);
    };
    assert_eq!(told(&link.notes), expected);
    assert!(link.notes.iter().all(|note| note.session == sitting.id));
}

/// Everybody who sees the session reads the words; names are told with the board.
async fn are_signed_for_those_who_may_read_the_board(world: World) {
    let sitting = Sitting::open(&world).await;
    let store = &world.store;
    sitting.guest(store, "Renard").await;
    let need = ThingRef::new(ThingKind::Need, harvested(store, &sitting).await);
    let eve = world.member("Eve").await.actor().await;
    let words = ["Un minuteur", "Sonner"];
    let expected = words.map(|text| (text, "", NotePlace::Nowhere));
    assert_eq!(told(&quoted(store, &eve, need).await), expected);
    let lead = sitting.lead.actor().await;
    store.close_session(&lead, sitting.id).await.expect("over");
    let expected = [
        ("Un minuteur", "Renard", NotePlace::Report),
        ("Sonner", "", NotePlace::Report),
    ];
    assert_eq!(told(&quoted(store, &eve, need).await), expected);
}

/// The need is everybody's; the session that led to it is not.
async fn are_kept_from_those_who_do_not_see_the_session(world: World) {
    let sitting = Sitting::open(&world).await;
    let store = &world.store;
    sitting.guest(store, "Renard").await;
    let need = ThingRef::new(ThingKind::Need, harvested(store, &sitting).await);
    let lead = sitting.lead.actor().await;
    let paul = world.partner("Paul").await;
    let role = Some(ProjectRole::Partner);
    let on_team = store.give_team_role(&lead, sitting.project, paul.id, role);
    on_team.await.expect("on the team");
    let partner = paul.actor().await;
    assert_eq!(quoted(store, &partner, need).await, []);
    let graph = store.graph(&partner, need).await.expect("a graph");
    assert!(graph.links.is_empty());
    let joined = store.join_session(&partner, sitting.id, Some(sitting.code));
    joined.await.expect("joined");
    let read = quoted(store, &partner, need).await;
    assert_eq!(told(&read)[0].1, "Renard", "who takes part reads it all");

    let eve = world.member("Eve").await.actor().await;
    assert_eq!(quoted(store, &eve, need).await.len(), 2);
    let draft = ProjectDraft {
        visibility: "team".into(),
        ..project_draft("Lire à deux")
    };
    let hidden = store.edit_project(&lead, sitting.project, 1, &draft);
    hidden.await.expect("for the team alone");
    assert_eq!(quoted(store, &eve, need).await, []);
    let session = ThingRef::new(ThingKind::Session, sitting.id);
    assert_fails!(store.chain(&eve, session).await, StoreError::NotFound);
}

async fn go_along_when_needs_are_merged(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, steering) = (&world.store, world.coordinator().await.actor().await);
    let [first, second, third] = [(); 3].map(|()| NeedId::new());
    for (id, said, text) in [(first, "Un", "Minuteur"), (second, "Deux", "Sonner")] {
        harvest(store, &sitting, id, said, vec![note(text, text, "")]).await;
    }
    let draft = need_draft("Trois");
    let expressed = store.express_need(&steering, third, &draft).await;
    expressed.expect("a need");
    for (from, into) in [(first, second), (second, third)] {
        let merged = store.merge_needs(&steering, from, into).await;
        merged.expect("merged");
    }
    let lead = sitting.lead.actor().await;
    for (need, expected) in [
        (first, &["Minuteur"][..]),
        (second, &["Sonner", "Minuteur"]),
        (third, &["Sonner", "Minuteur"]),
    ] {
        let thing = ThingRef::new(ThingKind::Need, need);
        let notes = quoted(store, &lead, thing).await;
        let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(texts, expected);
    }
}

async fn go_along_when_feedback_is_merged(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, lead) = (&world.store, sitting.lead.actor().await);
    let (one, other) = (FeedbackId::new(), FeedbackId::new());
    // The note "Bip" came to both.
    for (id, texts) in [(one, ["Minuteur", "Bip"]), (other, ["Sonner", "Bip"])] {
        let notes = texts.map(|text| note(text, text, "")).to_vec();
        let (entry, draft) = (feedback(texts[0]), OutcomeDraft { notes });
        let made = store.harvest_feedback(&lead, sitting.id, id, &entry, &draft);
        made.await.expect("an entry");
    }
    let merged = store.merge_feedback(&lead, one, other).await;
    merged.expect("merged");
    for (entry, expected) in [
        (one, &["Minuteur", "Bip"][..]),
        (other, &["Sonner", "Bip", "Minuteur"]),
    ] {
        let thing = ThingRef::new(ThingKind::Feedback, entry);
        let notes = quoted(store, &lead, thing).await;
        let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(texts, expected);
    }
}
