//! Server functions of votes.

use domain::ids::{SessionId, VoteId};
use domain::votes::{Ballot, Vote, VoteDraft};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::failure::Failure;
#[cfg(feature = "ssr")]
use crate::sessions::api::as_visitor;

/// The votes of a session, the latest first, as the reader may see them.
#[server(endpoint = "load_votes", input = GetUrl)]
pub(crate) async fn load_votes(session: SessionId) -> Result<Vec<Vote>, Failure> {
    as_visitor!(store, visitor, session);
    Ok(store.votes(visitor, session).await?)
}

/// Opens a vote on what everybody may read on the board, in the board's words.
#[server(endpoint = "open_vote")]
pub(crate) async fn open_vote(
    session: SessionId,
    id: VoteId,
    draft: VoteDraft,
) -> Result<(), Failure> {
    use crate::sessions::live::{BoardText, call_as_on_board};
    as_visitor!(store, visitor, session);
    let mut draft = draft;
    // Whoever does not lead is told nothing of the board: the store refuses them.
    let (_, seat) = store.seat(visitor, session).await?;
    if seat.is_some_and(|seat| seat.facilitates()) {
        let whole = crate::sessions::notes::whole(&store, session).await?;
        let mut earlier = None;
        if let Ok(repeated) = draft.repeats.trim().parse::<VoteId>() {
            let votes = store.votes(visitor, session).await?;
            earlier = votes.into_iter().find(|vote| vote.id == repeated);
        }
        let facts = earlier.as_ref().map(|vote| &vote.facts);
        call_as_on_board(BoardText::here(), &whole, facts, &mut draft.items)
            .map_err(Failure::Invalid)?;
    }
    Ok(store.open_vote(visitor, session, id, &draft).await?)
}

/// Casts a ballot, as JSON, or casts it anew. In an anonymous vote the secret that the
/// voter's browser made goes with it. Gives the receipt of an anonymous ballot.
#[server(endpoint = "cast_ballot")]
pub(crate) async fn cast_ballot(
    session: SessionId,
    id: VoteId,
    ballot: String,
    secret: Option<String>,
) -> Result<Option<String>, Failure> {
    use domain::problems::{Problem, Problems};
    as_visitor!(store, visitor, session);
    let voter = match visitor {
        store::Visitor::Account(actor) => actor.user.to_string(),
        store::Visitor::Guest(secret) => secret.to_owned(),
    };
    let limit = crate::request::services().sign_in_limit;
    crate::request::refuse_too_many(limit.allows_ballot(&voter))?;
    let ballot: Ballot = leptos::serde_json::from_str(&ballot)
        .map_err(|_| Failure::Invalid(Problems::one("ballot", Problem::NotOffered)))?;
    let cast = store.cast_ballot(visitor, session, id, &ballot, secret.as_deref());
    Ok(cast.await?)
}

/// Brings two items of an open vote together.
#[server(endpoint = "merge_vote_items")]
pub(crate) async fn merge_vote_items(
    session: SessionId,
    id: VoteId,
    from: String,
    into: String,
) -> Result<(), Failure> {
    as_visitor!(store, visitor, session);
    Ok(store
        .merge_vote_items(visitor, session, id, &from, &into)
        .await?)
}

/// Takes an item of an open vote out again of the one that it was brought together with.
#[server(endpoint = "separate_vote_item")]
pub(crate) async fn separate_vote_item(
    session: SessionId,
    id: VoteId,
    from: String,
) -> Result<(), Failure> {
    as_visitor!(store, visitor, session);
    Ok(store
        .separate_vote_item(visitor, session, id, &from)
        .await?)
}

/// Closes a vote.
#[server(endpoint = "close_vote")]
pub(crate) async fn close_vote(session: SessionId, id: VoteId) -> Result<(), Failure> {
    as_visitor!(store, visitor, session);
    Ok(store.close_vote(visitor, session, id).await?)
}

/// What counts as the ballot of whoever shows this secret, with its receipt.
#[server(endpoint = "verify_ballot")]
pub(crate) async fn verify_ballot(
    session: SessionId,
    id: VoteId,
    secret: String,
) -> Result<Option<(Ballot, String)>, Failure> {
    as_visitor!(store, visitor, session);
    Ok(store.verify_ballot(visitor, session, id, &secret).await?)
}
