//! The logs of boards: all or nothing, no gap, another epoch after a backup.

use domain::ids::SessionId;
use store::{BoardAppend, BoardEntry, Store, StoreError, Visitor};

use super::sample::Sitting;
use crate::world::World;

on_both! {
    begins_empty_under_an_epoch_of_its_own,
    is_appended_to_all_or_nothing,
    is_read_from_its_checkpoint_on,
    takes_appends_of_many_boards_at_once,
    has_another_epoch_after_a_backup_was_restored,
    has_nobody_of_a_number_that_a_restored_backup_lost,
    is_read_by_those_who_may,
    says_when_entries_were_written,
    has_versions_at_moments_of_its_log,
}

/// Entries at these places, each holding its place.
fn entries(session: SessionId, places: impl IntoIterator<Item = u64>) -> BoardAppend {
    let entry = |seq: u64| BoardEntry {
        seq,
        bytes: seq.to_string().into_bytes(),
    };
    BoardAppend {
        session,
        entries: places.into_iter().map(entry).collect(),
        phase: None,
    }
}

async fn append(store: &Store, session: SessionId, places: &[u64]) -> store::Result<()> {
    let places = places.iter().copied();
    store.append_boards(&[entries(session, places)]).await
}

async fn texts(store: &Store, session: SessionId) -> Vec<String> {
    let log = store.board_log(session, |_| true).await.expect("a log");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    log.entries.into_iter().map(text).collect()
}

async fn begins_empty_under_an_epoch_of_its_own(world: World) {
    let (one, other) = (Sitting::open(&world).await, Sitting::open(&world).await);
    let log = world
        .store
        .board_log(one.id, |_| true)
        .await
        .expect("a log");
    assert!(log.entries.is_empty() && log.checkpoint.is_none());
    let second = world
        .store
        .board_log(other.id, |_| true)
        .await
        .expect("a log");
    assert_ne!(log.epoch, second.epoch);
    let nothing = world.store.board_log(SessionId::new(), |_| true).await;
    assert_fails!(nothing, StoreError::NotFound);
}

async fn is_appended_to_all_or_nothing(world: World) {
    let (store, id) = (&world.store, Sitting::open(&world).await.id);
    append(store, id, &[1, 2, 3]).await.expect("appended");
    for wrong in [&[5][..], &[3], &[4, 6], &[4, 4], &[0]] {
        let appended = append(store, id, wrong).await;
        assert_fails!(appended, StoreError::Internal(_));
    }
    assert_eq!(texts(store, id).await, ["1", "2", "3"]);
    append(store, id, &[4]).await.expect("appended");
    let many: Vec<u64> = (5..=1_200).collect();
    append(store, id, &many).await.expect("appended");
    assert_eq!(texts(store, id).await.len(), 1_200);
}

async fn is_read_from_its_checkpoint_on(world: World) {
    let (store, id) = (&world.store, Sitting::open(&world).await.id);
    append(store, id, &[1, 2, 3, 4]).await.expect("appended");
    let state = b"state".to_vec();
    let kept = store.checkpoint_board(id, 3, state.clone()).await;
    kept.expect("kept");
    let older = store.checkpoint_board(id, 2, b"older".to_vec()).await;
    older.expect("left");
    let beyond = store.checkpoint_board(id, 5, b"beyond".to_vec()).await;
    assert_fails!(beyond, StoreError::Internal(_));
    let log = store.board_log(id, |_| true).await.expect("a log");
    assert_eq!(log.checkpoint, Some(state));
    assert_eq!(log.entries, [b"4".to_vec()]);
    let history = store.board_history(id, 0).await.expect("a history");
    assert_eq!(history.entries.len(), 4, "nothing is ever deleted");
    assert_eq!(history.epoch, log.epoch);
    let later = store.board_history(id, 3).await.expect("a history");
    assert_eq!(later.entries, history.entries[3..]);
    let whole = store.board_log(id, |state| state != b"state").await;
    let whole = whole.expect("a log");
    assert_eq!(
        (whole.checkpoint, whole.entries.len()),
        (None, 4),
        "whoever cannot use the state reads all of it"
    );
}

async fn takes_appends_of_many_boards_at_once(world: World) {
    let store = &world.store;
    let (one, two) = (
        Sitting::open(&world).await.id,
        Sitting::open(&world).await.id,
    );
    let both = [
        entries(one, 1..=2),
        entries(two, 1..=1),
        entries(one, 3..=3),
    ];
    store.append_boards(&both).await.expect("appended");
    assert_eq!(texts(store, one).await, ["1", "2", "3"]);
    let half = [entries(one, 4..=4), entries(two, 9..=9)];
    let appended = store.append_boards(&half).await;
    assert_fails!(appended, StoreError::Internal(_));
    assert_eq!(texts(store, one).await.len(), 3, "all or nothing");
}

async fn has_another_epoch_after_a_backup_was_restored(world: World) {
    let (store, id) = (&world.store, Sitting::open(&world).await.id);
    append(store, id, &[1, 2]).await.expect("appended");
    let before = store.board_log(id, |_| true).await.expect("a log");
    let other = world.empty_database().await;
    let other = Store::connect(&other).await.expect("connected");
    crate::backup::copy_into(store, &other).await;
    let after = other.board_log(id, |_| true).await.expect("a log");
    assert_eq!(after.entries, before.entries);
    assert_ne!(after.epoch, before.epoch);
    other.close().await.expect("closed");
}

/// The number of a guest's seat.
async fn number(store: &Store, session: SessionId, secret: &str) -> Option<u32> {
    let seat = store.seat(Visitor::Guest(secret), session).await;
    seat.expect("a session").1.map(|seat| seat.number)
}

/// What a browser keeps under the number of a seat is nobody else's: not what waits to be sent
/// there, nor what was voted.
async fn has_nobody_of_a_number_that_a_restored_backup_lost(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id) = (&world.store, sitting.id);
    let kept = sitting.guest(store, "Renard").await;
    let other = world.empty_database().await;
    let other = Store::connect(&other).await.expect("connected");
    crate::backup::copy_into(store, &other).await;
    // They joined after the backup was made.
    let mut lost = Vec::new();
    for name in ["Loutre", "Castor"] {
        let secret = sitting.guest(store, name).await;
        assert_eq!(number(&other, id, &secret).await, None, "unknown by now");
        lost.push(number(store, id, &secret).await.expect("a seat"));
    }
    assert_eq!(lost, [3, 4]);
    assert_eq!(number(&other, id, &kept).await, Some(2), "as in the backup");
    let mut given = Vec::new();
    for name in ["Martre", "Blaireau"] {
        let secret = sitting.guest(&other, name).await;
        given.push(number(&other, id, &secret).await.expect("a seat"));
    }
    let others = given.iter().all(|number| !lost.contains(number));
    assert!(others, "{given:?}");
    assert_eq!(given[0] + 1, given[1], "one after the other");
    // Nor is one given twice where that is restored in its turn.
    let third = world.empty_database().await;
    let third = Store::connect(&third).await.expect("connected");
    crate::backup::copy_into(&other, &third).await;
    let secret = sitting.guest(&third, "Hermine").await;
    let again = number(&third, id, &secret).await.expect("a seat");
    assert!(!lost.contains(&again) && !given.contains(&again));
    assert_ne!(again, given[1] + 1);
    other.close().await.expect("closed");
    third.close().await.expect("closed");
}

async fn is_read_by_those_who_may(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id) = (&world.store, sitting.id);
    let secret = sitting.guest(store, "Renard").await;
    let guest = Visitor::Guest(&secret);
    assert_eq!(store.board_reader(guest, id).await.expect("a reader"), 2);
    let eve = world.member("Eve").await.actor().await;
    let eve = Visitor::Account(&eve);
    assert_fails!(store.board_reader(eve, id).await, StoreError::NotFound);
    let lead = sitting.lead.actor().await;
    store.close_session(&lead, id).await.expect("closed");
    assert_eq!(store.board_reader(eve, id).await.expect("a reader"), 0);
    let stranger = Visitor::Guest("stranger");
    assert_fails!(store.board_reader(stranger, id).await, StoreError::NotFound);
}

async fn says_when_entries_were_written(world: World) {
    let (store, id) = (&world.store, Sitting::open(&world).await.id);
    append(store, id, &[1]).await.expect("appended");
    append(store, id, &[2]).await.expect("appended");
    let history = store.board_history(id, 0).await.expect("a history");
    let history = history.entries;
    let times: Vec<_> = history.iter().map(|entry| entry.at).collect();
    assert!(times.iter().all(Option::is_some), "{times:?}");
    assert!(times.is_sorted(), "{times:?}");
    assert_eq!(history[1].bytes, b"2");
}

async fn has_versions_at_moments_of_its_log(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    append(store, id, &[1, 2, 3]).await.expect("appended");
    for (moment, name) in [(3, "Après"), (1, "Avant"), (3, "  Après le vote ")] {
        let named = store.name_board_version(&lead, id, moment, name).await;
        named.expect("named");
    }
    let reader = Visitor::Account(&lead);
    let versions = store.board_versions(reader, id).await.expect("versions");
    let told: Vec<_> = versions
        .iter()
        .map(|version| (version.moment, version.name.as_str()))
        .collect();
    assert_eq!(told, [(1, "Avant"), (3, "Après le vote")]);
    let long = "x".repeat(81);
    for (moment, name, field) in [
        (4, "Trop tard", "moment"),
        (1, " ", "name"),
        (1, &long, "name"),
    ] {
        let refused = store.name_board_version(&lead, id, moment, name).await;
        let Err(StoreError::Invalid(problems)) = refused else {
            panic!("{refused:?}");
        };
        assert!(
            problems.0.iter().any(|problem| problem.field == field),
            "{problems:?}"
        );
    }
    store.close_session(&lead, id).await.expect("closed");
    let forgotten = store.forget_board_version(&lead, id, 1).await;
    forgotten.expect("forgotten");
    let again = store.forget_board_version(&lead, id, 1).await;
    assert_fails!(again, StoreError::NotFound);
    let left = store.board_versions(reader, id).await.expect("versions");
    assert_eq!(left.len(), 1);
}
