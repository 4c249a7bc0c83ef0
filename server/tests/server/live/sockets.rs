//! Who gets a socket, and why the server closes one.

use axum::body::Body;
use board::client::Client;
use board::ids::ClientId;
use futures_util::{SinkExt, StreamExt};
use http::StatusCode;
use http::header::{COOKIE, LOCATION};
use store::Visitor;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use super::{PATIENCE, Sitting, status};
use crate::world::{ORIGIN_URL, form};

#[tokio::test]
async fn only_those_who_are_let_in_get_a_socket() {
    let sitting = Sitting::with_waiting_room("true").await;
    let other = Sitting::new().await;
    let (waiting, foreign) = (sitting.guest("Renard").await, other.guest("Loup").await);
    for (cookie, why) in [
        ("", StatusCode::UNAUTHORIZED),
        ("a=b", StatusCode::UNAUTHORIZED),
        (waiting.as_str(), StatusCode::FORBIDDEN),
        (foreign.as_str(), StatusCode::UNAUTHORIZED),
        (sitting.passed_off(&foreign).as_str(), StatusCode::FORBIDDEN),
        (other.cookie.as_str(), StatusCode::UNAUTHORIZED),
    ] {
        let refused = sitting.connect(cookie, ORIGIN_URL).await;
        assert_eq!(status(refused), why, "{cookie}");
    }
    let elsewhere = sitting
        .connect(&sitting.cookie, "https://evil.example")
        .await;
    assert_eq!(status(elsewhere), StatusCode::FORBIDDEN);
    for what in ["frames", "welcome"] {
        let answer = sitting.post(what, &waiting, vec![1]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
    }
    let (store, lead) = (&sitting.world.store, Visitor::Account(&sitting.lead));
    let admitted = store.admit_participant(lead, sitting.session, 2).await;
    admitted.expect("admitted");
    sitting.tab(&waiting, 1).await;
}

#[tokio::test]
async fn whoever_is_removed_is_cut_off() {
    let sitting = Sitting::new().await;
    let fox = sitting.guest("Renard").await;
    let mut guest = sitting.tab(&fox, 1).await;
    let (store, lead) = (&sitting.world.store, Visitor::Account(&sitting.lead));
    let removed = store.remove_participant(lead, sitting.session, 2).await;
    removed.expect("removed");
    assert_eq!(guest.closed().await, 4403);
    let again = sitting.connect(&fox, ORIGIN_URL).await;
    assert_eq!(status(again), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_is_signed_out_is_to_sign_in_again() {
    let sitting = Sitting::new().await;
    let (world, cookie) = (&sitting.world, &sitting.cookie);
    let mut ana = sitting.tab(cookie, 1).await;
    let key = sitting.post("frames", cookie, Vec::new()).await;
    assert_eq!(key.status, StatusCode::CREATED);
    let everywhere = form("/api/sign_out_everywhere", "/account", "").header(COOKIE, cookie);
    let everywhere = everywhere.body(Body::empty()).expect("a request");
    let out = world.send(everywhere).await;
    assert_eq!(out.header(LOCATION), "/sign-in");
    assert_eq!(ana.closed().await, 4401);
    let again = sitting.connect(cookie, ORIGIN_URL).await;
    assert_eq!(status(again), StatusCode::UNAUTHORIZED);
    let path = format!("/live/{}/frames?connection={}", sitting.session, key.body);
    let frames = world.get_with(&path, cookie).await;
    assert_eq!(frames.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn nonsense_closes_a_socket() {
    let sitting = Sitting::new().await;
    let mut tab = sitting.tab(&sitting.cookie, 1).await;
    let nonsense = Message::Binary(vec![board::wire::VERSION, 99].into());
    tab.socket.send(nonsense).await.expect("sent");
    assert_eq!(tab.closed().await, 4400);
}

#[tokio::test]
async fn a_socket_that_greets_as_somebody_else_s_tab_is_closed_as_such() {
    let sitting = Sitting::new().await;
    let _ana = sitting.tab(&sitting.cookie, 1).await;
    let fox = sitting.guest("Renard").await;
    let mut socket = sitting.connect(&fox, ORIGIN_URL).await.expect("let in");
    let mut client = Client::new(ClientId::from_random(1));
    client.connected();
    let hello = client.poll().expect("a greeting");
    let sent = socket.send(Message::Binary(hello.into())).await;
    sent.expect("sent");
    let closed = timeout(PATIENCE, async {
        loop {
            if let Message::Close(frame) = socket.next().await.expect("more").expect("a frame") {
                return frame.map(|frame| u16::from(frame.code));
            }
        }
    });
    assert_eq!(closed.await.expect("it is closed"), Some(4423));
}
