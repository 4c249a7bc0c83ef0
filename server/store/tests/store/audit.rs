//! The audit log: what each write leaves in it, and that nothing leaves it.

mod reading;

use domain::accounts::{InvitationDraft, WorkspaceRole};
use domain::audit::{AuditEntry, AuditFilter};
use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{InvitationId, LinkId, NeedId, ProjectId, UserId};
use domain::milestones::{Figure, Measure, MeasureDraft, SettleDraft};
use domain::needs::{NeedState, Stance};
use domain::parties::Party;
use domain::phases::ProjectPhase;
use domain::projects::ProjectRole;
use domain::time::{day_in_france, parse_date};
use domain::wording::Locale;
use serde_json::Value;
use store::{SetClock, StoreError};
use uuid::Uuid;

use crate::cast::{Steering, need_draft, position, project_draft, sign_up};
use crate::world::World;

on_both! {
    tells_of_accounts,
    tells_of_projects,
    tells_of_needs,
    tells_where_a_need_stood_and_why,
    holds_no_password_and_no_secret,
    only_grows,
    only_grows_by_new_rows,
    leaves_no_row_of_what_failed,
    tells_all_that_was_replaced,
    is_dated_by_the_store_s_clock,
}

/// The last row is of this actor, action and thing, and its before and after
/// hold these words; an empty word stands for an empty column.
async fn last(world: &World, actor: UserId, action: &str, thing: (&str, Uuid), words: [&str; 2]) {
    let entry = newest(world, 1).await.remove(0);
    assert_eq!(entry.actor.as_ref().map(|person| person.id), Some(actor));
    assert_eq!(entry.action, action);
    assert_eq!((entry.thing_kind.as_str(), entry.thing_id), thing);
    for (word, text) in words.into_iter().zip([&entry.before, &entry.after]) {
        let told = match word {
            "" => text.is_empty(),
            word => text.contains(word),
        };
        assert!(told, "{action}: no {word:?} in {text:?}");
    }
}

/// The newest rows, read by an administrator who need not have an account.
async fn newest(world: &World, limit: u64) -> Vec<AuditEntry> {
    let reader = domain::policy::Actor {
        user: UserId::new(),
        role: WorkspaceRole::Administrator,
        party: Party::Academy,
        projects: Default::default(),
    };
    let all = AuditFilter::default();
    let log = world.store.audit_log(&reader, &all, limit).await;
    log.expect("the log").entries
}

async fn tells_of_accounts(world: World) {
    let store = &world.store;
    let ada = world.administrator().await;
    let thing = ("account", ada.id.0);
    let words = ["", "administrator"];
    last(&world, ada.id, "create_account", thing, words).await;
    let actor = ada.actor().await;

    let invitation = InvitationDraft {
        id: InvitationId::new(),
        note: "Pour Bob".into(),
        role: WorkspaceRole::Observer,
        party: Party::Teacher,
    };
    let secret = store.invite(&actor, &invitation).await.expect("invited");
    let thing = ("invitation", invitation.id.0);
    last(&world, ada.id, "invite_people", thing, ["", "Pour Bob"]).await;

    let bob = sign_up("Bob", "bob@exemple.fr");
    let bob = store
        .accept_invitation(&secret, &bob, Locale::Fr)
        .await
        .expect("taken")
        .expect("an account");
    let thing = ("account", bob.0);
    last(&world, bob, "create_account", thing, ["", "observer"]).await;

    let role = WorkspaceRole::Coordinator;
    let changed = store.set_account(&actor, bob, role, false).await;
    changed.expect("changed");
    let words = ["observer", "coordinator"];
    last(&world, ada.id, "manage_people", thing, words).await;

    let link = store.password_reset_for(&actor, bob).await.expect("a link");
    last(&world, ada.id, "request_password_reset", thing, ["", ""]).await;
    let reset = store.reset_password(&link, "une tout autre phrase").await;
    reset.expect("a new password");
    last(&world, bob, "reset_password", thing, ["", ""]).await;
    let asked = store.request_password_reset("bob@exemple.fr").await;
    asked.expect("an answer").expect("a link");
    let entry = newest(&world, 1).await.remove(0);
    assert_eq!(entry.action, "request_password_reset");
    assert_eq!(entry.actor, None, "whoever asked is not known");

    let session = store.start_session(bob, "Firefox").await;
    let found = store.signed_in(&session.expect("a session")).await;
    let found = found.expect("an answer").expect("a session");
    let ended = store.end_session(&found.actor, found.session).await;
    ended.expect("ended");
    let session = found.session.to_string();
    last(&world, bob, "end_session", thing, [&session, ""]).await;
    let ended = store.end_all_sessions(&found.actor).await;
    ended.expect("ended");
    last(&world, bob, "end_all_sessions", thing, ["", ""]).await;
}

async fn tells_of_projects(world: World) {
    let store = &world.store;
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let need = world.need(&bob, "Suivre la fluence").express().await;
    let id = world.project(&ana).title("Avant").open().await;
    let thing = ("project", id.0);
    last(&world, ana.id, "create_project", thing, ["", "Avant"]).await;
    let actor = ana.actor().await;

    let edited = store
        .edit_project(&actor, id, 1, &project_draft("Après"))
        .await;
    edited.expect("changed");
    last(&world, ana.id, "edit_project", thing, ["Avant", "Après"]).await;

    let day = parse_date("2026-01-01").expect("a date");
    let moved = store
        .change_phase(&actor, id, 2, ProjectPhase::Pilot, day)
        .await;
    moved.expect("moved");
    let words = [r#""need""#, "pilot"];
    last(&world, ana.id, "change_phase", thing, words).await;

    for (role, words) in [
        (Some(ProjectRole::Observer), ["null", "observer"]),
        (Some(ProjectRole::Partner), ["observer", "partner"]),
        (None, ["partner", "null"]),
    ] {
        let set = store.give_team_role(&actor, id, bob.id, role).await;
        set.expect("set");
        last(&world, ana.id, "manage_team", thing, words).await;
    }

    let thing = ("need", need.0);
    for (answers, word) in [(true, "true"), (false, "false")] {
        let answered = store.answer_need(&actor, id, need, answers).await;
        answered.expect("answered");
        let entry = newest(&world, 1).await.remove(0);
        last(&world, ana.id, "answer_need", thing, [&entry.before, word]).await;
    }
    let read = store.project(&actor, id).await.expect("a project");
    let actions: Vec<_> = read
        .history
        .entries
        .iter()
        .map(|e| e.action.as_str())
        .collect();
    let expected = "create_project edit_project change_phase manage_team manage_team manage_team";
    assert_eq!(actions.join(" "), expected, "oldest first");
}

async fn tells_of_needs(world: World) {
    let store = &world.store;
    let ana = world.coordinator().await;
    let actor = ana.actor().await;
    let other = world.need(&ana, "Autre").express().await;
    let id = world.need(&ana, "Avant").express().await;
    let thing = ("need", id.0);
    last(&world, ana.id, "express_need", thing, ["", "Avant"]).await;
    let edited = store.edit_need(&actor, id, 1, &need_draft("Après")).await;
    edited.expect("changed");
    last(&world, ana.id, "edit_need", thing, ["Avant", "Après"]).await;

    world.support(&ana, id).await;
    last(&world, ana.id, "take_position", thing, ["", "support"]).await;
    world.take(&ana, id, Stance::Objection, "Trop tôt").await;
    let words = ["support", "Trop tôt"];
    last(&world, ana.id, "take_position", thing, words).await;
    let withdrawn = store.withdraw_position(&actor, id).await;
    withdrawn.expect("withdrawn");
    last(&world, ana.id, "take_position", thing, ["Trop tôt", ""]).await;

    let state = NeedState::SetAside;
    let settled = store.settle_need(&actor, id, 2, state, "Plus tard").await;
    settled.expect("settled");
    let words = [r#""open""#, "Plus tard"];
    last(&world, ana.id, "edit_need", thing, words).await;

    let merged = store.merge_needs(&actor, id, other).await;
    merged.expect("merged");
    let entries = newest(&world, 2).await;
    let things: Vec<_> = entries.iter().map(|entry| entry.thing_id).collect();
    assert_eq!(things, [other.0, id.0], "one row for each need");
    assert!(entries.iter().all(|entry| entry.action == "merge_needs"));
    assert!(entries[1].after.contains(&other.to_string()));
}

/// What a project that answers a need, or one merged into it, makes of its state is told with
/// the state before and its reason.
async fn tells_where_a_need_stood_and_why(world: World) {
    let store = &world.store;
    let ana = world.coordinator().await;
    let actor = ana.actor().await;
    let project = world.project(&ana).open().await;
    let id = world.need(&ana, "Suivre la fluence").express().await;
    let other = world.need(&ana, "Fluence").express().await;
    let aside = async |reason: &str| {
        let version = world.read_need(&ana, id).await.version;
        let settled = store.settle_need(&actor, id, version, NeedState::SetAside, reason);
        settled.await.expect("set aside");
    };
    // What the newest row of this action tells of the need: state and reason, before and after.
    let told = async |action: &str, need: NeedId| {
        let rows = newest(&world, 4).await;
        let mut rows = rows.iter();
        let row = rows.find(|row| row.action == action && row.thing_id == need.0);
        let row = row.expect(action);
        [&row.before, &row.after].map(|text| {
            let told: Value = serde_json::from_str(text).expect("JSON");
            ["state", "reason"].map(|name| told[name].as_str().expect(name).to_owned())
        })
    };
    aside("Plus tard").await;
    let answered = store.answer_need(&actor, project, id, true).await;
    answered.expect("answered");
    let expected = [["set_aside", "Plus tard"], ["answered", ""]];
    assert_eq!(told("answer_need", id).await, expected);
    aside("Jamais").await;
    let no_longer = store.answer_need(&actor, project, id, false).await;
    no_longer.expect("no longer");
    let expected = [["set_aside", "Jamais"], ["set_aside", "Jamais"]];
    assert_eq!(told("answer_need", id).await, expected);

    // The chain says the same as the need's page.
    let (from, to) = (
        ThingRef::new(ThingKind::Project, project),
        ThingRef::new(ThingKind::Need, id),
    );
    let link = LinkId::new();
    let linked = store.link_things(&actor, link, from, Relation::Answers, to);
    linked.await.expect("linked");
    let expected = [["set_aside", "Jamais"], ["answered", ""]];
    assert_eq!(told("answer_need", id).await, expected);
    let unlinked = store.unlink_things(&actor, link).await;
    unlinked.expect("unlinked");
    let expected = [["answered", ""], ["open", ""]];
    assert_eq!(told("answer_need", id).await, expected);

    let answered = store.answer_need(&actor, project, other, true).await;
    answered.expect("answered");
    aside("Trop tôt").await;
    let merged = store.merge_needs(&actor, other, id).await;
    merged.expect("merged");
    let expected = [["set_aside", "Trop tôt"], ["answered", ""]];
    assert_eq!(told("merge_needs", id).await, expected);
    let expected = [["answered", ""], ["merged", ""]];
    assert_eq!(told("merge_needs", other).await, expected);
}

async fn holds_no_password_and_no_secret(world: World) {
    let ada = world.administrator().await;
    let link = world
        .store
        .password_reset_for(&ada.actor().await, ada.id)
        .await
        .expect("a link");
    let password = "une tout autre phrase";
    let reset = world.store.reset_password(&link, password).await;
    reset.expect("a new password");
    for word in [crate::cast::PASSWORD, password, &link, "argon2"] {
        let told = format!("audit WHERE before LIKE '%{word}%' OR after LIKE '%{word}%'");
        assert_eq!(world.count(&told).await, 0, "{word}");
    }
}

async fn only_grows(world: World) {
    world.administrator().await;
    let mut attacks = vec!["UPDATE audit SET action = 'nothing'", "DELETE FROM audit"];
    if world.is_postgres() {
        attacks.push("TRUNCATE audit");
        attacks.push(
            "INSERT INTO audit SELECT * FROM audit
             ON CONFLICT (id) DO UPDATE SET action = 'nothing'",
        );
    }
    for attack in attacks {
        let error = world.try_sql(attack).await.expect_err(attack);
        assert!(error.to_string().contains("only grows"), "{error}");
    }
    assert_eq!(newest(&world, 10).await[0].action, "create_account");
    assert_eq!(world.count("audit").await, 1);
}

/// SQLite can insert a row in the place of another.
async fn only_grows_by_new_rows(world: World) {
    world.administrator().await;
    let attack = "REPLACE INTO audit
        SELECT id, at, actor, 'nothing', thing_kind, thing_id, before, after FROM audit";
    let replaced = world.try_sql(attack).await;
    assert_eq!(newest(&world, 10).await[0].action, "create_account");
    replaced.expect_err("rows were replaced");
}

async fn leaves_no_row_of_what_failed(world: World) {
    let ana = world.member("Ana").await;
    let need = world.need(&ana, "Suivre la fluence").express().await;
    let id = world.project(&ana).open().await;
    let rows = world.count("audit").await;
    let (store, actor) = (&world.store, ana.actor().await);
    let stale = store
        .edit_need(&actor, need, 9, &need_draft("Périmé"))
        .await;
    assert_fails!(stale, StoreError::Stale { current: 1 });
    let stale = store
        .edit_project(&actor, id, 9, &project_draft("Périmé"))
        .await;
    assert_fails!(stale, StoreError::Stale { current: 1 });
    let silent = position(Stance::Objection, "");
    let silent = store.take_position(&actor, need, &silent).await;
    assert_fails!(silent, StoreError::Invalid(_));
    let unknown = store.answer_need(&actor, id, NeedId::new(), true).await;
    assert_fails!(unknown, StoreError::NotFound);
    let unknown = store
        .answer_need(&actor, ProjectId::new(), need, true)
        .await;
    assert_fails!(unknown, StoreError::NotFound);
    assert_eq!(world.count("audit").await, rows);
    assert_eq!(world.count("links").await, 0);
}

async fn is_dated_by_the_store_s_clock(world: World) {
    let ada = world.administrator().await;
    let now = world.store.now();
    let clock = SetClock::at(now);
    let earlier = world.store.with_clock(clock.clone());
    for days in [-2, -1] {
        clock.set(now.plus_seconds(days * 86_400));
        let (actor, id) = (ada.actor().await, NeedId(clock.new_id()));
        let draft = need_draft("Suivre la fluence");
        let expressed = earlier.express_need(&actor, id, &draft).await;
        expressed.expect("expressed");
    }
    let days = |entry: &AuditEntry| (now.0 - entry.at.0) / 86_400_000;
    for (last, expected) in [
        (0, vec![0, 1, 2]),
        (-1, vec![1, 2]),
        (-2, vec![2]),
        (-3, vec![]),
    ] {
        let filter = AuditFilter {
            until: day_in_france(now.plus_seconds(last * 86_400)).to_string(),
            ..AuditFilter::default()
        };
        let log = world.store.audit_log(&ada.actor().await, &filter, 9).await;
        let told: Vec<i64> = log.expect("the log").entries.iter().map(days).collect();
        assert_eq!(told, expected, "ordered by id, which follows the clock");
    }
    let day = |days: i64| day_in_france(now.plus_seconds(days * 86_400)).to_string();
    for (first, last, expected) in [
        (-2, 0, vec![0, 1, 2]),
        (-1, 0, vec![0, 1]),
        (-1, -1, vec![1]),
        (1, 0, vec![]),
    ] {
        let filter = AuditFilter {
            since: day(first),
            until: day(last),
            ..AuditFilter::default()
        };
        let log = world.store.audit_log(&ada.actor().await, &filter, 9).await;
        let told: Vec<i64> = log.expect("the log").entries.iter().map(days).collect();
        assert_eq!(told, expected, "from {first} to {last}");
    }
}

async fn tells_all_that_was_replaced(world: World) {
    let ana = world.coordinator().await;
    let (store, actor) = (&world.store, ana.actor().await);
    let before = async || newest(&world, 1).await.remove(0).before;

    let need = world.need(&ana, "Suivre la fluence").express().await;
    world.take(&ana, need, Stance::Objection, "Trop tôt").await;
    world.take(&ana, need, Stance::Objection, "Trop cher").await;
    assert!(before().await.contains("Trop tôt"));
    for (version, reason) in [(1, "Plus tard"), (2, "Jamais")] {
        let settled = store.settle_need(&actor, need, version, NeedState::SetAside, reason);
        settled.await.expect("settled");
    }
    assert!(before().await.contains("Plus tard"));

    let project = world.project(&ana).open().await;
    let milestone = world.milestone(&ana, project).await;
    for (version, value) in [(1, "58"), (2, "61")] {
        let measure = MeasureDraft {
            value: value.into(),
            n: "214".into(),
            low: "51".into(),
            high: "64".into(),
        };
        let recorded = store.record_measure(&actor, milestone, version, &measure);
        recorded.await.expect("recorded");
    }
    let entry = newest(&world, 1).await.remove(0);
    let read = |text: &str| serde_json::from_str::<Measure>(text).expect("a measure");
    let (was, is) = (read(&entry.before), read(&entry.after));
    assert_eq!((was.value, is.value), (Figure(58_000), Figure(61_000)));
    assert_eq!((was.n, was.interval), (is.n, is.interval));
    for (outcome, reason) in [("missed", "Trop peu de classes"), ("open", "On reprend")] {
        let draft = SettleDraft {
            outcome: outcome.into(),
            reason: reason.into(),
        };
        let there = store.milestone(&actor, milestone).await;
        let version = there.expect("a milestone").milestone.version;
        let settled = store
            .settle_milestone(&actor, milestone, version, &draft)
            .await;
        settled.expect("settled");
    }
    assert!(before().await.contains("Trop peu de classes"));
}
