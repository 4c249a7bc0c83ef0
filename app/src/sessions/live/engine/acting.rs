//! What this person does on a board, and takes back.

use board::client::{Client, Update};
use board::document::Document;
use board::operation::Operation;
use board::rules::{More, Refusal, Right, may, may_make};
use leptos::prelude::{Update as _, *};

use super::{Board, Told};

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

    /// Takes back what was done last.
    pub(in crate::sessions::live) fn undo(self) {
        self.perform(|client| Ok(client.undo().unwrap_or_default()));
    }

    /// Does again what was taken back.
    pub(in crate::sessions::live) fn redo(self) {
        self.perform(|client| Ok(client.redo().unwrap_or_default()));
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
