//! Encodes what a tick sends: once for all who may know the same, and by itself
//! for whoever may know more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::delta::{Reader, is_nobodys, is_private, public_delta, untold_authors};
use super::tail::Tail;
use crate::document::Document;
use crate::ids::{ClientId, ParticipantId, Seq};
use crate::limits::MAX_UNTOLD;
use crate::wire::{Delta, FromServer, Refusals};

pub(super) struct Broadcast<'a> {
    tail: &'a Tail,
    document: &'a Document,
    /// By place, and by whether names are hidden from those who stand there.
    shared: BTreeMap<(Seq, bool), Shared>,
}

/// What those at one place are sent.
struct Shared {
    bytes: Option<Arc<[u8]>>,
    /// Who is behind something that others do not learn, and gets a frame of their own.
    clients: BTreeSet<ClientId>,
    participants: BTreeSet<ParticipantId>,
}

impl<'a> Broadcast<'a> {
    pub(super) const fn new(tail: &'a Tail, document: &'a Document) -> Self {
        Self {
            tail,
            document,
            shared: BTreeMap::new(),
        }
    }

    /// The frame for a reader who has been sent everything up to a place; `None`
    /// if there is nothing for them to know.
    pub(super) fn frame(&mut self, from: Seq, reader: Reader) -> Option<Arc<[u8]>> {
        if from == self.tail.end() {
            return None;
        }
        let (tail, document) = (self.tail, self.document);
        let names_hidden = document.phase().hides_names_from(reader.member);
        let shared = self
            .shared
            .entry((from, names_hidden))
            .or_insert_with(|| Shared::at(tail, document, from, names_hidden));
        if !shared.clients.contains(&reader.client)
            && !shared.participants.contains(&reader.member.participant)
        {
            return shared.bytes.clone();
        }
        let delta = reader.delta(tail, document, from);
        encode(delta, reader.refusals(tail, from))
    }
}

impl Shared {
    fn at(tail: &Tail, document: &Document, from: Seq, names_hidden: bool) -> Self {
        let entries = || tail.since(from).into_iter().flatten();
        let private = entries().filter(|ordered| is_private(document, ordered));
        let (mut clients, mut participants): (BTreeSet<ClientId>, BTreeSet<ParticipantId>) =
            private
                .map(|ordered| (ordered.entry.client, ordered.entry.participant))
                .unzip();
        // They alone are told that it was they: it answers them.
        let nobodys = entries().filter(|ordered| is_nobodys(document, ordered, names_hidden));
        clients.extend(nobodys.map(|ordered| ordered.entry.client));
        let untold = |ordered| untold_authors(document, ordered, names_hidden);
        participants.extend(entries().flat_map(untold));
        Self {
            bytes: encode(public_delta(tail, document, from, names_hidden), Vec::new()),
            clients,
            participants,
        }
    }
}

/// Without a delta the client has fallen out of what the room remembers.
fn encode(delta: Option<Delta>, refusals: Refusals) -> Option<Arc<[u8]>> {
    let frame = match delta {
        Some(delta) => {
            let untold = delta.to.0.saturating_sub(delta.from.0);
            if delta.sections.is_empty() && untold < MAX_UNTOLD {
                return None;
            }
            FromServer::Batch(delta, refusals)
        }
        None => FromServer::Resync,
    };
    Some(frame.encode().into())
}
