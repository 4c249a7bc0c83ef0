//! The dates of the phases: of those that have come when they did, of those ahead
//! when they are planned. They follow one another as the phases do.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ProjectPhase, frame_end};
use crate::problems::{Problem, Problems};
use crate::time::{Date, parse_date};

/// When a project entered a phase, or is planned to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseDate {
    /// The phase.
    pub phase: ProjectPhase,
    /// First day of it, planned or real.
    pub starts_on: Date,
    /// Last day of it, planned or real, where one is given: else it lasts until the
    /// next phase begins.
    pub ends_on: Option<Date>,
}

/// The dates of all phases as their form sends them, by the names of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PhasesDraft(pub BTreeMap<String, String>);

impl PhasesDraft {
    /// The field of the first day of a phase.
    #[must_use]
    pub fn start_field(phase: ProjectPhase) -> String {
        format!("{phase}_starts_on")
    }

    /// The field of the last day of a phase.
    #[must_use]
    pub fn end_field(phase: ProjectPhase) -> String {
        format!("{phase}_ends_on")
    }

    /// What stands in a field.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |text| text.trim())
    }

    /// Checks the dates of a project that is in the phase `present` and whose frame
    /// begins on `frame`: each phase begins when the one before is over, and lies in
    /// the frame. Dates that are `kept` already may lie outside: what happened did.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(
        &self,
        present: ProjectPhase,
        frame: Date,
        kept: &[PhaseDate],
    ) -> Result<Vec<PhaseDate>, Problems> {
        let mut problems = Problems::default();
        let mut dates = Vec::new();
        // The first day on which the next phase may begin.
        let mut earliest: Option<Date> = None;
        for &phase in ProjectPhase::ALL {
            let there = kept.iter().find(|date| date.phase == phase);
            let field = Self::start_field(phase);
            let start = self.day(&field, frame, there.map(|date| date.starts_on));
            let end_field = Self::end_field(phase);
            let end = self.day(&end_field, frame, there.and_then(|date| date.ends_on));
            let end = end.unwrap_or_else(|problem| {
                problems.add(&end_field, problem);
                None
            });
            let starts_on = match (start, earliest) {
                (Err(problem), _) => {
                    problems.add(&field, problem);
                    continue;
                }
                (Ok(None), _) => {
                    // The present phase has begun; what has an end has a beginning.
                    if end.is_some() || phase == present {
                        problems.add(&field, Problem::Missing);
                    }
                    continue;
                }
                (Ok(Some(start)), Some(earliest)) if start < earliest => {
                    problems.add(&field, Problem::BeforePrevious { earliest });
                    start
                }
                (Ok(Some(start)), _) => start,
            };
            if end.is_some_and(|end| end < starts_on) {
                problems.add(&end_field, Problem::EndsBeforeStart);
            }
            let over = end.and_then(|end| end.tomorrow().ok());
            earliest = earliest.max(Some(over.unwrap_or(starts_on)));
            dates.push(PhaseDate {
                phase,
                starts_on,
                ends_on: end,
            });
        }
        problems.into_result()?;
        Ok(dates)
    }

    /// The day in a field, none where it is empty.
    fn day(&self, field: &str, frame: Date, kept: Option<Date>) -> Result<Option<Date>, Problem> {
        let text = self.text(field);
        if text.is_empty() {
            return Ok(None);
        }
        let day = parse_date(text).ok_or(Problem::NotADate)?;
        let (min, max) = (frame, frame_end(frame));
        if (min..=max).contains(&day) || kept == Some(day) {
            Ok(Some(day))
        } else {
            Err(Problem::DateOutOfRange { min, max })
        }
    }
}

impl From<&[PhaseDate]> for PhasesDraft {
    fn from(dates: &[PhaseDate]) -> Self {
        let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let fields = ProjectPhase::ALL.iter().flat_map(|&phase| {
            let date = dates.iter().find(|date| date.phase == phase);
            [
                (
                    Self::start_field(phase),
                    text(date.map(|date| date.starts_on)),
                ),
                (
                    Self::end_field(phase),
                    text(date.and_then(|date| date.ends_on)),
                ),
            ]
        });
        Self(fields.collect())
    }
}

/// The dates after a project passed from the phase `from` to the phase `to` on a day.
/// What was planned for phases that it passed over is gone, and so is what happened in
/// those it went back from, and what the day has overtaken.
///
/// # Errors
/// The day lies before the beginning of a phase that came earlier.
pub fn entered(
    dates: &[PhaseDate],
    from: ProjectPhase,
    to: ProjectPhase,
    day: Date,
) -> Result<Vec<PhaseDate>, Problem> {
    let mut after = Vec::with_capacity(dates.len() + 1);
    let mut ends_on = None;
    for date in dates {
        if date.phase == to {
            ends_on = date.ends_on.filter(|&end| end >= day);
        } else if date.phase < to && date.phase <= from {
            if date.starts_on > day {
                let earliest = date.starts_on;
                return Err(Problem::BeforePrevious { earliest });
            }
            let mut date = date.clone();
            date.ends_on = date.ends_on.filter(|&end| end < day);
            after.push(date);
        } else if date.phase > to.max(from) && date.starts_on >= day {
            after.push(date.clone());
        }
    }
    // A phase that lasts into the next planned one ends when that begins.
    let next = after.iter().filter(|date| date.phase > to);
    let next = next.map(|date| date.starts_on).min();
    after.push(PhaseDate {
        phase: to,
        starts_on: day,
        ends_on: ends_on.filter(|&end| next.is_none_or(|next| end < next)),
    });
    after.sort_by_key(|date| date.phase);
    Ok(after)
}

/// The dates once the frame begins on the day `to`, and no longer on `from`. A first phase
/// that began with the frame does so still; the other dates stay what they are. Those that
/// lay outside the frame may go on doing so, on the same side: what happened did.
///
/// # Errors
/// A date would no longer lie in the frame.
pub fn reframed(dates: &[PhaseDate], from: Date, to: Date) -> Result<Vec<PhaseDate>, Problem> {
    let mut dates = dates.to_vec();
    if let Some(first) = dates.first_mut().filter(|first| first.starts_on == from) {
        first.starts_on = to;
    }
    let mut days = dates
        .iter()
        .flat_map(|date| [Some(date.starts_on), date.ends_on])
        .flatten();
    let left = days.find(|&day| {
        let side = side_of(to, day);
        side != Ordering::Equal && side != side_of(from, day)
    });
    match left {
        Some(day) => Err(Problem::LeavesOut { day }),
        None => Ok(dates),
    }
}

/// Whether a day lies before the frame that begins on `frame`, in it, or after it.
fn side_of(frame: Date, day: Date) -> Ordering {
    if day < frame {
        Ordering::Less
    } else if day > frame_end(frame) {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ProjectPhase as P;

    fn day(text: &str) -> Date {
        parse_date(text).expect("a date")
    }

    fn date(phase: P, starts_on: &str, ends_on: &str) -> PhaseDate {
        PhaseDate {
            phase,
            starts_on: day(starts_on),
            ends_on: parse_date(ends_on),
        }
    }

    fn kept() -> Vec<PhaseDate> {
        vec![
            date(P::Need, "2025-06-01", ""),
            date(P::CoDesign, "2025-11-03", ""),
            date(P::Pilot, "2026-09-01", "2027-02-28"),
        ]
    }

    /// What is wrong once these fields are filled in otherwise.
    fn wrong(fields: &[(&str, &str)]) -> Problems {
        let mut draft = PhasesDraft::from(kept().as_slice());
        for (field, text) in fields {
            draft.0.insert((*field).to_owned(), (*text).to_owned());
        }
        let checked = draft.check(P::CoDesign, day("2025-09-01"), &kept());
        checked.expect_err("problems")
    }

    #[test]
    fn dates_go_both_ways() {
        let draft = PhasesDraft::from(kept().as_slice());
        assert_eq!(draft.0.len(), 16);
        let checked = draft.check(P::CoDesign, day("2025-09-01"), &kept());
        assert_eq!(checked, Ok(kept()), "what began before the frame may stay");
    }

    #[test]
    fn each_problem_stands_beside_its_field() {
        let (min, max) = (day("2025-09-01"), day("2028-08-31"));
        for (field, text, problem) in [
            ("pilot_starts_on", "demain", Problem::NotADate),
            ("pilot_ends_on", "2026-02-30", Problem::NotADate),
            ("pilot_ends_on", "2026-08-31", Problem::EndsBeforeStart),
            (
                "need_starts_on",
                "2025-06-02",
                Problem::DateOutOfRange { min, max },
            ),
            (
                "pilot_ends_on",
                "2028-09-01",
                Problem::DateOutOfRange { min, max },
            ),
            ("co_design_starts_on", "", Problem::Missing),
        ] {
            let problems = wrong(&[(field, text)]);
            assert_eq!(problems.of(field), Some(&problem), "{field} {text}");
            assert_eq!(problems.0.len(), 1, "{field} {text}");
        }
        let problems = wrong(&[("evaluation_ends_on", "2027-06-30")]);
        assert_eq!(problems.of("evaluation_starts_on"), Some(&Problem::Missing));
    }

    #[test]
    fn phases_neither_overlap_nor_pass_one_another() {
        let problems = wrong(&[("evaluation_starts_on", "2027-02-28")]);
        let earliest = day("2027-03-01");
        let expected = Problem::BeforePrevious { earliest };
        assert_eq!(problems.of("evaluation_starts_on"), Some(&expected));
        let problems = wrong(&[("prototype_starts_on", "2025-11-02")]);
        let earliest = day("2025-11-03");
        let expected = Problem::BeforePrevious { earliest };
        assert_eq!(problems.of("prototype_starts_on"), Some(&expected));
    }

    #[test]
    fn moving_on_keeps_what_is_still_ahead() {
        let moved = entered(&kept(), P::CoDesign, P::Prototype, day("2026-03-02"));
        let mut expected = kept();
        expected.insert(2, date(P::Prototype, "2026-03-02", ""));
        assert_eq!(moved, Ok(expected));
        // What is planned begins on another day, and ends as planned.
        let moved = entered(&kept(), P::CoDesign, P::Pilot, day("2026-10-01"));
        let mut expected = kept();
        expected[2].starts_on = day("2026-10-01");
        assert_eq!(moved, Ok(expected));
        // What the day overtakes, and what is passed over, is planned no more.
        let moved = entered(&kept(), P::CoDesign, P::Prototype, day("2026-10-01"));
        assert_eq!(moved.map(|dates| dates.len()), Ok(3));
        let moved = entered(&kept(), P::CoDesign, P::Evaluation, day("2026-10-01"));
        let phases = moved.map(|dates| dates.iter().map(|date| date.phase).collect::<Vec<_>>());
        assert_eq!(phases, Ok(vec![P::Need, P::CoDesign, P::Evaluation]));
    }

    #[test]
    fn going_back_leaves_what_was_left() {
        let moved = entered(&kept(), P::Pilot, P::CoDesign, day("2027-01-04"));
        let expected = vec![kept().remove(0), date(P::CoDesign, "2027-01-04", "")];
        assert_eq!(moved, Ok(expected));
        let moved = entered(&kept(), P::CoDesign, P::Pilot, day("2025-11-02"));
        let earliest = day("2025-11-03");
        assert_eq!(moved, Err(Problem::BeforePrevious { earliest }));
    }

    #[test]
    fn another_frame_leaves_no_date_out() {
        let frame = day("2025-09-01");
        let leaves_out = |text: &str| Err(Problem::LeavesOut { day: day(text) });
        for (to, expected) in [
            // What began before the frame may stay there, and may come to lie in it.
            ("2025-11-03", Ok(kept())),
            ("2025-05-01", Ok(kept())),
            ("2025-11-04", leaves_out("2025-11-03")),
            ("2024-02-29", leaves_out("2027-02-28")),
            ("2024-03-01", Ok(kept())),
            ("2022-05-31", leaves_out("2025-06-01")),
        ] {
            assert_eq!(reframed(&kept(), frame, day(to)), expected, "{to}");
        }
        // What lay after the frame does not come to lie before it.
        let late = vec![date(P::Need, "2029-01-08", "")];
        let moved = reframed(&late, frame, day("2029-01-09"));
        assert_eq!(moved, leaves_out("2029-01-08"));
        assert_eq!(reframed(&late, frame, day("2025-10-01")), Ok(late));
    }

    #[test]
    fn the_first_phase_begins_with_the_frame() {
        let begun = |on: &str, end: &str| vec![date(P::Need, on, end)];
        let frame = day("2125-09-01");
        let moved = reframed(&begun("2125-09-01", ""), frame, day("2025-09-01"));
        assert_eq!(moved, Ok(begun("2025-09-01", "")), "a slip of the pen");
        let ends = begun("2125-09-01", "2125-10-31");
        let moved = reframed(&ends, frame, day("2125-11-01"));
        let left = day("2125-10-31");
        assert_eq!(moved, Err(Problem::LeavesOut { day: left }));
    }
}
