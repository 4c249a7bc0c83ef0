//! How large things may be: what a hostile or broken client cannot exceed.

/// Records on a board.
pub const MAX_RECORDS: usize = 20_000;
/// Bytes of all texts and strokes on a board.
pub const MAX_BOARD_BYTES: usize = 16 * 1024 * 1024;
/// What one participant may have on a board: a quarter of it. Nobody comes near who writes and
/// draws by hand (five thousand notes, four million letters, a thousand long lines), the
/// largest file that is brought in fits, and no one person takes the board from the others.
pub const MAX_SHARE_RECORDS: usize = MAX_RECORDS / 4;
/// The same, in bytes of texts and strokes.
pub const MAX_SHARE_BYTES: usize = MAX_BOARD_BYTES / 4;
/// What is kept for facilitators, an eighth: where several fill a board together, there is
/// room to go on until they are removed and what they put there is taken off.
pub const RESERVED_RECORDS: usize = MAX_RECORDS / 8;
/// The same, in bytes of texts and strokes.
pub const RESERVED_BYTES: usize = MAX_BOARD_BYTES / 8;
/// Records that were taken off a board and can be put back. Beyond it the oldest are forgotten.
pub const MAX_TAKEN_OFF: usize = MAX_RECORDS;
/// Bytes of their texts and strokes.
pub const MAX_TAKEN_OFF_BYTES: usize = MAX_BOARD_BYTES;
/// Ids of nobody's that a room remembers of records that it has forgotten: those of four eras
/// in which nothing was done but creating and taking off.
pub const MAX_FORGOTTEN: usize = 32_768;
/// Things put back that a room remembers of each participant, so that none is put back twice.
/// Each is put back by hand: nobody comes near.
pub const MAX_PUT_BACK: usize = 1_024;
/// Clients that a room remembers of each participant: those that did something last, and those
/// that greeted it last. A tab that is opened again goes on as the client that it was, so that
/// nobody comes near but who opens as many at once, or has their browser forget each time.
pub const MAX_CLIENTS: usize = 256;
/// Operations that a greeting counts as, where a participant's pace is kept: its answer may be
/// all of the board.
pub const GREETING_WEIGHT: u32 = 32;
/// Unicode scalar values in a record's text.
pub const MAX_TEXT: usize = 10_000;
/// Unicode scalar values in the label of a type of note.
pub const MAX_LABEL: usize = 40;
/// Parts (kept, inserted, deleted) of one text edit.
pub const MAX_EDIT_PARTS: usize = 200;
/// Points of a freehand stroke.
pub const MAX_STROKE_POINTS: usize = 2_000;
/// Width of a stroke, in board units.
pub const MAX_STROKE_WIDTH: u8 = 64;
/// Distance of a coordinate from the origin, in board units.
pub const MAX_COORDINATE: i32 = 1_000_000;
/// Width and height of a record, in board units.
pub const MAX_SIZE: u32 = 100_000;
/// Bytes of the fractional part of an order key.
pub const MAX_ORDER_BYTES: usize = 64;
/// Values kept beside the ones that hold, on one record.
pub const MAX_CONTESTED: usize = 16;
/// Operations that a client sends before it waits for their acknowledgement.
pub const MAX_SUBMITTED: usize = 256;
/// Bytes of a frame from a client.
pub const MAX_CLIENT_FRAME: usize = 256 * 1024;
/// Bytes of a frame from the server.
pub const MAX_SERVER_FRAME: usize = 64 * 1024 * 1024;
/// Entries that a room keeps in memory, for deltas and to transform late edits.
pub const MAX_TAIL: usize = 8_192;
/// Actions that a client can undo.
pub const MAX_UNDO: usize = 200;
/// Records that a client shows as selected.
pub const MAX_SELECTION: usize = 32;
/// Unicode scalar values of a participant's name.
pub const MAX_NAME: usize = 80;
/// Unicode scalar values of the interests that a partner declares: their page says all of them.
pub const MAX_INTERESTS: usize = 300;
/// People who are divided into groups, and groups.
pub const MAX_GROUPED: usize = 2_000;
/// Clients beyond which pointers are not passed on.
pub const MAX_CURSORS: usize = 60;
/// Entries that do not concern a client, before it is told that it is in step.
pub const MAX_UNTOLD: u64 = 256;
