//! `slipway offering apply`.

use clap::Args;

use super::super::{Failure, print};
use super::comparison::Comparison;
use super::{Finding, file, told};

/// Make the draft of an offering what a file says
///
/// The same saves are made as in the forms, one after the other, each with its line in the history. Nothing is made if
/// somebody saves in between, or if something stands against the file. When a save is turned down it stops there and tells
/// what was done; the same command goes on from there. What the file lacks stays, unless --prune is given. Exit code: 0 if
/// the draft is as the file says, 1 if it is not or the console could not be reached, 2 if the command or the file is wrong.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  export SLIPWAY_TOKEN=...
  slipway offering apply offering.yaml --console https://console.example.com
  slipway offering apply offering.yaml --console https://console.example.com --token-file token.txt")]
pub(super) struct Apply {
    #[command(flatten)]
    comparison: Comparison,
}

impl Apply {
    pub(super) async fn run(self) -> Result<Finding, Failure> {
        let Comparison { prune, json, .. } = self.comparison;
        let (definition, console, planned) = self.comparison.planned().await?;
        if planned.blocking().next().is_some() {
            eprint!("{}", told::faults(planned.blocking()));
            return Err(Failure::Failed("nothing was applied".to_owned()));
        }
        if !json {
            eprint!("{}", told::notes(&planned));
        }
        let applied = console.apply(&definition, prune, planned.revision).await?;
        print(&if json { file::json(&applied)? } else { told::applied(&applied) })?;
        Ok(if applied.stopped.is_none() { Finding::Good } else { Finding::Bad })
    }
}
