//! Server functions of accounts.

use domain::accounts::{Account, Invitation, SessionInfo, SignUp, WorkspaceRole};
use domain::audit::AuditEntry;
use domain::ids::{AuditId, InvitationId, SignInId, UserId};
use domain::parties::Party;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

#[cfg(feature = "ssr")]
mod server {
    use super::{Failure, UserId};
    use crate::request::{SESSION_COOKIE, request_info, services, set_cookie};

    /// A month, in seconds: as long as a session lasts in the store.
    const COOKIE_SECONDS: i64 = 30 * 86_400;

    /// Counts a try to sign in; refuses it when there were too many.
    pub(super) fn count_try(email: &str) -> Result<(), Failure> {
        let info = request_info().ok_or(Failure::Internal)?;
        if services().sign_in_limit.allows(email, info.address) {
            Ok(())
        } else {
            Err(Failure::TooMany)
        }
    }

    pub(super) fn browser() -> String {
        request_info().map(|info| info.browser).unwrap_or_default()
    }

    /// Gives the browser its session and leads on, only ever within the site.
    pub(super) fn enter(secret: &str, next: &str) {
        set_cookie(SESSION_COOKIE, secret, COOKIE_SECONDS);
        leptos_axum::redirect(super::local_path(next));
    }

    pub(super) async fn enter_as(user: UserId) -> Result<(), Failure> {
        let secret = services().store.start_session(user, &browser()).await?;
        enter(&secret, "/");
        Ok(())
    }

    pub(super) fn leave() {
        set_cookie(SESSION_COOKIE, "", 0);
        leptos_axum::redirect("/sign-in");
    }
}

/// The path if it leads somewhere on this site, else the home page. A path that
/// starts with `//` or holds a backslash would lead a browser elsewhere.
#[cfg(feature = "ssr")]
fn local_path(path: &str) -> &str {
    let local = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(|c: char| c == '\\' || c.is_control());
    if local { path } else { "/" }
}

/// What the sign-in page offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SignInOffer {
    /// The workspace's name.
    pub workspace: String,
    /// Whether its accounts are a demonstration's, known to all.
    pub demo: bool,
}

/// What the sign-in page offers.
#[server(endpoint = "load_sign_in_offer", input = GetUrl)]
pub(crate) async fn load_sign_in_offer() -> Result<SignInOffer, Failure> {
    let store = crate::request::services().store;
    Ok(SignInOffer {
        workspace: store.workspace_name().await?,
        demo: store.is_demo().await?,
    })
}

/// Signs in.
#[server(endpoint = "sign_in")]
pub(crate) async fn sign_in(
    email: String,
    password: String,
    #[server(default)] next: String,
) -> Result<(), Failure> {
    server::count_try(&email)?;
    let store = crate::request::services().store;
    let secret = store.sign_in(&email, &password, &server::browser()).await?;
    server::enter(&secret, &next);
    Ok(())
}

/// Signs out of this browser.
#[server(endpoint = "sign_out")]
pub(crate) async fn sign_out() -> Result<(), Failure> {
    if let Ok(signed_in) = crate::request::signed_in() {
        let store = crate::request::services().store;
        store
            .end_session(&signed_in.actor, signed_in.session)
            .await?;
    }
    server::leave();
    Ok(())
}

/// Signs out of every browser.
#[server(endpoint = "sign_out_everywhere")]
pub(crate) async fn sign_out_everywhere() -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    crate::request::services()
        .store
        .end_all_sessions(&actor)
        .await?;
    server::leave();
    Ok(())
}

/// The browsers in which the asker is signed in.
#[server(endpoint = "load_sign_ins", input = GetUrl)]
pub(crate) async fn load_sign_ins() -> Result<Vec<SessionInfo>, Failure> {
    let signed_in = crate::request::signed_in()?;
    let store = crate::request::services().store;
    Ok(store.sign_ins(&signed_in.actor, signed_in.session).await?)
}

/// Signs out of one browser.
#[server(endpoint = "end_session")]
pub(crate) async fn end_session(id: SignInId) -> Result<(), Failure> {
    let signed_in = crate::request::signed_in()?;
    let store = crate::request::services().store;
    store.end_session(&signed_in.actor, id).await?;
    if id == signed_in.session {
        server::leave();
    }
    Ok(())
}

/// Whether the set-up link can still be used.
#[server(endpoint = "setup_link_fits", input = GetUrl)]
pub(crate) async fn setup_link_fits(secret: String) -> Result<bool, Failure> {
    let store = crate::request::services().store;
    Ok(store.setup_secret_fits(&secret).await?)
}

/// Makes the first administrator's account and names the workspace.
#[server(endpoint = "set_up")]
pub(crate) async fn set_up(
    secret: String,
    workspace: String,
    sign_up: SignUp,
) -> Result<(), Failure> {
    let store = crate::request::services().store;
    let user = store.set_up(&secret, &workspace, &sign_up).await?;
    server::enter_as(user).await
}

/// The invitation of a link, while it can be used.
#[server(endpoint = "load_invitation", input = GetUrl)]
pub(crate) async fn load_invitation(secret: String) -> Result<Option<Invitation>, Failure> {
    let store = crate::request::services().store;
    Ok(store.invitation(&secret).await?)
}

/// Makes the account of a person who was invited.
#[server(endpoint = "accept_invitation")]
pub(crate) async fn accept_invitation(secret: String, sign_up: SignUp) -> Result<(), Failure> {
    server::count_try(&sign_up.email)?;
    let store = crate::request::services().store;
    let user = store.accept_invitation(&secret, &sign_up).await?;
    server::enter_as(user).await
}

/// Sends a reset link to whoever has this address. The answer is the same
/// whether anybody has it.
#[server(endpoint = "request_password_reset")]
pub(crate) async fn request_password_reset(email: String) -> Result<(), Failure> {
    server::count_try(&email)?;
    let services = crate::request::services();
    if let Some((account, secret)) = services.store.request_password_reset(&email).await? {
        let link = format!("{}/reset/{secret}", services.public_url);
        let t = super::messages::AccountsMessages(account.locale);
        services.mail.send(
            &account.email,
            t.reset_subject().to_owned(),
            t.reset_message(&link),
        );
    }
    leptos_axum::redirect("/forgotten?sent=yes");
    Ok(())
}

/// Whether a reset link can still be used.
#[server(endpoint = "reset_link_fits", input = GetUrl)]
pub(crate) async fn reset_link_fits(secret: String) -> Result<bool, Failure> {
    let store = crate::request::services().store;
    Ok(store.reset_link_fits(&secret).await?)
}

/// Sets a new password by a reset link.
#[server(endpoint = "reset_password")]
pub(crate) async fn reset_password(secret: String, password: String) -> Result<(), Failure> {
    let store = crate::request::services().store;
    let user = store.reset_password(&secret, &password).await?;
    server::enter_as(user).await
}

/// What the page about people shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct People {
    /// Every account; only for administrators.
    pub accounts: Option<Vec<Account>>,
    /// The invitations, newest first.
    pub invitations: Vec<Invitation>,
    /// A link just made by a form sent before or without wasm.
    pub link: Option<String>,
}

/// The accounts and invitations of the workspace.
#[server(endpoint = "load_people", input = GetUrl)]
pub(crate) async fn load_people() -> Result<People, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(People {
        invitations: store.invitations(&actor).await?,
        accounts: store.accounts(&actor).await.ok(),
        link: crate::request::handed_over(),
    })
}

/// Makes an invitation; the answer is its link, shown once.
#[server(endpoint = "invite")]
pub(crate) async fn invite(
    id: InvitationId,
    #[server(default)] note: String,
    role: WorkspaceRole,
    party: Party,
) -> Result<String, Failure> {
    let actor = crate::request::actor()?;
    let services = crate::request::services();
    let draft = domain::accounts::InvitationDraft {
        id,
        note,
        role,
        party,
    };
    let secret = services.store.invite(&actor, &draft).await?;
    Ok(crate::request::hand_over(format!(
        "{}/join/{secret}",
        services.public_url
    )))
}

/// Makes a reset link that an administrator hands to a person.
#[server(endpoint = "password_reset_for")]
pub(crate) async fn password_reset_for(person: UserId) -> Result<String, Failure> {
    let actor = crate::request::actor()?;
    let services = crate::request::services();
    let secret = services.store.password_reset_for(&actor, person).await?;
    Ok(crate::request::hand_over(format!(
        "{}/reset/{secret}",
        services.public_url
    )))
}

/// Gives a person another role in the workspace, or closes the account.
#[server(endpoint = "change_account")]
pub(crate) async fn change_account(
    person: UserId,
    role: WorkspaceRole,
    #[server(default)] closed: bool,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.change_account(&actor, person, role, closed).await?)
}

/// The newest changes before one of them.
#[server(endpoint = "load_audit_log", input = GetUrl)]
pub(crate) async fn load_audit_log(before: Option<AuditId>) -> Result<Vec<AuditEntry>, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.audit_log(&actor, before, 100).await?)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::local_path;

    #[test]
    fn a_redirect_stays_on_the_site() {
        assert_eq!(local_path("/needs?page=2"), "/needs?page=2");
        for elsewhere in [
            "https://ailleurs.example",
            "//ailleurs.example",
            "/\\x",
            "",
            "x",
            "/\t/x",
        ] {
            assert_eq!(local_path(elsewhere), "/", "{elsewhere}");
        }
    }
}
