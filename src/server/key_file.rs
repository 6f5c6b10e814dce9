//! The file with the secrets key: made on the first start, readable by its owner only. A file that others can read is
//! refused, since it may have been read.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

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
    match read(&path) {
        Ok(text) => SealingKey::parse(text.expose_secret()).map_err(|error| KeyError::Damaged(name(&path), error)),
        Err(KeyError::File(_, error)) if error.kind() == io::ErrorKind::NotFound => {
            if is_new {
                create(&path, ids)
            } else {
                Err(KeyError::Lost(name(&path)))
            }
        }
        Err(error) => Err(error),
    }
}

fn read(path: &Path) -> Result<SecretString, KeyError> {
    let failed = |error| KeyError::File(name(path), error);
    let file = File::open(path).map_err(failed)?;
    if owner_only::is_exposed(&file.metadata().map_err(failed)?) {
        return Err(KeyError::Exposed(name(path)));
    }
    io::read_to_string(file).map(SecretString::from).map_err(failed)
}

fn create(path: &Path, ids: &Ids) -> Result<SealingKey, KeyError> {
    let failed = |error| KeyError::File(name(path), error);
    let key = SealingKey::generate(ids);
    if let Some(dir) = path.parent().filter(|dir| !dir.as_os_str().is_empty()) {
        owner_only::create_dir(dir).map_err(failed)?;
    }
    let mut file = owner_only::create(path).map_err(failed)?;
    writeln!(file, "{}", key.to_base64().expose_secret()).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    tracing::info!(path = %path.display(), "made a new secrets key; back it up apart from the database");
    Ok(key)
}

fn name(path: &Path) -> String {
    path.display().to_string()
}
