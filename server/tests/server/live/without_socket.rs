//! What a browser has of a board by requests: its frames where no socket comes through, and all of
//! it, compressed, before there is one.

use board::client::Client;
use board::ids::ClientId;
use http::StatusCode;
use http::header::CONTENT_ENCODING;

use super::Sitting;

#[tokio::test]
async fn a_board_is_worked_on_without_a_socket() {
    let sitting = Sitting::new().await;
    let cookie = &sitting.cookie;
    let mut client = Client::new(ClientId::from_random(7));
    client.connected();
    let key = sitting.post("frames", cookie, Vec::new()).await;
    assert_eq!(key.status, StatusCode::CREATED);
    let frames = format!("frames?connection={}", key.body);
    let hello = client.poll().expect("a greeting");
    let sent = sitting.post(&frames, cookie, packed(&hello)).await;
    assert_eq!(sent.status, StatusCode::NO_CONTENT);
    let path = format!("/live/{}/{frames}", sitting.session);
    let answer = sitting.world.get_with(&path, cookie).await;
    assert_eq!(answer.status, StatusCode::OK);
    for frame in unpacked(&answer.bytes) {
        client.receive(frame).expect("a frame");
    }
    assert!(client.is_live());
    let fox = sitting.guest("Renard").await;
    let foreign = sitting.world.get_with(&path, &fox).await;
    assert_eq!(foreign.status, StatusCode::GONE);
    let broken = sitting.post(&frames, cookie, vec![9, 9]).await;
    assert_eq!(broken.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_whole_board_comes_compressed() {
    let sitting = Sitting::new().await;
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    for _ in 0..20 {
        ana.write("Les mêmes mots reviennent").await;
    }
    let mut client = Client::new(ClientId::from_random(2));
    client.connected();
    let hello = client.poll().expect("a greeting");
    let answer = sitting
        .post("welcome", &sitting.cookie, hello.clone())
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header(CONTENT_ENCODING), "br");
    let nonsense = sitting
        .post("welcome", &sitting.cookie, vec![board::wire::VERSION, 99])
        .await;
    assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);
}

fn packed(frame: &[u8]) -> Vec<u8> {
    let length = u32::try_from(frame.len()).expect("a short frame");
    [&length.to_le_bytes()[..], frame].concat()
}

fn unpacked(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut frames = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_le_bytes(*length)).expect("a length");
        let (frame, rest) = rest.split_at(length);
        frames.push(frame);
        bytes = rest;
    }
    frames
}
