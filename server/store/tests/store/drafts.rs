//! Forms that could not be taken and come back as they were.

use domain::ids::UserId;
use store::SetClock;
use store::drafts::{
    DRAFT_MAX, FormDraft, OWN_DRAFTS_MAX, STRANGERS_DRAFT_MAX, STRANGERS_DRAFTS_MAX,
};
use uuid::Uuid;

use crate::world::World;

on_both! {
    gives_a_form_back_as_it_was,
    keeps_no_more_than_a_form_holds,
    forgets_after_an_hour,
    belongs_to_whoever_typed_it,
    belongs_to_the_first_who_reads_what_a_stranger_typed,
    tells_of_which_form_one_is,
    lets_the_oldest_of_a_person_go,
    lets_the_oldest_of_strangers_go,
    knows_for_a_while_whose_session_has_expired,
}

/// Keeps a form, and gives its id.
async fn keep(world: &World, body: &str, person: Option<UserId>) -> Uuid {
    let kept = world.store.keep_draft("/api/express_need", body, person);
    kept.await.expect("an answer").expect("an id")
}

/// The body that somebody finds.
async fn found(world: &World, id: Uuid, reader: Option<UserId>) -> Option<String> {
    let draft = world.store.draft(id, reader).await.expect("an answer");
    draft.map(|draft| draft.body)
}

async fn gives_a_form_back_as_it_was(world: World) {
    let body = "title=%C3%89cole&note=\"'; --\r\n";
    let kept = world.store.keep_draft("/projects/new", body, None).await;
    let id = kept.expect("an answer").expect("an id");
    let draft = world.store.draft(id, None).await.expect("an answer");
    let typed = FormDraft {
        id,
        path: "/projects/new".into(),
        body: body.into(),
    };
    assert_eq!(draft, Some(typed));
    assert_eq!(found(&world, Uuid::new_v4(), None).await, None);
    assert_eq!(id.get_version_num(), 4, "an id that can be guessed");
}

async fn keeps_no_more_than_a_form_holds(world: World) {
    let ana = Some(world.member("Ana").await.id);
    for (who, most) in [(ana, DRAFT_MAX), (None, STRANGERS_DRAFT_MAX)] {
        let body = "a".repeat(most);
        let kept = world.store.keep_draft("/", &body, who).await;
        let id = kept.expect("an answer").expect("a draft");
        let draft = found(&world, id, who).await.expect("the draft");
        assert_eq!(draft.len(), most);
        let longer = format!("{body}a");
        let kept = world.store.keep_draft("/", &longer, who).await;
        assert_eq!(kept.expect("an answer"), None);
    }
    assert_eq!(world.count("form_drafts").await, 2);
}

async fn forgets_after_an_hour(world: World) {
    let id = keep(&world, "a=1", None).await;
    world
        .sql("UPDATE form_drafts SET expires_at = expires_at - 3600001")
        .await;
    assert_eq!(found(&world, id, None).await, None);
    keep(&world, "b=2", None).await;
    assert_eq!(world.count("form_drafts").await, 1, "the old one is swept");
}

async fn belongs_to_whoever_typed_it(world: World) {
    let (ana, bob) = (world.member("Ana").await.id, world.member("Bob").await.id);
    let id = keep(&world, "a=1", Some(ana)).await;
    for reader in [None, Some(bob)] {
        assert_eq!(found(&world, id, reader).await, None, "{reader:?}");
    }
    assert_eq!(found(&world, id, Some(ana)).await, Some("a=1".into()));
    for (reader, finds) in [
        (None, Some("a=1")),
        (Some(bob), Some("a=1")),
        (Some(ana), None),
    ] {
        let dropped = world.store.forget_draft(id, reader).await;
        dropped.expect("an answer");
        let found = found(&world, id, Some(ana)).await;
        assert_eq!(found.as_deref(), finds, "{reader:?}");
    }
    assert_eq!(world.count("form_drafts").await, 0);
}

async fn belongs_to_the_first_who_reads_what_a_stranger_typed(world: World) {
    let (ana, bob) = (world.member("Ana").await.id, world.member("Bob").await.id);
    let id = keep(&world, "a=1", None).await;
    for (reader, finds) in [
        (None, true),
        (Some(ana), true),
        (Some(ana), true),
        (Some(bob), false),
        (None, false),
    ] {
        let found = found(&world, id, reader).await;
        assert_eq!(found.is_some(), finds, "{reader:?}");
    }
}

async fn tells_of_which_form_one_is(world: World) {
    let (ana, bob) = (world.member("Ana").await.id, world.member("Bob").await.id);
    let (store, form) = (&world.store, "/api/express_need");
    let strangers = keep(&world, "a=1", None).await;
    let own = keep(&world, "a=1", Some(ana)).await;
    for (id, path, reader, is_its) in [
        (strangers, form, None, true),
        (strangers, form, Some(bob), true),
        (strangers, "/api/edit_need", None, false),
        (own, form, Some(ana), true),
        (own, form, Some(bob), false),
        (own, form, None, false),
        (own, "/api/edit_need", Some(ana), false),
    ] {
        let told = store.is_draft_of(id, path, reader).await;
        assert_eq!(told.expect("an answer"), is_its, "{path} {reader:?}");
    }
    // Nobody has read the stranger's.
    assert!(found(&world, strangers, Some(ana)).await.is_some());
    let expired = "UPDATE form_drafts SET expires_at = expires_at - 3600001";
    world.sql(expired).await;
    let told = store.is_draft_of(own, form, Some(ana)).await;
    assert!(!told.expect("an answer"));
}

/// Keeps the first form a while ago, then as many as may be kept with it and one more;
/// whether the first and the last of them are there.
async fn first_and_last(world: &World, person: Option<UserId>, most: u64) -> [bool; 2] {
    let before = SetClock::at(world.store.now().plus_seconds(-60));
    let earlier = world.store.with_clock(before);
    let first = earlier.keep_draft("/", "first=1", person).await;
    let first = first.expect("an answer").expect("an id");
    let whose = person.map_or("NULL".into(), |person| world.uuid(person.0));
    let expires_at = world.store.now().plus_seconds(3_600).0;
    let rows: Vec<String> = (1..most)
        .map(|_| {
            let id = world.uuid(Uuid::new_v4());
            format!("({id}, '/', 'a=1', {whose}, {expires_at})")
        })
        .collect();
    let rows = rows.join(", ");
    world
        .sql(&format!(
            "INSERT INTO form_drafts (id, path, body, user_id, expires_at) VALUES {rows}"
        ))
        .await;
    let last = keep(world, "z=1", person).await;
    let first = found(world, first, person).await.is_some();
    [first, found(world, last, person).await.is_some()]
}

async fn lets_the_oldest_of_a_person_go(world: World) {
    let (ana, bob) = (world.member("Ana").await.id, world.member("Bob").await.id);
    let own = keep(&world, "b=1", Some(bob)).await;
    let strangers = keep(&world, "s=1", None).await;
    let there = first_and_last(&world, Some(ana), OWN_DRAFTS_MAX).await;
    assert_eq!(there, [false, true]);
    let kept = i64::try_from(OWN_DRAFTS_MAX).expect("a few") + 2;
    assert_eq!(world.count("form_drafts").await, kept);
    assert!(found(&world, own, Some(bob)).await.is_some());
    assert!(found(&world, strangers, None).await.is_some());
}

async fn lets_the_oldest_of_strangers_go(world: World) {
    let ana = world.member("Ana").await.id;
    let own = keep(&world, "a=1", Some(ana)).await;
    let there = first_and_last(&world, None, STRANGERS_DRAFTS_MAX).await;
    assert_eq!(there, [false, true]);
    let kept = i64::try_from(STRANGERS_DRAFTS_MAX).expect("many");
    let of_strangers = "form_drafts WHERE user_id IS NULL";
    assert_eq!(world.count(of_strangers).await, kept);
    assert!(found(&world, own, Some(ana)).await.is_some());
}

async fn knows_for_a_while_whose_session_has_expired(world: World) {
    let ana = world.member("Ana").await;
    let store = &world.store;
    for (days, known) in [(0, true), (31, true), (61, false)] {
        let then = SetClock::at(store.now().plus_seconds(-days * 86_400));
        let secret = store.with_clock(then).start_session(ana.id, "").await;
        let secret = secret.expect("a session");
        // Those that ended long ago are swept as somebody signs in.
        store.start_session(ana.id, "").await.expect("a session");
        let signed_in = store.signed_in(&secret).await.expect("an answer");
        assert_eq!(signed_in.is_some(), days == 0, "{days}");
        let person = store.person_of_session(&secret).await.expect("an answer");
        assert_eq!(person, known.then_some(ana.id), "{days}");
    }
    let unknown = store.person_of_session("unknown").await;
    assert_eq!(unknown.expect("an answer"), None);
}
