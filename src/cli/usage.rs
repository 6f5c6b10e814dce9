//! `slipway usage`: for the pipelines of providers. It knows no configuration of a console, only its address.

mod journal;
mod submit;
mod wire;

use clap::{Args, Subcommand};

use super::Failure;

pub(super) use submit::Finding;

/// Report what the instances of your service used
///
/// Works without configuration, server and database: it sends to the console at its address, with an API key.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  slipway usage submit usage.jsonl --url https://console.example.com --service northwind-vector
      with the API key in the environment variable SLIPWAY_API_KEY")]
pub(super) struct Usage {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Submit(submit::Submit),
}

impl Usage {
    pub(super) async fn run(self) -> Result<Finding, Failure> {
        match self.what {
            What::Submit(submit) => submit.run().await,
        }
    }
}
