//! The audit log: every change, who made it, what was before and after.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::accounts::Person;
use crate::codes::codes;
use crate::ids::{AuditId, UserId};
use crate::policy::Action;
use crate::search::Found;
use crate::time::Timestamp;
use crate::wording::Wording;

codes! {
    /// What people do with what is theirs alone: no row of the policy table decides it.
    pub enum OwnDeed {
        /// An account was made by invitation or at the first start.
        CreateAccount = "create_account": "compte créé" | "account made",
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
    /// What was done: the code of an [`Action`] or of an [`OwnDeed`].
    pub action: String,
    /// Kind of the thing, such as `need` or `account`.
    pub thing_kind: String,
    /// Its id.
    pub thing_id: Uuid,
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
        let action = Action::from_code(&self.action).map(Action::wording);
        action.or_else(|| OwnDeed::from_code(&self.action).map(OwnDeed::wording))
    }
}
