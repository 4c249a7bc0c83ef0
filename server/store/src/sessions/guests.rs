//! Guests: joining without an account, the secret by which they are known, and what
//! becomes of their part once they have an account.

use domain::ids::{SessionId, UserId};
use domain::policy::{Action, Actor, Refusal};
use domain::problems::Problem;
use domain::sessions::{
    Entrance, GuestDraft, GuestFacts, JoinCode, Participant, ParticipantState, SessionRole,
    SessionState,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};

use super::people::{all, arriving, nobody, number, of_account, one, seat_told, told_of};
use super::{session_by_code, session_row};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::events::SessionNews;
use crate::secrets::{hash_secret, new_secret};
use crate::tables::decode;
use crate::tables::sessions::participant;

/// How long a form by which a guest joined may be sent again for the same seat, in
/// seconds: a double click, or another try after an answer that was lost.
const SENT_AGAIN_SECONDS: i64 = 600;
/// The shortest secret of a form that counts: whatever is shorter could be guessed, or be
/// that of everybody.
const FORM_SECRET_MIN: usize = 32;

/// A guest's part in a session, as whoever might claim it is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestParticipation {
    /// The session.
    pub session: SessionId,
    /// What it is called.
    pub title: String,
    /// Whether it goes on.
    pub state: SessionState,
    /// The guest.
    pub guest: Participant,
    /// How the seat stands that the account itself has there, if it has one: also where what
    /// let it in is gone, for the guest's part is joined to it all the same.
    pub own: Option<ParticipantState>,
}

impl Store {
    /// A secret for a form by which a guest joins. It is kept nowhere until the form is
    /// sent, and then only its hash.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn form_secret(&self) -> Result<String> {
        new_secret()
    }

    /// Joins a session as a guest and gives the secret for the cookie. Whoever comes with
    /// the secret of a seat in this session (`known_by`) has that seat, under the name that
    /// they give now; so does whoever sends, within minutes and with the secret of the form
    /// (`form`), one that was taken: the browser may not have had the cookie yet. Whoever
    /// gives the name of somebody else in the session gets a number behind it. The caller
    /// limits how often somebody tries.
    ///
    /// # Errors
    /// A code that no session has, one that takes no guests, is not opened yet
    /// or is closed (a problem with `code`); a field is not in order; refused to guests
    /// who were removed.
    pub async fn join_as_guest(
        &self,
        code: &str,
        draft: &GuestDraft,
        known_by: Option<&str>,
        form: Option<&str>,
    ) -> Result<(SessionId, Participant, String)> {
        let no_such = || invalid("code", Problem::NotOffered);
        let code: JoinCode = code.parse().map_err(|_| no_such())?;
        let guest = draft.check()?;
        let tx = self.begin().await?;
        let row = session_by_code(&tx.db, code).await?.ok_or_else(no_such)?;
        let id = SessionId(row.id);
        let open = decode::<SessionState>("state", &row.state)? == SessionState::Open;
        if !open || !row.guests {
            return Err(no_such());
        }
        if let Some(secret) = known_by
            && let Some(there) = of_guest(&tx.db, secret).await?
            && there.session_id == row.id
        {
            let joined = self.sit_down_again(tx, there, guest).await?;
            return Ok((id, joined, secret.to_owned()));
        }
        let form = form.filter(|form| form.len() >= FORM_SECRET_MIN);
        if let Some(form) = form
            && let Some((there, secret)) = of_form(&tx, id, form).await?
        {
            let joined = self.sit_down_again(tx, there, guest).await?;
            return Ok((id, joined, secret));
        }
        let guest = told_apart(&tx, id, None, guest).await?;
        // The form alone opens nothing: what is kept beside its hash is needed as well.
        let salt = new_secret()?;
        let secret = form.map_or_else(new_secret, |form| Ok(seat_secret(form, &salt)))?;
        let newcomer = participant::ActiveModel {
            pseudonym: Set(Some(guest.pseudonym)),
            party: Set(Some(guest.party.code().to_owned())),
            secret_hash: Set(Some(hash_secret(&secret))),
            form_hash: Set(form.map(hash_secret)),
            form_salt: Set(form.map(|_| salt)),
            role: Set(SessionRole::Participant.code().to_owned()),
            state: Set(arriving(&tx, &row, false).await?.code().to_owned()),
            ..nobody(&tx, id).await?
        };
        let newcomer = newcomer.insert(&tx.db).await?;
        told_of(&tx, None, Action::JoinSession, None, &newcomer).await?;
        let joined = one(&tx.db, newcomer).await?;
        tx.commit().await?;
        self.tell(id, SessionNews::Participant(joined.number));
        Ok((id, joined, secret))
    }

    /// The part of a guest, and what decides whether it can become an account's own; `None`
    /// where no guest has this secret, or was removed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn guest_participation(
        &self,
        account: UserId,
        secret: &str,
    ) -> Result<Option<GuestParticipation>> {
        let Some(row) = of_guest(&self.db, secret).await? else {
            return Ok(None);
        };
        let id = SessionId(row.session_id);
        let guest = one(&self.db, row).await?;
        let there = session_row(&self.db, id).await?;
        let Some(there) = there.filter(|_| guest.state != ParticipantState::Removed) else {
            return Ok(None);
        };
        let own = of_account(&self.db, id, account).await?;
        let own = own.map(|own| decode("state", &own.state)).transpose()?;
        Ok(Some(GuestParticipation {
            session: id,
            state: decode("state", &there.state)?,
            title: there.title,
            guest,
            own,
        }))
    }

    /// Makes a guest's part in a session the actor's own: what the guest wrote
    /// is theirs from then on, and the guest's cookie opens nothing any more. Whoever has a
    /// seat of their own there goes on in that one, and the guest's is a further one of theirs,
    /// which has ended: once the session is closed, so that no vote is open in which both
    /// could vote, and nobody loses what they could still do on the board as its author.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where no guest has this secret; refused to those
    /// who were removed, as a guest or with their account; a session that is not closed, to
    /// whoever takes part in it already (a problem with `id`).
    pub async fn claim_participation(&self, actor: &Actor, secret: &str) -> Result<SessionId> {
        let tx = self.begin().await?;
        let row = of_guest(&tx.db, secret).await?;
        let row = row.ok_or(StoreError::NotFound)?;
        let id = SessionId(row.session_id);
        if row.state == ParticipantState::Removed.code() {
            return Err(Refusal::Role.into());
        }
        let own = of_account(&tx.db, id, actor.user).await?;
        let mut claimed = row.clone().into_active_model();
        match own {
            Some(own) => {
                self.go_on_in(&tx, actor, own, &row).await?;
                claimed.claimed_by = Set(Some(actor.user.0));
                claimed.state = Set(ParticipantState::Continued.code().to_owned());
            }
            None => claimed.user_id = Set(Some(actor.user.0)),
        }
        claimed.pseudonym = Set(None);
        claimed.party = Set(None);
        claimed.secret_hash = Set(None);
        claimed.form_hash = Set(None);
        claimed.form_salt = Set(None);
        let claimed = claimed.update(&tx.db).await?;
        told_of(&tx, Some(actor), Action::JoinSession, None, &claimed).await?;
        tx.commit().await?;
        let number = number(&claimed)?;
        self.tell(id, SessionNews::Participant(number));
        Ok(id)
    }

    /// The session that a guest's secret belongs to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn guest_session(&self, secret: &str) -> Result<Option<(SessionId, Participant)>> {
        let Some(row) = of_guest(&self.db, secret).await? else {
            return Ok(None);
        };
        let id = SessionId(row.session_id);
        Ok(Some((id, one(&self.db, row).await?)))
    }

    /// Whoever claims the seat of a guest goes on in their own: with what facilitators gave to
    /// either, being let in and leading, and at least as long as the guest would have stayed.
    async fn go_on_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        own: participant::Model,
        guest: &participant::Model,
    ) -> Result<()> {
        if own.state == ParticipantState::Removed.code() {
            return Err(Refusal::Role.into());
        }
        let session = session_row(&tx.db, SessionId(own.session_id)).await?;
        let session = session.ok_or(StoreError::NotFound)?;
        if decode::<SessionState>("state", &session.state)? != SessionState::Closed {
            return Err(invalid("id", Problem::Taken));
        }
        let stays = self.still_enters(&tx.db, actor, &session, &own).await?;
        let before = seat_told(&own);
        let mut own = own.into_active_model();
        let (admitted, leads) = (ParticipantState::Admitted, SessionRole::Facilitator);
        if guest.state == admitted.code() {
            own.state.set_if_not_equals(admitted.code().to_owned());
        }
        if guest.role == leads.code() {
            own.role.set_if_not_equals(leads.code().to_owned());
        }
        if !stays {
            own.entrance = Set(Entrance::Guest.code().to_owned());
        }
        if !own.is_changed() {
            return Ok(());
        }
        let own = own.update(&tx.db).await?;
        told_of(tx, Some(actor), Action::JoinSession, Some(before), &own).await
    }

    /// A guest joins who has a seat already, perhaps under another name.
    async fn sit_down_again(
        &self,
        tx: Tx,
        there: participant::Model,
        guest: GuestFacts,
    ) -> Result<Participant> {
        if there.state == ParticipantState::Removed.code() {
            return Err(Refusal::Role.into());
        }
        let id = SessionId(there.session_id);
        let guest = told_apart(&tx, id, Some(number(&there)?), guest).await?;
        let mut seat = there.clone().into_active_model();
        seat.pseudonym.set_if_not_equals(Some(guest.pseudonym));
        let party = guest.party.code().to_owned();
        seat.party.set_if_not_equals(Some(party));
        if !seat.is_changed() {
            return one(&tx.db, there).await;
        }
        let seat = seat.update(&tx.db).await?;
        told_of(&tx, None, Action::JoinSession, None, &seat).await?;
        let joined = one(&tx.db, seat).await?;
        tx.commit().await?;
        self.tell(id, SessionNews::Participant(joined.number));
        Ok(joined)
    }
}

/// A guest under a name that nobody else has in the session, whoever was removed included:
/// it stands on what they wrote. Whoever sits there already (`own`) is nobody else. As one
/// transaction writes at a time, two who come at once are told apart as well.
async fn told_apart(
    tx: &Tx,
    id: SessionId,
    own: Option<u32>,
    guest: GuestFacts,
) -> Result<GuestFacts> {
    let people = all(&tx.db, id).await?;
    let others = people.iter().filter(|person| own != Some(person.number));
    Ok(guest.among(others.map(Participant::name)))
}

pub(super) async fn of_guest(
    db: &impl ConnectionTrait,
    secret: &str,
) -> Result<Option<participant::Model>> {
    let hash = hash_secret(secret);
    let rows = participant::Entity::find().filter(participant::Column::SecretHash.eq(hash));
    Ok(rows.one(db).await?)
}

/// The seat of the guest who joined by a form a short while ago, with its secret; `None`
/// where it is not known by that secret any more.
async fn of_form(
    tx: &Tx,
    session: SessionId,
    form: &str,
) -> Result<Option<(participant::Model, String)>> {
    let since = tx.now.plus_seconds(-SENT_AGAIN_SECONDS).0;
    let rows = participant::Entity::find()
        .filter(participant::Column::SessionId.eq(session.0))
        .filter(participant::Column::FormHash.eq(hash_secret(form)))
        .filter(participant::Column::JoinedAt.gte(since));
    let Some(row) = rows.one(&tx.db).await? else {
        return Ok(None);
    };
    let secret = row.form_salt.as_deref().map(|salt| seat_secret(form, salt));
    let secret = secret.filter(|secret| row.secret_hash == Some(hash_secret(secret)));
    Ok(secret.map(|secret| (row, secret)))
}

/// The secret of a seat that was taken by a form. Whoever has one of the two cannot tell.
fn seat_secret(form: &str, salt: &str) -> String {
    hash_secret(&format!("{form}{salt}"))
}
