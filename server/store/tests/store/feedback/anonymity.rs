//! What the promise about the author's name is worth.

use domain::audit::AuditFilter;
use domain::feedback::{Anonymity, CommentDraft, FeedbackDraft, FeedbackFilter, FeedbackState};
use domain::ids::{CommentId, FeedbackId};
use domain::policy::{Actor, Refusal};
use store::StoreError;

use super::draft;
use crate::cast::Someone;
use crate::world::World;

on_both! {
    hides_an_author_from_everyone_else,
    does_not_store_an_author_anywhere,
    keeps_the_promise_when_split,
}

fn nameless(anonymity: Anonymity) -> FeedbackDraft {
    FeedbackDraft {
        anonymity: anonymity.code().into(),
        ..draft("obstacle", "Les élèves se perdent")
    }
}

/// Everything that the store gives a reader about the project's log, as it is
/// sent to the browser.
async fn all_that_is_said(world: &World, reader: &Someone, ids: &[FeedbackId]) -> String {
    let actor = reader.actor().await;
    let store = &world.store;
    let mut said = String::new();
    for id in ids {
        let detail = store.feedback(&actor, *id).await.expect("an entry");
        said += &serde_json::to_string(&detail).expect("text");
        let project = detail.feedback.project;
        for query in ["", "perdent"] {
            let filter = FeedbackFilter {
                query: query.into(),
                ..FeedbackFilter::default()
            };
            let list = store.feedback_list(&actor, project, &filter).await;
            said += &serde_json::to_string(&list.expect("a list")).expect("text");
        }
    }
    said + &world.said_by_the_log(&actor).await
}

impl World {
    /// What the audit log tells a reader of feedback, where they may read it. People make
    /// accounts, too: that is not about feedback.
    pub(crate) async fn said_by_the_log(&self, reader: &Actor) -> String {
        let all = AuditFilter::default();
        let Ok(log) = self.store.audit_log(reader, &all, 500).await else {
            return String::new();
        };
        let entries = log.entries.into_iter();
        let of_feedback = entries.filter(|entry| entry.thing_kind == "feedback");
        let of_feedback: Vec<_> = of_feedback.collect();
        serde_json::to_string(&of_feedback).expect("text")
    }
}

async fn hides_an_author_from_everyone_else(world: World) {
    let lead = world.member("Ana").await;
    let author = world.member("Zacharie Inconnu").await;
    let administrator = world.administrator().await;
    let project = world.project(&lead).open().await;
    let id = world
        .give(&author, project, &nameless(Anonymity::Hidden))
        .await;
    let store = &world.store;
    let edited = store
        .edit_feedback(
            &author.actor().await,
            id,
            1,
            &draft("bug", "Ils se perdent"),
        )
        .await;
    edited.expect("corrected");
    let comment = CommentDraft {
        text: "Je précise.".into(),
    };
    let commented = store
        .comment_feedback(&author.actor().await, id, CommentId::new(), &comment)
        .await;
    commented.expect("commented");
    world.bring(&lead, id, "shipped").await;
    let state = FeedbackState::Confirmed;
    let confirmed = store
        .settle_feedback(&author.actor().await, id, state, "")
        .await;
    confirmed.expect("confirmed");
    for reader in [&lead, &administrator] {
        let said = all_that_is_said(&world, reader, &[id]).await;
        assert!(said.contains("Je précise."), "it was read");
        assert!(!said.contains("Zacharie"), "{said}");
        assert!(!said.contains(&author.id.to_string()), "{said}");
    }
    let own = world.entry(&author, id).await;
    assert!(own.own);
    assert_eq!(own.author.expect("oneself").id, author.id);
    let filter = FeedbackFilter {
        own: true,
        ..FeedbackFilter::default()
    };
    let mine = world.log(&author, project, filter.clone()).await;
    assert_eq!(mine.page.total, 1);
    assert_eq!(world.log(&lead, project, filter).await.page.total, 0);
}

async fn does_not_store_an_author_anywhere(world: World) {
    let lead = world.member("Ana").await;
    let author = world.member("Zacharie Inconnu").await;
    let project = world.project(&lead).open().await;
    let draft = nameless(Anonymity::NotStored);
    let id = FeedbackId::new();
    for _ in 0..2 {
        let given = world
            .store
            .give_feedback(&author.actor().await, project, id, &draft)
            .await;
        given.expect("given");
    }
    assert_eq!(world.count("feedback WHERE author IS NULL").await, 1);
    let audited = "audit WHERE thing_kind = 'feedback'";
    assert_eq!(world.count(audited).await, 1);
    let named = format!("{audited} AND actor IS NOT NULL");
    assert_eq!(world.count(&named).await, 0);
    for reader in [&lead, &author, &world.administrator().await] {
        let said = all_that_is_said(&world, reader, &[id]).await;
        assert!(!said.contains("Zacharie"));
        assert!(!said.contains(&author.id.to_string()));
    }
    let entry = world.entry(&author, id).await;
    assert!(!entry.own, "not even the author is known");
    let actor = author.actor().await;
    let edited = world.store.edit_feedback(&actor, id, 1, &draft).await;
    assert_fails!(edited, StoreError::Refused(Refusal::Role));
    world.bring(&lead, id, "shipped").await;
    let state = FeedbackState::Confirmed;
    let confirmed = world.store.settle_feedback(&actor, id, state, "").await;
    assert_fails!(confirmed, StoreError::Refused(Refusal::Role));
}

async fn keeps_the_promise_when_split(world: World) {
    let lead = world.member("Ana").await;
    let author = world.member("Zacharie Inconnu").await;
    let project = world.project(&lead).open().await;
    for (anonymity, own) in [(Anonymity::Hidden, true), (Anonymity::NotStored, false)] {
        let id = world.give(&author, project, &nameless(anonymity)).await;
        let parts = domain::feedback::SplitDraft {
            parts: "Un\n\nDeux".into(),
        };
        let made = world
            .store
            .split_feedback(&lead.actor().await, id, 1, &parts)
            .await
            .expect("split");
        let said = all_that_is_said(&world, &lead, &made).await;
        assert!(!said.contains("Zacharie"));
        assert!(!said.contains(&author.id.to_string()));
        for part in made {
            assert_eq!(world.entry(&author, part).await.own, own);
        }
    }
}
