//! How a client is brought into step: a delta from where it stands, or all of the board.

use super::delta::Reader;
use super::{ConnectionId, Joined, Room};
use crate::error::Error;
use crate::rules::Member;
use crate::wire::{CatchUp, FromServer, Hello, Snapshot, Welcome};

impl Room {
    pub(super) fn greet(
        &mut self,
        connection: ConnectionId,
        member: Member,
        hello: &Hello,
    ) -> Result<(), Error> {
        let owner = self.seats.owner(hello.client);
        if !hello.client.is_of_client() || owner.is_some_and(|owner| owner != member.participant) {
            return Err(Error::ForeignClient);
        }
        let known = self.connections.get(&connection);
        if known.is_some_and(|known| known.glances) {
            let bytes = self.welcome(member, hello);
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
        if let Some(greeted) = self.connections.get_mut(&connection) {
            greeted.joined = Some(Joined {
                client: hello.client,
                attempt: hello.attempt,
                sent: self.tail.end(),
                next: hello.next,
            });
        }
        let bytes = self.welcome(member, hello);
        self.hold(connection, bytes.into());
        self.company
            .came(connection, hello.client, member.participant);
        for bytes in self.company.everything() {
            self.hold(connection, bytes);
        }
        Ok(())
    }

    /// The answer to a Hello, as a delta or a snapshot, whichever is shorter.
    pub(super) fn welcome(&self, member: Member, hello: &Hello) -> Vec<u8> {
        let encode = |catch_up| {
            FromServer::Welcome(Box::new(Welcome {
                attempt: hello.attempt,
                epoch: self.epoch,
                member,
                acknowledged: self.seats.last(hello.client),
                refused: self.seats.refused_since(hello.client, hello.next),
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
