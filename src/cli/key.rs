//! `slipway key`.

use std::fmt::Write as _;

use clap::{Args, Subcommand};
use slipway::server::config::Config;
use slipway_backend::{Backend, Report, Turn};

use super::{Failure, open, print};

/// List and rotate the keys that sign the tokens of the embedded issuer
///
/// Keys take turns by themselves, after `issuer.signing_key_days`. All of this works while the server runs, which sees
/// it within a minute.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway key list
  slipway key rotate              publish the next key now; it signs in a day, when everybody knows it
  slipway key rotate --at-once    a key got out: sign with a new one now and let every token of the others die")]
pub(super) struct Key {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the keys: the next one, the one that signs, and those whose tokens still live
    #[command(after_help = "\
Example:
  slipway key list")]
    List,
    /// Make the next key before it is due
    #[command(after_help = "\
Examples:
  slipway key rotate              publish the next key now; it signs in a day, when everybody knows it
  slipway key rotate --at-once    a key got out: sign with a new one now and let every token of the others die")]
    Rotate {
        /// Sign with it now, delete every other key, and so end their tokens
        #[arg(long)]
        at_once: bool,
    },
}

impl Key {
    pub(super) async fn run(self, config: &Config) -> Result<(), Failure> {
        if config.oidc.remote().is_some() {
            return Err(Failure::Usage(
                "people sign in at your own issuer, so no key of ours signs anything".to_owned(),
            ));
        }
        let opened = open::beside_server(config).await?;
        let outcome = self.command.run(&opened.backend).await;
        opened.backend.store().close().await;
        print(&outcome.map_err(Failure::failed)?)
    }
}

impl Command {
    /// What to print.
    async fn run(self, backend: &Backend) -> Result<String, Report> {
        match self {
            Self::List => list(backend).await,
            Self::Rotate { at_once } => rotate(backend, at_once).await,
        }
    }
}

async fn rotate(backend: &Backend, at_once: bool) -> Result<String, Report> {
    match backend.turn_signing_keys(if at_once { Turn::AtOnce } else { Turn::Next }).await? {
        Some(key) => Ok(format!("{} signs from {} on.\n", key.kid, key.signs_from.long())),
        None => Ok(format!("The next key is announced already.\n{}", list(backend).await?)),
    }
}

async fn list(backend: &Backend) -> Result<String, Report> {
    let now = backend.clock().now();
    let keys = backend.key_entries().await?;
    if keys.is_empty() {
        return Ok("None yet. The server makes the first one when it starts.\n".to_owned());
    }
    let mut lines = String::new();
    for key in keys {
        let state = match key.retired_at {
            _ if key.signs_from > now => format!("next      from {}", key.signs_from.long()),
            Some(at) if at <= now => format!("retired   since {}", at.long()),
            _ => format!("signing   since {}", key.signs_from.long()),
        };
        let _ = writeln!(lines, "{}  {state}", key.kid);
    }
    Ok(lines)
}
