//! `slipway broker`: calls a broker as the platform will. Needs neither configuration nor server nor database, so that it
//! runs in a provider's own pipeline.

mod catalog;
mod checks;
mod junit;
mod progress;
mod sample;
mod target;
mod test;

use clap::{Args, Subcommand};

use super::Failure;

/// Look at a broker as the platform will: print its catalog, or test that it behaves
///
/// Works without configuration, server and database. Passwords are read from a file or from the environment, never from
/// the command line, where others could see them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway broker catalog https://broker.example.com --user broker --password-file secret.txt
  slipway broker test https://broker.example.com --user broker --definition catalog.json
      with the password in the environment variable SLIPWAY_BROKER_PASSWORD
  slipway broker test http://127.0.0.1:5000 --lab --user broker --definition catalog.json --junit > result.xml
  slipway broker checks BRK-PRV-05      what a check does, why it matters, and what to change when it fails")]
pub(super) struct Broker {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Test(Box<test::Test>),
    Catalog(catalog::PrintCatalog),
    Checks(checks::Checks),
    Sample(sample::Sample),
}

/// How a command ended that found something out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finding {
    Good,
    /// Exit code 1, without a further message: everything is said already.
    Bad,
}

impl Broker {
    pub(super) async fn run(self) -> Result<Finding, Failure> {
        match self.command {
            Command::Test(test) => test.run().await,
            Command::Catalog(catalog) => catalog.run().await,
            Command::Checks(checks) => checks.run(),
            Command::Sample(sample) => sample.run(),
        }
    }
}
