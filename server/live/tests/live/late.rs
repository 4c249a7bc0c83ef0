//! Those who come while a phase runs that has late arrivals wait (S60).

use std::time::Duration;

use board::client::Client;
use board::operation::Operation;
use board::presence::Announcement;
use board::rules::Phase;
use board::timer::Timer;
use domain::sessions::ParticipantState;
use live::{Coming, Error, Limits};
use store::Visitor;

use crate::world::{World, eventually, quick};

/// The phase of a script, begun at a moment.
const fn begun(step: u16, at: i64) -> Phase {
    Phase {
        step,
        timer: Timer::begin(at, 3_600_000),
        ..Phase::OPEN
    }
}

async fn waits() -> World {
    let limits = Limits {
        linger: Duration::from_millis(50),
        ..quick()
    };
    World::with(limits, |mut draft| {
        draft.phases[0].late_waits = "true".into();
        draft
    })
    .await
}

impl World {
    /// Whether a guest is held back, and gets no connection.
    async fn holds(&self, secret: &str) -> bool {
        let visitor = Visitor::Guest(secret);
        let (_, seat) = self
            .store
            .seat(visitor, self.session)
            .await
            .expect("a session");
        let entered = self
            .hub
            .enter(self.session, visitor, None, Coming::ToStay)
            .await;
        let held = seat.expect("a seat").state == ParticipantState::Held;
        assert_eq!(held, matches!(entered, Err(Error::NotAdmitted)));
        held
    }
}

#[tokio::test]
async fn s60_late_arrivals_come_in_when_the_next_phase_begins() {
    let mut world = waits().await;
    let early = world.guest("Loutre").await;
    let mut ana = world.lead_tab().await;
    ana.in_step().await;
    ana.act(Operation::SetPhase(begun(0, 1_000)));
    ana.in_step().await;
    let late = world.guest("Renard").await;
    assert!(world.holds(&late).await && !world.holds(&early).await);
    ana.hears(Announcement::WaitingChanged).await;
    assert!(!ana.received("Renard"), "who it is, is for those who ask");
    // More time begins nothing, nor does whoever was there come too late.
    let longer = Phase {
        timer: begun(0, 1_000).timer.extended(60_000, 2_000),
        ..begun(0, 1_000)
    };
    ana.act(Operation::SetPhase(longer));
    ana.in_step().await;
    assert!(world.holds(&late).await);
    let mut other = world.guest_tab(&early).await;
    other.in_step().await;
    other.write("Écrit avant la fin");
    other.in_step().await;
    ana.sees("Écrit avant la fin").await;

    // It is kept: another server holds them back as well.
    world.killed().await;
    assert!(world.holds(&late).await);
    let link = world.enter_lead().await;
    ana.back(link);
    ana.in_step().await;
    ana.announcements.clear();
    ana.act(Operation::SetPhase(begun(0, 9_000)));
    ana.in_step().await;
    ana.hears(Announcement::WaitingChanged).await;
    let mut guest = world.guest_tab(&late).await;
    guest.sees("Écrit avant la fin").await;
    let introduced = |client: &Client| {
        let mut people = client.people().values();
        people.any(|person| person.introduction.name == "Renard")
    };
    ana.until(introduced).await.expect("connected");
}

#[tokio::test]
async fn s60_late_arrivals_come_in_by_a_facilitator_and_stay() {
    let world = waits().await;
    let mut ana = world.lead_tab().await;
    ana.in_step().await;
    ana.act(Operation::SetPhase(begun(0, 1_000)));
    ana.in_step().await;
    let late = world.guest("Renard").await;
    assert!(world.holds(&late).await);
    let lead = Visitor::Account(&world.lead);
    let admitted = world.store.admit_participant(lead, world.session, 2).await;
    admitted.expect("admitted");
    let mut guest = world.guest_tab(&late).await;
    guest.in_step().await;
    let again = world.enter_guest(&late).await;
    guest.back(again);
    guest.in_step().await;
    assert!(!world.holds(&late).await);
}

#[tokio::test]
async fn s60_several_come_in_at_once_with_nobody_on_the_board() {
    let world = waits().await;
    let mut ana = world.lead_tab().await;
    ana.in_step().await;
    ana.act(Operation::SetPhase(begun(0, 1_000)));
    ana.in_step().await;
    let late = [world.guest("Renard").await, world.guest("Hibou").await];
    for secret in &late {
        assert!(world.holds(secret).await);
    }
    drop(ana);
    eventually(|| world.hub.open_rooms() == 0).await;
    let mut ana = world.lead_tab().await;
    ana.in_step().await;
    ana.act(Operation::SetPhase(begun(1, 2_000)));
    ana.in_step().await;
    for secret in &late {
        world.guest_tab(secret).await.in_step().await;
    }
}
