//! Pictures on boards: who puts them there, how many, and that they are not swept.

use std::time::Duration;

use domain::attachments::{BOARD_PICTURES_OF_ONE_MAX, Media};
use domain::ids::AttachmentId;
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::sessions::SessionRole;
use store::attachments::NewFile;
use store::{StoreError, Visitor};

use super::sample::Sitting;
use crate::problem;
use crate::world::World;

on_both! {
    are_put_there_by_those_who_take_part,
    are_of_one_board,
    are_limited_in_number,
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
    for count in 0..BOARD_PICTURES_OF_ONE_MAX {
        let bytes = count.to_string();
        let new = AttachmentId::new();
        let added = store.add_board_picture(lead, id, new, picture(bytes.as_bytes()));
        added.await.expect("added");
    }
    let added = store.add_board_picture(lead, id, AttachmentId::new(), picture(b"one more"));
    let max = u32::try_from(BOARD_PICTURES_OF_ONE_MAX).expect("few");
    let many = Problem::Full { max };
    assert_eq!(problem(added.await, "file"), Some(many));
    let secret = sitting.guest(store, "Renard").await;
    let guest = Visitor::Guest(&secret);
    let added = store.add_board_picture(guest, id, AttachmentId::new(), picture(b"one"));
    added.await.expect("another's");
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
