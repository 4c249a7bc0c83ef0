//! The co-design sessions of a project, with their boards.

use domain::time::Date;
use serde::Deserialize;

/// A co-design session: planned on one day, held on another unless that is to come.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Workshop {
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
pub(in crate::demo) struct Cluster {
    pub name: String,
    pub notes: Vec<Note>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Note {
    pub by: String,
    /// A kind of feedback.
    pub kind: String,
    pub text: String,
}

/// A vote by dots on the clusters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Vote {
    pub question: String,
    /// Who gave how many dots to each cluster.
    pub ballots: Vec<(String, Vec<u32>)>,
}

/// What a note became, alone or with others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct Outcome {
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
