//! From one entry of feedback to the next of the list that its reader came from.

use domain::ids::FeedbackId;

use super::session;
use crate::stage::{Stage, fields};

async fn given(stage: &Stage, story: &str) -> FeedbackId {
    let id = FeedbackId::new();
    let given = fields! {
        "project": stage.project,
        "id": id,
        "draft[kind]": "bug",
        "draft[story]": story,
    };
    stage.make("give_feedback", given).await;
    id
}

/// Where the first link with this relation leads.
fn leads(page: &str, rel: &str) -> Option<String> {
    let mark = format!("rel=\"{rel}\"");
    let links = page.split("<a ").skip(1);
    let link = links.map(|rest| rest.split('>').next().unwrap_or_default());
    let link = link.into_iter().find(|link| link.contains(&mark))?;
    let (_, href) = link.split_once("href=\"")?;
    let (href, _) = href.split_once('"')?;
    Some(href.replace("&amp;", "&"))
}

#[tokio::test]
async fn an_entry_leads_on_to_those_beside_it_in_its_list() {
    let stage = Stage::with_open_project().await;
    let cookies = format!("etabli_locale=fr; {}", session(&stage).await);
    let log = format!("/projects/{}/feedback", stage.project);
    let mut ids = Vec::new();
    for number in 1..=27 {
        ids.push(given(&stage, &format!("Panne {number}")).await);
    }
    let get = async |path: &str| stage.world.get_with(path, &cookies).await.body;
    // Opened by itself, it leads nowhere.
    let alone = get(&format!("{log}/{}", ids[0])).await;
    assert_eq!(leads(&alone, "next"), None);
    assert!(!alone.contains("Revenir à la liste"));

    // The list says where its entries stand in it.
    let list = get(&format!("{log}?state=new&order=oldest")).await;
    let first = format!("{log}/{}?state=new&order=oldest&page=1&row=1", ids[0]);
    assert!(list.contains(&first.replace('&', "&amp;")), "{list}");

    // From one to the next, over the end of a page, and back.
    assert_eq!(leads(&get(&first).await, "prev"), None);
    let at = |place: usize, page: u64, row: u64| {
        let id = ids[place];
        format!("{log}/{id}?state=new&order=oldest&page={page}&row={row}")
    };
    for (here, previous, next) in [
        (at(0, 1, 1), None, Some(at(1, 1, 2))),
        (at(24, 1, 25), Some(at(23, 1, 24)), Some(at(25, 2, 1))),
        (at(25, 2, 1), Some(at(24, 1, 25)), Some(at(26, 2, 2))),
        (at(26, 2, 2), Some(at(25, 2, 1)), None),
    ] {
        let page = get(&here).await;
        assert!(page.contains("Revenir à la liste"), "{here}: {page}");
        assert_eq!(leads(&page, "prev"), previous, "{here}");
        assert_eq!(leads(&page, "next"), next, "{here}");
    }

    // What was treated fits the list no longer: those around it are still beside it.
    let second = format!("{log}/{}?state=new&order=oldest&page=1&row=2", ids[1]);
    let treated = fields! {
        "id": ids[1],
        "version": 1,
        "draft[state]": "accepted",
        "draft[severity]": "minor",
    };
    stage.make("triage_feedback", treated).await;
    let page = get(&second).await;
    // The way back lands on its row, or on that of its neighbour where it has none any more.
    let list = format!("{log}?state=new&order=oldest&page=1");
    let lands = |page: &str, id: FeedbackId| {
        let way = format!("href=\"{list}#row-{id}\"").replace('&', "&amp;");
        assert!(page.contains(&way), "{way} in {page}");
    };
    lands(&page, ids[2]);
    lands(&get(&at(3, 1, 3)).await, ids[3]);
    let rows = get(&list).await;
    assert!(rows.contains(&format!("id=\"row-{}\"", ids[3])), "{rows}");
    // The window says of which project the list is.
    assert!(rows.contains("Retours – Lire à deux – Établi"), "{rows}");
    for (rel, beside) in [("prev", ids[0]), ("next", ids[2])] {
        let beside = format!("{log}/{beside}?");
        assert!(leads(&page, rel).is_some_and(|href| href.starts_with(&beside)));
    }
    // The keys are told, and an address that makes no sense does no harm.
    assert!(page.contains("aria-keyshortcuts=\"Alt+J\""));
    for row in ["0", "-1", "x", "18446744073709551615"] {
        let odd = get(&format!("{log}/{}?page={row}&row={row}", ids[3])).await;
        assert!(odd.contains("Panne 4"), "{row}");
    }
}
