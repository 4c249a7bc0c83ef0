//! What tabs that were closed had not sent, beside what this tab goes on with: it is sent for
//! them, one after the other, as if they were open again.

use std::time::Duration;

use domain::ids::SessionId;
use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;

use super::{Board, Link};
use crate::sessions::live::storage::Kept;

/// How often to look whether one of them is through.
const LOOK: Duration = Duration::from_millis(500);

impl Board {
    /// Sends what these clients have not sent. Until then it counts as waiting.
    pub(super) fn send_stranded(self, owner: Owner, session: SessionId, mut left: Vec<Kept>) {
        self.count_stranded(unsent(&left));
        let Some(next) = left.pop() else {
            return;
        };
        let later = unsent(&left);
        let other = Self::connected(&owner, session, next);
        let within = owner.clone();
        within.with(move || {
            let looking = StoredValue::new(None::<IntervalHandle>);
            let stop = move || {
                if let Some(looking) = looking.try_update_value(Option::take).flatten() {
                    looking.clear();
                }
            };
            let left = StoredValue::new_local(Some((owner, left)));
            let look = move || {
                let waiting = other.standing.get_untracked().waiting;
                self.count_stranded(later.saturating_add(waiting));
                if !other.is_settled() {
                    return;
                }
                stop();
                self.finish_stranded(other);
                if let Some((owner, left)) = left.try_update_value(Option::take).flatten() {
                    self.send_stranded(owner, session, left);
                }
            };
            looking.set_value(set_interval_with_handle(look, LOOK).ok());
            on_cleanup(stop);
        });
    }

    /// Lets go of a client that has sent everything: its name is free for the next tab. What
    /// it had to say is told here.
    fn finish_stranded(self, other: Self) {
        other.with_link(Link::end);
        let _ = other.storage.try_set_value(None);
        let told = other.told.get_untracked();
        if !told.is_empty() {
            self.told.update(|all| all.extend(told));
        }
    }

    fn count_stranded(self, waiting: usize) {
        let _ = self.core.try_update_value(|core| core.stranded = waiting);
        self.stand();
    }
}

/// Operations that these clients have not sent.
fn unsent(clients: &[Kept]) -> usize {
    let waiting = clients
        .iter()
        .map(|kept| kept.client.unacknowledged().count());
    waiting.sum()
}
