//! Projects: opening, changing, phases, teams.

use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{NeedId, ProjectId, UserId};
use domain::needs::NeedState;
use domain::notifications::NotificationKind;
use domain::paging::{PER_PAGE, Page, offset};
use domain::phases::ProjectPhase;
use domain::policy::{Action, Actor, Refusal, Situation, decide, may};
use domain::problems::Problem;
use domain::projects::{
    PhaseDate, Project, ProjectDetail, ProjectDraft, ProjectFacts, ProjectFilter, ProjectRole,
    TeamMember, Visibility,
};
use domain::time::{Date, Timestamp};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Set, sea_query,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::accounts::people_by_id;
use crate::audit::Change;
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError, invalid};
use crate::evidence::targets;
use crate::notifications::News;
use crate::tables::accounts::user;
use crate::tables::projects::{phase_date, project, team_member};
use crate::tables::{decode, decode_optional};

impl Store {
    /// Opens a project; its opener becomes its lead. Sent twice, it opens once.
    ///
    /// # Errors
    /// Refused by role, or a field is not in order.
    pub async fn create_project(
        &self,
        actor: &Actor,
        id: ProjectId,
        draft: &ProjectDraft,
    ) -> Result<()> {
        decide(actor, Action::CreateProject, &Situation::workspace())?;
        let facts = draft.check()?;
        let tx = self.begin().await?;
        if let Some(there) = project_row(&tx.db, id).await? {
            return same_author(there.created_by, actor);
        }
        let phase = ProjectPhase::default();
        let mut row = columns(&facts);
        row.id = Set(id.0);
        row.phase = Set(phase.code().to_owned());
        row.version = Set(1);
        row.created_by = Set(actor.user.0);
        row.created_at = Set(tx.now.0);
        row.updated_at = Set(tx.now.0);
        row.insert(&tx.db).await?;
        put_member(&tx, id, actor.user, ProjectRole::Lead).await?;
        put_phase_date(&tx, id, phase, facts.starts_on).await?;
        let thing = ThingRef::new(ThingKind::Project, id);
        index(&tx, id, &facts).await?;
        tx.audit(
            Some(actor.user),
            Action::CreateProject.code(),
            Change::of(thing, &Value::Null, &facts)?,
        )
        .await?;
        tx.commit().await
    }

    /// Changes what a project says about itself.
    ///
    /// # Errors
    /// Refused by role; a field is not in order; changed by somebody else since
    /// the version that the form was made of.
    pub async fn edit_project(
        &self,
        actor: &Actor,
        id: ProjectId,
        version: i64,
        draft: &ProjectDraft,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let before = self
            .project_for(&tx.db, actor, id, Action::EditProject)
            .await?;
        let facts = draft.check()?;
        fresh(before.version, version)?;
        let mut row = columns(&facts);
        row.id = Set(id.0);
        row.version = Set(version + 1);
        row.updated_at = Set(tx.now.0);
        row.update(&tx.db).await?;
        index(&tx, id, &facts).await?;
        let thing = ThingRef::new(ThingKind::Project, id);
        tx.audit(
            Some(actor.user),
            Action::EditProject.code(),
            Change::of(thing, &before.facts, &facts)?,
        )
        .await?;
        tx.commit().await
    }

    /// Moves a project to a phase from a day on. Going back is allowed: design
    /// is iterative.
    ///
    /// # Errors
    /// Refused by role.
    pub async fn change_phase(
        &self,
        actor: &Actor,
        id: ProjectId,
        phase: ProjectPhase,
        starts_on: Date,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let before = self
            .project_for(&tx.db, actor, id, Action::ChangePhase)
            .await?;
        project::ActiveModel {
            id: Set(id.0),
            phase: Set(phase.code().to_owned()),
            version: Set(before.version + 1),
            updated_at: Set(tx.now.0),
            ..Default::default()
        }
        .update(&tx.db)
        .await?;
        put_phase_date(&tx, id, phase, starts_on).await?;
        let thing = ThingRef::new(ThingKind::Project, id);
        let moved = before.phase != phase;
        let before = json!({ "phase": before.phase });
        let after = json!({ "phase": phase, "starts_on": starts_on });
        tx.audit(
            Some(actor.user),
            Action::ChangePhase.code(),
            Change::of(thing, &before, &after)?,
        )
        .await?;
        if moved {
            let kind = NotificationKind::Phase;
            let news = News::of(kind, thing, Some(id), actor.user, phase.code());
            tx.tell_team(id, &news).await?;
        }
        tx.commit().await
    }

    /// Adds a person to a team, gives another role, or (`None`) takes the person
    /// out. A team keeps at least one lead.
    ///
    /// # Errors
    /// Refused by role; no such person; it would leave no lead.
    pub async fn set_team_role(
        &self,
        actor: &Actor,
        id: ProjectId,
        person: UserId,
        role: Option<ProjectRole>,
    ) -> Result<()> {
        let tx = self.begin().await?;
        self.project_for(&tx.db, actor, id, Action::ManageTeam)
            .await?;
        if role.is_some() {
            user::Entity::find_by_id(person.0)
                .filter(user::Column::Closed.eq(false))
                .one(&tx.db)
                .await?
                .ok_or_else(|| invalid("person", Problem::NotOffered))?;
        }
        let leads = team_member::Entity::find()
            .filter(team_member::Column::ProjectId.eq(id.0))
            .filter(team_member::Column::Role.eq(ProjectRole::Lead.code()))
            .filter(team_member::Column::UserId.ne(person.0))
            .count(&tx.db)
            .await?;
        if leads == 0 && role != Some(ProjectRole::Lead) {
            return Err(invalid("role", Problem::NotOffered));
        }
        let before = team_member::Entity::find_by_id((id.0, person.0))
            .one(&tx.db)
            .await?
            .map(|row| row.role);
        match role {
            Some(role) => put_member(&tx, id, person, role).await?,
            None => {
                team_member::Entity::delete_by_id((id.0, person.0))
                    .exec(&tx.db)
                    .await?;
            }
        }
        let thing = ThingRef::new(ThingKind::Project, id);
        let changed = before.as_deref() != role.map(ProjectRole::code);
        let before = json!({ "person": person, "role": before });
        let after = json!({ "person": person, "role": role });
        tx.audit(
            Some(actor.user),
            Action::ManageTeam.code(),
            Change::of(thing, &before, &after)?,
        )
        .await?;
        if changed {
            let role = role.map_or("", ProjectRole::code);
            let kind = NotificationKind::Team;
            let news = News::of(kind, thing, Some(id), actor.user, role);
            tx.tell([person.0], &news).await?;
        }
        tx.commit().await
    }

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
        let project = ThingRef::new(ThingKind::Project, id);
        let thing = ThingRef::new(ThingKind::Need, need);
        let mut is_new = false;
        if answers {
            is_new = tx
                .link(project, Relation::Answers, thing, actor.user)
                .await?;
        } else {
            tx.unlink(project.id, Relation::Answers, thing.id).await?;
        }
        self.follow_answers(&tx, need).await?;
        let after = json!({ "project": id, "answers": answers });
        tx.audit(
            Some(actor.user),
            Action::AnswerNeed.code(),
            Change::of(thing, &Value::Null, &after)?,
        )
        .await?;
        if is_new {
            tx.tell_answered(actor, need, id).await?;
        }
        tx.commit().await
    }

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
        let total = query.clone().count(&self.db).await?;
        let rows = query
            .order_by_desc(project::Column::UpdatedAt)
            .order_by_desc(project::Column::Id)
            .offset(offset(filter.page))
            .limit(PER_PAGE)
            .all(&self.db)
            .await?;
        Ok(Page {
            items: rows.into_iter().map(read).collect::<Result<_>>()?,
            total,
            number: filter.page.max(1),
        })
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

    /// A project with its team, phases, needs and history.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] also when the actor may not know of it.
    pub async fn project(&self, actor: &Actor, id: ProjectId) -> Result<ProjectDetail> {
        let project = self
            .project_for(&self.db, actor, id, Action::SeeProject)
            .await?;
        let team = team_member::Entity::find()
            .filter(team_member::Column::ProjectId.eq(id.0))
            .all(&self.db)
            .await?;
        let mut team = read_team(&self.db, team).await?;
        team.sort_by(|a, b| (a.role, &a.person.name).cmp(&(b.role, &b.person.name)));
        let mut phases = phase_date::Entity::find()
            .filter(phase_date::Column::ProjectId.eq(id.0))
            .all(&self.db)
            .await?
            .into_iter()
            .map(|row| {
                Ok(PhaseDate {
                    phase: decode("phase", &row.phase)?,
                    starts_on: decode("starts_on", &row.starts_on)?,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        phases.sort_by_key(|date| date.phase);
        let needs = targets(&self.db, id.0, Relation::Answers).await?;
        Ok(ProjectDetail {
            project,
            team,
            phases,
            needs: self.needs_by_id(&needs).await?,
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

    /// Brings a need's state in line with whether projects answer it.
    pub(crate) async fn follow_answers(&self, tx: &Tx, need: NeedId) -> Result<()> {
        let row = crate::needs::need_row(&tx.db, need)
            .await?
            .ok_or(StoreError::NotFound)?;
        let state: NeedState = decode("state", &row.state)?;
        let answered = !crate::evidence::sources(&tx.db, Relation::Answers, need.0)
            .await?
            .is_empty();
        match (state, answered) {
            (NeedState::Open | NeedState::SetAside, true) => {
                crate::needs::set_state(tx, row, NeedState::Answered, "").await
            }
            (NeedState::Answered, false) => {
                crate::needs::set_state(tx, row, NeedState::Open, "").await
            }
            (NeedState::Merged | NeedState::Withdrawn, true) => Err(Refusal::Frozen.into()),
            _ => Ok(()),
        }
    }
}

/// What the policy looks at in a project.
pub(crate) fn situation(project: &Project) -> Situation {
    Situation {
        team_only: project.facts.visibility == Visibility::Team,
        ..Situation::in_project(project.id)
    }
}

/// Refuses a form made of an older version than the one that is kept.
pub(crate) fn fresh(current: i64, version: i64) -> Result<()> {
    if current == version {
        Ok(())
    } else {
        Err(StoreError::Stale { current })
    }
}

/// A thing that is there already: fine when the same person sent it twice.
pub(crate) fn same_author(author: Uuid, actor: &Actor) -> Result<()> {
    if author == actor.user.0 {
        Ok(())
    } else {
        Err(StoreError::NotFound)
    }
}

async fn project_row(db: &impl ConnectionTrait, id: ProjectId) -> Result<Option<project::Model>> {
    Ok(project::Entity::find_by_id(id.0).one(db).await?)
}

async fn put_member(tx: &Tx, project: ProjectId, person: UserId, role: ProjectRole) -> Result<()> {
    let row = team_member::ActiveModel {
        project_id: Set(project.0),
        user_id: Set(person.0),
        role: Set(role.code().to_owned()),
        joined_at: Set(tx.now.0),
    };
    let again = sea_query::OnConflict::columns([
        team_member::Column::ProjectId,
        team_member::Column::UserId,
    ])
    .update_column(team_member::Column::Role)
    .to_owned();
    team_member::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}

async fn put_phase_date(tx: &Tx, id: ProjectId, phase: ProjectPhase, day: Date) -> Result<()> {
    let row = phase_date::ActiveModel {
        project_id: Set(id.0),
        phase: Set(phase.code().to_owned()),
        starts_on: Set(day.to_string()),
    };
    let again =
        sea_query::OnConflict::columns([phase_date::Column::ProjectId, phase_date::Column::Phase])
            .update_column(phase_date::Column::StartsOn)
            .to_owned();
    phase_date::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}

async fn index(tx: &Tx, id: ProjectId, facts: &ProjectFacts) -> Result<()> {
    let text = [
        &facts.summary,
        &facts.problem,
        &facts.audience,
        &facts.programme_name,
    ];
    let text = text.map(String::as_str).join("\n");
    tx.index(
        ThingRef::new(ThingKind::Project, id),
        Some(id),
        &facts.title,
        &text,
    )
    .await
}

async fn read_team(
    db: &impl ConnectionTrait,
    rows: Vec<team_member::Model>,
) -> Result<Vec<TeamMember>> {
    let people = people_by_id(db, rows.iter().map(|row| row.user_id)).await?;
    rows.iter()
        .filter_map(|row| {
            let person = people.get(&row.user_id)?.clone();
            Some(decode("role", &row.role).map(|role| TeamMember { person, role }))
        })
        .collect()
}

fn columns(facts: &ProjectFacts) -> project::ActiveModel {
    project::ActiveModel {
        title: Set(facts.title.clone()),
        summary: Set(facts.summary.clone()),
        problem: Set(facts.problem.clone()),
        audience: Set(facts.audience.clone()),
        discipline: Set(facts.discipline.map(|value| value.to_string())),
        level: Set(facts.level.map(|value| value.to_string())),
        territory: Set(facts.territory.as_ref().map(ToString::to_string)),
        programme: Set(facts.programme.code().to_owned()),
        programme_name: Set(facts.programme_name.clone()),
        starts_on: Set(facts.starts_on.to_string()),
        visibility: Set(facts.visibility.code().to_owned()),
        ..Default::default()
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
        created_at: Timestamp(row.created_at),
        updated_at: Timestamp(row.updated_at),
    })
}
