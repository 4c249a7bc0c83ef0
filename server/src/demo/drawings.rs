//! Pictures that people of the demonstration attach, drawn here.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use super::acts::unknown;
use crate::error::{Error, Result};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 600;
const PAPER: Rgb<u8> = Rgb([252, 251, 247]);
const INK: Rgb<u8> = Rgb([45, 48, 58]);
const FAINT: Rgb<u8> = Rgb([216, 213, 204]);
const BLUE: Rgb<u8> = Rgb([52, 92, 168]);
const GREEN: Rgb<u8> = Rgb([58, 128, 88]);
const RED: Rgb<u8> = Rgb([178, 66, 52]);

/// A corner of a line, in pixels from the left and from the top.
type Point = (i32, i32);

/// The drawing of this name, as a PNG.
pub(super) fn drawing(name: &str) -> Result<Vec<u8>> {
    let picture = match name {
        "curves" => curves(),
        "plan" => plan(),
        name => return Err(unknown("drawing", name)),
    };
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, ImageFormat::Png)
        .map_err(|error| Error::Content(format!("the drawing {name}: {error}")))?;
    Ok(bytes.into_inner())
}

/// Words read in a minute, week after week: two pupils get on, one does not.
fn curves() -> RgbImage {
    let mut sheet = RgbImage::from_pixel(WIDTH, HEIGHT, PAPER);
    for line in 1..=5 {
        stroke(
            &mut sheet,
            &[(80, 520 - 80 * line), (900, 520 - 80 * line)],
            2,
            FAINT,
        );
    }
    stroke(&mut sheet, &[(80, 60), (80, 520), (900, 520)], 4, INK);
    for (words, colour) in [
        ([31, 43, 49, 62, 73, 86, 94, 103], BLUE),
        ([26, 32, 42, 47, 57, 65, 76, 82], GREEN),
        ([38, 41, 39, 42, 42, 43, 42, 43], RED),
    ] {
        let points: Vec<Point> = (0..)
            .map(|week| 110 + 108 * week)
            .zip(words.map(|words| 520 - 4 * words))
            .collect();
        stroke(&mut sheet, &points, 6, colour);
        for point in points {
            dot(&mut sheet, point, 9, colour);
        }
    }
    sheet
}

/// A piece of joinery from above and cut through, with the plane of the cut.
fn plan() -> RgbImage {
    let mut sheet = RgbImage::from_pixel(WIDTH, HEIGHT, PAPER);
    let outline = [
        (90, 110),
        (430, 110),
        (430, 260),
        (270, 260),
        (270, 480),
        (90, 480),
        (90, 110),
    ];
    stroke(&mut sheet, &outline, 6, INK);
    // Its measures.
    stroke(&mut sheet, &[(90, 70), (430, 70)], 2, INK);
    stroke(&mut sheet, &[(50, 110), (50, 480)], 2, INK);
    for (a, b) in [
        ((90, 58), (90, 82)),
        ((430, 58), (430, 82)),
        ((38, 110), (62, 110)),
        ((38, 480), (62, 480)),
    ] {
        stroke(&mut sheet, &[a, b], 2, INK);
    }
    // The plane of the cut, in dashes.
    for left in (60..460).step_by(34) {
        stroke(&mut sheet, &[(left, 190), (left + 20, 190)], 4, RED);
    }
    // What is seen of the cut, hatched.
    let seen = [(540, 300), (880, 300), (880, 440), (540, 440), (540, 300)];
    for start in (412..880).step_by(28) {
        let (left, right): (i32, i32) = (540.max(start), 880.min(start + 140));
        let line = [(left, 440 - (left - start)), (right, 440 - (right - start))];
        stroke(&mut sheet, &line, 2, BLUE);
    }
    stroke(&mut sheet, &seen, 6, INK);
    stroke(
        &mut sheet,
        &[(470, 190), (510, 190), (510, 370), (532, 370)],
        4,
        RED,
    );
    sheet
}

/// Draws a line from corner to corner, so many pixels wide.
fn stroke(sheet: &mut RgbImage, corners: &[Point], width: i32, colour: Rgb<u8>) {
    for ends in corners.windows(2) {
        let [(x, y), (to_x, to_y)] = [ends[0], ends[1]];
        let steps = (to_x - x).abs().max((to_y - y).abs()).max(1);
        for step in 0..=steps {
            let at = (x + (to_x - x) * step / steps, y + (to_y - y) * step / steps);
            dot(sheet, at, width / 2, colour);
        }
    }
}

/// Draws a disc; what lies beyond the sheet is not drawn.
fn dot(sheet: &mut RgbImage, (x, y): Point, radius: i32, colour: Rgb<u8>) {
    for dx in -radius..=radius {
        for dy in -radius..=radius {
            let (Ok(x), Ok(y)) = (u32::try_from(x + dx), u32::try_from(y + dy)) else {
                continue;
            };
            if dx * dx + dy * dy <= radius * radius
                && let Some(pixel) = sheet.get_pixel_mut_checked(x, y)
            {
                *pixel = colour;
            }
        }
    }
}
