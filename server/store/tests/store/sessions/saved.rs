//! Scripts that are saved as templates: offered to their project, or to all.

use domain::ids::{ProjectId, ScriptTemplateId};
use domain::sessions::{ScriptTemplateDraft, TEMPLATES_MAX};
use store::StoreError;

use super::sample::{Sitting, script_template, session_draft};
use crate::cast::Someone;
use crate::world::World;

on_both! {
    are_offered_where_they_were_saved,
    are_offered_to_all_if_they_are_shared,
    are_all_offered_to_their_own_project,
}

impl World {
    async fn offered(&self, who: &Someone, project: ProjectId) -> Vec<(String, bool)> {
        let templates = self.store.saved_scripts(&who.actor().await, project).await;
        let templates = templates.expect("a list").into_iter();
        templates
            .map(|template| (template.facts.name, template.own))
            .collect()
    }
}

async fn are_offered_where_they_were_saved(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, lead) = (&world.store, sitting.lead.actor().await);
    let id = ScriptTemplateId::new();
    for _ in 0..2 {
        let draft = script_template("Atelier");
        let saved = store.save_script(&lead, sitting.id, id, &draft).await;
        saved.expect("saved, once");
    }
    store
        .close_session(&lead, sitting.id)
        .await
        .expect("closed");
    let after = script_template("Atelier revu");
    let saved = store.save_script(&lead, sitting.id, ScriptTemplateId::new(), &after);
    saved.await.expect("saved also once it is over");
    let offered = world.offered(&sitting.lead, sitting.project).await;
    assert_eq!(
        offered,
        [
            ("Atelier revu".to_owned(), true),
            ("Atelier".to_owned(), true)
        ]
    );
    let templates = store.saved_scripts(&lead, sitting.project).await;
    let templates = templates.expect("a list");
    let session = store.session(&lead, sitting.id).await.expect("a session");
    assert_eq!(templates[0].script, session.session.facts.script);
    assert_eq!(templates[0].by, "Ana");
    store.remove_saved_script(&lead, id).await.expect("removed");
    let again = store.remove_saved_script(&lead, id).await;
    assert_fails!(again, StoreError::NotFound);
    assert_eq!(world.offered(&sitting.lead, sitting.project).await.len(), 1);
}

async fn are_offered_to_all_if_they_are_shared(world: World) {
    let sitting = Sitting::open(&world).await;
    let (store, lead) = (&world.store, sitting.lead.actor().await);
    let shared = ScriptTemplateDraft {
        shared: "true".into(),
        ..script_template("Pour tous")
    };
    for draft in [script_template("Pour nous"), shared] {
        let saved = store.save_script(&lead, sitting.id, ScriptTemplateId::new(), &draft);
        saved.await.expect("saved");
    }
    let bob = world.member("Bob").await;
    let elsewhere = world.project(&bob).title("Ailleurs").open().await;
    let offered = world.offered(&bob, elsewhere).await;
    assert_eq!(offered, [("Pour tous".to_owned(), false)]);
    let id = store.saved_scripts(&bob.actor().await, elsewhere).await;
    let id = id.expect("a list")[0].id;
    let removed = store.remove_saved_script(&bob.actor().await, id).await;
    assert!(removed.is_err(), "it is another project's");
}

/// Others share as many as they may, all of them later: a project's own is offered still.
async fn are_all_offered_to_their_own_project(world: World) {
    let sitting = Sitting::open(&world).await;
    let save = async |session, draft: &ScriptTemplateDraft| {
        let lead = sitting.lead.actor().await;
        let saved = world
            .store
            .save_script(&lead, session, ScriptTemplateId::new(), draft);
        saved.await.expect("saved");
    };
    save(sitting.id, &script_template("Le nôtre")).await;
    let shared = ScriptTemplateDraft {
        shared: "true".into(),
        ..script_template("Pour tous")
    };
    for title in ["Un autre projet", "Un troisième"] {
        let project = world.project(&sitting.lead).title(title).open().await;
        let draft = session_draft("Atelier");
        let other = Sitting::of(&world, &sitting.lead, project, &draft).await;
        for _ in 0..TEMPLATES_MAX {
            save(other.id, &shared).await;
        }
    }
    let offered = world.offered(&sitting.lead, sitting.project).await;
    assert_eq!(offered[0], ("Le nôtre".to_owned(), true));
    let of_others = offered.iter().filter(|(_, own)| !own).count();
    assert_eq!(u64::try_from(of_others), Ok(TEMPLATES_MAX));
}
