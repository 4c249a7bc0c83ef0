//! A log of a hundred thousand entries. A few thousand are given through the
//! store, as people give them; the database then copies those rows under new
//! ids, counts and search index included, with none of the audit rows.

use domain::accounts::{SignUp, WorkspaceRole};
use domain::feedback::{
    BulkDraft, FeedbackDraft, FeedbackFilter, FeedbackKind, FeedbackOrder, Network, Selected,
    Severity,
};
use domain::ids::{FeedbackId, ProjectId, SessionId, UserId};
use domain::parties::Party;
use domain::policy::Actor;
use domain::projects::ProjectDraft;
use domain::sessions::{JoinCode, PhaseDraft, SessionDraft};
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, DatabaseConnection};
use store::Store;

use crate::Result;

/// The password of the account that is made.
pub(crate) const PASSWORD: &str = "une longue phrase de passe";
/// How many entries are given through the store, out of which all are made.
const GIVEN: u32 = 2_000;
/// Entries of the project whose page is rendered.
const SMALL: u32 = 1_000;
/// Screens that everybody comes by.
const PLACES: usize = 30;
/// Versions of the tool.
const VERSIONS: u32 = 12;
/// Time between two entries, in milliseconds.
const STEP: i64 = 60_000;
/// Length of the periods that the store counts in, in milliseconds.
const PERIOD: i64 = 1 << 30;

/// What there is to measure on.
pub(crate) struct Content {
    /// Somebody who sees everything.
    pub(crate) reader: Actor,
    /// The project with the long log.
    pub(crate) large: ProjectId,
    /// The project with a thousand entries.
    pub(crate) small: ProjectId,
}

/// Words that entries hold, the most frequent first.
const FREQUENT: &[&str] = &[
    "élèves",
    "exercice",
    "lent",
    "tablette",
    "consigne",
    "classe",
    "réseau",
    "lire",
    "groupe",
    "écran",
    "réponse",
    "bouton",
    "fluence",
    "minuteur",
    "texte",
    "image",
    "correction",
    "binôme",
    "séance",
    "dictée",
    "fraction",
    "calcul",
    "audio",
    "micro",
    "casque",
    "clavier",
    "compte",
    "mot",
    "phrase",
    "score",
    "erreur",
    "aide",
    "niveau",
    "partage",
    "tableau",
    "livret",
];

/// Fills an empty store with two projects and their logs.
pub(crate) async fn fill(store: &Store, url: &str, entries: u32) -> Result<Content> {
    let user = account(store).await?;
    let large = project(store, user, "Lire à deux").await?;
    let small = project(store, user, "Compter à deux").await?;
    let reader = store.actor(user).await?;
    let mut random = Random(7);
    for (project, given) in [(large, GIVEN), (small, SMALL)] {
        let mut ids = Vec::new();
        for _ in 0..given {
            let id = FeedbackId::new();
            let draft = entry(&mut random);
            store.give_feedback(&reader, project, id, &draft).await?;
            ids.push(id);
        }
        treat(store, &reader, project, &ids).await?;
    }
    copy(url, large, entries / GIVEN).await?;
    refuse_oldest(store, &reader, large).await?;
    Ok(Content {
        reader,
        large,
        small,
    })
}

/// Somebody who may do everything.
pub(crate) async fn account(store: &Store) -> Result<UserId> {
    let sign_up = SignUp {
        name: "Ada Martin".into(),
        email: "ada@exemple.fr".into(),
        password: PASSWORD.into(),
        party: Party::Academy.code().into(),
        declared_interests: String::new(),
    };
    let role = WorkspaceRole::Administrator;
    Ok(store.create_account(UserId::new(), &sign_up, role).await?)
}

/// A project of theirs that is under way.
pub(crate) async fn project(store: &Store, user: UserId, title: &str) -> Result<ProjectId> {
    let id = ProjectId::new();
    let draft = ProjectDraft {
        title: title.into(),
        summary: "Un outil.".into(),
        programme: "gtnum".into(),
        starts_on: "2025-09-01".into(),
        visibility: "workspace".into(),
        ..ProjectDraft::default()
    };
    let actor = store.actor(user).await?;
    store.create_project(&actor, id, &draft).await?;
    Ok(id)
}

/// A session that is open, led by whoever opens it, and the code of its door.
pub(crate) async fn session(
    store: &Store,
    actor: &Actor,
    project: ProjectId,
) -> Result<(SessionId, JoinCode)> {
    let id = SessionId::new();
    let draft = SessionDraft {
        title: "Premiers écrans".into(),
        starts_at: "2026-12-02T14:30".into(),
        guests: "true".into(),
        phases: vec![PhaseDraft {
            title: "Écrire".into(),
            minutes: "8".into(),
            ..PhaseDraft::default()
        }],
        ..SessionDraft::default()
    };
    store.create_session(actor, project, id, &draft).await?;
    store.open_session(actor, id).await?;
    let code = store.session(actor, id).await?.session.code;
    Ok((id, code.ok_or("a session without a code")?))
}

/// Half of the entries are treated, and a quarter given to somebody.
async fn treat(store: &Store, actor: &Actor, project: ProjectId, ids: &[FeedbackId]) -> Result<()> {
    for (chunk, action) in ids
        .chunks(100)
        .zip(["accept", "", "defer", "assign"].iter().cycle())
    {
        if !action.is_empty() {
            let draft = BulkDraft {
                action: (*action).to_owned(),
                reason: "Après la pilote.".into(),
                assignee: actor.user.to_string(),
            };
            // Nobody has treated them so far.
            let version = 1;
            let chunk = chunk.iter().map(|&id| Selected { id, version });
            let chunk: Vec<Selected> = chunk.collect();
            store.treat_feedback(actor, project, &chunk, &draft).await?;
        }
    }
    Ok(())
}

/// Refuses the oldest entry, alone of all.
async fn refuse_oldest(store: &Store, actor: &Actor, project: ProjectId) -> Result<()> {
    let oldest = FeedbackFilter {
        order: FeedbackOrder::Oldest,
        ..FeedbackFilter::default()
    };
    let list = store.feedback_list(actor, project, &oldest).await?;
    let first: Vec<Selected> = list.page.items.iter().take(1).map(Selected::from).collect();
    let draft = BulkDraft {
        action: "refuse".to_owned(),
        reason: "Après la pilote.".into(),
        ..BulkDraft::default()
    };
    store.treat_feedback(actor, project, &first, &draft).await?;
    Ok(())
}

/// Copies every entry of the project as often as needed for `times` of each.
async fn copy(url: &str, project: ProjectId, times: u32) -> Result<()> {
    let db = Database::connect(url).await?;
    let more = times.saturating_sub(1);
    let (new_id, numbers) = match db.get_database_backend() {
        DatabaseBackend::Postgres => (
            "gen_random_uuid()",
            format!("SELECT n FROM generate_series(1, {more}) AS series(n)"),
        ),
        _ => (
            "randomblob(16)",
            format!(
                "WITH RECURSIVE series(n) AS
                     (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {more})
                 SELECT n FROM series"
            ),
        ),
    };
    let this = match db.get_database_backend() {
        DatabaseBackend::Postgres => format!("project_id = '{project}'"),
        _ => format!("project_id = X'{}'", project.0.simple()),
    };
    let nil = match db.get_database_backend() {
        DatabaseBackend::Postgres => "CAST('00000000-0000-0000-0000-000000000000' AS uuid)",
        _ => "zeroblob(16)",
    };
    let kept = "project_id, kind, story, severity, weight, place, level, discipline, pupils,
        device, network, anonymity, author, iteration_id, iteration_number, tool_version, state,
        state_reason, duplicate_of, assignee, shared, comments, version, folded";
    let span = i64::from(GIVEN) * STEP;
    let past = span * i64::from(times);
    run(
        &db,
        &format!(
            // One after another, up to now.
            "UPDATE feedback SET created_at = created_at - {past} + number * {STEP},
                 tool_version = '0.' || CAST(number % {VERSIONS} AS text)
             WHERE {this}"
        ),
    )
    .await?;
    run(
        &db,
        &format!(
            "INSERT INTO feedback (id, {kept}, created_at, updated_at)
         SELECT {new_id}, {kept}, created_at + CAST(n AS bigint) * {span}, created_at + CAST(n AS bigint) * {span}
         FROM feedback CROSS JOIN ({numbers}) AS copies WHERE {this} ORDER BY n, number"
        ),
    )
    .await?;
    run(
        &db,
        &format!(
            "INSERT INTO search_rows (thing_kind, thing_id, project_id, title, folded)
         SELECT 'feedback', id, project_id, substr(story, 1, 160), folded FROM feedback
         WHERE {this} AND id NOT IN (SELECT thing_id FROM search_rows)"
        ),
    )
    .await?;
    for table in ["feedback_counts", "feedback_assigned"] {
        let more = format!("UPDATE {table} SET entries = entries * {times} WHERE {this}");
        run(&db, &more).await?;
    }
    for table in ["feedback_periods", "feedback_assigned_periods"] {
        run(&db, &format!("DELETE FROM {table} WHERE {this}")).await?;
    }
    run(
        &db,
        &format!(
            "INSERT INTO feedback_assigned_periods
                 (project_id, assignee, period, state, kind, severity, iteration_id, entries)
             SELECT project_id, COALESCE(assignee, {nil}), created_at / {PERIOD}, state, kind,
                 severity, {nil}, COUNT(*)
             FROM feedback WHERE {this} GROUP BY 1, 2, 3, 4, 5, 6"
        ),
    )
    .await?;
    run(
        &db,
        &format!(
            "INSERT INTO feedback_periods
                 (project_id, period, weight, state, kind, severity, iteration_id, entries)
             SELECT project_id, created_at / {PERIOD}, weight, state, kind, severity,
                 {nil}, COUNT(*)
             FROM feedback WHERE {this} GROUP BY 1, 2, 3, 4, 5, 6"
        ),
    )
    .await?;
    if db.get_database_backend() == DatabaseBackend::Postgres {
        // What its background process does within minutes.
        run(&db, "VACUUM ANALYZE").await?;
    }
    Ok(db.close().await?)
}

async fn run(db: &DatabaseConnection, sql: &str) -> Result<()> {
    db.execute_unprepared(sql).await?;
    Ok(())
}

fn entry(random: &mut Random) -> FeedbackDraft {
    let words = 8 + random.below(32);
    let story: Vec<String> = (0..words).map(|_| word(random)).collect();
    let kinds = FeedbackKind::ALL;
    let kind = kinds[random.below(kinds.len())];
    let severity = Severity::ALL[random.below(Severity::ALL.len())];
    let network = Network::ALL[random.below(Network::ALL.len())];
    // Half of them name one of the screens that everybody comes by.
    let place = match random.below(2) {
        0 => place(random.below(PLACES)),
        _ => format!("{} > {}", word(random), word(random)),
    };
    FeedbackDraft {
        kind: kind.code().into(),
        story: story.join(" "),
        severity: severity.code().into(),
        place,
        network: network.code().into(),
        ..FeedbackDraft::default()
    }
}

/// Frequent words frequently; else one of ten thousand that few entries hold.
pub(crate) fn word(random: &mut Random) -> String {
    if random.below(3) > 0 {
        let rank = random
            .below(FREQUENT.len())
            .min(random.below(FREQUENT.len()));
        return FREQUENT[rank].to_owned();
    }
    rare(random.below(10_000))
}

/// The screen of this number, one of those that everybody comes by.
pub(crate) fn place(number: usize) -> String {
    let word = |number: usize| FREQUENT[number % FREQUENT.len()];
    format!("{} > {}", word(number), word(number + 5))
}

/// The version of the tool of this number.
pub(crate) fn version(number: u32) -> String {
    format!("0.{number}")
}

/// The rare word of this number.
pub(crate) fn rare(number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "tu"];
    let digits = [number / 1_000, number / 100, number / 10, number];
    digits.map(|digit| SYLLABLES[digit % 10]).concat()
}

/// The same numbers each time (SplitMix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number from 0 up to, not including, the bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bound = u64::try_from(bound).unwrap_or(1).max(1);
        usize::try_from((mixed ^ (mixed >> 31)) % bound).unwrap_or_default()
    }
}
