//! How single cells are read: dates as exports write them, votes, moderation,
//! levels and disciplines in words.

use jiff::civil::{Date, DateTime, Time};

use super::DayOrder;
use crate::needs::{NeedState, PUPILS_MAX, Stance};
use crate::school::{ClassLevel, Discipline, SchoolLevel};
use crate::territories::fold;
use crate::time::{Timestamp, in_france, universal};
use crate::wording::Wording;

/// Moments before the year 2000 or after 2100 are slips, or other numbers.
const MOMENTS: std::ops::Range<i64> = 946_684_800_000..4_102_444_800_000;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// What each month is called, folded, in full and shortened.
const MONTH_NAMES: [&[&str]; 12] = [
    &["janvier", "janv", "january", "jan"],
    &["fevrier", "fevr", "fev", "february", "feb"],
    &["mars", "march", "mar"],
    &["avril", "avr", "april", "apr"],
    &["mai", "may"],
    &["juin", "june", "jun"],
    &["juillet", "juil", "july", "jul"],
    &["aout", "august", "aug"],
    &["septembre", "september", "sept", "sep"],
    &["octobre", "october", "oct"],
    &["novembre", "november", "nov"],
    &["decembre", "december", "dec"],
];

/// What the days of the week are called, folded.
const WEEKDAYS: [&str; 14] = [
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Reads a moment as exports write it: milliseconds or seconds since 1970,
/// `Tue Sep 10 00:47:02 PDT 2019`, ISO 8601 with or without a zone, day and
/// month set apart by `/`, `.` or `-`, or in French or English words. Where no zone is given, the
/// clocks are those of metropolitan France.
#[must_use]
pub fn read_moment(text: &str, days: DayOrder) -> Option<Timestamp> {
    let text = text.trim();
    since_1970(text)
        .or_else(|| unix_date(text))
        .or_else(|| iso(text))
        .or_else(|| numbers(text, days))
        .or_else(|| worded(text))
        .filter(|at| MOMENTS.contains(&at.0))
}

fn since_1970(text: &str) -> Option<Timestamp> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        13 if digits => text.parse().ok().map(Timestamp),
        10 if digits => text.parse::<i64>().ok().map(|at| Timestamp(at * 1_000)),
        _ => None,
    }
}

/// `Tue Sep 10 00:47:02 PDT 2019`
fn unix_date(text: &str) -> Option<Timestamp> {
    let parts: Vec<&str> = text.split_ascii_whitespace().collect();
    let [_, month, day, clock, zone, year] = parts[..] else {
        return None;
    };
    let month = month.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month)?;
    let date = Date::new(
        year.parse().ok()?,
        i8::try_from(month + 1).ok()?,
        day.parse().ok()?,
    );
    at_offset(date.ok()?.to_datetime(clock_time(clock)?), zone)
}

/// `2019-09-10`, `2019-09-10T00:47:02.123Z`, `2019-09-10 00:47:02 +0200`, and as Google Forms
/// writes it, `2019/09/10 9:47:02 AM UTC+2`
fn iso(text: &str) -> Option<Timestamp> {
    let day: Date = text.get(..10)?.replace('/', "-").parse().ok()?;
    let rest = text.get(10..)?.trim_start_matches(['T', 't', ' ']).trim();
    if rest.is_empty() {
        return Some(in_france(day.at(0, 0, 0, 0)));
    }
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'))
        .unwrap_or(rest.len());
    let (clock, rest) = rest.split_at(end);
    let (afternoon, zone) = half_of_day(rest.trim());
    let at = day.to_datetime(of_the_day(clock_time(clock)?, afternoon)?);
    match zone.trim() {
        "" => Some(in_france(at)),
        zone => at_offset(at, zone),
    }
}

/// `10/09/2019`, `10.9.2019 14:30`, `9/10/2019 2:30:00 PM`
fn numbers(text: &str, days: DayOrder) -> Option<Timestamp> {
    let (day, clock) = text.split_once([' ', ',']).unwrap_or((text, ""));
    let parts: Vec<&str> = day.split(['/', '.', '-']).collect();
    let [first, second, year] = parts[..] else {
        return None;
    };
    if year.len() != 4 {
        return None;
    }
    let (day, month) = match days {
        DayOrder::DayFirst => (first, second),
        DayOrder::MonthFirst => (second, first),
    };
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    let time = match clock.trim_matches([' ', ',']) {
        "" => Time::midnight(),
        clock => twelve_hours(clock)?,
    };
    Some(in_france(date.to_datetime(time)))
}

/// `2 novembre 2026`, `lundi 1er mars 2026 à 14h30`, `2 November 2026`, `Nov 2, 2026, 2:30 PM`
fn worded(text: &str) -> Option<Timestamp> {
    let words = text.split(|c: char| c == ',' || c.is_whitespace());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    // `mar` may be a day or a month.
    of_words(&words).or_else(|| match words.as_slice() {
        [weekday, rest @ ..] if is_weekday(weekday) => of_words(rest),
        _ => None,
    })
}

/// A day, its month, its year and perhaps a clock.
fn of_words(words: &[&str]) -> Option<Timestamp> {
    let [first, second, year, clock @ ..] = words else {
        return None;
    };
    let (month, day) = match month_named(first) {
        Some(month) => (month, *second),
        None => (month_named(second)?, *first),
    };
    if year.len() != 4 {
        return None;
    }
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
    let date = Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    let clock = match clock {
        ["à" | "at", clock @ ..] if !clock.is_empty() => clock,
        clock => clock,
    };
    let time = match clock {
        [] => Time::midnight(),
        clock => twelve_hours(&clock.join(" "))?,
    };
    Some(in_france(date.to_datetime(time)))
}

fn is_weekday(word: &str) -> bool {
    let word = fold(word);
    let word = word.trim();
    word.len() >= 3
        && WEEKDAYS
            .iter()
            .any(|day| *day == word || (word.len() < 5 && day.starts_with(word)))
}

/// The number of the month that a word names, in full or shortened.
fn month_named(word: &str) -> Option<i8> {
    let word = fold(word);
    let names = MONTH_NAMES
        .iter()
        .position(|names| names.contains(&word.trim()))?;
    i8::try_from(names + 1).ok()
}

fn twelve_hours(clock: &str) -> Option<Time> {
    let lower = clock.to_ascii_lowercase();
    let (clock, afternoon) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(false)),
        (_, Some(clock)) => (clock, Some(true)),
        _ => (lower.as_str(), None),
    };
    of_the_day(clock_time(clock.trim())?, afternoon)
}

/// Whether a clock of twelve hours says that it is afternoon, and what stands behind that.
fn half_of_day(text: &str) -> (Option<bool>, &str) {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    match word.to_ascii_lowercase().as_str() {
        "am" => (Some(false), rest),
        "pm" => (Some(true), rest),
        _ => (None, text),
    }
}

/// The time of day that a clock shows: one of twelve hours, where it says which half of the day.
fn of_the_day(time: Time, afternoon: Option<bool>) -> Option<Time> {
    let hour = match afternoon {
        None => return Some(time),
        Some(_) if !(1..=12).contains(&time.hour()) => return None,
        Some(afternoon) => time.hour() % 12 + if afternoon { 12 } else { 0 },
    };
    Time::new(hour, time.minute(), time.second(), 0).ok()
}

/// `14:30`, `14:30:05`, `14:30:05.123`, `14h30`
fn clock_time(text: &str) -> Option<Time> {
    let mut parts = text.split([':', 'h']);
    let hour = parts.next()?.parse().ok()?;
    let minute = parts.next()?.parse().ok()?;
    let (second, fraction) = match parts.next() {
        None => ("0", ""),
        Some(text) => text.split_once('.').unwrap_or((text, "")),
    };
    if parts.next().is_some() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let millis: i32 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    Time::new(hour, minute, second.parse().ok()?, millis * 1_000_000).ok()
}

/// The moment when the clocks of a zone show this.
fn at_offset(at: DateTime, zone: &str) -> Option<Timestamp> {
    let minutes = match zone.to_ascii_uppercase().as_str() {
        "Z" | "UTC" | "GMT" | "WET" => 0,
        "WEST" | "BST" | "CET" => 60,
        "CEST" | "EET" => 120,
        "EEST" => 180,
        "JST" => 540,
        "AEST" => 600,
        "AEDT" => 660,
        "NZST" => 720,
        "NZDT" => 780,
        "EDT" => -240,
        "EST" | "CDT" => -300,
        "CST" | "MDT" => -360,
        "MST" | "PDT" => -420,
        "PST" => -480,
        offset => offset_minutes(offset)?,
    };
    Some(Timestamp(universal(at).0 - minutes * 60_000))
}

/// `+02:00`, `-0730`, `+2`, and `UTC+2`, `GMT+02:00`
fn offset_minutes(text: &str) -> Option<i64> {
    let text = text.trim_start_matches("UTC").trim_start_matches("GMT");
    let (sign, text) = match (text.strip_prefix('+'), text.strip_prefix(['-', '−'])) {
        (Some(text), _) => (1, text),
        (_, Some(text)) => (-1, text),
        _ => return None,
    };
    let digits = text.replace(':', "");
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        4 => (digits.get(..2)?, digits.get(2..)?),
        _ => return None,
    };
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// A moment as Polis exports write it: `Tue Sep 10 07:47:02 UTC 2019`.
#[must_use]
pub fn written_moment(at: Timestamp) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let day = at.date_utc();
    let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
    let month = usize::try_from(day.month() - 1).unwrap_or_default();
    let month = MONTHS[month];
    let seconds = at.0.rem_euclid(86_400_000) / 1_000;
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!(
        "{} {}{} {:02} {hour:02}:{minute:02}:{second:02} UTC {}",
        DAYS[weekday],
        month[..1].to_ascii_uppercase(),
        &month[1..],
        day.day(),
        day.year()
    )
}

/// Reads a vote: 1 for, 0 no view, −1 against, or a word for it.
#[must_use]
pub fn read_vote(text: &str) -> Option<Stance> {
    let text = text.trim().replace('−', "-");
    Some(match text.as_str() {
        "1" | "+1" | "1.0" => Stance::Support,
        "0" | "-0" | "0.0" => Stance::Neutral,
        "-1" | "-1.0" => Stance::Objection,
        words => match fold(words).trim() {
            "agree" | "support" | "yes" | "oui" | "pour" | "d accord" | "soutien" => {
                Stance::Support
            }
            "pass" | "neutral" | "sans avis" | "neutre" => Stance::Neutral,
            "disagree" | "objection" | "no" | "non" | "contre" | "pas d accord" => {
                Stance::Objection
            }
            _ => return None,
        },
    })
}

/// Reads what moderation decided: the numbers of Polis (1 accepted, 0 not yet
/// moderated, −1 rejected) or the words of Decidim in either language.
#[must_use]
pub fn read_moderation(text: &str) -> Option<NeedState> {
    let text = text.trim().replace('−', "-");
    Some(match text.as_str() {
        "1" | "0" => NeedState::Open,
        "-1" => NeedState::SetAside,
        words => match fold(words).trim() {
            "accepted" | "accepte" | "acceptee" | "evaluating" | "en evaluation" | "published"
            | "publie" | "publiee" | "not answered" | "open" | "true" | "answered" => {
                NeedState::Open
            }
            "rejected" | "rejete" | "rejetee" | "hidden" | "masque" | "masquee" | "false"
            | "set aside" => NeedState::SetAside,
            "withdrawn" | "retire" | "retiree" => NeedState::Withdrawn,
            _ => return None,
        },
    })
}

/// Reads a level by its code, its name, or a class that belongs to one level.
#[must_use]
pub fn read_level(text: &str) -> Option<SchoolLevel> {
    let named = SchoolLevel::ALL
        .iter()
        .copied()
        .find(|level| is_named(text, level.code(), level.wording()));
    named.or_else(|| {
        let class = ClassLevel::ALL
            .iter()
            .find(|class| is_named(text, class.code(), class.wording()))?;
        match class.levels() {
            [level] => Some(*level),
            _ => None,
        }
    })
}

/// Reads a discipline by its code or its name.
#[must_use]
pub fn read_discipline(text: &str) -> Option<Discipline> {
    Discipline::ALL
        .iter()
        .copied()
        .find(|discipline| is_named(text, discipline.code(), discipline.wording()))
}

/// Whether a text is a code or a name, with or without what stands behind the
/// name's first comma or in parentheses.
pub(super) fn is_named(text: &str, code: &str, wording: Wording) -> bool {
    let text = fold(text);
    let text = text.trim();
    let is = |name: &str| fold(name).trim() == text;
    is(code)
        || [wording.fr, wording.en]
            .into_iter()
            .any(|name| is(name) || name.split([',', '(']).next().is_some_and(is))
}

/// Reads a number of pupils.
#[must_use]
pub fn read_pupils(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let number = digits.parse().ok()?;
    (1..=PUPILS_MAX).contains(&number).then_some(number)
}

/// Text that a spreadsheet would take for a formula, behind an apostrophe.
#[must_use]
pub fn protected(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// Text without the apostrophe that [`protected`] puts before it.
#[must_use]
pub fn unprotected(text: &str) -> &str {
    text.strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r']))
        .unwrap_or(text)
}
