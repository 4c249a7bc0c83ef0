//! Files of feedback: what their headers and cells are taken for.

use super::super::*;
use super::headers;
use crate::feedback::{Device, FeedbackKind, Network, Severity};
use crate::ids::ProjectId;
use crate::problems::Problem;
use crate::school::ClassLevel;

fn proposed(text: &str) -> Vec<&'static str> {
    propose_feedback(&headers(text), &[])
        .into_iter()
        .map(FeedbackColumn::code)
        .collect()
}

#[test]
fn columns_are_proposed_from_the_headers_of_questionnaires() {
    let limesurvey = "id. ID de la réponse,submitdate. Date de soumission,lastpage. Dernière page,\
                      recit. Que s’est-il passé ?,type. De quel type de retour s’agit-il ?,\
                      classe. Dans quelle classe ?,eleves. Combien d’élèves ?,mail. Votre adresse";
    assert_eq!(
        proposed(limesurvey),
        [
            "source_id",
            "created_at",
            "ignored",
            "story",
            "kind",
            "level",
            "pupils",
            "ignored"
        ]
    );
    let english = "Response ID,Date submitted,Last page,Start language,What happened?,Severity,\
                   Which page of the tool?,Which subject?,Device,Network";
    assert_eq!(
        proposed(english),
        [
            "source_id",
            "created_at",
            "ignored",
            "ignored",
            "story",
            "severity",
            "place",
            "discipline",
            "device",
            "network"
        ]
    );
    let google = "Horodateur,Adresse e-mail,Décrivez ce que vous avez vu,Type,Appareil utilisé";
    assert_eq!(
        proposed(google),
        ["created_at", "ignored", "story", "kind", "device"]
    );
    assert_eq!(
        proposed("Timestamp,Username,Author,Tell us what you saw"),
        ["created_at", "ignored", "ignored", "story"],
        "who answered is not proposed"
    );
}

#[test]
fn the_longest_texts_are_the_story_when_no_header_says_so() {
    let rows = vec![vec!["a".into(), "une longue phrase".into()]];
    let columns = propose_feedback(&headers("q1,q2"), &rows);
    assert_eq!(columns, [FeedbackColumn::Ignored, FeedbackColumn::Story]);
}

#[test]
fn cells_are_read_in_words_of_both_languages() {
    for (text, kind) in [
        ("bug", Some(FeedbackKind::Bug)),
        ("Panne", Some(FeedbackKind::Bug)),
        ("Une idée", Some(FeedbackKind::Idea)),
        ("an obstacle", Some(FeedbackKind::Obstacle)),
        ("Difficulté", Some(FeedbackKind::Obstacle)),
        ("RÉUSSITE", Some(FeedbackKind::Success)),
        ("question", Some(FeedbackKind::Question)),
        ("une", None),
        ("autre", None),
        ("", None),
    ] {
        assert_eq!(read_kind(text), kind, "{text}");
    }
    assert_eq!(read_severity("Bloquante"), Some(Severity::Blocking));
    assert_eq!(read_severity("moyen"), Some(Severity::Hindering));
    assert_eq!(read_severity("peu"), None);
    assert_eq!(read_class("6ème"), Some(ClassLevel::Sixieme));
    assert_eq!(read_class("CM1"), Some(ClassLevel::Cm1));
    assert_eq!(read_class("2nde"), Some(ClassLevel::Seconde));
    assert_eq!(read_class("CM1-CM2"), None);
    assert_eq!(read_device("iPad"), Some(Device::Tablet));
    assert_eq!(read_device("Téléphone"), Some(Device::Phone));
    assert_eq!(read_network("hors ligne"), Some(Network::None));
    assert_eq!(read_network("lent ou instable"), Some(Network::Slow));
    assert_eq!(read_present("0"), Some(0));
    assert_eq!(read_present("1 001"), None);
    assert_eq!(read_present("vingt"), None);
}

#[test]
fn a_mapping_wants_what_happened() {
    let target = ImportTarget::Feedback(ProjectId::new());
    let mut draft = ImportDraft {
        source: "LimeSurvey".into(),
        default_kind: "rant".into(),
        ..ImportDraft::default()
    };
    let problems = draft.check(target, false).expect_err("problems");
    assert_eq!(problems.of("story"), Some(&Problem::Missing));
    assert_eq!(problems.of("default_kind"), Some(&Problem::NotOffered));
    assert_eq!(problems.of("statement"), None);
    draft.records.columns = vec!["story".into(), "statement".into()];
    draft.default_kind = "idea".into();
    let plan = draft.check(target, false).expect("in order");
    assert_eq!(plan.record_columns(), ["story", "ignored"]);
    assert_eq!((plan.target(), plan.votes()), (target, None));
    let Mapping::Feedback(mapping) = &plan.mapping else {
        panic!("feedback");
    };
    assert_eq!(mapping.default_kind, FeedbackKind::Idea);
}

#[test]
fn a_target_is_one_field_of_a_form() {
    for target in [
        ImportTarget::Needs,
        ImportTarget::Feedback(ProjectId::new()),
    ] {
        assert_eq!(ImportTarget::from_choice(&target.choice()), Some(target));
    }
    assert_eq!(ImportTarget::from_choice(""), Some(ImportTarget::Needs));
    assert_eq!(ImportTarget::from_choice("nowhere"), None);
}
