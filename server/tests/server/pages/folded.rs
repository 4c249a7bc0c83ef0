//! What stays folded until somebody opens it, and what comes back open.

use super::session;
use crate::stage::{Stage, fields};

/// The tag that opens the first element of this class.
fn tag<'a>(body: &'a str, class: &str) -> &'a str {
    let place = body.find(&format!("class=\"{class}\"")).expect(class);
    let start = body[..place].rfind('<').expect("a tag");
    body[start..].split('>').next().unwrap_or_default()
}

fn is_open(body: &str, class: &str) -> bool {
    tag(body, class)
        .split_whitespace()
        .any(|word| word == "open")
}

#[tokio::test]
async fn the_form_of_a_file_is_open_to_whoever_comes_for_it() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    let page = format!("/needs/{}", stage.need().await);
    for (query, open) in [
        ("", false),
        ("?photo=1", true),
        ("?attach=1", true),
        ("?file=not_taken&description=Le+tableau", true),
    ] {
        let path = format!("{page}{query}");
        let body = stage.world.get_with(&path, &session).await.body;
        assert_eq!(is_open(&body, "attach-form"), open, "{query:?}");
    }
}

#[tokio::test]
async fn filters_stay_folded_and_what_is_set_stands_above_the_list() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    let log = format!("/projects/{}/feedback", stage.project);
    let given = fields! {
        "project": stage.project,
        "id": domain::ids::FeedbackId::new(),
        "draft[kind]": "bug",
        "draft[story]": "Trop lent",
        "draft[place]": "Accueil",
    };
    stage.make("give_feedback", given).await;
    let read = async |query: &str| {
        let path = format!("{log}{query}");
        stage.world.get_with(&path, &session).await.body
    };
    let set = read("?kind=bug&place=Accueil").await;
    assert!(
        !is_open(&set, "filter-panel"),
        "{}",
        tag(&set, "filter-panel")
    );
    for label in ["panne", "Accueil"] {
        let chip = format!("Retirer le filtre « {label} »");
        assert!(set.contains(&chip), "{chip}: {set}");
    }
    // Counting places is left until they are asked for; what is chosen stays chosen.
    assert!(!set.contains("Accueil (1)"), "{set}");
    assert!(set.contains("value=\"Accueil\""), "{set}");
    let asked = format!("{log}?kind=bug&amp;place=Accueil&amp;values=true");
    assert!(set.contains(&asked), "{set}");
    let opened = read("?kind=bug&place=Accueil&values=true").await;
    assert!(is_open(&opened, "filter-panel"));
    assert!(opened.contains("Accueil (1)"), "{opened}");
}

#[tokio::test]
async fn the_filters_of_other_lists_are_folded_and_say_how_many_are_set() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    for (path, said) in [
        ("/needs?order=newest&page=1", None),
        ("/needs?q=rien&own=true", Some("2 filtres actifs")),
        ("/projects", None),
        ("/projects?q=rien", Some("1 filtre actif")),
    ] {
        let body = stage.world.get_with(path, &session).await.body;
        assert!(!is_open(&body, "filter-panel"), "{path}");
        let summary = body.split("filter-panel").nth(1).expect("the filters");
        let summary = summary.split("</summary>").next().unwrap_or_default();
        let number = said.is_some_and(|said| summary.contains(said));
        assert_eq!(number, said.is_some(), "{path}: {summary}");
        assert_eq!(
            summary.contains("actif"),
            said.is_some(),
            "{path}: {summary}"
        );
    }
}

#[tokio::test]
async fn the_stances_on_a_need_stand_apart_without_signs_between_them() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    let page = format!("/needs/{}", stage.need().await);
    let body = stage.world.get_with(&page, &session).await.body;
    let line = body.split("figure-line").nth(1).expect("the stances");
    let line = line.split("</p>").next().unwrap_or_default();
    assert!(line.contains("0 soutien") && line.contains("0 objection"));
    assert!(!line.contains('·'), "{line}");
}
