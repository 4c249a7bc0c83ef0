//! The pen of the canvas in the hands of the keyboard: keys move it, put it down, lift it, and
//! it draws while it is down. On the sheet of the outline buttons do the same.

use board::actions;
use board::geometry::{Point, Rect, Size};
use board::record::{Ink, Kind};
use board::rules::More;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::canvas::Stage;
use super::keys::{STEP, direction};
use super::selection::in_brief;
use super::text::BoardText;
use super::tools::Tool;

/// How much of the board stays in view around the pen, in board units.
const AROUND: i32 = 60;

/// The pen that keys move.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct KeyPen {
    /// Where it is, once a key has taken it up.
    at: Option<Point>,
    /// What it has drawn since it was put down; nothing while it is lifted.
    line: Vec<Point>,
    /// What became of the line before.
    ended: Option<Ended>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Drawn,
    GivenUp,
}

impl KeyPen {
    /// Where it is, and what it has drawn since it was put down.
    pub(super) fn shown(&self) -> (Option<Point>, &[Point]) {
        (self.at, &self.line)
    }

    /// Whether it draws when it is moved.
    pub(super) fn is_down(&self) -> bool {
        !self.line.is_empty()
    }

    /// Moves it; it begins where it is, or else at the start. Where it is now.
    fn go(&mut self, start: Point, by: Point) -> Point {
        let from = self.at.unwrap_or(start);
        let to = Point::new(from.x.saturating_add(by.x), from.y.saturating_add(by.y));
        let to = if to.is_valid() { to } else { from };
        self.at = Some(to);
        self.ended = None;
        if self.is_down() {
            self.line.push(to);
        }
        to
    }

    /// Puts it down, or lifts it: then this is the line.
    fn press(&mut self, start: Point) -> Option<Vec<Point>> {
        self.ended = None;
        if self.is_down() {
            return Some(std::mem::take(&mut self.line));
        }
        let at = *self.at.get_or_insert(start);
        self.line.push(at);
        None
    }

    /// Lifts it without a line. Whether it was down.
    fn give_up(&mut self) -> bool {
        let was_down = self.is_down();
        if was_down {
            self.line.clear();
            self.ended = Some(Ended::GivenUp);
        }
        was_down
    }

    /// What it does, where it is, and what lies there.
    fn said(&self, t: BoardText, over: Option<&str>) -> String {
        let Some(Point { x, y }) = self.at else {
            return t.pen_ready().to_owned();
        };
        let place = match self.ended {
            Some(Ended::Drawn) => return t.pen_drawn().to_owned(),
            Some(Ended::GivenUp) => return t.pen_given_up().to_owned(),
            None if self.is_down() => t.pen_down(x, y),
            None => t.pen_up(x, y),
        };
        match over {
            Some(over) => t.pen_over(&place, over),
            None => place,
        }
    }
}

/// Does what a key stands for while the pen is chosen; whether it stands for anything there.
pub(super) fn pressed(stage: Stage, event: &KeyboardEvent) -> bool {
    let key = event.key();
    match key.as_str() {
        // Who holds the key down means it once.
        " " | "Enter" if event.repeat() => true,
        " " | "Enter" => {
            press(stage);
            true
        }
        "Escape" => give_up(stage),
        _ => match direction(&key).or_else(|| slanting(&key)) {
            Some(way) => {
                let step = if event.shift_key() { STEP.1 } else { STEP.0 };
                go(stage, way, step);
                true
            }
            None => false,
        },
    }
}

/// Where the keys at the corners of a number pad point.
fn slanting(key: &str) -> Option<(i32, i32)> {
    Some(match key {
        "Home" => (-1, -1),
        "PageUp" => (1, -1),
        "End" => (-1, 1),
        "PageDown" => (1, 1),
        _ => return None,
    })
}

/// Moves the pen so far in a direction.
pub(super) fn go(stage: Stage, (x, y): (i32, i32), step: i32) {
    let by = Point::new(x.saturating_mul(step), y.saturating_mul(step));
    let start = stage.middle();
    let Some(at) = stage.pen.try_update(|pen| pen.go(start, by)) else {
        return;
    };
    stage.board.appear(|seen| seen.cursor = Some(at));
    let screen = stage.size.get_untracked();
    let near = Rect::new(at, Size::default()).grown(AROUND);
    stage.camera.update(|camera| {
        *camera = camera.showing(near, screen);
    });
}

/// Puts the pen down, where a line is taken, or lifts it and has what it drew on the board.
pub(super) fn press(stage: Stage) {
    let is_down = stage.pen.with_untracked(KeyPen::is_down);
    if !is_down && !stage.board.takes(|_| More::one(Kind::Stroke)) {
        return;
    }
    let start = stage.middle();
    let line = stage.pen.try_update(|pen| pen.press(start)).flatten();
    if let Some(line) = line {
        draw(stage, &line);
    }
}

/// Lifts the pen without a line. Whether it was down.
pub(super) fn give_up(stage: Stage) -> bool {
    stage.pen.try_update(KeyPen::give_up) == Some(true)
}

fn draw(stage: Stage, line: &[Point]) {
    let done = stage
        .board
        .act(|client| actions::create_stroke(client, line, Ink::default()));
    let _ = stage.pen.try_update(|pen| {
        pen.ended = Some(if done { Ended::Drawn } else { Ended::GivenUp });
    });
}

/// Follows the tool: who takes another up has lifted the pen, and keeps what it drew.
pub(super) fn follow(stage: Stage) {
    Effect::new(move || {
        if stage.tool.get() != Tool::Pen && *stage.pen.read_untracked() != KeyPen::default() {
            put_away(stage);
        }
    });
}

/// Takes the pen off the board; what it drew stays.
pub(super) fn put_away(stage: Stage) {
    let pen = stage.pen.try_update(std::mem::take).unwrap_or_default();
    if pen.is_down() {
        draw(stage, &pen.line);
        let _ = stage.pen.try_set(KeyPen::default());
    }
    stage.board.appear(|seen| seen.cursor = None);
}

/// The beginning of what lies under the pen, as it is read.
fn over(t: BoardText, stage: Stage) -> Option<String> {
    let (at, _) = stage.pen.read().shown();
    stage.board.with_index(|document, index| {
        let hit = index.hits(document, at?, 0).into_iter().next()?;
        let shape = &document.live(hit)?.shape;
        Some(in_brief(t, shape.kind(), &shape.text))
    })
}

/// Tells those who hear the board where the pen is, while it is chosen; on a sheet of the
/// outline it is read, too.
#[component]
pub(super) fn PenSaid(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let said = move || {
        let chosen = stage.tool.get() == Tool::Pen;
        chosen.then(|| stage.pen.read().said(t, over(t, stage).as_deref()))
    };
    let class = if stage.is_pad {
        "meta"
    } else {
        "visually-hidden"
    };
    view! { <p id="board-pen-said" class=class role="status">{said}</p> }
}

#[cfg(test)]
mod tests {
    use domain::wording::Locale;

    use super::*;

    const START: Point = Point::new(100, 50);

    #[test]
    fn it_draws_while_it_is_down_and_only_then() {
        let mut pen = KeyPen::default();
        pen.go(START, Point::new(8, 0));
        assert_eq!(pen.press(START), None);
        pen.go(START, Point::new(0, 64));
        pen.go(START, Point::new(-8, 0));
        let line = pen.press(START).unwrap();
        let drawn = [(108, 50), (108, 114), (100, 114)].map(|(x, y)| Point::new(x, y));
        assert_eq!(line, drawn);
        pen.go(START, Point::new(8, 8));
        assert_eq!(pen.shown(), (Some(Point::new(108, 122)), &[][..]));
    }

    #[test]
    fn a_line_that_is_given_up_leaves_the_pen_where_it_is() {
        let mut pen = KeyPen::default();
        assert!(!pen.give_up());
        pen.press(START);
        pen.go(START, Point::new(8, 0));
        assert!(pen.give_up());
        assert_eq!(pen.shown(), (Some(Point::new(108, 50)), &[][..]));
        assert!(!pen.give_up());
    }

    #[test]
    fn it_stays_on_the_board_and_says_where_it_is() {
        let t = BoardText(Locale::Fr);
        let mut pen = KeyPen::default();
        assert_eq!(pen.said(t, None), t.pen_ready());
        let edge = Point::new(board::limits::MAX_COORDINATE, 0);
        pen.go(edge, Point::new(8, 0));
        assert_eq!(pen.shown().0, Some(edge));
        pen.press(edge);
        assert_eq!(
            pen.said(t, None),
            "Crayon posé : 1\u{202f}000\u{202f}000 ; 0"
        );
        let over = pen.said(t, Some("Idées"));
        assert_eq!(
            over,
            "Crayon posé : 1\u{202f}000\u{202f}000 ; 0, sur « Idées »"
        );
        pen.give_up();
        assert_eq!(pen.said(t, Some("Idées")), t.pen_given_up());
    }
}
