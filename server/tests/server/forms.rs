//! Forms sent without JavaScript, to server functions of the tests' own.

use app::Failure;
use std::net::Ipv4Addr;

use app::request::{DRAFT_COOKIE, RequestInfo, SESSION_COOKIE, request_info, signed_in};
use axum::body::Body;
use domain::ids::NeedId;
use domain::needs::NeedDraft;
use domain::problems::{Problem, Problems};
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use http::{HeaderName, Request, StatusCode};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use leptos::server_fn::error::ServerFnUrlError;
use leptos_axum::ResponseOptions;
use store::SetClock;

use crate::world::{Answer, World, empty, form};

/// Takes only the words that it is waiting for.
#[server(endpoint = "test_take")]
async fn take(words: String, password: String) -> Result<String, Failure> {
    assert_ne!(words, "panic");
    if words == "the right words" {
        Ok(password)
    } else {
        Err(Failure::Invalid(Problems::one("words", Problem::Missing)))
    }
}

/// Wants somebody signed in.
#[server(endpoint = "test_want")]
async fn want(words: String) -> Result<String, Failure> {
    signed_in()?;
    Ok(words)
}

/// Tells the draft that the request finds in a header: what answers a page leads elsewhere.
#[server(endpoint = "test_draft", input = GetUrl)]
async fn draft() -> Result<(), Failure> {
    let draft = request_info().and_then(|info: RequestInfo| info.draft);
    if let Some(draft) = draft {
        let told = format!("{} {}", draft.path, draft.body).parse();
        let response = expect_context::<ResponseOptions>();
        response.append_header(FOUND, told.expect("a header"));
    }
    Ok(())
}

/// The header in which a draft is told.
const FOUND: HeaderName = HeaderName::from_static("x-found");

async fn post(world: &World, path: &str, page: &str, body: &str, cookies: &str) -> Answer {
    let request = form(path, page, body).header(COOKIE, cookies);
    let request = request
        .body(Body::from(body.to_owned()))
        .expect("a request");
    world.send(request).await
}

/// The cookie that leads to a draft, as the browser sends it back.
fn draft_cookie(answer: &Answer) -> String {
    let cookie = answer.cookie(DRAFT_COOKIE).expect("a draft");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("Max-Age=600"),
        "{cookie}"
    );
    cookie.split(';').next().expect("its value").to_owned()
}

const TYPED: &str = "words=Un+%C3%A9t%C3%A9&password=une+longue+phrase";

#[tokio::test]
async fn a_form_that_is_not_taken_comes_back_as_it_was() {
    let world = World::new().await;
    let answer = post(&world, "/api/test_take", "/needs?page=2", TYPED, "").await;
    let (page, query) = answer.leads_to().split_once('?').expect("a query");
    assert_eq!(page, "/needs");
    let query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    assert_eq!(query[0], ("page".to_owned(), "2".to_owned()));
    assert_eq!(query[1].1, "/api/test_take");
    let failure: Failure = ServerFnUrlError::decode_err(&query[2].1);
    assert!(matches!(failure, Failure::Invalid(_)), "{failure:?}");

    let cookie = draft_cookie(&answer);
    let id = cookie.split_once('=').expect("a cookie").1;
    let kept = world
        .store
        .draft(id.parse().expect("an id"), None)
        .await
        .expect("asked");
    let kept = kept.expect("a draft");
    assert_eq!(
        (kept.path.as_str(), kept.body.as_str()),
        ("/api/test_take", "words=Un+%C3%A9t%C3%A9")
    );
}

#[tokio::test]
async fn a_later_request_finds_the_draft() {
    let world = World::new().await;
    let cookie = draft_cookie(&post(&world, "/api/test_take", "/needs", TYPED, "").await);
    let found = draft_of(&world, &cookie).await;
    assert_eq!(found, "/api/test_take words=Un+%C3%A9t%C3%A9");
}

/// A form may be long. What a stranger typed belongs to the first who reads it, which tells
/// here that nobody has.
#[tokio::test]
async fn only_a_page_that_is_opened_reads_what_was_typed() {
    let world = World::new().await;
    let (_, ana) = world.person().await;
    let (_, bob) = world.person_at("bob@exemple.fr").await;
    let cookie = draft_cookie(&post(&world, "/api/test_take", "/needs", TYPED, "").await);
    let hers = format!("{ana}; {cookie}");
    let sent = post(&world, "/api/test_want", "/needs", "words=a", &hers).await;
    assert_eq!(sent.status, StatusCode::FOUND);
    for path in ["/api/test_draft", "/api/load_projects", "/files/none"] {
        let request = Request::get(path)
            .header(ACCEPT, "image/avif,application/json,*/*;q=0.8")
            .header("sec-fetch-site", "same-origin")
            .header(COOKIE, &hers);
        let answer = world.send(empty(request)).await;
        assert_eq!(answer.header(FOUND), "", "{path}");
    }
    let found = draft_of(&world, &format!("{bob}; {cookie}")).await;
    assert!(found.contains("words="), "{found}");
    assert_eq!(draft_of(&world, &hers).await, "");
}

#[tokio::test]
async fn a_second_try_shows_its_own_failure_only() {
    let world = World::new().await;
    let first = post(&world, "/api/test_take", "/needs", TYPED, "").await;
    let second = post(&world, "/api/test_take", first.leads_to(), TYPED, "").await;
    assert_eq!(second.leads_to(), first.leads_to());
}

#[tokio::test]
async fn a_form_that_is_taken_forgets_its_draft() {
    let world = World::new().await;
    let (_, ana) = world.person().await;
    let cookie = draft_cookie(&post(&world, "/api/test_take", "/needs", TYPED, "").await);
    let taken = "words=the+right+words&password=a";
    let ana = format!("{ana}; {cookie}");
    let other = post(&world, "/api/test_want", "/needs", "words=a", &ana).await;
    assert_eq!(other.status, StatusCode::FOUND);
    assert!(other.cookie(DRAFT_COOKIE).is_none());
    let answer = post(&world, "/api/test_take", "/needs", taken, &cookie).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert!(
        answer
            .cookie(DRAFT_COOKIE)
            .expect("a cookie")
            .contains("Max-Age=0")
    );
    assert_eq!(draft_of(&world, &cookie).await, "", "it is dropped");
}

/// The draft that a page finds that is opened with these cookies.
async fn draft_of(world: &World, cookies: &str) -> String {
    let answer = world.get_with("/api/test_draft", cookies).await;
    assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.body);
    answer.header(FOUND).to_owned()
}

#[tokio::test]
async fn what_was_typed_as_a_session_expired_comes_back_to_its_person_only() {
    let world = World::new().await;
    let (ana, _) = world.person().await;
    let (_, bob) = world.person_at("bob@exemple.fr").await;
    let store = &world.store;
    let long_ago = SetClock::at(store.now().plus_seconds(-31 * 86_400));
    let expired = store.with_clock(long_ago).start_session(ana.user, "").await;
    let expired = format!("{SESSION_COOKIE}={}", expired.expect("a session"));
    // Somebody signs in meanwhile.
    store.start_session(ana.user, "").await.expect("a session");
    let answer = post(&world, "/api/test_want", "/needs/new", "words=a", &expired).await;
    assert!(answer.leads_to().starts_with("/sign-in"));
    let draft = draft_cookie(&answer);
    for others in [String::new(), expired, bob] {
        let found = draft_of(&world, &format!("{others}; {draft}")).await;
        assert_eq!(found, "", "{others}");
    }
    let again = store.start_session(ana.user, "").await.expect("a session");
    let own = format!("{SESSION_COOKIE}={again}; {draft}");
    let found = draft_of(&world, &own).await;
    assert!(found.contains("words=a"), "{found}");
}

#[tokio::test]
async fn what_was_typed_outlasts_a_mistyped_password() {
    let world = World::new().await;
    world.person_at("bob@exemple.fr").await;
    let typed = post(&world, "/api/test_want", "/needs/new", "words=a", "").await;
    let draft = draft_cookie(&typed);
    let wrong = "email=bob%40exemple.fr&password=not+the+right+one&next=%2Fneeds%2Fnew";
    let refused = post(&world, "/api/sign_in", "/sign-in", wrong, &draft).await;
    assert!(refused.leads_to().starts_with("/sign-in"));
    assert!(refused.cookie(DRAFT_COOKIE).is_none(), "it is no draft");
    assert!(draft_of(&world, &draft).await.contains("words=a"));
    // Where nothing waits, what was typed to sign in does.
    let refused = post(&world, "/api/sign_in", "/sign-in", wrong, "").await;
    assert!(refused.cookie(DRAFT_COOKIE).is_some());
}

#[tokio::test]
async fn what_a_stranger_typed_comes_back_to_the_first_who_signs_in() {
    let world = World::new().await;
    let (_, ana) = world.person().await;
    let (_, bob) = world.person_at("bob@exemple.fr").await;
    let answer = post(&world, "/api/test_want", "/needs/new", "words=a", "").await;
    let draft = draft_cookie(&answer);
    for (cookies, finds) in [
        ("", true),
        (ana.as_str(), true),
        (bob.as_str(), false),
        ("", false),
        (ana.as_str(), true),
    ] {
        let found = draft_of(&world, &format!("{cookies}; {draft}")).await;
        assert_eq!(found.contains("words=a"), finds, "{cookies}: {found}");
    }
}

#[tokio::test]
async fn signing_out_drops_what_was_typed() {
    let world = World::new().await;
    for function in ["sign_out", "sign_out_everywhere"] {
        let (ana, _) = world.person_at(&format!("{function}@exemple.fr")).await;
        let secret = world.store.start_session(ana.user, "").await;
        let session = format!("{SESSION_COOKIE}={}", secret.expect("a session"));
        let answer = post(&world, "/api/test_take", "/needs", TYPED, &session).await;
        let draft = draft_cookie(&answer);
        let cookies = format!("{session}; {draft}");
        assert!(draft_of(&world, &cookies).await.contains("words="));
        let left = post(&world, &format!("/api/{function}"), "/", "", &cookies).await;
        let dropped = left.cookie(DRAFT_COOKIE).expect(function);
        assert!(dropped.contains("Max-Age=0"), "{dropped}");
        // Whoever kept the cookie, the same person too, finds nothing any more.
        let again = world.store.start_session(ana.user, "").await;
        let own = format!("{SESSION_COOKIE}={}; {draft}", again.expect("a session"));
        assert_eq!(draft_of(&world, &own).await, "", "{function}");
    }
}

/// The forms of a person are kept however many strangers came from the same address.
#[tokio::test]
async fn of_strangers_at_one_address_so_many_forms_are_kept() {
    let world = World::new().await;
    let (_, ana) = world.person().await;
    let limit = &world.services.sign_in_limit;
    while limit.allows_draft(Ipv4Addr::UNSPECIFIED.into()).is_ok() {}
    let strangers = post(&world, "/api/test_take", "/needs", TYPED, "").await;
    assert!(strangers.leads_to().starts_with("/needs?"));
    assert!(strangers.cookie(DRAFT_COOKIE).is_none());
    draft_cookie(&post(&world, "/api/test_take", "/needs", TYPED, &ana).await);
}

/// An accented letter takes six bytes of a form.
const LETTER: &str = "%C3%A9";

/// As long as a form can be, which is far beyond what any field may hold.
#[tokio::test]
async fn a_long_form_comes_back_whole() {
    let world = World::new().await;
    let (_, ana) = world.person().await;
    for letters in [11_000, 170_000] {
        let statement = LETTER.repeat(letters);
        let typed = format!("id={}&draft%5Bstatement%5D={statement}", NeedId::new());
        let answer = post(&world, "/api/express_need", "/needs/new", &typed, &ana).await;
        let page = world.come_back(&answer, &ana).await;
        assert!(page.body.contains(&"é".repeat(letters)), "{letters}");
        assert!(page.body.contains("n'est perdu"), "{letters}");
        assert!(page.body.contains("2\u{202f}000 caractères"), "{letters}");
    }
}

/// Of strangers less is kept, and of nobody anything that was forgotten since.
#[tokio::test]
async fn what_was_not_kept_is_told_to_be_gone() {
    let world = World::new().await;
    let (_, ana) = world.person().await;
    let typed = format!("email={}&password=a", LETTER.repeat(11_000));
    let refused = post(&world, "/api/sign_in", "/sign-in", &typed, "").await;
    assert!(refused.cookie(DRAFT_COOKIE).is_none());
    let page = world.get(refused.leads_to()).await;
    let empty = format!("id={}&draft%5Bstatement%5D=", NeedId::new());
    let answer = post(&world, "/api/express_need", "/needs/new", &empty, &ana).await;
    let forgotten = world.get_with(answer.leads_to(), &ana).await;
    for page in [page, forgotten] {
        assert!(page.body.contains("pu être gardé"), "{}", page.body);
        assert!(!page.body.contains("n'est perdu"), "{}", page.body);
    }
}

/// The form of before is not taken for the one that was too long to keep.
#[tokio::test]
async fn what_was_not_kept_is_not_mistaken_for_what_was_typed_before() {
    let world = World::new().await;
    let before = draft_cookie(&post(&world, "/api/test_take", "/needs", TYPED, "").await);
    let typed = format!("words={}&password=a", LETTER.repeat(11_000));
    let answer = post(&world, "/api/test_take", "/needs", &typed, &before).await;
    let cookie = answer.cookie(DRAFT_COOKIE).expect("a cookie");
    assert!(cookie.contains("Max-Age=0"), "{cookie}");
}

/// A browser need not say how long a form is.
#[tokio::test]
async fn a_form_of_unknown_length_comes_back_too() {
    let world = World::new().await;
    let mut request = form("/api/test_take", "/needs", TYPED);
    if let Some(headers) = request.headers_mut() {
        headers.remove(CONTENT_LENGTH);
    }
    let answer = world.send(request.body(Body::from(TYPED)).expect("a request"));
    draft_cookie(&answer.await);
}

#[tokio::test]
async fn a_session_that_ended_comes_back_through_sign_in() {
    let world = World::new().await;
    let answer = post(&world, "/api/test_want", "/needs/new?a=b", "words=a", "").await;
    assert_eq!(answer.leads_to(), "/sign-in?next=%2Fneeds%2Fnew%3Fa%3Db");
    draft_cookie(&answer);
    // Whoever was signed in is told that this is over.
    let over = "etabli_session=over";
    let answer = post(&world, "/api/test_want", "/needs/new", "words=a", over).await;
    assert_eq!(answer.leads_to(), "/sign-in?next=%2Fneeds%2Fnew&ended=yes");
    let (_, cookie) = world.person().await;
    let answer = post(&world, "/api/test_want", "/needs/new", "words=a", &cookie).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert!(answer.cookie(DRAFT_COOKIE).is_none());
}

#[tokio::test]
async fn scripts_get_their_failure_as_it_is() {
    let world = World::new().await;
    let request = Request::post("/api/test_take")
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    let request = request.body(Body::from(TYPED)).expect("a request");
    let answer = world.send(request).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("invalid"), "{}", answer.body);
    assert!(answer.cookie(DRAFT_COOKIE).is_none());
}

#[tokio::test]
async fn a_panic_is_an_answer_without_words() {
    let world = World::new().await;
    let answer = post(&world, "/api/test_take", "/", "words=panic&password=a", "").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    for words in ["panic", "assertion"] {
        assert!(!answer.body.contains(words), "{}", answer.body);
    }
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn a_body_has_a_size() {
    let world = World::new().await;
    for (bytes, status) in [
        (1024 * 1024 + 1, StatusCode::PAYLOAD_TOO_LARGE),
        (512 * 1024, StatusCode::OK),
    ] {
        let body = format!("words=the+right+words&password={}", "a".repeat(bytes - 31));
        let request = Request::post("/api/test_take")
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(CONTENT_LENGTH, body.len())
            .header("sec-fetch-site", "same-origin");
        let request = request.body(Body::from(body)).expect("a request");
        assert_eq!(world.send(request).await.status, status, "{bytes}");
    }
}

#[tokio::test]
async fn what_was_saved_meanwhile_stands_beside_what_comes_back() {
    let world = World::new().await;
    let (ana, cookie) = world.person().await;
    let need = |affected: &str, pupils: &str| NeedDraft {
        statement: "Suivre la fluence".into(),
        affected: affected.into(),
        pupils: pupils.into(),
        ..NeedDraft::default()
    };
    let (store, id) = (&world.store, NeedId::new());
    let expressed = store.express_need(&ana, id, &need("", "")).await;
    expressed.expect("expressed");
    let edited = store.edit_need(&ana, id, 1, &need("", "24")).await;
    edited.expect("changed");
    let typed = format!(
        "id={id}&version=1&draft%5Bstatement%5D=Suivre+la+fluence&draft%5Baffected%5D=Mes+CM1"
    );
    let page = format!("/needs/{id}/edit");
    let answer = post(&world, "/api/edit_need", &page, &typed, &cookie).await;
    let cookies = format!("{cookie}; {}", draft_cookie(&answer));
    let back = world.get_with(answer.leads_to(), &cookies).await;
    let (_, beside) = back
        .body
        .split_once("Version enregistrée")
        .unwrap_or_else(|| panic!("nothing beside it in {}", back.body));
    let (beside, form) = beside.split_once("</section>").expect("its end");
    for saved in ["laissé vide", "24"] {
        assert!(beside.contains(saved), "{saved} in {beside}");
    }
    assert!(
        !beside.contains("Suivre la fluence"),
        "said alike: {beside}"
    );
    assert!(form.contains("Mes CM1"), "what is typed stays");
}
