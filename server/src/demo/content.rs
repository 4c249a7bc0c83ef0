//! What the demonstration holds, as its files say: people and needs, and each
//! project with everything that happens in it. All of it is invented.

use domain::time::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::entries::Written;
use crate::error::{Error, Result};

/// Everything, in the order of the files.
pub(super) struct Content {
    pub people: Vec<Person>,
    pub needs: Vec<Need>,
    pub projects: Vec<(Project, Vec<Written>)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    people: Vec<Person>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Needs {
    needs: Vec<Need>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub key: String,
    pub name: String,
    pub party: String,
    #[serde(default = "member")]
    pub role: String,
    #[serde(default)]
    pub interests: String,
    pub teaches: Option<Class>,
}

fn member() -> String {
    "member".into()
}

/// The class of a teacher, in which feedback arises.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Class {
    pub level: String,
    pub discipline: String,
    pub pupils: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Need {
    pub key: String,
    pub on: Date,
    pub author: String,
    pub statement: String,
    #[serde(default)]
    pub affected: String,
    #[serde(default)]
    pub setting: String,
    #[serde(default)]
    pub level: String,
    #[serde(default)]
    pub discipline: String,
    pub pupils: Option<u32>,
    #[serde(default)]
    pub territory: String,
    #[serde(default)]
    pub positions: Vec<Position>,
    pub aside: Option<Aside>,
    pub merged: Option<Merged>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Position {
    pub by: String,
    pub stance: String,
    #[serde(default)]
    pub comment: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Aside {
    pub on: Date,
    pub by: String,
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Merged {
    pub into: String,
    pub on: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Project {
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

/// A co-design session: planned on one day, held on another unless that is to come.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Workshop {
    pub key: String,
    pub planned: Date,
    pub on: Date,
    /// The hour of its beginning.
    pub hour: u8,
    pub iteration: String,
    /// The method whose script it follows.
    pub method: String,
    pub title: String,
    pub aim: String,
    pub place: String,
    /// Who takes part, besides whoever leads it; nobody where it is to come.
    #[serde(default)]
    pub people: Vec<String>,
    #[serde(default)]
    pub clusters: Vec<Cluster>,
    pub vote: Option<Vote>,
    #[serde(default)]
    pub outcomes: Vec<Outcome>,
}

/// Notes that were brought together.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cluster {
    pub name: String,
    pub notes: Vec<Note>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    pub by: String,
    /// A kind of feedback.
    pub kind: String,
    pub text: String,
}

/// A vote by dots on the clusters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vote {
    pub question: String,
    /// Who gave how many dots to each cluster.
    pub ballots: Vec<(String, Vec<u32>)>,
}

/// What a note became, alone or with others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outcome {
    /// The places of its cluster and of the note in it.
    pub note: (usize, usize),
    /// Those of the notes that it became so with.
    #[serde(default)]
    pub with: Vec<(usize, usize)>,
    pub becomes: String,
    pub text: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub owner: String,
    pub due_on: Option<Date>,
    /// Whether the partners see the decision or the action.
    #[serde(default)]
    pub shared: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Member {
    pub who: String,
    pub role: String,
    pub on: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phase {
    pub phase: String,
    pub on: Date,
}

/// The phases as they were planned on one day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    pub on: Date,
    pub phases: Vec<Planned>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Planned {
    pub phase: String,
    /// Its first day; none for the phase that the project is in.
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// A link of the project.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Address {
    pub title: String,
    pub address: String,
    pub on: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    pub need: String,
    pub on: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Iteration {
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
pub(super) struct Element {
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
pub(super) struct MapPath {
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
pub(super) struct Finding {
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
pub(super) struct Change {
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
pub(super) struct Milestone {
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
pub(super) struct Target {
    pub label: String,
    pub aim: String,
    pub value: String,
    pub unit: String,
}

/// What somebody does about a milestone on one day, in this order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
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
pub(super) struct Measure {
    pub value: String,
    pub n: String,
    #[serde(default)]
    pub low: String,
    #[serde(default)]
    pub high: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Move {
    pub due_on: Date,
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settle {
    pub state: String,
    #[serde(default)]
    pub reason: String,
}

/// A link between two things, each named by kind and key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Link {
    pub on: Date,
    pub by: String,
    pub from: String,
    pub relation: String,
    pub to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Comment {
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
pub(super) struct Attached {
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

macro_rules! file {
    ($name:literal) => {
        ($name, include_str!(concat!("content/", $name)))
    };
}

impl Content {
    /// Reads the files.
    pub(super) fn read() -> Result<Self> {
        let people: People = read(file!("people.toml"))?;
        let needs: Needs = read(file!("needs.toml"))?;
        let projects = [
            (file!("presquile.toml"), file!("presquile.csv")),
            (file!("chantier.toml"), file!("chantier.csv")),
            (file!("fluence.toml"), file!("fluence.csv")),
        ];
        let projects = projects
            .into_iter()
            .map(|(project, entries)| Ok((read(project)?, read_entries(entries)?)));
        Ok(Self {
            people: people.people,
            needs: needs.needs,
            projects: projects.collect::<Result<_>>()?,
        })
    }
}

fn read<T: DeserializeOwned>((name, text): (&str, &str)) -> Result<T> {
    toml::from_str(&bound(text)).map_err(|error| Error::Content(format!("{name}: {error}")))
}

/// A text in which no line ends before `: ; ? ! »` nor after `«`: people type a plain blank there,
/// and so do the files.
fn bound(text: &str) -> String {
    text.replace(" :", "\u{a0}:")
        .replace(" »", "\u{a0}»")
        .replace("« ", "«\u{a0}")
        .replace(" ;", "\u{202f};")
        .replace(" ?", "\u{202f}?")
        .replace(" !", "\u{202f}!")
}

fn read_entries((name, text): (&str, &str)) -> Result<Vec<Written>> {
    csv::ReaderBuilder::new()
        .delimiter(b'|')
        .quoting(false)
        .from_reader(bound(text).as_bytes())
        .deserialize()
        .collect::<std::result::Result<_, _>>()
        .map_err(|error| Error::Content(format!("{name}: {error}")))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_file_can_be_read_and_says_nothing_twice() {
        let content = Content::read().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(content.people.len(), 40);
        assert_eq!(content.needs.len(), 24);
        let entries = content.projects.iter().flat_map(|(_, entries)| entries);
        let texts: Vec<&str> = entries.map(|entry| entry.text.as_str()).collect();
        assert_eq!(texts.len(), 300);
        assert_eq!(texts.iter().collect::<HashSet<_>>().len(), 300);
        let torn = [" :", " ;", " ?", " !", " »", "« "];
        let whole = |text: &&str| torn.iter().all(|torn| !text.contains(torn));
        assert!(texts.iter().all(whole));
        assert!(texts.iter().any(|text| text.contains("\u{a0}:")));
    }
}
