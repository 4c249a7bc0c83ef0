//! Lists of more entries than are looked through at a time: what is chosen is found among
//! all of them, and their pages go on to the last.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use domain::feedback::{
    BulkDraft, Facet, Feedback, FeedbackFilter, FeedbackKind, FeedbackOrder, FeedbackPage,
    FeedbackState, LOOKED_THROUGH, Severity,
};
use domain::ids::{FeedbackId, ProjectId};
use domain::paging::PER_PAGE;
use domain::projects::ProjectRole;
use domain::time::Timestamp;
use uuid::Uuid;

use super::ids;
use crate::cast::Someone;
use crate::feedback::draft;
use crate::world::World;

on_both! {
    finds_what_is_chosen_behind_very_many,
    finds_an_entry_as_it_is_now_among_very_many,
    pages_go_on_to_the_last,
    pages_of_what_was_imported_go_on_to_the_last,
    every_order_holds_for_all_of_very_many,
    begins_again_where_a_part_is_gone,
    shows_the_part_before_where_one_is_emptied,
}

/// Copies an entry as it stands, with nothing of its class or its iteration.
async fn copy(world: &World, id: FeedbackId, times: u64) {
    let (new_id, numbers) = match world.is_postgres() {
        true => (
            "gen_random_uuid()",
            format!("SELECT n FROM generate_series(1, {times}) AS series(n)"),
        ),
        false => (
            "randomblob(16)",
            format!(
                "WITH RECURSIVE series(n) AS
                     (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {times})
                 SELECT n FROM series"
            ),
        ),
    };
    let same = "project_id, kind, story, severity, weight, place, anonymity, author, state,
        state_reason, shared, comments, version, folded, created_at, updated_at";
    let id = world.uuid(id.0);
    world
        .sql(&format!(
            "INSERT INTO feedback (id, {same})
             SELECT {new_id}, {same} FROM feedback CROSS JOIN ({numbers}) AS copies
             WHERE id = {id}"
        ))
        .await;
}

/// Spreads the entries over time by their numbers, a second each.
async fn spread(world: &World, direction: &str) {
    let now = world.store.now().0;
    let spread = format!("UPDATE feedback SET created_at = {now} {direction} number * 1000");
    world.sql(&spread).await;
}

fn lenteur() -> FeedbackFilter {
    FeedbackFilter {
        query: "lenteur".into(),
        ..FeedbackFilter::default()
    }
}

fn counted<T: PartialEq + Copy>(facets: &[Facet<T>], value: T) -> u64 {
    let facet = facets.iter().find(|facet| facet.value == value);
    facet.map(|facet| facet.count).unwrap_or_default()
}

async fn finds_what_is_chosen_behind_very_many(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let many = world.give(&ana, project, &draft("bug", "Lenteur")).await;
    let iteration = world.plan(&ana, project, "Un minuteur").await;
    let mut only = draft("idea", "Lenteur");
    only.severity = "blocking".into();
    only.place = "Accueil".into();
    let only = world.give(&ana, project, &only).await;
    world.bring(&ana, only, "refused").await;
    copy(&world, many, 2 * LOOKED_THROUGH + 100).await;
    spread(&world, "+").await;
    for (query, own) in [("lenteur", false), ("lenteur", true), ("", true)] {
        let all = FeedbackFilter {
            query: query.into(),
            own,
            ..FeedbackFilter::default()
        };
        let newest = world.log(&ana, project, all.clone()).await;
        assert!(!ids(&newest).contains(&only));
        let refused = FeedbackFilter {
            states: vec![FeedbackState::Refused],
            ..all.clone()
        };
        let one_of_two = FeedbackFilter {
            states: vec![FeedbackState::Deferred, FeedbackState::Refused],
            ..all.clone()
        };
        let idea = FeedbackFilter {
            kinds: vec![FeedbackKind::Idea],
            ..all.clone()
        };
        let blocking = FeedbackFilter {
            severities: vec![Severity::Blocking],
            ..all.clone()
        };
        let of_iteration = FeedbackFilter {
            iteration: Some(iteration),
            ..all.clone()
        };
        let both = FeedbackFilter {
            kinds: vec![FeedbackKind::Idea],
            ..refused.clone()
        };
        for filter in [
            &refused,
            &one_of_two,
            &idea,
            &blocking,
            &of_iteration,
            &both,
        ] {
            for order in FeedbackOrder::ALL {
                let filter = FeedbackFilter {
                    order: *order,
                    ..filter.clone()
                };
                let listed = world.log(&ana, project, filter.clone()).await;
                assert_eq!(ids(&listed), [only], "{filter:?}");
                assert_eq!((listed.page.total, listed.more), (1, None), "{filter:?}");
            }
        }
        // What is chosen is counted among all, what could be instead among the first.
        let listed = world.log(&ana, project, refused.clone()).await;
        assert!(listed.partial);
        let states = &listed.facets.states;
        assert_eq!(counted(states, FeedbackState::Refused), 1);
        assert_eq!(counted(states, FeedbackState::New), LOOKED_THROUGH);
        let kinds = &listed.facets.kinds;
        assert_eq!(counted(kinds, FeedbackKind::Idea), 1);
        assert_eq!(counted(kinds, FeedbackKind::Bug), 0);
        let listed = world.log(&ana, project, both).await;
        let kinds = &listed.facets.kinds;
        assert_eq!(counted(kinds, FeedbackKind::Idea), 1);
        assert_eq!(counted(&listed.facets.iterations, (iteration, 1)), 1);
        let actor = ana.actor().await;
        let values = world.store.feedback_values(&actor, project, &refused).await;
        let places = values.expect("values").places;
        assert_eq!(counted(&places_by_name(&places), "Accueil"), 1);
        // What both exclude is found in neither.
        let none = FeedbackFilter {
            kinds: vec![FeedbackKind::Bug],
            ..refused
        };
        let listed = world.log(&ana, project, none).await;
        assert_eq!((listed.page.total, listed.more), (0, None));
    }
}

fn places_by_name(places: &[Facet<String>]) -> Vec<Facet<&str>> {
    let places = places.iter();
    places
        .map(|facet| Facet {
            value: facet.value.as_str(),
            count: facet.count,
        })
        .collect()
}

/// An entry that is treated, by itself or among several, corrected or brought back is found
/// under what it is from then on, and no longer under what it was.
async fn finds_an_entry_as_it_is_now_among_very_many(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let mut given = Vec::new();
    for _ in 0..3 {
        given.push(world.give(&ana, project, &draft("bug", "Lenteur")).await);
    }
    copy(&world, given[0], LOOKED_THROUGH + 100).await;
    spread(&world, "+").await;
    let in_state = async |state: FeedbackState| {
        let filter = FeedbackFilter {
            states: vec![state],
            order: FeedbackOrder::Oldest,
            ..lenteur()
        };
        let listed = world.log(&ana, project, filter).await;
        (listed.page.total, ids(&listed))
    };
    let none = (0, Vec::new());
    assert_eq!(in_state(FeedbackState::Accepted).await, none);
    world.bring(&ana, given[0], "accepted").await;
    assert_eq!(in_state(FeedbackState::Accepted).await, (1, vec![given[0]]));
    let (_, new) = in_state(FeedbackState::New).await;
    assert!(!new.contains(&given[0]) && new.contains(&given[1]));
    world.bring(&ana, given[0], "deferred").await;
    assert_eq!(in_state(FeedbackState::Accepted).await, none);
    assert_eq!(in_state(FeedbackState::Deferred).await, (1, vec![given[0]]));
    let refuse = BulkDraft {
        action: "refuse".into(),
        reason: "Parce que.".into(),
        ..BulkDraft::default()
    };
    let refused = world
        .treat_several(&ana, project, &given[..2], &refuse)
        .await;
    assert_eq!(refused.expect("refused"), 2);
    assert_eq!(in_state(FeedbackState::Deferred).await, none);
    assert_eq!(
        in_state(FeedbackState::Refused).await,
        (2, given[..2].to_vec())
    );
    world.bring(&ana, given[0], "new").await;
    assert_eq!(in_state(FeedbackState::Refused).await, (1, vec![given[1]]));
    let of_kind = async |kind: FeedbackKind| {
        let filter = FeedbackFilter {
            kinds: vec![kind],
            order: FeedbackOrder::Oldest,
            ..lenteur()
        };
        ids(&world.log(&ana, project, filter).await)
    };
    let actor = ana.actor().await;
    let idea = draft("idea", "Lenteur, une idée");
    let corrected = world.store.edit_feedback(&actor, given[2], 1, &idea).await;
    corrected.expect("corrected");
    assert_eq!(of_kind(FeedbackKind::Idea).await, [given[2]]);
    assert!(!of_kind(FeedbackKind::Bug).await.contains(&given[2]));
}

/// The pages of a list from its first to its last, and back where `back` says so.
async fn pages(
    world: &World,
    who: &Someone,
    project: ProjectId,
    first: FeedbackFilter,
    back: bool,
) -> Vec<FeedbackPage> {
    let mut filter = first;
    let mut pages = vec![world.log(who, project, filter.clone()).await];
    while let Some(next) = pages.last().and_then(|page| page.next_page(&filter)) {
        filter = next;
        pages.push(world.log(who, project, filter.clone()).await);
        assert!(pages.len() < 100, "there is an end to it");
    }
    if back {
        for pair in pages.windows(2).rev() {
            let (before, here) = (&pair[0], &pair[1]);
            // The page as its own address leads to it.
            let there = world.log(who, project, filter.clone()).await;
            assert_eq!(ids(&there), ids(here));
            filter = there.previous_page(&filter).expect("a page before");
            let there = world.log(who, project, filter.clone()).await;
            assert_eq!(ids(&there), ids(before), "{filter:?}");
        }
        let first = world.log(who, project, filter.clone()).await;
        assert_eq!(first.previous_page(&filter), None);
    }
    pages
}

async fn each_page_of_many(world: &World, ana: &Someone, project: ProjectId, many: u64) {
    let new = FeedbackFilter {
        states: vec![FeedbackState::New],
        order: FeedbackOrder::Oldest,
        ..lenteur()
    };
    let severe = FeedbackFilter {
        order: FeedbackOrder::Severity,
        ..lenteur()
    };
    for (filter, back) in [(lenteur(), true), (new, false), (severe, false)] {
        let order = filter.order;
        let pages = pages(world, ana, project, filter, back).await;
        assert_eq!(pages.len() as u64, many.div_ceil(PER_PAGE), "{order}");
        let read: Vec<FeedbackId> = pages.iter().flat_map(ids).collect();
        let each: BTreeSet<FeedbackId> = read.iter().copied().collect();
        assert_eq!(
            (read.len(), each.len()),
            (1_200, 1_200),
            "each once, {order}"
        );
        let (first, last) = (&pages[0], &pages[pages.len() - 1]);
        assert_eq!(first.page.total, LOOKED_THROUGH, "{order}");
        assert!(first.more.is_some() && first.partial, "{order}");
        assert_eq!((last.page.total, last.more), (many, None), "{order}");
        // Of the last part, too, its facets tell a part only.
        assert!(last.partial, "{order}");
        let items = pages.iter().flat_map(|page| &page.page.items);
        let times: Vec<_> = items.map(|entry| entry.created_at).collect();
        match order {
            FeedbackOrder::Newest => assert!(times.is_sorted_by(|one, other| one > other)),
            FeedbackOrder::Oldest => assert!(times.is_sorted_by(|one, other| one < other)),
            _ => {}
        }
    }
}

async fn pages_go_on_to_the_last(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let one = world.give(&ana, project, &draft("bug", "Lenteur")).await;
    copy(&world, one, 1_199).await;
    spread(&world, "+").await;
    each_page_of_many(&world, &ana, project, 1_200).await;
}

/// The numbers of these entries go the other way than their time.
async fn pages_of_what_was_imported_go_on_to_the_last(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let one = world.give(&ana, project, &draft("bug", "Lenteur")).await;
    copy(&world, one, 1_199).await;
    spread(&world, "-").await;
    note_import(&world, &ana, project).await;
    each_page_of_many(&world, &ana, project, 1_200).await;
}

/// Notes that entries of a project came in by an import.
async fn note_import(world: &World, ana: &Someone, project: ProjectId) {
    world
        .sql(&format!(
            "INSERT INTO imports (id, kind, source, records_name, plan, report, needs, positions,
                 made_by, made_at, project_id)
             VALUES ({}, 'limesurvey', 'Enquête', 'retours.csv', '', '', 3, 0, {}, 0, {})",
            world.uuid(Uuid::now_v7()),
            world.uuid(ana.id.0),
            world.uuid(project.0)
        ))
        .await;
}

/// Makes the entries of all severities, of three states, of which one has as many as are
/// looked through at a time, and of two people and nobody.
async fn vary(world: &World, people: [&Someone; 2]) {
    let [ana, zoe] = people.map(|who| world.uuid(who.id.0));
    let nil = world.uuid(Uuid::nil());
    let place = "(number - (SELECT MIN(number) FROM feedback))";
    for sql in [
        format!(
            "UPDATE feedback SET
                 weight = number % 3,
                 severity = CASE number % 3
                     WHEN 0 THEN 'minor' WHEN 1 THEN 'hindering' ELSE 'blocking' END,
                 state = CASE
                     WHEN {place} < {LOOKED_THROUGH} THEN 'new'
                     WHEN {place} < 900 THEN 'accepted' ELSE 'refused' END,
                 assignee = CASE number % 4 WHEN 0 THEN {zoe} WHEN 1 THEN {ana} END"
        ),
        "DELETE FROM feedback_assigned".to_owned(),
        format!(
            "INSERT INTO feedback_assigned (project_id, assignee, state, kind, severity,
                 iteration_id, iteration_number, entries)
             SELECT project_id, COALESCE(assignee, {nil}), state, kind, severity,
                 {nil}, 0, COUNT(*)
             FROM feedback GROUP BY 1, 2, 3, 4, 5"
        ),
    ] {
        world.sql(&sql).await;
    }
}

/// Where an entry stands in an order; what is newer comes first.
fn place(entry: &Feedback, order: FeedbackOrder) -> (usize, Reverse<Timestamp>) {
    let stretch = match order {
        FeedbackOrder::Severity => match entry.facts.severity {
            Severity::Blocking => 0,
            Severity::Hindering => 1,
            Severity::Minor => 2,
        },
        FeedbackOrder::State => match entry.state {
            FeedbackState::New => 0,
            FeedbackState::Accepted => 1,
            _ => 2,
        },
        FeedbackOrder::Assignee => match &entry.assignee {
            Some(person) if person.name == "Ana" => 0,
            Some(_) => 1,
            None => 2,
        },
        FeedbackOrder::Newest | FeedbackOrder::Oldest => 0,
    };
    (stretch, Reverse(entry.created_at))
}

/// From the first entry to the last, over all parts of the list and back, whether numbers go
/// with time or, after an import, the other way.
async fn every_order_holds_for_all_of_very_many(world: World) {
    let (zoe, ana) = (world.member("Zoé").await, world.member("Ana").await);
    let team = world.project(&ana).with(&zoe, ProjectRole::Contributor);
    let project = team.open().await;
    let one = world.give(&ana, project, &draft("bug", "Lenteur")).await;
    copy(&world, one, 1_199).await;
    vary(&world, [&ana, &zoe]).await;
    let own = FeedbackFilter {
        own: true,
        ..FeedbackFilter::default()
    };
    let two_states = FeedbackFilter {
        states: vec![FeedbackState::New, FeedbackState::Accepted],
        ..lenteur()
    };
    for direction in ["+", "-"] {
        spread(&world, direction).await;
        for (filter, many) in [
            (lenteur(), 1_200_usize),
            (own.clone(), 1_200),
            (two_states.clone(), 900),
        ] {
            for order in [
                FeedbackOrder::Severity,
                FeedbackOrder::State,
                FeedbackOrder::Assignee,
            ] {
                let filter = FeedbackFilter {
                    order,
                    ..filter.clone()
                };
                let pages = pages(&world, &ana, project, filter.clone(), true).await;
                let items = pages.iter().flat_map(|page| &page.page.items);
                let places: Vec<_> = items.map(|entry| place(entry, order)).collect();
                assert_eq!(places.len(), many, "{direction} {filter:?}");
                let in_order = places.is_sorted_by(|one, other| one < other);
                assert!(in_order, "{direction} {filter:?}");
                let stretches: BTreeSet<_> = places.iter().map(|(stretch, _)| stretch).collect();
                assert!(stretches.len() > 1, "{direction} {filter:?}");
                let totals = [&pages[0], &pages[pages.len() - 1]].map(|page| page.page.total);
                assert_eq!(totals, [LOOKED_THROUGH, many as u64]);
            }
        }
        note_import(&world, &ana, project).await;
    }
}

async fn begins_again_where_a_part_is_gone(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let one = world.give(&ana, project, &draft("bug", "Lenteur")).await;
    let elsewhere = world.project(&ana).open().await;
    let other = world.give(&ana, elsewhere, &draft("bug", "Lenteur")).await;
    for after in [FeedbackId::new(), other] {
        let gone = FeedbackFilter {
            page: 21,
            after: Some(after),
            ..lenteur()
        };
        let listed = world.log(&ana, project, gone).await;
        assert_eq!(ids(&listed), [one]);
        assert_eq!((listed.page.number, listed.page.total), (1, 1));
    }
}

/// All that the third part of a list shows is treated: the list ends with the second, and the
/// links lead on from there.
async fn shows_the_part_before_where_one_is_emptied(world: World) {
    let ana = world.member("Ana").await;
    let accept = BulkDraft {
        action: "accept".into(),
        ..BulkDraft::default()
    };
    for order in [FeedbackOrder::Newest, FeedbackOrder::Severity] {
        let project = world.project(&ana).open().await;
        let one = world.give(&ana, project, &draft("bug", "Lenteur")).await;
        copy(&world, one, 2 * LOOKED_THROUGH + 2).await;
        spread(&world, "+").await;
        let new = FeedbackFilter {
            states: vec![FeedbackState::New],
            order,
            ..lenteur()
        };
        let pages = pages(&world, &ana, project, new.clone(), false).await;
        let [.., before, last] = &pages[..] else {
            panic!("many pages");
        };
        assert_eq!((last.page.number, last.page.items.len()), (41, 3));
        let asked = before.next_page(&new).expect("the last page");
        let last = ids(last);
        let accepted = world.treat_several(&ana, project, &last, &accept);
        assert_eq!(accepted.await.expect("accepted"), 3);
        for page in [41, 43] {
            let asked = FeedbackFilter {
                page,
                ..asked.clone()
            };
            let listed = world.log(&ana, project, asked.clone()).await;
            let counts = (listed.page.number, listed.page.total, listed.more);
            assert_eq!(counts, (40, 2 * LOOKED_THROUGH, None), "{order} {page}");
            assert_eq!(ids(&listed), ids(before), "{order} {page}");
            let there = listed.previous_page(&asked).expect("a page before");
            let there = world.log(&ana, project, there).await;
            assert_eq!(ids(&there), ids(&pages[38]), "{order} {page}");
        }
    }
}
