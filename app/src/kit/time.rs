//! Dates and moments as people read them, with their exact value in the markup. Times of day
//! are those of Paris, as the foot of each page says that shows one (`shell::Colophon`): they
//! are the same for everybody who talks about them, and on the server.

use domain::time::{Date, Timestamp};
use domain::wording::Locale;
use leptos::prelude::*;

use crate::preferences::locale;

/// Where the workspace's clocks are.
const TIME_ZONE: &str = "Europe/Paris";

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date in words: "1er mars 2026", "1 March 2026".
pub(crate) fn day(locale: Locale, date: Date) -> String {
    let month = usize::try_from(date.month() - 1).unwrap_or_default();
    let (number, year) = (date.day(), date.year());
    match locale {
        Locale::Fr if number == 1 => format!("1er {} {year}", MONTHS_FR[month]),
        Locale::Fr => format!("{number} {} {year}", MONTHS_FR[month]),
        Locale::En => format!("{number} {} {year}", MONTHS_EN[month]),
    }
}

/// A calendar date.
#[component]
pub(crate) fn Day(
    /// The date.
    date: Date,
) -> impl IntoView {
    view! { <time datetime=date.to_string()>{day(locale(), date)}</time> }
}

/// A moment, to the minute, by the workspace's clocks.
#[component]
pub(crate) fn Moment(
    /// The moment.
    at: Timestamp,
) -> impl IntoView {
    view! { <time datetime=at.exact()>{moment(locale(), at)}</time> }
}

/// A moment in words: "1er mars 2026 à 14:30", "1 March 2026, 14:30".
pub(crate) fn moment(locale: Locale, at: Timestamp) -> String {
    let (date, clock) = local(at);
    let words = day(locale, date);
    match locale {
        Locale::Fr => format!("{words} à {clock}"),
        Locale::En => format!("{words}, {clock}"),
    }
}

/// The time of day of a moment, below a heading that says the day.
#[component]
pub(crate) fn Clock(
    /// The moment.
    at: Timestamp,
) -> impl IntoView {
    let (_, clock) = local(at);
    view! { <time datetime=at.exact()>{clock}</time> }
}

/// The day of a moment where the workspace is.
pub(crate) fn day_of(at: Timestamp) -> Date {
    local(at).0
}

/// Date and time of day (hh:mm) of a moment where the workspace is. The server
/// asks its time zone database, the browser its own: both agree.
#[cfg(feature = "ssr")]
fn local(at: Timestamp) -> (Date, String) {
    let zone = jiff::tz::TimeZone::get(TIME_ZONE).unwrap_or(jiff::tz::TimeZone::UTC);
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    let there = moment.to_zoned_datetime(zone).datetime();
    let clock = format!("{:02}:{:02}", there.hour(), there.minute());
    (there.date(), clock)
}

/// The day and the hour of a moment where the workspace is.
#[cfg(feature = "ssr")]
pub(crate) fn day_and_hour_of(at: Timestamp) -> (Date, i8) {
    let (date, clock) = local(at);
    let hour = clock.split(':').next().and_then(|hour| hour.parse().ok());
    (date, hour.unwrap_or_default())
}

/// The day where the workspace is.
#[cfg(feature = "ssr")]
pub(crate) fn today() -> Date {
    local(crate::request::services().store.now()).0
}

#[cfg(not(feature = "ssr"))]
fn local(at: Timestamp) -> (Date, String) {
    #[allow(clippy::cast_precision_loss, reason = "moments are far below 2^53")]
    let moment = js_sys::Date::new(&(at.0 as f64).into());
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"timeZone".into(), &TIME_ZONE.into());
    // Swedish writes 2026-11-23 21:05:00, which is what is wanted here.
    let text = String::from(moment.to_locale_string("sv-SE", &options));
    let (date, clock) = text.split_once(' ').unwrap_or((&text, "00:00"));
    let date = date.parse().unwrap_or_else(|_| at.date_utc());
    (date, clock.chars().take(5).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words() {
        let date = "2026-03-01".parse().unwrap();
        assert_eq!(day(Locale::Fr, date), "1er mars 2026");
        assert_eq!(day(Locale::En, date), "1 March 2026");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn moments_follow_summer_time() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let winter = local(Timestamp(1_767_308_400_000));
        assert_eq!(winter, (date("2026-01-02"), "00:00".to_owned()));
        let summer = local(Timestamp(1_782_856_800_000));
        assert_eq!(summer, (date("2026-07-01"), "00:00".to_owned()));
    }
}
