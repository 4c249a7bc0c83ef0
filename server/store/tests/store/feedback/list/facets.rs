//! What the log is counted by.

use domain::feedback::{BulkDraft, Facet, FeedbackFilter, FeedbackKind, FeedbackState, Severity};
use domain::projects::ProjectRole;

use super::many;
use crate::cast::Someone;
use crate::feedback::draft;
use crate::world::World;

on_both! {
    counts_what_the_list_shows,
    counts_places_and_versions_as_the_other_facets,
}

/// Every facet's count is the total of the list narrowed to that value too.
async fn counts_what_the_list_shows(world: World) {
    let ana = world.member("Ana").await;
    let (project, _) = many(&world, &ana, 60).await;
    let filters = [
        FeedbackFilter::default(),
        FeedbackFilter {
            kinds: vec![FeedbackKind::Bug, FeedbackKind::Idea],
            ..FeedbackFilter::default()
        },
        FeedbackFilter {
            states: vec![FeedbackState::Accepted],
            severities: vec![Severity::Blocking, Severity::Minor],
            ..FeedbackFilter::default()
        },
        FeedbackFilter {
            query: "numero 1".into(),
            kinds: vec![FeedbackKind::Bug],
            ..FeedbackFilter::default()
        },
        FeedbackFilter {
            own: true,
            states: vec![FeedbackState::New],
            ..FeedbackFilter::default()
        },
    ];
    for filter in filters {
        let listed = world.log(&ana, project, filter.clone()).await;
        for facet in &listed.facets.kinds {
            let narrowed = FeedbackFilter {
                kinds: vec![facet.value],
                ..filter.clone()
            };
            let total = world.log(&ana, project, narrowed).await.page.total;
            assert_eq!(total, facet.count, "{filter:?} {}", facet.value);
        }
        for facet in &listed.facets.states {
            let narrowed = FeedbackFilter {
                states: vec![facet.value],
                ..filter.clone()
            };
            let total = world.log(&ana, project, narrowed).await.page.total;
            assert_eq!(total, facet.count, "{filter:?} {}", facet.value);
        }
        for facet in &listed.facets.severities {
            let narrowed = FeedbackFilter {
                severities: vec![facet.value],
                ..filter.clone()
            };
            let total = world.log(&ana, project, narrowed).await.page.total;
            assert_eq!(total, facet.count, "{filter:?} {}", facet.value);
        }
        let every = |item: &domain::feedback::Feedback| {
            (filter.kinds.is_empty() || filter.kinds.contains(&item.facts.kind))
                && (filter.states.is_empty() || filter.states.contains(&item.state))
        };
        assert!(listed.page.items.iter().all(every), "{filter:?}");
    }
}

async fn counts_places_and_versions_as_the_other_facets(world: World) {
    let (ana, paul) = (world.member("Ana").await, world.partner("Paul").await);
    let team = world.project(&ana).with(&paul, ProjectRole::Partner);
    let project = team.open().await;
    let other = world.project(&ana).open().await;
    let mut given = Vec::new();
    for (project, kind, place) in [
        (project, "bug", "Liste"),
        (project, "bug", "Accueil"),
        (project, "idea", "Liste"),
        (project, "bug", ""),
        (other, "bug", "Ailleurs"),
    ] {
        let mut draft = draft(kind, "Trop lent");
        draft.place = place.into();
        given.push(world.give(&ana, project, &draft).await);
    }
    world
        .sql("UPDATE feedback SET tool_version = '0.2' WHERE place = 'Liste'")
        .await;
    let values = async |who: &Someone, filter: FeedbackFilter| {
        let actor = who.actor().await;
        let values = world.store.feedback_values(&actor, project, &filter).await;
        let values = values.expect("values");
        let told = |facets: Vec<Facet<String>>| -> Vec<(String, u64)> {
            let facets = facets.into_iter();
            facets.map(|facet| (facet.value, facet.count)).collect()
        };
        (told(values.places), told(values.versions))
    };
    let told = |facets: &[(&str, u64)]| -> Vec<(String, u64)> {
        let facets = facets.iter();
        facets
            .map(|&(value, count)| (value.to_owned(), count))
            .collect()
    };
    let open = FeedbackFilter::default();
    let two = told(&[("Liste", 2), ("Accueil", 1)]);
    let newest = told(&[("0.2", 2)]);
    assert_eq!(
        values(&ana, open.clone()).await,
        (two.clone(), newest.clone())
    );
    // What is chosen in a field widens that field and narrows the others, whether the log
    // is counted in advance or looked through.
    for words in ["", "lent"] {
        let bugs = FeedbackFilter {
            kinds: vec![FeedbackKind::Bug],
            query: words.into(),
            ..open.clone()
        };
        let places = told(&[("Accueil", 1), ("Liste", 1)]);
        assert_eq!(values(&ana, bugs).await, (places, told(&[("0.2", 1)])));
        let home = FeedbackFilter {
            place: "Accueil".into(),
            query: words.into(),
            ..open.clone()
        };
        assert_eq!(values(&ana, home).await, (two.clone(), Vec::new()));
        let version = FeedbackFilter {
            tool_version: "0.2".into(),
            query: words.into(),
            ..open.clone()
        };
        let list = told(&[("Liste", 2)]);
        assert_eq!(values(&ana, version).await, (list, newest.clone()));
    }
    // So does who looks after entries, or that nobody does.
    let assign = BulkDraft {
        action: "assign".into(),
        assignee: ana.id.to_string(),
        ..BulkDraft::default()
    };
    let assigned = world
        .treat_several(&ana, project, &given[..1], &assign)
        .await;
    assigned.expect("assigned");
    let hers = FeedbackFilter {
        assignee: Some(ana.id),
        ..open.clone()
    };
    let nobody_s = FeedbackFilter {
        unassigned: true,
        ..open.clone()
    };
    let one = told(&[("0.2", 1)]);
    let list = told(&[("Liste", 1)]);
    assert_eq!(values(&ana, hers).await, (list, one.clone()));
    let both = told(&[("Accueil", 1), ("Liste", 1)]);
    assert_eq!(values(&ana, nobody_s).await, (both, one));
    // A partner's are those of what is opened to them.
    assert_eq!(values(&paul, open.clone()).await, (Vec::new(), Vec::new()));
    world
        .sql("UPDATE feedback SET shared = TRUE WHERE place = 'Accueil'")
        .await;
    let shared = (told(&[("Accueil", 1)]), Vec::new());
    assert_eq!(values(&paul, open).await, shared);
}
