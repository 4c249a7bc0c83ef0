//! Closing a session whose board still hides something, and opening it again.

use board::ids::{ClientId, ParticipantId, Seq};
use board::operation::{Operation, Reveal};
use board::rules::{Phase, Role};
use board::server::Entry;
use board::timer::Timer;
use http::StatusCode;

use super::{Sitting, Tab};
use crate::stage::{Fields, call, fields};

/// What the page of the session says of what is hidden.
const COUNTED: &str = "Encore à dévoiler : 2 éléments, de 1 personne.";

/// A session in whose private phase a guest wrote two notes; the guest's cookie, and the
/// tab of whoever leads.
async fn in_private(sitting: &Sitting) -> (String, Tab) {
    let fox = sitting.guest("Renard").await;
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    let private = Phase {
        private: true,
        timer: Timer::begin(1_000, i64::MAX / 2),
        ..Phase::OPEN
    };
    ana.act(Operation::SetPhase(private)).await;
    let mut guest = sitting.tab(&fox, 2).await;
    guest.write("Secret de Renard").await;
    guest.write("Autre secret").await;
    (fox, ana)
}

async fn steer(sitting: &Sitting, cookie: &str, fields: Fields) -> StatusCode {
    let answer = call(&sitting.world, "steer_session", Some(cookie), &fields);
    answer.await.status
}

async fn page(sitting: &Sitting, cookie: &str) -> String {
    let path = format!("/sessions/{}", sitting.session);
    let page = sitting.world.get_with(&path, cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    page.body
}

/// What whoever leads takes from the board as a file.
async fn exported(sitting: &Sitting) -> String {
    let path = format!("/sessions/{}/board.md", sitting.session);
    sitting.world.get_with(&path, &sitting.cookie).await.body
}

#[tokio::test]
async fn s61_who_closes_reads_how_much_is_hidden_and_may_reveal_it_first() {
    let sitting = Sitting::new().await;
    let id = sitting.session;
    let (fox, _ana) = in_private(&sitting).await;
    let shown = page(&sitting, &sitting.cookie).await;
    assert!(shown.contains(COUNTED), "{shown}");
    assert!(!shown.contains("Secret de Renard"));
    for button in ["Tout dévoiler et clore", "Clore sans dévoiler"] {
        assert!(shown.contains(button), "{button} in {shown}");
    }
    // Nobody else reads it, nor reveals anything by closing.
    let (_, stranger) = sitting.world.person_at("bao@exemple.fr").await;
    assert!(
        !page(&sitting, &stranger)
            .await
            .contains("Encore à dévoiler")
    );
    let closing = || fields! { "id": id, "open": false, "reveal": true };
    let refused = steer(&sitting, &stranger, closing()).await;
    assert_eq!(refused, StatusCode::FORBIDDEN);
    let refused = steer(&sitting, &fox, closing()).await;
    assert_eq!(refused, StatusCode::UNAUTHORIZED);
    assert!(!exported(&sitting).await.contains("secret"));

    let closed = steer(&sitting, &sitting.cookie, closing()).await;
    assert_eq!(closed, StatusCode::OK);
    let board = exported(&sitting).await;
    assert!(board.contains("Secret de Renard (Renard)"), "{board}");
    assert!(board.contains("Autre secret (Renard)"), "{board}");
    let shown = page(&sitting, &sitting.cookie).await;
    assert!(!shown.contains("Encore à dévoiler"), "{shown}");
}

#[tokio::test]
async fn s61_a_session_is_closed_with_what_is_hidden_and_opened_again() {
    let sitting = Sitting::new().await;
    let id = sitting.session;
    let (_, mut ana) = in_private(&sitting).await;
    let is = |role: Role| {
        move |client: &super::Client| {
            client.is_live() && client.member().is_some_and(|member| member.role == role)
        }
    };
    let closing = fields! { "id": id, "open": false };
    let closed = steer(&sitting, &sitting.cookie, closing).await;
    assert_eq!(closed, StatusCode::OK);
    ana.until(is(Role::Reader)).await;
    let shown = page(&sitting, &sitting.cookie).await;
    assert!(shown.contains(COUNTED), "{shown}");
    assert!(!exported(&sitting).await.contains("secret"));
    assert!(ana.client.confirmed().phase().timer.runs());

    let opening = fields! { "id": id, "open": true };
    let opened = steer(&sitting, &sitting.cookie, opening).await;
    assert_eq!(opened, StatusCode::OK);
    ana.until(is(Role::Facilitator)).await;
    let timer = ana.client.confirmed().phase().timer;
    assert!(timer.stands(), "{timer:?}");
    ana.write("On reprend").await;
}

/// The number is the same whoever counts: the room of an open board, or its log at rest, once
/// for each of its states.
#[tokio::test]
async fn s61_what_is_hidden_is_counted_alike_by_a_room_and_by_a_log() {
    let sitting = Sitting::new().await;
    let (store, id) = (&sitting.world.store, sitting.session);
    let (fox, _ana) = in_private(&sitting).await;
    let counted = sitting.world.boards.hidden(id).await.expect("open");
    assert_eq!((counted.records, counted.authors), (2, 1));
    // Those who lead on the board are told whose it is as well, as far as it is signed.
    let told = format!("/api/load_hidden?session={id}");
    let left = sitting.world.get_with(&told, &sitting.cookie).await;
    assert_eq!(left.body, r#"{"items":2,"of":[[2,2]]}"#);
    let others = sitting.world.get_with(&told, &fox).await;
    assert!(!others.status.is_success() && !others.body.contains("items"));
    assert!(page(&sitting, &sitting.cookie).await.contains(COUNTED));
    let closed = store.close_session(&sitting.lead, id).await;
    closed.expect("closed");
    sitting.world.boards.end().await;
    assert_eq!(sitting.world.boards.hidden(id).await, None);
    for _ in 0..2 {
        let shown = page(&sitting, &sitting.cookie).await;
        assert!(shown.contains(COUNTED), "{shown}");
    }
    let (_, end) = store.board_place(id).await.expect("a place");
    let revealed = Entry {
        seq: Seq(end + 1),
        client: ClientId::ROOM,
        participant: ParticipantId::NOBODY,
        counter: 1,
        outcome: Ok(Operation::Reveal(Reveal::All)),
    };
    let append = live::append_of(id, &[revealed]);
    store.append_boards(&[append]).await.expect("appended");
    let shown = page(&sitting, &sitting.cookie).await;
    assert!(!shown.contains("Encore à dévoiler"), "{shown}");
}
