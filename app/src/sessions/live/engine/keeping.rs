//! What of a board is kept on the device while it is open: the client before it is sent, the
//! document from time to time.

use std::time::Duration;

use board::client::Saved;
use board::ids::ClientId;
use leptos::prelude::*;

use super::{Board, Standing};
use crate::sessions::live::storage::Storage;

/// The document is kept on the device at most so often: that takes as long as it is large.
pub(super) const DOCUMENT: Duration = Duration::from_secs(3);

impl Board {
    /// Keeps on the device what is not kept yet, and sends it then.
    pub(super) fn keep(self) {
        let start = self.core.try_update_value(|core| {
            core.unkept = true;
            !std::mem::replace(&mut core.keeping, true)
        });
        if start != Some(true) {
            return;
        }
        leptos::task::spawn_local(async move {
            while let Some((id, saved)) = self.to_keep() {
                let same = self.core.try_with_value(|core| core.kept == saved.bytes);
                let storage = self.storage.try_with_value(Clone::clone).flatten();
                let kept = match (same, storage) {
                    (Some(true), _) => true,
                    (_, Some(storage)) => self.put(storage, id, &saved.bytes).await,
                    (_, None) => false,
                };
                let _ = self.core.try_update_value(|core| {
                    core.keeps = kept;
                    // A device that keeps nothing still sends: the page says what waits.
                    core.client.saved(saved.revision);
                    if kept {
                        core.kept = saved.bytes;
                    }
                });
                self.flush();
            }
            // That nothing is left to be kept is said, too: an old program hears of no more.
            self.stand();
        });
    }

    fn to_keep(self) -> Option<(ClientId, Saved)> {
        self.core
            .try_update_value(|core| {
                core.keeping = std::mem::replace(&mut core.unkept, false);
                core.keeping.then(|| (core.client.id(), core.client.save()))
            })
            .flatten()
    }

    /// Keeps a client of this id. One that has another since it was kept last is kept under
    /// that from now on.
    async fn put(self, storage: Storage, id: ClientId, saved: &[u8]) -> bool {
        if storage.is_of(id) {
            return storage.keep_client(saved).await;
        }
        let Some(moved) = storage.keep_under(id, saved).await else {
            return false;
        };
        let keeps = moved.keeps();
        let _ = self.storage.try_set_value(Some(moved));
        keeps
    }

    /// Keeps the document, so that the board can be read without a connection.
    pub(super) fn keep_document(self) {
        let storage = self.storage.try_with_value(Clone::clone).flatten();
        let document = self.core.try_update_value(|core| {
            core.document_due = false;
            core.client.save_document()
        });
        if let (Some(storage), Some(document)) = (storage, document) {
            leptos::task::spawn_local(async move {
                storage.keep_document(&document).await;
            });
        }
    }

    /// Whether closing the page now would lose something.
    pub(super) fn would_lose(self) -> bool {
        let standing = self.standing.try_get_untracked();
        standing.is_some_and(Standing::would_be_lost) || self.would_lose_draft()
    }

    /// Whether nothing is left to be kept.
    pub(super) fn is_kept(self) -> bool {
        let kept = self
            .core
            .try_with_value(|core| !core.keeping && !core.unkept);
        kept == Some(true)
    }

    /// Whether everything of the client is with the room and nothing is left to be kept.
    pub(super) fn is_settled(self) -> bool {
        let settled = self.core.try_with_value(|core| {
            let waiting = core.client.unacknowledged().next().is_some();
            core.client.is_live() && !waiting
        });
        settled == Some(true) && self.is_kept()
    }
}
