//! Who on a project's team may see an entry: they alone are put in charge of it, or named in
//! what is said about it.

use domain::accounts::Person;
use domain::feedback::{Anonymity, TriageFacts};
use domain::ids::UserId;
use domain::policy::{Actor, Situation};
use domain::problems::Problem;
use sea_orm::ConnectionTrait;

use super::Seen;
use crate::error::{Result, invalid};
use crate::projects::{Member, members_of};

/// The team around an entry, as its reader may know of it.
pub(super) struct Team<'a> {
    seen: &'a Seen,
    reader: &'a Actor,
    members: Vec<Member>,
}

impl<'a> Team<'a> {
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        reader: &'a Actor,
        seen: &'a Seen,
    ) -> Result<Self> {
        let members = members_of(db, seen.project()).await?;
        Ok(Self {
            seen,
            reader,
            members,
        })
    }

    /// Everybody on it.
    pub(super) fn people(&self) -> Vec<Person> {
        let people = self.members.iter();
        people.map(|member| member.shown.person.clone()).collect()
    }

    /// Those who may see the entry.
    pub(super) fn readers(&self) -> Vec<Person> {
        let shared = self.seen.row.shared;
        let readers = self.members.iter();
        readers
            .filter(|member| self.sees(member, shared))
            .map(|member| member.shown.person.clone())
            .collect()
    }

    /// Whether somebody may see the entry, were it shared with partners or not. That they gave
    /// it counts where it carries their name: what is offered would give it away otherwise.
    fn sees(&self, member: &Member, shared: bool) -> bool {
        let (row, person) = (&self.seen.row, member.shown.person.id);
        let told = row.anonymity == Anonymity::Named.code() || person == self.reader.user;
        member.may_see_feedback(&Situation {
            is_author: told && row.author.map(UserId) == Some(person),
            shared_with_partners: shared,
            ..self.seen.situation
        })
    }

    /// Refuses to put somebody in charge of the entry who is not on the team or may not see
    /// it, and to take it out of the sight of whoever is.
    pub(super) fn check_assignee(&self, before: &TriageFacts, after: &TriageFacts) -> Result<()> {
        let Some(assignee) = after.assignee else {
            return Ok(());
        };
        let is_new = before.assignee != Some(assignee);
        let mut members = self.members.iter();
        let member = members.find(|member| member.shown.person.id == assignee);
        let problem = match member {
            None if is_new => Problem::NotOffered,
            Some(member)
                if !self.sees(member, after.shared)
                    && (is_new || self.sees(member, before.shared)) =>
            {
                Problem::NotSeen
            }
            _ => return Ok(()),
        };
        Err(invalid("assignee", problem))
    }
}
