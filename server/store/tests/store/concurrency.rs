//! Many at once: nothing is counted wrong, nobody's change is lost, and what
//! serves once serves once.

use std::future::Future;

use domain::accounts::{InvitationDraft, WorkspaceRole};
use domain::ids::{InvitationId, NeedId, ProjectId};
use domain::needs::{NeedState, Stance, Stances};
use domain::parties::Party;
use domain::projects::ProjectRole;
use domain::wording::Locale;
use store::{Result, StoreError};
use tokio::task::JoinSet;

use crate::cast::{PASSWORD, Steering, need_draft, position, project_draft, sign_up};
use crate::world::World;

on_both! {
    counts_twenty_positions,
    keeps_one_position_of_one_person,
    lets_one_of_two_edits_of_a_need_win,
    lets_one_of_two_edits_of_a_project_win,
    expresses_once_what_is_sent_twice,
    merges_one_way_only,
    makes_one_account_of_an_invitation,
    makes_one_account_of_an_address,
    sets_up_once,
    resets_a_password_once,
    signs_nobody_in_with_a_password_of_before,
    makes_no_link_for_an_address_of_before,
    keeps_an_administrator,
    keeps_a_lead,
    lets_readers_read_while_others_write,
}

/// Starts all at once and waits for all.
async fn all<T, F>(tasks: impl IntoIterator<Item = F>) -> Vec<Result<T>>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
{
    tasks.into_iter().collect::<JoinSet<_>>().join_all().await
}

/// How many went well; no other failed because of the database.
fn won<T: std::fmt::Debug>(results: &[Result<T>]) -> usize {
    for result in results {
        if let Err(error @ (StoreError::Database(_) | StoreError::Internal(_))) = result {
            panic!("{error:?}");
        }
    }
    results.iter().filter(|result| result.is_ok()).count()
}

async fn counts_twenty_positions(world: World) {
    let ana = world.member("Ana").await;
    let mut actors = Vec::new();
    for _ in 0..20 {
        actors.push(world.member("Bob").await.actor().await);
    }
    let expected = Stances {
        supports: 7,
        objections: 7,
        neutral: 6,
    };
    // Once would be luck.
    for _ in 0..5 {
        let id = world.need(&ana, "Suivre la fluence").express().await;
        let tasks = actors.iter().enumerate().map(|(number, actor)| {
            let (store, actor) = (world.store.clone(), actor.clone());
            let draft = position(Stance::ALL[number % 3], "Parce que");
            async move { store.take_position(&actor, id, &draft).await }
        });
        assert_eq!(won(&all(tasks).await), 20);
        assert_eq!(world.stances(&ana, id).await, expected);
    }
    assert_eq!(world.count("positions").await, 100);
}

async fn keeps_one_position_of_one_person(world: World) {
    let ana = world.member("Ana").await;
    let actor = ana.actor().await;
    let id = world.need(&ana, "Suivre la fluence").express().await;
    let tasks = (0..6).map(|_| {
        let (store, actor) = (world.store.clone(), actor.clone());
        async move {
            let draft = position(Stance::Support, "");
            store.take_position(&actor, id, &draft).await
        }
    });
    assert_eq!(won(&all(tasks).await), 6);
    assert_eq!(world.count("positions").await, 1);
    assert_eq!(world.stances(&ana, id).await.supports, 1);
}

async fn lets_one_of_two_edits_of_a_need_win(world: World) {
    let ana = world.member("Ana").await;
    let actor = ana.actor().await;
    let id = world.need(&ana, "Suivre la fluence").express().await;
    for version in 1..=10 {
        let tasks = ["Ceci", "Cela"].map(|text| {
            let (store, actor) = (world.store.clone(), actor.clone());
            async move {
                let draft = need_draft(text);
                store.edit_need(&actor, id, version, &draft).await
            }
        });
        let results = all(tasks).await;
        assert_eq!(won(&results), 1, "{results:?}");
        let stale = results.into_iter().find_map(Result::err);
        let current = version + 1;
        assert!(
            matches!(stale, Some(StoreError::Stale { current: told }) if told == current),
            "{stale:?}"
        );
        assert_eq!(world.read_need(&ana, id).await.version, current);
    }
}

async fn lets_one_of_two_edits_of_a_project_win(world: World) {
    let ana = world.member("Ana").await;
    let id = world.project(&ana).open().await;
    let actor = ana.actor().await;
    for version in 1..=10 {
        let tasks = ["Ceci", "Cela"].map(|title| {
            let (store, actor) = (world.store.clone(), actor.clone());
            async move {
                let draft = project_draft(title);
                store.edit_project(&actor, id, version, &draft).await
            }
        });
        let results = all(tasks).await;
        assert_eq!(won(&results), 1, "{results:?}");
        assert_eq!(world.read_project(&ana, id).await.version, version + 1);
    }
}

async fn expresses_once_what_is_sent_twice(world: World) {
    let ana = world.member("Ana").await.actor().await;
    for _ in 0..5 {
        let need = NeedId::new();
        let (project, answering) = (ProjectId::new(), ProjectId::new());
        let tasks = (0..4).map(|_| {
            let (store, ana) = (world.store.clone(), ana.clone());
            async move {
                store.express_need(&ana, need, &need_draft("Un")).await?;
                let draft = project_draft("Un");
                store.create_project(&ana, project, &draft).await?;
                store
                    .create_project_for(&ana, answering, &draft, need)
                    .await
            }
        });
        assert_eq!(won(&all(tasks).await), 4);
    }
    assert_eq!(world.count("needs").await, 5);
    assert_eq!(world.count("projects").await, 10);
    assert_eq!(world.count("audit WHERE action = 'answer_need'").await, 5);
}

async fn merges_one_way_only(world: World) {
    let ana = world.coordinator().await;
    let actor = ana.actor().await;
    for _ in 0..5 {
        let a = world.need(&ana, "Un").express().await;
        let b = world.need(&ana, "Deux").express().await;
        let tasks = [(a, b), (b, a)].map(|(from, into)| {
            let (store, actor) = (world.store.clone(), actor.clone());
            async move { store.merge_needs(&actor, from, into).await }
        });
        assert_eq!(won(&all(tasks).await), 1);
        let states = [
            world.read_need(&ana, a).await.state,
            world.read_need(&ana, b).await.state,
        ];
        assert!(states.contains(&NeedState::Open), "neither is left");
    }
}

async fn makes_one_account_of_an_invitation(world: World) {
    let invitation = InvitationDraft {
        id: InvitationId::new(),
        note: String::new(),
        role: WorkspaceRole::Member,
        party: Party::Teacher,
    };
    let administrator = world.administrator().await.actor().await;
    let secret = world.store.invite(&administrator, &invitation).await;
    let secret = secret.expect("an invitation");
    let tasks = (0..4).map(|number| {
        let (store, secret) = (world.store.clone(), secret.clone());
        let sign_up = sign_up("Bob", &format!("bob{number}@exemple.fr"));
        async move { store.accept_invitation(&secret, &sign_up, Locale::Fr).await }
    });
    assert_eq!(won(&all(tasks).await), 1);
    assert_eq!(world.count("users WHERE name = 'Bob'").await, 1);
}

async fn makes_one_account_of_an_address(world: World) {
    let tasks = (0..4).map(|_| {
        let store = world.store.clone();
        async move {
            let id = domain::ids::UserId::new();
            let sign_up = sign_up("Bob", "bob@exemple.fr");
            store
                .create_account(id, &sign_up, WorkspaceRole::Member)
                .await
        }
    });
    assert_eq!(won(&all(tasks).await), 1);
    assert_eq!(world.count("users").await, 1);
}

async fn sets_up_once(world: World) {
    let secret = world.store.new_setup_secret().await.expect("an answer");
    let secret = secret.expect("a secret");
    let tasks = (0..4).map(|number| {
        let (store, secret) = (world.store.clone(), secret.clone());
        let sign_up = sign_up("Ada", &format!("ada{number}@exemple.fr"));
        async move {
            store
                .set_up(&secret, "Académie", &sign_up, Locale::Fr)
                .await
        }
    });
    assert_eq!(won(&all(tasks).await), 1);
    assert_eq!(world.count("users").await, 1);
}

async fn resets_a_password_once(world: World) {
    let ana = world.member("Ana").await;
    for _ in 0..3 {
        let reset = world.store.request_password_reset(&ana.email).await;
        let (_, secret) = reset.expect("an answer").expect("a link");
        let tasks = (0..4).map(|number| {
            let (store, secret) = (world.store.clone(), secret.clone());
            async move {
                let password = format!("une tout autre phrase {number}");
                store.reset_password(&secret, &password).await
            }
        });
        assert_eq!(won(&all(tasks).await), 1);
    }
}

/// Whoever gave the password of before is not signed in once another is set.
async fn signs_nobody_in_with_a_password_of_before(world: World) {
    let ana = world.member("Ana").await;
    let mut known = PASSWORD.to_owned();
    for number in 0..6 {
        let reset = world.store.request_password_reset(&ana.email).await;
        let (_, link) = reset.expect("an answer").expect("a link");
        let next = format!("une tout autre phrase {number}");
        let tries = (0..3).map(|_| {
            let (store, email, known) = (world.store.clone(), ana.email.clone(), known.clone());
            async move { store.sign_in(&email, &known, "Firefox").await }
        });
        let (tried, reset) = tokio::join!(all(tries), world.store.reset_password(&link, &next));
        reset.expect("another password");
        won(&tried);
        for secret in tried.into_iter().flatten() {
            let found = world.store.signed_in(&secret).await.expect("an answer");
            assert!(found.is_none(), "signed in with the password of before");
        }
        known = next;
    }
}

/// A link to an address is void once the account has another.
async fn makes_no_link_for_an_address_of_before(world: World) {
    let ana = world.member("Ana").await;
    let (actor, mut known) = (ana.actor().await, ana.email.clone());
    for number in 0..6 {
        let next = format!("{number}-{}", ana.email);
        let asked = world.store.ask_email_change(&actor, PASSWORD, &next).await;
        let (_, secret) = asked.expect("asked");
        let tries = (0..3).map(|_| {
            let (store, known) = (world.store.clone(), known.clone());
            async move { store.request_password_reset(&known).await }
        });
        let (made, taken_on) = tokio::join!(all(tries), world.store.confirm_email(&actor, &secret));
        taken_on.expect("another address");
        won(&made);
        for (_, link) in made.into_iter().flatten().flatten() {
            let fits = world.store.reset_link_fits(&link).await.expect("an answer");
            assert!(!fits, "a link to the address of before");
        }
        known = next;
    }
}

async fn keeps_an_administrator(world: World) {
    for _ in 0..3 {
        let pair = [world.administrator().await, world.administrator().await];
        let actors = [pair[0].actor().await, pair[1].actor().await];
        let tasks = [0, 1].map(|number: usize| {
            let store = world.store.clone();
            let (actor, other) = (actors[number].clone(), pair[1 - number].id);
            async move {
                let role = WorkspaceRole::Member;
                store.set_account(&actor, other, role, false).await
            }
        });
        assert_eq!(won(&all(tasks).await), 1);
        let left = "users WHERE role = 'administrator'";
        assert_eq!(world.count(left).await, 1);
        world.sql("UPDATE users SET role = 'member'").await;
    }
}

async fn keeps_a_lead(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    for _ in 0..5 {
        let id = world.project(&ana).with(&bob, ProjectRole::Lead);
        let id = id.open().await;
        let actors = [ana.actor().await, bob.actor().await];
        let tasks = actors.map(|actor| {
            let store = world.store.clone();
            async move { store.give_team_role(&actor, id, actor.user, None).await }
        });
        assert_eq!(won(&all(tasks).await), 1);
    }
    assert_eq!(world.count("team_members").await, 5);
}

async fn lets_readers_read_while_others_write(world: World) {
    let ana = world.member("Ana").await.actor().await;
    let mut tasks = JoinSet::new();
    for number in 0..40 {
        let (store, ana) = (world.store.clone(), ana.clone());
        tasks.spawn(async move {
            if number % 2 == 0 {
                let draft = need_draft("Suivre la fluence");
                return store.express_need(&ana, NeedId::new(), &draft).await;
            }
            store.needs(&ana, &Default::default()).await?;
            store.search(&ana, "fluence").await?;
            Ok(())
        });
    }
    assert_eq!(won(&tasks.join_all().await), 40);
    assert_eq!(world.count("needs").await, 20);
}
