//! The room's side of presence: who is here, what they show, and what of it is to be told
//! at the end of a tick.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ConnectionId;
use crate::ids::{ClientId, ParticipantId};
use crate::limits::MAX_CURSORS;
use crate::presence::{Introduction, Person, Presence, PresenceOf};
use crate::wire::FromServer;

/// People of whom one frame tells. A connection keeps the memory of its longest
/// frame, and most are short.
const TOGETHER: usize = 16;

/// Everybody who was introduced, and what the clients that are connected show.
#[derive(Debug, Default)]
pub(super) struct Company {
    introductions: BTreeMap<ParticipantId, Introduction>,
    shown: BTreeMap<ConnectionId, Shown>,
    /// Who came, left or was introduced anew since the last tick.
    people: BTreeSet<ParticipantId>,
    /// What has changed since the last tick, by client: the last of it.
    changed: BTreeMap<ClientId, PresenceOf>,
}

#[derive(Debug)]
struct Shown {
    client: ClientId,
    participant: ParticipantId,
    presence: Presence,
}

impl Company {
    pub(super) fn introduce(&mut self, participant: ParticipantId, introduction: Introduction) {
        let introduction = introduction.shortened();
        let known = self.introductions.insert(participant, introduction.clone());
        if known != Some(introduction) {
            self.people.insert(participant);
        }
    }

    pub(super) fn came(
        &mut self,
        connection: ConnectionId,
        client: ClientId,
        participant: ParticipantId,
    ) {
        self.people.insert(participant);
        let nothing = Presence::default();
        let mut before = self.shown.values();
        if before.any(|shown| shown.client == client && shown.presence != nothing) {
            // It shows nothing until it says what: it may not have said the last of it.
            let of = PresenceOf {
                client,
                participant,
                presence: Some(nothing),
            };
            self.changed.insert(client, of);
        }
        // A client has one connection at a time: the latest.
        self.shown.retain(|_, shown| shown.client != client);
        let shown = Shown {
            client,
            participant,
            presence: Presence::default(),
        };
        self.shown.insert(connection, shown);
        if self.is_crowded() {
            self.take_pointers();
        }
    }

    /// Whether there are so many clients that their pointers tell nobody anything.
    fn is_crowded(&self) -> bool {
        self.shown.len() > MAX_CURSORS
    }

    /// Takes the pointers that are shown, and has everybody told so.
    fn take_pointers(&mut self) {
        for shown in self.shown.values_mut() {
            if shown.presence.cursor.take().is_some() {
                let of = PresenceOf {
                    client: shown.client,
                    participant: shown.participant,
                    presence: Some(shown.presence.clone()),
                };
                self.changed.insert(shown.client, of);
            }
        }
    }

    pub(super) fn left(&mut self, connection: ConnectionId) {
        if let Some(shown) = self.shown.remove(&connection) {
            self.people.insert(shown.participant);
            let goes_on = self
                .shown
                .values()
                .any(|other| other.client == shown.client);
            if !goes_on {
                let gone = PresenceOf {
                    client: shown.client,
                    participant: shown.participant,
                    presence: None,
                };
                self.changed.insert(shown.client, gone);
            }
        }
    }

    pub(super) fn shown_by(&self, connection: ConnectionId) -> Option<&Presence> {
        self.shown.get(&connection).map(|shown| &shown.presence)
    }

    pub(super) fn shows(&mut self, connection: ConnectionId, presence: Presence) {
        let crowded = self.is_crowded();
        let Some(shown) = self.shown.get_mut(&connection) else {
            return;
        };
        let presence = Presence {
            cursor: presence.cursor.filter(|_| !crowded),
            ..presence
        };
        if shown.presence != presence {
            shown.presence = presence.clone();
            let of = PresenceOf {
                client: shown.client,
                participant: shown.participant,
                presence: Some(presence),
            };
            self.changed.insert(shown.client, of);
        }
    }

    /// What everybody is to be told at the end of a tick.
    pub(super) fn news(&mut self) -> Vec<Arc<[u8]>> {
        let people = std::mem::take(&mut self.people);
        let people: Vec<_> = people
            .into_iter()
            .filter_map(|participant| self.person(participant))
            .collect();
        let changed: Vec<_> = std::mem::take(&mut self.changed).into_values().collect();
        frames(people, changed)
    }

    /// All that somebody who comes does not know yet.
    pub(super) fn everything(&self) -> Vec<Arc<[u8]>> {
        let people = self.introductions.keys();
        let people = people.filter_map(|participant| self.person(*participant));
        let nothing = Presence::default();
        let shown = self
            .shown
            .values()
            .filter(|shown| shown.presence != nothing);
        let shown = shown.map(|shown| PresenceOf {
            client: shown.client,
            participant: shown.participant,
            presence: Some(shown.presence.clone()),
        });
        frames(people.collect(), shown.collect())
    }

    fn person(&self, participant: ParticipantId) -> Option<(ParticipantId, Person)> {
        let introduction = self.introductions.get(&participant)?.clone();
        let here = self
            .shown
            .values()
            .any(|shown| shown.participant == participant);
        Some((participant, Person { introduction, here }))
    }
}

fn frames(people: Vec<(ParticipantId, Person)>, shown: Vec<PresenceOf>) -> Vec<Arc<[u8]>> {
    let people = people.chunks(TOGETHER);
    let people = people.map(|people| FromServer::People(people.to_vec()).encode().into());
    let shown = (!shown.is_empty()).then(|| FromServer::Presence(shown).encode().into());
    people.chain(shown).collect()
}

#[cfg(test)]
mod tests;
