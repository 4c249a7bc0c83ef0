//! Accounts: sessions, invitations, roles, the audit log.

use app::request::SESSION_COOKIE;
use domain::accounts::WorkspaceRole;
use domain::ids::InvitationId;
use domain::parties::Party;
use http::StatusCode;

use super::{Line, compare};
use crate::stage::{Fields, PASSWORD, Stage, Who, call, fields, invitation, new_email};
use crate::world::World;

#[rustfmt::skip]
pub(super) const TABLE: &[Line] = &[
    //                               ACMO LFCPO eE n
    ("load_viewer",                  "++++ +++++ ++ +"),
    ("load_sign_in_offer",           "++++ +++++ ++ +"),
    ("sign_in",                      "++++ +++++ ++ +"),
    ("sign_out",                     "++++ +++++ ++ +"),
    ("sign_out_everywhere",          "++++ +++++ ++ !"),
    ("load_sign_ins",                "++++ +++++ ++ !"),
    ("end_session",                  "++++ +++++ ++ !"),
    ("end_session of somebody else", "???? ????? ?? !"),
    // The workspace is set up already.
    ("setup_link_fits",              "++++ +++++ ++ +"),
    ("set_up",                       "==== ===== == ="),
    ("load_invitation",              "++++ +++++ ++ +"),
    ("accept_invitation",            "++++ +++++ ++ +"),
    ("request_password_reset",       "++++ +++++ ++ +"),
    ("reset_link_fits",              "++++ +++++ ++ +"),
    ("reset_password",               "++++ +++++ ++ +"),
    ("load_people",                  "++-- ----- -- !"),
    ("invite",                       "++-- ----- -- !"),
    ("invite as administrator",      "+--- ----- -- !"),
    ("withdraw_invitation",          "++-- ----- -- !"),
    ("password_reset_for",           "+--- ----- -- !"),
    ("email_link_for",               "+--- ----- -- !"),
    ("change_account",               "+--- ----- -- !"),
    ("load_audit_log",               "+--- ----- -- !"),
    ("edit_own_account",             "++++ +++++ ++ !"),
    ("change_own_password",          "++++ +++++ ++ !"),
    ("load_email_link",              "++++ +++++ ++ +"),
    ("confirm_email of somebody else", "==== ===== == !"),
    // Last: people are known by another address then.
    ("confirm_email",                "++++ +++++ ++ !"),
    ("change_own_email",             "++++ +++++ ++ !"),
];

#[tokio::test]
async fn accounts_as_they_stand() {
    compare(&Stage::with_open_project().await, TABLE, request).await;
}

/// Before there is anybody, whoever has the link is the first administrator; it
/// opens once.
#[tokio::test]
async fn a_new_workspace_is_set_up_by_whoever_has_its_link() {
    let world = World::new().await;
    let secret = world.store.new_setup_secret().await.expect("asked");
    let secret = secret.expect("a secret");
    let without_link = call(&world, "set_up", None, &set_up("none")).await;
    assert_eq!(without_link.status, StatusCode::UNPROCESSABLE_ENTITY);

    let done = call(&world, "set_up", None, &set_up(&secret)).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    let session = done.cookie(SESSION_COOKIE).expect("signed in");
    let cookie = session.split(';').next();
    let viewer = call(&world, "load_viewer", cookie, &fields! { "path": "/" }).await;
    assert!(viewer.body.contains("\"administrator\""), "{}", viewer.body);
    assert!(viewer.body.contains("\"Atelier\""), "{}", viewer.body);

    for cookie in [None, cookie] {
        let again = call(&world, "set_up", cookie, &set_up(&secret)).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

pub(super) async fn request(stage: &Stage, line: &'static str, who: &Who) -> Fields {
    let store = &stage.world.store;
    match line {
        "load_viewer" => fields! { "path": format!("/projects/{}", stage.project) },
        "sign_in" => fields! { "email": stage.by(who).email, "password": PASSWORD },
        "end_session" | "end_session of somebody else" => {
            let person = match line {
                "end_session" => stage.by(who),
                _ => &stage.somebody,
            };
            let secret = store.start_session(person.id, "").await;
            let found = store.signed_in(&secret.expect("a session")).await;
            fields! { "id": found.expect("asked").expect("a session").session }
        }
        "setup_link_fits" | "reset_link_fits" | "load_email_link" => fields! { "secret": "none" },
        "set_up" => set_up("none"),
        "load_invitation" | "accept_invitation" | "withdraw_invitation" => {
            let draft = invitation(Party::Teacher);
            let secret = store.invite(&stage.owner_actor().await, &draft).await;
            let secret = secret.expect("invited");
            if line == "withdraw_invitation" {
                return fields! { "id": draft.id };
            }
            let mut fields = fields! { "secret": secret };
            if line == "accept_invitation" {
                fields.extend(sign_up());
            }
            fields
        }
        "request_password_reset" => fields! { "email": stage.by(who).email },
        "reset_password" => {
            let owner = stage.owner_actor().await;
            let secret = store.password_reset_for(&owner, stage.somebody.id).await;
            fields! { "secret": secret.expect("a link"), "password": PASSWORD }
        }
        "invite" | "invite as administrator" => {
            let role = match line {
                "invite" => WorkspaceRole::Member,
                _ => WorkspaceRole::Administrator,
            };
            fields! { "id": InvitationId::new(), "role": role, "party": Party::Teacher }
        }
        "edit_own_account" => fields! {
            "version": 1,
            "draft[name]": "Ana Roux",
            "draft[declared_interests]": "Manuels",
            "draft[locale]": "fr",
        },
        "change_own_password" => {
            fields! { "present_password": PASSWORD, "password": PASSWORD }
        }
        "change_own_email" => fields! { "present_password": PASSWORD, "email": new_email() },
        "confirm_email" | "confirm_email of somebody else" => {
            let person = match line {
                "confirm_email" => stage.by(who),
                _ => &stage.somebody,
            };
            let actor = stage.actor(person).await;
            let asked = store.ask_email_change(&actor, PASSWORD, &new_email()).await;
            fields! { "secret": asked.expect("a link").1 }
        }
        "email_link_for" => {
            let somebody = stage.actor(&stage.somebody).await;
            let asked = store
                .await_email_link(&somebody, PASSWORD, &new_email())
                .await;
            asked.expect("noted");
            fields! { "person": stage.somebody.id }
        }
        "password_reset_for" => fields! { "person": stage.somebody.id },
        "change_account" => fields! {
            "person": stage.somebody.id,
            "version": 1,
            "role": WorkspaceRole::Coordinator,
            "party": Party::Researcher,
        },
        _ => fields! {},
    }
}

fn set_up(secret: &str) -> Fields {
    let mut fields = fields! { "secret": secret, "workspace": "Atelier" };
    fields.extend(sign_up());
    fields
}

fn sign_up() -> Fields {
    fields! {
        "sign_up[name]": "Ana Ruiz",
        "sign_up[email]": new_email(),
        "sign_up[password]": PASSWORD,
        "sign_up[party]": Party::Teacher,
    }
}
