//! How a board meets its room, and hears from it.

use board::client::Update;
use leptos::prelude::*;

use super::super::link::{Happening, Link};
use super::super::polling::ask_ahead;
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

    fn happens(self, happening: Happening) {
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
            Happening::Frame(bytes) => {
                core.heard = true;
                core.client.receive(&bytes)
            }
        });
        match update {
            Some(Ok(update)) => self.after(update),
            Some(Err(_)) => self.with_link(Link::give_up),
            None => {}
        }
    }
}
