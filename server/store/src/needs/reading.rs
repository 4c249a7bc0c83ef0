//! Reading needs: lists, one with everything around it, those that come close to
//! a text.

use domain::audit::History;
use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{NeedId, ProjectId};
use domain::needs::{
    AnsweringProject, Need, NeedDetail, NeedFilter, NeedOrder, NeedState, Position, Stances,
};
use domain::paging::{Page, Said};
use domain::policy::{Action, Actor, Situation, decide};
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use uuid::Uuid;

use super::positions::own_position;
use super::{need_row, read_facts};
use crate::accounts::people_by_id;
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::evidence::sources;
use crate::paging::paged;
use crate::search::Among;
use crate::tables::decode;
use crate::tables::imports::import_row;
use crate::tables::needs::{need, position};
use crate::tables::projects::project;

/// How many similar needs are proposed.
const SIMILAR_MAX: usize = 5;
/// How often what a need was merged into may have been merged itself, for it to be proposed.
const MERGES_FOLLOWED: usize = 5;
/// How many positions with words to them a need's page shows at a time.
const VOICES_SHOWN: u64 = 50;

impl Store {
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
            // Whoever expressed needs sees what became of each of them.
            None if filter.own => query,
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
        let query = match filter.order {
            NeedOrder::Support => query.order_by_desc(need::Column::Supports),
            NeedOrder::Objection => query.order_by_desc(need::Column::Objections),
            NeedOrder::Newest => query.order_by_desc(need::Column::CreatedAt),
        };
        let in_order = query.order_by_desc(need::Column::Id);
        paged(&self.db, in_order, filter.page, |rows| {
            self.read_needs(rows)
        })
        .await
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
        let own = own_position(&self.db, id, actor).await?;
        let merged = need::Entity::find()
            .filter(need::Column::MergedInto.eq(id.0))
            .all(&self.db)
            .await?;
        let source = import_row::Entity::find()
            .filter(import_row::Column::ThingId.eq(id.0))
            .order_by_asc(import_row::Column::ImportId)
            .one(&self.db)
            .await?;
        Ok(NeedDetail {
            need,
            source: source.map(|row| row.source),
            voices: self.voices(id, 1).await?,
            own: self.read_positions(own.into_iter().collect()).await?.pop(),
            answers: self.answering(actor, id).await?,
            sessions: self.sessions_about(actor, id).await?,
            merged: self.read_needs(merged).await?,
            history: self.need_history(actor, id).await?,
        })
    }

    /// What people said of a need with their positions, a part at a time: the latest first.
    /// Where there is no such part, the earliest.
    ///
    /// # Errors
    /// Refused to those who do not see needs; no such need.
    pub async fn need_voices(
        &self,
        actor: &Actor,
        id: NeedId,
        part: u64,
    ) -> Result<Said<Position>> {
        decide(actor, Action::SeeNeed, &Situation::workspace())?;
        need_row(&self.db, id).await?.ok_or(StoreError::NotFound)?;
        self.voices(id, part).await
    }

    async fn voices(&self, id: NeedId, part: u64) -> Result<Said<Position>> {
        let with_words = position::Entity::find()
            .filter(position::Column::NeedId.eq(id.0))
            .filter(position::Column::Comment.ne(""));
        let total = with_words.clone().count(&self.db).await?;
        let part = Said::part(part, total, VOICES_SHOWN);
        let rows = with_words
            .order_by_desc(position::Column::At)
            .order_by_desc(position::Column::Id)
            .offset(part.later())
            .limit(VOICES_SHOWN)
            .all(&self.db)
            .await?;
        Ok(Said {
            items: self.read_positions(rows).await?,
            ..part
        })
    }

    /// Needs that say something close to a text being typed, the closest first. Where a need
    /// that says so was merged into another, that one is proposed.
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
        let mut ids = self
            .closest(Among::Kind(ThingKind::Need), text, SIMILAR_MAX * 2)
            .await?;
        let mut needs = self.needs_by_id(&ids).await?;
        for _ in 0..MERGES_FOLLOWED {
            let standing = standing(&ids, &needs);
            if standing == ids {
                break;
            }
            needs = self.needs_by_id(&standing).await?;
            ids = standing;
        }
        let mut close: Vec<Need> = needs
            .into_iter()
            .filter(|need| Some(need.id) != except)
            .filter(|need| !need.state.is_closed())
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
    async fn need_history(&self, actor: &Actor, id: NeedId) -> Result<History> {
        let visible = self.visible_projects(actor).await?;
        let mut history = self
            .history_for(actor, ThingRef::new(ThingKind::Need, id))
            .await?;
        history.entries.retain(|entry| {
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

    pub(super) async fn read_needs(&self, rows: Vec<need::Model>) -> Result<Vec<Need>> {
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
}

/// The ids of needs, each that was merged into another replaced by that one, and none twice.
fn standing(ids: &[Uuid], needs: &[Need]) -> Vec<Uuid> {
    let mut standing = Vec::new();
    for id in ids {
        let need = needs.iter().find(|need| need.id.0 == *id);
        let into = need.and_then(|need| need.merged_into);
        let id = into.map_or(*id, |into| into.0);
        if !standing.contains(&id) {
            standing.push(id);
        }
    }
    standing
}
