//! A project's feedback as CSV, in columns that an import recognises. Nobody is
//! named in it: who gave an entry is told to the team, on its page alone.

use domain::ids::ProjectId;
use domain::imports::{protected, written_moment};
use domain::policy::{Action, Actor, decide};
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::sheet::Sheet;
use crate::database::Store;
use crate::error::Result;
use crate::projects::situation;
use crate::tables::feedback::entry;

const COLUMNS: [&str; 15] = [
    "timestamp",
    "datetime",
    "id",
    "kind",
    "severity",
    "story",
    "place",
    "level",
    "discipline",
    "pupils",
    "device",
    "network",
    "feedback-state",
    "iteration",
    "tool-version",
];
/// Entries that are read at a time.
const CHUNK: u64 = 1_000;

impl Store {
    /// The whole feedback log of a project as CSV, in the order of giving.
    ///
    /// # Errors
    /// No such project for the actor; refused to those who do not read its whole
    /// log.
    pub async fn export_feedback(&self, actor: &Actor, project: ProjectId) -> Result<String> {
        let seen = self
            .project_for(&self.db, actor, project, Action::SeeProject)
            .await?;
        decide(actor, Action::SeeFeedback, &situation(&seen))?;
        let mut sheet = Sheet::new(&COLUMNS)?;
        let mut last = 0;
        loop {
            let rows = entry::Entity::find()
                .filter(entry::Column::ProjectId.eq(project.0))
                .filter(entry::Column::Number.gt(last))
                .order_by_asc(entry::Column::Number)
                .limit(CHUNK)
                .all(&self.db)
                .await?;
            let Some(row) = rows.last() else { break };
            last = row.number;
            for row in &rows {
                write(&mut sheet, row)?;
            }
        }
        sheet.finish()
    }
}

fn write(sheet: &mut Sheet, row: &entry::Model) -> Result<()> {
    let number = |number: Option<i64>| number.map_or(String::new(), |number| number.to_string());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    sheet.write(&[
        &row.created_at.to_string(),
        &written_moment(Timestamp(row.created_at)),
        &row.id.to_string(),
        &row.kind,
        &row.severity,
        &protected(&row.story),
        &protected(&row.place),
        &text(&row.level),
        &text(&row.discipline),
        &number(row.pupils),
        &text(&row.device),
        &text(&row.network),
        &row.state,
        &number(row.iteration_number),
        &protected(&text(&row.tool_version)),
    ])
}
