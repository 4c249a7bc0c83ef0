//! What tabs that were closed had not sent, beside what this tab goes on with: it is sent for
//! them, one after the other, as if they were open again. What they are refused is told at
//! once, and goes over to this tab.

use std::time::Duration;

use board::client::Proposal;
use domain::ids::SessionId;
use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::{Update as _, *};

use super::{Board, Link, Update};
use crate::sessions::live::link::Barred;
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
            let adopted = StoredValue::new(Vec::new());
            let look = move || {
                other.goes_on_beside(self);
                self.hear_of(other, adopted);
                let waiting = other.standing.get_untracked().waiting;
                self.count_stranded(later.saturating_add(waiting));
                // What was refused is kept here before it is given up there.
                let keeps = self.core.try_with_value(|core| core.keeps) == Some(true);
                let stored = keeps && self.is_kept();
                if stored && other.gives_up_refused() {
                    adopted.set_value(Vec::new());
                    return;
                }
                if !stored || !other.is_settled() {
                    return;
                }
                stop();
                other.end();
                if let Some((owner, left)) = left.try_update_value(Option::take).flatten() {
                    self.send_stranded(owner, session, left);
                }
            };
            looking.set_value(set_interval_with_handle(look, LOOK).ok());
            on_cleanup(stop);
        });
    }

    /// Tells here what another client has to say, and takes over what it was refused beyond
    /// what has been.
    fn hear_of(self, other: Self, adopted: StoredValue<Vec<Proposal>>) {
        let told = other.told.try_update(std::mem::take).unwrap_or_default();
        if !told.is_empty() {
            self.told.update(|all| all.extend(told));
        }
        let waiting = other.with_client(|client| client.quarantine().to_vec());
        let refused = adopted.with_value(|adopted| beyond(adopted, &waiting));
        if !refused.is_empty() {
            adopted.set_value(waiting);
            let refused = other.with_client(|theirs| {
                self.with_client(|client| client.brought_along(theirs, refused))
            });
            let _ = self
                .core
                .try_update_value(|core| core.client.adopt(&refused));
            self.after(Update::default());
        }
    }

    /// Connects again where the room has stopped this client for another tab, and not the tab
    /// that it is sent for.
    fn goes_on_beside(self, tab: Self) {
        let (stopped, here) = (self.standing.get_untracked(), tab.standing.get_untracked());
        if stopped.refused == Some(Barred::Elsewhere) && here.live && here.refused.is_none() {
            self.go_on_here();
        }
    }

    /// Gives up what was refused. Whether there was anything.
    fn gives_up_refused(self) -> bool {
        let had = self.core.try_update_value(|core| {
            let first = core.client.discard(0).is_some();
            while core.client.discard(0).is_some() {}
            first
        });
        if had == Some(true) {
            self.keep();
        }
        had == Some(true)
    }

    /// Lets go of a client that has sent everything: its name is free for the next tab.
    fn end(self) {
        self.with_link(Link::end);
        let _ = self.storage.try_set_value(None);
    }

    fn count_stranded(self, waiting: usize) {
        let _ = self.core.try_update_value(|core| core.stranded = waiting);
        self.stand();
    }
}

/// What waits beyond what was taken over. Some of that may wait no longer: another device of
/// the same person has put it back.
fn beyond(adopted: &[Proposal], waiting: &[Proposal]) -> Vec<Proposal> {
    let mut adopted = adopted.iter();
    let new = waiting
        .iter()
        .filter(|one| !adopted.any(|known| known == *one));
    new.cloned().collect()
}

/// Operations that these clients have not sent.
fn unsent(clients: &[Kept]) -> usize {
    let waiting = clients
        .iter()
        .map(|kept| kept.client.unacknowledged().count());
    waiting.sum()
}

#[cfg(test)]
mod tests {
    use board::client::Client;
    use board::ids::ClientId;
    use board::operation::Operation;
    use board::rules::Refusal;

    use super::*;

    #[test]
    fn what_waits_no_longer_hides_nothing_that_is_refused_later() {
        let mut client = Client::new(ClientId::from_random(1));
        let [one, two, three] = [(); 3].map(|()| Proposal {
            operation: Operation::Delete(client.new_record_id()),
            refusal: Refusal::NotInPhase,
        });
        let both = [one, two.clone()];
        assert_eq!(beyond(&[], &both), both);
        assert!(beyond(&both, &both).is_empty());
        let later = [two, three];
        assert_eq!(beyond(&both, &later), later[1..]);
        assert_eq!(beyond(&both, &later[1..]), later[1..]);
    }
}
