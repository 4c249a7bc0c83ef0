//! Browsers that get no WebSocket.

use std::time::Duration;

use board::client::Client;
use board::ids::ClientId;
use bytes::Bytes;
use live::{Error, Limits, PollKey};
use store::Visitor;
use uuid::Uuid;

use crate::world::{World, quick};

fn packed(frame: &[u8]) -> Bytes {
    let length = u32::try_from(frame.len()).expect("a short frame");
    [&length.to_le_bytes()[..], frame].concat().into()
}

#[tokio::test]
async fn a_board_is_worked_on_by_asking_again_and_again() {
    let world = World::new().await;
    let (polls, session) = (world.hub.polls(), world.session);
    let key = polls.keep(session, world.enter_lead().await).expect("kept");
    let mut client = Client::new(ClientId::from_random(7));
    client.connected();
    let hello = client.poll().expect("a greeting");
    let taken = polls.take(key, session, 1, packed(&hello)).await;
    taken.expect("taken");
    let patience = Duration::from_secs(10);
    let answer = polls.wait(key, session, 1, patience).await.expect("frames");
    let length = answer[..4].try_into().expect("a length");
    let length = usize::try_from(u32::from_le_bytes(length)).expect("a length");
    let welcome = &answer[4..4 + length];
    client.receive(welcome).expect("a welcome");
    assert!(client.is_live());
    for (session, participant) in [(session, 2), (domain::ids::SessionId::new(), 1)] {
        let other = polls.wait(key, session, participant, patience).await;
        assert!(matches!(other, Err(Error::Gone)), "it is somebody else's");
    }
    let unknown = PollKey(Uuid::new_v4());
    let nothing = polls.wait(unknown, session, 1, patience).await;
    assert!(matches!(nothing, Err(Error::Gone)));
}

#[tokio::test]
async fn whoever_asks_no_more_is_forgotten() {
    let limits = Limits {
        unheard: Duration::from_millis(100),
        ..quick()
    };
    let world = World::with(limits, |draft| draft).await;
    let (polls, session) = (world.hub.polls(), world.session);
    let key = polls.keep(session, world.enter_lead().await).expect("kept");
    tokio::time::sleep(Duration::from_millis(400)).await;
    let late = polls.wait(key, session, 1, Duration::from_secs(1)).await;
    assert!(matches!(late, Err(Error::Gone)));
}

#[tokio::test]
async fn whoever_has_opened_too_many_others_is_told_so() {
    let limits = Limits {
        of_one: 1,
        ..quick()
    };
    let world = World::with(limits, |draft| draft).await;
    let (polls, session) = (world.hub.polls(), world.session);
    let key = polls.keep(session, world.enter_lead().await).expect("kept");
    let mut other = world.lead_tab().await;
    other.in_step().await;
    let told = polls.wait(key, session, 1, Duration::from_secs(10)).await;
    assert!(matches!(told, Err(Error::Replaced)));
}

#[tokio::test]
async fn a_removed_participant_is_told_so() {
    let world = World::new().await;
    let secret = world.guest("Renard").await;
    let (polls, session) = (world.hub.polls(), world.session);
    let link = world.enter_guest(&secret).await;
    let key = polls.keep(session, link).expect("kept");
    let lead = Visitor::Account(&world.lead);
    let removed = world.store.remove_participant(lead, session, 2).await;
    removed.expect("removed");
    let told = polls.wait(key, session, 2, Duration::from_secs(10)).await;
    assert!(matches!(told, Err(Error::NotAdmitted)));
}
