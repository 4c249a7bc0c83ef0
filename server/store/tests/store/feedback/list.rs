//! Finding feedback again.

mod beyond;
mod facets;
mod narrowing;
mod order;
mod paging;
mod views;
mod words;

use domain::feedback::FeedbackPage;
use domain::ids::{FeedbackId, ProjectId};

use super::draft;
use crate::cast::Someone;
use crate::world::World;

const KINDS: [&str; 3] = ["bug", "idea", "obstacle"];

/// Entries of three kinds, every fourth of them accepted, in order of giving.
async fn many(world: &World, who: &Someone, count: usize) -> (ProjectId, Vec<FeedbackId>) {
    let project = world.project(who).open().await;
    let mut given = Vec::new();
    for number in 0..count {
        let mut draft = draft(KINDS[number % 3], &format!("Retour numéro {number}"));
        if number % 5 == 0 {
            draft.severity = "blocking".into();
        }
        given.push(world.give(who, project, &draft).await);
    }
    for id in given.iter().step_by(4) {
        world.bring(who, *id, "accepted").await;
    }
    (project, given)
}

fn ids(listed: &FeedbackPage) -> Vec<FeedbackId> {
    listed.page.items.iter().map(|entry| entry.id).collect()
}
