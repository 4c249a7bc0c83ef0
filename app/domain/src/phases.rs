//! The phases of a project, from the expression of a need to the follow-up of
//! usage, as in the framework that the founding proposal asks for.

use crate::codes::codes;

codes! {
    /// Where a project stands. The order of the values is that of the phases.
    #[derive(Default)]
    pub enum ProjectPhase {
        /// A need is expressed, in the words of those who have it.
        #[default]
        Need = "need": "expression du besoin" | "expression of need",
        /// Teachers, researchers and partners find one another.
        Matching = "matching": "mise en relation" | "matching",
        /// The tool is designed together.
        CoDesign = "co_design": "co-conception" | "co-design",
        /// A first version is made and tried.
        Prototype = "prototype": "prototype" | "prototype",
        /// The tool is used in some classes, with support.
        Pilot = "pilot": "pilote" | "pilot",
        /// What the tool changes is measured.
        Evaluation = "evaluation": "évaluation" | "evaluation",
        /// The tool is spread beyond the pilot classes.
        Deployment = "deployment": "déploiement" | "deployment",
        /// Usage is followed up over the years.
        UsageFollowUp = "usage_follow_up": "suivi des usages" | "usage follow-up",
    }
}

impl ProjectPhase {
    /// The phase that comes after this one; none after the last.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.iter().copied().find(|&phase| phase > self)
    }
}

#[cfg(test)]
mod tests {
    use super::ProjectPhase;

    #[test]
    fn phases_follow_one_another() {
        let first = Some(ProjectPhase::default());
        let walked: Vec<_> = std::iter::successors(first, |phase| phase.next()).collect();
        assert_eq!(walked, ProjectPhase::ALL);
        assert_eq!(ProjectPhase::UsageFollowUp.next(), None);
    }
}
