//! Votes of a session: opening, ballots, merging, closing. Nothing of a ballot
//! is told to anybody but its voter before the vote is closed, and of an
//! anonymous one nothing that is kept says whose it is: it lies under the hash of a
//! secret that the voter's browser made, without a time, and with each that comes
//! in all are written anew in the order of their keys, so that where a row lies,
//! and by which transaction it was written, tells nothing either. What SQLite keeps of
//! single transactions is gone after each (`database/traces.rs`).

mod reading;

use domain::ids::{SessionId, VoteId};
use domain::policy::{Action, Actor, Refusal};
use domain::problems::Problem;
use domain::sessions::{Participant, ParticipantState, SessionRole, SessionState};
use domain::votes::{Ballot, Merged, VOTES_MAX, VoteDraft, VoteFacts, separate};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, Set,
};
use serde_json::{Value, json};

use self::reading::Kept;
use super::people::Visitor;
use super::{late, note, session_row};
use crate::audit::BY;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::events::SessionNews;
use crate::secrets::hash_secret;
use crate::tables::decode;
use crate::tables::sessions::{ballot, vote, voter};

/// The letters of a voter's secret: hexadecimal digits.
const SECRET: usize = 64;
/// The letters of a receipt: enough to know a ballot by, too few to find the rest.
const RECEIPT: usize = 12;

impl Store {
    /// Opens a vote. Sent twice, it is opened once.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] to those who do not take part; refused to those who
    /// do not facilitate, where the session is not open, and in a phase that holds no vote; a
    /// field is not in order; at the field `repeats`, the vote whose tie it is to break is not
    /// closed, or another that is open breaks it.
    pub async fn open_vote(
        &self,
        visitor: Visitor<'_>,
        session: SessionId,
        id: VoteId,
        draft: &VoteDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let leader = self.facilitator(&tx, visitor, session).await?;
        let facts = draft.check()?;
        let merged = facts.rules.merged(&draft.merged)?;
        if let Some(there) = vote::Entity::find_by_id(id.0).one(&tx.db).await? {
            return match there.session_id == session.0 {
                true => Ok(()),
                false => Err(StoreError::NotFound),
            };
        }
        in_phase(&tx, session).await?;
        let votes = vote::Entity::find().filter(vote::Column::SessionId.eq(session.0));
        let count = votes.count(&tx.db).await?;
        if count >= u64::try_from(VOTES_MAX).unwrap_or(u64::MAX) {
            let max = u32::try_from(VOTES_MAX).unwrap_or(u32::MAX);
            return Err(invalid("id", Problem::NoRoom { max }));
        }
        if let Some(repeated) = facts.repeats {
            let row = vote_row(&tx, session, repeated).await;
            if !row.is_ok_and(|row| row.closed_at.is_some()) {
                return Err(invalid("repeats", Problem::NotOffered));
            }
            if is_repeated(&tx, session, repeated).await? {
                return Err(invalid("repeats", Problem::Taken));
            }
        }
        let row = vote::ActiveModel {
            id: Set(id.0),
            session_id: Set(session.0),
            facts: Set(serde_json::to_string(&facts)?),
            merged: Set(serde_json::to_string(&merged)?),
            opened_by: Set(i64::from(leader.number)),
            opened_at: Set(tx.now.0),
            closed_at: Set(None),
        };
        row.insert(&tx.db).await?;
        let change = json!({ "vote": id, "question": facts.question, "kind": facts.rules.kind });
        self.led(tx, visitor, session, (id, change)).await
    }

    /// Casts a ballot, or casts it anew until the vote is closed. In an anonymous
    /// vote the voter shows the secret that their browser made, and later the same.
    /// Gives the receipt by which the ballot can be known again; there is none in a
    /// named vote.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] to those who do not take part; refused to those who
    /// look on, once the vote or the session is closed, and in a phase that holds no vote;
    /// the ballot is not in order, at the fields that [`Ballot::check`] names; somebody who
    /// has voted shows another secret, or one that is no secret, at the field `secret`.
    pub async fn cast_ballot(
        &self,
        visitor: Visitor<'_>,
        session: SessionId,
        id: VoteId,
        cast: &Ballot,
        secret: Option<&str>,
    ) -> Result<Option<String>> {
        let tx = self.begin().await?;
        let who = self.admitted(&tx, visitor, session).await?;
        if who.role == SessionRole::Observer {
            return Err(Refusal::Role.into());
        }
        let kept = open_vote(&tx, session, id).await?;
        in_phase(&tx, session).await?;
        cast.check(&kept.rules())?;
        let number = i64::from(who.number);
        let has_voted = voter::Entity::find_by_id((id.0, number));
        let has_voted = has_voted.one(&tx.db).await?.is_some();
        let key = match kept.facts.anonymous {
            true => key_of_secret(id, secret)?,
            false => key_of_voter(who.number),
        };
        let mut ballots = kept.ballots;
        if kept.facts.anonymous && has_voted != ballots.contains_key(&key) {
            return Err(invalid("secret", Problem::Taken));
        }
        ballots.insert(key.clone(), serde_json::to_string(cast)?);
        ballot::Entity::delete_many()
            .filter(ballot::Column::VoteId.eq(id.0))
            .exec(&tx.db)
            .await?;
        let rows = ballots
            .into_iter()
            .map(|(key, ballot)| ballot::ActiveModel {
                vote_id: Set(id.0),
                ballot_key: Set(key),
                ballot: Set(ballot),
            });
        ballot::Entity::insert_many(rows).exec(&tx.db).await?;
        if !has_voted {
            let row = voter::ActiveModel {
                vote_id: Set(id.0),
                participant: Set(number),
            };
            row.insert(&tx.db).await?;
        }
        match kept.facts.anonymous {
            true => self.commit_without_trace(tx).await?,
            false => tx.commit().await?,
        }
        self.tell(session, SessionNews::Vote(id));
        Ok(kept.facts.anonymous.then(|| receipt(&key)))
    }

    /// Brings two items of an open vote together: those who voted for one have voted
    /// for the other, and no vote is lost.
    ///
    /// # Errors
    /// As [`Self::open_vote`]; an item that the vote does not have, or both the same,
    /// at the fields `from` and `into`.
    pub async fn merge_vote_items(
        &self,
        visitor: Visitor<'_>,
        session: SessionId,
        id: VoteId,
        from: &str,
        into: &str,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.facilitator(&tx, visitor, session).await?;
        let Kept {
            row,
            facts,
            mut merged,
            ..
        } = open_vote(&tx, session, id).await?;
        facts.rules.merge(&mut merged, from, into)?;
        keep_merged(&tx, row, &merged).await?;
        let change = json!({ "vote": id, "merged": from, "into": into });
        self.led(tx, visitor, session, (id, change)).await
    }

    /// Takes an item of an open vote out again of the one that it was brought together
    /// with. Ballots that were cast before say again what they said.
    ///
    /// # Errors
    /// As [`Self::open_vote`]; an item that stands alone, at the field `from`.
    pub async fn separate_vote_item(
        &self,
        visitor: Visitor<'_>,
        session: SessionId,
        id: VoteId,
        from: &str,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.facilitator(&tx, visitor, session).await?;
        let Kept {
            row, mut merged, ..
        } = open_vote(&tx, session, id).await?;
        separate(&mut merged, from)?;
        keep_merged(&tx, row, &merged).await?;
        let change = json!({ "vote": id, "separated": from });
        self.led(tx, visitor, session, (id, change)).await
    }

    /// Closes a vote: its result is there for all from then on. Closed twice, it is
    /// closed.
    ///
    /// # Errors
    /// As [`Self::open_vote`].
    pub async fn close_vote(
        &self,
        visitor: Visitor<'_>,
        session: SessionId,
        id: VoteId,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.facilitator(&tx, visitor, session).await?;
        let row = vote_row(&tx, session, id).await?;
        if row.closed_at.is_some() {
            return Ok(());
        }
        close(&tx, row).await?;
        let change = json!({ "vote": id, "closed": true });
        self.led(tx, visitor, session, (id, change)).await
    }

    /// The ballot that is kept under a voter's secret, with its receipt: whoever shows
    /// the secret sees what counts. Nothing where no ballot is kept under it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] to those who do not take part, and where there is no
    /// such vote; not a secret, at the field `secret`.
    pub async fn verify_ballot(
        &self,
        visitor: Visitor<'_>,
        session: SessionId,
        id: VoteId,
        secret: &str,
    ) -> Result<Option<(Ballot, String)>> {
        let tx = self.begin().await?;
        self.admitted(&tx, visitor, session).await?;
        vote_row(&tx, session, id).await?;
        let key = key_of_secret(id, Some(secret))?;
        let row = ballot::Entity::find_by_id((id.0, key.clone()));
        let row = row.one(&tx.db).await?;
        let found = row
            .map(|row| serde_json::from_str(&row.ballot))
            .transpose()?;
        Ok(found.map(|ballot| (ballot, receipt(&key))))
    }

    /// What whoever leads did to a vote is written down, kept and told.
    async fn led(
        &self,
        tx: Tx,
        visitor: Visitor<'_>,
        session: SessionId,
        (id, mut change): (VoteId, Value),
    ) -> Result<()> {
        if let Visitor::Guest(_) = visitor
            && let Some(seat) = self.seat_of(&tx.db, visitor, session).await?
        {
            change[BY] = seat.number.into();
        }
        let change = (Value::Null, change);
        note(&tx, account(visitor), Action::RunSession, session, change).await?;
        tx.commit().await?;
        self.tell(session, SessionNews::Vote(id));
        Ok(())
    }

    /// Somebody who is let in, whatever they are on the board.
    async fn admitted(
        &self,
        tx: &Tx,
        visitor: Visitor<'_>,
        session: SessionId,
    ) -> Result<Participant> {
        let seat = self.seat_of(&tx.db, visitor, session).await?;
        seat.filter(|seat| seat.state == ParticipantState::Admitted)
            .ok_or(StoreError::NotFound)
    }

    /// Somebody who leads a session that is open.
    async fn facilitator(
        &self,
        tx: &Tx,
        visitor: Visitor<'_>,
        session: SessionId,
    ) -> Result<Participant> {
        let seat = self.admitted(tx, visitor, session).await?;
        if !seat.facilitates() {
            return Err(Refusal::Role.into());
        }
        still_open(tx, session).await?;
        Ok(seat)
    }
}

/// Closes what is open of a session that is closed itself.
pub(super) async fn close_all(tx: &Tx, session: SessionId) -> Result<()> {
    for row in open_rows(tx, session).await? {
        close(tx, row).await?;
    }
    Ok(())
}

/// The votes of a session that are open.
async fn open_rows(tx: &Tx, session: SessionId) -> Result<Vec<vote::Model>> {
    let open = vote::Entity::find()
        .filter(vote::Column::SessionId.eq(session.0))
        .filter(vote::Column::ClosedAt.is_null())
        .order_by_asc(vote::Column::Id)
        .all(&tx.db);
    Ok(open.await?)
}

/// Whether a vote is open that breaks the tie of this one.
async fn is_repeated(tx: &Tx, session: SessionId, id: VoteId) -> Result<bool> {
    for row in open_rows(tx, session).await? {
        let facts: VoteFacts = serde_json::from_str(&row.facts)?;
        if facts.repeats == Some(id) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn close(tx: &Tx, row: vote::Model) -> Result<()> {
    let mut changed = row.into_active_model();
    changed.closed_at = Set(Some(tx.now.0));
    changed.update(&tx.db).await?;
    Ok(())
}

async fn keep_merged(tx: &Tx, row: vote::Model, merged: &Merged) -> Result<()> {
    let mut changed = row.into_active_model();
    changed.merged = Set(serde_json::to_string(merged)?);
    changed.update(&tx.db).await?;
    Ok(())
}

/// Whether the phase that runs allows to vote.
async fn in_phase(tx: &Tx, session: SessionId) -> Result<()> {
    let row = session_row(&tx.db, session).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    match late::allows_votes(&tx.db, &row).await? {
        true => Ok(()),
        false => Err(Refusal::Phase.into()),
    }
}

async fn still_open(tx: &Tx, session: SessionId) -> Result<()> {
    let row = session_row(&tx.db, session).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    match decode("state", &row.state)? {
        SessionState::Open => Ok(()),
        SessionState::Planned | SessionState::Closed => Err(Refusal::Frozen.into()),
    }
}

async fn vote_row(tx: &Tx, session: SessionId, id: VoteId) -> Result<vote::Model> {
    let row = vote::Entity::find_by_id(id.0).one(&tx.db).await?;
    row.filter(|row| row.session_id == session.0)
        .ok_or(StoreError::NotFound)
}

/// A vote that takes ballots.
async fn open_vote(tx: &Tx, session: SessionId, id: VoteId) -> Result<Kept> {
    let row = vote_row(tx, session, id).await?;
    still_open(tx, session).await?;
    if row.closed_at.is_some() {
        return Err(Refusal::Frozen.into());
    }
    Kept::read(&tx.db, row).await
}

/// The account behind somebody; guests have none.
const fn account<'a>(visitor: Visitor<'a>) -> Option<&'a Actor> {
    match visitor {
        Visitor::Account(actor) => Some(actor),
        Visitor::Guest(_) => None,
    }
}

/// Under what the ballot of a named vote is kept.
fn key_of_voter(number: u32) -> String {
    number.to_string()
}

/// Under what the ballot of an anonymous vote is kept: the hash of vote and secret, so
/// that one secret gives unlike keys in two votes.
fn key_of_secret(vote: VoteId, secret: Option<&str>) -> Result<String> {
    let secret = secret.unwrap_or_default();
    let is_secret = secret.len() == SECRET && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
    match is_secret {
        true => Ok(hash_secret(&format!("{vote} {secret}"))),
        false => Err(invalid("secret", Problem::NotOffered)),
    }
}

fn receipt(key: &str) -> String {
    key.chars().take(RECEIPT).collect()
}
