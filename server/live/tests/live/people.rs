//! Who is let in, and what becomes of those who are let in no longer.

use board::client::Client;
use board::ids::ParticipantId;
use board::operation::Operation;
use board::presence::Announcement;
use board::rules::{Phase, Refusal, Role};
use domain::sessions::SessionRole;
use live::{Coming, Ending, Error, Limits};
use store::Visitor;

use crate::world::{Tab, World, account, quick};

#[tokio::test]
async fn strangers_are_not_let_in() {
    let world = World::with(quick(), |mut draft| {
        draft.waiting_room = "true".into();
        draft
    })
    .await;
    let waiting = world.guest("Renard").await;
    let other = World::new().await;
    let foreign = other.guest("Loup").await;
    for secret in ["", "nonsense", &waiting, &foreign] {
        let visitor = Visitor::Guest(secret);
        let entered = world
            .hub
            .enter(world.session, visitor, None, Coming::ToStay)
            .await;
        assert!(matches!(entered, Err(Error::NotAdmitted)), "{secret}");
    }
    let eve = account(&world.store, "Eve").await;
    let visitor = Visitor::Account(&eve);
    let entered = world
        .hub
        .enter(world.session, visitor, None, Coming::ToGlance)
        .await;
    assert!(matches!(entered, Err(Error::NotAdmitted)));
    assert_eq!(world.hub.open_rooms(), 0, "nothing is opened for strangers");
    let lead = Visitor::Account(&world.lead);
    let admitted = world.store.admit_participant(lead, world.session, 2).await;
    admitted.expect("admitted");
    world.guest_tab(&waiting).await.in_step().await;
}

#[tokio::test]
async fn whoever_leads_hears_on_the_board_that_somebody_waits() {
    let world = World::with(quick(), |mut draft| {
        draft.waiting_room = "true".into();
        draft
    })
    .await;
    let mut ana = world.lead_tab().await;
    ana.in_step().await;
    world.guest("Renard").await;
    let changes = |tab: &Tab| {
        let waiting = tab.announcements.iter();
        let waiting = waiting.filter(|news| **news == Announcement::WaitingChanged);
        waiting.count()
    };
    ana.hears(Announcement::WaitingChanged).await;
    assert!(!ana.received("Renard"), "who it is, is for those who ask");
    let lead = Visitor::Account(&world.lead);
    let admitted = world.store.admit_participant(lead, world.session, 2).await;
    admitted.expect("admitted");
    let knows = |client: &Client| client.people().contains_key(&ParticipantId(2));
    ana.until(knows).await.expect("connected");
    assert_eq!(changes(&ana), 2, "they came, and wait no longer");
}

/// Whoever had a seat as a guest beside their own claims it once the session is over: on the
/// board its notes bear their name, and the list has them once.
#[tokio::test]
async fn a_seat_that_goes_on_in_another_is_listed_once() {
    let world = World::new().await;
    let secret = world.guest("Renard").await;
    let mut ana = world.lead_tab().await;
    ana.in_step().await;
    let (store, session) = (&world.store, world.session);
    let closed = store.close_session(&world.lead, session).await;
    closed.expect("closed");
    let claimed = store.claim_participation(&world.lead, &secret).await;
    claimed.expect("claimed");
    let own_name = |client: &Client| {
        let people = client.people();
        let own = &people.get(&ParticipantId(1))?.introduction;
        let other = &people.get(&ParticipantId(2))?.introduction;
        (own.name == other.name).then_some((own.unlisted, other.unlisted))
    };
    ana.until(|client| own_name(client).is_some())
        .await
        .expect("connected");
    assert_eq!(own_name(&ana.client), Some((false, true)));
}

#[tokio::test]
async fn whoever_is_removed_receives_nothing_any_more() {
    let world = World::new().await;
    let (mut ana, mut guest, secret) = world.lead_and_guest().await;
    let lead = Visitor::Account(&world.lead);
    let removed = world.store.remove_participant(lead, world.session, 2).await;
    removed.expect("removed");
    assert_eq!(guest.ends().await, Ending::Removed);
    // What they wrote keeps their name; among those who take part they are no longer told of.
    let unlisted = |client: &Client| {
        let renard = client.people().get(&ParticipantId(2));
        renard.is_some_and(|renard| renard.introduction.unlisted)
    };
    ana.until(unlisted).await.expect("connected");
    ana.write("Entre nous");
    ana.in_step().await;
    guest.write("Encore moi");
    guest.send().await;
    assert_eq!(guest.ends().await, Ending::Removed);
    assert!(!guest.received("Entre nous"));
    let visitor = Visitor::Guest(&secret);
    let again = world
        .hub
        .enter(world.session, visitor, None, Coming::ToStay)
        .await;
    assert!(matches!(again, Err(Error::NotAdmitted)));
}

#[tokio::test]
async fn another_role_holds_at_once() {
    let world = World::new().await;
    let secret = world.guest("Renard").await;
    let mut guest = world.guest_tab(&secret).await;
    guest.in_step().await;
    let (lead, session) = (&world.lead, world.session);
    let role = SessionRole::Facilitator;
    let changed = world
        .store
        .set_participant_role(lead, session, 2, role)
        .await;
    changed.expect("changed");
    let is = |role| {
        move |client: &Client| {
            client.is_live() && client.member().is_some_and(|member| member.role == role)
        }
    };
    guest.until(is(Role::Facilitator)).await.expect("connected");
    guest.act(Operation::SetPhase(Phase::OPEN));
    guest.in_step().await;
    world
        .store
        .close_session(lead, session)
        .await
        .expect("closed");
    guest.until(is(Role::Reader)).await.expect("connected");
    let late = guest.client.act(vec![Operation::SetPhase(Phase::OPEN)]);
    assert!(matches!(late, Err(Refusal::Closed)));
    // And again once the session is open again.
    let again = world.store.open_session(lead, session).await;
    again.expect("open again");
    guest.until(is(Role::Facilitator)).await.expect("connected");
    guest.act(Operation::SetPhase(Phase::OPEN));
    guest.in_step().await;
}

#[tokio::test]
async fn the_oldest_of_too_many_tabs_gives_way() {
    let limits = Limits {
        of_one: 2,
        ..quick()
    };
    let world = World::with(limits, |draft| draft).await;
    let mut oldest = world.lead_tab().await;
    oldest.in_step().await;
    let mut second = world.lead_tab().await;
    second.in_step().await;
    let mut third = world.lead_tab().await;
    third.in_step().await;
    assert_eq!(oldest.ends().await, Ending::Replaced);
    second.write("Encore là");
    second.in_step().await;
    third.sees("Encore là").await;
}

#[tokio::test]
async fn what_is_left_of_lost_connections_gives_way_before_any_tab() {
    let limits = Limits {
        of_one: 3,
        ..quick()
    };
    let world = World::with(limits, |draft| draft).await;
    let mut oldest = world.lead_tab().await;
    oldest.in_step().await;
    let mut flapping = world.lead_tab().await;
    flapping.in_step().await;
    // Nobody has heard yet that these are gone.
    let mut left = Vec::new();
    for _ in 0..4 {
        let link = world.enter_lead().await;
        left.push(std::mem::replace(&mut flapping.link, link));
        flapping.client.disconnected();
        flapping.client.connected();
        flapping.in_step().await;
    }
    oldest.write("Toujours là");
    oldest.in_step().await;
    flapping.sees("Toujours là").await;
}

#[tokio::test]
async fn a_full_board_takes_nobody_else() {
    let limits = Limits {
        connections: 1,
        ..quick()
    };
    let world = World::with(limits, |draft| draft).await;
    let secret = world.guest("Renard").await;
    let _ana = world.lead_tab().await;
    let visitor = Visitor::Guest(&secret);
    let entered = world
        .hub
        .enter(world.session, visitor, None, Coming::ToStay)
        .await;
    assert!(matches!(entered, Err(Error::Full)));
}
