//! Who may not import, files that cannot be imported, and what is told of those that are broken.

use domain::ids::{ImportId, ProjectId};
use http::StatusCode;

use super::{COMMENTS, Import, coordinator, upload, upload_into};
use crate::world::World;

#[tokio::test]
async fn a_file_that_cannot_be_imported_leads_back() {
    let world = World::new().await;
    let (_, cookies) = coordinator(&world).await;
    for (files, expected) in [
        (vec![("records", "", "")], "file=records&problem=empty"),
        (
            vec![("records", "a.csv", "a,\"b\n1,2")],
            "file=records&problem=open_quote",
        ),
        (
            vec![("records", "a.xlsx", "PK\u{3}\u{4}...")],
            "file=records&problem=not_text",
        ),
        (
            vec![("records", "a.csv", COMMENTS), ("votes", "v.csv", "seul")],
            "file=votes&problem=empty",
        ),
    ] {
        let answer = upload(&world, &cookies, ImportId::new(), &files).await;
        let back = format!("/imports/new?into=needs&{expected}");
        assert_eq!(answer.leads_to(), back);
        let page = world.get_with(&back, &cookies).await;
        assert!(page.body.contains("problem-summary"), "{}", page.body);
    }
    let large = "a,b\n".repeat(6_000_000);
    let files = [("records", "a.csv", large.as_str())];
    let answer = upload(&world, &cookies, ImportId::new(), &files).await;
    assert!(answer.leads_to().ends_with("problem=too_large"));
}

/// What stands behind a quote that is never closed is not lost in silence.
#[tokio::test]
async fn a_quote_that_is_never_closed_is_told_before_importing() {
    let world = World::new().await;
    let (actor, cookies) = coordinator(&world).await;
    let import = Import::new(&world, &cookies);
    let broken = "comment-id,comment-body\n1,Lire\n2,\"Écrire\n3,Compter\n";
    let files = [("records", "comments.csv", broken)];
    import.is_kept("needs", &files).await;
    let mapping = import.proposed(&actor, "Cassé").await;
    import.is_planned(&mapping).await;
    let check = import.page("/check");
    for (language, told) in [
        ("fr", "guillemet jamais refermé"),
        ("en", "quote never closed"),
    ] {
        let cookies = format!("etabli_locale={language}; {cookies}");
        let tried = world.get_with(&check, &cookies).await.body;
        let row = tried.split("<tr").find(|row| row.contains("Écrire"));
        let row = row.expect("the row that is left out");
        assert!(row.contains(told), "{row}");
        assert!(row.contains(">3<"), "the line: {row}");
    }
}

#[tokio::test]
async fn importing_is_for_those_who_steer() {
    let world = World::new().await;
    let (_, cookies) = world.person().await;
    let files = [("records", "comments.csv", COMMENTS)];
    let answer = upload(&world, &cookies, ImportId::new(), &files).await;
    assert_eq!(answer.leads_to(), "/imports/new");
    for page in ["/imports/new", "/imports"] {
        let page = world.get_with(page, &cookies).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
    }
    let needs = world.get_with("/needs", &cookies).await;
    assert!(!needs.body.contains("href=\"/imports\""));
    assert!(needs.body.contains("/exports/needs.csv"));
    // Whoever signs in again finds for what the files were.
    let project = ProjectId::new().to_string();
    for into in ["needs", &project] {
        let nobody = upload_into(&world, "", ImportId::new(), into, &files).await;
        let way_in = format!("/sign-in?next=%2Fimports%2Fnew%3Finto%3D{into}");
        assert_eq!(nobody.leads_to(), way_in);
    }
}
