//! What is done with feedback, alone and several at once.

use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use super::*;
use crate::parties::Party;

fn person(name: &str) -> Person {
    Person {
        id: UserId::new(),
        name: name.into(),
        party: Party::Teacher,
        declared_interests: None,
    }
}

#[test]
fn refusing_and_deferring_want_a_reason() {
    for (state, wanted) in [
        ("refused", true),
        ("deferred", true),
        ("accepted", false),
        ("shipped", false),
    ] {
        let draft = TriageDraft {
            state: state.into(),
            severity: "minor".into(),
            reason: "  ".into(),
            ..TriageDraft::default()
        };
        assert_eq!(draft.check().is_err(), wanted, "{state}");
    }
    let bulk = BulkDraft {
        action: "refuse".into(),
        ..BulkDraft::default()
    };
    let problems = bulk.check().expect_err("problems");
    assert_eq!(problems.of("reason"), Some(&Problem::Missing));
}

#[test]
fn a_triage_form_is_checked() {
    let wrong = TriageDraft {
        state: "gone".into(),
        severity: String::new(),
        assignee: "somebody".into(),
        ..TriageDraft::default()
    };
    let problems = wrong.check().expect_err("problems");
    for field in ["state", "severity", "assignee"] {
        assert_eq!(problems.of(field), Some(&Problem::NotOffered), "{field}");
    }
}

#[test]
fn a_selected_entry_is_one_text() {
    let selected = Selected {
        id: FeedbackId::new(),
        version: 12,
    };
    let text = selected.to_string();
    assert_eq!(text, format!("{}:12", selected.id));
    assert_eq!(text.parse::<Selected>(), Ok(selected));
    let sent: StrDeserializer<'_, Error> = text.as_str().into_deserializer();
    assert_eq!(Selected::deserialize(sent), Ok(selected));
    let id = selected.id.to_string();
    for wrong in ["", ":", "x:1", &id, &format!("{id}:"), &format!("{id}:x")] {
        assert!(wrong.parse::<Selected>().is_err(), "{wrong}");
    }
}

#[test]
fn mentions_are_found_by_the_whole_name() {
    let people = [person("Ana"), person("Ana Lopez"), person("Élodie Petit")];
    let ids = |text| mentioned(text, &people);
    assert_eq!(ids("Qu’en dis-tu, @ana ?"), [people[0].id]);
    assert_eq!(ids("@Ana Lopez, et @ANA LOPEZ"), [people[1].id]);
    assert_eq!(ids("(@élodie petit) @Ana"), [people[2].id, people[0].id]);
    assert!(ids("@Anabelle, ana@exemple.fr, Ana").is_empty());
}

#[test]
fn a_text_is_split_at_empty_lines() {
    let split = |text: &str| SplitDraft { parts: text.into() }.check();
    let parts = split("Un\nsuite\r\n\r\n \nDeux").expect("in order");
    assert_eq!(parts, ["Un\nsuite", "Deux"]);
    let many = "x\n\n".repeat(11);
    for (text, problem) in [
        ("Un seul", Problem::TooFew { min: 2 }),
        (" ", Problem::Missing),
        (many.as_str(), Problem::TooMany { max: PARTS_MAX }),
    ] {
        let problems = split(text).expect_err("problems");
        assert_eq!(problems.of("parts"), Some(&problem), "{text}");
    }
}
