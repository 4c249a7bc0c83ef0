//! Server functions of accounts.

use domain::accounts::{
    Account, EmailRequest, Invitation, Person, ResetRequest, SessionInfo, SignUp, WorkspaceRole,
};
use domain::audit::{AuditFilter, AuditPage};
use domain::ids::{InvitationId, SignInId, UserId};
use domain::parties::Party;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

#[cfg(feature = "ssr")]
pub(super) mod server {
    use super::{Account, Failure, UserId};
    use crate::accounts::messages::AccountsMessages;
    use crate::request::{
        SESSION_COOKIE, Services, forget_draft, refuse_too_many, request_info, services, set_cookie,
    };

    /// As long as browsers keep a cookie, in seconds. The store ends a session that is not
    /// used for a month: by the cookie that outlives it is known whose it was, and who may
    /// find again what was typed meanwhile.
    const COOKIE_SECONDS: i64 = 400 * 86_400;

    /// Counts a try to sign in; refuses it when there were too many.
    pub(in crate::accounts) fn count_try(email: &str) -> Result<(), Failure> {
        let info = request_info().ok_or(Failure::Internal)?;
        refuse_too_many(services().sign_in_limit.allows(email, info.address))
    }

    /// Counts a try to choose a password by a link, which is hashed; refuses it when there
    /// were too many from where it comes.
    pub(super) fn count_link_try() -> Result<(), Failure> {
        let info = request_info().ok_or(Failure::Internal)?;
        refuse_too_many(services().sign_in_limit.allows_link(info.address))
    }

    /// The language of the page from which something is sent.
    pub(in crate::accounts) fn page_locale() -> domain::wording::Locale {
        request_info().map(|info| info.locale).unwrap_or_default()
    }

    /// The language in which somebody who asks is written to.
    pub(in crate::accounts) fn locale_of(account: &Account) -> domain::wording::Locale {
        account.locale.unwrap_or_else(page_locale)
    }

    /// Sends a reset link to whoever has this address, or has administrators know
    /// who waits for one. The asker is answered before this begins, so that no
    /// answer tells, by what it says or when it comes, whether anybody has it.
    pub(super) async fn help_to_reset(
        services: Services,
        email: String,
        page: domain::wording::Locale,
    ) {
        let store = &services.store;
        if !services.mail.is_configured() {
            if let Err(error) = store.await_reset_link(&email).await {
                tracing::error!(%error, "a wish for a reset link was not kept");
            }
            return;
        }
        match store.request_password_reset(&email).await {
            Ok(Some((account, secret))) => {
                let link = format!("{}/reset/{secret}", services.public_url);
                let t = AccountsMessages(account.locale.unwrap_or(page));
                let text = t.reset_message(&link);
                let subject = t.reset_subject().to_owned();
                services.mail.send(&account.email, subject, text);
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "a reset link was not made"),
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

    /// Leads away from what was seen and typed in this browser.
    pub(super) async fn leave() {
        forget_draft().await;
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
    /// Whether messages reach anybody.
    pub sends_mail: bool,
}

/// What the sign-in page offers.
#[server(endpoint = "load_sign_in_offer", input = GetUrl)]
pub(crate) async fn load_sign_in_offer() -> Result<SignInOffer, Failure> {
    let services = crate::request::services();
    Ok(SignInOffer {
        workspace: services.store.workspace_name().await?,
        demo: services.store.is_demo().await?,
        sends_mail: services.mail.is_configured(),
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
        store.sign_out(&signed_in.actor, signed_in.session).await?;
    }
    server::leave().await;
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
    server::leave().await;
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
        server::leave().await;
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
    server::count_link_try()?;
    let store = crate::request::services().store;
    let locale = server::page_locale();
    let user = store.set_up(&secret, &workspace, &sign_up, locale).await?;
    server::enter_as(user).await
}

/// The invitation of a link, while it can be used.
#[server(endpoint = "load_invitation", input = GetUrl)]
pub(crate) async fn load_invitation(secret: String) -> Result<Option<Invitation>, Failure> {
    let store = crate::request::services().store;
    Ok(store.invitation(&secret).await?)
}

/// Makes the account of a person who was invited, who then signs in. The answer is the
/// same where the address has an account already: no stranger learns of it.
#[server(endpoint = "accept_invitation")]
pub(crate) async fn accept_invitation(secret: String, sign_up: SignUp) -> Result<(), Failure> {
    server::count_try(&sign_up.email)?;
    let store = crate::request::services().store;
    let locale = server::page_locale();
    store.accept_invitation(&secret, &sign_up, locale).await?;
    leptos_axum::redirect("/sign-in?joined=yes");
    Ok(())
}

/// Sends a reset link to whoever has this address, or has it handed out by an
/// administrator where no messages are sent. The answer is the same, and comes as
/// soon, whether anybody has it.
#[server(endpoint = "request_password_reset")]
pub(crate) async fn request_password_reset(email: String) -> Result<(), Failure> {
    server::count_try(&email)?;
    // That it is an address at all says nothing of whose.
    let mut problems = domain::problems::Problems::default();
    domain::accounts::check_email(
        &mut problems,
        "email",
        &domain::accounts::normal_email(&email),
    );
    problems.into_result().map_err(Failure::Invalid)?;
    leptos::task::spawn(server::help_to_reset(
        crate::request::services(),
        email,
        server::page_locale(),
    ));
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
    server::count_link_try()?;
    let store = crate::request::services().store;
    let user = store.reset_password(&secret, &password).await?;
    server::enter_as(user).await
}

/// What the page about people shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct People {
    /// Every account; only for administrators.
    pub accounts: Option<Vec<Account>>,
    /// Who waits for a reset link; only for administrators.
    pub resets: Vec<ResetRequest>,
    /// Who waits for a link to take on another address; only for administrators.
    pub emails: Vec<EmailRequest>,
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
        resets: store.reset_requests(&actor).await.unwrap_or_default(),
        emails: store.email_requests(&actor).await.unwrap_or_default(),
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

/// Takes an invitation back.
#[server(endpoint = "withdraw_invitation")]
pub(crate) async fn withdraw_invitation(id: InvitationId) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    Ok(store.withdraw_invitation(&actor, id).await?)
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

/// Makes the link by which a person who asked takes on another address, for an
/// administrator to hand over.
#[server(endpoint = "email_link_for")]
pub(crate) async fn email_link_for(person: UserId) -> Result<String, Failure> {
    let actor = crate::request::actor()?;
    let services = crate::request::services();
    let secret = services.store.email_link_for(&actor, person).await?;
    Ok(crate::request::hand_over(format!(
        "{}/email/{secret}",
        services.public_url
    )))
}

/// Gives a person another role in the workspace, corrects the party that they speak for, or
/// closes the account.
#[server(endpoint = "change_account")]
pub(crate) async fn change_account(
    person: UserId,
    version: i64,
    role: WorkspaceRole,
    party: Party,
    #[server(default)] closed: bool,
) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let standing = domain::accounts::AccountStanding {
        role,
        party,
        closed,
    };
    Ok(store
        .change_account(&actor, person, version, &standing)
        .await?)
}

/// Part of the audit log, and whose changes it can be narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AuditContent {
    /// Everybody with an account.
    pub people: Vec<Person>,
    /// The part.
    pub page: AuditPage,
}

/// The newest changes that the filter lets through.
#[server(endpoint = "load_audit_log", input = GetUrl)]
pub(crate) async fn load_audit_log(
    #[server(default)] filter: AuditFilter,
) -> Result<AuditContent, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let page = store.audit_log(&actor, &filter, 100).await?;
    let accounts = store.accounts(&actor).await?;
    Ok(AuditContent {
        people: accounts.into_iter().map(|account| account.person).collect(),
        page,
    })
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
