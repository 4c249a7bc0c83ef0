//! What waits for a reader in one project stands in one line on the home page, which
//! leads to a list of just that.

use domain::ids::FeedbackId;

use super::session;
use crate::matrix::feedback::triage;
use crate::stage::{Stage, fields};

#[tokio::test]
async fn several_entries_assigned_to_me_are_one_line() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    for (place, count) in ["Accueil", "Bilan"].into_iter().zip(1..) {
        let id = FeedbackId::new();
        let given = fields! {
            "project": stage.project,
            "id": id,
            "draft[kind]": "bug",
            "draft[story]": format!("Trop lent : {place}"),
        };
        stage.make("give_feedback", given).await;
        let mut assigned = triage(id, 1, "accepted");
        assigned.push(("draft[assignee]", stage.owner.id.to_string()));
        stage.make("triage_feedback", assigned).await;
        for page in ["/".to_owned(), format!("/projects/{}", stage.project)] {
            let body = stage.world.get_with(&page, &session).await.body;
            assert_eq!(
                body.contains("retours confiés"),
                count > 1,
                "{page}: {body}"
            );
        }
    }
    let home = stage.world.get_with("/", &session).await.body;
    assert!(home.contains("2 retours confiés"), "{home}");
    let list = format!(
        "/projects/{}/feedback?state=new&state=accepted&state=deferred&assignee={}",
        stage.project, stage.owner.id
    );
    assert!(home.contains(&list.replace('&', "&amp;")), "{home}");
    let list = stage.world.get_with(&list, &session).await.body;
    assert!(list.contains("2 retours"), "{list}");
}
