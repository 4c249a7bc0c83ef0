use uuid::Uuid;

use super::*;

fn draft() -> IterationDraft {
    IterationDraft {
        goal: "Lire à deux sans se gêner".into(),
        hypothesis: "Un minuteur partagé suffit".into(),
        tool_version: "0.2".into(),
        starts_on: "2026-01-05".into(),
        ends_on: "2026-02-13".into(),
    }
}

#[test]
fn states_follow_one_another_and_only_the_review_leads_back() {
    use IterationState as S;
    let allowed: Vec<(S, S)> = S::ALL
        .iter()
        .flat_map(|&from| S::ALL.iter().map(move |&to| (from, to)))
        .filter(|(from, to)| from.may_become(*to))
        .collect();
    let expected = [
        (S::Planned, S::Running),
        (S::Running, S::InReview),
        (S::InReview, S::Running),
        (S::InReview, S::Closed),
    ];
    assert_eq!(allowed, expected);
}

#[test]
fn an_iteration_wants_a_goal_and_days_in_order() {
    let empty = IterationDraft::default().check().expect_err("problems");
    for field in ["goal", "starts_on", "ends_on"] {
        assert_eq!(empty.of(field), Some(&Problem::Missing), "{field}");
    }
    let mut late = draft();
    late.ends_on = "2026-01-04".into();
    let problems = late.check().expect_err("problems");
    assert_eq!(problems.of("ends_on"), Some(&Problem::EndsBeforeStart));
    late.ends_on = "demain".into();
    let problems = late.check().expect_err("problems");
    assert_eq!(problems.of("ends_on"), Some(&Problem::NotADate));
    let one_day = IterationDraft {
        ends_on: draft().starts_on,
        ..draft()
    };
    assert!(one_day.check().is_ok());
}

#[test]
fn a_draft_goes_both_ways() {
    let facts = draft().check().expect("in order");
    assert_eq!(IterationDraft::from(&facts), draft());
}

#[test]
fn a_cause_is_a_need_or_the_address_of_a_page() {
    let id = Uuid::now_v7();
    let check = |need: &str, cause: &str| {
        let draft = ChangeDraft {
            text: "Minuteur réglable".into(),
            need: need.into(),
            cause: cause.into(),
            ..ChangeDraft::default()
        };
        draft.check().map(|facts| facts.causes)
    };
    let need = ThingRef::new(ThingKind::Need, id);
    assert_eq!(check(&id.to_string(), ""), Ok(vec![need]));
    let none = check("", "").expect_err("problems");
    assert_eq!(none.of("cause"), Some(&Problem::Missing));
    // The same named twice is one cause.
    let same = format!("https://etabli.exemple/needs/{id}?x#y");
    assert_eq!(check(&id.to_string(), &same), Ok(vec![need]));
    let feedback = format!("/projects/{id}/feedback/{id}");
    let found = vec![ThingRef::new(ThingKind::Feedback, id)];
    assert_eq!(check("", &feedback), Ok(found));
    for wrong in ["hier", "/needs/moi", "/people", "https://x"] {
        let problems = check("", wrong).expect_err(wrong);
        assert_eq!(problems.of("cause"), Some(&Problem::NotOffered));
    }
    assert!(check("moi", "").is_err());
}
