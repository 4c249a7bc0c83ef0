//! The form with which a person chooses language and theme; it works without
//! JavaScript. Both are kept in cookies, the language also in the account.

use app::preferences::Theme;
use app::request::{CHOICE_SECONDS, LOCALE_COOKIE, RequestInfo};
use axum::extract::rejection::FormRejection;
use axum::extract::{Extension, Form, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::wording::Locale;
use http::StatusCode;
use http::header::SET_COOKIE;
use serde::Deserialize;

use crate::middleware::{Site, new_cookie};
use crate::paths::local_path;

/// The cookie with the code of the theme.
pub(crate) const THEME_COOKIE: &str = "etabli_theme";

/// What the form sends; a choice that is not made is left as it was.
#[derive(Deserialize)]
pub(crate) struct Choice {
    locale: Option<String>,
    theme: Option<String>,
    #[serde(default)]
    return_to: String,
}

/// Keeps the choice and leads back.
pub(crate) async fn change(
    State(site): State<Site>,
    Extension(info): Extension<RequestInfo>,
    choice: Result<Form<Choice>, FormRejection>,
) -> Response {
    let Ok(Form(choice)) = choice else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let mut cookies = Vec::new();
    if let Some(code) = choice.locale {
        let Some(locale) = Locale::from_code(&code) else {
            return StatusCode::BAD_REQUEST.into_response();
        };
        if let Some(signed_in) = &info.signed_in
            && let Err(error) = site
                .services
                .store
                .change_locale(&signed_in.actor, locale)
                .await
        {
            tracing::error!(%error, "language not kept in the account");
        }
        cookies.push(new_cookie(
            LOCALE_COOKIE,
            locale.code(),
            CHOICE_SECONDS,
            info.secure,
        ));
    }
    if let Some(code) = choice.theme {
        let Some(theme) = Theme::from_code(&code) else {
            return StatusCode::BAD_REQUEST.into_response();
        };
        cookies.push(new_cookie(
            THEME_COOKIE,
            theme.code(),
            CHOICE_SECONDS,
            info.secure,
        ));
    }
    let cookies = AppendHeaders(cookies.into_iter().map(|cookie| (SET_COOKIE, cookie)));
    let to = local_path(&choice.return_to).unwrap_or("/");
    (cookies, Redirect::to(to)).into_response()
}
