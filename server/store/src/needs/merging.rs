//! Merging two needs that say the same.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{NeedId, ProjectId};
use domain::merging::{Found, Targets, refusal};
use domain::needs::{Need, NeedFilter, NeedState};
use domain::policy::{Action, Actor};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use super::positions::count_stances;
use super::{need_for, need_row, set_state, told_state};
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::evidence::{links_of, taken_on};
use crate::search::all_words;
use crate::tables::decode;
use crate::tables::needs::{need, position};

impl Store {
    /// What a need could be merged into: what comes close to it, what else holds
    /// all words looked for, and the one chosen so far.
    ///
    /// # Errors
    /// Refused by role; no such need; closed already.
    pub async fn need_targets(
        &self,
        actor: &Actor,
        id: NeedId,
        words: &str,
        into: Option<NeedId>,
    ) -> Result<Targets<Need>> {
        let (row, facts) = need_for(&self.db, actor, id, Action::MergeNeeds).await?;
        let proposed = self
            .similar_needs(actor, &facts.statement, Some(id))
            .await?;
        let mut found = Found::default();
        if all_words(self.backend(), words).is_some() {
            let mut filter = NeedFilter {
                query: words.to_owned(),
                page: 1,
                ..NeedFilter::default()
            };
            let is_offered = |need: &Need| need.id != id && !proposed.contains(need);
            while found.take(self.needs(actor, &filter).await?, is_offered) {
                filter.page += 1;
            }
        }
        let into: Vec<Uuid> = into.into_iter().map(Uuid::from).collect();
        let mut from = self.read_needs(vec![row]).await?;
        Ok(Targets {
            from: from.pop().ok_or(StoreError::NotFound)?,
            proposed,
            found,
            into: self.needs_by_id(&into).await?.pop(),
        })
    }

    /// Merges a need into another that says it better. Both keep their text, history
    /// and links; whoever stood on the first now stands on the second too, unless
    /// they had taken a position there themselves, and what the first is linked with,
    /// the second is linked with as well. A link between the two joins them in the
    /// chain.
    ///
    /// # Errors
    /// Refused by role; closed already; merged into itself or into a closed one.
    pub async fn merge_needs(&self, actor: &Actor, from: NeedId, into: NeedId) -> Result<()> {
        let tx = self.begin().await?;
        let (source, _) = need_for(&tx.db, actor, from, Action::MergeNeeds).await?;
        let target = need_row(&tx.db, into).await?.ok_or(StoreError::NotFound)?;
        let state: NeedState = decode("state", &target.state)?;
        if let Some(problem) = refusal(from, into, state.is_closed()) {
            return Err(invalid("into", problem));
        }
        carry_positions(&tx, from, into).await?;
        let target = count_stances(&tx, target).await?;
        let (source_was, target_was) = (told_state(&source), told_state(&target));
        let target = carry_links(&tx, actor, from, target).await?;
        let author = source.author;
        let mut merged = source.into_active_model();
        merged.merged_into = Set(Some(into.0));
        let merged = merged.update(&tx.db).await?;
        let merged = set_state(&tx, merged, NeedState::Merged, "").await?;
        for (row, before, name, other) in [
            (&merged, source_was, "merged_into", into),
            (&target, target_was, "merged", from),
        ] {
            let mut after = told_state(row);
            after[name] = json!(other);
            let change = Change::of(ThingRef::new(ThingKind::Need, row.id), &before, &after)?;
            tx.audit(Some(actor.user), Action::MergeNeeds.code(), change)
                .await?;
        }
        tx.tell_need_state(actor, from, author, NeedState::Merged)
            .await?;
        tx.commit().await
    }
}

/// Gives the second need the positions of the first, one for each person.
async fn carry_positions(tx: &Tx, from: NeedId, into: NeedId) -> Result<()> {
    let rows = position::Entity::find()
        .filter(position::Column::NeedId.is_in([from.0, into.0]))
        .all(&tx.db)
        .await?;
    let who = |row: &position::Model| (row.user_id, row.source_voter.clone());
    let there: std::collections::BTreeSet<_> = rows
        .iter()
        .filter(|row| row.need_id == into.0)
        .map(who)
        .collect();
    let carried: Vec<position::ActiveModel> = rows
        .into_iter()
        .filter(|row| row.need_id == from.0 && !there.contains(&who(row)))
        .map(|row| {
            let mut carried = row.into_active_model().reset_all();
            carried.id = Set(tx.new_id());
            carried.need_id = Set(into.0);
            carried
        })
        .collect();
    for rows in carried.chunks(1_000) {
        position::Entity::insert_many(rows.to_vec())
            .exec_without_returning(&tx.db)
            .await?;
    }
    Ok(())
}

/// Joins the two needs, and links the second with what the first is linked with: the projects
/// that answer the first answer the second too. Gives the second as it is then.
async fn carry_links(
    tx: &Tx,
    actor: &Actor,
    from: NeedId,
    into: need::Model,
) -> Result<need::Model> {
    let [one, other] = [from.0, into.id].map(|id| ThingRef::new(ThingKind::Need, id));
    let mut answering = Vec::new();
    for row in links_of(&tx.db, one).await? {
        let Some((start, relation, end)) = taken_on(&row, one, other)? else {
            continue;
        };
        if (start.kind, relation) == (ThingKind::Project, Relation::Answers) {
            answering.push(start);
        } else {
            tx.link_noted(start, relation, end, actor.user).await?;
        }
    }
    tx.link_noted(one, Relation::RelatesTo, other, actor.user)
        .await?;
    let mut before = told_state(&into);
    let into = match answering.is_empty() {
        true => into,
        false => set_state(tx, into, NeedState::Answered, "").await?,
    };
    for project in answering {
        if tx
            .link(project, Relation::Answers, other, actor.user)
            .await?
        {
            let after = told_state(&into);
            let told = [std::mem::replace(&mut before, after.clone()), after];
            tx.note_answer(actor, ProjectId(project.id), NeedId(into.id), told, true)
                .await?;
        }
    }
    Ok(into)
}
