//! What people of Yjs bring to a server that has lost a board: the server says what
//! it has, and whoever comes sends the rest.

use std::collections::VecDeque;

use tokio_tungstenite::tungstenite::Bytes;

/// How a frame of Yjs begins that is about the document; Hocuspocus answers by
/// another number what a client asked. Then follows what it is about.
const SYNC: u8 = 0;
const SYNC_REPLY: u8 = 4;
/// What the sender has, by the length of what tells it, the number of authors and
/// how much of each; and is to be answered by what it lacks.
const HAVING: u8 = 0;

/// What somebody has of a board to whose server they come back.
pub(super) struct Brought {
    /// What each of its frames begins with.
    address: Bytes,
    /// All of it, for a server that has nothing.
    board: Bytes,
    /// What the person alone has, for a server that has what all had.
    movement: Bytes,
}

impl Brought {
    /// Of whoever comes next in what was recorded.
    pub(super) fn of(recorded: &mut VecDeque<Bytes>) -> Option<Self> {
        Some(Self {
            address: recorded.pop_front()?,
            board: recorded.pop_front()?,
            movement: recorded.pop_front()?,
        })
    }

    /// What a frame asks for, if it does: it says what the server has.
    pub(super) fn answer(&self, frame: &[u8]) -> Option<Bytes> {
        match frame.strip_prefix(&*self.address)? {
            [SYNC | SYNC_REPLY, HAVING, 1, 0] => Some(self.board.clone()),
            [SYNC | SYNC_REPLY, HAVING, ..] => Some(self.movement.clone()),
            _ => None,
        }
    }
}
