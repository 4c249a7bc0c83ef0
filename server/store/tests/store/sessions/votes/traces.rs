//! What the files of SQLite tell of anonymous ballots to whoever reads them byte for byte.

use std::fs;
use std::path::PathBuf;

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leaves_no_transaction_with_a_voter_and_a_ballot() {
    crate::world::on_sqlite(leaves_no_transaction).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leaves_none_for_long_while_somebody_reads() {
    crate::world::on_sqlite(leaves_none_for_long).await;
}

/// The database and its log, as they lie on the disk.
struct Files {
    main: PathBuf,
    log: PathBuf,
}

impl Files {
    fn of(world: &World) -> Self {
        let main = world.url.strip_prefix("sqlite:").expect("a file");
        Self {
            main: main.into(),
            log: format!("{main}-wal").into(),
        }
    }

    /// Bytes of the log: nothing of any transaction where there are none.
    fn logged(&self) -> usize {
        fs::read(&self.log).map_or(0, |bytes| bytes.len())
    }

    /// How often these bytes stand in the files, wherever.
    fn count(&self, wanted: &str) -> usize {
        let files = [&self.main, &self.log].map(|file| fs::read(file).unwrap_or_default());
        let files = files.iter().map(|bytes| {
            let windows = bytes.windows(wanted.len());
            windows.filter(|part| *part == wanted.as_bytes()).count()
        });
        files.sum()
    }
}

/// An objection that fills pages, so that they are freed and used again.
fn objects(words: &str) -> Ballot {
    let reason = format!("{words} {}", "car ".repeat(450));
    Ballot::Objection(BTreeMap::from([(
        "1-1".to_owned(),
        Answer::Objection(reason),
    )]))
}

async fn leaves_no_transaction(world: World) {
    let at = Ballots::open(world, &draft("objection", true)).await;
    let files = Files::of(&at.world);
    let cast = [
        (at.lead(), 9, "premier"),
        (at.guest(0), 4, "deuxième"),
        (at.guest(1), 7, "troisième"),
    ];
    for (who, number, words) in cast {
        let cast = at.casts(who, &objects(words), Some(&secret(number))).await;
        cast.expect("cast");
        assert_eq!(
            files.logged(),
            0,
            "the log holds the transaction of a ballot"
        );
    }
    let changed = objects("autrement");
    let anew = at.casts(at.guest(0), &changed, Some(&secret(4))).await;
    anew.expect("cast anew");
    assert_eq!(files.logged(), 0);
    // Each ballot lies there once, as it counts: no page of before, which lacks one of
    // them, and nothing of the one that was changed.
    for words in ["premier", "troisième", "autrement"] {
        assert_eq!(files.count(&format!("{words} car car")), 1, "{words}");
    }
    assert_eq!(files.count("deuxième"), 0, "a ballot of before");
    for key in at
        .world
        .texts("SELECT ballot_key FROM session_ballots")
        .await
    {
        assert_eq!(files.count(&key), 1, "{key}");
    }
    // What is no ballot may stand in the log.
    at.close().await;
    assert!(files.logged() > 0);
}

async fn leaves_none_for_long(world: World) {
    let at = Ballots::open(world, &draft("objection", true)).await;
    let files = Files::of(&at.world);
    let reads = at.store().snapshot().await.expect("a snapshot");
    let ballot = objects("premier");
    let cast = at.casts(at.guest(0), &ballot, Some(&secret(4))).await;
    cast.expect("cast, though somebody reads");
    assert!(files.logged() > 0, "the reader still needs it");
    drop(reads);
    for _ in 0..100 {
        if files.logged() == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the log still holds the transaction of a ballot");
}
