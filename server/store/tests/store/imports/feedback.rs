//! Feedback from a questionnaire: what is made of its rows, counted, found,
//! recognised and undone.

mod keeping;
mod log;

use std::sync::Arc;

use domain::feedback::{Device, Feedback, FeedbackFilter, FeedbackKind, Network, Severity};
use domain::ids::{ImportId, ProjectId};
use domain::imports::{
    DropReason, FileProblem, ImportFile, ImportPlan, ImportReport, ImportTarget,
};
use domain::policy::Refusal;
use domain::school::{ClassLevel, Discipline};
use store::StoreError;
use store::imports::ImportFiles;

use super::{files, plan_for};
use crate::cast::Someone;
use crate::world::World;

on_both! {
    makes_entries_of_the_answers,
    tells_each_answer_and_cell_left_out,
    leaves_authors_out_unless_asked,
    recognises_answers_in_their_project,
    recognises_answers_without_an_id,
    refuses_what_is_not_for_the_actor,
}

const ANSWERS: &str = include_str!("../../fixtures/questionnaire/retours.csv");

fn answers() -> Arc<ImportFiles> {
    files(ANSWERS, None)
}

fn plan(files: &ImportFiles, project: ProjectId) -> ImportPlan {
    plan_for(ImportTarget::Feedback(project), files, "LimeSurvey 2026")
}

impl World {
    /// Imports the questionnaire into a project, as proposed.
    pub(crate) async fn import_answers(
        &self,
        who: &Someone,
        project: ProjectId,
    ) -> (ImportId, ImportReport) {
        let files = answers();
        self.import(who, &files, &plan(&files, project)).await
    }

    /// The entries that hold these words.
    async fn entries(&self, who: &Someone, project: ProjectId, words: &str) -> Vec<Feedback> {
        let filter = FeedbackFilter {
            query: words.into(),
            ..FeedbackFilter::default()
        };
        self.log(who, project, filter).await.page.items
    }

    /// The only entry that holds these words.
    async fn entry_saying(&self, who: &Someone, project: ProjectId, words: &str) -> Feedback {
        let mut found = self.entries(who, project, words).await;
        assert_eq!(found.len(), 1, "{words}");
        found.remove(0)
    }

    /// How many rows stand in each table that an import of feedback writes.
    async fn entry_rows(&self) -> [i64; 3] {
        [
            self.count("feedback").await,
            self.count("search_rows WHERE thing_kind = 'feedback'")
                .await,
            self.count("import_rows").await,
        ]
    }
}

async fn makes_entries_of_the_answers(world: World) {
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    let files = answers();
    let actor = who.actor().await;
    let dry = world
        .store
        .check_files(&actor, files.clone(), &plan(&files, project))
        .await;
    dry.expect("checked");
    assert_eq!(world.entry_rows().await, [0; 3], "a dry run writes nothing");
    let (id, report) = world.import_answers(&who, project).await;
    let records = report.records;
    assert_eq!((records.read, records.made, records.dropped), (10, 7, 3));
    assert_eq!(world.entry_rows().await, [7, 7, 7]);
    let sound = world.entry_saying(&who, project, "exercice").await;
    let facts = &sound.facts;
    assert_eq!(facts.story, "Le son s’arrête au milieu de l’exercice");
    assert_eq!(
        (facts.kind, facts.severity),
        (FeedbackKind::Bug, Severity::Blocking)
    );
    assert_eq!(facts.place, "Exercice 3");
    assert_eq!(facts.level, Some(ClassLevel::Cm1));
    assert_eq!(facts.discipline, Some(Discipline::French));
    assert_eq!(facts.pupils, Some(24));
    assert_eq!(facts.device, Some(Device::Tablet));
    assert_eq!(facts.network, Some(Network::Good));
    assert_eq!(sound.created_at.0, 1_770_106_320_000);
    assert_eq!((sound.author, sound.own), (None, false));
    let timer = world.entry_saying(&who, project, "minuterie").await;
    assert_eq!(timer.facts.story, "La minuterie aide\nles élèves à finir");
    assert_eq!(timer.facts.severity, Severity::Minor, "that of a success");
    assert_eq!(report.records.markup, 1);
    let angry = world.entry_saying(&who, project, "consignes").await;
    assert_eq!(angry.facts.kind, FeedbackKind::Obstacle, "the file's own");
    let list = world.store.imports(&actor, 1).await.expect("imports");
    let listed = &list.items[0];
    assert_eq!((listed.id, listed.records, listed.positions), (id, 7, 0));
    assert_eq!(listed.target, ImportTarget::Feedback(project));
    assert!(listed.project.is_some());
}

async fn tells_each_answer_and_cell_left_out(world: World) {
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    let (_, report) = world.import_answers(&who, project).await;
    let told: Vec<_> = report
        .drops
        .iter()
        .map(|drop| (drop.line, drop.column.is_some(), drop.reason))
        .collect();
    let expected = [
        (4, true, DropReason::NotADate),
        (5, false, DropReason::NoStory),
        (6, false, DropReason::RepeatedId),
        (7, true, DropReason::UnknownSeverity),
        (7, true, DropReason::UnknownClass),
        (7, true, DropReason::UnknownDiscipline),
        (7, true, DropReason::NotANumber),
        (7, true, DropReason::UnknownDevice),
        (7, true, DropReason::UnknownNetwork),
        (8, true, DropReason::UnknownKind),
        (9, false, DropReason::EmptyRow),
        (12, true, DropReason::ExtraCell),
    ];
    assert_eq!(told, expected);
    assert!(
        report
            .drops
            .iter()
            .all(|drop| drop.file == ImportFile::Records)
    );
    assert_eq!(report.dropped(), 12);
}

async fn leaves_authors_out_unless_asked(world: World) {
    let who = world.coordinator().await;
    let (without, with) = (
        world.project(&who).open().await,
        world.project(&who).open().await,
    );
    world.import_answers(&who, without).await;
    let entry = world.entry_saying(&who, without, "exercice").await;
    assert_eq!(entry.source_author, None);
    assert_eq!(
        world
            .count("feedback WHERE source_author IS NOT NULL")
            .await,
        0
    );
    let files = answers();
    let target = ImportTarget::Feedback(with);
    let preview =
        store::imports::preview(ImportId::new(), target, &files, None, Default::default());
    let mut draft = preview.expect("a preview").draft();
    draft.source = "LimeSurvey 2026".into();
    *draft.records.columns.last_mut().expect("a column") = "source_author".into();
    let plan = draft.check(target, false).expect("a plan");
    world.import(&who, &files, &plan).await;
    let entry = world.entry_saying(&who, with, "exercice").await;
    assert_eq!(entry.source_author.as_deref(), Some("Anne D."));
    let entry = world.entry_saying(&who, with, "imprimer").await;
    assert_eq!(entry.source_author, None);
}

async fn recognises_answers_in_their_project(world: World) {
    let who = world.coordinator().await;
    let (one, other) = (
        world.project(&who).open().await,
        world.project(&who).open().await,
    );
    world.import_answers(&who, one).await;
    let (_, again) = world.import_answers(&who, one).await;
    assert_eq!((again.records.made, again.records.recognised), (0, 7));
    assert_eq!(world.entry_rows().await, [7, 7, 7]);
    // Another project may give its questionnaire the same name.
    let (_, elsewhere) = world.import_answers(&who, other).await;
    assert_eq!(elsewhere.records.made, 7);
    // What is not in the file any more stays; what is new comes in.
    let later = format!("{ANSWERS}9;2026-03-21 08:00:00;3;fr;Une nouvelle panne;bug;;;;;;;;\n");
    let files = files(later, None);
    let (_, later) = world.import(&who, &files, &plan(&files, one)).await;
    assert_eq!((later.records.made, later.records.recognised), (1, 7));
    // Needs are exported under the ids of their own source alone.
    let needs = world.store.export_needs(&who.actor().await, None).await;
    assert_eq!(needs.expect("a file").lines().count(), 1);
}

async fn recognises_answers_without_an_id(world: World) {
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    let text = "Horodateur,Racontez ce qui s'est passé\n\
                03/02/2026 09:00:00,Tout va bien\n\
                03/02/2026 10:00:00,Tout va bien\n\
                03/02/2026 10:00:00,Tout va bien\n";
    let files = files(text, None);
    let plan = plan(&files, project);
    let (_, first) = world.import(&who, &files, &plan).await;
    assert_eq!((first.records.made, first.records.dropped), (2, 1));
    assert_eq!(first.drops[0].reason, DropReason::RepeatedText);
    let (_, again) = world.import(&who, &files, &plan).await;
    assert_eq!((again.records.made, again.records.recognised), (0, 2));
}

async fn refuses_what_is_not_for_the_actor(world: World) {
    let who = world.coordinator().await;
    let lead = world.member("Ana").await;
    let project = world.project(&lead).open().await;
    let files = answers();
    let store = &world.store;
    let target = ImportTarget::Feedback(project);
    // The role of the workspace decides, as for needs.
    let actor = lead.actor().await;
    let refused = store
        .check_files(&actor, files.clone(), &plan(&files, project))
        .await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    let refused = store
        .keep_upload(&actor, ImportId::new(), target, (*files).clone())
        .await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    let refused = store.import_projects(&actor).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    let actor = who.actor().await;
    let projects = store.import_projects(&actor).await.expect("projects");
    assert_eq!(projects.len(), 1);
    assert_eq!(projects[0].0, project);
    let nowhere = ProjectId::new();
    let unknown = store
        .check_files(&actor, files.clone(), &plan(&files, nowhere))
        .await;
    assert_fails!(unknown, StoreError::NotFound);
    let unknown = store
        .keep_upload(
            &actor,
            ImportId::new(),
            ImportTarget::Feedback(nowhere),
            (*files).clone(),
        )
        .await;
    assert_fails!(unknown, StoreError::NotFound);
    let voted = super::consultation();
    let unfit = store
        .keep_upload(&actor, ImportId::new(), target, (*voted).clone())
        .await
        .expect("an answer")
        .expect_err("votes are on needs");
    assert_eq!(unfit.file, ImportFile::Votes);
    assert_eq!(unfit.problem, FileProblem::NoVotesHere);
    assert_eq!(world.count("import_uploads").await, 0);
}
