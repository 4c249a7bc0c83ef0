//! Imports that are taken from page to page: of needs and their votes, and of feedback, of
//! which its project tells.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use http::StatusCode;

use super::{
    ANSWERS, COMMENTS, Import, VOTES, coordinator, import_feedback, led_to, project, upload_into,
};
use crate::world::World;

#[tokio::test]
async fn an_import_goes_from_page_to_page_without_scripts() {
    let world = World::new().await;
    let (_, cookies) = coordinator(&world).await;
    let choose = world.get_with("/imports/new", &cookies).await;
    assert_eq!(choose.status, StatusCode::OK);
    assert!(
        choose.body.contains("multipart/form-data"),
        "{}",
        choose.body
    );
    let import = Import::new(&world, &cookies);
    let files = [
        ("records", "comments.csv", COMMENTS),
        ("votes", "votes.csv", VOTES),
    ];
    import.is_kept("needs", &files).await;
    let mapping = import.get("/columns").await;
    assert_eq!(mapping.status, StatusCode::OK);
    for text in [
        "comment-body",
        "draft[records][columns][7]",
        "draft[votes][columns][4]",
    ] {
        assert!(mapping.body.contains(text), "{text}");
    }
    let otherwise = import.get("/columns?records_separator=semicolon").await;
    assert!(otherwise.body.contains("draft[records][columns][0]"));
    assert!(!otherwise.body.contains("draft[records][columns][7]"));

    // Without a name, the mapping comes back with what was chosen.
    let records = [
        "created_at",
        "ignored",
        "source_id",
        "source_author",
        "supports",
        "objections",
        "moderation",
        "statement",
    ];
    let votes = ["cast_at", "ignored", "need_id", "voter", "value"];
    let mapped = |source: &str| {
        let whole = [
            ("source", source),
            ("days", "day_first"),
            ("repeated", "each"),
        ];
        import.mapping(&whole, &[("records", &records[..]), ("votes", &votes[..])])
    };
    let nameless = import.post("plan_import", "/columns", &mapped(" ")).await;
    assert!(
        nameless.leads_to().contains("__err="),
        "{}",
        nameless.leads_to()
    );
    import.is_planned(&mapped("Consultation")).await;
    let tried = import.get("/check").await;
    assert!(tried.body.contains("Importer 10 besoins"), "{}", tried.body);
    assert!(tried.body.contains("tous concordent"));
    // Each field of the file is shown as it is read, the date in words.
    for label in [
        "la date",
        "l’identifiant d’origine",
        "l’auteur·rice d’origine",
    ] {
        let cell = format!("data-label=\"{label}\"");
        assert!(tried.body.contains(&cell), "{label}: {}", tried.body);
    }
    let dated = tried.body.split("data-label=\"la date\"").nth(1);
    let dated = dated
        .and_then(|rest| rest.split("</td>").next())
        .expect("a date");
    assert!(dated.contains(" à ") && dated.contains(" 20"), "{dated}");

    import.is_run().await;
    let done = import.get("").await;
    assert!(done.body.contains("Import : Consultation"), "{}", done.body);
    assert!(done.body.contains("Annuler cet import"));
    let list = world.get_with("/imports", &cookies).await;
    assert!(list.body.contains("Consultation"), "{}", list.body);
    let needs = world.get_with("/needs", &cookies).await;
    assert!(needs.body.contains("/exports/needs.csv"));
    assert!(needs.body.contains("href=\"/imports\""));

    let id = format!("id={}", import.id);
    let undone = import.post("undo_import", "", &id).await;
    assert!(!led_to(&undone).contains("__err="), "{}", undone.body);
    let page = import.get("").await;
    assert!(page.body.contains("Annulé par"), "{}", page.body);
}

/// The rows of a CSV file below its header.
fn rows(text: &str) -> Vec<csv::StringRecord> {
    let rows = csv::Reader::from_reader(text.as_bytes()).into_records();
    rows.map(|row| row.expect("a row")).collect()
}

/// A real consultation is no part of the project: the test says so where it is absent.
#[tokio::test]
async fn a_real_consultation_goes_in_and_out_by_its_pages() {
    let shared = std::env::var_os("ETABLI_SHARED_DATA");
    let shared = shared.map_or_else(|| "../../shared/data".into(), PathBuf::from);
    let consultation = shared.join("polis-biodiversity");
    let read = |name: &str| std::fs::read_to_string(consultation.join(name)).ok();
    let (Some(comments), Some(votes)) = (read("comments.csv"), read("votes.csv")) else {
        let said_where = std::env::var_os("ETABLI_SHARED_DATA").is_some();
        assert!(!said_where, "no consultation in {}", consultation.display());
        // Shown although the test passes: .config/nextest.toml says so.
        println!("skipped: no consultation in {}", consultation.display());
        return;
    };
    let world = World::new().await;
    let (actor, cookies) = coordinator(&world).await;
    let import = Import::new(&world, &cookies);
    let files = [
        ("records", "comments.csv", comments.as_str()),
        ("votes", "votes.csv", votes.as_str()),
    ];
    import.is_kept("needs", &files).await;
    let mapping = import.proposed(&actor, "Polis").await;
    import.is_planned(&mapping).await;
    let tried = import.get("/check").await.body;
    for told in ["Importer 316 besoins", "29\u{202f}802", "tous concordent"] {
        assert!(tried.contains(told), "{told}: {tried}");
    }
    import.is_run().await;
    // It goes on by itself, and its page tells how far it is.
    let mut looks = 0;
    let done = loop {
        let body = import.get("").await.body;
        if body.contains("Annuler cet import") {
            break body;
        }
        looks += 1;
        assert!(looks < 600 && body.contains("Import en cours"), "{body}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    assert!(done.contains("29\u{202f}802"), "{done}");

    let out = async |name: &str| {
        let path = format!("/exports/{name}.csv?source=Polis");
        rows(&world.get_with(&path, &cookies).await.body)
    };
    let counted = |rows: Vec<csv::StringRecord>| {
        let counts = |row: &csv::StringRecord| [&row[2], &row[4], &row[5]].map(str::to_owned);
        rows.iter().map(counts).collect::<BTreeSet<_>>()
    };
    let needs = out("needs").await;
    assert_eq!(needs.len(), 316);
    assert_eq!(counted(needs), counted(rows(&comments)));
    assert_eq!(out("votes").await.len(), 29_802);
}

#[tokio::test]
async fn feedback_of_a_project_goes_the_same_way() {
    let world = World::new().await;
    let (actor, cookies) = coordinator(&world).await;
    let project = project(&world, &actor).await;
    let log = world
        .get_with(&format!("/projects/{project}/feedback"), &cookies)
        .await;
    let choosing = format!("/imports/new?into={project}");
    assert!(log.body.contains(&choosing), "{}", log.body);
    let choose = world.get_with(&choosing, &cookies).await;
    assert!(choose.body.contains("Lire à voix haute"), "{}", choose.body);

    let into = project.to_string();
    let import = Import::new(&world, &cookies);
    let both = [
        ("records", "retours.csv", ANSWERS),
        ("votes", "votes.csv", VOTES),
    ];
    let refused = upload_into(&world, &cookies, import.id, &into, &both).await;
    let back = format!("{choosing}&file=votes&problem=no_votes_here");
    assert_eq!(refused.leads_to(), back);
    let nowhere = upload_into(&world, &cookies, import.id, "nowhere", &both[..1]).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    import.is_kept(&into, &both[..1]).await;
    let mapping = import.get("/columns").await;
    for text in ["draft[records][columns][13]", "draft[default_kind]"] {
        assert!(mapping.body.contains(text), "{text}");
    }
    let draft = import.proposal(&actor).await;
    let whole = [("source", "Questionnaire"), ("default_kind", "question")];
    let records = [("records", &draft.records.columns[..])];
    import.is_planned(&import.mapping(&whole, &records)).await;
    let tried = import.get("/check").await;
    assert!(tried.body.contains("Importer 7 retours"), "{}", tried.body);
    import.is_run().await;
    let done = import.get("").await;
    assert!(done.body.contains("Seront supprimés : 7 retours."));
    let list = world.get_with("/imports", &cookies).await;
    assert!(list.body.contains("Lire à voix haute"), "{}", list.body);
}

/// Whoever reads the log is told of it; the way to it is for those who may import.
#[tokio::test]
async fn a_project_tells_of_an_import_and_of_its_undoing() {
    let world = World::new().await;
    let (actor, cookies) = coordinator(&world).await;
    let (_, members) = world.person().await;
    let project = project(&world, &actor).await;
    let id = import_feedback(&world, &actor, project, ANSWERS).await;
    let line = async |cookies: &str, said: &str| {
        let feed = format!("/projects/{project}/activity");
        let body = world.get_with(&feed, cookies).await.body;
        let (_, lines) = body.split_once("class=\"feed\"").expect("a feed");
        let line = lines.split("<li").find(|line| line.contains(said));
        line.map(str::to_owned)
    };
    let page = format!("href=\"/imports/{id}\"");
    let log = format!("href=\"/projects/{project}/feedback\"");
    let steering = line(&cookies, "a importé").await.expect("a line");
    for told in ["Colette Brun", "7 retours", &page, &log] {
        assert!(steering.contains(told), "{told}: {steering}");
    }
    let read = line(&members, "a importé").await.expect("a line");
    assert!(read.contains("7 retours") && read.contains(&log), "{read}");
    assert!(!read.contains("/imports"), "{read}");
    let said = "a annulé l'import de";
    assert_eq!(line(&members, said).await, None);

    let undone = world.store.undo_import(&actor, id).await;
    undone.expect("undone");
    let undone = line(&members, said).await.expect("a line");
    assert!(undone.contains("7 retours"), "{undone}");
    let english = format!("{cookies}; etabli_locale=en");
    for said in ["undid the import of", "imported"] {
        let line = line(&english, said).await.expect("a line");
        assert!(line.contains("7 entries of feedback"), "{line}");
        assert!(line.contains(&page), "{line}");
    }
}
