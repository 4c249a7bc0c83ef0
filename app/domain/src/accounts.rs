//! People: accounts, roles in the workspace, invitations.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::ids::{InvitationId, SignInId, UserId};
use crate::parties::Party;
use crate::problems::{Problem, Problems, clean_line};
use crate::time::Timestamp;
use crate::wording::Locale;

codes! {
    /// What a person may do in the workspace as a whole.
    pub enum WorkspaceRole {
        /// Runs the workspace: people, settings, audit.
        Administrator = "administrator": "administrateur·rice" | "administrator",
        /// Steers the programme: opens projects, merges needs, sees everything.
        Coordinator = "coordinator": "coordinateur·rice" | "coordinator",
        /// Takes part: expresses needs, joins projects.
        Member = "member": "membre" | "member",
        /// Reads.
        Observer = "observer": "observateur·rice" | "observer",
    }
}

/// The fewest characters of a password (NIST SP 800-63B-4, section 3.1.1.2,
/// asks for 15 where it is the only factor, 8 at the least).
pub const PASSWORD_MIN: u32 = 12;
/// The most characters of a password; bounds the work of hashing.
pub const PASSWORD_MAX: u32 = 200;
/// The most characters of a person's name.
pub const NAME_MAX: u32 = 100;
/// The most characters of an e-mail address (RFC 5321, section 4.5.3.1.3).
pub const EMAIL_MAX: u32 = 254;
/// The most characters of a partner's declared interests.
pub const INTERESTS_MAX: u32 = 1_000;

/// A person as others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The account's id.
    pub id: UserId,
    /// The name shown.
    pub name: String,
    /// The party that the person speaks for.
    pub party: Party,
    /// Interests that an EdTech partner declares, shown wherever it appears.
    pub declared_interests: Option<String>,
}

impl Person {
    /// Whether this is an EdTech partner who has not declared any interests yet, as one
    /// whose party was corrected afterwards.
    #[must_use]
    pub fn owes_interests(&self) -> bool {
        self.party == Party::Edtech && self.declared_interests.is_none()
    }
}

/// A person's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The person as others see them.
    pub person: Person,
    /// The address used to sign in, in lower case.
    pub email: String,
    /// The role in the workspace.
    pub role: WorkspaceRole,
    /// The language in which the person wants pages and messages, once that is known.
    pub locale: Option<Locale>,
    /// Whether the account is closed: nobody signs in with it any more.
    pub closed: bool,
    /// Grows by one at each change; a stale form is recognised by it.
    pub version: i64,
}

impl Account {
    /// What administrators say of it.
    #[must_use]
    pub const fn standing(&self) -> AccountStanding {
        AccountStanding {
            role: self.role,
            party: self.person.party,
            closed: self.closed,
        }
    }
}

/// What administrators say of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountStanding {
    /// The role in the workspace.
    pub role: WorkspaceRole,
    /// The party that the person speaks for.
    pub party: Party,
    /// Whether the account is closed.
    pub closed: bool,
}

/// One signed-in browser, as its owner sees it in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInfo {
    /// The session's id; not the secret in the cookie.
    pub id: SignInId,
    /// When the person signed in.
    pub created_at: Timestamp,
    /// When the session was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// What the browser says it is.
    pub browser: String,
    /// Whether this is the session that asks.
    pub current: bool,
}

/// What a coordinator or administrator offers to a person to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationDraft {
    /// Id made by the form, so that sending twice invites once.
    pub id: InvitationId,
    /// For whom, when it is for one person; shown, not enforced.
    pub note: String,
    /// The role that the account will have.
    pub role: WorkspaceRole,
    /// The party that the person will speak for: what partners see hangs on it.
    pub party: Party,
}

/// An invitation as its author and its reader see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The invitation's id.
    pub id: InvitationId,
    /// For whom.
    pub note: String,
    /// The role that the account will have.
    pub role: WorkspaceRole,
    /// The party that the person will speak for.
    pub party: Party,
    /// Until when it can be used.
    pub expires_at: Timestamp,
    /// Whether that time is over.
    pub expired: bool,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// Somebody who has forgotten their password and waits for a link, where no
/// message can bring it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetRequest {
    /// Whose password it is.
    pub person: Person,
    /// The address of the account.
    pub email: String,
    /// When it was asked for, the last time.
    pub asked_at: Timestamp,
}

/// Somebody who asked to take on another address and waits for the link that confirms
/// it, where no message can bring it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailRequest {
    /// Whose address it is.
    pub person: Person,
    /// The address of the account.
    pub email: String,
    /// The address asked for.
    pub asked: String,
    /// Whether another account has that already, so that no link can confirm it.
    pub taken: bool,
    /// When it was asked for, the last time.
    pub asked_at: Timestamp,
}

/// What a person changes in their own account without giving the password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDraft {
    /// The name shown to others.
    pub name: String,
    /// Declared interests, wanted from an EdTech partner.
    #[serde(default)]
    pub declared_interests: String,
    /// The language of pages and messages.
    pub locale: Locale,
}

impl AccountDraft {
    /// The name and the interests declared, cleaned, of a person of this party.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self, party: Party) -> Result<(String, Option<String>), Problems> {
        let mut problems = Problems::default();
        let name = checked_name(&mut problems, &self.name);
        let interests = checked_interests(&mut problems, &self.declared_interests, Some(party));
        problems.into_result()?;
        Ok((name, interests))
    }
}

/// What a person gives to make an account.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUp {
    /// The name shown to others.
    pub name: String,
    /// The address used to sign in.
    pub email: String,
    /// The password in clear; never kept, never logged.
    pub password: String,
    /// Code of the party; whoever is invited has that of the invitation.
    #[serde(default)]
    pub party: String,
    /// Declared interests, wanted from an EdTech partner.
    #[serde(default)]
    pub declared_interests: String,
}

impl std::fmt::Debug for SignUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignUp")
            .field("party", &self.party)
            .finish_non_exhaustive()
    }
}

/// A sign-up whose every field is in order.
pub struct CheckedSignUp {
    /// The name, cleaned.
    pub name: String,
    /// The address in lower case.
    pub email: String,
    /// The password as typed.
    pub password: String,
    /// The party.
    pub party: Party,
    /// The interests declared, if any.
    pub declared_interests: Option<String>,
}

impl SignUp {
    /// The same of somebody who was invited to speak for this party, whatever was sent.
    #[must_use]
    pub fn invited_as(&self, party: Party) -> Self {
        Self {
            party: party.code().to_owned(),
            ..self.clone()
        }
    }

    /// Cleans and checks every field.
    ///
    /// # Errors
    /// All problems found, each with the name of its field.
    pub fn check(&self) -> Result<CheckedSignUp, Problems> {
        let mut problems = Problems::default();
        let name = checked_name(&mut problems, &self.name);
        let email = normal_email(&self.email);
        check_email(&mut problems, "email", &email);
        check_password(&mut problems, &self.password);
        let party = Party::from_code(&self.party).filter(|party| party.can_sign_up());
        if party.is_none() {
            problems.add("party", Problem::NotOffered);
        }
        let declared_interests = checked_interests(&mut problems, &self.declared_interests, party);
        match (party, problems.0.is_empty()) {
            (Some(party), true) => Ok(CheckedSignUp {
                name,
                email,
                password: self.password.clone(),
                party,
                declared_interests,
            }),
            _ => Err(problems),
        }
    }
}

fn checked_name(problems: &mut Problems, name: &str) -> String {
    let name = clean_line(name);
    problems.check_length("name", &name, 1, NAME_MAX);
    name
}

/// A partner says what its interests are; others may.
fn checked_interests(
    problems: &mut Problems,
    interests: &str,
    party: Option<Party>,
) -> Option<String> {
    let interests = clean_line(interests);
    let wanted = u32::from(party == Some(Party::Edtech));
    problems.check_length("declared_interests", &interests, wanted, INTERESTS_MAX);
    (!interests.is_empty()).then_some(interests)
}

/// Checks the length of a new password.
pub fn check_password(problems: &mut Problems, password: &str) {
    problems.check_length("password", password, PASSWORD_MIN, PASSWORD_MAX);
}

/// An e-mail address as it is compared: without blanks, in lower case.
#[must_use]
pub fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Checks the outer form of an e-mail address; whether it exists is known only
/// by writing to it.
pub fn check_email(problems: &mut Problems, field: &str, email: &str) {
    problems.check_length(field, email, 1, EMAIL_MAX);
    let well_formed = email.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !email.contains(|c: char| c.is_whitespace() || c.is_control() || c == ',')
            && !host.contains('@')
    });
    if !email.is_empty() && !well_formed {
        problems.add(field, Problem::NotAnEmail);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> SignUp {
        SignUp {
            name: " Ana Ruiz ".into(),
            email: " Ana@Exemple.FR ".into(),
            password: "une longue phrase".into(),
            party: "teacher".into(),
            declared_interests: String::new(),
        }
    }

    #[test]
    fn a_sign_up_is_cleaned() {
        let checked = filled()
            .check()
            .unwrap_or_else(|problems| panic!("{problems:?}"));
        assert_eq!(checked.name, "Ana Ruiz");
        assert_eq!(checked.email, "ana@exemple.fr");
        assert_eq!(checked.declared_interests, None);
    }

    #[test]
    fn every_field_is_checked() {
        let problems = SignUp::default().check().err().expect("problems");
        for field in ["name", "email", "password"] {
            assert_eq!(problems.of(field), Some(&Problem::Missing), "{field}");
        }
        assert_eq!(problems.of("party"), Some(&Problem::NotOffered));
    }

    #[test]
    fn a_partner_declares_its_interests() {
        let mut partner = filled();
        partner.party = "edtech".into();
        let problems = partner.check().err().expect("problems");
        assert_eq!(problems.of("declared_interests"), Some(&Problem::Missing));
        partner.declared_interests = "Éditeur d'exercices".into();
        assert!(partner.check().is_ok());
    }

    #[test]
    fn whoever_is_invited_speaks_for_the_party_of_the_invitation() {
        let invited = filled().invited_as(Party::Edtech);
        let problems = invited.check().err().expect("problems");
        assert_eq!(problems.of("declared_interests"), Some(&Problem::Missing));
        let mut without = filled();
        without.party = String::new();
        let checked = without.invited_as(Party::Researcher).check();
        let checked = checked.unwrap_or_else(|problems| panic!("{problems:?}"));
        assert_eq!(checked.party, Party::Researcher);
        assert_eq!(checked.name, "Ana Ruiz");
    }

    #[test]
    fn a_partner_without_interests_owes_them() {
        let mut person = Person {
            id: UserId::new(),
            name: "Ana".into(),
            party: Party::Edtech,
            declared_interests: None,
        };
        assert!(person.owes_interests());
        person.declared_interests = Some("Manuels".into());
        assert!(!person.owes_interests());
        person.declared_interests = None;
        person.party = Party::Teacher;
        assert!(!person.owes_interests());
    }

    #[test]
    fn a_change_of_the_own_account_is_held_to_the_same() {
        let mut draft = AccountDraft {
            name: " Ana Roux ".into(),
            declared_interests: "  ".into(),
            locale: Locale::En,
        };
        let checked = draft.check(Party::Teacher);
        assert_eq!(checked, Ok(("Ana Roux".into(), None)));
        draft.name = String::new();
        let problems = draft.check(Party::Edtech).expect_err("problems");
        assert_eq!(problems.of("name"), Some(&Problem::Missing));
        assert_eq!(problems.of("declared_interests"), Some(&Problem::Missing));
    }

    #[test]
    fn pupils_have_no_accounts() {
        let mut pupil = filled();
        pupil.party = "pupil".into();
        assert!(pupil.check().is_err());
    }

    #[test]
    fn addresses_of_wrong_form() {
        for wrong in [
            "a", "a@b", "@b.fr", "a@.fr", "a@b.fr.", "a b@c.fr", "a@b@c.fr",
        ] {
            let mut problems = Problems::default();
            check_email(&mut problems, "email", wrong);
            assert_eq!(problems.of("email"), Some(&Problem::NotAnEmail), "{wrong}");
        }
    }

    #[test]
    fn a_password_is_not_printed() {
        assert!(!format!("{:?}", filled()).contains("phrase"));
    }
}
