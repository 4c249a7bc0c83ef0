//! Files attached to a thing: looked at, listened to, saved, added, taken away; the
//! page of each.

mod api;
mod list;
mod page;
mod text;
mod upload;

pub(crate) use list::Attachments;

use leptos::prelude::*;

use self::api::RemoveAttachment;
use crate::kit::FormAction;

/// What can be done with the files of a thing; made where the page is made.
#[derive(Clone, Copy)]
pub(crate) struct AttachmentActions {
    remove: FormAction<RemoveAttachment>,
    /// How many files were added since the page was made.
    added: RwSignal<usize>,
}

impl AttachmentActions {
    pub(crate) fn new() -> Self {
        Self {
            remove: FormAction::new(),
            added: RwSignal::new(0),
        }
    }

    /// How often something was done: what shows files is loaded again then.
    pub(crate) fn done(self) -> usize {
        self.remove.version().get() + self.added.get()
    }
}

crate::kit::lazy_pages! {
    overview:
    /// The page of a file.
    FilePage = page::file_page;
}
