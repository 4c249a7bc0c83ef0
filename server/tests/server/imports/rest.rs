//! Undoing an import but for what somebody worked on, from its page, without scripts.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::feedback::{CommentDraft, FeedbackFilter};
use domain::ids::{CommentId, FeedbackId, LinkId, ProjectId};
use domain::policy::Actor;

use super::{Import, coordinator, import_feedback, led_to, project};
use crate::world::World;

const ENTRIES: &str = "id,story\n1,Le son coupe\n2,La page saute\n3,Le texte tremble\n";

/// The entries of a project that hold this word; all of them where it is empty.
async fn entries(world: &World, actor: &Actor, project: ProjectId, word: &str) -> Vec<FeedbackId> {
    let filter = FeedbackFilter {
        query: word.into(),
        ..FeedbackFilter::default()
    };
    let listed = world.store.feedback_list(actor, project, &filter).await;
    let items = listed.expect("a list").page.items;
    items.into_iter().map(|entry| entry.id).collect()
}

async fn comment(world: &World, actor: &Actor, entry: FeedbackId) {
    let said = CommentDraft { text: "Vu".into() };
    let store = &world.store;
    let said = store.comment_feedback(actor, entry, CommentId::new(), &said);
    said.await.expect("commented");
}

/// The mark of what stays, as the form of a page sends it.
fn mark(body: &str) -> Option<&str> {
    let (_, rest) = body.split_once("name=\"mark\" value=\"")?;
    rest.split('"').next()
}

#[tokio::test]
async fn all_but_what_was_worked_on_goes_as_it_was_shown() {
    let world = World::new().await;
    let (actor, cookies) = coordinator(&world).await;
    let project = project(&world, &actor).await;
    let id = import_feedback(&world, &actor, project, ENTRIES).await;
    let import = Import {
        world: &world,
        cookies: &cookies,
        id,
    };
    let sound = entries(&world, &actor, project, "son").await[0];
    let page = entries(&world, &actor, project, "page").await[0];
    assert_eq!(mark(&import.get("").await.body), None);
    comment(&world, &actor, sound).await;
    let shown = import.get("").await.body;
    for told in [
        "quelqu'un a travaillé depuis sur 1 retour.",
        "Tout supprimer, sauf 1 retour",
        "Seront supprimés\u{a0}: 2 retours. Resteront\u{a0}: 1 retour,",
        &format!("/projects/{project}/feedback/{sound}\""),
    ] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    assert!(!shown.contains("Annuler cet import"), "{shown}");

    // Somebody works on another one meanwhile: that is told, and nothing goes.
    comment(&world, &actor, page).await;
    let seen = mark(&shown).expect("a form");
    let rest = |mark: &str| format!("id={id}&mark={mark}");
    let refused = import.post("undo_rest_of_import", "", &rest(seen)).await;
    let back = world.come_back(&refused, &cookies).await.body;
    for told in [
        "Ce qui doit rester a changé entre-temps",
        "<details open",
        "Tout supprimer, sauf 2 retours",
        &format!("/projects/{project}/feedback/{page}\""),
    ] {
        assert!(back.contains(told), "{told}: {back}");
    }
    assert_eq!(entries(&world, &actor, project, "").await.len(), 3);

    let seen = mark(&back).expect("a form");
    let done = import.post("undo_rest_of_import", "", &rest(seen)).await;
    assert!(!led_to(&done).contains("__err="), "{}", done.body);
    assert_eq!(entries(&world, &actor, project, "").await.len(), 2);
    let after = import.get("").await.body;
    for told in [
        "Annulé en partie par",
        "Supprimés\u{a0}: 1 retour. Conservés, car quelqu'un y a travaillé\u{a0}: 2 retours.",
        "Tout le reste de cet import a été supprimé.",
    ] {
        assert!(after.contains(told), "{told}: {after}");
    }
    assert_eq!(mark(&after), None);
    let list = world.get_with("/imports", &cookies).await.body;
    assert!(list.contains(">Annulé en partie<"), "{list}");
    let feed = format!("/projects/{project}/activity");
    let feed = world.get_with(&feed, &cookies).await.body;
    assert!(feed.contains("a annulé en partie l'import de"), "{feed}");
    let english = format!("{cookies}; etabli_locale=en");
    let after = world.get_with(&import.page(""), &english).await.body;
    for told in [
        "Undone in part by",
        "Deleted: 1 entry of feedback. Kept, worked on by somebody: 2 entries of feedback.",
        "somebody has worked on 2 entries of feedback since.",
    ] {
        assert!(after.contains(told), "{told}: {after}");
    }
}

#[tokio::test]
async fn where_nothing_keeps_an_import_any_more_it_is_told_so() {
    let world = World::new().await;
    let (actor, cookies) = coordinator(&world).await;
    let project = project(&world, &actor).await;
    let id = import_feedback(&world, &actor, project, ENTRIES).await;
    let import = Import {
        world: &world,
        cookies: &cookies,
        id,
    };
    let all = entries(&world, &actor, project, "").await;
    let thing = |id: FeedbackId| ThingRef::new(ThingKind::Feedback, id);
    let (one, other, link) = (thing(all[0]), thing(all[1]), LinkId::new());
    let store = &world.store;
    let linked = store.link_things(&actor, link, one, Relation::RelatesTo, other);
    linked.await.expect("linked");
    let shown = import.get("").await.body;
    let seen = mark(&shown).expect("a form");
    let unlinked = store.unlink_things(&actor, link).await;
    unlinked.expect("unlinked");
    let body = format!("id={id}&mark={seen}");
    let refused = import.post("undo_rest_of_import", "", &body).await;
    let back = world.come_back(&refused, &cookies).await.body;
    for told in [
        "plus rien n'empêche d'annuler cet import en entier",
        "Annuler cet import",
        "Seront supprimés\u{a0}: 3 retours.",
    ] {
        assert!(back.contains(told), "{told}: {back}");
    }
    assert_eq!(entries(&world, &actor, project, "").await.len(), 3);
}
