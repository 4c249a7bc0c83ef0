//! Who is on a project's team, with what the policy looks at in each of them.

use std::collections::BTreeMap;

use domain::ids::{ProjectId, UserId};
use domain::policy::{Action, Actor, Situation, may};
use domain::projects::{ProjectRole, TeamMember};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::accounts::read_person;
use crate::error::Result;
use crate::tables::accounts::user;
use crate::tables::decode;
use crate::tables::projects::team_member;

/// Somebody on a project's team.
pub(crate) struct Member {
    /// As others see them there.
    pub shown: TeamMember,
    actor: Actor,
}

impl Member {
    fn of(project: ProjectId, role: ProjectRole, user: user::Model) -> Result<Self> {
        let actor = Actor {
            user: UserId(user.id),
            role: decode("role", &user.role)?,
            party: decode("party", &user.party)?,
            projects: BTreeMap::from([(project, role)]),
        };
        let (open, log) = (!user.closed, Situation::in_project(project));
        let shown = TeamMember {
            role,
            open,
            reads_feedback: open && may(&actor, Action::SeeFeedback, &log),
            person: read_person(user)?,
        };
        Ok(Self { shown, actor })
    }

    /// Whether they may see feedback in this situation; whoever has no account any more may not.
    pub(crate) fn may_see_feedback(&self, situation: &Situation) -> bool {
        self.shown.open && may(&self.actor, Action::SeeFeedback, situation)
    }
}

/// Everybody on a project's team, leads first, then by name.
pub(crate) async fn members_of(
    db: &impl ConnectionTrait,
    project: ProjectId,
) -> Result<Vec<Member>> {
    let rows = team_member::Entity::find()
        .filter(team_member::Column::ProjectId.eq(project.0))
        .all(db)
        .await?;
    let roles: BTreeMap<_, _> = rows.iter().map(|row| (row.user_id, &row.role)).collect();
    let users = user::Entity::find()
        .filter(user::Column::Id.is_in(roles.keys().copied()))
        .all(db)
        .await?;
    let mut members = Vec::with_capacity(users.len());
    for user in users {
        if let Some(role) = roles.get(&user.id) {
            members.push(Member::of(project, decode("role", role)?, user)?);
        }
    }
    members.sort_by(|a, b| {
        let (a, b) = (&a.shown, &b.shown);
        (a.role, &a.person.name).cmp(&(b.role, &b.person.name))
    });
    Ok(members)
}
