//! What lets people in ends while they are there: signing in, accounts, roles.

use std::time::Duration;

use board::client::Client;
use board::ids::ParticipantId;
use board::operation::Operation;
use board::presence::Presence;
use board::rules::{Phase, Refusal, Role};
use domain::accounts::{AccountStanding, WorkspaceRole};
use domain::parties::Party;
use domain::projects::ProjectRole;
use live::{Ending, Error};

use crate::world::{PASSWORD, PRIVATE, Tab, World, account_with, project_draft};

#[tokio::test]
async fn a_connection_ends_with_the_signing_in_behind_it() {
    let world = World::new().await;
    let (store, eve) = (&world.store, world.member("Eve").await);
    let (here, there) = (world.sign_in(&eve).await, world.sign_in(&eve).await);
    let mut kept = world.tab(&eve, here).await;
    let mut other = world.tab(&eve, there).await;
    kept.in_step().await;
    other.in_step().await;
    store.end_session(&eve, there).await.expect("ended");
    assert_eq!(other.ends().await, Ending::SignedOut);
    let again = world.enter(&eve, there).await;
    assert!(matches!(again, Err(Error::SignedOut)));

    let there = world.sign_in(&eve).await;
    let mut other = world.tab(&eve, there).await;
    other.in_step().await;
    let changed = store.change_password(&eve, here, PASSWORD, "une tout autre phrase");
    changed.await.expect("changed");
    assert_eq!(other.ends().await, Ending::SignedOut);

    // What was not sent when it ended is sent by whoever comes back.
    still_works(&mut kept).await;
    store.end_all_sessions(&eve).await.expect("ended");
    kept.write("Au dernier moment");
    assert_eq!(kept.ends().await, Ending::SignedOut);
    assert_eq!(kept.client.unacknowledged().count(), 1);
    let here = world.sign_in(&eve).await;
    kept.back(world.enter(&eve, here).await.expect("let in"));
    still_works(&mut kept).await;
}

#[tokio::test]
async fn whoever_loses_what_let_them_in_is_cut_off() {
    let world = World::new().await;
    let store = &world.store;
    let administrator = account_with(store, "Ada", WorkspaceRole::Administrator).await;
    let (mut lead, mut guest, _) = world.lead_and_guest().await;
    let mut tabs = Vec::new();
    for name in ["Eve", "Bao", "Zoé"] {
        let actor = world.member(name).await;
        let mut tab = world.tab(&actor, world.sign_in(&actor).await).await;
        tab.in_step().await;
        tabs.push((actor, tab));
    }
    let [(eve, eves), (bao, baos), (_, zoes)] = tabs.as_mut_slice() else {
        panic!("three people");
    };
    for (person, role, closed, tab, why) in [
        (
            &eve.user,
            WorkspaceRole::Member,
            true,
            eves,
            Ending::SignedOut,
        ),
        (
            &bao.user,
            WorkspaceRole::Observer,
            false,
            baos,
            Ending::Removed,
        ),
    ] {
        let standing = AccountStanding {
            role,
            party: Party::Teacher,
            closed,
        };
        let changed = store.change_account(&administrator, *person, 1, &standing);
        changed.await.expect("changed");
        assert_eq!(tab.ends().await, why);
    }
    let again = world.enter(bao, world.sign_in(bao).await).await;
    assert!(matches!(again, Err(Error::NotAdmitted)));
    still_works(zoes).await;

    let draft = project_draft("team");
    let hidden = store.edit_project(&world.lead, world.project, 1, &draft);
    hidden.await.expect("hidden");
    assert_eq!(zoes.ends().await, Ending::Removed);
    still_works(&mut lead).await;
    still_works(&mut guest).await;
}

#[tokio::test]
async fn whoever_loses_the_lead_leads_no_longer_while_connected() {
    let world = World::new().await;
    let (store, project) = (&world.store, world.project);
    let mut lead = world.lead_tab().await;
    let eve = account_with(store, "Eve", WorkspaceRole::Member).await;
    let role = async |role| {
        let there = store.project(&world.lead, project).await?;
        let version = there.project.team_version;
        store
            .set_team_role(&world.lead, project, version, eve.user, Some(role))
            .await
    };
    role(ProjectRole::Facilitator).await.expect("facilitates");
    let eve = store.actor(eve.user).await.expect("an actor");
    let joined = store.join_session(&eve, world.session, None).await;
    assert!(joined.expect("joined").facilitates());
    let mut eves = world.tab(&eve, world.sign_in(&eve).await).await;
    eves.in_step().await;
    eves.act(Operation::SetPhase(PRIVATE));
    eves.in_step().await;
    lead.until(|client| client.confirmed().phase().private)
        .await
        .expect("connected");
    eves.client.set_presence(Presence {
        attention: true,
        ..Presence::default()
    });
    eves.in_step().await;
    let calls = |client: &Client| client.others().values().any(|(_, shown)| shown.attention);
    lead.until(calls).await.expect("connected");

    // Sent before she hears of it, and after the room did.
    let lowered = role(ProjectRole::Contributor).await;
    lowered.expect("lowered");
    let is_known = |client: &Client| {
        let eve = client.people().get(&ParticipantId(2));
        eve.is_some_and(|eve| eve.introduction.role == Role::Participant)
    };
    lead.until(is_known).await.expect("connected");
    eves.act(Operation::SetPhase(Phase::OPEN));
    let hears = |client: &Client| {
        let member = client.member();
        client.is_live() && member.is_some_and(|member| member.role == Role::Participant)
    };
    eves.until(hears).await.expect("connected");
    eves.in_step().await;
    assert!(eves.client.confirmed().phase().private, "it was refused");
    let again = eves.client.act(vec![Operation::SetPhase(Phase::OPEN)]);
    assert!(matches!(again, Err(Refusal::NotYours)));
    let calls_no_longer = |client: &Client| !calls(client);
    lead.until(calls_no_longer).await.expect("connected");
    still_works(&mut eves).await;
    still_works(&mut lead).await;
}

#[tokio::test]
async fn whoever_asks_for_frames_is_told_so() {
    let world = World::new().await;
    let eve = world.member("Eve").await;
    let sign_in = world.sign_in(&eve).await;
    let (polls, session) = (world.hub.polls(), world.session);
    let link = world.enter(&eve, sign_in).await.expect("let in");
    let key = polls.keep(session, link).expect("kept");
    let ended = world.store.sign_out(&eve, sign_in).await;
    ended.expect("signed out");
    let told = polls.wait(key, session, 2, Duration::from_secs(10)).await;
    assert!(matches!(told, Err(Error::SignedOut)));
}

async fn still_works(tab: &mut Tab) {
    tab.write("Encore là");
    tab.in_step().await;
}
