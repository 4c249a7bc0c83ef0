//! Pictures on live boards: sent by those who take part, read by those who see them there.

use std::net::Ipv4Addr;

use super::{Sitting, Tab};
use app::request::guest_cookie;
use axum::body::Body;
use board::geometry::{Point, Size};
use board::ids::ParticipantId;
use board::operation::{Operation, Reveal};
use board::order::OrderKey;
use board::record::{Content, Shape};
use board::secrecy::Secrecy;
use domain::ids::AttachmentId;
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, ORIGIN, RETRY_AFTER};
use http::{Request, StatusCode};

use crate::attachments::photo;
use crate::world::{Answer, ORIGIN_URL};

impl Sitting {
    async fn send_picture(&self, cookie: &str, bytes: &[u8]) -> Answer {
        let mut body = b"--frontier\r\nContent-Disposition: form-data; name=\"file\"; \
            filename=\"a.jpg\"\r\n\r\n"
            .to_vec();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--frontier--\r\n");
        let request = Request::post(format!("/sessions/{}/pictures", self.session))
            .header(CONTENT_TYPE, "multipart/form-data; boundary=frontier")
            .header(ORIGIN, ORIGIN_URL)
            .header(COOKIE, cookie);
        let request = request.body(Body::from(body)).expect("a request");
        self.world.send(request).await
    }

    async fn picture(&self, cookie: &str, id: AttachmentId) -> Answer {
        let path = format!("/sessions/{}/pictures/{id}", self.session);
        self.world.get_with(&path, cookie).await
    }
}

/// A picture that was kept: its id, as the answer says it.
fn kept(answer: &Answer) -> AttachmentId {
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    let told: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(
        (told["width"].as_u64(), told["height"].as_u64()),
        (Some(40), Some(20))
    );
    let id = told["id"].as_str().expect("an id");
    id.parse().expect("an id")
}

impl Tab {
    async fn lay(&mut self, picture: AttachmentId) {
        let shape = Shape {
            parent: None,
            order: OrderKey::default(),
            position: Point::default(),
            size: Size::new(200, 100),
            text: "L'écran d'accueil".to_owned(),
            content: Content::Image(picture),
        };
        let id = self.client.new_record_id();
        let shape = Box::new(shape);
        let secrecy = Secrecy::NONE;
        self.act(Operation::Create { id, secrecy, shape }).await;
    }
}

#[tokio::test]
async fn a_picture_is_read_by_those_who_see_it_on_the_board() {
    let sitting = Sitting::new().await;
    let (fox, wolf) = (sitting.guest("Renard").await, sitting.guest("Loup").await);
    let sent = sitting.send_picture(&fox, &photo()).await;
    let id = kept(&sent);
    // Not on the board yet: its author's alone.
    assert_eq!(sitting.picture(&fox, id).await.status, StatusCode::OK);
    for other in [&wolf, &sitting.cookie] {
        assert_eq!(
            sitting.picture(other, id).await.status,
            StatusCode::NOT_FOUND
        );
    }
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    let mut author = sitting.tab(&fox, 2).await;
    ana.begins_private(&mut author).await;
    author.lay(id).await;
    for other in [&wolf, &sitting.cookie] {
        let hidden = sitting.picture(other, id).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "written in private");
    }
    // Who knows its id and lays it down themselves gains nothing.
    let mut planted = sitting.tab(&wolf, 3).await;
    planted.lay(id).await;
    ana.act(Operation::Reveal(Reveal::Author(ParticipantId(3))))
        .await;
    for other in [&wolf, &sitting.cookie] {
        let hidden = sitting.picture(other, id).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "an id is no proof");
    }
    let drawn = format!("/sessions/{}/board.svg", sitting.session);
    let hidden = sitting.world.get_with(&drawn, &wolf).await;
    assert!(!hidden.body.contains("<image"));
    ana.act(Operation::Reveal(Reveal::All)).await;
    let shown = sitting.world.get_with(&drawn, &wolf).await;
    assert!(shown.body.contains("href=\"data:image/jpeg;base64,"));
    let shown = sitting.picture(&wolf, id).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert_eq!(shown.header(CONTENT_TYPE), "image/jpeg");
    assert!(shown.header(CONTENT_SECURITY_POLICY).contains("sandbox"));
    assert!(!shown.body.contains("Zacharie"), "made without metadata");
}

/// Looking into pictures costs: an address has so many tries, as at the door.
#[tokio::test]
async fn whoever_sends_pictures_too_fast_is_told_how_long_to_wait() {
    let sitting = Sitting::new().await;
    let (fox, photo) = (sitting.guest("Renard").await, photo());
    let here = Ipv4Addr::UNSPECIFIED.into();
    let sent = async || sitting.send_picture(&fox, &photo).await;
    let over = sitting.world.one_too_many(here, sent).await;
    assert_eq!(over.body, "\"too_often\"");
    let wait: u64 = over.header(RETRY_AFTER).parse().expect("whole seconds");
    assert!((1..=2).contains(&wait), "{wait}");
}

#[tokio::test]
async fn what_is_no_picture_or_nobodys_is_refused() {
    let sitting = Sitting::new().await;
    let fox = sitting.guest("Renard").await;
    for (cookie, bytes, status, code) in [
        (
            &fox,
            &b"Bonjour"[..],
            StatusCode::UNPROCESSABLE_ENTITY,
            "unreadable",
        ),
        (&fox, &b""[..], StatusCode::UNPROCESSABLE_ENTITY, "empty"),
        (
            &fox,
            &b"\xff\xd8\xff\xe0 cut"[..],
            StatusCode::UNPROCESSABLE_ENTITY,
            "unreadable",
        ),
        (
            &String::new(),
            &b"x"[..],
            StatusCode::UNAUTHORIZED,
            "signed_out",
        ),
        (
            &format!("{}=nobody", guest_cookie(sitting.session)),
            &b"x"[..],
            StatusCode::NOT_FOUND,
            "no_such_thing",
        ),
    ] {
        let answer = sitting.send_picture(cookie, bytes).await;
        assert_eq!(answer.status, status, "{code}: {}", answer.body);
        assert_eq!(answer.body.trim_matches('"'), code);
    }
    let nobody = sitting.picture("", AttachmentId::new()).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}
