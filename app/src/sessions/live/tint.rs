//! The colours in which people show on the board. They never stand alone: a name is always
//! beside them.

use board::ids::ParticipantId;

/// The two lightnesses, in hundredths: as far apart as white on the lighter one allows. On both
/// it has the contrast of text, 4.5 to 1, whatever the hue.
const LIGHTER: u32 = 52;
const DARKER: u32 = 44;
/// How far from grey all of them are.
const CHROMA: f64 = 0.15;

/// The colour of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tint {
    /// In hundredths.
    lightness: u32,
    /// In degrees.
    hue: u32,
}

impl Tint {
    /// That of everybody while names are hidden.
    pub(super) const NOBODY: Self = Self {
        lightness: LIGHTER,
        hue: 0,
    };

    /// That of a participant. Hues are far apart for those who came one after the other (the
    /// golden angle). Whoever came twenty-one later has almost the same hue, but another
    /// lightness, as that changes from each to the next.
    pub(super) const fn of(participant: ParticipantId) -> Self {
        let number = participant.0;
        Self {
            lightness: match number % 2 {
                0 => DARKER,
                _ => LIGHTER,
            },
            hue: number.wrapping_mul(137) % 360,
        }
    }

    /// As styles and canvases are told of it.
    pub(super) fn css(self) -> String {
        format!("oklch(0.{} {CHROMA} {})", self.lightness, self.hue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast of white with a colour: Oklab to linear sRGB, of which each part is cut
    /// to what a screen shows, and its luminance as WCAG 2.2 counts it.
    fn contrast_with_white(tint: Tint) -> f64 {
        let lightness = f64::from(tint.lightness) / 100.0;
        let (sine, cosine) = f64::from(tint.hue).to_radians().sin_cos();
        let (a, b) = (CHROMA * cosine, CHROMA * sine);
        let long = (lightness + 0.396_338 * a + 0.215_804 * b).powi(3);
        let medium = (lightness - 0.105_561 * a - 0.063_854 * b).powi(3);
        let short = (lightness - 0.089_484 * a - 1.291_486 * b).powi(3);
        let red = 4.076_742 * long - 3.307_712 * medium + 0.230_970 * short;
        let green = -1.268_438 * long + 2.609_757 * medium - 0.341_319 * short;
        let blue = -0.004_196 * long - 0.703_419 * medium + 1.707_615 * short;
        let parts = [(0.2126, red), (0.7152, green), (0.0722, blue)];
        let luminance: f64 = parts
            .map(|(part, of)| part * of.clamp(0.0, 1.0))
            .iter()
            .sum();
        1.05 / (luminance + 0.05)
    }

    #[test]
    fn no_two_of_thirty_people_look_alike() {
        let tints: Vec<Tint> = (1..=30)
            .map(|number| Tint::of(ParticipantId(number)))
            .collect();
        for (place, one) in tints.iter().enumerate() {
            for other in &tints[..place] {
                let between = one.hue.abs_diff(other.hue);
                let between = between.min(360 - between);
                let alike = one.lightness == other.lightness && between < 12;
                assert!(!alike, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn white_is_read_on_every_colour() {
        for hue in 0..360 {
            for lightness in [LIGHTER, DARKER] {
                let tint = Tint { lightness, hue };
                let contrast = contrast_with_white(tint);
                assert!(contrast >= 4.5, "{tint:?}: {contrast}");
            }
        }
    }

    #[test]
    fn a_colour_is_told_as_styles_take_it() {
        assert_eq!(Tint::of(ParticipantId(3)).css(), "oklch(0.52 0.15 51)");
        assert_eq!(Tint::NOBODY.css(), "oklch(0.52 0.15 0)");
    }
}
