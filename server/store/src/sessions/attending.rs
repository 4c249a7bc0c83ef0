//! Sessions as those read them who may read their boards: whoever sees one with its project,
//! and whoever was let in and sees nothing else of the project, with an account or without.

use domain::ids::SessionId;
use domain::policy::{Action, decide_by_seat};
use domain::sessions::{ParticipantState, SessionToRead};

use super::people::{self, Visitor};
use crate::database::Store;
use crate::error::{Result, StoreError};

impl Store {
    /// A session as somebody reads it, to whom it is open with its project or by their seat.
    /// What came out belongs to the project: a seat alone tells nothing of it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for everybody else.
    pub async fn session_to_read(
        &self,
        visitor: Visitor<'_>,
        id: SessionId,
    ) -> Result<SessionToRead> {
        if let Visitor::Account(actor) = visitor {
            match self.session(actor, id).await {
                Err(StoreError::NotFound) => {}
                seen => return seen.map(SessionToRead::from),
            }
        }
        let (session, _) = self.attended_session(visitor, id).await?;
        decide_by_seat(Action::SeeSession)?;
        Ok(SessionToRead {
            session,
            project: None,
            participants: people::all(&self.db, id).await?,
            outcomes: Vec::new(),
        })
    }

    /// Lets those read about a session to whom it is open with its project or by their seat.
    pub(super) async fn reads_session(&self, visitor: Visitor<'_>, id: SessionId) -> Result<()> {
        let (_, seat) = self.seat(visitor, id).await?;
        let is_in = seat.is_some_and(|seat| seat.state == ParticipantState::Admitted);
        match visitor {
            _ if is_in => Ok(decide_by_seat(Action::SeeSession)?),
            Visitor::Account(actor) => {
                let seen = self.session_for(&self.db, actor, id, Action::SeeSession);
                seen.await.map(drop)
            }
            Visitor::Guest(_) => Err(StoreError::NotFound),
        }
    }
}
