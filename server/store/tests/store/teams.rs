//! Teams: who is on them, partners, and the needs that a project answers.

use domain::accounts::WorkspaceRole;
use domain::ids::{NeedId, ProjectId, UserId};
use domain::needs::{NeedFilter, NeedState};
use domain::parties::Party;
use domain::phases::ProjectPhase;
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::projects::ProjectRole;
use store::StoreError;

use crate::cast::{Someone, Steering, project_draft};
use crate::problem;
use crate::world::World;

on_both! {
    adds_and_removes_people,
    keeps_a_lead,
    keeps_a_lead_who_can_lead,
    takes_those_with_an_open_account,
    lets_go_of_those_whose_account_is_closed,
    opens_to_partners_on_the_team_only,
    answers_a_need_and_no_longer,
    answers_a_need_until_the_last_project,
    answers_no_need_that_is_closed,
    answers_what_a_need_was_merged_into,
    opens_for_a_need,
    hides_who_answers_where_the_project_is_hidden,
    names_no_hidden_project_in_a_history,
    opens_a_need_again_as_it_stands,
}

async fn set(
    world: &World,
    lead: &Someone,
    id: ProjectId,
    person: UserId,
    role: Option<ProjectRole>,
) -> store::Result<()> {
    let lead = lead.actor().await;
    world.store.give_team_role(&lead, id, person, role).await
}

async fn answer(
    world: &World,
    who: &Someone,
    id: ProjectId,
    need: NeedId,
    answers: bool,
) -> store::Result<()> {
    let who = who.actor().await;
    world.store.answer_need(&who, id, need, answers).await
}

async fn adds_and_removes_people(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let id = world.project(&ana).open().await;
    for role in [ProjectRole::Contributor, ProjectRole::Facilitator] {
        let added = set(&world, &ana, id, bob.id, Some(role)).await;
        added.expect("on the team");
        assert_eq!(bob.actor().await.projects.get(&id), Some(&role));
    }
    let edited = world
        .store
        .edit_project(&bob.actor().await, id, 1, &project_draft("À deux"))
        .await;
    edited.expect("a facilitator edits");
    let removed = set(&world, &ana, id, bob.id, None).await;
    removed.expect("off the team");
    assert_eq!(bob.actor().await.projects.len(), 0);
    let edited = world
        .store
        .edit_project(&bob.actor().await, id, 2, &project_draft("À moi"))
        .await;
    assert_fails!(edited, StoreError::Refused(Refusal::Role));
    let changes = "audit WHERE action = 'manage_team'";
    assert_eq!(world.count(changes).await, 3);
}

async fn keeps_a_lead(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let coordinator = world.coordinator().await;
    let id = world.project(&ana).open().await;
    for role in [None, Some(ProjectRole::Contributor)] {
        for who in [&ana, &coordinator] {
            let left = set(&world, who, id, ana.id, role).await;
            assert_eq!(problem(left, "role"), Some(Problem::NotOffered));
        }
    }
    let lead = Some(ProjectRole::Lead);
    set(&world, &ana, id, bob.id, lead).await.expect("a second");
    set(&world, &ana, id, ana.id, None).await.expect("left");
    let left = set(&world, &bob, id, bob.id, None).await;
    assert_eq!(problem(left, "role"), Some(Problem::NotOffered));
    assert_eq!(world.count("team_members").await, 1);
}

/// Neither those whose account is closed nor those who came to speak for a company lead a
/// project that nobody else leads.
async fn keeps_a_lead_who_can_lead(world: World) {
    let administrator = world.administrator().await.actor().await;
    let store = &world.store;
    let lead = Some(ProjectRole::Lead);
    for closed in [true, false] {
        let (ana, bob, eve) = (
            world.member("Ana").await,
            world.member("Bob").await,
            world.member("Eve").await,
        );
        let id = world.project(&ana).with(&bob, ProjectRole::Lead);
        let id = id.open().await;
        let changed = match closed {
            true => {
                let role = WorkspaceRole::Member;
                store.set_account(&administrator, bob.id, role, true).await
            }
            false => store.set_party(&administrator, bob.id, Party::Edtech).await,
        };
        changed.expect("changed");
        for role in [None, Some(ProjectRole::Contributor)] {
            let left = set(&world, &ana, id, ana.id, role).await;
            assert_eq!(problem(left, "role"), Some(Problem::NotOffered));
        }
        // Others join as before, and whoever cannot lead is let go.
        let joined = set(&world, &ana, id, eve.id, Some(ProjectRole::Observer)).await;
        joined.expect("on the team");
        let removed = set(&world, &ana, id, bob.id, None).await;
        removed.expect("off the team");
        set(&world, &ana, id, eve.id, lead).await.expect("a second");
        set(&world, &ana, id, ana.id, None).await.expect("left");
    }
}

async fn takes_those_with_an_open_account(world: World) {
    let administrator = world.administrator().await;
    let ana = world.member("Ana").await;
    let closed = world.member("Chloé").await;
    let change = world
        .store
        .set_account(
            &administrator.actor().await,
            closed.id,
            WorkspaceRole::Member,
            true,
        )
        .await;
    change.expect("closed");
    let id = world.project(&ana).open().await;
    for person in [closed.id, UserId::new()] {
        let role = Some(ProjectRole::Contributor);
        let added = set(&world, &ana, id, person, role).await;
        assert_eq!(problem(added, "person"), Some(Problem::NotOffered));
    }
}

async fn lets_go_of_those_whose_account_is_closed(world: World) {
    let administrator = world.administrator().await;
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let id = world.project(&ana).with(&bob, ProjectRole::Contributor);
    let id = id.open().await;
    let change = world
        .store
        .set_account(
            &administrator.actor().await,
            bob.id,
            WorkspaceRole::Member,
            true,
        )
        .await;
    change.expect("closed");
    let removed = set(&world, &ana, id, bob.id, None).await;
    removed.expect("off the team");
    assert_eq!(world.count("team_members").await, 1);
}

async fn opens_to_partners_on_the_team_only(world: World) {
    let ana = world.member("Ana").await;
    let (inside, outside) = (world.partner("Une").await, world.partner("Deux").await);
    let id = world.project(&ana).with(&inside, ProjectRole::Partner);
    let id = id.open().await;
    let need = world.need(&outside, "Suivre la fluence").express().await;
    let seen = world.store.project(&inside.actor().await, id).await;
    let team = seen.expect("a project").team;
    let shown = team.iter().find(|member| member.person.id == inside.id);
    let interests = &shown.expect("on the team").person.declared_interests;
    assert_eq!(interests.as_deref(), Some("Éditeur d’exercices"));
    let seen = world.store.project(&outside.actor().await, id).await;
    assert_fails!(seen, StoreError::NotFound);
    let answered = answer(&world, &inside, id, need, true).await;
    assert_fails!(answered, StoreError::Refused(Refusal::Role));
    // Another role does not make a company part of the crew.
    let lead = Some(ProjectRole::Lead);
    set(&world, &ana, id, inside.id, lead).await.expect("set");
    let edited = world
        .store
        .edit_project(&inside.actor().await, id, 1, &project_draft("À nous"))
        .await;
    assert_fails!(edited, StoreError::Refused(Refusal::Role));
}

async fn answers_a_need_and_no_longer(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let id = world.project(&ana).title("Lire à deux").open().await;
    let need = world.need(&bob, "Suivre la fluence").express().await;
    for _ in 0..2 {
        let answered = answer(&world, &ana, id, need, true).await;
        answered.expect("answered");
    }
    assert_eq!(world.count("links").await, 1);
    let read = world.store.need(&bob.actor().await, need).await;
    let read = read.expect("a need");
    assert_eq!(read.need.state, NeedState::Answered);
    let titles: Vec<_> = read.answers.iter().map(|a| a.title.as_str()).collect();
    assert_eq!(titles, ["Lire à deux"]);
    let read = world.store.project(&bob.actor().await, id).await;
    let needs: Vec<_> = read.expect("a project").needs;
    assert_eq!(needs.len(), 1);
    assert_eq!(needs[0].id, need);

    let no_longer = answer(&world, &ana, id, need, false).await;
    no_longer.expect("taken away");
    let read = world.store.need(&bob.actor().await, need).await;
    let read = read.expect("a need");
    assert_eq!(read.need.state, NeedState::Open);
    assert_eq!(read.answers, []);
    assert_eq!(world.count("links").await, 0);
}

async fn answers_a_need_until_the_last_project(world: World) {
    let ana = world.member("Ana").await;
    let need = world.need(&ana, "Suivre la fluence").express().await;
    let projects = [
        world.project(&ana).open().await,
        world.project(&ana).open().await,
    ];
    for id in projects {
        let answered = answer(&world, &ana, id, need, true).await;
        answered.expect("answered");
    }
    for (id, state) in projects
        .into_iter()
        .zip([NeedState::Answered, NeedState::Open])
    {
        let no_longer = answer(&world, &ana, id, need, false).await;
        no_longer.expect("taken away");
        assert_eq!(world.read_need(&ana, need).await.state, state);
    }
}

async fn answers_no_need_that_is_closed(world: World) {
    let ana = world.member("Ana").await;
    let id = world.project(&ana).open().await;
    let need = world.need(&ana, "Suivre la fluence").express().await;
    let unknown = answer(&world, &ana, id, NeedId::new(), true).await;
    assert_fails!(unknown, StoreError::NotFound);
    let withdrawn = world
        .store
        .settle_need(
            &ana.actor().await,
            need,
            1,
            NeedState::Withdrawn,
            "C’est réglé.",
        )
        .await;
    withdrawn.expect("withdrawn");
    let answered = answer(&world, &ana, id, need, true).await;
    assert_fails!(answered, StoreError::Refused(Refusal::Frozen));
    assert_eq!(world.count("links").await, 0);
    let changes = world.count("audit WHERE action = 'answer_need'").await;
    assert_eq!(changes, 0);
}

/// It stands for the one that it was merged from: neither is told twice.
async fn answers_what_a_need_was_merged_into(world: World) {
    let (ana, steering) = (world.member("Ana").await, world.coordinator().await);
    let id = world.project(&ana).open().await;
    let from = world.need(&ana, "Fluence").express().await;
    let into = world.need(&ana, "Suivre la fluence").express().await;
    let answered = answer(&world, &ana, id, from, true).await;
    answered.expect("answered");
    let actor = steering.actor().await;
    let merged = world.store.merge_needs(&actor, from, into).await;
    merged.expect("merged");
    let read = world.store.project(&ana.actor().await, id).await;
    let needs = read.expect("a project").needs;
    let needs: Vec<_> = needs.iter().map(|need| need.id).collect();
    assert_eq!(needs, [into]);
    let read = world.store.need(&ana.actor().await, into).await;
    let read = read.expect("a need");
    assert_eq!(read.need.state, NeedState::Answered);
    let answering: Vec<_> = read.answers.iter().map(|project| project.id).collect();
    assert_eq!(answering, [id]);
    // Its history and the project's feed tell it as any answer.
    let entries = read.history.entries;
    let told = entries.iter().find(|entry| entry.action == "answer_need");
    assert!(told.expect("told").after.contains(&id.to_string()));
    for need in [from, into] {
        let rows = format!(
            "audit WHERE action = 'answer_need' AND thing_id = {}",
            world.uuid(need.0)
        );
        assert_eq!(world.count(&rows).await, 1, "{need}");
    }
}

async fn opens_for_a_need(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let need = world.need(&bob, "Suivre la fluence").express().await;
    let (id, draft) = (ProjectId::new(), project_draft("Lire à deux"));
    let open = async |id, need| {
        let actor = ana.actor().await;
        let store = &world.store;
        store.create_project_for(&actor, id, &draft, need).await
    };
    let unknown = open(id, NeedId::new()).await;
    assert_eq!(problem(unknown, "need"), Some(Problem::NotOffered));
    assert_eq!(world.count("projects").await, 0);
    for _ in 0..2 {
        open(id, need).await.expect("opened");
    }
    let read = world.store.need(&bob.actor().await, need).await;
    let read = read.expect("a need");
    assert_eq!(read.need.state, NeedState::Answered);
    assert_eq!(read.answers.len(), 1);
    for deed in ["create_project", "answer_need"] {
        let rows = world.count(&format!("audit WHERE action = '{deed}'")).await;
        assert_eq!(rows, 1, "{deed} in the log");
    }
    let opened = world.store.project(&ana.actor().await, id).await;
    let opened = opened.expect("a project");
    assert_eq!(opened.project.phase, ProjectPhase::Need);
    let team: Vec<_> = opened.team.iter().map(|m| (m.person.id, m.role)).collect();
    assert_eq!(team, [(ana.id, ProjectRole::Lead)]);
    let needs: Vec<_> = opened.needs.iter().map(|need| need.id).collect();
    assert_eq!(needs, [need]);

    let closed = world.need(&ana, "Lire plus vite").express().await;
    let actor = ana.actor().await;
    let withdrawn = NeedState::Withdrawn;
    let settled = world
        .store
        .settle_need(&actor, closed, 1, withdrawn, "Réglé.");
    settled.await.expect("withdrawn");
    let refused = open(ProjectId::new(), closed).await;
    assert_eq!(problem(refused, "need"), Some(Problem::NotOffered));
    assert_eq!(world.count("projects").await, 1);
}

async fn hides_who_answers_where_the_project_is_hidden(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let id = world.project(&ana).team_only().open().await;
    let need = world.need(&bob, "Suivre la fluence").express().await;
    let answered = answer(&world, &ana, id, need, true).await;
    answered.expect("answered");
    let seen = world.store.need(&ana.actor().await, need).await;
    assert_eq!(seen.expect("a need").answers.len(), 1);
    let seen = world.store.need(&bob.actor().await, need).await;
    let seen = seen.expect("a need");
    assert_eq!(seen.answers, []);
}

async fn names_no_hidden_project_in_a_history(world: World) {
    let (ana, bob) = (world.member("Ana").await, world.member("Bob").await);
    let id = world.project(&ana).team_only().open().await;
    let need = world.need(&bob, "Suivre la fluence").express().await;
    let answered = answer(&world, &ana, id, need, true).await;
    answered.expect("answered");
    let seen = world.store.need(&bob.actor().await, need).await;
    let told = serde_json::to_string(&seen.expect("a need")).expect("JSON");
    assert!(!told.contains(&id.to_string()), "{told}");
}

async fn opens_a_need_again_as_it_stands(world: World) {
    let ana = world.member("Ana").await;
    let id = world.project(&ana).open().await;
    let need = world.need(&ana, "Suivre la fluence").express().await;
    let answered = answer(&world, &ana, id, need, true).await;
    answered.expect("answered");
    for (state, reason) in [(NeedState::SetAside, "Plus tard."), (NeedState::Open, "")] {
        let version = world.read_need(&ana, need).await.version;
        let settled = world
            .store
            .settle_need(&ana.actor().await, need, version, state, reason)
            .await;
        settled.expect("settled");
    }
    // A project answers it all along.
    let read = world.read_need(&ana, need).await;
    assert_eq!(read.state, NeedState::Answered);
    let answered = NeedFilter {
        state: Some(NeedState::Answered),
        ..NeedFilter::default()
    };
    let listed = world.store.needs(&ana.actor().await, &answered).await;
    assert_eq!(listed.expect("a list").total, 1);
}
