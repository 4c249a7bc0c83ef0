//! What begins where a pointer is put down, and what comes of it once that is lifted.

use std::collections::BTreeSet;

use board::actions;
use board::geometry::Point;
use board::ids::RecordId;
use board::record::{Ink, Kind};
use board::rules::More;
use leptos::prelude::*;

use super::{Doing, Hand};
use crate::sessions::live::canvas::Stage;
use crate::sessions::live::deeds::{self, put, put_note, put_text};
use crate::sessions::live::targets::{corner_at, hit, joinable, spanned};
use crate::sessions::live::tools::Tool;

/// The smallest frame that is drawn, in board units; a smaller one is a slip.
const FRAME_MIN: u32 = 40;

/// What begins where a pointer is put down.
pub(super) fn begin(stage: Stage, hand: Hand) -> Doing {
    let board = stage.board;
    let camera = stage.camera.get_untracked();
    let at = camera.to_board(hand.x, hand.y);
    let panning = Doing::Panning {
        x: hand.x,
        y: hand.y,
    };
    if hand.press.pan {
        return panning;
    }
    match stage.tool.get_untracked() {
        Tool::Pan => panning,
        Tool::Note | Tool::Text => Doing::Placing,
        Tool::Frame => Doing::Framing { from: at, to: at },
        // A line that is not taken is not drawn.
        Tool::Pen if !board.takes(|_| More::one(Kind::Stroke)) => Doing::Nothing,
        Tool::Pen => Doing::Drawing(vec![at]),
        Tool::Connector => match joinable(stage, at) {
            Some(id) => Doing::Joining {
                from: id,
                start: at,
                to: at,
            },
            None => panning,
        },
        Tool::Select => {
            if let Some(id) = corner_at(stage, camera, (hand.x, hand.y)) {
                return Doing::Resizing { id, begun: false };
            }
            match hit(stage, at) {
                // A frame is seized by its name or its edge only once it is selected:
                // inside it, notes are selected.
                Some((id, kind)) if kind != Kind::Frame || is_selected(stage, id) => {
                    let again = hand.press.more && is_selected(stage, id);
                    let before = board.selection.get_untracked();
                    select(stage, id, hand.press.more);
                    Doing::Pressed {
                        at,
                        x: hand.x,
                        y: hand.y,
                        again: again.then_some(id),
                        before,
                    }
                }
                // Inside a frame, too: whoever goes on pushes the sheet, and not the frame.
                _ if hand.touch && !hand.press.more => Doing::Tapping {
                    x: hand.x,
                    y: hand.y,
                },
                frame => {
                    let before = if hand.press.more {
                        board.selection.get_untracked()
                    } else {
                        BTreeSet::new()
                    };
                    // A frame that was pressed is meant as long as no rectangle is drawn in it.
                    let pressed = match frame {
                        Some((id, _)) if !hand.press.more => BTreeSet::from([id]),
                        _ => before.clone(),
                    };
                    deeds::select(stage, pressed);
                    Doing::Selecting {
                        from: at,
                        to: at,
                        before,
                    }
                }
            }
        }
    }
}

/// What comes of what was being done, once the pointer is lifted.
pub(super) fn finish(stage: Stage, doing: Doing, at: Point, more: bool) {
    let board = stage.board;
    match doing {
        Doing::Placing => match stage.tool.get_untracked() {
            Tool::Note => {
                put_note(stage, at);
                stage.tool.set(Tool::Select);
            }
            Tool::Text => {
                put_text(stage, at);
                stage.tool.set(Tool::Select);
            }
            _ => {}
        },
        Doing::Tapping { .. } => deeds::select(stage, BTreeSet::new()),
        Doing::Pressed {
            again: Some(id), ..
        } => board.selection.update(|selection| {
            selection.remove(&id);
        }),
        Doing::Moving { by, mut begun, .. } if by != Point::default() => {
            let chosen = board.selection.get_untracked();
            board.go_on(&mut begun, |document| {
                actions::drop_at(document, &chosen, at)
            });
        }
        Doing::Framing { from, to } => {
            let area = spanned(from, to);
            if area.size.width >= FRAME_MIN && area.size.height >= FRAME_MIN {
                put(stage, |client| {
                    actions::create_frame(client, area, String::new())
                });
                stage.tool.set(Tool::Select);
            }
        }
        Doing::Joining { from, .. } => {
            if let Some(to) = joinable(stage, at).filter(|to| *to != from) {
                put(stage, |client| actions::create_connector(client, from, to));
                stage.tool.set(Tool::Select);
            }
        }
        Doing::Drawing(points) => {
            board.act(|client| actions::create_stroke(client, &points, Ink::default()));
        }
        // Nothing was drawn: the frame is meant that was pressed beside what lies in it.
        Doing::Selecting { from, to, .. } if from == to && more => {
            if let Some((id, _)) = hit(stage, at) {
                select(stage, id, true);
            }
        }
        _ => {}
    }
}

fn is_selected(stage: Stage, id: RecordId) -> bool {
    stage
        .board
        .selection
        .with_untracked(|selection| selection.contains(&id))
}

fn select(stage: Stage, id: RecordId, more: bool) {
    stage.walked.set_value(Some(id));
    stage.board.selection.update(|selection| {
        if more {
            selection.insert(id);
        } else if !selection.contains(&id) {
            *selection = BTreeSet::from([id]);
        }
    });
}
