//! Those who look after entries of a log, also where they are on the team no longer or have
//! closed their account: nothing of theirs is given to somebody else by itself, so that they
//! are named in the filter, and whoever manages the team is told what they left.

use std::collections::{BTreeMap, BTreeSet};

use domain::accounts::Person;
use domain::feedback::{FeedbackFilter, FeedbackState};
use domain::home::TO_TREAT;
use domain::ids::ProjectId;
use domain::policy::Actor;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::counts;
use crate::accounts::{people_by_id, read_person};
use crate::database::Store;
use crate::error::Result;
use crate::tables::accounts::user;
use crate::tables::feedback::{assigned, entry};
use crate::tables::projects::team_member;

/// Open entries of a project that somebody looks after who has left.
pub(crate) struct LeftBehind {
    pub project: Uuid,
    pub person: Person,
    pub entries: u64,
}

impl Store {
    /// Those who look after entries that the actor sees in a project's log, by name.
    ///
    /// # Errors
    /// As [`Self::feedback_list`].
    pub async fn feedback_assignees(
        &self,
        actor: &Actor,
        project: ProjectId,
    ) -> Result<Vec<Person>> {
        let whole = self.reads_whole_log(&self.db, actor, project).await?;
        let all = FeedbackFilter::default();
        let assigned = counts::assigned(&self.db, project, &all).await?;
        let mut ids: BTreeSet<Uuid> = assigned.into_keys().collect();
        if !whole {
            ids = self.with_opened(actor, project, ids).await?;
        }
        let people = people_by_id(&self.db, ids).await?;
        let mut people: Vec<Person> = people.into_values().collect();
        people.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(people)
    }

    /// Those of these people who look after an entry that is opened to the actor. Of each of
    /// them one that is shared is looked for: nobody's are gone through.
    async fn with_opened(
        &self,
        actor: &Actor,
        project: ProjectId,
        people: BTreeSet<Uuid>,
    ) -> Result<BTreeSet<Uuid>> {
        let whose = Expr::col((entry::Entity, entry::Column::Assignee));
        let shared = Query::select()
            .expr(Expr::cust("1"))
            .from(entry::Entity)
            .and_where(entry::Column::ProjectId.eq(project.0))
            .and_where(whose.equals((user::Entity, user::Column::Id)))
            // Spelled as in the index of the entries that are.
            .and_where(Expr::cust("shared"))
            .to_owned();
        let own = Query::select()
            .column(entry::Column::Assignee)
            .from(entry::Entity)
            .and_where(entry::Column::ProjectId.eq(project.0))
            .and_where(entry::Column::Author.eq(actor.user.0))
            .to_owned();
        let ids: Vec<Uuid> = user::Entity::find()
            .select_only()
            .column(user::Column::Id)
            .filter(user::Column::Id.is_in(people))
            .filter(Expr::exists(shared).or(user::Column::Id.in_subquery(own)))
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(ids.into_iter().collect())
    }

    /// What those left open in these projects who are on their teams no longer, or whose
    /// account is closed, by name.
    pub(crate) async fn left_open(&self, projects: &[Uuid]) -> Result<Vec<LeftBehind>> {
        if projects.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<(Uuid, Uuid, i64)> = assigned::Entity::find()
            .select_only()
            .column(assigned::Column::ProjectId)
            .column(assigned::Column::Assignee)
            .expr(Expr::cust("CAST(SUM(entries) AS bigint)"))
            .filter(assigned::Column::ProjectId.is_in(projects.iter().copied()))
            .filter(assigned::Column::Assignee.ne(Uuid::nil()))
            .filter(assigned::Column::State.is_in(TO_TREAT.map(FeedbackState::code)))
            .filter(assigned::Column::Entries.gt(0))
            .group_by(assigned::Column::ProjectId)
            .group_by(assigned::Column::Assignee)
            .into_tuple()
            .all(&self.db)
            .await?;
        let assignees: BTreeSet<Uuid> = rows.iter().map(|(_, person, _)| *person).collect();
        let members: Vec<(Uuid, Uuid)> = team_member::Entity::find()
            .select_only()
            .column(team_member::Column::ProjectId)
            .column(team_member::Column::UserId)
            .filter(team_member::Column::ProjectId.is_in(projects.iter().copied()))
            .filter(team_member::Column::UserId.is_in(assignees.iter().copied()))
            .into_tuple()
            .all(&self.db)
            .await?;
        let members: BTreeSet<(Uuid, Uuid)> = members.into_iter().collect();
        let users = user::Entity::find()
            .filter(user::Column::Id.is_in(assignees))
            .all(&self.db)
            .await?;
        let users: BTreeMap<Uuid, user::Model> =
            users.into_iter().map(|user| (user.id, user)).collect();
        let mut left = Vec::new();
        for (project, id, entries) in rows {
            let Some(user) = users.get(&id) else {
                continue;
            };
            if user.closed || !members.contains(&(project, id)) {
                left.push(LeftBehind {
                    project,
                    person: read_person(user.clone())?,
                    entries: u64::try_from(entries).unwrap_or_default(),
                });
            }
        }
        left.sort_by(|one, other| one.person.name.cmp(&other.person.name));
        Ok(left)
    }
}
