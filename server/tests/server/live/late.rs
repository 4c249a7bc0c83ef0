//! Whoever comes while a phase runs that has late arrivals wait gets nothing of the board
//! by any way that a browser has (S60).

use super::{ORIGIN_URL, Sitting, encoded, status};
use axum::body::Body;
use board::client::Client;
use board::ids::ClientId;
use board::operation::Operation;
use board::rules::Phase;
use board::timer::Timer;
use domain::ids::{AttachmentId, VoteId};
use domain::sessions::{PhaseDraft, SessionDraft};
use domain::votes::{VoteDraft, VoteItem};
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{Request, StatusCode};
use store::Visitor;

use crate::world::Answer;

/// What stands on the board, in its vote and in the notes to its phase.
const SECRET: &str = "Un minuteur";
const ASKED: &str = "Lisez la consigne au tableau";

fn begun(step: u16, at: i64) -> Phase {
    Phase {
        step,
        timer: Timer::begin(at, 3_600_000),
        ..Phase::OPEN
    }
}

impl Sitting {
    async fn that_has_late_arrivals_wait() -> Self {
        let phase = |title: &str| PhaseDraft {
            title: title.into(),
            minutes: "8".into(),
            notes: SECRET.into(),
            ..PhaseDraft::default()
        };
        let first = PhaseDraft {
            late: ASKED.into(),
            late_waits: "true".into(),
            ..phase("Écrire")
        };
        Self::planned(SessionDraft {
            phases: vec![first, phase("Regrouper")],
            ..Self::draft()
        })
        .await
    }

    async fn asks(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path)
            .header(ACCEPT, "application/json")
            .header(COOKIE, cookie);
        let request = request.body(Body::empty()).expect("a request");
        self.world.send(request).await
    }

    /// All that a browser can ask for of the board, and what comes of it.
    async fn everything(&self, cookie: &str, hello: &[u8]) -> Vec<(String, Answer)> {
        let id = self.session;
        let mut all = Vec::new();
        for what in ["frames", "welcome"] {
            let answer = self.post(what, cookie, hello.to_vec()).await;
            all.push((what.to_owned(), answer));
        }
        let paths = [
            format!("/board/{id}"),
            format!("/sessions/{id}"),
            format!("/sessions/{id}/report"),
            format!("/sessions/{id}/history"),
            format!("/sessions/{id}/board.md"),
            format!("/sessions/{id}/board.csv"),
            format!("/sessions/{id}/board.json"),
            format!("/sessions/{id}/board.svg"),
            format!("/sessions/{id}/pictures/{}", AttachmentId::new()),
            format!("/api/load_board?session={id}"),
            format!("/api/load_votes?session={id}"),
            format!("/api/load_session?session={id}"),
            format!("/api/load_report?session={id}"),
            format!("/api/load_history?session={id}"),
        ];
        for path in paths {
            let answer = self.asks(&path, cookie).await;
            all.push((path, answer));
        }
        all
    }
}

#[tokio::test]
async fn s60_whoever_is_held_back_gets_nothing_of_the_board() {
    let sitting = Sitting::that_has_late_arrivals_wait().await;
    let (store, session) = (&sitting.world.store, sitting.session);
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    ana.write(SECRET).await;
    let (vote, lead) = (VoteId::new(), Visitor::Account(&sitting.lead));
    let draft = VoteDraft {
        question: "Garder ?".into(),
        kind: "objection".into(),
        items: vec![VoteItem {
            record: "1-1".into(),
            text: SECRET.into(),
        }],
        ..VoteDraft::default()
    };
    let opened = store.open_vote(lead, session, vote, &draft).await;
    opened.expect("opened");
    ana.act(Operation::SetPhase(begun(0, 1_000))).await;

    let fox = sitting.guest("Renard").await;
    let (eve, eves) = sitting.world.person_at("eve@exemple.fr").await;
    let joined = store.join_session(&eve, session, None).await;
    joined.expect("joined");
    let mut client = Client::new(ClientId::from_random(9));
    client.connected();
    let hello = client.poll().expect("a greeting");
    for cookie in [&fox, &eves] {
        let refused = sitting.connect(cookie, ORIGIN_URL).await;
        assert_eq!(status(refused), StatusCode::FORBIDDEN);
        for (what, answer) in sitting.everything(cookie, &hello).await {
            assert!(!answer.body.contains(SECRET), "{what}: {}", answer.body);
            if ["frames", "welcome"].contains(&what.as_str()) {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
            }
        }
        let told = sitting.asks(&format!("/board/{session}"), cookie).await;
        assert!(told.body.contains("Écrire") && told.body.contains(ASKED));
        let ballot = encoded(r#"{"objection":{"1-1":"yes"}}"#);
        let cast = Request::post("/api/cast_ballot")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header(COOKIE, cookie)
            .body(Body::from(format!(
                "session={session}&id={vote}&ballot={ballot}"
            )));
        let cast = sitting.world.send(cast.expect("a request")).await;
        assert_eq!(cast.status, StatusCode::NOT_FOUND);
    }
    // The same ways lead to it once the next phase has begun.
    ana.act(Operation::SetPhase(begun(1, 2_000))).await;
    sitting.tab(&fox, 2).await.sees(SECRET).await;
    for cookie in [&fox, &eves] {
        let read = sitting.everything(cookie, &hello).await;
        let read = read
            .iter()
            .filter(|(_, answer)| answer.body.contains(SECRET));
        assert!(read.count() >= 4);
    }
}
