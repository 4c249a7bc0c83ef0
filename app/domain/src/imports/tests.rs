use super::*;
use crate::needs::{NeedState, Stance};
use crate::problems::Problem;
use crate::school::{Discipline, SchoolLevel};
use crate::time::{Timestamp, day_in_france};

mod feedback;

fn headers(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

fn proposed(text: &str) -> Vec<&'static str> {
    propose_needs(&headers(text), &[])
        .into_iter()
        .map(NeedColumn::code)
        .collect()
}

#[test]
fn moments_are_read_as_exports_write_them() {
    for (text, at) in [
        ("1568101622999", 1_568_101_622_999),
        ("1568101622", 1_568_101_622_000),
        ("Tue Sep 10 00:47:02 PDT 2019", 1_568_101_622_000),
        ("2019-09-10T07:47:02Z", 1_568_101_622_000),
        ("2019-09-10T07:47:02.999+00:00", 1_568_101_622_999),
        ("2019-09-10 07:47:02 UTC", 1_568_101_622_000),
        ("2019-09-10 09:47:02 +0200", 1_568_101_622_000),
        ("2019-09-10 09:47:02", 1_568_101_622_000),
        ("2019/09/10 09:47:02", 1_568_101_622_000),
        ("2019/09/10 9:47:02 AM UTC+2", 1_568_101_622_000),
        ("2019/09/10 12:47:02 pm GMT+5", 1_568_101_622_000),
        ("2019/09/10 3:47:02\u{202f}PM", 1_568_123_222_000),
        ("2019/09/10 13:47:02 PM", -1),
        ("10/09/2019 09:47:02", 1_568_101_622_000),
        ("10/09/2019 à", -1),
        ("10.9.2019, 9:47", 1_568_101_620_000),
        ("10/09/2019", 1_568_066_400_000),
        ("2019-09-10", 1_568_066_400_000),
        ("2019-01-10 09:47:02", 1_547_110_022_000),
        ("10 septembre 2019", 1_568_066_400_000),
        ("mardi 10 sept. 2019 à 9h47", 1_568_101_620_000),
        ("10 September 2019", 1_568_066_400_000),
        ("Sep 10, 2019", 1_568_066_400_000),
        (
            "Tuesday, September 10th, 2019, 9:47:02 AM",
            1_568_101_622_000,
        ),
        ("1er mars 2019", 1_551_394_800_000),
        ("1 août 2019", 1_564_610_400_000),
        ("Mar 1, 2019 00:00", 1_551_394_800_000),
        ("31 février 2019", -1),
        ("10 septembre 19", -1),
        ("10 septembre", -1),
        ("10 brumaire 2019", -1),
        ("10 septembre 2019 vers midi", -1),
        ("31/02/2019", -1),
        ("0012", -1),
        ("", -1),
        ("hier", -1),
        ("Tue Sep 10 00:47:02 XYZ 2019", -1),
        ("é019-09-10", -1),
    ] {
        let read = read_moment(text, DayOrder::DayFirst);
        assert_eq!(read.map_or(-1, |at| at.0), at, "{text}");
    }
    let american = read_moment("9/10/2019 9:47:02 AM", DayOrder::MonthFirst);
    assert_eq!(american, Some(Timestamp(1_568_101_622_000)));
    let noon = read_moment("9/10/2019 12:00:00 PM", DayOrder::MonthFirst);
    assert_eq!(noon, Some(Timestamp(1_568_109_600_000)));
    let written = written_moment(Timestamp(1_568_101_622_000));
    assert_eq!(written, "Tue Sep 10 07:47:02 UTC 2019");
    let read = read_moment(&written, DayOrder::DayFirst);
    assert_eq!(read, Some(Timestamp(1_568_101_622_000)));
}

#[test]
fn a_day_without_a_clock_is_that_day_in_france() {
    for day in ["2026-01-10", "2026-03-29", "2026-07-01", "2026-10-25"] {
        let at = read_moment(day, DayOrder::DayFirst).expect("a moment");
        assert_eq!(day_in_france(at).to_string(), day);
    }
    let late = read_moment("2026-07-01 23:59", DayOrder::DayFirst).expect("a moment");
    assert_eq!(day_in_france(late).to_string(), "2026-07-01");
}

#[test]
fn votes_and_moderation_are_read() {
    for (text, stance) in [
        ("1", Some(Stance::Support)),
        (" 0 ", Some(Stance::Neutral)),
        ("−1", Some(Stance::Objection)),
        ("D’accord", Some(Stance::Support)),
        ("2", None),
        ("", None),
    ] {
        assert_eq!(read_vote(text), stance, "{text}");
    }
    assert_eq!(read_moderation("-1"), Some(NeedState::SetAside));
    assert_eq!(read_moderation("1"), Some(NeedState::Open));
    assert_eq!(read_moderation("Rejetée"), Some(NeedState::SetAside));
    assert_eq!(read_moderation("withdrawn"), Some(NeedState::Withdrawn));
    assert_eq!(read_moderation("peut-être"), None);
}

#[test]
fn levels_and_disciplines_are_read_in_words() {
    assert_eq!(read_level("Cycle 3"), Some(SchoolLevel::Cycle3));
    assert_eq!(read_level("CM1"), Some(SchoolLevel::Cycle3));
    assert_eq!(read_level("lycée général"), Some(SchoolLevel::LyceeGeneral));
    assert_eq!(read_level("terminale"), None, "three kinds of lycée");
    assert_eq!(
        read_discipline("Mathématiques"),
        Some(Discipline::Mathematics)
    );
    assert_eq!(read_discipline("français"), Some(Discipline::French));
    assert_eq!(read_discipline("couture"), None);
    assert_eq!(read_pupils(" 1 200"), Some(1_200));
    assert_eq!(read_pupils("une trentaine"), None);
    assert_eq!(read_pupils("0"), None);
}

#[test]
fn markup_becomes_text() {
    for (text, plain) in [
        ("plain", None),
        ("a < b & c > d", None),
        ("R&D; <prénom>", None),
        (
            "<p>Un</p><p>Deux &amp; trois</p>",
            Some("Un\nDeux & trois\n"),
        ),
        ("a<br/>b", Some("a\nb")),
        ("<a href=\"x\">lien</a>", Some("lien")),
        ("caf&eacute; &#233;&#xE9;", Some("café éé")),
        ("<script>alert('<p>')</script>fin", Some("fin")),
        ("<!-- vu -->ici", Some("ici")),
        ("&#0;", None),
        ("<p", None),
        ("<script>sans fin", Some("")),
    ] {
        assert_eq!(plain_text(text).as_deref(), plain, "{text}");
    }
}

#[test]
fn formulas_are_protected_and_come_back() {
    for text in ["=1+1", "-1", "+x", "@a", "\tx"] {
        assert_eq!(protected(text), format!("'{text}"));
        assert_eq!(unprotected(&protected(text)), text);
    }
    assert_eq!(protected("un besoin"), "un besoin");
    assert_eq!(unprotected("'hier'"), "'hier'");
}

#[test]
fn known_exports_are_recognised() {
    let polis = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body";
    assert_eq!(
        proposed(polis),
        [
            "created_at",
            "ignored",
            "source_id",
            "source_author",
            "supports",
            "objections",
            "moderation",
            "statement"
        ]
    );
    let decidim =
        "id,category/name/fr,scope/id,title/fr,body/fr,state,comments,author/name,created_at";
    assert_eq!(
        proposed(decidim),
        [
            "source_id",
            "ignored",
            "ignored",
            "statement",
            "statement",
            "moderation",
            "ignored",
            "source_author",
            "created_at"
        ]
    );
    let limesurvey = "\"id. ID de la réponse\",\"submitdate. Date de soumission\",\"startlanguage\",\
                      \"besoin. De quoi avez-vous besoin ?\",\"cl. Quelle classe ?\"";
    assert_eq!(
        proposed(limesurvey),
        ["source_id", "created_at", "ignored", "statement", "level"]
    );
    let google = "Horodateur,Adresse e-mail,Quel est votre besoin ?,Discipline,Nombre d'élèves";
    assert_eq!(
        proposed(google),
        ["created_at", "ignored", "statement", "discipline", "pupils"]
    );
    let votes = propose_votes(&headers("timestamp,datetime,comment-id,voter-id,vote"));
    let codes: Vec<_> = votes.into_iter().map(VoteColumn::code).collect();
    assert_eq!(codes, ["cast_at", "ignored", "need_id", "voter", "value"]);
}

#[test]
fn the_id_of_a_questionnaire_is_known_however_its_header_is_turned() {
    for id in ["Réponse ID", "Response ID", "ID de la réponse"] {
        let row = headers(&format!("{id},Date de soumission,Besoin"));
        let needs = propose_needs(&row, &[]);
        assert_eq!(needs[0], NeedColumn::SourceId, "{id}");
        assert_eq!(needs[1], NeedColumn::CreatedAt);
        let entries = propose_feedback(&row, &[]);
        assert_eq!(entries[0], FeedbackColumn::SourceId, "{id}");
    }
}

#[test]
fn the_longest_texts_are_the_need_when_no_header_says_so() {
    let rows = vec![vec!["a".into(), "une longue phrase".into()]];
    let columns = propose_needs(&headers("q1,q2"), &rows);
    assert_eq!(columns, [NeedColumn::Ignored, NeedColumn::Statement]);
}

#[test]
fn a_mapping_wants_what_the_import_needs() {
    let mut draft = ImportDraft {
        source: "  ".into(),
        ..ImportDraft::default()
    };
    let problems = draft
        .check(ImportTarget::Needs, true)
        .expect_err("problems");
    for field in [
        "source",
        "statement",
        "source_id",
        "votes_need",
        "votes_voter",
        "votes_value",
    ] {
        assert_eq!(problems.of(field), Some(&Problem::Missing), "{field}");
    }
    draft.source = "Polis 2019".into();
    draft.records.columns = vec!["statement".into(), "nonsense".into()];
    let plan = draft.check(ImportTarget::Needs, false).expect("in order");
    assert_eq!(plan.record_columns(), ["statement", "ignored"]);
    assert_eq!(plan.votes(), None);
    assert_eq!(plan.repeated(), RepeatedVotes::Each);
}

#[test]
fn a_report_tells_the_first_drops_or_all() {
    for (in_full, dropped, told) in [
        (false, 1_500, 1_000),
        (true, 1_500, 1_500),
        (true, 100_005, 100_000),
    ] {
        let mut report = ImportReport {
            in_full,
            ..ImportReport::default()
        };
        for line in 1..=dropped {
            report.drop_row(ImportFile::Records, line, DropReason::NoStory, "");
        }
        assert_eq!((report.drops.len(), report.dropped()), (told, dropped));
    }
}

#[test]
fn a_report_quotes_the_beginning_of_a_header() {
    let mut report = ImportReport::default();
    let (header, shown) = ("é".repeat(100_000), "é".repeat(80) + "…");
    for line in 2..4 {
        let reason = DropReason::NotADate;
        report.drop_cell(ImportFile::Records, line, &header, reason, "hier");
    }
    for dropped in &report.drops {
        assert_eq!(dropped.column.as_deref(), Some(shown.as_str()));
    }
    assert_eq!(report.dropped(), 2);
}

#[test]
fn a_report_accounts_for_every_row() {
    let mut report = ImportReport {
        records: RecordCounts {
            read: 3,
            made: 1,
            recognised: 1,
            ..RecordCounts::default()
        },
        ..ImportReport::default()
    };
    assert!(!report.reconciles());
    report.drop_row(ImportFile::Records, 4, DropReason::NoStatement, "");
    report.drop_cell(
        ImportFile::Records,
        2,
        "date",
        DropReason::NotADate,
        &"é".repeat(200),
    );
    assert!(report.reconciles());
    assert_eq!(report.dropped(), 2);
    assert_eq!(report.drops[1].column.as_deref(), Some("date"));
    assert_eq!(report.drops[1].text.chars().count(), 81);
    report.compare(2, "7", (1, 0), (1, 0));
    report.compare(3, "8", (1, 0), (2, 0));
    assert_eq!((report.compared, report.differing), (2, 1));
}
