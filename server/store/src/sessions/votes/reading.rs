//! Votes as they are read: while one is open its reader sees their own ballot
//! alone, once it is closed everybody sees what came out.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{SessionId, VoteId};
use domain::policy::Action;
use domain::sessions::{Participant, ParticipantState, SessionRole, SessionState};
use domain::time::Timestamp;
use domain::votes::{
    Ballot, Merged, Vote, VoteFacts, VoteResult, VoteRules, count, count_by_party, merge_items,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::people::{self, Visitor};
use super::{key_of_voter, receipt};
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::tables::sessions::{ballot, vote, voter};

/// A vote with all that is kept of it.
pub(super) struct Kept {
    pub row: vote::Model,
    pub facts: VoteFacts,
    pub merged: Merged,
    /// The ballots as they are written, by key.
    pub ballots: BTreeMap<String, String>,
}

impl Kept {
    pub(super) async fn read(db: &impl ConnectionTrait, row: vote::Model) -> Result<Self> {
        let rows = ballot::Entity::find()
            .filter(ballot::Column::VoteId.eq(row.id))
            .all(db)
            .await?;
        let ballots = rows.into_iter().map(|row| (row.ballot_key, row.ballot));
        Ok(Self {
            facts: serde_json::from_str(&row.facts)?,
            merged: serde_json::from_str(&row.merged)?,
            ballots: ballots.collect(),
            row,
        })
    }

    /// The rules with the items as they stand.
    pub(super) fn rules(&self) -> VoteRules {
        self.facts.rules.standing(&self.merged)
    }

    /// The ballots by key, mapped onto the items as they stand.
    fn mapped(&self) -> Result<Vec<(String, Ballot)>> {
        let mut keys = Vec::new();
        let mut ballots = Vec::new();
        for (key, ballot) in &self.ballots {
            keys.push(key.clone());
            ballots.push(serde_json::from_str(ballot)?);
        }
        Ok(keys
            .into_iter()
            .zip(merge_items(ballots, &self.merged))
            .collect())
    }

    /// The ballot of a named vote that was cast from the first of these seats from which one
    /// was.
    fn ballot_of(&self, seats: &[&Participant]) -> Result<Option<Ballot>> {
        if seats.is_empty() {
            return Ok(None);
        }
        let ballots: BTreeMap<String, Ballot> = self.mapped()?.into_iter().collect();
        let mut keys = seats.iter().map(|seat| key_of_voter(seat.number));
        Ok(keys.find_map(|key| ballots.get(&key).cloned()))
    }

    fn result(&self, people: &[Participant]) -> Result<VoteResult> {
        let rules = self.rules();
        let ballots = self.mapped()?;
        let counted: Vec<Ballot> = ballots.iter().map(|(_, ballot)| ballot.clone()).collect();
        let outcome = count(rules.kind, &rules.items, &counted);
        if self.facts.anonymous {
            // They come in the order of their keys, which is that of their receipts.
            let receipts = ballots.into_iter();
            return Ok(VoteResult {
                outcome,
                by_party: Vec::new(),
                named: Vec::new(),
                receipts: receipts
                    .map(|(key, ballot)| (receipt(&key), ballot))
                    .collect(),
            });
        }
        let voter = |key: &str| people.iter().find(|one| key_of_voter(one.number) == key);
        let of_parties: Vec<_> = ballots
            .iter()
            .filter_map(|(key, ballot)| Some((voter(key)?.party(), ballot.clone())))
            .collect();
        let by_party = count_by_party(rules.kind, &rules.items, &of_parties);
        let named = ballots
            .into_iter()
            .filter_map(|(key, ballot)| Some((voter(&key)?.who.clone(), ballot)));
        Ok(VoteResult {
            outcome,
            by_party,
            named: named.collect(),
            receipts: Vec::new(),
        })
    }
}

impl Store {
    /// The votes of a session, the latest first, as somebody sees them who takes part
    /// or may read about the session. Their items are notes of the board: whoever waits to
    /// be let in sees none.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] to everybody else.
    pub async fn votes(&self, visitor: Visitor<'_>, session: SessionId) -> Result<Vec<Vote>> {
        let (state, seat) = self.seat(visitor, session).await?;
        if state == SessionState::Open && seat.as_ref().is_some_and(|seat| seat.state.waits()) {
            return Ok(Vec::new());
        }
        let seat = seat.filter(|seat| seat.state == ParticipantState::Admitted);
        if seat.is_none() {
            let Visitor::Account(actor) = visitor else {
                return Err(StoreError::NotFound);
            };
            self.session_for(&self.db, actor, session, Action::SeeSession)
                .await?;
        }
        let rows = vote::Entity::find()
            .filter(vote::Column::SessionId.eq(session.0))
            .order_by_desc(vote::Column::OpenedAt)
            .order_by_desc(vote::Column::Id)
            .all(&self.db)
            .await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let people = people::all(&self.db, session).await?;
        let mut votes = Vec::new();
        for row in rows {
            let kept = Kept::read(&self.db, row).await?;
            let open = state == SessionState::Open;
            let seen = self.as_seen(kept, seat.as_ref(), &people, open);
            votes.push(seen.await?);
        }
        Ok(votes)
    }

    async fn as_seen(
        &self,
        kept: Kept,
        seat: Option<&Participant>,
        people: &[Participant],
        open: bool,
    ) -> Result<Vote> {
        let voters = voter::Entity::find()
            .filter(voter::Column::VoteId.eq(kept.row.id))
            .all(&self.db)
            .await?;
        let have_voted: BTreeSet<i64> = voters.into_iter().map(|row| row.participant).collect();
        let has_voted = |person: &Participant| have_voted.contains(&i64::from(person.number));
        let seats = seats_of(seat, people);
        let own = match kept.facts.anonymous {
            true => None,
            false => kept.ballot_of(&seats)?,
        };
        let result = match kept.row.closed_at {
            Some(_) => Some(kept.result(people)?),
            None => None,
        };
        let takes = kept.row.closed_at.is_none() && open;
        Ok(Vote {
            id: VoteId(kept.row.id),
            ballots: u32::try_from(kept.ballots.len()).unwrap_or(u32::MAX),
            voters: voters_among(people, has_voted),
            may_vote: takes && seat.is_some_and(|seat| seat.role != SessionRole::Observer),
            voted: seats.iter().copied().any(has_voted),
            own,
            result,
            opened_at: Timestamp(kept.row.opened_at),
            closed_at: kept.row.closed_at.map(Timestamp),
            facts: kept.facts,
            merged: kept.merged,
        })
    }
}

/// The seats of whoever has this one: it first, then those that they had as a guest.
fn seats_of<'a>(seat: Option<&'a Participant>, people: &'a [Participant]) -> Vec<&'a Participant> {
    let Some(own) = seat else {
        return Vec::new();
    };
    let further = people
        .iter()
        .filter(|other| other.is_further_seat() && other.is_same_person(own));
    std::iter::once(own).chain(further).collect()
}

/// Of how many those are a part who have voted: all who may, and whoever did and was removed
/// since, or only looks on now; their ballots count. So do both of whoever had two seats and
/// voted from each before anybody could know: they count once more, so that there are never
/// more ballots than voters.
fn voters_among(people: &[Participant], has_voted: impl Fn(&Participant) -> bool) -> u32 {
    let from_further = people
        .iter()
        .filter(|one| one.is_further_seat() && has_voted(one));
    let from_further: Vec<&Participant> = from_further.collect();
    let may_still = people.iter().filter(|person| {
        let may =
            person.state == ParticipantState::Admitted && person.role != SessionRole::Observer;
        let mut further = from_further.iter();
        may && !has_voted(person) && !further.any(|seat| seat.is_same_person(person))
    });
    let have = people.iter().filter(|one| has_voted(one));
    let counted = may_still.count().saturating_add(have.count());
    u32::try_from(counted).unwrap_or(u32::MAX)
}
