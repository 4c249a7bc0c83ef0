//! Files of feedback that wait, and what was kept when there were needs alone.

use domain::feedback::FeedbackKind;
use domain::ids::ImportId;
use domain::imports::{ImportKind, ImportState, ImportTarget};
use domain::problems::Problem;

use super::{ANSWERS, answers};
use crate::imports::{consultation, plan_for};
use crate::problem;
use crate::world::World;

on_both! {
    goes_from_the_file_to_entries,
    reads_plans_and_reports_of_before,
}

async fn goes_from_the_file_to_entries(world: World) {
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    let actor = who.actor().await;
    let (store, id) = (&world.store, ImportId::new());
    let target = ImportTarget::Feedback(project);
    let kept = store
        .keep_upload(&actor, id, target, (*answers()).clone())
        .await;
    kept.expect("an answer").expect("kept");
    let preview = || async {
        let preview = store.upload_preview(&actor, id, Default::default()).await;
        preview.expect("a preview")
    };
    let proposed = preview().await;
    assert_eq!(proposed.target, target);
    let becomes: Vec<_> = proposed
        .records
        .columns
        .iter()
        .map(|column| column.becomes.as_str())
        .collect();
    let expected = [
        "source_id",
        "created_at",
        "ignored",
        "ignored",
        "story",
        "kind",
        "severity",
        "place",
        "level",
        "discipline",
        "pupils",
        "device",
        "network",
        "ignored",
    ];
    assert_eq!(becomes, expected);
    let mut draft = proposed.draft();
    draft.source = "LimeSurvey".into();
    draft.records.columns[4] = "ignored".into();
    let lacking = store.plan_import(&actor, id, &draft).await;
    assert_eq!(problem(lacking, "story"), Some(Problem::Missing));
    draft.records.columns[4] = "story".into();
    draft.default_kind = "question".into();
    store
        .plan_import(&actor, id, &draft)
        .await
        .expect("planned");
    assert_eq!(preview().await.default_kind, FeedbackKind::Question);
    let (plan, dry) = store.check_import(&actor, id).await.expect("checked");
    assert_eq!(plan.target(), target);
    let report = store.run_import(&actor, id).await.expect("imported");
    assert_eq!(dry.report, report);
    assert_eq!((dry.needs.len(), dry.entries.len()), (0, 7));
    assert!(dry.entries.iter().any(|shown| shown.origin.at.is_some()));
    assert_eq!(
        (report.kind, report.records.made),
        (ImportKind::Feedback, 7)
    );
    let angry = world.entry_saying(&who, project, "consignes").await;
    assert_eq!(angry.facts.kind, FeedbackKind::Question);
    assert!(ANSWERS.lines().count() > 10);
}

/// A plan as the version before wrote it.
const PLAN: &str = r#"{"kind":"needs","source":"Consultation","records":{"encoding":"utf-8","separator":"comma","columns":["created_at","ignored","source_id","source_author","supports","objections","moderation","statement"]},"votes":{"encoding":null,"separator":null,"columns":["cast_at","ignored","need_id","voter","value"]},"days":"day_first","repeated":"each"}"#;
/// A report as the version before wrote it.
const REPORT: &str = r#"{"records_read_as":["utf-8","comma"],"votes_read_as":null,"needs":{"read":14,"made":10,"recognised":0,"dropped":4,"set_aside":3,"withdrawn":0,"markup":1},"votes":null,"compared":0,"differing":0,"differences":[],"drops":[],"drop_counts":[]}"#;

async fn reads_plans_and_reports_of_before(world: World) {
    let who = world.coordinator().await;
    let actor = who.actor().await;
    let (store, id) = (&world.store, ImportId::new());
    let kept = store
        .keep_upload(&actor, id, ImportTarget::Needs, (*consultation()).clone())
        .await;
    kept.expect("an answer").expect("kept");
    world
        .sql(&format!("UPDATE import_uploads SET plan = '{PLAN}'"))
        .await;
    let (plan, dry) = store.check_import(&actor, id).await.expect("checked");
    assert_eq!(plan, {
        let mut now = plan_for(ImportTarget::Needs, &consultation(), "Consultation");
        if let domain::imports::Mapping::Needs(mapping) = &mut now.mapping {
            let votes = mapping.votes.as_mut().expect("votes");
            (votes.encoding, votes.separator) = (None, None);
        }
        now
    });
    assert_eq!(dry.report.records.made, 10);
    store.run_import(&actor, id).await.expect("imported");
    world
        .sql(&format!("UPDATE imports SET report = '{REPORT}'"))
        .await;
    let state = store.import(&actor, id).await.expect("a state");
    let ImportState::Done {
        report, summary, ..
    } = state
    else {
        panic!("the import is done");
    };
    assert_eq!((report.records.read, report.records.dropped), (14, 4));
    assert_eq!(report.kind, ImportKind::Needs);
    assert_eq!(summary.target, ImportTarget::Needs);
    let gone = store.undo_import(&actor, id).await;
    gone.expect("undone");
}
