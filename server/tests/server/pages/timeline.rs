//! What the timeline says of what is on it.

use super::html::row;
use super::made::{filled, make};
use super::session;
use crate::stage::{Stage, fields};

/// An iteration stands in the drawing and in the table as it stands on its own page.
#[tokio::test]
async fn an_iteration_is_told_as_it_stands() {
    let stage = Stage::with_open_project().await;
    let made = make(&stage).await;
    let cookies = format!("etabli_locale=fr; {}", session(&stage).await);
    let path = filled("/projects/{project}/milestones", &made);
    let (_, iteration) = made
        .iter()
        .find(|(name, _)| *name == "iteration")
        .expect("an iteration");
    let steps = [
        (None, "en cours"),
        (Some(2), "en revue"),
        (Some(3), "close"),
    ];
    for (version, said) in steps {
        if let Some(version) = version {
            let state = if version == 2 { "in_review" } else { "closed" };
            let steered = fields! { "id": iteration, "version": version, "state": state };
            stage.make("steer_iteration", steered).await;
        }
        let page = stage.world.get_with(&path, &cookies).await.body;
        let drawn = format!("2. Essayer, 5 janvier 2026 – 13 février 2026, {said}\"");
        assert!(page.contains(&drawn), "{drawn}: {page}");
        let row = row(&page, "2. Essayer");
        assert!(row.contains(said), "{said}: {row}");
    }
}
