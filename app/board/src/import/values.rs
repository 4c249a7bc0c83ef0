//! What files say in numbers, words and colours, as a board takes it: within its limits,
//! whatever stands in the file.

use serde_json::Value;

use crate::geometry::{Point, Rect, Size};
use crate::limits::{MAX_COORDINATE, MAX_SIZE, MAX_STROKE_POINTS};
use crate::record::Colour;

/// A number as a coordinate: within the board, whatever the file says.
#[allow(clippy::cast_possible_truncation, reason = "it is within the limits")]
fn coordinate(number: f64) -> i32 {
    // Half of what a board holds, so that there is room to put it elsewhere.
    let most = f64::from(MAX_COORDINATE / 2);
    match number.is_finite() {
        true => number.round().clamp(-most, most) as i32,
        false => 0,
    }
}

/// A number as a length: at least one, and no longer than a board takes.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is within the limits"
)]
fn length(number: f64) -> u32 {
    match number.is_finite() {
        true => number.abs().round().clamp(1.0, f64::from(MAX_SIZE)) as u32,
        false => 1,
    }
}

/// An area within the board, whatever the file says.
pub(super) fn area(x: f64, y: f64, width: f64, height: f64) -> Rect {
    let corner = Point::new(coordinate(x), coordinate(y));
    Rect::new(corner, Size::new(length(width), length(height)))
}

/// The number under a name; zero where there is none.
pub(super) fn number(value: &Value, name: &str) -> f64 {
    value.get(name).and_then(Value::as_f64).unwrap_or_default()
}

/// The text under a name; empty where there is none.
pub(super) fn words<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The values of a list under a name; none where there is no list.
pub(super) fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A line as a stroke: its area, and its points from there, no more than a board
/// takes.
pub(super) fn line(points: &[(f64, f64)]) -> Option<(Rect, Vec<Point>)> {
    let every = points.len().div_ceil(MAX_STROKE_POINTS).max(1);
    let kept = points.iter().step_by(every);
    let kept: Vec<Point> = kept
        .map(|(x, y)| Point::new(coordinate(*x), coordinate(*y)))
        .collect();
    let dots = kept.iter().map(|point| Rect::new(*point, Size::new(1, 1)));
    let area = dots.reduce(|all, one| all.union(&one))?;
    let size = Size::new(
        area.size.width.min(MAX_SIZE),
        area.size.height.min(MAX_SIZE),
    );
    let from = area.origin;
    let inside = kept.into_iter().map(|point| {
        let most = i32::try_from(MAX_SIZE).unwrap_or(i32::MAX);
        let x = point.x.saturating_sub(from.x).min(most);
        let y = point.y.saturating_sub(from.y).min(most);
        Point::new(x, y)
    });
    Some((Rect::new(from, size), inside.collect()))
}

/// The paper that is nearest to a colour as CSS writes it in hexadecimal digits;
/// yellow for none.
pub(super) fn paper(css: &str) -> Colour {
    let digits = css.trim().trim_start_matches('#');
    let channel = |at: usize| {
        let (from, to) = match digits.len() {
            3 | 4 => (at, at.saturating_add(1)),
            _ => (at.saturating_mul(2), at.saturating_mul(2).saturating_add(2)),
        };
        let channel = digits.get(from..to)?;
        let value = u8::from_str_radix(channel, 16).ok()?;
        let value = if channel.len() == 1 {
            value.saturating_mul(17)
        } else {
            value
        };
        Some(f64::from(value) / 255.0)
    };
    let (Some(red), Some(green), Some(blue)) = (channel(0), channel(1), channel(2)) else {
        return Colour::Yellow;
    };
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let range = most - least;
    if range < 0.06 {
        return match most > 0.97 {
            true => Colour::Yellow,
            false => Colour::Grey,
        };
    }
    let hue = if most <= red {
        60.0 * (green - blue) / range
    } else if most <= green {
        60.0 * (2.0 + (blue - red) / range)
    } else {
        60.0 * (4.0 + (red - green) / range)
    };
    match hue.rem_euclid(360.0) {
        hue if hue < 15.0 => Colour::Red,
        hue if hue < 40.0 => Colour::Orange,
        hue if hue < 75.0 => Colour::Yellow,
        hue if hue < 170.0 => Colour::Green,
        hue if hue < 250.0 => Colour::Blue,
        hue if hue < 300.0 => Colour::Purple,
        hue if hue < 345.0 => Colour::Pink,
        _ => Colour::Red,
    }
}
