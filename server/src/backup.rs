//! `etabli backup` and `etabli restore`: the whole workspace in one file, a tar
//! archive under gzip. Any tool opens it; `restore` proves it. A manifest comes
//! first and says of every other part how large it is and what its SHA-256 is.

mod lost;
mod parts;
mod restore;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use domain::time::Timestamp;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use store::Store;
use store::backup::Table;
use tempfile::{NamedTempFile, TempDir};

use self::lost::{Lost, named_files};
use self::parts::{Hashing, Part, table_path};
pub(crate) use self::restore::{RestoreCommand, restore};
use crate::error::{Error, Result};

/// The form of the archives that this version makes.
const FORMAT: u32 = 1;
/// The first part of an archive.
const MANIFEST: &str = "manifest.json";
/// The folder of attachments, in the data folder and in an archive.
const ATTACHMENTS: &str = "attachments";

/// Where the copy goes.
#[derive(Args, Debug)]
pub(crate) struct BackupCommand {
    /// The file to make; one that is there already is left alone
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Copy the rest where attached files are missing or altered, and say which
    #[arg(long)]
    despite_lost_files: bool,
}

/// What helps where files that belong to a copy are not found.
const WHERE_TO_LOOK: &str = "Is ETABLI_DATA_DIR the folder of the server? If somebody took a file \
     away while the copy was being made, make it again; --despite-lost-files copies the rest";

/// What an archive holds.
#[derive(Debug, Deserialize, Serialize)]
struct Manifest {
    /// The form of the archive.
    format: u32,
    /// The version of the program that made it.
    version: String,
    /// The moment that it shows.
    made_at: Timestamp,
    /// The workspace's name.
    workspace: String,
    /// The steps that made the schema.
    schema: Vec<String>,
    /// The rows of each table.
    tables: Vec<TablePart>,
    /// The attached files, by their path below the folder of attachments.
    attachments: Vec<Part>,
}

#[derive(Debug, Deserialize, Serialize)]
struct TablePart {
    #[serde(flatten)]
    table: Table,
    rows: u64,
    #[serde(flatten)]
    part: Part,
}

/// Copies the workspace as it is now; the server may be running.
pub(crate) async fn backup(command: &BackupCommand, store: &Store, data_dir: &Path) -> Result<()> {
    let path = &command.file;
    let wrong = |source| Error::File {
        path: path.clone(),
        source,
    };
    if path.exists() {
        return Err(wrong(io::ErrorKind::AlreadyExists.into()));
    }
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let spool = TempDir::with_prefix_in(".etabli-backup-", folder).map_err(wrong)?;
    let manifest = copy(store, data_dir, spool.path()).await?;
    let lost = Lost::of(&manifest, spool.path())?;
    if !command.despite_lost_files {
        lost.refuse(&data_dir.join(ATTACHMENTS), WHERE_TO_LOOK)?;
    }
    // Readable by its owner alone, and there under its name only once whole.
    let mut file = NamedTempFile::with_prefix_in(".etabli-backup-", folder).map_err(wrong)?;
    pack(&manifest, spool.path(), file.as_file_mut()).map_err(wrong)?;
    file.as_file().sync_all().map_err(wrong)?;
    let size = file.as_file().metadata().map_err(wrong)?.len();
    file.persist_noclobber(path)
        .map_err(|error| wrong(error.error))?;
    println!("{}: {size} bytes", path.display());
    tell(&manifest);
    lost.tell();
    Ok(())
}

/// Copies everything into a folder, and says what it is.
async fn copy(store: &Store, data_dir: &Path, spool: &Path) -> Result<Manifest> {
    let made_at = store.now();
    let workspace = store.workspace_name().await?;
    let snapshot = store.snapshot().await?;
    let mut tables = Vec::new();
    for table in snapshot.tables() {
        let path = table_path(&table.name);
        let mut rows = Hashing::new(BufWriter::new(parts::create(&spool.join(&path))?));
        let count = snapshot.dump(table, &mut rows).await?;
        rows.flush()?;
        tables.push(TablePart {
            table: table.clone(),
            rows: count,
            part: rows.part(path),
        });
    }
    let schema = snapshot.schema().to_vec();
    drop(snapshot);
    // After the rows: none stands without its bytes.
    let named = named_files(&tables, spool)?;
    let files: BTreeSet<String> = named
        .into_iter()
        .flat_map(|file| [file.path, file.thumbnail])
        .collect();
    let mut attachments = Vec::new();
    for path in files {
        attachments.extend(copy_file(data_dir, spool, &path)?);
    }
    Ok(Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at,
        workspace,
        schema,
        tables,
        attachments,
    })
}

/// Copies an attached file or a thumbnail, where there is one.
fn copy_file(data_dir: &Path, spool: &Path, path: &str) -> io::Result<Option<Part>> {
    let part = format!("{ATTACHMENTS}/{path}");
    let mut from = match File::open(data_dir.join(&part)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let mut into = Hashing::new(parts::create(&spool.join(&part))?);
    io::copy(&mut from, &mut into)?;
    Ok(Some(into.part(part)))
}

impl Manifest {
    /// Every part but the manifest itself.
    fn parts(&self) -> impl Iterator<Item = &Part> {
        let tables = self.tables.iter().map(|table| &table.part);
        tables.chain(&self.attachments)
    }
}

fn pack(manifest: &Manifest, spool: &Path, into: &mut File) -> io::Result<()> {
    let mut archive =
        tar::Builder::new(GzEncoder::new(BufWriter::new(into), Compression::default()));
    let told = serde_json::to_vec_pretty(manifest)?;
    let mut header = tar::Header::new_gnu();
    header.set_mode(0o600);
    header.set_size(u64::try_from(told.len()).unwrap_or(u64::MAX));
    archive.append_data(&mut header, MANIFEST, told.as_slice())?;
    for part in manifest.parts() {
        let mut header = tar::Header::new_gnu();
        header.set_mode(0o600);
        header.set_size(part.size);
        archive.append_data(&mut header, &part.path, File::open(spool.join(&part.path))?)?;
    }
    archive.into_inner()?.finish()?.flush()
}

/// Says on the console what an archive holds.
fn tell(manifest: &Manifest) {
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    println!(
        "{:?}: {} tables with {rows} rows, {} attached files",
        manifest.workspace,
        manifest.tables.len(),
        manifest.attachments.len()
    );
}

#[cfg(test)]
mod tests;
