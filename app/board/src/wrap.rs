//! Text laid out on paper: lines that fit a width, in a size that fits a height.

/// Sizes of letters that a note's text is tried in, in board units, the largest first.
const SIZES: [f64; 5] = [20.0, 17.0, 15.0, 13.0, 11.0];
/// Height of a line, as a multiple of the size of its letters.
pub const LEADING: f64 = 1.3;

/// Lines of text and the size that they are written in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Laid {
    /// The lines, from the top.
    pub lines: Vec<String>,
    /// Size of the letters, in board units.
    pub size: f64,
}

/// Lays a text out within a width and a height, both in board units, as large as fits, in
/// letters of at least a size. `measure` gives the width of a text in letters of size one. What
/// does not fit in the smallest size is cut, and the cut is shown.
#[must_use]
pub fn lay_out(
    text: &str,
    (width, height): (f64, f64),
    least: f64,
    measure: &dyn Fn(&str) -> f64,
) -> Laid {
    let mut laid = Laid::default();
    for size in SIZES.into_iter().filter(|size| *size >= least) {
        let widths = |part: &str| measure(part) * size;
        laid = Laid {
            lines: lines(text, width, &widths),
            size,
        };
        if fits(&laid, height) {
            return laid;
        }
    }
    let room = lines_in(height, laid.size);
    if laid.lines.len() > room {
        laid.lines.truncate(room);
        if let Some(last) = laid.lines.last_mut() {
            last.push('…');
            *last = cut_to_width(last, width, laid.size, measure);
        }
    }
    laid
}

/// A line in one size, cut where it is too wide for that.
#[must_use]
pub fn cut_to_width(line: &str, width: f64, size: f64, measure: &dyn Fn(&str) -> f64) -> String {
    let mut cut = line.to_owned();
    while !cut.is_empty() && measure(&cut) * size > width {
        // The last sign of a cut line is the sign of the cut.
        cut.pop();
        cut.pop();
        cut.truncate(cut.trim_end().len());
        cut.push('…');
        if cut == "…" {
            break;
        }
    }
    cut
}

/// How much smaller a name may become to fit, as a share of its size.
const SMALLEST_NAME: f64 = 0.65;

/// A name on one line: the first line of a text in the given size, smaller where it is too
/// wide, and cut where it is too wide even so. `measure` gives the width of a text in
/// letters of size one.
#[must_use]
pub fn one_line(text: &str, width: f64, size: f64, measure: &dyn Fn(&str) -> f64) -> Laid {
    let line = text.lines().next().unwrap_or_default();
    let wide = measure(line);
    if wide * size <= width {
        let lines = vec![line.to_owned()];
        return Laid { lines, size };
    }
    let size = (width / wide).max(size * SMALLEST_NAME);
    Laid {
        lines: vec![cut_to_width(line, width, size, measure)],
        size,
    }
}

/// Lays a text out in one size, with as many lines as it takes.
#[must_use]
pub fn lines(text: &str, width: f64, measure: &dyn Fn(&str) -> f64) -> Vec<String> {
    let space = measure(" ");
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0.0;
        for word in paragraph.split(' ') {
            let wide = measure(word);
            if !line.is_empty() && used + space + wide > width {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if !line.is_empty() {
                line.push(' ');
                used += space;
            }
            if wide > width && line.is_empty() {
                (line, used) = broken(word, width, measure, &mut lines);
            } else {
                line.push_str(word);
                used += wide;
            }
        }
        lines.push(line);
    }
    lines
}

/// A word wider than a line, cut into lines; what is left begins the next one.
fn broken(
    word: &str,
    width: f64,
    measure: &dyn Fn(&str) -> f64,
    lines: &mut Vec<String>,
) -> (String, f64) {
    let mut part = String::new();
    let mut used = 0.0;
    for letter in word.chars() {
        let mut buffer = [0; 4];
        let wide = measure(letter.encode_utf8(&mut buffer));
        if !part.is_empty() && used + wide > width {
            lines.push(std::mem::take(&mut part));
            used = 0.0;
        }
        part.push(letter);
        used += wide;
    }
    (part, used)
}

fn fits(laid: &Laid, height: f64) -> bool {
    laid.lines.len() <= lines_in(height, laid.size)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small number of lines"
)]
fn lines_in(height: f64, size: f64) -> usize {
    (height / (size * LEADING)).floor().max(1.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALLEST: f64 = SIZES[4];

    /// Letters that are half as wide as they are high.
    #[allow(clippy::cast_precision_loss, reason = "short texts")]
    fn measure(text: &str) -> f64 {
        text.chars().count() as f64 * 0.5
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        let laid = lines("un deux trois", 4.0, &measure);
        assert_eq!(laid, ["un deux", "trois"]);
    }

    #[test]
    fn a_word_too_long_is_cut_and_nothing_is_lost() {
        let laid = lines("anticonstitutionnellement", 4.0, &measure);
        assert!(laid.iter().all(|line| line.chars().count() <= 8));
        assert_eq!(laid.concat(), "anticonstitutionnellement");
    }

    #[test]
    fn line_breaks_are_kept() {
        assert_eq!(lines("a\n\nb", 10.0, &measure), ["a", "", "b"]);
    }

    #[test]
    fn a_name_becomes_smaller_and_then_shorter() {
        let name = |width: f64| one_line("Dire les choses\nautrement", width, 10.0, &measure);
        let whole = name(100.0);
        assert_eq!(
            (whole.lines, whole.size),
            (vec!["Dire les choses".into()], 10.0)
        );
        let smaller = name(60.0);
        assert_eq!(
            (smaller.lines, smaller.size),
            (vec!["Dire les choses".into()], 8.0)
        );
        let shorter = name(35.0);
        assert_eq!(
            (shorter.lines, shorter.size),
            (vec!["Dire les…".into()], 6.5)
        );
        assert_eq!(name(1.0).lines, ["…"]);
        assert_eq!(one_line("", 10.0, 10.0, &measure).lines, [""]);
    }

    #[test]
    fn short_texts_are_written_large_and_long_ones_small() {
        let room = (160.0, 120.0);
        let short = lay_out("oui", room, SMALLEST, &measure);
        let long = lay_out(&"mot ".repeat(40), room, SMALLEST, &measure);
        assert_eq!(short.size, SIZES[0]);
        assert!(long.size < short.size);
    }

    #[test]
    fn what_does_not_fit_is_cut_and_the_cut_is_shown() {
        let laid = lay_out(&"mot ".repeat(400), (160.0, 120.0), SMALLEST, &measure);
        assert_eq!(laid.lines.len(), 8);
        assert!(laid.lines.last().is_some_and(|line| line.ends_with('…')));
    }

    #[test]
    fn where_letters_are_not_to_be_smaller_less_is_written_and_the_cut_fits() {
        let (text, room) = ("mot ".repeat(45), (160.0, 120.0));
        let all = lay_out(text.trim(), room, SMALLEST, &measure);
        assert_eq!(all.size, SMALLEST);
        assert!(!all.lines.concat().contains('…'));
        let large = lay_out(text.trim(), room, 13.0, &measure);
        assert_eq!((large.size, large.lines.len()), (13.0, 7));
        assert!(large.lines.last().is_some_and(|line| line.ends_with('…')));
        for line in &large.lines {
            assert!(measure(line) * large.size <= room.0, "{line}");
        }
    }
}
