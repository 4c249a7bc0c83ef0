//! Several people on one board, of whom nobody gets what is hidden from them: what others write in
//! private, and the ballots of an open vote.

use axum::body::Body;
use board::operation::{Operation, Reveal};
use board::rules::Phase;
use domain::ids::VoteId;
use domain::votes::{VoteDraft, VoteItem};
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{Request, StatusCode};
use store::Visitor;

use super::{PRIVATE, Sitting, encoded};

#[tokio::test]
async fn people_work_on_one_board_and_read_nothing_that_is_hidden() {
    let sitting = Sitting::new().await;
    let (fox, wolf) = (sitting.guest("Renard").await, sitting.guest("Loup").await);
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    let mut author = sitting.tab(&fox, 2).await;
    let mut other = sitting.tab(&wolf, 3).await;
    author.write("Un minuteur").await;
    ana.sees("Un minuteur").await;
    other.sees("Un minuteur").await;
    ana.begins_private(&mut author).await;
    author.write("Secret de Renard").await;
    let later = Phase {
        draw: false,
        ..PRIVATE
    };
    ana.act(Operation::SetPhase(later)).await;
    other
        .until(|client| client.confirmed().phase() == later)
        .await;
    assert!(!ana.received("Secret de Renard") && !other.received("Secret de Renard"));
    ana.act(Operation::Reveal(Reveal::All)).await;
    other.sees("Secret de Renard").await;
}

#[tokio::test]
async fn an_open_vote_tells_nothing_of_its_ballots() {
    const REASON: &str = "Trop long pour une heure";
    let sitting = Sitting::new().await;
    let (fox, wolf) = (sitting.guest("Renard").await, sitting.guest("Loup").await);
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    let mut other = sitting.tab(&wolf, 3).await;
    let (store, session, vote) = (&sitting.world.store, sitting.session, VoteId::new());
    let draft = VoteDraft {
        question: "Quelle piste ?".into(),
        kind: "objection".into(),
        items: vec![VoteItem {
            record: "1-1".into(),
            text: "Un minuteur".into(),
        }],
        ..VoteDraft::default()
    };
    let lead = Visitor::Account(&sitting.lead);
    let opened = store.open_vote(lead, session, vote, &draft).await;
    opened.expect("opened");
    let ballot = format!(r#"{{"objection":{{"1-1":{{"objection":"{REASON}"}}}}}}"#);
    let form = format!("session={session}&id={vote}&ballot={}", encoded(&ballot));
    let cast = Request::post("/api/cast_ballot")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(ACCEPT, "application/json")
        .header("sec-fetch-site", "same-origin")
        .header(COOKIE, &fox);
    let cast = sitting
        .world
        .send(cast.body(Body::from(form)).expect("a request"));
    assert_eq!(cast.await.status, StatusCode::OK);
    let votes = async |cookie: &str| {
        let asked = Request::get(format!("/api/load_votes?session={session}"))
            .header(ACCEPT, "application/json")
            .header(COOKIE, cookie);
        let answer = sitting
            .world
            .send(asked.body(Body::empty()).expect("a request"));
        answer.await.body
    };
    for cookie in [&sitting.cookie, &wolf] {
        let told = votes(cookie).await;
        assert!(
            told.contains("Quelle piste") && !told.contains(REASON),
            "{told}"
        );
    }
    assert!(votes(&fox).await.contains(REASON), "one's own ballot");
    // Whatever came over the sockets came before this note.
    ana.write("Après le vote").await;
    other.sees("Après le vote").await;
    assert!(!ana.received(REASON) && !other.received(REASON));
    store.close_vote(lead, session, vote).await.expect("closed");
    assert!(votes(&wolf).await.contains(REASON));
}
