//! How a client is brought into step: a delta from where it stands, or all of the board.

use super::delta::Reader;
use super::turned_away::TurnedAway;
use super::{ConnectionId, Joined, Room};
use crate::error::Error;
use crate::ids::{ClientId, ParticipantId};
use crate::presence::Announcement;
use crate::rules::{Member, Role};
use crate::wire::{CatchUp, FromServer, Hello, Snapshot, Welcome};

impl Room {
    pub(super) fn greet(
        &mut self,
        connection: ConnectionId,
        member: Member,
        hello: &Hello,
    ) -> Result<(), Error> {
        let owner = self.owner(hello.client);
        if !hello.client.is_of_client() || owner.is_some_and(|owner| owner != member.participant) {
            return Err(Error::ForeignClient);
        }
        let known = self.connections.get(&connection);
        if known.is_some_and(|known| known.glances) {
            let bytes = self.welcome(member, hello, &TurnedAway::default());
            self.hold(connection, bytes.into());
            return Ok(());
        }
        let joined = known.and_then(|known| known.joined);
        if joined
            .is_some_and(|joined| joined.client == hello.client && joined.attempt >= hello.attempt)
        {
            // A repetition. What was sent after the first answer must not be
            // taken for part of a second one.
            return Ok(());
        }
        for other in self.connections.values_mut() {
            // A client has one connection at a time: the latest.
            other.joined = other.joined.filter(|joined| joined.client != hello.client);
        }
        self.greeted.greets(hello.client, member.participant);
        let mut turned_away = TurnedAway::default();
        if let Some(greeted) = self.connections.get_mut(&connection) {
            let told = std::mem::take(&mut greeted.turned_away);
            if joined.is_some_and(|joined| joined.client == hello.client) {
                turned_away = told;
            }
            greeted.greeted = true;
            greeted.joined = Some(Joined {
                client: hello.client,
                attempt: hello.attempt,
                sent: self.tail.end(),
                // What it is told now that it has an answer to is not done any more.
                next: hello.next.max(turned_away.last.saturating_add(1)),
            });
        }
        let bytes = self.welcome(member, hello, &turned_away);
        self.hold(connection, bytes.into());
        self.company
            .came(connection, hello.client, member.participant);
        for bytes in self.company.everything() {
            self.hold(connection, bytes);
        }
        // Once the session is over nobody has it. Also who had it before hears who has it now.
        let floor = self.floor.filter(|_| member.role != Role::Reader);
        if let Some((to, turn)) = floor {
            let floor = FromServer::Announcement(Announcement::FloorGiven { to, turn });
            self.hold(connection, floor.encode().into());
        }
        Ok(())
    }

    /// Whose a client is, as far as anything says so: what it did, who is joined or has greeted
    /// as it, and the records that have its ids.
    fn owner(&self, client: ClientId) -> Option<ParticipantId> {
        let joined = || {
            let mut connections = self.connections.values();
            let joined = connections
                .find(|known| known.joined.is_some_and(|joined| joined.client == client));
            joined.map(|known| known.member.participant)
        };
        let seat = self.seats.owner(client);
        seat.or_else(joined)
            .or_else(|| self.greeted.owner(client))
            .or_else(|| self.document.creator(client))
    }

    /// The answer to a Hello, as a delta or a snapshot, whichever is shorter; with what was
    /// refused on its connection and stands in no log.
    pub(super) fn welcome(
        &self,
        member: Member,
        hello: &Hello,
        turned_away: &TurnedAway,
    ) -> Vec<u8> {
        let acknowledged = self.seats.last(hello.client).max(turned_away.last);
        let mut refused = self.seats.refused_since(hello.client, hello.next);
        refused.extend(turned_away.refused_since(hello.next));
        let encode = |catch_up| {
            FromServer::Welcome(Box::new(Welcome {
                attempt: hello.attempt,
                epoch: self.epoch,
                member,
                acknowledged,
                refused: refused.clone(),
                catch_up,
            }))
            .encode()
        };
        let snapshot = || {
            let end = self.tail.end();
            let hidden = self.document.phase().hides_names_from(member);
            let snapshot = Snapshot::of(&self.document, end, member.participant, hidden);
            encode(CatchUp::Snapshot(Box::new(snapshot)))
        };
        let reader = Reader {
            client: hello.client,
            member,
        };
        let delta = hello
            .seen
            .filter(|(epoch, _)| *epoch == self.epoch)
            .and_then(|(_, seen)| reader.delta(&self.tail, &self.document, seen))
            .map(|delta| encode(CatchUp::Delta(delta)));
        match delta {
            None => snapshot(),
            Some(delta) => {
                let seen = self.document.records();
                let least = seen
                    .filter(|(_, record)| record.is_visible_to(member.participant))
                    .count()
                    .saturating_mul(Snapshot::MIN_RECORD_BYTES);
                if delta.len() <= least {
                    return delta;
                }
                let snapshot = snapshot();
                if snapshot.len() < delta.len() {
                    snapshot
                } else {
                    delta
                }
            }
        }
    }
}
