//! Taking back in the guided pass, without scripts.

use axum::body::Body;
use domain::ids::NeedId;
use domain::needs::{NeedDraft, PositionDraft, Stance};
use domain::sessions::{NoteDraft, OutcomeDraft};
use http::StatusCode;
use http::header::COOKIE;

use super::Sitting;
use crate::world::{Answer, form};

/// Somebody presses the button that takes a need back, on the page of the pass.
async fn undo(sitting: &Sitting, need: NeedId) -> Answer {
    let page = format!("/sessions/{}/outcomes", sitting.session);
    let body = format!("session={}&thing=need%3A{need}", sitting.session);
    let request = form("/api/take_back_outcome", &page, &body).header(COOKIE, &sitting.cookie);
    let request = request.body(Body::from(body)).expect("a request");
    sitting.world.send(request).await
}

async fn read(sitting: &Sitting, path: &str) -> String {
    let page = sitting.world.get_with(path, &sitting.cookie).await;
    page.body.replace("<!>", "")
}

#[tokio::test]
async fn what_was_taken_up_is_taken_back_until_others_build_on_it() {
    let sitting = Sitting::new().await;
    let mut ana = sitting.tab(&sitting.cookie, 1).await;
    ana.write("Un minuteur").await;
    let record = ana.client.confirmed().records().next();
    let record = record.expect("a note").0.to_string();
    let (store, session) = (&sitting.world.store, sitting.session);
    let page = format!("/sessions/{session}/outcomes");
    let from = OutcomeDraft {
        notes: vec![NoteDraft {
            record,
            note: "Un minuteur".into(),
            author: "1".into(),
        }],
    };
    let draft = NeedDraft {
        statement: "Voir le temps".into(),
        ..NeedDraft::default()
    };
    let need = NeedId::new();
    let take_up = async || {
        let made = store.harvest_need(&sitting.lead, session, need, &draft, &from);
        made.await.expect("a need");
    };
    let button = format!("name=\"thing\" value=\"need:{need}\"");
    take_up().await;
    let taken = read(&sitting, &page).await;
    assert!(taken.contains(&button), "{taken}");
    assert!(taken.contains("0 note à parcourir"), "{taken}");
    let (_, stranger) = sitting.world.person_at("bao@exemple.fr").await;
    let other = sitting.world.get_with(&page, &stranger).await;
    assert!(!other.body.contains(&button), "{}", other.body);

    let back = undo(&sitting, need).await;
    assert_eq!(back.status, StatusCode::FOUND, "{}", back.body);
    let free = read(&sitting, &page).await;
    assert!(!free.contains(&button), "{free}");
    assert!(free.contains("1 note à parcourir"), "{free}");

    take_up().await;
    let (eve, _) = sitting.world.person_at("eve@exemple.fr").await;
    let position = PositionDraft {
        stance: Stance::Support.code().into(),
        ..PositionDraft::default()
    };
    let supported = store.take_position(&eve, need, &position).await;
    supported.expect("supported");
    let kept = undo(&sitting, need).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let told = read(&sitting, kept.leads_to()).await;
    let reason = "Ne peut plus être annulé : une position y a été prise.";
    assert!(told.contains(reason), "{told}");
    assert!(told.contains(&button), "{told}");
}
