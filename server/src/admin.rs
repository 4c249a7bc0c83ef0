//! What an administrator does from the machine itself, without signing in.

use std::collections::BTreeMap;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use domain::UnknownCode;
use domain::accounts::{SignUp, WorkspaceRole};
use domain::ids::UserId;
use domain::parties::Party;
use domain::policy::Actor;
use store::Store;
use uuid::Uuid;

use crate::error::{Error, Result};

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum AdminCommand {
    /// Make an account and print the link with which its owner chooses a password
    CreateAccount(NewAccount),
    /// Print a link, good for an hour, with which a person chooses a new password
    ResetLink {
        /// The address with which the person signs in
        email: String,
    },
    /// List the accounts
    List,
}

/// An account to be made.
#[derive(Args, Debug)]
pub(crate) struct NewAccount {
    /// The address used to sign in
    #[arg(long)]
    email: String,
    /// The name shown to others
    #[arg(long)]
    name: String,
    /// What the person may do in the workspace
    #[arg(long, default_value = "administrator", value_parser = codes(WorkspaceRole::ALL, WorkspaceRole::code))]
    role: WorkspaceRole,
    /// The capacity in which the person takes part
    #[arg(long, default_value = "ministry", value_parser = codes(Party::ALL, Party::code))]
    party: Party,
    /// Interests to declare, wanted from an EdTech partner
    #[arg(long, default_value = "")]
    declared_interests: String,
}

fn codes<T>(all: &[T], code: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err = UnknownCode> + Copy + Send + Sync + 'static,
{
    let codes: Vec<_> = all.iter().map(|&value| code(value)).collect();
    PossibleValuesParser::new(codes).try_map(|code| code.parse())
}

/// Does it, and prints what there is to say.
pub(crate) async fn run(command: AdminCommand, store: &Store, public_url: &str) -> Result<()> {
    match command {
        AdminCommand::CreateAccount(new) => {
            let email = new.email.clone();
            create(store, new).await?;
            print_reset_link(store, public_url, &email).await
        }
        AdminCommand::ResetLink { email } => print_reset_link(store, public_url, &email).await,
        AdminCommand::List => list(store).await,
    }
}

/// The password is one that nobody knows: its owner chooses another by the link.
async fn create(store: &Store, new: NewAccount) -> Result<()> {
    let sign_up = SignUp {
        name: new.name,
        email: new.email,
        password: format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()),
        party: new.party.code().to_owned(),
        declared_interests: new.declared_interests,
    };
    store
        .create_account(UserId::new(), &sign_up, new.role)
        .await?;
    Ok(())
}

async fn print_reset_link(store: &Store, public_url: &str, email: &str) -> Result<()> {
    let Some((account, secret)) = store.request_password_reset(email).await? else {
        return Err(Error::NoAccount(email.to_owned()));
    };
    println!(
        "{} chooses a password within an hour at:",
        account.person.name
    );
    println!("{public_url}/reset/{secret}");
    Ok(())
}

async fn list(store: &Store) -> Result<()> {
    // Whoever can read the database is past the policy; nothing is changed.
    let actor = Actor {
        user: UserId(Uuid::nil()),
        role: WorkspaceRole::Administrator,
        party: Party::Ministry,
        projects: BTreeMap::new(),
    };
    for account in store.accounts(&actor).await? {
        println!(
            "{}\t{}\t{}\t{}{}",
            account.email,
            account.role,
            account.person.party,
            account.person.name,
            if account.closed { "\tclosed" } else { "" }
        );
    }
    Ok(())
}
