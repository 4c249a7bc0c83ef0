//! What a browser loads to show a page for the first time.

use std::path::Path;

use tokio::process::Command;

use crate::Result;
use crate::content::Content;
use crate::report::{Report, kilobytes};
use crate::served::Server;

/// The most bytes aimed at for the pages that one begins with.
const FIRST_AIM: usize = 200_000;

/// Measures what each page's first load weighs.
pub(crate) async fn measure(
    report: &mut Report,
    server: &Server,
    content: &Content,
    browser: Option<&Path>,
) -> Result<()> {
    let Some(browser) = browser else {
        report.note("First loads not measured: --browser names no folder".to_owned());
        return Ok(());
    };
    let project = format!("/projects/{}", content.small);
    let inside = |rest: &str| format!("{project}{rest}");
    let pages = [
        ("/sign-in".to_owned(), true),
        ("/".to_owned(), true),
        ("/needs".to_owned(), false),
        ("/needs/new".to_owned(), false),
        ("/projects".to_owned(), false),
        (inside(""), false),
        (inside("/iterations"), false),
        (inside("/feedback"), false),
        (inside("/feedback/new"), false),
        (inside("/milestones"), false),
        (inside("/sessions"), false),
        ("/search?q=lent".to_owned(), false),
        ("/imports".to_owned(), false),
        ("/account".to_owned(), false),
    ];
    let output = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("sizes.mjs"))
        .arg(browser)
        .args([&server.host, &server.cookie])
        .args(pages.iter().map(|(path, _)| path))
        .output()
        .await?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let mut faults = Vec::new();
    for ((path, first), line) in pages.iter().zip(String::from_utf8(output.stdout)?.lines()) {
        let mut told = line.split('\t');
        let mut number = || told.next().unwrap_or_default().parse::<usize>();
        let (bytes, requests) = (number()?, number()?);
        faults.extend(told.map(|fault| format!("{path}: {fault}")));
        let name = path.replace(&content.small.to_string(), ":project");
        let what = format!("first load of {name} ({requests} requests)");
        let figure = kilobytes(bytes);
        match first {
            true => report.aim(what, figure, "≤ 200 kB", bytes <= FIRST_AIM),
            false => report.line(what, figure),
        }
    }
    report.aim(
        "all there, built files compressed and kept for ever",
        format!("{} faults", faults.len()),
        "none",
        faults.is_empty(),
    );
    for fault in faults {
        report.note(fault);
    }
    Ok(())
}
