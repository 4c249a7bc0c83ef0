//! What one gesture does to a board: operations, made by canvas and outline alike, so that
//! the same steps in either view give the same document.

mod arranging;
mod copying;
mod creating;
mod grouping;
mod importing;
mod leading;
mod moving;
mod ordering;
mod places;
mod placing;
mod room;
mod snapping;
mod spreading;

#[cfg(test)]
mod tests;

pub use arranging::{
    Axis, Edge, align, arrange_in_grid, bring_to_front, distribute, send_to_back, set_type,
};
pub use copying::{Clip, copies_of, duplicate};
pub use creating::{
    corner_around, create_connector, create_frame, create_image, create_image_in,
    create_next_frame, create_note, create_note_in, create_stroke, create_text, join,
    notes_from_lines, notes_of, size_of_lines,
};
pub use grouping::{delete, group, ungroup};
pub use importing::{bring_in, room_for};
pub use leading::{form_groups, joined, lock, open_parking_lot, park, parking_lot};
pub use moving::{
    SMALLEST, carry_by, drop_at, keeps_its_size, move_by, place_in, resize, resize_by, shift,
};
pub use placing::{Placed, place_at, placed, sized};
pub use room::{clear_place, free_middle, free_place, visible_place};
pub use snapping::{Snapped, neighbours, snap, snap_towards};
pub use spreading::spread;

use crate::geometry::Size;

/// A note's paper, in board units.
pub const NOTE: Size = Size::new(160, 120);
/// Text that is put down without being drawn.
pub const TEXT: Size = Size::new(320, 60);
/// A frame that is put down without being drawn.
pub const FRAME: Size = Size::new(900, 600);
/// Between neighbours that are laid out, in board units.
pub const GAP: i32 = 20;
/// Notes beside each other in a row that is laid out.
const COLUMNS: usize = 4;
