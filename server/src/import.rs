//! Importing from files of this machine, without signing in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use domain::ids::ImportId;
use domain::imports::{ImportFile, ImportReport, Readings, RepeatedVotes};
use store::Store;
use store::imports::{ImportFiles, NamedFile, Unfit, preview};

use crate::error::{Error, Result};

/// What can be imported.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// Import needs, and the votes on them, from CSV files such as a Polis export
    Needs(ImportNeeds),
}

/// An import of needs.
#[derive(Args, Debug)]
pub(crate) struct ImportNeeds {
    /// The file of needs; columns are recognised by their headers
    #[arg(long, value_name = "FILE")]
    comments: PathBuf,
    /// The file of votes on them
    #[arg(long, value_name = "FILE")]
    votes: Option<PathBuf>,
    /// What the source is called; rows imported before are recognised under it
    #[arg(long, value_name = "NAME")]
    source: String,
    /// Count only the last vote of somebody who votes on a need more than once
    #[arg(long)]
    last_vote_only: bool,
    /// Tell what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Whose import it is, by e-mail address; the first administrator's if not given
    #[arg(long = "as", value_name = "EMAIL")]
    email: Option<String>,
}

/// Does it, and prints what became of every row.
pub(crate) async fn run(command: ImportCommand, store: &Store) -> Result<()> {
    let ImportCommand::Needs(import) = command;
    let id = ImportId::new();
    let files = Arc::new(ImportFiles {
        records: read(&import.comments)?,
        votes: import.votes.as_deref().map(read).transpose()?,
    });
    let preview = preview(id, &files, None, Readings::default())
        .map_err(|unfit| unfit_file(&import, unfit))?;
    let mut draft = preview.draft();
    draft.source.clone_from(&import.source);
    if import.last_vote_only {
        RepeatedVotes::Last.code().clone_into(&mut draft.repeated);
    }
    let plan = draft
        .check(files.votes.is_some())
        .map_err(store::StoreError::from)?;
    let account = match &import.email {
        Some(email) => store
            .account_id(email)
            .await?
            .ok_or_else(|| Error::NoAccount(email.clone()))?,
        None => store
            .first_administrator()
            .await?
            .ok_or(Error::NoAdministrator)?,
    };
    let actor = store.actor(account).await?;
    for table in std::iter::once(&preview.records).chain(&preview.votes) {
        println!("{}: {}, {}", table.name, table.encoding, table.separator);
        for column in &table.columns {
            println!("  {} -> {}", column.header, column.becomes);
        }
    }
    let report = if import.dry_run {
        store.check_files(&actor, files, &plan).await?
    } else {
        store.import_files(&actor, id, files, &plan).await?
    };
    print(&report);
    if import.dry_run {
        println!("Dry run: nothing was written.");
    } else {
        println!("Import {id} is done; it can be undone on the page of imports.");
    }
    Ok(())
}

fn read(path: &Path) -> Result<NamedFile> {
    let bytes = std::fs::read(path).map_err(|source| Error::File {
        path: path.to_owned(),
        source,
    })?;
    let name = path.file_name().unwrap_or_default();
    Ok(NamedFile {
        name: name.to_string_lossy().into_owned(),
        bytes,
    })
}

fn unfit_file(import: &ImportNeeds, unfit: Unfit) -> Error {
    let path = match unfit.file {
        ImportFile::Records => Some(&import.comments),
        ImportFile::Votes => import.votes.as_ref(),
    };
    Error::UnfitFile {
        path: path.cloned().unwrap_or_default(),
        problem: unfit.problem.wording().en,
    }
}

fn print(report: &ImportReport) {
    let needs = report.needs;
    println!(
        "needs: {} read = {} made + {} imported before + {} left out",
        needs.read, needs.made, needs.recognised, needs.dropped
    );
    println!(
        "  of those made: {} set aside by moderation, {} withdrawn",
        needs.set_aside, needs.withdrawn
    );
    if let Some(votes) = report.votes {
        println!(
            "votes: {} read = {} made + {} imported before + {} left out",
            votes.read, votes.made, votes.recognised, votes.dropped
        );
        println!(
            "  of those made: {} supports, {} objections, {} without a view",
            votes.supports, votes.objections, votes.neutral
        );
        println!(
            "  {} repeat an earlier vote of the same person on the same need",
            votes.repeated
        );
    }
    if report.compared > 0 {
        println!(
            "compared with the counts of the source: {} needs, {} differ",
            report.compared, report.differing
        );
    }
    for difference in &report.differences {
        let (expected, found) = (difference.expected, difference.found);
        println!(
            "  line {}, need {}: {} and {} in the source, {} and {} among the votes",
            difference.line, difference.source_id, expected.0, expected.1, found.0, found.1
        );
    }
    for count in &report.drop_counts {
        let what = if count.rows { "rows" } else { "cells" };
        let (file, reason) = (count.file.wording().en, count.reason.wording().en);
        println!("{what} left out, {file}, {reason}: {}", count.count);
    }
    for drop in &report.drops {
        let column = drop.column.as_deref().map(|column| format!(", {column}"));
        println!(
            "  {}, line {}{}: {}: {:?}",
            drop.file,
            drop.line,
            column.unwrap_or_default(),
            drop.reason.wording().en,
            drop.text
        );
    }
    let told = u64::try_from(report.drops.len()).unwrap_or(u64::MAX);
    if report.dropped() > told {
        println!("  and {} more", report.dropped() - told);
    }
}
