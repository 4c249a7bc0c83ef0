use super::*;
use crate::parties::Party;

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn draft() -> MilestoneDraft {
    MilestoneDraft {
        title: "Prêt pour les classes".into(),
        due_on: "2026-12-18".into(),
        criteria: "Deux classes l'ont essayé\n\n  Les consignes sont lues à voix haute  ".into(),
        target_label: "Élèves qui finissent la séance".into(),
        target_aim: "at_least".into(),
        target_value: "60".into(),
        target_unit: "%".into(),
        ..MilestoneDraft::default()
    }
}

fn milestone(checked: &[bool], measured: Option<i64>) -> Milestone {
    let facts = draft().check().expect("in order");
    let deed = || Deed {
        by: Some(Person {
            id: UserId::new(),
            name: "Ana".into(),
            party: Party::Teacher,
            declared_interests: None,
        }),
        at: Timestamp(0),
    };
    let criteria = facts.criteria.into_iter().zip(checked);
    Milestone {
        id: MilestoneId::new(),
        project: ProjectId::new(),
        title: facts.title,
        due_on: facts.due_on,
        criteria: criteria
            .map(|(text, &checked)| Criterion {
                id: CriterionId::new(),
                text,
                checked: checked.then(deed),
            })
            .collect(),
        target: facts.target,
        measure: measured.map(|value| {
            let measure = Measure {
                value: Figure(value),
                n: 214,
                interval: None,
            };
            (measure, deed())
        }),
        owner: None,
        state: MilestoneState::Open,
        state_reason: String::new(),
        settled: None,
        moves: Vec::new(),
        signatures: Vec::new(),
        version: 1,
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
    }
}

fn settle(outcome: &str, reason: &str) -> SettleDraft {
    SettleDraft {
        outcome: outcome.into(),
        reason: reason.into(),
    }
}

#[test]
fn criteria_stand_one_a_line() {
    let facts = draft().check().expect("in order");
    assert_eq!(
        facts.criteria,
        [
            "Deux classes l'ont essayé",
            "Les consignes sont lues à voix haute"
        ]
    );
    let target = facts.target.expect("a target");
    assert_eq!((target.value, target.unit.as_str()), (Figure(60_000), "%"));
}

#[test]
fn an_empty_form_names_what_is_wanted() {
    let problems = MilestoneDraft::default().check().expect_err("problems");
    assert_eq!(problems.of("title"), Some(&Problem::Missing));
    assert_eq!(problems.of("due_on"), Some(&Problem::NotADate));
    assert_eq!(problems.of("criteria"), Some(&Problem::Missing));
    assert_eq!(problems.0.len(), 3, "the target is optional");
}

#[test]
fn too_many_criteria_and_half_a_target_are_refused() {
    let lines: Vec<String> = (0..=CRITERIA_MAX).map(|n| format!("critère {n}")).collect();
    let wrong = MilestoneDraft {
        criteria: lines.join("\n"),
        target_value: "soixante".into(),
        target_label: String::new(),
        owner: "moi".into(),
        ..draft()
    };
    let problems = wrong.check().expect_err("problems");
    for field in ["criteria", "target_value", "target_label", "owner"] {
        assert!(problems.of(field).is_some(), "{field}");
    }
    assert_eq!(problems.of("criteria"), Some(&Problem::TooMany { max: 20 }));
    let long = MilestoneDraft {
        criteria: "x".repeat(301),
        ..draft()
    };
    let problems = long.check().expect_err("problems");
    assert_eq!(
        problems.of("criteria"),
        Some(&Problem::TooLong { max: CRITERION_MAX })
    );
}

#[test]
fn a_milestone_goes_back_into_its_form() {
    let read = milestone(&[true, false], None);
    let again = MilestoneDraft::from(&read).check().expect("in order");
    assert_eq!(again, draft().check().expect("in order"));
}

#[test]
fn being_met_wants_everything_true_or_a_reason() {
    let met = MilestoneState::Met;
    let whole = milestone(&[true, true], Some(61_000));
    assert_eq!(settle("met", "").check(&whole), Ok((met, String::new())));
    for partly in [
        milestone(&[true, false], Some(61_000)),
        milestone(&[true, true], Some(59_000)),
        milestone(&[true, true], None),
    ] {
        let silent = settle("met", " ").check(&partly).expect_err("problems");
        assert_eq!(silent.of("reason"), Some(&Problem::Missing));
        let said = settle("met", "La troisième classe suit.").check(&partly);
        assert_eq!(said.expect("a reason").0, met);
    }
}

#[test]
fn being_missed_and_opened_again_want_a_reason() {
    let mut one = milestone(&[true, true], Some(61_000));
    for (outcome, fine) in [
        ("missed", true),
        ("open", false),
        ("moved", false),
        ("", false),
    ] {
        let silent = settle(outcome, "").check(&one).expect_err("problems");
        assert_eq!(silent.of("outcome").is_none(), fine, "{outcome}");
        assert!(silent.of("reason").is_some(), "{outcome}");
    }
    one.state = MilestoneState::Met;
    for outcome in ["met", "missed", "moved"] {
        let again = settle(outcome, "Oui").check(&one).expect_err("problems");
        assert_eq!(again.of("outcome"), Some(&Problem::NotOffered));
    }
    let opened = settle("open", "Mesure à refaire").check(&one);
    assert_eq!(opened.expect("a reason").0, MilestoneState::Open);
    one.moves.push(Move {
        from: date("2026-11-01"),
        to: date("2026-12-18"),
        reason: "Grève".into(),
        deed: Deed {
            by: None,
            at: Timestamp(0),
        },
    });
    let opened = settle("open", "Mesure à refaire").check(&one);
    assert_eq!(opened.expect("a reason").0, MilestoneState::Moved);
}

#[test]
fn moving_wants_another_date_and_a_reason() {
    let current = date("2026-12-18");
    let check = |due_on: &str, reason: &str| {
        MoveDraft {
            due_on: due_on.into(),
            why: reason.into(),
        }
        .check(current)
    };
    let moved = check("2027-01-15", "Rentrée décalée").expect("in order");
    assert_eq!(moved.0, date("2027-01-15"));
    let same = check("2026-12-18", "").expect_err("problems");
    assert_eq!(same.of("due_on"), Some(&Problem::NotOffered));
    assert_eq!(same.of("why"), Some(&Problem::Missing));
    let none = check("bientôt", "Rentrée").expect_err("problems");
    assert_eq!(none.of("due_on"), Some(&Problem::NotADate));
}
