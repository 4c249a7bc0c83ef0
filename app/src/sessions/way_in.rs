//! The QR code that leads to a session, on its page and on the projector.

use leptos::prelude::*;

use super::api::WayIn;
use super::text::SessionsText;

/// The code as a picture; nothing where the address is too long for one.
#[component]
pub(super) fn CodePicture(way: WayIn) -> impl IntoView {
    let t = SessionsText::here();
    let WayIn { modules, side, .. } = way;
    (side > 0).then(|| {
        view! {
            <svg
                class="code-picture"
                viewBox=format!("0 0 {side} {side}")
                role="img"
                aria-label=t.code_picture()
            >
                <path d=modules />
            </svg>
        }
    })
}
