//! How far the imports of this server have come, for the page that waits.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::ids::{ImportId, UserId};
use domain::imports::ImportState;

/// How many failed imports are remembered.
const FAILED_MAX: usize = 100;

/// The imports that are under way, or failed. Those that are done stand in the
/// database.
#[derive(Clone, Debug, Default)]
pub(crate) struct Running(Arc<Mutex<HashMap<ImportId, (UserId, Stage)>>>);

#[derive(Clone, Copy, Debug)]
enum Stage {
    Running { done: u64, total: u64 },
    Failed,
}

impl Running {
    fn lock(&self) -> MutexGuard<'_, HashMap<ImportId, (UserId, Stage)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that an import begins; nothing when it is under way already.
    pub(super) fn start(&self, id: ImportId, owner: UserId) -> Option<Run> {
        let mut running = self.lock();
        if let Some((_, Stage::Running { .. })) = running.get(&id) {
            return None;
        }
        if running.len() >= FAILED_MAX {
            running.retain(|_, (_, stage)| !matches!(stage, Stage::Failed));
        }
        running.insert(id, (owner, Stage::Running { done: 0, total: 0 }));
        Some(Run {
            running: self.clone(),
            id,
            owner,
            done: false,
        })
    }

    /// Where an import stands, for whoever started it.
    pub(super) fn state(&self, id: ImportId, owner: UserId) -> Option<ImportState> {
        let running = self.lock();
        let (_, stage) = running.get(&id).filter(|(found, _)| *found == owner)?;
        Some(match *stage {
            Stage::Running { done, total } => ImportState::Running { done, total },
            Stage::Failed => ImportState::Failed,
        })
    }
}

/// One import under way. Dropped before [`Run::finish`], it has failed.
pub(super) struct Run {
    running: Running,
    id: ImportId,
    owner: UserId,
    done: bool,
}

impl Run {
    pub(super) fn at(&self, done: usize, total: usize) {
        let count = |number| u64::try_from(number).unwrap_or(u64::MAX);
        let stage = Stage::Running {
            done: count(done),
            total: count(total),
        };
        self.running.lock().insert(self.id, (self.owner, stage));
    }

    pub(super) fn finish(mut self) {
        self.done = true;
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let mut running = self.running.lock();
        if self.done {
            running.remove(&self.id);
        } else {
            running.insert(self.id, (self.owner, Stage::Failed));
        }
    }
}
