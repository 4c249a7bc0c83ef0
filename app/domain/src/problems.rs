//! What can be wrong with what a person typed, field by field.
//!
//! A check collects every problem instead of stopping at the first, and names
//! the field as the form does, so that each message stands beside its field.

use serde::{Deserialize, Serialize};

use crate::feedback::Meanwhile;
use crate::imports::Attachment;
use crate::milestones::Figure;
use crate::time::Date;

/// One thing wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Nothing was given.
    Missing,
    /// More than `max` characters.
    TooLong {
        /// The most characters allowed.
        max: u32,
    },
    /// Fewer than `min` characters.
    TooShort {
        /// The fewest characters allowed.
        min: u32,
    },
    /// Not an e-mail address.
    NotAnEmail,
    /// Not a calendar date.
    NotADate,
    /// Not a web address that starts with http:// or https://.
    NotAnAddress,
    /// Not one of the values offered.
    NotOffered,
    /// Somebody on the team who may not see the entry that they would hear of.
    NotSeen,
    /// A note that not everybody may read: its author has not shown it, or it was never there.
    NotShown,
    /// A number outside its bounds.
    OutOfRange {
        /// Smallest number allowed.
        min: i64,
        /// Largest number allowed.
        max: i64,
    },
    /// An end that comes before its beginning.
    EndsBeforeStart,
    /// A date outside the time that it belongs to.
    DateOutOfRange {
        /// First day allowed.
        min: Date,
        /// Last day allowed.
        max: Date,
    },
    /// A beginning before what comes earlier has begun, or while it still lasts.
    BeforePrevious {
        /// The first day on which it may begin.
        earliest: Date,
    },
    /// A time that would begin or end without what is dated in it.
    LeavesOut {
        /// The first day that would no longer lie in it.
        day: Date,
    },
    /// There are as many as may be kept; others fit in once some are taken away.
    Full {
        /// The most allowed.
        max: u32,
    },
    /// There are as many as there can ever be: none of them is taken away.
    NoRoom {
        /// The most allowed.
        max: u32,
    },
    /// More were given at once than are taken: lines, parts, rows.
    TooMany {
        /// The most allowed.
        max: u32,
    },
    /// Fewer were given at once than make sense.
    TooFew {
        /// The fewest allowed.
        min: u32,
    },
    /// An upper bound below the lower one.
    BoundsReversed,
    /// A figure that does not lie within its own interval.
    OutsideInterval {
        /// The interval's lower bound.
        low: Figure,
        /// Its upper bound.
        high: Figure,
    },
    /// Somebody has this already.
    Taken,
    /// The last administrator of the workspace, who stays one until there is another.
    LastAdministrator,
    /// One keeps something under this name already, and has not said that it is replaced.
    NameKept,
    /// E-mail and password do not fit together.
    WrongCredentials,
    /// Not the present password of whoever is signed in.
    WrongPassword,
    /// An invitation or link that is used up or too old.
    LinkExpired,
    /// What is to be merged itself: it cannot be merged into itself.
    Itself,
    /// An end to which no link leads from the other: embodiments lead to mediating processes,
    /// and these to outcomes.
    EndsDoNotFit,
    /// The two are linked already.
    LinkedAlready,
    /// Merged into another already, or withdrawn: nothing is merged into it.
    NoTarget,
    /// Somebody has worked on it since: it is not undone any more.
    WorkedOn(Attachment),
    /// What is to stay is no longer what was shown: nothing was taken away.
    OthersStay,
    /// What has begun would no longer stand where it stood.
    HasBegun,
    /// Something goes with it, and nobody said yes to that.
    Unconfirmed,
    /// Another iteration has it as well: it is dropped with a reason, and not removed.
    CarriedOver,
    /// One of several entries was changed by somebody else since it was shown.
    ChangedMeanwhile(Meanwhile),
    /// There are others, for which there was no room.
    AndOthers {
        /// How many.
        count: u32,
    },
}

/// A problem and the field it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The field's name in the form.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

/// All that is wrong with one form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Problems(pub Vec<FieldProblem>);

impl Problems {
    /// A single problem.
    #[must_use]
    pub fn one(field: &str, problem: Problem) -> Self {
        let mut problems = Self::default();
        problems.add(field, problem);
        problems
    }

    /// Notes a problem of a field.
    pub fn add(&mut self, field: &str, problem: Problem) {
        self.0.push(FieldProblem {
            field: field.to_owned(),
            problem,
        });
    }

    /// Checks that a text has from `min` to `max` characters. An empty text is
    /// [`Problem::Missing`] where at least one character is wanted.
    pub fn check_length(&mut self, field: &str, text: &str, min: u32, max: u32) {
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        if length == 0 && min > 0 {
            self.add(field, Problem::Missing);
        } else if length < min {
            self.add(field, Problem::TooShort { min });
        } else if length > max {
            self.add(field, Problem::TooLong { max });
        }
    }

    /// Checks that an optional number is within bounds.
    pub fn check_range(&mut self, field: &str, number: Option<i64>, min: i64, max: i64) {
        if number.is_some_and(|number| !(min..=max).contains(&number)) {
            self.add(field, Problem::OutOfRange { min, max });
        }
    }

    /// Checks that a text is a web address.
    pub fn check_address(&mut self, field: &str, text: &str) {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let well_formed = rest.is_some_and(|rest| {
            !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace)
        });
        if !well_formed {
            self.add(field, Problem::NotAnAddress);
        }
    }

    /// The problems with those of one field told of another, where a form asks under
    /// another name.
    #[must_use]
    pub fn renamed(mut self, from: &str, to: &str) -> Self {
        for found in &mut self.0 {
            if found.field == from {
                to.clone_into(&mut found.field);
            }
        }
        self
    }

    /// The problems without what people wrote and who they are: as they may stand in an
    /// address, which browsers and proxies keep.
    #[must_use]
    pub fn without_words(mut self) -> Self {
        for found in &mut self.0 {
            if let Problem::ChangedMeanwhile(now) = &mut found.problem {
                now.words = None;
            }
        }
        self
    }

    /// As many of the problems as fit, the first ones, and how many others there are. Where
    /// some fit, fewer do too.
    #[must_use]
    pub fn shortened(self, fits: impl Fn(&Self) -> bool) -> Self {
        if fits(&self) {
            return self;
        }
        let all = self.0.len();
        let only = |told: usize| {
            let mut shorter = Self(self.0.iter().take(told).cloned().collect());
            let count = u32::try_from(all.saturating_sub(told)).unwrap_or(u32::MAX);
            shorter.add("", Problem::AndOthers { count });
            shorter
        };
        let (mut fitting, mut too_many) = (0, all);
        while too_many.saturating_sub(fitting) > 1 {
            let told = usize::midpoint(fitting, too_many);
            if fits(&only(told)) {
                fitting = told;
            } else {
                too_many = told;
            }
        }
        only(fitting)
    }

    /// The problem of one field, if it has any.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&Problem> {
        self.0
            .iter()
            .find(|found| found.field == field)
            .map(|found| &found.problem)
    }

    /// `Ok` when nothing is wrong.
    ///
    /// # Errors
    /// The problems themselves, when there are any.
    pub fn into_result(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// One line of text as it is kept: without control characters or line breaks,
/// without blanks at its ends.
#[must_use]
pub fn clean_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.trim().to_owned()
}

/// Several lines of text as they are kept: line breaks are `\n`, other control
/// characters but the tabulator are gone, no blanks at the ends.
#[must_use]
pub fn clean_text(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unified
        .chars()
        .filter(|&c| c == '\n' || c == '\t' || !c.is_control())
        .collect();
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn every_problem_is_collected() {
        let mut problems = Problems::default();
        problems.check_length("title", "", 1, 10);
        problems.check_length("summary", "éàü", 1, 2);
        problems.check_length("fine", "abc", 3, 3);
        problems.check_range("pupils", Some(-1), 0, 60);
        assert_eq!(problems.of("title"), Some(&Problem::Missing));
        assert_eq!(problems.of("summary"), Some(&Problem::TooLong { max: 2 }));
        assert_eq!(problems.of("fine"), None);
        assert_eq!(problems.0.len(), 3);
        assert!(problems.into_result().is_err());
    }

    #[test]
    fn what_has_no_room_is_counted() {
        let mut problems = Problems::default();
        for field in ["a", "b", "c", "d"] {
            problems.add(field, Problem::Missing);
        }
        let whole = problems.clone().shortened(|told| told.0.len() <= 4);
        assert_eq!(whole, problems);
        for (room, named) in [(3, 2), (1, 0), (0, 0)] {
            let told = problems.clone().shortened(|told| told.0.len() <= room);
            assert_eq!(told.0[..named], problems.0[..named]);
            let count = u32::try_from(4 - named).expect("a few");
            assert_eq!(told.of(""), Some(&Problem::AndOthers { count }), "{room}");
            assert_eq!(told.0.len(), named + 1);
        }
    }

    /// Each try copies what is told and measures it.
    #[test]
    fn what_fits_is_found_in_few_tries() {
        let mut problems = Problems::default();
        for _ in 0..1_000 {
            problems.add("title", Problem::Missing);
        }
        for room in [0, 1, 2, 137, 999] {
            let tries = Cell::new(0);
            let told = problems.clone().shortened(|told| {
                tries.set(tries.get() + 1);
                told.0.len() <= room
            });
            assert_eq!(told.0.len(), room.max(1), "as many as fit");
            assert!(tries.get() <= 11, "{room}: {}", tries.get());
        }
    }

    #[test]
    fn addresses() {
        for (text, fine) in [
            ("https://exemple.fr/a?b", true),
            ("http://x", true),
            ("javascript:alert(1)", false),
            ("https://", false),
            ("https:///x", false),
            ("https://a b", false),
        ] {
            let mut problems = Problems::default();
            problems.check_address("link", text);
            assert_eq!(problems.into_result().is_ok(), fine, "{text}");
        }
    }

    #[test]
    fn text_is_cleaned_and_not_altered_otherwise() {
        assert_eq!(clean_line("  a\tb\nc\u{0} "), "a b c");
        assert_eq!(clean_text("\r\na\r\n\tb\u{7}\rc  "), "a\n\tb\nc");
        assert_eq!(clean_text("<b>&amp;</b>"), "<b>&amp;</b>");
    }
}
