//! Guests: the seat that they are given once, and that they have again.

use domain::policy::Refusal;
use domain::problems::Problem;
use domain::sessions::{Participant, ParticipantState, SessionRole, balance};
use store::{SetClock, Store, StoreError, Visitor};

use super::sample::{Sitting, guest, with_waiting_room, without_guests};
use crate::problem;
use crate::world::World;

on_both! {
    lets_guests_in_by_a_secret,
    gives_a_guest_the_same_seat_again,
    gives_one_seat_for_a_join_form_that_is_sent_twice,
    gives_no_seat_to_whoever_has_less_than_the_form_and_its_minutes,
    tells_guests_of_one_name_apart,
    takes_guests_only_where_it_says_so,
    gives_a_guest_s_part_to_an_account,
    gives_an_account_all_the_parts_of_a_browser,
    gives_a_guest_s_part_to_an_account_that_has_a_seat_once_it_is_over,
    lets_whoever_claims_keep_what_either_seat_was_given,
    gives_no_part_to_an_account_that_was_removed,
}

impl Sitting {
    /// Somebody joins without an account, in a browser known by a secret of before, by a form:
    /// their number, their name and their secret.
    async fn joined(
        &self,
        store: &Store,
        name: &str,
        known_by: Option<&str>,
        form: Option<&str>,
    ) -> (u32, String, String) {
        let (code, draft) = (self.code.to_string(), guest(name));
        let joined = store.join_as_guest(&code, &draft, known_by, form);
        let (_, joined, secret) = joined.await.expect("joined");
        (joined.number, joined.name().to_owned(), secret)
    }
}

async fn lets_guests_in_by_a_secret(world: World) {
    let sitting = Sitting::open(&world).await;
    let store = &world.store;
    let typed = format!(" {} ", sitting.code.in_groups().to_lowercase());
    let joined = store
        .join_as_guest(&typed, &guest(" Renard "), None, None)
        .await;
    let (id, joined, secret) = joined.expect("joined");
    assert_eq!(
        (id, joined.number, joined.name()),
        (sitting.id, 2, "Renard")
    );
    assert!(joined.is_guest());
    let (_, seat) = store
        .seat(Visitor::Guest(&secret), id)
        .await
        .expect("a seat");
    assert_eq!(seat, Some(joined.clone()));
    let (_, nobody) = store
        .seat(Visitor::Guest("other"), id)
        .await
        .expect("an answer");
    assert_eq!(nobody, None);
    let known = store.guest_session(&secret).await.expect("an answer");
    assert_eq!(known, Some((id, joined)));
    // The secret is not kept, nor does the log for good know the pseudonym.
    let kept = format!("session_participants WHERE secret_hash = '{secret}'");
    assert_eq!(world.count(&kept).await, 0);
    assert_eq!(world.count("audit WHERE after LIKE '%Renard%'").await, 0);
    let elsewhere = Sitting::open(&world).await;
    let (_, nobody) = store
        .seat(Visitor::Guest(&secret), elsewhere.id)
        .await
        .expect("an answer");
    assert_eq!(nobody, None, "a secret opens one session");
}

async fn gives_a_guest_the_same_seat_again(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, lead) = (&world.store, sitting.lead.actor().await);
    let secret = sitting.guest(store, "Renard").await;
    let code = sitting.code.to_string();
    let rows = async || world.count("audit WHERE action = 'join_session'").await;
    let join = async |code: &str, name: &str| {
        let draft = guest(name);
        let joined = store.join_as_guest(code, &draft, Some(&secret), None).await;
        joined.map(|(_, joined, given)| (joined, given))
    };
    let before = rows().await;
    let (again, given) = join(&code, "Renard").await.expect("joined");
    assert_eq!((again.number, &given), (2, &secret));
    assert_eq!(rows().await, before, "nothing changed");
    let (renamed, _) = join(&code, "Goupil").await.expect("joined");
    assert_eq!((renamed.number, renamed.name()), (2, "Goupil"));
    let all = store.participants(&lead, sitting.id).await.expect("a list");
    assert_eq!(all.len(), 2, "one seat for one browser");
    let elsewhere = Sitting::open(&world).await;
    let (other, given) = join(&elsewhere.code.to_string(), "Renard")
        .await
        .expect("joined");
    assert_eq!(other.number, 2);
    assert_ne!(given, secret, "a secret opens one session");
    sitting.remove(store, 2).await;
    let back = join(&code, "Renard").await;
    assert_fails!(back, StoreError::Refused(Refusal::Role));
}

async fn gives_one_seat_for_a_join_form_that_is_sent_twice(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, lead) = (&world.store, sitting.lead.actor().await);
    let code = sitting.code.to_string();
    let form = store.form_secret().expect("a secret");
    // Both before the browser has a cookie; the cookie of another session changes nothing.
    let elsewhere = Sitting::open(&world).await.guest(store, "Renard").await;
    let join = async |name: &'static str, known_by: Option<&str>| {
        sitting.joined(store, name, known_by, Some(&form)).await
    };
    let (first, again) = tokio::join!(join("Renard", None), join("Renard", None));
    assert_eq!(first, again, "whichever answer comes last");
    let (number, name, secret) = join("Goupil", Some(&elsewhere)).await;
    assert_eq!((number, name.as_str()), (first.0, "Goupil"));
    assert_eq!(secret, first.2);
    let all = store.participants(&lead, sitting.id).await.expect("a list");
    assert_eq!(all.len(), 2, "one seat for one form");
    // Neither the form nor what is kept of it opens the seat.
    let (_, nobody) = store
        .seat(Visitor::Guest(&form), sitting.id)
        .await
        .expect("an answer");
    assert_eq!(nobody, None);
    for column in ["secret_hash", "form_hash", "form_salt"] {
        let kept = format!("session_participants WHERE {column} IN ('{form}', '{secret}')");
        assert_eq!(world.count(&kept).await, 0, "{column}");
    }
    sitting.remove(store, number).await;
    let draft = guest("Renard");
    let back = store.join_as_guest(&code, &draft, None, Some(&form));
    assert_fails!(back.await, StoreError::Refused(Refusal::Role));
}

async fn gives_no_seat_to_whoever_has_less_than_the_form_and_its_minutes(world: World) {
    let sitting = Sitting::open(&world).await;
    let now = world.store.now();
    let clock = SetClock::at(now);
    let store = world.store.with_clock(clock.clone());
    let form = store.form_secret().expect("a secret");
    let join = async |form: &str| {
        let (number, _, secret) = sitting.joined(&store, "Renard", None, Some(form)).await;
        (number, secret)
    };
    let first = join(&form).await;
    let taken = store.form_secret().expect("a secret");
    // Their number on the board, what is kept of the form, nothing, another form.
    let kept = world
        .texts("SELECT form_hash FROM session_participants WHERE form_hash IS NOT NULL")
        .await
        .remove(0);
    let mut numbers = vec![first.0];
    for known in [first.0.to_string(), kept, String::new(), taken] {
        let (number, secret) = join(&known).await;
        assert!(!numbers.contains(&number) && secret != first.1, "{known}");
        numbers.push(number);
    }
    assert_eq!(join(&form).await, first);
    clock.set(now.plus_seconds(601));
    let (number, secret) = join(&form).await;
    assert!(!numbers.contains(&number) && secret != first.1, "too late");
    assert_eq!(join(&form).await, (number, secret), "for that seat, again");
}

async fn tells_guests_of_one_name_apart(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, lead) = (&world.store, sitting.lead.actor().await);
    let join = async |name: &'static str, known_by: Option<&str>| {
        sitting.joined(store, name, known_by, None).await
    };
    let (one, other) = tokio::join!(join("Renard", None), join("Renard", None));
    let (first, second) = match one.0 < other.0 {
        true => (one, other),
        false => (other, one),
    };
    assert_eq!(
        (first.1.as_str(), second.1.as_str()),
        ("Renard", "Renard 2")
    );
    // Who comes back is not in their own way, whatever they call themselves now.
    let (number, name, _) = join("Renard", Some(&second.2)).await;
    assert_eq!((number, name.as_str()), (second.0, "Renard 2"));
    let (_, name, _) = join("renard 2", Some(&second.2)).await;
    assert_eq!(name, "renard 2");
    // Whoever leads is called Ana, with an account.
    let (_, name, _) = join(" ANA ", None).await;
    assert_eq!(name, "ANA 2");
    let (_, name, _) = join("Ana", Some(&second.2)).await;
    assert_eq!(name, "Ana 3");
    // What somebody wrote who was removed bears their name still.
    sitting.remove(store, first.0).await;
    let (_, name, _) = join("RENARD", None).await;
    assert_eq!(name, "RENARD 2");
    let all = store.participants(&lead, sitting.id).await.expect("a list");
    let names: Vec<&str> = all.iter().map(Participant::name).collect();
    assert_eq!(names, ["Ana", "Renard", "Ana 3", "ANA 2", "RENARD 2"]);
    let elsewhere = Sitting::open(&world).await;
    let (_, name, _) = elsewhere.joined(store, "Renard", None, None).await;
    assert_eq!(name, "Renard", "in each session anew");
}

async fn takes_guests_only_where_it_says_so(world: World) {
    let sitting = Sitting::with(&world, without_guests()).await;
    let store = &world.store;
    for code in [sitting.code.to_string(), "nonsense".into(), String::new()] {
        let joined = store
            .join_as_guest(&code, &guest("Renard"), None, None)
            .await;
        assert_eq!(problem(joined, "code"), Some(Problem::NotOffered));
    }
    let nameless = store
        .join_as_guest(&sitting.code.to_string(), &guest(""), None, None)
        .await;
    assert_eq!(problem(nameless, "pseudonym"), Some(Problem::Missing));
}

async fn gives_a_guest_s_part_to_an_account(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id) = (&world.store, sitting.id);
    let secret = sitting.guest(store, "Renard").await;
    let eve = world.member("Eve").await.actor().await;
    let claimed = store.claim_participation(&eve, &secret).await;
    assert_eq!(claimed.expect("claimed"), id);
    let (_, own) = store
        .seat(Visitor::Account(&eve), id)
        .await
        .expect("a seat");
    let own = own.expect("a seat");
    assert_eq!((own.number, own.name()), (2, "Eve"));
    let again = store.claim_participation(&eve, &secret).await;
    assert_fails!(again, StoreError::NotFound);
    let other = sitting.guest(store, "Loup").await;
    let twice = store.claim_participation(&eve, &other).await;
    assert_eq!(problem(twice, "id"), Some(Problem::Taken));
}

/// Session after session in one browser; in one of them its owner sits by their account too.
async fn gives_an_account_all_the_parts_of_a_browser(world: World) {
    let (store, member) = (&world.store, world.member("Eve").await);
    let eve = member.actor().await;
    let mut seats = Vec::new();
    for _ in 0..3 {
        let sitting = Sitting::open(&world).await;
        let secret = sitting.guest(store, "Renard").await;
        seats.push((sitting, secret));
    }
    let (twice, _) = &seats[1];
    let joined = store.join_session(&eve, twice.id, Some(twice.code)).await;
    joined.expect("joined");
    for (place, (sitting, secret)) in seats.iter().enumerate() {
        let claimed = store.claim_participation(&eve, secret).await;
        let (_, left) = store
            .seat(Visitor::Guest(secret), sitting.id)
            .await
            .expect("an answer");
        let (_, own) = store
            .seat(Visitor::Account(&eve), sitting.id)
            .await
            .expect("an answer");
        let own = own.map(|own| own.number);
        if place == 1 {
            assert_eq!(problem(claimed, "id"), Some(Problem::Taken));
            assert_eq!(left.map(|left| left.number), Some(2), "nothing is lost");
            assert_eq!(own, Some(3));
        } else {
            assert_eq!(claimed.expect("claimed"), sitting.id);
            assert_eq!((left, own), (None, Some(2)));
        }
    }
}

/// On a phone as a guest, then on a laptop with an account: one person.
async fn gives_a_guest_s_part_to_an_account_that_has_a_seat_once_it_is_over(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let leader = Visitor::Account(&lead);
    let secret = sitting.guest(store, "Renard").await;
    let eve = world.member("Eve").await.actor().await;
    let own = Visitor::Account(&eve);
    let joined = store.join_session(&eve, id, Some(sitting.code)).await;
    assert_eq!(joined.expect("joined").number, 3);
    for number in [2, 3] {
        let given = store.give_floor(leader, id, number).await;
        given.expect("given");
    }
    let early = store.claim_participation(&eve, &secret).await;
    assert_eq!(problem(early, "id"), Some(Problem::Taken));
    let (_, left) = store.seat(Visitor::Guest(&secret), id).await.expect("one");
    assert_eq!(left.map(|left| left.number), Some(2), "nothing has changed");

    store.close_session(&lead, id).await.expect("closed");
    let claimed = store.claim_participation(&eve, &secret).await;
    assert_eq!(claimed.expect("claimed"), id);
    let again = store.claim_participation(&eve, &secret).await;
    assert_fails!(again, StoreError::NotFound);
    let (_, gone) = store.seat(Visitor::Guest(&secret), id).await.expect("none");
    assert_eq!(gone, None, "the cookie opens nothing any more");
    let detail = store.session(&eve, id).await.expect("a session");
    assert_eq!(detail.own.map(|own| own.number), Some(3));
    let named = |one: &Participant| (one.number, one.name().to_owned(), one.is_further_seat());
    let all: Vec<_> = detail.participants.iter().map(named).collect();
    let expected = [(1, "Ana", false), (2, "Eve", true), (3, "Eve", false)];
    let expected = expected.map(|(number, name, further)| (number, name.to_owned(), further));
    assert_eq!(all, expected);
    assert!(detail.participants[1].is_same_person(&detail.participants[2]));
    assert!(!detail.participants[0].is_same_person(&detail.participants[2]));
    let pseudonyms = "session_participants WHERE pseudonym IS NOT NULL";
    assert_eq!(world.count(pseudonyms).await, 0);
    // What was hidden on the board from others is theirs to read, from either seat.
    let readers = async |visitor| store.board_readers(visitor, id).await.expect("readers");
    assert_eq!(readers(own).await, [3, 2]);
    assert_eq!(readers(leader).await, [1]);
    let bob = world.member("Bob").await.actor().await;
    assert_eq!(readers(Visitor::Account(&bob)).await, [0]);
    let turns = store.speaking_turns(leader, id).await.expect("turns");
    let told = balance(&detail.participants, &[], &turns, &[]);
    assert_eq!(told.total().people, 2, "two people, three seats");
    assert_eq!(told.left_out.turns, 2, "of few people nothing is lost");

    // The seat has ended, also where the session goes on.
    store.open_session(&lead, id).await.expect("open");
    let admitted = store.admit_participant(leader, id, 2).await;
    assert_fails!(admitted, StoreError::NotFound);
    let removed = store.remove_participant(leader, id, 2).await;
    assert_fails!(removed, StoreError::NotFound);
    let given = store.give_floor(leader, id, 2).await;
    assert_eq!(problem(given, "number"), Some(Problem::NotOffered));
    let back = store.join_session(&eve, id, None).await;
    assert_eq!(back.expect("there").number, 3);
    // A third device: another seat of the same person.
    let secret = sitting.guest(store, "Loup").await;
    store.close_session(&lead, id).await.expect("closed");
    let claimed = store.claim_participation(&eve, &secret).await;
    claimed.expect("claimed");
    assert_eq!(readers(own).await, [3, 2, 4]);
}

async fn lets_whoever_claims_keep_what_either_seat_was_given(world: World) {
    let sitting = Sitting::with(&world, with_waiting_room()).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let secret = sitting.guest(store, "Renard").await;
    let leader = Visitor::Account(&lead);
    let admitted = store.admit_participant(leader, id, 2).await;
    admitted.expect("let in");
    let leads = SessionRole::Facilitator;
    let made = store.set_participant_role(&lead, id, 2, leads).await;
    made.expect("leads, too");
    let eve = world.member("Eve").await.actor().await;
    let joined = store.join_session(&eve, id, Some(sitting.code)).await;
    assert!(joined.expect("asked").state.waits());
    store.close_session(&lead, id).await.expect("closed");
    let claimed = store.claim_participation(&eve, &secret).await;
    claimed.expect("claimed");
    let (_, own) = store.seat(Visitor::Account(&eve), id).await.expect("one");
    let own = own.expect("a seat");
    assert_eq!((own.number, own.state), (3, ParticipantState::Admitted));
    assert!(own.facilitates());
}

async fn gives_no_part_to_an_account_that_was_removed(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let secret = sitting.guest(store, "Renard").await;
    let eve = world.member("Eve").await.actor().await;
    let joined = store.join_session(&eve, id, Some(sitting.code)).await;
    joined.expect("joined");
    let leader = Visitor::Account(&lead);
    let removed = store.remove_participant(leader, id, 3).await;
    removed.expect("removed");
    store.close_session(&lead, id).await.expect("closed");
    let claimed = store.claim_participation(&eve, &secret).await;
    assert_fails!(claimed, StoreError::Refused(Refusal::Role));
    let (_, left) = store.seat(Visitor::Guest(&secret), id).await.expect("one");
    assert_eq!(left.map(|left| left.number), Some(2));
}
