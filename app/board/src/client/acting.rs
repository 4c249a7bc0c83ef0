//! What a client does on its own: actions, undo and redo, shown at once.

use super::history::{Action, Step};
use super::{Client, Link, Operation, Refusal, Update, is_shown_at_once, quarantine};
use crate::rules::{Author, Member, leads, permit, promised};

impl Client {
    /// Does something that can be undone as a whole: all of the operations or,
    /// if one is refused, none.
    ///
    /// # Errors
    ///
    /// Says why an operation may not be done.
    pub fn act(&mut self, operations: Vec<Operation>) -> Result<Update, Refusal> {
        let (update, steps) = self.perform(operations)?;
        self.history.did(Action(steps));
        Ok(update)
    }

    /// Does something at once that nobody takes back as a step of their own, such as what a phase
    /// brings with it.
    ///
    /// # Errors
    ///
    /// Says why an operation may not be done.
    pub fn see_to(&mut self, operations: Vec<Operation>) -> Result<Update, Refusal> {
        let (update, _) = self.perform(operations)?;
        Ok(update)
    }

    /// Whether an operation may be done now, for whoever asks before offering it.
    ///
    /// # Errors
    ///
    /// Says why it may not.
    pub fn permits(&self, operation: &Operation) -> Result<(), Refusal> {
        let member = self.member.ok_or(Refusal::NotYours)?;
        let author = Author {
            client: self.id,
            member,
        };
        permit(&self.view, author, operation)
    }

    /// Goes on with what was done last, such as a drag: undone as one with it.
    ///
    /// # Errors
    ///
    /// Says why an operation may not be done.
    pub fn continue_action(&mut self, operations: Vec<Operation>) -> Result<Update, Refusal> {
        let (update, steps) = self.perform(operations)?;
        self.history.went_on(Action(steps));
        Ok(update)
    }

    /// Takes back what this client did last, as far as nobody has changed it
    /// since. `None` if there is nothing left to take back.
    ///
    /// # Errors
    ///
    /// Says why it may not be taken back now. Nothing of it is, and it can be later.
    pub fn undo(&mut self) -> Result<Option<Update>, Refusal> {
        let Some(action) = self.history.undone() else {
            return Ok(None);
        };
        match self.perform_steps(&action) {
            Ok((update, steps)) => {
                self.history.can_redo(Action(steps));
                Ok(Some(update))
            }
            Err(refusal) => {
                self.history.can_undo(action);
                Err(refusal)
            }
        }
    }

    /// Does again what was undone last. `None` if there is nothing.
    ///
    /// # Errors
    ///
    /// Says why it may not be done again now. Nothing of it is, and it can be later.
    pub fn redo(&mut self) -> Result<Option<Update>, Refusal> {
        let Some(action) = self.history.redone() else {
            return Ok(None);
        };
        match self.perform_steps(&action) {
            Ok((update, steps)) => {
                self.history.can_undo(Action(steps));
                Ok(Some(update))
            }
            Err(refusal) => {
                self.history.can_redo(action);
                Err(refusal)
            }
        }
    }

    /// Applies operations to the view and queues them; returns the steps that
    /// take them back, in the order in which those are taken.
    fn perform(&mut self, operations: Vec<Operation>) -> Result<(Update, Vec<Step>), Refusal> {
        let mut update = Update::default();
        let mut steps = Vec::new();
        let mut done = Vec::with_capacity(operations.len());
        for operation in operations {
            match self.try_in_view(operation, &mut update) {
                Ok((operation, step)) => {
                    done.push(operation);
                    steps.extend(step);
                }
                Err(refusal) => {
                    self.rebuild(&update.touched);
                    return Err(refusal);
                }
            }
        }
        steps.reverse();
        self.queue(done);
        Ok((update, steps))
    }

    /// Takes steps of the history, leaving out those that make no sense (any
    /// more); returns the steps that take them back. If one may not be taken now, none is.
    fn perform_steps(&mut self, action: &Action) -> Result<(Update, Vec<Step>), Refusal> {
        let mut update = Update::default();
        let mut steps = Vec::new();
        let mut done = Vec::new();
        for step in &action.0 {
            let Some(operation) = step.clone().operation(&self.view) else {
                continue;
            };
            match self.try_in_view(operation, &mut update) {
                Ok((operation, back)) => {
                    done.push(operation);
                    steps.extend(back);
                }
                Err(refusal) if is_senseless(refusal) => {}
                Err(refusal) => {
                    self.rebuild(&update.touched);
                    return Err(refusal);
                }
            }
        }
        steps.reverse();
        self.queue(done);
        Ok((update, steps))
    }

    fn try_in_view(
        &mut self,
        operation: Operation,
        update: &mut Update,
    ) -> Result<(Operation, Option<Step>), Refusal> {
        let member = self.member.ok_or(Refusal::NotYours)?;
        let operation = self.settled_form(member, operation)?;
        self.permits(&operation)?;
        if matches!(operation, Operation::Lead { .. }) && self.link != Link::Live {
            return Err(Refusal::Offline);
        }
        let step = Step::taking_back(&operation, &self.view);
        if is_shown_at_once(&operation) {
            let touched = self.view.apply(&operation, member.participant);
            update.touched.extend(touched);
        }
        Ok((operation, step))
    }

    /// The operation with what the server will decide of it, as far as that is known here; and
    /// with the phase that it rests on, if it leads.
    fn settled_form(&self, member: Member, operation: Operation) -> Result<Operation, Refusal> {
        let phase = self.view.phase();
        let author = Author {
            client: self.id,
            member,
        };
        Ok(match operation {
            Operation::Create { id, secrecy, shape } => {
                let promised = promised(&self.view, member.role, &shape);
                let mut secrecy = secrecy.and(promised);
                // Names may have been hidden when it was begun.
                secrecy.unsigned |= id.is_of_nobody();
                if secrecy.unsigned && !id.is_of_nobody() {
                    // The id would tell what the server is about to promise nobody learns.
                    return Err(Refusal::IdTaken);
                }
                Operation::Create { id, secrecy, shape }
            }
            // What reaches beyond the end here would reach into what others type.
            Operation::Edit(id, edit) => match self.view.record(id) {
                Some(record) => Operation::Edit(id, edit.clamped(&record.shape.text)),
                None => return Err(Refusal::UnknownRecord),
            },
            Operation::PutBack(lost, again) => {
                self.settled_form(member, again.into())?.put_back(lost)
            }
            lead @ Operation::Lead { .. } => lead.resting_on(phase.mark()),
            other if leads(&self.view, author, &other) => other.resting_on(phase.mark()),
            other => other,
        })
    }

    fn queue(&mut self, operations: Vec<Operation>) {
        let offline = self.link != Link::Live;
        for operation in operations {
            // What is put back passes nothing: what was refused in the same answer follows it already.
            if let Operation::Edit(id, edit) = &operation {
                quarantine::pass(&mut self.quarantine, *id, edit);
            }
            if !operation.is_empty() {
                self.pending.push(operation, offline);
            }
        }
    }
}

/// Whether a refusal says that a step makes no sense any more, and not only that it may not be
/// taken now: what it is about, or was to lie in, is gone for good.
const fn is_senseless(refusal: Refusal) -> bool {
    matches!(
        refusal,
        Refusal::UnknownRecord | Refusal::Misplaced | Refusal::OutOfBounds
    )
}
