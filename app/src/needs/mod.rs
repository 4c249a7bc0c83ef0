//! Needs: the list, expressing one, its page.

pub(crate) mod api;
mod form;
mod list;
mod page;
mod text;

pub(crate) use form::{EditNeedPage, NewNeedPage};
pub(crate) use list::{NeedCards, NeedsPage};
pub(crate) use page::NeedPage;

use domain::needs::NeedState;

/// The tone that goes with what became of a need.
pub(crate) fn tone(state: NeedState) -> &'static str {
    match state {
        NeedState::Open => "info",
        NeedState::Answered => "good",
        NeedState::SetAside => "warn",
        NeedState::Merged | NeedState::Withdrawn => "neutral",
    }
}
