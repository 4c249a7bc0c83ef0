//! Writing entries of feedback, with the iteration that ran when each was told.

use domain::ids::{FeedbackId, ProjectId};

use crate::database::Tx;
use crate::error::Result;
use crate::feedback::{Imported, put_imported};
use crate::imports::rows::EntryRow;
use crate::iterations::PastIterations;

/// Writes new entries of a project.
pub(super) async fn write_entries(
    tx: &Tx,
    project: ProjectId,
    past: &PastIterations,
    rows: &[(FeedbackId, EntryRow)],
) -> Result<()> {
    let entries = rows.iter().map(|(id, row)| {
        let at = row.at.unwrap_or(tx.now);
        Imported {
            id: *id,
            facts: &row.facts,
            author: row.author.as_deref(),
            at,
            iteration: past.at(at),
        }
    });
    put_imported(tx, project, entries.collect()).await
}
