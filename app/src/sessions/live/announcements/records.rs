//! What others have changed on the board since this person was told of it last. What they are
//! still writing is told once it has stayed as it is from one look to the next: once, and not
//! letter by letter.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use board::document::Document;
use board::ids::{ParticipantId, RecordId};
use board::record::{Kind, Record};

use super::super::selection::beginning;

/// So many letters of a name are told.
const NAME: usize = 80;

/// What is remembered of a record from one look to the next: enough to notice that it is
/// another, without its words. Of what is hidden from this person nothing is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    kind: Kind,
    /// A hash of its words.
    text: u64,
    /// The name of something that others lie in.
    name: Option<String>,
    /// What it lies in, where this person sees that.
    holder: Option<RecordId>,
    /// This person has created it.
    own: bool,
    /// Nobody else sees it yet.
    hidden: bool,
}

impl Seen {
    /// All that a reader sees of a board.
    pub(super) fn all(
        document: &Document,
        reader: Option<ParticipantId>,
    ) -> BTreeMap<RecordId, Self> {
        let seen = |(id, record): (RecordId, &Record)| (id, Self::of(document, record, reader));
        document.records().map(seen).collect()
    }

    fn of(document: &Document, record: &Record, reader: Option<ParticipantId>) -> Self {
        let (shape, kind) = (&record.shape, record.shape.kind());
        let mut text = DefaultHasher::new();
        shape.text.hash(&mut text);
        Self {
            kind,
            text: text.finish(),
            name: match kind {
                Kind::Frame | Kind::Cluster | Kind::Image => short(&shape.text),
                Kind::Note | Kind::Connector | Kind::Text | Kind::Stroke => None,
            },
            holder: shape
                .parent
                .filter(|holder| document.live(*holder).is_some()),
            own: reader == Some(record.author),
            hidden: record.secrecy.hidden,
        }
    }

    fn item(&self) -> Item {
        Item {
            kind: self.kind,
            name: self.name.clone(),
        }
    }
}

/// The beginning of a name; nothing where there is none.
fn short(name: &str) -> Option<String> {
    let name = name.trim();
    (!name.is_empty()).then(|| beginning(name, NAME))
}

/// Something on the board, as far as it is told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its name, if it is something that others lie in and has one.
    pub name: Option<String>,
}

/// Something that lies elsewhere now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Move {
    /// What it is.
    pub item: Item,
    /// What it lies in; nothing where that is the board itself.
    pub to: Option<(RecordId, Item)>,
}

/// What is to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// So many notes of this person's own are seen by everybody now.
    pub revealed: usize,
    /// What others have put on the board, or shown.
    pub added: Vec<Item>,
    /// What others have taken off, as it was called.
    pub removed: Vec<Item>,
    /// What others have written in.
    pub edited: Vec<Item>,
    /// Frames and clusters that others have renamed, as they are called now.
    pub renamed: Vec<Item>,
    /// What others have moved into something else, or out of it.
    pub moved: Vec<Move>,
}

/// The records of a board, as this person has been told of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    told: BTreeMap<RecordId, Seen>,
    /// How they were when they were looked at last.
    seen: BTreeMap<RecordId, Seen>,
}

/// When a board was looked at last.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Looked {
    /// How often the board had changed by then.
    changes: u64,
    /// It was as it had been at the look before: all there was to tell is told.
    rests: bool,
}

impl Looked {
    /// Whether another look would tell anything, of a board that has changed so often.
    pub(super) fn is_due(&mut self, changes: u64) -> bool {
        let changed = std::mem::replace(&mut self.changes, changes) != changes;
        let due = changed || !self.rests;
        self.rests = !changed;
        due
    }
}

impl Records {
    /// What is there when this person comes need not be told.
    pub(super) fn of(seen: BTreeMap<RecordId, Seen>) -> Self {
        Self {
            told: seen.clone(),
            seen,
        }
    }

    /// What is to be told now. This person has done something to some records themselves:
    /// of these they know.
    pub(super) fn hear(
        &mut self,
        now: BTreeMap<RecordId, Seen>,
        own_deeds: &BTreeSet<RecordId>,
    ) -> Changes {
        let mut changes = Changes::default();
        self.told.retain(|id, told| {
            let stays = now.contains_key(id);
            if !stays && !own_deeds.contains(id) {
                changes.removed.push(told.item());
            }
            stays
        });
        for (id, seen) in &now {
            self.hear_of(*id, seen, own_deeds.contains(id), &mut changes);
        }
        self.hear_moves(&now, &mut changes);
        self.seen = now;
        changes
    }

    fn hear_of(&mut self, id: RecordId, now: &Seen, own_deed: bool, changes: &mut Changes) {
        let before = self.seen.get(&id);
        if now.kind == Kind::Note && !now.hidden && before.is_some_and(|before| before.hidden) {
            changes.revealed = changes.revealed.saturating_add(1);
        }
        let rests = before.is_some_and(|before| before.text == now.text);
        if own_deed || now.own && !self.told.contains_key(&id) {
            self.told.insert(id, now.clone());
            return;
        }
        if !rests {
            return;
        }
        let Some(told) = self.told.get_mut(&id) else {
            changes.added.push(now.item());
            self.told.insert(id, now.clone());
            return;
        };
        if told.text != now.text {
            told.text = now.text;
            told.name.clone_from(&now.name);
            match now.kind {
                Kind::Frame | Kind::Cluster => changes.renamed.push(now.item()),
                _ => changes.edited.push(now.item()),
            }
        }
    }

    fn hear_moves(&mut self, now: &BTreeMap<RecordId, Seen>, changes: &mut Changes) {
        for (id, seen) in now {
            // A place is told of before what comes into it.
            let untold = |holder: RecordId| !self.told.contains_key(&holder);
            if seen.holder.is_some_and(untold) {
                continue;
            }
            let Some(told) = self.told.get_mut(id) else {
                continue;
            };
            let was = std::mem::replace(&mut told.holder, seen.holder);
            // What lay in something that was taken off has left it with that.
            let left = was.is_none_or(|holder| now.contains_key(&holder));
            if was != seen.holder && left {
                let to = seen.holder;
                let to = to.and_then(|holder| Some((holder, now.get(&holder)?.item())));
                changes.moved.push(Move {
                    item: seen.item(),
                    to,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests;
