//! How a board meets its room, and hears from it.

use std::collections::{BTreeMap, BTreeSet};

use board::client::Update;
use board::ids::RecordId;
use leptos::prelude::{Update as _, *};

use super::super::link::{Happening, Link};
use super::super::polling::ask_ahead;
use super::super::storage::new_id;
use super::Board;

impl Board {
    /// Connects to the room. Of a board that this device knows nothing of, all comes ahead.
    pub(super) fn connect(self, path: String) {
        let greeting = self
            .core
            .try_update_value(|core| core.client.ask_ahead())
            .flatten();
        let Some(greeting) = greeting else {
            self.open_link(&path);
            return;
        };
        leptos::task::spawn_local(async move {
            let answer = ask_ahead(&path, &greeting).await;
            let update = self.core.try_update_value(|core| {
                // What is no answer is none: all of it comes on the connection then.
                let update = answer.map(|bytes| core.client.receive(&bytes));
                core.client.disconnected();
                update.and_then(Result::ok).unwrap_or_default()
            });
            // Nothing, if the page is left meanwhile.
            if let Some(update) = update {
                self.after(update);
                self.open_link(&path);
            }
        });
    }

    fn open_link(self, path: &str) {
        let link = Link::open(path, move |happening| self.happens(happening));
        self.link.set_value(Some(link));
    }

    /// Connects again, because this person goes on here and not where else the board is open.
    pub(in crate::sessions::live) fn go_on_here(self) {
        let _ = self.core.try_update_value(|core| core.refused = None);
        self.stand();
        self.with_link(Link::go_on);
    }

    fn happens(self, happening: Happening) {
        let mut renamed = BTreeMap::new();
        let update = self.core.try_update_value(|core| match happening {
            Happening::Opened => {
                core.client.connected();
                Ok(Update::default())
            }
            Happening::Closed => {
                core.client.disconnected();
                Ok(Update::default())
            }
            Happening::Refused(barred) => {
                core.client.disconnected();
                core.refused = Some(barred);
                Ok(Update::default())
            }
            Happening::Foreign => {
                let (update, new) = core.client.take_id(new_id());
                renamed = new;
                Ok(update)
            }
            Happening::Frame(bytes) => {
                core.heard = true;
                core.client.receive(&bytes)
            }
        });
        self.rename(&renamed);
        match update {
            Some(Ok(update)) => self.after(update),
            Some(Err(_)) => self.with_link(Link::give_up),
            None => {}
        }
    }

    /// Goes on with records that have other ids.
    fn rename(self, new: &BTreeMap<RecordId, RecordId>) {
        if new.is_empty() {
            return;
        }
        let renamed = |id: RecordId| new.get(&id).copied().unwrap_or(id);
        self.selection.update(|selection| {
            let before: BTreeSet<RecordId> = std::mem::take(selection);
            selection.extend(before.into_iter().map(renamed));
        });
        self.editing
            .update(|editing| *editing = editing.map(renamed));
    }
}
