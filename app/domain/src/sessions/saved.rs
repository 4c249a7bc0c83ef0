//! Scripts that were saved, to begin other sessions with.

use serde::{Deserialize, Serialize};

use super::{ScriptPhase, ticked};
use crate::ids::ScriptTemplateId;
use crate::problems::{Problems, clean_line, clean_text};

/// The most characters of a template's name.
pub const TEMPLATE_NAME_MAX: u32 = 120;
/// The most characters of what a template is good for.
pub const PURPOSE_MAX: u32 = 500;
/// The most templates that one project keeps.
pub const TEMPLATES_MAX: u64 = 100;

/// A template as its form sends it. Boxes are `true`, or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScriptTemplateDraft {
    /// What it is called.
    pub name: String,
    /// What it is good for.
    pub purpose: String,
    /// Whether every project of the workspace is offered it.
    pub shared: String,
}

/// What a template says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptTemplateFacts {
    /// What it is called.
    pub name: String,
    /// What it is good for; may be empty.
    pub purpose: String,
    /// Whether every project of the workspace is offered it.
    pub shared: bool,
}

impl ScriptTemplateDraft {
    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<ScriptTemplateFacts, Problems> {
        let mut problems = Problems::default();
        let facts = ScriptTemplateFacts {
            name: clean_line(&self.name),
            purpose: clean_text(&self.purpose),
            shared: ticked(&self.shared),
        };
        problems.check_length("name", &facts.name, 1, TEMPLATE_NAME_MAX);
        problems.check_length("purpose", &facts.purpose, 0, PURPOSE_MAX);
        problems.into_result()?;
        Ok(facts)
    }
}

/// A script that was saved, as its reader is offered it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptTemplate {
    /// Its id.
    pub id: ScriptTemplateId,
    /// What it says about itself.
    pub facts: ScriptTemplateFacts,
    /// Its phases.
    pub script: Vec<ScriptPhase>,
    /// Who saved it.
    pub by: String,
    /// Whether it is one of the project that it is offered in.
    pub own: bool,
}
