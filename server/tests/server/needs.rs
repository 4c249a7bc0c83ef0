//! The page of a need, and what it offers to whom.

use app::request::SESSION_COOKIE;
use domain::ids::{NeedId, ProjectId};
use domain::imports::ImportTarget;
use domain::needs::{NeedFilter, NeedState};
use domain::phases::ProjectPhase;
use http::header::LOCATION;

use crate::imports::import_records;
use crate::stage::{Person, Stage, fields};

/// The cookie of a new session of this person.
async fn cookie(stage: &Stage, person: &Person) -> String {
    let secret = stage.world.store.start_session(person.id, "").await;
    format!("{SESSION_COOKIE}={}", secret.expect("a session"))
}

/// A page as this person sees it.
async fn page(stage: &Stage, path: &str, person: &Person) -> String {
    let cookies = cookie(stage, person).await;
    stage.world.get_with(path, &cookies).await.body
}

/// Who is on a team without being of the crew is not offered what is refused.
#[tokio::test]
async fn a_project_is_linked_and_unlinked_by_those_who_may() {
    let stage = Stage::with_open_project().await;
    let need = stage.need().await;
    let path = format!("/needs/{need}");
    let observer = stage.everybody()[8].person.clone().expect("somebody");
    let offers = "name=\"answers\"";
    let unlinks = "Délier « Lire à deux »";
    assert!(page(&stage, &path, &stage.owner).await.contains(offers));
    assert!(!page(&stage, &path, &observer).await.contains(offers));

    let linked = fields! { "project": stage.project, "need": need, "answers": true };
    stage.make("answer_need", linked).await;
    let shown = page(&stage, &path, &stage.owner).await;
    assert!(shown.contains(unlinks), "{shown}");
    let seen = page(&stage, &path, &observer).await;
    assert!(seen.contains("Lire à deux"), "{seen}");
    assert!(!seen.contains(offers), "{seen}");

    let unlinked = fields! { "project": stage.project, "need": need, "answers": false };
    stage.make("answer_need", unlinked).await;
    let shown = page(&stage, &path, &stage.owner).await;
    assert!(!shown.contains(unlinks), "{shown}");
}

/// Whoever may open a project is offered one for a need that none answers; it takes the need
/// over, and the need's page offers to prepare a session in it.
#[tokio::test]
async fn a_project_is_opened_for_a_need_that_none_answers() {
    let stage = Stage::with_open_project().await;
    let need = stage.need().await;
    let path = format!("/needs/{need}");
    let form = format!("/projects/new?need={need}");
    let link = format!("href=\"{form}\"");
    let [member, observer, edtech] =
        [2, 3, 9].map(|column| stage.everybody()[column].person.clone().expect("somebody"));
    assert!(page(&stage, &path, &member).await.contains(&link));
    // Neither observers nor partners open projects.
    for person in [observer, edtech] {
        let seen = page(&stage, &path, &person).await;
        assert!(!seen.contains(&link), "{seen}");
    }

    let shown = page(&stage, &form, &member).await;
    let title = "name=\"draft[title]\" type=\"text\" value=\"Suivre la fluence\"";
    assert!(shown.contains(title), "{shown}");
    let chosen = format!("<option value=\"{need}\" selected");
    assert!(shown.contains(&chosen), "{shown}");

    let project = ProjectId::new();
    let opened = fields! {
        "id": project,
        "need": need,
        "draft[title]": "Suivre la fluence",
        "draft[summary]": "Un outil.",
        "draft[programme]": "gtnum",
        "draft[starts_on]": "2025-09-01",
        "draft[visibility]": "workspace",
    };
    let cookies = cookie(&stage, &member).await;
    let led = stage.send("create_project", &form, &cookies, &opened).await;
    assert_eq!(
        led.header(LOCATION),
        format!("/projects/{project}"),
        "{}",
        led.body
    );
    // The project shows the need that it answers.
    let led_to = page(&stage, led.header(LOCATION), &member).await;
    assert!(led_to.contains(&format!("href=\"{path}\"")), "{led_to}");
    let seen = page(&stage, &path, &member).await;
    assert!(!seen.contains(&link), "{seen}");
    let session = format!("/projects/{project}/sessions/new?need={need}");
    assert!(seen.contains(&session), "{seen}");

    // What is closed meanwhile is not taken over.
    let closed = stage.need().await;
    let settled = fields! { "id": closed, "version": 1, "state": "withdrawn", "reason": "Réglé." };
    stage.make("settle_need", settled).await;
    for then in ["", "&then=session"] {
        let form = format!("/projects/new?need={closed}{then}");
        let shown = page(&stage, &form, &member).await;
        assert!(shown.contains("name=\"draft[title]\""), "{shown}");
        assert!(!shown.contains("name=\"need\""), "{shown}");
        assert!(!shown.contains("name=\"session\""), "{shown}");
    }
}

/// The form that opens the project of a need for a session, and how a page links to it.
fn session_form(need: NeedId) -> (String, String) {
    let form = format!("/projects/new?need={need}&then=session");
    let link = format!("href=\"{}\"", form.replace('&', "&amp;"));
    (form, link)
}

#[tokio::test]
async fn a_session_is_offered_about_a_need_that_no_project_answers() {
    let stage = Stage::with_open_project().await;
    let need = stage.need().await;
    let path = format!("/needs/{need}");
    let (form, link) = session_form(need);
    let [member, observer, edtech] =
        [2, 3, 9].map(|column| stage.everybody()[column].person.clone().expect("somebody"));
    assert!(page(&stage, &path, &member).await.contains(&link));
    for person in [observer, edtech] {
        let seen = page(&stage, &path, &person).await;
        assert!(!seen.contains(&link), "{seen}");
    }
    // What the reader leads already stands first.
    let seen = page(&stage, &path, &stage.owner).await;
    let led = format!("/projects/{}/sessions/new?need={need}", stage.project);
    let led = seen.find(&led);
    assert!(led.is_some() && led < seen.find(&link), "{seen}");

    let shown = page(&stage, &form, &member).await;
    for expected in [
        "name=\"session\" value=\"true\"",
        "name=\"draft[title]\" type=\"text\" value=\"Suivre la fluence\"",
        "<option value=\"other\" selected",
        "name=\"draft[starts_on]\" type=\"date\" value=\"20",
    ] {
        assert!(shown.contains(expected), "{expected} in {shown}");
    }
    assert!(!shown.contains("<details open"), "{shown}");

    let answers = fields! { "project": stage.project, "need": need, "answers": true };
    stage.make("answer_need", answers).await;
    let seen = page(&stage, &path, &member).await;
    assert!(!seen.contains(&link), "{seen}");
}

/// The project of the need is opened on the way to the session, once, and nothing typed is
/// lost, without scripts.
#[tokio::test]
async fn a_session_is_prepared_about_a_need_that_no_project_answers() {
    let stage = Stage::with_open_project().await;
    let need = stage.need().await;
    let (form, _) = session_form(need);
    let member = stage.everybody()[2].person.clone().expect("somebody");
    let cookies = cookie(&stage, &member).await;
    let project = ProjectId::new();
    let opened = |title: &str| {
        fields! {
            "id": project,
            "session": true,
            "need": need,
            "draft[title]": title,
            "draft[summary]": "À deux le soir.",
            "draft[programme]": "other",
            "draft[starts_on]": "2026-09-01",
            "draft[visibility]": "workspace",
        }
    };
    let sent = opened("");
    let refused = stage.send("create_project", &form, &cookies, &sent).await;
    let back = stage.world.come_back(&refused, &cookies).await.body;
    for expected in [
        "name=\"session\" value=\"true\"",
        "id=\"title-problem\"",
        "<details open",
        "À deux le soir.",
    ] {
        assert!(back.contains(expected), "{expected} in {back}");
    }

    let prepared = format!("/projects/{project}/sessions/new?need={need}");
    for _ in 0..2 {
        let sent = opened("Lire");
        let led = stage.send("create_project", &form, &cookies, &sent).await;
        assert_eq!(led.header(LOCATION), prepared, "{}", led.body);
    }
    let actor = stage.actor(&member).await;
    let own = stage.world.store.own_projects(&actor).await;
    assert_eq!(own.expect("projects").len(), 1);
    let made = stage.world.store.project(&actor, project).await;
    let made = made.expect("a project");
    assert_eq!(made.project.phase, ProjectPhase::Need);
    let answered: Vec<NeedId> = made.needs.iter().map(|need| need.id).collect();
    assert_eq!(answered, [need]);
    let shown = page(&stage, &format!("{prepared}&method=none"), &member).await;
    let chosen = format!("<option value=\"{need}\" selected");
    assert!(shown.contains(&chosen), "{shown}");
}

/// No words are kept for what a need was in its source.
#[tokio::test]
async fn what_became_of_a_need_in_its_source_is_told_in_the_readers_language() {
    let stage = Stage::with_open_project().await;
    let actor = stage.owner_actor().await;
    let text = "comment-id,author-id,moderated,comment-body\n7,Zoé,-1,Lire chez soi\n";
    import_records(&stage.world, &actor, ImportTarget::Needs, text).await;
    let filter = NeedFilter {
        state: Some(NeedState::SetAside),
        ..NeedFilter::default()
    };
    let needs = stage.world.store.needs(&actor, &filter).await;
    let need = &needs.expect("needs").items[0];
    let session = cookie(&stage, &stage.owner).await;
    for (locale, told) in [
        (
            "fr",
            [
                "Écarté par la modération de «\u{a0}Questionnaire\u{a0}»",
                "origine\u{a0}: Zoé",
            ],
        ),
        (
            "en",
            [
                "Set aside by the moderation of “Questionnaire”",
                "Imported, original author: Zoé",
            ],
        ),
    ] {
        let cookies = format!("etabli_locale={locale}; {session}");
        let path = format!("/needs/{}", need.id);
        let body = stage.world.get_with(&path, &cookies).await.body;
        for text in told {
            assert!(body.contains(text), "{text}: {body}");
        }
    }
}
