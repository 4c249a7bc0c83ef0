//! Closing a session and opening it again, with people on its board.

use board::client::Client;
use board::operation::{Operation, Reveal};
use board::presence::Announcement;
use board::rules::{Phase, Refusal, Role};
use board::timer::Timer;
use live::Decree;

use crate::world::{PRIVATE, Tab, World, holds};

fn is(role: Role) -> impl Fn(&Client) -> bool {
    move |client| client.is_live() && client.member().is_some_and(|member| member.role == role)
}

/// A world whose lead and two guests are on a board in a private phase; the first of the
/// guests has written something.
async fn in_private(world: &World) -> (Tab, Tab, Tab) {
    let (one, two) = (world.guest("Renard").await, world.guest("Loup").await);
    let mut lead = world.lead_tab().await;
    lead.in_step().await;
    lead.act(Operation::SetPhase(PRIVATE));
    lead.in_step().await;
    let mut author = world.guest_tab(&one).await;
    let mut other = world.guest_tab(&two).await;
    author.in_step().await;
    other.in_step().await;
    author.write("Secret de Renard");
    author.in_step().await;
    (lead, author, other)
}

async fn close(world: &World) {
    let closed = world.store.close_session(&world.lead, world.session).await;
    closed.expect("closed");
}

#[tokio::test]
async fn s61_what_is_hidden_stays_so_until_its_author_shows_it() {
    let world = World::new().await;
    let (mut lead, mut author, mut other) = in_private(&world).await;
    close(&world).await;
    for tab in [&mut lead, &mut author, &mut other] {
        tab.until(is(Role::Reader)).await.expect("connected");
    }
    assert!(holds(&author.client, "Secret de Renard"));
    let all = lead.client.act(vec![Operation::Reveal(Reveal::All)]);
    assert_eq!(all, Err(Refusal::Closed));
    assert!(!lead.received("Secret de Renard") && !other.received("Secret de Renard"));
    let me = author.client.member().expect("a member").participant;
    author.act(Operation::Reveal(Reveal::Author(me)));
    author.in_step().await;
    lead.sees("Secret de Renard").await;
    other.sees("Secret de Renard").await;
}

#[tokio::test]
async fn s61_all_is_shown_before_the_close_to_whoever_comes_later_too() {
    let world = World::new().await;
    let (_lead, author, mut other) = in_private(&world).await;
    let revealed = world.hub.decree(world.session, Decree::RevealAll).await;
    revealed.expect("revealed");
    close(&world).await;
    other.sees("Secret de Renard").await;
    drop((author, other));
    let mut later = world.lead_tab().await;
    later.in_step().await;
    assert!(holds(&later.client, "Secret de Renard"));
}

#[tokio::test]
async fn s61_what_comes_from_offline_after_the_close_is_given_back_as_such() {
    let world = World::new().await;
    let (mut lead, mut guest, secret) = world.lead_and_guest().await;
    guest.client.disconnected();
    guest.write("Dans le train");
    close(&world).await;
    lead.until(is(Role::Reader)).await.expect("connected");
    guest.back(world.enter_guest(&secret).await);
    guest.in_step().await;
    let refused = guest.client.quarantine();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].refusal, Refusal::Closed);
    assert_eq!(refused[0].operation.words(), "Dans le train");
    assert!(!holds(&guest.client, "Dans le train"));

    let again = world.store.open_session(&world.lead, world.session).await;
    again.expect("open again");
    guest.hears(Announcement::SessionChanged).await;
    guest.until(is(Role::Participant)).await.expect("connected");
    guest.client.propose_again(0).expect("allowed again");
    guest.in_step().await;
    lead.sees("Dans le train").await;
}

#[tokio::test]
async fn s61_the_clock_stands_in_a_session_that_is_opened_again() {
    let world = World::new().await;
    let mut lead = world.lead_tab().await;
    lead.in_step().await;
    let begun = Phase {
        timer: Timer::begin(1_000, 60_000),
        ..Phase::OPEN
    };
    lead.act(Operation::SetPhase(begun));
    lead.in_step().await;
    close(&world).await;
    lead.until(is(Role::Reader)).await.expect("connected");
    drop(lead);
    let stopped = Decree::StopClock { at: 11_000 };
    let stopped = world.hub.decree(world.session, stopped).await;
    stopped.expect("stopped");
    let again = world.store.open_session(&world.lead, world.session).await;
    again.expect("open again");
    let mut lead = world.lead_tab().await;
    lead.in_step().await;
    let timer = lead.client.confirmed().phase().timer;
    assert!(timer.stands());
    assert_eq!(timer.left(0), Some(50_000));
    lead.write("On reprend");
    lead.in_step().await;
}
