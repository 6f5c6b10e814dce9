//! `slipway backup`.

use std::path::PathBuf;

use clap::Args;
use slipway::server::config::Config;
use slipway_store::Store;

use super::{Failure, print};

/// Write a checked copy of the database to a file, also while the server runs
///
/// The copy is one moment of the database, complete in itself, and for its owner only. It is written beside its place,
/// flushed to the disk, checked for damage, compared with the database row by row, and only then gets its name. A file
/// that exists is never overwritten. The database stays as it is, of whatever version its tables are: take a backup
/// before an update.
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
        let database = config.database_file();
        if !database.is_file() {
            return Err(Failure::Failed(format!("there is no database at {}", database.display())));
        }
        let store = Store::open_as_it_is(&database).await.map_err(Failure::failed)?;
        let copied = store.copy_to(&self.to).await;
        store.close().await;
        let bytes = copied.map_err(Failure::failed)?;
        print(&format!("{} is a complete copy ({bytes} bytes)\n", self.to.display()))
    }
}
