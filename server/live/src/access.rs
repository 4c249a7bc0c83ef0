//! Whether somebody with an account may stay on a board.

use domain::ids::{SessionId, SignInId, UserId};
use domain::sessions::ParticipantState;
use store::{Store, StoreError, Visitor};

use crate::error::{Error, Result};
use crate::link::Ending;

/// Why a connection is to end that was made where this person was signed in; nothing
/// where it may go on.
pub(crate) async fn ended(
    store: &Store,
    session: SessionId,
    user: UserId,
    sign_in: Option<SignInId>,
) -> Result<Option<Ending>> {
    // They came as a guest, which they are no longer: their browser comes again as who they are.
    let Some(sign_in) = sign_in else {
        return Ok(Some(Ending::Closed));
    };
    if !store.is_signed_in(user, sign_in).await? {
        return Ok(Some(Ending::SignedOut));
    }
    let actor = store.actor(user).await?;
    let seat = match store.seat(Visitor::Account(&actor), session).await {
        Ok((_, seat)) => seat,
        Err(StoreError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let stays = seat.is_some_and(|seat| seat.state == ParticipantState::Admitted);
    Ok((!stays).then_some(Ending::Removed))
}

impl From<Ending> for Error {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Removed => Self::NotAdmitted,
            Ending::SignedOut => Self::SignedOut,
            Ending::Replaced => Self::Replaced,
            Ending::Foreign => Self::Foreign,
            Ending::Broken | Ending::Slow | Ending::Closed => Self::Gone,
        }
    }
}
