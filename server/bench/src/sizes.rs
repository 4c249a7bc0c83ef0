//! What a browser loads to show a page for the first time.

use std::collections::BTreeMap;

use crate::Result;
use crate::client::{Answer, Client};
use crate::content::Content;
use crate::report::{Report, kilobytes};
use crate::served::Server;

/// The most bytes aimed at for the pages that one begins with.
const FIRST_AIM: usize = 200_000;

/// The files that pages share are asked for once.
#[derive(Default)]
struct Files(BTreeMap<String, usize>);

/// Measures what each page's first load weighs.
pub(crate) async fn measure(report: &mut Report, server: &Server, content: &Content) -> Result<()> {
    let mut files = Files::default();
    let project = format!("/projects/{}", content.small);
    let inside = |rest: &str| format!("{project}{rest}");
    let mut faults = Vec::new();
    for (path, first) in [
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
        ("/search?q=lent".to_owned(), false),
        ("/imports".to_owned(), false),
        ("/account".to_owned(), false),
    ] {
        let cookie = match path.as_str() {
            "/sign-in" => "",
            _ => &server.cookie,
        };
        let mut client = Client::connect(&server.host, cookie).await?;
        let page = client.get(&path, true).await?;
        if !page.status.is_success() {
            faults.push(format!("{path}: {}", page.status));
            continue;
        }
        let html = client.get(&path, false).await?;
        let html = String::from_utf8_lossy(&html.body).into_owned();
        let mut total = page.body.len();
        let mut wanted = named(&html);
        let before = faults.len();
        let mut seen = Vec::new();
        while let Some(file) = wanted.pop() {
            if seen.contains(&file) {
                continue;
            }
            let (size, more) = files.load(&mut client, &file, &mut faults).await?;
            total += size;
            wanted.extend(more);
            seen.push(file);
        }
        let name = path.replace(&content.small.to_string(), ":project");
        let what = format!("first load of {name} ({} files)", seen.len());
        // A page whose files are missing is not light.
        let missing = faults[before..]
            .iter()
            .any(|fault| fault.starts_with("missing"));
        let figure = match missing {
            true => format!("{} and missing files", kilobytes(total)),
            false => kilobytes(total),
        };
        match first {
            true => report.aim(what, figure, "≤ 200 kB", total <= FIRST_AIM && !missing),
            false => report.line(what, figure),
        }
    }
    faults.sort();
    faults.dedup();
    report.aim(
        "all there, built files compressed and kept for ever",
        format!("{} files", files.0.len()),
        "all",
        faults.is_empty(),
    );
    for fault in faults {
        report.note(fault);
    }
    Ok(())
}

impl Files {
    /// The bytes of a file as sent, and the files that it names in turn.
    async fn load(
        &mut self,
        client: &mut Client,
        path: &str,
        faults: &mut Vec<String>,
    ) -> Result<(usize, Vec<String>)> {
        let more = match path.ends_with(".js") {
            true => imported(&client.get(path, false).await?),
            false => Vec::new(),
        };
        if let Some(size) = self.0.get(path) {
            return Ok((*size, more));
        }
        let file = client.get(path, true).await?;
        if !file.status.is_success() {
            faults.push(format!("missing: {path}"));
            return Ok((0, more));
        }
        if path.starts_with("/pkg/") {
            if file.header("content-encoding") != "br" {
                faults.push(format!("not compressed: {path}"));
            }
            if !file.header("cache-control").contains("immutable") {
                faults.push(format!("not kept: {path}"));
            }
        }
        self.0.insert(path.to_owned(), file.body.len());
        Ok((file.body.len(), more))
    }
}

/// The files of ours that a page names: what it loads or preloads.
fn named(html: &str) -> Vec<String> {
    let mut found: Vec<String> = html
        .split(['"', '\'', '`'])
        .filter(|part| part.starts_with("/pkg/") || *part == "/favicon.svg")
        .filter(|part| part.contains('.') && !part.contains(char::is_whitespace))
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The scripts that a script of the build imports before it runs.
fn imported(script: &Answer) -> Vec<String> {
    String::from_utf8_lossy(&script.body)
        .split(['"', '\''])
        .filter_map(|part| part.strip_prefix("./"))
        .filter(|name| name.ends_with(".js"))
        .map(|name| format!("/pkg/{name}"))
        .collect()
}
