//! What a browser loads to show each page for the first time, in the demonstration.

mod addresses;

use std::cmp::Reverse;
use std::path::Path;

use store::Store;
use tempfile::TempDir;
use tokio::process::Command;

use self::addresses::Addresses;
use crate::Result;
use crate::content;
use crate::report::{Report, kilobytes};
use crate::served::Server;

/// The pages that one begins with.
const FIRST: [&str; 2] = ["/sign-in", "/"];
/// The most bytes aimed at for each of them.
const FIRST_AIM: usize = 200_000;
/// The page of the first start, which is there only while nobody has an account.
const SETUP: &str = "/setup/:secret";

/// What the first load of a page took.
struct Load {
    route: &'static str,
    bytes: usize,
    requests: usize,
    /// What was not in order.
    faults: Vec<String>,
}

/// Measures what each page's first load weighs: the largest first.
pub(crate) async fn measure(
    report: &mut Report,
    program: &Path,
    site: &Path,
    browser: Option<&Path>,
) -> Result<()> {
    let Some(browser) = browser else {
        report.note("First loads not measured: --browser names no folder".to_owned());
        return Ok(());
    };
    let mut loads = of_demonstration(program, site, browser).await?;
    loads.extend(of_first_start(program, site, browser).await?);
    loads.sort_by_key(|load| (Reverse(load.bytes), load.route));
    for load in &loads {
        let what = format!("first load of {} ({} requests)", load.route, load.requests);
        let figure = kilobytes(load.bytes);
        match FIRST.contains(&load.route) {
            true => report.aim(what, figure, "≤ 200 kB", load.bytes <= FIRST_AIM),
            false => report.line(what, figure),
        }
    }
    let is_missing = |route: &&str| !loads.iter().any(|load| load.route == *route);
    let missing: Vec<&str> = addresses::routes().filter(is_missing).collect();
    report.aim(
        "pages of which no address was found",
        format!("{} pages", missing.len()),
        "none",
        missing.is_empty(),
    );
    let faults: Vec<&String> = loads.iter().flat_map(|load| &load.faults).collect();
    report.aim(
        "all there, built files compressed and kept for ever",
        format!("{} faults", faults.len()),
        "none",
        faults.is_empty(),
    );
    for route in missing {
        report.note(format!("{route}: no address was found"));
    }
    for fault in faults {
        report.note(fault.clone());
    }
    Ok(())
}

/// The pages of the demonstration, for somebody who may see all of them.
async fn of_demonstration(program: &Path, site: &Path, browser: &Path) -> Result<Vec<Load>> {
    let folder = TempDir::new()?;
    let mut demo = Command::new(program);
    demo.arg("demo").env_clear();
    run(demo.env("ETABLI_DATA_DIR", folder.path())).await?;
    let store = Store::open(&url(&folder)).await?;
    let user = content::account(&store).await?;
    let made = addresses::make(&store, &store.actor(user).await?).await?;
    let secret = store.start_session(user, "").await?;
    store.close().await?;
    let server = Server::start(program, site, folder.path(), &secret).await?;
    let found = addresses::find(&server, made).await?;
    first_loads(browser, &server, &found).await
}

/// The page by which a workspace begins.
async fn of_first_start(program: &Path, site: &Path, browser: &Path) -> Result<Vec<Load>> {
    let folder = TempDir::new()?;
    let server = Server::start(program, site, folder.path(), "").await?;
    // In place of the one that the server has printed.
    let store = Store::open(&url(&folder)).await?;
    let secret = store.new_setup_secret().await?;
    store.close().await?;
    let secret = secret.ok_or("somebody has an account already")?;
    let address = SETUP.replace(":secret", &secret);
    first_loads(browser, &server, &Addresses::from([(SETUP, address)])).await
}

/// The database in a data folder.
fn url(folder: &TempDir) -> String {
    format!("sqlite:{}", folder.path().join("etabli.sqlite").display())
}

/// Has Chromium open each page as somebody who has been nowhere yet.
async fn first_loads(browser: &Path, server: &Server, addresses: &Addresses) -> Result<Vec<Load>> {
    let mut node = Command::new("node");
    node.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("sizes.mjs"))
        .arg(browser)
        .args([&server.host, &server.cookie])
        .args(addresses.values());
    let told = run(&mut node).await?;
    let lines: Vec<&str> = told.lines().collect();
    if lines.len() != addresses.len() {
        return Err("the browser did not tell of each page".into());
    }
    let load = |(route, line): (&'static str, &str)| -> Result<Load> {
        let mut told = line.split('\t');
        let mut number = || told.next().unwrap_or_default().parse::<usize>();
        let (bytes, requests) = (number()?, number()?);
        Ok(Load {
            route,
            bytes,
            requests,
            faults: told.map(|fault| format!("{route}: {fault}")).collect(),
        })
    };
    addresses.keys().copied().zip(lines).map(load).collect()
}

/// Runs a program to its end, and gives what it has printed.
async fn run(command: &mut Command) -> Result<String> {
    let output = command.output().await?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
