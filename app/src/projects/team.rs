//! The team of a project, and managing it.

use domain::accounts::Person;
use domain::ids::ProjectId;
use domain::projects::{ProjectRole, TeamMember};
use leptos::prelude::*;

use super::api::SetTeamRole;
use super::text::ProjectsText;
use crate::kit::{
    Choice, FormAction, FormEnd, Hidden, PersonTag, PostForm, Select, coded, person_choice,
};
use crate::preferences::locale;

/// The team; for those who manage it also the forms to change it.
#[component]
pub(super) fn Team(
    /// The project.
    id: ProjectId,
    /// Its team, leads first.
    team: Vec<TeamMember>,
    /// The people who can be added; nothing for those who do not manage the team.
    people: Option<Vec<Person>>,
    /// The action that changes the team.
    action: FormAction<SetTeamRole>,
) -> impl IntoView {
    let t = ProjectsText::here();
    let manage = people.map(|people| {
        let choices = people.into_iter().map(person_choice).collect();
        let mut roles = coded::<ProjectRole>();
        roles.push(Choice::new("", t.take_out()));
        view! { <Manage id=id people=choices roles=roles action=action /> }
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

#[component]
fn Manage(
    id: ProjectId,
    people: Vec<Choice>,
    roles: Vec<Choice>,
    action: FormAction<SetTeamRole>,
) -> impl IntoView {
    let t = ProjectsText::here();
    view! {
        <details>
            <summary>{t.manage_team()}</summary>
            <PostForm action=action>
                <Hidden name="id" value=id.to_string() />
                <Select name="person" label=t.person() choices=people required=true />
                <Select name="role" label=t.role() hint=t.partner_hint() choices=roles value="contributor" required=true />
                <FormEnd label=crate::text::CommonText::here().save() />
            </PostForm>
        </details>
    }
}
