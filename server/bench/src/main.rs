//! Measures Établi against what it aims at, and prints one table: searching a
//! log of a hundred thousand entries on both databases, rendering pages, the
//! memory of the server at rest, what a browser has to load, live boards under
//! load.
//!
//! `make bench` builds the program and runs this beside a PostgreSQL of its own.

mod client;
mod content;
mod live;
mod pages;
mod report;
mod search;
mod served;
mod sizes;
mod usage;

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
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

/// Measures Établi: search in 100,000 entries, rendering, memory, sizes, live boards.
///
/// PostgreSQL is measured on the cluster that ETABLI_TEST_POSTGRES_URL names.
#[derive(Parser)]
struct Options {
    /// The program, `etabli`; search alone needs none
    #[arg(required_unless_present = "only")]
    program: Option<PathBuf>,
    /// The folder of the built site
    #[arg(required_unless_present = "only")]
    site: Option<PathBuf>,
    /// Which parts to measure, separated by commas; all by default
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// Which loads of the live boards to measure; all by default
    #[arg(long, value_enum, value_delimiter = ',')]
    loads: Vec<live::Load>,
    /// The folder in which the servers to compare live boards with are installed
    #[arg(long)]
    rivals: Option<PathBuf>,
    /// The folder in which Playwright is installed, to open boards in a browser
    #[arg(long)]
    browser: Option<PathBuf>,
    /// Prints the times of each question that is asked of the log
    #[arg(long)]
    each: bool,
}

/// What can be measured alone.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Finding feedback in the store, on each database
    Search,
    /// Rendering and memory of the running program
    Pages,
    /// What a browser loads to show each page for the first time
    Sizes,
    /// Live boards: latency and processor time under load, opening, restart
    Live,
}

impl Options {
    fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    /// The program and the folder of the site.
    fn built(&self) -> Result<(&Path, &Path)> {
        match (&self.program, &self.site) {
            (Some(program), Some(site)) => Ok((program, site)),
            _ => Err("all but search wants the program and the folder of the site".into()),
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut report = Report::default();
    let measured = measure(&mut report, &Options::parse()).await;
    // What was measured before something went wrong stands.
    print!("{report}");
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(report: &mut Report, options: &Options) -> Result<()> {
    if options.wants(Part::Search) || options.wants(Part::Pages) {
        records(report, options).await?;
    }
    if options.wants(Part::Sizes) {
        let (program, site) = options.built()?;
        sizes::measure(report, program, site, options.browser.as_deref()).await?;
    }
    if options.wants(Part::Live) {
        let (program, site) = options.built()?;
        let beside = live::Beside {
            rivals: options.rivals.as_deref(),
            browser: options.browser.as_deref(),
        };
        live::measure(report, program, site, &options.loads, beside).await?;
    }
    Ok(())
}

/// What is measured on the long log.
async fn records(report: &mut Report, options: &Options) -> Result<()> {
    let folder = TempDir::new()?;
    let url = format!("sqlite:{}", folder.path().join("etabli.sqlite").display());
    let store = Store::open(&url).await?;
    let content = content::fill(&store, &url, ENTRIES).await?;
    if options.wants(Part::Search) {
        search::measure(report, "SQLite", &store, &content, options.each).await?;
        postgres(report, options).await?;
    }
    let secret = store.start_session(content.reader.user, "").await?;
    store.close().await?;
    if !options.wants(Part::Pages) {
        return Ok(());
    }
    let (program, site) = options.built()?;
    let server = served::Server::start(program, site, folder.path(), &secret).await?;
    pages::measure(report, &server, &content).await
}

async fn postgres(report: &mut Report, options: &Options) -> Result<()> {
    let Ok(cluster) = env::var(POSTGRES_URL) else {
        report.note(format!(
            "PostgreSQL not measured: {POSTGRES_URL} is not set"
        ));
        return Ok(());
    };
    let url = new_database(&cluster).await?;
    let store = Store::open(&url).await?;
    let content = content::fill(&store, &url, ENTRIES).await?;
    search::measure(report, "PostgreSQL", &store, &content, options.each).await?;
    Ok(store.close().await?)
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
