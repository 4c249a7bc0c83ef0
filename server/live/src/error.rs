//! Why somebody is not connected.

use std::time::Duration;

use store::StoreError;

/// Why somebody is not connected to a board, or no longer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such session, or whoever asks is not let in.
    #[error("not let in")]
    NotAdmitted,
    /// Whoever asks is not known, or no longer: they are to sign in.
    #[error("not signed in")]
    SignedOut,
    /// So many boards are open, or so many people on this one, that there is no
    /// room for another.
    #[error("there is no room left")]
    Full,
    /// More is sent than may be; how long to wait until it may be.
    #[error("too much is sent at once")]
    TooFast(Duration),
    /// The connection has ended.
    #[error("the connection has ended")]
    Gone,
    /// It has ended because the participant has opened too many others since.
    #[error("the participant has opened other connections")]
    Replaced,
    /// It has ended because it greeted as a client that is somebody else's.
    #[error("the client is somebody else's")]
    Foreign,
    /// The server is about to end.
    #[error("the server is ending")]
    Ending,
    /// The board could not be opened.
    #[error("the board could not be opened")]
    Unavailable,
    /// The store did not do what was asked.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The log holds something that this version cannot read.
    #[error("the board's log: {0}")]
    Log(#[from] board::Error),
}

/// The result of a call to the hub.
pub type Result<T> = std::result::Result<T, Error>;
