//! Accounts: signing in and up, one's own account, people, the audit log.

mod administration;
pub(crate) mod api;
#[cfg(feature = "ssr")]
mod messages;
mod own;
mod sign_in;
mod text;

pub(crate) use administration::{AuditPage, PeoplePage};
pub(crate) use api::SignOut;
pub(crate) use own::AccountPage;
pub(crate) use sign_in::{ForgottenPage, JoinPage, ResetPage, SetupPage, SignInPage};
