//! Invitations: who invites whom, and how often a link serves.

use domain::accounts::{InvitationDraft, WorkspaceRole};
use domain::ids::InvitationId;
use domain::parties::Party;
use domain::policy::Refusal;
use domain::problems::Problem;
use domain::wording::Locale;
use store::StoreError;

use crate::cast::sign_up;
use crate::problem;
use crate::world::World;

on_both! {
    invites_once,
    leaves_administrators_to_administrators,
    refuses_those_who_do_not_steer,
    replaces_the_secret_when_sent_twice,
    keeps_the_link_when_the_form_is_not_in_order,
    holds_for_the_party_that_was_invited,
    is_used_up_by_an_address_that_is_taken,
    expires,
    is_withdrawn,
    makes_an_account_in_the_language_of_its_page,
    offers_no_account_to_pupils,
}

fn draft(role: WorkspaceRole) -> InvitationDraft {
    InvitationDraft {
        id: InvitationId::new(),
        note: "Pour Bob".into(),
        role,
        party: Party::Teacher,
    }
}

async fn invites_once(world: World) {
    let coordinator = world.coordinator().await.actor().await;
    let invitation = draft(WorkspaceRole::Observer);
    let secret = world.store.invite(&coordinator, &invitation).await;
    let secret = secret.expect("an invitation");
    let shown = world.store.invitation(&secret).await.expect("an answer");
    assert_eq!(shown.expect("usable").note, "Pour Bob");
    let bob = sign_up("Bob", "bob@exemple.fr");
    let id = world
        .store
        .accept_invitation(&secret, &bob, Locale::Fr)
        .await;
    let id = id.expect("accepted").expect("an account");
    let actor = world.store.actor(id).await;
    assert_eq!(actor.expect("an actor").role, WorkspaceRole::Observer);

    let shown = world.store.invitation(&secret).await.expect("an answer");
    assert_eq!(shown, None);
    let eve = sign_up("Eve", "eve@exemple.fr");
    let again = world
        .store
        .accept_invitation(&secret, &eve, Locale::Fr)
        .await;
    assert_eq!(problem(again, "secret"), Some(Problem::LinkExpired));
    assert_eq!(world.count("users WHERE name = 'Eve'").await, 0);
    // What was used cannot be sent anew either.
    let again = world.store.invite(&coordinator, &invitation).await;
    assert_fails!(again, StoreError::NotFound);
    let listed = world.store.invitations(&coordinator).await.expect("a list");
    assert_eq!(listed.len(), 1);
    assert!(listed[0].used_at.is_some());
}

async fn leaves_administrators_to_administrators(world: World) {
    let coordinator = world.coordinator().await.actor().await;
    let administrator = world.administrator().await.actor().await;
    let invitation = draft(WorkspaceRole::Administrator);
    let refused = world.store.invite(&coordinator, &invitation).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    assert_eq!(world.count("invitations").await, 0);
    let invited = world.store.invite(&administrator, &invitation).await;
    let secret = invited.expect("an invitation");
    let id = world
        .store
        .accept_invitation(&secret, &sign_up("Bob", "bob@exemple.fr"), Locale::Fr)
        .await
        .expect("accepted")
        .expect("an account");
    let role = world.store.actor(id).await.expect("an actor").role;
    assert_eq!(role, WorkspaceRole::Administrator);
}

async fn refuses_those_who_do_not_steer(world: World) {
    for person in [world.member("Ana").await, world.observer("Olga").await] {
        let actor = person.actor().await;
        let invited = world
            .store
            .invite(&actor, &draft(WorkspaceRole::Observer))
            .await;
        assert_fails!(invited, StoreError::Refused(Refusal::Role));
        let listed = world.store.invitations(&actor).await;
        assert_fails!(listed, StoreError::Refused(Refusal::Role));
    }
    assert_eq!(world.count("invitations").await, 0);
}

async fn replaces_the_secret_when_sent_twice(world: World) {
    let first = world.coordinator().await.actor().await;
    let second = world.coordinator().await.actor().await;
    let invitation = draft(WorkspaceRole::Member);
    let secrets = [
        world.store.invite(&first, &invitation).await.expect("one"),
        world.store.invite(&first, &invitation).await.expect("two"),
    ];
    assert_eq!(world.count("invitations").await, 1);
    let stale = world.store.invitation(&secrets[0]).await;
    assert_eq!(stale.expect("an answer"), None);
    let usable = world.store.invitation(&secrets[1]).await;
    assert!(usable.expect("an answer").is_some());
    let foreign = world.store.invite(&second, &invitation).await;
    assert_fails!(foreign, StoreError::NotFound);
}

async fn keeps_the_link_when_the_form_is_not_in_order(world: World) {
    let coordinator = world.coordinator().await.actor().await;
    let secret = world
        .store
        .invite(&coordinator, &draft(WorkspaceRole::Member))
        .await
        .expect("an invitation");
    let wrong = sign_up("Bob", "bob");
    let accepted = world
        .store
        .accept_invitation(&secret, &wrong, Locale::Fr)
        .await;
    assert_eq!(problem(accepted, "email"), Some(Problem::NotAnEmail));
    let free = sign_up("Bob", "bob@exemple.fr");
    let accepted = world
        .store
        .accept_invitation(&secret, &free, Locale::Fr)
        .await;
    accepted.expect("still usable").expect("an account");
}

/// What partners see hangs on their party: it is not theirs to choose.
async fn holds_for_the_party_that_was_invited(world: World) {
    let coordinator = world.coordinator().await.actor().await;
    let store = &world.store;
    let invitation = InvitationDraft {
        party: Party::Edtech,
        ..draft(WorkspaceRole::Member)
    };
    let secret = store.invite(&coordinator, &invitation).await;
    let secret = secret.expect("an invitation");
    // Sent as a teacher, as `sign_up` fills it in.
    let mut bob = sign_up("Bob", "bob@exemple.fr");
    let accepted = store.accept_invitation(&secret, &bob, Locale::Fr).await;
    let missing = problem(accepted, "declared_interests");
    assert_eq!(missing, Some(Problem::Missing));
    bob.declared_interests = "Éditeur d’exercices".into();
    let accepted = store.accept_invitation(&secret, &bob, Locale::Fr).await;
    let id = accepted.expect("accepted").expect("an account");
    let actor = store.actor(id).await.expect("an actor");
    assert_eq!(actor.party, Party::Edtech);
    let noted = "audit WHERE action = 'create_account' AND after LIKE '%edtech%'";
    assert_eq!(world.count(noted).await, 1);

    // Nor does anybody make a partner of themselves.
    for (email, party) in [
        ("eve@exemple.fr", "edtech"),
        ("zoe@exemple.fr", "pupil"),
        ("lou@exemple.fr", ""),
    ] {
        let invitation = draft(WorkspaceRole::Member);
        let secret = store.invite(&coordinator, &invitation).await;
        let secret = secret.expect("an invitation");
        let mut sent = sign_up("Eve", email);
        sent.party = party.into();
        let accepted = store.accept_invitation(&secret, &sent, Locale::Fr).await;
        let id = accepted.expect("accepted").expect("an account");
        let actor = store.actor(id).await.expect("an actor");
        assert_eq!(actor.party, Party::Teacher, "{party}");
    }
}

/// One invitation is one question, whatever the answer.
async fn is_used_up_by_an_address_that_is_taken(world: World) {
    let ana = world.member("Ana").await;
    let coordinator = world.coordinator().await.actor().await;
    let store = &world.store;
    let invitation = draft(WorkspaceRole::Coordinator);
    let invited = store.invite(&coordinator, &invitation).await;
    let secret = invited.expect("an invitation");
    let taken = sign_up("Bob", &ana.email);
    let accepted = store.accept_invitation(&secret, &taken, Locale::Fr).await;
    assert_eq!(accepted.expect("answered"), None);
    let again = sign_up("Bob", "bob@exemple.fr");
    let again = store.accept_invitation(&secret, &again, Locale::Fr).await;
    assert_eq!(problem(again, "secret"), Some(Problem::LinkExpired));
    // Nothing about the account has changed.
    let role = ana.actor().await.role;
    assert_eq!(role, WorkspaceRole::Member);
    store
        .sign_in(&ana.email, crate::cast::PASSWORD, "")
        .await
        .expect("the same password");
    assert_eq!(world.count("users WHERE name = 'Bob'").await, 0);
    let noted = "audit WHERE action = 'use_up_invitation' AND actor IS NULL";
    assert_eq!(world.count(noted).await, 1);
}

async fn expires(world: World) {
    let coordinator = world.coordinator().await.actor().await;
    let secret = world
        .store
        .invite(&coordinator, &draft(WorkspaceRole::Member))
        .await
        .expect("an invitation");
    world.sql("UPDATE invitations SET expires_at = 1000").await;
    let shown = world.store.invitation(&secret).await.expect("an answer");
    assert_eq!(shown, None);
    let bob = sign_up("Bob", "bob@exemple.fr");
    let accepted = world
        .store
        .accept_invitation(&secret, &bob, Locale::Fr)
        .await;
    assert_eq!(problem(accepted, "secret"), Some(Problem::LinkExpired));
}

async fn is_withdrawn(world: World) {
    let coordinator = world.coordinator().await.actor().await;
    let administrator = world.administrator().await.actor().await;
    let member = world.member("Ana").await.actor().await;
    let store = &world.store;
    let invitation = draft(WorkspaceRole::Member);
    let invited = store.invite(&administrator, &invitation).await;
    let secret = invited.expect("an invitation");
    let refused = store.withdraw_invitation(&member, invitation.id).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    // Whoever may make one takes any back, whether its time is over or not.
    let withdrawn = store.withdraw_invitation(&coordinator, invitation.id).await;
    withdrawn.expect("withdrawn");
    let shown = store.invitation(&secret).await.expect("an answer");
    assert_eq!(shown, None);
    let bob = sign_up("Bob", "bob@exemple.fr");
    let late = store.accept_invitation(&secret, &bob, Locale::Fr).await;
    assert_eq!(problem(late, "secret"), Some(Problem::LinkExpired));
    assert_eq!(world.count("invitations").await, 0);
    let audited = "audit WHERE thing_kind = 'invitation' AND before LIKE '%Pour Bob%'";
    assert_eq!(world.count(audited).await, 1);
    let again = store.withdraw_invitation(&coordinator, invitation.id).await;
    assert_fails!(again, StoreError::NotFound);

    let invitation = draft(WorkspaceRole::Administrator);
    let invited = store.invite(&administrator, &invitation).await;
    invited.expect("an invitation");
    let refused = store.withdraw_invitation(&coordinator, invitation.id).await;
    assert_fails!(refused, StoreError::Refused(Refusal::Role));
    world.sql("UPDATE invitations SET expires_at = 1000").await;
    let listed = store.invitations(&coordinator).await.expect("a list");
    assert!(listed[0].expired, "its time is over");
    let withdrawn = store
        .withdraw_invitation(&administrator, invitation.id)
        .await;
    withdrawn.expect("withdrawn");

    // What was used stays, as part of what happened.
    let invitation = draft(WorkspaceRole::Member);
    let invited = store.invite(&coordinator, &invitation).await;
    let secret = invited.expect("an invitation");
    let accepted = store.accept_invitation(&secret, &bob, Locale::Fr).await;
    accepted.expect("an account");
    let used = store.withdraw_invitation(&coordinator, invitation.id).await;
    assert_fails!(used, StoreError::NotFound);
    let listed = store.invitations(&coordinator).await.expect("a list");
    assert!(listed[0].used_at.is_some() && !listed[0].expired);
}

async fn makes_an_account_in_the_language_of_its_page(world: World) {
    let coordinator = world.coordinator().await.actor().await;
    let invitation = draft(WorkspaceRole::Member);
    let invited = world.store.invite(&coordinator, &invitation).await;
    let secret = invited.expect("an invitation");
    let bob = sign_up("Bob", "bob@exemple.fr");
    let accepted = world.store.accept_invitation(&secret, &bob, Locale::En);
    accepted.await.expect("an account");
    let english = "users WHERE name = 'Bob' AND locale = 'en'";
    assert_eq!(world.count(english).await, 1);
}

async fn offers_no_account_to_pupils(world: World) {
    let administrator = world.administrator().await.actor().await;
    for party in [Party::Pupil, Party::Parent] {
        let invitation = InvitationDraft {
            party,
            ..draft(WorkspaceRole::Member)
        };
        let invited = world.store.invite(&administrator, &invitation).await;
        assert_eq!(problem(invited, "party"), Some(Problem::NotOffered));
    }
    let invitation = InvitationDraft {
        note: "x".repeat(101),
        ..draft(WorkspaceRole::Member)
    };
    let invited = world.store.invite(&administrator, &invitation).await;
    assert_eq!(
        problem(invited, "note"),
        Some(Problem::TooLong { max: 100 })
    );
}
