//! The audit log: every change, who made it, what was before and after.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::accounts::Person;
use crate::ids::AuditId;
use crate::time::Timestamp;

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
    /// What was done: the code of an [`Action`](crate::policy::Action), or a
    /// word of the accounts' own such as `reset_password`.
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
