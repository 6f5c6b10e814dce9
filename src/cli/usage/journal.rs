//! What was answered so far, beside the file with the records: whoever starts again goes on from there. A line counts as
//! answered while it is the same text.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::super::Failure;
use super::wire::Answer;

/// One line of the journal.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    line: usize,
    sha256: String,
    #[serde(flatten)]
    answer: Answer,
}

#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    path: PathBuf,
    kept: HashSet<String>,
}

impl Journal {
    /// The journal of a file; it is made if there is none.
    pub(super) fn open(records: &Path) -> Result<Self, Failure> {
        let mut path = records.as_os_str().to_owned();
        path.push(".answers");
        let path = PathBuf::from(path);
        let failed = |error: std::io::Error| Failure::Failed(format!("{}: {error}", path.display()));
        let before = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(failed(error)),
        };
        // A line that was cut by a kill says nothing; its record is sent again.
        let entries = before.lines().filter_map(|line| serde_json::from_str::<Entry>(line).ok());
        let kept = entries.filter(|entry| entry.answer.is_kept()).map(|entry| entry.sha256).collect();
        let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
        if !before.is_empty() && !before.ends_with('\n') {
            file.write_all(b"\n").map_err(failed)?;
        }
        Ok(Self { file, path, kept })
    }

    /// Whether the platform has that record.
    pub(super) fn has(&self, record: &str) -> bool {
        self.kept.contains(&digest(record))
    }

    pub(super) fn write(&mut self, line: usize, record: &str, answer: &Answer) -> Result<(), Failure> {
        let entry = Entry { line, sha256: digest(record), answer: answer.clone() };
        let mut text = serde_json::to_string(&entry).map_err(Failure::failed)?;
        text.push('\n');
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|error| Failure::Failed(format!("{}: {error}", self.path.display())))
    }
}

fn digest(record: &str) -> String {
    hex::encode(Sha256::digest(record))
}
