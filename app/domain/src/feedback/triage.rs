//! What the team makes of feedback: state, assignment, merging, splitting,
//! comments.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Feedback, FeedbackState, REMARK_MAX, STORY_MAX, Severity};
use crate::accounts::Person;
use crate::audit::History;
use crate::codes::codes;
use crate::ids::{CommentId, FeedbackId, UserId};
use crate::paging::Said;
use crate::problems::{Problem, Problems, clean_text};
use crate::time::Timestamp;

/// The most entries that one action treats at once.
pub const BULK_MAX: u32 = 100;
/// The most parts into which an entry is split.
pub const PARTS_MAX: u32 = 10;

/// What the triage form of one entry sends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TriageDraft {
    /// Code of the state.
    pub state: String,
    /// Why; wanted for what is refused or deferred.
    pub reason: String,
    /// Id of who looks after it; empty for nobody.
    pub assignee: String,
    /// Code of the severity.
    pub severity: String,
    /// Whether the partners see it: `true`, or anything else.
    pub shared: String,
}

/// What the triage form says, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriageFacts {
    /// What becomes of the entry.
    pub state: FeedbackState,
    /// Why.
    pub reason: String,
    /// Who looks after it.
    pub assignee: Option<UserId>,
    /// How much it weighs.
    pub severity: Severity,
    /// Whether the partners see it.
    pub shared: bool,
}

impl From<&Feedback> for TriageDraft {
    fn from(entry: &Feedback) -> Self {
        let assignee = entry.assignee.as_ref();
        Self {
            state: entry.state.to_string(),
            reason: entry.state_reason.clone(),
            assignee: assignee
                .map(|person| person.id.to_string())
                .unwrap_or_default(),
            severity: entry.facts.severity.to_string(),
            shared: entry.shared_with_partners.to_string(),
        }
    }
}

impl TriageDraft {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<TriageFacts, Problems> {
        let mut problems = Problems::default();
        let state = FeedbackState::from_code(&self.state);
        if state.is_none() {
            problems.add("state", Problem::NotOffered);
        }
        let severity = Severity::from_code(&self.severity);
        if severity.is_none() {
            problems.add("severity", Problem::NotOffered);
        }
        let reason = clean_text(&self.reason);
        let wanted = u32::from(state.is_some_and(FeedbackState::wants_reason));
        problems.check_length("reason", &reason, wanted, REMARK_MAX);
        let assignee = person(&mut problems, &self.assignee);
        let (Some(state), Some(severity), true) = (state, severity, problems.0.is_empty()) else {
            return Err(problems);
        };
        Ok(TriageFacts {
            state,
            reason,
            assignee,
            severity,
            shared: self.shared == "true",
        })
    }
}

fn person(problems: &mut Problems, id: &str) -> Option<UserId> {
    if id.is_empty() {
        return None;
    }
    let person = id.parse().ok();
    if person.is_none() {
        problems.add("assignee", Problem::NotOffered);
    }
    person
}

codes! {
    /// What can be done with several entries at once.
    pub enum BulkAction {
        /// The team will act on them.
        Accept = "accept": "accepter" | "accept",
        /// Not now, with the reason.
        Defer = "defer": "reporter" | "defer",
        /// Not at all, with the reason.
        Refuse = "refuse": "refuser" | "refuse",
        /// What they led to is in the tool.
        Ship = "ship": "marquer comme livrés" | "mark as shipped",
        /// Somebody looks after them; nobody where none is named.
        Assign = "assign": "confier à" | "assign to",
        /// The partners see them.
        Share = "share": "partager avec les partenaires" | "share with partners",
        /// The partners do not see them.
        Unshare = "unshare": "ne plus partager" | "stop sharing",
    }
}

impl BulkAction {
    /// The state that the entries come to, where it is about that.
    #[must_use]
    pub const fn state(self) -> Option<FeedbackState> {
        match self {
            Self::Accept => Some(FeedbackState::Accepted),
            Self::Defer => Some(FeedbackState::Deferred),
            Self::Refuse => Some(FeedbackState::Refused),
            Self::Ship => Some(FeedbackState::Shipped),
            Self::Assign | Self::Share | Self::Unshare => None,
        }
    }
}

/// An entry selected among others, and the version of it that was shown. In a form it
/// is one text, `0191…:3`, so that the box of each entry sends both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Selected {
    /// Which.
    pub id: FeedbackId,
    /// The version that was shown.
    pub version: i64,
}

impl From<&Feedback> for Selected {
    fn from(entry: &Feedback) -> Self {
        Self {
            id: entry.id,
            version: entry.version,
        }
    }
}

impl fmt::Display for Selected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.id, self.version)
    }
}

impl From<Selected> for String {
    fn from(selected: Selected) -> Self {
        selected.to_string()
    }
}

impl FromStr for Selected {
    type Err = &'static str;

    /// Reads what [`Display`](fmt::Display) writes.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (id, version) = text.split_once(':').ok_or("no version")?;
        Ok(Self {
            id: id.parse().map_err(|_| "no id")?,
            version: version.parse().map_err(|_| "no version")?,
        })
    }
}

impl TryFrom<String> for Selected {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// What a selected entry is now that somebody changed it after it was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meanwhile {
    /// The version that it has.
    pub version: i64,
    /// Its state.
    pub state: FeedbackState,
    /// How much it weighs.
    pub severity: Severity,
    /// Whether the partners see it.
    pub shared: bool,
    /// What it says and whose it is; nothing where this travels in an address, which browsers
    /// and proxies keep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<MeanwhileWords>,
}

/// What a selected entry says and whose it is by now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeanwhileWords {
    /// How its text begins.
    pub title: String,
    /// Who looks after it.
    pub assignee: Option<AssigneeName>,
}

/// Who looks after an entry, as far as a message tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssigneeName {
    /// Their name.
    pub name: String,
    /// Whether they have declared interests.
    pub has_interests: bool,
}

impl From<Person> for AssigneeName {
    fn from(person: Person) -> Self {
        Self {
            has_interests: person.declared_interests.is_some(),
            name: person.name,
        }
    }
}

impl From<Feedback> for Meanwhile {
    fn from(entry: Feedback) -> Self {
        Self {
            version: entry.version,
            state: entry.state,
            severity: entry.facts.severity,
            shared: entry.shared_with_partners,
            words: Some(MeanwhileWords {
                title: entry.title(),
                assignee: entry.assignee.map(AssigneeName::from),
            }),
        }
    }
}

/// An action on several entries, as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkDraft {
    /// Code of the action.
    pub action: String,
    /// Why; wanted for what is refused or deferred.
    pub reason: String,
    /// Id of who looks after them; empty for nobody.
    pub assignee: String,
}

impl BulkDraft {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<(BulkAction, String, Option<UserId>), Problems> {
        let mut problems = Problems::default();
        let action = BulkAction::from_code(&self.action);
        if action.is_none() {
            problems.add("action", Problem::NotOffered);
        }
        let reason = clean_text(&self.reason);
        let state = action.and_then(BulkAction::state);
        let wanted = u32::from(state.is_some_and(FeedbackState::wants_reason));
        problems.check_length("reason", &reason, wanted, REMARK_MAX);
        let assignee = person(&mut problems, &self.assignee);
        let (Some(action), true) = (action, problems.0.is_empty()) else {
            return Err(problems);
        };
        Ok((action, reason, assignee))
    }
}

/// An entry that says several things, as the form that splits it sends them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SplitDraft {
    /// The texts of the new entries, with an empty line between them.
    pub parts: String,
}

impl SplitDraft {
    /// The texts of the new entries.
    ///
    /// # Errors
    /// Fewer than two, too many, or one that is too long.
    pub fn check(&self) -> Result<Vec<String>, Problems> {
        let mut parts: Vec<String> = Vec::new();
        let mut apart = true;
        for line in clean_text(&self.parts).lines() {
            if line.trim().is_empty() {
                apart = true;
                continue;
            }
            match parts.last_mut() {
                Some(part) if !apart => {
                    part.push('\n');
                    part.push_str(line);
                }
                _ => parts.push(line.to_owned()),
            }
            apart = false;
        }
        let mut problems = Problems::default();
        match u32::try_from(parts.len()).unwrap_or(u32::MAX) {
            0 => problems.add("parts", Problem::Missing),
            1 => problems.add("parts", Problem::TooFew { min: 2 }),
            2..=PARTS_MAX => {}
            _ => problems.add("parts", Problem::TooMany { max: PARTS_MAX }),
        }
        for part in &parts {
            problems.check_length("parts", part, 1, STORY_MAX);
        }
        problems.into_result()?;
        Ok(parts)
    }
}

/// A comment as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommentDraft {
    /// What it says; `@Name` mentions a person of the team.
    pub text: String,
}

impl CommentDraft {
    /// Cleans and checks the text.
    ///
    /// # Errors
    /// Empty or too long.
    pub fn check(&self) -> Result<String, Problems> {
        let text = clean_text(&self.text);
        let mut problems = Problems::default();
        problems.check_length("text", &text, 1, REMARK_MAX);
        problems.into_result()?;
        Ok(text)
    }
}

/// The people whom a text mentions: `@` and the whole name, whatever the case.
/// Where one name begins with another, the longer is meant.
#[must_use]
pub fn mentioned(text: &str, people: &[Person]) -> Vec<UserId> {
    let text = text.to_lowercase();
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let rest = &text[at + 1..];
        let named = people
            .iter()
            .map(|person| (person, person.name.to_lowercase()))
            .filter(|(_, name)| !name.is_empty() && rest.starts_with(name.as_str()))
            .filter(|(_, name)| {
                let next = rest[name.len()..].chars().next();
                !next.is_some_and(char::is_alphanumeric)
            })
            .max_by_key(|(_, name)| name.len());
        if let Some((person, _)) = named
            && !found.contains(&person.id)
        {
            found.push(person.id);
        }
    }
    found
}

/// A comment as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// The comment's id.
    pub id: CommentId,
    /// Who wrote it; nobody where it is the entry's author whose name is hidden.
    pub person: Option<Person>,
    /// Whether the entry's author wrote it.
    pub by_author: bool,
    /// What it says.
    pub text: String,
    /// The people whom it mentions.
    pub mentions: Vec<UserId>,
    /// When.
    pub at: Timestamp,
}

/// An entry with everything around it, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackDetail {
    /// The entry.
    pub feedback: Feedback,
    /// The entry that says the same, for a duplicate.
    pub duplicate_of: Option<(FeedbackId, String)>,
    /// The entries that say the same.
    pub duplicates: Vec<(FeedbackId, String)>,
    /// Comments, oldest first; of very many a part, at first the last ones.
    pub comments: Said<Comment>,
    /// Those of the team who may see it: of them somebody looks after it or is mentioned.
    pub readers: Vec<Person>,
    /// Every change, oldest first.
    pub history: History,
    /// Those to whom the history says that it was given, also where they have left
    /// the team since.
    pub named: Vec<Person>,
}

#[cfg(test)]
mod tests;
