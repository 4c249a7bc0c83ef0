//! The real run: one transaction that writes everything, many rows at a time.

mod feedback;
mod needs;

use domain::audit::KeptKind;
use domain::ids::ImportId;
use domain::imports::{ImportPlan, ImportReport};
use domain::policy::{Action, Actor};
use domain::problems::clean_line;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use self::feedback::write_entries;
pub(super) use self::needs::add_stances;
use self::needs::{write_needs, write_votes};
use super::ImportFiles;
use super::outcome::{Outcome, kept_id, settle, voter_key};
use super::rows::Parsed;
use super::running::Run;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::iterations::PastIterations;
use crate::tables::imports::{import, import_row, upload};

/// Rows of one statement, of some thirty values each: SQLite takes 32,766 values.
const CHUNK: usize = 500;
/// Kind of an import in the audit log.
pub(super) const AUDITED: &str = KeptKind::Import.code();

impl Store {
    pub(super) async fn write(
        &self,
        actor: &Actor,
        id: ImportId,
        files: &ImportFiles,
        plan: &ImportPlan,
        parsed: Parsed,
        run: &Run,
    ) -> Result<ImportReport> {
        let tx = self.begin().await?;
        let Outcome {
            needs,
            entries,
            votes,
            voters,
            added,
            report,
        } = settle(&tx.db, plan, parsed).await?;
        if !report.reconciles() {
            return Err(StoreError::Internal(format!(
                "an import that does not add up: {report:?}"
            )));
        }
        let made = needs.len() + entries.len();
        let positions = votes.len();
        let total = made + positions;
        record(&tx, actor, id, files, plan, &report, (made, positions)).await?;
        let mut done = 0;
        run.at(done, total);
        for chunk in needs.chunks(CHUNK) {
            write_needs(&tx, chunk).await?;
            note_rows(
                &tx,
                id,
                plan,
                chunk.iter().map(|(id, row, _)| (id.0, &row.key)),
            )
            .await?;
            done += chunk.len();
            run.at(done, total);
        }
        if let Some(project) = plan.target().project() {
            let past = PastIterations::of(&tx.db, project).await?;
            for chunk in entries.chunks(CHUNK) {
                write_entries(&tx, project, &past, chunk).await?;
                note_rows(
                    &tx,
                    id,
                    plan,
                    chunk.iter().map(|(id, row)| (id.0, &row.key)),
                )
                .await?;
                done += chunk.len();
                run.at(done, total);
            }
        }
        let voters: Vec<String> = voters
            .iter()
            .map(|voter| voter_key(&plan.source, voter))
            .collect();
        for chunk in votes.chunks(CHUNK) {
            write_votes(&tx, id, &voters, chunk).await?;
            done += chunk.len();
            run.at(done, total);
        }
        for (need, stances) in &added {
            add_stances(&tx, *need, *stances).await?;
        }
        upload::Entity::delete_by_id(id.0).exec(&tx.db).await?;
        tx.commit().await?;
        Ok(report)
    }
}

/// The record of the import and its row in the audit log.
async fn record(
    tx: &Tx,
    actor: &Actor,
    id: ImportId,
    files: &ImportFiles,
    plan: &ImportPlan,
    report: &ImportReport,
    (records, positions): (usize, usize),
) -> Result<()> {
    let count = |number| i64::try_from(number).unwrap_or(i64::MAX);
    let votes_name = files.votes.as_ref().map(|file| clean_line(&file.name));
    import::ActiveModel {
        id: Set(id.0),
        kind: Set(plan.kind().code().to_owned()),
        source: Set(plan.source.clone()),
        records_name: Set(clean_line(&files.records.name)),
        votes_name: Set(votes_name),
        plan: Set(serde_json::to_string(plan)?),
        report: Set(serde_json::to_string(report)?),
        records: Set(count(records)),
        positions: Set(count(positions)),
        made_by: Set(actor.user.0),
        made_at: Set(tx.now.0),
        undone_by: Set(None),
        undone_at: Set(None),
        project_id: Set(plan.target().project().map(Into::into)),
    }
    .insert(&tx.db)
    .await?;
    let after = json!({
        "kind": plan.kind(),
        "source": plan.source,
        "project": plan.target().project(),
        "records": report.records,
        "votes": report.votes,
    });
    let change = Change {
        kind: AUDITED,
        id: id.0,
        before: Value::Null,
        after,
    };
    tx.audit(Some(actor.user), Action::ImportRecords.code(), change)
        .await
}

/// Notes which thing was made of which row, so that the row is recognised.
async fn note_rows<'a>(
    tx: &Tx,
    import: ImportId,
    plan: &ImportPlan,
    made: impl Iterator<Item = (Uuid, &'a String)>,
) -> Result<()> {
    let rows = made.map(|(thing, key)| import_row::ActiveModel {
        import_id: Set(import.0),
        thing_id: Set(thing),
        kind: Set(plan.kind().code().to_owned()),
        source: Set(plan.source.clone()),
        source_id: Set(kept_id(plan, key)),
    });
    import_row::Entity::insert_many(rows)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}
