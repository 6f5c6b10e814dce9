//! `slipway offering plan`.

use clap::Args;

use super::super::{Failure, print};
use super::comparison::Comparison;
use super::{Finding, file, told};

/// Show what applying a file would change
///
/// Nothing is changed. The console compares the file with the draft as it is now, value by value, and tells what the rules
/// say of the outcome and what it takes before customers have it. Exit code: 0 if the file can be applied, 1 if something
/// stands against it or the console could not be reached, 2 if the command or the file is wrong.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  export SLIPWAY_TOKEN=...
  slipway offering plan offering.yaml --console https://console.example.com
  slipway offering plan offering.yaml --console https://console.example.com --json")]
pub(super) struct Plan {
    #[command(flatten)]
    comparison: Comparison,
}

impl Plan {
    pub(super) async fn run(self) -> Result<Finding, Failure> {
        let (_, _, planned) = self.comparison.planned().await?;
        print(&if self.comparison.json { file::json(&planned)? } else { told::planned(&planned) })?;
        Ok(if planned.blocking().next().is_none() { Finding::Good } else { Finding::Bad })
    }
}
