//! Finding feedback again, in the store itself.

use std::time::Instant;

use domain::feedback::{
    FeedbackFilter, FeedbackKind, FeedbackOrder, FeedbackState, LOOKED_THROUGH, Network, Severity,
};
use domain::ids::UserId;
use domain::paging::PER_PAGE;
use domain::time::{Timestamp, day_in_france};
use store::{CONNECTIONS, Store};

use crate::content::{Content, place, rare, version};
use crate::report::{Report, Times};
use crate::{ENTRIES, Result};

/// How often each question is asked.
const TIMES: u32 = 50;
/// How often it is asked before that. The store asks over its connections in turn, and each
/// fills caches of its own, which a server in use has long done.
const WARM: u32 = CONNECTIONS;
/// How many parts of a list, each looked through at once, lie before a page far on.
const PARTS: u64 = 20;
/// The aim for 99 of 100 questions, in milliseconds.
const AIM: f64 = 10.0;

/// Asks the log every kind of question that its page asks. `each` tells the times
/// of every question, too.
pub(crate) async fn measure(
    report: &mut Report,
    database: &str,
    store: &Store,
    content: &Content,
    each: bool,
) -> Result<()> {
    let mut words = Times::default();
    let mut filters = Times::default();
    let mut slowest = (String::new(), 0.0);
    let now = store.now();
    let mut questions = questions(now, content.reader.user);
    for (name, order) in [
        ("a word, a page beyond 500", FeedbackOrder::Newest),
        (
            "a word, the most severe first, a page beyond 500",
            FeedbackOrder::Severity,
        ),
    ] {
        let first = FeedbackFilter {
            order,
            ..words_alone("lent")
        };
        questions.push((name, beyond(store, content, first).await?));
    }
    for (name, filter) in questions {
        let mut times = Times::default();
        for round in 0..WARM + TIMES {
            let start = Instant::now();
            let list = store.feedback_list(&content.reader, content.large, &filter);
            list.await?;
            if round >= WARM {
                times.push(start.elapsed());
            }
        }
        if each {
            report.line(format!("{database}: {name}"), times.figure());
        }
        if times.within(99) > slowest.1 {
            slowest = (name.to_owned(), times.within(99));
        }
        match filter.query.is_empty() {
            true => filters.extend(&times),
            false => words.extend(&times),
        }
    }
    for (what, times) in [("words", words), ("filters alone", filters)] {
        report.aim(
            format!("{database}: {ENTRIES} entries, {what}"),
            times.figure(),
            "p99 ≤ 10 ms",
            times.within(99) <= AIM,
        );
    }
    let (name, p99) = slowest;
    report.line(
        format!("{database}: slowest, {name}"),
        format!("p99 {p99:.1} ms"),
    );
    let all = FeedbackFilter::default();
    let new = FeedbackFilter {
        states: vec![FeedbackState::New],
        ..all.clone()
    };
    let nobody_s = FeedbackFilter {
        unassigned: true,
        ..all.clone()
    };
    for (what, filter) in [
        ("of all", all),
        ("of the new", new),
        ("of what nobody looks after", nobody_s),
    ] {
        let mut times = Times::default();
        for round in 0..WARM + TIMES {
            let start = Instant::now();
            let values = store.feedback_values(&content.reader, content.large, &filter);
            values.await?;
            if round >= WARM {
                times.push(start.elapsed());
            }
        }
        report.line(
            format!("{database}: places and versions {what}, once opened"),
            times.figure(),
        );
    }
    let mut everywhere = Times::default();
    for query in ["lent", "fluence minuteur", "exer", &rare(4_321)] {
        for _ in 0..TIMES / 5 {
            let start = Instant::now();
            store.search(&content.reader, query).await?;
            everywhere.push(start.elapsed());
        }
    }
    report.line(
        format!("{database}: search through everything"),
        everywhere.figure(),
    );
    Ok(())
}

/// Entries with these words, the newest first.
fn words_alone(query: &str) -> FeedbackFilter {
    FeedbackFilter {
        query: query.to_owned(),
        ..FeedbackFilter::default()
    }
}

/// A page that some parts of a list lie before, as its links lead there.
async fn beyond(store: &Store, content: &Content, first: FeedbackFilter) -> Result<FeedbackFilter> {
    let mut there = first;
    for part in 1..=PARTS {
        let last = FeedbackFilter {
            page: part * (LOOKED_THROUGH / PER_PAGE),
            ..there.clone()
        };
        let list = store.feedback_list(&content.reader, content.large, &last);
        match list.await?.next_page(&last) {
            Some(next) => there = next,
            None => break,
        }
    }
    Ok(there)
}

/// `user` is the only one who looks after entries.
fn questions(now: Timestamp, user: UserId) -> Vec<(&'static str, FeedbackFilter)> {
    let day = |days: i64| day_in_france(now.plus_seconds(-days * 86_400));
    let words = words_alone;
    let all = FeedbackFilter::default;
    let new = vec![FeedbackState::New];
    let blocking = vec![Severity::Blocking];
    vec![
        ("a word in most entries", words("élèves")),
        ("a word in many", words("casque")),
        ("a rare word", words(&rare(4_321))),
        ("a word of nobody's", words("zyzzyva")),
        ("two frequent words", words("élèves exercice")),
        (
            "a frequent and a rare word",
            words(&format!("élèves {}", rare(77))),
        ),
        ("three words", words("lent tablette réseau")),
        ("the beginning of a word", words("exer")),
        ("the beginning of rare words", words("bade")),
        ("a single letter", words("e")),
        (
            "a word and a state",
            FeedbackFilter {
                states: new.clone(),
                ..words("lent")
            },
        ),
        (
            "a word, two states and a kind",
            FeedbackFilter {
                states: vec![FeedbackState::Accepted, FeedbackState::Deferred],
                kinds: vec![FeedbackKind::Idea],
                ..words("lent")
            },
        ),
        (
            "a rare state with a frequent word",
            FeedbackFilter {
                states: vec![FeedbackState::Refused],
                ..words("élèves")
            },
        ),
        (
            "a word, the most severe first",
            FeedbackFilter {
                order: FeedbackOrder::Severity,
                ..words("lent")
            },
        ),
        (
            "a word in most entries, the most severe first",
            FeedbackFilter {
                order: FeedbackOrder::Severity,
                ..words("élèves")
            },
        ),
        (
            "a word and a state, the most severe first",
            FeedbackFilter {
                states: new.clone(),
                order: FeedbackOrder::Severity,
                ..words("lent")
            },
        ),
        (
            "a word, by who looks after them",
            FeedbackFilter {
                order: FeedbackOrder::Assignee,
                ..words("lent")
            },
        ),
        (
            "a word, the oldest first",
            FeedbackFilter {
                order: FeedbackOrder::Oldest,
                ..words("lent")
            },
        ),
        (
            "a word, one's own",
            FeedbackFilter {
                own: true,
                ..words("lent")
            },
        ),
        ("all, the first page", all()),
        (
            "all, a page in the middle",
            FeedbackFilter {
                page: 2_000,
                ..all()
            },
        ),
        (
            "all, the most severe first",
            FeedbackFilter {
                order: FeedbackOrder::Severity,
                ..all()
            },
        ),
        (
            "the most severe first, a page in the middle",
            FeedbackFilter {
                order: FeedbackOrder::Severity,
                page: 2_000,
                ..all()
            },
        ),
        (
            "the new, a page in the middle",
            FeedbackFilter {
                states: new.clone(),
                page: 1_000,
                ..all()
            },
        ),
        (
            "two kinds in two states, a page in the middle",
            FeedbackFilter {
                states: vec![FeedbackState::New, FeedbackState::Accepted],
                kinds: vec![FeedbackKind::Bug, FeedbackKind::Idea],
                page: 600,
                ..all()
            },
        ),
        (
            "the new and blocking",
            FeedbackFilter {
                states: new,
                severities: blocking,
                ..all()
            },
        ),
        ("one's own", FeedbackFilter { own: true, ..all() }),
        (
            "a place",
            FeedbackFilter {
                place: place(3),
                ..all()
            },
        ),
        (
            "a version of the tool",
            FeedbackFilter {
                tool_version: version(3),
                ..all()
            },
        ),
        (
            "a version of the tool and a word",
            FeedbackFilter {
                tool_version: version(3),
                ..words("lent")
            },
        ),
        (
            "a place and a word",
            FeedbackFilter {
                place: place(3),
                ..words("lent")
            },
        ),
        (
            "a slow network",
            FeedbackFilter {
                network: Some(Network::Slow),
                ..all()
            },
        ),
        (
            "a month",
            FeedbackFilter {
                from: Some(day(40)),
                until: Some(day(10)),
                ..all()
            },
        ),
        (
            "by state, a page in the middle",
            FeedbackFilter {
                order: FeedbackOrder::State,
                page: 2_000,
                ..all()
            },
        ),
        (
            "by who looks after them, a page in the middle",
            FeedbackFilter {
                order: FeedbackOrder::Assignee,
                page: 2_000,
                ..all()
            },
        ),
        (
            "what one person looks after, a page in the middle",
            FeedbackFilter {
                assignee: Some(user),
                page: 500,
                ..all()
            },
        ),
        (
            "what nobody looks after, a page in the middle",
            FeedbackFilter {
                unassigned: true,
                page: 1_500,
                ..all()
            },
        ),
        (
            "what nobody looks after, the most severe first",
            FeedbackFilter {
                unassigned: true,
                order: FeedbackOrder::Severity,
                page: 1_500,
                ..all()
            },
        ),
        (
            "a word, by state",
            FeedbackFilter {
                order: FeedbackOrder::State,
                ..words("lent")
            },
        ),
    ]
}
