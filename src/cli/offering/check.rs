//! `slipway offering check`: the rules of the forms, without a console.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use slipway_domain::definition::{Fault, Owed, owed};
use slipway_domain::rule::Level;

use super::super::{Failure, print};
use super::{Finding, file, told};

/// What only the console knows.
const UNKNOWN: [&str; 5] = [
    "whether names contain that of your company or of the platform",
    "whether another offering has the same terms",
    "whether access management is enabled and has keys",
    "whether the secrets of brokers are there, and what the brokers say",
    "whether the billing desk has agreed to prices",
];

/// Check a file by the rules of the forms, without a console
///
/// Exit code: 0 if nothing in the file blocks publishing, 1 if something does, 2 if the file cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway offering check offering.yaml
  slipway offering check offering.yaml --json")]
pub(super) struct Check {
    /// File with the offering, as YAML or JSON
    file: PathBuf,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

/// What was found, as it is printed for programs.
#[derive(Debug, Serialize)]
struct Checked {
    offering: String,
    findings: Vec<Owed>,
    faults: Vec<Fault>,
    unknown: [&'static str; 5],
}

impl Check {
    pub(super) fn run(self) -> Result<Finding, Failure> {
        let definition = file::read(&self.file)?;
        let (findings, faults) = owed(&definition);
        let blocks = findings.iter().any(|finding| finding.level == Level::Error)
            || faults.iter().any(|fault| fault.kind.blocks());
        let checked = Checked { offering: definition.name, findings, faults, unknown: UNKNOWN };
        print(&if self.json { file::json(&checked)? } else { checked.told() })?;
        Ok(if blocks { Finding::Bad } else { Finding::Good })
    }
}

impl Checked {
    fn told(&self) -> String {
        let mut text = told::faults(&self.faults);
        text.push_str(&told::findings(&self.findings));
        if text.is_empty() {
            text.push_str("Nothing is wrong with the file.\n");
        }
        text.push_str("Not looked at, as only a console knows:\n");
        for unknown in self.unknown {
            text.extend(["  ", unknown, "\n"]);
        }
        text
    }
}
