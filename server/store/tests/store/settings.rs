//! The workspace as a whole: its first account, its name, demonstrations.

use domain::accounts::{SignUp, WorkspaceRole};
use domain::audit::{AuditFilter, KeptKind};
use domain::problems::Problem;
use domain::wording::Locale;
use store::StoreError;

use crate::cast::sign_up;
use crate::problem;
use crate::world::World;

on_both! {
    is_set_up_once,
    tells_who_named_it,
    keeps_the_last_secret_only,
    says_all_that_is_not_in_order,
    starts_a_demonstration_when_empty,
}

async fn is_set_up_once(world: World) {
    let store = &world.store;
    assert!(store.is_empty().await.expect("an answer"));
    assert_eq!(store.workspace_name().await.expect("an answer"), "");
    let secret = store.new_setup_secret().await.expect("an answer");
    let secret = secret.expect("a secret");
    let ada = sign_up("Ada", "ada@exemple.fr");
    let wrong = store.set_up("wrong", "Académie", &ada, Locale::Fr).await;
    assert_eq!(problem(wrong, "secret"), Some(Problem::LinkExpired));
    let id = store
        .set_up(&secret, "  Académie de Lyon ", &ada, Locale::Fr)
        .await;
    let actor = store.actor(id.expect("an account")).await;
    assert_eq!(actor.expect("an actor").role, WorkspaceRole::Administrator);
    let name = store.workspace_name().await.expect("an answer");
    assert_eq!(name, "Académie de Lyon");
    assert!(!store.is_empty().await.expect("an answer"));
    assert!(!store.is_demo().await.expect("an answer"));

    let eve = sign_up("Eve", "eve@exemple.fr");
    let again = store.set_up(&secret, "À moi", &eve, Locale::Fr).await;
    assert_eq!(problem(again, "secret"), Some(Problem::LinkExpired));
    assert!(!store.setup_secret_fits(&secret).await.expect("an answer"));
    let another = store.new_setup_secret().await.expect("an answer");
    assert_eq!(another, None);
    assert_eq!(world.count("users").await, 1);
    let kept = world.count("settings WHERE name LIKE '%secret%'").await;
    assert_eq!(kept, 0, "the secret's hash goes once it is used");
}

async fn tells_who_named_it(world: World) {
    let store = &world.store;
    let secret = store.new_setup_secret().await.expect("an answer");
    let secret = secret.expect("a secret");
    let ada = sign_up("Ada", "ada@exemple.fr");
    let id = store.set_up(&secret, " Atelier ", &ada, Locale::Fr).await;
    let id = id.expect("an account");
    let actor = store.actor(id).await.expect("an actor");
    let filter = AuditFilter {
        kind: KeptKind::Workspace.code().into(),
        ..AuditFilter::default()
    };
    let log = store.audit_log(&actor, &filter, 10).await.expect("the log");
    assert_eq!(log.entries.len(), 1);
    let entry = &log.entries[0];
    assert_eq!(entry.actor.as_ref().map(|person| person.id), Some(id));
    let words = entry.wording().zip(entry.kind_wording());
    let words = words.map(|(deed, kind)| (deed.en, kind.en));
    assert_eq!(words, Some(("workspace named", "workspace")));
    assert_eq!(entry.before, "");
    assert_eq!(entry.after, r#"{"name":"Atelier"}"#);
}

async fn keeps_the_last_secret_only(world: World) {
    let store = &world.store;
    let first = store.new_setup_secret().await.expect("an answer");
    let second = store.new_setup_secret().await.expect("an answer");
    let (first, second) = (first.expect("a secret"), second.expect("a secret"));
    assert!(!store.setup_secret_fits(&first).await.expect("an answer"));
    assert!(store.setup_secret_fits(&second).await.expect("an answer"));
    let in_clear = format!("settings WHERE value = '{second}'");
    assert_eq!(world.count(&in_clear).await, 0);
}

async fn says_all_that_is_not_in_order(world: World) {
    let store = &world.store;
    let secret = store.new_setup_secret().await.expect("an answer");
    let secret = secret.expect("a secret");
    let StoreError::Invalid(problems) = store
        .set_up(&secret, " ", &SignUp::default(), Locale::Fr)
        .await
        .expect_err("an empty form")
    else {
        panic!("not a problem of fields");
    };
    for field in ["workspace", "name", "email", "password", "party"] {
        assert!(problems.of(field).is_some(), "{field}");
    }
    assert!(store.setup_secret_fits(&secret).await.expect("an answer"));
    assert!(store.is_empty().await.expect("an answer"));
}

async fn starts_a_demonstration_when_empty(world: World) {
    let store = &world.store;
    store.start_demo("Démonstration").await.expect("started");
    assert!(store.is_demo().await.expect("an answer"));
    let name = store.workspace_name().await.expect("an answer");
    assert_eq!(name, "Démonstration");
    let named = "audit WHERE action = 'name_workspace' AND thing_kind = 'workspace'
        AND actor IS NULL AND after = '{\"name\":\"Démonstration\"}'";
    assert_eq!(world.count(named).await, 1);
    world.member("Ana").await;
    let again = store.start_demo("Encore").await;
    assert_fails!(again, StoreError::Internal(_));
    let name = store.workspace_name().await.expect("an answer");
    assert_eq!(name, "Démonstration");
    let all = "audit WHERE thing_kind = 'workspace'";
    assert_eq!(world.count(all).await, 1);
}
