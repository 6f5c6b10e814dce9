//! `slipway migrate`.

use clap::Args;
use slipway::server::config::Config;
use slipway::server::{self, BuildOptions};

use super::{Failure, print};

/// Bring the database's tables up to date without starting the server
///
/// `slipway serve` does the same before it listens; this is for those who want to see it happen first. The database
/// and the secrets key are created if there are none. Stop the server before. A checked copy of the database is made
/// beside it before its tables change (slipway-schema-N.db; the last three are kept), and a database that a newer
/// Slipway has used is refused.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  slipway backup before-update.db && slipway migrate")]
pub(super) struct Migrate {}

impl Migrate {
    pub(super) async fn run(self, config: &Config) -> Result<(), Failure> {
        let opened = server::open(config, &BuildOptions::default()).await.map_err(Failure::failed)?;
        opened.backend.store().close().await;
        print(&format!("{} is up to date\n", config.database_file().display()))
    }
}
