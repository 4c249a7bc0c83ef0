//! What is counted beside the log is what its entries say, whatever is done to them.

use domain::feedback::{BulkDraft, Feedback, FeedbackState, Selected, SplitDraft, TriageDraft};
use domain::ids::{FeedbackId, ProjectId};
use domain::projects::ProjectRole;
use store::SetClock;
use uuid::Uuid;

use super::draft;
use crate::cast::{Someone, Steering};
use crate::world::World;

on_both! {
    counts_what_the_entries_say_whatever_is_done,
}

const ACTS: usize = 160;
/// Some twelve days, the length of the periods that are counted by.
const PERIOD_SECONDS: i64 = (1 << 30) / 1_000;

/// What is kept of the entries and what they say, each without the other: all empty where
/// they agree. `nil` is the nil UUID as it stands in the database.
pub(crate) fn apart(nil: &str) -> Vec<String> {
    let shape = "project_id, state, kind, severity, iteration_id";
    let tables = [
        ("feedback_counts", "iteration_number"),
        ("feedback_periods", "weight, period"),
        ("feedback_assigned", "iteration_number, assignee"),
        ("feedback_assigned_periods", "assignee, period"),
    ];
    let both_ways = |(table, more)| {
        let columns = format!("{shape}, {more}");
        let of_entry = columns.split(", ").map(|column| match column {
            "iteration_id" | "assignee" => format!("COALESCE({column}, {nil})"),
            "iteration_number" => "COALESCE(iteration_number, 0)".to_owned(),
            "period" => "created_at >> 30".to_owned(),
            column => column.to_owned(),
        });
        let of_entry = of_entry.collect::<Vec<_>>().join(", ");
        let kept = format!("SELECT {columns}, entries FROM {table} WHERE entries <> 0");
        let said = format!("SELECT {of_entry}, COUNT(*) FROM feedback GROUP BY {of_entry}");
        [
            format!("({kept} EXCEPT {said}) AS apart"),
            format!("({said} EXCEPT {kept}) AS apart"),
        ]
    };
    tables.into_iter().flat_map(both_ways).collect()
}

impl World {
    /// Counts the entries again and compares with what is kept of them.
    pub(crate) async fn counts_are_those_of_the_entries(&self) {
        for apart in apart(&self.uuid(Uuid::nil())) {
            assert_eq!(self.count(&apart).await, 0, "{apart}");
        }
    }
}

/// The same numbers each time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).expect("small") % bound
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// Somebody's project, and who works on it.
struct Team {
    people: Vec<Someone>,
    project: ProjectId,
}

impl Team {
    /// Somebody of the team, or nobody.
    fn anybody(&self, random: &mut Random) -> String {
        let person = self.people.get(random.below(self.people.len() + 1));
        person
            .map(|person| person.id.to_string())
            .unwrap_or_default()
    }

    /// Treats an entry as its form is filled in at random.
    async fn triage(&self, world: &World, random: &mut Random, entry: &Feedback) -> bool {
        let draft = TriageDraft {
            state: random
                .one(&["new", "accepted", "refused", "deferred", "shipped"])
                .into(),
            reason: "Parce que.".into(),
            assignee: self.anybody(random),
            severity: random.one(&["minor", "hindering", "blocking"]).into(),
            shared: "false".into(),
        };
        let actor = self.people[0].actor().await;
        let treated = world
            .store
            .triage_feedback(&actor, entry.id, entry.version, &draft)
            .await;
        treated.is_ok()
    }

    /// Treats three entries at once.
    async fn treat(&self, world: &World, random: &mut Random, given: &[FeedbackId]) -> bool {
        let draft = BulkDraft {
            action: random
                .one(&["assign", "assign", "accept", "defer", "refuse"])
                .into(),
            reason: "Parce que.".into(),
            assignee: self.anybody(random),
        };
        let ids: Vec<FeedbackId> = (0..3).map(|_| random.one(given)).collect();
        let treated = world
            .treat_several(&self.people[0], self.project, &ids, &draft)
            .await;
        treated.is_ok_and(|changed| changed > 0)
    }
}

/// Entries are given, corrected, treated alone and together, merged, split and settled, as
/// chance has it; an iteration begins, and somebody leaves the team. Not every act is
/// possible, but each kind of them is done.
async fn counts_what_the_entries_say_whatever_is_done(world: World) {
    let mut people = Vec::new();
    for name in ["Ana", "Bob", "Zoé"] {
        people.push(world.member(name).await);
    }
    let opened = world.project(&people[0]);
    let opened = opened.with(&people[1], ProjectRole::Contributor);
    let project = opened
        .with(&people[2], ProjectRole::Contributor)
        .open()
        .await;
    let team = Team { people, project };
    let lead = team.people[0].actor().await;
    let clock = SetClock::at(world.store.now());
    let store = world.store.with_clock(clock.clone());
    let mut random = Random(7);
    let mut given = Vec::new();
    let mut done = [0; 7];
    for act in 0..ACTS {
        if act == ACTS / 3 {
            world.plan(&team.people[0], project, "Un minuteur").await;
        }
        if act == ACTS / 2 {
            let left = store.give_team_role(&lead, project, team.people[2].id, None);
            left.await.expect("left the team");
        }
        let kind = if given.len() < 8 { 0 } else { random.below(7) };
        let draft = draft(random.one(&["bug", "idea", "obstacle"]), "Trop lent");
        if kind == 0 {
            let author = team.people[random.below(3)].actor().await;
            clock.set(store.now().plus_seconds(PERIOD_SECONDS / 3));
            let id = FeedbackId::new();
            let gave = store.give_feedback(&author, project, id, &draft).await;
            gave.expect("given");
            given.push(id);
            done[kind] += 1;
            continue;
        }
        let id = random.one(&given);
        let entry = world.entry(&team.people[0], id).await;
        let version = entry.version;
        let person = entry.author.as_ref().expect("a name");
        let author = team.people.iter().find(|one| one.id == person.id);
        let author = author.expect("of the team").actor().await;
        let was_done = match kind {
            1 => {
                let edited = store.edit_feedback(&author, id, version, &draft);
                edited.await.is_ok()
            }
            2 => team.triage(&world, &mut random, &entry).await,
            3 => team.treat(&world, &mut random, &given).await,
            4 => {
                let into = random.one(&given);
                store.merge_feedback(&lead, id, into).await.is_ok()
            }
            5 => {
                let parts = SplitDraft {
                    parts: "Un\n\nDeux".into(),
                };
                let made = store.split_feedback(&lead, id, version, &parts).await;
                given.extend(made.as_deref().unwrap_or_default());
                made.is_ok()
            }
            _ => {
                // Only what was shipped is settled.
                for action in ["accept", "ship"] {
                    let draft = BulkDraft {
                        action: action.into(),
                        ..BulkDraft::default()
                    };
                    let entry = world.entry(&team.people[0], id).await;
                    let entries = [Selected::from(&entry)];
                    let brought = store.treat_feedback(&lead, project, &entries, &draft).await;
                    brought.expect("brought there, or left as it was");
                }
                let state = random.one(&[FeedbackState::Confirmed, FeedbackState::Accepted]);
                let settled = store.settle_feedback(&author, id, state, "Parce que.");
                settled.await.is_ok()
            }
        };
        done[kind] += i32::from(was_done);
        if act % 40 == 0 {
            world.counts_are_those_of_the_entries().await;
        }
    }
    world.counts_are_those_of_the_entries().await;
    assert!(done.iter().all(|times| *times > 0), "{done:?}");
    let assigned = world.count("feedback WHERE assignee IS NOT NULL").await;
    assert!(assigned > 10, "{assigned} are looked after by somebody");
}
