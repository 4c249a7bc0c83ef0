//! What every answer carries, and what the server says of itself.

use axum::body::Body;
use http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, STRICT_TRANSPORT_SECURITY,
};
use http::{Request, StatusCode};

use crate::world::{World, empty, get};

/// The nonce of a content security policy.
fn nonce(policy: &str) -> &str {
    let (_, rest) = policy.split_once("'nonce-").expect("a nonce");
    rest.split_once('\'').expect("its end").0
}

#[tokio::test]
async fn a_page_allows_only_its_own_scripts() {
    let world = World::new().await;
    let first = world.get("/sign-in").await;
    let second = world.get("/sign-in").await;
    assert_eq!(first.status, StatusCode::OK);
    let policy = first.header(CONTENT_SECURITY_POLICY);
    for part in [
        "default-src 'self'",
        "connect-src 'self';",
        "object-src 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    let own = nonce(policy);
    assert!(
        first.body.contains(&format!("nonce=\"{own}\"")),
        "{}",
        first.body
    );
    assert_ne!(own, nonce(second.header(CONTENT_SECURITY_POLICY)));
}

#[tokio::test]
async fn every_answer_is_secure() {
    let world = World::new().await;
    world.file("robots.txt", "User-agent: *");
    for path in [
        "/sign-in",
        "/",
        "/healthz",
        "/robots.txt",
        "/pkg/none.js",
        "/api/none",
    ] {
        let answer = world.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(
            answer
                .header(CONTENT_SECURITY_POLICY)
                .contains("frame-ancestors"),
            "{path}"
        );
        for nothing in ["camera=()", "microphone=()", "geolocation=()"] {
            let policy = answer.header("permissions-policy");
            assert!(policy.contains(nothing), "{path}: {policy}");
        }
        assert_eq!(answer.header("x-request-id").len(), 32, "{path}");
        assert_eq!(answer.header(STRICT_TRANSPORT_SECURITY), "", "{path}");
    }
}

#[tokio::test]
async fn https_is_insisted_on_where_it_is_used() {
    let world = World::with(&[("PUBLIC_URL", "https://etabli.example")]).await;
    let answer = world.get("/sign-in").await;
    assert!(
        answer
            .header(STRICT_TRANSPORT_SECURITY)
            .contains("max-age=")
    );
}

#[tokio::test]
async fn pages_are_never_kept() {
    let world = World::new().await;
    for path in ["/sign-in", "/api/none"] {
        assert_eq!(
            world.get(path).await.header(CACHE_CONTROL),
            "no-store",
            "{path}"
        );
    }
}

#[tokio::test]
async fn pages_are_compressed_once() {
    let world = World::new().await;
    let ask = get("/sign-in").header("accept-encoding", "gzip, br");
    assert_eq!(world.send(empty(ask)).await.header(CONTENT_ENCODING), "br");
    world.file("pkg/a.js", "plain");
    world.file("pkg/a.js.br", "compressed by the build");
    let ask = get("/pkg/a.js").header("accept-encoding", "gzip, br");
    let answer = world.send(empty(ask)).await;
    assert_eq!(answer.header(CONTENT_ENCODING), "br");
    assert_eq!(answer.body, "compressed by the build");
}

#[tokio::test]
async fn the_server_says_how_it_is() {
    let world = World::new().await;
    assert_eq!(world.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(world.get("/readyz").await.status, StatusCode::OK);
    world.store.close().await.expect("closed");
    assert_eq!(world.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(
        world.get("/readyz").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
}

#[tokio::test]
async fn writes_come_from_our_own_pages() {
    let world = World::new().await;
    let post = || {
        Request::post("/preferences").header("content-type", "application/x-www-form-urlencoded")
    };
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("x-nothing", "said"),
    ] {
        let request = post()
            .header(name, value)
            .body(Body::from("theme=dark"))
            .expect("a request");
        assert_eq!(
            world.send(request).await.status,
            StatusCode::FORBIDDEN,
            "{name} {value}"
        );
    }
    for (name, value) in [
        ("sec-fetch-site", "same-origin"),
        ("origin", "http://127.0.0.1:3000"),
    ] {
        let request = post()
            .header(name, value)
            .body(Body::from("theme=dark"))
            .expect("a request");
        assert_eq!(
            world.send(request).await.status,
            StatusCode::SEE_OTHER,
            "{name} {value}"
        );
    }
}
