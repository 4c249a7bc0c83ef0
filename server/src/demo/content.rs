//! What the demonstration holds, as its files say: people and needs, and each
//! project with everything that happens in it. All of it is invented.

mod project;
mod workshop;

use domain::time::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub(super) use self::project::{
    Address, Answer, Attached, Change, Comment, Element, Finding, Iteration, Link, MapPath, Member,
    Milestone, Phase, Project, Step,
};
pub(super) use self::workshop::{Outcome, Workshop};
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
