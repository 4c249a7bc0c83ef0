//! The parties to a project: who takes part, in which capacity, and of how many people at
//! least something is told by party.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::wording::Wording;

/// The fewest people of whom something is told together.
pub const MIN_PARTY: usize = 5;

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

/// Those of whom something is told together: one party, or all that are too small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyGroup {
    /// A party by itself.
    One(Party),
    /// The other parties.
    Others,
}

impl PartyGroup {
    /// The stable code: that of the party.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::One(party) => party.code(),
            Self::Others => "others",
        }
    }

    /// The name shown to people.
    #[must_use]
    pub const fn wording(self) -> Wording {
        match self {
            Self::One(party) => party.wording(),
            Self::Others => Wording::new("autres parties", "other parties"),
        }
    }
}

/// With whom each party is told of, by how many people each has: those with fewer than
/// [`MIN_PARTY`] together. Where these are fewer in all, the sums would tell what is theirs:
/// the smallest of the rest is told with them (complementary suppression: L. Willenborg and
/// T. de Waal, *Elements of Statistical Disclosure Control*, 2001). `None` where no party is
/// left to be told of by itself.
#[must_use]
pub fn group_parties(people: &BTreeMap<Party, usize>) -> Option<BTreeMap<Party, PartyGroup>> {
    let is_small = |count: usize| count < MIN_PARTY;
    let small = people.values().copied().filter(|count| is_small(*count));
    let (has_small, rest) = (small.clone().next().is_some(), small.sum::<usize>());
    let large = people.iter().filter(|(_, count)| !is_small(**count));
    let smallest = large.min_by_key(|(_, count)| **count);
    let joins = smallest
        .map(|(party, _)| *party)
        .filter(|_| has_small && is_small(rest));
    let group = |(party, count): (&Party, &usize)| {
        let is_alone = !is_small(*count) && joins != Some(*party);
        let group = match is_alone {
            true => PartyGroup::One(*party),
            false => PartyGroup::Others,
        };
        (*party, group)
    };
    let groups: BTreeMap<Party, PartyGroup> = people.iter().map(group).collect();
    let mut found = groups.values();
    found
        .any(|group| *group != PartyGroup::Others)
        .then_some(groups)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The names of the groups of the first parties, of so many people each.
    fn grouped(counts: &[usize]) -> Option<Vec<&'static str>> {
        let people = Party::ALL.iter().copied().zip(counts.iter().copied());
        let groups = group_parties(&people.collect())?;
        Some(groups.into_values().map(PartyGroup::code).collect())
    }

    #[test]
    fn everyone_signs_up_but_pupils_and_parents() {
        let others: Vec<_> = Party::ALL
            .iter()
            .copied()
            .filter(|party| !party.can_sign_up())
            .collect();
        assert_eq!(others, [Party::Parent, Party::Pupil]);
    }

    #[test]
    fn small_parties_are_told_of_together() {
        let told = |codes: &[&'static str]| Some(codes.to_vec());
        let (teacher, researcher, others) = ("teacher", "researcher", "others");
        assert_eq!(grouped(&[5, 6]), told(&[teacher, researcher]));
        assert_eq!(grouped(&[6, 3, 2]), told(&[teacher, others, others]));
        // Four are too few together as well: the smallest of the rest is told with them.
        assert_eq!(grouped(&[7, 5, 4]), told(&[teacher, others, others]));
        assert_eq!(grouped(&[5, 7, 4]), told(&[others, researcher, others]));
        // Of a party that was there and is gone, too.
        assert_eq!(grouped(&[5, 5, 0]), told(&[others, researcher, others]));
    }

    #[test]
    fn nothing_is_told_by_party_where_none_is_left() {
        let nobody: &[usize] = &[];
        for counts in [nobody, &[4], &[4, 4, 4], &[8, 4], &[5, 0], &[1; 12]] {
            assert_eq!(grouped(counts), None, "{counts:?}");
        }
        assert_eq!(grouped(&[5]), Some(vec!["teacher"]));
    }

    /// The parties of which sums are told: each group's, and everybody's.
    fn sums(people: &BTreeMap<Party, usize>) -> Vec<Vec<Party>> {
        let mut told = vec![people.keys().copied().collect()];
        let groups = group_parties(people).unwrap_or_default();
        let mut by_group: BTreeMap<PartyGroup, Vec<Party>> = BTreeMap::new();
        for (party, group) in groups {
            by_group.entry(group).or_default().push(party);
        }
        told.extend(by_group.into_values());
        told
    }

    proptest! {
        /// Whatever is added up and taken away of what is told, what remains is of nobody, of
        /// everybody, or of enough people.
        #[test]
        fn no_few_people_can_be_told_from_the_rest(
            counts in proptest::collection::vec(0..9_usize, 0..7),
        ) {
            let people = Party::ALL.iter().copied().zip(counts);
            let people: BTreeMap<Party, usize> = people.collect();
            let told = sums(&people);
            let ways = 3_usize.pow(u32::try_from(told.len()).expect("few"));
            for way in 0..ways {
                // Each sum is taken away, left, or added.
                let mut digits = way;
                let mut found: BTreeMap<Party, i32> = BTreeMap::new();
                for sum in &told {
                    let times = i32::try_from(digits % 3).expect("a digit") - 1;
                    digits /= 3;
                    for party in sum {
                        *found.entry(*party).or_default() += times;
                    }
                }
                let separates = found.values().all(|times| matches!(times, 0 | 1));
                let parties = found.iter().filter(|(_, times)| **times == 1);
                let parties: Vec<Party> = parties.map(|(party, _)| *party).collect();
                if !separates || parties.is_empty() || parties.len() == people.len() {
                    continue;
                }
                let count: usize = parties.iter().map(|party| people[party]).sum();
                prop_assert!(count >= MIN_PARTY, "{parties:?} of {people:?}");
            }
        }
    }
}
