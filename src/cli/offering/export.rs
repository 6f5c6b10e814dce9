//! `slipway offering export`.

use clap::Args;

use super::super::{Failure, print};
use super::wire::{Connection, Console};
use super::{Finding, file};

/// Print the definition of an offering as YAML
///
/// Without secrets, in a fixed order, and without what is left at its default: the same offering is always the same text.
/// Exit code: 0 if it was printed, 1 if the console refused or could not be reached, 2 if the command itself is wrong.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  export SLIPWAY_TOKEN=...
  slipway offering export northwind-vector --console https://console.example.com > offering.yaml")]
pub(super) struct Export {
    /// Name of the service
    name: String,
    #[command(flatten)]
    connection: Connection,
    /// Print JSON instead of YAML
    #[arg(long)]
    json: bool,
}

impl Export {
    pub(super) async fn run(self) -> Result<Finding, Failure> {
        let console = Console::new(&self.connection)?;
        let definition = console.definition(&self.name).await?;
        let text = if self.json { file::json(&definition)? } else { file::yaml(&definition)? };
        print(&text)?;
        Ok(Finding::Good)
    }
}
