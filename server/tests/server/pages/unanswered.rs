//! What a browser is shown where no page of the application answers: for every status a page in
//! its reader's language, and a few words or none for all else.

use std::time::Duration;

use app::Failure;
use axum::body::Body;
use domain::ids::ImportId;
use domain::wording::Locale;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE};
use http::request::Builder;
use http::{Request, StatusCode};
use leptos::prelude::*;

use super::html::Document;
use crate::world::{Answer, World, empty, form, get};

/// Takes longer than the tests' server waits.
#[server(endpoint = "test_wait")]
async fn wait() -> Result<(), Failure> {
    tokio::time::sleep(Duration::from_secs(20)).await;
    Ok(())
}

/// A form that a page of ours sends.
fn sent(path: &str, body: &str) -> (Builder, Body) {
    (form(path, "/needs", body), Body::from(body.to_owned()))
}

fn asked(path: &str) -> (Builder, Body) {
    (get(path), Body::empty())
}

/// The same request of a browser that shows pages in a language.
async fn shown(world: &World, (request, body): (Builder, Body), cookies: &str) -> Answer {
    let request = request.header(COOKIE, cookies).body(body);
    world.send(request.expect("a request")).await
}

/// Asserts that the answer has this status and is a page that says so in the language.
fn assert_told(answer: &Answer, status: StatusCode, locale: Locale, words: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.header(CONTENT_TYPE), "text/html; charset=utf-8");
    assert!(answer.body.contains(words), "{words}: {}", answer.body);
    assert!(answer.body.contains(r#"href="/""#), "a way home");
    let faults = Document::read(&answer.body).faults(locale.code());
    assert!(faults.is_empty(), "{status}: {}", faults.join("\n"));
    let policy = answer.header(CONTENT_SECURITY_POLICY);
    assert!(policy.contains("default-src 'self'"), "{policy}");
    assert!(!answer.body.contains("<script") && !answer.body.contains("style="));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn every_status_has_a_page_in_both_languages() {
    let world = World::new().await;
    let (_, session) = world.person().await;
    let long = format!("words={}", "a".repeat(1024 * 1024));
    let left_out = format!("/imports/{}/left-out.csv", ImportId::new());
    for locale in [Locale::Fr, Locale::En] {
        let cookies = format!("{session}; etabli_locale={}", locale.code());
        let told = async |request, status, fr, en| {
            let answer = shown(&world, request, &cookies).await;
            let words = match locale {
                Locale::Fr => fr,
                Locale::En => en,
            };
            assert_told(&answer, status, locale, words);
        };
        let unread = sent("/preferences", "theme=sepia");
        let (fr, en) = ("Demande illisible", "Unreadable request");
        told(unread, StatusCode::BAD_REQUEST, fr, en).await;
        let foreign = (
            get("/preferences")
                .method("POST")
                .header("sec-fetch-site", "cross-site"),
            Body::from("theme=dark"),
        );
        let (fr, en) = ("un autre site", "from another site");
        told(foreign, StatusCode::FORBIDDEN, fr, en).await;
        let (fr, en) = ("Votre rôle ne permet pas", "Your role does not allow");
        told(asked(&left_out), StatusCode::FORBIDDEN, fr, en).await;
        for nowhere in ["/attachments/nothing", "/api/nothing"] {
            let (fr, en) = ("pièce jointe", "an attachment");
            told(asked(nowhere), StatusCode::NOT_FOUND, fr, en).await;
        }
        let (fr, en) = ("Introuvable", "Not found");
        told(
            asked("/preferences"),
            StatusCode::METHOD_NOT_ALLOWED,
            fr,
            en,
        )
        .await;
        let (fr, en) = ("Raccourcissez-le", "Shorten it");
        let large = sent("/api/test_take", &long);
        told(large, StatusCode::PAYLOAD_TOO_LARGE, fr, en).await;
        let (fr, en) = ("Erreur du serveur", "Server error");
        let broken = sent("/api/test_take", "words=panic&password=a");
        told(broken, StatusCode::INTERNAL_SERVER_ERROR, fr, en).await;
    }
}

#[tokio::test]
async fn a_server_that_cannot_answer_says_so() {
    let slow = World::with(&[("MAX_REQUEST_SECONDS", "1")]).await;
    let closed = World::new().await;
    closed.store.close().await.expect("closed");
    for (locale, words, sent_words) in [
        (Locale::Fr, "trop occupé", "a peut-être été enregistré"),
        (Locale::En, "too busy", "may have been saved"),
    ] {
        let cookies = format!("etabli_session=a; etabli_locale={}", locale.code());
        let answer = shown(&closed, asked("/attachments/nothing"), &cookies).await;
        assert_told(&answer, StatusCode::SERVICE_UNAVAILABLE, locale, words);
        let cookies = format!("etabli_locale={}", locale.code());
        let answer = shown(&slow, sent("/api/test_wait", ""), &cookies).await;
        assert_told(&answer, StatusCode::SERVICE_UNAVAILABLE, locale, sent_words);
    }
}

#[tokio::test]
async fn the_language_is_that_of_the_browser_or_the_person() {
    let world = World::new().await;
    let english = get("/api/nothing").header("accept-language", "en-GB, fr;q=0.5");
    let answer = world.send(empty(english)).await;
    assert_told(&answer, StatusCode::NOT_FOUND, Locale::En, "Not found");
    let (ana, cookies) = world.person().await;
    let changed = world.store.change_locale(&ana, Locale::En).await;
    changed.expect("changed");
    let answer = world.get_with("/attachments/nothing", &cookies).await;
    assert_told(&answer, StatusCode::NOT_FOUND, Locale::En, "Not found");
}

#[tokio::test]
async fn programs_are_told_in_a_few_words() {
    let world = World::new().await;
    for accept in ["*/*", "application/json", "image/avif,image/webp,*/*;q=0.8"] {
        let request = Request::get("/api/nothing").header(ACCEPT, accept);
        let answer = world.send(empty(request)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.body, "", "{accept}");
    }
    let body = "words=panic&password=a";
    let request = Request::post("/api/test_take")
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(CONTENT_LENGTH, body.len())
        .header("sec-fetch-site", "same-origin");
    let answer = world.send(request.body(Body::from(body)).expect("a request"));
    assert_eq!(answer.await.body, "Internal error");
    world.store.close().await.expect("closed");
    let ready = world.get("/readyz").await;
    assert_eq!(ready.body, "the database does not answer");
}
