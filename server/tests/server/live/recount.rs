//! The ballots of anonymous votes on the session's page, for whoever counts them again.

use domain::ids::VoteId;
use domain::votes::{Ballot, VoteDraft, VoteItem};
use http::header::{ACCEPT_LANGUAGE, COOKIE};
use store::Visitor;

use super::Sitting;
use crate::world::{empty, get};

#[tokio::test]
async fn the_ballots_of_an_anonymous_vote_are_there_to_be_counted_again() {
    let sitting = Sitting::new().await;
    let (store, session) = (&sitting.world.store, sitting.session);
    let leader = Visitor::Account(&sitting.lead);
    let item = |record: &str, text: &str| VoteItem {
        record: record.into(),
        text: text.into(),
    };
    let vote = VoteId::new();
    let draft = VoteDraft {
        question: "Quelle piste ?".into(),
        kind: "dots".into(),
        anonymous: "true".into(),
        dots: "2".into(),
        dots_per_item: "2".into(),
        items: vec![item("7-1", "Un minuteur"), item("7-2", "Lire à deux")],
        ..VoteDraft::default()
    };
    let opened = store.open_vote(leader, session, vote, &draft).await;
    opened.expect("opened");
    let guests = [sitting.guest("Renard").await, sitting.guest("Loup").await];
    let mut receipts = Vec::new();
    for (guest, (record, dots)) in guests.iter().zip([("7-1", 2), ("7-2", 1)]) {
        let (_, secret) = guest.split_once('=').expect("a cookie");
        let ballot = Ballot::Dots([(record.to_owned(), dots)].into());
        let own = format!("{dots:064x}");
        let guest = Visitor::Guest(secret);
        let cast = store.cast_ballot(guest, session, vote, &ballot, Some(&own));
        receipts.push(cast.await.expect("cast").expect("a receipt"));
    }
    let page = |language: &'static str| {
        let page = get(&format!("/sessions/{session}"))
            .header(COOKIE, &sitting.cookie)
            .header(ACCEPT_LANGUAGE, language);
        sitting.world.send(empty(page))
    };
    let open = page("fr").await.body;
    assert!(receipts.iter().all(|receipt| !open.contains(receipt)));

    let closed = store.close_vote(leader, session, vote).await;
    closed.expect("closed");
    receipts.sort();
    for (language, title, said) in [
        (
            "fr",
            "Recompter : les 2 bulletins",
            "ces bulletins donnent les totaux",
        ),
        (
            "en",
            "Recount: the 2 ballots",
            "these ballots give the totals shown",
        ),
    ] {
        let page = page(language).await.body;
        assert!(page.contains(title) && page.contains(said), "{page}");
        let places = receipts.iter().map(|receipt| page.find(receipt));
        let places: Option<Vec<usize>> = places.collect();
        let places = places.expect("each receipt");
        assert!(places.is_sorted(), "in the order of receipts");
    }
}
