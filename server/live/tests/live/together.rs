//! People at work on one board, and what others receive of it.

use std::time::Duration;

use board::actions::form_groups;
use board::client::Client;
use board::operation::{Operation, Reveal};
use board::presence::{Announcement, Presence};
use board::rules::{Phase, Role};
use live::{Coming, Ending, Limits};
use store::Visitor;

use crate::world::{PRIVATE, World, eventually, holds, quick};

#[tokio::test]
async fn two_people_see_each_other_s_notes() {
    let world = World::new().await;
    let (mut ana, mut guest, _) = world.lead_and_guest().await;
    ana.write("Lire à deux");
    guest.write("Un minuteur");
    ana.in_step().await;
    guest.in_step().await;
    ana.sees("Un minuteur").await;
    guest.sees("Lire à deux").await;
    assert_eq!(world.hub.open_rooms(), 1);
}

#[tokio::test]
async fn everybody_knows_who_is_there_and_hears_what_changes() {
    let world = World::new().await;
    let (mut ana, mut guest, _) = world.lead_and_guest().await;
    let knows = |name: &'static str| {
        move |client: &Client| {
            let mut people = client.people().values();
            people.any(|person| person.here && person.introduction.name == name)
        }
    };
    ana.until(knows("Renard")).await.expect("connected");
    guest.until(knows("Ana")).await.expect("connected");
    let hand = Presence {
        hand: true,
        ..Presence::default()
    };
    guest.client.set_presence(hand);
    guest.send().await;
    let raised = |client: &Client| client.others().values().any(|(_, shown)| shown.hand);
    ana.until(raised).await.expect("connected");
    let speaker = guest.client.member().expect("a member").participant;
    let lead = Visitor::Account(&world.lead);
    let given = world.store.give_floor(lead, world.session, speaker.0).await;
    given.expect("given");
    let closed = world.store.close_session(&world.lead, world.session).await;
    closed.expect("closed");
    let observes = |client: &Client| {
        let member = client.member();
        client.is_live() && member.is_some_and(|member| member.role == Role::Reader)
    };
    guest.until(observes).await.expect("connected");
    let floor = Announcement::FloorGiven {
        to: speaker,
        turn: 1,
    };
    assert_eq!(guest.announcements, [floor, Announcement::SessionChanged]);
}

/// S51: whoever loses the connection in that moment is told when they are back.
#[tokio::test]
async fn the_floor_waits_for_who_is_away_for_a_moment() {
    let world = World::new().await;
    let (mut ana, mut guest, secret) = world.lead_and_guest().await;
    let to = guest.client.member().expect("a member").participant;
    // It hears nothing any more, and the server does not know.
    let lead = Visitor::Account(&world.lead);
    let given = world.store.give_floor(lead, world.session, to.0).await;
    given.expect("given");
    let floor = Announcement::FloorGiven { to, turn: 1 };
    ana.hears(floor).await;
    assert!(guest.announcements.is_empty());
    guest.back(world.enter_guest(&secret).await);
    guest.in_step().await;
    guest.hears(floor).await;
}

/// S63: they are kept in one go, though the tab that forms them hears nothing of it any more.
#[tokio::test]
async fn groups_come_with_their_frames_though_the_tab_that_formed_them_is_gone() {
    let world = World::new().await;
    let (mut ana, mut guest, _) = world.lead_and_guest().await;
    let person = guest.client.member().expect("a member").participant;
    let groups = vec![("Groupe 1".to_owned(), vec![person])];
    let forming = form_groups(&mut ana.client, groups);
    ana.client.act(forming).expect("allowed");
    ana.send().await;
    let led = guest.until(|client| client.confirmed().frame_of(person).is_some());
    led.await.expect("connected");
}

/// S19, on the wire: what is hidden reaches nobody before it is revealed, the
/// facilitator included.
#[tokio::test]
async fn hidden_text_is_in_no_byte_that_others_receive() {
    // One word: a whole board holds words apart from each other.
    const SECRET: &str = "Zibeline-secrète";
    let world = World::new().await;
    let (one, two) = (world.guest("Renard").await, world.guest("Loup").await);
    let mut ana = world.lead_tab().await;
    ana.in_step().await;
    ana.act(Operation::SetPhase(PRIVATE));
    ana.in_step().await;
    let mut author = world.guest_tab(&one).await;
    let mut other = world.guest_tab(&two).await;
    author.in_step().await;
    other.in_step().await;
    author.write(SECRET);
    author.in_step().await;
    assert!(holds(&author.client, SECRET));
    // Something that is told to all, so that the rest would have come by now.
    let later = Phase {
        draw: false,
        ..PRIVATE
    };
    ana.act(Operation::SetPhase(later));
    ana.in_step().await;
    let mut late = world.guest_tab(&two).await;
    late.in_step().await;
    let told = other.until(|client| client.confirmed().phase() == later);
    told.await.expect("connected");
    for tab in [&ana, &other, &late] {
        assert!(!tab.received(SECRET));
    }
    ana.act(Operation::Reveal(Reveal::All));
    ana.in_step().await;
    other.sees(SECRET).await;
    late.sees(SECRET).await;
    // Where it may be told it would be found: in a change, and in a whole board.
    let mut last = world.guest_tab(&two).await;
    last.in_step().await;
    for tab in [&ana, &other, &last] {
        assert!(tab.received(SECRET));
    }
}

/// A board on which one note was written, closed since nobody is on it any more.
async fn with_closed_board() -> World {
    let limits = Limits {
        linger: Duration::from_millis(50),
        ..quick()
    };
    let world = World::with(limits, |draft| draft).await;
    let mut ana = world.lead_tab().await;
    ana.in_step().await;
    ana.write("Lire à deux");
    ana.in_step().await;
    drop(ana);
    eventually(|| world.hub.open_rooms() == 0).await;
    world
}

#[tokio::test]
async fn an_empty_board_is_closed_and_opened_again_as_it_was() {
    let world = with_closed_board().await;
    let log = world
        .store
        .board_log(world.session, |_| true)
        .await
        .expect("a log");
    assert!(log.checkpoint.is_some() && log.entries.is_empty());
    let mut again = world.lead_tab().await;
    again.in_step().await;
    assert!(holds(&again.client, "Lire à deux"));
}

#[tokio::test]
async fn a_state_of_an_earlier_version_is_left_aside_for_the_log() {
    let world = with_closed_board().await;
    let kept = world
        .store
        .checkpoint_board(world.session, 1, vec![3, 1, 0])
        .await;
    kept.expect("kept");
    let mut again = world.lead_tab().await;
    again.in_step().await;
    assert!(holds(&again.client, "Lire à deux"));
}

#[tokio::test]
async fn a_long_log_has_its_state_kept_from_time_to_time() {
    let limits = Limits {
        checkpoint: 20,
        ..quick()
    };
    let world = World::with(limits, |draft| draft).await;
    let mut ana = world.lead_tab().await;
    ana.in_step().await;
    for number in 0..30 {
        ana.write(&format!("Note {number}"));
        ana.in_step().await;
    }
    let kept = async {
        loop {
            let log = world
                .store
                .board_log(world.session, |_| true)
                .await
                .expect("a log");
            if log.checkpoint.is_some() {
                return log.entries.len();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(kept.await <= 10);
}

#[tokio::test]
async fn everything_is_kept_when_the_server_ends() {
    let world = World::new().await;
    let mut ana = world.lead_tab().await;
    ana.in_step().await;
    ana.write("À la dernière minute");
    ana.send().await;
    world.hub.end().await;
    assert_eq!(ana.ends().await, Ending::Closed);
    let lead = Visitor::Account(&world.lead);
    let entered = world.hub.enter(world.session, lead, None, Coming::ToStay);
    let refused = entered.await;
    assert!(matches!(refused, Err(live::Error::Ending)));
    let mut world = world;
    world.killed().await;
    let mut again = world.lead_tab().await;
    again.in_step().await;
    assert!(holds(&again.client, "À la dernière minute"));
}
