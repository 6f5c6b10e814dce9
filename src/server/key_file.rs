//! The file with the secrets key: made on the first start, readable by its owner only. A file that others can read is
//! refused, since it may have been read.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret as _, SecretString};
use slipway_backend::{Ids, SealError, SealingKey};
use slipway_store::owner_only;

use super::config::Config;

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("secrets.key does not hold a key: {0}")]
    Value(SealError),
    #[error("the secrets key in {0} is damaged: {1}; put the copy from your backup there")]
    Damaged(String, SealError),
    #[error("the secrets key file {0} cannot be used: {1}")]
    File(String, io::Error),
    #[error("others can read the secrets key file {0}; run `chmod 600` on it, and consider the key known")]
    Exposed(String),
    #[error(
        "there is data, but no secrets key at {0}; put the copy from your backup there, \
         for without it broker passwords and signing keys cannot be read"
    )]
    Lost(String),
}

/// The configured key, the one in the file, or a new one while nothing has been sealed yet.
pub(crate) fn load(config: &Config, ids: &Ids, is_new: bool) -> Result<SealingKey, KeyError> {
    if let Some(key) = &config.secrets.key {
        return SealingKey::parse(key.expose()).map_err(KeyError::Value);
    }
    let path = config.key_file();
    match existing(&path) {
        Err(KeyError::File(_, error)) if error.kind() == io::ErrorKind::NotFound => {
            if is_new {
                create(&path, ids)
            } else {
                Err(KeyError::Lost(name(&path)))
            }
        }
        loaded => loaded,
    }
}

fn existing(path: &Path) -> Result<SealingKey, KeyError> {
    let text = read(path)?;
    SealingKey::parse(text.expose_secret()).map_err(|error| KeyError::Damaged(name(path), error))
}

fn read(path: &Path) -> Result<SecretString, KeyError> {
    let failed = |error| KeyError::File(name(path), error);
    let file = File::open(path).map_err(failed)?;
    if owner_only::is_exposed(&file.metadata().map_err(failed)?) {
        return Err(KeyError::Exposed(name(path)));
    }
    io::read_to_string(file).map(SecretString::from).map_err(failed)
}

/// The file gets its name when it is complete: whatever ends the start, the next one finds no key or a whole one.
fn create(path: &Path, ids: &Ids) -> Result<SealingKey, KeyError> {
    let failed = |error| KeyError::File(name(path), error);
    let key = SealingKey::generate(ids);
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    owner_only::create_dir(dir).map_err(failed)?;
    let partial = Partial::beside(path);
    partial.write(&key).map_err(failed)?;
    // A hard link, not a rename: it fails if another start made the file meanwhile.
    let named = fs::hard_link(&partial.0, path);
    drop(partial);
    match named {
        Ok(()) => {}
        // The key that is there first is the one.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return existing(path),
        Err(error) => return Err(failed(error)),
    }
    flush_dir(dir).map_err(failed)?;
    tracing::info!(path = %path.display(), "made a new secrets key; back it up apart from the database");
    Ok(key)
}

/// A key file in the making, gone afterwards. One that a killed start left has another name, and is in nobody's way.
struct Partial(PathBuf);

impl Partial {
    fn beside(path: &Path) -> Self {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        // Not from the server's own source: in a test that one is to give the same ids every time.
        name.push(format!(".{}.partial", Ids::System.token()));
        Self(path.with_file_name(name))
    }

    fn write(&self, key: &SealingKey) -> io::Result<()> {
        let mut file = owner_only::create(&self.0)?;
        writeln!(file, "{}", key.to_base64().expose_secret())?;
        file.sync_all()
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // What cannot be removed does no harm: it is for its owner alone.
        fs::remove_file(&self.0).ok();
    }
}

/// Makes a new name in a directory last.
fn flush_dir(dir: &Path) -> io::Result<()> {
    // Elsewhere a directory cannot be opened like a file.
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use tempfile::TempDir;

    use super::*;

    fn config(dir: &Path) -> Config {
        let mut config = Config::default();
        config.data.dir = dir.join("data");
        config
    }

    fn loaded(config: &Config) -> String {
        load(config, &Ids::System, true).unwrap().to_base64().expose_secret().to_owned()
    }

    /// What stands beside each other in the data directory.
    fn names(config: &Config) -> Vec<String> {
        let entries = fs::read_dir(&config.data.dir).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_key_is_kept_and_nothing_else() {
        let dir = TempDir::new().unwrap();
        let config = config(dir.path());
        let key = loaded(&config);
        assert_eq!(loaded(&config), key);
        assert_eq!(names(&config), ["secrets.key"]);
        assert!(!owner_only::is_exposed(&fs::metadata(config.key_file()).unwrap()));
    }

    #[test]
    fn what_a_killed_start_left_is_in_nobodys_way() {
        let dir = TempDir::new().unwrap();
        let config = config(dir.path());
        owner_only::create_dir(&config.data.dir).unwrap();
        let left = Partial::beside(&config.key_file());
        owner_only::create(&left.0).unwrap().write_all(b"half a k").unwrap();
        let key = loaded(&config);
        assert_eq!(loaded(&config), key);
        assert_eq!(names(&config).len(), 2, "the key and what was left: {:?}", names(&config));
    }

    #[test]
    fn starts_at_the_same_moment_keep_one_key() {
        const STARTS: usize = 4;
        for _ in 0..20 {
            let dir = TempDir::new().unwrap();
            let config = config(dir.path());
            let together = Barrier::new(STARTS);
            let start = || {
                together.wait();
                loaded(&config)
            };
            let keys: Vec<String> = thread::scope(|scope| {
                let starts = [(); STARTS].map(|()| scope.spawn(start));
                starts.map(|start| start.join().unwrap()).into()
            });
            assert_eq!(keys, vec![loaded(&config); STARTS]);
            assert_eq!(names(&config), ["secrets.key"]);
        }
    }

    #[test]
    fn a_key_that_is_there_is_never_overwritten() {
        let dir = TempDir::new().unwrap();
        let config = config(dir.path());
        let key = loaded(&config);
        let again = create(&config.key_file(), &Ids::System).unwrap();
        assert_eq!(again.to_base64().expose_secret(), key);
        assert_eq!(names(&config), ["secrets.key"]);
    }
}
