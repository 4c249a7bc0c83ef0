//! The files that the rows of a copy name: each is to be among its parts, with the bytes
//! that were attached. What lacks one is not passed off as whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use store::backup::NamedFile;

use super::{ATTACHMENTS, Manifest, TablePart};
use crate::error::{Error, Result};

/// How many of the files that are lost a refusal names.
const NAMED_MAX: usize = 5;

/// The files that the rows of a copy name, read where they are spread out.
pub(super) fn named_files(tables: &[TablePart], spool: &Path) -> Result<BTreeSet<NamedFile>> {
    let mut named = BTreeSet::new();
    for table in tables {
        let rows = BufReader::new(File::open(spool.join(&table.part.path))?);
        named.extend(table.table.named_files(rows)?);
    }
    Ok(named)
}

/// The files that rows name and a copy does not hold as they were attached.
#[derive(Debug)]
pub(super) struct Lost(Vec<String>);

impl Lost {
    /// Looks for each file that a row names among the parts of a copy, whose hashes are
    /// those of the bytes that are there.
    pub(super) fn of(manifest: &Manifest, spool: &Path) -> Result<Self> {
        let parts: BTreeMap<&str, &str> = manifest
            .attachments
            .iter()
            .map(|part| (part.path.as_str(), part.sha256.as_str()))
            .collect();
        let mut lost = Vec::new();
        for file in named_files(&manifest.tables, spool)? {
            let path = format!("{ATTACHMENTS}/{}", file.path);
            match parts.get(path.as_str()) {
                None => lost.push(path),
                Some(sha256) if *sha256 != file.sha256 => lost.push(format!("{path} (altered)")),
                Some(_) => {}
            }
        }
        Ok(Self(lost))
    }

    /// Refuses to go on where something is lost.
    pub(super) fn refuse(&self, place: &Path, advice: &str) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(Error::Archive {
            path: place.to_owned(),
            problem: format!("{self}. {advice}"),
        })
    }

    /// Says on the console what is lost, each on a line of its own.
    pub(super) fn tell(&self) {
        for file in &self.0 {
            println!("lost: {file}");
        }
    }

    /// What is said behind that all is as it was.
    pub(super) fn exception(&self) -> &'static str {
        if self.0.is_empty() {
            ""
        } else {
            ", but for the files that are lost"
        }
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first: Vec<&str> = self.0.iter().take(NAMED_MAX).map(String::as_str).collect();
        let count = self.0.len();
        let first = first.join(", ");
        write!(f, "attached files missing or altered: {count} ({first}")?;
        match count.saturating_sub(NAMED_MAX) {
            0 => f.write_str(")"),
            more => write!(f, " and {more} more)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_first_and_says_how_many_there_are() {
        let lost = |count: usize| Lost((1..=count).map(|number| number.to_string()).collect());
        assert!(lost(0).refuse(Path::new("x"), "").is_ok());
        assert!(lost(1).refuse(Path::new("x"), "").is_err());
        let told = lost(2).to_string();
        assert!(told.ends_with("altered: 2 (1, 2)"), "{told}");
        let told = lost(7).to_string();
        assert!(told.ends_with(": 7 (1, 2, 3, 4, 5 and 2 more)"), "{told}");
    }
}
