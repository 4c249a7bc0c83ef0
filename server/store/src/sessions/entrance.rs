//! By what people come into a session, and whether it still lets them stay: whoever
//! came in by a role is there as long as they have it, whoever came with the code as
//! long as it would let them in. Where guests are let in, whoever may not come with the
//! code but as a guest comes so with an account, and stays as guests do.

use domain::ids::{ProjectId, SessionId};
use domain::policy::{Action, Actor, Situation, may};
use domain::sessions::{Entrance, Participant, SessionState};
use sea_orm::ConnectionTrait;

use super::guests::of_guest;
use super::people::{Visitor, of_account, one};
use super::session_row;
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::projects::situation;
use crate::tables::decode;
use crate::tables::sessions::{participant, session};

impl Store {
    /// By what somebody with an account comes in, and what the policy looks at there.
    /// The code counts only where it is needed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the actor may not know of the session.
    pub(super) async fn entrance(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        row: &session::Model,
        has_code: bool,
    ) -> Result<(Entrance, Situation)> {
        let by_role = self.at_the_door(db, actor, row, false).await;
        let enters = |situation: &Situation| may(actor, Action::JoinSession, &unfrozen(*situation));
        let by_code = match &by_role {
            Ok(situation) => has_code && !enters(situation),
            Err(StoreError::NotFound) => has_code,
            Err(_) => false,
        };
        if !by_code {
            return Ok((Entrance::Role, by_role?));
        }
        let situation = self.at_the_door(db, actor, row, true).await?;
        if enters(&situation) || !row.guests {
            return Ok((Entrance::Code, situation));
        }
        let as_guest = Situation {
            as_guest: true,
            ..situation
        };
        Ok((Entrance::Guest, as_guest))
    }

    /// Whether what let somebody with an account in would do so now. A session that
    /// was closed since turns nobody out.
    pub(super) async fn still_enters(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        row: &session::Model,
        seat: &participant::Model,
    ) -> Result<bool> {
        let has_code = match decode("entrance", &seat.entrance)? {
            Entrance::Guest => return Ok(true),
            Entrance::Code => true,
            Entrance::Role => false,
        };
        match self.at_the_door(db, actor, row, has_code).await {
            Ok(situation) => Ok(may(actor, Action::JoinSession, &unfrozen(situation))),
            Err(StoreError::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Somebody's own part in a session, in whatever state; nothing where they would
    /// not be let in any more.
    pub(super) async fn seat_of(
        &self,
        db: &impl ConnectionTrait,
        visitor: Visitor<'_>,
        id: SessionId,
    ) -> Result<Option<Participant>> {
        let seat = match visitor {
            Visitor::Account(actor) => match of_account(db, id, actor.user).await? {
                Some(seat) => {
                    let row = session_row(db, id).await?.ok_or(StoreError::NotFound)?;
                    let stays = self.still_enters(db, actor, &row, &seat).await?;
                    stays.then_some(seat)
                }
                None => None,
            },
            Visitor::Guest(secret) => of_guest(db, secret).await?,
        };
        match seat.filter(|seat| seat.session_id == id.0) {
            Some(seat) => Ok(Some(one(db, seat).await?)),
            None => Ok(None),
        }
    }

    /// What the policy looks at where somebody with an account stands at the
    /// door. The code is the facilitator's invitation.
    async fn at_the_door(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        row: &session::Model,
        has_code: bool,
    ) -> Result<Situation> {
        let project = ProjectId(row.project_id);
        let frozen = row.state == SessionState::Closed.code();
        let seen = self
            .project_for(db, actor, project, Action::SeeProject)
            .await;
        let around = match seen {
            Ok(project) => situation(&project),
            Err(StoreError::NotFound) if has_code => {
                return Ok(Situation {
                    frozen,
                    shared_with_partners: true,
                    ..Situation::in_project(project)
                });
            }
            Err(error) => return Err(error),
        };
        let situation = Situation {
            frozen,
            shared_with_partners: has_code,
            ..around
        };
        match may(actor, Action::SeeSession, &situation) {
            true => Ok(situation),
            false => Err(StoreError::NotFound),
        }
    }
}

const fn unfrozen(situation: Situation) -> Situation {
    Situation {
        frozen: false,
        ..situation
    }
}
