//! A project, with everything that happens in it.

use domain::time::Date;
use serde::Deserialize;

use super::workshop::Workshop;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Project {
    pub key: String,
    pub title: String,
    pub summary: String,
    pub problem: String,
    pub audience: String,
    pub discipline: String,
    pub level: String,
    pub territory: String,
    pub programme: String,
    pub programme_name: String,
    pub starts_on: Date,
    pub visibility: String,
    pub opened: Date,
    /// Who gives feedback.
    pub givers: Vec<String>,
    /// Who treats it, in turn.
    pub triage: Vec<String>,
    pub team: Vec<Member>,
    pub phases: Vec<Phase>,
    pub plan: Plan,
    #[serde(default)]
    pub addresses: Vec<Address>,
    pub answers: Vec<Answer>,
    pub iterations: Vec<Iteration>,
    pub elements: Vec<Element>,
    pub paths: Vec<MapPath>,
    pub findings: Vec<Finding>,
    pub changes: Vec<Change>,
    pub milestones: Vec<Milestone>,
    pub steps: Vec<Step>,
    pub links: Vec<Link>,
    pub comments: Vec<Comment>,
    #[serde(default)]
    pub files: Vec<Attached>,
    #[serde(default)]
    pub workshops: Vec<Workshop>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Member {
    pub who: String,
    pub role: String,
    pub on: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Phase {
    pub phase: String,
    pub on: Date,
}

/// The phases as they were planned on one day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Plan {
    pub on: Date,
    pub phases: Vec<Planned>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Planned {
    pub phase: String,
    /// Its first day; none for the phase that the project is in.
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// A link of the project.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Address {
    pub title: String,
    pub address: String,
    pub on: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Answer {
    pub need: String,
    pub on: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Iteration {
    pub key: String,
    pub planned: Date,
    pub goal: String,
    pub hypothesis: String,
    pub version: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub started: Option<Date>,
    pub reviewed: Option<Date>,
    pub closed: Option<Date>,
}

/// An element new in an iteration's map; the next ones carry it over.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Element {
    pub iteration: String,
    pub key: String,
    pub column: String,
    #[serde(default)]
    pub kind: String,
    pub text: String,
    /// Why it is added, where the map was carried over.
    #[serde(default)]
    pub why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct MapPath {
    pub iteration: String,
    pub key: String,
    pub from: String,
    pub to: String,
    /// Why it is added, where the map was carried over.
    #[serde(default)]
    pub why: String,
}

/// How an element or a path has fared in an iteration.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Finding {
    pub iteration: String,
    pub on: Date,
    pub of: String,
    pub status: String,
    pub reason: String,
    /// Other words for an element, where it was revised.
    pub text: Option<String>,
    /// Why in these, where the map was carried over.
    pub why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Change {
    pub iteration: String,
    pub key: String,
    pub on: Date,
    pub by: String,
    pub text: String,
    /// Things, each as kind and key.
    pub causes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Milestone {
    pub key: String,
    pub on: Date,
    pub title: String,
    pub due_on: Date,
    #[serde(default)]
    pub owner: String,
    pub criteria: Vec<String>,
    pub target: Option<Target>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Target {
    pub label: String,
    pub aim: String,
    pub value: String,
    pub unit: String,
}

/// What somebody does about a milestone on one day, in this order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Step {
    pub milestone: String,
    pub on: Date,
    pub by: String,
    /// Places of the criteria that are seen to be true.
    #[serde(default)]
    pub checks: Vec<usize>,
    pub measure: Option<Measure>,
    pub moves: Option<Move>,
    pub settle: Option<Settle>,
    /// Who is asked to sign.
    #[serde(default)]
    pub asks: Vec<String>,
    #[serde(default)]
    pub signs: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Measure {
    pub value: String,
    pub n: String,
    #[serde(default)]
    pub low: String,
    #[serde(default)]
    pub high: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Move {
    pub due_on: Date,
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Settle {
    pub state: String,
    #[serde(default)]
    pub reason: String,
}

/// A link between two things, each named by kind and key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Link {
    pub on: Date,
    pub by: String,
    pub from: String,
    pub relation: String,
    pub to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Comment {
    pub entry: String,
    /// How many school days after the entry.
    pub days: usize,
    pub by: String,
    pub text: String,
}

/// A file that somebody attaches to a thing, named by kind and key: a drawing,
/// else a text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Attached {
    /// By which a link names it.
    #[serde(default)]
    pub key: String,
    pub to: String,
    pub on: Date,
    pub by: String,
    pub name: String,
    pub description: String,
    pub drawing: Option<String>,
    #[serde(default)]
    pub text: String,
}
