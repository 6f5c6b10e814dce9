//! `slipway backup`.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use slipway::server::config::Config;
use slipway_store::Store;

use super::{Failure, open, print};

/// Write a checked copy of the database to a file, also while the server runs
///
/// The copy is one moment of the database, complete in itself. It is written beside its place, flushed to the disk,
/// checked for damage, and only then gets its name. A file that exists is never overwritten.
///
/// The secrets key is not part of the copy, on purpose: keep it somewhere else. Without it the broker passwords in the
/// copy cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway backup /backups/slipway-2026-05-12.db
  slipway backup \"/backups/slipway-$(date +%F).db\"

To restore: stop the server, put the copy in the place of slipway.db in the data directory, delete slipway.db-wal and
slipway.db-shm there, and start the server.")]
pub(super) struct Backup {
    /// The file to write; it must not exist
    #[arg(value_name = "TO")]
    to: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, config: &Config) -> Result<(), Failure> {
        if self.to.symlink_metadata().is_ok() {
            return Err(Failure::Usage(format!("{} exists, and a backup overwrites nothing", self.to.display())));
        }
        if !config.database_file().is_file() {
            return Err(Failure::Failed(format!("there is no database at {}", config.database_file().display())));
        }
        let opened = open::beside_server(config).await?;
        let partial = partial(&self.to);
        let written = write(opened.backend.store(), &partial, &self.to).await;
        if written.is_err() {
            fs::remove_file(&partial).ok();
        }
        opened.backend.store().close().await;
        let bytes = written?;
        print(&format!("{} is a complete copy ({bytes} bytes)\n", self.to.display()))
    }
}

async fn write(store: &Store, partial: &Path, to: &Path) -> Result<u64, Failure> {
    let failed = |error: io::Error| Failure::Failed(format!("{}: {error}", to.display()));
    fs::remove_file(partial)
        .or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
        .map_err(failed)?;
    store.copy_to(partial).await.map_err(Failure::failed)?;
    let file = File::open(partial).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    let damage = Store::examine(partial).await.map_err(Failure::failed)?;
    if !damage.is_empty() {
        return Err(Failure::Failed(format!("the copy is damaged and was deleted: {}", damage.join("; "))));
    }
    // A hard link, not a rename: it fails if somebody else made the file meanwhile.
    fs::hard_link(partial, to).map_err(failed)?;
    fs::remove_file(partial).map_err(failed)?;
    let dir = to.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(failed)?;
    Ok(file.metadata().map_err(failed)?.len())
}

/// In the same directory, so that the copy gets its name without being moved.
fn partial(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.partial", std::process::id()));
    to.with_file_name(name)
}
