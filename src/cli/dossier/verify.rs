//! `slipway dossier verify`: everything that can be known of a dossier from the file alone, and the signature of its
//! console where its keys are at hand.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use slipway_app::text::dossier as words;
use slipway_domain::dossier::{self, About, Line, Manifest, Member, SIGNATURE};
use slipway_oidc::detached;
use slipway_oidc::verify::VerifyingKeys;

use super::super::{Failure, print};
use super::keys::Keys;
use super::{read, shown};

/// Whether the dossier is as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Finding {
    Good,
    Bad,
}

/// Check a dossier, offline
///
/// Prints a line for each thing that was looked at: every file against the list, decisions against what was handed in,
/// evidence against what it rests on, and the chain of the history. That tells whether the dossier is whole. Who made it
/// is told by the signature, which is checked with the console's public keys. Exit code: 0 if everything is as it should
/// be, 1 if something is not, 2 if the command itself is wrong.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway dossier verify dossier.zip
  slipway dossier verify dossier.zip --keys keys.json
  slipway dossier verify dossier.zip --console https://console.example.com --json")]
pub(in super::super) struct Verify {
    /// The dossier
    file: PathBuf,
    #[command(flatten)]
    keys: Keys,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

/// What is known of the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Signature {
    Good,
    Wrong,
    NotChecked,
    Missing,
}

/// As it is printed for programs.
#[derive(Debug, Serialize)]
struct Report {
    about: Option<About>,
    state_sha256: Option<String>,
    sha256: Option<String>,
    is_as_written: bool,
    lines: Vec<Line>,
    signature: Signature,
    is_good: bool,
}

impl Verify {
    pub(in super::super) async fn run(self) -> Result<Finding, Failure> {
        let keys = self.keys.read().await?;
        let (_, unpacked) = read(&self.file)?;
        let lines = dossier::verify(&unpacked.members, sha256);
        let manifest = dossier::manifest(&unpacked.members);
        let signed = unpacked.members.iter().find(|member| member.path == SIGNATURE);
        let signature = match (signed, &keys, &manifest) {
            (None, ..) => Signature::Missing,
            (Some(_), None, _) => Signature::NotChecked,
            (Some(signed), Some(keys), Some(manifest)) if is_signed(keys, signed, manifest) => Signature::Good,
            (Some(_), Some(_), _) => Signature::Wrong,
        };
        // Whoever names keys wants to know who made it: a signature that is missing is then as bad as a wrong one.
        let is_unproven = signature == Signature::Wrong || (signature == Signature::Missing && keys.is_some());
        let is_good = dossier::problem(&lines).is_none() && unpacked.is_as_written && !is_unproven;
        let (about, state_sha256, sha256) = match manifest {
            Some(manifest) => (Some(manifest.about), Some(manifest.state_sha256), Some(manifest.sha256)),
            None => (None, None, None),
        };
        let is_as_written = unpacked.is_as_written;
        let report = Report { about, state_sha256, sha256, is_as_written, lines, signature, is_good };
        if self.json {
            let text = serde_json::to_string_pretty(&report).map_err(Failure::failed)?;
            print(&format!("{text}\n"))?;
        } else {
            print(&report.told())?;
        }
        Ok(if is_good { Finding::Good } else { Finding::Bad })
    }
}

impl Report {
    fn told(&self) -> String {
        let mut text = String::new();
        for Line { about, problem } in &self.lines {
            let about = shown(about);
            let _ = match problem {
                None => writeln!(text, "ok     {about}"),
                Some(problem) => writeln!(text, "WRONG  {about}: {}", words::problem(*problem)),
            };
        }
        if !self.is_as_written {
            text.push_str("WRONG  the archive: it holds more than its files, or another program wrote it\n");
        }
        text.push_str(match self.signature {
            Signature::Good => "ok     the signature: one of these keys has signed it\n",
            Signature::Wrong => "WRONG  the signature: none of these keys has signed it\n",
            Signature::NotChecked => "-      the signature was not checked: name the keys with --keys or --console\n",
            Signature::Missing => "-      there is no signature: nothing proves who made it\n",
        });
        if let Some(about) = &self.about {
            let made_by = if about.made_by.is_empty() { String::new() } else { format!(" by {}", about.made_by) };
            let line = format!("{} of {}, made at {}{made_by}", about.offering, about.address, about.made_at);
            let _ = writeln!(text, "{}", shown(&line));
        }
        text.push_str(if self.is_good { "Everything is as it should be.\n" } else { "Something is wrong.\n" });
        text
    }
}

fn is_signed(keys: &VerifyingKeys, signed: &Member, manifest: &Manifest) -> bool {
    let signature = String::from_utf8_lossy(&signed.bytes);
    detached::verify(keys, &signature, &manifest.sha256).is_ok()
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
