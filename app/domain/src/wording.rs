//! Fixed text in the two languages of the interface, and the choice of one.

use serde::Serialize;

use crate::codes::codes;

codes! {
    /// A language of the interface. Codes are ISO 639-1.
    #[derive(Default)]
    pub enum Locale {
        /// French, the language when nothing else is asked for.
        #[default]
        Fr = "fr": "français" | "French",
        /// English.
        En = "en": "anglais" | "English",
    }
}

impl Locale {
    /// The locale that the value of an `Accept-Language` header prefers
    /// (RFC 9110, section 12.5.4): the highest quality, the first named when
    /// two are equal, French when neither language is accepted.
    ///
    /// Only the primary subtag counts (`en-GB` is English); `*` stands for a
    /// language that is not named; a range that cannot be read is ignored.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut named = [None; Self::ALL.len()];
        let mut any = None;
        for (rank, range) in header.split(',').enumerate() {
            let Some((tag, quality)) = quality(range) else {
                continue;
            };
            let primary = tag.split('-').next().unwrap_or_default();
            let slot = if primary == "*" {
                &mut any
            } else if let Some(index) = Self::ALL
                .iter()
                .position(|locale| primary.eq_ignore_ascii_case(locale.code()))
            {
                &mut named[index]
            } else {
                continue;
            };
            if slot.is_none_or(|(best, _)| quality > best) {
                *slot = Some((quality, rank));
            }
        }
        let mut chosen = (Self::default(), None);
        for (&locale, named) in Self::ALL.iter().zip(named) {
            let Some((quality, rank)) = named.or(any).filter(|&(quality, _)| quality > 0) else {
                continue;
            };
            let better = chosen
                .1
                .is_none_or(|(best, first)| quality > best || (quality == best && rank < first));
            if better {
                chosen = (locale, Some((quality, rank)));
            }
        }
        chosen.0
    }
}

/// The tag of a language range and its quality in thousandths.
fn quality(range: &str) -> Option<(&str, u16)> {
    let mut parts = range.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty())?;
    let Some(weight) = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
    }) else {
        return Some((tag, 1000));
    };
    Some((tag, thousandths(weight)?))
}

/// Reads a weight (`1`, `0.8`, `0.125`) as thousandths.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    let whole = match whole {
        "0" => 0,
        "1" => 1000,
        _ => return None,
    };
    if decimals.len() > 3 {
        return None;
    }
    let mut value = whole;
    let mut unit = 100;
    for digit in decimals.bytes() {
        if !digit.is_ascii_digit() {
            return None;
        }
        value += u16::from(digit - b'0') * unit;
        unit /= 10;
    }
    (value <= 1000).then_some(value)
}

/// A fixed text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Wording {
    /// In French, with inclusive forms written with a middle dot.
    pub fr: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Wording {
    /// A text in French and in English.
    #[must_use]
    pub const fn new(fr: &'static str, en: &'static str) -> Self {
        Self { fr, en }
    }

    /// The text in the given language.
    #[must_use]
    pub const fn in_locale(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Fr => self.fr,
            Locale::En => self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Locale, Wording};

    #[test]
    fn a_wording_speaks_each_language() {
        let wording = Wording::new("besoin", "need");
        assert_eq!(wording.in_locale(Locale::Fr), "besoin");
        assert_eq!(wording.in_locale(Locale::En), "need");
    }

    #[test]
    fn french_is_the_default() {
        assert_eq!(Locale::default(), Locale::Fr);
        assert_eq!(Locale::from_code("en"), Some(Locale::En));
        assert_eq!(Locale::from_code("EN"), None);
    }

    #[test]
    fn accept_language_is_honoured() {
        for (header, expected) in [
            ("", Locale::Fr),
            ("fr", Locale::Fr),
            ("en", Locale::En),
            ("en-GB,en;q=0.9,fr;q=0.8", Locale::En),
            ("fr-CA, en;q=0.9", Locale::Fr),
            ("fr;q=0.5, en;q=0.7", Locale::En),
            ("fr;q=0.7,en;q=0.75", Locale::En),
            ("en;q=0.8, fr;q=0.8", Locale::En),
            ("de, es;q=0.9", Locale::Fr),
            ("de, EN-us;q=0.3", Locale::En),
            ("en ; Q=0.4 , fr ; q=0.2", Locale::En),
            ("en-GB;q=0.2, fr;q=0.5, en-US;q=0.9", Locale::En),
        ] {
            assert_eq!(Locale::from_accept_language(header), expected, "{header:?}");
        }
    }

    #[test]
    fn zero_quality_refuses_and_a_star_stands_for_the_unnamed() {
        for (header, expected) in [
            ("*", Locale::Fr),
            ("en;q=0", Locale::Fr),
            ("fr;q=0, *;q=0.5", Locale::En),
            ("en;q=0.1, *;q=0.5", Locale::Fr),
            ("en;q=0.6, *;q=0.5", Locale::En),
        ] {
            assert_eq!(Locale::from_accept_language(header), expected, "{header:?}");
        }
    }

    #[test]
    fn unreadable_ranges_are_ignored() {
        for header in [
            "en;q=high",
            "en;q=2",
            "en;q=1.5",
            "en;q=0.1234",
            "en;q=-1",
            "en;q=",
            ";q=1",
            ",,;",
            "english",
        ] {
            assert_eq!(
                Locale::from_accept_language(header),
                Locale::Fr,
                "{header:?}"
            );
        }
    }
}
