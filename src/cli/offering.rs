//! `slipway offering`: an offering as a file beside the code of its service. It knows no configuration of a console, only
//! its address; what needs no console asks none.

mod apply;
mod check;
mod comparison;
mod export;
mod file;
mod plan;
mod told;
mod wire;

use clap::{Args, Subcommand};
use slipway::server::schemas;

use super::{Failure, print};

/// Whether the command found everything as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finding {
    Good,
    Bad,
}

/// Keep an offering as a file: export it, compare it, apply it, check it
///
/// Works without configuration, server and database. `export`, `plan` and `apply` talk to the console at its address, with
/// an access token; `check` and `schema` need neither.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  export SLIPWAY_TOKEN=...
  slipway offering export northwind-vector --console https://console.example.com > offering.yaml
  slipway offering check offering.yaml
  slipway offering plan offering.yaml --console https://console.example.com
  slipway offering apply offering.yaml --console https://console.example.com")]
pub(super) struct Offering {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Export(export::Export),
    Plan(plan::Plan),
    Apply(apply::Apply),
    Check(check::Check),
    /// Print the JSON Schema of the file, for editors and pipelines
    ///
    /// A console serves the same at /schemas/offering.v1.json.
    #[command(after_help = "\
Example:
  slipway offering schema > offering.v1.json")]
    Schema,
}

impl Offering {
    pub(super) async fn run(self) -> Result<Finding, Failure> {
        match self.what {
            What::Export(export) => export.run().await,
            What::Plan(plan) => plan.run().await,
            What::Apply(apply) => apply.run().await,
            What::Check(check) => check.run(),
            What::Schema => print(&schemas::offering()).map(|()| Finding::Good),
        }
    }
}
