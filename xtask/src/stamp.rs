//! Whether a step has to run again: a fingerprint of what it reads, kept beside what it wrote.
//! A step without its stamp runs; a stamp is written only after the step has succeeded.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

/// A running hash over everything that a step depends on.
#[derive(Default)]
pub(crate) struct Fingerprint(Sha256);

impl Fingerprint {
    /// Adds a piece of text: a version, a flag, a compiler's own words.
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
        self
    }

    /// Adds a file, or every file below a directory with its relative path; what does not exist counts as absent.
    pub(crate) fn path(mut self, path: &Path) -> Result<Self> {
        for entry in WalkDir::new(path).sort_by_file_name() {
            let Ok(entry) = entry else { break };
            if !entry.file_type().is_file() {
                continue;
            }
            let name = entry.path().strip_prefix(path).unwrap_or(entry.path());
            let content = fs::read(entry.path()).with_context(|| format!("cannot read {}", entry.path().display()))?;
            self = self.text(&name.to_string_lossy());
            self.0.update((content.len() as u64).to_le_bytes());
            self.0.update(content);
        }
        Ok(self.text("end of path"))
    }

    /// The hash as 64 hexadecimal digits.
    pub(crate) fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }
}

/// The first 16 digits of a hash over a directory's files: enough to name a version of them.
pub(crate) fn short_hash(path: &Path) -> Result<String> {
    let mut hash = Fingerprint::default().path(path)?.finish();
    hash.truncate(16);
    Ok(hash)
}

/// The file that remembers the fingerprint of a step's last success.
pub(crate) struct Stamp {
    file: PathBuf,
    fingerprint: String,
}

impl Stamp {
    /// A stamp kept in `file` for a step that depends on `inputs`.
    pub(crate) fn new(file: PathBuf, inputs: Fingerprint) -> Self {
        Self { file, fingerprint: inputs.finish() }
    }

    /// Whether the step succeeded before with the same inputs.
    pub(crate) fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.fingerprint)
    }

    /// Remembers that the step has succeeded.
    pub(crate) fn write(&self) -> Result<()> {
        if let Some(parent) = self.file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&self.file, &self.fingerprint).with_context(|| format!("cannot write {}", self.file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("slipway-stamp-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        dir
    }

    fn of(path: &Path) -> Fingerprint {
        Fingerprint::default().path(path).unwrap()
    }

    #[test]
    fn a_changed_byte_a_new_name_and_a_lost_file_each_change_the_fingerprint() {
        let dir = folder("changes");
        fs::write(dir.join("a"), "1").unwrap();
        let first = of(&dir).finish();
        assert_eq!(first, of(&dir).finish());
        fs::write(dir.join("a"), "2").unwrap();
        let changed = of(&dir).finish();
        fs::rename(dir.join("a"), dir.join("b")).unwrap();
        let renamed = of(&dir).finish();
        fs::remove_file(dir.join("b")).unwrap();
        let empty = of(&dir).finish();
        let all = std::collections::BTreeSet::from([first, changed, renamed, empty]);
        assert_eq!(all.len(), 4);
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn texts_do_not_run_into_each_other() {
        let joined = Fingerprint::default().text("ab").text("c").finish();
        let split = Fingerprint::default().text("a").text("bc").finish();
        assert_ne!(joined, split);
    }

    #[test]
    fn a_stamp_is_fresh_only_after_it_was_written_and_only_for_the_same_inputs() {
        let dir = folder("fresh");
        let stamp = |input: &str| Stamp::new(dir.join("deep/stamp"), Fingerprint::default().text(input));
        assert!(!stamp("x").is_fresh());
        stamp("x").write().unwrap();
        assert!(stamp("x").is_fresh());
        assert!(!stamp("y").is_fresh());
        fs::remove_dir_all(dir).unwrap();
    }
}
