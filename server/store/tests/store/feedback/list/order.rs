//! In which order entries stand.

use domain::feedback::{FeedbackFilter, FeedbackKind, FeedbackOrder, FeedbackState};
use domain::ids::FeedbackId;
use domain::paging::PER_PAGE;
use domain::projects::ProjectRole;

use super::ids;
use crate::cast::Someone;
use crate::feedback::draft;
use crate::world::World;

on_both! {
    orders_by_weight,
    stands_by_state_and_by_assignee,
}

async fn orders_by_weight(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let mut given = Vec::new();
    for severity in ["minor", "blocking", "hindering", "blocking"] {
        let mut draft = draft("bug", "Lenteur");
        draft.severity = severity.into();
        given.push(world.give(&ana, project, &draft).await);
    }
    for query in ["", "lenteur"] {
        let filter = FeedbackFilter {
            query: query.into(),
            order: FeedbackOrder::Severity,
            ..FeedbackFilter::default()
        };
        let listed = ids(&world.log(&ana, project, filter).await);
        assert_eq!(listed, [given[3], given[1], given[2], given[0]]);
    }
}

/// Each page goes on where the one before ended, whether the log is counted in advance
/// or looked through.
async fn stands_by_state_and_by_assignee(world: World) {
    let (zoe, ana) = (world.member("Zoé").await, world.member("Ana").await);
    let team = world.project(&ana).with(&zoe, ProjectRole::Contributor);
    let project = team.open().await;
    let mut given = Vec::new();
    for number in 0..70 {
        let kind = if number % 7 == 0 { "idea" } else { "bug" };
        given.push(world.give(&ana, project, &draft(kind, "Trop lent")).await);
    }
    let treat = async |ids: &[FeedbackId], action: &str, assignee: Option<&Someone>| {
        let draft = domain::feedback::BulkDraft {
            action: action.into(),
            reason: "Parce que.".into(),
            assignee: assignee.map(|who| who.id.to_string()).unwrap_or_default(),
        };
        let treated = world.treat_several(&ana, project, ids, &draft).await;
        treated.expect("treated");
    };
    treat(&given[..30], "accept", None).await;
    treat(&given[30..32], "refuse", None).await;
    treat(&given[10..40], "assign", Some(&zoe)).await;
    treat(&given[60..], "assign", Some(&ana)).await;
    let newest = |ranges: &[std::ops::Range<usize>]| {
        let part = |range: &std::ops::Range<usize>| range.clone().rev();
        let all = ranges.iter().flat_map(part);
        all.collect::<Vec<usize>>()
    };
    let by_state = newest(&[32..70, 0..30, 30..32]);
    let by_assignee = newest(&[60..70, 10..40, 40..60, 0..10]);
    let is_idea = |number: &usize| number.is_multiple_of(7);
    for (order, expected) in [
        (FeedbackOrder::State, by_state),
        (FeedbackOrder::Assignee, by_assignee),
    ] {
        for (query, kinds) in [
            ("", vec![]),
            ("lent", vec![]),
            ("", vec![FeedbackKind::Idea]),
            ("lent", vec![FeedbackKind::Idea]),
        ] {
            let mut expected = expected.clone();
            expected.retain(|number| kinds.is_empty() || is_idea(number));
            let mut read = Vec::new();
            for page in 1..=(expected.len() as u64).div_ceil(PER_PAGE) {
                let filter = FeedbackFilter {
                    query: query.into(),
                    kinds: kinds.clone(),
                    order,
                    page,
                    ..FeedbackFilter::default()
                };
                let listed = world.log(&ana, project, filter).await;
                assert_eq!(listed.page.total, expected.len() as u64);
                read.extend(ids(&listed));
            }
            let expected: Vec<_> = expected.iter().map(|number| given[*number]).collect();
            assert_eq!(read, expected, "{order} {query:?} {kinds:?}");
        }
    }
    let accepted = FeedbackFilter {
        states: vec![FeedbackState::Accepted],
        order: FeedbackOrder::State,
        ..FeedbackFilter::default()
    };
    assert_eq!(world.log(&ana, project, accepted).await.page.total, 30);
}
