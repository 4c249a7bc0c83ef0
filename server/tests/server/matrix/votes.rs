//! Votes of co-design sessions.

use domain::ids::{SessionId, VoteId};
use domain::votes::{VoteDraft, VoteItem};
use http::StatusCode;
use store::Visitor;

use super::sessions::{join, open_session, put_notes};
use super::{ProjectLine, compare_in_projects};
use crate::stage::{Fields, Stage, Who, fields};

/// A secret that a browser could have made.
const SECRET: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// What is voted on, as the board has it.
const NOTES: [&str; 2] = ["Un minuteur", "Une cloche"];

#[rustfmt::skip]
pub(super) const IN_PROJECTS: &[ProjectLine] = &[
    //                            open               team only
    //                            ACMO LFCPO eE n    ACMO LFCPO eE n
    // What came out is read by who may read the session, or takes part.
    ("load_votes",               "++++ +++?+ ?? !", "++?? +++?+ ?? !"),
    ("load_votes joined",        "++++ +++++ ++ !", "++++ +++++ ++ !"),
    // Who leads takes part: others are told that there is no such session.
    ("open_vote",                "???? ????? ?? !", "???? ????? ?? !"),
    ("open_vote joined",         "++-- ++--- -- !", "++-- ++--- -- !"),
    ("merge_vote_items joined",  "++-- ++--- -- !", "++-- ++--- -- !"),
    ("separate_vote_item joined", "++-- ++--- -- !", "++-- ++--- -- !"),
    ("close_vote joined",        "++-- ++--- -- !", "++-- ++--- -- !"),
    ("cast_ballot",              "???? ????? ?? !", "???? ????? ?? !"),
    ("cast_ballot joined",       "++++ +++++ ++ !", "++++ +++++ ++ !"),
    ("verify_ballot joined",     "++++ +++++ ++ !", "++++ +++++ ++ !"),
];

#[tokio::test]
async fn votes_as_they_stand() {
    compare_in_projects(IN_PROJECTS, request).await;
}

fn draft() -> VoteDraft {
    let item = |record: &str| VoteItem {
        record: record.into(),
        text: "Un minuteur".into(),
    };
    VoteDraft {
        question: "Quelle piste ?".into(),
        kind: "dots".into(),
        anonymous: "true".into(),
        dots: "2".into(),
        dots_per_item: "1".into(),
        items: vec![item("1-1"), item("1-2")],
        ..VoteDraft::default()
    }
}

/// A vote that the owner opened.
async fn vote(stage: &Stage, session: SessionId) -> VoteId {
    let (id, owner) = (VoteId::new(), stage.owner_actor().await);
    let visitor = Visitor::Account(&owner);
    let draft = draft();
    let opened = stage.world.store.open_vote(visitor, session, id, &draft);
    opened.await.expect("opened");
    id
}

pub(super) async fn request(stage: &Stage, line: &'static str, who: &Who) -> Fields {
    let session = open_session(stage).await;
    let id = vote(stage, session).await;
    if line.ends_with("joined") {
        join(stage, session, who).await;
    }
    if line.starts_with("open_vote") {
        put_notes(stage, session, &NOTES).await;
    }
    match line {
        "load_votes" | "load_votes joined" => fields! { "session": session },
        "open_vote" | "open_vote joined" => fields! {
            "session": session,
            "id": VoteId::new(),
            "draft[question]": "Quelle piste ?",
            "draft[kind]": "ranking",
            "draft[items][0][record]": "1-1",
            "draft[items][1][record]": "1-2",
        },
        "merge_vote_items joined" => fields! {
            "session": session, "id": id, "from": "1-1", "into": "1-2",
        },
        "separate_vote_item joined" => {
            let owner = stage.owner_actor().await;
            let visitor = Visitor::Account(&owner);
            let store = &stage.world.store;
            let merged = store.merge_vote_items(visitor, session, id, "1-1", "1-2");
            merged.await.expect("merged");
            fields! { "session": session, "id": id, "from": "1-1" }
        }
        "close_vote joined" => fields! { "session": session, "id": id },
        "verify_ballot joined" => fields! { "session": session, "id": id, "secret": SECRET },
        _ => ballot(session, id),
    }
}

/// A ballot for two dots.
fn ballot(session: SessionId, id: VoteId) -> Fields {
    fields! {
        "session": session,
        "id": id,
        "ballot": r#"{"dots":{"1-1":1}}"#,
        "secret": SECRET,
    }
}

/// What the owner of an open session sends in order.
pub(crate) async fn in_order(stage: &Stage, function: &str) -> Fields {
    let session = open_session(stage).await;
    if function == "cast_ballot" {
        return ballot(session, vote(stage, session).await);
    }
    put_notes(stage, session, &NOTES).await;
    fields! {
        "session": session,
        "id": VoteId::new(),
        "draft[question]": "Quelle piste ?",
        "draft[kind]": "dots",
        "draft[dots]": "2",
        "draft[dots_per_item]": "1",
        "draft[items][0][record]": "1-1",
        "draft[items][1][record]": "1-2",
    }
}

/// What a browser says of what is voted on counts for nothing, and what nobody reads is not put
/// to the vote.
#[tokio::test]
async fn a_vote_has_the_words_of_the_board() {
    let stage = Stage::with_open_project().await;
    let mut forged = in_order(&stage, "open_vote").await;
    let session: SessionId = forged[0].1.parse().expect("a session");
    forged.push(("draft[items][0][text]", "Tout autre chose".to_owned()));
    stage.make("open_vote", forged).await;
    let owner = stage.owner_actor().await;
    let votes = stage.world.store.votes(Visitor::Account(&owner), session);
    let votes = votes.await.expect("votes");
    assert_eq!(votes[0].facts.texts, NOTES);

    let elsewhere = fields! {
        "session": session,
        "id": VoteId::new(),
        "draft[question]": "Quelle piste ?",
        "draft[kind]": "rating",
        "draft[items][0][record]": "7-7",
        "draft[items][0][text]": "Jamais écrit",
    };
    let refused = stage
        .call("open_vote", Some(&stage.owner), &elsewhere)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("not_shown"), "{}", refused.body);
}
