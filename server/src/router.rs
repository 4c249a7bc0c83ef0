//! Which part of the program answers which request: pages and server functions
//! of the app, files of the site, and a few routes of the server's own.

mod attachments;
mod boards;
mod files;
mod live;
mod on_boards;
mod transfers;
mod uploads;

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use ::live::Hub;
use app::request::{Boards, Services};
use app::{App, FORM_MAX, Failure, shell};
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodFilter, any, get, on, post};
use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderValue, StatusCode};
use leptos::config::{Env, LeptosOptions};
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos::server_fn::axum::server_fn_paths;
use leptos::server_fn::error::{FromServerFnError, SERVER_FN_ERROR_HEADER};
use leptos_axum::{
    LeptosRoutes, ResponseOptions, generate_route_list_with_exclusions_and_ssg_and_context,
    handle_server_fns_with_context, render_app_async_with_context, render_route_with_context,
};
use store::drafts::DRAFT_MAX;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::configuration::Configuration;
use crate::middleware::{
    Site, check_origin, content_security_policy, keep_drafts, know_peer, know_session,
    log_requests, never_kept, read_out, say_why, secure_headers, want_session,
};
use crate::preferences;
use on_boards::OnBoards;

// What is not taken can be kept.
const _: () = assert!(FORM_MAX <= DRAFT_MAX);

/// How long a file may take to come in: a photo from a school's network.
const UPLOAD_SECONDS: u64 = 300;

/// Everything that the server answers. Who wants the live boards to end in order
/// keeps their hub, and gives a clone.
pub fn router(configuration: &Configuration, services: Services, boards: Hub) -> Router {
    let options = leptos_options(configuration);
    let context = context(
        services.clone(),
        Arc::new(OnBoards(boards.clone())),
        reload_port(&options),
    );
    let site = Site {
        services,
        trusted_proxies: configuration.trusted_proxies.clone().into(),
    };
    let session = || from_fn_with_state(site.clone(), know_session);

    let forms = functions(context.clone())
        .layer(from_fn_with_state(site.clone(), keep_drafts))
        .route("/preferences", post(preferences::change))
        .with_state(site.clone())
        .layer(session())
        .layer(RequestBodyLimitLayer::new(FORM_MAX))
        .layer(from_fn(read_out));
    let pages = pages(&options, context.clone()).layer(session());
    let nowhere = nowhere(&options, context).layer(session());
    let transfers = transfers::routes()
        .merge(boards::routes())
        .with_state(site.clone())
        .layer(session());

    let attachments = attachments::routes()
        .with_state(site.clone())
        .layer(session())
        .layer(time_limit(
            UPLOAD_SECONDS.max(configuration.max_request_seconds),
        ));

    let live = live::routes(Arc::clone(&site.services.public_url), boards).layer(session());

    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready).with_state(site.clone()))
        // Browsers ask for it beside what is no page and names no sign, such as a picture.
        .route(
            "/favicon.ico",
            get(|| async { Redirect::permanent("/favicon.svg") }),
        )
        .merge(forms)
        .merge(pages)
        .merge(transfers)
        .nest_service("/pkg", files::built(&configuration.site_dir))
        .fallback_service(files::others(
            &configuration.site_dir,
            nowhere.layer(from_fn(never_kept)),
        ))
        .layer(time_limit(configuration.max_request_seconds))
        .merge(attachments)
        .merge(live)
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(site.clone(), know_peer))
                .layer(from_fn(log_requests))
                .layer(from_fn(secure_headers))
                .layer(CompressionLayer::new().compress_when(compressible()))
                .layer(from_fn_with_state(options, say_why))
                .layer(CatchPanicLayer::custom(panicked))
                .layer(from_fn_with_state(site, check_origin)),
        )
}

/// Ends what takes longer.
fn time_limit(seconds: u64) -> TimeoutLayer {
    TimeoutLayer::with_status_code(
        StatusCode::SERVICE_UNAVAILABLE,
        Duration::from_secs(seconds),
    )
}

/// What leptos needs to know. The names of the built files carry hashes when
/// the build left their list beside the program.
fn leptos_options(configuration: &Configuration) -> LeptosOptions {
    let program = std::env::current_exe().unwrap_or_default();
    LeptosOptions::builder()
        .output_name("etabli")
        .site_root(configuration.site_dir.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(configuration.addr)
        .env(if cfg!(debug_assertions) {
            Env::DEV
        } else {
            Env::PROD
        })
        .hash_files(program.with_file_name("hash.txt").is_file())
        .build()
}

/// The port from which `cargo leptos watch` tells pages to load themselves anew; none
/// where the server runs by itself. Asked as leptos asks before it has a page listen.
fn reload_port(options: &LeptosOptions) -> Option<u32> {
    let watched = std::env::var("LEPTOS_WATCH").is_ok();
    watched.then_some(options.reload_port)
}

/// What pages and server functions find in their context. A page also gets its
/// content security policy here, where its nonce is known.
fn context(
    services: Services,
    boards: Arc<dyn Boards>,
    reload_port: Option<u32>,
) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_context(services.clone());
        provide_context(Arc::clone(&boards));
        if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
            && let Ok(policy) =
                HeaderValue::from_str(&content_security_policy(Some(&nonce), reload_port))
        {
            response.insert_header(CONTENT_SECURITY_POLICY, policy);
        }
    }
}

/// The app's pages.
fn pages(options: &LeptosOptions, context: impl Fn() + Clone + Send + Sync + 'static) -> Router {
    let (routes, _) =
        generate_route_list_with_exclusions_and_ssg_and_context(App, None, context.clone());
    let render = {
        let options = options.clone();
        render_route_with_context(routes.clone(), context, move || shell(options.clone()))
    };
    Router::new()
        .leptos_routes_with_handler(routes, render)
        .route_layer(from_fn(want_session))
        .with_state(options.clone())
}

/// The app's server functions.
fn functions(context: impl Fn() + Clone + Send + Sync + 'static) -> Router<Site> {
    let mut router = Router::new().route("/api/{*function}", any(StatusCode::NOT_FOUND));
    for (path, method) in server_fn_paths() {
        let Ok(method) = MethodFilter::try_from(method) else {
            continue;
        };
        let context = context.clone();
        let answer = move |request: Request| async move {
            fitting_status(handle_server_fns_with_context(context, request).await).await
        };
        router = router.route(path, on(method, answer));
    }
    router
}

/// The most bytes of a failure: it names fields, never what was typed in them.
const FAILURE_MAX: usize = 64 * 1024;

/// Gives the failure of a server function the status that fits it; leptos calls
/// every one an internal error.
async fn fitting_status(response: impl IntoResponse) -> Response {
    let response = response.into_response();
    let failed = response.status() == StatusCode::INTERNAL_SERVER_ERROR
        && response.headers().contains_key(SERVER_FN_ERROR_HEADER);
    if !failed {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = axum::body::to_bytes(body, FAILURE_MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.status = Failure::de(body.clone()).status();
    (parts, body).into_response()
}

/// The page that says that there is none at this address.
fn nowhere(options: &LeptosOptions, context: impl Fn() + Clone + Send + Sync + 'static) -> Router {
    let options = options.clone();
    let render = render_app_async_with_context(context, move || shell(options.clone()));
    let answer = move |request: Request| async move {
        let mut response = render(request).await;
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        response
    };
    Router::new().fallback(answer).layer(from_fn(want_session))
}

async fn ready(State(site): State<Site>) -> (StatusCode, &'static str) {
    match site.services.store.is_ready().await {
        Ok(true) => (StatusCode::OK, "ready"),
        Ok(false) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the schema is another version's",
        ),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer",
            )
        }
    }
}

/// What is small or compressed already is sent as it is.
fn compressible() -> impl Predicate {
    let packed = [
        "font/",
        "audio/",
        "video/",
        "application/zip",
        "application/pdf",
        "application/vnd.openxmlformats",
        "application/vnd.oasis.opendocument",
    ];
    let [a, b, c, d, e, f, g] = packed.map(NotForContentType::const_new);
    DefaultPredicate::new()
        .and(a)
        .and(b)
        .and(c)
        .and(d)
        .and(e)
        .and(f)
        .and(g)
}

/// The answer when a handler panics. The panic's own words stay in the log.
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let words = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no words");
    tracing::error!(words, "panic");
    (StatusCode::INTERNAL_SERVER_ERROR, "Internal error").into_response()
}
