//! Needs and votes as CSV, in the columns of a Polis export and some of our own
//! behind them, so that what was imported comes out again as it went in.
//!
//! Text that a spreadsheet would take for a formula stands behind an apostrophe,
//! which an import takes away again. Numbers, the −1 of a vote among them, are
//! written as they are. A person with an account appears in the votes under
//! another number each time: an export must not tell how somebody voted.

mod feedback;
mod sheet;

use std::collections::HashMap;

use domain::imports::{ImportKind, protected, written_moment};
use domain::needs::{NeedState, Stance};
use domain::policy::{Action, Actor, Situation, decide};
use domain::time::Timestamp;
use domain::wording::Locale;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use self::sheet::Sheet;
use super::rows::TEXT_KEY;
use crate::database::Store;
use crate::error::Result;
use crate::needs::read_facts;
use crate::tables::decode;
use crate::tables::imports::{import_row, vote};
use crate::tables::needs::need;

const NEEDS: [&str; 16] = [
    "timestamp",
    "datetime",
    "comment-id",
    "author-id",
    "agrees",
    "disagrees",
    "moderated",
    "comment-body",
    "affected",
    "setting",
    "level",
    "discipline",
    "pupils",
    "territory",
    "need-state",
    "source",
];
const VOTES: [&str; 5] = ["timestamp", "datetime", "comment-id", "voter-id", "vote"];
/// Needs whose votes are read at a time.
const CHUNK: usize = 500;

/// A need to be exported, and where it came from.
struct Exported {
    row: need::Model,
    /// Its id in the export.
    id: String,
    source: Option<String>,
}

impl Store {
    /// All needs as CSV, or those of one source.
    ///
    /// # Errors
    /// Refused to those who do not see needs.
    pub async fn export_needs(&self, actor: &Actor, source: Option<&str>) -> Result<String> {
        decide(actor, Action::SeeNeed, &Situation::workspace())?;
        let mut sheet = Sheet::new(&NEEDS)?;
        for Exported { row, id, source } in self.exported(source).await? {
            let facts = read_facts(&row)?;
            let state: NeedState = decode("state", &row.state)?;
            let moderated = match state {
                NeedState::Open | NeedState::Answered => "1",
                NeedState::SetAside | NeedState::Merged | NeedState::Withdrawn => "-1",
            };
            let author = row.source_author.or(row.author.map(|id| id.to_string()));
            let place = facts.territory.as_ref();
            sheet.write(&[
                &row.created_at.to_string(),
                &written_moment(Timestamp(row.created_at)),
                &protected(&id),
                &protected(&author.unwrap_or_default()),
                &row.supports.to_string(),
                &row.objections.to_string(),
                moderated,
                &protected(&facts.statement),
                &protected(&facts.affected),
                &protected(&facts.setting),
                facts.level.map_or("", |level| level.code()),
                facts.discipline.map_or("", |discipline| discipline.code()),
                &facts
                    .pupils
                    .map(|count| count.to_string())
                    .unwrap_or_default(),
                &protected(place.map_or("", |place| place.name(Locale::default()))),
                state.code(),
                &protected(&source.unwrap_or_default()),
            ])?;
        }
        sheet.finish()
    }

    /// All votes as CSV, or those on the needs of one source.
    ///
    /// # Errors
    /// Refused to those who do not see needs.
    pub async fn export_votes(&self, actor: &Actor, source: Option<&str>) -> Result<String> {
        decide(actor, Action::SeeNeed, &Situation::workspace())?;
        let needs = self.exported(source).await?;
        let mut sheet = Sheet::new(&VOTES)?;
        let mut people = 0_u64;
        for chunk in needs.chunks(CHUNK) {
            let named: HashMap<Uuid, &Exported> =
                chunk.iter().map(|need| (need.row.id, need)).collect();
            let rows = vote::Entity::find()
                .filter(vote::Column::NeedId.is_in(named.keys().copied()))
                .order_by_asc(vote::Column::NeedId)
                .order_by_asc(vote::Column::At)
                .order_by_asc(vote::Column::Id)
                .all(&self.db)
                .await?;
            for row in rows {
                let Some(need) = named.get(&row.need_id) else {
                    continue;
                };
                let voter = match &row.source_voter {
                    Some(voter) => in_source(voter, need.source.as_deref()).to_owned(),
                    None => {
                        people += 1;
                        format!("p{people}")
                    }
                };
                let value = match decode("stance", &row.stance)? {
                    Stance::Support => "1",
                    Stance::Neutral => "0",
                    Stance::Objection => "-1",
                };
                sheet.write(&[
                    &row.at.to_string(),
                    &written_moment(Timestamp(row.at)),
                    &protected(&need.id),
                    &protected(&voter),
                    value,
                ])?;
            }
        }
        sheet.finish()
    }

    /// The needs to be exported. Each has its id of the source where all come
    /// from one; where there are several, the source's name stands before it.
    async fn exported(&self, source: Option<&str>) -> Result<Vec<Exported>> {
        let needs = ImportKind::Needs.code();
        let mut rows = import_row::Entity::find().filter(import_row::Column::Kind.eq(needs));
        if let Some(source) = source {
            rows = rows.filter(import_row::Column::Source.eq(source));
        }
        let mut origins: HashMap<Uuid, (String, String)> = rows
            .all(&self.db)
            .await?
            .into_iter()
            .map(|row| (row.thing_id, (row.source, row.source_id)))
            .collect();
        let mut names: Vec<&String> = origins.values().map(|(source, _)| source).collect();
        names.sort_unstable();
        names.dedup();
        let several = names.len() > 1;
        let needs = need::Entity::find()
            .order_by_asc(need::Column::CreatedAt)
            .order_by_asc(need::Column::Id)
            .all(&self.db)
            .await?;
        Ok(needs
            .into_iter()
            .filter_map(|row| {
                let origin = origins.remove(&row.id);
                if source.is_some() && origin.is_none() {
                    return None;
                }
                let own = row.id.to_string();
                let (source, id) = match origin {
                    None => (None, own),
                    Some((source, id)) if id.starts_with(TEXT_KEY) => (Some(source), own),
                    Some((source, id)) if several => {
                        let id = format!("{source}/{id}");
                        (Some(source), id)
                    }
                    Some((source, id)) => (Some(source), id),
                };
                Some(Exported { row, id, source })
            })
            .collect())
    }
}

/// The voter as the need's own source names them; those that came with another
/// need by a merge keep the name of theirs.
fn in_source<'a>(voter: &'a str, source: Option<&str>) -> &'a str {
    source
        .and_then(|source| voter.strip_prefix(source))
        .and_then(|rest| rest.strip_prefix(':'))
        .unwrap_or(voter)
}
