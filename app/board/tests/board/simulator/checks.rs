//! What must hold: of each frame that leaves the server or a client, and in the end.

use board::document::Document;
use board::ids::{ClientId, Epoch, ParticipantId, RecordId, Seq};
use board::operation::{Operation, Reveal};
use board::property::Property;
use board::record::{Content, Ends, Record};
use board::rules::{Member, Role};
use board::server::Entry;
use board::wire::{CatchUp, Change, Delta, FromClient, FromServer, Submit};

use super::World;

impl World {
    /// S14, S19, S57: what leaves the server is durable, and for its reader's eyes; whose
    /// an unsigned record is, its author alone is told.
    pub(super) fn watch(&self, who: usize, bytes: &[u8]) {
        let reader = self.nodes[who].member.participant;
        let may_see = |id: &RecordId| {
            self.durable
                .record(*id)
                .is_some_and(|record| record.is_visible_to(reader))
        };
        for (secret, ids) in &self.secrets {
            let leaks = || {
                bytes
                    .windows(secret.len())
                    .any(|window| window == secret.as_bytes())
            };
            let known = ids.iter().any(may_see);
            assert!(known || !leaks(), "{secret} reached {reader:?}");
        }
        // S20: nobody is told of an arrow from whom something that it joins is hidden.
        let tells_of = |ends: Ends| {
            let known = |end: RecordId| self.durable.record(end).is_some();
            assert!(
                ends.both().iter().all(|end| may_see(end) || !known(*end)),
                "{ends:?} reached {reader:?}"
            );
        };
        // At the frame's own place: what came before names were hidden may be under way.
        let keeps_names = |record: &Record, place: Seq| {
            let told = [reader, ParticipantId::NOBODY];
            record.signer(self.names_hidden_at(place)).is_some() || told.contains(&record.author)
        };
        let durable = self.disk.last().map(|entry| entry.seq);
        let own_entries = || {
            let entries = self.disk.iter();
            let own = entries.filter(|entry| entry.client == ClientId::ROOM);
            u32::try_from(own.count()).unwrap()
        };
        let check = |delta: &Delta| {
            assert!(Some(delta.to) <= durable || delta.to == Seq(0));
            assert!(delta.signatures.is_empty() || !self.names_hidden_at(delta.to));
            for section in &delta.sections {
                let own = section.participant == reader;
                for change in &section.changes {
                    let id = match change {
                        Change::Put(id, record) => {
                            let kept = keeps_names(record, delta.to);
                            assert!(kept, "whose {id} is reached {reader:?}");
                            ends_of(record).into_iter().for_each(tells_of);
                            Some(*id)
                        }
                        Change::Apply(Operation::PutBack(..)) => {
                            panic!("what was lost is told to nobody")
                        }
                        Change::Apply(operation) => {
                            if let Operation::Set(_, Property::Ends(ends)) = operation {
                                tells_of(*ends);
                            }
                            operation.record()
                        }
                    };
                    let concerned = id.and_then(|id| self.durable.record(id));
                    let hidden = self.names_hidden_at(delta.to);
                    if concerned.is_some_and(|record| record.signer(hidden).is_none()) && !own {
                        let contests = matches!(change, Change::Apply(Operation::Contest(..)));
                        assert!(contests || section.participant == ParticipantId::NOBODY);
                        assert_eq!(section.client, ClientId::ROOM);
                        // What people do is counted for nobody; what the room did (S68) is its own.
                        assert!(section.operations <= own_entries());
                    }
                    assert!(id.as_ref().is_none_or(may_see));
                }
            }
        };
        match FromServer::decode(bytes).unwrap() {
            FromServer::Batch(delta, _) => check(&delta),
            FromServer::Welcome(welcome) => {
                let client = self.nodes[who].client.id();
                let known = self.answered.get(&client).copied().unwrap_or(0);
                assert!(welcome.acknowledged <= known);
                match welcome.catch_up {
                    CatchUp::Delta(delta) => check(&delta),
                    CatchUp::Snapshot(snapshot) => {
                        let place = snapshot.seq;
                        let document = snapshot.into_document();
                        assert!(document.ids().all(|id| may_see(&id)));
                        let joined = document.records();
                        joined.filter_map(|(_, it)| ends_of(it)).for_each(tells_of);
                        // Snapshots hold texts word by word.
                        let tells = |secret: &str| {
                            let mut texts = document.records().map(|(_, it)| &it.shape.text);
                            texts.any(|text| text.contains(secret))
                        };
                        let mut secrets = self.secrets.iter();
                        assert!(
                            secrets.all(|(secret, ids)| ids.iter().any(may_see) || !tells(secret))
                        );
                        let mut records = document.records();
                        assert!(records.all(|(_, record)| keeps_names(record, place)));
                    }
                }
            }
            FromServer::Presence(shown) => {
                let told = shown.into_iter().filter_map(|one| one.presence);
                let named = told.flat_map(|shown| shown.selection.into_iter().chain(shown.writing));
                let is_signed = |id: RecordId| {
                    let record = self.durable.record(id);
                    record.is_none_or(|record| !record.secrecy.unsigned)
                };
                assert!(named.into_iter().all(|id| may_see(&id) && is_signed(id)));
            }
            FromServer::Resync | FromServer::People(_) | FromServer::Announcement(_) => {}
            FromServer::Reload => panic!("one version only"),
        }
    }

    /// S14: of no operation that is not on disk does a client believe that it has its answer,
    /// unless the disk itself was lost.
    pub(super) fn watch_sent(&mut self, who: usize, bytes: &[u8]) {
        match FromClient::decode(bytes).unwrap() {
            FromClient::Hello(hello) if self.epoch == Epoch(1) => {
                let stored = self.answered.get(&hello.client).copied().unwrap_or(0);
                assert!(hello.next <= stored + 1, "{} after {stored}", hello.next);
            }
            FromClient::Submit(submit) => self.note_rests(who, submit),
            _ => {}
        }
    }

    /// Notes which phase each deed of somebody who leads rests on, as it is first sent: what
    /// is sent again later rests on no other.
    fn note_rests(&mut self, who: usize, submit: Submit) {
        let client = self.nodes[who].client.id();
        for (counter, operation) in (submit.first..).zip(submit.operations) {
            if let Operation::Lead { on, .. } = operation {
                let first = *self.rests_on.entry((client, counter)).or_insert(on);
                assert!(on.is_none() || on == first, "{counter} of {client}");
            }
        }
    }

    /// S66: what those who lead do is done in the phase that it rests on alone, so that no
    /// phase runs backwards, and nothing that is private in it is shown by a deed of an
    /// earlier one.
    pub(super) fn follow_phase(&mut self, entry: &Entry) {
        let leader = self.nodes.iter().any(|node| {
            let Member { participant, role } = node.member;
            participant == entry.participant && role == Role::Facilitator
        });
        let Ok(operation) = &entry.outcome else {
            return;
        };
        // What authors show of their own is no leading.
        let is_own = matches!(operation, Operation::Reveal(Reveal::Record(id))
            if self.durable.record(*id).is_some_and(|it| it.author == entry.participant));
        match operation {
            Operation::SetPhase(_) | Operation::SetGroups(_) | Operation::Reveal(_) if !is_own => {
                assert!(leader, "{entry:?}");
                let rests_on = self.rests_on.get(&(entry.client, entry.counter));
                let running = self.running.mark();
                assert_eq!(rests_on, Some(&Some(running)), "{entry:?}");
            }
            Operation::Lead { .. } => panic!("the log says what was done: {entry:?}"),
            _ => {}
        }
        if let Operation::SetPhase(phase) = operation {
            let goes_on = !phase.is_another(self.running);
            assert!(goes_on || phase.step > self.running.step, "{entry:?}");
            self.running = *phase;
        }
    }

    /// S63: groups that are on the disk are there with the frames that were made for them.
    pub(super) fn check_groups(&self) {
        for group in self.durable.groups() {
            let made = self.durable.record(group.frame).is_some();
            assert!(made || !self.formed.contains(group), "{group:?}");
        }
    }

    /// S20: no arrow that everybody reads joins what is hidden.
    fn check_arrows(&self) {
        let record = |id| self.durable.record(id);
        let open = self.durable.ids().filter_map(record);
        let open = open.filter(|record| !record.secrecy.hidden);
        for ends in open.filter_map(ends_of) {
            let mut joined = ends.both().into_iter().filter_map(record);
            assert!(!joined.any(|end| end.secrecy.hidden), "{ends:?}");
        }
    }

    /// S14: what the disk had no room for came again, and has its answer.
    pub fn check_turned_away(&self) {
        for (client, counter) in &self.turned_away {
            let answered = self.answered.get(client).copied();
            assert!(answered >= Some(*counter), "{client} waits for {counter}");
        }
    }

    /// Whether names were hidden once everything up to a place was done.
    fn names_hidden_at(&self, place: Seq) -> bool {
        let before = |(since, _): &&(Seq, bool)| *since <= place;
        let last = self.names_hidden.iter().rev().find(before);
        last.is_some_and(|(_, hidden)| *hidden)
    }

    /// Notes from which place on names are hidden, or shown.
    pub(super) fn note_names(&mut self, entry: &Entry) {
        if let Ok(Operation::SetPhase(phase)) = &entry.outcome {
            self.names_hidden.push((entry.seq, phase.names_hidden));
        }
    }

    /// S4: what all of them see is what the server has for them.
    pub fn check_convergence(&self) {
        assert_eq!(*self.room.document(), self.durable);
        self.check_arrows();
        for node in &self.nodes {
            let reader = node.member;
            let expected = self.room.document().told_to(reader);
            assert_eq!(node.client.view().told_to(reader), expected);
            assert_eq!(node.client.confirmed().told_to(reader), expected);
        }
    }

    /// S31: who had seen a record of their own on the board still has it.
    pub fn check_own_records(&self, seen_before: &[Document]) {
        for (node, before) in self.nodes.iter().zip(seen_before) {
            let own = before
                .records()
                .filter(|(_, record)| record.author == node.member.participant);
            for (id, _) in own {
                let mut waiting = node.client.quarantine().iter();
                let kept = waiting.any(|proposal| {
                    let created = proposal.operation.created();
                    created.is_some_and(|(kept, ..)| kept == id)
                });
                assert!(
                    self.room.document().record(id).is_some() || kept,
                    "{id} is lost"
                );
            }
        }
    }

    /// S34: nothing waits to be put back that its author has on the board already.
    pub fn check_quarantines(&self) {
        for node in &self.nodes {
            for proposal in node.client.quarantine() {
                let Some((id, _, shape)) = proposal.operation.created() else {
                    continue;
                };
                let there = node.client.confirmed().record(id);
                let there = there.filter(|there| there.author == node.member.participant);
                let same = there.is_some_and(|there| there.shape.text == shape.text);
                assert!(!same, "{id} is there");
            }
        }
    }

    /// S12: every character typed is in its text, unless somebody deleted it on
    /// purpose; a refused one is in quarantine.
    pub fn check_characters(&self) {
        let quarantine: String = self
            .nodes
            .iter()
            .flat_map(|node| node.client.quarantine())
            .map(|proposal| format!("{:?}", proposal.operation))
            .collect();
        for (character, id) in &self.typed {
            let in_text = self
                .room
                .document()
                .record(*id)
                .is_some_and(|record| record.shape.text.contains(*character));
            assert!(
                in_text || self.removed.contains(character) || quarantine.contains(*character),
                "{character} typed in {id} is lost"
            );
        }
    }
}

/// What a record joins, if it is an arrow.
const fn ends_of(record: &Record) -> Option<Ends> {
    match record.shape.content {
        Content::Connector(ends) => Some(ends),
        _ => None,
    }
}
