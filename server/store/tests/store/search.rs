//! Search: the same words find the same things on both databases.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::NeedId;
use domain::needs::NeedFilter;
use domain::projects::{ProjectFilter, ProjectRole};

use crate::cast::{Someone, need_draft};
use crate::feedback::draft;
use crate::world::World;

on_both! {
    compares_without_case_or_accents,
    finds_a_last_word_that_is_only_begun,
    wants_every_word,
    takes_no_syntax,
    breaks_words_alike,
    follows_what_is_changed,
    shows_no_hidden_project,
    names_what_it_finds,
    puts_first_what_is_called_so,
    searches_in_hundreds_of_projects,
}

/// The titles of what is found, in alphabetical order.
async fn found(world: &World, who: &Someone, query: &str) -> Vec<String> {
    let found = world.store.search(&who.actor().await, query).await;
    let found = found.unwrap_or_else(|error| panic!("{query:?}: {error}"));
    let mut titles: Vec<_> = found.into_iter().map(|found| found.title).collect();
    titles.sort();
    titles
}

async fn compares_without_case_or_accents(world: World) {
    let ana = world.member("Ana").await;
    let text = "Élève en difficulté : l’ŒUVRE intégrale, à Noël";
    world.need(&ana, text).express().await;
    for query in [
        "élève",
        "ELEVE",
        "Difficulte",
        "e\u{301}le\u{300}ve",
        "oeuvre",
        "œuvre",
        "noel",
        "integrale l'œuvre",
        "l’oeuvre",
    ] {
        assert_eq!(found(&world, &ana, query).await, [text], "{query:?}");
    }
    assert_eq!(found(&world, &ana, "lycée").await, [""; 0]);
}

async fn finds_a_last_word_that_is_only_begun(world: World) {
    let ana = world.member("Ana").await;
    world.need(&ana, "Différencier la lecture").express().await;
    for query in ["diff", "lecture d", "la différen"] {
        assert_eq!(found(&world, &ana, query).await.len(), 1, "{query:?}");
    }
    for query in ["diff lecture", "ifférencier", "différenciera"] {
        assert_eq!(found(&world, &ana, query).await.len(), 0, "{query:?}");
    }
}

async fn wants_every_word(world: World) {
    let ana = world.member("Ana").await;
    world.need(&ana, "Suivre la lecture").express().await;
    world.need(&ana, "Suivre le calcul").express().await;
    assert_eq!(found(&world, &ana, "suivre").await.len(), 2);
    assert_eq!(
        found(&world, &ana, "calcul suivre").await,
        ["Suivre le calcul"]
    );
    for query in ["lecture calcul", "lecture OR calcul", "suivre NOT lecture"] {
        assert_eq!(found(&world, &ana, query).await, [""; 0], "{query:?}");
    }
}

async fn takes_no_syntax(world: World) {
    let ana = world.member("Ana").await;
    let text = "Dire \"stop\" * NEAR( & !: |";
    world.need(&ana, text).express().await;
    world.project(&ana).title("Dire stop").open().await;
    let actor = ana.actor().await;
    let long = "stop ".repeat(2_000);
    let wide = "ﷺ".repeat(300);
    for query in [
        "\"",
        "\"\"",
        "*",
        ":",
        "NEAR(",
        "NEAR(a b, 2)",
        "&|!",
        "& stop",
        "!stop",
        "stop:*",
        "folded: stop",
        "-stop",
        "^stop",
        "stop\\",
        "'stop'",
        "stop' OR 1=1 --",
        "stop\0",
        "\0",
        "(((",
        "stop <-> dire",
        "{stop}",
        "stop AND",
        "OR",
        "$1",
        "?",
        "%",
        "_",
        " ",
        "",
        "🙂",
        "²",
        "ª",
        "１２",
        "ｓｔｏｐ",
        "İ",
        "ß",
        &long,
        &wide,
    ] {
        found(&world, &ana, query).await;
        let filter = NeedFilter {
            query: query.into(),
            ..NeedFilter::default()
        };
        let needs = world.store.needs(&actor, &filter).await;
        needs.unwrap_or_else(|error| panic!("needs {query:?}: {error}"));
        let filter = ProjectFilter {
            query: query.into(),
            ..ProjectFilter::default()
        };
        let projects = world.store.projects(&actor, &filter).await;
        projects.unwrap_or_else(|error| panic!("projects {query:?}: {error}"));
        let similar = world.store.similar_needs(&actor, query, None).await;
        similar.unwrap_or_else(|error| panic!("similar {query:?}: {error}"));
    }
    for query in [
        "!stop",
        "stop:*",
        "-stop",
        "'stop'",
        "\"stop\" near",
        "stop\0",
    ] {
        assert!(found(&world, &ana, query).await.contains(&text.to_owned()));
    }
    for query in ["", " ", "*", "&|!", "\""] {
        assert_eq!(found(&world, &ana, query).await, [""; 0], "{query:?}");
    }
}

async fn breaks_words_alike(world: World) {
    let ana = world.member("Ana").await;
    let mut missed = Vec::new();
    for (text, query) in [
        ("Classe de CM1/CM2", "cm2"),
        ("Année 2023-2024", "2024"),
        ("Accompagner l’enseignant·e", "enseignant accompagner"),
        ("Écrire aux collègues.Merci", "merci"),
        ("Voir www.exemple.fr/lecture", "lecture"),
        ("Écrire à ana@exemple.fr", "exemple"),
        ("Co-conception d’outils", "conception outils"),
        ("Balises <em>vidéo</em>", "video"),
        ("Note_de_service", "service"),
        ("Vitesse de 3.5 mots", "5 vitesse"),
        ("Pour les 6e/5e", "5e"),
    ] {
        world.need(&ana, text).express().await;
        if !found(&world, &ana, query).await.contains(&text.to_owned()) {
            missed.push((text, query));
        }
    }
    assert_eq!(missed, []);
}

async fn follows_what_is_changed(world: World) {
    let ana = world.member("Ana").await;
    let id = world.need(&ana, "Suivre la lecture").express().await;
    let edited = world
        .store
        .edit_need(&ana.actor().await, id, 1, &need_draft("Suivre le calcul"))
        .await;
    edited.expect("changed");
    assert_eq!(found(&world, &ana, "lecture").await, [""; 0]);
    assert_eq!(found(&world, &ana, "calcul").await, ["Suivre le calcul"]);
    assert_eq!(world.count("search_rows").await, 1);
}

async fn shows_no_hidden_project(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let (inside, outside) = (world.partner("Une").await, world.partner("Deux").await);
    let coordinator = world.coordinator().await;
    world
        .project(&ana)
        .title("Fluence ouverte")
        .with(&inside, ProjectRole::Partner)
        .open()
        .await;
    let hidden = world.project(&ana).title("Fluence secrète").team_only();
    hidden.open().await;
    world.need(&bob, "Fluence").express().await;
    let open = ["Fluence", "Fluence ouverte"].as_slice();
    let all = ["Fluence", "Fluence ouverte", "Fluence secrète"].as_slice();
    for (who, expected) in [
        (&ana, all),
        (&coordinator, all),
        (&bob, open),
        (&inside, open),
        (&outside, &open[..1]),
    ] {
        assert_eq!(found(&world, who, "fluence").await, expected);
    }
    assert_eq!(found(&world, &bob, "secrète").await, [""; 0]);
    let filter = ProjectFilter {
        query: "secrète".into(),
        ..ProjectFilter::default()
    };
    let listed = world.store.projects(&bob.actor().await, &filter).await;
    assert_eq!(listed.expect("a list").total, 0);
}

async fn names_what_it_finds(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).title("Lecture à deux").open().await;
    let need = world.need(&ana, &"lecture ".repeat(100)).express().await;
    let found = world.store.search(&ana.actor().await, "lecture").await;
    let mut found = found.expect("an answer");
    found.sort_by_key(|found| found.thing);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].thing, ThingRef::new(ThingKind::Need, need));
    assert_eq!(found[0].project, None);
    assert_eq!(found[0].title.chars().count(), 160, "its beginning");
    assert_eq!(found[1].thing, ThingRef::new(ThingKind::Project, project));
    assert_eq!(found[1].project, Some(project));
}

async fn puts_first_what_is_called_so(world: World) {
    let ana = world.member("Ana").await;
    let project = world.project(&ana).title("Dictées").open().await;
    let need = world.need(&ana, "Écouter une dictée lente").express().await;
    let mut aside = need_draft("Suivre les élèves");
    aside.setting = "Une dictée par semaine".into();
    let older = NeedId::new();
    let actor = ana.actor().await;
    let expressed = world.store.express_need(&actor, older, &aside).await;
    expressed.expect("expressed");
    for number in 0..120 {
        let draft = draft("bug", &format!("La dictée {number} est lente"));
        world.give(&ana, project, &draft).await;
    }
    let found = world.store.search(&ana.actor().await, "dictée").await;
    let found = found.expect("found");
    assert_eq!(found.len(), 50);
    let titles: Vec<&str> = found.iter().map(|found| found.title.as_str()).collect();
    assert_eq!(titles[0], "Écouter une dictée lente", "no feedback");
    assert_eq!(titles[1], "La dictée 119 est lente", "the newest");
    let found = world.store.search(&ana.actor().await, "dictée lente").await;
    assert_eq!(found.expect("found")[0].thing.id, need.0);
    let found = world
        .store
        .search(&ana.actor().await, "dictée semaine")
        .await;
    assert_eq!(found.expect("found")[0].thing.id, older.0);
}

async fn searches_in_hundreds_of_projects(world: World) {
    let ana = world.member("Ana").await;
    for number in 0..300 {
        let title = format!("Atelier {number}");
        world.project(&ana).title(&title).open().await;
    }
    assert_eq!(found(&world, &ana, "atelier 299").await, ["Atelier 299"]);
    let last = found(&world, &ana, "atelier").await;
    assert_eq!(last.len(), 50);
}
