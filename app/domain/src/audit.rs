//! The audit log: every change, who made it, what was before and after.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::accounts::Person;
use crate::activity::Deed;
use crate::codes::codes;
use crate::evidence::ThingKind;
use crate::ids::{AuditId, UserId};
use crate::search::Found;
use crate::time::Timestamp;
use crate::wording::Wording;

codes! {
    /// What people do with what is theirs alone: no row of the policy table decides it.
    pub enum OwnDeed {
        /// An account was made by invitation or at the first start.
        CreateAccount = "create_account": "compte créé" | "account made",
        /// An invitation was used with an address that has an account already.
        UseUpInvitation = "use_up_invitation": "invitation utilisée avec l’adresse d’un compte existant" | "invitation used with the address of an account that there is",
        /// The workspace was given its name at the first start.
        NameWorkspace = "name_workspace": "espace nommé" | "workspace named",
        /// A link to choose a new password was asked for.
        RequestPasswordReset = "request_password_reset": "nouveau mot de passe demandé" | "new password asked for",
        /// A new password was chosen.
        ResetPassword = "reset_password": "nouveau mot de passe choisi" | "new password chosen",
        /// Somebody changed name, declared interests or language of their account.
        EditOwnAccount = "edit_own_account": "compte modifié" | "account changed",
        /// The password was changed by whoever knew the one before.
        ChangePassword = "change_password": "mot de passe changé" | "password changed",
        /// A link to take on another address was asked for.
        AskEmailChange = "ask_email_change": "nouvelle adresse demandée" | "new address asked for",
        /// The address used to sign in was changed.
        ChangeEmail = "change_email": "adresse électronique changée" | "e-mail address changed",
        /// One browser was signed out from elsewhere.
        EndSession = "end_session": "navigateur déconnecté" | "browser signed out",
        /// Every browser was signed out.
        EndAllSessions = "end_all_sessions": "déconnexion partout" | "signed out everywhere",
        /// A view of the feedback log was saved.
        SaveView = "save_view": "vue enregistrée" | "view saved",
        /// A saved view was deleted.
        DeleteView = "delete_view": "vue supprimée" | "view deleted",
        /// Somebody chose in which ways they are told of what.
        PreferNotifications = "prefer_notifications": "choix des notifications modifié" | "choice of notifications changed",
    }
}

codes! {
    /// What changes are told of beside the things that people read of.
    pub enum KeptKind {
        /// An account.
        Account = "account": "compte" | "account",
        /// An invitation.
        Invitation = "invitation": "invitation" | "invitation",
        /// An import.
        Import = "import": "import" | "import",
        /// A saved view of a feedback log.
        View = "feedback_view": "vue des retours" | "view of feedback",
        /// The workspace itself, which has no id: there is but one.
        Workspace = "workspace": "espace" | "workspace",
    }
}

/// One change, as administrators read it in the log and everyone in the history
/// of a thing that they see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// The row's id.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// Who; nobody for what the server did by itself.
    pub actor: Option<Person>,
    /// The guest of a session who did it, by the name that they have there now; empty
    /// where none is kept any more.
    pub guest: Option<String>,
    /// What was done: the code of an [`Action`](crate::policy::Action) or of an
    /// [`OwnDeed`].
    pub action: String,
    /// What that was, by what was before and after; nothing for an [`OwnDeed`].
    pub deed: Option<Deed>,
    /// Kind of the thing, such as `need` or `account`.
    pub thing_kind: String,
    /// Its id.
    pub thing_id: Uuid,
    /// What it was called then, where it is of a [`KeptKind`] that has a name: an import's
    /// source, the note of an invitation, the name of a view.
    pub name: Option<String>,
    /// What it was, as JSON text; empty where it is new.
    pub before: String,
    /// What it became, as JSON text.
    pub after: String,
}

/// What the log is narrowed to: what is not given narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditFilter {
    /// Who did it.
    pub actor: Option<UserId>,
    /// Kind of the thing changed; empty for any.
    pub kind: String,
    /// The thing changed.
    pub thing: Option<Uuid>,
    /// The first day (in France) of which changes are told, as `2026-03-01`; any other text
    /// names none.
    pub since: String,
    /// The last day (in France) of which changes are told, as `2026-03-31`; any other text
    /// names none.
    pub until: String,
    /// Only what was changed before this row.
    pub before: Option<AuditId>,
}

/// Part of the log, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// The changes.
    pub entries: Vec<AuditEntry>,
    /// The things changed that still have a page.
    pub things: Vec<Found>,
    /// Whether there are earlier changes.
    pub more: bool,
}

/// What became of one thing, as its page tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// The last changes, oldest first.
    pub entries: Vec<AuditEntry>,
    /// Whether there are earlier ones, which are not among them.
    pub cut: bool,
}

/// How many changes a history tells at most: the last.
pub const HISTORY_MAX: u64 = 500;

impl AuditEntry {
    /// What was done, in words; nothing for what an earlier version wrote.
    #[must_use]
    pub fn wording(&self) -> Option<Wording> {
        let deed = self.deed.map(Deed::logged);
        deed.or_else(|| OwnDeed::from_code(&self.action).map(OwnDeed::wording))
    }

    /// The kind of the thing, in words; nothing for what an earlier version wrote.
    #[must_use]
    pub fn kind_wording(&self) -> Option<Wording> {
        let thing = ThingKind::from_code(&self.thing_kind).map(ThingKind::wording);
        thing.or_else(|| KeptKind::from_code(&self.thing_kind).map(KeptKind::wording))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Whoever reads the log tells each kind of act from every other, in both languages.
    #[test]
    fn every_kind_of_act_has_words_of_its_own() {
        let deeds = Deed::ALL.iter().map(|deed| deed.logged());
        let own = OwnDeed::ALL.iter().map(|deed| deed.wording());
        let all: Vec<Wording> = deeds.chain(own).collect();
        for words in [
            |wording: &Wording| wording.fr,
            |wording: &Wording| wording.en,
        ] {
            let mut seen = BTreeSet::new();
            for wording in &all {
                let words = words(wording);
                assert!(!words.is_empty() && seen.insert(words), "{words:?} twice");
            }
        }
    }

    #[test]
    fn every_kind_of_thing_has_its_words() {
        let kinds = ThingKind::ALL.iter().map(|kind| kind.code());
        let mut codes: Vec<&str> = kinds.collect();
        codes.extend(KeptKind::ALL.iter().map(|kind| kind.code()));
        let once: BTreeSet<&str> = codes.iter().copied().collect();
        assert_eq!(once.len(), codes.len(), "{codes:?}");
    }
}
