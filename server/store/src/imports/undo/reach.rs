//! How far the undo of an import reaches: which records stay, since somebody worked on
//! them, which go, and how many votes go with these.

use std::collections::HashSet;

use domain::ids::ImportId;
use domain::imports::{ImportKind, Undoable};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::super::target;
use super::{CHUNK, feedback, needs};
use crate::error::Result;
use crate::secrets::hex;
use crate::tables::imports::{import, import_row, vote};

/// What an undo takes away, and what it leaves.
pub(super) struct Reach {
    /// The records that somebody worked on since, in the order of their ids: of needs
    /// also those on which the import voted alone.
    stays: Vec<Uuid>,
    /// The records that it made and that nobody worked on.
    pub(super) goes: Vec<Uuid>,
    /// The needs on which its votes stay: those that stay, and what they were merged into.
    pub(super) voted: HashSet<Uuid>,
}

impl Reach {
    /// What an undo would reach now.
    pub(super) async fn of(db: &impl ConnectionTrait, row: &import::Model) -> Result<Self> {
        let id = ImportId(row.id);
        let (mut stays, voted) = match target(row.project_id).kind() {
            ImportKind::Needs => {
                let stays = needs::staying(db, id).await?;
                let voted = needs::voted(db, &stays).await?;
                (stays, voted)
            }
            ImportKind::Feedback => (feedback::staying(db, id).await?, HashSet::new()),
        };
        stays.sort_unstable();
        let goes = made(db, id).await?.into_iter();
        let goes = goes.filter(|made| stays.binary_search(made).is_err());
        Ok(Self {
            goes: goes.collect(),
            stays,
            voted,
        })
    }

    /// Whether nothing stays.
    pub(super) const fn is_whole(&self) -> bool {
        self.stays.is_empty()
    }

    /// How many records stay.
    pub(super) fn stayed(&self) -> u64 {
        u64::try_from(self.stays.len()).unwrap_or(u64::MAX)
    }

    /// Stands for exactly the records that stay.
    pub(super) fn mark(&self) -> String {
        let mut digest = Sha256::new();
        for id in &self.stays {
            digest.update(id.as_bytes());
        }
        hex(&digest.finalize())
    }

    /// What goes, counted.
    pub(super) async fn undoable(
        &self,
        db: &impl ConnectionTrait,
        row: &import::Model,
    ) -> Result<Undoable> {
        let of_import = || vote::Entity::find().filter(vote::Column::ImportId.eq(row.id));
        let mut votes = of_import().count(db).await?;
        let voted: Vec<Uuid> = self.voted.iter().copied().collect();
        for ids in voted.chunks(CHUNK) {
            let stay = of_import().filter(vote::Column::NeedId.is_in(ids.iter().copied()));
            votes = votes.saturating_sub(stay.count(db).await?);
        }
        Ok(Undoable {
            records: i64::try_from(self.goes.len()).unwrap_or(i64::MAX),
            positions: i64::try_from(votes).unwrap_or(i64::MAX),
            mark: self.mark(),
        })
    }
}

/// What undoing an import takes away now; nothing where it is undone.
pub(in crate::imports) async fn undoable(
    db: &impl ConnectionTrait,
    row: &import::Model,
) -> Result<Undoable> {
    if row.undone_at.is_some() {
        return Ok(Undoable::default());
    }
    Reach::of(db, row).await?.undoable(db, row).await
}

/// The records that an import made, as far as they are there.
async fn made(db: &impl ConnectionTrait, id: ImportId) -> Result<Vec<Uuid>> {
    Ok(import_row::Entity::find()
        .select_only()
        .column(import_row::Column::ThingId)
        .filter(import_row::Column::ImportId.eq(id.0))
        .into_tuple()
        .all(db)
        .await?)
}
