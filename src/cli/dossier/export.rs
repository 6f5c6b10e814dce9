//! `slipway dossier export`.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use slipway::server::config::Config;
use slipway::server::dossiers::archive;
use slipway_backend::Error;
use slipway_domain::rejection::{Kind, Rejection};

use super::super::refusal::refused;
use super::super::{Failure, open, print};

/// Write the dossier of an offering to a file, also while the server runs
///
/// The same as the page Deployments hands out. It is told in the history of the offering. A file that exists is never
/// overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  slipway dossier export northwind-vector -o northwind-vector-dossier.zip")]
pub(super) struct Export {
    /// Programmatic name of the offering
    name: String,
    /// The file to write; it must not exist
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Put in what only the operator's people read
    #[arg(long)]
    internal: bool,
}

impl Export {
    pub(super) async fn run(self, config: &Config) -> Result<(), Failure> {
        if self.output.symlink_metadata().is_ok() {
            return Err(Failure::Usage(format!("{} exists, and a dossier overwrites nothing", self.output.display())));
        }
        let opened = open::beside_server(config).await?;
        let console = config.server.public_url.origin();
        let made = Box::pin(opened.backend.dossier_of(&self.name, &console, self.internal)).await;
        opened.backend.store().close().await;
        let dossier = made.map_err(|error| match error {
            Error::Rejected(Rejection::NotFound(Kind::Offering)) => {
                Failure::Usage(format!("there is no offering called {}", self.name))
            }
            error => refused(&self.name, error),
        })?;
        let bytes = archive::pack(&dossier.members).map_err(Failure::failed)?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(&self.output).map_err(Failure::failed)?;
        file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(Failure::failed)?;
        let (to, length) = (self.output.display(), bytes.len());
        print(&format!("{to} is the dossier of {} ({length} bytes)\n", dossier.name))
    }
}
