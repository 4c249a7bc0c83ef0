//! Reading files: those of a thing, one with what holds it, its bytes.

use std::ops::Range;

use domain::attachments::{AttachedFile, Attachment, Attachments, Media};
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::AttachmentId;
use domain::policy::{Action, Actor, may};
use domain::time::Timestamp;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, sea_query};
use uuid::Uuid;

use super::{attached_to, thing_of};
use crate::accounts::people_by_id;
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::tables::attachments::attachment;
use crate::tables::decode;

/// A file that somebody may read.
#[derive(Clone, Debug)]
pub struct FileToRead {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// How many bytes it has.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    pub(crate) place: Uuid,
}

impl Store {
    /// The files of a thing, oldest first, and whether the actor may add one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of the thing.
    pub async fn attachments(&self, actor: &Actor, thing: ThingRef) -> Result<Attachments> {
        let holder = self.holder(&self.db, actor, thing).await?;
        let rows = attachment::Entity::find()
            .filter(attached_to(thing))
            .order_by_asc(attachment::Column::CreatedAt)
            .order_by_asc(attachment::Column::Id)
            .all(&self.db)
            .await?;
        let shown = |row: &attachment::Model| {
            row.created_by
                .filter(|&by| by == actor.user.0 || !holder.is_nameless(by))
        };
        let people = people_by_id(&self.db, rows.iter().filter_map(shown)).await?;
        let files = rows
            .into_iter()
            .map(|row| {
                Ok(Attachment {
                    id: AttachmentId(row.id),
                    thing,
                    media: decode("media", &row.media)?,
                    bytes: row.bytes,
                    size: row.width.zip(row.height),
                    by: shown(&row).and_then(|by| people.get(&by).cloned()),
                    at: Timestamp(row.created_at),
                    removable: may(actor, Action::RemoveFile, &holder.may_remove(actor, &row)),
                    name: row.name,
                    description: row.description,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Attachments {
            thing,
            files,
            may_attach: may(actor, Action::AttachFile, &holder.situation),
            nameless: holder.is_nameless(actor.user.0),
        })
    }

    /// A file with what it is attached to.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of its thing.
    pub async fn attached_file(&self, actor: &Actor, id: AttachmentId) -> Result<AttachedFile> {
        let row = attachment::Entity::find_by_id(id.0).one(&self.db).await?;
        let thing = thing_of(&row.ok_or(StoreError::NotFound)?)?;
        let files = self.attachments(actor, thing).await?.files;
        let file = files.into_iter().find(|file| file.id == id);
        let holder = self.named(&self.db, actor, &[thing]).await?;
        let holder = holder.into_values().next();
        let (file, holder) = file.zip(holder).ok_or(StoreError::NotFound)?;
        Ok(AttachedFile { file, holder })
    }

    /// A file to be sent to the actor.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of its thing.
    pub async fn attachment(&self, actor: &Actor, id: AttachmentId) -> Result<FileToRead> {
        let row = attachment::Entity::find_by_id(id.0)
            .one(&self.db)
            .await?
            .ok_or(StoreError::NotFound)?;
        self.holder(&self.db, actor, thing_of(&row)?).await?;
        Ok(FileToRead {
            media: decode("media", &row.media)?,
            bytes: u64::try_from(row.bytes).unwrap_or_default(),
            name: row.name,
            sha256: row.sha256,
            place: row.place,
        })
    }

    /// Some of the bytes of a file.
    ///
    /// # Errors
    /// When they are not where they were put.
    pub async fn read_file(&self, file: &FileToRead, range: Range<u64>) -> Result<Vec<u8>> {
        self.files.get(file.place, range).await
    }

    /// The thumbnail of a picture. `None` for one that was attached, or restored,
    /// without: it can be made of the picture and [kept](Store::keep_thumbnail).
    ///
    /// # Errors
    /// When the files do not answer.
    pub async fn thumbnail(&self, file: &FileToRead) -> Result<Option<Vec<u8>>> {
        self.files.get_thumbnail(file.place).await
    }

    /// Ids of the files that somebody sees who does not read whole logs: of all that
    /// has no readers of its own, and of the `opened` entries and `joined` sessions.
    pub(crate) fn opened_files(
        opened: SelectStatement,
        joined: SelectStatement,
    ) -> SelectStatement {
        let narrower = [ThingKind::Feedback, ThingKind::Session].map(ThingKind::code);
        let of = |kind: ThingKind, ids| {
            Condition::all()
                .add(attachment::Column::ThingKind.eq(kind.code()))
                .add(attachment::Column::ThingId.in_subquery(ids))
        };
        let seen = Condition::any()
            .add(attachment::Column::ThingKind.is_not_in(narrower))
            .add(of(ThingKind::Feedback, opened))
            .add(of(ThingKind::Session, joined));
        sea_query::Query::select()
            .column(attachment::Column::Id)
            .from(attachment::Entity)
            .cond_where(seen)
            .to_owned()
    }
}
