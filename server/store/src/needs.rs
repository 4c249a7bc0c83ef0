//! Needs: expressing, supporting, objecting, merging, and what became of them.

use domain::audit::AuditEntry;
use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{NeedId, ProjectId};
use domain::needs::{
    AnsweringProject, Need, NeedDetail, NeedDraft, NeedFacts, NeedFilter, NeedOrder, NeedState,
    Position, PositionDraft, STATEMENT_MAX, Stance, Stances,
};
use domain::notifications::NotificationKind;
use domain::paging::{PER_PAGE, Page, offset};
use domain::policy::{Action, Actor, Situation, decide};
use domain::problems::{Problem, Problems, clean_text};
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::accounts::people_by_id;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::evidence::sources;
use crate::notifications::News;
use crate::projects::{fresh, same_author};
use crate::tables::needs::{need, position};
use crate::tables::projects::project;
use crate::tables::{decode, decode_optional};

/// How many similar needs are proposed.
const SIMILAR_MAX: usize = 5;
/// How many positions with words to them a need's page shows.
const POSITIONS_SHOWN: u64 = 200;

impl Store {
    /// Expresses a need. Sent twice, it is expressed once.
    ///
    /// # Errors
    /// Refused by role, or a field is not in order.
    pub async fn express_need(&self, actor: &Actor, id: NeedId, draft: &NeedDraft) -> Result<()> {
        decide(actor, Action::ExpressNeed, &Situation::workspace())?;
        let facts = draft.check()?;
        let tx = self.begin().await?;
        if tx.express(actor, id, &facts).await? {
            tx.commit().await?;
        }
        Ok(())
    }

    /// Changes what a need says.
    ///
    /// # Errors
    /// Refused to all but its author and those who steer; a field is not in
    /// order; changed by somebody else meanwhile.
    pub async fn edit_need(
        &self,
        actor: &Actor,
        id: NeedId,
        version: i64,
        draft: &NeedDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, before) = need_for(&tx, actor, id, Action::EditNeed).await?;
        let facts = draft.check()?;
        fresh(row.version, version)?;
        let mut changed = facts_into(row.into_active_model(), &facts);
        changed.version = Set(version + 1);
        changed.updated_at = Set(tx.now.0);
        changed.update(&tx.db).await?;
        let thing = ThingRef::new(ThingKind::Need, id);
        index(&tx, id, &facts).await?;
        tx.audit(
            Some(actor.user),
            Action::EditNeed.code(),
            Change::of(thing, &before, &facts)?,
        )
        .await?;
        tx.commit().await
    }

    /// Withdraws a need or sets it aside, with the reason, or opens it again.
    ///
    /// # Errors
    /// Refused to all but its author and those who steer; a state that is not
    /// chosen but follows from something; no reason given.
    pub async fn settle_need(
        &self,
        actor: &Actor,
        id: NeedId,
        state: NeedState,
        reason: &str,
    ) -> Result<()> {
        let reason = clean_text(reason);
        let mut problems = Problems::default();
        let wanted = u32::from(state != NeedState::Open);
        problems.check_length("reason", &reason, wanted, STATEMENT_MAX);
        if matches!(state, NeedState::Merged | NeedState::Answered) {
            problems.add("state", Problem::NotOffered);
        }
        problems.into_result()?;
        let tx = self.begin().await?;
        let row = need_row(&tx.db, id).await?.ok_or(StoreError::NotFound)?;
        let before: NeedState = decode("state", &row.state)?;
        let situation = Situation {
            is_author: row.author == Some(actor.user.0),
            frozen: before == NeedState::Merged,
            ..Situation::workspace()
        };
        decide(actor, Action::EditNeed, &situation)?;
        let answered = !sources(&tx.db, Relation::Answers, id.0).await?.is_empty();
        let state = match state {
            NeedState::Open if answered => NeedState::Answered,
            state => state,
        };
        let author = row.author;
        set_state(&tx, row, state, &reason).await?;
        let thing = ThingRef::new(ThingKind::Need, id);
        let after = json!({ "state": state, "reason": reason });
        tx.audit(
            Some(actor.user),
            Action::EditNeed.code(),
            Change::of(thing, &json!({ "state": before }), &after)?,
        )
        .await?;
        if state != before {
            tx.tell_need_state(actor, id, author, state).await?;
        }
        tx.commit().await
    }

    /// Takes a position on a need; the actor's earlier one is replaced.
    ///
    /// # Errors
    /// Refused by role or because the need is closed; an objection without a
    /// reason.
    pub async fn take_position(
        &self,
        actor: &Actor,
        id: NeedId,
        draft: &PositionDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let (row, _) = need_for(&tx, actor, id, Action::TakePosition).await?;
        let (stance, comment) = draft.check()?;
        let earlier = own_position(&tx.db, id, actor).await?;
        let before = json!(earlier.as_ref().map(|row| &row.stance));
        let changed = position::ActiveModel {
            id: Set(earlier.map_or_else(|| tx.new_id(), |row| row.id)),
            need_id: Set(id.0),
            user_id: Set(Some(actor.user.0)),
            source_voter: Set(None),
            stance: Set(stance.code().to_owned()),
            comment: Set(comment.clone()),
            at: Set(tx.now.0),
        };
        if before.is_null() {
            changed.insert(&tx.db).await?;
        } else {
            changed.update(&tx.db).await?;
        }
        let author = row.author;
        count_stances(&tx, row).await?;
        let thing = ThingRef::new(ThingKind::Need, id);
        let after = json!({ "stance": stance, "comment": comment });
        tx.audit(
            Some(actor.user),
            Action::TakePosition.code(),
            Change::of(thing, &before, &after)?,
        )
        .await?;
        let kind = NotificationKind::NeedPosition;
        let news = News::of(kind, thing, None, actor.user, stance.code());
        tx.tell(author, &news).await?;
        tx.commit().await
    }

    /// Takes the actor's position back.
    ///
    /// # Errors
    /// Refused by role or because the need is closed.
    pub async fn withdraw_position(&self, actor: &Actor, id: NeedId) -> Result<()> {
        let tx = self.begin().await?;
        let (row, _) = need_for(&tx, actor, id, Action::TakePosition).await?;
        if let Some(earlier) = own_position(&tx.db, id, actor).await? {
            position::Entity::delete_by_id(earlier.id)
                .exec(&tx.db)
                .await?;
            count_stances(&tx, row).await?;
            let thing = ThingRef::new(ThingKind::Need, id);
            let before = json!({ "stance": earlier.stance, "comment": earlier.comment });
            tx.audit(
                Some(actor.user),
                Action::TakePosition.code(),
                Change::of(thing, &before, &Value::Null)?,
            )
            .await?;
        }
        tx.commit().await
    }

    /// Merges a need into another that says it better. Both keep their text and
    /// history; whoever stood on the first now stands on the second too, unless
    /// they had taken a position there themselves.
    ///
    /// # Errors
    /// Refused by role; a need merged into itself; one of them closed.
    pub async fn merge_needs(&self, actor: &Actor, from: NeedId, into: NeedId) -> Result<()> {
        if from == into {
            return Err(invalid("into", Problem::NotOffered));
        }
        let tx = self.begin().await?;
        let (source, _) = need_for(&tx, actor, from, Action::MergeNeeds).await?;
        let (target, _) = need_for(&tx, actor, into, Action::MergeNeeds).await?;
        carry_positions(&tx, from, into).await?;
        let target = count_stances(&tx, target).await?;
        carry_answers(&tx, actor, from, target).await?;
        let author = source.author;
        let mut merged = source.into_active_model();
        merged.merged_into = Set(Some(into.0));
        let merged = merged.update(&tx.db).await?;
        set_state(&tx, merged, NeedState::Merged, "").await?;
        for (thing, after) in [
            (from, json!({ "merged_into": into })),
            (into, json!({ "merged": from })),
        ] {
            let thing = ThingRef::new(ThingKind::Need, thing);
            tx.audit(
                Some(actor.user),
                Action::MergeNeeds.code(),
                Change::of(thing, &Value::Null, &after)?,
            )
            .await?;
        }
        tx.tell_need_state(actor, from, author, NeedState::Merged)
            .await?;
        tx.commit().await
    }

    /// A page of needs.
    ///
    /// # Errors
    /// Refused to those who do not see needs.
    pub async fn needs(&self, actor: &Actor, filter: &NeedFilter) -> Result<Page<Need>> {
        decide(actor, Action::SeeNeed, &Situation::workspace())?;
        let mut query = need::Entity::find();
        if let Some(words) = self.holds_words(ThingKind::Need, need::Column::Id, &filter.query) {
            query = query.filter(words);
        }
        query = match filter.state {
            Some(state) => query.filter(need::Column::State.eq(state.code())),
            None => query.filter(
                need::Column::State
                    .is_not_in([NeedState::Merged, NeedState::Withdrawn].map(NeedState::code)),
            ),
        };
        if let Some(level) = filter.level {
            query = query.filter(need::Column::Level.eq(level.code()));
        }
        if let Some(discipline) = filter.discipline {
            query = query.filter(need::Column::Discipline.eq(discipline.code()));
        }
        if filter.own {
            query = query.filter(need::Column::Author.eq(actor.user.0));
        }
        let total = query.clone().count(&self.db).await?;
        let query = match filter.order {
            NeedOrder::Support => query.order_by_desc(need::Column::Supports),
            NeedOrder::Objection => query.order_by_desc(need::Column::Objections),
            NeedOrder::Newest => query.order_by_desc(need::Column::CreatedAt),
        };
        let rows = query
            .order_by_desc(need::Column::Id)
            .offset(offset(filter.page))
            .limit(PER_PAGE)
            .all(&self.db)
            .await?;
        Ok(Page {
            items: self.read_needs(rows).await?,
            total,
            number: filter.page.max(1),
        })
    }

    /// A need with everything around it.
    ///
    /// # Errors
    /// Refused to those who do not see needs; no such need.
    pub async fn need(&self, actor: &Actor, id: NeedId) -> Result<NeedDetail> {
        decide(actor, Action::SeeNeed, &Situation::workspace())?;
        let row = need_row(&self.db, id).await?.ok_or(StoreError::NotFound)?;
        let need = self
            .read_needs(vec![row])
            .await?
            .pop()
            .ok_or(StoreError::NotFound)?;
        let positions = position::Entity::find()
            .filter(position::Column::NeedId.eq(id.0))
            .filter(position::Column::Comment.ne(""))
            .order_by_desc(position::Column::At)
            .limit(POSITIONS_SHOWN)
            .all(&self.db)
            .await?;
        let own = own_position(&self.db, id, actor).await?;
        let merged = need::Entity::find()
            .filter(need::Column::MergedInto.eq(id.0))
            .all(&self.db)
            .await?;
        Ok(NeedDetail {
            need,
            positions: self.read_positions(positions).await?,
            own: self.read_positions(own.into_iter().collect()).await?.pop(),
            answers: self.answering(actor, id).await?,
            merged: self.read_needs(merged).await?,
            history: self.need_history(actor, id).await?,
        })
    }

    /// Needs that say something close to a text being typed, the closest first.
    ///
    /// # Errors
    /// Refused to those who do not see needs.
    pub async fn similar_needs(
        &self,
        actor: &Actor,
        text: &str,
        except: Option<NeedId>,
    ) -> Result<Vec<Need>> {
        decide(actor, Action::SeeNeed, &Situation::workspace())?;
        let ids = self.closest(ThingKind::Need, text, SIMILAR_MAX * 2).await?;
        let needs = self.needs_by_id(&ids).await?;
        let mut close: Vec<Need> = needs
            .into_iter()
            .filter(|need| Some(need.id) != except)
            .filter(|need| !matches!(need.state, NeedState::Merged | NeedState::Withdrawn))
            .collect();
        close.sort_by_key(|need| ids.iter().position(|id| *id == need.id.0));
        close.truncate(SIMILAR_MAX);
        Ok(close)
    }

    /// The needs with these ids, the most supported first.
    pub(crate) async fn needs_by_id(&self, ids: &[Uuid]) -> Result<Vec<Need>> {
        let rows = need::Entity::find()
            .filter(need::Column::Id.is_in(ids.iter().copied()))
            .order_by_desc(need::Column::Supports)
            .all(&self.db)
            .await?;
        self.read_needs(rows).await
    }

    /// The need's history without what happened in projects that the actor may
    /// not know of.
    async fn need_history(&self, actor: &Actor, id: NeedId) -> Result<Vec<AuditEntry>> {
        let visible = self.visible_projects(actor).await?;
        let mut history = self
            .history_for(actor, ThingRef::new(ThingKind::Need, id))
            .await?;
        history.retain(|entry| {
            if entry.action != Action::AnswerNeed.code() {
                return true;
            }
            let change: Value = serde_json::from_str(&entry.after).unwrap_or_default();
            let project = change["project"].as_str().and_then(|id| id.parse().ok());
            project.is_some_and(|project| visible.contains(&project))
        });
        Ok(history)
    }

    async fn answering(&self, actor: &Actor, id: NeedId) -> Result<Vec<AnsweringProject>> {
        let visible = self.visible_projects(actor).await?;
        let answering = sources(&self.db, Relation::Answers, id.0).await?;
        let rows = project::Entity::find()
            .filter(project::Column::Id.is_in(answering))
            .order_by_asc(project::Column::Title)
            .all(&self.db)
            .await?;
        Ok(rows
            .into_iter()
            .filter(|row| visible.contains(&row.id))
            .map(|row| AnsweringProject {
                id: ProjectId(row.id),
                title: row.title,
            })
            .collect())
    }

    async fn read_needs(&self, rows: Vec<need::Model>) -> Result<Vec<Need>> {
        let people = people_by_id(&self.db, rows.iter().filter_map(|row| row.author)).await?;
        rows.into_iter()
            .map(|row| {
                let author = row.author.and_then(|id| people.get(&id).cloned());
                Ok(Need {
                    id: NeedId(row.id),
                    facts: read_facts(&row)?,
                    state: decode("state", &row.state)?,
                    state_reason: row.state_reason,
                    merged_into: row.merged_into.map(NeedId),
                    author,
                    source_author: row.source_author,
                    stances: Stances {
                        supports: row.supports,
                        objections: row.objections,
                        neutral: row.neutral,
                    },
                    version: row.version,
                    created_at: Timestamp(row.created_at),
                    updated_at: Timestamp(row.updated_at),
                })
            })
            .collect()
    }

    async fn read_positions(&self, rows: Vec<position::Model>) -> Result<Vec<Position>> {
        let people = people_by_id(&self.db, rows.iter().filter_map(|row| row.user_id)).await?;
        rows.into_iter()
            .map(|row| {
                Ok(Position {
                    person: row.user_id.and_then(|id| people.get(&id).cloned()),
                    stance: decode("stance", &row.stance)?,
                    comment: row.comment,
                    at: Timestamp(row.at),
                })
            })
            .collect()
    }
}

pub(crate) async fn need_row(db: &impl ConnectionTrait, id: NeedId) -> Result<Option<need::Model>> {
    Ok(need::Entity::find_by_id(id.0).one(db).await?)
}

/// The need, when the actor may do this to it.
async fn need_for(
    tx: &Tx,
    actor: &Actor,
    id: NeedId,
    action: Action,
) -> Result<(need::Model, NeedFacts)> {
    decide(actor, Action::SeeNeed, &Situation::workspace())?;
    let row = need_row(&tx.db, id).await?.ok_or(StoreError::NotFound)?;
    let state: NeedState = decode("state", &row.state)?;
    let situation = Situation {
        is_author: row.author == Some(actor.user.0),
        frozen: matches!(state, NeedState::Merged | NeedState::Withdrawn),
        ..Situation::workspace()
    };
    decide(actor, action, &situation)?;
    let facts = read_facts(&row)?;
    Ok((row, facts))
}

pub(crate) async fn set_state(
    tx: &Tx,
    row: need::Model,
    state: NeedState,
    reason: &str,
) -> Result<()> {
    let version = row.version + 1;
    let mut row = row.into_active_model();
    row.state = Set(state.code().to_owned());
    row.state_reason = Set(reason.to_owned());
    row.version = Set(version);
    row.updated_at = Set(tx.now.0);
    row.update(&tx.db).await?;
    Ok(())
}

async fn own_position(
    db: &impl ConnectionTrait,
    id: NeedId,
    actor: &Actor,
) -> Result<Option<position::Model>> {
    Ok(position::Entity::find()
        .filter(position::Column::NeedId.eq(id.0))
        .filter(position::Column::UserId.eq(actor.user.0))
        .one(db)
        .await?)
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

/// Lets the projects that answer the first need answer the second too.
async fn carry_answers(tx: &Tx, actor: &Actor, from: NeedId, into: need::Model) -> Result<()> {
    let projects = sources(&tx.db, Relation::Answers, from.0).await?;
    let thing = ThingRef::new(ThingKind::Need, into.id);
    for &project in &projects {
        let id = ProjectId(project);
        let project = ThingRef::new(ThingKind::Project, project);
        if tx
            .link(project, Relation::Answers, thing, actor.user)
            .await?
        {
            tx.tell_answered(actor, NeedId(thing.id), id).await?;
        }
    }
    if !projects.is_empty() {
        set_state(tx, into, NeedState::Answered, "").await?;
    }
    Ok(())
}

/// Counts the positions on a need and keeps the counts beside it.
async fn count_stances(tx: &Tx, row: need::Model) -> Result<need::Model> {
    let counts: Vec<(String, i64)> = position::Entity::find()
        .select_only()
        .column(position::Column::Stance)
        .column_as(position::Column::Id.count(), "count")
        .filter(position::Column::NeedId.eq(row.id))
        .group_by(position::Column::Stance)
        .into_tuple()
        .all(&tx.db)
        .await?;
    let count = |stance: Stance| {
        counts
            .iter()
            .find(|(code, _)| code == stance.code())
            .map_or(0, |(_, count)| *count)
    };
    let mut row = row.into_active_model();
    row.supports = Set(count(Stance::Support));
    row.objections = Set(count(Stance::Objection));
    row.neutral = Set(count(Stance::Neutral));
    Ok(row.update(&tx.db).await?)
}

impl Tx {
    /// Writes a need with its audit row; whether it is new. What the policy says
    /// has been asked.
    pub(crate) async fn express(
        &self,
        actor: &Actor,
        id: NeedId,
        facts: &NeedFacts,
    ) -> Result<bool> {
        if let Some(there) = need_row(&self.db, id).await? {
            same_author(there.author.unwrap_or_default(), actor)?;
            return Ok(false);
        }
        let mut row = columns(facts);
        row.id = Set(id.0);
        row.author = Set(Some(actor.user.0));
        row.created_at = Set(self.now.0);
        row.updated_at = Set(self.now.0);
        row.insert(&self.db).await?;
        let thing = ThingRef::new(ThingKind::Need, id);
        index(self, id, facts).await?;
        let change = Change::of(thing, &Value::Null, facts)?;
        self.audit(Some(actor.user), Action::ExpressNeed.code(), change)
            .await?;
        Ok(true)
    }
}

async fn index(tx: &Tx, id: NeedId, facts: &NeedFacts) -> Result<()> {
    let text = [&facts.affected, &facts.setting]
        .map(String::as_str)
        .join("\n");
    tx.index(
        ThingRef::new(ThingKind::Need, id),
        None,
        &facts.statement,
        &text,
    )
    .await
}

/// A new need with these facts; id, author and times are still to be set.
pub(crate) fn columns(facts: &NeedFacts) -> need::ActiveModel {
    let row = need::ActiveModel {
        state: Set(NeedState::Open.code().to_owned()),
        state_reason: Set(String::new()),
        merged_into: Set(None),
        source_author: Set(None),
        supports: Set(0),
        objections: Set(0),
        neutral: Set(0),
        version: Set(1),
        ..Default::default()
    };
    facts_into(row, facts)
}

fn facts_into(mut row: need::ActiveModel, facts: &NeedFacts) -> need::ActiveModel {
    row.statement = Set(facts.statement.clone());
    row.affected = Set(facts.affected.clone());
    row.setting = Set(facts.setting.clone());
    row.level = Set(facts.level.map(|value| value.to_string()));
    row.discipline = Set(facts.discipline.map(|value| value.to_string()));
    row.pupils = Set(facts.pupils);
    row.territory = Set(facts.territory.as_ref().map(ToString::to_string));
    row
}

pub(crate) fn read_facts(row: &need::Model) -> Result<NeedFacts> {
    Ok(NeedFacts {
        statement: row.statement.clone(),
        affected: row.affected.clone(),
        setting: row.setting.clone(),
        level: decode_optional("level", row.level.clone())?,
        discipline: decode_optional("discipline", row.discipline.clone())?,
        pupils: row.pupils,
        territory: decode_optional("territory", row.territory.clone())?,
    })
}
