//! Server functions of one's own account. Whatever lets a person in is changed with
//! the present password only, tried as often as signing in may be.

use domain::accounts::AccountDraft;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use super::api::server;
#[cfg(feature = "ssr")]
use super::messages::AccountsMessages;
use crate::failure::Failure;

/// Changes name, declared interests and language of one's own account.
#[server(endpoint = "edit_own_account")]
pub(crate) async fn edit_own_account(version: i64, draft: AccountDraft) -> Result<(), Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    store.edit_own_account(&actor, version, &draft).await?;
    crate::request::keep_locale(draft.locale);
    leptos_axum::redirect("/account?saved=account");
    Ok(())
}

/// Sets a new password and ends the other sessions.
#[server(endpoint = "change_own_password")]
pub(crate) async fn change_own_password(
    present_password: String,
    password: String,
) -> Result<(), Failure> {
    let asker = crate::request::signed_in()?;
    server::count_try(&asker.account.email)?;
    let store = crate::request::services().store;
    store
        .change_password(&asker.actor, asker.session, &present_password, &password)
        .await?;
    leptos_axum::redirect("/account?saved=password");
    Ok(())
}

/// Asks to take on another e-mail address: a link is sent there, or handed over by an
/// administrator where no messages are sent. Whether somebody has it is not told.
#[server(endpoint = "change_own_email")]
pub(crate) async fn change_own_email(
    email: String,
    present_password: String,
) -> Result<(), Failure> {
    let asker = crate::request::signed_in()?;
    server::count_try(&asker.account.email)?;
    let services = crate::request::services();
    let (store, mail) = (&services.store, &services.mail);
    if mail.is_configured() {
        let asked = store.ask_email_change(&asker.actor, &present_password, &email);
        let (address, secret) = asked.await?;
        let link = format!("{}/email/{secret}", services.public_url);
        let t = AccountsMessages(server::locale_of(&asker.account));
        let text = t.email_message(&link);
        mail.send(&address, t.email_subject().to_owned(), text);
        leptos_axum::redirect("/account?saved=link");
    } else {
        store
            .await_email_link(&asker.actor, &present_password, &email)
            .await?;
        leptos_axum::redirect("/account?saved=asked");
    }
    Ok(())
}

/// The address that a link is about, while it can be used.
#[server(endpoint = "load_email_link", input = GetUrl)]
pub(crate) async fn load_email_link(secret: String) -> Result<Option<String>, Failure> {
    let store = crate::request::services().store;
    Ok(store.email_of_link(&secret).await?)
}

/// Takes on the address of a link, and has the one before know where messages are sent.
#[server(endpoint = "confirm_email")]
pub(crate) async fn confirm_email(secret: String) -> Result<(), Failure> {
    let asker = crate::request::signed_in()?;
    let services = crate::request::services();
    let before = services.store.confirm_email(&asker.actor, &secret).await?;
    if services.mail.is_configured() {
        let t = AccountsMessages(server::locale_of(&asker.account));
        let text = t.email_changed_message().to_owned();
        let subject = t.email_changed_subject().to_owned();
        services.mail.send(&before, subject, text);
    }
    leptos_axum::redirect("/account?saved=email");
    Ok(())
}
