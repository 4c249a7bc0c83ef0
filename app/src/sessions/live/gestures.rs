//! What pointer and fingers do on the canvas: select, move, resize, draw, pan, pinch.

mod ends;

use std::collections::BTreeSet;

use board::actions;
use board::geometry::{Point, Rect};
use board::ids::RecordId;
use board::record::Kind;
use board::rules::Refusal;
use leptos::prelude::*;

use super::camera::{Camera, Fingers};
use super::canvas::Stage;
use super::deeds::{self, open_text, put_note};
use super::engine::{Board, Told};
use super::overlay::Overlay;
use super::targets::{hit, selected_bounds, size_to, snapped, spanned};

use ends::{begin, finish};

/// A pointer that moved less, in pixels, has not moved.
const STILL: f64 = 4.0;

/// How a pointer was pressed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Press {
    /// With a key that adds to the selection.
    pub more: bool,
    /// With the button that moves the sheet.
    pub pan: bool,
    /// With a key while which nothing that is moved snaps.
    pub free: bool,
}

/// A pointer or finger on the canvas, in pixels of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    pub id: i32,
    pub x: f64,
    pub y: f64,
    pub touch: bool,
    pub press: Press,
}

/// What is being done.
#[derive(Clone, Debug, Default)]
enum Doing {
    #[default]
    Nothing,
    /// A note or a text is put down where the pointer is lifted.
    Placing,
    /// The sheet is moved.
    Panning { x: f64, y: f64 },
    /// A finger is put down on the empty sheet: it pushes that, or else selects nothing.
    Tapping { x: f64, y: f64 },
    /// Something is pressed and may be moved from here.
    Pressed {
        at: Point,
        x: f64,
        y: f64,
        /// What leaves the selection unless it is moved: it was pressed once more.
        again: Option<RecordId>,
        /// What was selected before.
        before: BTreeSet<RecordId>,
    },
    /// The selection is moved: where it was seized, its bounds then, how far it is now, and
    /// whether anything has been done of it: it may have come back to where it was.
    Moving {
        seized: Point,
        bounds: Rect,
        by: Point,
        begun: bool,
    },
    /// A record is resized by its corner, and whether that has begun.
    Resizing { id: RecordId, begun: bool },
    /// A rectangle selects, beside what was selected before.
    Selecting {
        from: Point,
        to: Point,
        before: BTreeSet<RecordId>,
    },
    /// A frame is drawn.
    Framing { from: Point, to: Point },
    /// An arrow is drawn.
    Joining {
        from: RecordId,
        start: Point,
        to: Point,
    },
    /// A line is drawn freehand.
    Drawing(Vec<Point>),
    /// Two fingers: where they were.
    Pinching(Fingers),
}

/// The pointers on the canvas and what they are doing.
#[derive(Clone, Debug, Default)]
pub(super) struct Gestures {
    hands: Vec<Hand>,
    doing: Doing,
    guides: Vec<(Point, Point)>,
    line: Vec<Point>,
}

impl Gestures {
    /// What is drawn while it is being done.
    pub(super) fn overlay(&self) -> Overlay<'_> {
        let marquee = match &self.doing {
            Doing::Selecting { from, to, .. } | Doing::Framing { from, to } => {
                Some(spanned(*from, *to))
            }
            _ => None,
        };
        let stroke: &[Point] = match &self.doing {
            Doing::Drawing(points) => points,
            _ => &self.line,
        };
        Overlay {
            marquee,
            stroke,
            guides: &self.guides,
            ..Overlay::default()
        }
    }

    /// A pointer or finger is put down.
    pub(super) fn down(stage: Stage, hand: Hand) {
        let fingers = stage.gestures.try_update(|gestures| {
            gestures.hands.retain(|known| known.id != hand.id);
            gestures.hands.push(hand);
            gestures.hands.len()
        });
        let doing = if fingers == Some(1) {
            begin(stage, hand)
        } else {
            Self::break_off(stage, |doing| matches!(doing, Doing::Moving { .. }));
            stage.gestures.with_untracked(Self::pinch)
        };
        stage.gestures.update(|gestures| gestures.doing = doing);
    }

    /// A pointer or finger moves.
    pub(super) fn moved(stage: Stage, hand: Hand) {
        let camera = stage.camera.get_untracked();
        let at = camera.to_board(hand.x, hand.y);
        stage.board.appear(|seen| seen.cursor = Some(at));
        if stage
            .gestures
            .with_untracked(|gestures| matches!(gestures.doing, Doing::Nothing))
        {
            return;
        }
        stage.gestures.update(|gestures| {
            if let Some(known) = gestures.hands.iter_mut().find(|known| known.id == hand.id) {
                (known.x, known.y) = (hand.x, hand.y);
            }
            gestures.go_on(stage, camera, hand, at);
        });
    }

    /// A pointer or finger is lifted.
    pub(super) fn up(stage: Stage, hand: Hand) {
        let doing = stage.gestures.try_update(|gestures| {
            gestures.hands.retain(|known| known.id != hand.id);
            gestures.guides.clear();
            gestures.line.clear();
            std::mem::take(&mut gestures.doing)
        });
        let at = stage.camera.get_untracked().to_board(hand.x, hand.y);
        if let Some(doing) = doing {
            finish(stage, doing, at, hand.press.more);
        }
    }

    /// The browser takes a pointer away: what was begun ends as it stands.
    pub(super) fn cancelled(stage: Stage, id: i32) {
        Self::break_off(stage, |doing| {
            matches!(doing, Doing::Moving { .. } | Doing::Drawing(_))
        });
        stage.gestures.update(|gestures| {
            gestures.hands.retain(|known| known.id != id);
            gestures.doing = Doing::Nothing;
            gestures.guides.clear();
            gestures.line.clear();
        });
    }

    /// Ends what is being done because something else begins. What stands as it is ends where
    /// its pointer was last, as if that had been lifted: a note that was moved belongs to what
    /// it lies in.
    fn break_off(stage: Stage, stands: fn(&Doing) -> bool) {
        let broken_off = stage.gestures.try_update(|gestures| {
            gestures.guides.clear();
            gestures.line.clear();
            let hand = gestures.hands.first().copied();
            hand.map(|hand| (hand, std::mem::take(&mut gestures.doing)))
        });
        if let Some((hand, doing)) = broken_off.flatten()
            && stands(&doing)
        {
            let at = stage.camera.get_untracked().to_board(hand.x, hand.y);
            finish(stage, doing, at, hand.press.more);
        }
    }

    /// A double press: opens what is there to be written in, or puts a note down.
    pub(super) fn open(stage: Stage, (x, y): (f64, f64)) {
        let at = stage.camera.get_untracked().to_board(x, y);
        match hit(stage, at) {
            Some((id, kind)) if kind != Kind::Frame && kind != Kind::Stroke => {
                open_text(stage.board, id);
            }
            _ => put_note(stage, at),
        }
    }

    /// Whether a finger is on the canvas.
    pub(super) fn is_touched(&self) -> bool {
        self.hands.iter().any(|hand| hand.touch)
    }

    fn pinch(&self) -> Doing {
        match self.hands.as_slice() {
            [one, two] => Doing::Pinching(Fingers::at((one.x, one.y), (two.x, two.y))),
            _ => Doing::Nothing,
        }
    }

    /// Ends what was refused: it is told once, not at each move of the hand.
    fn give_up(&mut self) {
        self.doing = Doing::Nothing;
        self.guides.clear();
    }

    fn go_on(&mut self, stage: Stage, camera: Camera, hand: Hand, at: Point) {
        let board = stage.board;
        match &mut self.doing {
            Doing::Nothing | Doing::Placing => {}
            Doing::Panning { x, y } => {
                stage.camera.set(camera.panned(hand.x - *x, hand.y - *y));
                (*x, *y) = (hand.x, hand.y);
            }
            Doing::Tapping { x, y } => {
                let (x, y) = (*x, *y);
                if (hand.x - x).hypot(hand.y - y) >= STILL {
                    self.doing = Doing::Panning { x, y };
                    self.go_on(stage, camera, hand, at);
                }
            }
            Doing::Pinching(before) => {
                let before = *before;
                if let Doing::Pinching(now) = self.pinch() {
                    stage.camera.set(camera.pinched(before, now));
                    self.doing = Doing::Pinching(now);
                }
            }
            Doing::Pressed {
                at: seized,
                x,
                y,
                before,
                ..
            } => {
                if (hand.x - *x).hypot(hand.y - *y) >= STILL {
                    let (seized, pressed) = (*seized, (*x, *y));
                    let before = std::mem::take(before);
                    self.doing = set_off(stage, hand, seized, pressed, before);
                    self.go_on(stage, camera, hand, at);
                }
            }
            Doing::Moving {
                seized,
                bounds,
                by,
                begun,
            } => {
                let wanted = Rect::new(
                    Point::new(
                        bounds
                            .origin
                            .x
                            .saturating_add(at.x.saturating_sub(seized.x)),
                        bounds
                            .origin
                            .y
                            .saturating_add(at.y.saturating_sub(seized.y)),
                    ),
                    bounds.size,
                );
                let (place, guides) = match hand.press.free {
                    true => (wanted.origin, Vec::new()),
                    false => snapped(stage, wanted, camera.scale),
                };
                let now = Point::new(
                    place.x.saturating_sub(bounds.origin.x),
                    place.y.saturating_sub(bounds.origin.y),
                );
                let step = Point::new(now.x.saturating_sub(by.x), now.y.saturating_sub(by.y));
                let chosen = board.selection.get_untracked();
                if board.go_on(begun, |document| actions::move_by(document, &chosen, step)) {
                    *by = now;
                    self.guides = guides;
                } else {
                    self.give_up();
                }
            }
            Doing::Resizing { id, begun } => {
                let id = *id;
                let done = board.go_on(begun, |document| {
                    let size = size_to(document, id, at);
                    size.map_or_else(Vec::new, |size| actions::resize(document, id, size))
                });
                if !done {
                    self.give_up();
                }
            }
            // Whose hand trembles has pressed what was there, and drawn no rectangle.
            Doing::Selecting { from, to, .. }
                if from == to && apart(*from, at) * camera.scale < STILL => {}
            Doing::Selecting { from, to, before } => {
                *to = at;
                let inside = spanned(*from, at);
                let found = board.with_index(|document, index| {
                    let mut found = index.within(&inside);
                    found.retain(|id| {
                        document.live(*id).is_some_and(|record| {
                            // A frame is meant only where all of it is.
                            record.shape.kind() != Kind::Frame
                                || inside.union(&record.bounds()) == inside
                        })
                    });
                    found
                });
                board.selection.set(before.union(&found).copied().collect());
            }
            Doing::Framing { to, .. } => *to = at,
            Doing::Joining { start, to, .. } => {
                *to = at;
                self.line = vec![*start, at];
            }
            Doing::Drawing(points) => {
                if points.last() != Some(&at) && points.len() < board::limits::MAX_STROKE_POINTS {
                    points.push(at);
                }
            }
        }
    }
}

/// What becomes of a press that moves: what is selected goes along, where it is moved now. Where
/// it is not, a finger pushes the sheet, so that it gets across a board full of notes, and has
/// selected nothing; whoever has a mouse, which gets across otherwise, is told why.
fn set_off(
    stage: Stage,
    hand: Hand,
    seized: Point,
    (x, y): (f64, f64),
    before: BTreeSet<RecordId>,
) -> Doing {
    match (refusal_to_move(stage.board), selected_bounds(stage)) {
        (None, Some(bounds)) => Doing::Moving {
            seized,
            bounds,
            by: Point::default(),
            begun: false,
        },
        (Some(_), _) if hand.touch => {
            deeds::select(stage, before);
            Doing::Panning { x, y }
        }
        (Some(refusal), _) => {
            stage.board.tell(Told::Refused(refusal));
            Doing::Nothing
        }
        (None, None) => Doing::Nothing,
    }
}

/// Why what is selected is not moved now, if so: the rules of the board are asked before it is.
fn refusal_to_move(board: Board) -> Option<Refusal> {
    let chosen = board.selection.get_untracked();
    board.with_client(|client| {
        // At one edge of the board nothing goes on towards it.
        let ways = [Point::new(1, 0), Point::new(-1, 0)];
        let mut moves = ways
            .into_iter()
            .map(|by| actions::move_by(client.view(), &chosen, by));
        let moves = moves.find(|moves| !moves.is_empty())?;
        moves.iter().find_map(|one| client.permits(one).err())
    })
}

/// How far one point is from another, in units of the board.
fn apart(one: Point, other: Point) -> f64 {
    (f64::from(one.x) - f64::from(other.x)).hypot(f64::from(one.y) - f64::from(other.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(fingers: &[(f64, f64)]) -> Gestures {
        let hands = (0..).zip(fingers).map(|(id, (x, y))| Hand {
            id,
            x: *x,
            y: *y,
            touch: true,
            press: Press::default(),
        });
        Gestures {
            hands: hands.collect(),
            ..Gestures::default()
        }
    }

    #[test]
    fn two_fingers_pinch_and_no_other_number() {
        let both = with(&[(0.0, 0.0), (30.0, 40.0)]).pinch();
        let Doing::Pinching(fingers) = both else {
            panic!("{both:?}");
        };
        assert_eq!((fingers.distance, fingers.middle), (50.0, (15.0, 20.0)));
        for fingers in [vec![], vec![(1.0, 1.0)], vec![(1.0, 1.0); 3]] {
            assert!(matches!(with(&fingers).pinch(), Doing::Nothing));
        }
    }

    #[test]
    fn what_is_being_drawn_shows_and_nothing_else() {
        let (from, to) = (Point::new(40, 10), Point::new(-20, 90));
        let doing = |doing: Doing| Gestures {
            doing,
            ..Gestures::default()
        };
        let framing = doing(Doing::Framing { from, to });
        assert_eq!(framing.overlay().marquee, Some(spanned(to, from)));
        let drawing = doing(Doing::Drawing(vec![from, to]));
        assert_eq!(drawing.overlay().stroke, [from, to]);
        let pressed = doing(Doing::Panning { x: 0.0, y: 0.0 });
        assert!(pressed.overlay().marquee.is_none() && pressed.overlay().stroke.is_empty());
    }
}
