//! What `slipway offering plan` and `apply` begin with: a file, held against the draft as the console has it.

use std::path::PathBuf;

use clap::Args;
use slipway_domain::definition::{DefinitionFile, PlannedChanges};

use super::super::Failure;
use super::file;
use super::wire::{Connection, Console};

/// A file, and the console that it is for.
#[derive(Debug, Args)]
pub(super) struct Comparison {
    /// File with the offering, as YAML or JSON
    file: PathBuf,
    #[command(flatten)]
    connection: Connection,
    /// Take what the file lacks as removed: plans, brokers, deployments
    #[arg(long)]
    pub(super) prune: bool,
    /// Print JSON instead of text
    #[arg(long)]
    pub(super) json: bool,
}

impl Comparison {
    /// What the file says, and what applying it would change.
    pub(super) async fn planned(&self) -> Result<(DefinitionFile, Console, PlannedChanges), Failure> {
        let definition = file::read(&self.file)?;
        let console = Console::new(&self.connection)?;
        let planned = console.plan(&definition, self.prune).await?;
        Ok((definition, console, planned))
    }
}
