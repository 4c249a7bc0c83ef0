//! Reading the audit log: by whom, a part at a time, narrowed, and with names.

use domain::activity::Deed;
use domain::audit::{AuditEntry, AuditFilter, HISTORY_MAX};
use domain::evidence::ThingKind;
use domain::policy::Refusal;
use domain::sessions::SessionRole;
use store::{StoreError, Visitor};

use super::newest;
use crate::cast::{Someone, project_draft};
use crate::imports::{consultation, plan};
use crate::sessions::{Sitting, guest, with_waiting_room};
use crate::world::World;

on_both! {
    is_read_by_administrators,
    is_read_a_part_at_a_time,
    tells_the_end_of_a_long_history,
    is_narrowed,
    names_what_was_done_in_a_session,
    names_the_guest_who_lets_people_in,
    names_the_undoing_of_an_import,
    names_guests_as_they_are_called_now,
}

async fn is_read_by_administrators(world: World) {
    let ada = world.administrator().await;
    let all = AuditFilter::default();
    let read = world.store.audit_log(&ada.actor().await, &all, 10).await;
    assert_eq!(read.expect("the log").entries.len(), 1);
    let others: [Someone; 4] = [
        world.coordinator().await,
        world.member("Ana").await,
        world.observer("Olga").await,
        world.partner("Une").await,
    ];
    for person in others {
        let read = world.store.audit_log(&person.actor().await, &all, 10).await;
        assert_fails!(read, StoreError::Refused(Refusal::Role));
    }
}

async fn is_read_a_part_at_a_time(world: World) {
    let ada = world.administrator().await;
    let actor = ada.actor().await;
    for number in 0..5 {
        let need = format!("Besoin {number}");
        world.need(&ada, &need).express().await;
    }
    let mut filter = AuditFilter::default();
    let mut read = Vec::new();
    loop {
        let part = world.store.audit_log(&actor, &filter, 4).await;
        let part = part.expect("the log");
        assert!(part.entries.len() <= 4);
        filter.before = part.entries.last().map(|oldest| oldest.id);
        read.extend(part.entries.into_iter().map(|entry| entry.id));
        if !part.more {
            break;
        }
    }
    assert_eq!(read.len(), 6);
    assert!(read.is_sorted_by(|a, b| a > b), "newest first, each once");
}

async fn is_narrowed(world: World) {
    let (ada, ana) = (world.administrator().await, world.member("Ana").await);
    let need = world.need(&ana, "Suivre la fluence").express().await;
    let project = world.project(&ada).title("Fluence").open().await;
    let actor = ada.actor().await;
    let read = async |filter: AuditFilter| {
        let log = world.store.audit_log(&actor, &filter, 10).await;
        let log = log.expect("the log");
        let actions: Vec<_> = log
            .entries
            .iter()
            .map(|entry| entry.action.clone())
            .collect();
        let titles: Vec<_> = log.things.into_iter().map(|thing| thing.title).collect();
        (actions, titles)
    };
    let all = AuditFilter::default();
    let by_ana = AuditFilter {
        actor: Some(ana.id),
        ..all.clone()
    };
    let (actions, titles) = read(by_ana).await;
    assert_eq!(actions, ["express_need", "create_account"]);
    assert_eq!(titles, ["Suivre la fluence"]);
    let of_projects = AuditFilter {
        kind: ThingKind::Project.code().to_owned(),
        ..all.clone()
    };
    let (actions, titles) = read(of_projects).await;
    assert!(
        actions.contains(&"create_project".to_owned()),
        "{actions:?}"
    );
    assert_eq!(titles, ["Fluence"]);
    for (thing, last) in [(need.0, "express_need"), (project.0, "create_project")] {
        let of_one = AuditFilter {
            thing: Some(thing),
            ..all.clone()
        };
        assert_eq!(read(of_one).await.0.last().map(String::as_str), Some(last));
    }
    let nothing = AuditFilter {
        kind: "licorne".into(),
        ..all
    };
    assert_eq!(read(nothing).await, (vec![], vec![]));
}

async fn tells_the_end_of_a_long_history(world: World) {
    let ana = world.member("Ana").await;
    let id = world.project(&ana).title("Au début").open().await;
    let (store, actor) = (&world.store, ana.actor().await);
    let last = i64::try_from(HISTORY_MAX).expect("a number");
    for version in 1..=last {
        let draft = project_draft(&format!("Titre {version}"));
        let edited = store.edit_project(&actor, id, version, &draft).await;
        edited.expect("changed");
        if version == last - 1 {
            let read = store.project(&actor, id).await.expect("a project");
            assert!(!read.history.cut, "all of it is told");
            assert_eq!(read.history.entries[0].action, "create_project");
        }
    }
    let history = store.project(&actor, id).await.expect("a project").history;
    assert!(history.cut);
    assert_eq!(history.entries.len(), 500);
    assert!(
        history.entries.is_sorted_by(|a, b| a.id < b.id),
        "oldest first"
    );
    let newest = history.entries.last().expect("the newest");
    assert!(newest.after.contains("Titre 500"), "{}", newest.after);
}

async fn names_what_was_done_in_a_session(world: World) {
    let sitting = Sitting::with(&world, with_waiting_room()).await;
    let (store, id) = (&world.store, sitting.id);
    let secret = sitting.guest(store, "Léo").await;
    let lead = sitting.lead.actor().await;
    let admitted = store
        .admit_participant(Visitor::Account(&lead), id, 2)
        .await;
    admitted.expect("admitted");
    let role = SessionRole::Facilitator;
    let leads = store.set_participant_role(&lead, id, 2, role).await;
    leads.expect("a facilitator");
    let floor = store.give_floor(Visitor::Guest(&secret), id, 1).await;
    floor.expect("the floor");
    let named = store.name_board_version(&lead, id, 0, "Au début").await;
    named.expect("a name");
    let forgotten = store.forget_board_version(&lead, id, 0).await;
    forgotten.expect("no name");
    let removed = store
        .remove_participant(Visitor::Account(&lead), id, 2)
        .await;
    removed.expect("removed");
    store.close_session(&lead, id).await.expect("closed");
    let log = newest(&world, 11).await;
    let told: Vec<_> = log.iter().rev().map(|entry| entry.deed).collect();
    let expected = [
        Deed::PlannedSession,
        Deed::JoinedSession,
        Deed::OpenedSession,
        Deed::AskedToJoin,
        Deed::Admitted,
        Deed::ChangedSessionRole,
        Deed::GaveFloor,
        Deed::NamedVersion,
        Deed::ForgotVersion,
        Deed::RemovedParticipant,
        Deed::ClosedSession,
    ];
    assert_eq!(told, expected.map(Some));
    let by_guest = log.iter().filter(|entry| entry.guest.is_some());
    let by_guest: Vec<_> = by_guest
        .map(|entry| (entry.deed, entry.guest.as_deref()))
        .collect();
    let expected = [Deed::GaveFloor, Deed::AskedToJoin].map(|deed| (Some(deed), Some("Léo")));
    assert_eq!(by_guest, expected);
}

async fn names_the_guest_who_lets_people_in(world: World) {
    let sitting = Sitting::with(&world, with_waiting_room()).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    let secret = sitting.guest(store, "Léo").await;
    let admitted = store.admit_participant(Visitor::Account(&lead), id, 2);
    admitted.await.expect("admitted");
    let role = SessionRole::Facilitator;
    let leads = store.set_participant_role(&lead, id, 2, role).await;
    leads.expect("a facilitator");
    sitting.guest(store, "Zoé").await;
    let leo = Visitor::Guest(&secret);
    let admitted = store.admit_participant(leo, id, 3).await;
    admitted.expect("admitted");
    let removed = store.remove_participant(leo, id, 3).await;
    removed.expect("removed");
    let log = newest(&world, 2).await;
    for (entry, deed) in log.iter().zip([Deed::RemovedParticipant, Deed::Admitted]) {
        assert_eq!(
            (entry.deed, entry.guest.as_deref()),
            (Some(deed), Some("Léo"))
        );
        assert!(entry.actor.is_none());
    }
}

async fn names_the_undoing_of_an_import(world: World) {
    let who = world.coordinator().await;
    let files = consultation();
    let (id, _) = world.import(&who, &files, &plan(&files, "Essai")).await;
    let undone = world.store.undo_import(&who.actor().await, id).await;
    undone.expect("undone");
    let log = newest(&world, 2).await;
    let words = |entry: &AuditEntry| entry.wording().map(|wording| wording.fr);
    assert_eq!(words(&log[0]), Some("annuler un import"));
    assert_eq!(words(&log[1]), Some("importer"));
    let names = log.iter().map(|entry| entry.name.as_deref());
    assert_eq!(names.collect::<Vec<_>>(), [Some("Essai"); 2]);
}

/// The log has no name of a guest in it: what is told is what stands beside their seat.
async fn names_guests_as_they_are_called_now(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, code) = (&world.store, sitting.code.to_string());
    let eve = world.member("Eve").await;
    let secret = sitting.guest(store, "Léo").await;
    let joined = async || newest(&world, 1).await.remove(0);
    assert_eq!(joined().await.guest.as_deref(), Some("Léo"));
    let renamed = guest("Léopold");
    let again = store.join_as_guest(&code, &renamed, Some(&secret), None);
    again.await.expect("joined");
    assert_eq!(world.count("audit WHERE after LIKE '%Léo%'").await, 0);
    let told: Vec<_> = newest(&world, 2).await;
    let told: Vec<_> = told.iter().map(|entry| entry.guest.as_deref()).collect();
    assert_eq!(told, [Some("Léopold"); 2]);
    let claimed = store.claim_participation(&eve.actor().await, &secret).await;
    claimed.expect("claimed");
    let told: Vec<_> = newest(&world, 3).await;
    let told: Vec<_> = told.iter().map(|entry| entry.guest.as_deref()).collect();
    assert_eq!(told, [None, Some(""), Some("")]);
}
