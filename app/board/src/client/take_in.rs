//! How a client takes in what the server tells it. The confirmed document
//! follows the server to the letter; the client's own waiting operations, and
//! what it can undo, are brought past what others did.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Client, Link, Notice, Operation, Proposal, Update, quarantine};
use crate::document;
use crate::ids::RecordId;
use crate::presence::Presence;
use crate::property::Property;
use crate::put_back::Again;
use crate::record::Record;
use crate::rules::Refusal;
use crate::text::TextEdit;
use crate::wire::{CatchUp, Change, Delta, Refusals, Welcome};

/// News from the server, with its answers to the client's own operations.
struct News {
    catch_up: CatchUp,
    acknowledged: u32,
    refused: BTreeMap<u32, Refusal>,
}

impl Client {
    pub(super) fn welcome(&mut self, welcome: Welcome, update: &mut Update) {
        let lost = match &welcome.catch_up {
            CatchUp::Snapshot(_) if self.epoch.is_some_and(|epoch| epoch != welcome.epoch) => {
                update.notices.push(Notice::ServerRestored);
                self.own_records()
            }
            _ => Vec::new(),
        };
        self.member = Some(welcome.member);
        self.epoch = Some(welcome.epoch);
        self.link = Link::Live;
        // What the others show follows whole.
        self.others.clear();
        self.own_is_due = self.own != Presence::default();
        let made_offline = self.offline_values(welcome.acknowledged, &welcome.refused);
        let unformed = self.take_in(
            News {
                catch_up: welcome.catch_up,
                acknowledged: welcome.acknowledged,
                refused: welcome.refused.into_iter().collect(),
            },
            update,
        );
        self.contest(&made_offline, update);
        self.give_up_frames(&unformed, update);
        self.quarantine_lost(lost);
    }

    pub(super) fn batch(&mut self, delta: Delta, refused: Refusals, update: &mut Update) {
        let own = delta.sections.iter();
        let own = own.filter(|section| section.client == self.id);
        let acknowledged = own.fold(self.pending.last_answered(), |last, section| {
            last.saturating_add(section.operations)
        });
        let unformed = self.take_in(
            News {
                catch_up: CatchUp::Delta(delta),
                acknowledged,
                refused: refused.into_iter().collect(),
            },
            update,
        );
        self.give_up_frames(&unformed, update);
    }

    /// Returns the frames that are not to be made after all.
    fn take_in(&mut self, news: News, update: &mut Update) -> BTreeSet<RecordId> {
        let touched = self.touched_by(&news);
        let mut texts = self.texts_rested_on(&touched, news.acknowledged);
        let endangered = self.edited_while_live();
        let quarantined = self.quarantine.len();
        self.seq = Some(match news.catch_up {
            CatchUp::Delta(delta) => {
                let to = delta.to;
                self.follow(delta, news.acknowledged, &news.refused, &mut texts);
                to
            }
            CatchUp::Snapshot(snapshot) => {
                let seq = snapshot.seq;
                self.confirmed = snapshot.into_document();
                seq
            }
        });
        self.answered(news.acknowledged, &news.refused);
        self.mend(&texts, quarantined);
        let unformed = self.sort_out(quarantined, update);
        self.view.follow(&self.confirmed);
        self.rebuild(&touched);
        let lost = endangered
            .into_iter()
            .filter(|id| self.confirmed.live(*id).is_none());
        update.notices.extend(lost.map(Notice::EditedWhileDeleted));
        update.touched.extend(touched);
        unformed
    }

    /// The records whose view may change.
    fn touched_by(&self, news: &News) -> BTreeSet<RecordId> {
        let mut touched: BTreeSet<RecordId> = self
            .pending
            .iter()
            .filter(|waiting| waiting.counter <= news.acknowledged)
            .filter_map(|waiting| waiting.operation.record())
            .collect();
        match &news.catch_up {
            CatchUp::Delta(delta) => {
                let changes = delta.sections.iter().flat_map(|section| &section.changes);
                touched.extend(changes.filter_map(|change| match change {
                    Change::Put(id, _) => Some(*id),
                    Change::Apply(operation) => operation.record(),
                }));
                if !delta.signatures.is_empty() {
                    touched.extend(self.confirmed.nameless());
                }
            }
            CatchUp::Snapshot(snapshot) => {
                touched.extend(self.view.ids());
                touched.extend(snapshot.ids());
            }
        }
        touched
    }

    /// For each record with edits that still wait after this news, or in quarantine, or that
    /// can be undone, or in which somebody writes: the text that those edits follow.
    fn texts_rested_on(
        &self,
        touched: &BTreeSet<RecordId>,
        acknowledged: u32,
    ) -> BTreeMap<RecordId, String> {
        let edited: HashSet<RecordId> = self
            .pending
            .iter()
            .filter(|waiting| waiting.counter > acknowledged)
            .filter_map(|waiting| waiting.operation.edit().map(|(id, _)| id))
            .collect();
        touched
            .iter()
            .filter(|id| {
                edited.contains(id)
                    || self.history.edits(**id)
                    || self.followed.is_of(**id)
                    || self.proposes_in(**id)
            })
            .filter_map(|id| {
                let record = self.once_answered(*id, |counter| counter <= acknowledged)?;
                Some((*id, record.shape.text))
            })
            .collect()
    }

    /// A record as it would be if only the chosen operations had been done.
    fn once_answered(&self, id: RecordId, chosen: impl Fn(u32) -> bool) -> Option<Record> {
        let operations = self
            .pending
            .iter()
            .filter(|waiting| chosen(waiting.counter) && waiting.operation.record() == Some(id))
            .map(|waiting| &waiting.operation);
        let participant = self.member?.participant;
        document::after(self.confirmed.record(id).cloned(), operations, participant)
    }

    fn follow(
        &mut self,
        delta: Delta,
        acknowledged: u32,
        refused: &BTreeMap<u32, Refusal>,
        texts: &mut BTreeMap<RecordId, String>,
    ) {
        let mut last = self.pending.last_answered();
        for section in delta.sections {
            let own = section.client == self.id;
            if own {
                last = last.saturating_add(section.operations);
                self.answered(last, refused);
            }
            for change in section.changes {
                match change {
                    Change::Put(id, record) => self.confirmed.put(id, Some(*record)),
                    Change::Apply(operation) => {
                        if let (false, Operation::Edit(id, edit)) = (own, &operation) {
                            self.pass(*id, edit, acknowledged, texts);
                        }
                        self.confirmed.apply(&operation, section.participant);
                    }
                }
            }
        }
        if !delta.signatures.is_empty() {
            self.confirmed.sign(&delta.signatures.into_iter().collect());
        }
    }

    /// Brings own edits past one by somebody else.
    fn pass(
        &mut self,
        id: RecordId,
        edit: &TextEdit,
        acknowledged: u32,
        texts: &mut BTreeMap<RecordId, String>,
    ) {
        let (halfway, past) = self.pending.pass(id, edit, acknowledged);
        if let Some(text) = texts.get_mut(&id) {
            *text = halfway.apply(text);
        }
        self.history.pass(id, &past);
        self.followed.pass(id, &past);
        quarantine::pass(&mut self.quarantine, id, &past);
    }

    /// Where a text is not what waiting edits expect (a snapshot, a record told
    /// of as a whole, a refusal), they are brought past the difference. Of those in quarantine
    /// the first so many waited before this news, and rest on what was expected.
    fn mend(&mut self, texts: &BTreeMap<RecordId, String>, quarantined: usize) {
        for (id, expected) in texts {
            let Some(record) = self.confirmed.record(*id) else {
                // Deleted by somebody else, and what it now holds is not known here.
                self.pending.only_insert(*id);
                self.history.only_insert(*id);
                quarantine::only_insert(self.quarantine.iter_mut().take(quarantined), *id);
                continue;
            };
            if record.shape.text != *expected {
                let difference = TextEdit::between(expected, &record.shape.text);
                let (_, past) = self.pending.pass(*id, &difference, 0);
                self.history.pass(*id, &past);
                self.followed.pass(*id, &past);
                quarantine::pass(self.quarantine.iter_mut().take(quarantined), *id, &past);
            }
        }
    }

    fn answered(&mut self, through: u32, refused: &BTreeMap<u32, Refusal>) {
        for waiting in self.pending.answered(through) {
            if let Some(refusal) = refused.get(&waiting.counter) {
                self.keep_refused(waiting, *refusal);
                self.pending.hold();
            }
        }
    }

    /// The records on the board that own waiting operations change, and do not
    /// delete themselves.
    fn edited_while_live(&self) -> BTreeSet<RecordId> {
        let mut edited = BTreeSet::new();
        for waiting in self.pending.iter() {
            match waiting.operation {
                Operation::Set(id, _)
                | Operation::Edit(id, _)
                | Operation::PutBack(_, Again::Edit(id, _)) => edited.insert(id),
                Operation::Delete(id) => edited.remove(&id),
                _ => false,
            };
        }
        edited.retain(|id| self.confirmed.live(*id).is_some());
        edited
    }

    /// For each property set offline whose operation still waits: the value that
    /// its author saw before.
    fn offline_values(&self, acknowledged: u32, refused: &Refusals) -> Vec<(u32, Property)> {
        let refused: HashSet<u32> = refused.iter().map(|(counter, _)| *counter).collect();
        self.pending
            .iter()
            .filter(|waiting| waiting.offline && waiting.counter > acknowledged)
            .filter_map(|waiting| {
                let Operation::Set(id, property) = &waiting.operation else {
                    return None;
                };
                let before = self.once_answered(*id, |counter| {
                    counter <= acknowledged && !refused.contains(&counter)
                })?;
                Some((waiting.counter, before.shape.property(property.name())?))
            })
            .collect()
    }

    /// Turns what was set offline, and by others meanwhile, into conflicts that
    /// a person settles.
    fn contest(&mut self, made_offline: &[(u32, Property)], update: &mut Update) {
        let before: BTreeMap<u32, &Property> = made_offline
            .iter()
            .map(|(counter, property)| (*counter, property))
            .collect();
        let mut contested = BTreeSet::new();
        for waiting in self.pending.iter_mut() {
            waiting.offline = false;
            let (Some(before), Operation::Set(id, wanted)) =
                (before.get(&waiting.counter), &waiting.operation)
            else {
                continue;
            };
            let (id, name) = (*id, wanted.name());
            let present = self
                .confirmed
                .record(id)
                .and_then(|record| record.shape.property(name));
            if present.is_some_and(|present| present != **before && present != *wanted) {
                waiting.operation = Operation::Contest(id, wanted.clone());
                update.notices.push(Notice::Contested(id, name));
                contested.insert(id);
            }
        }
        self.rebuild(&contested);
    }

    fn own_records(&self) -> Vec<(RecordId, Record)> {
        let own = self.member.map(|member| member.participant);
        self.confirmed
            .records()
            .filter(|(_, record)| Some(record.author) == own)
            .map(|(id, record)| (id, record.clone()))
            .collect()
    }

    /// Keeps what a restored server no longer knows of own records, to be proposed
    /// again: the record, or what its text has become. Where nothing was taken from a text it
    /// is kept whole, so that it is known wherever another device puts it back.
    fn quarantine_lost(&mut self, records: Vec<(RecordId, Record)>) {
        for (id, record) in records {
            let Record {
                author,
                secrecy,
                shape,
                ..
            } = record;
            // Under its id there may be what somebody else has created since (S2).
            let known = self.confirmed.record(id);
            let known = known.filter(|known| known.author == author);
            let lost = known.map(|known| TextEdit::between(&known.shape.text, &shape.text));
            let operation = match lost {
                Some(lost) if lost.is_empty() => continue,
                Some(lost) if lost != lost.insertions() => {
                    Operation::PutBack(self.lost(id, &shape.text), Again::Edit(id, lost))
                }
                _ => Operation::Create {
                    id,
                    secrecy,
                    shape: Box::new(shape),
                },
            };
            self.quarantine.push(Proposal {
                operation,
                refusal: Refusal::LostByServer,
            });
        }
    }
}
