//! Pages that show some of what there is, and say how much there is.

use domain::feedback::CommentDraft;
use domain::ids::{CommentId, FeedbackId, NeedId};

use super::session;
use crate::stage::{Stage, fields};

#[tokio::test]
async fn a_search_that_finds_more_than_it_shows_says_so() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    for number in 1..=50 {
        let text = format!("Réserver la salle {number}");
        let expressed = fields! { "id": NeedId::new(), "draft[statement]": text };
        stage.make("express_need", expressed).await;
        if number < 49 {
            continue;
        }
        for (locale, all, first) in [
            ("fr", "49 résultats", "Au moins 50 résultats"),
            ("en", "49 results", "At least 50 results"),
        ] {
            let cookies = format!("etabli_locale={locale}; {session}");
            let body = stage.world.get_with("/search?q=salle", &cookies).await.body;
            let told = if number < 50 { all } else { first };
            assert!(body.contains(told), "{locale}, {number}: {body}");
        }
    }
}

#[tokio::test]
async fn an_entry_with_very_many_comments_shows_the_last_and_says_so() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    let id = FeedbackId::new();
    let given = fields! {
        "project": stage.project,
        "id": id,
        "draft[kind]": "bug",
        "draft[story]": "Trop lent",
    };
    stage.make("give_feedback", given).await;
    let actor = stage.owner_actor().await;
    for number in 1..=501 {
        let said = CommentDraft {
            text: format!("Remarque {number}"),
        };
        let store = &stage.world.store;
        let commented = store.comment_feedback(&actor, id, CommentId::new(), &said);
        commented.await.expect("commented");
    }
    let page = format!("/projects/{}/feedback/{id}", stage.project);
    for (locale, told) in [
        ("fr", "Les 500 derniers commentaires sur 501 sont montrés."),
        ("en", "The last 500 of 501 comments are shown."),
    ] {
        let cookies = format!("etabli_locale={locale}; {session}");
        let body = stage.world.get_with(&page, &cookies).await.body;
        assert!(body.contains(told), "{locale}");
        assert!(body.contains(">Remarque 501<"), "{locale}");
        assert!(!body.contains(">Remarque 1<"), "{locale}");
    }
}
