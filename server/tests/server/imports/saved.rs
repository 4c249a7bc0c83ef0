//! Files that go out: what an import leaves out, and needs with their votes.

use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};

use super::{Import, coordinator};
use crate::world::World;

#[tokio::test]
async fn all_that_is_left_out_is_saved_as_a_file() {
    let world = World::new().await;
    let (actor, cookies) = coordinator(&world).await;
    let mut file = "comment-id;comment-body\n1;Lire à deux\n".to_owned();
    for number in 2..=1_200 {
        file.push_str(&format!("{number};\n"));
    }
    file.push_str("=1+1;\n");
    let import = Import::new(&world, &cookies);
    let files = [("records", "besoins.csv", file.as_str())];
    import.is_kept("needs", &files).await;
    let path = import.page("/left-out.csv");
    let undecided = world.get_with(&path, &cookies).await;
    assert_eq!(undecided.status, StatusCode::NOT_FOUND);
    let mapping = import.proposed(&actor, "Besoins").await;
    import.is_planned(&mapping).await;
    let tried = import.get("/check").await.body;
    for told in ["Les 1\u{202f}000 premières", &path] {
        assert!(tried.contains(told), "{told}: {tried}");
    }
    for (locale, separator, reason) in [
        ("fr", b';', "aucun besoin énoncé"),
        ("en", b',', "no need stated"),
    ] {
        let cookies = format!("etabli_locale={locale}; {cookies}");
        let saved = world.get_with(&path, &cookies).await;
        assert_eq!(saved.status, StatusCode::OK);
        assert!(saved.header(CONTENT_TYPE).starts_with("text/csv"));
        assert_eq!(saved.body.matches('\u{feff}').count(), 1);
        assert!(saved.body.starts_with('\u{feff}'), "known as UTF-8");
        let rows = csv::ReaderBuilder::new()
            .delimiter(separator)
            .from_reader(saved.body.as_bytes())
            .into_records();
        let rows: Vec<csv::StringRecord> = rows.map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), 1_200, "{locale}");
        let last = rows.last().expect("rows");
        assert_eq!((&last[0], &last[2]), (reason, "1202"));
        assert_eq!(&last[4], "'=1+1", "no formula");
    }
    let (_, somebody) = world.person().await;
    let refused = world.get_with(&path, &somebody).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let nobody = world.get(&path).await;
    assert!(nobody.header(LOCATION).starts_with("/sign-in?next="));
}

#[tokio::test]
async fn needs_go_out_as_a_file() {
    let world = World::new().await;
    let (_, cookies) = world.person().await;
    for (path, name, header) in [
        (
            "/exports/needs.csv",
            "besoins.csv",
            "timestamp,datetime,comment-id,author-id",
        ),
        (
            "/exports/votes.csv?source=Rien",
            "votes.csv",
            "timestamp,datetime,comment-id,voter-id,vote",
        ),
    ] {
        let answer = world.get_with(path, &cookies).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.header(CONTENT_TYPE).starts_with("text/csv"));
        let disposition = format!("attachment; filename=\"{name}\"");
        assert_eq!(answer.header(CONTENT_DISPOSITION), disposition);
        assert!(
            answer.body.starts_with(&format!("\u{feff}{header}")),
            "{}",
            answer.body
        );
        let nobody = world.get(path).await;
        assert!(nobody.header(LOCATION).starts_with("/sign-in?next="));
    }
}
