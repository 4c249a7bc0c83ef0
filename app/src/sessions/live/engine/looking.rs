//! How the parts of the page look at a board, and follow what they look at.

use board::client::{Client, Proposal};
use board::document::Document;
use board::index::SpatialIndex;
use board::rules::Role;
use leptos::prelude::*;

use super::{Board, Changes};

impl Board {
    /// Looks at the document as its reader sees it; followed, at most once a frame of
    /// the screen.
    pub(in crate::sessions::live) fn with<R>(self, look: impl FnOnce(&Document) -> R) -> R {
        self.drawn.track();
        self.core.with_value(|core| look(core.client.view()))
    }

    /// Whether nothing is on the board, once the room has told: nothing that this person sees, or
    /// nothing that everybody does.
    pub(in crate::sessions::live) fn is_blank(self, for_all: bool) -> Memo<bool> {
        Memo::new(move |_| {
            let is_told = self.me.get().is_some();
            is_told
                && self.with(|document| {
                    let mut records = document.records();
                    !records.any(|(_, record)| !(for_all && record.secrecy.hidden))
                })
        })
    }

    /// Looks at the document and its index, now.
    pub(in crate::sessions::live) fn with_index<R>(
        self,
        look: impl FnOnce(&Document, &SpatialIndex) -> R,
    ) -> R {
        self.core
            .with_value(|core| look(core.client.view(), &core.index))
    }

    /// How often the document has changed on this page; not followed.
    pub(in crate::sessions::live) fn changes(self) -> u64 {
        self.core.with_value(|core| core.changed)
    }

    /// What looks different since this was asked last.
    pub(in crate::sessions::live) fn take_changes(self) -> Changes {
        let taken = self
            .core
            .try_update_value(|core| std::mem::take(&mut core.changes));
        taken.unwrap_or_default()
    }

    /// Has everything drawn anew: the canvas has lost what it showed.
    pub(in crate::sessions::live) fn draw_all(self) {
        self.core.update_value(|core| core.changes.everything());
        self.drawn.update(|drawn| *drawn = drawn.wrapping_add(1));
    }

    /// Whether anything may look different now.
    pub(in crate::sessions::live) fn follow(self) {
        self.drawn.track();
    }

    /// Looks at the client; followed like people's comings and goings.
    pub(in crate::sessions::live) fn with_company<R>(self, look: impl FnOnce(&Client) -> R) -> R {
        self.company.track();
        self.core.with_value(|core| look(&core.client))
    }

    /// What waits in quarantine, followed.
    pub(in crate::sessions::live) fn quarantine(self) -> Vec<Proposal> {
        self.proposals.get()
    }

    /// Looks at the client without following it.
    pub(in crate::sessions::live) fn with_client<R>(self, look: impl FnOnce(&Client) -> R) -> R {
        self.core.with_value(|core| look(&core.client))
    }

    /// Whether this person leads the session.
    pub(in crate::sessions::live) fn leads(self) -> bool {
        self.me
            .get()
            .is_some_and(|member| member.role == Role::Facilitator)
    }

    /// Whether this person looks on, and does nothing on the board.
    pub(in crate::sessions::live) fn observes(self) -> bool {
        let me = self.me.get();
        me.is_some_and(|member| member.role == Role::Observer)
    }

    /// Whether nobody's name stands beside what they made, followed.
    pub(in crate::sessions::live) fn hides_names(self) -> bool {
        self.phase.get().hides_names(self.over.get())
    }
}
