//! How fast rooms work, and how much they take.

use std::time::Duration;

/// The pace and the bounds of a hub. The defaults are the server's; tests take
/// others.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The shortest time between two ticks of a room. The first thing after a
    /// pause is sent at once.
    pub tick: Duration,
    /// How often everyone is told where they should stand.
    pub heartbeat: Duration,
    /// How long an empty room stays open for somebody to come back.
    pub linger: Duration,
    /// Boards that are open at once.
    pub rooms: usize,
    /// Connections of one board.
    pub connections: usize,
    /// Connections of one participant to one board; the oldest gives way.
    pub of_one: usize,
    /// Frames that wait for a slow connection until it is closed.
    pub waiting_frames: usize,
    /// Bytes of them, but for a first frame, which may be longer.
    pub waiting_bytes: usize,
    /// Frames that a connection may send in one go, and in each second after.
    pub frames: (u32, u32),
    /// Bytes that it may send in one go, and in each second after.
    pub bytes: (u32, u32),
    /// Operations that a participant may do on one board in one go, and in each second after,
    /// over all their connections and beyond them; a greeting counts as several
    /// ([`board::limits::GREETING_WEIGHT`]). Each is an entry of the log. In one go: the largest
    /// file that is brought in, or a day's work without a network. In each second: as much as
    /// dragging a dozen notes twenty times in it. Who does more is slowed down, and what waits
    /// with them is merged meanwhile (S17).
    pub operations: (u32, u32),
    /// The bytes of their frames, likewise.
    pub bytes_of_one: (u32, u32),
    /// How often a participant may ask for all of a board by a request in one go, and after
    /// which while once more. Whoever is refused gets it once connected.
    pub glances: (u32, Duration),
    /// Bytes that the operations of one participant add to the log of a board at once; so much
    /// comes back in a day.
    pub log_of_one: u32,
    /// The same for all who take part on a board.
    pub log_of_board: u32,
    /// Entries after which the board's state is kept.
    pub checkpoint: usize,
    /// How long nobody may ask for the frames of a connection without a socket.
    pub unheard: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tick: Duration::from_millis(16),
            heartbeat: Duration::from_secs(5),
            linger: Duration::from_secs(30),
            rooms: 1_000,
            connections: 500,
            of_one: 8,
            waiting_frames: 256,
            waiting_bytes: 4 * 1024 * 1024,
            frames: (240, 60),
            bytes: (4 * 1024 * 1024, 256 * 1024),
            operations: (8_192, 256),
            bytes_of_one: (8 * 1024 * 1024, 512 * 1024),
            log_of_one: 64 * 1024 * 1024,
            log_of_board: 2 * 1024 * 1024 * 1024,
            glances: (64, Duration::from_secs(2)),
            checkpoint: 2_000,
            unheard: Duration::from_secs(60),
        }
    }
}
