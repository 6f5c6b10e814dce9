//! `slipway broker checks`.

use std::fmt::Write as _;

use clap::Args;
use slipway_osb::conformance::{self, CHECKS, Check, Level};

use super::super::{Failure, print};
use super::Finding;

/// List the checks of a test, or explain some of them
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway broker checks
  slipway broker checks BRK-PRV-05 ORP-01")]
pub(super) struct Checks {
    /// Ids of checks to explain
    ids: Vec<String>,
}

impl Checks {
    pub(super) fn run(self) -> Result<Finding, Failure> {
        let mut text = String::new();
        for check in CHECKS.iter().copied().flatten().filter(|_| self.ids.is_empty()) {
            let _ = writeln!(text, "{}  {:<6}  {}", check.id, level(check), check.criterion);
        }
        for id in &self.ids {
            let check = conformance::check(id).ok_or_else(|| Failure::Usage(format!("there is no check {id}")))?;
            let precondition = if check.precondition.is_empty() { "none" } else { check.precondition };
            let _ = writeln!(
                text,
                "{}  {}\n  needs:    {precondition}\n  does:     {}\n  expected: {}\n  why:      {}\n  change:   {}",
                check.id,
                level(check),
                check.steps,
                check.criterion,
                check.why,
                check.remedy,
            );
        }
        print(&text)?;
        Ok(Finding::Good)
    }
}

const fn level(check: &Check) -> &'static str {
    match check.level {
        Level::Must => "must",
        Level::Should => "should",
    }
}
