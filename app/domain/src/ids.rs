//! Identifiers: one type for each kind of thing, so that they cannot be mixed up.
//!
//! Each is a UUIDv7 made by whoever creates the thing, the browser included:
//! a repeated write is then recognised, and ids sort by time of creation. An id
//! is never proof of access.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$attribute:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id, made of the present time and randomness (UUIDv7, RFC 9562).
            #[must_use]
            #[allow(clippy::new_without_default, reason = "every call gives another id")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
    )+};
}

ids! {
    /// A person's account.
    UserId,
    /// One signed-in browser of a person.
    SignInId,
    /// An invitation to join the workspace.
    InvitationId,
    /// A project: a tool being co-designed.
    ProjectId,
    /// An expression of need.
    NeedId,
    /// One iteration of a project.
    IterationId,
    /// An element of an iteration's conjecture map.
    ElementId,
    /// A link between two elements of a conjecture map.
    MapLinkId,
    /// A change made in an iteration.
    ChangeId,
    /// An address among the links of a project.
    ProjectLinkId,
    /// A co-design session of a project.
    SessionId,
    /// The script of a co-design session that was saved as a template.
    ScriptTemplateId,
    /// A vote held in a co-design session.
    VoteId,
    /// A decision of a project.
    DecisionId,
    /// Something that is to be done in a project.
    ActionItemId,
    /// A milestone of a project.
    MilestoneId,
    /// One thing that must be true at a milestone.
    CriterionId,
    /// An entry of a feedback log.
    FeedbackId,
    /// A comment on an entry of a feedback log.
    CommentId,
    /// A filter of a feedback log, kept under a name.
    ViewId,
    /// A typed link between two things.
    LinkId,
    /// A file attached to a thing.
    AttachmentId,
    /// One run of an import.
    ImportId,
    /// One row of the audit log.
    AuditId,
    /// Something that a person is told.
    NotificationId,
}
