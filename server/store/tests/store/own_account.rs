//! One's own account: name, interests and language; password and address, changed
//! with the present password only.

use domain::accounts::{Account, AccountDraft, WorkspaceRole};
use domain::problems::Problem;
use domain::wording::Locale;
use store::StoreError;

use crate::cast::{PASSWORD, Someone, Steering};
use crate::problem;
use crate::world::World;

on_both! {
    what_others_see_is_changed,
    a_password_is_changed_by_whoever_knows_it,
    a_password_changed_meanwhile_confirms_nothing,
    an_address_is_taken_on_by_its_link,
    an_address_that_somebody_has_is_found_out_by_its_link_alone,
    an_address_is_taken_on_by_a_link_that_is_handed_over,
    waiting_for_a_link_tells_of_addresses_to_administrators_alone,
    who_waits_for_a_link_is_forgotten,
    links_end_with_what_they_were_made_for,
}

const OTHER: &str = "une tout autre phrase";

fn draft(name: &str, interests: &str) -> AccountDraft {
    AccountDraft {
        name: name.into(),
        declared_interests: interests.into(),
        locale: Locale::En,
    }
}

impl World {
    /// A person's account, by a session that is new.
    async fn account(&self, person: &Someone) -> Account {
        let secret = self.store.start_session(person.id, "").await;
        let found = self.store.signed_in(&secret.expect("a session")).await;
        found.expect("an answer").expect("somebody").account
    }
}

async fn what_others_see_is_changed(world: World) {
    let (ana, company) = (world.member("Ana").await, world.partner("Une").await);
    let (store, actor) = (&world.store, ana.actor().await);
    for _ in 0..2 {
        let edited = store
            .edit_own_account(&actor, 1, &draft(" Ana Roux ", ""))
            .await;
        edited.expect("edited");
    }
    let account = world.account(&ana).await;
    assert_eq!(account.person.name, "Ana Roux");
    assert_eq!(account.locale, Some(Locale::En));
    // What changes nothing leaves no row.
    let audited = "audit WHERE action = 'edit_own_account' AND before LIKE '%Ana%'";
    assert_eq!(world.count(audited).await, 1);
    let stale = store
        .edit_own_account(&actor, 1, &draft("Ana Sand", ""))
        .await;
    assert_fails!(stale, StoreError::Stale { current: 2 });
    let nobody = store.edit_own_account(&actor, 1, &draft(" ", "")).await;
    assert_eq!(problem(nobody, "name"), Some(Problem::Missing));

    let actor = company.actor().await;
    let silent = store.edit_own_account(&actor, 1, &draft("Une", " ")).await;
    let missing = problem(silent, "declared_interests");
    assert_eq!(missing, Some(Problem::Missing));
    let edited = store
        .edit_own_account(&actor, 1, &draft("Une", "Manuels"))
        .await;
    edited.expect("edited");
    let interests = world.account(&company).await.person.declared_interests;
    assert_eq!(interests.as_deref(), Some("Manuels"));
}

async fn a_password_is_changed_by_whoever_knows_it(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let store = &world.store;
    let here = ana.sign_in("Firefox").await;
    let elsewhere = ana.sign_in("Chrome").await;
    let foreign = bob.sign_in("Opera").await;
    let found = store.signed_in(&here).await.expect("an answer");
    let found = found.expect("a session");
    let change = async |present: &str, new: &str| {
        let changed = store.change_password(&found.actor, found.session, present, new);
        changed.await
    };
    let longest = "a".repeat(100_000);
    for wrong in ["", OTHER, &longest] {
        let refused = change(wrong, OTHER).await;
        let wrong = problem(refused, "present_password");
        assert_eq!(wrong, Some(Problem::WrongPassword));
    }
    let short = problem(change(PASSWORD, "court").await, "password");
    assert_eq!(short, Some(Problem::TooShort { min: 12 }));
    assert_eq!(world.count("sessions").await, 3, "nothing was done yet");
    assert_eq!(
        world.count("audit WHERE action = 'change_password'").await,
        0
    );

    change(PASSWORD, OTHER).await.expect("changed");
    assert_eq!(
        world.count("audit WHERE action = 'change_password'").await,
        1
    );
    for (secret, stays) in [(&here, true), (&elsewhere, false), (&foreign, true)] {
        let found = store.signed_in(secret).await.expect("an answer");
        assert_eq!(found.is_some(), stays);
    }
    let old = store.sign_in(&ana.email, PASSWORD, "Firefox").await;
    assert_eq!(problem(old, "password"), Some(Problem::WrongCredentials));
    let new = store.sign_in(&ana.email, OTHER, "Firefox").await;
    new.expect("signed in");
}

async fn a_password_changed_meanwhile_confirms_nothing(world: World) {
    let ana = world.member("Ana").await;
    let secret = ana.sign_in("Firefox").await;
    let found = world.store.signed_in(&secret).await.expect("an answer");
    let found = found.expect("a session");
    let tasks = (0..4).map(|number| {
        let (store, found) = (world.store.clone(), found.clone());
        tokio::spawn(async move {
            let new = format!("{OTHER} {number}");
            let changed = store.change_password(&found.actor, found.session, PASSWORD, &new);
            changed.await.is_ok()
        })
    });
    let tasks: Vec<_> = tasks.collect();
    let mut changed = 0;
    for task in tasks {
        changed += u32::from(task.await.expect("an end"));
    }
    assert_eq!(changed, 1);
}

async fn an_address_is_taken_on_by_its_link(world: World) {
    let ana = world.member("Ana").await;
    let (store, actor) = (&world.store, ana.actor().await);
    let wrong = store.ask_email_change(&actor, OTHER, "neuve@exemple.fr");
    let wrong = problem(wrong.await, "present_password");
    assert_eq!(wrong, Some(Problem::WrongPassword));
    let ask = async |email: &str| {
        let asked = store.ask_email_change(&actor, PASSWORD, email).await;
        asked.expect("a link")
    };
    let (_, first) = ask("ancienne@exemple.fr").await;
    let (address, secret) = ask(" Neuve@Exemple.fr ").await;
    assert_eq!(address, "neuve@exemple.fr");
    assert_eq!(world.account(&ana).await.email, ana.email, "not yet");
    // The last one asked for counts.
    let replaced = store.confirm_email(&actor, &first).await;
    assert_eq!(problem(replaced, "secret"), Some(Problem::LinkExpired));
    let shown = store.email_of_link(&secret).await.expect("an answer");
    assert_eq!(shown.as_deref(), Some("neuve@exemple.fr"));
    let bob = world.member("Bob").await;
    let theirs = store.confirm_email(&bob.actor().await, &secret).await;
    assert_eq!(problem(theirs, "secret"), Some(Problem::LinkExpired));
    let before = store.confirm_email(&actor, &secret).await;
    assert_eq!(before.expect("changed"), ana.email);
    assert_eq!(world.account(&ana).await.email, "neuve@exemple.fr");
    let again = store.confirm_email(&actor, &secret).await;
    assert_eq!(problem(again, "secret"), Some(Problem::LinkExpired));
    let new = store.sign_in("neuve@exemple.fr", PASSWORD, "Firefox").await;
    new.expect("signed in");
    let old = store.sign_in(&ana.email, PASSWORD, "Firefox").await;
    assert_eq!(problem(old, "password"), Some(Problem::WrongCredentials));
    // The log forgets nothing, and so holds no address.
    assert_eq!(world.count("audit WHERE action = 'change_email'").await, 1);
    let told = "audit WHERE after LIKE '%neuve@%' OR before LIKE '%neuve@%'";
    assert_eq!(world.count(told).await, 0);

    let (_, late) = ask("tard@exemple.fr").await;
    world
        .sql("UPDATE email_changes SET expires_at = 1000")
        .await;
    let shown = store.email_of_link(&late).await.expect("an answer");
    assert_eq!(shown, None);
    let late = store.confirm_email(&actor, &late).await;
    assert_eq!(problem(late, "secret"), Some(Problem::LinkExpired));
}

async fn an_address_that_somebody_has_is_found_out_by_its_link_alone(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let (store, actor) = (&world.store, ana.actor().await);
    let asked = store.ask_email_change(&actor, PASSWORD, &bob.email).await;
    let (_, secret) = asked.expect("the same answer as for any other");
    let taken = store.confirm_email(&actor, &secret).await;
    assert_eq!(problem(taken, "email"), Some(Problem::Taken));
    assert_eq!(world.account(&ana).await.email, ana.email);
}

async fn an_address_is_taken_on_by_a_link_that_is_handed_over(world: World) {
    let administrator = world.administrator().await.actor().await;
    let ana = world.member("Ana").await;
    let (store, actor) = (&world.store, ana.actor().await);
    let wrong = store.await_email_link(&actor, OTHER, "neuve@exemple.fr");
    let wrong = problem(wrong.await, "present_password");
    assert_eq!(wrong, Some(Problem::WrongPassword));
    let wrong = store.await_email_link(&actor, PASSWORD, "neuve").await;
    assert_eq!(problem(wrong, "email"), Some(Problem::NotAnEmail));
    let unasked = store.email_link_for(&administrator, ana.id).await;
    assert_fails!(unasked, StoreError::NotFound);

    // Asked twice, somebody waits once, for the last.
    for email in ["ancienne@exemple.fr", " Neuve@Exemple.fr "] {
        let asked = store.await_email_link(&actor, PASSWORD, email).await;
        asked.expect("noted");
    }
    assert_eq!(world.account(&ana).await.email, ana.email, "not yet");
    let waiting = store.email_requests(&administrator).await.expect("a list");
    let [asked] = waiting.as_slice() else {
        panic!("one waits: {waiting:?}");
    };
    let shown = (asked.person.id, asked.email.as_str(), asked.asked.as_str());
    assert_eq!(shown, (ana.id, ana.email.as_str(), "neuve@exemple.fr"));
    assert!(!asked.taken);
    let secret = store.email_link_for(&administrator, ana.id).await;
    let secret = secret.expect("a link");
    let waiting = store.email_requests(&administrator).await.expect("a list");
    assert!(waiting.is_empty(), "the link is made");
    // Whoever made the link takes nothing on by it.
    let theirs = store.confirm_email(&administrator, &secret).await;
    assert_eq!(problem(theirs, "secret"), Some(Problem::LinkExpired));
    let before = store.confirm_email(&actor, &secret).await;
    assert_eq!(before.expect("changed"), ana.email);
    assert_eq!(world.account(&ana).await.email, "neuve@exemple.fr");
    let told = "audit WHERE after LIKE '%neuve@%' OR before LIKE '%neuve@%'";
    assert_eq!(world.count(told).await, 0);
}

async fn waiting_for_a_link_tells_of_addresses_to_administrators_alone(world: World) {
    let administrator = world.administrator().await.actor().await;
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let (store, actor) = (&world.store, ana.actor().await);
    for (email, taken) in [
        (bob.email.to_uppercase(), true),
        ("neuve@exemple.fr".into(), false),
        (ana.email.clone(), false),
    ] {
        let asked = store.await_email_link(&actor, PASSWORD, &email).await;
        asked.expect("the same answer for all");
        let waiting = store.email_requests(&administrator).await.expect("a list");
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].taken, taken, "{email}");
        let link = store.email_link_for(&administrator, ana.id).await;
        if taken {
            assert_eq!(problem(link, "email"), Some(Problem::Taken));
        } else {
            link.expect("a link");
        }
    }
}

async fn who_waits_for_a_link_is_forgotten(world: World) {
    let administrator = world.administrator().await.actor().await;
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let store = &world.store;
    let wait = async |person: &Someone| {
        let email = format!("neuve-{}", person.email);
        let actor = person.actor().await;
        let asked = store.await_email_link(&actor, PASSWORD, &email).await;
        asked.expect("noted");
    };
    let waiting = async || {
        let found = store.email_requests(&administrator).await;
        let found = found.expect("a list").into_iter();
        found.map(|asked| asked.email).collect::<Vec<_>>()
    };
    wait(&ana).await;
    let day = 86_400;
    for (days, waits) in [(6, 1), (8, 0)] {
        let asked = store.now().plus_seconds(-days * day).0;
        world
            .sql(&format!("UPDATE email_requests SET asked_at = {asked}"))
            .await;
        assert_eq!(waiting().await.len(), waits, "after {days} days");
    }
    let late = store.email_link_for(&administrator, ana.id).await;
    assert_fails!(late, StoreError::NotFound);

    // Whose account is closed waits no longer, nor does whoever set another password:
    // it may have been somebody else who asked.
    wait(&ana).await;
    wait(&bob).await;
    let role = WorkspaceRole::Member;
    let closed = store.set_account(&administrator, bob.id, role, true);
    closed.await.expect("closed");
    assert_eq!(waiting().await, std::slice::from_ref(&ana.email));
    let closed = store.email_link_for(&administrator, bob.id).await;
    assert_fails!(closed, StoreError::NotFound);
    let reset = store.request_password_reset(&ana.email).await;
    let (_, secret) = reset.expect("an answer").expect("a link");
    store.reset_password(&secret, OTHER).await.expect("chosen");
    assert!(waiting().await.is_empty());
}

async fn links_end_with_what_they_were_made_for(world: World) {
    let ana = world.member("Ana").await;
    let (store, actor) = (&world.store, ana.actor().await);
    let reset = async |email: &str| {
        let asked = store.request_password_reset(email).await;
        asked.expect("an answer").expect("a link").1
    };
    // Whoever reads the mailbox of before chooses no password any more.
    let old = reset(&ana.email).await;
    let asked = store.ask_email_change(&actor, PASSWORD, "neuve@exemple.fr");
    let (_, secret) = asked.await.expect("a link");
    let changed = store.confirm_email(&actor, &secret).await;
    changed.expect("changed");
    assert!(!store.reset_link_fits(&old).await.expect("an answer"));
    // Whoever knew the password of before takes on no address any more.
    let asked = store.ask_email_change(&actor, PASSWORD, "autre@exemple.fr");
    let (_, address) = asked.await.expect("a link");
    let fresh = reset("neuve@exemple.fr").await;
    store.reset_password(&fresh, OTHER).await.expect("chosen");
    let shown = store.email_of_link(&address).await.expect("an answer");
    assert_eq!(shown, None);
}
