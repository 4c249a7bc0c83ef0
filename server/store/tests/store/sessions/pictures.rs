//! Pictures on boards: who puts them there, how many, and that they are not swept.

use std::time::Duration;

use domain::attachments::{
    BOARD_PICTURES_MAX, BOARD_PICTURES_OF_GUESTS_MAX, BOARD_PICTURES_OF_ONE_MAX,
    BOARD_PICTURES_OF_OTHERS_MAX, Media,
};
use domain::ids::{AttachmentId, SessionId};
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::sessions::SessionRole;
use store::attachments::NewFile;
use store::{Store, StoreError, Visitor};

use super::sample::Sitting;
use crate::problem;
use crate::world::World;

on_both! {
    are_put_there_by_those_who_take_part,
    are_of_one_board,
    are_limited_in_number,
    leave_room_for_accounts_and_for_those_who_facilitate,
    are_not_swept,
}

fn picture(bytes: &[u8]) -> NewFile {
    NewFile {
        name: "écran.png".into(),
        media: Media::Png,
        size: Some((40, 20)),
        bytes: bytes.to_vec(),
        thumbnail: None,
        description: String::new(),
    }
}

/// Somebody puts so many pictures on a board.
async fn put_up(store: &Store, session: SessionId, visitor: Visitor<'_>, many: u64) {
    for count in 0..many {
        let (new, bytes) = (AttachmentId::new(), count.to_string());
        let added = store.add_board_picture(visitor, session, new, picture(bytes.as_bytes()));
        added.await.expect("added");
    }
}

/// Somebody's next picture is refused, since there are so many.
async fn assert_full(store: &Store, session: SessionId, visitor: Visitor<'_>, many: u64) {
    let new = AttachmentId::new();
    let added = store.add_board_picture(visitor, session, new, picture(b"one more"));
    let max = u32::try_from(many).expect("few");
    assert_eq!(problem(added.await, "file"), Some(Problem::Full { max }));
}

async fn are_put_there_by_those_who_take_part(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id) = (&world.store, sitting.id);
    let secret = sitting.guest(store, "Renard").await;
    let guest = Visitor::Guest(&secret);
    let new = AttachmentId::new();
    for _ in 0..2 {
        let added = store.add_board_picture(guest, id, new, picture(b"one"));
        added.await.expect("added, once");
    }
    let (file, by) = store
        .board_picture(guest, id, new)
        .await
        .expect("a picture");
    assert_eq!((file.media, by), (Media::Png, 2));
    let bytes = store.read_file(&file, 0..file.bytes).await;
    assert_eq!(bytes.expect("bytes"), b"one");
    let other = store.add_board_picture(guest, id, new, picture(b"other"));
    assert_fails!(other.await, StoreError::NotFound);

    let lead = sitting.lead.actor().await;
    let observer = SessionRole::Observer;
    let set = store.set_participant_role(&lead, id, 2, observer).await;
    set.expect("an observer");
    let refused = store.may_add_board_picture(guest, id).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    let eve = world.member("Eve").await.actor().await;
    let eve = Visitor::Account(&eve);
    for stranger in [eve, Visitor::Guest("stranger")] {
        let added = store.add_board_picture(stranger, id, AttachmentId::new(), picture(b"x"));
        assert_fails!(added.await, StoreError::NotFound);
        let read = store.board_picture(stranger, id, new).await;
        assert_fails!(read, StoreError::NotFound);
    }
    store.close_session(&lead, id).await.expect("closed");
    let lead = Visitor::Account(&lead);
    let late = store.add_board_picture(lead, id, AttachmentId::new(), picture(b"x"));
    assert_fails!(late.await, StoreError::Refused(Refusal::Frozen));
    store
        .board_picture(eve, id, new)
        .await
        .expect("whoever reads the board");
}

async fn are_of_one_board(world: World) {
    let (here, there) = (Sitting::open(&world).await, Sitting::open(&world).await);
    let store = &world.store;
    let lead = here.lead.actor().await;
    let (lead, new) = (Visitor::Account(&lead), AttachmentId::new());
    let added = store.add_board_picture(lead, here.id, new, picture(b"one"));
    added.await.expect("added");
    let other = there.lead.actor().await;
    let other = Visitor::Account(&other);
    let read = store.board_picture(other, there.id, new).await;
    assert_fails!(read, StoreError::NotFound);
    let text = NewFile {
        media: Media::Text,
        ..picture(b"no picture")
    };
    let added = store.add_board_picture(lead, here.id, AttachmentId::new(), text);
    assert_eq!(problem(added.await, "file"), Some(Problem::NotOffered));
}

async fn are_limited_in_number(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let lead = Visitor::Account(&lead);
    put_up(store, id, lead, BOARD_PICTURES_OF_ONE_MAX).await;
    assert_full(store, id, lead, BOARD_PICTURES_OF_ONE_MAX).await;
    let secret = sitting.guest(store, "Renard").await;
    let guest = Visitor::Guest(&secret);
    let added = store.add_board_picture(guest, id, AttachmentId::new(), picture(b"one"));
    added.await.expect("another's");
}

async fn leave_room_for_accounts_and_for_those_who_facilitate(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id) = (&world.store, sitting.id);
    let each = BOARD_PICTURES_OF_ONE_MAX;
    // Whoever takes one seat after the other without an account fills half of it.
    for name in ["Renard", "Loutre"] {
        let secret = sitting.guest(store, name).await;
        put_up(store, id, Visitor::Guest(&secret), each).await;
    }
    let secret = sitting.guest(store, "Castor").await;
    let guest = Visitor::Guest(&secret);
    assert_full(store, id, guest, BOARD_PICTURES_OF_GUESTS_MAX).await;
    let (eve, paul) = (world.member("Eve").await, world.member("Paul").await);
    let (eve, paul) = (eve.actor().await, paul.actor().await);
    for actor in [&eve, &paul] {
        let joined = store.join_session(actor, id, Some(sitting.code)).await;
        joined.expect("joined");
    }
    put_up(store, id, Visitor::Account(&eve), each).await;
    let paul = Visitor::Account(&paul);
    assert_full(store, id, paul, BOARD_PICTURES_OF_OTHERS_MAX).await;
    // What is left is for those who facilitate, with an account or without.
    let lead = sitting.lead.actor().await;
    let facilitator = SessionRole::Facilitator;
    let set = store.set_participant_role(&lead, id, 4, facilitator).await;
    set.expect("a facilitator");
    put_up(store, id, guest, 1).await;
    let lead = Visitor::Account(&lead);
    put_up(store, id, lead, each - 1).await;
    assert_full(store, id, lead, BOARD_PICTURES_MAX).await;
}

async fn are_not_swept(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let (lead, new) = (Visitor::Account(&lead), AttachmentId::new());
    let added = store.add_board_picture(lead, id, new, picture(b"one"));
    added.await.expect("added");
    let swept = store.sweep_attachments(Duration::ZERO).await;
    assert_eq!(swept.expect("swept"), 0);
    let (file, _) = store.board_picture(lead, id, new).await.expect("a picture");
    let bytes = store.read_file(&file, 0..file.bytes).await;
    assert_eq!(bytes.expect("bytes"), b"one");
}
