//! What can be wrong with what comes over the wire or out of storage.

/// Why bytes, or the frame that they hold, cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// They are written in another version than this program's.
    #[error("written in version {0} of the format, not in this program's")]
    Version(u8),
    /// They are longer than such a frame may be.
    #[error("the frame is too long")]
    TooLong,
    /// They make no sense.
    #[error("the frame is malformed")]
    Malformed,
    /// The client's id belongs to another participant.
    #[error("the client belongs to somebody else")]
    ForeignClient,
    /// The connection is not one that the room knows.
    #[error("unknown connection")]
    UnknownConnection,
}
