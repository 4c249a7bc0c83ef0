//! The team of a project, and managing it.

use std::collections::BTreeMap;

use domain::accounts::Person;
use domain::ids::ProjectId;
use domain::projects::{ProjectRole, TeamMember};
use leptos::prelude::*;

use super::api::{SetTeamRole, load_project_page};
use super::text::ProjectsText;
use crate::kit::{
    Choice, FormAction, FormContext, FormEnd, Hidden, PersonTag, PostForm, Select, coded,
    person_choice, saved_beside,
};
use crate::preferences::locale;
use crate::text::CommonText;

/// The team; for those who manage it also the forms to change it.
#[component]
pub(super) fn Team(
    /// The project.
    id: ProjectId,
    /// The version of its team.
    version: i64,
    /// Its team, leads first.
    team: Vec<TeamMember>,
    /// The people who can be added; nothing for those who do not manage the team.
    people: Option<Vec<Person>>,
    /// The action that changes the team.
    action: FormAction<SetTeamRole>,
    /// Told whether something is typed.
    typed: RwSignal<bool>,
) -> impl IntoView {
    let t = ProjectsText::here();
    let manage = people.map(|people| {
        let choices = people.into_iter().map(person_choice).collect();
        let mut roles = coded::<ProjectRole>();
        roles.push(Choice::new("", t.take_out()));
        let (there, made_of) = (team.clone(), action.version_made_of(version));
        view! {
            <details open=action.failed()>
                <summary>{t.manage_team()}</summary>
                <PostForm action=action typed=typed>
                    <Hidden name="id" value=id.to_string() />
                    <Hidden name="version" value=made_of />
                    <RoleMeanwhile id=id team=there stale=action.stale() />
                    <Select name="person" label=t.person() choices=choices required=true />
                    <Select name="role" label=t.role() hint=t.partner_hint() choices=roles value="contributor" required=true />
                    <FormEnd label=CommonText::here().save() />
                </PostForm>
            </details>
        }
    });
    let rows = team
        .into_iter()
        .map(|member| {
            view! {
                <li>
                    <PersonTag person=member.person /> " "
                    <span class="meta">{member.role.wording().in_locale(locale())}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="stack">
            <h2>{t.team()}</h2>
            <ul class="person-list">{rows}</ul>
            {manage}
        </section>
    }
}

/// The role that the chosen person has in the team that was changed meanwhile.
#[component]
fn RoleMeanwhile(
    id: ProjectId,
    team: Vec<TeamMember>,
    stale: Signal<Option<i64>>,
) -> impl IntoView {
    let context = expect_context::<FormContext>();
    let chosen = move || context.typed_now("person");
    let there = role_in(&team, chosen());
    saved_beside(stale, &there, move || {
        let chosen = chosen();
        async move {
            let team = load_project_page(Some(id)).await?.detail.team;
            Ok(role_in(&team, chosen))
        }
    })
}

/// Somebody's role in a team as its form sends it: empty for those who are not on it.
fn role_in(team: &[TeamMember], person: String) -> BTreeMap<&'static str, String> {
    let mut team = team.iter();
    let member = team.find(|member| member.person.id.to_string() == person);
    let role = member.map_or_else(String::new, |member| member.role.code().to_owned());
    BTreeMap::from([("person", person), ("role", role)])
}
