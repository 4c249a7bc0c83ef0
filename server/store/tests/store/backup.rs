//! The whole database read at one moment, and put into another.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::attachments::Media;
use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::FeedbackDraft;
use domain::ids::{AttachmentId, FeedbackId, NeedId};
use store::attachments::NewFile;
use store::backup::{Snapshot, Table};
use store::{Store, StoreError, Visitor};

use crate::attachments::text_file;
use crate::cast::need_draft;
use crate::sessions::Sitting;
use crate::world::World;

on_both! {
    is_the_same_in_another_database,
    tells_every_file_that_rows_name,
    goes_into_the_other_kind_of_database,
    is_of_one_moment_while_others_write,
    fills_nothing_but_an_empty_workspace,
    refuses_a_later_schema,
    refuses_rows_that_do_not_fit_together,
}

/// The rows of a table, as they are kept.
struct Rows {
    table: Table,
    lines: Vec<u8>,
    count: u64,
}

async fn read(snapshot: &Snapshot) -> Vec<Rows> {
    let mut all = Vec::new();
    for table in snapshot.tables() {
        let mut lines = Vec::new();
        let count = snapshot.dump(table, &mut lines).await.expect("rows");
        all.push(Rows {
            table: table.clone(),
            lines,
            count,
        });
    }
    all
}

/// Something in most tables.
async fn furnish(world: &World) {
    let ana = world.member("Ana").await;
    let need = world
        .need(&ana, "Suivre la fluence à l’école")
        .express()
        .await;
    world.support(&ana, need).await;
    let project = world.project(&ana).open().await;
    let actor = ana.actor().await;
    let store = &world.store;
    let answered = store.answer_need(&actor, project, need, true).await;
    answered.expect("answered");
    let draft = FeedbackDraft {
        kind: "bug".into(),
        story: "L’écran reste blanc".into(),
        ..FeedbackDraft::default()
    };
    for _ in 0..3 {
        let given = store.give_feedback(&actor, project, FeedbackId::new(), &draft);
        given.await.expect("given");
    }
    ana.sign_in("Firefox").await;
}

async fn restore(into: &Store, schema: &[String], all: &[Rows]) -> store::Result<()> {
    let restoration = into.restoration(schema).await?;
    for rows in all {
        let filled = restoration.fill(&rows.table, rows.lines.as_slice()).await?;
        assert_eq!(filled, rows.count, "{}", rows.table.name);
        let mut lines = Vec::new();
        restoration.dump(&rows.table, &mut lines).await?;
        let both = [&lines, &rows.lines].map(|lines| String::from_utf8_lossy(lines));
        assert_eq!(both[0], both[1], "{}", rows.table.name);
    }
    restoration.commit().await
}

/// Puts everything that one store keeps into another, as a backup does.
pub(crate) async fn copy_into(from: &Store, into: &Store) {
    let snapshot = from.snapshot().await.expect("a snapshot");
    let all = read(&snapshot).await;
    let restored = restore(into, snapshot.schema(), &all).await;
    restored.expect("restored");
}

/// Restores into this database and uses what is there.
async fn restored_and_used(world: &World, url: &str) {
    furnish(world).await;
    let snapshot = world.store.snapshot().await.expect("a snapshot");
    let all = read(&snapshot).await;
    let other = Store::connect(url).await.expect("connected");
    restore(&other, snapshot.schema(), &all)
        .await
        .expect("restored");
    assert!(other.is_ready().await.expect("an answer"));
    let again = read(&other.snapshot().await.expect("a snapshot")).await;
    assert_eq!(again.len(), all.len());
    // Search finds what was brought, and counting goes on.
    let people = other.account_id("nobody@exemple.fr").await;
    assert_eq!(people.expect("an answer"), None);
    let audit = &all.iter().find(|rows| rows.table.name == "users");
    let users = String::from_utf8_lossy(&audit.expect("users").lines).into_owned();
    let email = users
        .split('"')
        .find(|text| text.ends_with("@exemple.fr"))
        .expect("an address");
    let ana = other.account_id(email).await.expect("an answer");
    let ana = other.actor(ana.expect("Ana")).await.expect("an actor");
    let found = other.search(&ana, "fluence").await.expect("found");
    assert_eq!(found.len(), 1);
    let project = *ana.projects.keys().next().expect("a project");
    let draft = FeedbackDraft {
        kind: "idea".into(),
        story: "Une quatrième entrée".into(),
        ..FeedbackDraft::default()
    };
    let given = other.give_feedback(&ana, project, FeedbackId::new(), &draft);
    given
        .await
        .expect("numbers go on after those that were brought");
    let thing = ThingRef::new(ThingKind::Project, project);
    let chain = other.chain(&ana, thing).await;
    assert!(chain.is_ok(), "the chain is whole");
    let edited = other
        .express_need(&ana, NeedId::new(), &need_draft("Autre chose"))
        .await;
    edited.expect("expressed");
    other.close().await.expect("closed");
}

async fn is_the_same_in_another_database(world: World) {
    let url = world.empty_database().await;
    restored_and_used(&world, &url).await;
}

async fn goes_into_the_other_kind_of_database(world: World) {
    let Some(other) = world.other_kind().await else {
        return;
    };
    let url = other.empty_database().await;
    restored_and_used(&world, &url).await;
    other.end().await;
}

/// Boards keep their pictures where attachments are kept.
async fn tells_every_file_that_rows_name(world: World) {
    let sitting = Sitting::open(&world).await;
    let need = world.need(&sitting.lead, "Lire").express().await;
    let thing = ThingRef::new(ThingKind::Need, need);
    world.attach(&sitting.lead, thing, "plan.txt").await;
    let lead = sitting.lead.actor().await;
    let picture = NewFile {
        media: Media::Png,
        size: Some((40, 20)),
        ..text_file("plan.png")
    };
    let added = world.store.add_board_picture(
        Visitor::Account(&lead),
        sitting.id,
        AttachmentId::new(),
        picture,
    );
    added.await.expect("added");
    let all = read(&world.store.snapshot().await.expect("a snapshot")).await;
    let mut named = Vec::new();
    for rows in &all {
        let files = rows.table.named_files(rows.lines.as_slice());
        for file in files.expect("rows of this table") {
            assert!(file.thumbnail.starts_with(&file.path));
            named.push((rows.table.name.as_str(), file.sha256));
        }
    }
    let sha256 = "9172e8eec99f144f72eca9a568759580edadb2cfd154857f07e657569493bc44";
    let both = ["attachments", "board_pictures"].map(|table| (table, sha256.to_owned()));
    assert_eq!(named, both);
    let wrong = all
        .iter()
        .find(|rows| rows.table.name == "attachments")
        .map(|rows| rows.table.named_files(&b"[1]\n"[..]));
    assert_fails!(wrong.expect("a table"), StoreError::Internal(_));
}

async fn is_of_one_moment_while_others_write(world: World) {
    furnish(&world).await;
    let ana = world.member("Bea").await;
    let stop = Arc::new(AtomicBool::new(false));
    let (store, told, writer) = (world.store.clone(), Arc::clone(&stop), ana.actor().await);
    let writing = tokio::spawn(async move {
        let mut written = 0;
        while !told.load(Ordering::Acquire) {
            let draft = need_draft("Un besoin de plus");
            let expressed = store.express_need(&writer, NeedId::new(), &draft).await;
            expressed.expect("expressed while copying");
            written += 1;
        }
        written
    });
    for _ in 0..5 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        let snapshot = world.store.snapshot().await.expect("a snapshot");
        let all = read(&snapshot).await;
        let count = |name: &str| {
            let rows = all.iter().find(|rows| rows.table.name == name);
            rows.expect(name).count
        };
        let found: u64 = count("needs") + count("projects") + count("feedback");
        assert_eq!(count("search_rows"), found, "each with its index");
    }
    stop.store(true, Ordering::Release);
    assert!(writing.await.expect("a writer") > 5, "it was not held up");
}

async fn fills_nothing_but_an_empty_workspace(world: World) {
    furnish(&world).await;
    let snapshot = world.store.snapshot().await.expect("a snapshot");
    let schema = snapshot.schema().to_vec();
    drop(snapshot);
    let refused = world.store.restoration(&schema).await.map(drop);
    assert_fails!(refused, StoreError::Internal(_));
    // Set up begun, and nobody there yet: that one takes it.
    let url = world.empty_database().await;
    let fresh = Store::open(&url).await.expect("opened");
    fresh.new_setup_secret().await.expect("a secret");
    drop(fresh.restoration(&schema).await.expect("taken"));
    fresh.close().await.expect("closed");
}

async fn refuses_a_later_schema(world: World) {
    let snapshot = world.store.snapshot().await.expect("a snapshot");
    let mut schema = snapshot.schema().to_vec();
    drop(snapshot);
    let url = world.empty_database().await;
    let fresh = Store::connect(&url).await.expect("connected");
    schema.push("m9999_later".into());
    let refused = fresh.restoration(&schema).await.map(drop);
    assert_fails!(refused, StoreError::Internal(_));
    // An earlier one is brought up to date.
    let earlier = &schema[..3];
    let restoration = fresh.restoration(earlier).await.expect("begun");
    restoration.commit().await.expect("brought up to date");
    assert!(fresh.is_ready().await.expect("an answer"));
    // What has been opened since takes no earlier one.
    let refused = fresh.restoration(earlier).await.map(drop);
    assert_fails!(refused, StoreError::Internal(_));
    fresh.close().await.expect("closed");
}

async fn refuses_rows_that_do_not_fit_together(world: World) {
    furnish(&world).await;
    let snapshot = world.store.snapshot().await.expect("a snapshot");
    let all = read(&snapshot).await;
    let url = world.empty_database().await;
    let fresh = Store::connect(&url).await.expect("connected");
    let orphans: Vec<Rows> = all
        .into_iter()
        .filter(|rows| rows.table.name != "users")
        .collect();
    let refused = restore(&fresh, snapshot.schema(), &orphans).await;
    assert_fails!(refused, StoreError::Database(_));
    let restoration = fresh.restoration(snapshot.schema()).await.expect("begun");
    let table = &orphans.first().expect("a table").table;
    let refused = restoration.fill(table, &b"[1]\n"[..]).await;
    assert_fails!(refused, StoreError::Internal(_));
    drop(restoration);
    fresh.close().await.expect("closed");
}
