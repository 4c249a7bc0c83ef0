//! Accounts: signing in, sessions, roles in the workspace.

use domain::accounts::{AccountStanding, PASSWORD_MAX, SignUp, WorkspaceRole};
use domain::ids::{SignInId, UserId};
use domain::parties::Party;
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::wording::Locale;
use store::StoreError;

use crate::cast::{PASSWORD, Steering, project_draft, sign_up};
use crate::problem;
use crate::world::World;

on_both! {
    signs_in_with_address_and_password,
    tells_nobody_which_part_was_wrong,
    bounds_the_length_of_a_password,
    takes_any_text_for_an_address,
    lists_sessions_last_used_first,
    ends_one_session,
    ends_every_session,
    signs_out_without_a_trace,
    forgets_expired_sessions,
    renews_a_session_that_is_used,
    closes_an_account,
    corrects_a_party,
    keeps_the_last_administrator,
    gives_an_address_to_one_account,
    remembers_a_language,
}

async fn signs_in_with_address_and_password(world: World) {
    let id = world
        .store
        .create_account(
            UserId::new(),
            &sign_up("Ana", "Ana@Exemple.fr"),
            WorkspaceRole::Member,
        )
        .await
        .expect("an account");
    let secret = world
        .store
        .sign_in(" ANA@exemple.FR ", PASSWORD, "Firefox")
        .await
        .expect("signed in");
    let signed_in = world.store.signed_in(&secret).await.expect("an answer");
    let signed_in = signed_in.expect("a session");
    assert_eq!(signed_in.account.person.id, id);
    assert_eq!(signed_in.account.email, "ana@exemple.fr");
    assert_eq!(signed_in.actor.role, WorkspaceRole::Member);
    let unknown = world.store.signed_in("unknown").await.expect("an answer");
    assert!(unknown.is_none());
    let in_clear = format!("sessions WHERE secret_hash = '{secret}'");
    assert_eq!(world.count(&in_clear).await, 0);
}

async fn tells_nobody_which_part_was_wrong(world: World) {
    let administrator = world.administrator().await;
    let ana = world.member("Ana").await;
    let closed = world.member("Chloé").await;
    let role = WorkspaceRole::Member;
    world
        .store
        .set_account(&administrator.actor().await, closed.id, role, true)
        .await
        .expect("closed");
    let mut answers = Vec::new();
    for (email, password) in [
        (ana.email.as_str(), "une autre longue phrase"),
        (ana.email.as_str(), ""),
        ("personne@exemple.fr", PASSWORD),
        ("", ""),
        (closed.email.as_str(), PASSWORD),
        (ana.email.as_str(), "a".repeat(100_000).as_str()),
    ] {
        let answer = world.store.sign_in(email, password, "Firefox").await;
        answers.push(format!("{:?}", answer.expect_err("refused")));
    }
    assert!(answers[0].contains("WrongCredentials"), "{}", answers[0]);
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
    assert_eq!(world.count("sessions").await, 0);
}

async fn bounds_the_length_of_a_password(world: World) {
    let longest = "é".repeat(PASSWORD_MAX as usize);
    let account = SignUp {
        password: longest.clone(),
        ..sign_up("Ana", "ana@exemple.fr")
    };
    let role = WorkspaceRole::Member;
    let made = world
        .store
        .create_account(UserId::new(), &account, role)
        .await;
    made.expect("an account");
    let sign_in = world
        .store
        .sign_in("ana@exemple.fr", &longest, "Firefox")
        .await;
    sign_in.expect("signed in");
    let longer = format!("{longest}é");
    let sign_in = world.store.sign_in("ana@exemple.fr", &longer, "Firefox");
    assert_eq!(
        problem(sign_in.await, "password"),
        Some(Problem::WrongCredentials)
    );
}

async fn takes_any_text_for_an_address(world: World) {
    let long = "a".repeat(100_000);
    for email in ["'; DROP TABLE users; --", "a\0b@exemple.fr", "🙂", &long] {
        let shown: String = email.chars().take(30).collect();
        let answer = world.store.sign_in(email, PASSWORD, "Firefox").await;
        assert!(
            matches!(answer, Err(StoreError::Invalid(_))),
            "{shown:?}: {answer:?}"
        );
        let reset = world.store.request_password_reset(email).await;
        assert!(matches!(reset, Ok(None)), "{shown:?}: {reset:?}");
    }
}

async fn lists_sessions_last_used_first(world: World) {
    let ana = world.member("Ana").await;
    world.member("Bob").await.sign_in("Opera").await;
    let firefox = ana.sign_in("Firefox").await;
    ana.sign_in("Chrome\n <b>").await;
    world
        .sql("UPDATE sessions SET last_seen_at = last_seen_at - 5000 WHERE browser = 'Firefox'")
        .await;
    let current = world.store.signed_in(&firefox).await.expect("an answer");
    let current = current.expect("a session").session;
    let sessions = world.store.sign_ins(&ana.actor().await, current).await;
    let listed: Vec<_> = sessions
        .expect("sessions")
        .into_iter()
        .map(|session| (session.browser, session.current))
        .collect();
    let expected = [("Chrome  <b>".to_owned(), false), ("Firefox".into(), true)];
    assert_eq!(listed, expected);
}

async fn ends_one_session(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let kept = ana.sign_in("Firefox").await;
    let lost = ana.sign_in("Chrome").await;
    let signed_in = world.store.signed_in(&lost).await.expect("an answer");
    let id = signed_in.expect("a session").session;
    let foreign = world.store.end_session(&bob.actor().await, id).await;
    assert_fails!(foreign, StoreError::NotFound);
    let found = world.store.signed_in(&lost).await.expect("an answer");
    assert!(found.is_some(), "a stranger ended the session");
    let ended = world.store.end_session(&ana.actor().await, id).await;
    ended.expect("ended");
    let found = world.store.signed_in(&lost).await.expect("an answer");
    assert!(found.is_none());
    let found = world.store.signed_in(&kept).await.expect("an answer");
    assert!(found.is_some(), "the other session ended too");
    let again = world.store.end_session(&ana.actor().await, id).await;
    assert_fails!(again, StoreError::NotFound);
}

async fn ends_every_session(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let secrets = [ana.sign_in("Firefox").await, ana.sign_in("Chrome").await];
    let other = bob.sign_in("Opera").await;
    let ended = world.store.end_all_sessions(&ana.actor().await).await;
    ended.expect("ended");
    for secret in secrets {
        let found = world.store.signed_in(&secret).await.expect("an answer");
        assert!(found.is_none());
    }
    let found = world.store.signed_in(&other).await.expect("an answer");
    assert!(found.is_some(), "somebody else's session ended");
}

async fn signs_out_without_a_trace(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let secret = ana.sign_in("Firefox").await;
    let found = world.store.signed_in(&secret).await.expect("an answer");
    let id = found.expect("a session").session;
    let rows = world.count("audit").await;
    let foreign = world.store.sign_out(&bob.actor().await, id).await;
    assert_fails!(foreign, StoreError::NotFound);
    let left = world.store.sign_out(&ana.actor().await, id).await;
    left.expect("signed out");
    let found = world.store.signed_in(&secret).await.expect("an answer");
    assert!(found.is_none());
    assert_eq!(world.count("audit").await, rows);
}

async fn forgets_expired_sessions(world: World) {
    let ana = world.member("Ana").await;
    let secret = ana.sign_in("Firefox").await;
    world.sql("UPDATE sessions SET expires_at = 1000").await;
    let found = world.store.signed_in(&secret).await.expect("an answer");
    assert!(found.is_none());
    let listed = world
        .store
        .sign_ins(&ana.actor().await, SignInId::new())
        .await;
    assert_eq!(listed.expect("sessions"), []);
    ana.sign_in("Chrome").await;
    assert_eq!(world.count("sessions").await, 1);
}

async fn renews_a_session_that_is_used(world: World) {
    let ana = world.member("Ana").await;
    let secret = ana.sign_in("Firefox").await;
    let day = 86_400;
    let now = world.store.now();
    let (yesterday, tomorrow) = (now.plus_seconds(-day).0, now.plus_seconds(day).0);
    world
        .sql(&format!(
            "UPDATE sessions SET last_seen_at = {yesterday}, expires_at = {tomorrow}"
        ))
        .await;
    let found = world.store.signed_in(&secret).await.expect("an answer");
    assert!(found.is_some());
    let now = world.store.now();
    let (minute_ago, later) = (now.plus_seconds(-60).0, now.plus_seconds(29 * day).0);
    let renewed = format!("sessions WHERE last_seen_at > {minute_ago} AND expires_at > {later}");
    assert_eq!(world.count(&renewed).await, 1);
}

async fn closes_an_account(world: World) {
    let administrator = world.administrator().await.actor().await;
    let ana = world.member("Ana").await;
    let secret = ana.sign_in("Firefox").await;
    let role = WorkspaceRole::Member;
    let store = &world.store;
    let change = store.set_account(&administrator, ana.id, role, true).await;
    change.expect("closed");
    let found = store.signed_in(&secret).await.expect("an answer");
    assert!(found.is_none(), "a session outlives its account");
    assert_eq!(world.count("sessions").await, 0);
    let people = store.people(&administrator).await.expect("people");
    assert!(people.iter().all(|person| person.id != ana.id));
    let accounts = store.accounts(&administrator).await.expect("accounts");
    let account = accounts.iter().find(|account| account.person.id == ana.id);
    assert!(account.expect("still listed").closed);
    let change = store.set_account(&administrator, ana.id, role, false).await;
    change.expect("opened again");
    ana.sign_in("Firefox").await;
}

async fn corrects_a_party(world: World) {
    let administrator = world.administrator().await.actor().await;
    let (ana, coordinator) = (world.member("Ana").await, world.coordinator().await);
    let store = &world.store;
    let project = world.project(&ana).open().await;
    let coordinator = coordinator.actor().await;
    let refused = store.set_party(&coordinator, ana.id, Party::Edtech).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    for party in [Party::Pupil, Party::Parent] {
        let changed = store.set_party(&administrator, ana.id, party).await;
        assert_eq!(problem(changed, "party"), Some(Problem::NotOffered));
    }
    let changed = store.set_party(&administrator, ana.id, Party::Edtech).await;
    changed.expect("corrected");
    let actor = ana.actor().await;
    assert_eq!(actor.party, Party::Edtech);
    assert_eq!(actor.role, WorkspaceRole::Member, "the role stays");
    let person = store.person(&administrator, ana.id).await;
    assert!(person.expect("a person").owes_interests());
    // From then on a partner as all others.
    let edited = store
        .edit_project(&actor, project, 1, &project_draft("À moi"))
        .await;
    assert_fails!(edited, StoreError::Refused(Refusal::Role));
    let noted = "audit WHERE action = 'manage_people' AND before LIKE '%teacher%' \
                 AND after LIKE '%edtech%'";
    assert_eq!(world.count(noted).await, 1);
    // A form made before is told so.
    let there = AccountStanding {
        role: WorkspaceRole::Member,
        party: Party::Researcher,
        closed: false,
    };
    let stale = store.change_account(&administrator, ana.id, 1, &there);
    assert_fails!(stale.await, StoreError::Stale { current: 2 });
}

async fn keeps_the_last_administrator(world: World) {
    let ada = world.administrator().await;
    let admin = ada.actor().await;
    let store = &world.store;
    for (role, closed) in [
        (WorkspaceRole::Member, false),
        (WorkspaceRole::Administrator, true),
        (WorkspaceRole::Coordinator, true),
    ] {
        let change = store.set_account(&admin, ada.id, role, closed).await;
        assert_eq!(problem(change, "role"), Some(Problem::LastAdministrator));
    }
    let second = world.administrator().await;
    let change = store
        .set_account(&admin, second.id, WorkspaceRole::Administrator, true)
        .await;
    change.expect("closed");
    // A closed account administers nothing.
    let change = store
        .set_account(&admin, ada.id, WorkspaceRole::Member, false)
        .await;
    assert_eq!(problem(change, "role"), Some(Problem::LastAdministrator));
    world.administrator().await;
    let change = store
        .set_account(&admin, ada.id, WorkspaceRole::Observer, false)
        .await;
    change.expect("another one is there");
    assert_eq!(ada.actor().await.role, WorkspaceRole::Observer);
}

async fn gives_an_address_to_one_account(world: World) {
    let ana = world.member("Ana").await;
    let again = sign_up("Ana bis", &ana.email.to_uppercase());
    let role = WorkspaceRole::Member;
    let made = world
        .store
        .create_account(UserId::new(), &again, role)
        .await;
    assert_eq!(problem(made, "email"), Some(Problem::Taken));
    let empty = SignUp::default();
    let made = world
        .store
        .create_account(UserId::new(), &empty, role)
        .await;
    assert_eq!(problem(made, "name"), Some(Problem::Missing));
    assert_eq!(world.count("users").await, 1);
    let unknown = world.store.actor(UserId::new()).await;
    assert_fails!(unknown, StoreError::NotFound);
    let listed = world.store.accounts(&ana.actor().await).await;
    assert_fails!(listed, StoreError::Refused(Refusal::Role));
}

async fn remembers_a_language(world: World) {
    let ana = world.member("Ana").await;
    let secret = ana.sign_in("Firefox").await;
    let account = async || {
        let signed_in = world.store.signed_in(&secret).await.expect("an answer");
        signed_in.expect("a session").account
    };
    assert_eq!(account().await.locale, None, "nobody has chosen yet");
    for _ in 0..2 {
        let changed = world
            .store
            .change_locale(&ana.actor().await, Locale::En)
            .await;
        changed.expect("changed");
    }
    assert_eq!(account().await.locale, Some(Locale::En));
    assert_eq!(account().await.person.name, "Ana");
    // What changes nothing leaves no row.
    let audited = "audit WHERE action = 'edit_own_account' AND after LIKE '%en%'";
    assert_eq!(world.count(audited).await, 1);
}
