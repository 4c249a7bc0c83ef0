//! A real public consultation: 316 needs and 29,802 votes go in, and come out
//! with the counts that the source itself gives. The data is not part of the
//! project: where it is absent, the test says so.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use domain::imports::Undone;

use super::exports::export;
use super::{files, plan};
use crate::world::World;

on_both! {
    goes_in_and_comes_out_with_equal_counts,
}

/// Where data lies that is shared between projects.
fn folder() -> PathBuf {
    let beside = "../../../shared/data";
    let shared = env::var_os("ETABLI_SHARED_DATA").map_or_else(|| beside.into(), PathBuf::from);
    shared.join("polis-biodiversity")
}

async fn goes_in_and_comes_out_with_equal_counts(world: World) {
    let read = |name: &str| fs::read(folder().join(name)).ok();
    let (Some(comments), Some(votes)) = (read("comments.csv"), read("votes.csv")) else {
        let said_where = env::var_os("ETABLI_SHARED_DATA").is_some();
        assert!(!said_where, "no consultation in {}", folder().display());
        println!("skipped: no consultation in {}", folder().display());
        return;
    };
    let mut reader = csv::Reader::from_reader(comments.as_slice());
    let rows = reader.records().map(|row| row.expect("a row"));
    let counted: HashMap<String, (String, String)> = rows
        .map(|row| (row[2].to_owned(), (row[4].to_owned(), row[5].to_owned())))
        .collect();
    let who = world.coordinator().await;
    let files = files(comments, Some(votes));
    let plan = plan(&files, "Polis 2019");
    let begin = Instant::now();
    let (id, report) = world.import(&who, &files, &plan).await;
    println!("dry run and run: {:?}", begin.elapsed());
    let needs = report.records;
    assert_eq!((needs.read, needs.made, needs.dropped), (316, 316, 0));
    assert_eq!(needs.set_aside, 162);
    let votes = report.votes.expect("votes");
    assert_eq!((votes.read, votes.made, votes.dropped), (29_802, 29_802, 0));
    let stances = (votes.supports, votes.objections, votes.neutral);
    assert_eq!(stances, (19_285, 5_488, 5_029));
    assert_eq!(votes.repeated, 83);
    assert_eq!((report.compared, report.differing), (316, 0));
    assert_eq!(world.rows().await, [316, 29_802, 316, 316, 1]);

    let out = export(&world, &who, Some("Polis 2019")).await;
    assert_eq!((out.needs.len(), out.votes.len()), (316, 29_802));
    let mut found: HashMap<String, (u64, u64)> = HashMap::new();
    for vote in &out.votes {
        let found = found.entry(vote[2].to_owned()).or_default();
        match &vote[4] {
            "1" => found.0 += 1,
            "-1" => found.1 += 1,
            _ => {}
        }
    }
    for need in &out.needs {
        let counted = &counted[&need[2]];
        assert_eq!(
            (&need[4], &need[5]),
            (counted.0.as_str(), counted.1.as_str())
        );
        let (supports, objections) = found.get(&need[2]).copied().unwrap_or_default();
        let found = (supports.to_string(), objections.to_string());
        assert_eq!(*counted, found, "votes on {}", &need[2]);
    }

    let (_, again) = world.import(&who, &files, &plan).await;
    let votes = again.votes.expect("votes");
    assert_eq!((again.records.recognised, votes.recognised), (316, 29_802));
    let undone = world.store.undo_import(&who.actor().await, id).await;
    let gone = Undone::Gone {
        records: 316,
        positions: 29_802,
    };
    assert_eq!(undone.expect("undone"), gone);
    assert_eq!(world.rows().await, [0, 0, 0, 0, 2]);
}
