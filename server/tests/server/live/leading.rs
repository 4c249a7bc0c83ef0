//! Who lets people in and removes them from the board: whoever may run the session, and
//! those who were made its facilitators, with an account or without.

use super::{ORIGIN_URL, Sitting, status};
use axum::body::Body;
use domain::sessions::{ParticipantState, SessionRole};
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{Request, StatusCode};
use store::Visitor;

use crate::world::Answer;

const OK: StatusCode = StatusCode::OK;
const UNKNOWN: StatusCode = StatusCode::UNAUTHORIZED;
const REFUSED: StatusCode = StatusCode::FORBIDDEN;
const NOWHERE: StatusCode = StatusCode::NOT_FOUND;

impl Sitting {
    /// What a server function that reads something of the session answers.
    async fn reads(&self, name: &str, cookie: &str) -> Answer {
        let request = Request::get(format!("/api/{name}?session={}", self.session))
            .header(ACCEPT, "application/json")
            .header(COOKIE, cookie);
        let request = request.body(Body::empty()).expect("a request");
        self.world.send(request).await
    }

    /// Calls a server function that changes something of the session.
    async fn does(&self, name: &str, fields: &str, cookie: &str) -> StatusCode {
        let form = format!("id={}&{fields}", self.session);
        let request = Request::post(format!("/api/{name}"))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header(COOKIE, cookie);
        let request = request.body(Body::from(form)).expect("a request");
        self.world.send(request).await.status
    }

    async fn admits(&self, number: u32, admit: bool, cookie: &str) -> StatusCode {
        let fields = format!("number={number}&admit={admit}");
        self.does("admit_participant", &fields, cookie).await
    }

    /// Whoever leads lets this participant in, and gives them a role.
    async fn lets_in(&self, number: u32, role: SessionRole) {
        let (store, session) = (&self.world.store, self.session);
        let lead = Visitor::Account(&self.lead);
        let admitted = store.admit_participant(lead, session, number).await;
        admitted.expect("admitted");
        let given = store.set_participant_role(&self.lead, session, number, role);
        given.await.expect("given");
    }

    async fn state(&self, number: u32) -> ParticipantState {
        let (store, session) = (&self.world.store, self.session);
        let all = store.participants(&self.lead, session).await;
        let mut all = all.expect("a list").into_iter();
        let one = all.find(|one| one.number == number);
        one.expect("a participant").state
    }

    /// Somebody with an account joins: their number, and the cookie.
    async fn joins(&self, email: &str) -> (u32, String) {
        let (actor, cookie) = self.world.person_at(email).await;
        let store = &self.world.store;
        let joined = store.join_session(&actor, self.session, None).await;
        (joined.expect("joined").number, cookie)
    }
}

#[tokio::test]
async fn a_guest_who_facilitates_lets_people_in_and_removes_them() {
    let sitting = Sitting::with_waiting_room("true").await;
    let (awa, fox) = (sitting.guest("Awa").await, sitting.guest("Renard").await);
    sitting.lets_in(2, SessionRole::Facilitator).await;
    let waiting = sitting.reads("load_waiting", &awa).await;
    assert!(waiting.body.contains("Renard"), "{}", waiting.body);
    let refused = sitting.connect(&fox, ORIGIN_URL).await;
    assert_eq!(status(refused), REFUSED);

    assert_eq!(sitting.admits(3, true, &awa).await, OK);
    let waiting = sitting.reads("load_waiting", &awa).await;
    assert!(!waiting.body.contains("Renard"), "{}", waiting.body);
    let mut guest = sitting.tab(&fox, 1).await;

    assert_eq!(sitting.admits(3, false, &awa).await, OK);
    assert_eq!(guest.closed().await, 4403);
    // Those who are removed come back by whoever runs the session alone.
    assert_eq!(sitting.admits(3, true, &awa).await, REFUSED);
    assert_eq!(sitting.state(3).await, ParticipantState::Removed);
    assert_eq!(sitting.admits(3, true, &sitting.cookie).await, OK);
    // Whoever may run it does, whatever they are on its board: that may change meanwhile.
    let (store, role) = (&sitting.world.store, SessionRole::Participant);
    let given = store.set_participant_role(&sitting.lead, sitting.session, 1, role);
    given.await.expect("given");
    for (cookie, runs) in [(&awa, false), (&sitting.cookie, true)] {
        let board = sitting.reads("load_board", cookie).await;
        let said = format!("\"runs\":{runs}");
        assert!(board.body.contains(&said), "{}", board.body);
    }
}

#[tokio::test]
async fn only_those_who_lead_let_people_in() {
    let sitting = Sitting::with_waiting_room("true").await;
    let mut guests = Vec::new();
    for name in ["Awa", "Renard", "Loup", "Hibou", "Loutre"] {
        guests.push(sitting.guest(name).await);
    }
    let [awa, fox, wolf, owl, otter] = guests.as_slice() else {
        panic!("five guests");
    };
    let (bao, baos) = sitting.joins("bao@exemple.fr").await;
    let (eve, eves) = sitting.joins("eve@exemple.fr").await;
    for (number, role) in [
        (2, SessionRole::Facilitator),
        (3, SessionRole::Participant),
        (4, SessionRole::Observer),
        (6, SessionRole::Facilitator),
        (bao, SessionRole::Facilitator),
        (eve, SessionRole::Participant),
    ] {
        sitting.lets_in(number, role).await;
    }
    assert_eq!(sitting.admits(6, false, &sitting.cookie).await, OK);
    let elsewhere = Sitting::new().await;
    let foreign = elsewhere.guest("Lynx").await;
    let passed_off = sitting.passed_off(&foreign);
    elsewhere.lets_in(2, SessionRole::Facilitator).await;
    for (who, cookie, reads, admits) in [
        ("the lead", sitting.cookie.as_str(), OK, OK),
        ("a guest who facilitates", awa.as_str(), OK, OK),
        ("an account that facilitates", baos.as_str(), OK, OK),
        ("a guest who takes part", fox.as_str(), REFUSED, REFUSED),
        ("a guest who looks on", wolf.as_str(), REFUSED, REFUSED),
        ("a guest who waits", owl.as_str(), REFUSED, REFUSED),
        (
            "a facilitator who was removed",
            otter.as_str(),
            REFUSED,
            REFUSED,
        ),
        (
            "a facilitator of elsewhere",
            passed_off.as_str(),
            NOWHERE,
            NOWHERE,
        ),
        (
            "the same by their own cookie",
            foreign.as_str(),
            UNKNOWN,
            UNKNOWN,
        ),
        // Whoever may know of the session reads who waits on its page, too.
        ("an account that takes part", eves.as_str(), OK, REFUSED),
        ("nobody", "", UNKNOWN, UNKNOWN),
    ] {
        let read = sitting.reads("load_waiting", cookie).await;
        assert_eq!(read.status, reads, "{who} reads who waits");
        let store = &sitting.world.store;
        sitting.guest("Quelqu'un").await;
        let all = store.participants(&sitting.lead, sitting.session).await;
        let newest = all.expect("a list").len();
        let newest = u32::try_from(newest).expect("few");
        for (admit, state) in [
            (true, ParticipantState::Admitted),
            (false, ParticipantState::Removed),
        ] {
            let done = sitting.admits(newest, admit, cookie).await;
            assert_eq!(done, admits, "{who}, {admit}");
            let state = match admits {
                OK => state,
                _ => ParticipantState::Waiting,
            };
            assert_eq!(sitting.state(newest).await, state, "{who}, {admit}");
        }
    }
}

#[tokio::test]
async fn whoever_facilitates_without_a_role_leads_nobody_who_leads() {
    let sitting = Sitting::new().await;
    let awa = sitting.guest("Awa").await;
    sitting.guest("Renard").await;
    let (bao, baos) = sitting.joins("bao@exemple.fr").await;
    for number in [2, 3, bao] {
        sitting.lets_in(number, SessionRole::Facilitator).await;
    }
    let invalid = StatusCode::UNPROCESSABLE_ENTITY;
    for (own, cookie, by_account) in [(2, &awa, UNKNOWN), (bao, &baos, REFUSED)] {
        for number in [1, 2, 3, bao] {
            let expected = if number == own { invalid } else { REFUSED };
            let removed = sitting.admits(number, false, cookie).await;
            assert_eq!(removed, expected, "{own} removes {number}");
            let admitted = ParticipantState::Admitted;
            assert_eq!(sitting.state(number).await, admitted, "{number}");
        }
        // Roles, and opening and closing, are for accounts, and for those with a role.
        for (name, fields) in [
            ("set_participant_role", "number=1&role=observer"),
            ("steer_session", "open=false"),
            ("steer_session", "open=true"),
        ] {
            let done = sitting.does(name, fields, cookie).await;
            assert_eq!(done, by_account, "{own}: {name} {fields}");
        }
    }
    // Once the session is closed nobody is let in or removed.
    let closed = sitting.does("steer_session", "open=false", &sitting.cookie);
    assert_eq!(closed.await, OK);
    for cookie in [&awa, &baos, &sitting.cookie] {
        for admit in [true, false] {
            assert_eq!(sitting.admits(3, admit, cookie).await, REFUSED, "{admit}");
        }
    }
}
