//! Accounts: sessions, invitations, roles, the audit log.

use domain::accounts::{InvitationDraft, WorkspaceRole};
use domain::ids::InvitationId;
use domain::parties::Party;

use super::{Line, compare};
use crate::stage::{Fields, PASSWORD, Stage, Who, fields, new_email};

#[rustfmt::skip]
pub(super) const TABLE: &[Line] = &[
    //                               ACMO LFCPO eE n
    ("load_viewer",                  "++++ +++++ ++ +"),
    ("load_sign_in_offer",           "++++ +++++ ++ +"),
    ("sign_in",                      "++++ +++++ ++ +"),
    ("sign_out",                     "++++ +++++ ++ +"),
    ("sign_out_everywhere",          "++++ +++++ ++ !"),
    ("load_sessions",                "++++ +++++ ++ !"),
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
    ("password_reset_for",           "+--- ----- -- !"),
    ("change_account",               "+--- ----- -- !"),
    ("load_audit_log",               "+--- ----- -- !"),
];

#[tokio::test]
async fn accounts_as_they_stand() {
    compare(&Stage::with_open_project().await, TABLE, request).await;
}

async fn request(stage: &Stage, line: &'static str, who: &Who) -> Fields {
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
        "setup_link_fits" | "reset_link_fits" => fields! { "secret": "none" },
        "set_up" => {
            let mut fields = fields! { "secret": "none", "workspace": "Atelier" };
            fields.extend(sign_up());
            fields
        }
        "load_invitation" | "accept_invitation" => {
            let draft = InvitationDraft {
                id: InvitationId::new(),
                note: String::new(),
                role: WorkspaceRole::Member,
                party: Party::Teacher,
            };
            let secret = store.invite(&stage.owner_actor().await, &draft).await;
            let mut fields = fields! { "secret": secret.expect("invited") };
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
        "password_reset_for" => fields! { "person": stage.somebody.id },
        "change_account" => fields! { "person": stage.somebody.id, "role": WorkspaceRole::Member },
        _ => fields! {},
    }
}

fn sign_up() -> Fields {
    fields! {
        "sign_up[name]": "Ana Ruiz",
        "sign_up[email]": new_email(),
        "sign_up[password]": PASSWORD,
        "sign_up[party]": Party::Teacher,
    }
}
