//! What a room does on its own, because of what becomes of the session or of what is shown on its
//! board: under its own id, and as nobody.

use super::{Entry, Room};
use crate::ids::{ClientId, ParticipantId, Seq};
use crate::operation::{Operation, Reveal};
use crate::rules::Phase;

/// Something that a room does on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decree {
    /// Shows everyone all that is hidden.
    RevealAll,
    /// Stops the clock of the phase where it was at a moment, in milliseconds since 1970.
    StopClock {
        /// The moment.
        at: i64,
    },
}

impl Room {
    /// Does it at the end of the tick, as far as there is anything to be done. It is done
    /// once everything up to the place that comes back is durable.
    pub fn decree(&mut self, decree: Decree) -> Seq {
        if let Some(operation) = self.operation_of(decree) {
            self.enter(self.own_entry(operation));
        }
        self.tail.end()
    }

    /// The next entry, with something that the room does.
    pub(super) fn own_entry(&self, operation: Operation) -> Entry {
        Entry {
            seq: self.tail.end().next(),
            client: ClientId::ROOM,
            participant: ParticipantId::NOBODY,
            counter: self.seats.last(ClientId::ROOM).saturating_add(1),
            outcome: Ok(operation),
        }
    }

    fn operation_of(&self, decree: Decree) -> Option<Operation> {
        match decree {
            Decree::RevealAll => {
                let mut ids = self.document.ids();
                let is_hidden = |id| {
                    let record = self.document.record(id);
                    record.is_some_and(|record| record.secrecy.hidden)
                };
                ids.any(is_hidden).then_some(Operation::Reveal(Reveal::All))
            }
            Decree::StopClock { at } => {
                let phase = self.document.phase();
                let timer = phase.timer.paused_or_resumed(at);
                phase
                    .timer
                    .runs()
                    .then_some(Operation::SetPhase(Phase { timer, ..phase }))
            }
        }
    }
}
