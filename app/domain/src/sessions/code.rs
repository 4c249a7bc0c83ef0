//! The code by which a session is joined: short enough to be read aloud.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::codes::UnknownCode;

/// Letters and digits of which none is taken for another, read or heard from a
/// projector: no 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B.
const ALPHABET: &[u8; 25] = b"ACDEFGHJKMNPQRTUVWXY34679";

/// How many characters a code has.
const LENGTH: usize = 6;

/// Six unambiguous characters. Read in any case, with spaces and hyphens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JoinCode([u8; LENGTH]);

impl JoinCode {
    /// How many codes there are: 25⁶.
    pub const COUNT: u64 = 244_140_625;

    /// The code of a number below [`COUNT`](Self::COUNT); of a larger one, that of
    /// its rest. Random numbers give codes that cannot be guessed.
    #[must_use]
    pub fn from_number(number: u64) -> Self {
        let mut rest = number;
        let mut code = [ALPHABET[0]; LENGTH];
        for place in &mut code {
            let digit = usize::try_from(rest % ALPHABET.len() as u64).unwrap_or_default();
            *place = ALPHABET[digit];
            rest /= ALPHABET.len() as u64;
        }
        Self(code)
    }

    /// The code in two groups of three, as it is shown to be read.
    #[must_use]
    pub fn in_groups(self) -> String {
        let code = self.to_string();
        let (first, second) = code.split_at(LENGTH / 2);
        format!("{first} {second}")
    }
}

impl fmt::Display for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self.0.iter().copied().map(char::from).collect();
        f.pad(&text)
    }
}

impl FromStr for JoinCode {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = UnknownCode { list: "JoinCode" };
        let mut code = [0; LENGTH];
        let mut typed = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‑' | '–'));
        for place in &mut code {
            let letter = typed.next().ok_or(unknown)?.to_ascii_uppercase();
            let letter = u8::try_from(letter).map_err(|_| unknown)?;
            *place = Some(letter)
                .filter(|letter| ALPHABET.contains(letter))
                .ok_or(unknown)?;
        }
        match typed.next() {
            None => Ok(Self(code)),
            Some(_) => Err(unknown),
        }
    }
}

impl Serialize for JoinCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for JoinCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_said() {
        let code: JoinCode = "ACD346".parse().expect("a code");
        for typed in ["acd346", " ACD 346 ", "acd-346", "a c d 3 4 6"] {
            assert_eq!(typed.parse(), Ok(code), "{typed}");
        }
        assert_eq!(code.in_groups(), "ACD 346");
        for wrong in ["", "ACD34", "ACD3466", "ACD34O", "ACD34É", "ACD_46"] {
            assert!(wrong.parse::<JoinCode>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_number_has_its_own_code() {
        let numbers = [0, 1, 24, 25, 625, 15_625, JoinCode::COUNT - 1];
        let codes: BTreeSet<_> = numbers.map(JoinCode::from_number).into_iter().collect();
        assert_eq!(codes.len(), numbers.len());
        assert_eq!(
            JoinCode::from_number(JoinCode::COUNT),
            JoinCode::from_number(0)
        );
        assert_eq!(
            u64::pow(ALPHABET.len() as u64, LENGTH as u32),
            JoinCode::COUNT
        );
    }
}
