//! Files attached to things: what is known of them in the database, their bytes
//! beside it. Whoever sees a thing sees its files.

use std::ops::Range;
use std::time::Duration;

use domain::attachments::{
    AttachedFile, Attachment, Attachments, FILE_MAX, FILES_MAX, Media, author_may_be_anyone,
    check_description, holds_files, nameless_name, safe_name,
};
use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::{Anonymity, FeedbackState};
use domain::ids::{
    AttachmentId, FeedbackId, IterationId, MilestoneId, NeedId, ProjectId, SessionId, UserId,
};
use domain::iterations::IterationState;
use domain::milestones::MilestoneState;
use domain::needs::NeedState;
use domain::policy::{Action, Actor, Situation, decide, may};
use domain::problems::{Problem, Problems};
use domain::sessions::SessionState;
use domain::time::Timestamp;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::accounts::people_by_id;
use crate::audit::Change;
use crate::database::Store;
use crate::error::{Result, StoreError, invalid};
use crate::evidence::{links_of, project_of};
use crate::projects::situation;
use crate::secrets::hex;
use crate::tables::attachments::attachment;
use crate::tables::decode;
use crate::tables::evidence::search_row;
use crate::tables::milestones::milestone;
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

/// The thing that holds files, as far as they depend on it.
struct Holder {
    /// What the policy looks at when a file is added.
    situation: Situation,
    anonymity: Anonymity,
    /// Who gave the entry, where that is recorded.
    author: Option<Uuid>,
    /// Whom the audit log names for what the actor does here.
    named: Option<UserId>,
}

impl Holder {
    fn of(actor: &Actor, situation: Situation) -> Self {
        Self {
            situation,
            anonymity: Anonymity::Named,
            author: None,
            named: Some(actor.user),
        }
    }

    /// Who is written down as the sender of a file. Nobody can be told from the
    /// author of an entry without a recorded name: then it is nobody.
    fn sender(&self, actor: &Actor) -> Option<UserId> {
        (self.anonymity != Anonymity::NotStored).then_some(actor.user)
    }

    /// Whether what this person attaches carries no name.
    fn is_nameless(&self, person: Uuid) -> bool {
        match self.anonymity {
            Anonymity::Named => false,
            Anonymity::Hidden => self.author == Some(person),
            Anonymity::NotStored => true,
        }
    }

    fn may_remove(&self, actor: &Actor, row: &attachment::Model) -> Situation {
        Situation {
            is_author: row.created_by == Some(actor.user.0),
            ..self.situation
        }
    }
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
            let max = i64::try_from(FILES_MAX).unwrap_or(i64::MAX);
            let many = Problem::OutOfRange { min: 0, max };
            return Err(Problems::one("file", many).into());
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

    /// The thing, when the actor may see it and it can hold files.
    async fn holder(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        thing: ThingRef,
    ) -> Result<Holder> {
        if !holds_files(thing.kind) {
            return Err(StoreError::NotFound);
        }
        let see = Action::SeeProject;
        let situation = match thing.kind {
            ThingKind::Change
            | ThingKind::Element
            | ThingKind::MapLink
            | ThingKind::Decision
            | ThingKind::ActionItem
            | ThingKind::File => return Err(StoreError::NotFound),
            ThingKind::Feedback => return self.entry_holder(db, actor, FeedbackId(thing.id)).await,
            ThingKind::Need => {
                decide(actor, Action::SeeNeed, &Situation::workspace())?;
                let row = crate::needs::need_row(db, NeedId(thing.id)).await?;
                let row = row.ok_or(StoreError::NotFound)?;
                let state: NeedState = decode("state", &row.state)?;
                Situation {
                    is_author: row.author == Some(actor.user.0),
                    frozen: state.is_closed(),
                    ..Situation::workspace()
                }
            }
            ThingKind::Project => {
                let project = ProjectId(thing.id);
                situation(&self.project_for(db, actor, project, see).await?)
            }
            ThingKind::Iteration => {
                let id = IterationId(thing.id);
                let (iteration, project) = self.iteration_for(db, actor, id, see).await?;
                Situation {
                    frozen: iteration.state == IterationState::Closed,
                    ..situation(&project)
                }
            }
            ThingKind::Session => {
                let id = SessionId(thing.id);
                let see = Action::SeeSession;
                let (row, project) = self.session_for(db, actor, id, see).await?;
                // Whoever takes part adds to it as its authors do.
                let takes_part = self.takes_part(db, actor, id).await?;
                Situation {
                    is_author: takes_part,
                    shared_with_partners: takes_part,
                    frozen: row.state == SessionState::Closed.code(),
                    ..situation(&project)
                }
            }
            ThingKind::Milestone => {
                let id = MilestoneId(thing.id);
                let row = milestone::Entity::find_by_id(id.0).one(db).await?;
                let row = row.ok_or(StoreError::NotFound)?;
                let project = ProjectId(row.project_id);
                let project = self.project_for(db, actor, project, see).await?;
                let state: MilestoneState = decode("state", &row.state)?;
                Situation {
                    frozen: state.is_settled(),
                    ..situation(&project)
                }
            }
        };
        Ok(Holder::of(actor, situation))
    }

    /// An entry of the feedback log: its author adds to it, and so may whoever
    /// could be its author where no name was recorded.
    async fn entry_holder(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        id: FeedbackId,
    ) -> Result<Holder> {
        let seen = self.feedback_seen(db, actor, id).await?;
        let anonymity: Anonymity = decode("anonymity", &seen.row.anonymity)?;
        let given = Timestamp(seen.row.created_at);
        let gives = may(actor, Action::GiveFeedback, &seen.situation);
        let is_author = seen.situation.is_author
            || (gives && author_may_be_anyone(anonymity, given, self.now()));
        let situation = Situation {
            is_author,
            shared_with_partners: seen.row.shared || is_author,
            frozen: seen.state()? == FeedbackState::Duplicate,
            ..seen.situation
        };
        Ok(Holder {
            situation,
            anonymity,
            author: seen.row.author,
            named: seen.named(actor),
        })
    }
}

/// The condition that a file is attached to a thing.
pub(crate) fn attached_to(thing: ThingRef) -> Condition {
    Condition::all()
        .add(attachment::Column::ThingKind.eq(thing.kind.code()))
        .add(attachment::Column::ThingId.eq(thing.id))
}

/// A file as a thing of the evidence chain.
fn file_of(id: Uuid) -> ThingRef {
    ThingRef::new(ThingKind::File, id)
}

fn thing_of(row: &attachment::Model) -> Result<ThingRef> {
    Ok(ThingRef::new(
        decode::<ThingKind>("thing_kind", &row.thing_kind)?,
        row.thing_id,
    ))
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
