//! The parties to a project: who takes part, and in which capacity.

use crate::codes::codes;

codes! {
    /// The capacity in which a person takes part.
    pub enum Party {
        /// Teaches, in a school of any level.
        Teacher = "teacher": "enseignant·e" | "teacher",
        /// Does research, in a laboratory.
        Researcher = "researcher": "chercheur·se" | "researcher",
        /// Runs the sessions, or is the broker between school and laboratory.
        Facilitator = "facilitator": "animateur·rice, passeur·se" | "facilitator, broker",
        /// Heads a school of any level.
        SchoolHead = "school_head":
            "chef·fe d’établissement, directeur·rice d’école" | "school head",
        /// Inspects schools and advises teachers.
        Inspector = "inspector": "inspecteur·rice" | "inspector",
        /// Works for an académie.
        Academy = "academy": "académie" | "academy (school district)",
        /// Works for the ministry.
        Ministry = "ministry": "ministère" | "ministry",
        /// Works for, or is elected to, a local authority.
        LocalAuthority = "local_authority": "collectivité territoriale" | "local authority",
        /// Works for a company that makes educational tools.
        Edtech = "edtech": "partenaire EdTech" | "EdTech partner",
        /// Parent or guardian of a pupil.
        Parent = "parent": "parent d’élève" | "parent",
        /// A school pupil, known by a pseudonym only.
        Pupil = "pupil": "élève" | "pupil",
        /// A student in higher education.
        Student = "student": "étudiant·e" | "student",
    }
}

impl Party {
    /// Whether a person may open an account in this capacity. Pupils and
    /// parents answer through a project, without an account.
    #[must_use]
    pub const fn can_sign_up(self) -> bool {
        !matches!(self, Self::Parent | Self::Pupil)
    }
}

#[cfg(test)]
mod tests {
    use super::Party;

    #[test]
    fn everyone_signs_up_but_pupils_and_parents() {
        let others: Vec<_> = Party::ALL
            .iter()
            .copied()
            .filter(|party| !party.can_sign_up())
            .collect();
        assert_eq!(others, [Party::Parent, Party::Pupil]);
    }
}
