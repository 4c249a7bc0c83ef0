//! Measures Établi against what it aims at, and prints one table: searching a
//! log of a hundred thousand entries on both databases, rendering pages, the
//! memory of the server at rest, what a browser has to load.
//!
//! `make bench` builds the program and runs this beside a PostgreSQL of its own.

mod client;
mod content;
mod pages;
mod report;
mod search;
mod served;

use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use report::Report;
use sea_orm::{ConnectionTrait, Database};
use store::Store;
use tempfile::TempDir;

/// Whatever goes wrong ends the measuring.
type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Names the PostgreSQL cluster to measure on.
const POSTGRES_URL: &str = "ETABLI_TEST_POSTGRES_URL";
/// Entries in the log that is searched.
const ENTRIES: u32 = 100_000;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(program), Some(site)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: bench PROGRAM SITE_FOLDER");
        return ExitCode::from(2);
    };
    match measure(program, site).await {
        Ok(report) => {
            print!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(program: PathBuf, site: PathBuf) -> Result<Report> {
    let mut report = Report::default();
    let folder = TempDir::new()?;
    let url = format!("sqlite:{}", folder.path().join("etabli.sqlite").display());
    let store = Store::open(&url).await?;
    let content = content::fill(&store, &url, ENTRIES).await?;
    search::measure(&mut report, "SQLite", &store, &content).await?;
    match env::var(POSTGRES_URL) {
        Ok(cluster) => {
            let url = new_database(&cluster).await?;
            let store = Store::open(&url).await?;
            let content = content::fill(&store, &url, ENTRIES).await?;
            search::measure(&mut report, "PostgreSQL", &store, &content).await?;
            store.close().await?;
        }
        Err(_) => report.note(format!(
            "PostgreSQL not measured: {POSTGRES_URL} is not set"
        )),
    }
    let secret = store.start_session(content.reader.user, "").await?;
    store.close().await?;
    let server = served::Server::start(&program, &site, folder.path(), &secret).await?;
    pages::measure(&mut report, &server, &content).await?;
    Ok(report)
}

async fn new_database(cluster: &str) -> Result<String> {
    let name = "etabli_bench";
    let admin = Database::connect(cluster).await?;
    for sql in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
        admin.execute_unprepared(&format!("{sql} {name}")).await?;
    }
    admin.close().await?;
    let (server, _) = cluster.rsplit_once('/').ok_or("no database in the URL")?;
    Ok(format!("{server}/{name}"))
}
