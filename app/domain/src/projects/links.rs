//! Links of a project: addresses of what belongs to it elsewhere, such as the tool
//! itself or a shared folder.

use serde::{Deserialize, Serialize};

use super::TITLE_MAX;
use crate::ids::ProjectLinkId;
use crate::problems::{Problems, clean_line};

/// How many links a project has at most.
pub const LINKS_MAX: u32 = 50;
/// The most characters of an address.
const ADDRESS_MAX: u32 = 2_000;

/// A link as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProjectLinkDraft {
    /// What it is called.
    pub title: String,
    /// Where it leads: http or https.
    pub address: String,
}

/// A link, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectLinkFacts {
    /// What it is called.
    pub title: String,
    /// Where it leads: http or https.
    pub address: String,
}

impl ProjectLinkDraft {
    /// Cleans and checks both fields.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<ProjectLinkFacts, Problems> {
        let mut problems = Problems::default();
        let title = clean_line(&self.title);
        problems.check_length("title", &title, 1, TITLE_MAX);
        let address = clean_line(&self.address);
        problems.check_length("address", &address, 1, ADDRESS_MAX);
        if problems.of("address").is_none() {
            problems.check_address("address", &address);
        }
        problems.into_result()?;
        Ok(ProjectLinkFacts { title, address })
    }
}

impl From<&ProjectLinkFacts> for ProjectLinkDraft {
    fn from(facts: &ProjectLinkFacts) -> Self {
        Self {
            title: facts.title.clone(),
            address: facts.address.clone(),
        }
    }
}

impl ProjectLinkFacts {
    /// Whose address it is: what stands between its scheme and its path.
    #[must_use]
    pub fn host(&self) -> &str {
        let (_, rest) = self.address.split_once("://").unwrap_or_default();
        rest.split(['/', '?', '#']).next().unwrap_or_default()
    }
}

/// A link as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectLink {
    /// The link's id.
    pub id: ProjectLinkId,
    /// What it is called, and where it leads.
    pub facts: ProjectLinkFacts,
    /// Grows by one at each change; a stale form is recognised by it.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problems::Problem;

    fn checked(title: &str, address: &str) -> Result<ProjectLinkFacts, Problems> {
        let draft = ProjectLinkDraft {
            title: title.into(),
            address: address.into(),
        };
        draft.check()
    }

    #[test]
    fn only_addresses_of_the_web_are_taken() {
        let facts = checked(" Le dépôt ", "https://forge.exemple.fr/lire?x#y").expect("in order");
        assert_eq!(facts.title, "Le dépôt");
        assert_eq!(facts.host(), "forge.exemple.fr");
        for address in [
            "javascript:alert(1)",
            "data:text/html,<b>",
            "ftp://exemple.fr",
            "forge.exemple.fr",
            "https://a b",
        ] {
            let problems = checked("Le dépôt", address).expect_err("a problem");
            assert_eq!(
                problems.of("address"),
                Some(&Problem::NotAnAddress),
                "{address}"
            );
        }
        let problems = checked("", "").expect_err("problems");
        assert_eq!(problems.of("title"), Some(&Problem::Missing));
        assert_eq!(problems.of("address"), Some(&Problem::Missing));
    }
}
