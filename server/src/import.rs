//! Importing from files of this machine, without signing in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use domain::feedback::FeedbackKind;
use domain::ids::{ImportId, ProjectId};
use domain::imports::{
    ImportDraft, ImportFile, ImportKind, ImportReport, ImportTarget, Readings, RepeatedVotes,
    USUAL_KIND,
};
use domain::policy::Actor;
use store::Store;
use store::imports::{ImportFiles, NamedFile, Unfit, preview};

use crate::error::{Error, Result};

/// What can be imported.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// Import needs, and the votes on them, from CSV files such as a Polis export
    Needs(ImportNeeds),
    /// Import feedback of a project from a CSV file such as a LimeSurvey export
    Feedback(ImportFeedback),
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
    #[command(flatten)]
    run: RunOptions,
}

/// An import of feedback.
#[derive(Args, Debug)]
pub(crate) struct ImportFeedback {
    /// The project whose feedback it is: its id or its exact title
    #[arg(long, value_name = "PROJECT")]
    project: String,
    /// The file; columns are recognised by their headers, authors are left out
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// What the source is called; rows imported before are recognised under it;
    /// the file's name if not given
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// What rows are that say no kind: obstacle, bug, idea, success or question
    #[arg(long, value_name = "KIND", default_value = USUAL_KIND.code())]
    kind: FeedbackKind,
    #[command(flatten)]
    run: RunOptions,
}

/// What every import can be told.
#[derive(Args, Debug)]
struct RunOptions {
    /// Tell what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// In a dry run, print each row and cell that is left out, up to 100,000 of them; the
    /// first 1,000 if not given
    #[arg(long, requires = "dry_run")]
    all: bool,
    /// Whose import it is, by e-mail address; the first administrator's if not given
    #[arg(long = "as", value_name = "EMAIL")]
    email: Option<String>,
}

/// Does it, and prints what became of every row.
pub(crate) async fn run(command: ImportCommand, store: &Store) -> Result<()> {
    match command {
        ImportCommand::Needs(import) => needs(import, store).await,
        ImportCommand::Feedback(import) => feedback(import, store).await,
    }
}

async fn needs(import: ImportNeeds, store: &Store) -> Result<()> {
    let paths = Paths {
        records: import.comments,
        votes: import.votes,
    };
    let actor = actor(import.run.email.as_deref(), store).await?;
    import_as(
        &actor,
        ImportTarget::Needs,
        paths,
        &import.run,
        store,
        |draft| {
            draft.source = import.source;
            if import.last_vote_only {
                RepeatedVotes::Last.code().clone_into(&mut draft.repeated);
            }
        },
    )
    .await
}

async fn feedback(import: ImportFeedback, store: &Store) -> Result<()> {
    let actor = actor(import.run.email.as_deref(), store).await?;
    let project = project(&actor, &import.project, store).await?;
    let paths = Paths {
        records: import.file,
        votes: None,
    };
    let name = file_name(&paths.records);
    let target = ImportTarget::Feedback(project);
    import_as(&actor, target, paths, &import.run, store, |draft| {
        draft.source = import.source.unwrap_or(name);
        import.kind.code().clone_into(&mut draft.default_kind);
    })
    .await
}

/// Whoever has the account with this address, else the first administrator.
pub(crate) async fn actor(email: Option<&str>, store: &Store) -> Result<Actor> {
    let account = match email {
        Some(email) => store
            .account_id(email)
            .await?
            .ok_or_else(|| Error::NoAccount(email.to_owned()))?,
        None => store
            .first_administrator()
            .await?
            .ok_or(Error::NoAdministrator)?,
    };
    Ok(store.actor(account).await?)
}

/// The one project that the actor sees by this id or exact title.
pub(crate) async fn project(actor: &Actor, name: &str, store: &Store) -> Result<ProjectId> {
    match store.projects_called(actor, name).await?[..] {
        [project] => Ok(project),
        [] => Err(Error::NoProject(name.to_owned())),
        _ => Err(Error::SeveralProjects(name.to_owned())),
    }
}

/// Where the files of an import are.
struct Paths {
    records: PathBuf,
    votes: Option<PathBuf>,
}

/// Imports files as their headers propose, but for what is told.
async fn import_as(
    actor: &Actor,
    target: ImportTarget,
    paths: Paths,
    options: &RunOptions,
    store: &Store,
    told: impl FnOnce(&mut ImportDraft),
) -> Result<()> {
    let id = ImportId::new();
    let files = Arc::new(ImportFiles {
        records: read(&paths.records)?,
        votes: paths.votes.as_deref().map(read).transpose()?,
    });
    let preview = preview(id, target, &files, None, Readings::default())
        .map_err(|unfit| unfit_file(&paths, unfit))?;
    let mut draft = preview.draft();
    told(&mut draft);
    let plan = draft
        .check(target, files.votes.is_some())
        .map_err(store::StoreError::from)?;
    for table in std::iter::once(&preview.records).chain(&preview.votes) {
        println!("{}: {}, {}", table.name, table.encoding, table.separator);
        for column in &table.columns {
            println!("  {} -> {}", column.header, column.becomes);
        }
    }
    let report = match (options.dry_run, options.all) {
        (true, true) => store.check_files_in_full(actor, files, &plan).await?,
        (true, false) => store.check_files(actor, files, &plan).await?,
        (false, _) => store.import_files(actor, id, files, &plan).await?,
    };
    print(&report);
    if options.dry_run {
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
    Ok(NamedFile {
        name: file_name(path),
        bytes,
    })
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn unfit_file(paths: &Paths, unfit: Unfit) -> Error {
    let path = match unfit.file {
        ImportFile::Records => Some(&paths.records),
        ImportFile::Votes => paths.votes.as_ref(),
    };
    Error::UnfitFile {
        path: path.cloned().unwrap_or_default(),
        problem: unfit.problem.wording().en,
    }
}

fn print(report: &ImportReport) {
    let records = report.records;
    println!(
        "{}: {} read = {} made + {} imported before + {} left out",
        report.kind, records.read, records.made, records.recognised, records.dropped
    );
    if report.kind == ImportKind::Needs {
        println!(
            "  of those made: {} set aside by moderation, {} withdrawn",
            records.set_aside, records.withdrawn
        );
    }
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
