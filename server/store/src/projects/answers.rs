//! Which needs a project answers.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{NeedId, ProjectId};
use domain::needs::NeedState;
use domain::policy::{Action, Actor, Refusal};
use serde_json::{Value, json};

use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::evidence::sources;
use crate::needs::{need_row, set_state, told_state};
use crate::tables::decode;

impl Store {
    /// Says that a project answers a need, or (`answers` false) no longer does.
    ///
    /// # Errors
    /// Refused by role in the project; no such need.
    pub async fn answer_need(
        &self,
        actor: &Actor,
        id: ProjectId,
        need: NeedId,
        answers: bool,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.project_for(&tx.db, actor, id, Action::AnswerNeed)
            .await?;
        self.put_answer(&tx, actor, id, need, answers).await?;
        tx.commit().await
    }

    /// Links the need, or no longer, with all that follows; linked so already, nothing changes.
    pub(super) async fn put_answer(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: ProjectId,
        need: NeedId,
        answers: bool,
    ) -> Result<()> {
        let project = ThingRef::new(ThingKind::Project, id);
        let thing = ThingRef::new(ThingKind::Need, need);
        let linked = sources(&tx.db, Relation::Answers, need.0).await?;
        if linked.contains(&id.0) == answers {
            return Ok(());
        }
        if answers {
            tx.link(project, Relation::Answers, thing, actor.user)
                .await?;
        } else {
            tx.unlink(project.id, Relation::Answers, thing.id).await?;
        }
        self.follow_answer(tx, actor, id, need, answers).await
    }

    /// Brings a need's state in line with whether projects answer it, now that this one
    /// does or no longer does. The log tells both, and the need's author hears of it.
    pub(crate) async fn follow_answer(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: ProjectId,
        need: NeedId,
        answers: bool,
    ) -> Result<()> {
        let row = need_row(&tx.db, need).await?.ok_or(StoreError::NotFound)?;
        let state: NeedState = decode("state", &row.state)?;
        let answered = !sources(&tx.db, Relation::Answers, need.0).await?.is_empty();
        let before = told_state(&row);
        let row = match (state, answered) {
            (NeedState::Open | NeedState::SetAside, true) => {
                set_state(tx, row, NeedState::Answered, "").await?
            }
            (NeedState::Answered, false) => set_state(tx, row, NeedState::Open, "").await?,
            (NeedState::Merged | NeedState::Withdrawn, true) => {
                return Err(Refusal::Frozen.into());
            }
            _ => row,
        };
        let told = [before, told_state(&row)];
        tx.note_answer(actor, id, need, told, answers).await
    }
}

impl Tx {
    /// Writes into a need's history that a project answers it, or no longer does, with where
    /// it stood before and where it stands now; its author hears of it.
    pub(crate) async fn note_answer(
        &self,
        actor: &Actor,
        id: ProjectId,
        need: NeedId,
        [mut before, mut after]: [Value; 2],
        answers: bool,
    ) -> Result<()> {
        for (told, answers) in [(&mut before, !answers), (&mut after, answers)] {
            told["project"] = json!(id);
            told["answers"] = json!(answers);
        }
        let thing = ThingRef::new(ThingKind::Need, need);
        let change = Change::of(thing, &before, &after)?;
        self.audit(Some(actor.user), Action::AnswerNeed.code(), change)
            .await?;
        self.tell_answered(actor, need, id, answers).await
    }
}
