//! What partners see of a log, and that nobody is asked about what they do not see.

use domain::accounts::WorkspaceRole;
use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::feedback::{BulkDraft, CommentDraft, FeedbackDraft, FeedbackFilter, TriageDraft};
use domain::ids::{CommentId, FeedbackId, ProjectId, UserId};
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::projects::ProjectRole;
use store::StoreError;

use super::{draft, triage};
use crate::cast::{Someone, Steering};
use crate::problem;
use crate::world::World;

on_both! {
    shows_partners_what_is_shared_and_their_own,
    lets_partners_speak_of_what_they_see,
    puts_in_charge_who_sees_it,
    mentions_who_sees_it,
    tells_by_no_offer_who_gave_it,
    names_who_looks_after_what_is_opened,
}

async fn shows_partners_what_is_shared_and_their_own(world: World) {
    let (lead, partner, project) = world.with_partner().await;
    let open = world.give(&lead, project, &draft("bug", "Ouvert")).await;
    let closed = world.give(&lead, project, &draft("bug", "Interne")).await;
    let own = world.give(&partner, project, &draft("idea", "À moi")).await;
    let store = &world.store;
    let share = |action: &str| BulkDraft {
        action: action.into(),
        ..BulkDraft::default()
    };
    let lead_actor = lead.actor().await;
    let shared = world
        .treat_several(&lead, project, &[open], &share("share"))
        .await;
    assert_eq!(shared.expect("shared"), 1);
    let actor = partner.actor().await;
    let seen = world
        .log(&partner, project, FeedbackFilter::default())
        .await;
    let mut ids: Vec<_> = seen.page.items.iter().map(|entry| entry.id).collect();
    ids.sort();
    assert_eq!(ids, [open, own]);
    assert_eq!(seen.page.total, 2);
    let by_state: u64 = seen.facets.states.iter().map(|facet| facet.count).sum();
    assert_eq!(by_state, 2, "counts tell nothing of what is not shared");
    let unseen = store.feedback(&actor, closed).await;
    assert_fails!(unseen, StoreError::NotFound);
    let found = store.search(&actor, "Interne").await.expect("a search");
    assert!(found.is_empty());
    assert_eq!(store.search(&actor, "Ouvert").await.expect("one").len(), 1);
    let merged = store.merge_feedback(&lead_actor, closed, open).await;
    merged.expect("merged");
    let detail = store.feedback(&actor, open).await.expect("seen");
    assert!(detail.duplicates.is_empty());
    let thing = |id| ThingRef::new(ThingKind::Feedback, id);
    let chain = store.chain(&actor, thing(open)).await.expect("a chain");
    assert!(
        chain.steps.is_empty(),
        "what it is merged with is not shared"
    );
    let relation = Relation::RelatesTo;
    world.link(&lead, thing(own), relation, thing(open)).await;
    for (here, there) in [(open, own), (own, open)] {
        let chain = store.chain(&actor, thing(here)).await.expect("a chain");
        let others: Vec<_> = chain.steps.iter().map(|step| step.other.thing).collect();
        assert_eq!(others, [thing(there)], "both are opened to the partner");
    }
    let shared = world
        .treat_several(&lead, project, &[open], &share("unshare"))
        .await;
    shared.expect("not shared any more");
    let unseen = store.feedback(&actor, open).await;
    assert_fails!(unseen, StoreError::NotFound);
    let unseen = store.chain(&actor, thing(open)).await;
    assert_fails!(unseen, StoreError::NotFound);
    store.feedback(&actor, own).await.expect("still one's own");
}

async fn lets_partners_speak_of_what_they_see(world: World) {
    let (lead, partner, project) = world.with_partner().await;
    let own = world.give(&partner, project, &draft("idea", "À moi")).await;
    let other = world.give(&lead, project, &draft("bug", "Interne")).await;
    let actor = partner.actor().await;
    let store = &world.store;
    let said = CommentDraft {
        text: "Je précise".into(),
    };
    let comment = |id| {
        let actor = actor.clone();
        let said = said.clone();
        async move {
            store
                .comment_feedback(&actor, id, CommentId::new(), &said)
                .await
        }
    };
    comment(own).await.expect("commented");
    assert_fails!(comment(other).await, StoreError::NotFound);
    assert_fails!(comment(FeedbackId::new()).await, StoreError::NotFound);
    let entry = world.entry(&partner, own).await;
    let treated = store
        .triage_feedback(&actor, own, 1, &triage(&entry, "accepted", ""))
        .await;
    assert_fails!(treated, StoreError::Refused(Refusal::Role));
}

impl World {
    /// A project of Ana's with Max, a partner.
    async fn with_partner(&self) -> (Someone, Someone, ProjectId) {
        let (ana, max) = (self.member("Ana").await, self.partner("Max").await);
        let project = self.project(&ana).with(&max, ProjectRole::Partner);
        let project = project.open().await;
        (ana, max, project)
    }

    /// A project of Ana's with Max, who speaks for a company, and Bob, whose account is closed.
    async fn with_blind_members(&self) -> (Someone, [Someone; 2], ProjectId) {
        let (ana, max) = (self.member("Ana").await, self.partner("Max Roy").await);
        let (bob, ada) = (self.member("Bob Petit").await, self.administrator().await);
        let project = self
            .project(&ana)
            .with(&max, ProjectRole::Partner)
            .with(&bob, ProjectRole::Contributor)
            .open()
            .await;
        let ada = ada.actor().await;
        let role = WorkspaceRole::Member;
        let closed = self.store.set_account(&ada, bob.id, role, true).await;
        closed.expect("closed");
        (ana, [max, bob], project)
    }

    /// Those whom an entry's page offers, by name.
    async fn readers(&self, who: &Someone, id: FeedbackId) -> Vec<String> {
        let detail = self.store.feedback(&who.actor().await, id).await;
        let readers = detail.expect("an entry").readers.into_iter();
        readers.map(|person| person.name).collect()
    }

    /// What is wrong with putting somebody in charge of an entry, shared or not.
    async fn assign(
        &self,
        who: &Someone,
        id: FeedbackId,
        person: UserId,
        shared: bool,
    ) -> Option<Problem> {
        let entry = self.entry(who, id).await;
        let form = TriageDraft {
            assignee: person.to_string(),
            shared: shared.to_string(),
            ..triage(&entry, entry.state.code(), "")
        };
        let actor = who.actor().await;
        let store = &self.store;
        let treated = store.triage_feedback(&actor, id, entry.version, &form);
        match treated.await {
            Ok(()) => None,
            failed => problem(failed, "assignee"),
        }
    }
}

async fn puts_in_charge_who_sees_it(world: World) {
    let (ana, [max, bob], project) = world.with_blind_members().await;
    let id = world.give(&ana, project, &draft("bug", "Interne")).await;
    assert_eq!(world.readers(&ana, id).await, ["Ana"]);
    for person in [max.id, bob.id] {
        let refused = world.assign(&ana, id, person, false).await;
        assert_eq!(refused, Some(Problem::NotSeen));
    }
    assert!(world.entry(&ana, id).await.assignee.is_none());
    let assign = |person: UserId| BulkDraft {
        action: "assign".into(),
        assignee: person.to_string(),
        ..BulkDraft::default()
    };
    for person in [max.id, bob.id] {
        let several = world
            .treat_several(&ana, project, &[id], &assign(person))
            .await;
        assert_eq!(problem(several, "assignee"), Some(Problem::NotSeen));
    }
    // Shared in the same form, it is seen.
    assert_eq!(world.assign(&ana, id, max.id, true).await, None);
    assert_eq!(world.readers(&ana, id).await, ["Ana", "Max Roy"]);
    // It is not taken out of the sight of whoever is in charge of it.
    let refused = world.assign(&ana, id, max.id, false).await;
    assert_eq!(refused, Some(Problem::NotSeen));
    let unshare = BulkDraft {
        action: "unshare".into(),
        ..BulkDraft::default()
    };
    let several = world.treat_several(&ana, project, &[id], &unshare).await;
    assert_eq!(problem(several, "assignee"), Some(Problem::NotSeen));
    assert_eq!(world.assign(&ana, id, ana.id, false).await, None);

    // Whoever had an account then stays in charge until another is, whatever else is said.
    world
        .sql(&format!(
            "UPDATE feedback SET assignee = {}, shared = true WHERE id = {}",
            world.uuid(bob.id.0),
            world.uuid(id.0)
        ))
        .await;
    assert_eq!(world.assign(&ana, id, bob.id, false).await, None);
    assert!(!world.entry(&ana, id).await.shared_with_partners);
    // What the list offers for several entries at once.
    let read = world.store.project(&ana.actor().await, project).await;
    let team = read.expect("a project").team;
    let team: Vec<_> = team
        .iter()
        .map(|one| (one.person.id, one.open, one.reads_feedback))
        .collect();
    let expected = [
        (ana.id, true, true),
        (bob.id, false, false),
        (max.id, true, false),
    ];
    assert_eq!(team, expected);
}

async fn mentions_who_sees_it(world: World) {
    let (ana, _, project) = world.with_blind_members().await;
    let id = world.give(&ana, project, &draft("bug", "Interne")).await;
    let actor = ana.actor().await;
    let say = async |text: &str| {
        let (comment, draft) = (CommentId::new(), CommentDraft { text: text.into() });
        let store = &world.store;
        store.comment_feedback(&actor, id, comment, &draft).await
    };
    for text in ["@Max Roy, un avis ?", "@Ana et @bob petit, un avis ?"] {
        let refused = say(text).await;
        assert_eq!(problem(refused, "text"), Some(Problem::NotSeen), "{text}");
    }
    assert_eq!(world.count("feedback_comments").await, 0);
    say("Max Roy et Bob Petit le savent ?").await.expect("said");
    let share = BulkDraft {
        action: "share".into(),
        ..BulkDraft::default()
    };
    let shared = world.treat_several(&ana, project, &[id], &share).await;
    shared.expect("shared");
    say("@Max Roy, un avis ?").await.expect("said");
    assert_eq!(world.count("feedback_mentions").await, 1);
    let refused = say("@Bob Petit, un avis ?").await;
    assert_eq!(problem(refused, "text"), Some(Problem::NotSeen));
}

/// A partner sees what they gave. Where they hide their name, whom the page offers does not
/// tell that it was them.
async fn tells_by_no_offer_who_gave_it(world: World) {
    let (ana, [max, _], project) = world.with_blind_members().await;
    let named = world.give(&max, project, &draft("idea", "À moi")).await;
    let hidden = FeedbackDraft {
        anonymity: "hidden".into(),
        ..draft("idea", "À quelqu’un")
    };
    let hidden = world.give(&max, project, &hidden).await;
    assert_eq!(world.readers(&ana, named).await, ["Ana", "Max Roy"]);
    assert_eq!(world.readers(&ana, hidden).await, ["Ana"]);
    assert_eq!(world.readers(&max, hidden).await, ["Ana", "Max Roy"]);
    assert_eq!(world.assign(&ana, named, max.id, false).await, None);
    let refused = world.assign(&ana, hidden, max.id, false).await;
    assert_eq!(refused, Some(Problem::NotSeen));
}

/// Who looks after entries that are not opened to a partner is not named to them.
async fn names_who_looks_after_what_is_opened(world: World) {
    let (ana, max) = (world.member("Ana").await, world.partner("Max").await);
    let (bob, eva) = (world.member("Bob").await, world.member("Eva").await);
    let project = world
        .project(&ana)
        .with(&max, ProjectRole::Partner)
        .with(&bob, ProjectRole::Contributor)
        .with(&eva, ProjectRole::Contributor)
        .open()
        .await;
    let named = async |who: &Someone| {
        let actor = who.actor().await;
        let people = world.store.feedback_assignees(&actor, project).await;
        let people = people.expect("people").into_iter();
        people.map(|person| person.name).collect::<Vec<_>>()
    };
    let mut entries = Vec::new();
    for (giver, person) in [(&ana, &bob), (&ana, &eva), (&max, &ana)] {
        let id = world.give(giver, project, &draft("bug", "Trop lent")).await;
        assert_eq!(world.assign(&ana, id, person.id, false).await, None);
        entries.push(id);
    }
    assert_eq!(named(&ana).await, ["Ana", "Bob", "Eva"]);
    assert_eq!(named(&max).await, ["Ana"], "of their own");
    let share = BulkDraft {
        action: "share".into(),
        ..BulkDraft::default()
    };
    let shared = world.treat_several(&ana, project, &entries[1..2], &share);
    shared.await.expect("shared");
    assert_eq!(named(&max).await, ["Ana", "Eva"]);
}
