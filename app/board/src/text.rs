//! Edits of a text, and how two of them made at once are reconciled.
//!
//! An edit is a walk along the text: keep, insert, delete. Offsets count
//! Unicode scalar values, not UTF-16 units as in a browser: no edit can then
//! cut a character in two, whatever a client sends. The algebra (apply,
//! compose, transform) is that of operational transformation with a central
//! server, which needs TP1 alone.

use serde::{Deserialize, Serialize};

use crate::limits::{MAX_EDIT_PARTS, MAX_TEXT};

mod walk;

use walk::{Head, Walk};

/// One step of an edit's walk along the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Part {
    Keep(u32),
    Insert(String),
    Delete(u32),
}

/// A change of a text: what is kept, inserted and deleted, from its beginning.
/// What comes after the last part is kept.
///
/// Written in one form only: no empty parts, neighbours of one sort merged,
/// insertions before deletions, nothing kept at the end.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TextEdit {
    parts: Vec<Part>,
}

/// On which side of an insertion a place is afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It stays before what is inserted, as a cursor does where somebody else types: its
    /// owner's words are not torn apart (see [`TextEdit::transform`]).
    Before,
    /// It goes after what is inserted.
    After,
}

/// The length of a text in Unicode scalar values.
#[must_use]
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// A length as it stands in edits. Nothing within the limits is cut.
fn short(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn widened(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

impl TextEdit {
    /// Replaces `deleted` characters at the offset `at` by `inserted`.
    #[must_use]
    pub fn splice(at: usize, deleted: usize, inserted: &str) -> Self {
        let mut edit = Self::default();
        edit.keep(short(at));
        edit.insert(inserted);
        edit.delete(short(deleted));
        edit.trimmed()
    }

    /// The smallest single splice that makes one text of another. Whoever has
    /// only a field's old and new content gets the edit from here.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        Self::typed(old, new, usize::MAX)
    }

    /// The smallest single splice that makes one text of another. Where it may stand in
    /// several places (a letter typed beside an equal one), it is the one that ends at the
    /// caret, given as a place in `new` in Unicode scalar values.
    #[must_use]
    pub fn typed(old: &str, new: &str, caret: usize) -> Self {
        let same = |(old, new): &(char, char)| old == new;
        let prefix = old.chars().zip(new.chars()).take_while(same).count();
        let backwards = old.chars().rev().zip(new.chars().rev());
        let suffix = backwards.take_while(same).count();
        let (old_length, new_length) = (length(old), length(new));
        let kept = old_length
            .min(new_length)
            .min(prefix.saturating_add(suffix));
        let inserted = new_length.saturating_sub(kept);
        // What is kept can be divided anywhere between these two places.
        let earliest = kept.saturating_sub(suffix);
        let at = caret.saturating_sub(inserted).max(earliest).min(prefix);
        let inserted: String = new.chars().skip(at).take(inserted).collect();
        Self::splice(at, old_length.saturating_sub(kept), &inserted)
    }

    /// Where a place in the old text is in the new one, in Unicode scalar values. Of an
    /// insertion exactly there it stays before or goes after; in what is deleted, it goes to
    /// where that was.
    #[must_use]
    pub fn map_offset(&self, offset: usize, side: Side) -> usize {
        let (mut old, mut new) = (0_usize, 0_usize);
        for part in &self.parts {
            match part {
                Part::Keep(count) => {
                    let end = old.saturating_add(widened(*count));
                    if offset < end {
                        break;
                    }
                    new = new.saturating_add(widened(*count));
                    old = end;
                }
                Part::Insert(_) if offset == old && side == Side::Before => break,
                Part::Insert(text) => new = new.saturating_add(length(text)),
                Part::Delete(count) => {
                    let end = old.saturating_add(widened(*count));
                    if offset < end {
                        return new;
                    }
                    old = end;
                }
            }
        }
        new.saturating_add(offset.saturating_sub(old))
    }

    /// Whether the edit changes nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether the edit is small enough to be worked with, and inserts only
    /// what may stand in a text.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let mut inserted = 0_usize;
        self.parts.len() <= MAX_EDIT_PARTS
            && self.parts.iter().all(|part| match part {
                Part::Insert(text) => {
                    inserted = inserted.saturating_add(length(text));
                    inserted <= MAX_TEXT && is_printable(text)
                }
                Part::Keep(count) | Part::Delete(count) => {
                    usize::try_from(*count).is_ok_and(|count| count <= MAX_TEXT)
                }
            })
    }

    /// The text after the edit. Total: what reaches beyond the end of the text
    /// stops there.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let mut rest = text;
        let mut result = String::with_capacity(text.len());
        for part in &self.parts {
            match part {
                Part::Keep(count) => {
                    let (kept, after) = split(rest, *count);
                    result.push_str(kept);
                    rest = after;
                }
                Part::Insert(inserted) => result.push_str(inserted),
                Part::Delete(count) => rest = split(rest, *count).1,
            }
        }
        result.push_str(rest);
        result
    }

    /// The same edit in its one form, with nothing that reaches beyond the end
    /// of the text that it is applied to.
    #[must_use]
    pub fn clamped(&self, text: &str) -> Self {
        let mut left = short(length(text));
        let mut edit = Self::default();
        for part in &self.parts {
            match part {
                Part::Keep(count) => {
                    edit.keep((*count).min(left));
                    left = left.saturating_sub(*count);
                }
                Part::Insert(inserted) => edit.insert(inserted),
                Part::Delete(count) => {
                    edit.delete((*count).min(left));
                    left = left.saturating_sub(*count);
                }
            }
        }
        edit.trimmed()
    }

    /// The edit that takes this one back, given the text that this one is
    /// applied to.
    #[must_use]
    pub fn inverse(&self, text: &str) -> Self {
        let mut rest = text;
        let mut edit = Self::default();
        for part in &self.parts {
            match part {
                Part::Keep(count) => {
                    let (kept, after) = split(rest, *count);
                    edit.keep(short(length(kept)));
                    rest = after;
                }
                Part::Insert(inserted) => edit.delete(short(length(inserted))),
                Part::Delete(count) => {
                    let (deleted, after) = split(rest, *count);
                    edit.insert(deleted);
                    rest = after;
                }
            }
        }
        edit.trimmed()
    }

    /// One edit that does what this one and then the other do.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let (mut first, mut second) = (Walk::new(&self.parts), Walk::new(&next.parts));
        let mut edit = Self::default();
        loop {
            match (first.head(), second.head()) {
                (Head::Delete(count), _) => {
                    edit.delete(count);
                    first.advance(count);
                }
                (_, Head::Insert(text)) => {
                    edit.insert(text);
                    second.skip();
                }
                (Head::End, Head::End) => return edit.trimmed(),
                (head, other) => {
                    let count = head.length().min(other.length());
                    match (head, other) {
                        (Head::Insert(_), Head::Delete(_)) => {}
                        (Head::Insert(text), _) => edit.insert(split(text, count).0),
                        (_, Head::Delete(_)) => edit.delete(count),
                        _ => edit.keep(count),
                    }
                    first.advance(count);
                    second.advance(count);
                }
            }
        }
    }

    /// What the edit inserts, at the same places, without what it deletes.
    #[must_use]
    pub fn insertions(&self) -> Self {
        let mut edit = Self::default();
        for part in &self.parts {
            match part {
                Part::Keep(count) | Part::Delete(count) => edit.keep(*count),
                Part::Insert(text) => edit.insert(text),
            }
        }
        edit.trimmed()
    }

    /// The same, if the one edit is well within the limits and can be merged
    /// with more.
    #[must_use]
    pub fn merged(&self, next: &Self) -> Option<Self> {
        let both = self.then(next);
        (both.parts.len() <= MAX_EDIT_PARTS / 4 && both.is_valid()).then_some(both)
    }

    /// Reconciles two edits of one text: the first result follows `earlier`,
    /// the second follows `later`, and both ways give the same text (TP1).
    ///
    /// Where both insert at one place, what comes later in the server's order
    /// stands to the left: whoever goes on typing then stays behind their own
    /// last character, and two words typed at once do not mix.
    #[must_use]
    pub fn transform(later: &Self, earlier: &Self) -> (Self, Self) {
        let (mut a, mut b) = (Walk::new(&later.parts), Walk::new(&earlier.parts));
        let (mut late, mut early) = (Self::default(), Self::default());
        loop {
            match (a.head(), b.head()) {
                (Head::Insert(text), _) => {
                    late.insert(text);
                    early.keep(short(length(text)));
                    a.skip();
                }
                (_, Head::Insert(text)) => {
                    late.keep(short(length(text)));
                    early.insert(text);
                    b.skip();
                }
                (Head::End, Head::End) => return (late.trimmed(), early.trimmed()),
                (head, other) => {
                    let count = head.length().min(other.length());
                    match (head, other) {
                        (Head::Delete(_), Head::Delete(_)) => {}
                        (Head::Delete(_), _) => late.delete(count),
                        (_, Head::Delete(_)) => early.delete(count),
                        _ => {
                            late.keep(count);
                            early.keep(count);
                        }
                    }
                    a.advance(count);
                    b.advance(count);
                }
            }
        }
    }

    fn keep(&mut self, count: u32) {
        match self.parts.last_mut() {
            _ if count == 0 => {}
            Some(Part::Keep(last)) => *last = last.saturating_add(count),
            _ => self.parts.push(Part::Keep(count)),
        }
    }

    fn delete(&mut self, count: u32) {
        match self.parts.last_mut() {
            _ if count == 0 => {}
            Some(Part::Delete(last)) => *last = last.saturating_add(count),
            _ => self.parts.push(Part::Delete(count)),
        }
    }

    fn insert(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let deleted = match self.parts.last() {
            Some(Part::Delete(_)) => self.parts.pop(),
            _ => None,
        };
        match self.parts.last_mut() {
            Some(Part::Insert(last)) => last.push_str(text),
            _ => self.parts.push(Part::Insert(text.to_owned())),
        }
        self.parts.extend(deleted);
    }

    fn trimmed(mut self) -> Self {
        if let Some(Part::Keep(_)) = self.parts.last() {
            self.parts.pop();
        }
        self
    }
}

/// Cuts a text after so many characters, or at its end.
fn split(text: &str, count: u32) -> (&str, &str) {
    let at = text
        .char_indices()
        .nth(widened(count))
        .map_or(text.len(), |(at, _)| at);
    text.split_at(at)
}

/// Whether a text holds no control characters besides line breaks and tabs.
#[must_use]
pub fn is_printable(text: &str) -> bool {
    text.chars()
        .all(|character| !character.is_control() || matches!(character, '\n' | '\t'))
}

#[cfg(test)]
mod tests;
