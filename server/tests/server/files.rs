//! Files of the site.

use http::StatusCode;
use http::header::{CACHE_CONTROL, LOCATION};

use crate::world::{World, empty};

#[tokio::test]
async fn files_named_after_their_content_are_kept() {
    let world = World::new().await;
    world.file("pkg/etabli.DP2z8pG-2Xk_Ff3a0aqWbA.js", "export {}");
    world.file("pkg/etabli.js", "export {}");
    world.file("favicon.svg", "<svg/>");
    for (path, kept) in [
        (
            "/pkg/etabli.DP2z8pG-2Xk_Ff3a0aqWbA.js",
            "public, max-age=31536000, immutable",
        ),
        ("/pkg/etabli.js", "no-cache"),
        ("/favicon.svg", "public, max-age=3600"),
    ] {
        let answer = world.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header(CACHE_CONTROL), kept, "{path}");
    }
}

#[tokio::test]
async fn a_file_that_is_gone_is_no_page() {
    let world = World::new().await;
    let answer = world.get("/pkg/etabli.AAAAAAAAAAAAAAAAAAAAAA.js").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.header(LOCATION), "");
    assert_eq!(answer.header(CACHE_CONTROL), "no-store");
}

#[tokio::test]
async fn nothing_beside_the_site_is_served() {
    let world = World::new().await;
    let (_, cookie) = world.person().await;
    for path in [
        "/../etabli.sqlite",
        "/..%2fetabli.sqlite",
        "/pkg/../../etabli.sqlite",
        "/pkg/%2e%2e/%2e%2e/etabli.sqlite",
    ] {
        let request = http::Request::get(path).header("cookie", &cookie);
        let answer = world.send(empty(request)).await;
        assert_ne!(answer.status, StatusCode::OK, "{path}");
        assert!(!answer.body.contains("SQLite format"), "{path}");
    }
}

/// Whoever opens a picture of a board by itself sees the sign of the site beside it.
#[tokio::test]
async fn what_names_no_sign_has_that_of_the_site() {
    let world = World::new().await;
    let answer = world.get("/favicon.ico").await;
    assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(answer.header(LOCATION), "/favicon.svg");
}
