//! What others see of this person: pointer, selection, hand.

use std::time::Duration;

use board::ids::RecordId;
use board::presence::Presence;
use leptos::prelude::*;

use super::Board;

/// The shortest time between two frames about where this person points.
const POINTING: Duration = Duration::from_millis(50);

impl Board {
    /// Changes what others see of this person: pointer, selection, hand. The pointer
    /// travels at most twenty times a second.
    pub(in crate::sessions::live) fn appear(self, change: impl FnOnce(&mut Presence)) {
        let first = self.core.try_update_value(|core| {
            let before = signs(&core.presence);
            change(&mut core.presence);
            let first = !std::mem::replace(&mut core.pointing, true);
            (first, before != signs(&core.presence))
        });
        if let Some((_, true)) = first {
            self.company.update(|seen| *seen = seen.wrapping_add(1));
        }
        if let Some((true, _)) = first {
            let _ = set_timeout_with_handle(move || self.show_presence(), POINTING);
        }
    }

    fn show_presence(self) {
        let _ = self.core.try_update_value(|core| {
            core.pointing = false;
            core.client.set_presence(core.presence.clone());
        });
        self.flush();
    }

    /// What others see of this person.
    pub(in crate::sessions::live) fn presence(self) -> Presence {
        self.company.track();
        self.core.with_value(|core| core.presence.clone())
    }
}

/// What of a presence its own person sees, too.
const fn signs(presence: &Presence) -> (bool, bool, bool, Option<RecordId>) {
    (
        presence.hand,
        presence.ready,
        presence.attention,
        presence.spotlight,
    )
}
