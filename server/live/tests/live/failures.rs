//! What happens when things break: a server that is killed, a disk that is
//! full, browsers that are slow or send nonsense.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use board::client::Client;
use board::ids::{ClientId, RecordId, Seq};
use board::operation::Operation;
use board::server::{Checkpoint, Entry, Opened};
use board::wire::{FromClient, Submit};
use domain::ids::SessionId;
use futures_util::future::BoxFuture;
use live::{Coming, Ending, Error, Limits, Log, Result, StoreLog, Threads};
use store::Visitor;

use crate::world::{World, holds, quick};

/// A log on a disk that can be full.
struct FullDisk {
    log: StoreLog,
    full: AtomicBool,
}

impl Log for FullDisk {
    fn open(&self, session: SessionId) -> BoxFuture<'_, Result<Opened>> {
        self.log.open(session)
    }

    fn append(&self, session: SessionId, entries: Vec<Entry>) -> BoxFuture<'_, Result<()>> {
        match self.full.load(Ordering::SeqCst) {
            true => Box::pin(async { Err(Error::Unavailable) }),
            false => self.log.append(session, entries),
        }
    }

    fn keep(&self, session: SessionId, checkpoint: Checkpoint) -> BoxFuture<'_, Result<()>> {
        self.log.keep(session, checkpoint)
    }
}

/// S14 and S30 on a real store: what was acknowledged is there after a kill, and
/// what was not comes again from the browser.
#[tokio::test]
async fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    let mut world = World::new().await;
    let (mut ana, mut guest, secret) = world.lead_and_guest().await;
    for number in 0..50 {
        ana.write(&format!("Note {number}"));
        ana.in_step().await;
    }
    guest.write("En route");
    guest.send().await;
    world.killed().await;
    guest.write("Hors ligne");
    ana.back(world.enter_lead().await);
    guest.back(world.enter_guest(&secret).await);
    guest.in_step().await;
    ana.sees("Hors ligne").await;
    for tab in [&ana, &guest] {
        for number in 0..50 {
            assert!(holds(&tab.client, &format!("Note {number}")));
        }
        assert!(holds(&tab.client, "En route"));
        let document = tab.client.confirmed();
        assert_eq!(document.records().count(), 52, "nothing stands there twice");
    }
}

#[tokio::test]
async fn a_log_that_cannot_be_written_closes_the_room_and_loses_nothing() {
    let mut world = World::new().await;
    let disk = Arc::new(FullDisk {
        log: StoreLog::start(world.store.clone(), &Threads::of_caller()),
        full: AtomicBool::new(false),
    });
    world.over(Arc::<FullDisk>::clone(&disk), quick());
    let secret = world.guest("Renard").await;
    let mut ana = world.lead_tab().await;
    let mut guest = world.guest_tab(&secret).await;
    ana.in_step().await;
    ana.write("Avant");
    ana.in_step().await;
    guest.sees("Avant").await;
    disk.full.store(true, Ordering::SeqCst);
    guest.write("Disque plein");
    guest.send().await;
    assert_eq!(guest.ends().await, Ending::Closed);
    assert_eq!(ana.ends().await, Ending::Closed);
    assert!(
        !ana.received("Disque plein"),
        "what is not kept is not sent"
    );
    assert_eq!(guest.client.unacknowledged().count(), 1);
    disk.full.store(false, Ordering::SeqCst);
    ana.back(world.enter_lead().await);
    guest.back(world.enter_guest(&secret).await);
    guest.in_step().await;
    ana.sees("Disque plein").await;
    assert_eq!(ana.client.confirmed().records().count(), 2);
}

#[tokio::test]
async fn a_slow_browser_is_let_go_and_catches_up() {
    let limits = Limits {
        waiting_frames: 8,
        ..quick()
    };
    let world = World::with(limits, |draft| draft).await;
    let (mut ana, mut slow, secret) = world.lead_and_guest().await;
    for number in 0..20 {
        ana.write(&format!("Note {number}"));
        ana.in_step().await;
    }
    assert_eq!(slow.ends().await, Ending::Slow);
    slow.back(world.enter_guest(&secret).await);
    slow.sees("Note 19").await;
    assert_eq!(slow.client.confirmed().records().count(), 20);
}

#[tokio::test]
async fn nonsense_ends_a_connection_and_nobody_else_s() {
    let world = World::new().await;
    let (mut ana, mut hostile, _) = world.lead_and_guest().await;
    let nonsense = vec![board::wire::VERSION, 99, 1, 2, 3];
    let sent = hostile.link.sending.frame(nonsense.into()).await;
    sent.expect("sent");
    assert_eq!(hostile.ends().await, Ending::Broken);
    ana.write("Toujours là");
    ana.in_step().await;
}

#[tokio::test]
async fn whoever_sends_too_fast_is_slowed_down() {
    let limits = Limits {
        frames: (5, 1),
        ..quick()
    };
    let world = World::with(limits, |draft| draft).await;
    let mut link = world.enter_lead().await;
    let nothing = || bytes::Bytes::from_static(&[0]);
    for _ in 0..5 {
        let sent = link.sending.frame_now(nothing()).await;
        sent.expect("sent");
    }
    let sent = link.sending.frame_now(nothing()).await;
    assert!(matches!(sent, Err(Error::TooFast(wait)) if wait <= Duration::from_secs(1)));
    let sent = link.sending.frame(nothing());
    let waited = tokio::time::timeout(Duration::from_millis(100), sent).await;
    assert!(waited.is_err(), "it waits for its turn");
}

#[tokio::test]
async fn whoever_comes_back_goes_on_at_the_pace_that_was_left_to_them() {
    let limits = Limits {
        operations: (40, 1),
        ..quick()
    };
    let world = World::with(limits, |draft| draft).await;
    let frame = |count| {
        let submit = Submit {
            base: Seq(0),
            first: 1,
            operations: vec![Operation::Delete(RecordId::default()); count],
        };
        bytes::Bytes::from(FromClient::Submit(submit).encode())
    };
    let mut link = world.enter_lead().await;
    link.sending.frame_now(frame(40)).await.expect("sent");
    drop(link);
    let mut again = world.enter_lead().await;
    let sent = again.sending.frame_now(frame(20)).await;
    assert!(matches!(sent, Err(Error::TooFast(wait)) if wait > Duration::from_secs(10)));
    let secret = world.guest("Renard").await;
    let mut other = world.enter_guest(&secret).await;
    let sent = other.sending.frame_now(frame(20)).await;
    sent.expect("nobody waits for another");
}

#[tokio::test]
async fn a_whole_board_is_asked_for_at_a_pace_over_all_connections() {
    let limits = Limits {
        glances: (1, Duration::from_secs(60)),
        ..quick()
    };
    let world = World::with(limits, |draft| draft).await;
    let sign_in = world.sign_in(&world.lead).await;
    let glance = async || {
        let lead = Visitor::Account(&world.lead);
        let (session, glancing) = (world.session, Coming::ToGlance);
        world
            .hub
            .enter(session, lead, Some(sign_in), glancing)
            .await
    };
    glance().await.expect("let in");
    let again = glance().await;
    assert!(matches!(again, Err(Error::TooFast(_))));
    // What they get by connecting is not kept from them.
    world.lead_tab().await.in_step().await;
}

/// S2, over connections: whose tab it is stays so, and whoever took its id by design or by
/// chance goes on under another.
#[tokio::test]
async fn whoever_greets_as_somebody_else_s_tab_is_told_so_and_harms_nobody() {
    let world = World::new().await;
    let secret = world.guest("Renard").await;
    let mut ana = world.lead_tab().await;
    ana.in_step().await;
    let mut thief = world.guest_tab(&secret).await;
    thief.client = Client::new(ana.client.id());
    thief.client.connected();
    assert_eq!(thief.ends().await, Ending::Foreign);
    ana.write("Toujours moi");
    ana.in_step().await;
    thief.client.take_id(ClientId::from_random(5));
    thief.back(world.enter_guest(&secret).await);
    thief.sees("Toujours moi").await;
    thief.write("Moi aussi");
    thief.in_step().await;
    ana.sees("Moi aussi").await;
}
