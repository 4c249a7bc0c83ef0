//! Two iterations side by side: all that each says, and why the second is another.

use domain::ids::{ChangeId, ElementId, IterationId, MapLinkId};

use super::html::{Document, row};
use super::session;
use crate::stage::{Stage, fields};

async fn plan(stage: &Stage, id: IterationId, goal: &str, version: &str) {
    let planned = fields! {
        "project": stage.project,
        "id": id,
        "draft[goal]": goal,
        "draft[hypothesis]": "Un minuteur suffit.",
        "draft[tool_version]": version,
        "draft[starts_on]": "2026-01-05",
        "draft[ends_on]": "2026-02-13",
    };
    stage.make("plan_iteration", planned).await;
}

async fn element(stage: &Stage, iteration: IterationId, column: &str, text: &str) -> ElementId {
    let id = ElementId::new();
    let added = fields! {
        "iteration": iteration,
        "id": id,
        "draft[column]": column,
        "draft[kind]": if column == "embodiment" { "tool" } else { "" },
        "draft[text]": text,
        "draft[why]": "Demandé en classe",
    };
    stage.make("add_element", added).await;
    id
}

async fn link(stage: &Stage, iteration: IterationId, from: ElementId, to: ElementId) {
    let added = fields! {
        "iteration": iteration,
        "id": MapLinkId::new(),
        "draft[from]": from,
        "draft[to]": to,
        "draft[why]": "Pour voir",
    };
    stage.make("add_map_link", added).await;
}

/// Two iterations between which everything that may change did; gives their ids.
async fn changed(stage: &Stage) -> [IterationId; 2] {
    let (first, second) = (IterationId::new(), IterationId::new());
    plan(stage, first, "Avant", "0.1").await;
    let tool = element(stage, first, "embodiment", "Minuteur").await;
    let process = element(stage, first, "mediation", "Alterner").await;
    let outcome = element(stage, first, "outcome", "Progresser").await;
    link(stage, first, tool, process).await;
    link(stage, first, process, outcome).await;
    let dropped = fields! {
        "project": stage.project,
        "iteration": first,
        "id": outcome,
        "version": 1,
        "draft[text]": "Progresser",
        "draft[status]": "dropped",
        "draft[reason]": "Rien de mesurable",
        "draft[why]": "Demandé en classe",
    };
    stage.make("edit_element", dropped).await;
    plan(stage, second, "Essayer", "0.2").await;
    let (store, owner) = (&stage.world.store, stage.owner_actor().await);
    let (_, detail) = store.iteration(&owner, second).await.expect("planned");
    let map = detail.content.map;
    let of = |origin| {
        let mut elements = map.elements.iter();
        elements.find(|it| it.origin == origin).expect("carried").id
    };
    let reworded = fields! {
        "project": stage.project,
        "iteration": second,
        "id": of(tool),
        "version": 1,
        "draft[kind]": "tool",
        "draft[text]": "Sablier",
        "draft[why]": "Le minuteur distrait",
    };
    stage.make("edit_element", reworded).await;
    let supported = fields! {
        "project": stage.project,
        "iteration": second,
        "id": map.links[0].id,
        "version": 1,
        "draft[status]": "supported",
        "draft[reason]": "Trois classes sur quatre",
    };
    stage.make("edit_map_link", supported).await;
    let listening = element(stage, second, "mediation", "Écouter").await;
    link(stage, second, of(tool), listening).await;
    let noted = fields! {
        "iteration": second,
        "id": ChangeId::new(),
        "draft[text]": "Son coupé",
        "draft[need]": stage.need().await,
    };
    stage.make("add_change", noted).await;
    [first, second]
}

#[tokio::test]
async fn two_iterations_are_compared_in_all_that_they_say() {
    let stage = Stage::with_open_project().await;
    let [a, b] = changed(&stage).await;
    let cookies = format!("etabli_locale=fr; {}", session(&stage).await);
    let path = format!("/projects/{}/iterations/compare?a={a}&b={b}", stage.project);
    let page = stage.world.get_with(&path, &cookies).await.body;
    let document = Document::read(&page);
    let faults = document.faults("fr");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let texts = document.texts();
    for text in [
        "Ce que dit chaque itération",
        "Liens de la carte",
        // What is new says why, as does what is said in other words.
        "Raison du changement : Le minuteur distrait",
        "Raison du changement : Demandé en classe",
        "Raison du changement : Pour voir",
        "Raison : Trois classes sur quatre",
        "Raison : Rien de mesurable",
        // A link that nobody dropped went with its end.
        "Abandonné avec « Progresser » : Rien de mesurable",
        "Son coupé",
        "Causé par",
        "Suivre la fluence",
    ] {
        assert!(texts.contains(text), "{text}: {texts:?}");
    }
    for (heading, told) in [
        (">But", vec!["modifié", "Avant", "Essayer"]),
        (">Version de l", vec!["modifié", "0.1", "0.2"]),
        (">Hypothèse", vec!["Un minuteur suffit."]),
        (
            ">Sablier → Alterner",
            vec!["modifié", "proposée", "appuyée"],
        ),
        (
            ">Sablier → Écouter",
            vec!["ajouté", "pas sur la carte", "proposée"],
        ),
        (
            ">Alterner → Progresser",
            vec!["non repris", "proposée", "pas sur la carte"],
        ),
    ] {
        let row = row(&page, heading);
        let mut rest = row.as_str();
        for text in told {
            let (_, after) = rest
                .split_once(text)
                .unwrap_or_else(|| panic!("{text}: {row}"));
            rest = after;
        }
    }
    assert!(!row(&page, ">Hypothèse").contains("modifié"));
}

/// The iteration's own page tells the same of what changed since the one before.
#[tokio::test]
async fn an_iteration_tells_why_its_map_is_another() {
    let stage = Stage::with_open_project().await;
    let [_, second] = changed(&stage).await;
    let cookies = format!("etabli_locale=fr; {}", session(&stage).await);
    let path = format!("/projects/{}/iterations/{second}", stage.project);
    let page = stage.world.get_with(&path, &cookies).await.body;
    let texts = Document::read(&page).texts();
    for text in [
        "Raison du changement : Le minuteur distrait",
        "Abandonné avec « Progresser » : Rien de mesurable",
        // What is added to this map is asked for its reason.
        "Raison de l'ajout",
    ] {
        assert!(texts.contains(text), "{text}: {texts:?}");
    }
    for field in ["new-element-why", "new-link-why"] {
        assert!(page.contains(&format!("id=\"{field}\"")), "{field}");
    }
}

/// What was decided on the way from one iteration to one after the next is told of as well.
#[tokio::test]
async fn what_the_iterations_between_told_is_not_lost() {
    let stage = Stage::with_open_project().await;
    let [first, second] = changed(&stage).await;
    let last = IterationId::new();
    plan(&stage, last, "Mesurer", "0.3").await;
    let cookies = format!("etabli_locale=fr; {}", session(&stage).await);
    let compared = async |a: IterationId, b: IterationId| {
        let path = format!("/projects/{}/iterations/compare?a={a}&b={b}", stage.project);
        let page = stage.world.get_with(&path, &cookies).await.body;
        Document::read(&page).texts()
    };
    let told = "Raison du changement, dans l'itération 2 : Le minuteur distrait";
    let texts = compared(first, last).await;
    assert!(texts.contains(told), "{texts:?}");
    let texts = compared(second, last).await;
    assert!(!texts.contains(told), "{texts:?}");
}

/// The form of what was only just added says what goes with it, and asks; what another
/// iteration has is dropped with a reason.
#[tokio::test]
async fn what_goes_with_an_element_is_said_before_it_is_removed() {
    let stage = Stage::with_open_project().await;
    let [first, second] = changed(&stage).await;
    let cookies = format!("etabli_locale=fr; {}", session(&stage).await);
    let (store, owner) = (&stage.world.store, stage.owner_actor().await);
    let edited = async |iteration: IterationId, text: &str| {
        let (_, detail) = store.iteration(&owner, iteration).await.expect("planned");
        let mut elements = detail.content.map.elements.iter();
        let id = elements.find(|it| it.facts.text == text).expect("there").id;
        let home = format!("/projects/{}/iterations/{iteration}", stage.project);
        let path = format!("{home}?edit={id}");
        stage.world.get_with(&path, &cookies).await.body
    };
    let page = edited(second, "Écouter").await;
    let texts = Document::read(&page).texts();
    assert!(texts.contains("Partira avec lui :"), "{texts:?}");
    assert!(page.contains("id=\"remove-confirmed\""));
    let page = edited(second, "Sablier").await;
    assert!(!page.contains("id=\"remove-confirmed\""));
    assert!(page.contains("Repris d'une itération précédente"), "{page}");
    // What was dropped went on into no other: it may still go, with its link.
    let page = edited(first, "Progresser").await;
    assert!(page.contains("id=\"remove-confirmed\""));
}
