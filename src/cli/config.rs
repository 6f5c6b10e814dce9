//! `slipway config`.

use clap::Args;
use slipway::server::config::{Config, EXAMPLE};

use super::{Failure, print as out};

/// Print the configuration that is in force, without secrets
///
/// Values come from the defaults, then from the file, then from the environment: `SLIPWAY__SECTION__KEY`, for example
/// `SLIPWAY__SERVER__LISTEN=0.0.0.0:3000`. A wrong key or value is named here as it is at the start of the server.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway config                             what holds now
  slipway config --config prod.toml          what would hold with that file
  slipway config --example > slipway.toml    a file with every key, its default and its explanation")]
pub(super) struct PrintConfig {
    /// Print a documented example file instead
    #[arg(long)]
    pub(super) example: bool,
}

pub(super) fn print(config: &Config) -> Result<(), Failure> {
    out(&config.to_toml())
}

pub(super) fn print_example() -> Result<(), Failure> {
    out(EXAMPLE)
}
