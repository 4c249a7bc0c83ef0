//! What an entry could be merged into.

use domain::feedback::{Feedback, FeedbackFilter, FeedbackState, Mover, may_become};
use domain::ids::FeedbackId;
use domain::merging::{Found, Targets};
use domain::policy::{Action, Actor, decide};
use domain::problems::Problem;

use super::read::read_feedback;
use crate::database::Store;
use crate::error::{Result, StoreError, invalid};
use crate::search::all_words;

impl Store {
    /// What an entry could be merged into in its project: what comes close to it,
    /// what else holds all words looked for, and the one chosen so far.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of the entry;
    /// refused by role; not a step from the state that it is in.
    pub async fn feedback_targets(
        &self,
        actor: &Actor,
        id: FeedbackId,
        words: &str,
        into: Option<FeedbackId>,
    ) -> Result<Targets<Feedback>> {
        let seen = self.feedback_seen(&self.db, actor, id).await?;
        decide(actor, Action::TriageFeedback, &seen.situation)?;
        if !may_become(seen.state()?, FeedbackState::Duplicate, Mover::Team) {
            return Err(invalid("state", Problem::NotOffered));
        }
        let project = seen.project();
        let proposed = self.similar_feedback(actor, &seen).await?;
        let mut found = Found::default();
        if all_words(self.backend(), words).is_some() {
            let mut filter = FeedbackFilter {
                query: words.to_owned(),
                page: 1,
                ..FeedbackFilter::default()
            };
            let is_offered = |entry: &Feedback| {
                let offered = entry.id != id && entry.state != FeedbackState::Duplicate;
                offered && !proposed.contains(entry)
            };
            loop {
                let list = self.feedback_list(actor, project, &filter).await?;
                if !found.take(list.page, is_offered) {
                    // A search that did not look at everything may have more.
                    found.more |= list.partial;
                    break;
                }
                filter.page += 1;
            }
        }
        let into = match into {
            Some(into) => {
                let target = self.feedback_seen(&self.db, actor, into).await?;
                if target.project() != project {
                    return Err(StoreError::NotFound);
                }
                read_feedback(&self.db, actor, vec![target.row])
                    .await?
                    .pop()
            }
            None => None,
        };
        let mut from = read_feedback(&self.db, actor, vec![seen.row]).await?;
        Ok(Targets {
            from: from.pop().ok_or(StoreError::NotFound)?,
            proposed,
            found,
            into,
        })
    }
}
