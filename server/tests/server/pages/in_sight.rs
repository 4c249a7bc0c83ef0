//! Nobody is put in charge of feedback who does not see it: the page offers those who do, and
//! says beside the field why another is refused.

use domain::ids::FeedbackId;

use super::session;
use crate::matrix::feedback::triage;
use crate::stage::{Stage, fields};

#[tokio::test]
async fn nobody_is_put_in_charge_of_feedback_that_they_do_not_see() {
    let stage = Stage::with_open_project().await;
    let entry = FeedbackId::new();
    let given = fields! {
        "project": stage.project,
        "id": entry,
        "draft[kind]": "bug",
        "draft[story]": "Trop lent",
    };
    stage.make("give_feedback", given).await;
    let page = format!("/projects/{}/feedback/{entry}", stage.project);
    // Who contributes to the project for an EdTech company.
    let partner = stage.everybody()[10].person.clone().expect("somebody");
    let offered = format!("<option value=\"{}\"", partner.id);
    let session = session(&stage).await;
    let shown = stage.world.get_with(&page, &session).await.body;
    assert!(!shown.contains(&offered), "{shown}");

    let mut assigned = triage(entry, 1, "accepted");
    assigned.retain(|(name, _)| *name != "draft[shared]");
    assigned.push(("draft[shared]", false.to_string()));
    assigned.push(("draft[assignee]", partner.id.to_string()));
    let answer = stage
        .call("triage_feedback", Some(&stage.owner), &assigned)
        .await;
    let told = "{\"field\":\"assignee\",\"problem\":\"not_seen\"}";
    assert!(answer.body.contains(told), "{}", answer.body);
    for (locale, words) in [
        ("fr", "Cette personne ne peut pas voir ce retour"),
        ("en", "This person cannot see this feedback"),
    ] {
        let cookies = format!("etabli_locale={locale}; {session}");
        let refused = stage.send("triage_feedback", &page, &cookies, &assigned);
        let back = stage.world.come_back(&refused.await, &cookies).await.body;
        assert!(back.contains(words), "{back}");
    }

    let shared = triage(entry, 1, "accepted");
    stage.make("triage_feedback", shared).await;
    let shown = stage.world.get_with(&page, &session).await.body;
    assert!(shown.contains(&offered), "{shown}");
}
