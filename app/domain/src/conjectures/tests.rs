use super::*;
use crate::evidence::{Node, Relation, ThingKind, ThingRef};

fn element(column: Column, text: &str) -> Element {
    let id = ElementId::new();
    Element {
        id,
        origin: id,
        facts: ElementFacts {
            column,
            kind: None,
            text: text.into(),
            status: ConjectureStatus::Proposed,
            reason: String::new(),
            why: String::new(),
        },
        evidence: Vec::new(),
        version: 1,
    }
}

fn link(from: &Element, to: &Element) -> MapLink {
    let id = MapLinkId::new();
    MapLink {
        id,
        origin: id,
        kind: MapLinkKind::Design,
        facts: MapLinkFacts {
            from: from.id,
            to: to.id,
            status: ConjectureStatus::Proposed,
            reason: String::new(),
            why: String::new(),
        },
        evidence: Vec::new(),
        version: 1,
    }
}

fn carried(element: &Element) -> Element {
    Element {
        id: ElementId::new(),
        ..element.clone()
    }
}

#[test]
fn an_embodiment_says_of_which_kind_it_is_and_the_others_do_not() {
    let mut draft = ElementDraft {
        column: "embodiment".into(),
        text: " Lecture à deux ".into(),
        ..ElementDraft::default()
    };
    let problems = draft.check(false).expect_err("problems");
    assert_eq!(problems.of("kind"), Some(&Problem::Missing));
    draft.kind = "task".into();
    let facts = draft.check(false).expect("in order");
    assert_eq!(facts.kind, Some(EmbodimentKind::Task));
    assert_eq!(facts.text, "Lecture à deux");
    draft.column = "outcome".into();
    assert_eq!(draft.check(false).expect("in order").kind, None);
}

#[test]
fn a_status_says_why_unless_it_is_only_proposed() {
    for &status in ConjectureStatus::ALL {
        let mut draft = ElementDraft {
            column: "outcome".into(),
            text: "Lire plus vite".into(),
            status: status.to_string(),
            ..ElementDraft::default()
        };
        let proposed = status == ConjectureStatus::Proposed;
        assert_eq!(draft.check(false).is_ok(), proposed, "{status}");
        draft.reason = "Vu en classe".into();
        assert!(draft.check(false).is_ok(), "{status}");
    }
}

#[test]
fn what_changes_a_carried_map_says_why() {
    let mut draft = ElementDraft {
        column: "outcome".into(),
        text: "Lire plus vite".into(),
        ..ElementDraft::default()
    };
    let problems = draft.check(true).expect_err("problems");
    assert_eq!(problems.of("why"), Some(&Problem::Missing));
    draft.why = " Vu en classe ".into();
    let facts = draft.check(true).expect("in order");
    assert_eq!(facts.why, "Vu en classe");
    draft.why = "é".repeat(601);
    let problems = draft.check(false).expect_err("problems");
    assert!(matches!(
        problems.of("why"),
        Some(Problem::TooLong { max: ELEMENT_MAX })
    ));

    let (from, to) = (ElementId::new().to_string(), ElementId::new().to_string());
    let link = MapLinkDraft {
        from,
        to,
        ..MapLinkDraft::default()
    };
    assert!(link.check(false).is_ok());
    let problems = link.check(true).expect_err("problems");
    assert_eq!(problems.of("why"), Some(&Problem::Missing));
}

#[test]
fn a_draft_says_the_same_however_it_fares() {
    let there = element(Column::Outcome, "Lire mieux").facts;
    let draft = ElementDraft {
        text: " Lire mieux\n".into(),
        status: "supported".into(),
        reason: "Vu".into(),
        why: "Vu".into(),
        ..ElementDraft::from(&there)
    };
    assert!(draft.says(&there));
    let reworded = ElementDraft {
        text: "Lire vite".into(),
        ..draft
    };
    assert!(!reworded.says(&there));
    let tool = ElementFacts {
        kind: Some(EmbodimentKind::Tool),
        ..element(Column::Embodiment, "Minuteur").facts
    };
    let task = ElementDraft {
        kind: "task".into(),
        ..ElementDraft::from(&tool)
    };
    assert!(!task.says(&tool));
}

#[test]
fn links_lead_from_embodiment_to_process_and_from_process_to_outcome() {
    use Column as C;
    let kinds = |from: Column| {
        let to = C::ALL.iter();
        to.map(|&to| MapLinkKind::between(from, to))
            .collect::<Vec<_>>()
    };
    let (design, theory) = (Some(MapLinkKind::Design), Some(MapLinkKind::Theoretical));
    assert_eq!(kinds(C::Conjecture), [None; 4]);
    assert_eq!(kinds(C::Embodiment), [None, None, design, None]);
    assert_eq!(kinds(C::Mediation), [None, None, None, theory]);
    assert_eq!(kinds(C::Outcome), [None; 4]);
}

#[test]
fn a_link_wants_two_ends() {
    let draft = MapLinkDraft {
        to: "là".into(),
        ..MapLinkDraft::default()
    };
    let problems = draft.check(false).expect_err("problems");
    assert_eq!(problems.of("from"), Some(&Problem::Missing));
    assert_eq!(problems.of("to"), Some(&Problem::NotOffered));
}

#[test]
fn drafts_go_both_ways() {
    let draft = ElementDraft {
        column: "embodiment".into(),
        kind: "tool".into(),
        text: "Un minuteur".into(),
        status: "revised".into(),
        reason: "Trop visible".into(),
        why: "La première cachait l'écran".into(),
    };
    assert_eq!(
        ElementDraft::from(&draft.check(false).expect("in order")),
        draft
    );
}

#[test]
fn elements_are_named_by_their_place() {
    let map = ConjectureMap {
        elements: vec![
            element(Column::Outcome, "a"),
            element(Column::Embodiment, "b"),
            element(Column::Outcome, "c"),
        ],
        links: Vec::new(),
    };
    let third = map.element(map.elements[2].id).expect("there");
    assert_eq!(third.0, "E2");
    assert_eq!(map.column(Column::Conjecture).count(), 0);
    assert!(map.element(ElementId::new()).is_none());
}

#[test]
fn two_maps_differ_by_origin_and_not_by_id() {
    let kept = element(Column::Embodiment, "gardé");
    let reworded = element(Column::Mediation, "avant");
    let dropped = element(Column::Outcome, "abandonné");
    let old = ConjectureMap {
        links: vec![link(&kept, &reworded), link(&reworded, &dropped)],
        elements: vec![kept.clone(), reworded.clone(), dropped.clone()],
    };
    let (kept_on, mut after) = (carried(&kept), carried(&reworded));
    after.facts.text = "après".into();
    let added = element(Column::Outcome, "nouveau");
    let new = ConjectureMap {
        links: vec![MapLink {
            id: MapLinkId::new(),
            facts: link(&kept_on, &after).facts,
            ..old.links[0].clone()
        }],
        elements: vec![kept_on.clone(), after.clone(), added.clone()],
    };
    let compared = compare_maps(&old, &new);
    assert_eq!(
        compared.elements,
        [
            Difference::Same(kept_on),
            Difference::Changed {
                old: reworded,
                new: after
            },
            Difference::Added(added),
            Difference::Removed(dropped),
        ]
    );
    assert!(matches!(
        compared.links.as_slice(),
        [Difference::Same(_), Difference::Removed(gone)] if gone.to == "abandonné"
    ));
    // Nobody gave the end up: it is merely not there.
    assert_eq!(compared.gone_with(&old.links[1]), None);
}

#[test]
fn a_link_goes_with_the_end_that_was_given_up() {
    let (tool, mut process) = (
        element(Column::Embodiment, "Minuteur"),
        element(Column::Mediation, "Alterner"),
    );
    process.facts.status = ConjectureStatus::Dropped;
    let old = ConjectureMap {
        links: vec![link(&tool, &process)],
        elements: vec![tool.clone(), process.clone()],
    };
    let new = ConjectureMap {
        links: Vec::new(),
        elements: vec![carried(&tool)],
    };
    let compared = compare_maps(&old, &new);
    assert_eq!(compared.gone_with(&old.links[0]), Some((&process, "")));
    assert_eq!(compared.gone_with(&link(&tool, &tool)), None);
}

/// A map of these elements, each carried over.
fn next(elements: &[&Element]) -> ConjectureMap {
    ConjectureMap {
        elements: elements.iter().map(|element| carried(element)).collect(),
        links: Vec::new(),
    }
}

#[test]
fn what_changed_on_the_way_is_told_with_its_iteration() {
    let (tool, process) = (
        element(Column::Embodiment, "Minuteur"),
        element(Column::Mediation, "Alterner"),
    );
    let first = ConjectureMap {
        links: vec![link(&tool, &process)],
        elements: vec![tool.clone(), process.clone()],
    };
    let (mut reworded, mut dropped) = (carried(&tool), carried(&process));
    reworded.facts.text = "Sablier".into();
    reworded.facts.why = "Il sonnait".into();
    dropped.facts.status = ConjectureStatus::Dropped;
    dropped.facts.reason = "Rien vu".into();
    let second = next(&[&reworded, &dropped]);
    reworded.facts.why = String::new();
    let last = next(&[&reworded]);
    let compared = compare_maps(&first, &last).told_by(vec![(2, second)]);
    let told = |place: usize| compared.element_between(&compared.elements[place]);
    let why = ToldBetween {
        iteration: 2,
        why: "Il sonnait",
        fared: None,
    };
    assert_eq!(told(0), [why]);
    let fared = Some((ConjectureStatus::Dropped, "Rien vu"));
    let gone = ToldBetween {
        iteration: 2,
        why: "",
        fared,
    };
    assert_eq!(told(1), [gone]);
    let with = compared.gone_with(&first.links[0]);
    assert_eq!(with, Some((&process, "Rien vu")));
    assert_eq!(compared.link_between(&compared.links[0]), []);
}

#[test]
fn what_the_end_tells_is_not_told_on_the_way() {
    let tool = element(Column::Embodiment, "Minuteur");
    let mut supported = carried(&tool);
    supported.facts.status = ConjectureStatus::Supported;
    supported.facts.reason = "Trois classes".into();
    let map = next(&[&supported]);
    let compared = compare_maps(&next(&[&tool]), &map).told_by(vec![(2, map.clone())]);
    assert_eq!(compared.element_between(&compared.elements[0]), []);
    // Nor of what is the same at both ends.
    let same = compare_maps(&map, &map).told_by(vec![(2, next(&[&tool]))]);
    assert_eq!(same.element_between(&same.elements[0]), []);
}

#[test]
fn why_it_came_in_is_told_in_its_iteration_alone() {
    let mut before = element(Column::Outcome, "Lire mieux");
    before.facts.why = "Vu en classe".into();
    let mut after = carried(&before);
    after.facts.why = String::new();
    let map = |element: &Element| ConjectureMap {
        elements: vec![element.clone()],
        links: Vec::new(),
    };
    let compared = compare_maps(&map(&before), &map(&after)).elements;
    assert_eq!(compared, [Difference::Same(after)]);
}

#[test]
fn what_speaks_of_it_now_is_a_difference() {
    let before = element(Column::Outcome, "Lire mieux");
    let mut after = carried(&before);
    after.evidence.push(Evidence {
        relation: Relation::Supports,
        thing: Node {
            thing: ThingRef::new(ThingKind::Feedback, before.id),
            title: "Ils relisent".into(),
            project: None,
        },
    });
    let map = |element: &Element| ConjectureMap {
        elements: vec![element.clone()],
        links: Vec::new(),
    };
    let changed = compare_maps(&map(&before), &map(&after)).elements;
    let (old, new) = (before, after);
    assert_eq!(changed, [Difference::Changed { old, new }]);
}

#[test]
fn the_title_of_a_link_has_room_for_both_ends() {
    let (from, to) = (
        element(Column::Embodiment, &"é".repeat(600)),
        element(Column::Mediation, "Écouter"),
    );
    let map = ConjectureMap {
        links: vec![link(&from, &to)],
        elements: vec![from, to],
    };
    let titles: Vec<String> = map.spoken().iter().map(SpokenLink::title).collect();
    assert_eq!(titles, [format!("{}… → Écouter", "é".repeat(76))]);
}
