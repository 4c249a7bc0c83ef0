//! The schema and the connections, whatever is kept.

use domain::ids::NeedId;
use store::Store;
use tokio::task::JoinSet;

use crate::cast::need_draft;
use crate::world::World;

on_both! {
    opens_again_what_is_there,
    is_made_by_two_at_once,
    is_written_by_two_at_once,
    answers_nothing_once_closed,
    says_that_it_cannot_be_reached,
}

async fn opens_again_what_is_there(world: World) {
    let ana = world.member("Ana").await;
    let need = world.need(&ana, "Suivre la fluence").express().await;
    let applied = world.count("seaql_migrations").await;
    assert!(applied > 0);
    let again = Store::open(&world.url).await.expect("opened again");
    assert!(again.is_ready().await.expect("an answer"));
    assert_eq!(world.count("seaql_migrations").await, applied);
    let read = again.need(&ana.actor().await, need).await;
    let statement = read.expect("a need").need.facts.statement;
    assert_eq!(statement, "Suivre la fluence");
    again.close().await.expect("closed");
}

async fn is_made_by_two_at_once(world: World) {
    let url = world.empty_database().await;
    let (first, second) = tokio::join!(Store::open(&url), Store::open(&url));
    for store in [first, second] {
        let store = store.expect("opened");
        assert!(store.is_ready().await.expect("an answer"));
        assert!(store.is_empty().await.expect("an answer"));
        store.close().await.expect("closed");
    }
}

async fn is_written_by_two_at_once(world: World) {
    let ana = world.member("Ana").await.actor().await;
    let other = Store::open(&world.url).await.expect("opened again");
    let mut writes = JoinSet::new();
    for number in 0..20 {
        let store = if number % 2 == 0 {
            world.store.clone()
        } else {
            other.clone()
        };
        let ana = ana.clone();
        writes.spawn(async move {
            let draft = need_draft(&format!("Besoin {number}"));
            store.express_need(&ana, NeedId::new(), &draft).await
        });
    }
    for written in writes.join_all().await {
        written.expect("written");
    }
    assert_eq!(world.count("needs").await, 20);
    assert_eq!(world.count("search_rows").await, 20);
    other.close().await.expect("closed");
}

async fn answers_nothing_once_closed(world: World) {
    let other = Store::open(&world.url).await.expect("opened again");
    other.close().await.expect("closed");
    other.is_ready().await.expect_err("it is closed");
    assert!(world.store.is_ready().await.expect("an answer"));
}

async fn says_that_it_cannot_be_reached(world: World) {
    let (server, _) = world.url.rsplit_once('/').expect("a path");
    let nowhere = if world.is_postgres() {
        format!("{server}/no_such_database")
    } else {
        format!("{server}/no/such/folder/etabli.db")
    };
    Store::open(&nowhere).await.expect_err("nothing is there");
}
