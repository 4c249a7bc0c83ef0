//! Comments, and whom they mention.

use std::collections::BTreeMap;

use domain::feedback::{Anonymity, Comment, CommentDraft, mentioned};
use domain::ids::{CommentId, FeedbackId, UserId};
use domain::paging::Said;
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::Problem;
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::readers::Team;
use crate::accounts::people_by_id;
use crate::audit::Change;
use crate::database::Store;
use crate::error::{Result, invalid};
use crate::projects::same_author;
use crate::tables::feedback::{comment, entry, mention};

/// How many comments the page of an entry shows at a time, at first the newest: whoever
/// comments finds it there.
const COMMENTS_SHOWN: u64 = 500;

impl Store {
    /// Comments on an entry; people of the team whom the text names with `@` are
    /// noted as mentioned. Sent twice, it is said once.
    ///
    /// # Errors
    /// Refused by role; empty or too long; somebody named who may not see the entry, and
    /// would not hear of it.
    pub async fn comment_feedback(
        &self,
        actor: &Actor,
        id: FeedbackId,
        comment: CommentId,
        draft: &CommentDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let seen = self.feedback_seen(&tx.db, actor, id).await?;
        let situation = Situation {
            shared_with_partners: seen.row.shared || seen.situation.is_author,
            ..seen.situation
        };
        decide(actor, Action::GiveFeedback, &situation)?;
        let text = draft.check()?;
        let there = comment::Entity::find_by_id(comment.0).one(&tx.db).await?;
        if let Some(there) = there {
            return same_author(there.author, actor);
        }
        let team = Team::of(&tx.db, actor, &seen).await?;
        let mentions = mentioned(&text, &team.people());
        let readers = team.readers();
        let reads = |named: &UserId| readers.iter().any(|person| person.id == *named);
        if !mentions.iter().all(reads) {
            return Err(invalid("text", Problem::NotSeen));
        }
        comment::ActiveModel {
            id: Set(comment.0),
            feedback_id: Set(id.0),
            author: Set(actor.user.0),
            text: Set(text.clone()),
            at: Set(tx.now.0),
        }
        .insert(&tx.db)
        .await?;
        for person in &mentions {
            mention::ActiveModel {
                comment_id: Set(comment.0),
                user_id: Set(person.0),
            }
            .insert(&tx.db)
            .await?;
        }
        // The version stays: a comment changes nothing that a form could undo.
        let mut row = seen.row.clone().into_active_model();
        row.comments = Set(seen.row.comments + 1);
        row.updated_at = Set(tx.now.0);
        row.update(&tx.db).await?;
        let after = json!({ "comment": text, "mentions": mentions });
        tx.audit(
            seen.named(actor),
            Action::GiveFeedback.code(),
            Change::of(seen.thing(), &Value::Null, &after)?,
        )
        .await?;
        tx.tell_commented(actor, &seen.row, seen.named(actor), &mentions)
            .await?;
        tx.commit().await
    }

    /// Comments on an entry, a part at a time: the latest first. Where there is no such part,
    /// the earliest.
    ///
    /// # Errors
    /// As [`Self::feedback`].
    pub async fn feedback_said(
        &self,
        actor: &Actor,
        id: FeedbackId,
        part: u64,
    ) -> Result<Said<Comment>> {
        let seen = self.feedback_seen(&self.db, actor, id).await?;
        self.feedback_comments(actor, &seen.row, part).await
    }

    /// A part of the comments on an entry, oldest first. What its author says there
    /// carries no name where the entry carries none.
    pub(super) async fn feedback_comments(
        &self,
        actor: &Actor,
        entry: &entry::Model,
        part: u64,
    ) -> Result<Said<Comment>> {
        let total = u64::try_from(entry.comments).unwrap_or_default();
        let part = Said::part(part, total, COMMENTS_SHOWN);
        let mut rows = comment::Entity::find()
            .filter(comment::Column::FeedbackId.eq(entry.id))
            .order_by_desc(comment::Column::At)
            .order_by_desc(comment::Column::Id)
            .offset(part.later())
            .limit(COMMENTS_SHOWN)
            .all(&self.db)
            .await?;
        rows.reverse();
        let mut mentions: BTreeMap<Uuid, Vec<UserId>> = BTreeMap::new();
        let ids = rows.iter().map(|row| row.id);
        for row in mention::Entity::find()
            .filter(mention::Column::CommentId.is_in(ids))
            .all(&self.db)
            .await?
        {
            let person = UserId(row.user_id);
            mentions.entry(row.comment_id).or_default().push(person);
        }
        let by_author = |row: &comment::Model| entry.author == Some(row.author);
        let nameless = entry.anonymity == Anonymity::Hidden.code();
        let shown =
            |row: &comment::Model| !(nameless && by_author(row) && row.author != actor.user.0);
        let ids = rows.iter().filter(|row| shown(row)).map(|row| row.author);
        let people = people_by_id(&self.db, ids.collect::<Vec<_>>()).await?;
        let items = rows
            .into_iter()
            .map(|row| Comment {
                id: CommentId(row.id),
                person: people.get(&row.author).filter(|_| shown(&row)).cloned(),
                by_author: by_author(&row),
                mentions: mentions.remove(&row.id).unwrap_or_default(),
                text: row.text,
                at: Timestamp(row.at),
            })
            .collect();
        Ok(Said { items, ..part })
    }
}
