//! Where a project is, on its page.

use domain::ids::{IterationId, ProjectId};
use domain::phases::ProjectPhase;
use domain::time::day_in_france;

use super::session;
use crate::stage::{Stage, fields};

/// A phase lasts since a day, or is planned for one.
#[tokio::test]
async fn the_present_phase_says_since_when_it_lasts() {
    let stage = Stage::with_open_project().await;
    let (session, id) = (session(&stage).await, ProjectId::new());
    let today = day_in_france(stage.world.store.now());
    let opened = fields! {
        "id": id,
        "draft[title]": "Lire à deux",
        "draft[summary]": "Un outil.",
        "draft[programme]": "gtnum",
        "draft[starts_on]": today.yesterday().expect("a day"),
        "draft[visibility]": "workspace",
    };
    stage.make("create_project", opened).await;
    let told = async |locale: &str| {
        let cookies = format!("etabli_locale={locale}; {session}");
        let path = format!("/projects/{id}");
        let page = stage.world.get_with(&path, &cookies).await.body;
        let glance = page.split("class=\"glance\"").nth(1).unwrap_or_default();
        glance
            .split("</section>")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    for (locale, words) in [("fr", "depuis le "), ("en", "since ")] {
        let glance = told(locale).await;
        assert!(glance.contains(words), "{glance}");
    }
    let planned = fields! {
        "id": id,
        "version": 1,
        "phase": ProjectPhase::Matching,
        "starts_on": today.tomorrow().expect("a day"),
    };
    stage.make("change_phase", planned).await;
    for (locale, words) in [("fr", "prévue à partir du "), ("en", "planned from ")] {
        let glance = told(locale).await;
        assert!(glance.contains(words), "{glance}");
    }
}

/// An iteration that is planned comes next: it is named with its days.
#[tokio::test]
async fn the_iteration_that_is_planned_comes_next() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    let planned = fields! {
        "project": stage.project,
        "id": IterationId::new(),
        "draft[goal]": "Essayer en classe",
        "draft[starts_on]": "2026-12-07",
        "draft[ends_on]": "2026-12-18",
    };
    stage.make("plan_iteration", planned).await;
    for (locale, told) in [
        (
            "fr",
            [
                "Prochaine itération",
                "Itération 1",
                "du 7 décembre 2026 au 18 décembre 2026",
            ],
        ),
        (
            "en",
            [
                "Next iteration",
                "Iteration 1",
                "7 December 2026 to 18 December 2026",
            ],
        ),
    ] {
        let cookies = format!("etabli_locale={locale}; {session}");
        let path = format!("/projects/{}", stage.project);
        let page = stage.world.get_with(&path, &cookies).await.body;
        let glance = page.split("class=\"glance\"").nth(1).unwrap_or_default();
        for words in told {
            assert!(glance.contains(words), "{words}: {glance}");
        }
    }
}
