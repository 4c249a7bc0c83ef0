//! Steps of the schema that meet what an earlier version has kept.

mod imports;
mod merges;
mod reasons;

use domain::accounts::WorkspaceRole;
use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::{FeedbackFilter, FeedbackKind, FeedbackOrder, FeedbackState};
use domain::ids::{AttachmentId, FeedbackId, NeedId, ProjectId, SessionId, UserId};
use domain::policy::Actor;
use sea_orm::{ConnectionTrait, DatabaseConnection, QueryResult, Statement};
use sea_orm_migration::MigratorTrait;
use store::{Migrator, Store};
use uuid::Uuid;

use crate::feedback::counting::apart;
use crate::feedback::draft;
use crate::world::{World, connect};

on_both! {
    a_long_log_of_before_is_found_after,
    a_schema_without_rows_goes_on,
    the_things_of_maps_of_before_are_found_after,
    the_note_of_an_outcome_of_before_is_its_only_one,
    the_files_of_before_are_found_after,
}

/// The step that rewrites the log.
const LONG_LOGS: &str = "m0011_long_logs";
const ENTRIES: i64 = 120;
/// Some three days, so that the log goes over thirty periods.
const APART: i64 = 1 << 28;
const BEGINNING: i64 = 1_700_000_000_000;
const KINDS: [&str; 3] = ["bug", "idea", "obstacle"];

/// What stands in a database of before.
struct Kept {
    ana: UserId,
    project: ProjectId,
    need: NeedId,
}

impl Kept {
    fn new() -> Self {
        Self {
            ana: UserId::new(),
            project: ProjectId::new(),
            need: NeedId::new(),
        }
    }
}

/// A database as it was before this step.
async fn of_before(url: &str, step: &str) -> DatabaseConnection {
    let steps = Migrator::migrations();
    let before = steps.iter().position(|one| one.name() == step);
    let before = before.and_then(|before| u32::try_from(before).ok());
    let db = connect(url).await;
    Migrator::up(&db, Some(before.expect("a step of this name")))
        .await
        .expect("the schema of before");
    db
}

/// Puts rows in, as the version of before did.
async fn keep(world: &World, db: &DatabaseConnection) -> Kept {
    let kept = Kept::new();
    let (ana, project) = (world.uuid(kept.ana.0), world.uuid(kept.project.0));
    let word = format!("p{}", kept.project.0.simple());
    let entries: Vec<String> = (0..ENTRIES)
        .map(|n| {
            let (id, at) = (world.uuid(Uuid::now_v7()), BEGINNING + n * APART);
            let kind = KINDS[usize::try_from(n % 3).expect("small")];
            let (state, severity, weight) = match n % 4 {
                0 => ("accepted", "blocking", 2),
                _ => ("new", "minor", 0),
            };
            let place = if n % 5 == 0 { "Accueil" } else { "" };
            format!(
                "({id}, {project}, '{kind}', 'Élève {n}', '{severity}', {weight}, '{place}', 'named',
                  {ana}, '{state}', '', false, 0, 1, 'eleve {n} \n{word}', {at}, {at})"
            )
        })
        .collect();
    let (none, need) = (world.uuid(Uuid::nil()), world.uuid(kept.need.0));
    let people = people(world, &kept).into_iter();
    let rows = [
        format!(
            "INSERT INTO search_rows (thing_kind, thing_id, title, folded)
             VALUES ('need', {need}, 'Suivre la fluence', 'suivre la fluence')"
        ),
        format!(
            "INSERT INTO feedback (id, project_id, kind, story, severity, weight, place, anonymity,
                 author, state, state_reason, shared, comments, version, folded, created_at, updated_at)
             VALUES {}",
            entries.join(", ")
        ),
        "INSERT INTO search_rows (thing_kind, thing_id, project_id, title, folded)
             SELECT 'feedback', id, project_id, story, 'eleve fluence' FROM feedback"
            .to_owned(),
        format!(
            "INSERT INTO feedback_counts
                 (project_id, state, kind, severity, iteration_id, iteration_number, entries)
             SELECT project_id, state, kind, severity, {none}, 0, COUNT(*)
             FROM feedback GROUP BY project_id, state, kind, severity"
        ),
    ];
    put(db, people.chain(rows)).await;
    kept
}

/// Ana, who leads a project.
fn people(world: &World, kept: &Kept) -> [String; 3] {
    let (ana, project) = (world.uuid(kept.ana.0), world.uuid(kept.project.0));
    [
        format!(
            "INSERT INTO users (id, name, email, password_hash, party, role, locale, closed, created_at)
             VALUES ({ana}, 'Ana', 'ana@exemple.fr', '', 'teacher', 'member', 'fr', false, {BEGINNING})"
        ),
        format!(
            "INSERT INTO projects (id, title, summary, problem, audience, programme, programme_name,
                 starts_on, visibility, phase, version, created_by, created_at, updated_at)
             VALUES ({project}, 'Lire', '', '', '', 'gtnum', 'Lire', '2023-09-01', 'workspace',
                 'pilot', 1, {ana}, {BEGINNING}, {BEGINNING})"
        ),
        format!(
            "INSERT INTO team_members (project_id, user_id, role, joined_at)
             VALUES ({project}, {ana}, 'lead', {BEGINNING})"
        ),
    ]
}

async fn put(db: &DatabaseConnection, rows: impl IntoIterator<Item = String>) {
    for sql in rows {
        db.execute_unprepared(&sql).await.expect(&sql);
    }
}

/// How many entries the log tells of, and those of the page.
async fn listed(
    store: &Store,
    actor: &Actor,
    project: ProjectId,
    filter: FeedbackFilter,
) -> (u64, Vec<String>) {
    let listed = store.feedback_list(actor, project, &filter).await;
    let page = listed.expect("a page").page;
    let stories = page.items.into_iter().map(|entry| entry.facts.story);
    (page.total, stories.collect())
}

async fn a_long_log_of_before_is_found_after(world: World) {
    let url = world.empty_database().await;
    let db = of_before(&url, LONG_LOGS).await;
    let Kept { ana, project, need } = keep(&world, &db).await;
    let assigned = format!(
        "UPDATE feedback SET assignee = {} WHERE state = 'accepted'",
        world.uuid(ana.0)
    );
    put(&db, [assigned]).await;
    db.close().await.expect("closed");

    let store = Store::open(&url).await.expect("brought up to date");
    assert!(store.is_ready().await.expect("an answer"));
    let actor = store.actor(ana).await.expect("an account");
    assert_eq!(actor.role, WorkspaceRole::Member);
    let session = store.start_session(ana, "").await.expect("a session");
    let found = store.signed_in(&session).await.expect("an answer");
    let locale = found.expect("somebody").account.locale;
    assert_eq!(locale, None, "French was nobody's choice");

    // By words, whole and begun.
    for (query, total) in [("élève", 120), ("eleve 7", 11), ("ele", 120), ("p", 0)] {
        let query = query.to_owned();
        let filter = FeedbackFilter {
            query: query.clone(),
            ..FeedbackFilter::default()
        };
        let (found, _) = listed(&store, &actor, project, filter).await;
        assert_eq!(found, total, "{query}");
    }
    // By words in one place.
    let filter = FeedbackFilter {
        query: "eleve".into(),
        place: "Accueil".into(),
        ..FeedbackFilter::default()
    };
    assert_eq!(listed(&store, &actor, project, filter).await.0, 24);
    // By pages, which are counted up to by periods.
    for (order, page, first) in [
        (FeedbackOrder::Newest, 1, 119),
        (FeedbackOrder::Newest, 3, 69),
        (FeedbackOrder::Oldest, 5, 100),
        (FeedbackOrder::Severity, 2, 16),
        (FeedbackOrder::Assignee, 2, 16),
        (FeedbackOrder::Assignee, 4, 59),
    ] {
        let filter = FeedbackFilter {
            order,
            page,
            ..FeedbackFilter::default()
        };
        let (total, stories) = listed(&store, &actor, project, filter).await;
        assert_eq!(total, 120);
        assert_eq!(stories[0], format!("Élève {first}"), "{order} page {page}");
    }
    let filter = FeedbackFilter {
        states: vec![FeedbackState::Accepted],
        kinds: vec![FeedbackKind::Idea],
        ..FeedbackFilter::default()
    };
    assert_eq!(listed(&store, &actor, project, filter).await.0, 10);
    let found = store.search(&actor, "fluence").await.expect("found");
    assert_eq!((found[0].thing.id, found.len()), (need.0, 50));
    let found = store.search(&actor, "suivre fluence").await;
    assert_eq!(found.expect("found").len(), 1);

    // What is given from now on stands among the rest.
    let draft = draft("bug", "Élève neuf");
    store
        .give_feedback(&actor, project, FeedbackId::new(), &draft)
        .await
        .expect("given");
    let (total, stories) = listed(&store, &actor, project, FeedbackFilter::default()).await;
    assert_eq!((total, stories[0].as_str()), (121, "Élève neuf"));
    store.close().await.expect("closed");
    let db = connect(&url).await;
    for apart in apart(&world.uuid(Uuid::nil())) {
        let sql = format!("SELECT count(*) FROM {apart}");
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let row = db.query_one_raw(statement).await.expect(&apart);
        let rows: i64 = row.expect("a count").try_get_by_index(0).expect("a number");
        assert_eq!(rows, 0, "{apart}");
    }
    if !world.is_postgres() {
        // Marked as new, which is 6e6577 in hexadecimal digits.
        let marked = r#"SELECT count(*) FROM feedback_words
            WHERE feedback_words MATCH '"œstate_6e6577"'"#;
        let statement = Statement::from_string(db.get_database_backend(), marked);
        let row = db.query_one_raw(statement).await.expect(marked);
        let rows: i64 = row.expect("a count").try_get_by_index(0).expect("a number");
        assert_eq!(rows, 91);
    }
    db.close().await.expect("closed");
}

async fn a_schema_without_rows_goes_on(world: World) {
    let url = world.empty_database().await;
    of_before(&url, LONG_LOGS)
        .await
        .close()
        .await
        .expect("closed");
    let store = Store::open(&url).await.expect("brought up to date");
    assert!(store.is_ready().await.expect("an answer"));
    assert!(store.is_empty().await.expect("an answer"));
    store.close().await.expect("closed");
}

async fn the_things_of_maps_of_before_are_found_after(world: World) {
    let url = world.empty_database().await;
    let db = of_before(&url, "m0023_map_things").await;
    let ids: Vec<Uuid> = (0..9).map(|_| Uuid::now_v7()).collect();
    let [
        ana,
        project,
        first,
        second,
        tool,
        process,
        tool_again,
        process_again,
        link,
    ] = &ids[..]
    else {
        panic!("nine ids");
    };
    let ana_id = UserId(*ana);
    let origin = *tool;
    let [
        ana,
        project,
        first,
        second,
        tool,
        process,
        tool_again,
        process_again,
        link,
    ] = [
        ana,
        project,
        first,
        second,
        tool,
        process,
        tool_again,
        process_again,
        link,
    ]
    .map(|id| world.uuid(*id));
    for sql in [
        format!(
            "INSERT INTO users (id, name, email, password_hash, party, role, locale, closed, created_at)
             VALUES ({ana}, 'Ana', 'ana@exemple.fr', '', 'teacher', 'member', 'fr', false, {BEGINNING})"
        ),
        format!(
            "INSERT INTO projects (id, title, summary, problem, audience, programme, programme_name,
                 starts_on, visibility, phase, version, created_by, created_at, updated_at)
             VALUES ({project}, 'Lire', '', '', '', 'gtnum', 'Lire', '2023-09-01', 'workspace',
                 'pilot', 1, {ana}, {BEGINNING}, {BEGINNING})"
        ),
        format!(
            "INSERT INTO iterations (id, project_id, number, goal, hypothesis, tool_version, starts_on,
                 ends_on, state, version, created_by, created_at, updated_at)
             VALUES ({first}, {project}, 1, 'Un', '', '', '2026-01-05', '2026-02-13', 'planned', 1,
                 {ana}, {BEGINNING}, {BEGINNING}),
                 ({second}, {project}, 2, 'Deux', '', '', '2026-01-05', '2026-02-13', 'planned', 1,
                 {ana}, {BEGINNING}, {BEGINNING})"
        ),
        format!(
            "INSERT INTO conjecture_elements
                 (id, iteration_id, origin_id, place, column_code, text, status, reason, version)
             VALUES ({tool}, {first}, {tool}, 1, 'embodiment', 'Sablier', 'proposed', '', 1),
                 ({process}, {first}, {process}, 2, 'mediation', 'Alterner', 'proposed', '', 1),
                 ({tool_again}, {second}, {tool}, 1, 'embodiment', 'Minuteur', 'proposed', '', 2),
                 ({process_again}, {second}, {process}, 2, 'mediation', 'Écouter', 'proposed', '', 2)"
        ),
        format!(
            "INSERT INTO conjecture_links
                 (id, iteration_id, origin_id, place, kind, from_id, to_id, status, reason, version)
             VALUES ({link}, {second}, {link}, 1, 'design', {tool_again}, {process_again},
                 'proposed', '', 1)"
        ),
    ] {
        db.execute_unprepared(&sql).await.expect(&sql);
    }
    db.close().await.expect("closed");

    let store = Store::open(&url).await.expect("brought up to date");
    let actor = store.actor(ana_id).await.expect("an account");
    for (words, titles) in [
        ("ecouter", vec!["Minuteur → Écouter", "Écouter"]),
        ("minuteur", vec!["Minuteur → Écouter", "Minuteur"]),
        ("sablier", vec![]),
    ] {
        let found = store.search(&actor, words).await.expect("found");
        let mut found: Vec<_> = found.into_iter().map(|found| found.title).collect();
        found.sort();
        let mut titles = titles;
        titles.sort_unstable();
        assert_eq!(found, titles, "{words}");
    }
    let thing = ThingRef::new(ThingKind::Element, origin);
    let chain = store.chain(&actor, thing).await.expect("a chain");
    assert_eq!(chain.here.title, "Minuteur");
    store.close().await.expect("closed");
}

/// What came out of a session came from one note, in whose row it stood.
async fn the_note_of_an_outcome_of_before_is_its_only_one(world: World) {
    let url = world.empty_database().await;
    let db = of_before(&url, "m0025_outcome_notes").await;
    let kept = Kept::new();
    let (ana, project) = (world.uuid(kept.ana.0), world.uuid(kept.project.0));
    let session = SessionId::new();
    let (id, item) = (world.uuid(session.0), world.uuid(Uuid::now_v7()));
    let rows = [
        format!(
            "INSERT INTO codesign_sessions (id, project_id, title, aim, starts_at, place, link,
                 waiting_room, guests, script, state, code, version, created_by, created_at, updated_at)
             VALUES ({id}, {project}, 'Écrans', '', '2026-12-02T14:30', '', '', false, true, '[]',
                 'closed', 'ACD346', 1, {ana}, {BEGINNING}, {BEGINNING})"
        ),
        format!(
            "INSERT INTO session_outcomes
                 (session_id, thing_id, thing_kind, record, note, author, created_by, created_at)
             VALUES ({id}, {item}, 'action', '1-1', 'Un minuteur', 2, {ana}, {BEGINNING})"
        ),
    ];
    put(&db, people(&world, &kept).into_iter().chain(rows)).await;
    db.close().await.expect("closed");

    let store = Store::open(&url).await.expect("brought up to date");
    store.close().await.expect("closed");
    let db = connect(&url).await;
    let sql = "SELECT record, note, author FROM session_outcome_notes";
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.expect(sql);
    let read = |row: &QueryResult| -> (String, String, Option<i64>) {
        let text = |place| row.try_get_by_index(place).expect("a text");
        let author = row.try_get_by_index(2).expect("a number");
        (text(0), text(1), author)
    };
    let told: Vec<_> = rows.iter().map(read).collect();
    let expected = ("1-1".to_owned(), "Un minuteur".to_owned(), Some(2));
    assert_eq!(told, [expected]);
    db.close().await.expect("closed");
}

async fn the_files_of_before_are_found_after(world: World) {
    let url = world.empty_database().await;
    let db = of_before(&url, "m0029_files_are_things").await;
    let kept = Kept::new();
    let (ana, project) = (world.uuid(kept.ana.0), world.uuid(kept.project.0));
    let need = world.uuid(kept.need.0);
    let ids = [
        AttachmentId::new(),
        AttachmentId::new(),
        AttachmentId::new(),
    ];
    let [of_project, of_need, left_over] = ids.map(|id| world.uuid(id.0));
    let rows = [
        format!(
            "INSERT INTO search_rows (thing_kind, thing_id, project_id, title, folded)
             VALUES ('need', {need}, NULL, 'Suivre la fluence', 'suivre la fluence'),
                 ('project', {project}, {project}, 'Lire', 'lire')"
        ),
        format!(
            "INSERT INTO attachments (id, thing_kind, thing_id, name, media, bytes, sha256,
                 description, place, created_by, created_at)
             VALUES ({of_project}, 'project', {project}, 'Élève 1.jpg', 'image/jpeg', 7, '',
                     'Au tableau', {of_project}, {ana}, {BEGINNING}),
                 ({of_need}, 'need', {need}, 'élève.txt', 'text/plain', 7, '', '', {of_need},
                     NULL, {BEGINNING}),
                 ({left_over}, 'need', {left_over}, 'élève.csv', 'text/csv', 7, '', '',
                     {left_over}, NULL, {BEGINNING})"
        ),
    ];
    put(&db, people(&world, &kept).into_iter().chain(rows)).await;
    db.close().await.expect("closed");

    let store = Store::open(&url).await.expect("brought up to date");
    let actor = store.actor(kept.ana).await.expect("an account");
    for (words, titles) in [
        ("eleve", vec!["Élève 1.jpg", "élève.txt"]),
        ("tableau", vec!["Élève 1.jpg"]),
    ] {
        let found = store.search(&actor, words).await.expect("found");
        let mut found: Vec<_> = found.into_iter().map(|found| found.title).collect();
        found.sort();
        let mut titles = titles;
        titles.sort_unstable();
        assert_eq!(found, titles, "{words}");
    }
    let file = store.attached_file(&actor, ids[0]).await.expect("a file");
    assert_eq!(file.holder.project, Some(kept.project));
    let thing = ThingRef::new(ThingKind::File, ids[0]);
    let chain = store.chain(&actor, thing).await.expect("a chain");
    assert_eq!(chain.here.project, Some(kept.project));
    store.close().await.expect("closed");
}
