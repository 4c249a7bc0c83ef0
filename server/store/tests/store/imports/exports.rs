//! What was imported comes out again as it went in.

use domain::imports::{ImportTarget, read_moment, unprotected};
use domain::needs::Stance;

use super::{consultation, files, plan, plan_for};
use crate::cast::Someone;
use crate::feedback::draft;
use crate::world::World;

on_both! {
    comes_out_as_it_went_in,
    protects_against_formulas,
    tells_no_account_in_votes,
    goes_round,
    comes_in_again_elsewhere,
    feedback_comes_in_again_elsewhere,
}

pub(super) struct Export {
    pub(super) needs: Vec<csv::StringRecord>,
    pub(super) votes: Vec<csv::StringRecord>,
    text: (String, String),
}

impl Export {
    /// What each need says and how many support and object to it, in order.
    fn counts(&self) -> Vec<[String; 4]> {
        let rows = self.needs.iter();
        let rows = rows.map(|row| [4, 5, 6, 7].map(|place| row[place].to_owned()));
        let mut rows: Vec<_> = rows.collect();
        rows.sort();
        rows
    }
}

pub(super) async fn export(world: &World, who: &Someone, source: Option<&str>) -> Export {
    let actor = who.actor().await;
    let needs = world.store.export_needs(&actor, source).await;
    let votes = world.store.export_votes(&actor, source).await;
    let (needs, votes) = (needs.expect("needs"), votes.expect("votes"));
    let read = |text: &str| {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let records = reader.records().map(|record| record.expect("a row"));
        records.collect::<Vec<_>>()
    };
    Export {
        needs: read(&needs),
        votes: read(&votes),
        text: (needs, votes),
    }
}

async fn comes_out_as_it_went_in(world: World) {
    let who = world.coordinator().await;
    let files = consultation();
    world
        .import(&who, &files, &plan(&files, "Consultation"))
        .await;
    let Export { needs, votes, text } = export(&world, &who, None).await;
    let header = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body,";
    assert!(text.0.starts_with(header), "{}", text.0);
    assert!(
        text.1
            .starts_with("timestamp,datetime,comment-id,voter-id,vote\n")
    );
    assert_eq!((needs.len(), votes.len()), (10, 26));
    let fluence = needs.iter().find(|row| &row[2] == "1").expect("a row");
    let counts = (&fluence[4], &fluence[5], &fluence[6]);
    assert_eq!(counts, ("3", "1", "1"));
    assert_eq!(&fluence[0], "1568101700000");
    assert_eq!(&fluence[1], "Tue Sep 10 07:48:20 UTC 2019");
    assert!(read_moment(&fluence[1], Default::default()).is_some());
    let of_it = |vote: &str| {
        let rows = votes.iter().filter(|row| &row[2] == "1" && &row[4] == vote);
        rows.map(|row| row[3].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of_it("1"), ["1", "2", "6"]);
    assert_eq!(of_it("-1"), ["6"]);
    let none = export(&world, &who, Some("Ailleurs")).await;
    assert_eq!((none.needs.len(), none.votes.len()), (0, 0));
    // Everybody who sees needs may take them along.
    let ana = world.observer("Olga").await;
    assert_eq!(export(&world, &ana, None).await.needs.len(), 10);
}

async fn protects_against_formulas(world: World) {
    let who = world.coordinator().await;
    world
        .need(&who, "=HYPERLINK(\"http://evil.example\")")
        .express()
        .await;
    world.need(&who, "-2 heures par semaine").express().await;
    let Export { needs, .. } = export(&world, &who, None).await;
    for row in &needs {
        assert!(row[7].starts_with('\''), "{row:?}");
        assert!(!unprotected(&row[7]).starts_with('\''));
    }
}

async fn tells_no_account_in_votes(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let one = world.need(&ana, "Un").express().await;
    let two = world.need(&ana, "Deux").express().await;
    for need in [one, two] {
        world.support(&ana, need).await;
        world.take(&bob, need, Stance::Objection, "Trop tôt.").await;
    }
    let Export { votes, text, .. } = export(&world, &bob, None).await;
    let mut voters: Vec<_> = votes.iter().map(|row| row[3].to_owned()).collect();
    voters.sort();
    assert_eq!(voters, ["p1", "p2", "p3", "p4"]);
    assert!(!text.1.contains(&ana.id.to_string()));
}

async fn goes_round(world: World) {
    let who = world.coordinator().await;
    let first = consultation();
    world
        .import(&who, &first, &plan(&first, "Consultation"))
        .await;
    let before = export(&world, &who, Some("Consultation")).await;
    let (needs, votes) = before.text.clone();
    let again = files(needs, Some(votes.into_bytes()));
    let (_, report) = world.import(&who, &again, &plan(&again, "Retour")).await;
    assert_eq!((report.records.made, report.records.dropped), (10, 0));
    assert_eq!((report.compared, report.differing), (10, 0));
    assert_eq!(report.dropped(), 0, "{:?}", report.drops);
    let after = export(&world, &who, Some("Retour")).await;
    assert_eq!(before.counts(), after.counts());
    assert_eq!(before.votes.len(), after.votes.len());
}

async fn comes_in_again_elsewhere(world: World) {
    let who = world.coordinator().await;
    let first = consultation();
    world
        .import(&who, &first, &plan(&first, "Consultation"))
        .await;
    // What people of this workspace say goes along.
    let need = world.need(&who, "Un tableau par classe").express().await;
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    world.support(&ana, need).await;
    world.take(&bob, need, Stance::Objection, "Trop tôt.").await;
    let before = export(&world, &who, None).await;
    let (needs, votes) = before.text.clone();

    let elsewhere = world.another().await;
    let who = elsewhere.coordinator().await;
    let taken = files(needs, Some(votes.into_bytes()));
    let (_, report) = elsewhere
        .import(&who, &taken, &plan(&taken, "Export"))
        .await;
    assert_eq!((report.records.made, report.dropped()), (11, 0));
    assert_eq!((report.compared, report.differing), (11, 0));
    let after = export(&elsewhere, &who, None).await;
    assert_eq!(before.counts(), after.counts());
    assert_eq!((before.votes.len(), after.votes.len()), (28, 28));
}

async fn feedback_comes_in_again_elsewhere(world: World) {
    const ANSWERS: &str = include_str!("../../fixtures/questionnaire/retours.csv");
    let who = world.coordinator().await;
    let project = world.project(&who).open().await;
    let answers = files(ANSWERS, None);
    let of_project = plan_for(ImportTarget::Feedback(project), &answers, "LimeSurvey");
    world.import(&who, &answers, &of_project).await;
    let story = "=Somme fausse\nau second trimestre";
    let own = world.give(&who, project, &draft("bug", story)).await;
    let actor = who.actor().await;
    let before = world.store.export_feedback(&actor, project).await;
    let before = before.expect("a file");
    assert!(!before.contains("Anne D."), "nobody is named");
    assert!(before.contains(&own.to_string()) && before.contains("\"'=Somme fausse"));

    let elsewhere = world.another().await;
    let who = elsewhere.coordinator().await;
    let project = elsewhere.project(&who).open().await;
    let taken = files(before.clone(), None);
    let of_project = plan_for(ImportTarget::Feedback(project), &taken, "Export");
    let (_, report) = elsewhere.import(&who, &taken, &of_project).await;
    assert_eq!((report.records.made, report.dropped()), (8, 0));
    let actor = who.actor().await;
    let after = elsewhere.store.export_feedback(&actor, project).await;
    // What comes in has ids and a state of its own.
    let told = |file: &str| {
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let rows = reader.records().map(|row| row.expect("a row"));
        let told = rows.map(|row| [0, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(|at| row[at].to_owned()));
        told.collect::<Vec<_>>()
    };
    assert_eq!(told(&before), told(&after.expect("a file")));
    let (_, again) = elsewhere.import(&who, &taken, &of_project).await;
    assert_eq!((again.records.made, again.records.recognised), (0, 8));
}
