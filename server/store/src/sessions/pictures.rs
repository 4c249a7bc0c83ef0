//! Pictures that lie on the boards of sessions: put there by those who take part,
//! with an account or without. Which of them a reader may see is up to the board.

use domain::attachments::{
    BOARD_PICTURES_MAX, BOARD_PICTURES_OF_GUESTS_MAX, BOARD_PICTURES_OF_ONE_MAX,
    BOARD_PICTURES_OF_OTHERS_MAX, FILE_MAX, Family, Media,
};
use domain::ids::{AttachmentId, SessionId};
use domain::policy::{Action, Refusal};
use domain::problems::Problem;
use domain::sessions::{Participant, ParticipantState, SessionRole, SessionState};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Select};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::note;
use super::people::Visitor;
use crate::attachments::{FileToRead, NewFile};
use crate::database::Store;
use crate::error::{Result, StoreError, invalid};
use crate::secrets::hex;
use crate::tables::decode;
use crate::tables::sessions::{board_picture, participant};

impl Store {
    /// Whether a picture of somebody would be taken, before one is looked into.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] to those who do not take part; refused to observers
    /// and where the session is over.
    pub async fn may_add_board_picture(
        &self,
        visitor: Visitor<'_>,
        session: SessionId,
    ) -> Result<()> {
        self.illustrator(visitor, session).await.map(|_| ())
    }

    /// Keeps a picture for a session's board. Sent twice, it is kept once.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] to those who do not take part; refused to observers
    /// and where the session is over; what is no picture, is empty or too large; too
    /// many pictures, of which some are kept for those who facilitate and who have an account.
    pub async fn add_board_picture(
        &self,
        visitor: Visitor<'_>,
        session: SessionId,
        id: AttachmentId,
        file: NewFile,
    ) -> Result<()> {
        let own = self.illustrator(visitor, session).await?;
        if file.media.family() != Family::Picture || file.bytes.is_empty() {
            return Err(invalid("file", Problem::NotOffered));
        }
        if file.bytes.len() > FILE_MAX {
            let max = u32::try_from(FILE_MAX).unwrap_or(u32::MAX);
            return Err(invalid("file", Problem::TooLong { max }));
        }
        let place = self.new_id();
        let row = board_picture::Model {
            id: id.0,
            session_id: session.0,
            participant: i64::from(own.number),
            media: file.media.code().to_owned(),
            bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
            sha256: hex(&Sha256::digest(&file.bytes)),
            place,
            created_at: 0,
        };
        // The bytes first: a row never stands without them.
        self.files.put(place, file.bytes).await?;
        if let Some(thumbnail) = file.thumbnail {
            self.files.put_thumbnail(place, thumbnail).await?;
        }
        let written = self.write_board_picture(visitor, &own, row).await;
        if !matches!(written, Ok(true)) {
            self.files.remove(place).await?;
        }
        written.map(|_| ())
    }

    /// Writes down a picture whose bytes are kept; whether it is a new one.
    async fn write_board_picture(
        &self,
        visitor: Visitor<'_>,
        own: &Participant,
        mut row: board_picture::Model,
    ) -> Result<bool> {
        let tx = self.begin().await?;
        if let Some(there) = board_picture::Entity::find_by_id(row.id)
            .one(&tx.db)
            .await?
        {
            let same = (there.session_id, there.participant) == (row.session_id, row.participant)
                && there.sha256 == row.sha256;
            return if same {
                Ok(false)
            } else {
                Err(StoreError::NotFound)
            };
        }
        for (there, most) in limits(row.session_id, own) {
            if there.count(&tx.db).await? >= most {
                let max = u32::try_from(most).unwrap_or(u32::MAX);
                return Err(invalid("file", Problem::Full { max }));
            }
        }
        row.created_at = tx.now.0;
        let session = SessionId(row.session_id);
        let told = json!({ "picture": row.id, "participant": row.participant });
        board_picture::ActiveModel::from(row).insert(&tx.db).await?;
        let actor = match visitor {
            Visitor::Account(actor) => Some(actor),
            Visitor::Guest(_) => None,
        };
        let change = (Value::Null, told);
        note(&tx, actor, Action::JoinSession, session, change).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// A picture of a session's board, with the number of whoever put it there, for
    /// somebody who may read the board. Whether it lies where they see it is for the
    /// board to say.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for everybody else, and where there is no such picture.
    pub async fn board_picture(
        &self,
        visitor: Visitor<'_>,
        session: SessionId,
        id: AttachmentId,
    ) -> Result<(FileToRead, u32)> {
        self.board_reader(visitor, session).await?;
        let row = board_picture::Entity::find_by_id(id.0)
            .one(&self.db)
            .await?;
        let row = row.filter(|row| row.session_id == session.0);
        let row = row.ok_or(StoreError::NotFound)?;
        let media: Media = decode("media", &row.media)?;
        let file = FileToRead {
            name: format!("board.{}", media.extension()),
            media,
            bytes: u64::try_from(row.bytes).unwrap_or_default(),
            sha256: row.sha256,
            place: row.place,
        };
        Ok((file, u32::try_from(row.participant).unwrap_or_default()))
    }

    /// Somebody's part in a session, if they may put pictures on its board.
    async fn illustrator(&self, visitor: Visitor<'_>, session: SessionId) -> Result<Participant> {
        let (state, seat) = self.seat(visitor, session).await?;
        let seat = seat.filter(|seat| seat.state == ParticipantState::Admitted);
        let seat = seat.ok_or(StoreError::NotFound)?;
        if seat.role == SessionRole::Observer {
            return Err(Refusal::Role.into());
        }
        if state == SessionState::Closed {
            return Err(Refusal::Frozen.into());
        }
        Ok(seat)
    }
}

/// Under which limits a picture of somebody falls: the pictures that are counted, and how many
/// of them there may be. All that were ever put up are counted, also what was taken off the
/// board since: its past, versions of it and boards that it is copied to show them, and it can
/// be put back. Whose they are is asked as it stands now: whoever is made a facilitator leaves
/// room to the others.
fn limits(session: Uuid, own: &Participant) -> Vec<(Select<board_picture::Entity>, u64)> {
    let of_board =
        board_picture::Entity::find().filter(board_picture::Column::SessionId.eq(session));
    let of_seats = |seats: SelectStatement| {
        let theirs = board_picture::Column::Participant.in_subquery(seats);
        of_board.clone().filter(theirs)
    };
    let of_one = board_picture::Column::Participant.eq(i64::from(own.number));
    let mut limits = vec![(of_board.clone().filter(of_one), BOARD_PICTURES_OF_ONE_MAX)];
    if !own.facilitates() {
        let others = Query::select()
            .column(participant::Column::Number)
            .from(participant::Entity)
            .and_where(participant::Column::SessionId.eq(session))
            .and_where(participant::Column::Role.ne(SessionRole::Facilitator.code()))
            .to_owned();
        if own.is_guest() {
            let without_account = participant::Column::UserId.is_null();
            let guests = others.clone().and_where(without_account).to_owned();
            limits.push((of_seats(guests), BOARD_PICTURES_OF_GUESTS_MAX));
        }
        limits.push((of_seats(others), BOARD_PICTURES_OF_OTHERS_MAX));
    }
    limits.push((of_board, BOARD_PICTURES_MAX));
    limits
}
