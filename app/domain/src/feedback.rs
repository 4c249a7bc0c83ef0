//! The feedback log: what happened with the tool, in which class, and what the
//! team made of it.

mod list;
mod pages;
mod states;
mod triage;

pub use list::{
    Facet, Facets, FeedbackFilter, FeedbackOrder, FeedbackPage, FeedbackValues, NO_ASSIGNEE,
    SavedView, VIEW_MAX,
};
pub use pages::LOOKED_THROUGH;
pub use states::{FeedbackState, Mover, TRANSITIONS, may_become};
pub use triage::{
    AssigneeName, BULK_MAX, BulkAction, BulkDraft, Comment, CommentDraft, FeedbackDetail,
    Meanwhile, MeanwhileWords, PARTS_MAX, Selected, SplitDraft, TriageDraft, TriageFacts,
    mentioned,
};

use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::codes::codes;
use crate::ids::{FeedbackId, ProjectId};
use crate::iterations::IterationRef;
use crate::problems::{Problem, Problems, clean_line, clean_text};
use crate::projects::optional;
use crate::school::{ClassLevel, Discipline};
use crate::time::Timestamp;

/// The most characters of what happened.
pub const STORY_MAX: u32 = 4_000;
/// The most characters of a place in the tool.
pub const PLACE_MAX: u32 = 160;
/// The most characters of a reason or a comment.
pub const REMARK_MAX: u32 = 2_000;
/// The most pupils that a context can name.
pub const PRESENT_MAX: i64 = 1_000;

codes! {
    /// What kind of thing happened.
    pub enum FeedbackKind {
        /// Something in the tool or around it stood in the way.
        Obstacle = "obstacle": "obstacle" | "obstacle",
        /// The tool did not do what it should.
        Bug = "bug": "panne" | "bug",
        /// Something that could be.
        Idea = "idea": "idée" | "idea",
        /// Something that went well.
        Success = "success": "réussite" | "success",
        /// Something that is not clear.
        Question = "question": "question" | "question",
    }
}

codes! {
    /// How much it weighs on the work in class, the lightest first.
    #[derive(Default)]
    pub enum Severity {
        /// Worth knowing; the work went on.
        #[default]
        Minor = "minor": "léger" | "minor",
        /// The work went on with difficulty.
        Hindering = "hindering": "gênant" | "hindering",
        /// The work stopped.
        Blocking = "blocking": "bloquant" | "blocking",
    }
}

codes! {
    /// What the tool ran on.
    pub enum Device {
        /// A desktop or portable computer.
        Computer = "computer": "ordinateur" | "computer",
        /// A tablet.
        Tablet = "tablet": "tablette" | "tablet",
        /// A phone.
        Phone = "phone": "téléphone" | "phone",
        /// The interactive board of the classroom.
        Board = "board": "tableau interactif" | "interactive board",
    }
}

codes! {
    /// How well the network served.
    pub enum Network {
        /// No trouble.
        Good = "good": "bon" | "good",
        /// Slow or dropping.
        Slow = "slow": "lent ou instable" | "slow or unstable",
        /// None at all.
        None = "none": "absent" | "none",
    }
}

codes! {
    /// What becomes of the author's name.
    #[derive(Default)]
    pub enum Anonymity {
        /// Shown to whoever sees the entry.
        #[default]
        Named = "named": "avec mon nom" | "with my name",
        /// Kept, so that the author can follow and confirm; shown to nobody.
        Hidden = "hidden": "sans montrer mon nom" | "without showing my name",
        /// Written nowhere.
        NotStored = "not_stored": "sans enregistrer mon nom" | "without recording my name",
    }
}

/// Feedback as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedbackDraft {
    /// Code of the kind.
    pub kind: String,
    /// What happened.
    pub story: String,
    /// Code of the severity; empty for what fits the kind.
    pub severity: String,
    /// Where in the tool.
    pub place: String,
    /// Code of the class level; empty where it does not matter.
    pub level: String,
    /// Code of the discipline; empty where it does not matter.
    pub discipline: String,
    /// How many pupils were present; empty where unknown.
    pub pupils: String,
    /// Code of the device; empty where it does not matter.
    pub device: String,
    /// Code of the network's state; empty where it does not matter.
    pub network: String,
    /// Code of what becomes of the author's name; empty for shown.
    pub anonymity: String,
}

/// What an entry says, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackFacts {
    /// The kind.
    pub kind: FeedbackKind,
    /// What happened.
    pub story: String,
    /// How much it weighs.
    pub severity: Severity,
    /// Where in the tool.
    pub place: String,
    /// The class level, if one in particular.
    pub level: Option<ClassLevel>,
    /// The discipline, if one in particular.
    pub discipline: Option<Discipline>,
    /// How many pupils were present.
    pub pupils: Option<i64>,
    /// What the tool ran on.
    pub device: Option<Device>,
    /// How well the network served.
    pub network: Option<Network>,
}

impl FeedbackKind {
    /// The severity meant where none is chosen: what stands in the way is at
    /// least a hindrance.
    #[must_use]
    pub const fn usual_severity(self) -> Severity {
        match self {
            Self::Obstacle | Self::Bug => Severity::Hindering,
            Self::Idea | Self::Success | Self::Question => Severity::Minor,
        }
    }
}

impl FeedbackDraft {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<(FeedbackFacts, Anonymity), Problems> {
        let mut problems = Problems::default();
        let kind = FeedbackKind::from_code(&self.kind);
        match kind {
            None if self.kind.is_empty() => problems.add("kind", Problem::Missing),
            None => problems.add("kind", Problem::NotOffered),
            Some(_) => {}
        }
        let story = clean_text(&self.story);
        problems.check_length("story", &story, 1, STORY_MAX);
        let place = clean_line(&self.place);
        problems.check_length("place", &place, 0, PLACE_MAX);
        let severity = optional(&mut problems, "severity", &self.severity);
        let level = optional(&mut problems, "level", &self.level);
        let discipline = optional(&mut problems, "discipline", &self.discipline);
        let device = optional(&mut problems, "device", &self.device);
        let network = optional(&mut problems, "network", &self.network);
        let anonymity = optional(&mut problems, "anonymity", &self.anonymity).unwrap_or_default();
        let pupils = match self.pupils.trim() {
            "" => None,
            text => match text.parse::<i64>() {
                Ok(number) if (0..=PRESENT_MAX).contains(&number) => Some(number),
                _ => {
                    let max = PRESENT_MAX;
                    problems.add("pupils", Problem::OutOfRange { min: 0, max });
                    None
                }
            },
        };
        let (Some(kind), true) = (kind, problems.0.is_empty()) else {
            return Err(problems);
        };
        let facts = FeedbackFacts {
            kind,
            story,
            severity: severity.unwrap_or_else(|| kind.usual_severity()),
            place,
            level,
            discipline,
            pupils,
            device,
            network,
        };
        Ok((facts, anonymity))
    }
}

impl From<&FeedbackFacts> for FeedbackDraft {
    fn from(facts: &FeedbackFacts) -> Self {
        let code = |value: Option<String>| value.unwrap_or_default();
        Self {
            kind: facts.kind.to_string(),
            story: facts.story.clone(),
            severity: facts.severity.to_string(),
            place: facts.place.clone(),
            level: code(facts.level.map(|value| value.to_string())),
            discipline: code(facts.discipline.map(|value| value.to_string())),
            pupils: code(facts.pupils.map(|value| value.to_string())),
            device: code(facts.device.map(|value| value.to_string())),
            network: code(facts.network.map(|value| value.to_string())),
            anonymity: String::new(),
        }
    }
}

/// An entry of the feedback log as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// The entry's id.
    pub id: FeedbackId,
    /// The project that it belongs to.
    pub project: ProjectId,
    /// What it says.
    pub facts: FeedbackFacts,
    /// What became of it.
    pub state: FeedbackState,
    /// Why, where a reason was wanted.
    pub state_reason: String,
    /// The entry that says the same, for a duplicate.
    pub duplicate_of: Option<FeedbackId>,
    /// What becomes of the author's name.
    pub anonymity: Anonymity,
    /// Who gave it; nobody where the name is hidden from this reader or was
    /// never recorded.
    pub author: Option<Person>,
    /// Who wrote it in the source that it was imported from, where that was to
    /// be kept.
    pub source_author: Option<String>,
    /// Whether this reader gave it.
    pub own: bool,
    /// The iteration and the version of the tool when it was given: noted at
    /// once, so that they stay true whatever happens to the iteration.
    pub iteration: Option<IterationRef>,
    /// Who looks after it.
    pub assignee: Option<Person>,
    /// Whether the project's partners see it.
    pub shared_with_partners: bool,
    /// How many comments it has.
    pub comments: i64,
    /// Grows by one at each change; a stale form is recognised by it.
    pub version: i64,
    /// When it was given.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Feedback {
    /// How its text begins: the first line, cut at a word where it is long.
    #[must_use]
    pub fn title(&self) -> String {
        title_of(&self.facts.story)
    }
}

/// What an entry with this text is called.
#[must_use]
pub fn title_of(story: &str) -> String {
    const LONG: usize = 110;
    let line = story.lines().next().unwrap_or_default();
    if line.chars().count() <= LONG {
        return line.to_owned();
    }
    let cut: String = line.chars().take(LONG).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> FeedbackDraft {
        FeedbackDraft {
            kind: "bug".into(),
            story: "L’exercice 3 ne s’ouvre pas\r\nsur tablette".into(),
            severity: "blocking".into(),
            place: "exercices > fluence".into(),
            level: "cm1".into(),
            discipline: "french".into(),
            pupils: "24".into(),
            device: "tablet".into(),
            network: "slow".into(),
            anonymity: String::new(),
        }
    }

    #[test]
    fn two_fields_are_enough() {
        let quick = FeedbackDraft {
            kind: "obstacle".into(),
            story: "Trop long à charger".into(),
            ..FeedbackDraft::default()
        };
        let (facts, anonymity) = quick.check().expect("in order");
        assert_eq!(facts.severity, Severity::Hindering);
        assert_eq!(anonymity, Anonymity::Named);
        let problems = FeedbackDraft::default().check().expect_err("problems");
        assert_eq!(problems.of("kind"), Some(&Problem::Missing));
        assert_eq!(problems.of("story"), Some(&Problem::Missing));
        assert_eq!(problems.0.len(), 2);
    }

    #[test]
    fn what_is_not_offered_is_refused() {
        let wrong = FeedbackDraft {
            kind: "rant".into(),
            severity: "huge".into(),
            device: "fax".into(),
            network: "5g".into(),
            anonymity: "maybe".into(),
            pupils: "-1".into(),
            story: "x".repeat(4_001),
            ..draft()
        };
        let problems = wrong.check().expect_err("problems");
        for field in ["kind", "severity", "device", "network", "anonymity"] {
            assert_eq!(problems.of(field), Some(&Problem::NotOffered), "{field}");
        }
        assert!(problems.of("pupils").is_some());
        assert_eq!(problems.of("story"), Some(&Problem::TooLong { max: 4_000 }));
    }

    #[test]
    fn a_draft_goes_both_ways() {
        let (facts, _) = draft().check().expect("in order");
        assert_eq!(facts.story, "L’exercice 3 ne s’ouvre pas\nsur tablette");
        let again = FeedbackDraft::from(&facts);
        assert_eq!(again.check().expect("in order").0, facts);
    }

    #[test]
    fn severities_are_in_order() {
        assert!(Severity::Minor < Severity::Hindering);
        assert!(Severity::Hindering < Severity::Blocking);
    }
}
