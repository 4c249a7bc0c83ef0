//! Needs: what teachers and others say that they lack, who supports it, and
//! what became of it.

use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::audit::History;
use crate::codes::codes;
use crate::evidence::Node;
use crate::ids::{NeedId, ProjectId};
use crate::paging::Said;
use crate::problems::{Problem, Problems, clean_line, clean_text};
use crate::projects::{optional, optional_place};
use crate::school::{Discipline, SchoolLevel};
use crate::territories::Territory;
use crate::time::Timestamp;
use crate::wording::Locale;

/// The most characters of a need.
pub const STATEMENT_MAX: u32 = 2_000;
/// The most characters of a context, a reason or who is affected.
pub const CONTEXT_MAX: u32 = 1_000;
/// The most pupils that a context can name.
pub const PUPILS_MAX: i64 = 100_000;

codes! {
    /// What became of a need.
    #[derive(Default)]
    pub enum NeedState {
        /// Expressed, waiting for support and answers.
        #[default]
        Open = "open": "exprimé" | "expressed",
        /// At least one project answers it.
        Answered = "answered": "un projet y répond" | "answered by a project",
        /// Not followed up, with the reason.
        SetAside = "set_aside": "écarté" | "set aside",
        /// Said better by another need, into which it was merged.
        Merged = "merged": "fusionné" | "merged",
        /// Taken back by its author.
        Withdrawn = "withdrawn": "retiré" | "withdrawn",
    }
}

impl NeedState {
    /// Whether nothing more is done to a need in this state.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Merged | Self::Withdrawn)
    }
}

codes! {
    /// Where somebody stands on a need.
    pub enum Stance {
        /// Has the same need.
        Support = "support": "soutien" | "support",
        /// Speaks against it.
        Objection = "objection": "objection" | "objection",
        /// Saw it and has no view (a "pass" in consultations).
        Neutral = "neutral": "sans avis" | "no view",
    }
}

/// A need as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NeedDraft {
    /// The need in a few sentences.
    pub statement: String,
    /// Who is affected.
    pub affected: String,
    /// Where and how the need shows.
    pub setting: String,
    /// Code of the school level; empty for none in particular.
    pub level: String,
    /// Code of the discipline; empty for none in particular.
    pub discipline: String,
    /// How many pupils; empty where unknown.
    pub pupils: String,
    /// A place, by its name; empty for none in particular.
    pub territory: String,
}

/// A need's own statements, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedFacts {
    /// The need in a few sentences.
    pub statement: String,
    /// Who is affected.
    pub affected: String,
    /// Where and how the need shows.
    pub setting: String,
    /// The school level, if one in particular.
    pub level: Option<SchoolLevel>,
    /// The discipline, if one in particular.
    pub discipline: Option<Discipline>,
    /// How many pupils.
    pub pupils: Option<i64>,
    /// Where, if somewhere in particular.
    pub territory: Option<Territory>,
}

impl NeedDraft {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<NeedFacts, Problems> {
        let mut problems = Problems::default();
        let statement = clean_text(&self.statement);
        problems.check_length("statement", &statement, 1, STATEMENT_MAX);
        let affected = clean_line(&self.affected);
        problems.check_length("affected", &affected, 0, CONTEXT_MAX);
        let setting = clean_text(&self.setting);
        problems.check_length("setting", &setting, 0, CONTEXT_MAX);
        let level = optional(&mut problems, "level", &self.level);
        let discipline = optional(&mut problems, "discipline", &self.discipline);
        let territory = optional_place(&mut problems, "territory", &self.territory);
        let pupils = match self.pupils.trim() {
            "" => None,
            text => match text.parse::<i64>() {
                Ok(number) if (1..=PUPILS_MAX).contains(&number) => Some(number),
                _ => {
                    let max = PUPILS_MAX;
                    problems.add("pupils", Problem::OutOfRange { min: 1, max });
                    None
                }
            },
        };
        problems.into_result()?;
        Ok(NeedFacts {
            statement,
            affected,
            setting,
            level,
            discipline,
            pupils,
            territory,
        })
    }
}

impl From<&NeedFacts> for NeedDraft {
    fn from(facts: &NeedFacts) -> Self {
        let name = |place: &Territory| place.name(Locale::default()).to_owned();
        Self {
            statement: facts.statement.clone(),
            affected: facts.affected.clone(),
            setting: facts.setting.clone(),
            level: facts
                .level
                .map(|value| value.to_string())
                .unwrap_or_default(),
            discipline: facts
                .discipline
                .map(|value| value.to_string())
                .unwrap_or_default(),
            pupils: facts
                .pupils
                .map(|value| value.to_string())
                .unwrap_or_default(),
            territory: facts.territory.as_ref().map(name).unwrap_or_default(),
        }
    }
}

/// How many stand where on a need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stances {
    /// People who have the same need.
    pub supports: i64,
    /// People who speak against it.
    pub objections: i64,
    /// People who saw it and have no view.
    pub neutral: i64,
}

/// A need as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The need's id.
    pub id: NeedId,
    /// What it says.
    pub facts: NeedFacts,
    /// What became of it.
    pub state: NeedState,
    /// Why it was set aside or withdrawn; nothing where it came so from its source.
    pub state_reason: String,
    /// The need into which it was merged.
    pub merged_into: Option<NeedId>,
    /// Who expressed it; nobody known for an imported one.
    pub author: Option<Person>,
    /// Who wrote it where it came from, for an imported one.
    pub source_author: Option<String>,
    /// Where people stand.
    pub stances: Stances,
    /// Grows by one at each change; a stale form is recognised by it.
    pub version: i64,
    /// When it was expressed.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Somebody's position on a need, with what they say of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Who; nobody known for an imported one.
    pub person: Option<Person>,
    /// Where they stand.
    pub stance: Stance,
    /// Their own context, or the reason of the objection.
    pub comment: String,
    /// When they last said so.
    pub at: Timestamp,
}

/// A position as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PositionDraft {
    /// Code of the stance.
    pub stance: String,
    /// Own context, or the reason of an objection.
    pub comment: String,
}

impl PositionDraft {
    /// Cleans and checks; an objection wants a reason.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<(Stance, String), Problems> {
        let mut problems = Problems::default();
        let comment = clean_text(&self.comment);
        let stance = Stance::from_code(&self.stance);
        let wanted = u32::from(stance == Some(Stance::Objection));
        problems.check_length("comment", &comment, wanted, CONTEXT_MAX);
        let Some(stance) = stance else {
            problems.add("stance", Problem::NotOffered);
            return Err(problems);
        };
        problems.into_result()?;
        Ok((stance, comment))
    }
}

/// A project that answers a need, as far as the need's readers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweringProject {
    /// The project's id.
    pub id: ProjectId,
    /// Its title.
    pub title: String,
}

/// A need with everything around it, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedDetail {
    /// The need.
    pub need: Need,
    /// What the source is called from which it was imported.
    pub source: Option<String>,
    /// Positions with words to them, the newest first; of very many a part.
    pub voices: Said<Position>,
    /// The reader's own position.
    pub own: Option<Position>,
    /// The projects that answer it, as far as the reader sees them.
    pub answers: Vec<AnsweringProject>,
    /// The co-design sessions about it, as far as the reader may know of them, the latest first.
    pub sessions: Vec<Node>,
    /// The needs that were merged into it.
    pub merged: Vec<Need>,
    /// Every change, oldest first.
    pub history: History,
}

codes! {
    /// The order of a list of needs.
    #[derive(Default)]
    pub enum NeedOrder {
        /// Most supported first.
        #[default]
        Support = "support": "les plus soutenus" | "most supported",
        /// Newest first.
        Newest = "newest": "les plus récents" | "newest",
        /// Most objected to first.
        Objection = "objection": "les plus contestés" | "most objected to",
    }
}

/// What a list of needs is narrowed to. Empty fields narrow nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NeedFilter {
    /// Words that the need holds.
    pub query: String,
    /// Its state; those merged or withdrawn are listed when asked for, and among one's own.
    pub state: Option<NeedState>,
    /// Its school level.
    pub level: Option<SchoolLevel>,
    /// Its discipline.
    pub discipline: Option<Discipline>,
    /// Expressed by the reader.
    pub own: bool,
    /// The order.
    pub order: NeedOrder,
    /// Number of the page, from 1.
    pub page: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_need_wants_words_and_a_plausible_number() {
        let draft = NeedDraft {
            pupils: "beaucoup".into(),
            ..NeedDraft::default()
        };
        let problems = draft.check().expect_err("problems");
        assert_eq!(problems.of("statement"), Some(&Problem::Missing));
        assert!(problems.of("pupils").is_some());
    }

    #[test]
    fn an_objection_wants_a_reason_and_a_support_does_not() {
        let mut draft = PositionDraft {
            stance: "objection".into(),
            comment: "  ".into(),
        };
        let problems = draft.check().expect_err("problems");
        assert_eq!(problems.of("comment"), Some(&Problem::Missing));
        draft.stance = "support".into();
        assert_eq!(draft.check(), Ok((Stance::Support, String::new())));
    }

    #[test]
    fn a_draft_goes_both_ways() {
        let draft = NeedDraft {
            statement: "Suivre la fluence\nsans y passer ses soirées".into(),
            pupils: "27".into(),
            ..NeedDraft::default()
        };
        let facts = draft.check().expect("in order");
        assert_eq!(NeedDraft::from(&facts), draft);
    }
}
