//! Lists of needs: filters, orders, pages, and needs that say something close.

use domain::ids::NeedId;
use domain::needs::{NeedFilter, NeedOrder, NeedState, Stance};
use domain::paging::PER_PAGE;
use domain::projects::ProjectFilter;
use domain::school::{Discipline, SchoolLevel};

use crate::cast::{Someone, need_draft};
use crate::world::World;

on_both! {
    turns_pages,
    shows_the_last_page_of_every_list,
    orders_by_what_people_said,
    narrows_to_level_discipline_and_words,
    leaves_out_what_is_merged_or_withdrawn,
    narrows_to_own,
    proposes_what_is_close,
    proposes_five_open_needs_at_most,
}

/// The ids of the first page and the length of the whole list.
async fn list(world: &World, who: &Someone, filter: NeedFilter) -> (Vec<NeedId>, u64) {
    let listed = world.store.needs(&who.actor().await, &filter).await;
    let listed = listed.expect("a list");
    let ids = listed.items.iter().map(|need| need.id).collect();
    (ids, listed.total)
}

/// The statements close to a text, the closest first.
async fn similar(world: &World, who: &Someone, text: &str) -> Vec<String> {
    let actor = who.actor().await;
    let similar = world.store.similar_needs(&actor, text, None).await;
    let similar = similar.expect("a list").into_iter();
    similar.map(|need| need.facts.statement).collect()
}

async fn turns_pages(world: World) {
    let ana = world.member("Ana").await;
    let mut expressed = Vec::new();
    for number in 0..60 {
        let statement = format!("Besoin {number}");
        expressed.push(world.need(&ana, &statement).express().await);
    }
    expressed.reverse();
    let mut read = Vec::new();
    for (page, expected) in [(1, 25), (2, 25), (3, 10)] {
        let filter = NeedFilter {
            order: NeedOrder::Newest,
            page,
            ..NeedFilter::default()
        };
        let listed = world.store.needs(&ana.actor().await, &filter).await;
        let listed = listed.expect("a list");
        assert_eq!(listed.items.len(), expected, "page {page}");
        assert_eq!((listed.total, listed.number), (60, page));
        assert_eq!(listed.count(), 3);
        read.extend(listed.items.into_iter().map(|need| need.id));
    }
    assert_eq!(read, expressed, "each once, the newest first");
    // With equal support too, a page never repeats what another showed.
    let mut supported = Vec::new();
    for page in 0..=3 {
        let filter = NeedFilter {
            page,
            ..NeedFilter::default()
        };
        let (ids, _) = list(&world, &ana, filter).await;
        if page > 0 {
            supported.extend(ids);
        } else {
            assert_eq!(ids.len() as u64, PER_PAGE, "page 0 is the first");
        }
    }
    supported.sort();
    supported.dedup();
    assert_eq!(supported.len(), 60);
    // What lies behind the last page is the last page, and never an empty list.
    for page in [4, 1 << 40, i64::MAX as u64, u64::MAX] {
        let filter = NeedFilter {
            order: NeedOrder::Newest,
            page,
            ..NeedFilter::default()
        };
        let listed = world.store.needs(&ana.actor().await, &filter).await;
        let listed = listed.expect("a list");
        assert_eq!((listed.number, listed.total), (3, 60), "page {page}");
        let ids: Vec<_> = listed.items.iter().map(|need| need.id).collect();
        assert_eq!(ids, expressed[50..], "page {page}");
    }
    // Where there is nothing, the first page says so.
    let filter = NeedFilter {
        query: "introuvable".into(),
        page: 3,
        ..NeedFilter::default()
    };
    let listed = world.store.needs(&ana.actor().await, &filter).await;
    let listed = listed.expect("a list");
    assert_eq!((listed.number, listed.total, listed.items.len()), (1, 0, 0));
}

/// Each list with pages shows its last one in place of one behind it.
async fn shows_the_last_page_of_every_list(world: World) {
    let admin = world.administrator().await;
    let actor = admin.actor().await;
    let project = world.project(&admin).open().await;
    let store = &world.store;
    let far = u64::MAX;
    let projects = ProjectFilter {
        page: far,
        ..ProjectFilter::default()
    };
    let listed = store.projects(&actor, &projects).await.expect("projects");
    assert_eq!((listed.number, listed.items.len()), (1, 1));
    let listed = store.decisions(&actor, project, far).await;
    assert_eq!(listed.expect("decisions").number, 1);
    let listed = store.action_items(&actor, project, far).await;
    assert_eq!(listed.expect("action items").number, 1);
    let listed = store.notifications(&actor, false, far).await;
    assert_eq!(listed.expect("news").number, 1);
    let listed = store.imports(&actor, far).await;
    assert_eq!(listed.expect("imports").number, 1);
}

async fn orders_by_what_people_said(world: World) {
    let ana = world.member("Ana").await;
    let (bob, eve) = (world.member("Bob").await, world.member("Eve").await);
    let silent = world.need(&ana, "Un").express().await;
    let supported = world.need(&ana, "Deux").express().await;
    let disputed = world.need(&ana, "Trois").express().await;
    for who in [&ana, &bob] {
        world.support(who, supported).await;
    }
    world.support(&ana, disputed).await;
    for who in [&bob, &eve] {
        world.take(who, disputed, Stance::Objection, "Non.").await;
    }
    world.take(&eve, silent, Stance::Neutral, "").await;
    for (order, expected) in [
        (NeedOrder::Support, [supported, disputed, silent]),
        (NeedOrder::Objection, [disputed, supported, silent]),
        (NeedOrder::Newest, [disputed, supported, silent]),
    ] {
        let filter = NeedFilter {
            order,
            ..NeedFilter::default()
        };
        assert_eq!(list(&world, &ana, filter).await.0, expected, "{order}");
    }
}

async fn narrows_to_level_discipline_and_words(world: World) {
    let ana = world.member("Ana").await;
    let reading = world.need(&ana, "Suivre la lecture à l’école");
    let reading = reading.level("cycle3").discipline("french");
    let reading = reading.express().await;
    let maths = world.need(&ana, "Suivre le calcul");
    let maths = maths.level("cycle3").discipline("mathematics");
    let maths = maths.express().await;
    let plain = world.need(&ana, "Partager des séances").express().await;
    let all = NeedFilter {
        order: NeedOrder::Newest,
        ..NeedFilter::default()
    };
    let level = Some(SchoolLevel::Cycle3);
    let french = Some(Discipline::French);
    let with = |level, discipline, query: &str| NeedFilter {
        level,
        discipline,
        query: query.into(),
        ..all.clone()
    };
    for (filter, expected) in [
        (with(None, None, ""), vec![plain, maths, reading]),
        (with(level, None, ""), vec![maths, reading]),
        (with(level, french, ""), vec![reading]),
        (with(Some(SchoolLevel::Cpge), None, ""), vec![]),
        (with(None, None, "SUIVRE"), vec![maths, reading]),
        (with(None, None, "ecole suivre"), vec![reading]),
        (with(None, None, "seances"), vec![plain]),
        (with(None, french, "calcul"), vec![]),
        (with(None, None, "!? \""), vec![plain, maths, reading]),
    ] {
        let total = expected.len() as u64;
        let listed = list(&world, &ana, filter.clone()).await;
        assert_eq!(listed, (expected, total), "{filter:?}");
    }
}

async fn leaves_out_what_is_merged_or_withdrawn(world: World) {
    let coordinator = world.coordinator().await;
    let actor = coordinator.actor().await;
    let open = world.need(&coordinator, "Un").express().await;
    let merged = world.need(&coordinator, "Deux").express().await;
    let withdrawn = world.need(&coordinator, "Trois").express().await;
    let aside = world.need(&coordinator, "Quatre").express().await;
    let store = &world.store;
    let merge = store.merge_needs(&actor, merged, open).await;
    merge.expect("merged");
    for (id, state) in [
        (withdrawn, NeedState::Withdrawn),
        (aside, NeedState::SetAside),
    ] {
        let settled = store.settle_need(&actor, id, 1, state, "Parce que").await;
        settled.expect("settled");
    }
    let in_state = |state| NeedFilter {
        state,
        order: NeedOrder::Newest,
        ..NeedFilter::default()
    };
    for (state, expected) in [
        (None, vec![aside, open]),
        (Some(NeedState::Open), vec![open]),
        (Some(NeedState::Merged), vec![merged]),
        (Some(NeedState::Withdrawn), vec![withdrawn]),
        (Some(NeedState::SetAside), vec![aside]),
        (Some(NeedState::Answered), vec![]),
    ] {
        let (ids, _) = list(&world, &coordinator, in_state(state)).await;
        assert_eq!(ids, expected, "{state:?}");
    }
}

async fn narrows_to_own(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let own = world.need(&ana, "Un").express().await;
    let other = world.need(&bob, "Deux").express().await;
    // Having supported a need does not make it one's own.
    world.support(&ana, other).await;
    let filter = NeedFilter {
        own: true,
        ..NeedFilter::default()
    };
    assert_eq!(list(&world, &ana, filter.clone()).await, (vec![own], 1));
    // What became of one's own needs is seen there, whatever it is.
    let coordinator = world.coordinator().await.actor().await;
    let merged = world.need(&ana, "Trois").express().await;
    let withdrawn = world.need(&ana, "Quatre").express().await;
    let merge = world.store.merge_needs(&coordinator, merged, other).await;
    merge.expect("merged");
    let (actor, state) = (ana.actor().await, NeedState::Withdrawn);
    let settle = world
        .store
        .settle_need(&actor, withdrawn, 1, state, "Réglé");
    settle.await.expect("withdrawn");
    let newest = NeedFilter {
        order: NeedOrder::Newest,
        ..filter
    };
    let listed = list(&world, &ana, newest.clone()).await;
    assert_eq!(listed, (vec![withdrawn, merged, own], 3));
    assert_eq!(list(&world, &bob, newest).await, (vec![other], 1));
}

async fn proposes_what_is_close(world: World) {
    let ana = world.member("Ana").await;
    let fluency = "Suivre la fluence de lecture de chaque élève sans y passer des heures";
    let speed = "Mesurer plus vite la vitesse de lecture de mes élèves de CE1";
    let spoken = "Partager des consignes enregistrées à l’oral avec les élèves qui ne lisent pas";
    let offline = "Travailler une matinée entière sans réseau et ne rien perdre";
    for statement in [fluency, speed, spoken, offline] {
        world.need(&ana, statement).express().await;
    }
    for (text, expected) in [
        // What most needs say brings none of them, nor does one word of several.
        ("Avec tous les élèves de la classe", &[][..]),
        ("Imprimer les exercices pour les élèves absents", &[]),
        ("Lire une carte du réseau hydrographique", &[]),
        ("Suivre la FLUENCE en lecture des eleves", &[fluency]),
        // A word alone is enough where little is typed; the closest first.
        ("Mesurer la fluence", &[speed, fluency]),
        // In the singular or the plural.
        ("Pouvoir partager une consigne orale", &[spoken]),
        ("Travailler quand les réseaux sont coupés", &[offline]),
    ] {
        assert_eq!(similar(&world, &ana, text).await, expected, "{text}");
    }
    for text in ["", "la des en", "\"* :", &"lecture ".repeat(1_000)] {
        let found = similar(&world, &ana, text).await;
        assert_eq!(found.len(), usize::from(text.len() > 100) * 2, "{text:.9}");
    }
}

async fn proposes_five_open_needs_at_most(world: World) {
    let coordinator = world.coordinator().await;
    let actor = coordinator.actor().await;
    let store = &world.store;
    let text = "Suivre la fluence en lecture";
    let mut needs = Vec::new();
    for _ in 0..7 {
        needs.push(world.need(&coordinator, text).express().await);
    }
    assert_eq!(similar(&world, &coordinator, text).await.len(), 5);
    let merge = store.merge_needs(&actor, needs[0], needs[1]).await;
    merge.expect("merged");
    let state = NeedState::Withdrawn;
    let settle = store.settle_need(&actor, needs[2], 1, state, "Réglé").await;
    settle.expect("withdrawn");
    let found = store.similar_needs(&actor, text, Some(needs[3])).await;
    let mut found: Vec<_> = found.expect("a list").iter().map(|need| need.id).collect();
    found.sort();
    let [_, target, _, _, rest @ ..] = &needs[..] else {
        panic!("seven needs");
    };
    let expected: Vec<_> = [&[*target], rest].concat();
    assert_eq!(found, expected);
    // What a merged need says leads to the one that it was merged into, and on from that.
    let other = "Chronométrer les élèves sans papier";
    let merged = world.need(&coordinator, other).express().await;
    let further = "Consigner la vitesse au dictaphone";
    let first = world.need(&coordinator, further).express().await;
    for (from, into) in [(first, merged), (merged, *target)] {
        let merge = store.merge_needs(&actor, from, into).await;
        merge.expect("merged");
    }
    for said in [other, further] {
        assert_eq!(similar(&world, &coordinator, said).await, [text], "{said}");
    }
    // A need that was reworded is found by its new words.
    let draft = need_draft("Réserver la salle informatique");
    let edited = store.edit_need(&actor, needs[4], 1, &draft).await;
    edited.expect("changed");
    let found = similar(&world, &coordinator, "salle informatique").await;
    assert_eq!(found.len(), 1);
}
