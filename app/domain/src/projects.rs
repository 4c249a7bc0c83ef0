//! Projects: tools being co-designed, their teams and their phases.

mod links;

pub use links::{LINKS_MAX, ProjectLink, ProjectLinkDraft, ProjectLinkFacts};

use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::audit::History;
use crate::codes::codes;
use crate::ids::ProjectId;
use crate::needs::{Need, NeedDraft, NeedFacts};
use crate::phases::{PhaseDate, ProjectPhase};
use crate::problems::{Problem, Problems, clean_line, clean_text};
use crate::programmes::{Obligation, ProgrammeKind};
use crate::school::{Discipline, SchoolLevel};
use crate::territories::{Elsewhere, Territory, TerritoryError};
use crate::time::{Date, Timestamp, parse_date};
use crate::wording::Locale;

codes! {
    /// What a person may do in one project.
    pub enum ProjectRole {
        /// Answers for the project.
        Lead = "lead": "responsable" | "lead",
        /// Runs sessions and reviews.
        Facilitator = "facilitator": "animateur·rice" | "facilitator",
        /// Takes part in the work.
        Contributor = "contributor": "contributeur·rice" | "contributor",
        /// EdTech partner: sees what the agreement opens.
        Partner = "partner": "partenaire" | "partner",
        /// Reads.
        Observer = "observer": "observateur·rice" | "observer",
    }
}

codes! {
    /// Who finds a project.
    #[derive(Default)]
    pub enum Visibility {
        /// Everyone in the workspace.
        #[default]
        Workspace = "workspace": "tout l'espace" | "the whole workspace",
        /// Its team, and those who steer the workspace.
        Team = "team": "l'équipe seule" | "the team only",
    }
}

/// The most characters of a title.
pub const TITLE_MAX: u32 = 160;
/// The most characters of a longer text.
pub const TEXT_MAX: u32 = 4_000;

/// What a project says about itself, as its form sends it.
///
/// Every field is text, as typed: what is wrong is said beside the field and
/// nothing typed is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProjectDraft {
    /// Name of the tool or of the work on it.
    pub title: String,
    /// What it is, in plain language.
    pub summary: String,
    /// The problem that it answers.
    pub problem: String,
    /// For whom it is made.
    pub audience: String,
    /// Code of the discipline; empty for none in particular.
    pub discipline: String,
    /// Code of the school level; empty for none in particular.
    pub level: String,
    /// A place, by its name; empty for none in particular.
    pub territory: String,
    /// Code of the kind of programme.
    pub programme: String,
    /// What the programme is called, where that says more than its kind.
    pub programme_name: String,
    /// First day of the three-year frame.
    pub starts_on: String,
    /// Code of the visibility.
    pub visibility: String,
}

/// A project's own statements, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectFacts {
    /// Name of the tool or of the work on it.
    pub title: String,
    /// What it is, in plain language.
    pub summary: String,
    /// The problem that it answers.
    pub problem: String,
    /// For whom it is made.
    pub audience: String,
    /// The discipline, if one in particular.
    pub discipline: Option<Discipline>,
    /// The school level, if one in particular.
    pub level: Option<SchoolLevel>,
    /// Where, if somewhere in particular.
    pub territory: Option<Territory>,
    /// The kind of programme.
    pub programme: ProgrammeKind,
    /// What the programme is called, where that says more than its kind.
    pub programme_name: String,
    /// First day of the three-year frame.
    pub starts_on: Date,
    /// Who finds the project.
    pub visibility: Visibility,
}

impl ProjectDraft {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<ProjectFacts, Problems> {
        let mut problems = Problems::default();
        let title = clean_line(&self.title);
        problems.check_length("title", &title, 1, TITLE_MAX);
        let summary = clean_text(&self.summary);
        problems.check_length("summary", &summary, 1, TEXT_MAX);
        let problem = clean_text(&self.problem);
        problems.check_length("problem", &problem, 0, TEXT_MAX);
        let audience = clean_text(&self.audience);
        problems.check_length("audience", &audience, 0, TEXT_MAX);
        let programme_name = clean_line(&self.programme_name);
        problems.check_length("programme_name", &programme_name, 0, TITLE_MAX);
        let discipline = optional(&mut problems, "discipline", &self.discipline);
        let level = optional(&mut problems, "level", &self.level);
        let territory = optional_place(&mut problems, "territory", &self.territory);
        let programme = ProgrammeKind::from_code(&self.programme);
        if programme.is_none() {
            problems.add("programme", Problem::NotOffered);
        }
        let visibility = Visibility::from_code(&self.visibility);
        if visibility.is_none() {
            problems.add("visibility", Problem::NotOffered);
        }
        let starts_on = parse_date(&self.starts_on);
        if starts_on.is_none() {
            problems.add("starts_on", Problem::NotADate);
        }
        let (Some(programme), Some(visibility), Some(starts_on), true) =
            (programme, visibility, starts_on, problems.0.is_empty())
        else {
            return Err(problems);
        };
        Ok(ProjectFacts {
            title,
            summary,
            problem,
            audience,
            discipline,
            level,
            territory,
            programme,
            programme_name,
            starts_on,
            visibility,
        })
    }
}

/// Reads an optional coded field: nothing when it is empty, a problem when it
/// is not one of the values offered.
pub fn optional<T: std::str::FromStr>(
    problems: &mut Problems,
    field: &str,
    text: &str,
) -> Option<T> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let value = text.parse().ok();
    if value.is_none() {
        problems.add(field, Problem::NotOffered);
    }
    value
}

/// Reads an optional place: nothing when it is empty.
pub fn optional_place(problems: &mut Problems, field: &str, text: &str) -> Option<Territory> {
    if text.trim().is_empty() {
        return None;
    }
    match Territory::from_typed(text) {
        Ok(place) => Some(place),
        Err(TerritoryError::TooLong) => {
            let max = u32::try_from(Elsewhere::MAX_LENGTH).unwrap_or(u32::MAX);
            problems.add(field, Problem::TooLong { max });
            None
        }
        Err(_) => {
            problems.add(field, Problem::NotOffered);
            None
        }
    }
}

impl From<&ProjectFacts> for ProjectDraft {
    fn from(facts: &ProjectFacts) -> Self {
        let name = |place: &Territory| place.name(Locale::default()).to_owned();
        let code = |value: Option<String>| value.unwrap_or_default();
        Self {
            title: facts.title.clone(),
            summary: facts.summary.clone(),
            problem: facts.problem.clone(),
            audience: facts.audience.clone(),
            discipline: code(facts.discipline.map(|value| value.to_string())),
            level: code(facts.level.map(|value| value.to_string())),
            territory: facts.territory.as_ref().map(name).unwrap_or_default(),
            programme: facts.programme.code().to_owned(),
            programme_name: facts.programme_name.clone(),
            starts_on: facts.starts_on.to_string(),
            visibility: facts.visibility.code().to_owned(),
        }
    }
}

/// What a project that answers a need begins with: called as the need begins, with its
/// situation in the problem.
impl From<&NeedFacts> for ProjectDraft {
    fn from(need: &NeedFacts) -> Self {
        let first = need.statement.lines().next().unwrap_or_default();
        let title = cut_at_word(first, TITLE_MAX).to_owned();
        let need = NeedDraft::from(need);
        let problem = match need.setting.is_empty() {
            true => need.statement,
            false => format!("{}\n\n{}", need.statement, need.setting),
        };
        Self {
            title,
            problem,
            audience: need.affected,
            discipline: need.discipline,
            level: need.level,
            territory: need.territory,
            ..Self::default()
        }
    }
}

/// The beginning of a line within so many characters: whole words, unless the first one is
/// longer.
fn cut_at_word(line: &str, most: u32) -> &str {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let Some((end, next)) = line.char_indices().nth(most) else {
        return line;
    };
    let (kept, _) = line.split_at(end);
    if next.is_whitespace() {
        return kept.trim_end();
    }
    kept.rsplit_once(char::is_whitespace)
        .map_or(kept, |(words, _)| words.trim_end())
}

/// A project as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// The project's id.
    pub id: ProjectId,
    /// What it says about itself.
    pub facts: ProjectFacts,
    /// The phase that it is in.
    pub phase: ProjectPhase,
    /// Grows by one at each change; a stale form is recognised by it.
    pub version: i64,
    /// Grows by one at each change of its team, as its version does for the rest.
    pub team_version: i64,
    /// When it was opened here.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Project {
    /// What the programme obliges the project to.
    #[must_use]
    pub fn obligations(&self) -> &'static [Obligation] {
        crate::programmes::template(self.facts.programme)
            .map_or(&[], |template| template.obligations)
    }
}

/// A member of a project's team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// Who.
    pub person: Person,
    /// With which role.
    pub role: ProjectRole,
    /// Whether their account is open: whose is closed is asked for nothing.
    pub open: bool,
    /// Whether they read the project's whole feedback log, not only what is shared with
    /// partners.
    pub reads_feedback: bool,
}

/// A project with everything around it, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectDetail {
    /// The project.
    pub project: Project,
    /// Its team, leads first.
    pub team: Vec<TeamMember>,
    /// The dates of its phases, in the order of the phases: of those that have come
    /// when they did, of those ahead when they are planned.
    pub phases: Vec<PhaseDate>,
    /// Addresses of what belongs to it elsewhere, in the order in which they were added.
    pub links: Vec<ProjectLink>,
    /// The needs that it answers.
    pub needs: Vec<Need>,
    /// Every change, oldest first.
    pub history: History,
}

/// What a list of projects is narrowed to. Empty fields narrow nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProjectFilter {
    /// Words that the project holds.
    pub query: String,
    /// Its phase.
    pub phase: Option<ProjectPhase>,
    /// The kind of programme that it belongs to.
    pub programme: Option<ProgrammeKind>,
    /// Number of the page, from 1.
    pub page: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::needs::{CONTEXT_MAX, STATEMENT_MAX};

    fn draft() -> ProjectDraft {
        ProjectDraft {
            title: "Lire à deux".into(),
            summary: "Un outil de lecture en binôme.".into(),
            programme: "gtnum".into(),
            starts_on: "2025-09-01".into(),
            visibility: "workspace".into(),
            ..ProjectDraft::default()
        }
    }

    #[test]
    fn a_draft_goes_both_ways() {
        let facts = draft().check().expect("in order");
        assert_eq!(ProjectDraft::from(&facts), draft());
    }

    #[test]
    fn an_empty_form_names_what_is_wanted() {
        let problems = ProjectDraft::default().check().expect_err("problems");
        for field in ["title", "summary", "programme", "starts_on", "visibility"] {
            assert!(problems.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_need_is_taken_over_as_far_as_it_goes() {
        let need = NeedFacts {
            statement: "Suivre la fluence\nsans y passer ses soirées".into(),
            affected: "Les élèves de CE1".into(),
            setting: "Le soir, après la classe.".into(),
            level: Some(SchoolLevel::Cycle2),
            ..NeedFacts::default()
        };
        let begun = ProjectDraft::from(&need);
        assert_eq!(begun.title, "Suivre la fluence");
        let problem = "Suivre la fluence\nsans y passer ses soirées\n\nLe soir, après la classe.";
        assert_eq!(begun.problem, problem);
        assert_eq!(begun.audience, "Les élèves de CE1");
        assert_eq!(begun.level, "cycle2");
        let alone = NeedFacts {
            setting: String::new(),
            ..need
        };
        assert_eq!(ProjectDraft::from(&alone).problem, alone.statement);
    }

    /// The longest need gives a project that is in order.
    #[test]
    fn a_long_need_fits_a_project() {
        let most = |max: u32| "é".repeat(usize::try_from(max).expect("small"));
        let need = NeedFacts {
            statement: most(STATEMENT_MAX),
            affected: most(CONTEXT_MAX),
            setting: most(CONTEXT_MAX),
            ..NeedFacts::default()
        };
        let begun = ProjectDraft::from(&need);
        let whole = ProjectDraft {
            title: begun.title,
            problem: begun.problem,
            audience: begun.audience,
            ..draft()
        };
        assert!(whole.check().is_ok());
    }

    #[test]
    fn a_title_is_cut_between_words() {
        for (line, cut) in [
            ("Lire à deux", "Lire à deux"),
            ("Lire à deux voix", "Lire à deux"),
            ("Lire à deuxième vue", "Lire à"),
            ("Lire à    deux", "Lire à"),
            ("Électroencéphalogramme", "Électroencé"),
            ("", ""),
        ] {
            assert_eq!(cut_at_word(line, 11), cut, "{line}");
        }
    }

    #[test]
    fn what_is_not_offered_is_refused() {
        let mut wrong = draft();
        wrong.level = "cycle9".into();
        wrong.discipline = "<script>".into();
        let problems = wrong.check().expect_err("problems");
        assert_eq!(problems.of("level"), Some(&Problem::NotOffered));
        assert_eq!(problems.of("discipline"), Some(&Problem::NotOffered));
    }
}
