//! Attaching files and taking them away, and sweeping out what nothing refers to.

use std::time::Duration;

use domain::attachments::{
    FILE_MAX, FILES_MAX, Media, check_description, nameless_name, safe_name,
};
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::AttachmentId;
use domain::policy::{Action, Actor, decide};
use domain::problems::{Problem, Problems};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, sea_query,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::reading::FileToRead;
use super::{attached_to, file_of, thing_of};
use crate::audit::Change;
use crate::database::Store;
use crate::error::{Result, StoreError, invalid};
use crate::evidence::{links_of, project_of};
use crate::secrets::hex;
use crate::tables::attachments::attachment;
use crate::tables::decode;
use crate::tables::evidence::search_row;
use crate::tables::sessions::board_picture;

/// A file to be kept: looked into already, and made of nothing but what its
/// media type says.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// What its sender calls it.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// Width and height of a picture, in pixels.
    pub size: Option<(u32, u32)>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// A picture made small, for lists.
    pub thumbnail: Option<Vec<u8>>,
    /// What there is to see or to hear, in words.
    pub description: String,
}

impl Store {
    /// Whether a file of the actor would be taken, before one is looked into.
    ///
    /// # Errors
    /// Refused by role or because the thing is closed; no such thing.
    pub async fn may_attach(&self, actor: &Actor, thing: ThingRef) -> Result<()> {
        let holder = self.holder(&self.db, actor, thing).await?;
        Ok(decide(actor, Action::AttachFile, &holder.situation)?)
    }

    /// Attaches a file. Sent twice, it is attached once.
    ///
    /// # Errors
    /// Refused by role or because the thing is closed; no such thing; a file
    /// without bytes or with too many; too many files; a description that is too
    /// long.
    pub async fn attach_file(
        &self,
        actor: &Actor,
        id: AttachmentId,
        thing: ThingRef,
        file: NewFile,
    ) -> Result<()> {
        // Decided before anything is kept, and again when it is written down.
        self.may_attach(actor, thing).await?;
        let description = check_description(&file.description)?;
        if file.bytes.is_empty() {
            return Err(invalid("file", Problem::Missing));
        }
        if file.bytes.len() > FILE_MAX {
            let max = u32::try_from(FILE_MAX).unwrap_or(u32::MAX);
            return Err(invalid("file", Problem::TooLong { max }));
        }
        let place = self.new_id();
        let (width, height) = file.size.unzip();
        let row = attachment::Model {
            id: id.0,
            thing_kind: thing.kind.code().to_owned(),
            thing_id: thing.id,
            name: safe_name(&file.name, file.media),
            media: file.media.code().to_owned(),
            bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
            sha256: hex(&Sha256::digest(&file.bytes)),
            width: width.map(i64::from),
            height: height.map(i64::from),
            description,
            place,
            created_by: None,
            created_at: 0,
        };
        // The bytes first: a row never stands without them.
        self.files.put(place, file.bytes).await?;
        if let Some(thumbnail) = file.thumbnail {
            self.files.put_thumbnail(place, thumbnail).await?;
        }
        let written = self.write_attachment(actor, thing, row).await;
        if !matches!(written, Ok(true)) {
            self.files.remove(place).await?;
        }
        written.map(|_| ())
    }

    /// Writes down a file whose bytes are kept; whether it is a new one.
    async fn write_attachment(
        &self,
        actor: &Actor,
        thing: ThingRef,
        mut row: attachment::Model,
    ) -> Result<bool> {
        let tx = self.begin().await?;
        let holder = self.holder(&tx.db, actor, thing).await?;
        decide(actor, Action::AttachFile, &holder.situation)?;
        row.created_by = holder.sender(actor).map(Uuid::from);
        row.created_at = tx.now.0;
        if holder.is_nameless(actor.user.0) {
            row.name = nameless_name(decode("media", &row.media)?);
        }
        if let Some(there) = attachment::Entity::find_by_id(row.id).one(&tx.db).await? {
            let same = there.created_by == row.created_by
                && there.thing_id == row.thing_id
                && there.sha256 == row.sha256;
            return if same {
                Ok(false)
            } else {
                Err(StoreError::NotFound)
            };
        }
        let there = attachment::Entity::find()
            .filter(attached_to(thing))
            .count(&tx.db)
            .await?;
        if there >= FILES_MAX {
            let max = u32::try_from(FILES_MAX).unwrap_or(u32::MAX);
            return Err(Problems::one("file", Problem::Full { max }).into());
        }
        let change = Change::of(thing, &Value::Null, &told(&row))?;
        let (file, project) = (file_of(row.id), project_of(&tx, thing).await?);
        tx.index(file, project, &row.name, &row.description).await?;
        attachment::ActiveModel::from(row).insert(&tx.db).await?;
        let named = holder.named.filter(|_| holder.sender(actor).is_some());
        tx.audit(named, Action::AttachFile.code(), change).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes a file away, and its links. It may be gone already.
    ///
    /// # Errors
    /// Refused to all but who attached it and those who lead; the thing is
    /// closed, or not for the actor to know of; an iteration was closed with what
    /// the file speaks for.
    pub async fn remove_attachment(&self, actor: &Actor, id: AttachmentId) -> Result<()> {
        let tx = self.begin().await?;
        let Some(row) = attachment::Entity::find_by_id(id.0).one(&tx.db).await? else {
            return Ok(());
        };
        let thing = thing_of(&row)?;
        let holder = self.holder(&tx.db, actor, thing).await?;
        decide(actor, Action::RemoveFile, &holder.may_remove(actor, &row))?;
        let file = file_of(row.id);
        for link in links_of(&tx.db, file).await? {
            tx.note_unlinked(holder.named, &link).await?;
        }
        tx.forget(file).await?;
        attachment::Entity::delete_by_id(id.0).exec(&tx.db).await?;
        let change = Change::of(thing, &told(&row), &Value::Null)?;
        let removing = Action::RemoveFile.code();
        tx.audit(holder.named, removing, change).await?;
        tx.commit().await?;
        // The row first: what is left over is swept, what is missing is not.
        self.files.remove(row.place).await
    }

    /// Keeps the thumbnail of a picture that has none.
    ///
    /// # Errors
    /// When the files do not answer.
    pub async fn keep_thumbnail(&self, file: &FileToRead, bytes: Vec<u8>) -> Result<()> {
        self.files.put_thumbnail(file.place, bytes).await
    }

    /// Removes what nothing refers to any more: rows whose thing is gone, and
    /// bytes without a row that have lain there for as long as `age`; younger
    /// ones may be on their way in. Gives how many files were removed.
    ///
    /// # Errors
    /// When the database or the files do not answer.
    pub async fn sweep_attachments(&self, age: Duration) -> Result<u64> {
        let tx = self.begin().await?;
        let things = sea_query::Query::select()
            .column(search_row::Column::ThingId)
            .from(search_row::Entity)
            .to_owned();
        attachment::Entity::delete_many()
            .filter(attachment::Column::ThingId.not_in_subquery(things))
            .exec(&tx.db)
            .await?;
        let files = sea_query::Query::select()
            .column(attachment::Column::Id)
            .from(attachment::Entity)
            .to_owned();
        search_row::Entity::delete_many()
            .filter(search_row::Column::ThingKind.eq(ThingKind::File.code()))
            .filter(search_row::Column::ThingId.not_in_subquery(files))
            .exec(&tx.db)
            .await?;
        tx.commit().await?;
        let old = self.files.older_than(age, self.now()).await?;
        let kept: Vec<Uuid> = attachment::Entity::find()
            .select_only()
            .column(attachment::Column::Place)
            .into_tuple()
            .all(&self.db)
            .await?;
        let on_boards: Vec<Uuid> = board_picture::Entity::find()
            .select_only()
            .column(board_picture::Column::Place)
            .into_tuple()
            .all(&self.db)
            .await?;
        let kept: std::collections::HashSet<Uuid> = kept.into_iter().chain(on_boards).collect();
        let mut removed = 0;
        for place in old.into_iter().filter(|place| !kept.contains(place)) {
            self.files.remove(place).await?;
            removed += 1;
        }
        Ok(removed)
    }
}

/// What the audit log tells of a file.
fn told(row: &attachment::Model) -> Value {
    json!({
        "file": row.name,
        "media": row.media,
        "bytes": row.bytes,
        "sha256": row.sha256,
        "description": row.description,
    })
}
