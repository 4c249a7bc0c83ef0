//! What this person does on a board, and takes back.

use board::client::{Client, Field, Shown, Update};
use board::document::Document;
use board::ids::RecordId;
use board::operation::Operation;
use board::rules::{More, Refusal, Right, may, may_make};
use leptos::prelude::{Update as _, *};

use super::{Board, Retraced, Told};

impl Board {
    /// Makes operations of the document and the client, and does them as one action.
    /// Whether they were done: why not is told.
    pub(in crate::sessions::live) fn act(
        self,
        make: impl FnOnce(&mut Client) -> Vec<Operation>,
    ) -> bool {
        self.perform(|client| {
            let operations = make(client);
            client.act(operations)
        })
    }

    /// The same for what a phase brings with it: it is no step that this person takes back.
    pub(in crate::sessions::live) fn see_to(
        self,
        make: impl FnOnce(&mut Client) -> Vec<Operation>,
    ) -> bool {
        self.perform(|client| {
            let operations = make(client);
            client.see_to(operations)
        })
    }

    /// The same, step by step: once begun, what follows goes on with the last action, such
    /// as a drag, and is undone as one with it.
    pub(in crate::sessions::live) fn step(
        self,
        begun: bool,
        make: impl FnOnce(&mut Client) -> Vec<Operation>,
    ) -> bool {
        self.perform(|client| {
            let operations = make(client);
            if begun {
                client.continue_action(operations)
            } else {
                client.act(operations)
            }
        })
    }

    /// The same for what is done bit by bit, begun by the first bit that changes anything: of
    /// nothing nothing is begun, or what follows would go on with what was done before.
    pub(in crate::sessions::live) fn go_on(
        self,
        begun: &mut bool,
        make: impl FnOnce(&Document) -> Vec<Operation>,
    ) -> bool {
        let operations = self.with_index(|document, _| make(document));
        if operations.is_empty() {
            return true;
        }
        let done = self.step(*begun, |_| operations);
        *begun |= done;
        done
    }

    /// Takes back what was done last, or tells why that is not done now.
    pub(in crate::sessions::live) fn undo(self) {
        self.retrace(Client::undo, Retraced::Undone);
    }

    /// Does again what was taken back, or tells why not.
    pub(in crate::sessions::live) fn redo(self) {
        self.retrace(Client::redo, Retraced::Redone);
    }

    /// Goes a step back or on, and tells what came of it: nothing where others were there first.
    fn retrace(
        self,
        go: impl FnOnce(&mut Client) -> Result<Option<Update>, Refusal>,
        done: fn(usize) -> Retraced,
    ) {
        self.untell(&Told::ChangedSince);
        let mut touched = None;
        self.perform(|client| {
            let update = go(client)?;
            touched = update.as_ref().map(|it| it.touched.len());
            Ok(update.unwrap_or_default())
        });
        match touched {
            None => {}
            Some(0) => self.tell(Told::ChangedSince),
            Some(touched) => self.retraced.set(Some(done(touched))),
        }
    }

    /// A field for the text of a record, if that is on the board.
    pub(in crate::sessions::live) fn open_field(self, id: RecordId) -> Option<Field> {
        let field = self
            .core
            .try_update_value(|core| core.client.open_field(id));
        field.flatten()
    }

    /// Takes in what stands in a field, with the cursor behind so many characters. What is
    /// refused of it waits in quarantine, and is told.
    pub(in crate::sessions::live) fn write(self, field: &mut Field, typed: &str, caret: usize) {
        let update = self
            .core
            .try_update_value(|core| core.client.write(field, typed, caret));
        if let Some(update) = update {
            self.after(update);
        }
    }

    /// What a field shows once it follows the document. Nothing if its record is gone.
    pub(in crate::sessions::live) fn follow_in(
        self,
        field: &mut Field,
        typed: &str,
    ) -> Option<Shown> {
        let shown = self
            .core
            .try_update_value(|core| core.client.follow_in(field, typed))
            .flatten();
        if shown.as_ref().is_some_and(|shown| shown.refused_anew) {
            self.keep();
        }
        shown
    }

    /// Proposes again what was refused.
    pub(in crate::sessions::live) fn propose_again(self, index: usize) {
        self.perform(|client| client.propose_again(index));
    }

    /// Gives up what was refused.
    pub(in crate::sessions::live) fn discard(self, index: usize) {
        self.perform(|client| {
            client.discard(index);
            Ok(Update::default())
        });
    }

    /// Why this person does not do such things now, if so; followed. Nothing is refused
    /// before the room has said who they are.
    pub(in crate::sessions::live) fn refuses(self, right: Right) -> Option<Refusal> {
        let role = self.me.get()?.role;
        may(self.phase.get(), role, right).err()
    }

    /// Tells something.
    pub(in crate::sessions::live) fn tell(self, what: Told) {
        self.told.update(|told| told.push(what));
    }

    /// Why this person puts no such things on the board now, if so: all that makes records
    /// asks here. Who they are and the phase are followed, what is on the board is not.
    pub(in crate::sessions::live) fn refuses_to_make(
        self,
        more: impl FnOnce(&Document) -> More,
    ) -> Option<Refusal> {
        let me = self.me.get()?;
        self.phase.track();
        self.with_index(|document, _| may_make(document, me, &more(document)).err())
    }

    /// Whether such things are put on the board now, asked as they are about to be: why not is
    /// told.
    pub(in crate::sessions::live) fn takes(self, more: impl FnOnce(&Document) -> More) -> bool {
        let refusal = untrack(|| self.refuses_to_make(more));
        if let Some(refusal) = refusal {
            self.tell(Told::Refused(refusal));
        }
        refusal.is_none()
    }

    /// Takes back what was told and holds no longer.
    pub(in crate::sessions::live) fn untell(self, what: &Told) {
        if self.told.with_untracked(|told| told.contains(what)) {
            self.told.update(|told| told.retain(|one| one != what));
        }
    }

    fn perform(self, act: impl FnOnce(&mut Client) -> Result<Update, Refusal>) -> bool {
        let done = self.core.try_update_value(|core| act(&mut core.client));
        match done {
            Some(Ok(update)) => {
                self.after(update);
                true
            }
            Some(Err(refusal)) => {
                self.tell(Told::Refused(refusal));
                false
            }
            None => false,
        }
    }
}
