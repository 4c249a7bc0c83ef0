//! Accounts: signing in and up, one's own account, people, the audit log.

mod administration;
pub(crate) mod api;
mod audit;
mod browser;
#[cfg(feature = "ssr")]
mod messages;
mod own;
mod own_api;
mod sign_in;
mod text;
mod waiting;

pub(crate) use api::SignOut;
pub(crate) use sign_in::{EmailPage, ForgottenPage, JoinPage, ResetPage, SetupPage, SignInPage};

crate::kit::lazy_pages! {
    administration:
    /// The page about accounts and invitations.
    PeoplePage = administration::people_page;
    /// The audit log, newest first.
    AuditPage = audit::audit_page;
    /// The page of one's own account.
    AccountPage = own::account_page;
}
