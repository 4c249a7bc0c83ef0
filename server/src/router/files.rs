//! Files of the site, sent as the build compressed them. Those whose name
//! carries a hash never change and are kept for a year.

use std::convert::Infallible;
use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use tower_http::services::ServeDir;

/// Characters of a hash in a file's name (128 bits in base64).
const HASH_LENGTH: usize = 22;

/// What the build makes: scripts, styles and wasm.
pub(super) fn built(site: &Path) -> Router {
    Router::new()
        .fallback_service(folder(&site.join("pkg")))
        .layer(from_fn(keep_built))
}

/// All other files of the site; whatever is no file goes to `nowhere`.
pub(super) fn others(site: &Path, nowhere: Router) -> Router {
    Router::new()
        .fallback_service(folder(site).fallback(nowhere))
        .layer(from_fn(keep_others))
}

fn folder(path: &Path) -> ServeDir {
    ServeDir::new(path)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
}

async fn keep_built(request: Request, next: Next) -> Result<Response, Infallible> {
    let kept = if has_hash(request.uri().path()) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    Ok(keep(next.run(request).await, kept))
}

async fn keep_others(request: Request, next: Next) -> Result<Response, Infallible> {
    Ok(keep(next.run(request).await, "public, max-age=3600"))
}

fn keep(mut response: Response, kept: &'static str) -> Response {
    if response.status().is_success() || response.status() == http::StatusCode::NOT_MODIFIED {
        response
            .headers_mut()
            .entry(CACHE_CONTROL)
            .or_insert(HeaderValue::from_static(kept));
    }
    response
}

/// Whether a file is named after its content: `etabli.HASH.js`.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split('.').rev().nth(1).is_some_and(|part| {
        part.len() == HASH_LENGTH
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}

#[cfg(test)]
mod tests {
    use super::has_hash;

    #[test]
    fn hashes_are_recognised() {
        for hashed in [
            "/etabli.DP2z8pG-2Xk_Ff3a0aqWbA.wasm",
            "/__wasm_split.DP2z8pG-2Xk_Ff3a0aqWbA.js",
        ] {
            assert!(has_hash(hashed), "{hashed}");
        }
        for plain in [
            "/etabli.js",
            "/etabli.min.js",
            "/DP2z8pG-2Xk_Ff3a0aqWbA",
            "/",
        ] {
            assert!(!has_hash(plain), "{plain}");
        }
    }
}
