//! What the log is narrowed to.

use domain::feedback::{Device, FeedbackFilter, FeedbackOrder, Network};
use domain::ids::{FeedbackId, UserId};
use domain::paging::PER_PAGE;
use domain::school::{ClassLevel, Discipline};
use domain::time::day_in_france;
use store::SetClock;

use super::ids;
use crate::feedback::draft;
use crate::world::World;

on_both! {
    narrows_to_own_and_assigned,
    narrows_to_class_and_device,
    narrows_to_place_version_network_and_days,
    counts_all_that_one_person_does_or_nobody,
}

async fn narrows_to_own_and_assigned(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let project = world.project(&ana).open().await;
    let a = world.give(&ana, project, &draft("bug", "De Ana")).await;
    let b = world.give(&bob, project, &draft("bug", "De Bob")).await;
    let assign = domain::feedback::BulkDraft {
        action: "assign".into(),
        assignee: ana.id.to_string(),
        ..Default::default()
    };
    let assigned = world.treat_several(&ana, project, &[b], &assign).await;
    assigned.expect("assigned");
    let own = FeedbackFilter {
        own: true,
        ..FeedbackFilter::default()
    };
    assert_eq!(ids(&world.log(&ana, project, own.clone()).await), [a]);
    assert_eq!(ids(&world.log(&bob, project, own).await), [b]);
    let to = |person: UserId| FeedbackFilter {
        assignee: Some(person),
        ..FeedbackFilter::default()
    };
    assert_eq!(ids(&world.log(&bob, project, to(ana.id)).await), [b]);
    assert_eq!(world.log(&bob, project, to(bob.id)).await.page.total, 0);
    let nobody_s = FeedbackFilter {
        unassigned: true,
        ..FeedbackFilter::default()
    };
    assert_eq!(ids(&world.log(&bob, project, nobody_s).await), [a]);
}

async fn narrows_to_class_and_device(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let in_class = |level: &str, device: &str| domain::feedback::FeedbackDraft {
        level: level.into(),
        discipline: "french".into(),
        device: device.into(),
        ..draft("bug", "Trop lent")
    };
    let tablet = world.give(&ana, project, &in_class("cm1", "tablet")).await;
    let phone = world.give(&ana, project, &in_class("cm2", "phone")).await;
    world.give(&ana, project, &draft("bug", "Trop lent")).await;
    let open = FeedbackFilter {
        order: FeedbackOrder::Oldest,
        ..FeedbackFilter::default()
    };
    for (filter, expected) in [
        (
            FeedbackFilter {
                discipline: Discipline::from_code("french"),
                ..open.clone()
            },
            vec![tablet, phone],
        ),
        (
            FeedbackFilter {
                level: Some(ClassLevel::Cm2),
                ..open.clone()
            },
            vec![phone],
        ),
        (
            FeedbackFilter {
                query: "lent".into(),
                device: Some(Device::Tablet),
                ..open.clone()
            },
            vec![tablet],
        ),
        (
            FeedbackFilter {
                level: Some(ClassLevel::Cm1),
                device: Some(Device::Phone),
                ..open.clone()
            },
            Vec::new(),
        ),
    ] {
        let list = world.log(&ana, project, filter).await;
        assert_eq!(list.page.total, expected.len() as u64);
        assert_eq!(ids(&list), expected);
    }
}

async fn narrows_to_place_version_network_and_days(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let actor = ana.actor().await;
    let now = world.store.now();
    let clock = SetClock::at(now);
    let dated = world.store.with_clock(clock.clone());
    let given = async |days: i64, place: &str, network: &str| {
        clock.set(now.plus_seconds(-days * 86_400));
        let draft = domain::feedback::FeedbackDraft {
            place: place.into(),
            network: network.into(),
            ..draft("bug", "Trop lent")
        };
        let id = FeedbackId::new();
        let done = dated.give_feedback(&actor, project, id, &draft).await;
        done.expect("given");
        id
    };
    let old = given(400, "Accueil", "slow").await;
    let home = given(20, "Accueil", "good").await;
    let list = given(10, "Liste", "slow").await;
    let versions = format!(
        "UPDATE feedback SET tool_version = '0.2' WHERE id <> {}",
        world.uuid(old.0)
    );
    world.sql(&versions).await;
    let open = FeedbackFilter {
        order: FeedbackOrder::Oldest,
        ..FeedbackFilter::default()
    };
    let day = |days: i64| Some(day_in_france(now.plus_seconds(-days * 86_400)));
    for (filter, expected) in [
        (
            FeedbackFilter {
                place: "Accueil".into(),
                ..open.clone()
            },
            vec![old, home],
        ),
        (
            FeedbackFilter {
                place: "Accueil".into(),
                tool_version: "0.2".into(),
                query: "lent".into(),
                ..open.clone()
            },
            vec![home],
        ),
        (
            FeedbackFilter {
                network: Some(Network::Slow),
                ..open.clone()
            },
            vec![old, list],
        ),
        (
            FeedbackFilter {
                from: day(20),
                ..open.clone()
            },
            vec![home, list],
        ),
        (
            FeedbackFilter {
                from: day(400),
                until: day(20),
                ..open.clone()
            },
            vec![old, home],
        ),
        (
            FeedbackFilter {
                from: day(19),
                until: day(11),
                ..open.clone()
            },
            Vec::new(),
        ),
        (
            FeedbackFilter {
                place: "accueil".into(),
                ..open.clone()
            },
            Vec::new(),
        ),
    ] {
        let list = world.log(&ana, project, filter.clone()).await;
        assert_eq!(ids(&list), expected, "{filter:?}");
        assert_eq!(list.page.total, expected.len() as u64);
    }
}

/// Who looks after entries is counted in advance: more of them are told of than are looked
/// through, up to the last page.
async fn counts_all_that_one_person_does_or_nobody(world: World) {
    const COPIES: u32 = 9;
    let ana = world.member("Ana").await;
    let project = world.project(&ana).open().await;
    let mut given = Vec::new();
    for severity in ["minor", "blocking", "minor"] {
        let mut draft = draft("bug", "Lenteur");
        draft.severity = severity.into();
        given.push(world.give(&ana, project, &draft).await);
    }
    let assign = domain::feedback::BulkDraft {
        action: "assign".into(),
        assignee: ana.id.to_string(),
        ..Default::default()
    };
    let assigned = world
        .treat_several(&ana, project, &given[..1], &assign)
        .await;
    assigned.expect("assigned");
    let new_id = match world.is_postgres() {
        true => "gen_random_uuid()",
        false => "randomblob(16)",
    };
    let same = "project_id, kind, story, severity, weight, place, anonymity, author, assignee,
        state, state_reason, shared, comments, version, folded, created_at, updated_at";
    for _ in 0..COPIES {
        let doubled =
            format!("INSERT INTO feedback (id, {same}) SELECT {new_id}, {same} FROM feedback");
        world.sql(&doubled).await;
    }
    let each = 2_u64.pow(COPIES);
    for table in ["counts", "periods", "assigned", "assigned_periods"] {
        let counted = format!("UPDATE feedback_{table} SET entries = entries * {each}");
        world.sql(&counted).await;
    }
    world.counts_are_those_of_the_entries().await;
    for order in FeedbackOrder::ALL {
        let nobody_s = FeedbackFilter {
            unassigned: true,
            order: *order,
            page: 2 * each / PER_PAGE + 1,
            ..FeedbackFilter::default()
        };
        let hers = FeedbackFilter {
            unassigned: false,
            assignee: Some(ana.id),
            page: each / PER_PAGE + 1,
            ..nobody_s.clone()
        };
        for (filter, total) in [(nobody_s, 2 * each), (hers, each)] {
            let listed = world.log(&ana, project, filter).await;
            let page = listed.page;
            assert_eq!((page.total, listed.partial), (total, false), "{order}");
            let rest = usize::try_from(total % PER_PAGE).expect("small");
            assert_eq!(page.items.len(), rest, "{order}: the last page");
            let counted = listed.facets.states.iter().map(|facet| facet.count);
            assert_eq!(counted.sum::<u64>(), total, "{order}");
        }
    }
}
