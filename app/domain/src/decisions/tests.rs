use super::*;

fn draft() -> DecisionDraft {
    DecisionDraft {
        statement: "  Le minuteur reste.\r\n".into(),
        decided_on: "2026-11-25".into(),
        ..DecisionDraft::default()
    }
}

#[test]
fn a_decision_wants_its_statement_and_its_day() {
    let facts = draft().check().expect("in order");
    assert_eq!(facts.statement, "Le minuteur reste.");
    assert_eq!(DecisionDraft::from(&facts).check(), Ok(facts));
    let problems = DecisionDraft {
        decided_on: "2026-02-30".into(),
        alternatives: "é".repeat(4_001),
        ..DecisionDraft::default()
    };
    let problems = problems.check().expect_err("three problems");
    let fields: Vec<&str> = problems.0.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["statement", "alternatives", "decided_on"]);
}

#[test]
fn an_action_item_may_have_neither_owner_nor_date() {
    let draft = |owner: &str, due_on: &str| ActionItemDraft {
        statement: "Prévenir les classes".into(),
        owner: owner.into(),
        due_on: due_on.into(),
        ..ActionItemDraft::default()
    };
    let facts = draft("", "").check().expect("in order");
    assert_eq!((facts.owner, facts.due_on), (None, None));
    let problems = draft("somebody", "demain").check().expect_err("both");
    assert_eq!(problems.of("owner"), Some(&Problem::NotOffered));
    assert_eq!(problems.of("due_on"), Some(&Problem::NotADate));
}

/// All but being done wants a reason, and nothing passes from one end to the other.
#[test]
fn an_action_item_is_done_dropped_or_opened_again() {
    use ActionState as S;
    let to = |state: S, reason: &str| ActionStateDraft {
        state: state.code().to_owned(),
        reason: reason.into(),
    };
    assert!(to(S::Done, "").check(S::Open).is_ok());
    assert!(to(S::Dropped, "").check(S::Open).is_err());
    assert!(to(S::Dropped, "Trop cher").check(S::Open).is_ok());
    assert!(to(S::Open, "").check(S::Done).is_err());
    assert!(to(S::Open, "Pas fini").check(S::Done).is_ok());
    for (state, current) in [(S::Done, S::Dropped), (S::Open, S::Open)] {
        let problems = to(state, "Pourquoi").check(current).expect_err("refused");
        assert_eq!(problems.of("state"), Some(&Problem::NotOffered));
    }
}
