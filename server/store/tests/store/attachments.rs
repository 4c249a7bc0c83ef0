//! Files attached to things.

use std::time::Duration;

use domain::attachments::{Attachment, Attachments, FILE_MAX, Media};
use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::{Anonymity, FeedbackDraft};
use domain::ids::{AttachmentId, FeedbackId, NeedId};
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::projects::ProjectRole;
use store::attachments::NewFile;
use store::{Store, StoreError};

use crate::cast::Someone;
use crate::milestones::settle;
use crate::problem;
use crate::world::World;

on_both! {
    a_file_is_kept_and_read_again,
    sent_twice_it_is_attached_once,
    what_does_not_fit_is_refused,
    what_is_closed_keeps_its_files,
    whoever_attached_it_takes_it_away,
    partners_see_files_of_what_is_shared,
    an_author_without_a_name_stays_unknown,
    nobody_is_named_where_no_name_is_recorded,
    files_of_others_cannot_be_guessed,
    what_is_left_over_is_swept,
    a_thumbnail_goes_with_its_picture,
}

/// A text as it could be attached.
pub(crate) fn text_file(name: &str) -> NewFile {
    NewFile {
        name: name.into(),
        media: Media::Text,
        size: None,
        bytes: b"Bonjour".to_vec(),
        thumbnail: None,
        description: "Un mot.".into(),
    }
}

impl World {
    pub(crate) async fn attach(&self, who: &Someone, thing: ThingRef, name: &str) -> AttachmentId {
        let id = AttachmentId::new();
        let attached = self
            .store
            .attach_file(&who.actor().await, id, thing, text_file(name))
            .await;
        attached.expect("attached");
        id
    }

    async fn files(&self, who: &Someone, thing: ThingRef) -> Attachments {
        let files = self.store.attachments(&who.actor().await, thing).await;
        files.expect("a list")
    }

    async fn one_file(&self, who: &Someone, thing: ThingRef) -> Attachment {
        let mut files = self.files(who, thing).await.files;
        assert_eq!(files.len(), 1);
        files.remove(0)
    }

    async fn an_entry(&self, who: &Someone, on: ThingRef, anonymity: Anonymity) -> ThingRef {
        let draft = FeedbackDraft {
            kind: "obstacle".into(),
            story: "Ils se perdent".into(),
            anonymity: anonymity.code().into(),
            ..FeedbackDraft::default()
        };
        let id = FeedbackId::new();
        let project = domain::ids::ProjectId(on.id);
        let given = self
            .store
            .give_feedback(&who.actor().await, project, id, &draft)
            .await;
        given.expect("given");
        ThingRef::new(ThingKind::Feedback, id)
    }
}

async fn a_file_is_kept_and_read_again(world: World) {
    let lead = world.member("Ana").await;
    let project = world.project(&lead).open().await;
    let thing = ThingRef::new(ThingKind::Project, project);
    let id = world.attach(&lead, thing, "../notes.exe").await;
    let file = world.one_file(&lead, thing).await;
    assert_eq!(file.id, id);
    assert_eq!(file.name, "notes.txt");
    assert_eq!(file.bytes, 7);
    assert_eq!(file.by.expect("somebody").name, "Ana");
    assert!(file.removable);
    let actor = lead.actor().await;
    let read = world.store.attachment(&actor, id).await.expect("a file");
    assert_eq!(read.sha256.len(), 64);
    let whole = world.store.read_file(&read, 0..read.bytes).await;
    assert_eq!(whole.expect("bytes"), b"Bonjour");
    let part = world.store.read_file(&read, 3..7).await;
    assert_eq!(part.expect("bytes"), b"jour");
    let removed = world.store.remove_attachment(&actor, id).await;
    removed.expect("removed");
    let again = world.store.remove_attachment(&actor, id).await;
    again.expect("gone already");
    assert_fails!(
        world.store.attachment(&actor, id).await,
        StoreError::NotFound
    );
    world.store.read_file(&read, 0..7).await.expect_err("gone");
    let audited = "audit WHERE action IN ('attach_file', 'remove_file')";
    assert_eq!(world.count(audited).await, 2);
}

async fn sent_twice_it_is_attached_once(world: World) {
    let lead = world.member("Ana").await;
    let project = world.project(&lead).open().await;
    let thing = ThingRef::new(ThingKind::Project, project);
    let id = world.attach(&lead, thing, "a.txt").await;
    let actor = lead.actor().await;
    let again = world
        .store
        .attach_file(&actor, id, thing, text_file("a.txt"))
        .await;
    again.expect("the same");
    let other = NewFile {
        bytes: b"Autre".to_vec(),
        ..text_file("a.txt")
    };
    let taken = world.store.attach_file(&actor, id, thing, other).await;
    assert_fails!(taken, StoreError::NotFound);
    let read = world.store.attachment(&actor, id).await.expect("a file");
    let bytes = world.store.read_file(&read, 0..7).await.expect("bytes");
    assert_eq!(bytes, b"Bonjour", "nobody else's bytes are replaced");
}

async fn what_does_not_fit_is_refused(world: World) {
    let lead = world.member("Ana").await;
    let project = world.project(&lead).open().await;
    let thing = ThingRef::new(ThingKind::Project, project);
    let actor = lead.actor().await;
    let attach = async |file| {
        let id = AttachmentId::new();
        world.store.attach_file(&actor, id, thing, file).await
    };
    let empty = NewFile {
        bytes: Vec::new(),
        ..text_file("a.txt")
    };
    assert_eq!(problem(attach(empty).await, "file"), Some(Problem::Missing));
    let large = NewFile {
        bytes: vec![b'a'; FILE_MAX + 1],
        ..text_file("a.txt")
    };
    let too_long = Problem::TooLong { max: 10_485_760 };
    assert_eq!(problem(attach(large).await, "file"), Some(too_long));
    let wordy = NewFile {
        description: "a".repeat(301),
        ..text_file("a.txt")
    };
    let too_long = Problem::TooLong { max: 300 };
    assert_eq!(problem(attach(wordy).await, "description"), Some(too_long));
    for _ in 0..20 {
        attach(text_file("a.txt")).await.expect("attached");
    }
    let many = Problem::Full { max: 20 };
    let refused = attach(text_file("a.txt")).await;
    assert_eq!(problem(refused, "file"), Some(many));
    let change = ThingRef::new(ThingKind::Change, project);
    let refused = world
        .store
        .attach_file(&actor, AttachmentId::new(), change, text_file("a.txt"))
        .await;
    assert_fails!(refused, StoreError::NotFound);
}

async fn what_is_closed_keeps_its_files(world: World) {
    let lead = world.member("Ana").await;
    let actor = lead.actor().await;
    let project = world.project(&lead).open().await;
    let lead_now = lead.actor().await;
    let milestone = world.milestone(&lead, project).await;
    let need = world.need(&lead, "Lire").express().await;
    let (m, n) = (
        ThingRef::new(ThingKind::Milestone, milestone),
        ThingRef::new(ThingKind::Need, need),
    );
    let files = [
        (m, world.attach(&lead, m, "preuve.txt").await),
        (n, world.attach(&lead, n, "note.txt").await),
    ];
    let settled = world
        .store
        .settle_milestone(&lead_now, milestone, 1, &settle("missed", "Trop tôt"))
        .await;
    settled.expect("settled");
    let state = domain::needs::NeedState::Withdrawn;
    let withdrawn = world.store.settle_need(&actor, need, 1, state, "Non").await;
    withdrawn.expect("withdrawn");
    for (thing, id) in files {
        let id_of_another = AttachmentId::new();
        let store = &world.store;
        let added = store
            .attach_file(&lead_now, id_of_another, thing, text_file("a.txt"))
            .await;
        assert_fails!(added, StoreError::Refused(Refusal::Frozen));
        let removed = store.remove_attachment(&lead_now, id).await;
        assert_fails!(removed, StoreError::Refused(Refusal::Frozen));
        let there = world.files(&lead, thing).await;
        assert!(!there.may_attach && !there.files[0].removable);
        store.attachment(&lead_now, id).await.expect("still read");
    }
}

async fn whoever_attached_it_takes_it_away(world: World) {
    let lead = world.member("Ana").await;
    let (one, other) = (world.member("Un").await, world.member("Deux").await);
    let project = world
        .project(&lead)
        .with(&one, ProjectRole::Contributor)
        .with(&other, ProjectRole::Contributor)
        .open()
        .await;
    let thing = ThingRef::new(ThingKind::Project, project);
    let id = world.attach(&one, thing, "a.txt").await;
    assert!(!world.one_file(&other, thing).await.removable);
    let store = &world.store;
    let refused = store.remove_attachment(&other.actor().await, id).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    assert!(world.one_file(&lead, thing).await.removable);
    let removed = store.remove_attachment(&one.actor().await, id).await;
    removed.expect("one's own");
}

async fn partners_see_files_of_what_is_shared(world: World) {
    let lead = world.member("Ana").await;
    let partner = world.partner("Ève").await;
    let project = world
        .project(&lead)
        .with(&partner, ProjectRole::Partner)
        .open()
        .await;
    let on = ThingRef::new(ThingKind::Project, project);
    let entry = world.an_entry(&lead, on, Anonymity::Named).await;
    let id = world.attach(&lead, entry, "a.txt").await;
    let actor = partner.actor().await;
    assert_fails!(
        world.store.attachment(&actor, id).await,
        StoreError::NotFound
    );
    let shared = "UPDATE feedback SET shared = TRUE";
    world.sql(shared).await;
    world.store.attachment(&actor, id).await.expect("shared");
    assert!(world.files(&partner, entry).await.may_attach);
    let own = world.an_entry(&partner, on, Anonymity::Named).await;
    world.attach(&partner, own, "b.txt").await;
}

/// All that a reader is told of the files of an entry, and of its history.
async fn all_that_is_said(world: &World, reader: &Someone, entry: ThingRef) -> String {
    let actor = reader.actor().await;
    let files = world.files(reader, entry).await;
    let mut said = serde_json::to_string(&files).expect("text");
    let detail = world.store.feedback(&actor, FeedbackId(entry.id)).await;
    said += &serde_json::to_string(&detail.expect("an entry")).expect("text");
    said + &world.said_by_the_log(&actor).await
}

async fn an_author_without_a_name_stays_unknown(world: World) {
    let lead = world.member("Ana").await;
    let author = world.member("Zacharie Inconnu").await;
    let administrator = world.administrator().await;
    let project = world.project(&lead).open().await;
    let on = ThingRef::new(ThingKind::Project, project);
    let entry = world.an_entry(&author, on, Anonymity::Hidden).await;
    assert!(world.files(&author, entry).await.nameless);
    let id = world.attach(&author, entry, "Zacharie.txt").await;
    world.attach(&lead, entry, "réponse.txt").await;
    for reader in [&lead, &administrator] {
        let said = all_that_is_said(&world, reader, entry).await;
        assert!(said.contains("document.txt") && said.contains("réponse.txt"));
        assert!(!said.contains("Zacharie"), "{said}");
        assert!(!said.contains(&author.id.to_string()), "{said}");
        let files = world.files(reader, entry).await;
        assert!(files.files[0].by.is_none());
        assert_eq!(files.files[1].by.as_ref().expect("the lead").id, lead.id);
    }
    let own = world.files(&author, entry).await;
    assert!(own.files[0].removable && !own.files[1].removable);
    let actor = author.actor().await;
    let removed = world.store.remove_attachment(&actor, id).await;
    removed.expect("one's own");
    let said = all_that_is_said(&world, &administrator, entry).await;
    assert!(!said.contains(&author.id.to_string()), "{said}");
}

async fn nobody_is_named_where_no_name_is_recorded(world: World) {
    let lead = world.member("Ana").await;
    let author = world.member("Zacharie Inconnu").await;
    let project = world.project(&lead).open().await;
    let on = ThingRef::new(ThingKind::Project, project);
    let entry = world.an_entry(&author, on, Anonymity::NotStored).await;
    // Whoever may give feedback may be its author, for an hour.
    let id = world.attach(&author, entry, "Zacharie.txt").await;
    world.attach(&lead, entry, "Ana.txt").await;
    let names = "attachments WHERE created_by IS NOT NULL OR name <> 'document.txt'";
    assert_eq!(world.count(names).await, 0);
    let named = "audit WHERE thing_kind = 'feedback' AND actor IS NOT NULL";
    assert_eq!(world.count(named).await, 0);
    let again = world
        .store
        .attach_file(&author.actor().await, id, entry, text_file("Zacharie.txt"))
        .await;
    again.expect("the same");
    let refused = world
        .store
        .remove_attachment(&author.actor().await, id)
        .await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    world.sql("UPDATE feedback SET created_at = 0").await;
    assert!(!world.files(&author, entry).await.may_attach);
    assert!(world.files(&lead, entry).await.may_attach);
}

async fn files_of_others_cannot_be_guessed(world: World) {
    let lead = world.member("Ana").await;
    let stranger = world.member("Un").await;
    let project = world.project(&lead).team_only().open().await;
    let thing = ThingRef::new(ThingKind::Project, project);
    let id = world.attach(&lead, thing, "a.txt").await;
    let actor = stranger.actor().await;
    let store = &world.store;
    assert_fails!(store.attachment(&actor, id).await, StoreError::NotFound);
    assert_fails!(store.attachments(&actor, thing).await, StoreError::NotFound);
    let removed = store.remove_attachment(&actor, id).await;
    assert_fails!(removed, StoreError::NotFound);
    let need = ThingRef::new(ThingKind::Need, NeedId::new());
    assert_fails!(store.attachments(&actor, need).await, StoreError::NotFound);
}

async fn what_is_left_over_is_swept(world: World) {
    let folder = std::env::temp_dir().join(format!("etabli-files-{}", uuid::Uuid::new_v4()));
    let store = Store::open_with_folder(&world.url, &folder).await;
    let mut world = world;
    world.store = store.expect("a store");
    let lead = world.member("Ana").await;
    let project = world.project(&lead).open().await;
    let thing = ThingRef::new(ThingKind::Project, project);
    let kept = world.attach(&lead, thing, "a.txt").await;
    let orphan = world.attach(&lead, thing, "b.txt").await;
    world
        .sql(&format!(
            "DELETE FROM attachments WHERE {}",
            id_is(&world, orphan)
        ))
        .await;
    let need = world.need(&lead, "Lire").express().await;
    world
        .attach(&lead, ThingRef::new(ThingKind::Need, need), "c.txt")
        .await;
    world
        .sql("DELETE FROM search_rows WHERE thing_kind = 'need'")
        .await;
    let store = &world.store;
    let hour = Duration::from_secs(3_600);
    assert_eq!(store.sweep_attachments(hour).await.expect("swept"), 0);
    let swept = store.sweep_attachments(Duration::ZERO).await;
    assert_eq!(swept.expect("swept"), 2);
    let again = Store::open_with_folder(&world.url, &folder).await;
    let again = again.expect("opened again");
    let actor = lead.actor().await;
    let file = again.attachment(&actor, kept).await.expect("a file");
    let bytes = again.read_file(&file, 0..file.bytes).await;
    assert_eq!(bytes.expect("bytes"), b"Bonjour");
    assert_eq!(world.count("attachments").await, 1);
    let found = "search_rows WHERE thing_kind = 'file'";
    assert_eq!(world.count(found).await, 1);
    store.close().await.expect("closed");
    again.close().await.expect("closed");
    std::fs::remove_dir_all(folder).expect("the folder goes");
}

async fn a_thumbnail_goes_with_its_picture(world: World) {
    let lead = world.member("Ana").await;
    let project = world.project(&lead).open().await;
    let thing = ThingRef::new(ThingKind::Project, project);
    let (store, actor) = (&world.store, lead.actor().await);
    let mut read = Vec::new();
    for thumbnail in [Some(b"small".to_vec()), None] {
        let id = AttachmentId::new();
        let file = NewFile {
            thumbnail: thumbnail.clone(),
            ..text_file("a.txt")
        };
        let attached = store.attach_file(&actor, id, thing, file).await;
        attached.expect("attached");
        let file = store.attachment(&actor, id).await.expect("a file");
        assert_eq!(store.thumbnail(&file).await.expect("asked"), thumbnail);
        read.push((id, file));
    }
    let (removed, kept) = (&read[0], &read[1]);
    let made = store.keep_thumbnail(&kept.1, b"made".to_vec()).await;
    made.expect("kept");
    let gone = store.remove_attachment(&actor, removed.0).await;
    gone.expect("removed");
    let left = store.thumbnail(&removed.1).await;
    assert_eq!(left.expect("asked"), None);

    // One that comes after its picture went is swept; others stay.
    let late = store.keep_thumbnail(&removed.1, b"late".to_vec()).await;
    late.expect("kept");
    let swept = store.sweep_attachments(Duration::ZERO).await;
    assert_eq!(swept.expect("swept"), 1);
    let left = store.thumbnail(&removed.1).await;
    assert_eq!(left.expect("asked"), None);
    let there = store.thumbnail(&kept.1).await;
    assert_eq!(there.expect("asked"), Some(b"made".to_vec()));
}

fn id_is(world: &World, id: AttachmentId) -> String {
    if world.is_postgres() {
        format!("id = '{id}'")
    } else {
        format!("id = x'{}'", id.0.simple())
    }
}
