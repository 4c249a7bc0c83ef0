//! What a partner has declared stands beside what it says, wherever its name does.

use domain::ids::CommentId;
use http::StatusCode;

use super::made::{filled, make};
use super::session;
use crate::stage::{Stage, fields};

const SAID: &str = "Notre manuel le fait";

#[tokio::test]
async fn interests_stand_beside_what_a_partner_says() {
    let stage = Stage::with_open_project().await;
    let made = make(&stage).await;
    let id = |name: &str| {
        let found = made.iter().find(|(known, _)| *known == name);
        found.expect(name).1.clone()
    };
    // Who contributes to the project for an EdTech company.
    let partner = stage.everybody()[10].person.clone().expect("somebody");
    let shared = fields! {
        "id": id("feedback"),
        "version": 1,
        "draft[state]": "accepted",
        "draft[severity]": "hindering",
        "draft[assignee]": partner.id,
        "draft[shared]": true,
    };
    stage.make("triage_feedback", shared).await;
    for (function, said) in [
        (
            "comment_feedback",
            fields! { "id": id("feedback"), "comment": CommentId::new(), "draft[text]": SAID },
        ),
        (
            "take_position",
            fields! { "id": id("need"), "draft[stance]": "objection", "draft[comment]": SAID },
        ),
    ] {
        let answer = stage.call(function, Some(&partner), &said).await;
        assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.body);
    }
    let cookies = format!("etabli_locale=fr; {}", session(&stage).await);
    for page in ["/projects/{project}/feedback/{feedback}", "/needs/{need}"] {
        let page = stage.world.get_with(&filled(page, &made), &cookies).await;
        let body = page.body.replace("<!>", "");
        let mut articles = body
            .split("<article")
            .filter_map(|rest| rest.split("</article>").next());
        let said = articles.find(|article| article.contains(SAID));
        let said = said.unwrap_or_else(|| panic!("nothing said: {body}"));
        assert!(
            said.contains("Intérêts déclarés : Éditeur d’exercices"),
            "{said}"
        );
    }
    // Where the history has only words for who looks after an entry, these say so.
    let path = filled("/projects/{project}/feedback/{feedback}", &made);
    let page = stage.world.get_with(&path, &cookies).await.body;
    let told = "→ Ana Ruiz (intérêts déclarés)";
    assert!(page.contains(told), "{page}");
}
