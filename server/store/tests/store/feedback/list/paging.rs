//! Turning pages, forwards and backwards, in logs of years.

use domain::feedback::{BulkDraft, FeedbackFilter, FeedbackKind, FeedbackOrder, FeedbackState};
use domain::ids::FeedbackId;
use store::SetClock;

use super::{ids, many};
use crate::feedback::draft;
use crate::world::World;

on_both! {
    turns_pages_forwards_and_backwards,
    turns_pages_over_years,
    shows_the_last_page_once_one_is_treated,
}

async fn turns_pages_forwards_and_backwards(world: World) {
    let ana = world.member("Ana").await;
    let (project, given) = many(&world, &ana, 210).await;
    for (order, query) in [
        (FeedbackOrder::Newest, ""),
        (FeedbackOrder::Oldest, ""),
        (FeedbackOrder::Severity, ""),
        (FeedbackOrder::Newest, "retour"),
        (FeedbackOrder::Oldest, "retour"),
        (FeedbackOrder::Severity, "retour"),
        (FeedbackOrder::State, ""),
        (FeedbackOrder::State, "retour"),
        (FeedbackOrder::Assignee, ""),
        (FeedbackOrder::Assignee, "retour"),
    ] {
        let mut read = Vec::new();
        for page in 1..=9 {
            let filter = FeedbackFilter {
                query: query.into(),
                order,
                page,
                ..FeedbackFilter::default()
            };
            let listed = world.log(&ana, project, filter).await;
            assert_eq!((listed.page.total, listed.page.number), (210, page));
            assert!(!listed.partial);
            let expected = if page == 9 { 10 } else { 25 };
            assert_eq!(listed.page.items.len(), expected, "{order} page {page}");
            read.extend(ids(&listed));
        }
        match order {
            FeedbackOrder::Newest => {
                assert!(read.iter().rev().eq(&given), "newest first");
            }
            FeedbackOrder::Oldest => assert_eq!(read, given),
            // Those that go by something else than time: each once.
            _ => {
                let mut each = read.clone();
                each.sort();
                each.dedup();
                assert_eq!(each.len(), 210, "each once");
            }
        }
    }
    for (query, order) in [
        ("", FeedbackOrder::Newest),
        ("retour", FeedbackOrder::Newest),
        ("retour", FeedbackOrder::State),
    ] {
        let mut last = Vec::new();
        for page in [9, 10, 1 << 40, u64::MAX] {
            let filter = FeedbackFilter {
                query: query.into(),
                order,
                page,
                ..FeedbackFilter::default()
            };
            let listed = world.log(&ana, project, filter).await;
            assert_eq!((listed.page.total, listed.page.number), (210, 9));
            if page == 9 {
                last = ids(&listed);
                assert_eq!(last.len(), 10);
            }
            assert_eq!(ids(&listed), last, "{query} page {page}");
        }
    }
    let first = world.log(&ana, project, FeedbackFilter::default()).await;
    assert_eq!((first.page.number, ids(&first).len()), (1, 25));
}

/// Treating all that the last page shows empties it: the list ends on the page before.
async fn shows_the_last_page_once_one_is_treated(world: World) {
    let ana = world.member("Ana").await;
    let (project, given) = many(&world, &ana, 36).await;
    for query in ["", "retour"] {
        // Of 27 that are new, the last page has two, the oldest.
        let last = FeedbackFilter {
            query: query.into(),
            states: vec![FeedbackState::New],
            page: 2,
            ..FeedbackFilter::default()
        };
        let listed = world.log(&ana, project, last.clone()).await;
        assert_eq!((listed.page.number, listed.page.total), (2, 27));
        assert_eq!(ids(&listed), [given[2], given[1]]);
        for id in [given[1], given[2]] {
            world.bring(&ana, id, "accepted").await;
        }
        let listed = world.log(&ana, project, last.clone()).await;
        assert_eq!((listed.page.number, listed.page.total), (1, 25), "{query}");
        assert_eq!(ids(&listed).len(), 25);
        assert_eq!(listed.shown_of(&last), last.at_first_page());
        for id in [given[1], given[2]] {
            world.bring(&ana, id, "new").await;
        }
    }
}

/// A log of three years, its last entry back-dated. Whichever way it is narrowed
/// and ordered, its pages hold each entry once and in order.
async fn turns_pages_over_years(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let actor = ana.actor().await;
    let now = world.store.now();
    let clock = SetClock::at(now);
    let dated = world.store.with_clock(clock.clone());
    let mut given = Vec::new();
    for number in 0..250_i64 {
        // Two at each moment; the last among the first.
        let days = if number == 249 { 3 } else { number / 2 * 8 };
        let at = now.plus_seconds((days - 1_100) * 86_400);
        clock.set(at);
        let severity = match number % 3 {
            0 => "minor",
            1 => "blocking",
            _ => "hindering",
        };
        let kind = if number % 7 == 0 { "idea" } else { "bug" };
        let mut draft = draft(kind, "Retour");
        draft.severity = severity.into();
        let id = FeedbackId::new();
        let done = dated.give_feedback(&actor, project, id, &draft).await;
        done.expect("given");
        given.push((at, number, kind, severity, id));
    }
    for (.., id) in given.iter().step_by(25) {
        world.bring(&ana, *id, "accepted").await;
    }
    let hers: Vec<FeedbackId> = given.iter().step_by(4).map(|(.., id)| *id).collect();
    let assign = BulkDraft {
        action: "assign".into(),
        assignee: ana.id.to_string(),
        ..BulkDraft::default()
    };
    let assigned = world.treat_several(&ana, project, &hers, &assign).await;
    assert_eq!(assigned.expect("assigned"), 63);
    let is_hers = |number: i64| number % 4 == 0;
    let is_accepted = |number: i64| number % 25 == 0;
    let weights = ["minor", "hindering", "blocking"];
    let severe = |severity: &str| weights.iter().position(|weight| *weight == severity);
    let everybody_s = FeedbackFilter::default();
    let anas = FeedbackFilter {
        assignee: Some(ana.id),
        ..everybody_s.clone()
    };
    let nobody_s = FeedbackFilter {
        unassigned: true,
        ..everybody_s.clone()
    };
    let mut filters = Vec::new();
    for whose in [everybody_s, anas, nobody_s] {
        for kinds in [vec![], vec![FeedbackKind::Bug]] {
            filters.extend(FeedbackOrder::ALL.iter().map(|order| FeedbackFilter {
                kinds: kinds.clone(),
                order: *order,
                ..whose.clone()
            }));
        }
    }
    for filter in filters {
        let mut expected = given.clone();
        expected.retain(|(_, number, kind, ..)| {
            (filter.kinds.is_empty() || *kind == "bug")
                && (filter.assignee.is_none() || is_hers(*number))
                && !(filter.unassigned && is_hers(*number))
        });
        expected.sort_by_key(|(at, number, _, severity, _)| {
            let part = match filter.order {
                FeedbackOrder::Severity => severe(severity),
                FeedbackOrder::State => Some(usize::from(!is_accepted(*number))),
                FeedbackOrder::Assignee => Some(usize::from(is_hers(*number))),
                FeedbackOrder::Newest | FeedbackOrder::Oldest => None,
            };
            (part, *at, *number)
        });
        if filter.order != FeedbackOrder::Oldest {
            expected.reverse();
        }
        let total = u64::try_from(expected.len()).expect("few");
        for (page, expected) in (1..).zip(expected.chunks(25)) {
            let filter = FeedbackFilter {
                page,
                ..filter.clone()
            };
            let listed = world.log(&ana, project, filter.clone()).await;
            let expected: Vec<FeedbackId> = expected.iter().map(|(.., id)| *id).collect();
            assert_eq!(ids(&listed), expected, "{filter:?}");
            assert_eq!(listed.page.total, total, "{filter:?}");
        }
    }
    let accepted = FeedbackFilter {
        states: vec![FeedbackState::Accepted],
        ..FeedbackFilter::default()
    };
    assert_eq!(world.log(&ana, project, accepted).await.page.total, 10);
}
