//! Imports: the dry run and the run, what is recognised, undone, exported.

mod again;
mod exports;
mod feedback;
mod progress;
mod real;
mod undoing;
mod uploads;

use std::sync::Arc;

use domain::ids::{ImportId, NeedId};
use domain::imports::{
    DropReason, ImportFile, ImportPlan, ImportReport, ImportState, ImportTarget, Mapping,
    RepeatedVotes,
};
use domain::needs::{Need, NeedFilter, NeedOrder, NeedState};
use domain::policy::Refusal;
use encoding_rs::WINDOWS_1252;
use store::StoreError;
use store::imports::{ImportFiles, NamedFile, preview};

use crate::cast::Someone;
use crate::world::World;

on_both! {
    does_what_the_dry_run_said,
    tells_each_row_and_cell_left_out,
    tells_where_a_quote_is_never_closed,
    counts_the_last_vote_alone_where_asked,
    reads_every_encoding_alike,
    keeps_the_accents_where_a_few_bytes_are_damaged,
    leaves_nothing_when_it_fails,
    is_for_those_who_steer,
    finds_what_was_imported,
}

const COMMENTS: &str = include_str!("../fixtures/consultation/comments.csv");
const VOTES: &str = include_str!("../fixtures/consultation/votes.csv");

pub(crate) fn files(comments: impl Into<Vec<u8>>, votes: Option<Vec<u8>>) -> Arc<ImportFiles> {
    let named = |name: &str, bytes| NamedFile {
        name: name.into(),
        bytes,
    };
    Arc::new(ImportFiles {
        records: named("comments.csv", comments.into()),
        votes: votes.map(|votes| named("votes.csv", votes)),
    })
}

/// The fixture.
pub(crate) fn consultation() -> Arc<ImportFiles> {
    files(COMMENTS, Some(VOTES.into()))
}

/// The mapping that is proposed for the files.
pub(crate) fn plan(files: &ImportFiles, source: &str) -> ImportPlan {
    plan_for(ImportTarget::Needs, files, source)
}

/// The same for files that hold this.
pub(crate) fn plan_for(target: ImportTarget, files: &ImportFiles, source: &str) -> ImportPlan {
    let preview =
        preview(ImportId::new(), target, files, None, Default::default()).expect("files in order");
    let mut draft = preview.draft();
    draft.source = source.into();
    draft.check(target, files.votes.is_some()).expect("a plan")
}

impl World {
    /// Imports the files as proposed, after a dry run that says the same.
    pub(crate) async fn import(
        &self,
        who: &Someone,
        files: &Arc<ImportFiles>,
        plan: &ImportPlan,
    ) -> (ImportId, ImportReport) {
        let (id, actor) = (ImportId::new(), who.actor().await);
        let dry = self.store.check_files(&actor, files.clone(), plan).await;
        let wet = self.store.import_files(&actor, id, files.clone(), plan);
        let (dry, wet) = (dry.expect("checked"), wet.await.expect("imported"));
        assert_eq!(dry, wet, "dry run and run");
        assert!(wet.reconciles(), "{wet:?}");
        (id, wet)
    }

    pub(crate) async fn needs_of(&self, who: &Someone, state: Option<NeedState>) -> Vec<Need> {
        let filter = NeedFilter {
            state,
            order: NeedOrder::Newest,
            ..NeedFilter::default()
        };
        let needs = self.store.needs(&who.actor().await, &filter).await;
        needs.expect("needs").items
    }

    /// The need that says this.
    pub(crate) async fn need_saying(&self, who: &Someone, words: &str) -> Need {
        let filter = NeedFilter {
            query: words.into(),
            ..NeedFilter::default()
        };
        let needs = self.store.needs(&who.actor().await, &filter).await;
        let mut needs = needs.expect("needs").items;
        assert_eq!(needs.len(), 1, "{words}");
        needs.remove(0)
    }

    /// How many rows stand in each table that an import writes.
    pub(crate) async fn rows(&self) -> [i64; 5] {
        [
            self.count("needs").await,
            self.count("positions").await,
            self.count("search_rows").await,
            self.count("import_rows").await,
            self.count("imports").await,
        ]
    }
}

async fn does_what_the_dry_run_said(world: World) {
    let who = world.coordinator().await;
    let files = consultation();
    let plan = plan(&files, "Consultation");
    let dry = world
        .store
        .check_files(&who.actor().await, files.clone(), &plan)
        .await;
    dry.expect("checked");
    assert_eq!(world.rows().await, [0; 5], "a dry run writes nothing");
    let (id, report) = world.import(&who, &files, &plan).await;
    let needs = report.records;
    assert_eq!((needs.read, needs.made, needs.dropped), (14, 10, 4));
    assert_eq!((needs.set_aside, needs.markup), (3, 1));
    let votes = report.votes.expect("votes");
    assert_eq!((votes.read, votes.made, votes.dropped), (30, 26, 4));
    let stances = (votes.supports, votes.objections, votes.neutral);
    assert_eq!((stances, votes.repeated), ((15, 6, 5), 3));
    assert_eq!((report.compared, report.differing), (10, 0));
    assert_eq!(world.rows().await, [10, 26, 10, 10, 1]);
    assert_eq!(world.count("audit WHERE thing_kind = 'import'").await, 1);
    let set_aside = world.needs_of(&who, Some(NeedState::SetAside)).await;
    assert_eq!(set_aside.len(), 3);
    assert!(set_aside.iter().all(|need| need.state_reason.is_empty()));
    let detail = world.store.need(&who.actor().await, set_aside[0].id).await;
    let source = detail.expect("a need").source;
    assert_eq!(source.as_deref(), Some("Consultation"));
    let fluence = world.need_saying(&who, "fluence").await;
    let said = "Pouvoir suivre la fluence\u{a0}de chaque élève\nsans y passer ses soirées.";
    assert_eq!(fluence.facts.statement, said);
    assert_eq!(fluence.source_author.as_deref(), Some("7"));
    assert_eq!(fluence.created_at.0, 1_568_101_700_000);
    assert_eq!(
        (fluence.stances.supports, fluence.stances.objections),
        (3, 1)
    );
    let words = world.need_saying(&who, "dyslexie").await;
    assert_eq!(
        words.created_at.0, 1_568_102_400_000,
        "the second time format"
    );
    assert!(words.facts.statement.ends_with("\"faciles à imprimer\""));
    let list = world.store.imports(&who.actor().await, 1).await;
    let list = list.expect("imports");
    assert_eq!(list.total, 1);
    let listed = &list.items[0];
    assert_eq!((listed.id, listed.records, listed.positions), (id, 10, 26));
    assert_eq!(listed.files, ["comments.csv", "votes.csv"]);
    assert_eq!(listed.by.as_ref().map(|by| by.id), Some(who.id));
    let state = world.store.import(&who.actor().await, id).await;
    let ImportState::Done { report: kept, .. } = state.expect("a state") else {
        panic!("the import is done");
    };
    assert_eq!(*kept, report);
}

async fn tells_each_row_and_cell_left_out(world: World) {
    let who = world.coordinator().await;
    let files = consultation();
    let (_, report) = world
        .import(&who, &files, &plan(&files, "Consultation"))
        .await;
    let told: Vec<_> = report
        .drops
        .iter()
        .map(|drop| (drop.file, drop.line, drop.column.as_deref(), drop.reason))
        .collect();
    let (records, votes) = (ImportFile::Records, ImportFile::Votes);
    let expected = [
        (records, 10, Some("timestamp"), DropReason::NotADate),
        (records, 12, None, DropReason::RepeatedId),
        (records, 13, None, DropReason::NoStatement),
        (records, 14, None, DropReason::EmptyRow),
        (
            records,
            15,
            Some("moderated"),
            DropReason::UnknownModeration,
        ),
        (records, 17, None, DropReason::TooLong),
        (records, 18, Some("#9"), DropReason::ExtraCell),
        (votes, 28, None, DropReason::UnknownNeed),
        (votes, 29, None, DropReason::UnknownNeed),
        (votes, 30, None, DropReason::NoVoter),
        (votes, 31, None, DropReason::UnknownVote),
    ];
    assert_eq!(told, expected);
    assert_eq!(report.dropped(), 11);
    assert_eq!(report.drops[4].text, "peut-être");
}

async fn tells_where_a_quote_is_never_closed(world: World) {
    let who = world.coordinator().await;
    let comments = "comment-id,comment-body\n1,Lire\n2,\"Écrire\n3,Compter\n";
    let votes = "comment-id,voter-id,vote\n1,a,1\n1,\"b,1\n1,c,1\n";
    let broken = files(comments, Some(votes.into()));
    let (_, report) = world.import(&who, &broken, &plan(&broken, "Cassé")).await;
    let told: Vec<_> = report
        .drops
        .iter()
        .map(|drop| (drop.file, drop.line, drop.reason, drop.text.as_str()))
        .collect();
    let open = DropReason::OpenQuote;
    let expected = [
        (ImportFile::Records, 3, open, "\"Écrire"),
        (ImportFile::Votes, 3, open, "\"b,1"),
    ];
    assert_eq!(told, expected);
    let (rows, cast) = (report.records, report.votes.expect("votes"));
    assert_eq!((rows.read, rows.made, rows.dropped), (2, 1, 1));
    assert_eq!((cast.read, cast.made, cast.dropped), (2, 1, 1));
    assert_eq!(world.needs_of(&who, None).await.len(), 1);

    // Mended, the files bring what was missing.
    let mended = [comments, votes].map(|text| text.replace('"', ""));
    let [comments, votes] = mended;
    let mended = files(comments, Some(votes.into()));
    let (_, report) = world.import(&who, &mended, &plan(&mended, "Cassé")).await;
    let (rows, cast) = (report.records, report.votes.expect("votes"));
    assert_eq!((rows.recognised, rows.made, rows.dropped), (1, 2, 0));
    assert_eq!((cast.recognised, cast.made, cast.dropped), (1, 2, 0));
}

async fn counts_the_last_vote_alone_where_asked(world: World) {
    let who = world.coordinator().await;
    let files = consultation();
    let mut plan = plan(&files, "Consultation");
    let Mapping::Needs(mapping) = &mut plan.mapping else {
        panic!("needs");
    };
    mapping.repeated = RepeatedVotes::Last;
    let (_, report) = world.import(&who, &files, &plan).await;
    let votes = report.votes.expect("votes");
    assert_eq!((votes.made, votes.repeated, votes.dropped), (23, 3, 7));
    let replaced = report
        .drop_counts
        .iter()
        .find(|count| count.reason == DropReason::VotedAgain);
    assert_eq!(replaced.map(|count| count.count), Some(3));
    assert_eq!(report.differing, 3, "the source counts each vote");
    let fluence = world.need_saying(&who, "fluence").await;
    assert_eq!(
        (fluence.stances.supports, fluence.stances.objections),
        (2, 1)
    );
    // Once more: every vote is recognised or replaced as before.
    let (_, again) = world.import(&who, &files, &plan).await;
    let votes = again.votes.expect("votes");
    assert_eq!((votes.made, votes.recognised, votes.dropped), (0, 23, 7));
}

async fn reads_every_encoding_alike(world: World) {
    let who = world.coordinator().await;
    let text = COMMENTS.replace(',', ";").replace('x', "œ");
    let wide = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(to_bytes)
            .collect()
    };
    let variants = [
        text.clone().into_bytes(),
        format!("\u{feff}{text}").into_bytes(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
        WINDOWS_1252.encode(&text).0.into_owned(),
    ];
    let actor = who.actor().await;
    let mut reports = Vec::new();
    for bytes in variants {
        let files = files(bytes, None);
        let plan = plan(&files, "Consultation");
        let report = world.store.check_files(&actor, files, &plan).await;
        let mut report = report.expect("checked");
        let read_as = report.records_read_as.take().expect("read");
        reports.push((read_as.0, report));
    }
    let encodings: Vec<_> = reports.iter().map(|(read_as, _)| read_as.code()).collect();
    let expected = ["utf-8", "utf-8", "utf-16le", "utf-16be", "windows-1252"];
    assert_eq!(encodings, expected);
    assert!(reports.iter().all(|(_, report)| *report == reports[0].1));
    assert!(reports[0].1.records.made > 0);
}

async fn keeps_the_accents_where_a_few_bytes_are_damaged(world: World) {
    let who = world.coordinator().await;
    let damaged = |text: String| -> Vec<u8> {
        let broken = |byte| if byte == b'#' { 0xff } else { byte };
        text.bytes().map(broken).collect()
    };
    let comments = "comment-id,author-id,comment-body\n\
        1,Zoé,Découper les énoncés des problèmes\n\
        2,Noé,Évaluer à l’oral d#s la rentrée\n\
        3,L#a,Répéter sans s’épuiser\n\
        4,Chloé,Créer des énigmes adaptées à l’âge des élèves\n\
        5,Théo,Décrire les étapes\n";
    let voters: String = (1..=6)
        .map(|number| format!("1,Élève {number} à l’école,1\n"))
        .collect();
    let votes = format!("comment-id,voter-id,vote\n{voters}2,No#,1\n2,Zoé,#\n");
    let files = files(damaged(comments.into()), Some(damaged(votes)));
    let (_, report) = world.import(&who, &files, &plan(&files, "Abîmé")).await;
    for read_as in [report.records_read_as, report.votes_read_as] {
        assert_eq!(read_as.expect("read").0.code(), "utf-8");
    }
    let told: Vec<_> = report
        .drops
        .iter()
        .map(|drop| (drop.file, drop.line, drop.column.as_deref(), drop.reason))
        .collect();
    let (records, votes) = (ImportFile::Records, ImportFile::Votes);
    let unreadable = DropReason::Unreadable;
    let expected = [
        (records, 3, Some("comment-body"), unreadable),
        (records, 4, Some("author-id"), unreadable),
        (votes, 8, Some("voter-id"), unreadable),
        (votes, 9, None, unreadable),
    ];
    assert_eq!(told, expected);
    let cast = report.votes.expect("votes");
    assert_eq!((report.records.made, cast.made, cast.dropped), (5, 7, 1));
    let oral = world.need_saying(&who, "rentrée").await;
    let said = "Évaluer à l’oral d\u{fffd}s la rentrée";
    assert_eq!(oral.facts.statement, said);
    let tiring = world.need_saying(&who, "épuiser").await;
    assert_eq!(tiring.source_author.as_deref(), Some("L\u{fffd}a"));
}

async fn leaves_nothing_when_it_fails(world: World) {
    let who = world.coordinator().await;
    let files = consultation();
    let plan = plan(&files, "Consultation");
    let broken = if world.is_postgres() {
        "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
         CREATE TRIGGER broken BEFORE INSERT ON positions
             FOR EACH ROW WHEN (NEW.source_voter = 'Consultation:9')
             EXECUTE FUNCTION broken();"
    } else {
        "CREATE TRIGGER broken BEFORE INSERT ON positions
             WHEN NEW.source_voter = 'Consultation:9'
             BEGIN SELECT RAISE(ABORT, 'broken'); END;"
    };
    world.try_sql(broken).await.expect("a trigger");
    let (id, actor) = (ImportId::new(), who.actor().await);
    let failed = world
        .store
        .import_files(&actor, id, files.clone(), &plan)
        .await;
    assert_fails!(failed, StoreError::Database(_));
    assert_eq!(world.rows().await, [0; 5]);
    assert_eq!(world.count("audit WHERE thing_kind = 'import'").await, 0);
    let state = world.store.import(&actor, id).await;
    assert_eq!(state.expect("a state"), ImportState::Failed);
    let gone = if world.is_postgres() {
        "DROP TRIGGER broken ON positions"
    } else {
        "DROP TRIGGER broken"
    };
    world.try_sql(gone).await.expect("no trigger");
    let done = world.store.import_files(&actor, id, files, &plan).await;
    assert_eq!(done.expect("imported").records.made, 10);
}

async fn is_for_those_who_steer(world: World) {
    let files = consultation();
    let plan = plan(&files, "Consultation");
    for who in [world.member("Ana").await, world.observer("Olga").await] {
        let (id, actor) = (ImportId::new(), who.actor().await);
        let store = &world.store;
        let refused = [
            store.check_files(&actor, files.clone(), &plan).await.err(),
            store
                .import_files(&actor, id, files.clone(), &plan)
                .await
                .err(),
            store
                .keep_upload(&actor, id, ImportTarget::Needs, (*files).clone())
                .await
                .err(),
            store
                .upload_preview(&actor, id, Default::default())
                .await
                .err(),
            store
                .plan_import(&actor, id, &Default::default())
                .await
                .err(),
            store.check_import(&actor, id).await.err(),
            store.run_import(&actor, id).await.err(),
            store.drop_upload(&actor, id).await.err(),
            store.imports(&actor, 1).await.err(),
            store.import(&actor, id).await.err(),
            store.undo_import(&actor, id).await.err(),
            store.undo_rest_of_import(&actor, id, "").await.err(),
        ];
        for error in refused {
            assert!(
                matches!(error, Some(StoreError::Refused(Refusal::Role))),
                "{error:?}"
            );
        }
    }
    assert_eq!(world.rows().await, [0; 5]);
}

async fn finds_what_was_imported(world: World) {
    let who = world.coordinator().await;
    let files = consultation();
    world
        .import(&who, &files, &plan(&files, "Consultation"))
        .await;
    let found = world.store.search(&who.actor().await, "eleve oeuvre").await;
    let found = found.expect("found");
    assert_eq!(found.len(), 1);
    let need = world.read_need(&who, NeedId(found[0].thing.id)).await;
    assert!(need.facts.statement.starts_with("Écouter"));
    assert_eq!(need.author, None);
}
