//! Nobody is put in charge of feedback who does not see it: the page offers those who do, and
//! says beside the field why another is refused.

use axum::body::Body;
use domain::ids::FeedbackId;
use form_urlencoded::Serializer;
use http::header::COOKIE;

use super::session;
use crate::matrix::feedback::triage;
use crate::stage::{Fields, Stage, fields};
use crate::world::form;

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
        let back = send(&stage, &page, &cookies, &assigned).await;
        assert!(back.contains(words), "{back}");
    }

    let shared = triage(entry, 1, "accepted");
    stage.make("triage_feedback", shared).await;
    let shown = stage.world.get_with(&page, &session).await.body;
    assert!(shown.contains(&offered), "{shown}");
}

/// The page that comes back where its form is sent without scripts.
async fn send(stage: &Stage, page: &str, cookies: &str, fields: &Fields) -> String {
    let body = Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = form("/api/triage_feedback", page, &body).header(COOKIE, cookies);
    let request = request.body(Body::from(body)).expect("a request");
    let refused = stage.world.send(request).await;
    stage.world.come_back(&refused, cookies).await.body
}
