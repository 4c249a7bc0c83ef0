//! Exporting to files of this machine, without signing in. What goes out comes in
//! again by `etabli import`, with equal counts.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use store::Store;

use crate::error::{Error, Result};
use crate::import::{actor, project};

/// What can be exported.
#[derive(Debug, Subcommand)]
pub(crate) enum ExportCommand {
    /// Export needs with their supports and objections, and the votes on them, in the
    /// columns of a Polis export
    Needs(ExportNeeds),
    /// Export the whole feedback log of a project; nobody is named in it
    Feedback(ExportFeedback),
}

/// An export of needs.
#[derive(Args, Debug)]
pub(crate) struct ExportNeeds {
    /// The file of votes to make as well: with it, supports and objections come in
    /// again
    #[arg(long, value_name = "PATH")]
    votes: Option<PathBuf>,
    /// Only the needs imported under this name of a source
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    #[command(flatten)]
    out: OutOptions,
}

/// An export of feedback.
#[derive(Args, Debug)]
pub(crate) struct ExportFeedback {
    /// The project whose feedback it is: its id or its exact title
    #[arg(long, value_name = "PROJECT")]
    project: String,
    #[command(flatten)]
    out: OutOptions,
}

/// What every export can be told.
#[derive(Args, Debug)]
struct OutOptions {
    /// The file to make, one that is there already is left alone; standard output if
    /// not given
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
    /// Whose export it is, by e-mail address: what they may see is exported; the first
    /// administrator's if not given
    #[arg(long = "as", value_name = "EMAIL")]
    email: Option<String>,
}

/// Writes what was asked for.
pub(crate) async fn run(command: ExportCommand, store: &Store) -> Result<()> {
    match command {
        ExportCommand::Needs(export) => needs(&export, store).await,
        ExportCommand::Feedback(export) => {
            let actor = actor(export.out.email.as_deref(), store).await?;
            let project = project(&actor, &export.project, store).await?;
            let text = store.export_feedback(&actor, project).await?;
            write(export.out.file.as_deref(), &text)
        }
    }
}

async fn needs(export: &ExportNeeds, store: &Store) -> Result<()> {
    let actor = actor(export.out.email.as_deref(), store).await?;
    let source = export.source.as_deref();
    let needs = store.export_needs(&actor, source).await?;
    if let Some(path) = &export.votes {
        let votes = store.export_votes(&actor, source).await?;
        write(Some(path), &votes)?;
    }
    write(export.out.file.as_deref(), &needs)
}

/// Writes a file that was not there, or to standard output.
fn write(path: Option<&Path>, text: &str) -> Result<()> {
    let Some(path) = path else {
        return Ok(io::stdout().lock().write_all(text.as_bytes())?);
    };
    let made = File::options().write(true).create_new(true).open(path);
    made.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|source| Error::File {
            path: path.to_owned(),
            source,
        })
}
