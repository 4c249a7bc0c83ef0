//! Text edits that a client had not seen when it made its own, and how its own
//! are brought past them.

use std::collections::HashMap;

use super::tail::Tail;
use crate::document::Document;
use crate::ids::{ClientId, RecordId, Seq};
use crate::operation::Operation;
use crate::text::TextEdit;

/// For each record, the edits by others since the client's place, in the form
/// that follows what the client did meanwhile.
pub(super) struct Concurrent(HashMap<RecordId, Vec<TextEdit>>);

impl Concurrent {
    /// `None` if the room no longer knows everything since that place.
    pub(super) fn since(tail: &Tail, base: Seq, client: ClientId) -> Option<Self> {
        let mut edits: HashMap<RecordId, Vec<TextEdit>> = HashMap::new();
        for ordered in tail.since(base)? {
            if let Ok(Operation::Edit(id, edit)) = &ordered.entry.outcome
                && ordered.entry.client != client
            {
                edits.entry(*id).or_default().push(edit.clone());
            }
        }
        Some(Self(edits))
    }

    /// The client's next operation, brought past what it had not seen.
    pub(super) fn transform(&mut self, mut operation: Operation) -> Operation {
        // What is out of bounds is about to be refused: no work is spent on it.
        if let Some((id, edit)) = operation.edit_mut()
            && edit.is_valid()
        {
            for earlier in self.0.get_mut(&id).into_iter().flatten() {
                (*edit, *earlier) = TextEdit::transform(edit, earlier);
            }
        }
        operation
    }

    /// Notes that an edit, already transformed, is not done after all. What the
    /// client did next rests on it: for that, it has been taken back.
    pub(super) fn refuse(&mut self, document: &Document, operation: &Operation) {
        if let Some((id, edit)) = operation.edit()
            && edit.is_valid()
            && let Some(record) = document.record(id)
        {
            let taken_back = edit.inverse(&record.shape.text);
            self.0.entry(id).or_default().push(taken_back);
        }
    }
}
