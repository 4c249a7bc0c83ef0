//! Opening a session, closing it, and opening it again.

use domain::ids::SessionId;
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::Problem;
use domain::projects::Project;
use domain::sessions::{Session, SessionState};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, Set};
use serde_json::json;

use super::{late, note, people, reading, votes};
use crate::database::{Store, Tx};
use crate::error::{Result, invalid};
use crate::events::SessionNews;
use crate::tables::decode;
use crate::tables::sessions::session;

impl Store {
    /// A session that the actor may open and close, whether it is closed or not.
    ///
    /// # Errors
    /// Refused by role.
    pub async fn steered_session(&self, actor: &Actor, id: SessionId) -> Result<Session> {
        let (row, _) = self.steered(&self.db, actor, id).await?;
        reading::one(&self.db, row).await
    }

    /// Opens a session, or opens it again: whoever has the code joins from now on. Who
    /// opens it facilitates it. Opened twice, it is open.
    ///
    /// # Errors
    /// Refused by role.
    pub async fn open_session(&self, actor: &Actor, id: SessionId) -> Result<()> {
        let tx = self.begin().await?;
        let (row, _) = self.steered(&tx.db, actor, id).await?;
        let state: SessionState = decode("state", &row.state)?;
        people::seat_facilitator(&tx, id, actor).await?;
        if state != SessionState::Open {
            set_state(&tx, actor, row, SessionState::Open).await?;
        }
        tx.commit().await?;
        self.tell(id, SessionNews::Changed);
        Ok(())
    }

    /// Closes a session: its board stays as it is, and is there for those whom a phase
    /// held back.
    ///
    /// # Errors
    /// Refused by role or because it is closed; it has not been opened.
    pub async fn close_session(&self, actor: &Actor, id: SessionId) -> Result<()> {
        let tx = self.begin().await?;
        let (row, _) = self
            .session_for(&tx.db, actor, id, Action::RunSession)
            .await?;
        if decode::<SessionState>("state", &row.state)? != SessionState::Open {
            return Err(invalid("id", Problem::NotOffered));
        }
        set_state(&tx, actor, row, SessionState::Closed).await?;
        late::let_in(&tx, id).await?;
        votes::close_all(&tx, id).await?;
        tx.commit().await?;
        self.tell(id, SessionNews::Changed);
        Ok(())
    }

    /// The session and its project, when the actor may run it. That it is closed is no
    /// hindrance: that is when its outcomes are told, and when it is opened again.
    pub(super) async fn steered(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        id: SessionId,
    ) -> Result<(session::Model, Project)> {
        let (row, project, situation) = self.session_seen(db, actor, id).await?;
        let open = Situation {
            frozen: false,
            ..situation
        };
        decide(actor, Action::RunSession, &open)?;
        Ok((row, project))
    }
}

async fn set_state(tx: &Tx, actor: &Actor, row: session::Model, state: SessionState) -> Result<()> {
    let id = SessionId(row.id);
    let before = json!({ "state": row.state });
    let opened_at = row.opened_at.unwrap_or(tx.now.0);
    let mut changed = row.into_active_model();
    changed.state = Set(state.code().to_owned());
    match state {
        SessionState::Planned => {}
        SessionState::Open => {
            changed.opened_at = Set(Some(opened_at));
            changed.closed_at = Set(None);
        }
        SessionState::Closed => changed.closed_at = Set(Some(tx.now.0)),
    }
    changed.updated_at = Set(tx.now.0);
    changed.update(&tx.db).await?;
    let change = (before, json!({ "state": state }));
    note(tx, Some(actor), Action::RunSession, id, change).await
}
