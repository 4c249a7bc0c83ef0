//! Merging entries that say the same: from when to when which were merged, and what that
//! linked, which goes again once they are taken apart.

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::feedback::{FeedbackState, Mover, TriageFacts, may_become};
use domain::ids::{FeedbackId, LinkId, ProjectId};
use domain::merging::refusal;
use domain::policy::{Action, Actor, decide};
use domain::problems::Problem;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Seen;
use super::counts::Recount;
use super::triage::facts_of;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, invalid};
use crate::evidence::{link_between, links_of, taken_on};
use crate::tables::evidence::link;
use crate::tables::feedback::{entry, merge, merge_link};
use crate::tables::iterations::iteration;

impl Store {
    /// Merges an entry into another of its project that says the same. Both keep
    /// their text and history; what the first is linked with, the second is
    /// linked with too, save for what it says of the things of maps: that is told as
    /// said by the second as long as it stands for both.
    ///
    /// # Errors
    /// Refused by role; merged into itself, into a duplicate or into another
    /// project's; not a step from the state that it is in.
    pub async fn merge_feedback(
        &self,
        actor: &Actor,
        from: FeedbackId,
        into: FeedbackId,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let source = self.feedback_seen(&tx.db, actor, from).await?;
        let target = self.feedback_seen(&tx.db, actor, into).await?;
        decide(actor, Action::TriageFeedback, &source.situation)?;
        decide(actor, Action::TriageFeedback, &target.situation)?;
        let (state, duplicate) = (source.state()?, FeedbackState::Duplicate);
        if source.project() != target.project() {
            return Err(invalid("into", Problem::NotOffered));
        }
        if let Some(problem) = refusal(from, into, target.state()? == duplicate) {
            return Err(invalid("into", problem));
        }
        if !may_become(state, duplicate, Mover::Team) {
            return Err(invalid("state", Problem::NotOffered));
        }
        let mut row = source.row.clone().into_active_model();
        row.state = Set(duplicate.code().to_owned());
        row.state_reason = Set(String::new());
        row.duplicate_of = Set(Some(into.0));
        row.version = Set(source.row.version + 1);
        row.updated_at = Set(tx.now.0);
        let after = row.update(&tx.db).await?;
        let mut recount = Recount::default();
        recount.changed(&source.row, &after);
        recount.write(&tx).await?;
        follow_merge(&tx, actor, source.project(), from, into).await?;
        let code = Action::TriageFeedback.code();
        let before = json!({ "state": state, "reason": source.row.state_reason });
        let after = json!({ "state": duplicate, "duplicate_of": into });
        let change = Change::of(source.thing(), &before, &after)?;
        tx.audit(Some(actor.user), code, change).await?;
        let after = json!({ "merged": from });
        let change = Change::of(target.thing(), &Value::Null, &after)?;
        tx.audit(Some(actor.user), code, change).await?;
        let before = facts_of(&source)?;
        let after = TriageFacts {
            state: duplicate,
            ..before.clone()
        };
        tx.tell_treated(actor, &source.row, &before, &after).await?;
        tx.commit().await
    }
}

/// Notes that an entry is merged, with all that was merged into it before, links each with
/// what it says the same as, and that with what each is linked with.
async fn follow_merge(
    tx: &Tx,
    actor: &Actor,
    project: ProjectId,
    from: FeedbackId,
    into: FeedbackId,
) -> Result<()> {
    let at = at(tx, project).await?;
    let before = merge::Entity::find()
        .filter(merge::Column::IntoId.eq(from.0))
        .filter(merge::Column::Until.is_null())
        .all(&tx.db)
        .await?;
    let mut merged = vec![from.0];
    for row in before {
        merged.push(row.duplicate_id);
        end(tx, actor, row, at).await?;
    }
    let original = ThingRef::new(ThingKind::Feedback, into);
    let mut merges = Vec::with_capacity(merged.len());
    for &duplicate in &merged {
        let (link, thing) = (
            LinkId(tx.new_id()),
            ThingRef::new(ThingKind::Feedback, duplicate),
        );
        let is_new = tx
            .put_link_noted(link, thing, Relation::RelatesTo, original, actor.user)
            .await?;
        let row = merge::ActiveModel {
            id: Set(tx.new_id()),
            duplicate_id: Set(duplicate),
            into_id: Set(into.0),
            since: Set(at),
            until: Set(None),
            link_id: Set(is_new.then_some(link.0)),
        };
        let row = row.insert(&tx.db).await?;
        if !is_new {
            share_link(tx, row.id, thing, Relation::RelatesTo, original).await?;
        }
        merges.push((row.id, thing));
    }
    for (merge, thing) in merges {
        for row in own_links(tx, thing).await? {
            let Some((start, relation, end)) = taken_on(&row, thing, original)? else {
                continue;
            };
            // What they say of each other is told by their links with the original.
            if merged.contains(&start.id) || merged.contains(&end.id) {
                continue;
            }
            link_for(tx, actor, merge, (start, relation, end)).await?;
        }
    }
    // What was merged into the first says the same as the second.
    entry::Entity::update_many()
        .col_expr(entry::Column::DuplicateOf, into.0.into())
        .filter(entry::Column::DuplicateOf.eq(from.0))
        .exec(&tx.db)
        .await?;
    Ok(())
}

/// Links the original for a merge. What people linked so is theirs; what another merge linked
/// so stays as long as one of the two lasts.
async fn link_for(
    tx: &Tx,
    actor: &Actor,
    merge: Uuid,
    (from, relation, to): (ThingRef, Relation, ThingRef),
) -> Result<()> {
    let id = LinkId(tx.new_id());
    match tx
        .put_link_noted(id, from, relation, to, actor.user)
        .await?
    {
        true => put_merge_link(tx, merge, id.0).await,
        false => share_link(tx, merge, from, relation, to).await,
    }
}

/// Has a link that another merge made be this one's, too.
async fn share_link(
    tx: &Tx,
    merge: Uuid,
    from: ThingRef,
    relation: Relation,
    to: ThingRef,
) -> Result<()> {
    let Some(there) = link_between(&tx.db, from, relation, to).await? else {
        return Ok(());
    };
    let made = merge_link::Entity::find().filter(merge_link::Column::LinkId.eq(there.id));
    match made.one(&tx.db).await? {
        Some(_) => put_merge_link(tx, merge, there.id).await,
        None => Ok(()),
    }
}

/// Keeps which link a merge made.
async fn put_merge_link(tx: &Tx, merge: Uuid, link: Uuid) -> Result<()> {
    let row = merge_link::ActiveModel {
        merge_id: Set(merge),
        link_id: Set(link),
    };
    merge_link::Entity::insert(row)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}

/// Leaves a link to people that merges have made, if they have: it stays when these are undone.
pub(crate) async fn keep_by_hand(
    tx: &Tx,
    from: ThingRef,
    relation: Relation,
    to: ThingRef,
) -> Result<bool> {
    let Some(there) = link_between(&tx.db, from, relation, to).await? else {
        return Ok(false);
    };
    let carried = merge_link::Entity::delete_many()
        .filter(merge_link::Column::LinkId.eq(there.id))
        .exec(&tx.db)
        .await?;
    let joined = merge::Entity::update_many()
        .col_expr(merge::Column::LinkId, Expr::value(None::<Uuid>))
        .filter(merge::Column::LinkId.eq(there.id))
        .exec(&tx.db)
        .await?;
    Ok(carried.rows_affected + joined.rows_affected > 0)
}

/// Notes that an entry is merged no longer: it speaks for itself again. The links that its
/// merges made go, as the histories tell; what people linked by hand stays.
pub(super) async fn end_merge(tx: &Tx, actor: &Actor, seen: &Seen) -> Result<()> {
    let rows = merge::Entity::find()
        .filter(merge::Column::DuplicateId.eq(seen.row.id))
        .all(&tx.db)
        .await?;
    let made: Vec<Uuid> = rows.iter().filter_map(|row| row.link_id).collect();
    let at = at(tx, seen.project()).await?;
    for row in rows.into_iter().filter(|row| row.until.is_none()) {
        end(tx, actor, row, at).await?;
    }
    take_back(tx, actor, made).await
}

/// Ends a merge: what the original was linked with for it goes, but for what another merge
/// linked as well.
async fn end(tx: &Tx, actor: &Actor, row: merge::Model, at: i64) -> Result<()> {
    let its = merge_link::Entity::find().filter(merge_link::Column::MergeId.eq(row.id));
    let its: Vec<Uuid> = its
        .all(&tx.db)
        .await?
        .into_iter()
        .map(|made| made.link_id)
        .collect();
    merge_link::Entity::delete_many()
        .filter(merge_link::Column::MergeId.eq(row.id))
        .exec(&tx.db)
        .await?;
    let shared: BTreeSet<Uuid> = merge_link::Entity::find()
        .filter(merge_link::Column::LinkId.is_in(its.iter().copied()))
        .all(&tx.db)
        .await?
        .into_iter()
        .map(|made| made.link_id)
        .collect();
    let alone = its.into_iter().filter(|link| !shared.contains(link));
    take_back(tx, actor, alone.collect()).await?;
    let mut ended = row.into_active_model();
    ended.until = Set(Some(at));
    ended.update(&tx.db).await?;
    Ok(())
}

async fn take_back(tx: &Tx, actor: &Actor, links: Vec<Uuid>) -> Result<()> {
    let links = link::Entity::find()
        .filter(link::Column::Id.is_in(links))
        .order_by_asc(link::Column::Id)
        .all(&tx.db)
        .await?;
    for row in links {
        tx.take_back_link(actor.user, &row).await?;
    }
    Ok(())
}

/// The moment of a merge: later than any closing that it comes after, whatever the
/// clocks say.
async fn at(tx: &Tx, project: ProjectId) -> Result<i64> {
    let closed: Option<Option<i64>> = iteration::Entity::find()
        .filter(iteration::Column::ProjectId.eq(project.0))
        .select_only()
        .column_as(iteration::Column::ClosedAt.max(), "closed")
        .into_tuple()
        .one(&tx.db)
        .await?;
    Ok(closed
        .flatten()
        .map_or(tx.now.0, |closed| tx.now.0.max(closed + 1)))
}

/// The entries into which these were merged at a moment, or are now.
pub(crate) async fn merged_into(
    db: &impl ConnectionTrait,
    entries: impl IntoIterator<Item = Uuid>,
    moment: Option<i64>,
) -> Result<BTreeMap<Uuid, Uuid>> {
    let lasts = Condition::any().add(merge::Column::Until.is_null());
    let lasts = match moment {
        Some(moment) => lasts.add(merge::Column::Until.gt(moment)),
        None => lasts,
    };
    let rows = merge::Entity::find()
        .filter(merge::Column::DuplicateId.is_in(entries))
        .filter(merge::Column::Since.lte(moment.unwrap_or(i64::MAX)))
        .filter(lasts)
        .all(db)
        .await?;
    let merged = rows.into_iter().map(|row| (row.duplicate_id, row.into_id));
    Ok(merged.collect())
}

/// The links of an entry, but those by which merges have it say the same as another.
async fn own_links(tx: &Tx, entry: ThingRef) -> Result<Vec<link::Model>> {
    let either = Condition::any()
        .add(merge::Column::DuplicateId.eq(entry.id))
        .add(merge::Column::IntoId.eq(entry.id));
    let merges = merge::Entity::find().filter(either).all(&tx.db).await?;
    let made: Vec<Uuid> = merges.iter().filter_map(|row| row.link_id).collect();
    let mut links = links_of(&tx.db, entry).await?;
    links.retain(|link| !made.contains(&link.id));
    Ok(links)
}

/// The links of an entry that its parts have as well: not those that merges made, which say
/// of the whole what it says the same as, nor those that lead from it to entries, such as to
/// parts that it was split into before.
pub(super) async fn links_of_parts(tx: &Tx, whole: ThingRef) -> Result<Vec<link::Model>> {
    let mut links = own_links(tx, whole).await?;
    links.retain(|link| {
        let led_to_entry = link.from_id == whole.id
            && link.relation == Relation::Caused.code()
            && link.to_kind == ThingKind::Feedback.code();
        !led_to_entry
    });
    Ok(links)
}

/// Links a part with what these links join the whole with, as the histories tell.
pub(super) async fn link_part(
    tx: &Tx,
    actor: &Actor,
    links: &[link::Model],
    whole: ThingRef,
    part: ThingRef,
) -> Result<()> {
    for row in links {
        if let Some((from, relation, to)) = taken_on(row, whole, part)? {
            tx.link_noted(from, relation, to, actor.user).await?;
        }
    }
    Ok(())
}
