//! The pages on which something is merged, where more is found than they show.

use domain::ids::{FeedbackId, NeedId};

use super::session;
use crate::stage::{Stage, fields};

#[tokio::test]
async fn more_than_is_shown_is_told_in_words() {
    let stage = Stage::with_open_project().await;
    let (session, need, project) = (session(&stage).await, stage.need().await, stage.project);
    let given = async |story: String| {
        let id = FeedbackId::new();
        let given = fields! {
            "project": project,
            "id": id,
            "draft[kind]": "bug",
            "draft[story]": story,
        };
        stage.make("give_feedback", given).await;
        id
    };
    let entry = given("Autre chose".into()).await;
    let pages = [
        format!("/needs/{need}/merge?q=salle"),
        format!("/projects/{project}/feedback/{entry}/merge?q=salle"),
    ];
    for number in 1..=26 {
        let text = format!("Réserver la salle {number}");
        let expressed = fields! { "id": NeedId::new(), "draft[statement]": text };
        stage.make("express_need", expressed).await;
        given(text).await;
        let told = number > 25;
        if number < 25 {
            continue;
        }
        for page in &pages {
            for (locale, words) in [("fr", "25 sont montrés"), ("en", "25 are shown")] {
                let cookies = format!("etabli_locale={locale}; {session}");
                let body = stage.world.get_with(page, &cookies).await.body;
                assert_eq!(body.contains(words), told, "{page} ({locale}, {number})");
                assert_eq!(body.matches("name=\"into\"").count(), 25, "{page}");
            }
        }
    }
}
