//! `slipway usage`: for the pipelines of providers. It knows no configuration of a console, only its address.

mod journal;
mod submit;
mod wire;

use clap::{Args, Subcommand};

use super::Failure;

pub(super) use submit::Finding;

#[derive(Debug, Args)]
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
