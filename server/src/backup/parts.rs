//! The parts of an archive: where they stand, how large they are, their hash.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One part of an archive.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(super) struct Part {
    /// Where it stands.
    pub path: String,
    /// Its bytes.
    pub size: u64,
    /// Their hash.
    pub sha256: String,
}

/// Passes bytes on, counting and hashing them.
pub(super) struct Hashing<W> {
    into: W,
    size: u64,
    hash: Sha256,
}

impl<W: Write> Hashing<W> {
    pub(super) fn new(into: W) -> Self {
        Self {
            into,
            size: 0,
            hash: Sha256::new(),
        }
    }

    /// What came through, as the part at this path.
    pub(super) fn part(self, path: String) -> Part {
        let sha256 = self
            .hash
            .finalize()
            .iter()
            .fold(String::new(), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            });
        Part {
            path,
            size: self.size,
            sha256,
        }
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.into.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.size += u64::try_from(written).unwrap_or_default();
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.into.flush()
    }
}

/// Where the rows of a table stand.
pub(super) fn table_path(table: &str) -> String {
    format!("tables/{table}.jsonl")
}

/// Whether a path stays below where it starts.
pub(super) fn stays_below(path: &str) -> bool {
    let plain = |part| matches!(part, Component::Normal(_));
    !path.is_empty() && !path.contains('\\') && Path::new(path).components().all(plain)
}

/// Makes a file and the folders above it.
pub(super) fn create(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)
}

/// The files below a folder, by their paths from there, in order. None where
/// there is no such folder.
pub(super) fn files_in(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut waiting = vec![String::new()];
    while let Some(below) = waiting.pop() {
        let entries = match fs::read_dir(folder.join(&below)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_str().ok_or(io::ErrorKind::InvalidFilename)?;
            let path = if below.is_empty() {
                name.to_owned()
            } else {
                format!("{below}/{name}")
            };
            let kind = entry.file_type()?;
            if kind.is_dir() {
                waiting.push(path);
            } else if kind.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_lead_elsewhere_are_told() {
        assert!(stays_below("attachments/ab/cd"));
        for wrong in ["", "/etc/passwd", "../x", "a/../../x", "a\\..\\x"] {
            assert!(!stays_below(wrong), "{wrong}");
        }
    }

    #[test]
    fn what_comes_through_is_hashed() {
        let mut hashing = Hashing::new(Vec::new());
        hashing.write_all(b"abc").expect("written");
        let part = hashing.part("x".into());
        assert_eq!(part.size, 3);
        assert!(part.sha256.starts_with("ba7816bf"));
    }
}
