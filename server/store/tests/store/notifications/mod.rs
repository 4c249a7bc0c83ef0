//! What people are told, what waits for them, and the activity feed.

mod digest;
mod feed;
mod given;
mod preferences;
mod told;
mod waiting;
mod withdrawn;

use domain::evidence::ThingRef;
use domain::feedback::{CommentDraft, FeedbackDraft, TriageDraft};
use domain::ids::{CommentId, FeedbackId, ProjectId, UserId};
use domain::notifications::{Digest, Notification, NotificationKind, Preferences};
use domain::policy::Actor;
use domain::projects::ProjectRole;
use domain::time::{Date, parse_date};
use store::Store;

use crate::cast::Someone;
use crate::world::World;

/// The messages of a day, once all are handed over; none where that was done.
async fn handed_over(store: &Store, today: Date) -> Vec<Digest> {
    let Some(taken) = store.take_digests(today).await.expect("asked") else {
        return Vec::new();
    };
    for digest in &taken.digests {
        let goes_on = store.handed_over(&taken, digest).await;
        assert!(goes_on.expect("noted"));
    }
    store.all_handed_over(&taken).await.expect("noted");
    taken.digests
}

/// Calls a method by its name: each is about the actor alone, or about a person
/// whom everybody sees.
pub(crate) async fn call(
    store: &Store,
    method: &str,
    actor: &Actor,
    person: UserId,
) -> store::Result<()> {
    match method {
        "person" => drop(store.person(actor, person).await?),
        "waiting" => drop(store.waiting(actor, None, day("2026-01-01")).await?),
        "notifications" => drop(store.notifications(actor, false, 1).await?),
        "unread_notifications" => {
            store.unread_notifications(actor).await?;
        }
        "read_notification" => store.read_notification(actor, None).await?,
        "saw" => {
            store.saw(actor, person.0).await?;
        }
        "notification_preferences" => drop(store.notification_preferences(actor).await?),
        "prefer_notifications" => {
            let nothing = Preferences::chosen(&[], &[]);
            store.prefer_notifications(actor, &nothing).await?;
        }
        method => panic!("how is {method} called?"),
    }
    Ok(())
}

fn day(text: &str) -> Date {
    parse_date(text).expect("a date")
}

impl World {
    /// What somebody is told, the newest first.
    async fn news(&self, who: &Someone) -> Vec<Notification> {
        let page = self
            .store
            .notifications(&who.actor().await, false, 1)
            .await
            .expect("news");
        page.items
    }

    /// The kinds of what somebody is told, the oldest first.
    async fn kinds(&self, who: &Someone) -> Vec<NotificationKind> {
        let news = self.news(who).await;
        news.iter().rev().map(|news| news.kind).collect()
    }

    /// Feedback of somebody, with what becomes of their name.
    async fn feedback_by(&self, who: &Someone, project: ProjectId, anonymity: &str) -> FeedbackId {
        let id = FeedbackId::new();
        let draft = FeedbackDraft {
            kind: "bug".into(),
            story: "Le son coupe.".into(),
            anonymity: anonymity.into(),
            ..FeedbackDraft::default()
        };
        let actor = who.actor().await;
        let given = self.store.give_feedback(&actor, project, id, &draft).await;
        given.expect("given");
        id
    }

    /// Brings an entry to a state, given to somebody or nobody.
    async fn treat(&self, who: &Someone, id: FeedbackId, state: &str, to: Option<&Someone>) {
        let actor = who.actor().await;
        let entry = self.store.feedback(&actor, id).await.expect("an entry");
        let draft = TriageDraft {
            state: state.into(),
            reason: "Parce que.".into(),
            assignee: to.map(|to| to.id.to_string()).unwrap_or_default(),
            severity: "minor".into(),
            shared: "false".into(),
        };
        self.store
            .triage_feedback(&actor, id, entry.feedback.version, &draft)
            .await
            .expect(state);
    }

    /// Léa, and Bob of her hidden team, who was given feedback of hers to look after.
    async fn in_a_hidden_team(&self) -> (Someone, Someone, ProjectId, FeedbackId) {
        let (lea, bob) = (self.member("Léa").await, self.member("Bob").await);
        let project = self
            .project(&lea)
            .team_only()
            .with(&bob, ProjectRole::Contributor)
            .open()
            .await;
        let id = self.feedback_by(&lea, project, "").await;
        self.treat(&lea, id, "accepted", Some(&bob)).await;
        (lea, bob, project, id)
    }

    async fn comment(&self, who: &Someone, id: FeedbackId, text: &str) {
        let draft = CommentDraft { text: text.into() };
        self.store
            .comment_feedback(&who.actor().await, id, CommentId::new(), &draft)
            .await
            .expect("said");
    }
}

/// The kinds and things of news.
fn about(news: &[Notification]) -> Vec<(NotificationKind, ThingRef)> {
    news.iter().map(|news| (news.kind, news.thing)).collect()
}
