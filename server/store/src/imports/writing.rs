//! The real run: one transaction that writes everything, many rows at a time.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ImportId, NeedId};
use domain::imports::{ImportPlan, ImportReport};
use domain::needs::{NeedState, Stances};
use domain::policy::{Action, Actor};
use domain::problems::clean_line;
use domain::time::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use super::ImportFiles;
use super::outcome::{NewVote, Outcome, settle, voter_key};
use super::rows::{NeedRow, Parsed};
use super::running::Run;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::needs::columns;
use crate::search::index_row;
use crate::tables::evidence::search_row;
use crate::tables::imports::{import, import_row, upload, vote};
use crate::tables::needs::need;

/// Rows of one statement: neither database takes more than some thousand values.
const CHUNK: usize = 1_000;
/// Kind of an import in the audit log.
pub(super) const AUDITED: &str = "import";

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
        let total = needs.len() + votes.len();
        let (made, positions) = (needs.len(), votes.len());
        record(&tx, actor, id, files, plan, &report, (made, positions)).await?;
        let mut done = 0;
        run.at(done, total);
        for chunk in needs.chunks(CHUNK) {
            write_needs(&tx, id, plan, chunk).await?;
            done += chunk.len();
            run.at(done, total);
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
    (needs, positions): (usize, usize),
) -> Result<()> {
    let count = |number| i64::try_from(number).unwrap_or(i64::MAX);
    let votes_name = files.votes.as_ref().map(|file| clean_line(&file.name));
    import::ActiveModel {
        id: Set(id.0),
        kind: Set(plan.kind.code().to_owned()),
        source: Set(plan.source.clone()),
        records_name: Set(clean_line(&files.records.name)),
        votes_name: Set(votes_name),
        plan: Set(serde_json::to_string(plan)?),
        report: Set(serde_json::to_string(report)?),
        needs: Set(count(needs)),
        positions: Set(count(positions)),
        made_by: Set(actor.user.0),
        made_at: Set(tx.now.0),
        undone_by: Set(None),
        undone_at: Set(None),
    }
    .insert(&tx.db)
    .await?;
    let after = json!({
        "kind": plan.kind,
        "source": plan.source,
        "needs": report.needs,
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

async fn write_needs(
    tx: &Tx,
    import: ImportId,
    plan: &ImportPlan,
    rows: &[(NeedId, NeedRow, Stances)],
) -> Result<()> {
    let mut needs = Vec::with_capacity(rows.len());
    let mut found = Vec::with_capacity(rows.len());
    let mut indexed = Vec::with_capacity(rows.len());
    for (id, row, stances) in rows {
        needs.push(need_row(tx.now, *id, row, *stances, &plan.source));
        found.push(import_row::ActiveModel {
            import_id: Set(import.0),
            thing_id: Set(id.0),
            kind: Set(plan.kind.code().to_owned()),
            source: Set(plan.source.clone()),
            source_id: Set(row.key.clone()),
        });
        let text = format!("{}\n{}", row.facts.affected, row.facts.setting);
        let thing = ThingRef::new(ThingKind::Need, *id);
        indexed.push(index_row(thing, None, &row.facts.statement, &text));
    }
    need::Entity::insert_many(needs)
        .exec_without_returning(&tx.db)
        .await?;
    import_row::Entity::insert_many(found)
        .exec_without_returning(&tx.db)
        .await?;
    search_row::Entity::insert_many(indexed)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}

fn need_row(
    now: Timestamp,
    id: NeedId,
    row: &NeedRow,
    stances: Stances,
    source: &str,
) -> need::ActiveModel {
    let mut need = columns(&row.facts);
    need.id = Set(id.0);
    need.author = Set(None);
    need.source_author = Set(row.author.clone().filter(|author| !author.is_empty()));
    need.state = Set(row.state.code().to_owned());
    need.state_reason = Set(reason(row.state, source));
    need.supports = Set(stances.supports);
    need.objections = Set(stances.objections);
    need.neutral = Set(stances.neutral);
    need.created_at = Set(row.at.unwrap_or(now).0);
    need.updated_at = Set(now.0);
    need
}

/// Why a need stands as it does, in the language of the workspace's records.
fn reason(state: NeedState, source: &str) -> String {
    match state {
        NeedState::SetAside => format!("Écarté par la modération ({source})"),
        NeedState::Withdrawn => format!("Retiré par son auteur·rice ({source})"),
        _ => String::new(),
    }
}

async fn write_votes(tx: &Tx, import: ImportId, voters: &[String], rows: &[NewVote]) -> Result<()> {
    let mut votes = Vec::with_capacity(rows.len());
    for row in rows {
        votes.push(vote::ActiveModel {
            id: Set(tx.new_id()),
            need_id: Set(row.need),
            user_id: Set(None),
            source_voter: Set(voters.get(row.voter).cloned()),
            stance: Set(row.stance.code().to_owned()),
            comment: Set(String::new()),
            at: Set(row.at.unwrap_or(tx.now).0),
            import_id: Set(Some(import.0)),
        });
    }
    vote::Entity::insert_many(votes)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}

/// Adds to the counts beside a need; takes away where they are negative.
pub(super) async fn add_stances(tx: &Tx, id: Uuid, stances: Stances) -> Result<()> {
    let plus = |column: need::Column, more: i64| Expr::col(column).add(more);
    need::Entity::update_many()
        .col_expr(
            need::Column::Supports,
            plus(need::Column::Supports, stances.supports),
        )
        .col_expr(
            need::Column::Objections,
            plus(need::Column::Objections, stances.objections),
        )
        .col_expr(
            need::Column::Neutral,
            plus(need::Column::Neutral, stances.neutral),
        )
        .filter(need::Column::Id.eq(id))
        .exec(&tx.db)
        .await?;
    Ok(())
}
