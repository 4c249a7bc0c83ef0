//! The report of a session as data, on the server: written as JSON as it is, and as a table
//! with one value in each row.
//!
//! `format` is always `etabli-report`; `version` grows when a reader of the version before
//! would misread what is written. Codes (kinds, parties) are those of the application.
//! What lies on the board is in the board's own file. Votes tell what came out, named ones
//! by groups as well, and of nobody what they voted: in the table such a group's values are a
//! part of their own. The balance tells what is signed of each party, and all else of groups
//! of at least five people, the last of which may be `others`; where there are no groups, it
//! leaves out what is told of nobody's party. To those who may not know of the project nothing
//! is told of what came out, and `outcomes_untold` says so. (Version 1 had no groups, and
//! counted unsigned notes among a party's where none was small.)

use domain::ids::SessionId;
use domain::parties::{Party, PartyGroup};
use domain::sessions::{GroupTally, LeftOut, Outcome, PartyTally, ScriptPhase};
use domain::wording::Locale;
use serde::Serialize;
use store::{Store, Visitor};

use super::report::{
    ReportContent, author_of, introduced, outcomes_by_kind, parties_present, title_of,
};
use super::report_text::ReportText;
use super::report_votes::VoteFile;
use crate::failure::Failure;

/// The version that is written.
const VERSION: u32 = 2;

/// The columns of the report as a table. The group is the one whose ballots are told of.
pub const REPORT_COLUMNS: [&str; 7] = [
    "part", "name", "item", "property", "value", "author", "group",
];

/// Of no author, and of no group.
pub(super) const OF_NOBODY: [&str; 2] = [""; 2];

/// A report.
#[derive(Debug, Serialize)]
pub struct ReportFile {
    /// `etabli-report`.
    format: &'static str,
    /// The version of what is written.
    version: u32,
    /// What the session is called.
    title: String,
    /// What was to be reached.
    aim: String,
    /// When it began, by the clocks of the place.
    starts_at: String,
    /// Where people met.
    place: String,
    /// Where they met at a distance; empty where they did not.
    link: String,
    /// The script.
    phases: Vec<PhaseFile>,
    /// Who was there, by party.
    people: Vec<PartyFile>,
    /// What came out, as far as the reader may know of it.
    outcomes: Vec<OutcomeFile>,
    /// That nothing is told of what came out, and why, in the reader's language; nothing where
    /// it is told.
    outcomes_untold: Option<&'static str>,
    /// The votes that are closed.
    votes: Vec<VoteFile>,
    /// What each party signed.
    balance: Vec<BalanceFile>,
    /// Who spoke, wrote unsigned and decided, by parties or several together.
    groups: Vec<GroupFile>,
    /// What the balance does not tell by party.
    left_out: LeftOut,
}

#[derive(Debug, Serialize)]
struct PhaseFile {
    title: String,
    minutes: u16,
    instructions: String,
}

#[derive(Debug, Serialize)]
struct PartyFile {
    party: String,
    names: Vec<String>,
}

/// Something that came out.
#[derive(Debug, Serialize)]
struct OutcomeFile {
    /// `need`, `feedback`, `decision` or `action`.
    kind: String,
    /// What it is called; nothing where the reader may not know of it.
    title: Option<String>,
    /// The notes that it came out of.
    notes: Vec<NoteFile>,
}

#[derive(Debug, Serialize)]
struct NoteFile {
    text: String,
    /// Empty where that is hidden or not known.
    author: String,
}

/// What the people of one party signed.
#[derive(Debug, Serialize)]
struct BalanceFile {
    party: String,
    people: u32,
    notes: u32,
    characters: u32,
    outcomes: u32,
}

/// What the people of a party did of which one tells, or those of the others together.
#[derive(Debug, Serialize)]
struct GroupFile {
    /// The party, or `others`.
    group: String,
    people: u32,
    turns: u32,
    unsigned_notes: u32,
    unsigned_characters: u32,
    taken_up: u32,
}

/// The report of a session as data.
///
/// # Errors
/// [`Failure::NotFound`] for those who may not read the session's board.
pub async fn report_file(
    store: &Store,
    visitor: Visitor<'_>,
    session: SessionId,
    locale: Locale,
) -> Result<ReportFile, Failure> {
    let content = super::report::report(store, visitor, session, locale).await?;
    Ok(ReportFile::of(&content, locale))
}

impl ReportFile {
    fn of(content: &ReportContent, locale: Locale) -> Self {
        let facts = &content.session.facts;
        let untold = content.project.is_none();
        let parties = parties_present(&content.participants).into_iter();
        let outcomes = outcomes_by_kind(&content.outcomes).into_iter();
        Self {
            format: "etabli-report",
            version: VERSION,
            title: facts.title.clone(),
            aim: facts.aim.clone(),
            starts_at: facts.starts_at.to_string(),
            place: facts.place.clone(),
            link: facts.link.clone(),
            phases: facts.script.iter().map(phase).collect(),
            people: parties
                .map(|(party, there)| PartyFile {
                    party: party.code().to_owned(),
                    names: there.iter().map(|one| introduced(one, locale)).collect(),
                })
                .collect(),
            outcomes: outcomes
                .flat_map(|(_, outcomes)| outcomes)
                .map(|one| outcome(content, one))
                .collect(),
            outcomes_untold: untold.then(|| ReportText(locale).outcomes_untold()),
            votes: content.votes.iter().filter_map(VoteFile::of).collect(),
            balance: content.balance.parties.iter().map(signed).collect(),
            groups: content.balance.groups.iter().map(group).collect(),
            left_out: content.balance.left_out,
        }
    }

    /// The report as a table: one value in each row, by [`REPORT_COLUMNS`]. Of what came
    /// out, each note has a row; where nothing is told of it, one row says so.
    #[must_use]
    pub fn rows(&self) -> Vec<[String; 7]> {
        let mut rows = self.rows_of_the_session();
        for outcome in &self.outcomes {
            let title = outcome.title.as_deref().unwrap_or_default();
            for note in &outcome.notes {
                let names = [title, outcome.kind.as_str(), "note"];
                let by = [note.author.as_str(), ""];
                rows.push(row("outcome", names, note.text.clone(), by));
            }
        }
        if let Some(untold) = self.outcomes_untold {
            let names = ["", "", "untold"];
            rows.push(row("outcome", names, untold.to_owned(), OF_NOBODY));
        }
        rows.extend(self.votes.iter().flat_map(VoteFile::rows));
        for tally in &self.balance {
            for (property, value) in tally.values() {
                let names = [tally.party.as_str(), "", property];
                rows.push(row("balance", names, value.to_string(), OF_NOBODY));
            }
        }
        for tally in &self.groups {
            for (property, value) in tally.values() {
                let names = [tally.group.as_str(), "", property];
                rows.push(row("group", names, value.to_string(), OF_NOBODY));
            }
        }
        let LeftOut {
            unsigned,
            turns,
            taken_up,
        } = self.left_out;
        for (property, count) in [
            ("unsigned_notes_left_out", unsigned),
            ("turns_left_out", turns),
            ("taken_up_left_out", taken_up),
        ] {
            if count > 0 {
                let names = ["", "", property];
                rows.push(row("balance", names, count.to_string(), OF_NOBODY));
            }
        }
        rows
    }

    /// What it was, its script, and who was there.
    fn rows_of_the_session(&self) -> Vec<[String; 7]> {
        let mut rows = Vec::new();
        for (property, value) in [
            ("title", &self.title),
            ("aim", &self.aim),
            ("starts_at", &self.starts_at),
            ("place", &self.place),
            ("link", &self.link),
        ] {
            if !value.is_empty() {
                rows.push(row("session", ["", "", property], value.clone(), OF_NOBODY));
            }
        }
        for phase in &self.phases {
            let title = phase.title.as_str();
            let minutes = phase.minutes.to_string();
            rows.push(row("phase", [title, "", "minutes"], minutes, OF_NOBODY));
            if !phase.instructions.is_empty() {
                let names = [title, "", "instructions"];
                rows.push(row("phase", names, phase.instructions.clone(), OF_NOBODY));
            }
        }
        for party in &self.people {
            for name in &party.names {
                let names = [party.party.as_str(), "", "name"];
                rows.push(row("people", names, name.clone(), OF_NOBODY));
            }
        }
        rows
    }
}

/// A row of the report as a table, by [`REPORT_COLUMNS`].
pub(super) fn row(
    part: &str,
    [name, item, property]: [&str; 3],
    value: String,
    [author, group]: [&str; 2],
) -> [String; 7] {
    let [part, name, item, property] = [part, name, item, property].map(str::to_owned);
    let [author, group] = [author, group].map(str::to_owned);
    [part, name, item, property, value, author, group]
}

impl BalanceFile {
    const fn values(&self) -> [(&'static str, u32); 4] {
        [
            ("people", self.people),
            ("notes", self.notes),
            ("characters", self.characters),
            ("outcomes", self.outcomes),
        ]
    }
}

impl GroupFile {
    const fn values(&self) -> [(&'static str, u32); 5] {
        [
            ("people", self.people),
            ("turns", self.turns),
            ("unsigned_notes", self.unsigned_notes),
            ("unsigned_characters", self.unsigned_characters),
            ("taken_up", self.taken_up),
        ]
    }
}

fn phase(phase: &ScriptPhase) -> PhaseFile {
    PhaseFile {
        title: phase.title.clone(),
        minutes: phase.minutes,
        instructions: phase.instructions.clone(),
    }
}

fn outcome(content: &ReportContent, outcome: &Outcome) -> OutcomeFile {
    let notes = outcome.notes.iter().map(|note| NoteFile {
        text: note.text.clone(),
        author: author_of(&content.notes, note).to_owned(),
    });
    OutcomeFile {
        kind: outcome.thing.kind.code().to_owned(),
        title: title_of(&content.titles, outcome.thing).map(str::to_owned),
        notes: notes.collect(),
    }
}

fn signed((party, tally): &(Party, PartyTally)) -> BalanceFile {
    BalanceFile {
        party: party.code().to_owned(),
        people: tally.people,
        notes: tally.notes,
        characters: tally.characters,
        outcomes: tally.outcomes,
    }
}

fn group((group, tally): &(PartyGroup, GroupTally)) -> GroupFile {
    GroupFile {
        group: group.code().to_owned(),
        people: tally.people,
        turns: tally.turns,
        unsigned_notes: tally.unsigned,
        unsigned_characters: tally.characters,
        taken_up: tally.taken_up,
    }
}
