//! A cursor along the parts of an edit that can take a part in pieces.

use super::{Part, length, short, split};

/// What comes next on the walk. After the end everything is kept.
#[derive(Clone, Copy)]
pub(super) enum Head<'a> {
    Keep(u32),
    Insert(&'a str),
    Delete(u32),
    End,
}

impl Head<'_> {
    /// How many characters can be taken in one piece.
    pub(super) fn length(self) -> u32 {
        match self {
            Self::Keep(count) | Self::Delete(count) => count,
            Self::Insert(text) => short(length(text)),
            Self::End => u32::MAX,
        }
    }
}

pub(super) struct Walk<'a> {
    parts: std::slice::Iter<'a, Part>,
    head: Head<'a>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(parts: &'a [Part]) -> Self {
        let mut walk = Self {
            parts: parts.iter(),
            head: Head::End,
        };
        walk.skip();
        walk
    }

    pub(super) const fn head(&self) -> Head<'a> {
        self.head
    }

    /// Leaves the whole part behind.
    pub(super) fn skip(&mut self) {
        self.head = match self.parts.next() {
            Some(Part::Keep(count)) => Head::Keep(*count),
            Some(Part::Insert(text)) => Head::Insert(text),
            Some(Part::Delete(count)) => Head::Delete(*count),
            None => Head::End,
        };
    }

    /// Leaves so many characters of the part behind, at most all of them.
    pub(super) fn advance(&mut self, count: u32) {
        match self.head {
            Head::Keep(whole) if whole > count => self.head = Head::Keep(whole - count),
            Head::Delete(whole) if whole > count => self.head = Head::Delete(whole - count),
            Head::Insert(text) => match split(text, count).1 {
                "" => self.skip(),
                rest => self.head = Head::Insert(rest),
            },
            Head::End => {}
            _ => self.skip(),
        }
    }
}
