//! A browser's parts in sessions as a guest: it keeps each of them, and they become an
//! account's own.

use app::request::{GUEST_SEATS_MAX, guest_cookie};
use board::operation::Operation;
use board::rules::Phase;
use domain::ids::SessionId;
use domain::projects::ProjectDraft;
use http::header::{ACCEPT, COOKIE, LOCATION, SET_COOKIE};
use http::{Request, StatusCode};
use store::Visitor;

use super::Sitting;
use crate::world::{Answer, empty, form};

impl Sitting {
    /// Another session of the same project, open to guests; its code.
    async fn next_session(&self) -> (SessionId, String) {
        let (store, id) = (&self.world.store, SessionId::new());
        let first = store.session(&self.lead, self.session).await;
        let project = first.expect("a session").session.project;
        let draft = Self::draft();
        let planned = store.create_session(&self.lead, project, id, &draft).await;
        planned.expect("planned");
        store.open_session(&self.lead, id).await.expect("open");
        (id, self.code(id).await)
    }

    pub(super) async fn code(&self, id: SessionId) -> String {
        let detail = self.world.store.session(&self.lead, id).await;
        let code = detail.expect("a session").session.code;
        code.expect("a code").to_string()
    }

    /// A browser with these cookies joins by a code.
    async fn joins_as_guest(&self, code: &str, cookies: &str) -> Answer {
        let body = format!("code={code}&draft[pseudonym]=Renard&draft[party]=pupil");
        let request = form("/api/join_as_guest", &format!("/s/{code}"), &body);
        let request = request.header(COOKIE, cookies).body(body.into());
        self.world.send(request.expect("a request")).await
    }

    /// An account claims what was done in a session by a browser with these cookies.
    async fn claims(&self, session: SessionId, cookies: &str) -> Answer {
        let body = format!("session={session}");
        let request = form("/api/claim_participation", "/", &body);
        let request = request.header(COOKIE, cookies).body(body.into());
        self.world.send(request.expect("a request")).await
    }
}

/// The cookies of guests that an answer sets or removes.
fn of_guests(answer: &Answer) -> Vec<&str> {
    let all = answer.cookies();
    all.filter(|cookie| cookie.starts_with("etabli_guest"))
        .collect()
}

/// What a browser sends back of a cookie that it was given.
fn sent(cookie: &str) -> String {
    let (pair, _) = cookie.split_once(';').expect("a cookie");
    pair.to_owned()
}

#[tokio::test]
async fn what_was_done_as_a_guest_is_claimed_from_the_home_page() {
    let sitting = Sitting::new().await;
    let fox = sitting.guest("Renard").await;
    let world = &sitting.world;
    let (eve, cookie) = world.person_at("eve@exemple.fr").await;
    let both = format!("{cookie}; {fox}");
    let home = world.get_with("/", &both).await;
    assert!(home.body.contains("sous le nom Renard"), "{}", home.body);
    let without = world.get_with("/", &cookie).await;
    assert!(!without.body.contains("sous le nom"));
    // Who takes part already is told when there is something to claim.
    let lead = world
        .get_with("/", &format!("{}; {fox}", sitting.cookie))
        .await;
    assert!(lead.body.contains("Une fois la séance close"));
    assert!(!lead.body.contains("/api/claim_participation"));
    assert!(home.body.contains("/api/claim_participation"));

    let claimed = sitting.claims(sitting.session, &both).await;
    let page = format!("/sessions/{}", sitting.session);
    assert_eq!(claimed.header(LOCATION), page);
    assert!(claimed.header(SET_COOKIE).contains("Max-Age=0"));
    let store = &world.store;
    let eve = store.actor(eve.user).await.expect("an actor");
    let detail = store
        .session(&eve, sitting.session)
        .await
        .expect("a session");
    assert_eq!(detail.own.map(|own| own.number), Some(2));
    let again = sitting.claims(sitting.session, &both).await;
    assert_ne!(
        again.header(LOCATION),
        page,
        "there is nothing to claim any more"
    );
}

/// On a phone as a guest, with an account on a laptop: two seats while the session goes on, one
/// person once it is closed, who reads still what they alone could read as a guest.
#[tokio::test]
async fn whoever_was_there_twice_is_one_person_once_the_session_is_over() {
    let private = Phase {
        private: true,
        ..Phase::OPEN
    };
    let sitting = Sitting::new().await;
    let (world, session) = (&sitting.world, sitting.session);
    let store = &world.store;
    let fox = sitting.guest("Renard").await;
    let mut lead = sitting.tab(&sitting.cookie, 1).await;
    let mut guest = sitting.tab(&fox, 2).await;
    guest.write("Un minuteur").await;
    lead.act(Operation::SetPhase(private)).await;
    guest
        .until(|client| client.confirmed().phase() == private)
        .await;
    guest.write("Entre nous").await;
    let (eve, cookie) = world.person_at("eve@exemple.fr").await;
    let code = sitting.code(session).await.parse().ok();
    let joined = store.join_session(&eve, session, code).await;
    joined.expect("joined");

    let both = format!("{cookie}; {fox}");
    let page = format!("/sessions/{session}");
    let going = world.get_with("/", &both).await;
    assert!(going.body.contains("Une fois la séance close"));
    let early = sitting.claims(session, &both).await;
    assert_ne!(early.header(LOCATION), page);
    assert!(of_guests(&early).is_empty(), "the guest stays one");
    let closed = store.close_session(&sitting.lead, session).await;
    closed.expect("closed");
    let over = world.get_with("/", &both).await;
    assert!(over.body.contains("vous serez une seule personne"));
    assert!(over.body.contains("/api/claim_participation"));
    let report = async |cookie: &str| {
        let report = world.get_with(&format!("{page}/report"), cookie).await;
        report.body.replace("<!>", "")
    };
    let before = report(&sitting.cookie).await;
    assert!(before.contains("enseignant·e (2)") && before.contains("élève (1)"));
    assert!(before.contains("Renard"));

    let claimed = sitting.claims(session, &both).await;
    assert_eq!(claimed.header(LOCATION), page);
    let removed = of_guests(&claimed);
    assert!(removed[0].contains("Max-Age=0"), "{removed:?}");
    assert_eq!(guest.closed().await, 4403, "the seat has ended");
    let after = report(&sitting.cookie).await;
    assert!(after.contains("enseignant·e (2)") && !after.contains("élève (1)"));
    assert!(after.contains("Un minuteur") && !after.contains("Renard"));
    assert!(!after.contains("Entre nous"), "it is hidden still");
    assert!(report(&cookie).await.contains("Entre nous"));
    // So does the past, at each moment from when it was written on.
    let log = store.board_history(session, 0).await.expect("read");
    for (moment, written) in [(log.entries.len(), true), (1, false)] {
        let past = format!("{page}/history?at={moment}");
        let own = world.get_with(&past, &cookie).await;
        assert_eq!(own.body.contains("Entre nous"), written, "{past}");
        let other = world.get_with(&past, &sitting.cookie).await;
        assert!(!other.body.contains("Entre nous"), "{past}");
        assert!(other.body.contains("Un minuteur"), "{past}");
    }
    // Files are handed on: they hold nothing that is not shown, and say how much is left out.
    for who in [&cookie, &sitting.cookie] {
        for file in ["board.json", "board.md", "board.md?at=3", "report.md"] {
            let board = world.get_with(&format!("{page}/{file}"), who).await;
            assert!(board.body.contains("Un minuteur"), "{file}");
            assert!(!board.body.contains("Entre nous"), "{file}");
        }
    }
    let left_out = async |who: &str| {
        let board = world.get_with(&format!("{page}/board.json"), who).await;
        board.body.contains("\"left_out\": 1")
    };
    assert!(left_out(&cookie).await && !left_out(&sitting.cookie).await);
    let people = world.get_with(&page, &sitting.cookie).await;
    assert!(!people.body.contains("repris·e par un compte"));
}

#[tokio::test]
async fn whoever_joins_the_next_session_stays_who_they_are_in_the_first() {
    let sitting = Sitting::new().await;
    let (world, first) = (&sitting.world, sitting.session);
    let (second, next_code) = sitting.next_session().await;
    let code = sitting.code(first).await;
    let joined = sitting.joins_as_guest(&code, "").await;
    let given = joined.cookie(&guest_cookie(first)).expect("a cookie");
    assert!(given.contains("; Path=/; HttpOnly; SameSite=Lax; Max-Age="));
    let one = sent(given);
    let joined = sitting.joins_as_guest(&next_code, &one).await;
    assert_eq!(of_guests(&joined).len(), 1, "the first is left as it is");
    let both = format!(
        "{one}; {}",
        sent(joined.cookie(&guest_cookie(second)).expect("a cookie"))
    );
    // Joining the first once more is coming back to the seat that is there.
    let again = sitting.joins_as_guest(&code, &both).await;
    assert_eq!(
        sent(again.cookie(&guest_cookie(first)).expect("a cookie")),
        one
    );
    for session in [first, second] {
        let board = Request::get(format!("/api/load_board?session={session}"))
            .header(ACCEPT, "application/json")
            .header(COOKIE, &both);
        let board = world.send(empty(board)).await;
        assert!(board.body.contains("\"number\":2"), "{}", board.body);
        let seats = world.store.participants(&sitting.lead, session).await;
        assert_eq!(seats.expect("a list").len(), 2, "one seat in each");
    }

    // An account is offered both, one by one, and has both.
    let (eve, account) = world.person_at("eve@exemple.fr").await;
    let all = format!("{account}; {both}");
    let home = world.get_with("/", &all).await;
    for session in [first, second] {
        assert!(home.body.contains(&format!("value=\"{session}\"")));
        let claimed = sitting.claims(session, &all).await;
        assert_eq!(claimed.header(LOCATION), format!("/sessions/{session}"));
        let removed = of_guests(&claimed);
        assert_eq!(removed.len(), 1, "that of the other session stays");
        assert!(removed[0].starts_with(&format!("{}=;", guest_cookie(session))));
        let (_, seat) = world
            .store
            .seat(Visitor::Account(&eve), session)
            .await
            .expect("an answer");
        assert_eq!(seat.map(|seat| seat.number), Some(2));
    }
    let home = world.get_with("/", &all).await;
    assert!(!home.body.contains("/api/claim_participation"));
}

/// A cookie that names no session is of nobody: its browser is led to sign in, as a stranger's.
#[tokio::test]
async fn a_cookie_without_a_session_opens_nothing() {
    let sitting = Sitting::new().await;
    let fox = sitting.guest("Renard").await;
    let (_, secret) = fox.split_once('=').expect("a cookie");
    let nameless = format!("etabli_guest={secret}");
    let store = &sitting.world.store;
    let closed = store.close_session(&sitting.lead, sitting.session).await;
    closed.expect("closed");
    for read in ["report", "history"] {
        let page = format!("/sessions/{}/{read}", sitting.session);
        let known = sitting.world.get_with(&page, &fox).await;
        assert_eq!(known.status, StatusCode::OK, "{}", known.body);
        let nobody = sitting.world.get_with(&page, &nameless).await;
        let sign_in = nobody.leads_to();
        assert!(sign_in.starts_with("/sign-in?next="), "{sign_in}");
    }
}

/// What let an account in is gone, and its seat is not: the guest's part is joined to it once
/// the session is closed, and is offered then.
#[tokio::test]
async fn what_is_offered_is_taken_where_the_account_is_let_in_no_more() {
    let sitting = Sitting::new().await;
    let (world, session) = (&sitting.world, sitting.session);
    let (store, lead) = (&world.store, &sitting.lead);
    let fox = sitting.guest("Renard").await;
    let (eve, cookie) = world.person_at("eve@exemple.fr").await;
    let joined = store.join_session(&eve, session, None).await;
    joined.expect("joined");
    let project = store.session(lead, session).await.expect("a session");
    let project = store.project(lead, project.session.project).await;
    let project = project.expect("a project").project;
    let draft = ProjectDraft {
        visibility: "team".into(),
        ..ProjectDraft::from(&project.facts)
    };
    let hidden = store.edit_project(lead, project.id, project.version, &draft);
    hidden.await.expect("hidden");
    let (_, seat) = store
        .seat(Visitor::Account(&eve), session)
        .await
        .expect("an answer");
    assert_eq!(seat, None);

    let both = format!("{cookie}; {fox}");
    let page = format!("/sessions/{session}");
    let going = world.get_with("/", &both).await;
    assert!(going.body.contains("Une fois la séance close"));
    assert!(!going.body.contains("/api/claim_participation"));
    let early = sitting.claims(session, &both).await;
    assert_ne!(early.header(LOCATION), page);
    let closed = store.close_session(lead, session).await;
    closed.expect("closed");
    let over = world.get_with("/", &both).await;
    assert!(over.body.contains("vous serez une seule personne"));
    assert!(over.body.contains("/api/claim_participation"));
    let claimed = sitting.claims(session, &both).await;
    assert_eq!(claimed.header(LOCATION), page);
}

#[tokio::test]
async fn the_oldest_seat_makes_room_for_the_next() {
    let sitting = Sitting::new().await;
    let code = sitting.code(sitting.session).await;
    let others: Vec<_> = (0..GUEST_SEATS_MAX).map(|_| SessionId::new()).collect();
    let cookies = others.iter().map(|id| format!("{}=x", guest_cookie(*id)));
    let cookies = cookies.collect::<Vec<_>>().join("; ");
    let joined = sitting.joins_as_guest(&code, &cookies).await;
    let set: Vec<_> = of_guests(&joined).into_iter().map(sent).collect();
    assert_eq!(set.len(), 2, "{set:?}");
    assert_eq!(set[0], format!("{}=", guest_cookie(others[0])));
    assert!(set[1].starts_with(&guest_cookie(sitting.session)));
}
