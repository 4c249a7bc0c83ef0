//! The HTML document around the application, which the server alone makes.

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::preferences::{Theme, locale, provide_preferences, theme};
use crate::request;

/// Where a stranger signs in, everything is a link or a form that the server answers:
/// nobody waits there for a program that is not needed.
const WITHOUT_SCRIPTS: [&str; 2] = ["/sign-in", "/forgotten"];

/// Whether the page that is asked for is brought to life in the browser.
fn wants_scripts() -> bool {
    match request::path() {
        Some(path) => {
            let stranger = request::signed_in().is_err();
            !(stranger && WITHOUT_SCRIPTS.contains(&path.as_str()))
        }
        None => true,
    }
}

/// The HTML document around the application.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    provide_preferences();
    // Where the system decides, nothing stands in its way.
    let chosen = (theme() != Theme::System).then(|| theme().code());
    view! {
        <!DOCTYPE html>
        <html lang=locale().code() data-theme=chosen>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <HashedStylesheet options=options.clone() id="style" />
                <AutoReload options=options.clone() />
                {wants_scripts().then(|| view! { <HydrationScripts options=options /> })}
                <MetaTags />
            </head>
            <body>
                <crate::App />
            </body>
        </html>
    }
}
