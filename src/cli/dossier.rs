//! `slipway dossier`: the portable dossier of an offering, made from and imported into the data of a console, and
//! checked anywhere.

mod export;
mod import;
mod keys;
mod verify;

use std::path::Path;

use clap::{Args, Subcommand};
use slipway::server::config::Config;
use slipway::server::dossiers::archive::{self, Unpacked};
use slipway_app::text::dossier as words;
use slipway_domain::dossier::MOST_BYTES;

use super::Failure;

pub(super) use verify::{Finding, Verify};

/// Make a dossier of an offering, check one anywhere, or import one
///
/// A dossier is one archive with an offering's definition and pictures, what was handed in and published, threads,
/// reviews, evidence and history. `verify` works offline, without configuration, server and database.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway dossier export northwind-vector -o northwind-vector-dossier.zip
  slipway dossier verify northwind-vector-dossier.zip --keys keys.json
  slipway dossier import northwind-vector-dossier.zip --account 'Northwind Data' --as kim@northwind.example")]
pub(super) struct Dossier {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Export(export::Export),
    Verify(Verify),
    Import(import::Import),
}

impl Dossier {
    /// What needs no console, or the command that does.
    pub(super) fn offline(self) -> Result<Verify, Self> {
        match self.what {
            What::Verify(verify) => Ok(verify),
            what => Err(Self { what }),
        }
    }

    pub(super) async fn run(self, config: &Config) -> Result<(), Failure> {
        match self.what {
            What::Export(export) => export.run(config).await,
            What::Verify(verify) => verify.run().await.map(|_| ()),
            What::Import(import) => import.run(config).await,
        }
    }
}

/// Reads an archive, which is too large or none at all in words.
fn read(file: &Path) -> Result<(Vec<u8>, Unpacked), Failure> {
    let wrong = |why: &str| Failure::Usage(format!("{} cannot be read: {why}", file.display()));
    let length = std::fs::metadata(file).map_err(|error| wrong(&error.to_string()))?.len();
    if length > archive::LARGEST {
        return Err(wrong(&format!("it has {length} bytes, and a dossier has {MOST_BYTES} at most")));
    }
    let bytes = std::fs::read(file).map_err(|error| wrong(&error.to_string()))?;
    match archive::unpack(&bytes) {
        Ok(unpacked) => Ok((bytes, unpacked)),
        Err(problem) => Err(Failure::Failed(format!("{}: {}", file.display(), words::problem(problem)))),
    }
}

/// A text from a file of somebody else, as a terminal can show it.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
