//! The command line: what `etabli` can be started for.

use std::io::{IsTerminal, stderr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::admin::{self, AdminCommand};
use crate::backup::{self, BackupCommand, RestoreCommand};
use crate::check::check;
use crate::configuration::{Configuration, LogFormat, as_text, documentation};
use crate::demo;
use crate::error::Result;
use crate::export::{self, ExportCommand};
use crate::import::{self, ImportCommand};
use crate::serve::{connect_store, open_store, serve};

/// Établi: co-design and evaluation of digital tools for education.
#[derive(Debug, Parser)]
#[command(name = "etabli", version, after_help = documentation())]
struct CommandLine {
    /// The configuration file, in TOML
    #[arg(long, global = true, env = "ETABLI_CONFIG", value_name = "PATH")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until told to end
    #[command(after_help = documentation())]
    Serve,
    /// Bring the database up to date and end; `serve` does so by itself
    Migrate,
    /// Fill an empty workspace with a demonstration
    Demo {
        /// Do nothing when the workspace has accounts already
        #[arg(long)]
        if_empty: bool,
    },
    /// Manage accounts from this machine
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Import records from files of this machine
    #[command(subcommand)]
    Import(ImportCommand),
    /// Export records as CSV, in columns that `import` reads
    #[command(subcommand)]
    Export(ExportCommand),
    /// Copy the workspace into one file, attachments included; the server may be running
    Backup(BackupCommand),
    /// Fill an empty workspace with what `backup` made, on SQLite or PostgreSQL
    Restore(RestoreCommand),
    /// Ask the running server whether it is well
    Check,
}

/// Does what the arguments say.
#[must_use]
pub fn main() -> ExitCode {
    let line = CommandLine::parse();
    match run(line) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("etabli: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(line: CommandLine) -> Result<()> {
    let variables = as_text(std::env::vars_os())?;
    let configuration = Configuration::read(line.config.as_deref(), variables)?;
    start_log(&configuration);
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(execute(line.command, &configuration))
}

async fn execute(command: Command, configuration: &Configuration) -> Result<()> {
    match command {
        Command::Serve => return serve(configuration).await,
        Command::Check => return check(configuration.addr).await,
        Command::Backup(command) => {
            let store = connect_store(configuration).await?;
            backup::backup(&command, &store, &configuration.data_dir).await?;
            return Ok(store.close().await?);
        }
        Command::Restore(command) => {
            let store = connect_store(configuration).await?;
            backup::restore(&command, &store, &configuration.data_dir).await?;
            return Ok(store.close().await?);
        }
        Command::Migrate
        | Command::Demo { .. }
        | Command::Admin(_)
        | Command::Import(_)
        | Command::Export(_) => {}
    }
    let store = open_store(configuration).await?;
    match command {
        Command::Migrate => println!("The database is up to date."),
        Command::Demo { if_empty: true } if !store.is_empty().await? => {
            println!("The workspace has accounts already: nothing was added.");
        }
        Command::Demo { .. } => {
            demo::fill(&store).await?;
            println!(
                "The demonstration is ready; every account's password is {}:",
                domain::demo::PASSWORD
            );
            for email in domain::demo::emails() {
                println!("  {email}");
            }
        }
        Command::Admin(command) => admin::run(command, &store, &configuration.public_url).await?,
        Command::Import(command) => import::run(command, &store).await?,
        Command::Export(command) => export::run(command, &store).await?,
        Command::Serve | Command::Check | Command::Backup(_) | Command::Restore(_) => {}
    }
    Ok(store.close().await?)
}

fn start_log(configuration: &Configuration) {
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(&configuration.log))
        .with_ansi(stderr().is_terminal())
        .with_writer(stderr);
    match configuration.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::CommandLine;

    #[test]
    fn the_command_line_holds_together() {
        CommandLine::command().debug_assert();
    }
}
