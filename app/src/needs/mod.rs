//! Needs: the list, expressing one, its page.

mod answers;
pub(crate) mod api;
mod form;
mod list;
mod merge;
mod page;
mod sessions;
mod text;

pub(crate) use answers::may_open_for_need;
pub(crate) use list::NeedCards;
#[cfg(feature = "ssr")]
pub(crate) use sessions::session_address;

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

crate::kit::lazy_pages! {
    overview:
    /// The page on which a need is expressed.
    NewNeedPage = form::new_need_page;
    /// The page on which a need is changed.
    EditNeedPage = form::edit_need_page;
    /// The list of needs, with its filter in the address.
    NeedsPage = list::needs_page;
    /// The page on which a need is merged into another one.
    MergeNeedPage = merge::merge_page;
    /// The page of a need.
    NeedPage = page::need_page;
}
