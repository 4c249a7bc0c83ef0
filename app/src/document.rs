//! The HTML document around the application, which the server alone makes.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::preferences::{Theme, locale, provide_preferences, theme};
use crate::request;

/// When the program comes that brings a page to life in the browser.
#[derive(Clone, Copy)]
enum Program {
    /// Never: a stranger signs in by links and forms that the server answers, and
    /// nobody waits for what is not needed.
    Never,
    /// With the first sign that somebody uses the page, which is all links and
    /// forms, too: who opens it to read on loads nothing else.
    FirstUse,
    /// With the page.
    AtOnce,
}

impl Program {
    fn of_this_page() -> Self {
        let stranger = request::signed_in().is_err();
        match request::path().as_deref() {
            Some("/sign-in" | "/forgotten") if stranger => Self::Never,
            Some("/" | "/accessibilite") => Self::FirstUse,
            _ => Self::AtOnce,
        }
    }
}

/// The HTML document around the application.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    provide_preferences();
    // Where the system decides, nothing stands in its way.
    let chosen = (theme() != Theme::System).then(|| theme().code());
    // Whose the document is (`viewer::WHOSE`).
    let person = request::signed_in().ok();
    let person = person.map(|signed_in| signed_in.actor.user.to_string());
    view! {
        <!DOCTYPE html>
        <html lang=locale().code() data-theme=chosen data-person=person>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <HashedStylesheet options=options.clone() id="style" />
                <AutoReload options=options.clone() />
                <Scripts options=options />
                <MetaTags />
            </head>
            <body>
                <crate::App />
            </body>
        </html>
    }
}

#[component]
fn Scripts(options: LeptosOptions) -> impl IntoView {
    let program = Program::of_this_page();
    let hydration = match program {
        Program::Never => return ().into_any(),
        // What is in a template is neither loaded nor run. Under an owner of its own, or
        // its context would have the parts of the page loaded at once all the same.
        Program::FirstUse => Owner::new()
            .with(|| view! { <template id="waiting-scripts"><HydrationScripts options=options /></template> }.into_any()),
        Program::AtOnce => view! { <HydrationScripts options=options /> }.into_any(),
    };
    view! {
        {hydration}
        <script type="module" nonce=use_nonce()>{include_str!("document/first.js")}</script>
    }
    .into_any()
}
