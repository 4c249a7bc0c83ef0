//! Restoring: every part of the archive is checked before the first row is
//! written, also that it holds the files that its rows name; and the rows are read
//! back before any is kept.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use flate2::read::GzDecoder;
use store::Store;
use store::backup::Restoration;
use tempfile::TempDir;

use super::lost::Lost;
use super::parts::{Hashing, create, files_in, stays_below, table_path};
use super::{ATTACHMENTS, FORMAT, MANIFEST, Manifest, tell};
use crate::error::{Error, Result};

/// What is restored.
#[derive(Args, Debug)]
pub(crate) struct RestoreCommand {
    /// The file that `etabli backup` made
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only check that the file is whole, and write nothing
    #[arg(long)]
    check: bool,
    /// Restore the rest where attached files are missing or altered, and say which
    #[arg(long)]
    despite_lost_files: bool,
}

/// Fills an empty workspace with what an archive holds.
pub(crate) async fn restore(
    command: &RestoreCommand,
    store: &Store,
    data_dir: &Path,
) -> Result<()> {
    let archive = Archive(&command.file);
    // Beside the attachments, so that these need only be renamed.
    let spool = TempDir::with_prefix_in(".etabli-restore-", data_dir)?;
    let manifest = archive.unpack(spool.path())?;
    tell(&manifest);
    let lost = Lost::of(&manifest, spool.path())?;
    if !command.despite_lost_files {
        lost.refuse(archive.0, "--despite-lost-files restores the rest")?;
    }
    lost.tell();
    if command.check {
        println!("The archive is whole{}.", lost.exception());
        return Ok(());
    }
    let attachments = data_dir.join(ATTACHMENTS);
    if !files_in(&attachments)?.is_empty() {
        return Err(archive.wrong("there are attached files in the data folder already"));
    }
    let restoration = store.restoration(&manifest.schema).await?;
    fill(&archive, &restoration, &manifest, spool.path()).await?;
    let brought = spool.path().join(ATTACHMENTS);
    if brought.exists() {
        if attachments.exists() {
            fs::remove_dir_all(&attachments)?;
        }
        fs::rename(&brought, &attachments)?;
    }
    if let Err(error) = restoration.commit().await {
        if !manifest.attachments.is_empty() {
            fs::remove_dir_all(&attachments)?;
        }
        return Err(error.into());
    }
    println!(
        "The workspace is restored: every row and file is as it was{}.",
        lost.exception()
    );
    Ok(())
}

/// Fills every table, and reads it back.
async fn fill(
    archive: &Archive<'_>,
    restoration: &Restoration,
    manifest: &Manifest,
    spool: &Path,
) -> Result<()> {
    let brought = manifest.tables.iter().map(|part| &part.table);
    if !brought.eq(restoration.tables()) {
        return Err(archive.wrong("its tables are not those of its schema"));
    }
    for part in &manifest.tables {
        let (table, name) = (&part.table, &part.table.name);
        let rows = BufReader::new(File::open(spool.join(table_path(name)))?);
        let filled = restoration.fill(table, rows).await?;
        let mut written = Hashing::new(io::sink());
        let count = restoration.dump(table, &mut written).await?;
        let same = written.part(part.part.path.clone()) == part.part;
        if !same || count != part.rows || filled != part.rows {
            let problem = format!("the rows of {name} are not the same once written");
            return Err(archive.wrong(&problem));
        }
    }
    Ok(())
}

/// An archive and what is wrong with it.
struct Archive<'a>(&'a Path);

impl Archive<'_> {
    fn wrong(&self, problem: &str) -> Error {
        Error::Archive {
            path: self.0.to_owned(),
            problem: problem.to_owned(),
        }
    }

    /// Unpacks every part into a folder, and checks each.
    fn unpack(&self, spool: &Path) -> Result<Manifest> {
        let damaged = |error: io::Error| self.wrong(&format!("it is damaged or cut off: {error}"));
        let file = File::open(self.0).map_err(|source| Error::File {
            path: self.0.to_owned(),
            source,
        })?;
        let mut archive = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
        let mut entries = archive.entries().map_err(damaged)?;
        let first = entries.next().transpose().map_err(damaged)?;
        let mut first = first.ok_or_else(|| self.wrong("it is empty"))?;
        let mut told = String::new();
        if first.path().map_err(damaged)?.as_ref() != Path::new(MANIFEST) {
            return Err(self.wrong("it is no backup of Établi"));
        }
        first.read_to_string(&mut told).map_err(damaged)?;
        let manifest = self.manifest(&told)?;
        let mut missing: BTreeSet<&str> = manifest.parts().map(|part| part.path.as_str()).collect();
        for entry in entries {
            let mut entry = entry.map_err(damaged)?;
            let path = entry
                .path()
                .map_err(damaged)?
                .to_string_lossy()
                .into_owned();
            let part = manifest.parts().find(|part| part.path == path);
            let part = part.filter(|_| missing.remove(path.as_str()));
            let Some(part) = part else {
                return Err(self.wrong(&format!("{path} does not belong to it")));
            };
            let mut into = Hashing::new(create(&spool.join(&path))?);
            io::copy(&mut entry, &mut into).map_err(damaged)?;
            if into.part(path) != *part {
                return Err(self.wrong(&format!("{} has been altered", part.path)));
            }
        }
        match missing.first() {
            Some(path) => Err(self.wrong(&format!("{path} is missing from it"))),
            None => Ok(manifest),
        }
    }

    /// The manifest, when this version can read what it speaks of.
    fn manifest(&self, told: &str) -> Result<Manifest> {
        let manifest: Manifest = serde_json::from_str(told)
            .map_err(|_| self.wrong("its manifest cannot be read by this version"))?;
        if manifest.format > FORMAT {
            return Err(self.wrong("it was made by a later version of Établi"));
        }
        let own_place = manifest
            .tables
            .iter()
            .all(|part| part.part.path == table_path(&part.table.name));
        let attached = format!("{ATTACHMENTS}/");
        let below = manifest
            .attachments
            .iter()
            .all(|part| part.path.starts_with(&attached));
        let inside = manifest.parts().all(|part| stays_below(&part.path));
        if own_place && below && inside {
            Ok(manifest)
        } else {
            Err(self.wrong("its parts are not where they belong"))
        }
    }
}
