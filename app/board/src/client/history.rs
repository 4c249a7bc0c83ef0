//! What a client can undo and redo: its own actions only, each as the steps
//! that take it back. Steps that edit text follow what others type meanwhile.

use super::Operation;
use crate::document::Document;
use crate::ids::RecordId;
use crate::limits::MAX_UNDO;
use crate::property::Property;
use crate::put_back::Again;
use crate::text::TextEdit;

/// One thing to be done in order to take something back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Set {
        id: RecordId,
        value: Property,
        /// The value that is to be taken back. If it is no longer there, somebody
        /// has changed it since, and their value stays.
        expected: Property,
    },
    Edit(RecordId, TextEdit),
    Delete(RecordId),
    Restore(RecordId),
}

/// Steps, in the order in which they are taken.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Action(pub(super) Vec<Step>);

#[derive(Clone, Debug, Default)]
pub(super) struct History {
    undo: Vec<Action>,
    redo: Vec<Action>,
}

impl Step {
    /// The step that takes an operation back, which is about to be done to the
    /// document; `None` for what cannot be taken back.
    pub(super) fn taking_back(operation: &Operation, document: &Document) -> Option<Self> {
        Some(match operation {
            Operation::Create { id, .. } | Operation::PutBack(_, Again::Create { id, .. }) => {
                Self::Delete(*id)
            }
            Operation::Set(id, property) => Self::Set {
                id: *id,
                value: document.record(*id)?.shape.property(property.name())?,
                expected: property.clone(),
            },
            Operation::Edit(id, edit) | Operation::PutBack(_, Again::Edit(id, edit)) => {
                Self::Edit(*id, edit.inverse(&document.record(*id)?.shape.text))
            }
            Operation::Delete(id) => Self::Restore(document.live(*id).map(|_| *id)?),
            Operation::Restore(id) => Self::Delete(*id),
            _ => return None,
        })
    }

    /// What the step does to the document as it is now.
    pub(super) fn operation(self, document: &Document) -> Option<Operation> {
        match self {
            Self::Set {
                id,
                value,
                expected,
            } => {
                let present = document.live(id)?.shape.property(expected.name());
                (present.as_ref() == Some(&expected)).then_some(Operation::Set(id, value))
            }
            Self::Edit(id, edit) => {
                let edit = edit.clamped(&document.live(id)?.shape.text);
                (!edit.is_empty()).then_some(Operation::Edit(id, edit))
            }
            Self::Delete(id) => document.live(id).map(|_| Operation::Delete(id)),
            Self::Restore(id) => {
                let deleted = document.record(id).is_some_and(|record| record.deleted);
                deleted.then_some(Operation::Restore(id))
            }
        }
    }

    /// Gives the records that the step is about other ids.
    fn rename(&mut self, rename: impl Fn(&mut RecordId)) {
        match self {
            Self::Set {
                id,
                value,
                expected,
            } => {
                rename(id);
                value.rename(&rename);
                expected.rename(&rename);
            }
            Self::Edit(id, _) | Self::Delete(id) | Self::Restore(id) => rename(id),
        }
    }

    /// This step and then a later one as one, where they set the same property
    /// or edit the same text.
    fn merge(&self, next: &Self) -> Option<Self> {
        match (self, next) {
            (
                Self::Set { id, expected, .. },
                Self::Set {
                    id: other, value, ..
                },
            ) if id == other && expected.name() == value.name() => Some(Self::Set {
                id: *id,
                value: value.clone(),
                expected: expected.clone(),
            }),
            (Self::Edit(id, first), Self::Edit(other, second)) if id == other => {
                Some(Self::Edit(*id, first.merged(second)?))
            }
            _ => None,
        }
    }
}

impl History {
    /// Notes something new: what was undone before can no longer be redone.
    pub(super) fn did(&mut self, action: Action) {
        self.redo.clear();
        self.can_undo(action);
    }

    /// Notes something that is undone together with what was done last.
    pub(super) fn went_on(&mut self, Action(mut steps): Action) {
        self.redo.clear();
        for step in self.undo.pop().unwrap_or_default().0 {
            let merged = steps
                .iter_mut()
                .find_map(|taken| taken.merge(&step).map(|merged| *taken = merged));
            if merged.is_none() {
                steps.push(step);
            }
        }
        self.can_undo(Action(steps));
    }

    pub(super) fn can_undo(&mut self, action: Action) {
        if action.0.is_empty() {
            return;
        }
        self.undo.push(action);
        let surplus = self.undo.len().saturating_sub(MAX_UNDO);
        self.undo.drain(..surplus);
    }

    pub(super) fn can_redo(&mut self, action: Action) {
        if !action.0.is_empty() {
            self.redo.push(action);
        }
    }

    pub(super) fn undone(&mut self) -> Option<Action> {
        self.undo.pop()
    }

    pub(super) fn redone(&mut self) -> Option<Action> {
        self.redo.pop()
    }

    /// Whether a step edits the text of the record.
    pub(super) fn edits(&self, id: RecordId) -> bool {
        let mut steps = self
            .undo
            .iter()
            .chain(&self.redo)
            .flat_map(|action| &action.0);
        steps.any(|step| matches!(step, Step::Edit(record, _) if *record == id))
    }

    /// Gives records other ids, wherever a step is about them.
    pub(super) fn rename(&mut self, rename: impl Fn(&mut RecordId)) {
        let actions = self.undo.iter_mut().chain(&mut self.redo);
        for step in actions.flat_map(|action| &mut action.0) {
            step.rename(&rename);
        }
    }

    /// Leaves of the steps that edit a record only what they insert.
    pub(super) fn only_insert(&mut self, id: RecordId) {
        let actions = self.undo.iter_mut().chain(&mut self.redo);
        for step in actions.flat_map(|action| &mut action.0) {
            if let Step::Edit(record, edit) = step
                && *record == id
            {
                *edit = edit.insertions();
            }
        }
    }

    /// Brings the steps that edit a record past an edit of it in the view.
    pub(super) fn pass(&mut self, id: RecordId, edit: &TextEdit) {
        for actions in [&mut self.undo, &mut self.redo] {
            let mut past = edit.clone();
            for step in actions.iter_mut().rev().flat_map(|action| &mut action.0) {
                if let Step::Edit(record, step) = step
                    && *record == id
                {
                    (*step, past) = TextEdit::transform(step, &past);
                }
            }
        }
    }
}
