//! Accounts: signing in and up, one's own account, people, the audit log.

mod administration;
pub(crate) mod api;
#[cfg(feature = "ssr")]
mod messages;
mod own;
mod sign_in;
mod text;

pub(crate) use api::SignOut;
pub(crate) use sign_in::SignInPage;

crate::kit::lazy_pages! {
    accounts:
    /// The page about accounts and invitations.
    PeoplePage = administration::people_page;
    /// The audit log, newest first.
    AuditPage = administration::audit_page;
    /// The page of one's own account.
    AccountPage = own::account_page;
    /// The page behind the one-time link that the server prints at its first start.
    SetupPage = sign_in::setup_page;
    /// The page behind an invitation link.
    JoinPage = sign_in::join_page;
    /// The page on which a reset link is asked for.
    ForgottenPage = sign_in::forgotten_page;
    /// The page behind a reset link.
    ResetPage = sign_in::reset_page;
}
