//! Sessions as they are read.

use domain::ids::{IterationId, NeedId, ProjectId, SessionId};
use domain::iterations::IterationRef;
use domain::sessions::{Session, SessionDoor, SessionFacts};
use domain::time::Timestamp;
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::accounts::people_by_id;
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::tables::decode;
use crate::tables::iterations::iteration;
use crate::tables::sessions::session;

pub(super) fn facts(row: &session::Model) -> Result<SessionFacts> {
    Ok(SessionFacts {
        title: row.title.clone(),
        aim: row.aim.clone(),
        starts_at: decode("starts_at", &row.starts_at)?,
        place: row.place.clone(),
        link: row.link.clone(),
        iteration: row.iteration_id.map(IterationId),
        need: row.need_id.map(NeedId),
        waiting_room: row.waiting_room,
        guests: row.guests,
        script: serde_json::from_str(&row.script)?,
    })
}

/// Sessions with their codes, in the order of the rows.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    rows: Vec<session::Model>,
) -> Result<Vec<Session>> {
    let people = people_by_id(db, rows.iter().map(|row| row.created_by)).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Session {
                id: SessionId(row.id),
                project: ProjectId(row.project_id),
                facts: facts(&row)?,
                state: decode("state", &row.state)?,
                code: Some(decode("code", &row.code)?),
                opened_at: row.opened_at.map(Timestamp),
                closed_at: row.closed_at.map(Timestamp),
                version: row.version,
                created_by: people.get(&row.created_by).cloned(),
                created_at: Timestamp(row.created_at),
                updated_at: Timestamp(row.updated_at),
            })
        })
        .collect()
}

pub(super) async fn one(db: &impl ConnectionTrait, row: session::Model) -> Result<Session> {
    let mut sessions = read(db, vec![row]).await?;
    sessions.pop().ok_or(StoreError::NotFound)
}

pub(super) fn door(row: &session::Model) -> Result<SessionDoor> {
    let facts = facts(row)?;
    Ok(SessionDoor {
        id: SessionId(row.id),
        project: ProjectId(row.project_id),
        title: facts.title,
        aim: facts.aim,
        starts_at: facts.starts_at,
        state: decode("state", &row.state)?,
        guests: facts.guests,
        waiting_room: facts.waiting_room,
    })
}

impl Store {
    /// The iteration that a session belongs to.
    pub(super) async fn iteration_of_session(
        &self,
        session: &Session,
    ) -> Result<Option<IterationRef>> {
        let Some(id) = session.facts.iteration else {
            return Ok(None);
        };
        let row = iteration::Entity::find_by_id(id.0).one(&self.db).await?;
        Ok(row.map(|row| IterationRef {
            id,
            number: row.number,
            tool_version: row.tool_version,
        }))
    }

    /// The statement of the need that a session is about.
    pub(super) async fn need_of_session(
        &self,
        session: &Session,
    ) -> Result<Option<(NeedId, String)>> {
        let Some(id) = session.facts.need else {
            return Ok(None);
        };
        let row = crate::needs::need_row(&self.db, id).await?;
        Ok(row.map(|row| (id, row.statement)))
    }
}
