//! Reading projects, and which of them somebody may see.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::ProjectId;
use domain::needs::NeedState;
use domain::paging::Page;
use domain::policy::{Action, Actor, Situation, decide, may};
use domain::projects::{Project, ProjectDetail, ProjectFacts, ProjectFilter, Visibility};
use domain::time::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::links::links_of;
use super::members::members_of;
use super::phases::phases_of;
use super::{project_row, situation};
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::evidence::targets;
use crate::paging::paged;
use crate::tables::projects::project;
use crate::tables::{decode, decode_optional};

impl Store {
    /// A page of the projects that the actor may see, the last changed first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn projects(&self, actor: &Actor, filter: &ProjectFilter) -> Result<Page<Project>> {
        let visible = self.visible_projects(actor).await?;
        let mut query = project::Entity::find().filter(project::Column::Id.is_in(visible));
        if let Some(words) =
            self.holds_words(ThingKind::Project, project::Column::Id, &filter.query)
        {
            query = query.filter(words);
        }
        if let Some(phase) = filter.phase {
            query = query.filter(project::Column::Phase.eq(phase.code()));
        }
        if let Some(programme) = filter.programme {
            query = query.filter(project::Column::Programme.eq(programme.code()));
        }
        let last_changed_first = query
            .order_by_desc(project::Column::UpdatedAt)
            .order_by_desc(project::Column::Id);
        paged(&self.db, last_changed_first, filter.page, async |rows| {
            rows.into_iter().map(read).collect()
        })
        .await
    }

    /// The projects on whose team the actor is, the last changed first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_projects(&self, actor: &Actor) -> Result<Vec<Project>> {
        project::Entity::find()
            .filter(project::Column::Id.is_in(actor.projects.keys().map(|id| id.0)))
            .order_by_desc(project::Column::UpdatedAt)
            .all(&self.db)
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// The projects that the actor may see and that have this id or exact title.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn projects_called(&self, actor: &Actor, name: &str) -> Result<Vec<ProjectId>> {
        let id: Option<ProjectId> = name.parse().ok();
        let called = Condition::any()
            .add(project::Column::Title.eq(name))
            .add_option(id.map(|id| project::Column::Id.eq(id.0)));
        let ids: Vec<Uuid> = project::Entity::find()
            .select_only()
            .column(project::Column::Id)
            .filter(project::Column::Id.is_in(self.visible_projects(actor).await?))
            .filter(called)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(ids.into_iter().map(ProjectId).collect())
    }

    /// A project with its team, phases, links, needs and history.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of it.
    pub async fn project(&self, actor: &Actor, id: ProjectId) -> Result<ProjectDetail> {
        let project = self
            .project_for(&self.db, actor, id, Action::SeeProject)
            .await?;
        let team = members_of(&self.db, id).await?;
        let needs = targets(&self.db, id.0, Relation::Answers).await?;
        let mut needs = self.needs_by_id(&needs).await?;
        // What a need was merged into is answered as well, and stands for it here.
        needs.retain(|need| need.state != NeedState::Merged);
        Ok(ProjectDetail {
            project,
            team: team.into_iter().map(|member| member.shown).collect(),
            phases: phases_of(&self.db, id).await?,
            links: links_of(&self.db, id).await?,
            needs,
            history: self
                .history_for(actor, ThingRef::new(ThingKind::Project, id))
                .await?,
        })
    }

    /// The project, when the actor may do this in it. Whoever may not even see
    /// it is told that there is none.
    pub(crate) async fn project_for(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        id: ProjectId,
        action: Action,
    ) -> Result<Project> {
        let project = match project_row(db, id).await? {
            Some(row) => read(row)?,
            None => return Err(StoreError::NotFound),
        };
        let situation = situation(&project);
        if !may(actor, Action::SeeProject, &situation) {
            return Err(StoreError::NotFound);
        }
        decide(actor, action, &situation)?;
        Ok(project)
    }

    /// The ids of the projects that the actor may see.
    pub(crate) async fn visible_projects(&self, actor: &Actor) -> Result<Vec<Uuid>> {
        let rows: Vec<(Uuid, String)> = project::Entity::find()
            .select_only()
            .column(project::Column::Id)
            .column(project::Column::Visibility)
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut visible = Vec::with_capacity(rows.len());
        for (id, visibility) in rows {
            let situation = Situation {
                team_only: decode::<Visibility>("visibility", &visibility)? == Visibility::Team,
                ..Situation::in_project(ProjectId(id))
            };
            if may(actor, Action::SeeProject, &situation) {
                visible.push(id);
            }
        }
        Ok(visible)
    }
}

fn read(row: project::Model) -> Result<Project> {
    Ok(Project {
        id: ProjectId(row.id),
        facts: ProjectFacts {
            title: row.title,
            summary: row.summary,
            problem: row.problem,
            audience: row.audience,
            discipline: decode_optional("discipline", row.discipline)?,
            level: decode_optional("level", row.level)?,
            territory: decode_optional("territory", row.territory)?,
            programme: decode("programme", &row.programme)?,
            programme_name: row.programme_name,
            starts_on: decode("starts_on", &row.starts_on)?,
            visibility: decode("visibility", &row.visibility)?,
        },
        phase: decode("phase", &row.phase)?,
        version: row.version,
        team_version: row.team_version,
        created_at: Timestamp(row.created_at),
        updated_at: Timestamp(row.updated_at),
    })
}
