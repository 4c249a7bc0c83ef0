//! How a file is read: encoding, separator, dates.

use serde::{Deserialize, Serialize};

use super::ImportPlan;
use crate::codes::codes;

codes! {
    /// How the bytes of a file become characters.
    #[derive(Default)]
    pub enum Encoding {
        /// UTF-8, with or without a byte order mark.
        #[default]
        Utf8 = "utf-8": "UTF-8" | "UTF-8",
        /// UTF-16, the low byte first.
        Utf16Le = "utf-16le": "UTF-16 (petit-boutiste)" | "UTF-16 (little endian)",
        /// UTF-16, the high byte first.
        Utf16Be = "utf-16be": "UTF-16 (gros-boutiste)" | "UTF-16 (big endian)",
        /// Western Windows, of which Latin-1 is a part.
        Windows1252 = "windows-1252": "Windows-1252 (Latin-1)" | "Windows-1252 (Latin-1)",
    }
}

codes! {
    /// What stands between two cells.
    #[derive(Default)]
    pub enum Separator {
        /// ,
        #[default]
        Comma = "comma": "virgule (,)" | "comma (,)",
        /// ;
        Semicolon = "semicolon": "point-virgule (;)" | "semicolon (;)",
        /// A tabulator.
        Tab = "tab": "tabulation" | "tab",
        /// |
        Bar = "bar": "barre (|)" | "bar (|)",
    }
}

impl Separator {
    /// The byte that stands between two cells.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }
}

codes! {
    /// How dates such as 03/04/2026 are read.
    #[derive(Default)]
    pub enum DayOrder {
        /// The third of April.
        #[default]
        DayFirst = "day_first": "jour/mois/année" | "day/month/year",
        /// The fourth of March.
        MonthFirst = "month_first": "mois/jour/année" | "month/day/year",
    }
}

/// How files are read where that is not to be found out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Readings {
    /// Encoding of the file of records.
    pub records_encoding: Option<Encoding>,
    /// Separator of the file of records.
    pub records_separator: Option<Separator>,
    /// Encoding of the file of votes.
    pub votes_encoding: Option<Encoding>,
    /// Separator of the file of votes.
    pub votes_separator: Option<Separator>,
}

impl Readings {
    /// As the plan says.
    #[must_use]
    pub fn of(plan: &ImportPlan) -> Self {
        let (records_encoding, records_separator) = plan.records_read_as();
        let votes = plan.votes();
        Self {
            records_encoding,
            records_separator,
            votes_encoding: votes.and_then(|table| table.encoding),
            votes_separator: votes.and_then(|table| table.separator),
        }
    }

    /// The same, but for what is said here.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            records_encoding: self.records_encoding.or(other.records_encoding),
            records_separator: self.records_separator.or(other.records_separator),
            votes_encoding: self.votes_encoding.or(other.votes_encoding),
            votes_separator: self.votes_separator.or(other.votes_separator),
        }
    }
}
