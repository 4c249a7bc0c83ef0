//! The feedback of a project: its file says what was said in which iteration
//! and what became of it; who said it when, in which class, follows from that.

use domain::feedback::{BulkAction, FeedbackDraft};
use domain::time::Date;
use serde::Deserialize;

use super::calendar::{school_days, school_days_after};
use super::content::{Class, Person, Project};
use crate::error::{Error, Result};

/// One line of the file.
#[derive(Deserialize)]
pub(super) struct Written {
    /// Named where something refers to it.
    pub key: String,
    /// Number of the iteration.
    pub it: usize,
    /// First letter of the kind; `i` for an idea, `q` for a question.
    pub kind: char,
    /// First letter of the severity, where it is not the usual one.
    pub weight: String,
    pub place: String,
    /// Letters of the device (`t`, `c`, `p`, `b`) and of the network (`s`, `n`).
    pub ctx: String,
    /// What became of it: `a`ccepted, `r`efused, `d`eferred, `s`hipped,
    /// `c`onfirmed, `=` and the key of the entry that says the same.
    pub fate: String,
    pub text: String,
    /// Why, for what was refused or deferred.
    pub reason: String,
}

/// An entry in full.
pub(super) struct Entry<'a> {
    /// Its key, or a number where it has none.
    pub name: String,
    pub author: &'a str,
    pub on: Date,
    /// Minutes after midnight.
    pub minute: i64,
    pub draft: FeedbackDraft,
    /// What became of it, in order.
    pub turns: Vec<(Date, Turn<'a>)>,
}

/// One thing that became of an entry.
#[derive(Clone)]
pub(super) enum Turn<'a> {
    /// Somebody of the team treats it, and may give it to somebody.
    Treated {
        by: &'a str,
        action: BulkAction,
        reason: &'a str,
        assignee: Option<&'a str>,
    },
    /// It is merged into another.
    Merged { by: &'a str, into: &'a str },
    /// Its author confirms it.
    Confirmed,
}

/// The entries of a project.
pub(super) fn entries<'a>(
    project: &'a Project,
    written: &'a [Written],
    people: &'a [Person],
) -> Result<Vec<Entry<'a>>> {
    let mut entries = Vec::with_capacity(written.len());
    for (number, iteration) in (1..).zip(&project.iterations) {
        let here: Vec<&Written> = written.iter().filter(|line| line.it == number).collect();
        let days = school_days(iteration.starts_on, iteration.ends_on);
        for (place, line) in here.iter().enumerate() {
            let day = days.get(place * days.len() / here.len());
            let day = *day.ok_or_else(|| wrong(line, "in an iteration that has not begun"))?;
            let author = author(project, people, line, place)?;
            entries.push(Entry {
                name: match line.key.as_str() {
                    "" => format!("{} {number}.{place}", project.key),
                    key => key.to_owned(),
                },
                author: &author.key,
                on: day,
                minute: 9 * 60 + i64::try_from(place * 37 % 480).unwrap_or_default(),
                draft: draft(line, author.teaches.as_ref(), place)?,
                turns: turns(project, line, day, place, iteration.reviewed.is_some())?,
            });
        }
    }
    if entries.len() < written.len() {
        return Err(Error::Content(format!(
            "{}: feedback in an iteration that there is not",
            project.key
        )));
    }
    Ok(entries)
}

fn wrong(line: &Written, what: &str) -> Error {
    Error::Content(format!("{:?}: {what}", line.text))
}

/// Who says it: in turn, but nobody speaks of a class that is not theirs.
fn author<'a>(
    project: &Project,
    people: &'a [Person],
    line: &Written,
    place: usize,
) -> Result<&'a Person> {
    const CLASSES: [(&str, &str); 5] = [
        ("CP", "cp"),
        ("CE1", "ce1"),
        ("5e", "5e"),
        ("4e", "4e"),
        ("3e", "3e"),
    ];
    let named: Vec<&str> = CLASSES
        .iter()
        .filter(|(name, _)| {
            line.text
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word == *name)
        })
        .map(|(_, level)| *level)
        .collect();
    let fits = |person: &&Person| match &person.teaches {
        Some(class) => named.is_empty() || named.contains(&class.level.as_str()),
        None => named.is_empty(),
    };
    let count = project.givers.len();
    (0..count)
        .filter_map(|turn| project.givers.get((place + line.it * 3 + turn) % count))
        .filter_map(|key| people.iter().find(|person| person.key == *key))
        .find(fits)
        .ok_or_else(|| wrong(line, "nobody can have said it"))
}

fn draft(line: &Written, class: Option<&Class>, place: usize) -> Result<FeedbackDraft> {
    let kind = match line.kind {
        'o' => "obstacle",
        'b' => "bug",
        'i' => "idea",
        's' => "success",
        'q' => "question",
        _ => return Err(wrong(line, "of no kind")),
    };
    let severity = match line.weight.as_str() {
        "" => "",
        "m" => "minor",
        "h" => "hindering",
        "b" => "blocking",
        _ => return Err(wrong(line, "of no severity")),
    };
    let device = match line.ctx.chars().next() {
        Some('t') => "tablet",
        Some('c') => "computer",
        Some('p') => "phone",
        Some('b') => "board",
        _ => "",
    };
    let network = match line.ctx.chars().nth(1) {
        Some('s') => "slow",
        Some('n') => "none",
        _ if device.is_empty() => "",
        _ => "good",
    };
    // Whoever confirms later must have left a name, shown or not.
    let anonymity = match place {
        place if place % 11 == 4 => "hidden",
        place if place % 13 == 7 && line.fate != "c" => "not_stored",
        _ => "named",
    };
    let of = |field: fn(&Class) -> String| class.map(field).unwrap_or_default();
    let absent = place % 4;
    Ok(FeedbackDraft {
        kind: kind.into(),
        story: line.text.clone(),
        severity: severity.into(),
        place: line.place.clone(),
        level: of(|class| class.level.clone()),
        discipline: of(|class| class.discipline.clone()),
        pupils: class
            .map(|class| class.pupils.saturating_sub(absent).to_string())
            .unwrap_or_default(),
        device: device.into(),
        network: network.into(),
        anonymity: anonymity.into(),
    })
}

/// What became of an entry, as far as it has come by now.
fn turns<'a>(
    project: &'a Project,
    line: &'a Written,
    on: Date,
    place: usize,
    over: bool,
) -> Result<Vec<(Date, Turn<'a>)>> {
    let team = |turn: usize| -> &'a str {
        let count = project.triage.len().max(1);
        let key = project.triage.get((place + turn) % count);
        key.map_or("lead", String::as_str)
    };
    let treated = |action, reason, assignee| Turn::Treated {
        by: team(0),
        action,
        reason,
        assignee,
    };
    let accepted = (2, treated(BulkAction::Accept, "", Some(team(1))));
    let shipped = (15, treated(BulkAction::Ship, "", None));
    let reason = line.reason.as_str();
    let mut turns = match line.fate.split_at_checked(1) {
        // Nothing stays unread once its iteration is over.
        None if over => vec![accepted],
        None => Vec::new(),
        Some(("a", "")) => vec![accepted],
        Some(("r", "")) => vec![(3, treated(BulkAction::Refuse, reason, None))],
        Some(("d", "")) => vec![(3, treated(BulkAction::Defer, reason, None))],
        Some(("s", "")) => vec![accepted, shipped],
        Some(("c", "")) => vec![accepted, shipped, (18, Turn::Confirmed)],
        Some(("=", into)) => vec![(5, Turn::Merged { by: team(0), into })],
        _ => return Err(wrong(line, "nothing can become of it")),
    };
    let partners = project.team.iter().any(|member| member.role == "partner");
    let settled = matches!(line.fate.as_str(), "a" | "s" | "c");
    if partners && settled && place.is_multiple_of(3) {
        turns.push((4, treated(BulkAction::Share, "", None)));
    }
    let dated = |(days, turn)| school_days_after(on, days).map(|day| (day, turn));
    Ok(turns.into_iter().filter_map(dated).collect())
}
