//! The demonstration: a workspace filled with believable people, projects and
//! needs. The same each time, ids included. `content` says what there is; here
//! stands how it gets into the store.

mod content;

use std::collections::HashMap;

use domain::accounts::SignUp;
use domain::ids::{NeedId, ProjectId, UserId};
use domain::needs::{NeedDraft, NeedState, PositionDraft};
use domain::policy::Actor;
use domain::projects::ProjectDraft;
use domain::time::parse_date;
use store::{Store, StoreError};
use uuid::{Builder, Uuid};

use self::content::{ACCOUNTS, Fate, NEEDS, Need, PROJECTS, Project, WORKSPACE, Who};
use crate::error::Result;

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "etabli-demo-2026";
const HOST: &str = "demo.etabli.example";

/// The addresses of the accounts.
pub fn emails() -> impl Iterator<Item = String> {
    ACCOUNTS
        .iter()
        .map(|account| format!("{}@{HOST}", account.who.code()))
}

/// Fills an empty workspace.
///
/// # Errors
/// When the workspace has accounts, or the database does not answer.
pub async fn fill(store: &Store) -> Result<()> {
    store.start_demo(WORKSPACE).await?;
    let mut people = HashMap::new();
    for (number, account) in (1..).zip(ACCOUNTS) {
        let sign_up = SignUp {
            name: account.name.to_owned(),
            email: format!("{}@{HOST}", account.who.code()),
            password: PASSWORD.to_owned(),
            party: account.party.code().to_owned(),
            declared_interests: account.interests.to_owned(),
        };
        let id = UserId(id(Kind::Account, number));
        store.create_account(id, &sign_up, account.role).await?;
        people.insert(account.who, id);
    }
    let demo = Demo { store, people };
    for (number, need) in (1..).zip(NEEDS) {
        demo.express(NeedId(id(Kind::Need, number)), need).await?;
    }
    for (number, project) in (1..).zip(PROJECTS) {
        demo.open(ProjectId(id(Kind::Project, number)), project)
            .await?;
    }
    for (number, need) in (1..).zip(NEEDS) {
        demo.settle(NeedId(id(Kind::Need, number)), need).await?;
    }
    Ok(())
}

struct Demo<'a> {
    store: &'a Store,
    people: HashMap<Who, UserId>,
}

impl Demo<'_> {
    fn id_of(&self, who: Who) -> Result<UserId> {
        let id = self.people.get(&who).copied();
        Ok(id.ok_or(StoreError::NotFound)?)
    }

    async fn actor(&self, who: Who) -> Result<Actor> {
        Ok(self.store.actor(self.id_of(who)?).await?)
    }

    async fn express(&self, id: NeedId, need: &Need) -> Result<()> {
        let draft = NeedDraft {
            statement: need.statement.to_owned(),
            affected: need.affected.to_owned(),
            setting: need.setting.to_owned(),
            level: need.level.to_owned(),
            discipline: need.discipline.to_owned(),
            pupils: need.pupils.to_owned(),
            territory: need.territory.to_owned(),
        };
        let author = self.actor(need.author).await?;
        self.store.express_need(&author, id, &draft).await?;
        for (who, stance, comment) in need.positions {
            let position = PositionDraft {
                stance: stance.code().to_owned(),
                comment: (*comment).to_owned(),
            };
            let actor = self.actor(*who).await?;
            self.store.take_position(&actor, id, &position).await?;
        }
        Ok(())
    }

    async fn open(&self, id: ProjectId, project: &Project) -> Result<()> {
        let draft = ProjectDraft {
            title: project.title.to_owned(),
            summary: project.summary.to_owned(),
            problem: project.problem.to_owned(),
            audience: project.audience.to_owned(),
            discipline: project.discipline.to_owned(),
            level: project.level.to_owned(),
            territory: project.territory.to_owned(),
            programme: project.programme.code().to_owned(),
            programme_name: project.programme_name.to_owned(),
            starts_on: project.starts_on.to_owned(),
            visibility: project.visibility.code().to_owned(),
        };
        let lead = self.actor(Who::Lead).await?;
        self.store.create_project(&lead, id, &draft).await?;
        // Asked again: the lead is on the team now.
        let lead = self.actor(Who::Lead).await?;
        for (who, role) in project.team {
            let person = self.id_of(*who)?;
            self.store
                .set_team_role(&lead, id, person, Some(*role))
                .await?;
        }
        for (phase, starts_on) in project.phases {
            if let Some(starts_on) = parse_date(starts_on) {
                self.store
                    .change_phase(&lead, id, *phase, starts_on)
                    .await?;
            }
        }
        for number in project.needs {
            let need = NeedId(self::id(Kind::Need, *number));
            self.store.answer_need(&lead, id, need, true).await?;
        }
        Ok(())
    }

    async fn settle(&self, id: NeedId, need: &Need) -> Result<()> {
        let coordinator = self.actor(Who::Coordinator).await?;
        match need.fate {
            Fate::Open => {}
            Fate::SetAside(reason) => {
                self.store
                    .settle_need(&coordinator, id, NeedState::SetAside, reason)
                    .await?;
            }
            Fate::MergedInto(number) => {
                let into = NeedId(self::id(Kind::Need, number));
                self.store.merge_needs(&coordinator, id, into).await?;
            }
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Account = 1,
    Project = 2,
    Need = 3,
}

/// The id of the first, second … thing of a kind. In the form of all ids, and
/// in their order: as if made one second after another on 1 September 2025.
fn id(kind: Kind, number: u8) -> Uuid {
    const START: u64 = 1_756_684_800_000;
    let moment = START + u64::from(number) * 1_000;
    let rest = [0, 0, 0, 0, 0, 0, 0, 0, kind as u8, number];
    Builder::from_unix_timestamp_millis(moment, &rest).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_every_version() {
        assert_eq!(
            id(Kind::Project, 2).to_string(),
            "01990292-d7d0-7000-8000-000000000202"
        );
        assert!(id(Kind::Need, 1) < id(Kind::Need, 2));
    }

    #[test]
    fn needs_are_named_by_numbers_that_exist() {
        let exists = |number: u8| (1..=NEEDS.len()).contains(&usize::from(number));
        assert!(
            PROJECTS
                .iter()
                .flat_map(|project| project.needs)
                .all(|&number| exists(number))
        );
        for need in NEEDS {
            if let Fate::MergedInto(number) = need.fate {
                assert!(exists(number));
            }
        }
    }
}
