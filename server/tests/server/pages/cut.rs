//! Pages that show some of what there is, and say how much there is.

use domain::feedback::{CommentDraft, FeedbackFilter};
use domain::ids::{CommentId, FeedbackId, NeedId};
use domain::needs::PositionDraft;
use http::StatusCode;
use http::header::LOCATION;

use super::session;
use crate::imports::import_feedback;
use crate::stage::{Stage, fields, new_email};

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
        assert!(body.contains("href=\"?comments=2#comments\""), "{locale}");
    }
    // The first comment stands where that link leads, and a way back.
    let body = stage
        .world
        .get_with(&format!("{page}?comments=2"), &session)
        .await
        .body;
    assert!(body.contains(">Remarque 1<"), "{body}");
    assert!(!body.contains(">Remarque 501<"), "{body}");
    assert!(body.contains("href=\"?comments=1#comments\""), "{body}");
}

#[tokio::test]
async fn a_need_of_which_very_much_was_said_shows_all_of_it_in_parts() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    let (need, store) = (stage.need().await, &stage.world.store);
    for number in 1..=51 {
        let (actor, _) = stage.world.person_at(&new_email()).await;
        let objection = PositionDraft {
            stance: "objection".into(),
            comment: format!("Raison {number}."),
        };
        let taken = store.take_position(&actor, need, &objection).await;
        taken.expect("taken");
    }
    let page = format!("/needs/{need}");
    let latest = stage.world.get_with(&page, &session).await.body;
    assert!(latest.contains(">Raison 51.<") && !latest.contains(">Raison 1.<"));
    assert!(latest.contains("href=\"?voices=2#voices\""), "{latest}");
    let path = format!("{page}?voices=2");
    let earlier = stage.world.get_with(&path, &session).await;
    assert_eq!(earlier.status, StatusCode::OK);
    let earlier = earlier.body;
    assert!(earlier.contains(">Raison 1.<"), "{earlier}");
    assert!(!earlier.contains(">Raison 51.<"), "{earlier}");
    assert!(earlier.contains("href=\"?voices=1#voices\""), "{earlier}");
    // Whatever is asked for behind the earliest part is that part.
    let behind = format!("{page}?voices=7");
    let behind = stage.world.get_with(&behind, &session).await;
    assert_eq!(behind.status, StatusCode::FOUND);
    assert_eq!(behind.header(LOCATION), format!("{path}#voices"));
}

#[tokio::test]
async fn an_import_that_many_entries_keep_from_being_undone_tells_the_first_and_says_so() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    let (store, actor) = (&stage.world.store, stage.owner_actor().await);
    let rows: Vec<String> = (1..=53).map(|row| format!("{row},Réponse {row}")).collect();
    let text = format!("id,story\n{}", rows.join("\n"));
    let id = import_feedback(&stage.world, &actor, stage.project, &text).await;
    let told = async |locale: &str| {
        let cookies = format!("etabli_locale={locale}; {session}");
        let page = format!("/imports/{id}");
        stage.world.get_with(&page, &cookies).await.body
    };
    let free = told("fr").await;
    assert!(free.contains("Annuler cet import"), "{free}");
    let said = CommentDraft {
        text: "Vu aussi ici".into(),
    };
    for page in 1..=3 {
        let filter = FeedbackFilter {
            page,
            ..FeedbackFilter::default()
        };
        let listed = store.feedback_list(&actor, stage.project, &filter).await;
        for entry in listed.expect("a page").page.items {
            let commented = store.comment_feedback(&actor, entry.id, CommentId::new(), &said);
            commented.await.expect("commented");
        }
    }
    for (locale, how, more) in [
        ("fr", "commenté depuis", "… et 3 autres"),
        ("en", "commented on since", "… and 3 more"),
    ] {
        let body = told(locale).await;
        assert_eq!(body.matches(how).count(), 50, "{locale}: {body}");
        assert!(body.contains(more), "{locale}: {body}");
    }
}

#[tokio::test]
async fn a_search_in_a_long_log_goes_on_behind_what_is_looked_through_at_a_time() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    let actor = stage.owner_actor().await;
    let rows: Vec<String> = (1..=503)
        .map(|row| format!("{row},Réponse {row}"))
        .collect();
    let text = format!("id,story\n{}", rows.join("\n"));
    import_feedback(&stage.world, &actor, stage.project, &text).await;
    let list = format!("/projects/{}/feedback?q=reponse", stage.project);
    let shown = async |locale: &str, rest: &str| {
        let cookies = format!("etabli_locale={locale}; {session}");
        let page = format!("{list}{rest}");
        stage.world.get_with(&page, &cookies).await.body
    };
    for (locale, more, place, counted) in [
        (
            "fr",
            "Plus de 500 retours",
            "Page 1 sur plus de 20",
            "500 au plus sont comptés",
        ),
        (
            "en",
            "More than 500 entries",
            "Page 1 of more than 20",
            "500 at most are counted",
        ),
    ] {
        let body = shown(locale, "").await;
        assert!(body.contains(&format!(">{more}<")), "{more}: {body}");
        for told in [place, counted] {
            assert!(body.contains(told), "{told}: {body}");
        }
    }
    let last = shown("fr", "&page=20").await;
    let link = "page=21&amp;after=";
    let after = last.split(link).nth(1).expect("a link to the next page");
    let after = after.split('"').next().expect("an id");
    let rest = shown("fr", &format!("&page=21&after={after}")).await;
    assert!(rest.contains("Page 21 sur 21"), "{rest}");
    assert!(rest.contains("503 retours"), "{rest}");
    assert!(rest.contains("page=20\""), "{rest}");
    assert!(!rest.contains("rel=\"next\""), "{rest}");

    // An address behind the last page leads to the last page, which says which it is.
    for (address, place, before) in [
        (format!("{list}&page=99"), "Page 20 sur plus de 20", 19),
        (
            format!("/projects/{}/feedback?page=99", stage.project),
            "Page 21 sur 21",
            20,
        ),
    ] {
        let answer = stage.world.get_with(&address, &session).await;
        let shown = address.replace("page=99", &format!("page={}", before + 1));
        assert_eq!(answer.status, StatusCode::FOUND, "{address}");
        assert_eq!(answer.header(LOCATION), shown);
        let there = stage.world.get_with(&shown, &session).await;
        assert_eq!(there.status, StatusCode::OK, "{shown}");
        let body = there.body;
        assert!(body.contains(place), "{address}: {body}");
        assert!(
            body.contains(&format!("page={before}")),
            "{address}: {body}"
        );
        assert!(body.contains("Réponse"), "{address}: {body}");
    }
}
